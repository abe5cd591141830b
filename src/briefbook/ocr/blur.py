"""Sharpen a page that was scanned or photographed out of focus, where it is read better so.

How steep the greys are at the edges of letters tells blur from worn and faint type: the page's contrast was stretched
before. Then the longest lines are read both ways.
"""

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.legibility import legible_in
from briefbook.ocr.line_finding import find_strips
from briefbook.ocr.page_normalisation import WORKING_DPI, NormalisedPage, with_page

Picture = npt.NDArray[np.uint8]

STEEP = 130.0
"""Greys of 255 by which the steepest tenth of letters' edges rise within a pixel, at least, on a page in focus.

Eight pages of data/scans blurred by three pixels of 300 an inch have 94 to 116; moved by nine, where sharpening is no
help, 155 and more, and so at 100 dots an inch.
"""

RADIUS, AMOUNT = 2.0, 3.0
"""Pixels of the blur that is taken away (a standard deviation), and how many times it is.

Eight pages of data/scans blurred by three pixels of 300 an inch have errors of .034 as they are; sharpened by 1.5 and 3
times .027 and .026, with a third more pixels and twice .030.
"""

ASKED_LINES = 6
"""So many lines of it are read both ways, the longest."""


def sharpened(normalised: NormalisedPage) -> NormalisedPage:
    """The page sharpened, where it is blurred and its lines are read better so; else the same one.

    Args:
        normalised: The page.
    """
    if _steepness(normalised) >= STEEP:
        return normalised
    page = normalised.page
    soft = cv2.GaussianBlur(page, (0, 0), RADIUS)
    sharp = np.asarray(cv2.addWeighted(page, 1 + AMOUNT, soft, -AMOUNT, 0), np.uint8)
    strips = sorted(
        find_strips(normalised.letters, WORKING_DPI, normalised.ink), key=lambda strip: strip.left - strip.right
    )[:ASKED_LINES]
    as_it_is, sharper = (legible_in([strip.cut(way) for strip in strips]) for way in (page, sharp))
    return with_page(normalised, sharp) if sharper > as_it_is else normalised


def _steepness(normalised: NormalisedPage) -> float:
    """How steep the greys are at the edges of letters in the middle half of a page; 255 where there are none."""
    height = len(normalised.page)
    rows = slice(height // 4, height - height // 4)
    letters, page = np.ascontiguousarray(normalised.letters[rows]), np.ascontiguousarray(normalised.page[rows])
    square = np.ones((3, 3), np.uint8)
    edges = cv2.dilate(letters, square) != cv2.erode(letters, square)
    if not edges.any():
        return 255.0
    across, down = (cv2.Sobel(page, cv2.CV_16S, *way, ksize=3)[edges].astype(np.float32) for way in ((1, 0), (0, 1)))
    return float(np.percentile(np.hypot(across, down), 90)) / 4
