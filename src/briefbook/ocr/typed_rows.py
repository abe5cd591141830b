"""Find rows of type by a matched filter: a row is darker than the paper close above it and close below it.

Line finding (``line_finding.py``) looks for letters, which worn type breaks into specks and speckled paper buries. A
row of them still stands out from the paper around it as a whole: in a window as wide as some five letters and as high
as a small letter there is more ink than in the same window half a line higher or lower. Specks, which fall anywhere,
are darker there only by chance, and how much by chance is known.
"""

from dataclasses import dataclass
from typing import overload

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.cleaning import Pieces, pieces_of
from briefbook.ocr.line_finding import Strip

Picture = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float32]

REDUCE = 2
"""By how much the page's sides are divided first; a letter is then some six pixels high, which is enough."""

WINDOW = (0.45, 0.07)
"""Inches of the window's width and height: five letters, and a small letter."""

HALF_PITCH = 0.085
"""Inches from a row's middle to where the paper between rows is looked at: half a line at six lines an inch."""

DARKEST = 200
"""Greys darker than paper beyond which ink counts no more: a stamp is darker than type, but no more a row."""

SPECK_AREA = 0.015**2
"""Square inches of a speck of dirt: the chance difference of two windows is that of so many specks."""

MIN_NOISE = 0.01
"""The share of paper taken to be specks where there seem to be fewer."""

MIN_CONTRAST, MIN_RATIO, SEED_RATIO = 0.02, 2.5, 6.0
"""A row is darker than its surroundings by this share of black, and by so many chance differences, somewhere more."""

MAX_LETTER = 0.25
"""Inches of a letter's height; a thin piece taller than this is a pen's stroke or a frame."""

MIN_RULE, MAX_RULE = 0.13, 0.05
"""Inches of the width and height of a piece of a rule: no letter is so wide and so low."""

ROW_HEIGHT = (0.035, 0.14)
"""Inches over which a row's ink is spread: a rule is thinner, and large print and dirt are higher."""

MIN_LENGTH = 0.4
"""Inches of a row's length."""

MAX_FAINT_END, MAX_FAINT_GAP = 1.5, 0.35
"""Inches by which a row may be longer than it was seen to be at first, and of a gap in what is added."""

