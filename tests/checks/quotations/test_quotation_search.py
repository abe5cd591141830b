"""A quotation and a whole collection: which items hold the words, the best first."""

import pytest

from briefbook.checks.quotations import QuotationFinder
from briefbook.checks.quotations.quotation_search import likeness
from briefbook.model.page import Page
from briefbook.model.verdict import Difference, Verdict, Verification

TEXTS = {
    "D 1": "WHEAT PRICES ROSE AGAIN IN THE PLAINS AND EVERY ELEVATOR WAS FULL BEFORE THE FROST.",
    "D 2": "THE MINISTER LOOKED DISSATISFIED WITH THE PRICE AND LEFT THE TABLE EARLY.",
    "D 3": "THE MINISTER L00KED DISSATISFJED WITH THE PRICE AND LEFT THE TABLE EARLY.",
    "D 4": "THE MINISTER LOOKED SATISFIED WITH THE PRICE AND LEFT THE TABLE EARLY.",
    "D 5": "THE MINISTER LOOKED DISSATISFIED WITH THE PRICE OF OIL. OX.",
    "D 6": "",
}


@pytest.fixture
def finder():
    return QuotationFinder(
        [(item, [Page.of_text(item, 1, text, by="machine")] if text else []) for item, text in TEXTS.items()]
    )


def names(match):
    return [(one.item, str(one.verdict)) for one in match]


def test_word_for_word_comes_before_misread_and_misread_before_altered(finder):
    found = finder.find("looked dissatisfied with the price and left the table")
    assert names(found) == [("D 2", "verbatim"), ("D 3", "verbatim-noisy"), ("D 4", "altered"), ("D 5", "altered")]


def test_items_may_be_left_out_and_the_number_limited(finder):
    assert names(finder.find("looked dissatisfied with the price", limit=1)) == [("D 2", "verbatim")]
    without = finder.find("looked dissatisfied with the price", limit=1, without=frozenset({"D 2"}))
    assert names(without) == [("D 5", "verbatim")]


def test_a_search_stops_when_enough_hold_the_words(finder):
    assert names(finder.find("looked dissatisfied with the price", limit=2)) == [
        ("D 2", "verbatim"),
        ("D 5", "verbatim"),
    ]


def test_of_a_quotation_with_gaps_the_longest_run_leads(finder):
    assert names(finder.find("wheat prices … every elevator was full"))[0] == ("D 1", "verbatim")


@pytest.mark.parametrize("words", ["", "…", "zither and bassoon quintets in a minor key"])
def test_nothing_is_found_for_no_words_or_words_that_nobody_wrote(finder, words):
    assert finder.find(words) == []


def test_a_word_too_short_for_the_index_is_found_by_looking(finder):
    assert names(finder.find("ox", limit=3)) == [("D 5", "verbatim")]


def test_another_index_may_make_the_shortlist():
    asked = []

    def shortlist(words, limit):
        asked.append((words, limit))
        return ["D 9", "D 2"]

    finder = QuotationFinder([("D 2", [Page.of_text("D 2", 1, TEXTS["D 2"])])], shortlist=shortlist)
    assert names(finder.find("looked … with the price", limit=2)) == [("D 2", "verbatim")]
    assert asked == [("looked with the price", 5)]


def test_a_collection_without_texts_holds_nothing():
    assert QuotationFinder([]).find("looked dissatisfied") == []
    assert QuotationFinder([("D 6", [])]).find("looked dissatisfied") == []


def test_likeness_weighs_letters_by_how_they_agree():
    steps = (
        Difference("same", "abcd", "ABCD"),
        Difference("noise", "ab", "A8"),
        Difference("gap", "…", "XYZ"),
        Difference("unsure", "ab", "QR"),
        Difference("changed", "ab", "ZZ"),
    )
    assert likeness(Verification(Verdict.ALTERED, "", difference=steps)) == pytest.approx((4 + 1.5 + 1) / 10)
    assert likeness(Verification(Verdict.NOT_FOUND, "")) == 0.0
