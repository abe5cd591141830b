"""Quotations held against pages as a machine reads them: words with confidences, alternatives, boxes, damage."""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Box

CLEAR = """
FM OSLO MAR7/63 CONFD
TO EXTERNAL 214
THE MINISTER SAID THAT THE HARBOUR WOULD BE OPEN TO OUR SHIPS
UNTIL 28 MARCH AND THAT HE WAS NOT WILLING TO SIGN BEFORE THEN.
HE LOOKED DISSATISFIED WITH THE PRICE OF TWELVE MILLION CROWNS.
"""


@pytest.mark.parametrize(
    ("read", "quotation", "verdict"),
    [
        # a word that was read surely decides
        ("HARBOUR", "the harbour would be open to our ships", "verbatim"),
        ("HARBOUR|0.30", "the harbour would be open to our ships", "verbatim"),
        ("HARB0UR", "the harbour would be open to our ships", "verbatim-noisy"),
        ("HARBOUP|0.55", "the harbour would be open to our ships", "verbatim-noisy"),
        ("PARLOUR", "the harbour would be open to our ships", "altered"),
        ("HARDOUR|0.55|HARBOUR", "the harbour would be open to our ships", "verbatim-noisy"),
        # rubble: nobody can read it, so nobody can say
        ("HXWBQQR|0.30", "the harbour would be open to our ships", "cannot-tell"),
        ("HXWBQQR|0.97", "the harbour would be open to our ships", "altered"),
    ],
)
def test_how_surely_one_word_was_read_decides_what_may_be_said(verdict_on, read, quotation, verdict):
    assert verdict_on(quotation, CLEAR.replace("HARBOUR", read)) == verdict


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ("28", "verbatim"),
        ("2B", "verbatim-noisy"),
        ("23", "altered"),
        ("23|0.55", "cannot-tell"),
        ("23|0.9|28", "cannot-tell"),
    ],
)
def test_a_figure_is_a_misreading_only_as_a_letter_of_its_shape(verdict_on, read, verdict):
    assert verdict_on("would be open to our ships until 28 March", CLEAR.replace("28", read)) == verdict


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ("NOT", "verbatim"),
        ("N0T", "verbatim-noisy"),
        ("NOW", "altered"),
        ("NOW|0.9|NOT", "cannot-tell"),
        ("HOT|0.55", "cannot-tell"),
        ("Q|0.30", "cannot-tell"),
        ("Q", "altered"),
    ],
)
def test_a_word_that_denies_is_never_filled_in(verdict_on, read, verdict):
    text = CLEAR.replace(" NOT ", f" {read} ")
    assert verdict_on("that he was not willing to sign before then", text) == verdict


@pytest.mark.parametrize("word", ["DISSATISFIED", "DISSATISFIED|0.45", "DISSATISFJED|0.45"])
def test_an_opposite_is_altered_however_unsure_the_reader_was(verdict_on, word):
    assert verdict_on("he looked satisfied with the price", CLEAR.replace("DISSATISFIED", word)) != "verbatim"


@pytest.mark.xfail(strict=True, reason="an opposite made by a prefix passes as noise where the reader was unsure")
def test_an_opposite_does_not_pass_as_a_misreading(verdict_on):
    text = CLEAR.replace("DISSATISFIED", "DISSATISFIED|0.45")
    assert verdict_on("he looked satisfied with the price", text) != "verbatim-noisy"


def test_the_boxes_lines_and_the_step_of_a_misread_word_are_given(as_read, steps_of):
    made = verify("harbour would be open to our ships until 28 March", [as_read(CLEAR.replace("HARBOUR", "HARB0UR"))])
    assert (made.page, made.lines) == (1, (3, 4))
    assert made.boxes == (Box(320, 110, 660, 130), Box(50, 140, 190, 160))
    assert steps_of(made) == [("noise", "harbour", "HARB0UR")]
    assert made.found == "HARB0UR WOULD BE OPEN TO OUR SHIPS UNTIL 28 MARCH"
    assert made.why == "word for word but for misreadings: look at the picture"


def test_a_doubtful_word_is_shown_as_it_was_read(as_read):
    made = verify("open to our ships until 28 March", [as_read(CLEAR.replace("28", "23|0.5"))])
    assert made.why == "the paper is read 23 there, and the reading is unsure: look at the picture"


