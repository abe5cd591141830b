"""A page's picture -> the page made even and level at one resolution, with its ink, its letters and the way back."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box
from briefbook.ocr import cleaning
from briefbook.ocr.orientation import slope_of, turned

Picture = npt.NDArray[np.uint8]

WORKING_DPI = 200
"""Lines are found and recognised at this resolution: typed capitals are then as high as the recogniser likes."""

CAPITAL = 19.5
"""Pixels of a typed capital's height at the working resolution."""

AROUND = 51
"""Pixels of the square whose mean grey ink on dirty paper is held against."""

DIRTY, DIRTIER = 2500, 9000
"""Specks on a page from which on its letters are looked for in smoothed ink; on twelve real pages 280 to 15,000."""

LONGEST = 6000
"""Pixels of the longer side; what is larger at the working resolution is no sheet of paper."""


@dataclass(frozen=True, slots=True)
class NormalisedPage:
    """A page made even and level, its ink with its pieces, its letters, and the way back to the given picture."""

    page: Picture
    ink: Picture
    pieces: cleaning.Pieces
    letters: Picture
    back: npt.NDArray[np.float64]
    shape: tuple[int, int]

    def on_picture(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright box on the given picture around a box of the level page."""
        (xx, xy, x0), (yx, yy, y0) = self.back.tolist()
        across = [xx * x + xy * y + x0 for x in (left, right) for y in (top, bottom)]
        down = [yx * x + yy * y + y0 for x in (left, right) for y in (top, bottom)]
        rows, columns = self.shape
        x = min(max(math.floor(min(across)), 0), columns - 1)
        y = min(max(math.floor(min(down)), 0), rows - 1)
        return Box(x, y, max(x + 1, min(math.ceil(max(across)), columns)), max(y + 1, min(math.ceil(max(down)), rows)))


def level_of(grey: Picture, dpi: int | None) -> NormalisedPage:
    """The page level, at the working resolution; ``dpi`` None or plainly wrong is found out from the type's size."""
    told, dpi = dpi is not None, dpi or max(50, int(max(grey.shape) / 11.3))
    page = _even(grey, WORKING_DPI / dpi)
    ink = cleaning.ink_of(page, WORKING_DPI)
    high, wide = _capital(ink), 2.2 if told else 1.45
    if high and not CAPITAL / wide < high < CAPITAL * wide:  # guessed badly, or told wrongly
        page = _even(grey, WORKING_DPI / (dpi * high / CAPITAL))
        ink = cleaning.ink_of(page, WORKING_DPI)
    angle = slope_of(ink)
    across, down = grey.shape[1] / page.shape[1], grey.shape[0] / page.shape[0]
    page, back = turned(page, angle)
    ink = cleaning.ink_of(page, WORKING_DPI) if angle else ink
    page, ruled = cleaning.without_rules(page, ink, WORKING_DPI)
    ink = cleaning.ink_of(page, WORKING_DPI) if ruled else ink
    pieces = cleaning.pieces_of(ink)
    letters = _letters(page, pieces)
    return NormalisedPage(page, ink, pieces, letters, np.diag([across, down]) @ back, (grey.shape[0], grey.shape[1]))


def _letters(page: Picture, pieces: cleaning.Pieces) -> Picture:
    """1 where a typed letter may be; on dirty paper specks that run together would be taken for letters."""
    specks = int((pieces.height < cleaning.SPECK * WORKING_DPI).sum())
    if specks <= DIRTY:
        return cleaning.letters_among(pieces, WORKING_DPI)
    wide, share = (2.0, 0.6) if specks > DIRTIER else (1.5, 0.7)
    soft = cv2.GaussianBlur(page, (0, 0), wide)
    around = cv2.blur(page, (AROUND, AROUND)).astype(np.float32)
    limit = np.minimum(150, share * around)
    return cleaning.letters_of(np.asarray(soft < limit, np.uint8), WORKING_DPI)


def _even(grey: Picture, scale: float) -> Picture:
    scale = min(scale, LONGEST / max(grey.shape))
    size = max(24, round(grey.shape[1] * scale)), max(24, round(grey.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cleaning.even_paper(np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8), WORKING_DPI)


def _capital(ink: Picture) -> float | None:
    """The usual height of what may be letters, specks counting as little as they are; None where too few are there."""
    pieces = cleaning.pieces_of(ink)
    high, wide = pieces.height[1:], pieces.width[1:]
    letter = (high >= 7) & (high < 160) & (wide >= 0.25 * high) & (wide < 1.6 * high)
    if letter.sum() < 60:
        return None
    order = np.argsort(high[letter])
    held = np.cumsum(pieces.area[1:][letter][order])
    return float(high[letter][order][np.searchsorted(held, held[-1] / 2)])
