"""EDTF and the dates people type -> first and last day, as numbers."""

import calendar
import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?[?~%]?")


def days_of(edtf: str | None) -> tuple[int, int] | None:
    """The first and last day (proleptic Gregorian ordinals) that a date or interval may mean; None if it is none.

    >>> days_of("1962-11") == (days_of("1962-11-01")[0], days_of("1962-11-30")[0])
    True
    """
    if not edtf:
        return None
    if "/" in edtf or ".." in edtf:
        first, last = re.split(r"/|\.\.", edtf, maxsplit=1)
        start, end = _one(first), _one(last)
        if (first and not start) or (last and not end):
            return None
        return (start[0] if start else 1, end[1] if end else date.max.toordinal())
    return _one(edtf)


def _one(text: str) -> tuple[int, int] | None:
    text = text.strip()
    if found := _PART.fullmatch(text):
        year, month, day = (int(part) if part else None for part in found.groups())
        return _bounds(year, month, day)
    words = re.findall(r"[A-Za-z]+|\d+", text.lower())
    months = [_MONTHS.index(word[:3]) + 1 for word in words if word[:3] in _MONTHS]
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    days = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word)]
    if len(years) == 1 and len(months) <= 1 and len(days) <= 1 and len(words) == len(years) + len(months) + len(days):
        return _bounds(years[0], months[0] if months else None, days[0] if days else None)
    return None


def _bounds(year: int | None, month: int | None, day: int | None) -> tuple[int, int] | None:
    try:
        if year is None:
            return None
        if month is None:
            return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
        return date(year, month, day).toordinal(), date(year, month, day).toordinal()
    except ValueError:
        return None