@pytest.mark.parametrize(
    ("read", "quotation", "verdict"),
    [
        # a lone letter that nobody is sure of is a speck; a sure one is a word
        ("THE X|0.30 HARBOUR", "said that the harbour would be open", "verbatim-noisy"),
        ("THE X HARBOUR", "said that the harbour would be open", "altered"),
        ("THE A|0.30 HARBOUR", "said that the harbour would be open", "cannot-tell"),
        ("THE OLD HARBOUR", "said that the harbour would be open", "altered"),
        ("THE 7|0.30 HARBOUR", "said that the harbour would be open", "altered"),
        # a blank too many or too few
        ("THE HAR BOUR", "said that the harbour would be open", "verbatim-noisy"),
        ("THEHARBOUR", "said that the harbour would be open", "verbatim-noisy"),
        ("THE HAR B0UR", "said that the harbour would be open", "verbatim-noisy"),
        # the last quoted word run together with the next, which is not quoted
        ("THE HARBOUR WOULDBE", "minister said that the harbour would", "verbatim-noisy"),
        # marked by a transcriber, or struck out with letters
        ("THE [ILLEGIBLE] HARBOUR", "said that the harbour would be open", "cannot-tell"),
        ("THE [REDACTED] HARBOUR", "said that the harbour would be open", "altered"),
        ("THE XXXXXXX", "said that the harbour would be open", "altered"),
        ("THE [UNREADABLE]", "said that the harbour would be open", "cannot-tell"),
    ],
)
def test_specks_blanks_and_marks_of_what_cannot_be_read(verdict_on, read, quotation, verdict):
    assert verdict_on(quotation, CLEAR.replace("THE HARBOUR", read).replace("WOULDBE WOULD BE", "WOULDBE")) == verdict


DAMAGED = """
FM 0SL0 MAR7/63 C0NFD
TO EXTERNAL 214 OPIMNED
TBE MINISTEP SAIB THAT TEH HARB0UR WOULB BE OPEH TO 0UR SHIPS
UNTIL 28 NARCH AND TNAT HE WAS NOT WILLIMG TO SIGH BEFORE THEM.
HE LOOXED DISSATISFIEB WITB THE PRICE OF TWELVE MILLIOM CROWMS.
TBEN HE VENT OUT TO TBE QUAY AMD SP0KE WITH TNE ENGIMEERS AB0UT
GRANITE FROM THE MOUNTAINS WHICH WOULD COME BY RAIL IN AUTUMN.
"""


def test_a_page_of_which_much_is_no_words_is_known_to_be_damaged_and_a_clear_one_not(as_read):
    from briefbook.checks.quotations import source_text

    assert source_text([as_read(DAMAGED)]).is_damaged
    assert not source_text([as_read(CLEAR)]).is_damaged
    assert source_text([as_read(CLEAR, sure=0.6)]).is_damaged


@pytest.mark.parametrize(
    ("quotation", "verdict"),
    [
        ("granite from the mountains which would come by rail in autumn", "verbatim"),
        ("harbour would be open to our ships", "verbatim-noisy"),
        ("the minister said that the harbour would be open to our ships", "cannot-tell"),  # TEH for THE
        ("he was not willing to sign before then", "cannot-tell"),
        ("he looked dissatisfied with the price of twelve million crowns", "verbatim-noisy"),
        pytest.param(
            "he looked satisfied with the price of twelve million crowns",
            "altered",
            marks=pytest.mark.xfail(strict=True, reason="an opposite made by a prefix passes for a misreading"),
        ),
        ("he was willing to sign before then", "altered"),
        ("the minister said that the railway would be open to our ships", "altered"),
        ("the minister never said that the harbour would be open to our ships", "altered"),
        ("granite from the mountains which would come by road in autumn", "altered"),
        ("granite from mountains which would come by rail in autumn", "altered"),
        ("wheat and barley were dearer in every market of the plains", "not-found"),
    ],
)
def test_quotations_from_a_damaged_page(verdict_on, quotation, verdict):
    assert verdict_on(quotation, DAMAGED) == verdict
