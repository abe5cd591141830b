"""Times of day and date-time groups as cables write them -> HH:MM, and the moment in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from briefbook.text.dates.edtf_bounds import full_year, is_day
from briefbook.text.months import FIRST_LETTERS, SHORT_MONTH
from briefbook.text.vocabulary import zones

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
    for match in _CLOCK.finditer(text, start):
        if match["word"]:
            clock = (12, 0) if match["word"].upper() == "NOON" else (0, 0)
        elif match["four"]:
            clock = (int(match["four"][:2]), int(match["four"][2:]))
        elif match["h24"]:
            clock = (int(match["h24"]), int(match["m24"]))
        else:
            hour = int(match["hour"])
            if not 1 <= hour <= 12:
                continue
            clock = (hour % 12 + (12 if match["half"].upper() == "P" else 0), int(match["minute"] or 0))
        if clock[0] < 24 and clock[1] < 60:
            return f"{clock[0]:02d}:{clock[1]:02d}", match.start(), match.end()
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

    @property
    def offset(self) -> str:
        """The distance from UTC as EDTF writes it after a clock: Z, -04:00; "" for the observer's own zone."""
        hours = zones().get(self.zone)
        if hours is None:
            return ""
        return "Z" if not hours else f"{'-' if hours < 0 else '+'}{abs(hours):02d}:00"


_GROUP_MONTH = SHORT_MONTH.replace("SEP", "SEPT?").replace("OCT", "[O0]CT").replace("NOV", "N[O0]V")
_GROUP = re.compile(
    r"(?P<figures>[0-9OIl|](?<![A-Z0-9].)[0-9OIl|]\s?[0-9OIl|]{4})\s?(?P<zone>[A-Z])(?![A-Z0-9])"
    rf"(?:\s*(?P<month>{_GROUP_MONTH})[A-Z]*\.?\s*(?P<year>(?:19)?\d{{2}})(?!\d|\s\d{{4}}Z))?",
)


@lru_cache(maxsize=2_000)  # a heading's lines are asked by several
def find_group(text: str, *, window: int = 1900) -> Group | None:
    """The first date-time group in a text.

    >>> find_group("O O12326Z MAR 74").text
    '012326Z MAR 74'
    >>> find_group("P 271530Q OCT 62").utc.isoformat()
    '1962-10-27T19:30:00+00:00'
    """
    for match in _GROUP.finditer(text):
        raw = match["figures"].replace(" ", "")
        figures = raw.replace("O", "0").replace("I", "1").replace("l", "1").replace("|", "1")
        if sum(character.isdigit() for character in raw) < 3:
            continue
        day, clock = int(figures[:2]), f"{figures[2:4]}:{figures[4:]}"
        if not (1 <= day <= 31 and int(figures[2:4]) < 24 and int(figures[4:]) < 60):
            continue
        written = (match["month"] or "").replace("0", "O")
        if not written and re.match(r"\s?[A-Z0-9]{3,9}\.?\s+\d{2}\b", text[match.end() :]):
            continue  # a month stands here that cannot be read
        month = FIRST_LETTERS.index(written[:3]) + 1 if written else None
        year = full_year(match["year"], window) if match["year"] else None
        tail = f" {written} {match['year']}" if written else ""
        return Group(
            f"{figures}{match['zone']}{tail}", match.start(), match.end(), day, clock, match["zone"], month, year,
            repaired=figures != raw or written != (match["month"] or ""),
        )  # fmt: skip
    return None
