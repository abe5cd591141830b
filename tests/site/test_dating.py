"""EDTF in words."""

import pytest

from briefbook.text.date_display import date_in_words, month_label, sort_key, year_label


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1962-11-08", "8 November 1962"),
        ("1962-11", "November 1962"),
        ("1962", "1962"),
        ("196X", "1960s"),
        ("19XX", "20th century"),
        ("1962-21", "spring 1962"),
        ("[1962-11-08,1962-11-09]", "8 November 1962 or 9 November 1962"),
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


@pytest.mark.parametrize(
    ("edtf", "month", "year"),
    [
        ("1962-11-08", "1962-11", "1962"),
        ("1962-11-08/1962-11-13", "1962-11", "1962"),
        ("1962-11~", "1962-11", "1962"),
        ("1962-10-30/1962-11-02", "1962", "1962"),
        ("1962-12-30/1963-01-02", "", ""),
        ("../1962", "", ""),
        ("196X", "", ""),
        ("", "", ""),
    ],
)
def test_the_month_and_the_year_that_a_date_falls_in(edtf, month, year):
    assert (month_label(edtf), year_label(edtf)) == (month, year)


def test_seasons_sort_by_their_first_month_and_open_intervals_by_their_end():
    assert sorted(["1962-24", "1962-21", "1962-11", "../1962-04"], key=sort_key) == [
        "1962-21",
        "../1962-04",
        "1962-11",
        "1962-24",
    ]
