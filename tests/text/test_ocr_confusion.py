"""How far a damaged word is from a word that may be meant."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.text.ocr_confusion import _PAIRS, FIGURE_LETTERS, Likeness, alike, distance, pairs, runs

ALIKE = {"0": "O", "O": "0AE", "E": "ABFO", "F": "E", "A": "EO", "B": "E"}
letters = st.text("ABEFO01 ", max_size=8)


@cache
def cheapest(read, meant):
    if not read or not meant:
        return float(len(read) + len(meant))
    change = 0.0 if read[0] == meant[0] else 0.35 if meant[0] in ALIKE.get(read[0], "") else 1.0
    return min(cheapest(read[1:], meant) + 1, cheapest(read, meant[1:]) + 1, cheapest(read[1:], meant[1:]) + change)


@given(letters, letters)
def test_the_distance_of_two_words_is_that_of_the_cheapest_way_from_one_to_the_other(read, meant):
    assert distance(read, meant) == pytest.approx(cheapest(read, meant))


def test_every_pair_of_confused_characters_is_listed_once():
    listed = [frozenset(pair) for row in _PAIRS.values() for pair in row.split()]
    assert len(listed) == len(set(listed))
    assert all(len(pair) == 2 for pair in listed)


@pytest.mark.parametrize(
    ("one", "other", "close", "usual", "remote"),
    [
        ("o", "0", True, True, True),
        ("u", "v", True, True, True),
        ("n", "u", False, True, True),  # in worn type
        ("3", "8", True, True, True),
        ("5", "6", False, True, True),
        ("1", "4", False, False, True),
        ("n", "p", False, False, True),
        ("a", "x", False, False, False),
    ],
)
def test_a_view_of_the_table_has_the_pairs_of_its_likeness_and_all_closer_ones(one, other, close, usual, remote):
    views = [Likeness.CLOSE, Likeness.USUAL, Likeness.REMOTE]
    assert [(one, other) in pairs(view) for view in views] == [close, usual, remote]
    assert [(other, one) in pairs(view) for view in views] == [close, usual, remote]
    assert [other in alike(one, view) for view in views] == [close, usual, remote]


def test_the_letters_of_a_figure_are_confused_with_it_in_the_table_too():
    for figure, letters in FIGURE_LETTERS.items():
        assert set(letters) <= set(alike(figure, Likeness.REMOTE))


def test_characters_read_as_several():
    assert ("m", "rn") in runs(Likeness.CLOSE)
    assert ("rn", "m") in runs(Likeness.CLOSE)
    assert ("k", "lc") not in runs(Likeness.USUAL)
    assert ("k", "lc") in runs(Likeness.REMOTE)
