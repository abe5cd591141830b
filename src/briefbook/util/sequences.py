"""Longest non-decreasing subsequence; the values that are not in it are out of order."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any


def longest_nondecreasing(values: Sequence[Any]) -> list[int]:
    """The indexes of a longest non-decreasing subsequence, in order; of several the first found.

    >>> longest_nondecreasing([3, 9, 4, 5])
    [0, 2, 3]
    """
    tails: list[Any] = []  # the least value with which a run of each length ends
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        place = bisect_right(tails, value)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [at]
    run: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]
