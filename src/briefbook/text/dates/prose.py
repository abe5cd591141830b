"""Dates in running prose -> mentions: a day or several days, with the year left to the page where it is not written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from briefbook.text.dates.edtf_bounds import full_year
from briefbook.text.dates.written import read_date
from briefbook.text.months import ENGLISH, MONTH_NAMES, ROMAN, WEEKDAYS, month_number

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in prose: ``year`` None where it is left to the page.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        text: the words.
        month: 1 to 12.
        day: of the month.
        year: None where it is not written.
        weekday: Monday 0; None where not written.
        last: the last day of several, "November 8-13"; None for a single day.
        last_month: the month of the last day where it is another, "30 Oct - 2 Nov"; else None.
        last_year: the year of the last day where it is another and is written or follows; else None.
    """

    start: int
    end: int
    text: str
    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    last: int | None = None
    last_month: int | None = None
    last_year: int | None = None

    def days(self, year: int) -> Span | None:
        """The first and last day it means, in its own year or else ``year``; None if the calendar has no such day."""
        try:
            first = date(self.year or year, self.month, self.day)
            if self.last is None:
                return first, first
            last_year = self.last_year or first.year
            last_month = self.last_month or self.month
            if last_month < self.month and self.last_year is None:
                if self.year is None:
                    first = first.replace(year=first.year - 1)  # the year of the page is that of the last day
                else:
                    last_year += 1
            return first, date(last_year, last_month, self.last)
        except ValueError:
            return None

    def days_near(self, first: date, last: date) -> Span | None:
        """The first and last day it means, in its own year or else the year in which it is nearest to some days.

        >>> at = Mention(0, 9, "August 31", 8, 31)
        >>> [str(day) for day in at.days_near(date(1961, 2, 12), date(1961, 2, 12))]
        ['1960-08-31', '1960-08-31']
        """
        years = [self.year] if self.year else range(first.year - 1, last.year + 2)
        return min(
            (days for year in years if (days := self.days(year))),
            key=lambda days: (max((first - days[1]).days, (days[0] - last).days, 0), days[0] > last),
            default=None,
        )


_DASH = "[-\u2010-\u2015\u2212]"


@cache
def _in_words() -> re.Pattern[str]:
    """November 9th, Nov. 8-13, 1962, Friday, 9 November 1962, the 9th of November, 9 novembre 1962."""
    names = [f"{name[:3]}(?:{name[3:]}|\\.)?" if len(name) > 3 else name for name in ENGLISH]
    month = "(?:" + "|".join([*names, "Sept\\.?"]) + ")"
    foreign = {name.lower() for language in ("fr", "de", "es", "pt", "it") for name in MONTH_NAMES[language]}
    others = "|".join(f"[{name[0].upper()}{name[0]}]{name[1:]}" for name in sorted(foreign, key=len, reverse=True))
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    ordinal = r"(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?P<year{0}>1[89]\d\d\b|20\d\d\b|['\u2018\u2019]\d\d\b|(?<!,\s)(?:3[2-9]|[4-9]\d)\b))?"
    until = rf"(?:\s*(?:{_DASH}|to|and)\s*(?P<last>{day}){ordinal}\b(?!\s*(?:%|of|[a-z]+s\b)))?"
    both = r"(?<=between\s)|(?<=Between\s)|(?<=between\sthe\s)|(?<=Between\sthe\s)"
    since = (
        rf"(?:(?<![\d.,/-])(?P<first>{day}){ordinal}\s*(?:{_DASH}|to)\s*(?:the\s+)?"
        rf"|(?:{both})(?P<from>{day}){ordinal}\s+and\s+(?:the\s+)?)?"
    )
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
    """Days with their year in one piece: 8-Nov-62, NOV 8/62, 8/11/1962, 8.XI.62, 1962-11-08, 080800Z NOV 62."""
    short = "|".join(f"{name[:3]}|{name[:3].upper()}" for name in ENGLISH)
    roman = "|".join(sorted(ROMAN, key=len, reverse=True))
    year = r"(?:1[89]\d\d|20\d\d|\d\d)"
    forms = (
        rf"\d{{1,2}}{_DASH}(?:{short})[a-z]*{_DASH}{year}",
        rf"(?:{short})[a-z]*\.?\s?\d{{1,2}}/{year}",
        rf"\d{{1,2}}/\d{{1,2}}/{year}",
        r"\d{1,2}\.\d{1,2}\.(?:1[89]\d\d|20\d\d)",
        rf"\d{{1,2}}(?P<sign>[./])(?:{roman})(?P=sign){year}",
        rf"(?:1[89]|20)\d\d(?P<between>{_DASH}|/)\d\d(?P=between)\d\d",
        rf"\d{{6}}[A-Z]\s?(?:{short})[A-Za-z]?\s?(?:19)?\d\d",
    )
    return re.compile(rf"(?<![\w./\u2010-\u2015-])(?:{'|'.join(forms)})(?![\w/-]|\.\d)")


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
    mentions = [*_mentions_in_words(text, window), *_mentions_in_figures(text, window, order)]
    before: Mention | None = None
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if before is None:
            before = mention
        elif mention.start >= before.end:
            joined = _join(text, before, mention, window, order)
            if joined is None:
                yield before
            before = joined or mention
    if before is not None:
        yield before


