"""What stamps, numbering machines and time clocks put on a paper, read by their grammar out of a line's text.

A stamp is parted into day, month, year, clock and register number. What is not legible in it is None; letters are
mended only where one month can be meant. Whether a stamp says when a paper was sent is decided by those who read it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefbook.text.dates import find_days, find_group, full_year, heading_months, is_day
from briefbook.text.months import ENGLISH, FIRST_LETTERS, SHORT_MONTH, TELEGRAM_MONTH
from briefbook.text.ocr_confusion import digits, distance


class StampKind(StrEnum):
    """Which grammar a stamp follows."""

    GROUP = "date-time group"  # TOT: 092204Z AUG 95
    CLOCKED = "time stamp"  # NOV 12 0835Z 63
    REGISTER = "numbering machine"  # 23 Nov 63 IN 67195
    RECEIVED = "received stamp"  # RECEIVED 1963 NOV 23 AM 9 12; Rec'd NOV 16
    SLOTTED = "note of distribution"  # SLOTTED AT: 2150, 26 NOV 63
    LABELLED = "labelled day"  # DATE DISTR. 21 SEPTEMBER 1963
    BOX = "date box"  # DATE: 8 NOV 62, at the beginning of a line
    DAY = "stamped day"  # 19 JUN 1963, alone on its line


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in a line: where, which grammar it follows, and its parts as far as they are legible.

    ``clock`` is HH:MM, in UTC where the stamp says Z; ``register`` is the receiver's number, figures only; ``mended``
    says that a letter of the month was taken for another of like shape.
    """

    kind: StampKind
    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    clock: str = ""
    register: str = ""
    mended: bool = False

    @property
    def edtf(self) -> str | None:
        """The day, EDTF; None where a part of it is not legible or the calendar has no such day."""
        if not (self.year and self.month and self.day and is_day(self.year, self.month, self.day)):
            return None
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


_SHORTEST = {letters[:2]: [name for name in FIRST_LETTERS if name[:2] == letters[:2]] for letters in FIRST_LETTERS}
_WITHOUT_A_LETTER = {
    name[0] + letter: at
    for at, name in enumerate(FIRST_LETTERS, 1)
    for letter in name[1:]
    if name[0] + letter != "MY"  # which NOV is read as too
    if [other for other in FIRST_LETTERS if other[0] == name[0] and letter in other[1:]] == [name]
}
"""Months of which the middle letter was lost, where that is no other month: JL, DC."""
_MAX_LETTER_COST = 0.75
"""Two letters of a short month may be taken for others of like shape, no more."""

