"""Measure what stands out from the paper of a picture: is there ink at all, is it darker or lighter than the paper?

A faint page and an empty one have the same spread of greys; they differ in that ink makes pieces of the size of letters
that stand out from the paper around them by more than the paper's own grain. The same measure tells dark paper, whose
ink is darker still, from a negative.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.cleaning import Pieces, pieces_of

Picture = npt.NDArray[np.uint8]
Greys = npt.NDArray[np.float32]

SAMPLE_SIDE = 1100
"""Pixels of the longer side of the copy that is measured: about 100 an inch, where grain is averaged away."""

QUICK_SIDE, PLAIN_LETTERS, PLAIN_PAPER, PLAIN_INK = 550, 20, 190, 80
"""Pixels of the longer side of a smaller copy. With so many dark pieces of the size of letters, on paper so light, with
ink so much darker (greys of 255), nothing needs to be measured closely: what is lighter cannot differ as much from
such paper as the ink does."""

MIN_SIGMAS, MIN_DIFFERENCE = 5.0, 1.1
"""Ink differs from the paper by so many standard deviations of its grain, and by so many greys of 255, at least."""

MIN_LETTER, MAX_LETTER, MIN_LETTER_AREA = 4, 40, 6
"""Sides in pixels of the copy, and the area, that a letter or some letters run together have."""

MIN_PIECES = 3
"""With fewer pieces of the size of letters nothing is written on a sheet."""

MIN_STROKES = 0.0002
"""The share of a sheet that larger pieces (a word run together, a signature) cover at least where it is not blank."""

FAINT_CONTRAST = 40
"""Greys of 255 by which ink differs from the paper, below which a page is called faint."""

MIN_LIGHT_PAPER, UNCLEAR = 128, 4.0
"""Paper darker than this grey of 255 may be a negative's; so many times more pieces of one sign leave no doubt."""

DARK_PAPER = 70
"""Greys of 255 of the paper, below which a page is called dark."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What stands out from the paper of a picture.

    ``darker`` and ``lighter`` count the pieces of the size of letters that are darker or lighter than the paper;
    ``strokes`` is the share of the picture that larger pieces cover. ``paper`` is the paper's grey, ``ink`` that of
    what stands out, both 0 to 255.
    """

    darker: int
    lighter: int
    strokes: float
    paper: float
    ink: float

    @property
    def is_blank(self) -> bool:
        """Stands nothing on it that may be ink?"""
        return max(self.darker, self.lighter) < MIN_PIECES and self.strokes < MIN_STROKES

    @property
    def is_negative(self) -> bool:
        """Is its writing lighter than its paper?"""
        return self.lighter > 2 * self.darker and self.lighter >= MIN_PIECES and self.ink > self.paper

    @property
    def may_be_negative(self) -> bool:
        """Is its writing on dark paper, or among black and white, so that counts alone do not tell its sign?"""
        fewer, more = sorted((self.darker, self.lighter))
        return self.paper < MIN_LIGHT_PAPER and more >= MIN_PIECES and more < UNCLEAR * fewer

    def why_unreadable(self) -> str:
        """Why its writing cannot be read, as far as the greys tell; empty if they tell nothing."""
        if abs(self.paper - self.ink) < FAINT_CONTRAST:
            apart = f"ink of grey {self.ink:.0f} on paper of grey {self.paper:.0f}, of 255"
            return f"the page is too faint ({apart})"
        return f"the page is too dark (paper of grey {self.paper:.0f}, of 255)" if self.paper < DARK_PAPER else ""


def is_plainly_dark_on_light(grey: Picture) -> bool:
    """Is a page by a quick look surely neither blank nor white on black?

    Args:
        grey: Picture in greys, uint8 array (height, width), 0 black to 255 white.
    """
    quick = _measured(_sample(grey, QUICK_SIDE))
    return quick.darker >= PLAIN_LETTERS and quick.paper >= PLAIN_PAPER and quick.paper - quick.ink >= PLAIN_INK


def measure_contrast(grey: Picture) -> Contrast:
    """Measure what stands out from the paper.

    Args:
        grey: Picture in greys, uint8 array (height, width), 0 black to 255 white.
    """
    return _measured(_sample(grey, SAMPLE_SIDE))


