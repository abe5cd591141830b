"""Quotations held against texts: what is word for word, what only the reading spoilt, what was changed."""

import pytest

from briefbook.checks.quotations import QuotationFinder, verify
from briefbook.model.page import Page

CABLE = """\
FM LDN NOV13/62 CONFD
TO EXTERNAL 4028
1.THE AMBASSADOR SAW CASTRO ON 9 NOV. CASTRO LOOKED DISSATISFIED WITH EVERY-
THING AND WAS NOT RPT NOT CALM COMMA HE SAID QUOTE WE CANNOT ACCEPT
PAGE TWO 4028 CONFD
INSPECTION OF 1,200 SQUARE MILES UNQUOTE STOP
2.MR MARCHANT THOUGHT THAT MIKOYAN WOULD STAY UNTIL 26 NOVEMBER STOP"""


def verdict(words, text=CABLE, by="received"):
    return str(verify(words, [Page.of_text("CDNW12630", 1, text, by=by)]).verdict)


@pytest.mark.parametrize(
    "words",
    [
        "Castro looked dissatisfied with everything",
        "[Castro] looked dissatisfied with everything",
        "look[ed] dissatisfied with everything and was not calm",
        "was not calm, he said",
        "we cannot accept inspection of 1,200 square miles",
        "We cannot accept … 1200 square miles.",
        "Castro looked . . . not calm,",
        "cannot accept inspection [sic] of 1,200 square miles",
        "Mikoyan would stay until 26 November",
        "square miles. Mr. Marchant thought",
    ],
)
def test_what_an_author_may_do_leaves_a_quotation_word_for_word(words):
    assert verdict(words) == "verbatim"


@pytest.mark.parametrize(
    "words",
    [
        "Castro looked satisfied with everything",
        "looked dissatisfied with everything and was calm",
        "looked dissatisfied with everything and was never calm",
        "we cannot accept inspection of 1,300 square miles",
        "we cannot accept inspection of 1,200 square mile",
        "we can accept inspection of 1,200 square miles",
        "Mikoyan would stay until 25 November",
        "Mikoyan will stay until 26 November",
        "thought that Marchant would stay until 26 November",
        "looked very dissatisfied with everything",
        "looked dissatisfied everything and was not calm",
        "was not [in the least] calm but he said",
        "Castro looked dissatisfied with everyone",
    ],
)
def test_a_changed_word_is_never_close_enough(words):
    assert verdict(words) == "altered"


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("CASTRO L00KED DISSATISFIED WITH EVERYTHING", "Castro looked dissatisfied with everything"),
        ("CASTRO LOOKED DISSATISFJED WITH EVERYTHING", "Castro looked dissatisfied with everything"),
        ("THEY WERE N0T RPT NOT CONSULTED BEFOREHAND", "They were not consulted beforehand"),
        ("THE GOVER NMENT WAS CONSULTED BEFOREHAND", "The government was consulted beforehand"),
    ],
)
def test_letters_misread_are_told_from_words_changed(read, words):
    assert verdict(words, read, by="machine") in ("verbatim", "verbatim-noisy")


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("CASTRO LOOKED SATISFIED WITH EVERYTHING", "Castro looked dissatisfied with everything"),
        ("THE TALKS BEGAN IN THE HALL ON FRIDAY", "The talks began in the hull on Friday"),
        ("THERE WERE 38 MISSILES IN CUBA BY THEN", "There were 33 missiles in Cuba by then"),
        ("HE WAS NOW READY TO LEAVE THE CITY", "He was not ready to leave the city"),
    ],
)
def test_another_word_is_no_misreading_in_a_text_that_is_clean(read, words):
    assert verdict(words, read, by="machine") == "altered"


def test_what_is_not_there_is_not_found_and_what_has_no_text_cannot_be_told():
    assert verdict("the harvest in the prairies was late this year") == "not-found"
    assert verdict("looked dissatisfied", text="") == "cannot-tell"


def test_the_item_that_has_the_words_is_named_among_others():
    texts = {
        "CDNW1": "WHEAT PRICES ROSE AGAIN IN THE PRAIRIES AND ELEVATORS WERE FULL.",
        "CDNW2": CABLE,
        "CDNW3": "PARLIAMENT DEBATED THE PENSION BILL UNTIL MIDNIGHT WITHOUT RESULT.",
    }
    finder = QuotationFinder([(item, [Page.of_text(item, 1, text)]) for item, text in texts.items()])
    found = finder.find("Mikoyan would stay until 26 November")
    assert [(one.item, str(one.verdict)) for one in found] == [("CDNW2", "verbatim")]


def test_the_difference_is_told_word_by_word():
    made = verify("Castro looked satisfied with everything", [Page.of_text("CDNW12630", 1, CABLE)])
    assert [(step.step, step.quoted, step.source) for step in made.difference if step.step != "same"] == [
        ("changed", "satisfied", "DISSATISFIED")
    ]
    assert (made.page, made.lines) == (1, (3, 4))
