"""What the telegraph added to a text, and an author leaves out: words repeated for safety, spelt marks, STOP."""

import pytest

from briefbook.checks.quotations import verify
from briefbook.model.page import Page

AROUND = "THE MINISTER SPOKE OF THE FERRY AND OF THE LIGHTS ON THE QUAY."


def verdict(words, line):
    text = f"{AROUND}\n{line}\n{AROUND}"
    return str(verify(words, [Page.of_text("D 7", 1, text, by="received")]).verdict)


def wrong(*row, why):
    """A row that is not answered yet as it should be."""
    return pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=why))


NOT = [
    "HE WAS NOT RPT NOT READY TO SIGN",
    "HE WAS NOT REPEAT NOT READY TO SIGN",
    "HE WAS N0T RPT NOT READY TO SIGN",
    "HE WAS NOT RPT NCT READY TO SIGN",
    "HE WAS NOT RFT NOT READY TO SIGN",
    "HE WAS NOTRPTNOT READY TO SIGN",
    "HE WAS NOT RPTNOT READY TO SIGN",
    "HE WAS NOTRPT NOT READY TO SIGN",
    wrong("HE WAS NOT R PT NOT READY TO SIGN", why="RPT in two pieces between two whole NOT leaves both of them"),
    wrong("HE WAS NOT RPT NO T READY TO SIGN", why="a second NOT in two pieces leaves a T"),
    wrong("HE WAS NOT RPT NOTREADY TO SIGN", why="a second NOT run together with the next word is taken for another"),
]


@pytest.mark.parametrize("line", NOT)
def test_a_not_that_is_said_twice_for_safety_is_quoted_once(line):
    assert verdict("he was not ready to sign", line) == "verbatim"


@pytest.mark.parametrize("line", [row if isinstance(row, str) else row.values[0] for row in NOT])
def test_a_not_that_is_said_twice_is_never_left_out(line):
    assert verdict("he was ready to sign", line) in ("altered", "cannot-tell")


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("HE WAS NOT RPT NOT READY TO SIGN", "he was not RPT not ready to sign", "verbatim"),
        ("HE WAS NO T RPT NOT READY TO SIGN", "he was not ready to sign", "verbatim-noisy"),
        ("HE WOULDNOT RPT NCT SIGN THE TREATY", "he would not sign the treaty", "verbatim-noisy"),
        ("HE WAS NOW RPT NOT READY TO SIGN", "he was now ready to sign", "altered"),
        ("HE WAS NOT REPEATEDLY READY TO SIGN", "he was not ready to sign", "altered"),
        ("REPEAT NOT WHAT HE SAID TO THE OTHERS", "not what he said to the others", "verbatim"),
        ("REPEAT NOT WHAT HE SAID TO THE OTHERS", "repeat what he said to the others", "altered"),
        wrong(
            "HE WOULDNOT RPT NOT SIGN THE TREATY",
            "he would not sign the treaty",
            "verbatim-noisy",
            why="WOULDNOT before RPT NOT is taken for another word",
        ),
        ("HE WAS NOT XQ NOT READY TO SIGN", "he was not ready to sign", "altered"),
    ],
)
def test_other_ways_of_saying_it_twice(line, words, expected):
    assert verdict(words, line) == expected


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("HE MET 28 RPT 28 ENGINEERS THERE", "he met 28 engineers there", "verbatim"),
        ("HE MET 28 RPT 29 ENGINEERS THERE", "he met 28 engineers there", "altered"),
        ("HE MET 28 RPT 29 ENGINEERS THERE", "he met 29 engineers there", "altered"),
        ("HE MET TWO HUNDRED RPT TWO HUNDRED ENGINEERS", "he met two hundred engineers", "verbatim"),
        ("HE LEFT TRONDHEIM RPT TRONDHEIM AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT TRONDHEIM RPT TRONDHEIN AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT TRONDHEIN RPT TRONDHEIM AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT TROND HEIM RPT TRONDHEIM AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT TRONDHEIM RPT TROND HEIM AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT TRONDHEIM RPTTRONDHEIM AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT TRONDHEIMRPT TRONDHEIM AT ONCE", "he left Trondheim at once", "verbatim"),
        ("HE LEFT HARBOUR RPT PARLOUR AT ONCE", "he left harbour at once", "altered"),
        ("HE LEFT BOAT RPT QUAY AT ONCE", "he left boat at once", "altered"),
        ("PLEASE RPT AT ONCE WHAT HE SAID", "please at once what he said", "verbatim"),
        ("PLEASE REPEAT AT ONCE WHAT HE SAID", "please repeat at once what he said", "verbatim"),
        ("PLEASE REPEAT AT ONCE WHAT HE SAID", "please at once what he said", "altered"),
    ],
)
def test_what_is_repeated_for_safety_is_quoted_once_and_nothing_else_is_left_out(line, words, expected):
    assert verdict(words, line) == expected


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("HE SAID QUOTE WE SHALL BUILD UNQUOTE AND LEFT", "he said we shall build and left", "verbatim"),
        ("HE SAID QUOTE WE SHALL BUILD UNQUOTE AND LEFT", "he said, “We shall build,” and left", "verbatim"),
        ("HE SAID HE WOULD QUOTE THE MINISTER", "he said he would the minister", "altered"),
        wrong(
            "HE SAID HE WOULD QUOTE THE MINISTER",
            "he said he would quote the minister",
            "verbatim",
            why="the verb in the author's quotation is always taken for the telegraph's mark",
        ),
        ("HE LEFT STOP THE OTHERS STAYED STOP NOTHING CAME STOP", "he left. The others stayed.", "verbatim"),
        ("DO STOP THE SHIP. IT IS LATE. THE CREW IS OUT. ALL IS LOST.", "do the ship", "altered"),
        ("IT IS SEMICOLON IF I MAY COMMA A PITY COLON NO MORE", "it is; if I may, a pity: no more", "verbatim"),
        ("2.THE FERRY [SIC] IS LATE", "the ferry is late", "verbatim"),
        ("(B) THE FERRY IS LATE", "the lights on the quay. The ferry is late", "verbatim"),
    ],
)
def test_marks_that_the_telegraph_spells_are_marks_and_verbs_are_words(line, words, expected):
    assert verdict(words, line) == expected


@pytest.mark.parametrize(
    ("lines", "words", "expected"),
    [
        ("HE SPOKE OF EVERY-\nTHING THAT EVENING", "of everything that evening", "verbatim"),
        ("HE SPOKE OF A WELL-\nKNOWN FERRY THAT EVENING", "of a well-known ferry", "verbatim"),
        ("HE SPOKE OF A WELL-\nKNOWN FERRY THAT EVENING", "of a wellknown ferry", "verbatim"),
        ("HE SPOKE OF THE NON-\nSIGNATORY STATES", "of the non-signatory states", "verbatim"),
        ("HE SPOKE OF A BOAT-\nPAGE TWO 214\nYARD THAT EVENING", "of a boatyard that evening", "verbatim"),
        ("HE SPOKE OF THE FERRY -\nIT WAS LATE", "the ferry it was late", "verbatim"),
        ("HE SPOKE OF THE FERRY-", "of the ferry the minister spoke", "verbatim"),
    ],
)
def test_a_word_that_the_end_of_a_line_parts_is_one_word(lines, words, expected):
    assert verdict(words, lines) == expected
