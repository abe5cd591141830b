"""Numbers in words are the figures that they say."""

import pytest

from briefbook.text.number_words import number_in_words


@pytest.mark.parametrize(
    ("words", "size", "figures"),
    [
        ("thirty six delegates", 2, "36"),
        ("four ships", 1, "4"),
        ("twelve hundred and fifty crowns", 4, "1250"),
        ("two million five hundred thousand men", 5, "2500000"),
        ("one hundred and twenty men", 4, "120"),
        ("nineteen sixty three", 1, "19"),
        ("twenty four five", 2, "24"),
        ("third of may", 1, "3rd"),
        ("twenty first of may", 2, "21st"),
        ("eleventh hour", 1, "11th"),
        ("thirtieth year", 1, "30th"),
        ("second thoughts", 0, ""),
        ("five and six men", 1, "5"),
        ("hundred men", 0, ""),
        ("thousand", 0, ""),
        ("delegates", 0, ""),
    ],
)
def test_a_number_in_words(words: str, size: int, figures: str) -> None:
    assert number_in_words(words.split(), 0) == (size, figures)
