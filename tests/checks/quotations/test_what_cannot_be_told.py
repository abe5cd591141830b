"""Words that are not there, pages that are not legible, redactions that a quotation runs across, several pages."""

from dataclasses import replace

import pytest

from briefbook.checks.quotations import SourceTexts, source_text, verify
from briefbook.checks.quotations.source_text import checksum
from briefbook.model.page import Box, Kind, Page, Region

ELSEWHERE = "the wheat and the barley were dearer in every market"
TEXT = """
FM OSLO MAR7/63 CONFD
THE MINISTER SAID THAT THE HARBOUR WOULD BE OPEN TO OUR SHIPS
UNTIL 28 MARCH AND THAT HE WAS NOT WILLING TO SIGN BEFORE THEN.
"""
SECOND = """
PAGE TWO 214 CONFD
HE LOOKED DISSATISFIED WITH THE PRICE OF TWELVE MILLION CROWNS
AND LEFT THE TABLE.
"""


def test_words_that_a_legible_text_does_not_have_are_not_found(as_read):
    made = verify(ELSEWHERE, [as_read(TEXT)])
    assert (str(made.verdict), made.why) == ("not-found", "these words are not in D 7")


def test_nothing_can_be_told_of_an_item_without_text():
    assert verify(ELSEWHERE, [Page("D 7", 1)]).why == "no text of D 7 is held"
    made = verify(ELSEWHERE, [])
    assert (made.item, str(made.verdict), made.why) == (None, "cannot-tell", "no text is held")


def test_nothing_can_be_told_where_one_page_of_the_item_has_no_text(as_read):
    made = verify(ELSEWHERE, [as_read(TEXT), Page("D 7", 2), Page("D 7", 3)])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == "page 2, 3 of 3 has no text, and the words are not on the others"


def test_nothing_can_be_told_where_the_reader_was_unsure_of_all(as_read):
    made = verify(ELSEWHERE, [as_read(TEXT, sure=0.5)])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == "too little of D 7 is legible (the reader is 50% sure on the whole)"


@pytest.mark.parametrize(
    "page",
    [
        {"text": TEXT + "(redaction) XXXX\n[SANITIZED] [DELETED]"},
        {"text": TEXT, "black": [(0, 400, 800, 600)]},
    ],
)
def test_nothing_can_be_told_where_much_is_redacted(as_read, page):
    made = verify(ELSEWHERE, [as_read(**page)])
    assert str(made.verdict) == "cannot-tell"
    assert made.why == "much of D 7 is redacted, and the words are not in what is open"


def test_a_small_redaction_does_not_hide_a_whole_sentence(as_read):
    assert str(verify(ELSEWHERE, [as_read(TEXT, black=[(0, 400, 300, 450)])]).verdict) == "not-found"


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        (TEXT.replace("28 MARCH", "28 [REDACTED] MARCH"), "our ships until 28 [of] March", "page 1, line 3"),
        (TEXT.replace("28 MARCH", "28 [DELETED 2 LINES] MARCH"), "our ships until 28 … March", "page 1, line 3"),
        (TEXT.replace("28 MARCH", "28 ███ MARCH"), "our ships until 28 … March", "page 1, line 3"),
    ],
)
def test_a_quotation_that_runs_over_a_redaction_marked_in_the_text_says_where(as_read, text, words, where):
    made = verify(words, [as_read(text)])
    assert (str(made.verdict), made.redaction) == ("verbatim", where)


@pytest.mark.parametrize(
    ("black", "where"),
    [
        ((200, 100, 790, 110), "page 1, after line 2"),  # between the two lines
        ((131, 110, 139, 130), "page 1, after line 3"),  # between 28 and MARCH
        ((131, 60, 139, 70), None),  # above the lines
        ((191, 110, 199, 130), None),  # after the last word quoted
        ((200, 150, 790, 190), None),  # below
    ],
)
def test_a_black_bar_on_the_picture_between_two_quoted_words_says_where(as_read, black, where):
    made = verify("open to our ships until 28 March", [as_read(TEXT, black=[black])])
    assert (str(made.verdict), made.redaction or None) == ("verbatim", where)


def test_a_punched_hole_between_two_quoted_words_is_no_redaction(as_read):
    page = replace(as_read(TEXT), regions=(Region(Kind.HOLE, Box(131, 110, 139, 130)),))
    assert verify("open to our ships until 28 March", [page]).redaction == ""


def test_a_quotation_over_the_turn_of_a_page_gives_both_pages_and_their_boxes(as_read):
    pages = [as_read(SECOND, number=2), as_read(TEXT, black=[(0, 200, 700, 240)])]
    made = verify("willing to sign before then. He looked dissatisfied", pages)
    assert (str(made.verdict), made.page, made.lines) == ("verbatim", 1, (3, 3))
    assert made.boxes == (Box(400, 110, 680, 130),)
    assert (made.pages, made.later_boxes) == ((1, 2), ((2, (Box(50, 80, 270, 100),)),))
    assert made.found == "WILLING TO SIGN BEFORE THEN. HE LOOKED DISSATISFIED"


def test_a_quotation_of_a_page_line_alone_is_found_too(as_read):
    made = verify("page two 214 confd", [as_read(SECOND)])
    assert (str(made.verdict), made.found) == ("verbatim", "PAGE TWO 214 CONFD")


def test_a_quotation_of_a_text_without_boxes_has_lines_and_no_boxes():
    made = verify("he was not willing", [Page.of_text("D 7", 1, TEXT)])
    assert (made.lines, made.boxes) == ((4, 4), ())


def test_a_text_is_made_ready_once_while_the_same_pages_are_asked_for(as_read):
    texts = SourceTexts(capacity=4)
    page = as_read(TEXT)
    first = texts.of([page])
    assert texts.of([page]) is first
    assert texts.of([as_read(TEXT)]) is not first
    assert texts.of([page, page]).checksum != first.checksum
    for number in range(6):  # more texts than are kept
        texts.of([Page.of_text(f"D {number}", 1, "THE FERRY")])
    again = texts.of([page])
    assert again is not first
    assert again.checksum == first.checksum == checksum([page])


def test_a_source_text_counts_what_nobody_may_leave_out(as_read):
    source = source_text([as_read(SECOND)])
    assert source.all.tokens[:4] == ["page", "two", "214", "confd"]
    assert source.message.tokens[:3] == ["he", "looked", "dissatisfied"]
    assert source.places[0] == 4
    assert (source.measured, source.is_empty) == (True, False)
