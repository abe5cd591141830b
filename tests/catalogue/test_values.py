"""What a person types is understood as they mean it, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.catalogue.field_values import parse_field


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8-Nov-62", "1962-11-08"),
        ("8 November 1962", "1962-11-08"),
        ("Nov. 8, 1962", "1962-11-08"),
        ("NOV8/62", "1962-11-08"),
        ("08/11/1962", "1962-11-08"),
        ("1962-11-08", "1962-11-08"),
        ("1962-11-08?", "1962-11-08?"),
        ("1962-11", "1962-11"),
        ("November 1962", "1962-11"),
        ("1962-11-08/1962-11-13", "1962-11-08/1962-11-13"),
        ("31-Nov-62", None),
        ("1962-02-30", None),
        ("8-Nvo-62", None),
        ("soon", None),
        ("c. Nov 1962", "1962-11~"),
        ("1963-04-??", "1963-04-XX"),
        ("8-13 November 1962", "1962-11-08/1962-11-13"),
        ("1962-11-08T14:30:00Z", "1962-11-08"),
        ("undated", ""),
        ("", ""),
    ],
)
def test_dates_as_people_type_them(typed, kept):
    assert parse_field("date", typed) == kept


def test_the_order_of_purely_numerical_dates_is_a_setting():
    assert parse_field("date", "11/08/62", order="mdy") == "1962-11-08"
    assert parse_field("date", "13/11/62", order="mdy") == "1962-11-13"


def test_two_digit_years_fall_into_the_window():
    assert parse_field("date", "8-Nov-62", window=1850) == "1862-11-08"
    assert parse_field("date", "8-Nov-12", window=1950) == "2012-11-08"


@given(st.dates())
def test_a_stored_date_stays_as_it_is(day):
    assert parse_field("date", day.isoformat()) == day.isoformat()


@given(st.text())
def test_nothing_typed_makes_it_fail(typed):
    parse_field("date", typed)
