"""Dates in running prose -> mentions: a day or several days, with the year left to the page where it is not written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from briefbook.text.dates.written import read_date
from briefbook.text.months import ENGLISH, MONTH_NAMES, ROMAN, WEEKDAYS, month_number

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in prose: ``year`` None where it is left to the page.

    Attributes:
        start: offset of its first character.
        end: offset behind its last.
        text: the words.
        month: 1 to 12.
        day: of the month.
        year: None where it is not written.
        weekday: Monday 0; None where not written.
        last: the last day of several, "November 8-13"; None for a single day.
    """

    start: int
    end: int
    text: str
    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    last: int | None = None

    def days(self, year: int) -> Span | None:
        """The first and last day it means, in its own year or else ``year``; None if the calendar has no such day."""
        try:
            first = date(self.year or year, self.month, self.day)
            return first, first.replace(day=self.last) if self.last else first
        except ValueError:
            return None


@cache
def _in_words() -> re.Pattern[str]:
    """November 9th, Nov. 8-13, 1962, Friday, 9 November 1962, the 9th of November, 9 novembre 1962."""
    names = [f"{name[:3]}(?:{name[3:]}|\\.)?" if len(name) > 3 else name for name in ENGLISH]
    month = "(?:" + "|".join([*names, "Sept\\.?"]) + ")"
    foreign = {name.lower() for language in ("fr", "de", "es", "pt", "it") for name in MONTH_NAMES[language]}
    others = "|".join(f"[{name[0].upper()}{name[0]}]{name[1:]}" for name in sorted(foreign, key=len, reverse=True))
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    ordinal = r"(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?P<year{0}>1[89]\d\d|20\d\d)\b)?"
    until = rf"(?:\s*(?:-|–|—|to|and)\s*(?P<last>{day}){ordinal}\b(?!\s*(?:%|of|[a-z]+s\b)))?"
    since = rf"(?:(?<![\d.,/-])(?P<first>{day}){ordinal}\s*(?:-|–|—|to)\s*)?"
    weekday = r"(?:(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
    month_first = rf"(?P<month>{month})\s+(?:the\s+)?(?P<day>{day}){ordinal}\b{until}{year.format('')}"
    day_first = rf"{since}(?P<day2>{day}){ordinal}\s+(?:of\s+)?(?P<month2>{month})(?![a-z]){year.format('2')}"
    day_foreign = (
        rf"(?P<day3>{day})(?:er|º|\.)?\s+(?:de\s+)?(?P<month3>{others})(?![a-zß-ÿ])"
        rf"(?:,?\s+(?:de\s+)?(?P<year3>1[89]\d\d|20\d\d)\b)?"
    )
    return re.compile(rf"\b{weekday}(?:{month_first}|{day_first}|{day_foreign})")


@cache
def _compact() -> re.Pattern[str]:
    """Days with their year and no blanks: 8-Nov-62, NOV 8/62, 8/11/1962, 8.XI.62, 1962-11-08."""
    short = "|".join(f"{name[:3]}|{name[:3].upper()}" for name in ENGLISH)
    roman = "|".join(sorted(ROMAN, key=len, reverse=True))
    year = r"(?:1[89]\d\d|20\d\d|\d\d)"
    forms = (
        rf"\d{{1,2}}-(?:{short})[a-z]*-{year}",
        rf"(?:{short})[a-z]*\.?\s?\d{{1,2}}/{year}",
        rf"\d{{1,2}}/\d{{1,2}}/{year}",
        r"\d{1,2}\.\d{1,2}\.(?:1[89]\d\d|20\d\d)",
        rf"\d{{1,2}}(?P<sign>[./])(?:{roman})(?P=sign){year}",
        r"(?:1[89]|20)\d\d-\d\d-\d\d",
    )
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(forms)})(?![\w/-]|\.\d)")


def find_mentions(text: str, *, window: int = 1900, order: str = "") -> Iterator[Mention]:
    """Every day that a piece of prose names, in order.

    Args:
        text: prose.
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" passes these over.

    >>> [(at.text, at.day, at.month, at.year) for at in find_mentions("On November 9th and on 6 Nov. 1962 he may 10")]
    [('November 9th', 9, 11, None), ('6 Nov. 1962', 6, 11, 1962)]
    >>> [(at.text, at.day, at.last) for at in find_mentions("8-13 November; NOV 8/62")]
    [('8-13 November', 8, 13), ('NOV 8/62', 8, None)]
    """
    mentions = [*_mentions_in_words(text), *_mentions_in_figures(text, window, order)]
    end = 0
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.start >= end:
            end = mention.end
            yield mention


def _mentions_in_words(text: str) -> Iterator[Mention]:
    for match in _in_words().finditer(text):
        month = month_number(match["month"] or match["month2"] or match["month3"])
        day = int(match["day"] or match["day2"] or match["day3"])
        year = match["year"] or match["year2"] or match["year3"]
        weekday = _weekday(match["weekday"])
        last = int(match["last"]) if match["last"] else None
        start = match.start()
        if match["first"]:
            if int(match["first"]) < day:
                day, last = int(match["first"]), day
            else:
                start = match.start("day2")
        yield Mention(
            start,
            match.end(),
            text[start : match.end()],
            month,
            day,
            int(year) if year else None,
            weekday,
            last if last and last > day else None,
        )


def _weekday(beginning: str | None) -> int | None:
    return WEEKDAYS.index(f"{beginning}day") if beginning else None


def _mentions_in_figures(text: str, window: int, order: str) -> Iterator[Mention]:
    for match in _compact().finditer(text):
        reading = read_date(match[0], window=window, order=order)
        bounds = reading.bounds if reading.edtf else None
        if bounds and bounds[0] and bounds[0] == bounds[1]:
            day = bounds[0]
            yield Mention(match.start(), match.end(), match[0], day.month, day.day, day.year)
