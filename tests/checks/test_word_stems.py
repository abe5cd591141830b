"""How many words an item shares with a sentence, endings aside."""

from briefbook.checks.word_stems import ItemsByStem

ITEMS = [f"A-{number}" for number in range(1, 11)]
BY_WORD = {"missile": ["A-1", "A-9"], "missiles": ["A-2", "A-10"], "harbour": ["A-1"], "ship": ["A-3"]}


def test_words_of_one_beginning_count_as_one_word() -> None:
    stems = ItemsByStem(BY_WORD, ITEMS)
    words = ["missiles", "harbours", "shipping"]
    assert [stems.shared(item, words) for item in ITEMS] == [2, 1, 0, 0, 0, 0, 0, 0, 1, 1]


def test_a_short_word_is_itself_only() -> None:
    stems = ItemsByStem(BY_WORD, ITEMS)
    assert (stems.shared("A-3", ["ship"]), stems.shared("A-3", ["ships"])) == (1, 0)


def test_an_item_that_is_not_of_the_collection_shares_nothing() -> None:
    assert ItemsByStem(BY_WORD, ITEMS).shared("B-1", ["missile"]) == 0
