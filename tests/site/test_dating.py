"""EDTF in words."""

import pytest

from briefbook.text.date_display import date_in_words, sort_key


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1962-11-08", "8 November 1962"),
        ("1962-11", "November 1962"),
        ("1962", "1962"),
        ("196X", "1960s"),
        ("1962-11-08~", "8 November 1962 (about)"),
        ("1962-11-XX", "November 1962"),
        ("1962-11-08/1962-11-13", "8–13 November 1962"),
        ("1962-10-28/1962-11-02", "28 October – 2 November 1962"),
        ("1962-12-30/1963-01-02", "30 December 1962 – 2 January 1963"),
        ("../1962-11-02", "until 2 November 1962"),
        ("1962-11-08T15:30Z", "8 November 1962"),
        ("1962-13", "1962-13"),
        ("what", "what"),
        ("", "no date"),
        (None, "no date"),
    ],
)
def test_a_date_is_given_in_words_and_what_is_not_understood_as_it_stands(edtf, words):
    assert date_in_words(edtf) == words


def test_undated_things_come_last():
    assert sorted(["", "1963", "1962-11-09", "1962-11-08T10:00"], key=sort_key) == [
        "1962-11-08T10:00",
        "1962-11-09",
        "1963",
        "",
    ]
