"""Take away what shows through from the other side of the sheet.

Thin paper shows the type of its back, lighter than that of its front, and the wrong way round: mirrored, and upside
down too where the sheet was turned over its short edge. It is told by both. Much on the page is darker than the paper
and lighter than its type, and lines of it are read better in a mirror. A page of faint or worn type, or with notes in
pencil, has the first but not the second, and stays as it is.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr import cleaning
from briefbook.ocr.legibility import legible_in
from briefbook.ocr.line_finding import Strip, find_strips
from briefbook.ocr.page_normalisation import CAPITAL_HEIGHT, WORKING_DPI, NormalisedPage, with_page

Picture = npt.NDArray[np.uint8]

LIGHT = 215
"""Greys darker than this are not paper."""

RIM = 7
"""Pixels: a letter's own grey edges lie within a square of this size around its ink."""

MIN_SHARE = 0.3
"""So much of a page's ink must be light, away from the rest, before lines of it are read in a mirror.

The twelve pages of data/scans have .01 to .08 of it, also scanned in thirty other ways; eight of them with their own
backs shining through have .37 and more.
"""

LETTER_HEIGHTS, MIN_GAP, MIN_LIGHT = (0.5, 1.6), 45.0, 0.05
"""Ink of two kinds: heights of letters, in capitals, how much lighter they are, in greys, and their share of them.

The same pages have gaps of 8 to 47 greys, the last as a thin copy; those whose back is half as dark as the front and
more, 64 to 99.
"""

ASKED_LINES, MIN_LETTERS = 8, 6
"""So many lines of it are read, the longest, each with room for so many letters or more."""

CLEARLY_BETTER, ENOUGH = 1.3, 3.0
"""How many times more is read in the mirror than as it stands, and how much at least; a sure letter has 0.4.

Half of a line of capitals is read in the wrong direction too: of nine backs the right one gave 1.5 to 3 times as much.
"""


def without_show_through(normalised: NormalisedPage) -> NormalisedPage:
    """The page with what shows through whitened; the same one where nothing does.

    Args:
        normalised: The page.
    """
    limit = _limit_of_front(normalised)
    front = normalised.ink
    if limit is not None:
        front = np.asarray(cv2.GaussianBlur(normalised.page, (0, 0), 0.7) < limit, np.uint8)
    near = cv2.dilate(front, np.ones((RIM, RIM), np.uint8))
    half = (normalised.page.shape[1] // 2, normalised.page.shape[0] // 2)
    small = cv2.resize(normalised.page, half, interpolation=cv2.INTER_AREA)
    away = near[: 2 * half[1] : 2, : 2 * half[0] : 2] == 0
    if 4 * np.count_nonzero((small < LIGHT) & away) < MIN_SHARE * np.count_nonzero(front):
        return normalised
    others = np.asarray(np.where(near > 0, 255, normalised.page), np.uint8)
    light = np.asarray(cv2.GaussianBlur(others, (0, 0), 1.0) < LIGHT, np.uint8)
    strips = find_strips(cleaning.letters_of(light, WORKING_DPI), WORKING_DPI, light)
    if not _is_mirrored(others, strips):
        return normalised
    return with_page(normalised, np.asarray(np.where(near > 0, normalised.page, 255), np.uint8))


def _limit_of_front(normalised: NormalisedPage) -> float | None:
    """The grey between dark letters and light ones; None where the ink of a page is of one kind."""
    pieces, inked = normalised.pieces, normalised.ink > 0
    labels = pieces.label[inked]
    sums = np.bincount(labels, weights=normalised.page[inked], minlength=len(pieces.area))
    low, high = (share * CAPITAL_HEIGHT for share in LETTER_HEIGHTS)
    letters = (pieces.height > low) & (pieces.height < high) & (pieces.width < 3 * CAPITAL_HEIGHT)
    letters[0] = False
    greys = sums[letters] / np.maximum(1, np.bincount(labels, minlength=len(pieces.area))[letters])
    if not len(greys):
        return None
    limit, _ = cv2.threshold(greys.astype(np.uint8)[None], 0, 255, cv2.THRESH_OTSU)
    dark, light = greys[greys <= limit], greys[greys > limit]
    if len(light) < MIN_LIGHT * len(greys) or not len(dark) or np.median(light) - np.median(dark) < MIN_GAP:
        return None
    return float(np.median(dark) + np.median(light)) / 2


def _is_mirrored(page: Picture, strips: Sequence[Strip]) -> bool:
    """Are the longest lines of a page read better in a mirror, held upright or on its head?"""
    lines = sorted(strips, key=lambda strip: strip.left - strip.right)[:ASKED_LINES]
    cuts = [line.cut(page) for line in lines if line.right - line.left > MIN_LETTERS * line.half]
    if not cuts:
        return False
    as_it_stands, upright, on_its_head = (
        legible_in([np.ascontiguousarray(cut[::down, ::across]) for cut in cuts])
        for down, across in ((1, 1), (1, -1), (-1, 1))
    )
    return max(upright, on_its_head) > max(ENOUGH, CLEARLY_BETTER * as_it_stands)
