"""Find redactions (black, or white in a frame) and gaps left blank in the typing."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box, Kind, Line, Region
from briefbook.ocr.cleaning import pieces_of

Picture = npt.NDArray[np.uint8]


def find_redactions(page: Picture, dpi: int, rows: Sequence[tuple[float, float, float]]) -> list[tuple[Box, str]]:
    """Boxes in pixels of the page, each with what it looks like.

    ``rows`` are the lines of type: left, right and middle height. A frame counts only where type stands beside it;
    else it is a form's.
    """
    dark = np.asarray(page < 110, np.uint8)
    return [(box, "black") for box in _solid(dark, dpi)] + [(box, "white, framed") for box in _framed(dark, dpi, rows)]


def _solid(dark: Picture, dpi: int) -> list[Box]:
    side = max(3, int(0.07 * dpi))
    whole = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not whole.any():
        return []
    boxes, margin = [], int(0.12 * dpi)
    for left, top, width, height, area in pieces_of(np.asarray(whole, np.uint8)).measures():
        edge = left < margin or top < margin or left + width > dark.shape[1] - margin
        if edge or top + height > dark.shape[0] - margin:
            continue  # the shadow beside the sheet
        if width >= 0.25 * dpi and height >= 0.08 * dpi and area >= 0.88 * width * height:
            boxes.append(Box(left, top, left + width, top + height))
    return boxes


def _framed(dark: Picture, dpi: int, rows: Sequence[tuple[float, float, float]]) -> list[Box]:
    pieces = pieces_of(np.asarray(cv2.dilate(dark, np.ones((3, 3), np.uint8)), np.uint8))
    size = (pieces.width >= 0.4 * dpi) & (pieces.height >= 0.1 * dpi) & (pieces.height <= 0.5 * dark.shape[0])
    boxes = []
    for left, top, width, height, area in pieces.measures(size):
        if area > 0.4 * width * height:
            continue
        part = dark[top : top + height, left : left + width]
        rim, inner = max(4, int(0.03 * dpi)), max(5, int(0.04 * dpi))
        sides = (part[:rim].max(0), part[-rim:].max(0), part[:, :rim].max(1), part[:, -rim:].max(1))
        inside = part[inner:-inner, inner:-inner]
        if inside.size == 0 or min(float(side.mean()) for side in sides) < 0.9 or float(inside.mean()) > 0.004:
            continue
        reach = 1.2 * dpi
        beside = any(
            top < middle < top + height and (0 <= left - end < reach or 0 <= start - left - width < reach)
            for start, end, middle in rows
        )
        if beside:
            boxes.append(Box(left, top, left + width, top + height))
    return boxes


def size_in_letters(box: Box, advance: float, pitch: float) -> str:
    """How much typing a box could hold.

    >>> size_in_letters(Box(0, 0, 400, 60), 20, 50)
    'about 20 letters'
    >>> size_in_letters(Box(0, 0, 400, 160), 20, 50)
    'about 3 lines of 20 letters'
    """
    letters, lines = round((box.right - box.left) / advance), max(1, round((box.bottom - box.top) / pitch))
    return f"about {letters} letters" if lines == 1 else f"about {lines} lines of {letters} letters"


def find_gaps(lines: Sequence[Line], advance: float) -> list[Region]:
    """Gaps of nine letters and more inside a line of a paragraph: the lines above and below run on there."""
    regions = []
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        boxes = [word.box for word in line.words if word.box]
        if line.kind is not Kind.MESSAGE or not boxes or not _close(above, line, below):
            continue
        for left, right in pairwise(boxes):
            if right.left - left.right < 9 * advance:
                continue
            gap = Box(left.right, min(left.top, right.top), right.left, max(left.bottom, right.bottom))
            if all(_covered(gap, other) > 0.75 for other in (above, below)):
                note = f"a blank of {size_in_letters(gap, advance, gap.bottom - gap.top)}"
                regions.append(Region(Kind.BLANK, gap, note))
    return regions


def _close(above: Line, line: Line, below: Line) -> bool:
    boxes = [neighbour.box for neighbour in (above, line, below)]
    if any(box is None for box in boxes):
        return False
    first, second, third = (box for box in boxes if box)
    high = second.bottom - second.top
    return second.top - first.bottom < 2.2 * high and third.top - second.bottom < 2.2 * high


def _covered(gap: Box, line: Line) -> float:
    """The share of a gap's width over which another line has words."""
    covered = sum(
        max(0, min(gap.right, word.box.right) - max(gap.left, word.box.left)) for word in line.words if word.box
    )
    return covered / max(1, gap.right - gap.left)