_FIGURES = "0-9OILSBZ"
_CLOCKED = re.compile(
    rf"(?<![A-Z0-9])(?P<month>[A-Z0-9]{{3,4}})[\s.]*(?P<day>[0-9OIL]{{1,2}})[\s.,]+"
    rf"(?P<clock>(?=[A-Z]*[0-9]\s?[A-Z]*[0-9])[{_FIGURES}]{{2}}\s?[{_FIGURES}]{{2}})(?P<zone>[Z27])?[0-9Z]?[\s.,]+"
    rf"(?:19)?(?P<year>[0-9]{{2}})(?![0-9])(?P<register>\W*[I1L|-]?N\W{{1,2}}[{_FIGURES}]{{4,5}}(?![A-Z0-9]))?"
)
_DAY_MONTH_YEAR = rf"(?P<day>[0-9]{{1,2}})\s?(?P<month>{SHORT_MONTH})\s?(?:19)?(?P<year>[4-9][0-9])"
_GREENWICH = r"(?P<clock>[0-9]{2}\s?[0-9]{2})Z"
_CLOCKED_OTHERWISE = tuple(
    re.compile(rf"(?<![A-Z0-9]){pattern}(?![A-Z0-9])")
    for pattern in (
        rf"{_DAY_MONTH_YEAR}\s+{_GREENWICH}",
        rf"{_GREENWICH}\s+{_DAY_MONTH_YEAR}",
    )
)
"""The same with the day before the month, and the time of day in Greenwich after it or before it."""
_REGISTER = re.compile(
    rf"(?<![A-Z0-9])(?P<day>[0-9OIL]{{1,2}})[\s./]*(?P<month>[A-Z][A-Z0-9]{{1,3}}?)[\s./]*"
    r"(?P<century>19)?(?P<year>[4-9][0-9])\W*(?P<mark>(?(century)(?:[I1L|]?N)|(?:[I1L|][NM]|N|M|0|O)))"
    rf"[\s.:#-]*(?P<register>[{_FIGURES}](?: ?[{_FIGURES}]){{3,5}})(?![A-Z0-9])"
)
_YEAR_AND_MARK = re.compile(r"[4-9][0-9]\W*[I1L|NM0O]")
"""What every such stamp holds. Quicker to look for than the stamp."""
_REGISTER_FIRST = re.compile(
    rf"(?<![A-Z0-9])(?P<mark>IN)[\s.:#-]*(?P<register>[{_FIGURES}]{{5,6}})[\s,;]+(?P<day>[0-9OIL]{{1,2}})[\s./]*"
    r"(?P<month>[A-Z][A-Z0-9]{2})[\s./]*(?:19)?(?P<year>[4-9][0-9])(?![0-9])"
)
_TIME_CLOCK = re.compile(
    rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}})\s?(?P<month>{SHORT_MONTH})\s?(?P<day>[0-9]{{1,2}})\b"
    r"(?:\s?(?P<half>[AP])\.?\s?M\.?\s?(?P<hour>[0-9]{1,2})[\s:.]?(?P<minute>[0-5][0-9])(?![0-9]))?"
    r"(?:\s(?P<hours>[01][0-9]|2[0-3])[\s:.]?(?P<minutes>[0-5][0-9])(?![0-9]))?"
)
_TIME_CLOCK_LAST_YEAR = re.compile(
    rf"(?<![A-Z])(?P<month>{SHORT_MONTH})\s?(?P<day>[0-9]{{1,2}})\s+(?P<hour>[0-9]{{1,2}})[\s:.](?P<minute>[0-5][0-9])"
    r"\s?(?P<half>[AP])\.?\s?M\.?\s?['’]?(?P<year>(?:19)?[0-9]{2})(?![0-9])"
)
_CLOCK_DAY = (
    rf"(?:(?P<month>{SHORT_MONTH})\.?\s?(?P<day>[0-9]{{1,2}})"
    rf"|(?P<day_first>[0-9]{{1,2}})\s?(?P<month_next>{SHORT_MONTH})\.?)"
)
_CLOCK_TIME = (
    r"(?:(?P<hour>[0-9]{1,2})[\s:.]?(?P<minute>[0-5][0-9])\s?(?P<half>[AP])\.?\s?M\b\.?"
    r"|(?P<half_first>[AP])\.?\s?M\.?\s?(?P<hour_next>[0-9]{1,2})[\s:.]?(?P<minute_next>[0-5][0-9])(?![0-9])"
    r"|(?P<hours>[01][0-9]|2[0-3])[\s:.]?(?P<minutes>[0-5][0-9])\s?[ZH]?(?![A-Z0-9]))"
)
_CLOCK_YEAR = r"(?P<year>19[0-9]{2}|['’][4-9][0-9])(?![0-9])"
_TIME_CLOCKS = tuple(
    re.compile(rf"(?<![A-Z0-9]){pattern}")
    for pattern in (
        rf"{_CLOCK_DAY}[\s,]*{_CLOCK_YEAR}[\s,]+{_CLOCK_TIME}",
        rf"{_CLOCK_DAY}[\s,]+{_CLOCK_TIME}[\s,]+{_CLOCK_YEAR}",
        rf"{_CLOCK_TIME}[\s,]+{_CLOCK_DAY}[\s,]*{_CLOCK_YEAR}",
    )
)
_DAY_OF_MONTH = re.compile(rf"(?:{SHORT_MONTH})\.?\s?[0-9]|[0-9]\s?(?:{SHORT_MONTH})")
"""What every one of these stamps of a time holds: a month beside its day. Quicker to look for than the stamps."""

