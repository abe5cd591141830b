"""The misreadings of a word that a search with ~ goes through."""

import pytest

from briefbook.search.ocr_variants import candidates


@pytest.mark.parametrize(
    ("word", "misread"),
    [
        ("mikoyan", "mikovan"),
        ("mikoyan", "rnikoyan"),
        ("gromyko", "gromyk0"),
        ("dobrynin", "d0brynln"),
        ("castro", "castr0"),
        ("castro", "castbo"),
        ("kennedy", "kehnedy"),
        ("kennedy", "xennedv"),
        ("robertson", "robfrtson"),
        ("nassau", "nassan"),  # u and n: worn type
    ],
)
def test_a_name_is_sought_as_it_may_be_misread(word, misread):
    assert misread in candidates(word)


def test_two_letters_are_misread_only_in_long_words():
    assert "bfrlln" not in candidates("berlin")


def test_a_short_word_and_the_word_itself_are_no_candidates():
    assert candidates("oas") == ()
    assert "castro" not in candidates("castro")