MAX_BEND = 0.03
"""Inches by which a row's middle may leave a straight line in the median: typed rows do not bend."""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row on the deskewed page: from where to where, its middle at both ends, in pixels, and how clear it is.

    ``contrast`` is how much darker the row is than the paper above and below, as a share of black.
    """

    left: int
    right: int
    middle_left: float
    middle_right: float
    contrast: float

    @overload
    def middle(self, x: float) -> float: ...

    @overload
    def middle(self, x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]: ...

    def middle(self, x: float | npt.NDArray[np.float64]) -> float | npt.NDArray[np.float64]:
        """The height of its middle at a column of the page, or at several."""
        return self.middle_left + (self.middle_right - self.middle_left) * (x - self.left) / max(
            1, self.right - self.left
        )

    def strip(self, half: float) -> Strip:
        """The strip of it, of half a height in pixels."""
        return Strip(self.left, self.right, self.middle_left, self.middle_right, half)


def find_typed_rows(page: Picture, pieces: Pieces, dpi: int) -> list[TypedRow]:
    """Find rows of type.

    Args:
        page: uint8 array (height, width) of a deskewed page, 0 black to 255 white.
        pieces: The connected components of its ink; tall thin ones are pen strokes and left out.
        dpi: Its pixels an inch.

    Returns:
        Rows in pixels of the page, from top to bottom.
    """
    dark, scale = _dark(page, pieces, dpi), dpi / REDUCE
    wide, high = (max(1, round(side * scale)) for side in WINDOW)
    contrast, noise = _contrast(dark, (wide, high), scale)
    ratio = contrast / noise
    may = np.asarray((ratio > MIN_RATIO) & (contrast > MIN_CONTRAST), np.uint8)
    ridges = pieces_of(may)
    rows = []
    for index in np.flatnonzero(ridges.width >= MIN_LENGTH * scale).tolist():
        if not index:
            continue
        box = ridges.box(index)
        own = ridges.label[box.top : box.bottom, box.left : box.right] == index
        inside = np.where(own, contrast[box.top : box.bottom, box.left : box.right], 0)
        if float(np.where(own, ratio[box.top : box.bottom, box.left : box.right], 0).max()) < SEED_RATIO:
            continue
        if row := _row(inside, box.left, box.top, dark, scale):
            rows.append(row)
    return sorted(rows, key=lambda row: row.middle_left + row.middle_right)


def _dark(page: Picture, pieces: Pieces, dpi: int) -> Values:
    """How dark each pixel of the page made smaller is, from 0 to 1, without tall thin strokes and rules."""
    strokes = (pieces.height > MAX_LETTER * dpi) & (pieces.area < 0.33 * pieces.width * pieces.height)
    rules = (pieces.width > MIN_RULE * dpi) & (pieces.height < MAX_RULE * dpi)
    clean = page
    if (strokes | rules)[1:].any():
        clean = page.copy()
        clean[cv2.dilate(pieces.only(strokes | rules), np.ones((3, 3), np.uint8)) > 0] = 255
    small = cv2.resize(clean, (page.shape[1] // REDUCE, page.shape[0] // REDUCE), interpolation=cv2.INTER_AREA)
    return np.asarray(np.minimum(255 - small, DARKEST), np.float32) / np.float32(DARKEST)


def _contrast(dark: Values, window: tuple[int, int], scale: float) -> tuple[Values, Values]:
    """How much darker each window is than those half a line above and below, and by how much it would be by chance."""
    density = cv2.boxFilter(dark, -1, window, borderType=cv2.BORDER_REPLICATE)
    off = round(HALF_PITCH * scale)
    padded = np.pad(density, ((off, off), (0, 0)), mode="edge")
    between = np.maximum(padded[: -2 * off], padded[2 * off :])
    specks = SPECK_AREA * scale * scale / (window[0] * window[1])
    noise = np.sqrt(np.maximum(between, MIN_NOISE) * specks)
    return np.asarray(density - between, np.float32), np.asarray(noise, np.float32)


def _row(inside: Values, left: int, top: int, dark: Values, scale: float) -> TypedRow | None:
    """The row that a ridge is; None where it bends."""
    weight = inside.sum(0)
    columns = np.arange(inside.shape[1])
    middles = (inside * np.arange(inside.shape[0])[:, None]).sum(0) / np.maximum(weight, 1e-6)
    taken = weight > 0
    slope, base = np.polyfit(columns[taken], middles[taken], 1, w=np.sqrt(weight[taken]))
    bend = float(np.median(np.abs(middles[taken] - base - slope * columns[taken])))
    if bend > MAX_BEND * scale or abs(slope) > 0.03:
        return None
    ends = _ends(dark, left, top + base, slope, len(columns), scale)
    if ends is None:
        return None
    first, last = ends
    heights = (top + base + slope * first + 0.5, top + base + slope * last + 0.5)
    contrast = float(np.median(inside.max(0)))
    begin, end = max(0, left + first), min(dark.shape[1], left + last)
    return TypedRow(REDUCE * begin, REDUCE * end, REDUCE * heights[0], REDUCE * heights[1], contrast)


def _ends(dark: Values, left: int, base: float, slope: float, length: int, scale: float) -> tuple[int, int] | None:
    """Where a row's ink begins and ends, counted from a column: the window reaches half its width beyond.

    A row may be fainter at its ends than where it was met, so it is followed as long as what lies on its line is darker
    than chance.
    """
    reach, off, beyond = round(WINDOW[1] * scale / 2), round(HALF_PITCH * scale), round(MAX_FAINT_END * scale)
    before = min(left, beyond)
    size = (before + length + min(beyond, dark.shape[1] - left - length), 2 * (off + reach) + 1)
    matrix = np.array([[1, 0, left - before], [slope, 1, base - slope * before - off - reach]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    band = np.asarray(cv2.warpAffine(dark, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)
    inner = band[off : off + 2 * reach + 1].mean(0)
    outer = np.maximum(band[: 2 * reach + 1].mean(0), band[-2 * reach - 1 :].mean(0))
    narrow, wide = max(3, round(0.12 * scale)), round(0.3 * scale)
    rise = np.convolve(inner - outer, np.ones(narrow) / narrow, "same")
    inside = rise[before : before + length]
    limit = 0.35 * float(np.percentile(inside, 75))
    inked = np.flatnonzero(inside > limit)
    if not len(inked):
        return None
    if (
        not ROW_HEIGHT[0] * scale
        <= _spread(band[:, before : before + length][:, inside > limit])
        <= ROW_HEIGHT[1] * scale
    ):
        return None
    first, last = int(inked[0]) + before, int(inked[-1]) + before + 1
    noise = np.sqrt(np.maximum(_mean(outer, wide), MIN_NOISE) * SPECK_AREA * scale * scale / (wide * (2 * reach + 1)))
    clear = (_mean(inner - outer, wide) > np.maximum(MIN_RATIO * noise, MIN_CONTRAST)) & (rise > 0.5 * limit)
    gap = round(MAX_FAINT_GAP * scale)
    while len(nearer := np.flatnonzero(clear[max(0, first - gap) : first])):
        first = max(0, first - gap) + int(nearer[0])
    while len(farther := np.flatnonzero(clear[last : last + gap])):
        last += int(farther[-1]) + 1
    return first - before - narrow // 4, last - before + narrow // 4


def _spread(band: Values) -> float:
    """Over how many rows of pixels the ink of a band is spread: those with more than half of the fullest one's."""
    profile = band.mean(1)
    profile = profile - profile.min()
    return float((profile > 0.5 * profile.max()).sum())


def _mean(profile: Values, width: int) -> Values:
    return np.asarray(np.convolve(profile, np.ones(width) / width, "same"), np.float32)
