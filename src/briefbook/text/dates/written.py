"""A date as somebody wrote it -> EDTF with bounds, a doubt with both readings, "undated", or its words as they stand.

The whole text must be a date: a cell of a list, a value typed at the desk, the value of a question, a setting. Dates in
running text are found by ``prose`` and ``headings``, which share the month table, the century rule and the order.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from briefbook.text.dates.edtf_bounds import Bounds, edtf_bounds, is_edtf
from briefbook.text.dates.expressions import Expression, read_expression
from briefbook.text.dates.point import Impossible, NotADate
from briefbook.text.months import WEEKDAYS

ORDERS = ("dmy", "mdy")
"""What ``[dates] order`` may be, besides "" for not set: day before month, or month before day."""


class Outcome(StrEnum):
    """What became of a written date."""

    DATE = "date"
    DOUBT = "doubt"
    UNDATED = "undated"
    BLANK = "blank"
    IMPOSSIBLE = "impossible"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a written date means.

    Attributes:
        as_written: the words, their blanks made single.
        outcome: DATE (``edtf`` is set), DOUBT (it can be read two ways: ``alternatives``), UNDATED (the words say that
            no date is known: undated, n.d.), BLANK, IMPOSSIBLE (a day that the calendar lacks, an interval that ends
            before it begins) or UNREADABLE.
        edtf: the date in EDTF; None but for DATE.
        alternatives: of a DOUBT, and of a day in figures that ``read_by`` took day first, the two readings in EDTF, the
            day before the month first.
        note: in words, what is doubtful or wrong; "" where nothing is.
    """

    as_written: str
    outcome: Outcome
    edtf: str | None = None
    alternatives: tuple[str, ...] = ()
    note: str = ""

    @property
    def bounds(self) -> Bounds | None:
        """First and last day that it may mean, of a doubt over both readings; None where no date is understood."""
        if self.outcome is not Outcome.DOUBT:
            return edtf_bounds(self.edtf)
        both = [bounds for text in self.alternatives if (bounds := edtf_bounds(text))]
        firsts, lasts = [first for first, _ in both], [last for _, last in both]
        if None in firsts or None in lasts:
            return None, None
        return min(day for day in firsts if day), max(day for day in lasts if day)

    @property
    def without_clock(self) -> str | None:
        """The date in EDTF without a time of day, as the field ``date`` holds it."""
        return re.sub(r"T[\d:.]+(?:Z|[+-][\d:]+)?", "", self.edtf) if self.edtf else None


@lru_cache(maxsize=50_000)
def read_date(text: str, *, window: int = 1900, order: str = "") -> DateReading:
    """What a written date means.

    Args:
        text: the date as written, nothing else beside it: EDTF, words in six languages, figures, a date-time group.
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" leaves these in doubt.

    Returns:
        The reading. It never fails: what is not understood keeps its words.

    >>> read_date("c. Nov 1962").edtf, read_date("8.XI.62").edtf, read_date("8-13 November 1962").edtf
    ('1962-11~', '1962-11-08', '1962-11-08/1962-11-13')
    >>> read_date("8/11/62").alternatives, read_date("8/11/62", order="mdy").edtf
    (('1962-11-08', '1962-08-11'), '1962-08-11')
    >>> str(read_date("n.d.").outcome), str(read_date("31-Nov-62").outcome), str(read_date("soon").outcome)
    ('undated', 'impossible', 'unreadable')
    """
    plain = _plain(text)
    if not plain:
        return DateReading(plain, Outcome.BLANK)
    if is_undated(plain):
        return DateReading(plain, Outcome.UNDATED)
    if is_edtf(plain) and not _MIDNIGHT.search(plain) and not _BRACKETED_POINT.fullmatch(plain):
        return DateReading(plain, Outcome.DATE, plain)
    if order in ORDERS:
        return _reading(plain, window, order)
    day_first, month_first = _reading(plain, window, "dmy"), _reading(plain, window, "mdy")
    if day_first.edtf == month_first.edtf or not month_first.edtf or not day_first.edtf:
        return day_first if day_first.edtf or day_first.outcome is Outcome.DOUBT else month_first
    return _doubt(plain, (day_first.edtf, month_first.edtf))


