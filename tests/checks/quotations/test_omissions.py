"""Quotations that pass over words of the paper without a mark: what is left out is shown, and nothing else accused."""

import pytest

from briefbook.checks.quotation_words import difference_in_words, how_to_quote
from briefbook.checks.quotations import verify
from briefbook.model.page import Page

PAPER = """\
1. SPECIMEN. THE MINISTER SAID THAT THE FISHERY TREATY WOULD BE SIGNED IN THE SPRING, AND THAT
THE DELEGATION FROM THE NORTHERN PORTS HAD ASKED FOR A DELAY OF SOME WEEKS, AND THE
DRAFT WAS SENT BACK TO THE CAPITAL FOR A LAST READING BY THE LAWYERS.
2. THE HARVEST WAS NOT GOOD ANYWHERE AND PRICES ROSE IN THE MARKETS OF THE COAST."""
FILLER = "\n".join(["3. THE CLERK THEN READ OUT THE LIST OF THE SHIPS AND OF THEIR CARGOES ONE BY ONE."] * 15)
END = "\n9. ALL BOATS RETURNED SAFELY TO THE OLD HARBOUR BEFORE NIGHTFALL."


def seen(words, text=PAPER, pages=None):
    made = verify(words, pages or [Page.of_text("D7", 1, text, by="received")])
    return str(made.verdict), difference_in_words(made.difference), how_to_quote(made)


@pytest.mark.parametrize(
    ("words", "difference"),
    [
        (
            "the fishery treaty would be signed in the spring, and the draft was sent back",
            "AND THAT THE DELEGATION FROM THE … DELAY OF SOME WEEKS left out",
        ),
        (
            "the delegation from the northern ports sent back to the capital",
            "HAD ASKED FOR A DELAY OF SOME WEEKS AND THE DRAFT WAS left out",
        ),
        ("the minister said that the draft was sent back", None),
    ],
)
def test_only_what_is_left_out_differs(words, difference):
    verdict, told, advice = seen(words)
    assert verdict == "altered"
    assert told.endswith("left out")
    assert "where the paper has" not in told
    assert "added" not in told
    assert difference is None or told == difference
    assert advice.startswith("mark by dots what is left out, or quote it whole: ")


def test_the_whole_passage_is_advised_and_no_part_of_it():
    _, _, advice = seen("the delegation from the northern ports sent back to the capital")
    assert advice.endswith(
        "whole: THE DELEGATION FROM THE NORTHERN PORTS HAD ASKED FOR A DELAY OF SOME WEEKS, AND THE DRAFT WAS SENT "
        "BACK TO THE CAPITAL"
    )


def test_a_word_that_is_altered_beside_the_omission_is_told_of():
    verdict, told, advice = seen("the delegation from the southern ports had asked and the draft was sent back")
    assert verdict == "altered"
    assert "“southern” where the paper has NORTHERN" in told
    assert "FOR A DELAY OF SOME WEEKS left out" in told
    assert advice.startswith(
        "correct what differs, and mark by dots what is left out, or quote it whole: THE DELEGATION"
    )


def test_dots_are_not_advised_where_they_would_hide_a_denial():
    verdict, told, advice = seen("the harvest was prices rose in the markets")
    assert verdict == "altered"
    assert told == "NOT GOOD ANYWHERE AND left out"
    assert advice == "quote it as the paper has it: THE HARVEST WAS NOT GOOD ANYWHERE AND PRICES ROSE IN THE MARKETS"


def test_a_changed_word_is_no_omission_though_it_stands_further_on():
    verdict, told, _ = seen("the minister said that the harvest treaty would be signed")
    assert (verdict, told) == ("altered", "“harvest” where the paper has FISHERY")


def test_parts_that_stand_far_apart_are_given_with_both_places():
    pages = [Page.of_text("D7", 1, PAPER, by="received"), Page.of_text("D7", 2, FILLER + END, by="received")]
    verdict, told, advice = seen("prices rose in the markets returned safely to the old harbour", pages=pages)
    assert verdict == "altered"
    assert told == "its parts stand apart, at p. 1, l. 4 and at p. 2, l. 16"
    assert advice == "quote the two parts as two quotations, or mark by dots what is left out between them."


def test_dots_of_the_author_make_it_word_for_word():
    words = "the delegation from the northern ports … sent back to the capital"
    assert str(verify(words, [Page.of_text("D7", 1, PAPER, by="received")]).verdict).startswith("verbatim")


def test_a_word_with_a_stroke_in_it_is_shown_once_among_those_left_out():
    paper = "SEVERAL OTHER LEDGERS SINCE AMBOX/1 JOINED THE FIRM HAVE BEEN CHECKED SMOOTHLY."
    _, told, _ = seen("several other ledgers since have been checked smoothly", paper)
    assert told == "AMBOX/1 JOINED THE FIRM left out"
