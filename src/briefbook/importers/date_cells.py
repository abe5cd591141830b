"""The dates of a list -> readings, in the order that the list itself shows, with what the curator must know of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefbook.text.dates import DateReading, Outcome, read_by, read_date, shown_order


@dataclass(frozen=True, slots=True)
class DateCells:
    """How the dates of one list are read.

    Attributes:
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy"; "" where neither the settings nor the list say, and days in figures are read day first.
        understood: sentences for the report on the import.
        problems: sentences for the report on what is doubtful.
    """

    window: int = 1900
    order: str = ""
    understood: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, cells: Sequence[str], window: int = 1900, order: str = "") -> "DateCells":
        """The way to read a column of dates: in the settings' order, else in that which the column shows.

        Args:
            cells: the column as written.
            window: first year of the hundred years that years of two figures fall in.
            order: ``[dates] order`` of the settings, "" for not set.
        """
        example = {shown_order([cell]): cell for cell in reversed(cells)}
        shown = shown_order(cells)
        understood: list[str] = []
        problems: list[str] = []
        if not order and shown:
            first = "day" if shown == "dmy" else "month"
            understood.append(f"days in figures have the {first} first, as {example[shown]!r} shows")
        elif order and shown and shown != order:
            problems.append(
                f"days in figures are read as [dates] order = {order} says, but {example[shown]!r} is written the "
                "other way: look at the others"
            )
        order = order or shown
        doubtful = [] if order else [cell for cell in cells if _is_doubt(cell, window)]
        if doubtful:
            problems.append(
                f"{len(doubtful)} dates in figures can be read two ways and were read day first, as {doubtful[0]!r}: "
                "set [dates] order in briefbook.toml and import again with --replace"
            )
        return cls(window, order, tuple(understood), tuple(problems))

    def read(self, written: str) -> DateReading:
        """What a cell means."""
        return read_by(written, window=self.window, order=self.order)


def _is_doubt(cell: str, window: int) -> bool:
    return read_date(cell, window=window).outcome is Outcome.DOUBT


FLAGS = {Outcome.IMPOSSIBLE: "impossible_date", Outcome.UNREADABLE: "unreadable_date", Outcome.DOUBT: "ambiguous_date"}
"""What is flagged of a date; "undated" is no fault."""


def flags_of(readings: Iterable[DateReading]) -> tuple[str, ...]:
    """The flags that the dates of an item raise."""
    return tuple(dict.fromkeys(FLAGS[reading.outcome] for reading in readings if reading.outcome in FLAGS))


def problem_of(reading: DateReading) -> str:
    """What the report says of a date; "" where nothing is wrong with it.

    >>> problem_of(read_by("31-Nov-62"))
    "the date '31-Nov-62' was not understood and is kept as written: 1962-11-31 is no day of the calendar"
    """
    if reading.outcome in FLAGS:
        why = f": {reading.note}" if reading.note else ""
        return f"the date {reading.as_written!r} was not understood and is kept as written{why}"
    if reading.note and not reading.note.startswith("read with the day first"):
        return f"the date {reading.as_written!r}: {reading.note}"
    return ""
