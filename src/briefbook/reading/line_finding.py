"""A level page's ink -> where its lines of type stand, each followed along its own small slope."""

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

Picture = npt.NDArray[np.uint8]


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


def pitch_of(rows: npt.NDArray[np.float64], scale: float) -> float:
    """The distance of typed lines in pixels, by how the profile of the rows echoes itself."""
    wave = gaussian_filter1d(rows, 5 * scale)
    wave = wave - gaussian_filter1d(wave, 60 * scale)
    echo = np.correlate(wave, wave, "full")[len(wave) - 1 :]
    low, high = int(28 * scale), int(112 * scale)
    peaks, _ = find_peaks(echo[low:high])
    pitch = float(low + peaks[np.argmax(echo[low:high][peaks])]) if len(peaks) else 50 * scale
    if pitch > 75 * scale and echo[int(pitch / 2)] > 0.3 * echo[int(pitch)]:
        pitch /= 2
    return min(pitch, 58 * scale)


def find_strips(letters: Picture, dpi: int, ink: Picture | None = None) -> list[Strip]:
    """The lines of type on a level page, top to bottom; ``letters`` is 1 where a letter's ink may be.

    ``ink`` is all there is, letters or not: a line is parted only where nothing at all stands.
    """
    scale = dpi / 300
    rows = letters.sum(1).astype(float)
    if not rows.any():
        return []
    pitch = pitch_of(rows, scale)
    profile = gaussian_filter1d(rows, 0.16 * pitch)
    strong = np.percentile(profile, 98)
    peaks, _ = find_peaks(
        profile,
        height=max(2 * scale, 0.02 * strong),
        distance=max(1, int(0.6 * pitch)),
        prominence=max(1.0, 0.015 * strong),
    )
    strips: list[Strip] = []
    for number, row in enumerate(peaks):
        strip = _follow(letters, int(row), pitch, scale)
        if strip is not None:
            strips += [replace(part, row=number) for part in _parted(letters if ink is None else ink, strip, scale)]
    return strips


def _parted(ink: Picture, strip: Strip, scale: float) -> list[Strip]:
    """The strip without what is blank in it: parted at gaps of an inch, single specks far from the type left out."""
    top, bottom = _band(ink, strip)
    filled = (ink[top:bottom, strip.left : strip.right].sum(0) > 0).astype(np.uint8)
    columns = np.flatnonzero(filled)
    if not len(columns):
        return [strip]
    breaks = np.flatnonzero(np.diff(columns) > 250 * scale)
    edges = [0, *(breaks + 1).tolist(), len(columns)]
    edge, parts = int(14 * scale), []
    for first, behind in pairwise(edges):
        if len(edges) > 2 and behind - first < 14 * scale:
            continue
        left = max(strip.left, strip.left + int(columns[first]) - edge)
        right = min(strip.right, strip.left + int(columns[behind - 1]) + edge + 1)
        parts.append(
            replace(strip, left=left, right=right, middle_left=strip.middle(left), middle_right=strip.middle(right))
        )
    return parts or [strip]


def _band(ink: Picture, strip: Strip) -> tuple[int, int]:
    low, high = sorted((strip.middle_left, strip.middle_right))
    return max(0, int(low - 0.7 * strip.half)), min(ink.shape[0], int(high + 0.7 * strip.half) + 1)


def _follow(letters: Picture, row: int, pitch: float, scale: float) -> Strip | None:
    """The strip around a row: its ends by its ink, its slope by which shear makes its profile sharpest."""
    reach = 0.54 * pitch
    top, bottom = int(max(0, row - reach)), int(min(letters.shape[0], row + reach))
    filled = gaussian_filter1d((letters[top:bottom].sum(0) > 0).astype(float), 6 * scale)
    columns = np.where(filled > 0.15)[0]
    if len(columns) < 12 * scale:
        return None
    edge = int(14 * scale)
    left, right = max(0, int(columns[0]) - edge), min(letters.shape[1], int(columns[-1]) + edge)
    shift, slope = _slope(letters, row, left, right, pitch)
    width = right - left
    return Strip(left, right, row + shift - slope * width / 2, row + shift + slope * width / 2, reach)


def _slope(letters: Picture, row: int, left: int, right: int, pitch: float) -> tuple[float, float]:
    """How far the line's middle is off its row, and its slope in pixels a pixel (at most about one degree)."""
    reach = int(0.9 * pitch)
    top, bottom = max(0, row - reach), min(letters.shape[0], row + reach + 1)
    band = letters[top:bottom, left:right]
    blocks = max(1, (right - left) // int(3 * pitch))
    if blocks < 4:
        return 0.0, 0.0
    edges = np.linspace(0, right - left, blocks + 1).astype(int)
    profiles = np.stack([band[:, a:b].sum(1).astype(float) for a, b in pairwise(edges)])
    middles = (edges[:-1] + edges[1:]) / 2 - (right - left) / 2
    best, chosen = -1.0, 0.0
    for slope in np.linspace(-0.018, 0.018, 13):
        whole = np.zeros(profiles.shape[1])
        for profile, middle in zip(profiles, middles, strict=True):
            whole += np.roll(profile, -round(slope * middle))
        soft = gaussian_filter1d(whole, 0.05 * pitch)
        sharp = float(((soft[1:] - soft[:-1]) ** 2).sum())
        if sharp > best * (1.03 if abs(slope) > abs(chosen) else 1.0):
            best, chosen = sharp, float(slope)
    whole = np.zeros(profiles.shape[1])
    for profile, middle in zip(profiles, middles, strict=True):
        whole += np.roll(profile, -round(chosen * middle))
    centre = row - top
    window = whole[max(0, int(centre - 0.5 * pitch)) : int(centre + 0.5 * pitch) + 1]
    if window.sum() <= 0:
        return 0.0, chosen
    mean = float((np.arange(len(window)) * window).sum() / window.sum()) + max(0, int(centre - 0.5 * pitch))
    return float(np.clip(mean - centre, -0.2 * pitch, 0.2 * pitch)), chosen