_TO = re.compile(rf"\s*{_DASH}\s*|\s+(?:to|until|till|through)\s+(?:the\s+)?")
_AND = re.compile(r"\s+and\s+(?:the\s+)?")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.I)


def _join(text: str, first: Mention, last: Mention, window: int, order: str) -> Mention | None:
    """Two days with "to" between them as one mention, 30 Oct - 2 Nov 1962; None where they do not belong together."""
    if first.last is not None or last.last is not None:
        return None
    if first.month == last.month and first.day >= last.day and first.year is None:
        return None
    gap = text[first.end : last.start]
    if not (_TO.fullmatch(gap) or (_AND.fullmatch(gap) and _BETWEEN.search(text[: first.start]))):
        return None
    words = text[first.start : last.end]
    whole = Mention(first.start, last.end, words, first.month, first.day, None, first.weekday, last.day, last.month)
    if first.year is None and last.year is None:
        return whole
    left, right = text[first.start : first.end], text[last.start : last.end]
    bounds = read_date(f"{left} to {right}", window=window, order=order).bounds
    if not bounds or not bounds[0] or not bounds[1]:
        return None
    return replace(whole, year=bounds[0].year, last_year=bounds[1].year)


_NAME_BEHIND = re.compile(
    r"\s+(?:Movement|Brigade|Front|Square|Street|Avenue|Bridge|Regiment|Battalion|University|Hospital|School|Barracks)\b"
)
_NAME_BEFORE = re.compile(
    r"\b(?:Place|Plaza|Piazza|Platz|Avenue|Avenida|Rue|Calle|Rua|Via|Movimiento|rue|avenue)\s+"
    r"(?:du\s+|de\s+|del\s+|des\s+|the\s+|of\s+)*$"
)


def _is_name(text: str, start: int, end: int) -> bool:
    """Does the day belong to a name: the 26th of July Movement, Rue du 11 novembre?"""
    return bool(_NAME_BEHIND.match(text, end) or _NAME_BEFORE.search(text[max(0, start - 40) : start]))


_COUNTED = re.compile(
    r"\s*(?:%|[.,:/]?\d|-|°)|\s+(?:of|per|men|women|people|percent|and|or|to)\b"
    r"|\s+(?!(?:says|was|is|has|as|asks|its|his|this|gives|reports|repeats|refers)\b)[a-z]+s\b"
)
"""What shows that two figures after a day count something: 62 ships, 62 men, 62%."""


def _is_year(text: str, end: int, month: str) -> bool:
    """Are two bare figures after a day its year? After a month in full only where no word follows that they count."""
    if _COUNTED.match(text, end):
        return False
    return len(month.rstrip(".")) <= 4 or not re.match(r"\s+[a-z]", text[end:])


def _mentions_in_words(text: str, window: int) -> Iterator[Mention]:
    for match in _in_words().finditer(text):
        month_name = match["month"] or match["month2"] or match["month3"]
        month = month_number(month_name)
        day = int(match["day"] or match["day2"] or match["day3"])
        year = match["year"] or match["year2"] or match["year3"]
        weekday = _weekday(match["weekday"])
        last = int(match["last"]) if match["last"] else None
        start, end = match.span()
        if year and len(year) == 2 and not _is_year(text, end, month_name):
            end -= len(match[0]) - len(match[0][:-2].rstrip())
            year = None
        if not year and _is_name(text, start, end):
            continue
        if first_day := match["first"] or match["from"]:
            if int(first_day) < day:
                day, last = int(first_day), day
            else:
                start = match.start("day2")
        yield Mention(
            start,
            end,
            text[start:end],
            month,
            day,
            full_year(year.lstrip("'\u2018\u2019"), window) if year else None,
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
