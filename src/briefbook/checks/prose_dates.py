"""Compare dates of the catalogue with those in tables that authors write, by the days that they may mean."""

from datetime import date
from functools import lru_cache

from briefbook.text.date_display import date_in_words
from briefbook.text.dates import Outcome, Span, edtf_bounds, find_mentions, read_date


@lru_cache(maxsize=100_000)
def span(edtf: str | None) -> Span | None:
    """First and last day of an EDTF date or interval; None where it is open, unknown or not understood.

    >>> [str(day) for day in span("1962-11-08/1962-11")]
    ['1962-11-08', '1962-11-30']
    """
    first, last = edtf_bounds(edtf) or (None, None)
    return (first, last) if first and last else None


def cell_agrees(cell: str, edtf: str, *, window: int = 1900, order: str = "") -> bool | None:
    """Whether a date in a table's cell means the catalogue's day.

    Args:
        cell: the cell as the author wrote it.
        edtf: the catalogue's date.
        window: first year of the hundred years that years of two figures fall in.
        order: "dmy" or "mdy" for days in figures that could be either; "" lets either agree.

    Returns:
        True where the cell is that day, or a less exact date that holds it; None where one of them is not understood,
        or the catalogue's date is not a single day.

    >>> cell_agrees("8-Nov-62", "1962-11-08"), cell_agrees("Nov. 1962", "1962-11-08"), cell_agrees("soon", "1962-11-08")
    (True, True, None)
    """
    catalogue_days = span(edtf)
    if not catalogue_days or catalogue_days[0] != catalogue_days[1]:
        return None
    reading = read_date(cell, window=window, order=order)
    if reading.outcome is Outcome.DOUBT:
        return any(span(text) == catalogue_days for text in reading.alternatives)
    if (days := span(reading.edtf)) is not None:
        return days[0] <= catalogue_days[0] <= days[1]
    mentions = list(find_mentions(cell, window=window, order=order))
    if len(mentions) == 1:
        return mentions[0].days(catalogue_days[0].year) == catalogue_days
    return None


def in_words(day: date) -> str:
    """8 November 1962."""
    return date_in_words(day.isoformat())


def is_within(days: Span | None, covered: Span | None) -> bool:
    """Does a page cover the first of some days?"""
    return bool(days and covered and covered[0] <= days[0] <= covered[1])