_CLOCK_SHARE = 0.6
"""So much of a line's letters and figures is a time clock's stamp, where it does not end the line."""
_SENT = re.compile(r"\b(?:SENT|DI?E?SPATCHED|TRANSMITTED|RELEASED|TYPED)\W*$")
_RECEIVED = re.compile(
    r"\b(?:REC(?:EIVED|EIPT|['’]?D|[PV]D)"
    r"|EINGEGANGEN|EINGANG|ARRIV[EÉ]E|RE[CÇ]U(?:\sLE)?|RECIBIDO|RICEVUTO|ONTVANGEN)\b"
    r"(?:\s(?:IN|BY|AT|AM)\s[A-Z. ]{2,24}?)?[\s:.,]*"
    rf"(?=(?:{TELEGRAM_MONTH})|[0-9])"
)
_SLOTTED = re.compile(
    r"\b(?:SLOTTED\b\W*(?:AT\b)?\W*(?:[0-9OIL]{4}Z?)?|AT\W{0,2}[0-9OIL]{4}(?=\W+[0-9]{1,2}\s[A-Z]{3}\W*\)))[\s,.-]*"
    r"(?P<rest>.{0,16})"
)
_LABEL = re.compile(
    r"\b(?:DATE\s?(?:DIST[A-Z]*|OF\s?REPORT|TYPED|DISPATCHED|DESPATCHED|PREPARED|SENT|RELEASED)|REPORT\s?DATE)\b[\s.:]*(?:DATE\b[\s.:]*)?"
)
_BOX = re.compile(
    rf"^\W*(?:DA[A-Z]{{0,2}}\b\W*)?(?P<day>[{_FIGURES}]{{1,2}})\s?/?\s?(?P<month>[A-Z0-9]{{3,9}})[\s./]*"
    r"(?P<year>19[0-9]{2}|[0-9]{2})(?![0-9])"
)
_BOX_WITHOUT_YEAR = re.compile(rf"^\W*DATE\b\W*(?P<day>[0-9OIL]{{1,2}})\s?/?\s?(?P<month>{TELEGRAM_MONTH})(?![A-Z])")
_NUMBERED = re.compile(
    r"\W{0,2}[0-9OIl]{1,2}\W?[A-Za-z0-9]{2,4}\W?[0-9A-Z]{1,2}\W{0,2}[A-Za-z0-9|]{0,2}\W{0,2}\d{5}\W{0,2}"
)
_MIN_NUMBERED = 7
"""Figures of a stamp of day, year and register number, of which one may have been read as a letter."""
_DAY_SHARE = 0.8
"""So much of a line's letters and figures is the day, where a day stands alone on it."""


_FIGURE = re.compile(r"[0-9]")
_RUN_ON = re.compile(r"[a-z](?=[A-Z]{3}\s?[0-9])")


def find_stamps(text: str, *, window: int = 1900, of_receipt: bool = False) -> list[Stamp]:
    """The stamps in a line of a paper, in order; where two grammars fit the same place, the fuller reading.

    Args:
        text: One line.
        window: The first year of the hundred years that years of two figures fall in.
        of_receipt: Only what was stamped on receipt is wanted: numbering machines and time clocks, received stamps, and
            the groups that say more than these.

    >>> [(stamp.kind.name, stamp.edtf, stamp.register) for stamp in find_stamps("SECRET 23 Nov 63 IN 67195")]
    [('REGISTER', '1963-11-23', '67195')]
    >>> [(stamp.edtf, stamp.clock) for stamp in find_stamps("FROM KINGSTON OCT 11. O021Z 62")]
    [('1962-10-11', '00:21')]
    """
    if not _FIGURE.search(text):
        return []
    figure_count = len(_FIGURE.findall(text)) if text.isascii() else len(text)
    apart = _RUN_ON.sub(" ", text)  # small letters run on to a stamp: minuteMAY 27
    capitals = apart.upper() if len(apart.upper()) == len(text) else text
    stamps: list[Stamp] = []
    grammars = _GRAMMARS[:_COUNT_OF_RECEIPT] if of_receipt else _GRAMMARS
    for stamp in _all_stamps(capitals, window, grammars, figure_count):
        if not any(stamp.start < other.end and other.start < stamp.end for other in stamps):
            stamps.append(stamp)
    return sorted(stamps, key=lambda stamp: stamp.start)


def may_be_received(text: str) -> bool:
    """May ``find_stamps`` find a time clock's stamp or one of receipt in a line? Quick, and False only where not.

    Args:
        text: One line.

    >>> may_be_received("RECEIVED OCT 11 1962"), may_be_received("INFO OCT-01 ISO-00 DODE-00")
    (True, False)
    """
    if not _FIGURE.search(text):
        return False
    capitals = text.upper()
    if capitals != text:
        apart = _RUN_ON.sub(" ", text)
        capitals = apart.upper() if len(apart.upper()) == len(text) else text
    found = _DAY_OF_MONTH.search(capitals) or _CLOCKED.search(capitals) or _RECEIVED.search(capitals)
    return found is not None


def _all_stamps(
    text: str, window: int, grammars: "Sequence[tuple[_Grammar, int]]", figure_count: int
) -> Iterator[Stamp]:
    """Every stamp, the grammar that says most first; one that needs more figures than there are is passed over."""
    for grammar, min_figures in grammars:
        if figure_count >= min_figures:
            yield from grammar(text, window)


def _groups(text: str, window: int) -> Iterator[Stamp]:
    start = 0
    while group := find_group(text[start:], window=window):
        if group.month and group.year and not group.repaired:
            yield Stamp(
                StampKind.GROUP, start + group.start, start + group.end, group.day, group.month, group.year, group.clock
            )
        start += group.end


