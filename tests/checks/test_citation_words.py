"""C207, C208, C213: what stands with the id in a citation is held against the paper; what tells of events is not."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts

ITEMS = """item KNGS0208 date=1958-10-11 from=KINGSTON to=WASHDC number=208 form=telegram by=received
page THE RAIN WAS HEAVY. ONE UNIT SMALL ARNS.
item LIMA0024 date=1958-10-11 from=LIMA to=WASHDC number=24 form=telegram by=received machine.date=1958-10-13
item LIMA0025 from=LIMA by=received
"""
CODES = ["C207", "C208", "C213", "C216", "C113"]


def findings(prose):
    made = example(ITEMS)
    page = parse_narrative(
        prose, "narratives/p.md", citation="(?:KNGS|LIMA)[0-9]{4}", is_item=made.catalogue.__contains__
    )
    context = CheckContext(settings=CheckSettings(select=CODES), post=posts.post)
    return check(made.catalogue, [page], context=context)[0]


def codes(prose):
    return [finding.code for finding in findings(prose)]


@pytest.mark.parametrize(
    ("prose", "code"),
    [
        ("It rained (Kingston tel. 0208, 17 October 1958, KNGS0208).", "C207"),
        ("It rained (Kingston to Washington, 17 October 1959, KNGS0208).", "C207"),
        ("On 17 October 1958 Kingston wrote that it rained (KNGS0208).", "C207"),
        ("It rained (télégramme n° 208 de Kingston, 17 octobre 1958, KNGS0208).", "C207"),
        ("It rained (Kingston telegram no. 208, October 17, 1958; KNGS0208).", "C207"),
        ("It rained (KNGS0208, Kingston No. 208, 17/10/1958).", "C207"),
        ("It rained.[^1]\n\n[^1]: Kingston tel. 0208, 17 October 1958, Box 12 (KNGS0208).", "C207"),
        ("It rained (Kingston tel. 0280, 11 October 1958, KNGS0208).", "C213"),
        ("It rained (Lima to Washington, 11 October 1958, KNGS0208).", "C208"),
        ("It rained (Kingston to Quito, 11 October 1958, KNGS0208).", "C208"),
    ],
)
def test_what_is_wrong_in_a_citation_that_names_its_item_is_told_of(prose, code):
    assert codes(prose) == [code]


@pytest.mark.parametrize(
    "prose",
    [
        "It rained (Kingston tel. 0208, 11 October 1958, KNGS0208).",
        "It rained (Kingston to Washington, No. 208, October 11, 1958, KNGS0208, p. 1).",
        "On 11 October 1958 Kingston wrote that it rained (KNGS0208).",
        "Castro spoke (speech of 4 October 1958, KNGS0208).",
        "He wrote of it (Khrushchev to Kennedy, 4 October 1958, KNGS0208).",
        "It was told (meeting in Washington, 4 October 1958; KNGS0208).",
        "It was told (New York Times, 4 October 1958, KNGS0208).",
        "It was told (Rusk’s letter, 4 October 1958, KNGS0208).",
        "It rained (KNGS0208; LIMA0024).",
        "It rained (Kingston’s telegram 207 of 3 October 1958, cited in KNGS0208).",
        "It rained (Washington tel. 24 to Kingston, 3 October 1958, answered by KNGS0208).",
    ],
)
def test_right_citations_and_days_of_other_things_are_left_alone(prose):
    assert codes(prose) == []


def test_where_list_and_paper_differ_it_is_said_which_of_them_a_citation_has():
    (one,) = findings("It rained (Lima tel. 24, 13 October 1958, LIMA0024).")
    assert one.message.startswith(
        "LIMA0024 is dated 11 October 1958 in its description; 13 October 1958 was read on it"
    )
    assert str(one.severity) == "note"
    (other,) = findings("It rained (Lima tel. 24, 20 October 1958, LIMA0024).")
    assert other.message.startswith(
        "LIMA0024 is dated 11 October 1958 in its description, not 20 October 1958; 13 October"
    )
    assert str(other.severity) == "warning"


def test_a_day_alone_with_the_id_is_only_noted_for_it_may_be_an_events():
    (one,) = findings("It rained (17 October 1958, KNGS0208).")
    assert (one.code, str(one.severity)) == ("C207", "note")


def test_what_the_catalogue_does_not_know_cannot_be_checked():
    found = findings("It rained (Lima tel. 77, 11 October 1958, LIMA0025).")
    assert [(one.code, one.cannot_tell) for one in found] == [("C213", True), ("C207", True)]


def test_ibid_with_a_page_that_the_paper_has_not_is_told_of():
    assert codes("Rain.[^1] More.[^2]\n\n[^1]: KNGS0208.\n\n[^2]: Ibid., p. 2.") == ["C113"]
    assert codes("Rain.[^1] More.[^2]\n\n[^1]: KNGS0208.\n\n[^2]: Ibid., p. 1.") == []
    assert codes("Rain (KNGS0208). More (ibid., p. 2).") == ["C113"]


SENT = """item OSLO0031 date=1964-05-12 from=OSLO to=WASHDC number=31 form=telegram by=received dtg="121725Z MAY 64"
item OSLO0032 date=1964-05-12 from=OSLO to=WASHDC number=32 form=telegram by=received dtg="120325Z MAY 64"
item OSLO0033 date=1964-05-12 from=OSLO to=WASHDC number=33 form=telegram by=received received=1964-05-12
"""


@pytest.mark.parametrize(
    ("citation", "severity"),
    [
        ("Oslo tel. 31, 11 May 1964, OSLO0031", "warning"),
        ("Oslo tel. 32, 11 May 1964, OSLO0032", "note"),
        ("Oslo tel. 31, 13 May 1964, OSLO0031", "note"),
        ("Oslo tel. 33, 13 May 1964, OSLO0033", "warning"),
    ],
)
def test_a_day_apart_is_a_warning_where_neither_the_clock_nor_the_receipt_explains_it(citation, severity):
    made = example(SENT)
    page = parse_narrative(
        f"It rained ({citation}).", "narratives/p.md", citation="OSLO[0-9]{4}", is_item=made.catalogue.__contains__
    )
    context = CheckContext(settings=CheckSettings(select=["C207"]), post=posts.post)
    found = check(made.catalogue, [page], context=context)[0]
    assert [(finding.code, str(finding.severity)) for finding in found] == [("C207", severity)]
