"""The dates of a list -> readings, in the order of day and month that the list shows, with sentences for the report."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefbook.progress import pluralise
from briefbook.text.dates import DateReading, Outcome, read_by, read_date, shown_order


@dataclass(frozen=True, slots=True)
class DateCells:
    """How the dates of one list are read.

    Attributes:
        window: First year of the hundred years that years of two digits fall in.
        order: "dmy" or "mdy"; "" where neither the curator nor the list says: a date in figures that can be read two
            ways is then read day first and flagged, with the other reading in its note.
        understood: Sentences for the report on the import.
        problems: Sentences for the report on what is doubtful.
    """

    window: int = 1900
    order: str = ""
    understood: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    swapped: bool = False
    """May a program have swapped day and month of all days that it knew for days?"""

    @classmethod
    def of(cls, cells: Sequence[str] | Mapping[str, int], window: int = 1900, order: str = "") -> "DateCells":
        """How to read a column of dates: in the order of the settings, else in the order that the column shows.

        Args:
            cells: The column as written, or its different cells in order with how often each is there.
            window: First year of the hundred years that years of two digits fall in.
            order: ``[dates] order`` of the settings, "" if not set.
        """
        counts = cells if isinstance(cells, Mapping) else Counter(cells)
        cells = list(counts)
        examples = {shown_order([cell]): cell for cell in reversed(cells)}
        order_shown = shown_order(cells)
        understood: list[str] = []
        problems: list[str] = []
        if not order and order_shown:
            first_part = "day" if order_shown == "dmy" else "month"
            understood.append(
                f"dates in figures have the {first_part} first, as {examples[order_shown]!r} shows"
                + _read_by_others(cells, counts, window, order_shown)
            )
        elif order and order_shown and order_shown != order:
            problems.append(
                f"dates in figures are read with [dates] order = {order}, but {examples[order_shown]!r} is written "
                "in the other order: check the others"
            )
        order = order or order_shown
        ambiguous = [] if order else [cell for cell in cells if _is_ambiguous(cell, window)]
        if ambiguous:
            either = " or ".join(read_date(ambiguous[0], window=window).alternatives)
            count = sum(counts[cell] for cell in ambiguous)
            are = "is flagged and" if count == 1 else "are flagged and"
            problems.append(
                f"{pluralise(count, 'date')} in figures can be read two ways, {are} read day first until you "
                f"say how, such as {ambiguous[0]!r} ({either}): import again with --dates dmy (day first) or --dates "
                "mdy (month first), or set [dates] order in briefbook.toml"
            )
        swapped = _may_be_swapped(cells)
        if swapped:
            example = next(cell for cell in cells if _FIGURES.match(cell))
            problems.append(
                f"those days that could be no months, such as {example!r}, are text, and all the others are days of a "
                "spreadsheet: it may have swapped day and month of these, which are flagged; compare them with the "
                "papers, or with the file as it was before"
            )
        return cls(window, order, tuple(understood), tuple(problems), swapped)

    def read(self, written: str) -> DateReading:
        """Read the date in a cell; without an order, one in figures that can be read two ways is read day first."""
        return read_by(written, window=self.window, order=self.order)

    def flags(self, cells: Iterable[str]) -> tuple[str, ...]:
        """The flags for the dates of an item, as written: impossible, unreadable, or read in one of two ways."""
        cells = list(cells)
        readings = [read_date(cell, window=self.window, order=self.order) for cell in cells]
        doubt = (FLAGS[Outcome.DOUBT],) if self.swapped and any(map(_could_be_swapped, cells)) else ()
        return tuple(dict.fromkeys((*date_flags(readings), *doubt)))


def _read_by_others(cells: Sequence[str], counts: Mapping[str, int], window: int, order: str) -> str:
    """What follows for the dates that could be read two ways: how many, and both readings of the first; "" for none."""
    doubtful = [cell for cell in cells if _is_ambiguous(cell, window)]
    if not doubtful:
        return ""
    reading = read_date(doubtful[0], window=window, order=order)
    others = [other for other in read_date(doubtful[0], window=window).alternatives if other != reading.edtf]
    shown = [cell for cell in cells if shown_order([cell])]
    rows, count = sum(counts[cell] for cell in shown), sum(counts[cell] for cell in doubtful)
    are = "is" if count == 1 else "are"
    return (
        f" ({pluralise(rows, 'row')} can be read in this way alone): "
        f"{pluralise(count, 'date')} that could be read two ways {are} read so, such as "
        f"{doubtful[0]!r}: {reading.edtf}, not {' or '.join(others)}"
    )


_FIGURES = re.compile(r"\s*(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)\d{2,4}\b")
_ISO = re.compile(r"\s*\d{4}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")


def _could_be_swapped(cell: str) -> bool:
    match = _ISO.match(cell)
    return match is not None and int(match["day"]) <= 12 and match["day"] != match["month"]


def _may_be_swapped(cells: Sequence[str]) -> bool:
    """Are all days of a program's own such that they could be months, and all in figures such that they could not?

    So it is where a spreadsheet in one country's settings opened another's list: what it could read it took for days.
    """
    days = [match for cell in cells if (match := _ISO.match(cell))]
    figures = [match for cell in cells if (match := _FIGURES.match(cell))]
    if not figures or sum(map(_could_be_swapped, cells)) < 2 or any(int(match["day"]) > 12 for match in days):
        return False
    return all(max(int(match["first"]), int(match["second"])) > 12 for match in figures)


def _is_ambiguous(cell: str, window: int) -> bool:
    return read_date(cell, window=window).outcome is Outcome.DOUBT


FLAGS = {Outcome.IMPOSSIBLE: "impossible_date", Outcome.UNREADABLE: "unreadable_date", Outcome.DOUBT: "ambiguous_date"}
"""Outcomes of reading a date that are flagged; "undated" is not a fault."""


def date_flags(readings: Iterable[DateReading]) -> tuple[str, ...]:
    """The flags for the dates of an item."""
    return tuple(dict.fromkeys(FLAGS[reading.outcome] for reading in readings if reading.outcome in FLAGS))


def date_problem(reading: DateReading) -> str:
    """The report's sentence on a date; "" if nothing is wrong with it, or if it is counted in ``DateCells.problems``.

    >>> date_problem(read_date("31-Nov-62"))
    "the date '31-Nov-62' was not understood and is kept as written: 1962-11-31 is not a day of the calendar"
    """
    if reading.outcome in FLAGS:
        why = f": {reading.note}" if reading.note else ""
        return f"the date {reading.as_written!r} was not understood and is kept as written{why}"
    if reading.note and not reading.alternatives:
        return f"the date {reading.as_written!r}: {reading.note}"
    return ""
