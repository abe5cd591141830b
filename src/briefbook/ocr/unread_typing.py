"""Find typing that was not read: ink in rows of evenly spaced letters in which no word was read.

Letters that no word covers are joined along the row. What has as many pieces as ten letters, of one height, at the
distances of a typewriter, is a row of type; rows one below the other make one region.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.handwriting import merge_boxes

Picture = npt.NDArray[np.uint8]

MIN_LETTERS = 10
"""Fewer pieces than these may be a scrap of a stamp or of a pen."""

LETTER_HEIGHT = (0.05, 0.15)
"""Inches of a typed letter's height, of small letters and of capitals with what hangs below the line."""

LETTER_DISTANCE = (0.06, 0.14)
"""Inches from letter to letter in the median: typewriters have ten or twelve letters an inch."""

MAX_UNEVEN = 0.35
"""The spread of the letters' heights (a standard deviation) in heights, above which it is handwriting or dirt."""

MAX_LEAN = 0.05
"""Inches by which the middles of letters leave their row, in the median."""


def find_unread_typing(letters: Picture, read: Sequence[Box], dpi: int) -> list[Box]:
    """Find rows of type that no word covers.

    Args:
        letters: uint8 array (height, width) of a deskewed page, 1 where a letter's ink may be.
        read: Boxes of all words that were read and of what is known to be no type, in pixels of that array.
        dpi: Its pixels an inch.

    Returns:
        Boxes in pixels of that array, from top to bottom; rows one below the other are one box.
    """
    rest = letters.copy()
    for box in read:
        margin = (box.bottom - box.top) // 4
        rest[max(0, box.top - margin) : box.bottom + margin, max(0, box.left - margin) : box.right + margin] = 0
    pieces = pieces_of(rest)
    low, high = (side * dpi for side in LETTER_HEIGHT)
    likely = (pieces.height >= low) & (pieces.height <= high) & (pieces.width <= 3 * LETTER_DISTANCE[1] * dpi)
    rest = pieces.only(likely)
    if not rest.any():
        return []
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((1, int(0.25 * dpi) | 1), np.uint8))
    rows = pieces_of(np.asarray(joined, np.uint8))
    boxes = []
    wide = (rows.width >= MIN_LETTERS * LETTER_DISTANCE[0] * dpi) & (rows.height <= 2 * high)
    wide[0] = False
    for index in np.flatnonzero(wide).tolist():
        box = rows.box(index)
        own = np.unique(pieces.label[box.top : box.bottom, box.left : box.right])
        own = own[(own > 0)]
        own = own[likely[own]]
        if _is_type(
            pieces.left[own] + pieces.width[own] / 2,
            pieces.top[own] + pieces.height[own] / 2,
            pieces.height[own].astype(np.float64),
            dpi,
        ):
            boxes.append(box)
    return merge_boxes(boxes, 0.2 * dpi)


def _is_type(
    across: npt.NDArray[np.float64], down: npt.NDArray[np.float64], heights: npt.NDArray[np.float64], dpi: int
) -> bool:
    """Are pieces with these middles and heights the letters of a typed row?"""
    if len(across) < MIN_LETTERS:
        return False
    apart = float(np.median(np.diff(np.sort(across)))) / dpi
    off = float(np.median(np.abs(down - np.median(down)))) / dpi
    uneven = float(heights.std() / heights.mean())
    return LETTER_DISTANCE[0] <= apart <= LETTER_DISTANCE[1] and uneven <= MAX_UNEVEN and off <= MAX_LEAN
