"""Dates as they are stored and as people type them -> the first and last day they may mean, as numbers."""

import calendar
import datetime
import re
from collections.abc import Callable

from briefbook.text.dates import Bounds, Outcome, edtf_bounds, read_by

FIRST, LAST = 1, datetime.date.max.toordinal()
"""Bounds of open intervals; days are counted as ``datetime.date.toordinal``."""

Days = tuple[int, int]

DaysOf = Callable[[str], Days]
"""Gives the days that a typed date covers; ``ValueError`` if it is none. See ``parse_days``."""


def edtf_days(edtf: str | None) -> Days | None:
    """The first and last day that a stored date may mean; None where it is unknown or not understood.

    >>> edtf_days("1962-11"), edtf_days("XXXX")
    ((716545, 716574), None)
    """
    return _days(edtf_bounds(edtf))


def _days(bounds: Bounds | None) -> Days | None:
    if bounds is None or bounds == (None, None):
        return None
    first, last = bounds
    return first.toordinal() if first else FIRST, last.toordinal() if last else LAST


def parse_days(text: str, *, window: int = 1900, order: str = "") -> Days:
    """The days that a typed date or interval covers.

    Args:
        text: a date as ``text.dates.read_date`` reads it, two of them with ".." between, or one behind >=, >, <= or <.
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" reads them day first.

    Returns:
        The first and last day, both included, as ``datetime.date.toordinal`` counts them; ``FIRST`` and ``LAST`` at
        an open end.

    Raises:
        ValueError: it is no date, or ends before it begins.
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
    reading = read_by(text, window=window, order=order)
    days = _days(reading.bounds)
    if days is None or reading.outcome is Outcome.DOUBT:
        raise ValueError(f"{text!r} is no date" + (f": {reading.note}" if reading.note else ""))
    return days


def month_label(days: Days | None) -> str:
    """The month that days fall in, or the year where they cover several; empty where they cover years or none.

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
    """A day's number as ISO 8601.

    >>> day_label(716545)
    '1962-11-01'
    """
    return datetime.date.fromordinal(day).isoformat()


MOST_DAYS = 800
"""A date that may mean more days than this is not looked up by its days, months and years."""


def units_of(days: Days) -> list[str] | None:
    """Every day, month and year that a date may mean; None where there are too many.

    >>> units_of((716545, 716545))
    ['1962-11-01', '1962-11', '1962']
    """
    first, last = days
    if last - first >= MOST_DAYS:
        return None
    dates = [datetime.date.fromordinal(day).isoformat() for day in range(first, last + 1)]
    months = dict.fromkeys(date[:7] for date in dates)
    return [*dates, *months, *dict.fromkeys(date[:4] for date in dates)]


def units_that_cover(first: int, last: int) -> list[str] | None:
    """The fewest years, months and days that make up an interval; None where they are too many, or it is open.

    >>> units_that_cover(716545, 716574), units_that_cover(716545, 716547)
    (['1962-11'], ['1962-11-01', '1962-11-02', '1962-11-03'])
    """
    if first <= FIRST or last >= LAST or last - first > 366 * 100:
        return None
    made = []
    day = first
    while day <= last:
        date = datetime.date.fromordinal(day)
        year_end = datetime.date(date.year, 12, 31).toordinal()
        month_end = datetime.date(date.year, date.month, calendar.monthrange(date.year, date.month)[1]).toordinal()
        if (date.month, date.day) == (1, 1) and year_end <= last:
            made.append(f"{date.year:04d}")
            day = year_end + 1
        elif date.day == 1 and month_end <= last:
            made.append(f"{date.year:04d}-{date.month:02d}")
            day = month_end + 1
        else:
            made.append(date.isoformat())
            day += 1
    return made
