"""How far a damaged word is from a word that may be meant."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.text.ocr_confusion import distance

ALIKE = {"0": "O", "O": "0E", "E": "OF", "F": "E"}
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
