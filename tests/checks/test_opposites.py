"""Opposites, swapped persons, what is named only as not so, and what came first, against the paper's passage."""

import pytest

from briefbook.checks.contradicted_facts import contradicted_facts
from briefbook.checks.passage_facts import facts_of
from briefbook.text.opposites import opposites

PAPER = """
ORAVEC WARNED LINDQVIST THAT THE HARBOUR WOULD BE CLOSED. EXPORTS OF COPPER WENT UP BY A FIFTH, BUT ITS PRICE FELL.
THE DOCKERS REFUSED TO UNLOAD THE FREIGHTER. WOMEN WERE TO LEAVE THE TOWN BEFORE THE MEN. GENERAL SANDOR BLAMED THE PORT
AUTHORITY RATHER THAN THE DOCKERS. THE CONVOY SAILED WITHOUT ESCORT. THE BANKS ARE OPEN, BUT SHOPS IN THE HARBOUR REMAIN
CLOSED. THE LINE HAS 78 SHIPS, OF WHICH 45 WERE AT SEA.
"""


def told(sentence):
    return [f"{fact.words} / {words}" for fact, words in contradicted_facts(sentence, PAPER, {})]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("Exports of copper had declined.", "declined / WENT UP"),
        ("The dockers were ready to unload the freighter.", "ready / REFUSED"),
        ("The shops in the harbour had opened again.", "opened / CLOSED"),
        ("Lindqvist warned Oravec about the harbour.", "Lindqvist / ORAVEC"),
        (
            "Oravec was warned by Lindqvist about the harbour.",
            "Oravec was warned by Lindqvist / ORAVEC WARNED LINDQVIST",
        ),
        ("The men were to leave the town before the women.", "before / "),
        ("General Sandor blamed the dockers for it.", "dockers / "),
        ("The convoy had sailed under escort.", "under / WITHOUT ESCORT"),
    ],
)
def test_what_the_passage_has_the_other_way_round_is_told(sentence, message):
    assert any(words.startswith(message) for words in told(sentence)), told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Exports of copper had grown while its price declined.",
        "The dockers were not ready to unload the freighter.",
        "The shops in the harbour were still shut, though the banks had opened.",
        "Lindqvist was warned by Oravec about the harbour.",
        "The men were to leave the town after the women.",
        "General Sandor blamed the port authority, not the dockers.",
        "Thirty-three ships of the line were in harbour.",
    ],
)
def test_what_says_the_same_in_other_words_is_not(sentence):
    assert told(sentence) == []


def test_a_denied_word_is_on_the_other_side_and_one_further_behind_is_left_open():
    def sides(text):
        return {value for fact in facts_of(text, kinds=("side",)) for value in fact.value}

    assert sides("prices did not fall") == {f"{side[:-1]}{1 - int(side[-1])}" for side in sides("prices fell")}
    assert not {side.split(".")[0] for side in sides("it was not expected to rise") & sides("it would not rise")}


def test_no_word_is_its_own_opposite():
    assert all(not first & second for first, second in opposites())


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Publicly the millers did not admit defeat.", []),
        ("In private the millers did not admit defeat.", ["ADMIT DEFEAT AND "]),
        ("The millers did not admit defeat.", ["ADMIT DEFEAT AND "]),
    ],
)
def test_what_was_said_in_public_is_not_compared_with_what_was_said_in_private(sentence, said):
    paper = "IN PRIVATE THE MILLERS ADMIT DEFEAT AND ASK FOR TALKS IN MARCH. RICE IS SHORT."
    assert [words for _, words in contradicted_facts(sentence, paper, {})] == said