def read_by(text: str, *, window: int = 1900, order: str = "") -> DateReading:
    """As ``read_date``, but days in figures are read day first where no order is set, with a note of the other reading.

    For what people write: a list, a question, a narrative. On papers such days stay in doubt.

    >>> read_by("8/11/62").edtf, read_by("8/11/62").note
    ('1962-11-08', 'read with the day first; it may also be 1962-08-11 (set [dates] order)')
    """
    reading = read_date(text, window=window, order=order)
    if reading.outcome is not Outcome.DOUBT or order in ORDERS:
        return reading
    by_day = read_date(text, window=window, order="dmy")
    if by_day.edtf is None:
        return reading
    other = next(alternative for alternative in reading.alternatives if alternative != by_day.edtf)
    note = f"read with the day first; it may also be {other} (set [dates] order)"
    return replace(by_day, alternatives=reading.alternatives, note=note)


_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d\d)(?!\d)", re.ASCII)


def shown_order(cells: Iterable[str]) -> str:
    """The order of days in figures that a list shows by those that can be one day only; "" for none, or both.

    >>> shown_order(["8/11/62", "11/23/62"]), shown_order(["23/11/62"]), shown_order(["23/11/62", "11/23/62"])
    ('mdy', 'dmy', '')
    """
    orders = set()
    for cell in cells:
        if figures := _FIGURES.match(cell.strip()):
            first, second = int(figures[1]), int(figures[2])
            if 12 < first <= 31 and 1 <= second <= 12:
                orders.add("dmy")
            elif 12 < second <= 31 and 1 <= first <= 12:
                orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""


_UNDATED = re.compile(
    r"(?:un-?dated|not dated|dateless|no date(?: given| known| legible)?|(?:date )?(?:is )?(?:unknown|not known)"
    r"|unknown date|date (?:illegible|missing|wanting)|illegible|n\.? ?d\.?|s\.? ?d\.?|sans date|non daté|date inconnue"
    r"|ohne datum|o\.? ?d\.?|undatiert|unbekannt|s\.? ?f\.?|sin fecha|sem data|senza data|none|n/?a|[-–—?.]+)",
    re.I,
)


def is_undated(text: str) -> bool:
    """Do the words say that no date is known?

    >>> is_undated("n.d."), is_undated("[undated]"), is_undated("1962")
    (True, True, False)
    """
    return _UNDATED.fullmatch(" ".join(text.split()).strip("[]() ").strip()) is not None


_MIDNIGHT = re.compile(r"T00:00:00(?:Z|\+00:?00)?$")
"""How spreadsheets and OpenRefine write a day."""

_BRACKETED_POINT = re.compile(r"[\[{][^,.]*[\]}]")
"""[1962] is EDTF's set of one date, but in a list a date that the cataloguer supplies."""


def _reading(text: str, window: int, order: str) -> DateReading:
    try:
        expression = read_expression(text, window, order)
    except Impossible as error:
        return DateReading(text, Outcome.IMPOSSIBLE, note=str(error))
    except NotADate as error:
        return DateReading(text, Outcome.UNREADABLE, note=str(error))
    if expression.alternative:
        return _doubt(text, (expression.edtf, expression.alternative))
    return DateReading(text, Outcome.DATE, expression.edtf, note=_weekday_note(expression))


def _doubt(text: str, both: tuple[str, str]) -> DateReading:
    return DateReading(text, Outcome.DOUBT, None, both, f"it can mean {both[0]} or {both[1]}")


def _weekday_note(expression: Expression) -> str:
    bounds = edtf_bounds(expression.edtf)
    if expression.weekday is None or bounds is None or not isinstance(bounds[0], date):
        return ""
    right = bounds[0].weekday()
    if right == expression.weekday or bounds[0] != bounds[1]:
        return ""
    return f"{bounds[0].isoformat()} was a {WEEKDAYS[right]}, not a {WEEKDAYS[expression.weekday]}"


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\ufeff", "").split())