def _registers(text: str, window: int) -> Iterator[Stamp]:
    of_machines = _REGISTER.finditer(text) if _YEAR_AND_MARK.search(text) else ()
    for match in (*of_machines, *(_REGISTER_FIRST.finditer(text) if "IN" in text else ())):
        month, mended = stamped_month(match["month"])
        register = digits("".join(match["register"].split()))
        sure = match["mark"] in ("IN", "1N") and register and not register[1] and len(register[0]) in (5, 6)
        yield Stamp(
            StampKind.REGISTER, match.start(), match.end(), _day(match["day"]), month,
            full_year(match["year"], window), register=register[0] if sure and register else "", mended=mended,
        )  # fmt: skip


def _clocked(text: str, window: int) -> Iterator[Stamp]:
    for match in _CLOCKED.finditer(text):
        month, mended = stamped_month(match["month"])
        if month is None:
            continue
        figures = digits("".join(match["clock"].split()))
        clock = f"{figures[0][:2]}:{figures[0][2:]}" if figures and _is_clock(figures[0]) and match["zone"] else ""
        if not match["zone"] and not match["register"]:
            continue
        yield Stamp(
            StampKind.CLOCKED, match.start(), match.end(), _day(match["day"]), month,
            full_year(match["year"], window), clock, mended=mended,
        )  # fmt: skip


def _clocked_otherwise(text: str, window: int) -> Iterator[Stamp]:
    if not _DAY_OF_MONTH.search(text):
        return
    for pattern in _CLOCKED_OTHERWISE:
        for match in pattern.finditer(text):
            figures = "".join(match["clock"].split())
            if _is_clock(figures):
                yield Stamp(
                    StampKind.CLOCKED, match.start(), match.end(), int(match["day"]), heading_months()[match["month"]],
                    full_year(match["year"], window), f"{figures[:2]}:{figures[2:]}",
                )  # fmt: skip


def _received(text: str, window: int) -> Iterator[Stamp]:
    for match in _RECEIVED.finditer(text):
        rest = text[match.end() : match.end() + 36]
        days = find_days(rest, window=window)
        clocks = list(_time_clocks(rest, window))
        if clocks and clocks[0].start == 0:
            first = clocks[0]
            yield Stamp(
                StampKind.RECEIVED, match.start(), match.end() + first.end, first.day, first.month, first.year,
                first.clock,
            )  # fmt: skip
        elif days and days[0].start == 0 and days[0].day:
            day = days[0]
            yield Stamp(StampKind.RECEIVED, match.start(), match.end() + day.end, day.day, day.month, day.year)


def _time_clocks(text: str, window: int) -> Iterator[Stamp]:
    if not _DAY_OF_MONTH.search(text):
        return
    for pattern in (_TIME_CLOCK, _TIME_CLOCK_LAST_YEAR):
        for match in pattern.finditer(text):
            if not _SENT.search(text[: match.start()]):
                yield _time_clock(match, window)
    for pattern in _TIME_CLOCKS:
        for match in pattern.finditer(text):
            letters = sum(map(str.isalnum, match[0])) >= _CLOCK_SHARE * sum(map(str.isalnum, text))
            if (letters or not text[match.end() :].strip(" .")) and not _SENT.search(text[: match.start()]):
                yield _time_clock(match, window)


