"""How many words an item shares with a sentence, endings aside; and the table of words that is asked for it."""

import pytest

from briefbook.checks.word_stems import ItemsByStem
from briefbook.checks.word_table import WordTable

ITEMS = [f"A-{number}" for number in range(1, 11)]
PLACES = {"missile": [0, 8], "missiles": [1, 9], "harbour": [0], "ship": [2], "été": [3], "Ωmega": [4, 5]}


@pytest.fixture
def words() -> WordTable:
    return WordTable(WordTable.written(PLACES), ITEMS)


def test_words_of_one_beginning_count_as_one_word(words: WordTable) -> None:
    stems = ItemsByStem(words)
    sentence = ["missiles", "harbours", "shipping"]
    assert [stems.shared(item, sentence) for item in ITEMS] == [2, 1, 0, 0, 0, 0, 0, 0, 1, 1]


def test_a_short_word_is_itself_only(words: WordTable) -> None:
    stems = ItemsByStem(words)
    assert (stems.shared("A-3", ["ship"]), stems.shared("A-3", ["ships"])) == (1, 0)


def test_an_item_that_is_not_of_the_collection_shares_nothing(words: WordTable) -> None:
    assert ItemsByStem(words).shared("B-1", ["missile"]) == 0


def test_the_table_has_every_word_with_its_items_and_no_other(words: WordTable) -> None:
    assert words["missile"] == ["A-1", "A-9"]
    assert words["été"] == ["A-4"]
    assert words["Ωmega"] == ["A-5", "A-6"]
    assert [word in words for word in ("missil", "missiless", "a", "zz", "")] == [False] * 5
    assert list(words) == ["harbour", "missile", "missiles", "ship", "été", "Ωmega"]
    assert len(words) == 6
    assert list(words.places_of_stem("mis")) == [(0, 8), (1, 9)]


def test_a_table_of_no_words_has_none() -> None:
    empty = WordTable(WordTable.written({}), [])
    assert (list(empty), "ship" in empty, list(empty.places_of_stem("ship"))) == ([], False, [])
