"""C314: what is asked for a meaning is an abbreviation of the author's, not a surname that a paper has in capitals."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

PAPER = """item H101 date=1963-03-02 from=OSLO to=EXTERNAL signer="Astrid Holm" persons="Oravec"
page THE FERRY LEFT LATE.
"""


@pytest.mark.parametrize(
    ("prose", "unknown"),
    [
        ("HOLM wrote that the ferry left late (H101).", []),
        ("Only ORAVEC had seen it leave (H101).", []),
        ("ORAVEC wrote of a ferry.", ["ORAVEC"]),
        ("HOLM wrote of the QRE (H101).", ["QRE"]),
        ("A report “of SA ROBERT J. DWYER, Miami” names the QRE.", ["QRE"]),
        ("The staff of COMSUBFLANT HQ met.", ["HQ"]),
        ("The CINCLANTFLT OPNAV paper was late.", ["OPNAV"]),
        ("The QRE BDT met.", ["QRE", "BDT"]),
    ],
)
def test_a_surname_in_capitals_of_a_cited_paper_is_no_abbreviation(prose, unknown):
    made = example(PAPER)
    page = parse_narrative(
        f"---\ntitle: Ferries\n---\n\n{prose}\n",
        "narratives/a.md",
        citation="H[0-9]{3}",
        is_item=made.catalogue.__contains__,
    )
    findings, _ = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings(select=["C314"])))
    found = [finding.message for finding in findings]
    assert found == [f"the abbreviation {word} has no meaning in the book's list of abbreviations" for word in unknown]
