"""Find typing that was not read: ink in rows of evenly spaced letters in which no word was read.

Letters that no word covers are joined along the row. What has as many pieces as ten letters, of one height, at the
distances of a typewriter, is a row of type; rows one below the other make one region. Worn and speckled type has no
such pieces; there a row that stands out from its paper (``typed_rows.py``) is of type if its ink comes and goes in the
rhythm of a typewriter. Handwriting, dirt and halftones have none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box
from briefbook.ocr.cleaning import Pieces, pieces_of
from briefbook.ocr.handwriting import merge_boxes
from briefbook.ocr.typed_rows import TypedRow

Picture = npt.NDArray[np.uint8]
Edges = npt.NDArray[np.int64]
"""Left, top, right and bottom of boxes in pixels; int64 array (boxes, 4)."""

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

PITCHES = (10.0, 12.0)
"""Letters an inch of typewriters, asked of a page whose own type gives none."""

MIN_RHYTHM, MIN_RHYTHM_ALONE, MIN_RHYTHM_OF_LETTERS = 5.5, 7.0, 2.5
"""How much stronger the ink's rhythm is at the typewriter's pitch than at all others, in the mean, where the page's own
pitch is known and where it is not; and where pieces of a letter's height stand at a letter's distances already. Of 58
rows of handwriting, dirt, rules and halftones none had more than 3.7, and half of 1,167 rows of type had 7; of short
parts of handwritten rows one had 4.6 (pages of the first third of data/releases)."""

MIN_RHYTHM_IN_PLACE, MIN_LINES, IN_PLACE, OFF_PITCH, LIKE_TYPE = 1.5, 5, 0.07, 0.08, (0.6, 2.0)
"""The rhythm asked of a row that stands where a line of the text would: five lines begin at the same edge, within so
many inches; it is a whole number of line distances from the nearest of them, off by this share at most; and as dark as
the rows that were read, times these. On the even half of data/releases two rows were so, both of type."""

MAX_LINES_AWAY = 6.5
"""Line distances from the nearest line of the text; farther off the distance does not tell."""

MIN_STRUCK, MIN_STRUCK_RATIO, MIN_STRUCK_INCHES, SHEET_EDGE = 0.55, 2.0, 0.6, 0.5
"""How dark a row struck over by a pen is, as a share of black and in times the rows that were read, how long it is, and
how far from the sheet's edge, where shadows are dark; chosen on one document with some twenty such rows."""

STRUCK_FILL, STRUCK_CORE, STRUCK_BAND = 0.75, 0.92, 0.03
"""The share of a row's middle that is ink where a pen has struck it over, in all its length and in its fullest part
of ``MIN_STRUCK_INCHES``, and half the band in inches in which it is looked at; for pages whose type is as dark as the
stroke. Ten struck rows of three documents had 0.79 and 0.92 and more, none of 50 others both (data/releases)."""

BEYOND_STROKE, MAX_BEYOND = 0.1, 0.4
"""Inches above and below a row's middle where no stroke reaches, and the share of ink there of a black field."""

DENSE_FILL, DENSE_CONTRAST, DENSE_INCHES = 0.65, 0.5, 0.9
"""The same share, the darkness and the inches of a row of type that has run together; chosen on two such rows, with
none of the 50 others as dark."""

MIN_STROKE, STROKE_HEIGHT, STROKE_OF_BOX, MAX_STROKE_READ = 0.9, (0.1, 0.25), (0.45, 0.88), (0.1, 0.5)
"""Inches of the length and height of a stroke through a line, the share of its box that is ink, and the shares of the
box that words and other regions may have; chosen on a document of data/releases with some forty such strokes. Printed
bars are higher (0.28), and black boxes fuller."""

HATCHED_OF_BOX, HATCHED_HOLES = 0.68, 0.12
"""The share of a field's box that is ink, and its holes for each pixel of its width, from which it is a printed one:
a stroke as full as that has fewer (0.1 at most; two fields of a form 0.14 and 0.2)."""

STROKE_DISTANCE = 1.6
"""Line distances from a row struck over to the next, at most."""

RHYTHM_WINDOW = 9
"""Pixels above and below a row's middle whose ink is looked at for its rhythm."""


