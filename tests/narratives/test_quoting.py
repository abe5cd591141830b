"""Words pointed at on a page become a quotation that the checks find word for word."""

import pytest

from briefbook.checks import CheckContext, check
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.page import Kind, Line, Page, Word
from briefbook.model.verdict import Verdict
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.quoting import citation_markdown, point_at_words

PATTERN = r"H[0-9]{3}"


def page_of(*rows):
    lines = []
    for row in rows:
        text, kind = row if isinstance(row, tuple) else (row, Kind.MESSAGE)
        lines.append(Line(tuple(Word(word) for word in text.split()), kind))
    return Page("H101", 2, tuple(lines))


PAGE = page_of(
    "THE FERRY LEFT AT NOON WITH THE",
    ("PAGE TWO OSLO 207", Kind.PAGE_LINE),
    "MINISTER ON BOARD AND NOBODY ELSE.",
)


def quote(page, first, last):
    return point_at_words(page, first, last, lambda number: f"(H101, p. {number})")


def test_the_words_from_one_to_another_come_with_item_and_page():
    pointed = quote(PAGE, (1, 2), (3, 3))
    assert pointed.words == "FERRY LEFT AT NOON WITH THE MINISTER ON BOARD"
    assert pointed.markdown == "“FERRY LEFT AT NOON WITH THE MINISTER ON BOARD” (H101, p. 2)"
    assert pointed.lines == (1, 3)


def test_pointing_backwards_is_the_same():
    assert quote(PAGE, (3, 3), (1, 2)) == quote(PAGE, (1, 2), (3, 3))


def test_a_page_line_alone_can_be_quoted():
    assert quote(PAGE, (2, 1), (2, 4)).words == "PAGE TWO OSLO 207"


def test_words_that_are_not_there_are_no_quotation():
    assert quote(PAGE, (9, 1), (9, 2)) is None


def test_words_that_were_hard_to_read_are_named():
    page = Page("H101", 1, (Line((Word("FERRY", None, 0.99), Word("LEPT", None, 0.3))),))
    assert quote(page, (1, 1), (1, 2)).doubtful == ("LEPT",)


@pytest.mark.parametrize(
    "row",
    [
        'HE SAID "NEVER" AND LEFT THE ROOM',
        "THE SUM *** OF _ALL_ THE [DELETED] WORDS",
        "AT 5 < 6 & <SCRIPT>ALERT(1)</SCRIPT> HE SPOKE",
        "# 3 ITEMS @ 4 | 5 DOLLARS ^ 6 `CODE` HERE",
    ],
)
def test_what_is_quoted_is_found_word_for_word_whatever_signs_it_has(row):
    page = page_of("THE COUNCIL MET ON MONDAY AND ADJOURNED", row, "THE LIGHTS WERE LIT LATER")
    pointed = quote(page, (2, 1), (2, len(row.split())))
    narrative = parse_narrative(
        f"# Talks\n\nIt reads {pointed.markdown}.\n", "narratives/a.md", citation=PATTERN, is_item=lambda words: False
    )
    catalogue = MemoryCatalogue({"H101": Entry("H101", {}, page_count=2)}, {"H101": (page,)})
    _, verifications = check(catalogue, [narrative], context=CheckContext())
    assert [(result.verdict, result.item, result.page) for result in verifications] == [(Verdict.VERBATIM, "H101", 2)]


@pytest.mark.parametrize(
    ("item", "page", "written"),
    [
        ("H101", None, "(H101)"),
        ("H101", 3, "(H101, p. 3)"),
        ("FO 371/1234", 2, "(FO 371/1234, p. 2)"),
        ("letters", 1, "[@letters, p. 1]"),
    ],
)
def test_an_item_is_cited_in_the_form_in_which_it_is_recognised(item, page, written):
    held = {"H101", "FO 371/1234", "letters"}
    assert citation_markdown(item, page, pattern=PATTERN, is_item=held.__contains__) == written