def _time_clock(match: re.Match[str], window: int) -> Stamp:
    """A time clock's stamp, whatever the order of its parts."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    hour, minute = (parts.get(name) or parts.get(f"{name}_next") or "" for name in ("hour", "minute"))
    half = parts.get("half") or parts.get("half_first")
    clock = ""
    if half and hour and 1 <= int(hour) <= 12:
        clock = f"{int(hour) % 12 + (12 if half == 'P' else 0):02d}:{minute}"
    elif "hours" in parts:
        clock = f"{parts['hours']}:{parts['minutes']}"
    day, month = parts.get("day") or parts["day_first"], parts.get("month") or parts["month_next"]
    return Stamp(
        StampKind.RECEIVED, match.start(), match.end(), int(day), heading_months()[month],
        full_year(parts["year"].strip("'’"), window), clock,
    )  # fmt: skip


def _slotted(text: str, window: int) -> Iterator[Stamp]:
    for match in _SLOTTED.finditer(text):
        days = find_days(match["rest"], window=window)
        if days:
            day = days[0]
            yield Stamp(StampKind.SLOTTED, match.start(), match.start("rest") + day.end, day.day, day.month, day.year)


def _labelled(text: str, window: int) -> Iterator[Stamp]:
    for match in _LABEL.finditer(text):
        days = find_days(text[match.end() : match.end() + 24], window=window)
        if days and days[0].start <= 2 and days[0].year:
            day = days[0]
            yield Stamp(StampKind.LABELLED, match.start(), match.end() + day.end, day.day, day.month, day.year)


def _days(text: str, window: int) -> Iterator[Stamp]:
    """A day that has its line to itself, but for a speck or two."""
    days = [day for day in find_days(text, window=window) if day.year and day.day]
    if len(days) == 1:
        day = days[0]
        letters = sum(character.isalnum() for character in text)
        if sum(character.isalnum() for character in text[day.start : day.end]) >= _DAY_SHARE * letters:
            yield Stamp(StampKind.DAY, day.start, day.end, day.day, day.month, day.year)


def _boxes(text: str, window: int) -> Iterator[Stamp]:
    match = _BOX.match(text)
    if match:
        month, mended = stamped_month(match["month"])
        day = _day(match["day"])
        if month and day:
            year = full_year(match["year"], window)
            yield Stamp(StampKind.BOX, match.start("day"), match.end(), day, month, year, mended=mended)


def _boxes_without_year(text: str, window: int) -> Iterator[Stamp]:
    match = _BOX_WITHOUT_YEAR.match(text)
    day, month = (_day(match["day"]), heading_months().get(match["month"])) if match else (None, None)
    if match and day and month:
        yield Stamp(StampKind.BOX, match.start("day"), match.end(), day, month)


_Grammar = Callable[[str, int], Iterator[Stamp]]

_GRAMMARS: tuple[tuple[_Grammar, int], ...] = (
    (_registers, 2),
    (_clocked, 4),
    (_groups, 5),
    (_clocked_otherwise, 7),
    (_received, 1),
    (_time_clocks, 5),
    (_slotted, 1),
    (_labelled, 1),
    (_days, 3),
    (_boxes, 2),
    (_boxes_without_year, 1),
)
"""The grammars, the one that says most first, and how many figures its stamps have at least."""

_COUNT_OF_RECEIPT = 6
"""How many of them, from the first, are asked for what was stamped on receipt."""


def is_machine_stamp(text: str) -> bool:
    """Is a line what a numbering machine or a time clock stamped, or rubble of the shape of such a stamp?

    >>> is_machine_stamp("14DE53 N80448"), is_machine_stamp("NOV 12 0835Z 63"), is_machine_stamp("24 of 28")
    (True, True, False)
    """
    plain = " ".join(text.split())
    has_letters = sum(map(str.isalpha, plain)) > 1
    if has_letters and _NUMBERED.fullmatch(plain) and sum(map(str.isdigit, plain)) >= _MIN_NUMBERED:
        return True
    return any(
        stamp.kind in (StampKind.REGISTER, StampKind.CLOCKED, StampKind.RECEIVED)
        and sum(map(str.isalnum, plain[stamp.start : stamp.end])) >= _DAY_SHARE * sum(map(str.isalnum, plain))
        for stamp in find_stamps(plain)
    )


def stamped_month(letters: str) -> tuple[int | None, bool]:
    """The month that the letters of a stamp name, and whether letters were mended; None where several can be meant.

    The first two letters suffice if one month begins with them; two letters may be of like shape only, and the middle
    letter may be lost.

    >>> stamped_month("NOV"), stamped_month("De"), stamped_month("N0V"), stamped_month("My"), stamped_month("APK")
    ((11, False), (12, False), (11, True), (None, False), (4, True))
    >>> stamped_month("JL"), stamped_month("JN")
    ((7, False), (None, False))
    """
    read = letters.upper()
    if read in heading_months():
        return heading_months()[read], False
    if len(read) == 2:
        if read not in _SHORTEST:
            return _WITHOUT_A_LETTER.get(read), False
        fits = _SHORTEST[read]
        return (FIRST_LETTERS.index(fits[0]) + 1, False) if len(fits) == 1 else (None, False)
    names = [*FIRST_LETTERS, *(name.upper() for name in ENGLISH if len(name) == len(read) == 4)]
    if len(read) == 4:
        names.append("SEPT")
    costs = sorted((distance(read, name), name) for name in names if len(name) == len(read))
    if not costs or costs[0][0] > _MAX_LETTER_COST or (len(costs) > 1 and costs[1][0] - costs[0][0] < 0.5):
        return None, False
    return heading_months()[costs[0][1]], True


def _day(read: str) -> int | None:
    figures = digits(read)
    return int(figures[0]) if figures and 1 <= int(figures[0]) <= 31 else None


def _is_clock(figures: str) -> bool:
    return len(figures) == 4 and int(figures[:2]) < 24 and int(figures[2:]) < 60
