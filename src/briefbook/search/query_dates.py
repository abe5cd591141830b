"""Dates as stored and as typed -> the first and last day that they may mean, as ordinal numbers."""

import calendar
import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefbook.text.dates import Bounds

FIRST, LAST = 1, datetime.date.max.toordinal()
"""Bounds of open intervals; days are counted as ``datetime.date.toordinal``."""

Days = tuple[int, int]

DaysOf = Callable[[str], Days]
"""Gives the days that a typed date covers; ``ValueError`` if it is not a date. See ``parse_days``."""


def edtf_days(edtf: str | None) -> Days | None:
    """The first and last day that a stored date may mean; None if it is unknown or cannot be read.

    >>> edtf_days("1962-11"), edtf_days("XXXX")
    ((716545, 716574), None)
    """
    from briefbook.text.dates import edtf_bounds  # the grammar of dates: a question without one does not wait for it

    return _days(edtf_bounds(edtf))


def _days(bounds: "Bounds | None") -> Days | None:
    if bounds is None or bounds == (None, None):
        return None
    first, last = bounds
    return first.toordinal() if first else FIRST, last.toordinal() if last else LAST


def parse_days(text: str, *, window: int = 1900, order: str = "") -> Days:
    """The days that a typed date or interval covers.

    Args:
        text: A date as ``text.dates.read_date`` reads it, two of them with ".." between, or one after >=, >, <= or <.
        window: First year of the hundred years that years of two digits fall in.
        order: "dmy" or "mdy" for dates in figures that could be either; "" reads them day first.

    Returns:
        The first and last day, both included, as ``datetime.date.toordinal`` counts them; ``FIRST`` and ``LAST`` at
        an open end.

    Raises:
        ValueError: It is not a date, or ends before it begins.
    """
    text = text.strip()
    if edge := re.fullmatch(r"([<>]=?)\s*(.+)", text):
        first, last = _one_date(edge[2], window, order)
        days = {">": (last + 1, LAST), ">=": (first, LAST), "<": (FIRST, first - 1), "<=": (FIRST, last)}[edge[1]]
        return _ordered(*days, text)
    if ".." in text and text != ".." and text[0] not in "[{" and "/" not in text:
        begins, ends = (part.strip() for part in text.split("..", 1))
        start = FIRST if begins in ("", ".") else _one_date(begins, window, order)[0]
        end = LAST if ends in ("", ".") else _one_date(ends, window, order)[1]
        return _ordered(start, end, text)
    return _one_date(text, window, order)


def _ordered(first: int, last: int, text: str) -> Days:
    if first > last:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last


def _one_date(text: str, window: int, order: str) -> Days:
    from briefbook.text.dates import Outcome, read_by

    reading = read_by(text, window=window, order=order)
    days = _days(reading.bounds)
    if days is None or reading.outcome is Outcome.DOUBT:
        raise ValueError(f"{text!r} is not recognised as a date" + (f": {reading.note}" if reading.note else ""))
    return days


def month_label(days: Days | None) -> str:
    """The month of a range of days, or its year if it covers several months; "" if it covers several years.

    >>> month_label((716545, 716574)), month_label((716000, 716001)), month_label(None)
    ('1962-11', '1961-05', '')
    """
    if days is None or days[0] <= FIRST or days[1] >= LAST:
        return ""
    first, last = datetime.date.fromordinal(days[0]), datetime.date.fromordinal(days[1])
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}" if first.year == last.year else ""


def day_label(day: int) -> str:
    """A day, counted as ``datetime.date.toordinal``, as ISO 8601.

    >>> day_label(716545)
    '1962-11-01'
    """
    return datetime.date.fromordinal(day).isoformat()


MAX_DAYS_BY_UNIT = 800
"""A date that may mean more days than this is not indexed by its days, months and years."""


def units_of(days: Days) -> list[str] | None:
    """Every day, month and year that a date may mean; None if there are too many.

    >>> units_of((716545, 716545))
    ['1962-11-01', '1962-11', '1962']
    """
    first, last = days
    if last - first >= MAX_DAYS_BY_UNIT:
        return None
    iso_days = [datetime.date.fromordinal(day).isoformat() for day in range(first, last + 1)]
    months = dict.fromkeys(iso_day[:7] for iso_day in iso_days)
    return [*iso_days, *months, *dict.fromkeys(iso_day[:4] for iso_day in iso_days)]


def covering_units(first: int, last: int) -> list[str] | None:
    """The fewest years, months and days that make up an interval; None if they are too many, or it is open.

    >>> covering_units(716545, 716574), covering_units(716545, 716547)
    (['1962-11'], ['1962-11-01', '1962-11-02', '1962-11-03'])
    """
    if first <= FIRST or last >= LAST or last - first > 366 * 100:
        return None
    units = []
    day = first
    while day <= last:
        calendar_day = datetime.date.fromordinal(day)
        year_end = datetime.date(calendar_day.year, 12, 31).toordinal()
        month_end = datetime.date(
            calendar_day.year, calendar_day.month, calendar.monthrange(calendar_day.year, calendar_day.month)[1]
        ).toordinal()
        if (calendar_day.month, calendar_day.day) == (1, 1) and year_end <= last:
            units.append(f"{calendar_day.year:04d}")
            day = year_end + 1
        elif calendar_day.day == 1 and month_end <= last:
            units.append(f"{calendar_day.year:04d}-{calendar_day.month:02d}")
            day = month_end + 1
        else:
            units.append(calendar_day.isoformat())
            day += 1
    return units
