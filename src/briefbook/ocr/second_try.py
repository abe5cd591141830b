"""Give typed rows that line finding missed, or cut short, a second try.

Rows of type are known by a matched filter (``typed_rows.py``), the lines by their letters (``line_finding.py``). Where
a row runs on for several letters and no line covers it, a strip is laid along the whole row and recognised too. Of the
lines that share its ink and of the row, what is read better stays. A clean page has no such rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from briefbook.ocr.line_finding import Strip
from briefbook.ocr.typed_rows import TypedRow
from briefbook.ocr.word_assembly import RecognisedStrip

MIN_UNCOVERED = 0.3
"""Inches of a row that no line covers: three letters."""

MAX_GAP = 0.83
"""Inches between parts of one line, as line finding has it."""

MARGIN = 0.2
"""Inches left free before and behind a row: its end may be fainter than the rest."""

LINE_DISTANCES = (0.12, 0.23)
"""Inches between lines typed close; with more, a blank line is between them."""

USUAL_DISTANCE = 1 / 6
"""Inches between lines where a page has too few to tell: six an inch."""

HALF_HEIGHT = 0.54
"""Half a strip's height, in line distances, as line finding has it."""

MIN_SHARED, MAX_SHARED = 0.5, 0.25
"""Of a line's length that a second try covers where it may take its place; and of its own length on other lines."""

MIN_DOUBLED = 0.7
"""Of the longer of two lines that is within the other's length where both lie over the same ink."""

MIN_ALIKE = 70.0
"""How alike their texts are then: characters in common, in a hundred. Of 795 pairs of lines 99 % have 50 or less."""

MIN_WORTH = 0.1
"""How much of a second try is read for each letter that has room in it, of 0.4 at most: less is rubble."""

LETTER_ROOM = 0.95
"""Widths of a letter in halves of a strip's height."""

MAX_SECOND_TRIES = 60
"""More rows than these are no typing: the pattern of a halftone, the edge of a sheet."""


@dataclass(frozen=True, slots=True)
class _TypedLine:
    """Rows one behind the other, from left to right."""

    rows: tuple[TypedRow, ...]

    @property
    def left(self) -> int:
        return self.rows[0].left

    @property
    def right(self) -> int:
        return max(row.right for row in self.rows)

    def strip(self, half: float, left: int, right: int) -> Strip:
        """The strip along the rows between two columns."""
        weights = np.array([row.right - row.left for row in self.rows for _ in range(2)], np.float64)
        across = np.array([end for row in self.rows for end in (row.left, row.right)], np.float64)
        down = np.array([end for row in self.rows for end in (row.middle_left, row.middle_right)], np.float64)
        slope, base = np.polyfit(across, down, 1, w=np.sqrt(weights))
        return Strip(left, right, base + slope * left, base + slope * right, half)


def second_strips(strips: Sequence[Strip], rows: Sequence[TypedRow], width: int, dpi: int) -> list[Strip]:
    """Lay strips along rows of type that lines do not cover.

    Args:
        strips: The lines, as they were found by their letters.
        rows: The rows of type, in pixels of the same page.
        width: The page's width in pixels.
        dpi: Its pixels an inch.

    Returns:
        Strips over rows with ``MIN_UNCOVERED`` and more outside all lines; each covers the lines on its row too.
    """
    half = HALF_HEIGHT * _line_distance(rows, dpi)
    margin, tries = int(MARGIN * dpi), []
    for line in _typed_lines(rows, half, dpi):
        level = [strip for strip in strips if _is_level(strip, line.rows, half)]
        if sum(_uncovered(row, level) for row in line.rows) < MIN_UNCOVERED * dpi:
            continue
        left, right = line.left, line.right
        for strip in sorted(level, key=lambda strip: strip.left):
            if strip.left - right < MAX_GAP * dpi and left - strip.right < MAX_GAP * dpi:
                left, right = min(left, strip.left), max(right, strip.right)
        tries.append(line.strip(half, max(0, left - margin), min(width, right + margin)))
    return tries if len(tries) <= MAX_SECOND_TRIES else []


def take_better(
    firsts: Sequence[RecognisedStrip], seconds: Sequence[RecognisedStrip], worth: Callable[[RecognisedStrip], float]
) -> list[RecognisedStrip]:
    """Take the lines or, where it is read better, the second try that covers them.

    Args:
        firsts: The lines, in reading order.
        seconds: The second tries.
        worth: How much was read in a strip.

    Returns:
        Lines by row, from top to bottom.
    """
    taken: list[RecognisedStrip] = []
    remaining = list(firsts)
    for second in sorted(seconds, key=worth, reverse=True):
        covered = [first for first in remaining if _covers(second.strip, first.strip)]
        own = worth(second)
        if own < MIN_WORTH * (second.strip.right - second.strip.left) / (LETTER_ROOM * second.strip.half):
            continue
        others = [first for first in remaining if not any(first is other for other in covered)]
        if any(_covers(first.strip, second.strip, MAX_SHARED) for first in others):
            continue
        if own > sum(map(worth, covered)):
            remaining = others
            if not any(_covers(other.strip, second.strip) or _covers(second.strip, other.strip) for other in taken):
                taken.append(second)
    return by_row([*remaining, *taken]) if taken else list(firsts)


