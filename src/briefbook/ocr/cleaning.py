"""Image clean-up: grey levels, flattened background, binarisation, connected components, removal of rules."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from briefbook.model.page import Box

Picture = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int32]

RULE_SAMPLE_STEP = 16
"""Step in pixels at which rules are sampled: a rule of 160 pixels gives ten samples in a row, type never does."""


MAX_16_BITS = 65_000
"""So many pieces can be numbered with sixteen bits; of an even grid of single pixels each has four to itself."""

MAX_SPECK_HEIGHT = 0.03
"""Inches of height below which a piece of ink is no letter."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Connected components of some ink.

    ``label`` is an array (height, width) with the number of each pixel's piece, 0 for none; the others are int32
    arrays with the measures of each piece in pixels, by its number.
    """

    label: npt.NDArray[np.integer]
    left: Counts
    top: Counts
    width: Counts
    height: Counts
    area: Counts

    def box(self, index: int) -> Box:
        """Around one piece."""
        left, top = int(self.left[index]), int(self.top[index])
        return Box(left, top, left + int(self.width[index]), top + int(self.height[index]))

    def measures(self, chosen: npt.NDArray[np.bool_] | None = None) -> list[tuple[int, int, int, int, int]]:
        """Left, top, width, height and area of the chosen pieces, or of all."""
        columns = np.stack([self.left, self.top, self.width, self.height, self.area], axis=1)[1:]
        return [tuple(row) for row in (columns if chosen is None else columns[chosen[1:]]).tolist()]

    def only(self, chosen: npt.NDArray[np.bool_]) -> Picture:
        """Mask of the chosen pieces: uint8 array (height, width), 1 in them and 0 elsewhere."""
        mask = chosen.astype(np.uint8)
        mask[0] = 0
        inked = np.flatnonzero(self.label > 0)  # little of a page is ink, so most pixels need not be looked up
        result = np.zeros(self.label.size, np.uint8)
        result[inked] = mask[self.label.ravel()[inked]]
        return result.reshape(self.label.shape)


def grey_of(picture: Image.Image) -> Picture:
    """Convert a picture of any mode to grey.

    Transparency becomes white, and sixteen bits and floats become eight bits, from the least value to the greatest.

    Returns:
        uint8 array (height, width), 0 black to 255 white.
    """
    if picture.mode.startswith(("I", "F")):
        wide = np.nan_to_num(np.asarray(picture, np.float64), nan=0.0, posinf=0.0, neginf=0.0)
        low, high = (float(wide.min()), float(wide.max())) if wide.size else (0.0, 0.0)
        grey = np.asarray((wide - low) * (255 / max(high - low, 1e-9)), np.uint8)
    elif "A" in picture.mode or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        grey = np.asarray(Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("L"))
    else:
        grey = np.asarray(picture.convert("L"))
    return np.asarray(grey, np.uint8)


def even_paper(page: Picture, dpi: int) -> Picture:
    """Flatten the background: divide each pixel by the paper around it, then stretch the contrast.

    The paper is estimated from a small copy, dilated and median-filtered so that the type on it disappears.

    Args:
        page: uint8 array (height, width).
        dpi: Its pixels an inch.
    """
    brush = max(5, int(dpi / 300 * 11) | 1)
    paper = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(paper, np.ones((brush, brush), np.uint8)), min(2 * brush + 1, 31) | 1)
    paper = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(page, paper, scale=255), np.uint8)
    return np.asarray(cv2.LUT(even, _stretched(even[::3, ::3])), np.uint8)


def _stretched(sample: Picture) -> Picture:
    """For each grey the grey it becomes: the darkest hundredth black, the lighter two fifths white."""
    darkest, low, high = np.percentile(sample, (0.05, 1, 60))
    black = low if high - low > 90 else darkest  # hardly any ink on the sheet
    greys = np.arange(256, dtype=np.uint8).astype(np.float32)
    return np.asarray(np.clip((greys - black) * (255 / max(high - black, 1)), 0, 255), np.uint8)


def ink_of(page: Picture, dpi: int) -> Picture:
    """Binarise a page by Otsu's threshold after smoothing: uint8 array, 1 where there is ink, else 0."""
    soft = cv2.GaussianBlur(page, (0, 0), 1.5 * dpi / 300)
    return np.asarray(cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], np.uint8)


def pieces_of(ink: Picture) -> Pieces:
    """The connected components of some ink (eight neighbours).

    Labels of sixteen bits are more than twice as fast, and wanted only where no more than 65,535 can be given out.
    """
    fits_16_bits = ((ink.shape[0] + 1) // 2) * ((ink.shape[1] + 1) // 2) < MAX_16_BITS
    if not fits_16_bits:
        before = cv2.dilate(ink, np.array([[1, 1, 1], [1, 0, 0], [0, 0, 0]], np.uint8))
        fits_16_bits = int(np.count_nonzero(ink > before)) < MAX_16_BITS  # pixels at which a piece may begin
    _, label, stat, _ = cv2.connectedComponentsWithStats(
        ink, connectivity=8, ltype=cv2.CV_16U if fits_16_bits else cv2.CV_32S
    )
    return Pieces(np.asarray(label), *(np.asarray(column, np.int32) for column in stat.T))


def letters_of(ink: Picture, dpi: int) -> Picture:
    """The ink that may be typed letters, alone or run together: neither specks nor stamps, boxes and rules."""
    return letters_among(pieces_of(ink), dpi)


def letters_among(pieces: Pieces, dpi: int) -> Picture:
    """The pieces that may be typed letters."""
    speck = (pieces.height < MAX_SPECK_HEIGHT * dpi) | (pieces.area < 0.0005 * dpi * dpi)  # in inches
    large = (pieces.height > 0.25 * dpi) | (pieces.width > 7 / 3 * dpi)
    rule = (pieces.width > 6 * pieces.height) & (pieces.height < 14 / 300 * dpi)
    return pieces.only(~(speck | large | rule))


def without_rules(page: Picture, ink: Picture, dpi: int) -> tuple[Picture, bool]:
    """The page with long straight rules whitened, and whether it had any; a letter across a rule is kept."""
    length, thick = int(dpi * 0.8), int(dpi * 0.04)
    drawn = _level_rules(ink, length, thick)
    drawn |= _level_rules(ink.T, length, thick).T
    if not drawn.any():
        return page, False
    clean = page.copy()
    clean[cv2.dilate(drawn, np.ones((3, 3), np.uint8)) > 0] = 255
    return clean, True


def _level_rules(ink: Picture, length: int, thick: int) -> Picture:
    """1 where ink runs on for a length from left to right but is nowhere as thick as a bar."""
    found = np.zeros_like(ink)
    needed = length // RULE_SAMPLE_STEP
    rows = np.flatnonzero(
        _long_runs(ink[:, ::RULE_SAMPLE_STEP], needed, beyond=needed - length // 2 // RULE_SAMPLE_STEP)
    )
    if not len(rows):
        return found
    found[rows] = cv2.morphologyEx(ink[rows], cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    bars = cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
    found[np.asarray(bars) > 0] = 0
    return found


def _long_runs(samples: Picture, needed: int, beyond: int) -> npt.NDArray[np.bool_]:
    """Which rows have so many samples of ink side by side, where some beyond the edges count as ink, as in opening."""
    padded = np.pad(samples, ((0, 0), (beyond, beyond)), constant_values=1)
    inked = np.cumsum(padded, axis=1, dtype=np.int32)
    inked[:, needed:] -= inked[:, :-needed].copy()
    return np.asarray((inked[:, needed - 1 :] == needed).any(1))
