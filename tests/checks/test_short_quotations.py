"""One or two words in quotation marks: judged where they are plainly the paper's, else counted, with the reason."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.checks.manual import example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings

PAPERS = """item H101 date=1963-03-02 from=OSLO to=EXTERNAL number=210
page THE MINISTER LOOKED DISSATISFIED WITH EVERYTHING. HE SPOKE OF A COLD SPRING
| AND CALLED THE FERRY TIMETABLE A HEAVY BURDEN.
"""


def judged(prose):
    """The verdict on the page's one quotation, why it was not judged ("" if it was), and the codes on quotations."""
    made = example(PAPERS)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(settings=CheckSettings(select=["C201", "C203"]))
    findings, (verification,) = check(made.catalogue, [page], context=context)
    return str(verification.verdict), str(verification.not_judged or ""), [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Oslo found the minister “dissatisfied” (H101).", ("verbatim", "", [])),
        ("Oslo found the minister “satisfied” (H101).", ("altered", "", ["C201"])),
        ("He called the timetable a “light burden” (H101).", ("altered", "", ["C201"])),
        ("He spoke of a “warm spring” (H101).", ("altered", "", ["C201"])),
        ("The minister, Oslo wrote, was “jubilant” (H101).", ("not-found", "", ["C201"])),
        ("He described the crossing as a “dreadful ordeal” (H101).", ("not-found", "", ["C201"])),
    ],
)
def test_a_short_quotation_that_the_sentence_gives_to_the_paper_is_compared(prose, expected):
    assert judged(prose) == expected


@pytest.mark.parametrize(
    "prose",
    [
        "This “quiet diplomacy” did not last (H101).",  # a term of the author's own
        "The so-called “ice bridge” was closed (H101).",
        "Nowhere did he speak of a “warm spring” (H101).",  # the author says that it is not there
        "The press called him “jubilant” (Aftenposten, 3 March 1963, p. 2). The ferry was late (H101).",
    ],
)
def test_one_or_two_words_that_may_be_the_authors_are_too_short_to_check(prose):
    assert judged(prose) == ("cannot-tell", "short", [])


@pytest.mark.parametrize(
    ("item", "remedy"),
    [
        ("H101", "bring in the scan, or type the page's text into transcripts/."),
        ("H555", "correct the id, or bring in its scan or description."),  # a transcript of it would not be read
    ],
)
def test_a_transcript_is_advised_only_of_a_paper_of_which_it_is_read(item, remedy):
    made = example("item H101 date=1963-03-02 from=OSLO to=EXTERNAL number=210\n")
    prose = f"He was “very calm and did not speak at all” ({item})."
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    (finding,), _ = check(made.catalogue, [page], context=CheckContext(settings=CheckSettings(select=["C203"])))
    assert finding.remedy == remedy
