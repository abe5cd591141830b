"""Dates in the headings of papers, in capitals and damaged by OCR -> days, never silently mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from briefbook.text.dates.edtf_bounds import full_year, is_day
from briefbook.text.months import ENGLISH, FIRST_LETTERS, ROMAN, WEEKDAYS, heading_months
from briefbook.text.ocr_confusion import nearest
from briefbook.util.alternation import trie_pattern

DAYS = tuple(name.upper() for name in WEEKDAYS)
"""The weekdays in capitals, Monday first."""

_SHAPES = {
    "N": "[NMHW]",
    "O": "[O0CQGD]",
    "V": "[VUY]",
    "J": "[J]",
    "A": "[A4]",
    "F": "[FEP]",
    "E": "[EF]",
    "B": "[B83]",
}
_SHAPES |= {"M": "[MNH]", "R": "[R]", "P": "[PF]", "Y": "[YV]", "U": "[UV]", "L": "[L1I]", "G": "[G6C]", "S": "[S5]"}
_SHAPES |= {"C": "[CGO]", "T": "[T7I]", "D": "[DO0]"}
_YEAR = (
    r"(?P<year>(?:19|20)\d{2}(?![\dA-Za-z])"
    r"|\d{2}(?![\dA-Za-z]|,?\s(?:19|20)\d\d\b|\s?[:.]\d\d|\s?[AP]\.?\s?M\b|\s?HOURS))"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date found in a text. ``year`` None: not written. ``repaired``: read through damage."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    repaired: bool = False

    @property
    def valid(self) -> bool:
        """Is there such a day?"""
        if self.month is None or self.day is None:
            return (self.month is None or 1 <= self.month <= 12) and (self.day is None or 1 <= self.day <= 31)
        return is_day(self.year or 2000, self.month, self.day)

    @property
    def edtf(self) -> str | None:
        """The date as EDTF, XX for what is not written; None if there is no such day."""
        if not self.valid:
            return None
        year = f"{self.year:04d}" if self.year else "XXXX"
        month = f"{self.month:02d}" if self.month else "XX"
        return f"{year}-{month}-{self.day:02d}" if self.day else f"{year}-{month}"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """The ways of writing a day, each with what a text must hold for it: quicker to look for."""
    name = rf"(?P<month>{trie_pattern(heading_months())})"
    long = "|".join(full.upper() for full in ENGLISH if len(full) > 4)
    english = (
        "(?P<month>(?:" + "|".join(FIRST_LETTERS) + r")(?:(?<=SEP)T|(?<=JUN)E|(?<=JUL)Y)?|" + long + ")"
    )  # JUNI1 is JUN11
    ordinal = r"(?:ST|ND|RD|TH|ER|EME)?"
    needs = {0: re.compile("/"), 3: re.compile(r"[/.]\s?[IVX]", re.I)}
    return tuple(
        (re.compile(pattern, re.I), needs.get(at))
        for at, pattern in enumerate(
            (
                rf"(?<![A-Z]){english}\.?\s?(?P<day>\d{{1,2}})\s?/\s?{_YEAR}",  # NOV19/64
                rf"(?<!\d)(?P<day>\d{{1,2}})\s?{ordinal}[.,]?[\s/-]*(?:OF\s+|DE\s+)?{name}[a-z]*[\s,./-]*(?:DE\s+)?{_YEAR}",
                rf"(?<![A-Z]){name}(?:(?<!JUNI|JULI)\.?\s*|\.?\s+)(?P<day>\d{{1,2}})\s?{ordinal}"
                rf"[\s,./-]+{_YEAR}",  # April 4th, 1951
                rf"(?<!\d)(?P<day>\d{{1,2}})\s?(?P<sign>[/.])\s?(?P<roman>[IVX]{{1,4}})\s?(?P=sign)\s?"
                rf"{_YEAR}",  # 27/X/62
                rf"(?<![A-Z]){name}(?<!JUNI|JULI)\.?\s?(?P<day>\d{{1,2}})(?:{ordinal})"
                r"(?![\d:]|\s?[AP]\.?M|[iIl!|](?![A-Za-z]))",  # NOV14
                rf"(?<!\d)(?P<day>\d{{1,2}})\s?{ordinal}\s?(?:OF\s+)?{name}(?![A-Z])",  # 16th March
            )
        )
    )


@cache
def _damaged() -> re.Pattern[str]:
    shapes = "|".join(
        f"(?P<m{number}>{''.join(_SHAPES.get(letter, letter) for letter in name)})"
        for number, name in enumerate(FIRST_LETTERS, 1)
    )
    return re.compile(
        rf"(?<![A-Z])(?:{shapes})[YE]?\.?\s?(?P<day>[\dOIl!|]{{1,2}}(?:\s\d)?)"
        r"\s?(?:/\s?(?P<year>\d\s?[\dOZSBIL]|[OZSBIL]\d))?(?![\dA-Z])"
    )


_FIGURE = re.compile(r"\d")


def find_days(text: str, *, window: int = 1900, damaged: bool = False) -> list[Day]:
    """Every date with its month in letters in a heading, in order; the longer reading wins where two overlap.

    Args:
        text: lines of a heading.
        window: first year of the hundred years that years of two figures fall in.
        damaged: read months through confusions of like letters too (NCV19/64), where nothing undamaged stands.

    >>> [day.edtf for day in find_days("Your EX-555 of March 16th. April 4th, 1951")]
    ['XXXX-03-16', '1951-04-04']
    >>> [day.edtf for day in find_days("FEB! 2/66", damaged=True)]
    ['1966-02-12']
    >>> [day.edtf for day in find_days("your memoranda of l6 October 1953 and I2 May")]
    ['1953-10-16', 'XXXX-05-12']
    """
    return list(_days_in(text, window, damaged)) if _FIGURE.search(text) or damaged else []


@lru_cache(maxsize=2_000)  # a heading's lines with a day are asked by several
def _days_in(text: str, window: int, damaged: bool) -> tuple[Day, ...]:
    days: list[Day] = []
    for pattern, needs in _patterns() if _FIGURE.search(text) and _may_name_month(text) else ():
        if needs is not None and not needs.search(text):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if days and any(start < day.end and day.start < end for day in days):
                continue
            parts = match.groupdict()
            month = ROMAN.get((parts.get("roman") or "").upper()) or heading_months().get(
                (parts.get("month") or "").upper()
            )
            if month is None:
                continue
            year = parts.get("year")
            days.append(
                Day(match.start(), match.end(), full_year(year, window) if year else None, month, int(parts["day"]))
            )
    days = [_with_apart_figure(_with_letter_for_figure(day, text), text) for day in days]
    if damaged:
        days += [day for day in _find_damaged(text, window) if not _overlaps(day, days)]
    return tuple(sorted(days, key=lambda day: day.start))


def _may_name_month(text: str) -> bool:
    """May a text name a month, in letters or in Roman figures? Quick, and False only where it does not."""
    return not text.isascii() or _any_month().search(text.upper()) is not None


@cache
def _any_month() -> re.Pattern[str]:
    names = trie_pattern(name for name in (*heading_months(), *FIRST_LETTERS) if name.isascii())
    return re.compile(rf"{names}|[/.]\s?[IVX]")


_LETTER_FOR_ONE = re.compile(r"(?<![^\W_])[lI|](?=\d)")
"""A letter that stands where a one was typed: typewriters had no key for it, and readers take it for the letter."""


def _with_letter_for_figure(day: Day, text: str) -> Day:
    """A day whose first figure is a letter: l6 October is the 16th. Where a month leads, it is no part of the day."""
    at = day.start - 1
    if at < 0 or day.day is None or day.day > 9 or not _LETTER_FOR_ONE.match(text, at):
        return day
    whole = replace(day, start=at, day=10 + day.day)
    return whole if whole.valid else day


_FIGURE_APART = re.compile(r"(?:^|\n)[^\w\n]*(?P<figure>[123]) $")


def _with_apart_figure(day: Day, text: str) -> Day:
    """A stamped day whose first figure stands apart at the beginning of its line: 2 9 MAR 1963 is the 29th."""
    if day.day is None or day.day > 9 or not (apart := _FIGURE_APART.search(text[: day.start])):
        return day
    whole = replace(day, start=apart.start("figure"), day=10 * int(apart["figure"]) + day.day)
    return whole if whole.valid else day


def _overlaps(day: Day, others: list[Day]) -> bool:
    return any(
        day.start < other.end and other.start < day.end and not (other.year is None and day.year) for other in others
    )


def _find_damaged(text: str, window: int) -> Iterator[Day]:
    for match in _damaged().finditer(text.upper()):
        figures = re.sub(r"[!|IL]", "1", match["day"].replace(" ", "").replace("O", "0"))
        if not figures.isdigit() or not 1 <= int(figures) <= 31:
            continue
        month = next(number for number in range(1, 13) if match[f"m{number}"])
        year = match["year"] and match["year"].translate(str.maketrans("OZSBIL", "025811"))
        yield Day(
            match.start(),
            match.end(),
            full_year(year.replace(" ", ""), window) if year else None,
            month,
            int(figures),
            repaired=True,
        )


_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d|\d\d)(?![\d./-])")


def numeric_days(text: str, *, window: int = 1900, order: str = "") -> list[str]:
    """What the first date in figures alone may mean, the day before the month and the month before the day.

    Args:
        text: a line of a heading.
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" where the collection's settings say which; "" leaves both readings.

    Returns:
        One or two EDTF days; none where no such date stands, or the calendar has no such day.

    >>> numeric_days("3/11/62"), numeric_days("23/11/62"), numeric_days("31/31/62")
    (['1962-11-03', '1962-03-11'], ['1962-11-23'], [])
    >>> numeric_days("3/11/62", order="mdy")
    ['1962-03-11']
    """
    match = _NUMERIC.search(text)
    if not match:
        return []
    first, second, year = int(match[1]), int(match[3]), full_year(match[4], window)
    readings = {"dmy": (first, second), "mdy": (second, first)}
    days = {
        name: edtf
        for name, (day, month) in readings.items()
        if 1 <= month <= 12 and (edtf := Day(0, 0, year, month, day).edtf)
    }
    return [days[order]] if order in days else list(dict.fromkeys(days.values()))


def mend_months(text: str) -> str:
    """A date's text with its month read through damage: the one month that a word beside a figure can be.

    >>> mend_months("JU1Y 9, 1964"), mend_months("4 AUGUSY 1961"), mend_months("4 MEN")
    ('JULY 9, 1964', '4 AUGUST 1961', '4 MEN')
    """
    return _BESIDE_FIGURES.sub(lambda match: _mended_month(match[0]) or match[0], text.upper())


_BESIDE_FIGURES = re.compile(
    r"(?<![A-Z\d])(?=[A-Z\d]*[A-Z][A-Z\d]*[A-Z])[A-Z\d]{3,9}(?=\.?\s?\d)|(?<=\d\s)[A-Z\d]{3,9}\b"
)


def _mended_month(word: str) -> str | None:
    if word in heading_months():
        return None
    short = ("SEPT" if full == "September" else full[:3].upper() for full in ENGLISH)
    near = nearest(word, list(dict.fromkeys((*(full.upper() for full in ENGLISH), *short))), limit=0.2)
    return near[0] if near else None
