"""Dates and times as cables write them -> what they mean: EDTF, with the century window, never silently mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from briefbook.text.vocabulary import months, zones

ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
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
_SHORT = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LONG = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
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
    last_day: int | None = None

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


def is_day(year: int, month: int, day: int) -> bool:
    """Is there such a day in the calendar?"""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def full_year(year: str, window: int = 1900) -> int:
    """The year meant by two figures, in the hundred years from ``window``.

    >>> full_year("62"), full_year("12", window=1950), full_year("1962")
    (1962, 2012, 1962)
    """
    number = int(year)
    if len(year) > 2:
        return number
    return window + (number - window) % 100


@cache
def _month_names() -> str:
    return "|".join(sorted((re.escape(name) for name in months()), key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = rf"(?P<month>{_month_names()})"
    english = (
        "(?P<month>(?:" + "|".join(_SHORT) + r")(?:(?<=SEP)T|(?<=JUN)E|(?<=JUL)Y)?|" + "|".join(_LONG) + ")"
    )  # JUNI1 is JUN11
    ordinal = r"(?:ST|ND|RD|TH|ER|EME)?"
    return tuple(
        re.compile(pattern, re.I)
        for pattern in (
            rf"(?<![A-Z]){english}\.?\s?(?P<day>\d{{1,2}})\s?/\s?{_YEAR}",  # NOV19/64
            rf"(?<!\d)(?P<day>\d{{1,2}})\s?{ordinal}[.,]?[\s/-]*(?:OF\s+|DE\s+)?{name}[a-z]*[\s,./-]*{_YEAR}",
            rf"(?<![A-Z]){name}(?:(?<!JUNI|JULI)\.?\s*|\.?\s+)(?P<day>\d{{1,2}})\s?{ordinal}"
            rf"[\s,./-]+{_YEAR}",  # April 4th, 1951
            rf"(?<!\d)(?P<day>\d{{1,2}})\s?/\s?(?P<roman>[IVX]{{1,4}})\s?/\s?{_YEAR}",  # 27/X/62
            rf"(?<![A-Z]){name}(?<!JUNI|JULI)\.?\s?(?P<day>\d{{1,2}})(?:{ordinal})"
            r"(?![\d:]|\s?[AP]\.?M|[iIl!|](?![A-Za-z]))",  # NOV14
            rf"(?<!\d)(?P<day>\d{{1,2}})\s?{ordinal}\s?(?:OF\s+)?{name}(?![A-Z])",  # 16th March
        )
    )


@cache
def _damaged() -> re.Pattern[str]:
    shapes = "|".join(
        f"(?P<m{number}>{''.join(_SHAPES.get(letter, letter) for letter in name)})"
        for number, name in enumerate(_SHORT, 1)
    )
    return re.compile(
        rf"(?<![A-Z])(?:{shapes})[YE]?\.?\s?(?P<day>[\dOIl!|]{{1,2}}(?:\s\d)?)"
        r"\s?(?:/\s?(?P<year>\d\s?[\dOZSBIL]|[OZSBIL]\d))?(?![\dA-Z])"
    )


_FIGURE = re.compile(r"\d")


def find_days(text: str, *, window: int = 1900, damaged: bool = False) -> list[Day]:
    """Every date in a text, in order; the longer reading wins where two overlap.

    ``damaged`` also reads months through confusions of like letters (NCV19/64), where nothing undamaged stands.

    >>> [day.edtf for day in find_days("Your EX-555 of March 16th. April 4th, 1951")]
    ['XXXX-03-16', '1951-04-04']
    >>> [day.edtf for day in find_days("FEB! 2/66", damaged=True)]
    ['1966-02-12']
    """
    found: list[Day] = []
    for pattern in _patterns() if _FIGURE.search(text) else ():
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            parts = match.groupdict()
            month = ROMAN.get((parts.get("roman") or "").upper()) or months().get((parts.get("month") or "").upper())
            if month is None:
                continue
            year = parts.get("year")
            found.append(
                Day(match.start(), match.end(), full_year(year, window) if year else None, month, int(parts["day"]))
            )
    if damaged:
        found += [day for day in _find_damaged(text, window) if not _overlaps(day, found)]
    return sorted(found, key=lambda day: day.start)


def _overlaps(day: Day, others: list[Day]) -> bool:
    return any(day.start < one.end and one.start < day.end and not (one.year is None and day.year) for one in others)


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


def numeric_days(text: str, *, window: int = 1900) -> list[str]:
    """What a date in figures alone may mean, the day before the month and the month before the day; one, two or none.

    >>> numeric_days("3/11/62"), numeric_days("23/11/62"), numeric_days("31/31/62")
    (['1962-11-03', '1962-03-11'], ['1962-11-23'], [])
    """
    found = _NUMERIC.search(text)
    if not found:
        return []
    one, other, year = int(found[1]), int(found[3]), full_year(found[4], window)
    days = [Day(0, 0, year, month, day).edtf for day, month in ((one, other), (other, one)) if 1 <= month <= 12]
    return list(dict.fromkeys(day for day in days if day))


_CLOCK = re.compile(
    r"(?<![\d:])(?:(?P<hour>\d{1,2})(?:\s?[:.h]\s?\.?(?P<minute>\d{2}))?\s*[.,]*\s*(?P<half>[AP])\.?\s?[M][E.]?(?![A-Z])"
    r"|(?P<h24>\d{1,2})\s?[:.h]\s?(?P<m24>\d{2})(?!\d)(?:\s?(?:HRS|HOURS|UHR))?"
    r"|(?P<four>\d{4})\s?(?:HRS|HOURS)|(?P<word>NOON|MIDNIGHT))",
    re.I,
)


def find_clock(text: str, start: int = 0) -> tuple[str, int, int] | None:
    """The first time of day after ``start`` as HH:MM, and where it stands.

    >>> find_clock("Washington, October 29, 1962, 10:50 p.m.")[0], find_clock("R. 7.33 a.m. 2nd August")[0]
    ('22:50', '07:33')
    >>> find_clock("23.10.1962 09h10", 10)[0], find_clock("THURSDAY - 1900hrs")[0]
    ('09:10', '19:00')
    """
    for found in _CLOCK.finditer(text, start):
        if found["word"]:
            clock = (12, 0) if found["word"].upper() == "NOON" else (0, 0)
        elif found["four"]:
            clock = (int(found["four"][:2]), int(found["four"][2:]))
        elif found["h24"]:
            clock = (int(found["h24"]), int(found["m24"]))
        else:
            hour = int(found["hour"])
            if not 1 <= hour <= 12:
                continue
            clock = (hour % 12 + (12 if found["half"].upper() == "P" else 0), int(found["minute"] or 0))
        if clock[0] < 24 and clock[1] < 60:
            return f"{clock[0]:02d}:{clock[1]:02d}", found.start(), found.end()
    return None


@dataclass(frozen=True, slots=True)
class Group:
    """A date-time group: 271530Q OCT 62. ``month`` and ``year`` None: abbreviated."""

    text: str  # as it is meant: figures mended, one blank between the parts
    start: int
    end: int
    day: int
    clock: str
    zone: str
    month: int | None
    year: int | None
    repaired: bool = False

    @property
    def utc(self) -> datetime | None:
        """The moment, in UTC; None if abbreviated, of the observer's own zone, or impossible."""
        offset = zones().get(self.zone)
        if offset is None or self.month is None or self.year is None or not is_day(self.year, self.month, self.day):
            return None
        local = datetime(self.year, self.month, self.day, int(self.clock[:2]), int(self.clock[3:]), tzinfo=UTC)
        return local - timedelta(hours=offset)


