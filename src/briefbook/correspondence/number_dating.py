"""The serial as a clock: which points contradict it, what would restore order, when a number was used."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from briefbook.text.ocr_confusion import Likeness, alike
from briefbook.util.sequences import longest_nondecreasing

TOLERANCE = 3
"""Days by which numbers and dates may be out of step without being suspect: nights, sections, zones, the bag."""

FAR = 45
"""Neighbours further apart than this many days say nothing about a day between them."""


def out_of_order(points: Sequence[tuple[int, date]]) -> set[int]:
    """The smallest set of points (indexes) without which numbers never fall by more than the tolerance in days.

    ``points`` stand in the order of their dates. The longest run in order is kept.
    """
    days = [day.toordinal() for _, day in points]
    order = sorted(range(len(points)), key=lambda at: (points[at][0], days[at]))
    # in the order of numbers, keep the longest run of days that never falls by more than the tolerance
    kept = _longest([days[at] for at in order])
    return {order[at] for at in range(len(order)) if at not in kept}


def _longest(days: Sequence[int]) -> set[int]:
    strict = longest_nondecreasing(days)
    # what fits between its kept neighbours within the tolerance is no culprit
    kept = set(strict)
    ordered = sorted(strict)
    for at, day in enumerate(days):
        if at in kept:
            continue
        place = bisect_right(ordered, at)
        low = days[ordered[place - 1]] if place else -math.inf
        high = days[ordered[place]] if place < len(ordered) else math.inf
        if low - TOLERANCE <= day <= high + TOLERANCE:
            kept.add(at)
    return kept


def bracket(number: int, points: Sequence[tuple[int, date]]) -> tuple[tuple[int, date] | None, tuple[int, date] | None]:
    """The nearest points below and above a number; ``points`` stand in the order of their numbers."""
    low = bisect_left(points, number, key=lambda point: point[0])
    high = bisect_right(points, number, key=lambda point: point[0])
    return (points[low - 1] if low else None), (points[high] if high < len(points) else None)


def fits(number: int, day: date, points: Sequence[tuple[int, date]]) -> bool:
    """Does the day lie between those of the neighbouring numbers, a day either way?"""
    below, above = bracket(number, points)
    slack = timedelta(days=1)
    return (below is None or below[1] - slack <= day) and (above is None or day <= above[1] + slack)


def repair(number: int, day: date, points: Sequence[tuple[int, date]]) -> str | None:
    """The one likely slip whose mending restores the order, in words; None if none or several do.

    Tried in this order: a misread figure of the number, the month, day and month exchanged, the year, a misread
    figure of the day.
    """
    numbers = [other for other in _misread(number) if fits(other, day, points) and not _held(other, points)]
    bounded = [other for other in numbers if all(bracket(other, points))]
    if len(bounded) == 1:
        return f"the number is {bounded[0]}"
    for what, days in _other_days(day):
        fitting = [other for other in days if fits(number, other, points)]
        if len(fitting) == 1 and all(bracket(number, points)):
            return f"{what}: {fitting[0].isoformat()}"
    return None


def _held(number: int, points: Sequence[tuple[int, date]]) -> bool:
    at = bisect_left(points, number, key=lambda point: point[0])
    return at < len(points) and points[at][0] == number


def _misread(number: int) -> Iterator[int]:
    text = str(number)
    for at, figure in enumerate(text):
        for other in filter(str.isdigit, alike(figure, Likeness.REMOTE)):
            yield int(text[:at] + other + text[at + 1 :])


def _other_days(day: date) -> Iterator[tuple[str, list[date]]]:
    yield (
        "the month is misread",
        [one for month in range(1, 13) if month != day.month for one in _day(day.year, month, day.day)],
    )
    yield "day and month are exchanged", _day(day.year, day.day, day.month) if day.day != day.month else []
    yield (
        "the year is the one beside it",
        [one for year in (day.year - 1, day.year + 1) for one in _day(year, day.month, day.day)],
    )
    yield (
        "a figure of the day is misread",
        [one for other in _misread(day.day) for one in _day(day.year, day.month, other)],
    )


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def beta_interval(number: int, points: Sequence[tuple[int, date]]) -> tuple[date, date, date] | None:
    """When a number was used: the likeliest day and a 90 % interval; None where the neighbours are too far apart.

    Between two neighbours the numbers are taken as drawn evenly over time, so the position of this one is
    Beta-distributed; its interval is taken from mean and variance.
    """
    exact = [day for other, day in points if other == number]
    if exact:
        return exact[0], exact[0], exact[0]
    below, above = bracket(number, points)
    if below is None or above is None or above[1] < below[1]:
        return None
    span = (above[1] - below[1]).days
    if span > FAR:
        return None
    left, right = number - below[0], above[0] - number
    total = left + right
    mean = left / total
    spread = 1.645 * math.sqrt(left * right / (total * total * (total + 1)))
    low, high = max(0.0, mean - spread), min(1.0, mean + spread)
    at = [below[1] + timedelta(days=math.floor(span * low)), below[1] + timedelta(days=math.ceil(span * high))]
    return below[1] + timedelta(days=round(span * mean)), at[0], at[1]


def leave_one_out(points: Sequence[tuple[int, date]]) -> list[float]:
    """The error, in days, of estimating each inner point from the others; only those that can be estimated."""
    ordered = sorted(points)
    errors = []
    for at in range(1, len(ordered) - 1):
        rest = [*ordered[:at], *ordered[at + 1 :]]
        below, above = bracket(ordered[at][0], rest)
        if below and above and below[1] <= above[1]:
            share = (ordered[at][0] - below[0]) / (above[0] - below[0])
            guess = below[1].toordinal() + share * (above[1] - below[1]).days
            errors.append(abs(guess - ordered[at][1].toordinal()))
    return errors