@dataclass(frozen=True, slots=True)
class TextLines:
    """The lines of a page that were read well: left edges and middles in pixels, and how dark their rows are.

    ``pitch`` is the distance of lines typed close, ``contrast`` that of a row in the median; 0 where too few tell.
    """

    lefts: tuple[float, ...] = ()
    middles: tuple[float, ...] = ()
    pitch: float = 0.0
    contrast: float = 0.0

    @classmethod
    def of(cls, lines: Sequence[Box], rows: Sequence[TypedRow], read: Sequence[Box], dpi: int) -> "TextLines":
        """Of the boxes of lines that were read well, of the rows that stand out, and of all that was read."""
        middles = sorted((line.top + line.bottom) / 2 for line in lines)
        steps = [below - above for above, below in pairwise(middles) if 0.1 * dpi < below - above < 0.4 * dpi]
        edges = _edges(read)
        covered = [row.contrast for row in rows if _is_covered(row, edges, dpi)]
        return cls(
            tuple(float(line.left) for line in lines),
            tuple(middles),
            float(np.median(steps)) if len(steps) >= MIN_LINES - 1 else 0.0,
            float(np.median(covered)) if covered else 0.0,
        )

    def expect(self, row: TypedRow, dpi: int) -> bool:
        """Does a row stand where a line of the text would, as dark as its rows are?"""
        if not self.pitch or not self.contrast:
            return False
        if sum(abs(left - row.left) < IN_PLACE * dpi for left in self.lefts) < MIN_LINES:
            return False
        middle = row.middle((row.left + row.right) / 2)
        away = min(abs(middle - line) for line in self.middles) / self.pitch
        on_pitch = 0.5 < away < MAX_LINES_AWAY and abs(away - round(away)) < OFF_PITCH
        return on_pitch and LIKE_TYPE[0] < row.contrast / self.contrast < LIKE_TYPE[1]


def _is_covered(row: TypedRow, read: Edges, dpi: int) -> bool:
    """Do words cover most of a row?"""
    free = sum(right - left for left, right in _free(row, read, int(0.04 * dpi)))
    return free < 0.3 * (row.right - row.left)


def find_struck_rows(
    rows: Sequence[TypedRow],
    read: Sequence[Box],
    text: TextLines,
    shape: tuple[int, int],
    dpi: int,
    ink: Picture | None = None,
) -> tuple[list[Box], list[Box]]:
    """Find rows that a pen has struck over, and rows of type run together: no word covers them.

    What is struck over is far darker than type, or its middle is hardly anything but ink.

    Args:
        rows: The rows that stand out from the paper.
        read: Boxes of all words that were read and of what is known to be no type, in pixels.
        text: The lines that were read well.
        shape: Height and width of the page.
        dpi: Its pixels an inch.
        ink: uint8 array of that shape, 1 where there is ink; without it only darkness tells.

    Returns:
        Boxes of rows struck over, and of rows run together, in pixels of the page, from top to bottom; rows one below
        the other are one box.
    """
    edge, reach, taken = SHEET_EDGE * dpi, LETTER_HEIGHT[1] * dpi / 2, _edges(read)
    struck: list[Box] = []
    dense: list[Box] = []
    for row in rows if text.contrast else ():
        for left, right in _free(row, taken, int(0.04 * dpi)):
            top, bottom = sorted((row.middle(left), row.middle(right)))
            inside = left > edge and right < shape[1] - edge and top > edge and bottom < shape[0] - edge
            if not inside or right - left < MIN_STRUCK_INCHES * dpi:
                continue
            fill, core = (0.0, 0.0) if ink is None else _fill(ink, row, left, right, dpi)
            box = Box(left, int(top - reach), right, int(bottom + reach))
            is_dark = row.contrast >= max(MIN_STRUCK, MIN_STRUCK_RATIO * text.contrast)
            if is_dark or (fill >= STRUCK_FILL and core >= STRUCK_CORE):
                struck.append(box)
            elif fill >= DENSE_FILL and row.contrast >= DENSE_CONTRAST and right - left >= DENSE_INCHES * dpi:
                dense.append(box)
    return merge_boxes(struck, 0.1 * dpi), merge_boxes(dense, 0.1 * dpi)


