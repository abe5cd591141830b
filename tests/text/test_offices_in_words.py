"""Offices that lists have in words: where they are, and when nothing is said."""

import pytest

from briefbook.text.offices_in_words import office_in_words


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Embassy in Havana", "CU"),
        ("EMBASSY WASHINGTON", "US"),
        ("British Embassy, Washington", "US"),
        ("Embassy of Poland, Moscow", "SU"),
        ("High Commissioner in the United Kingdom", "GB"),
        ("Permanent Mission to the United Nations", "US"),
        ("Permanent Mission to the United Nations, Geneva", "CH"),
        ("Secretary of State for External Affairs, Ottawa", "CA"),
    ],
)
def test_where_an_office_is(words, country):
    office = office_in_words(words)
    assert (office.country, office.name, office.standing) == (country, words, "place")


@pytest.mark.parametrize(
    "words",
    ["Department of External Affairs", "Department of External Affairs, Canberra", "Embassy in China", "Dean Rusk",
     "Jack London", "Embassy", ""],
)  # fmt: skip
def test_where_no_one_place_is_named(words):
    assert office_in_words(words) is None