_GROUP = re.compile(
    r"(?<![A-Z0-9])(?P<figures>[0-9OIl|]{2}\s?[0-9OIl|]{4})\s?(?P<zone>[A-Z])(?![A-Z0-9])"
    r"(?:\s*(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEPT?|[O0]CT|N[O0]V|DEC)[A-Z]*\.?\s*(?P<year>(?:19)?\d{2})(?!\d))?",
)


def find_group(text: str, *, window: int = 1900) -> Group | None:
    """The first date-time group in a text.

    >>> find_group("O O12326Z MAR 74").text
    '012326Z MAR 74'
    >>> find_group("P 271530Q OCT 62").utc.isoformat()
    '1962-10-27T19:30:00+00:00'
    """
    for found in _GROUP.finditer(text):
        raw = found["figures"].replace(" ", "")
        figures = raw.replace("O", "0").replace("I", "1").replace("l", "1").replace("|", "1")
        if sum(one.isdigit() for one in raw) < 3:
            continue
        day, clock = int(figures[:2]), f"{figures[2:4]}:{figures[4:]}"
        if not (1 <= day <= 31 and int(figures[2:4]) < 24 and int(figures[4:]) < 60):
            continue
        written = (found["month"] or "").replace("0", "O")
        if not written and re.match(r"\s?[A-Z0-9]{3,9}\.?\s+\d{2}\b", text[found.end() :]):
            continue  # a month stands here that cannot be read
        month = _SHORT.index(written[:3]) + 1 if written else None
        year = full_year(found["year"], window) if found["year"] else None
        tail = f" {written} {found['year']}" if written else ""
        return Group(
            f"{figures}{found['zone']}{tail}", found.start(), found.end(), day, clock, found["zone"], month, year,
            repaired=figures != raw or written != (found["month"] or ""),
        )  # fmt: skip
    return None


_EDTF_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day_of(edtf: str | None) -> date | None:
    """The day of an EDTF date; None where the day is not known."""
    found = _EDTF_DAY.match(edtf or "")
    if not found:
        return None
    try:
        return date.fromisoformat(found[0])
    except ValueError:
        return None