def find_strokes(
    pieces: Pieces, words: Sequence[Box], known: Sequence[Box], struck: Sequence[Box], text: TextLines, dpi: int
) -> list[Box]:
    """Find broad strokes as long as several words, with which a pen has struck a line over.

    The ink of a line struck over hangs together and is not even, so that it need be no row that stands out. Only what
    stands among the lines of a text is taken, or close to rows known to be struck over: forms have dark fields.

    Args:
        pieces: The connected components of the page's ink.
        words: Boxes of all words that were read, in pixels of the page.
        known: Boxes of what is known to be no type, in such pixels.
        struck: Boxes of what is known to be struck over.
        text: The lines that were read well.
        dpi: The page's pixels an inch.

    Returns:
        Boxes in pixels of the page, from top to bottom; strokes one below the other are one box.
    """
    if not text.pitch:
        return []
    low, high = (side * dpi for side in STROKE_HEIGHT)
    edge, (rows, columns) = SHEET_EDGE * dpi, pieces.label.shape
    broad = (pieces.width >= MIN_STROKE * dpi) & (pieces.height >= low) & (pieces.height <= high)
    share = pieces.area / np.maximum(1, pieces.width * pieces.height)
    broad &= (share >= STROKE_OF_BOX[0]) & (share <= STROKE_OF_BOX[1])
    broad &= (pieces.left > edge) & (pieces.left + pieces.width < columns - edge)
    broad &= (pieces.top > edge) & (pieces.top + pieces.height < rows - edge)
    broad[0] = False
    strokes = [pieces.box(index) for index in np.flatnonzero(broad).tolist()]
    max_words, max_known = MAX_STROKE_READ
    free = [
        box
        for box in strokes
        if _is_among(box, text, struck)
        and not _is_hatched(pieces, box)
        and _share_of(box, words) <= max_words
        and _share_of(box, [*known, *struck]) <= max_known
    ]
    return merge_boxes(free, 0.1 * dpi)


def _is_hatched(pieces: Pieces, box: Box) -> bool:
    """Is the ink in a box the pattern of a printed field?"""
    ink = pieces.label[box.top : box.bottom, box.left : box.right] > 0
    if ink.mean() < HATCHED_OF_BOX:
        return False
    return len(pieces_of(np.asarray(~ink, np.uint8)).area) > HATCHED_HOLES * (box.right - box.left)


def _is_among(box: Box, text: TextLines, struck: Sequence[Box]) -> bool:
    """Does a box stand between lines of a text, or close to a row struck over?"""
    middle, reach = (box.top + box.bottom) / 2, STROKE_DISTANCE * text.pitch
    if text.middles[0] < middle < text.middles[-1]:
        return True
    return any(other.top - reach < middle < other.bottom + reach for other in struck)


def _share_of(box: Box, others: Sequence[Box]) -> float:
    """The share of a box that others cover, which do not cover each other."""
    wide = (max(0, min(box.right, other.right) - max(box.left, other.left)) for other in others)
    high = (max(0, min(box.bottom, other.bottom) - max(box.top, other.top)) for other in others)
    return sum(a * b for a, b in zip(wide, high, strict=True)) / ((box.right - box.left) * (box.bottom - box.top))


def _fill(ink: Picture, row: TypedRow, left: int, right: int, dpi: int) -> tuple[float, float]:
    """The share of ink in the middle of a row between two columns, and in its fullest stretch; 0 in a black field."""
    middle, half = row.middle((left + right) / 2), STRUCK_BAND * dpi
    band = ink[max(0, int(middle - half)) : int(middle + half) + 1, left:right]
    beyond = [
        ink[max(0, int(height)) : max(0, int(height)) + 2, left:right]
        for height in (middle - BEYOND_STROKE * dpi, middle + BEYOND_STROKE * dpi)
    ]
    if not band.size or any(side.size and float(side.mean()) > MAX_BEYOND for side in beyond):
        return 0.0, 0.0
    columns, width = band.mean(0), min(right - left, round(MIN_STRUCK_INCHES * dpi))
    return float(columns.mean()), float(np.convolve(columns, np.full(width, 1 / width), "valid").max())


