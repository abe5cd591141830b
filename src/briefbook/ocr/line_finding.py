"""Find the lines of type on a deskewed page by projection profile, each with its own small slope.

Typed lines stand at one distance from each other, the pitch; it is what the profile of the rows echoes itself at. Every
peak of the profile is a line. A line's ends are where its ink ends; its slope is the shear at which its own profile,
put together from blocks along the line, is sharpest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.profiles import find_peaks, gaussian_filter

Picture = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float64]

SHEARS = np.linspace(-0.018, 0.018, 13)
"""Slopes in pixels a pixel that a line of a level page may still have: about a degree."""

DASH_REACH, DASH_OVERLAP = 0.17, 0.02
"""Inches behind a line's last letter in which a hyphen may end, and by which it may reach under that letter."""

MIN_DASH, MAX_DASH, MAX_DASH_HEIGHT = 0.03, 0.13, 0.045
"""Inches of a typed hyphen: its width, at least and at most, and its height."""

MIN_LETTERS = 4
"""So many letters make a line of its own in rows where the profile shows none."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of type: its middle at the left and right end, half its height, all in pixels of the level page."""

    left: int
    right: int
    middle_left: float
    middle_right: float
    half: float
    row: int = 0
    """Which line it belongs to: a line with a wide gap comes in several strips."""
    block: int = 0
    """Which block of the page it stands in; 0 where the page is not divided, and outside its columns."""

    @property
    def slope(self) -> float:
        """By how many pixels it falls in one to the right."""
        return (self.middle_right - self.middle_left) / max(1, self.right - self.left)

    def middle(self, x: float) -> float:
        """The height of its middle at a column of the page."""
        return self.middle_left + self.slope * (x - self.left)

    def cut(self, page: Picture) -> Picture:
        """The strip out of the page, made level."""
        width, height = self.right - self.left, max(8, round(2 * self.half))
        matrix = np.array([[1, 0, self.left], [self.slope, 1, self.middle_left - self.half]], np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cv2.warpAffine(page, matrix, (width, height), flags=flags, borderValue=255).astype(np.uint8)

    def between(self, left: int, right: int) -> "Strip":
        """The part of it between two columns."""
        return replace(self, left=left, right=right, middle_left=self.middle(left), middle_right=self.middle(right))


@dataclass(frozen=True, slots=True)
class _Finder:
    """The letters of a page with what is measured once for all its lines; lengths in pixels."""

    letters: Picture
    ink: Picture
    pitch: float
    inch: float

    @property
    def margin(self) -> int:
        """What is left free before and behind a line."""
        return int(self.inch * 14 / 300)

    def line_at(self, row: int) -> Strip | None:
        """The strip of the line that crosses a row; None where hardly a letter stands there."""
        reach = 0.54 * self.pitch
        band = self.letters[int(max(0, row - reach)) : int(min(len(self.letters), row + reach))]
        columns = np.flatnonzero(gaussian_filter(_inked(band), 0.02 * self.inch) > 0.15)
        if len(columns) < 0.04 * self.inch:
            return None
        left = max(0, int(columns[0]) - self.margin)
        right = min(self.letters.shape[1], int(columns[-1]) + self.margin)
        shift, slope = self._lie(row, left, right)
        fall = slope * (right - left) / 2
        strip = Strip(left, right, row + shift - fall, row + shift + fall, reach)
        return self._with_hyphen(strip, int(columns[-1]))

    def _with_hyphen(self, strip: Strip, last: int) -> Strip:
        """The strip with the hyphen at its end, which is no higher than a speck and so is not among the letters."""
        middle, reach = strip.middle(last), 0.25 * self.pitch
        top, left = max(0, int(middle - reach)), last - int(DASH_OVERLAP * self.inch)
        near = self.ink[top : int(middle + reach) + 1, max(0, left) : last + int(DASH_REACH * self.inch)]
        if not near.size:
            return strip
        pieces = pieces_of(np.ascontiguousarray(near))
        dash = (pieces.width >= MIN_DASH * self.inch) & (pieces.width <= MAX_DASH * self.inch)
        dash &= (
            (pieces.height <= 0.6 * pieces.width) & (pieces.left > 0) & (pieces.height <= MAX_DASH_HEIGHT * self.inch)
        )
        dash &= (pieces.top > 0) & (pieces.top + pieces.height < near.shape[0])
        dash &= pieces.area >= 0.6 * pieces.width * pieces.height
        dash[0] = False
        if not dash.any():
            return strip
        end = max(0, left) + int((pieces.left + pieces.width)[dash].max())
        right = min(self.letters.shape[1], end + self.margin)
        return replace(strip, right=right, middle_right=strip.middle(right)) if right > strip.right else strip

    def letters_in(self, strip: Strip) -> int:
        """How many pieces as high as letters usually are stand in a strip."""
        top = max(0, int(min(strip.middle_left, strip.middle_right) - strip.half) - 2)
        near = self.letters[top : int(max(strip.middle_left, strip.middle_right) + strip.half) + 3]
        level = replace(strip, middle_left=strip.middle_left - top, middle_right=strip.middle_right - top)
        cut = level.cut(np.asarray(255 * (1 - near), np.uint8)) < 128
        return int((pieces_of(np.asarray(cut, np.uint8)).height[1:] > 0.35 * self.pitch).sum())

    def _lie(self, row: int, left: int, right: int) -> tuple[float, float]:
        """How far a line's middle is off its row, and its slope in pixels a pixel; none for a short line."""
        reach = int(0.9 * self.pitch)
        top = max(0, row - reach)
        band = self.letters[top : row + reach + 1, left:right]
        count = (right - left) // int(3 * self.pitch)
        if count < 4:
            return 0.0, 0.0
        edges = np.linspace(0, right - left, count + 1).astype(int)
        blocks = np.add.reduceat(band, edges[:-1], axis=1, dtype=np.float64).T
        sheared = _sheared(blocks, (edges[:-1] + edges[1:]) / 2 - (right - left) / 2)
        chosen = self._sharpest(sheared)
        return self._off(sheared[chosen], row - top), float(SHEARS[chosen])

    def _sharpest(self, profiles: Values) -> int:
        """Which profile is sharpest; a greater shear must be clearly sharper than a smaller one."""
        rise = np.diff(gaussian_filter(profiles, 0.05 * self.pitch), axis=1)
        best, chosen = -1.0, len(SHEARS) // 2
        for number, sharp in enumerate((rise**2).sum(1).tolist()):
            if sharp > best * (1.03 if abs(SHEARS[number]) > abs(SHEARS[chosen]) else 1.0):
                best, chosen = sharp, number
        return chosen

    def _off(self, profile: Values, row: int) -> float:
        """How far the middle of the ink is from a row of its profile."""
        first = max(0, int(row - 0.5 * self.pitch))
        window = profile[first : int(row + 0.5 * self.pitch) + 1]
        if window.sum() <= 0:
            return 0.0
        middle = float((np.arange(len(window)) * window).sum() / window.sum()) + first
        return float(np.clip(middle - row, -0.2 * self.pitch, 0.2 * self.pitch))

    def parts_of(self, strip: Strip) -> Iterator[Strip]:
        """The strip parted at gaps of five sixths of an inch; single specks far from the type are left out."""
        low, high = sorted((strip.middle_left, strip.middle_right))
        top, bottom = max(0, int(low - 0.7 * strip.half)), int(high + 0.7 * strip.half) + 1
        columns = np.flatnonzero(_inked(self.ink[top:bottom, strip.left : strip.right]))
        groups = np.split(columns, np.flatnonzero(np.diff(columns) > self.inch * 250 / 300) + 1) if len(columns) else []
        wide = [group for group in groups if len(groups) == 1 or len(group) >= self.inch * 14 / 300]
        if not wide:
            yield strip
        for group in wide:
            left = max(strip.left, strip.left + int(group[0]) - self.margin)
            yield strip.between(left, min(strip.right, strip.left + int(group[-1]) + self.margin + 1))


def find_strips(letters: Picture, dpi: int, ink: Picture | None = None) -> list[Strip]:
    """Find the lines of type on a deskewed page.

    Args:
        letters: uint8 array (height, width), 1 where a letter's ink may be.
        dpi: Its pixels an inch.
        ink: The same for all ink: a line is divided only at gaps without any. ``letters`` if None.

    Returns:
        The strips from top to bottom; a line with a wide gap gives several, with one ``row``.
    """
    rows = row_inks(letters)
    if not rows.any():
        return []
    finder = _Finder(letters, letters if ink is None else ink, pitch_of(rows, dpi / 300), float(dpi))
    lines = [line for row in _peaks(rows, finder.pitch, dpi / 300) if (line := finder.line_at(row))]
    lines += _missed(finder, lines)
    lines.sort(key=lambda line: line.middle_left + line.middle_right)
    return [replace(part, row=number) for number, line in enumerate(lines) for part in finder.parts_of(line)]


def _missed(finder: _Finder, lines: Sequence[Strip]) -> list[Strip]:
    """Short lines that the rows' profile does not show, because a stamp far beside them fills the rows around."""
    rest = finder.letters.copy()
    for line in lines:
        ends = [(line.left, line.middle_left), (line.right, line.middle_right)]
        upper, lower = ([(round(x), round(y + side * 0.75 * line.half)) for x, y in ends] for side in (-1, 1))
        cv2.fillPoly(rest, [np.array([*upper, *lower[::-1]], np.int32)], 0)
    profile = gaussian_filter(row_inks(rest), 0.16 * finder.pitch)
    min_ink = 0.12 * finder.inch  # the ink that some three letters have in a row of their own
    peaks = find_peaks(profile, height=min_ink, distance=max(1, int(0.6 * finder.pitch)))
    other = replace(finder, letters=rest)
    met = (other.line_at(int(row)) for row in peaks)
    missed = [line for line in met if line and other.letters_in(line) >= MIN_LETTERS]
    apart = 0.7 * finder.pitch
    return [
        short_line
        for short_line in missed
        if all(_apart(short_line, line) > apart or not _beside(short_line, line) for line in lines)
    ]


def _apart(strip: Strip, other: Strip) -> float:
    middle = (strip.left + strip.right) / 2
    return abs(strip.middle(middle) - other.middle(middle))


def _beside(strip: Strip, other: Strip) -> bool:
    """Do two strips share columns?"""
    return min(strip.right, other.right) > max(strip.left, other.left)


def pitch_of(rows: Values, scale: float) -> float:
    """The distance of typed lines in pixels, by how the profile of the rows echoes itself."""
    ripple = gaussian_filter(rows, 5 * scale)
    ripple -= gaussian_filter(ripple, 60 * scale)
    shortest, longest = int(28 * scale), min(int(112 * scale), len(ripple))
    echo = np.array([float(ripple[lag:] @ ripple[: len(ripple) - lag]) for lag in range(shortest, longest)])
    tops = find_peaks(echo)
    if not len(tops):
        return 50 * scale
    pitch = float(shortest + tops[np.argmax(echo[tops])])
    if pitch > 75 * scale and echo[int(pitch / 2) - shortest] > 0.3 * echo[int(pitch) - shortest]:
        pitch /= 2  # every second line was met
    return min(pitch, 58 * scale)


def _peaks(rows: Values, pitch: float, scale: float) -> list[int]:
    """The rows at which lines stand."""
    profile = gaussian_filter(rows, 0.16 * pitch)
    strong = np.percentile(profile, 98)
    peaks = find_peaks(
        profile,
        height=max(2 * scale, 0.02 * strong),
        prominence=max(1.0, 0.015 * strong),
        distance=max(1, int(0.6 * pitch)),
    )
    return [int(row) for row in peaks]


def row_inks(letters: Picture) -> Values:
    """How many pixels of ink each row has."""
    return np.asarray(cv2.reduce(letters, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0], np.float64)


def _inked(band: Picture) -> Values:
    """1 for each column of a band in which there is any ink."""
    if not band.size:
        return np.zeros(band.shape[1])
    return np.asarray(cv2.reduce(band, 0, cv2.REDUCE_MAX)[0], np.float64)


def _sheared(blocks: Values, middles: Values) -> Values:
    """For each shear the profile of the blocks, each moved by the fall at its middle, put together."""
    moved = np.rint(SHEARS[:, None] * middles).astype(int)
    size = blocks.shape[1]
    taken = (np.arange(size) + moved[..., None]) % size
    return np.asarray(np.take_along_axis(blocks[None], taken, axis=2).sum(1), np.float64)
