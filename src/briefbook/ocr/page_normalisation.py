"""Normalise a page's picture for recognition: deskewed, its background flattened, at one resolution.

With it come its ink (a binary image), the connected pieces of that, those that may be letters, and the affine matrix
that takes points of the normalised page back to the picture.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box
from briefbook.ocr import cleaning
from briefbook.ocr.orientation import skew_angle, turned

Picture = npt.NDArray[np.uint8]

WORKING_DPI = 200
"""Pixels an inch at which lines are found and recognised: typed capitals are then as high as the recogniser wants."""

CAPITAL_HEIGHT = 19.5
"""Pixels of a typed capital's height at the working resolution."""

SHEET_HEIGHT, UNUSUAL = 11.3, 1.5
"""Inches of a usual sheet's longer side, and how many times the pixels an inch that this gives a file may claim before
its type must bear it out: a whole page that is said to be half as high was scanned at half of what it claims."""

MAX_FILL = 0.85
"""The share of its box that a letter's ink fills, at most; the black between the holes of a film fills all of it."""

LOCAL_MEAN_SIZE = 51
"""Side in pixels of the square whose mean grey is the local threshold for ink on dirty paper."""

MANY_SPECKS, VERY_MANY_SPECKS = 2500, 9000
"""With more specks than these, letters are looked for in ink smoothed a little, or more.

Twelve real pages had 280 to 15,000 specks; chosen on three bad ones of them and four drawn ones (decision 16).
"""

MAX_SIDE = 6000
"""Pixels of the longer side; what is larger at the working resolution is no sheet of paper."""


@dataclass(frozen=True, slots=True)
class NormalisedPage:
    """A page deskewed, with its background flattened, at ``WORKING_DPI``.

    ``page`` is a uint8 array (height, width), 0 black to 255 white; ``ink`` and ``letters`` are of the same shape, 1
    where there is ink and where it may be a letter's. ``pieces`` are the connected components of ``ink``. ``back`` is
    the affine matrix, float64 array (2, 3), from points (x, y, 1) of ``page`` to the given picture, whose (height,
    width) is ``shape``.
    """

    page: Picture
    ink: Picture
    pieces: cleaning.Pieces
    letters: Picture
    back: npt.NDArray[np.float64]
    shape: tuple[int, int]

    def on_picture(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright box on the given picture around a box of the normalised page, both in pixels."""
        (xx, xy, x0), (yx, yy, y0) = self.back.tolist()
        across = [xx * x + xy * y + x0 for x in (left, right) for y in (top, bottom)]
        down = [yx * x + yy * y + y0 for x in (left, right) for y in (top, bottom)]
        rows, columns = self.shape
        x = min(max(math.floor(min(across)), 0), columns - 1)
        y = min(max(math.floor(min(down)), 0), rows - 1)
        return Box(x, y, max(x + 1, min(math.ceil(max(across)), columns)), max(y + 1, min(math.ceil(max(down)), rows)))


def normalise_page(grey: Picture, dpi: int | None) -> NormalisedPage:
    """Normalise a page.

    Args:
        grey: Picture in greys, uint8 array (height, width), paper light.
        dpi: Its pixels an inch. Where it is None, or typed capitals come out of an impossible height, the resolution
            is estimated from the height of the type.
    """
    of_a_sheet = max(50, int(max(grey.shape) / SHEET_HEIGHT))
    is_usual, dpi = dpi is not None and dpi <= UNUSUAL * of_a_sheet, dpi or of_a_sheet
    page = _even(grey, WORKING_DPI / dpi)
    ink = cleaning.ink_of(page, WORKING_DPI)
    high, wide = _capital(ink), 2.2 if is_usual else 1.45
    if high and not CAPITAL_HEIGHT / wide < high < CAPITAL_HEIGHT * wide:  # guessed badly, or wrong in the file
        high = _capital(ink, without_blocks=True) or CAPITAL_HEIGHT
        page = _even(grey, WORKING_DPI / (dpi * high / CAPITAL_HEIGHT))
        ink = cleaning.ink_of(page, WORKING_DPI)
    angle = skew_angle(ink)
    across, down = grey.shape[1] / page.shape[1], grey.shape[0] / page.shape[0]
    page, back = turned(page, angle)
    ink = cleaning.ink_of(page, WORKING_DPI) if angle else ink
    page, ruled = cleaning.without_rules(page, ink, WORKING_DPI)
    ink = cleaning.ink_of(page, WORKING_DPI) if ruled else ink
    pieces = cleaning.pieces_of(ink)
    letters = _letters(page, pieces)
    return NormalisedPage(page, ink, pieces, letters, np.diag([across, down]) @ back, (grey.shape[0], grey.shape[1]))


def with_page(normalised: NormalisedPage, page: Picture) -> NormalisedPage:
    """A normalised page of which something was whitened: a uint8 array of the same shape in its place."""
    ink = cleaning.ink_of(page, WORKING_DPI)
    pieces = cleaning.pieces_of(ink)
    return replace(normalised, page=page, ink=ink, pieces=pieces, letters=_letters(page, pieces))


def _letters(page: Picture, pieces: cleaning.Pieces) -> Picture:
    """1 where a typed letter may be; a local threshold on dirty paper, where specks that touch look like letters."""
    specks = int((pieces.height < cleaning.MAX_SPECK_HEIGHT * WORKING_DPI).sum())
    if specks <= MANY_SPECKS:
        return cleaning.letters_among(pieces, WORKING_DPI)
    wide, share = (2.0, 0.6) if specks > VERY_MANY_SPECKS else (1.5, 0.7)
    soft = cv2.GaussianBlur(page, (0, 0), wide)
    around = cv2.blur(page, (LOCAL_MEAN_SIZE, LOCAL_MEAN_SIZE)).astype(np.float32)
    limit = np.minimum(150, share * around)
    return cleaning.letters_of(np.asarray(soft < limit, np.uint8), WORKING_DPI)


def _even(grey: Picture, scale: float) -> Picture:
    scale = min(scale, MAX_SIDE / max(grey.shape))
    size = max(24, round(grey.shape[1] * scale)), max(24, round(grey.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cleaning.even_paper(np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8), WORKING_DPI)


def _capital(ink: Picture, *, without_blocks: bool = False) -> float | None:
    """The median height in pixels of what may be letters, weighted by area; None where there are fewer than sixty.

    ``without_blocks`` leaves out what is no letter but as high as one may be (the black between the holes of a film),
    and weighs by height, so that what is left of it counts for less.
    """
    pieces = cleaning.pieces_of(ink)
    high, wide, area = pieces.height[1:], pieces.width[1:], pieces.area[1:]
    letter = (high >= 7) & (high < 160) & (wide >= 0.25 * high) & (wide < 1.6 * high)
    if without_blocks:
        letter &= area < MAX_FILL * high * wide
    if letter.sum() < 60:
        return None
    order = np.argsort(high[letter])
    weights = np.cumsum((high if without_blocks else area)[letter][order])
    return float(high[letter][order][np.searchsorted(weights, weights[-1] / 2)])
