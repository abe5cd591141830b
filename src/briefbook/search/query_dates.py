"""Dates as they are stored and as people type them -> the first and last day they may mean, as numbers."""

import calendar
import datetime
import re

from briefbook.text.dates import ENGLISH

FIRST, LAST = 1, datetime.date.max.toordinal()
"""Bounds of open intervals; days are counted as ``datetime.date.toordinal``."""

Days = tuple[int, int]

_MONTHS = {name[:3].lower(): number for number, name in enumerate(ENGLISH, 1)}
_ISO = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?(?:T\S*)?[?~%]?", re.I)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WORDS = (
    re.compile(
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\s*(?:-|–|to)\s*(?P<until>\d\d?)\s+{_MONTH},?\s+(?P<year>\d{{4}})", re.I
    ),
    re.compile(rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})", re.I),
    re.compile(rf"{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.I),
    re.compile(rf"{_MONTH},?[\s-]+(?P<year>\d{{4}})", re.I),
)


def edtf_days(edtf: str | None) -> Days | None:
    """The first and last day that a stored date may mean; None where it is unknown or not understood.

    >>> edtf_days("1962-11"), edtf_days("XXXX")
    ((716545, 716574), None)
    """
    if not edtf:
        return None
    try:
        return parse_days(edtf)
    except ValueError:
        return None


def parse_days(text: str) -> Days:
    """The days that a typed date or interval covers; ``ValueError`` if it is none.

    Understood: EDTF dates and intervals, two dates with ``..`` between them, ``>=`` and its kin, and words
    ("November 1962", "8 November 1962", "8-13 November 1962").
    """
    text = text.strip()
    if found := re.fullmatch(r"([<>]=?)\s*(.+)", text):
        first, last = _one(found[2])
        sign = found[1]
        edge = {">": (last + 1, LAST), ">=": (first, LAST), "<": (FIRST, first - 1), "<=": (FIRST, last)}[sign]
        return _ordered(*edge, text)
    if text[:1] in "[{" and text[-1:] in "]}" and len(text) > 2:
        parts = [part for part in re.split(r"\s*(?:,|\.\.)\s*", text[1:-1]) if part]
        days = [_one(part) for part in parts]
        if not days:
            raise ValueError(f"{text!r} is no date")
        return min(one[0] for one in days), max(one[1] for one in days)
    for between in ("..", "/"):
        if between in text and text not in ("..", "/"):
            begins, ends = (part.strip() for part in text.split(between, 1))
            start = FIRST if begins in ("", "..", ".") else _one(begins)[0]
            end = LAST if ends in ("", "..", ".") else _one(ends)[1]
            return _ordered(start, end, text)
    return _one(text)


def _ordered(first: int, last: int, text: str) -> Days:
    if first > last:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last


def _one(text: str) -> Days:
    if found := _ISO.fullmatch(text):
        return _iso(text, *found.groups())
    for form in _WORDS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            month = _MONTHS[parts["month"].lower()]
            day = int(parts["day"]) if parts.get("day") else None
            first, last = _span(text, int(parts["year"]), month, day)
            if parts.get("until"):
                last = _span(text, int(parts["year"]), month, int(parts["until"]))[1]
            return _ordered(first, last, text)
    raise ValueError(f"{text!r} is no date")


def _iso(text: str, year: str, month: str | None, day: str | None) -> Days:
    if "x" in year.lower():
        first = int(year.lower().replace("x", "0"))
        last = int(year.lower().replace("x", "9"))
        return datetime.date(max(first, 1), 1, 1).toordinal(), datetime.date(last, 12, 31).toordinal()
    months = int(month) if month and month.isdigit() else None
    return _span(text, int(year), months, int(day) if months and day and day.isdigit() else None)


def _span(text: str, year: int, month: int | None, day: int | None) -> Days:
    try:
        if month is None:
            return datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return datetime.date(year, month, 1).toordinal(), datetime.date(year, month, last).toordinal()
        one = datetime.date(year, month, day).toordinal()
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error
    return one, one


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
