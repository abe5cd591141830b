"""Date messages by their serial numbers: numbers out of order, likely repairs, estimated days of use."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from briefbook.text.ocr_confusion import Likeness, alike
from briefbook.util.sequences import longest_nondecreasing

TOLERANCE_DAYS = 3
"""Days by which numbers and dates may disagree without being suspect: nights, sections, time zones, the bag."""

MAX_NEIGHBOUR_DAYS = 45
"""No day is estimated between neighbours that are further apart than this many days."""


def out_of_order(points: Sequence[tuple[int, date]]) -> set[int]:
    """Find the points out of order: the complement of the longest non-decreasing subsequence.

    Args:
        points: Numbers with their days, in the order of the days.

    Returns:
        Indexes of the fewest points without which the days never fall by more than ``TOLERANCE_DAYS``.
    """
    days = [day.toordinal() for _, day in points]
    order = sorted(range(len(points)), key=lambda at: (points[at][0], days[at]))
    # in the order of numbers, keep the longest run of days that never falls by more than the tolerance
    in_order = _longest([days[at] for at in order])
    return {order[at] for at in range(len(order)) if at not in in_order}


def _longest(days: Sequence[int]) -> set[int]:
    strict = longest_nondecreasing(days)
    # what fits between its neighbours within the tolerance is not out of order
    in_order = set(strict)
    ordered = sorted(strict)
    for at, day in enumerate(days):
        if at in in_order:
            continue
        place = bisect_right(ordered, at)
        low = days[ordered[place - 1]] if place else -math.inf
        high = days[ordered[place]] if place < len(ordered) else math.inf
        if low - TOLERANCE_DAYS <= day <= high + TOLERANCE_DAYS:
            in_order.add(at)
    return in_order


def bracket(number: int, points: Sequence[tuple[int, date]]) -> tuple[tuple[int, date] | None, tuple[int, date] | None]:
    """The nearest points below and above a number; ``points`` are in the order of their numbers."""
    low = bisect_left(points, number, key=lambda point: point[0])
    high = bisect_right(points, number, key=lambda point: point[0])
    return (points[low - 1] if low else None), (points[high] if high < len(points) else None)


def fits(number: int, day: date, points: Sequence[tuple[int, date]]) -> bool:
    """Whether the day lies between those of the neighbouring numbers, give or take a day."""
    below, above = bracket(number, points)
    slack = timedelta(days=1)
    return (below is None or below[1] - slack <= day) and (above is None or day <= above[1] + slack)


def repair(number: int, day: date, points: Sequence[tuple[int, date]]) -> str | None:
    """Find the one likely misreading or slip that explains a number out of order.

    Tried in this order: a misread figure of the number, the month, day and month exchanged, the year, a misread
    figure of the day.

    Returns:
        The repair in words; None if none or several restore the order.
    """
    numbers = [other for other in _misread(number) if fits(other, day, points) and not _is_held(other, points)]
    bounded = [other for other in numbers if all(bracket(other, points))]
    if len(bounded) == 1:
        return f"the number is {bounded[0]}"
    for what, days in _other_days(day):
        fitting = [other for other in days if fits(number, other, points)]
        if len(fitting) == 1 and all(bracket(number, points)):
            return f"{what}: {fitting[0].isoformat()}"
    return None


def _is_held(number: int, points: Sequence[tuple[int, date]]) -> bool:
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
        [candidate for month in range(1, 13) if month != day.month for candidate in _day(day.year, month, day.day)],
    )
    yield "day and month are exchanged", _day(day.year, day.day, day.month) if day.day != day.month else []
    yield (
        "the year is the one beside it",
        [candidate for year in (day.year - 1, day.year + 1) for candidate in _day(year, day.month, day.day)],
    )
    yield (
        "a figure of the day is misread",
        [candidate for other in _misread(day.day) for candidate in _day(day.year, day.month, other)],
    )


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def beta_interval(number: int, points: Sequence[tuple[int, date]]) -> tuple[date, date, date] | None:
    """Estimate when a number was used.

    Between two neighbours the numbers are taken as drawn evenly over time, so the position of this one is
    Beta-distributed; its interval is taken from mean and variance (normal approximation).

    Args:
        number: The message number.
        points: Numbers with their days, in the order of the numbers.

    Returns:
        The likeliest day, and the first and last of a 90 % interval; None where the neighbours are too far apart.
    """
    exact = [day for other, day in points if other == number]
    if exact:
        return exact[0], exact[0], exact[0]
    below, above = bracket(number, points)
    if below is None or above is None or above[1] < below[1]:
        return None
    span = (above[1] - below[1]).days
    if span > MAX_NEIGHBOUR_DAYS:
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
