"""Dates as they stand in prose, tables and the catalogue -> first and last day they may mean."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Day = datetime.date
Span = tuple[Day, Day]

_MONTHS: tuple[str, ...] = ("january", "february", "march", "april", "may", "june")
_MONTHS += ("july", "august", "september", "october", "november", "december")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _date_pattern() -> re.Pattern[str]:
    """November 9th, Nov. 8-13, 1962, Friday, 9 November 1962, the 9th of November."""
    names = [f"{name[:3].capitalize()}(?:{name[3:]}|\\.)?" if len(name) > 3 else "May" for name in _MONTHS]
    month = "(?:" + "|".join([*names, "Sept\\.?"]) + ")"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    ordinal = r"(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?P<year{0}>1[89]\d\d|20\d\d)\b)?"
    until = rf"(?:\s*(?:-|–|—|to|and)\s*(?P<last>{day}){ordinal}\b(?!\s*(?:%|of|[a-z]+s\b)))?"
    weekday = r"(?:(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
    month_first = rf"(?P<month>{month})\s+(?:the\s+)?(?P<day>{day}){ordinal}\b{until}{year.format('')}"
    day_first = rf"(?P<day2>{day}){ordinal}\s+(?:of\s+)?(?P<month2>{month})(?![a-z]){year.format('2')}"
    return re.compile(rf"\b{weekday}(?:{month_first}|{day_first})")


_PROSE = _date_pattern()
_CELL = re.compile(r"\s*(?P<day>\d{1,2})[-\s./]+(?P<month>[A-Za-z]{3,9})\.?[-\s./,]+(?P<year>\d{4}|\d{2})\s*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in prose: ``year`` None where it is left to the page; ``last`` is the last day of "November 8-13"."""

    start: int
    end: int
    text: str
    month: int
    day: int
    year: int | None = None
    weekday: int | None = None  # 0 is Monday
    last: int | None = None

    def days(self, year: int) -> Span | None:
        """The first and last day it means, in its own year or else ``year``; None if the calendar has no such day."""
        try:
            first = Day(self.year or year, self.month, self.day)
            return first, first.replace(day=self.last) if self.last else first
        except ValueError:
            return None


def dates_in(text: str) -> Iterator[Mention]:
    """Every date with a day and a month's name in a piece of prose.

    >>> [(one.text, one.day, one.month, one.year) for one in dates_in("On November 9th and on 6 Nov. 1962 he may 10")]
    [('November 9th', 9, 11, None), ('6 Nov. 1962', 6, 11, 1962)]
    """
    for match in _PROSE.finditer(text):
        month = month_number(match["month"] or match["month2"])
        day = int(match["day"] or match["day2"])
        year = match["year"] or match["year2"]
        weekday = _WEEKDAYS.index(match["weekday"].lower() + "day") if match["weekday"] else None
        last = int(match["last"]) if match["last"] else None
        if month:
            yield Mention(
                match.start(),
                match.end(),
                match.group(),
                month,
                day,
                int(year) if year else None,
                weekday,
                last if last and last > day else None,
            )


def month_number(name: str) -> int:
    """The month of a name or its beginning, 1 to 12; 0 if it is none."""
    plain = name.lower().rstrip(".")
    return next((i for i, month in enumerate(_MONTHS, start=1) if len(plain) >= 3 and month.startswith(plain)), 0) or (
        9 if plain == "sept" else 0
    )


_EDTF = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?:T\S*)?[?~%]?")


@lru_cache(maxsize=100_000)
def span(edtf: str | None) -> Span | None:
    """First and last day of an EDTF date or interval; None where it is open, unknown or not understood.

    >>> [str(day) for day in span("1962-11-08/1962-11")]
    ['1962-11-08', '1962-11-30']
    """
    if not edtf:
        return None
    first, _, last = edtf.partition("/")
    start, end = _one(first), _one(last or first)
    return (start[0], end[1]) if start and end else None


def _one(edtf: str) -> Span | None:
    part = _EDTF.fullmatch(edtf.strip())
    if not part:
        return None
    year, month, day = int(part["year"]), part["month"], part["day"]
    try:
        if day:
            return (Day(year, int(month), int(day)),) * 2
        if month:
            first = Day(year, int(month), 1)
            following = Day(year + (first.month == 12), first.month % 12 + 1, 1)
            return first, following - datetime.timedelta(days=1)
        return Day(year, 1, 1), Day(year, 12, 31)
    except ValueError:
        return None


def cell_agrees(cell: str, edtf: str) -> bool | None:
    """Does a date in a table's cell mean the catalogue's day? None if either is not understood.

    Two figures of a year are enough: 8-Nov-62 agrees with 1962-11-08.
    """
    known = span(edtf)
    if not known or known[0] != known[1]:
        return None
    day = known[0]
    if (match := _CELL.fullmatch(cell)) and (month := month_number(match["month"])):
        year = int(match["year"])
        same_year = year == day.year if year > 99 else year == day.year % 100
        return same_year and (month, int(match["day"])) == (day.month, day.day)
    if (other := span(cell.strip())) is not None:
        return other == known
    mentions = list(dates_in(cell))
    if len(mentions) == 1:
        return mentions[0].days(day.year) == known
    return None


def in_words(day: Day) -> str:
    """8 November 1962."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"
