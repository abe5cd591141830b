"""A cell that came back and the value that went out -> whether a program alone may have made the difference.

Spreadsheet programs change what nobody touched: Excel writes days in the order of its country, drops zeros, shortens
long numbers, makes days of 11-8; LibreOffice turns quotation marks; pandas adds .0. A cell that one of them would have
written for the value says that nobody changed it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from briefbook.text.dates import day_of, is_day, read_date
from briefbook.text.months import month_number
from briefbook.util.cells import unguard_formula, visible

MAX_CELL = 32_767
"""Letters that a cell of Excel holds; it cuts off what is longer."""

_BLANK = frozenset({"", "nan", "null", "<na>", "nat", "-nan"})
"""What programs write for a blank cell."""

_MISSING = _BLANK | {"na", "n/a", "none", "#n/a", "#na", "1.#ind"}
"""Words that pandas reads as no value, and writes as a blank cell."""

_TRUTHS = (
    frozenset({"true", "vrai", "wahr", "verdadero", "vero", "waar", "verdadeiro", "prawda"}),
    frozenset({"false", "faux", "falsch", "falso", "onwaar", "fałsz"}),
)
_LOOKALIKES = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
    }
)  # fmt: skip


def plain(text: str) -> str:
    r"""A text without what autocorrection and line ends change: quotation marks, dashes, blanks, order of accents.

    >>> plain("“No” –\r\nhe said…"), plain("A;B ; C")
    ('"No" - he said...', 'A; B; C')
    """
    text = visible(text).translate(_LOOKALIKES)
    text = re.sub(r"-{2,3}", "-", text)
    return re.sub(r"\s*;\s*", "; ", text).strip()


def is_blank(cell: str) -> bool:
    """Is a cell blank, or does it hold what a program writes for a blank one?"""
    return cell.strip().casefold() in _BLANK


def _is_missing(cell: str) -> bool:
    return cell.strip().casefold() in _MISSING


def same_value(cell: str, value: str) -> bool:
    """Would a spreadsheet program write this cell for this value, of a field that is no date?

    >>> same_value("3316.0", "3316"), same_value("42", "0042"), same_value("1.23E+05", "123456")
    (True, True, True)
    >>> same_value("08-Nov", "11-8"), same_value("VRAI", "true"), same_value("3317", "3316")
    (True, True, False)
    """
    bare = unguard_formula(cell.strip())
    if plain(cell) == plain(value) or plain(bare) == plain(value):
        return True
    if _is_missing(cell) and _is_missing(value):
        return True
    if len(cell) >= MAX_CELL - 300 and plain(value).startswith(plain(cell)[:-3]):
        return True
    if _lost_letters(plain(bare), plain(value)):
        return True
    words = (cell.strip().casefold(), value.strip().casefold())
    if any(all(word in truths for word in words) for truths in _TRUTHS):
        return True
    if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", value) and same_date(cell, value):
        return True
    if re.fullmatch(r"\d?\d:\d\d", value) and _same_clock(cell, value.zfill(5)):
        return True
    return _same_number(visible(bare), visible(value)) or _made_a_day(visible(bare), visible(value))


def _lost_letters(cell: str, value: str) -> bool:
    """Is it the text in an encoding that lacks some of its letters? They come out as ? or without their accents.

    >>> _lost_letters("Wa?esa ??????", "Wałesa Москва"), _lost_letters("Who?", "Whom")
    (True, False)
    """
    if len(cell) != len(value) or value.isascii():
        return False
    return all(
        shown == letter
        or (not _in_windows_1252(letter) and shown in ("?", "_", unicodedata.normalize("NFD", letter)[0]))
        for shown, letter in zip(cell, value, strict=True)
    )


def _in_windows_1252(letter: str) -> bool:
    try:
        return bool(letter.encode("cp1252"))
    except UnicodeEncodeError:
        return False


_DIGITS = re.compile(r"\d+", re.ASCII)
_DECIMAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,' \u202f])\d{3})(?:\1\d{3})*(?:[.,]0+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d+)", re.ASCII | re.I)


def _same_number(cell: str, value: str) -> bool:
    if not re.fullmatch(r"[-+]?[\d.,]+(?:E\+?\d+)?", value, re.I) or not any(letter.isdigit() for letter in cell):
        return False
    held = _decimal(value)
    if held is None:
        return False
    if scientific := _SCIENTIFIC.fullmatch(cell):
        figures = 1 + len(scientific[2] or "")
        shown = Decimal(f"{scientific[1]}.{scientific[2] or 0}E{scientific[3]}")
        return f"{held:.{figures - 1}E}" == f"{shown:.{figures - 1}E}"
    if len(cell) > 15 and _DIGITS.fullmatch(cell) and _DIGITS.fullmatch(value):
        kept = value.lstrip("0")
        return cell == kept[:15].ljust(len(kept), "0")
    shown_value = _decimal(cell)
    if shown_value is not None and shown_value == held:
        return True
    return _DIGITS.fullmatch(value) is not None and whole_digits(cell) == (value.lstrip("0") or "0")


def whole_digits(cell: str) -> str | None:
    """A whole number without the separators and the point that a program gave it; None if it is none.

    >>> whole_digits("3,316"), whole_digits("3316.0"), whole_digits("3 316,00"), whole_digits("3.31")
    ('3316', '3316', '3316', None)
    """
    if _DIGITS.fullmatch(cell):
        return cell
    if (match := re.fullmatch(r"(\d+)[.,]0+", cell, re.ASCII)) and not _THOUSANDS.fullmatch(cell):
        return match[1]
    if _THOUSANDS.fullmatch(cell):
        return re.sub(r"\D", "", re.sub(r"[.,]0{1,2}$", "", cell))
    return None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text.count(",") + text.count(".") <= 1 else None
    except InvalidOperation:
        return None


_PAIR = re.compile(r"(\d{1,2}|[A-Za-z]{3,9})[-/. ]?(\d{1,4})", re.ASCII)


def _made_a_day(cell: str, value: str) -> bool:
    """Did a program take a number such as 11-8, 10/62 or MAR1 for a day?"""
    pair = _PAIR.fullmatch(value)
    if not pair or (pair[1].isdigit() and not re.search(r"[-/. ]", value)):
        return False
    first = int(pair[1]) if pair[1].isdigit() else month_number(pair[1]) or 0
    second = int(pair[2])
    held = {first, second % 100}
    if words := re.fullmatch(r"(\d{1,4})[-. /]+([^\W\d_]{3,9})\.?|([^\W\d_]{3,9})\.?[-. /]+(\d{1,4})", cell):
        month = month_number(words[2] or words[3])
        return bool(month) and {month, int(words[1] or words[4]) % 100} == held
    for year, month, day in (reading.parts for reading in days_in_figures(cell)):
        if {month, day} == held or (day == 1 and {month, year % 100} == held):
            return True
    return False


@dataclass(frozen=True, slots=True)
class DayInFigures:
    """A reading of a day in figures: ``order`` is "dmy", "mdy" or "ymd"; ``short`` if its year has two digits."""

    order: str
    year: int
    month: int
    day: int
    short: bool = False

    @property
    def parts(self) -> tuple[int, int, int]:
        """Year, month and day."""
        return self.year, self.month, self.day

    def is_of(self, held: date) -> bool:
        """Is it this day, of any century if the year has two digits?"""
        year = held.year % 100 if self.short else held.year
        return (year, held.month, held.day) == self.parts


_FIGURES = re.compile(
    r"(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})\.?"
    r"(?:[T ,]+(\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[AP]M)?)\s?(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.I,
)


def days_in_figures(cell: str) -> Iterator[DayInFigures]:
    """The days that a cell in figures may mean, day first, month first or year first; none if it is no such cell.

    >>> [reading.parts for reading in days_in_figures("11/8/1962")]
    [(1962, 8, 11), (1962, 11, 8)]
    """
    match = _FIGURES.fullmatch(visible(cell))
    if not match:
        return
    figures = match.group(1, 2, 3)
    first, second, third = map(int, figures)
    shapes = []
    if len(figures[0]) == 4 and len(figures[2]) <= 2:
        shapes = [("ymd", first, second, third, False)]
    elif len(figures[0]) <= 2 and len(figures[2]) in (2, 4):
        short = len(figures[2]) == 2
        shapes = [("dmy", third, second, first, short), ("mdy", third, first, second, short)]
        if short and len(figures[0]) == 2:
            shapes.append(("ymd", first, second, third, True))
    for order, year, month, day, short in shapes:
        if is_day(2000 if short else year, month, day):
            yield DayInFigures(order, year, month, day, short)


def same_date(cell: str, value: str, orders: tuple[str, ...] = ("dmy", "mdy", "ymd")) -> bool:
    """Would a spreadsheet program write this cell for this date?

    Args:
        cell: The cell.
        value: A date in EDTF, with a clock or without.
        orders: The orders of day, month and year in figures that count.

    >>> same_date("11/8/1962", "1962-11-08"), same_date("11/8/1962", "1962-11-08", ("dmy",))
    (True, False)
    >>> same_date("22958.0", "1962-11-08"), same_date("Nov-62", "1962-11"), same_date("1.11.1962", "1962-11")
    (True, True, True)
    """
    text = visible(unguard_formula(cell.strip()))
    if same_value_of_words(text, value):
        return True
    day_text, _, clock = value.partition("T")
    held = day_of(day_text) if re.fullmatch(r"\d{4}-\d\d-\d\d", day_text) else None
    if clock and held:
        match = _FIGURES.fullmatch(text)
        if match is None:
            return _is_serial_with_clock(text, held, clock)
        bare = text[: match.start(4)].rstrip(" T,") if match[4] else text
        return _same_clock(match[4] or "", clock) and _is_day(bare, held, orders)
    if held:
        return _is_day(text, held, orders) or _is_serial(text, held) or _is_midnight_elsewhere(text, held)
    month = re.fullmatch(r"(\d{4})-(\d\d)", value)
    if month and 1 <= int(month[2]) <= 12:
        first = date(int(month[1]), int(month[2]), 1)
        return _is_day(text, first, orders) or _is_serial(text, first) or _reads_as(text, value, first.year)
    return False


def same_value_of_words(text: str, value: str) -> bool:
    """Is it the same text, or the same year with a point that a program gave it?"""
    if plain(text) == plain(value) or (_is_missing(text) and _is_missing(value)):
        return True
    return re.fullmatch(r"\d{4}", value) is not None and whole_digits(text) == value


def _is_day(text: str, held: date, orders: tuple[str, ...]) -> bool:
    in_figures = list(days_in_figures(text))
    if in_figures:
        if _FIGURES.fullmatch(text) and _offset_of(text):
            return False
        return any(reading.order in orders and reading.is_of(held) for reading in in_figures)
    return _reads_as(text, held.isoformat(), held.year)


def _reads_as(text: str, value: str, year: int) -> bool:
    """Whether words mean this date; a two-digit year is taken as the nearest."""
    if not re.search(r"[^\W\d_]{3}", text):
        return False
    return read_date(text, window=max(1000, year - 50)).without_clock == value


_CALENDARS = (date(1899, 12, 30), date(1904, 1, 1))
"""The days from which spreadsheets count: Excel, LibreOffice and Google; old Excel for the Macintosh."""


def _is_serial(text: str, held: date) -> bool:
    match = re.fullmatch(r"(-?\d{1,6})(?:[.,]0+)?", text, re.ASCII)
    return match is not None and any((held - start).days == int(match[1]) for start in _CALENDARS)


def _is_serial_with_clock(text: str, held: date, clock: str) -> bool:
    match = re.fullmatch(r"(\d{1,6})[.,](\d+)", text, re.ASCII)
    if not match or not _is_serial(match[1], held):
        return False
    shown = datetime(2000, 1, 1) + timedelta(seconds=round(float(f"0.{match[2]}") * 86_400))
    return _same_clock(shown.strftime("%H:%M:%S"), clock)


def _offset_of(text: str) -> str:
    match = _FIGURES.fullmatch(text)
    return (match[5] or "") if match else ""


def _is_midnight_elsewhere(text: str, held: date) -> bool:
    """Whether a time is midnight of this day in another time zone, as web programs write it."""
    if not _offset_of(text):
        return False
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T"))
    except ValueError:
        return False
    distance = moment.replace(tzinfo=None) - datetime(held.year, held.month, held.day)
    return abs(distance) <= timedelta(hours=14) and distance.seconds % 900 == 0


def _same_clock(shown: str, clock: str) -> bool:
    """Is it the same time of day? Seconds of nought and the distance from UTC may be missing."""
    hours = re.match(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s?([AP]M)?", shown, re.I)
    held = re.match(r"(\d\d):(\d\d)(?::(\d\d))?", clock)
    if not hours or not held:
        return False
    hour = int(hours[1]) % 12 + (12 if hours[4].upper() == "PM" else 0) if hours[4] else int(hours[1])
    return (hour, int(hours[2]), int(hours[3] or 0)) == (int(held[1]), int(held[2]), int(held[3] or 0))
