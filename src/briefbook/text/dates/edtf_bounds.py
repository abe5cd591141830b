"""The calendar and EDTF (ISO 8601-2): is it a day, is it EDTF, and the first and last day that it may mean."""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

Bounds = tuple[date | None, date | None]
"""First and last day, both included; None where that end is open, unknown, or outside the years 1 to 9999."""

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
"""EDTF level 1 writes a season in the month's place: 1962-21 is spring 1962."""

_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
"""First and last month of a season in the northern hemisphere; winter ends in February of the next year."""

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX|\dXXX|XXXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?P<clock>T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?(?P<mark>[?~%]?)",
    re.ASCII,
)
_LONG_YEAR = re.compile(
    r"(?:Y-?[1-9]\d{4,}|-(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)[?~%]?", re.ASCII
)
_QUALIFIED_PARTS = re.compile(
    r"(?=.*[?~%])[?~%]?[\dX]{4}[?~%]?(?:-[?~%]?(?:\d\d|XX)[?~%]?(?:-[?~%]?(?:\d\d|XX)[?~%]?)?)?", re.ASCII
)


def full_year(year: str, window: int = 1900) -> int:
    """The year meant by two figures, in the hundred years from ``window``.

    >>> full_year("62"), full_year("12", window=1950), full_year("1962")
    (1962, 2012, 1962)
    """
    number = int(year)
    if len(year) > 2:
        return number
    return window + (number - window) % 100


def is_day(year: int, month: int, day: int) -> bool:
    """Is there such a day in the calendar?"""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def last_day(year: int, month: int) -> date:
    """The last day of a month.

    >>> last_day(1964, 2).isoformat()
    '1964-02-29'
    """
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=100_000)
def edtf_bounds(edtf: str | None) -> Bounds | None:
    """The first and last day that an EDTF date, interval or set may mean.

    Uncertain and approximate dates (? ~ %) have the bounds of the date as it stands: "about" has no figure.

    Args:
        edtf: a stored date; EDTF levels 0 and 1, sets ``[a,b]``, ``{a,b}`` and ``[a..b]`` of level 2.

    Returns:
        First and last day, both included; None at an end that is open, unknown, or of no year that we can count;
        None alone where the text is no EDTF, or names a day that the calendar lacks.

    >>> [str(day) for day in edtf_bounds("1962-11-08/1962-11")]
    ['1962-11-08', '1962-11-30']
    >>> edtf_bounds("1962-02-30"), edtf_bounds("XXXX-11-08"), edtf_bounds("1962-11-08/..")[1]
    (None, (None, None), None)
    """
    if not edtf:
        return None
    if edtf[0] in "[{":
        return _set_bounds(edtf)
    if "/" in edtf:
        return _interval_bounds(edtf)
    return _point_bounds(edtf)


def is_edtf(text: str) -> bool:
    """Is this EDTF, of days that the calendar has?

    >>> is_edtf("1962-11-08~"), is_edtf("1962-02-30"), is_edtf("8 November"), is_edtf("1962-21")
    (True, False, False, True)
    """
    return edtf_bounds(text) is not None


def _point_bounds(text: str) -> Bounds | None:
    point = _POINT.fullmatch(text)
    if not point:
        return _rare_bounds(text)
    year, month, day = point["year"], point["month"] or "XX", point["day"] or "XX"
    if point["clock"] and not (point["day"] or "X").isdigit():
        return None
    if "X" in year:
        return _unspecified(year, month, day)
    if year == "0000":
        return (None, None) if month == "XX" or 1 <= int(month) <= 12 else None
    if month == "XX":
        if day != "XX":
            return (date(int(year), 1, 1), date(int(year), 12, 31)) if 1 <= int(day) <= 31 else None
        return date(int(year), 1, 1), date(int(year), 12, 31)
    return _month_bounds(int(year), int(month), None if day == "XX" else int(day), point["day"] is not None)


def _month_bounds(year: int, month: int, day: int | None, has_day: bool) -> Bounds | None:
    if month in _SEASON_MONTHS:
        if has_day:
            return None
        first, last = _SEASON_MONTHS[month]
        end = last_day(year + (last > 12), (last - 1) % 12 + 1) if year < 9999 or last <= 12 else None
        return date(year, first, 1), end
    try:
        if day is None:
            return date(year, month, 1), last_day(year, month)
        return (date(year, month, day),) * 2
    except ValueError:
        return None


def _unspecified(year: str, month: str, day: str) -> Bounds | None:
    """Bounds where figures of the year are left out; days of an unknown year are held against a leap year."""
    if month != "XX" and not 1 <= int(month) <= 12:
        return None
    if day != "XX" and not 1 <= int(day) <= (31 if month == "XX" else last_day(2000, int(month)).day):
        return None
    if year == "XXXX" or year[0] == "X":
        return None, None
    first, last = max(int(year.replace("X", "0")), 1), int(year.replace("X", "9"))
    return date(first, 1, 1), date(last, 12, 31)


def _interval_bounds(text: str) -> Bounds | None:
    parts = text.split("/")
    if len(parts) != 2 or set(parts) <= {"", ".."}:
        return None
    ends: list[Bounds] = []
    for part in parts:
        bounds: Bounds | None = (None, None) if part in ("", "..") else _point_bounds(part)
        if bounds is None:
            return None
        ends.append(bounds)
    first, last = ends[0][0], ends[1][1]
    return None if first and last and first > last else (first, last)


def _set_bounds(text: str) -> Bounds | None:
    """The earliest and latest day of a set: [1962-11-08,1962-11-10], {1962..1964}."""
    if len(text) < 3 or {"[": "]", "{": "}"}[text[0]] != text[-1]:
        return None
    firsts: list[date | None] = []
    lasts: list[date | None] = []
    for part in text[1:-1].split(","):
        begin, between, end = part.strip().partition("..")
        for which, side, days in ((0, begin, firsts), (1, end if between else begin, lasts)):
            if between and not side:
                days.append(None)
                continue
            bounds = _point_bounds(side)
            if bounds is None:
                return None
            days.append(bounds[which])
    return (
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
    )


def _rare_bounds(text: str) -> Bounds | None:
    """Years beyond four figures, years before Christ, and qualifiers inside a date (level 2)."""
    if _LONG_YEAR.fullmatch(text):
        return None, None
    if not _QUALIFIED_PARTS.fullmatch(text):
        return None
    return _point_bounds(re.sub(r"[?~%]", "", text))


def day_before(day: date) -> date | None:
    """The day before; None before the first that is counted."""
    return day - timedelta(days=1) if day > date.min else None


def day_after(day: date) -> date | None:
    """The day after; None after the last that is counted."""
    return day + timedelta(days=1) if day < date.max else None


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day_of(edtf: str | None) -> date | None:
    """The day that an EDTF date begins with; None where the day is not known.

    >>> day_of("1962-11-08T14:30Z").isoformat(), day_of("1962-11")
    ('1962-11-08', None)
    """
    match = _DAY.match(edtf or "")
    if not match:
        return None
    try:
        return date.fromisoformat(match[0])
    except ValueError:
        return None
