"""The pieces of a page's ink -> the holes that were punched through the paper, as a copier shows them: black disks."""

import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box
from briefbook.ocr.cleaning import Pieces

MIN_DIAMETER, MAX_DIAMETER = 0.19, 0.40
"""Inches that a hole measures, a quarter and more in filing, less what the copier closed."""

EDGE = 0.2
"""The part of the sheet's width or height, from each edge, in which sheets are punched."""

MIN_FILLED, MAX_FILLED_AROUND = 0.9, 0.15
"""The share of the disk in the piece's box that is black, at least; and of what is around it, at most."""


def find_holes(pieces: Pieces, dpi: int) -> list[Box]:
    """Boxes of the holes on the level page."""
    rows, columns = pieces.label.shape
    wide, high = pieces.width, pieces.height
    size = (np.minimum(wide, high) >= MIN_DIAMETER * dpi) & (np.maximum(wide, high) <= MAX_DIAMETER * dpi)
    round_ = np.abs(wide - high) <= 0.15 * np.maximum(wide, high)
    across, down = (pieces.left + wide / 2) / columns, (pieces.top + high / 2) / rows
    edge = (np.minimum(across, 1 - across) < EDGE) | (np.minimum(down, 1 - down) < EDGE)
    full = np.abs(pieces.area / np.maximum(1, wide * high) - np.pi / 4) < 0.12
    may = np.flatnonzero(size & round_ & edge & full)
    return [pieces.box(index) for index in may.tolist() if index and _is_disk(pieces, index)]


def _is_disk(pieces: Pieces, index: int) -> bool:
    box = pieces.box(index)
    black = pieces.label[box.top : box.bottom, box.left : box.right] == index
    far = _from_middle(black.shape)
    rim = 4 / min(black.shape)  # two pixels, in which the edge may run
    return float(black[far < 1 - rim].mean()) >= MIN_FILLED and float(black[far > 1 + rim].mean()) <= MAX_FILLED_AROUND


def _from_middle(shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """For each pixel of a box how far it is from the middle, squared: 1 on the ellipse that fills the box."""
    down, across = ((np.arange(side) + 0.5) / side * 2 - 1 for side in shape)
    return np.asarray(down[:, None] ** 2 + across[None] ** 2, np.float64)
