"""Find skewed stamps on a deskewed page, rotate them level and read them.

A stamp put on by hand is skewed by some degrees, and the line finder makes scraps of it in the lines that it touches.
Its letters are found again as pieces of ink of the size of letters that no sure word holds, close to each other; the
way they run is measured, the patch is turned and read like a page of its own. Only what reads well, in several lines or
by a known wording, is taken for a stamp; the rest stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box, Kind, Line
from briefbook.ocr.cleaning import Pieces, ink_of, letters_among, pieces_of
from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.line_finding import Strip, find_strips
from briefbook.ocr.orientation import profile_sharpness
from briefbook.ocr.page_normalisation import CAPITAL_HEIGHT, WORKING_DPI, NormalisedPage
from briefbook.ocr.recogniser import alphabet, recognise
from briefbook.ocr.word_assembly import RecognisedStrip, assemble_words, mean
from briefbook.text.release_markings import is_release_marking

Picture = npt.NDArray[np.uint8]
Angles = npt.NDArray[np.float64]

MIN_ANGLE = 4.0
"""Degrees below which a stamp of a known wording stands level enough to be read with the lines of the page."""

MIN_STEEP_ANGLE = 6.0
"""Degrees that a stamp of unknown wording must hang: no line of type on a level page does."""

MIN_LETTERS, MIN_LIKELIHOOD = 12, 0.85
"""So many letters, and so sure in the mean, must be read in a stamp of unknown wording."""

MIN_SHARPNESS = 5.0
"""How much sharper the rows of writing are at their own angle than at most others."""

MIN_AREA, MAX_SIDE = 25, 70
"""Squares of a capital's height that a stamp covers at least; so many capitals it is wide or high at most."""

MAX_LINES = 7
"""What has more lines is no stamp."""

COARSE_STEP = 4
"""Pixels of the level page that groups of letters are found by."""

MAX_PATCHES = 4
"""Patches of a page that are looked at, the largest first."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that stands askew: its lines, and the corners of its patch on the level page."""

    lines: tuple[Line, ...]
    corners: npt.NDArray[np.float32]

    @property
    def box(self) -> Box:
        """The upright box around its patch."""
        (left, top), (right, bottom) = self.corners.min(0).tolist(), self.corners.max(0).tolist()
        return Box(int(left), int(top), int(right) + 1, int(bottom) + 1)

    def holds(self, box: Box) -> bool:
        """Does the middle of a box of the level page lie in it?"""
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return cv2.pointPolygonTest(self.corners, middle, measureDist=False) >= 0


@dataclass(frozen=True, slots=True)
class _Patch:
    """Ink that may be a stamp's, with where it lies on the level page."""

    left: int
    top: int
    ink: Picture

    @property
    def corners(self) -> npt.NDArray[np.float32]:
        """The corners of the least rectangle around it."""
        rows, columns = np.nonzero(self.ink)
        points = np.stack([columns + self.left, rows + self.top], axis=1).astype(np.float32)
        return np.asarray(cv2.boxPoints(cv2.minAreaRect(points)), np.float32)


def find_stamps(normalised: NormalisedPage, typed: Sequence[Box]) -> list[Stamp]:
    """Find the skewed stamps of a page.

    Args:
        normalised: The page.
        typed: Boxes of the words that are typed without doubt, in pixels of the normalised page.
    """
    return [stamp for patch in _patches(normalised, typed) if (stamp := _read(normalised, patch))]