def without_doubles(
    reads: Sequence[RecognisedStrip], worth: Callable[[RecognisedStrip], float]
) -> list[RecognisedStrip]:
    """Of lines that lie over the same ink, as where a line hangs a little, only the one that is read best.

    Args:
        reads: The lines, in any order.
        worth: How much was read in a strip.

    Returns:
        The lines that are left, in their order.
    """
    doubled = {
        number if worth(reads[number]) < worth(reads[other]) else other
        for number, read in enumerate(reads)
        for other in range(number + 1, len(reads))
        if _are_one(read.strip, reads[other].strip) and _is_alike(read, reads[other])
    }
    return [read for number, read in enumerate(reads) if number not in doubled]


def _are_one(strip: Strip, other: Strip) -> bool:
    """Do two strips share most of their ink, each of the other's?"""
    return all(_covers(one, two, MIN_DOUBLED, 1.0) for one, two in ((strip, other), (other, strip)))


def _is_alike(read: RecognisedStrip, other: RecognisedStrip) -> bool:
    """Is much of the same text read in two strips?"""
    texts = ["".join(mark.character for mark in each.marks) for each in (read, other)]
    return fuzz.ratio(*texts) >= MIN_ALIKE


def _line_distance(rows: Sequence[TypedRow], dpi: int) -> float:
    """The distance in pixels of lines typed close, by the rows' own distances."""
    low, high = (side * dpi for side in LINE_DISTANCES)
    distances = []
    for number, row in enumerate(rows):
        middle = (row.left + row.right) / 2
        below = [
            apart
            for other in rows[number + 1 : number + 6]
            if other.left < middle < other.right and low <= (apart := other.middle(middle) - row.middle(middle)) <= high
        ]
        distances += below[:1]
    return float(np.median(distances)) if len(distances) >= 4 else USUAL_DISTANCE * dpi


def _typed_lines(rows: Sequence[TypedRow], half: float, dpi: int) -> list[_TypedLine]:
    """Rows put together that are level and close behind each other."""
    lines: list[list[TypedRow]] = []
    for row in sorted(rows, key=lambda row: row.left):
        for line in lines:
            last = line[-1]
            gap = row.left - last.right
            if -0.1 * dpi < gap < MAX_GAP * dpi and abs(last.middle(row.left) - row.middle_left) < 0.35 * half:
                line.append(row)
                break
        else:
            lines.append([row])
    return [_TypedLine(tuple(line)) for line in lines]


def _is_level(strip: Strip, rows: Sequence[TypedRow], reach: float) -> bool:
    """Is a strip on a line's height, where both are or between them?"""
    nearest = min(rows, key=lambda row: max(row.left - strip.right, strip.left - row.right))
    across = (max(strip.left, nearest.left) + min(strip.right, nearest.right)) / 2
    return abs(nearest.middle(across) - strip.middle(across)) < reach


def _uncovered(row: TypedRow, strips: Sequence[Strip]) -> int:
    """How many columns of a row no strip covers."""
    free = np.ones(max(0, row.right - row.left), np.bool_)
    for strip in strips:
        free[max(0, strip.left - row.left) : max(0, strip.right - row.left)] = False
    return int(free.sum())


def _covers(strip: Strip, other: Strip, share: float = MIN_SHARED, reach: float = 1.2) -> bool:
    """Does a strip share so much of another one's ink, its middle within so many of their half heights?"""
    shared = min(strip.right, other.right) - max(strip.left, other.left)
    if shared < share * (other.right - other.left):
        return False
    across = (max(strip.left, other.left) + min(strip.right, other.right)) / 2
    return abs(strip.middle(across) - other.middle(across)) < reach * min(strip.half, other.half)


def by_row(reads: Sequence[RecognisedStrip]) -> list[RecognisedStrip]:
    """Lines from top to bottom, what stands level beside each other in one block in one row.

    Args:
        reads: The lines, in any order.

    Returns:
        The same, from the top of the page to its foot, in a row from left to right, each with its row's number.
    """
    rows: list[list[RecognisedStrip]] = []
    for read in sorted(reads, key=lambda read: read.strip.middle_left + read.strip.middle_right):
        for row in rows[-3:]:
            if all(_stands_beside(read.strip, other.strip) for other in row):
                row.append(read)
                break
        else:
            rows.append([read])
    return [
        replace(read, strip=replace(read.strip, row=number))
        for number, row in enumerate(rows)
        for read in sorted(row, key=lambda read: read.strip.left)
    ]


def _stands_beside(strip: Strip, other: Strip) -> bool:
    if strip.block != other.block:
        return False
    apart = max(strip.left - other.right, other.left - strip.right)
    if apart < -strip.half:
        return False
    across = (max(strip.left, other.left) + min(strip.right, other.right)) / 2
    return abs(strip.middle(across) - other.middle(across)) < 0.5 * min(strip.half, other.half)
