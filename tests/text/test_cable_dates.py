# ruff: noqa: E501
import pytest

from briefbook.text.dates import find_clock, find_days, find_group, full_year
from briefbook.text.time_zones import moment


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("NOV19/64", "1964-11-19"), ("APR 5/56", "1956-04-05"), ("8-Nov-62", "1962-11-08"), ("1st August 1949", "1949-08-01"),
        ("16 July, 1967", "1967-07-16"), ("April 4th, 1951", "1951-04-04"), ("27/X/62", "1962-10-27"),
        ("4 mai 1961", "1961-05-04"), ("23. Oktober 1962", "1962-10-23"), ("NOV14", "XXXX-11-14"), ("16th March", "XXXX-03-16"),
        ("31-Nov-62", None),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_day(text, edtf):
    (day,) = find_days(text)
    assert day.edtf == edtf


def test_an_hour_behind_a_day_is_no_year():
    (day,) = find_days("OCTOBER 13, 11 A.M.")
    assert day.year is None


def test_damaged_months_are_read_only_when_asked_for():
    assert find_days("NCV19/64") == []
    (day,) = find_days("NCV19/64", damaged=True)
    assert (day.edtf, day.repaired) == ("1964-11-19", True)


def test_the_window_decides_the_century():
    assert (full_year("62"), full_year("05", 1950), full_year("75", 1950)) == (1962, 2005, 1975)


def test_groups_know_their_zone():
    assert find_group("P 271530Q OCT 62").utc.isoformat() == "1962-10-27T19:30:00+00:00"
    assert find_group("P 291530R OCT 62").utc.isoformat() == "1962-10-29T20:30:00+00:00"
    assert find_group("123456") is None
    assert find_group("312570Z OCT 62") is None


def test_washington_left_summer_time_on_28_october_1962():
    assert moment("1962-10-27", "12:00", "STATE").hour == 16
    assert moment("1962-10-29", "12:00", "STATE").hour == 17


def test_clocks_of_every_service():
    assert [find_clock(text)[0] for text in ("10:50 p.m.", "7.33 a.m.", "09h10", "1900hrs", "noon", "19.20 Uhr", "12 a.m.")] == [
        "22:50", "07:33", "09:10", "19:00", "12:00", "19:20", "00:00",
    ]  # fmt: skip