def _patches(normalised: NormalisedPage, typed: Sequence[Box]) -> list[_Patch]:
    """Groups of pieces of the size of letters, or of some that run together, that no typed word holds."""
    pieces = normalised.pieces
    side = np.maximum(pieces.height, pieces.width)
    letter = (
        (side >= 0.5 * CAPITAL_HEIGHT)
        & (side <= 8 * CAPITAL_HEIGHT)
        & (pieces.area >= 0.12 * CAPITAL_HEIGHT * CAPITAL_HEIGHT)
    )
    blot = (pieces.area > 0.8 * pieces.width * pieces.height) & (
        np.minimum(pieces.height, pieces.width) > 0.5 * CAPITAL_HEIGHT
    )
    letters = pieces.only(letter & ~blot)
    for box in typed:
        letters[max(0, box.top) : box.bottom, max(0, box.left) : box.right] = 0
    height, width = (side // COARSE_STEP for side in letters.shape)
    small = cv2.resize(
        letters[: height * COARSE_STEP, : width * COARSE_STEP] * 255, (width, height), interpolation=cv2.INTER_AREA
    )
    reach = int(0.9 * CAPITAL_HEIGHT / COARSE_STEP) | 1
    groups = pieces_of(np.asarray(cv2.dilate(small, np.ones((reach, reach), np.uint8)) > 0, np.uint8))
    capital = CAPITAL_HEIGHT / COARSE_STEP
    longest = np.maximum(groups.width, groups.height)
    may = np.flatnonzero((groups.area > MIN_AREA * capital * capital) & (longest < MAX_SIDE * capital))
    largest = sorted((group for group in may.tolist() if group), key=lambda group: -int(groups.area[group]))[
        :MAX_PATCHES
    ]
    return [_patch(letters, groups, group) for group in largest]


def _patch(letters: Picture, groups: Pieces, group: int) -> _Patch:
    """A group's letters, found on a small copy."""
    left, top = int(groups.left[group]), int(groups.top[group])
    part = slice(top, top + int(groups.height[group])), slice(left, left + int(groups.width[group]))
    own = np.kron(groups.label[part] == group, np.ones((COARSE_STEP, COARSE_STEP), np.uint8)).astype(np.uint8)
    top, left = top * COARSE_STEP, left * COARSE_STEP
    return _Patch(left, top, letters[top : top + own.shape[0], left : left + own.shape[1]] * own)


def _read(normalised: NormalisedPage, patch: _Patch) -> Stamp | None:
    """What a patch says when it is turned level; None where it stands level, is no writing or is not to be read."""
    angle = _angle(patch.ink)
    if angle is None or abs(angle) < MIN_ANGLE:
        return None
    ways = (angle, angle + 180) if abs(angle) > 45 else (angle,)
    turned = [_turned(normalised, patch, way) for way in ways]
    legible = [_legible(flat) for flat in turned]
    if max(legible) < MIN_LIKELIHOOD - 0.2:
        return None
    flat = turned[legible.index(max(legible))]
    reads = _recognised(flat, find_strips(flat.letters, WORKING_DPI, flat.ink))
    assemble_words(flat, reads, None)
    lines = tuple(Line(tuple(read.words), Kind.STAMP) for read in reads if read.words)
    is_known = any(is_release_marking(line.text) for line in lines) or is_release_marking(
        " ".join(line.text for line in lines)
    )
    return Stamp(lines, patch.corners) if is_known or (abs(angle) >= MIN_STEEP_ANGLE and _is_sure(reads)) else None


def _is_sure(reads: Sequence[RecognisedStrip]) -> bool:
    """Are there at least two lines with letters, and letters enough that are sure enough?"""
    letters = _letters(reads)
    lines = sum(len(_letters([read])) >= 3 for read in reads)
    return lines > 1 and len(letters) >= MIN_LETTERS and mean([mark.likelihood for mark in letters]) >= MIN_LIKELIHOOD


def _letters(reads: Sequence[RecognisedStrip]) -> list[Mark]:
    return [mark for read in reads for mark in read.marks if mark.character != " "]


def _angle(ink: Picture) -> float | None:
    """The angle in degrees, over -90 to 90, by which ink must be turned for level rows; None where it has none."""
    quarter, half = (
        cv2.resize(ink * 255, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.float32)
        for share in (0.25, 0.5)
    )
    best, sharp = _sharpest(quarter, np.arange(-87, 91, 3.0))
    if sharp < MIN_SHARPNESS or abs(best) < MIN_ANGLE - 1:
        return None
    return _sharpest(half, np.arange(best - 2.25, best + 2.26, 0.75))[0]


def _sharpest(ink: npt.NDArray[np.float32], angles: Angles) -> tuple[float, float]:
    """The angle at which the rows are sharpest, and how many times sharper than in the median."""
    size = _diagonal(ink.shape)
    sharpness = [
        profile_sharpness(cv2.warpAffine(ink, _middled(ink.shape, angle), (size, size)).sum(1)) for angle in angles
    ]
    return float(angles[int(np.argmax(sharpness))]), max(sharpness) / max(1e-9, float(np.median(sharpness)))


def _diagonal(shape: tuple[int, ...]) -> int:
    return int(np.hypot(shape[0], shape[1])) + 4


def _middled(shape: tuple[int, ...], angle: float) -> npt.NDArray[np.float64]:
    """Turns a patch about its middle, which comes to the middle of a square that holds it at any angle."""
    turn = np.asarray(cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), angle, 1), np.float64)
    turn[:, 2] += (_diagonal(shape) - shape[1]) / 2, (_diagonal(shape) - shape[0]) / 2
    return turn