def _measured(small: Greys) -> Contrast:
    apart = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.7) - _paper_around(small), np.float32)
    middle = _median(apart)
    apart -= middle
    grain = 1.4826 * _median(np.abs(apart))
    limit = max(MIN_DIFFERENCE, MIN_SIGMAS * grain)
    darker, lighter = (pieces_of(np.asarray(side > limit, np.uint8)) for side in (-apart, apart))
    counts = [int(_letters(pieces).sum()) for pieces in (darker, lighter)]
    paper = _median(small)
    is_dark = counts[0] >= counts[1] or _darkest(small, apart, limit, paper) > _lightest(small, apart, limit, paper)
    ink = small[(apart < -limit) if is_dark else (apart > limit)]
    strokes = max(_large(pieces, small.shape) for pieces in (darker, lighter))
    return Contrast(
        counts[0], counts[1], strokes, paper, float(np.percentile(ink, 10 if is_dark else 90)) if ink.size else paper
    )


def _darkest(small: Greys, apart: Greys, limit: float, paper: float) -> float:
    """How much darker than the paper of the sheet what is darker than its surroundings is.

    In type set close, the paper around a letter is taken to be darker than it is, and the white within letters stands
    out from it; but it is no lighter than the sheet's paper.
    """
    ink = small[apart < -limit]
    return paper - float(np.percentile(ink, 10)) if ink.size else 0.0


def _lightest(small: Greys, apart: Greys, limit: float, paper: float) -> float:
    """How much lighter than the paper of the sheet what is lighter than its surroundings is."""
    ink = small[apart > limit]
    return float(np.percentile(ink, 90)) - paper if ink.size else 0.0


def _median(values: Greys) -> float:
    """The median; ``np.median`` looks for what is no number too, which takes as long again."""
    flat, half = values.ravel(), values.size // 2
    if values.size % 2:
        return float(np.partition(flat, half)[half])
    low, high = np.partition(flat, [half - 1, half])[half - 1 : half + 1]
    return float((low + high) / np.float32(2))


def _sample(grey: Picture, side: int) -> Greys:
    times = int(max(grey.shape) / (1.5 * side))
    if times > 1:  # grain is averaged in whole greys and over whole pixels first, which is much faster
        smaller = max(1, grey.shape[1] // times), max(1, grey.shape[0] // times)
        cut = grey[: smaller[1] * times, : smaller[0] * times]
        grey = np.asarray(cv2.resize(cut, smaller, interpolation=cv2.INTER_AREA), np.uint8)
    scale = side / max(grey.shape)
    wide = np.asarray(grey, np.float32)
    if scale >= 1:
        return wide
    size = max(3, round(grey.shape[1] * scale)), max(3, round(grey.shape[0] * scale))
    return np.asarray(cv2.resize(wide, size, interpolation=cv2.INTER_AREA), np.float32)


def _paper_around(small: Greys) -> Greys:
    """The grey of the paper around each pixel: on a copy of half the size, for it changes slowly."""
    halved = max(1, round(small.shape[1] / 2)), max(1, round(small.shape[0] / 2))
    half = np.asarray(cv2.resize(small, halved, interpolation=cv2.INTER_AREA), np.float32)
    size = min(15, 2 * (min(half.shape) // 2) - 1)
    around = cv2.medianBlur(np.asarray(np.rint(half), np.uint8), size) if size >= 3 else half
    level = cv2.GaussianBlur(np.asarray(around, np.float32), (0, 0), 4)
    return np.asarray(cv2.resize(level, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _letters(pieces: Pieces) -> npt.NDArray[np.bool_]:
    side = np.maximum(pieces.width, pieces.height)
    chosen = (side >= MIN_LETTER) & (side <= MAX_LETTER) & (pieces.area >= MIN_LETTER_AREA)
    chosen[0] = False
    return np.asarray(chosen, np.bool_)


def _large(pieces: Pieces, shape: tuple[int, ...]) -> float:
    """The share of the picture that pieces larger than letters cover; shadows along an edge are none."""
    rows, columns = shape
    edge = (
        (pieces.left <= 2)
        | (pieces.top <= 2)
        | (pieces.left + pieces.width >= columns - 2)
        | (pieces.top + pieces.height >= rows - 2)
    )
    chosen = (np.maximum(pieces.width, pieces.height) > MAX_LETTER) & ~edge
    chosen[0] = False
    return float(pieces.area[chosen].sum()) / (rows * columns)
