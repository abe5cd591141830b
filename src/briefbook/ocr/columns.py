"""Find two pages side by side on one picture, or two columns on a page: they are read one after the other.

Between them runs a gutter, a band without letters from the top of the page to its foot, and on either side of it lines
of type fill their column. A heading with labels has gaps too, but its lines are few and ragged.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.line_finding import Strip, find_strips

Picture = npt.NDArray[np.uint8]

MIDDLE = (0.35, 0.65)
"""The part of the page's width in which the gutter's middle lies."""

MIN_GUTTER = 0.3
"""Inches of a gutter's width: three to four typed letters."""

MAX_SPECKS = 0.004
"""The share of a column of pixels in the gutter that specks may take."""

MIN_LINES_OF_SPREAD, MIN_LINES_OF_COLUMN = 5, 12
"""Lines on either side: of a picture wider than high, and of a page, where a table might be meant."""

MIN_FILL = 0.5
"""The share of its column that a line fills, in the median."""


def find_strips_by_column(letters: Picture, dpi: int, ink: Picture) -> tuple[list[Strip], bool]:
    """Find the lines of type, the left column's before the right one's where there are two.

    Args:
        letters: uint8 array (height, width) of a deskewed page, 1 where a letter's ink may be.
        dpi: Its pixels an inch.
        ink: The same for all ink.

    Returns:
        The strips in reading order, and whether there are two columns. A line has one ``row``.
    """
    middle = _gutter(letters, dpi)
    if middle is not None:
        sides = [_strips_between(letters, ink, dpi, edges) for edges in ((0, middle), (middle, letters.shape[1]))]
        needed = MIN_LINES_OF_SPREAD if letters.shape[1] > letters.shape[0] else MIN_LINES_OF_COLUMN
        if all(_fills_column(strips, needed, dpi) for strips in sides):
            left, right = sides
            below = max(strip.row for strip in left) + 1
            return [*left, *(replace(strip, row=strip.row + below) for strip in right)], True
    return find_strips(letters, dpi, ink), False


def _gutter(letters: Picture, dpi: int) -> int | None:
    """The middle of the widest band without letters in the middle of the page; None where there is none."""
    height, width = letters.shape
    taken = np.asarray(cv2.reduce(letters, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[0] > MAX_SPECKS * height)
    inked = np.flatnonzero(taken)
    best, middle = MIN_GUTTER * dpi, None
    for left, right in zip(inked.tolist(), inked.tolist()[1:], strict=False):
        centre = (left + right) // 2
        if right - left > best and MIDDLE[0] * width <= centre <= MIDDLE[1] * width:
            best, middle = right - left, centre
    return middle


def _strips_between(letters: Picture, ink: Picture, dpi: int, edges: tuple[int, int]) -> list[Strip]:
    """The strips of what stands between two columns of pixels."""
    side, inked = np.zeros_like(letters), np.zeros_like(ink)
    side[:, edges[0] : edges[1]] = letters[:, edges[0] : edges[1]]
    inked[:, edges[0] : edges[1]] = ink[:, edges[0] : edges[1]]
    return find_strips(side, dpi, inked)


def _fills_column(strips: Sequence[Strip], needed: int, dpi: int) -> bool:
    """Are there lines enough, as wide as a column of prose has them?"""
    wide = [strip for strip in strips if strip.right - strip.left >= dpi]
    if len(wide) < needed:
        return False
    column = max(strip.right for strip in wide) - min(strip.left for strip in wide)
    return float(np.median([strip.right - strip.left for strip in wide])) >= MIN_FILL * column