def find_unread_rows(
    page: Picture,
    rows: Sequence[TypedRow],
    read: Sequence[Box],
    advance: float | None,
    dpi: int,
    text: TextLines | None = None,
) -> list[Box]:
    """Find rows, or parts of them, that no word covers and that have the rhythm of type.

    Args:
        page: uint8 array (height, width) of a deskewed page, 0 black to 255 white.
        rows: The rows that stand out from its paper.
        read: Boxes of all words that were read and of what is known to be no type, in pixels of that array.
        advance: The advance width of the page's type in pixels; None where it is not known.
        dpi: Its pixels an inch.
        text: The lines that were read well; of a row where one of them would stand less rhythm is asked.

    Returns:
        Boxes in pixels of that array, from top to bottom; rows one below the other are one box.
    """
    boxes, taken = [], _edges(read)
    for row in rows:
        for left, right in _free(row, taken, int(0.04 * dpi)):
            if right - left < MIN_LETTERS * LETTER_DISTANCE[0] * dpi:
                continue
            part = TypedRow(left, right, row.middle(left), row.middle(right), row.contrast)
            needed = MIN_RHYTHM if advance else MIN_RHYTHM_ALONE
            if text and text.expect(part, dpi):
                needed = MIN_RHYTHM_IN_PLACE
            if _rhythm(page, part, advance, dpi) >= needed:
                top, bottom = sorted((part.middle_left, part.middle_right))
                reach = LETTER_HEIGHT[1] * dpi / 2
                boxes.append(Box(left, max(0, int(top - reach)), right, int(bottom + reach)))
    return merge_boxes(boxes, 0.1 * dpi)


def _edges(boxes: Sequence[Box]) -> Edges:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.int64).reshape(-1, 4)


def _free(row: TypedRow, read: Edges, margin: int) -> list[tuple[int, int]]:
    """The parts of a row that no box covers, from where to where."""
    free = np.ones(row.right - row.left + 2, np.int8)
    free[0] = free[-1] = 0
    middles = row.middle((read[:, 0] + read[:, 2]) / 2)
    on_row = (read[:, 1] - margin < middles) & (middles < read[:, 3] + margin)
    for left, _, right, _ in read[on_row].tolist():
        free[max(0, left - margin - row.left) + 1 : max(0, right + margin - row.left) + 1] = 0
    edges = np.flatnonzero(np.diff(free)) + row.left
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _rhythm(page: Picture, row: TypedRow, advance: float | None, dpi: int) -> float:
    """How much stronger a row's ink comes and goes with each letter of a typewriter than with other distances."""
    width = row.right - row.left
    slope = (row.middle_right - row.middle_left) / max(1, width)
    matrix = np.array([[1, 0, row.left], [slope, 1, row.middle_left - RHYTHM_WINDOW]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    band = cv2.warpAffine(page, matrix, (width, 2 * RHYTHM_WINDOW + 1), flags=flags, borderValue=255)
    ink = np.minimum(255 - band, 200).astype(np.float64).mean(0)
    smooth = np.full(round(0.2 * dpi), 1 / round(0.2 * dpi))
    if width <= len(smooth):
        return 0.0
    wave = (ink - np.convolve(ink, smooth, "same")) * np.hanning(width)
    lengths = np.array([advance] if advance else [dpi / pitch for pitch in PITCHES])
    own = _power(wave, (lengths[:, None] * np.linspace(0.98, 1.02, 5)).ravel())
    return float(own.max() / max(1e-9, float(_power(wave, np.linspace(0.03, 0.2, 120) * dpi).mean())))


def _power(wave: npt.NDArray[np.float64], lengths: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The strength of the waves of some lengths in a profile."""
    at = np.arange(len(wave))
    return np.asarray(np.abs(np.exp(2j * np.pi * at[None] / lengths[:, None]) @ wave) ** 2)


def find_unread_typing(
    letters: Picture, read: Sequence[Box], dpi: int, page: Picture | None = None, advance: float | None = None
) -> list[Box]:
    """Find rows of type that no word covers.

    Args:
        letters: uint8 array (height, width) of a deskewed page, 1 where a letter's ink may be.
        read: Boxes of all words that were read and of what is known to be no type, in pixels of that array.
        dpi: Its pixels an inch.
        page: The page in greys, of the same shape; if it is given, a row's ink must have the rhythm of type.
        advance: The advance width of the page's type in pixels; None where it is not known.

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
    tops = np.sort(pieces.top[1:][likely[1:]])
    if not (tops[MIN_LETTERS - 1 :] - tops[: max(0, len(tops) - MIN_LETTERS + 1)] <= 2 * high).any():
        return []  # nowhere are there letters enough for a row
    rest = pieces.only(likely)
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
            middle = (box.top + box.bottom) / 2
            row = TypedRow(box.left, box.right, middle, middle, 0.0)
            if page is None or _rhythm(page, row, advance, dpi) >= MIN_RHYTHM_OF_LETTERS:
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