def _turned(normalised: NormalisedPage, patch: _Patch, angle: float) -> NormalisedPage:
    """The patch alone, turned level, its capitals as high as the recogniser likes."""
    height, width = patch.ink.shape
    own = cv2.dilate(patch.ink, np.ones((int(0.5 * CAPITAL_HEIGHT) | 1,) * 2, np.uint8)) > 0
    page = np.where(own, normalised.page[patch.top : patch.top + height, patch.left : patch.left + width], 255)
    size, turn = _diagonal(page.shape), _middled(page.shape, angle)
    zoom = _zoom(np.asarray(cv2.warpAffine(patch.ink, turn, (size, size)), np.uint8))
    flat = cv2.warpAffine(page.astype(np.uint8), turn, (size, size), borderValue=255)
    shown = np.asarray(cv2.resize(flat, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR), np.uint8)
    ink = ink_of(shown, WORKING_DPI)
    pieces = pieces_of(ink)
    back = np.vstack([cv2.invertAffineTransform(turn), [0, 0, 1]]) @ np.diag([1 / zoom, 1 / zoom, 1])
    back[:2, 2] += patch.left, patch.top
    return NormalisedPage(
        shown, ink, pieces, letters_among(pieces, WORKING_DPI), normalised.back @ back, normalised.shape
    )


def _legible(flat: NormalisedPage) -> float:
    """How sure the letters of its longest line are in the mean; 0 where it has too many lines, or hardly a letter."""
    strips = find_strips(flat.letters, WORKING_DPI, flat.ink)
    if not 0 < len(strips) <= MAX_LINES:
        return 0.0
    letters = _letters(_recognised(flat, [max(strips, key=lambda strip: strip.right - strip.left)]))
    return mean([mark.likelihood for mark in letters]) if len(letters) >= MIN_LETTERS / 3 else 0.0


def _recognised(flat: NormalisedPage, strips: Sequence[Strip]) -> list[RecognisedStrip]:
    answers = recognise([strip.cut(flat.page) for strip in strips])
    return [
        RecognisedStrip(strip, scores, marks_of(scores, alphabet()))
        for strip, scores in zip(strips, answers, strict=True)
    ]


def _zoom(ink: Picture) -> float:
    """How many times as large the type of a turned patch must be shown."""
    high = pieces_of(ink).height[1:]
    tall = high[high > 0.5 * CAPITAL_HEIGHT]
    return float(np.clip(CAPITAL_HEIGHT / np.percentile(tall, 70), 0.4, 2.0)) if len(tall) else 1.0
