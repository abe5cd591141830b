"""Orientation and skew of a page, by projection profiles: is it on its side, and by what angle is it skewed?

The profile is the ink of each row of pixels. It rises and falls most sharply where the lines of type are level. How
sharp it is at an angle is measured by rotating the page; which angles are worth it is estimated first, from narrow
slices sheared against each other.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.cleaning import pieces_of

Picture = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.float32]
Profile = npt.NDArray[np.float32]
Measure = Callable[[Profile], float]

SLICE_WIDTH = 8
"""Pixels of width that are sheared together: at four degrees they fall by half a pixel."""

USUAL_SKEW, MAX_SKEW = 4.0, 15.0
"""Degrees to either side that are looked at, the second where the page is not clearly level at one within the first."""

CLEARLY_SHARPER = 4.0
"""How many times sharper the profile is at the right angle than at the median one, at least.

Eight pages of data/scans turned by 0 to 12 degrees: 7.6 and more where the right one was among those looked at, 2.6 and
less where it was not.
"""

CANDIDATE_SHARE = 0.97
"""An angle is measured if its estimate is at least this share of the best estimate."""

MIN_EDGE, MIN_LENGTH = 5, 450
"""Black is an edge of the paper, and no rule nor type, from so many pixels of a copy 900 wide: thickness, length."""

SIDEWAYS_RATIO = 1.6
"""How many times sharper the profile of the columns is than that of the rows, at least, on a page on its side."""


def is_sideways(grey: Picture) -> bool:
    """Whether the lines of type run from top to bottom.

    Args:
        grey: Picture in greys, uint8 array (height, width), paper light.
    """
    ink = _type_of(grey)
    if ink is None:
        return False
    angles = np.arange(-3.0, 3.01, 1.0)
    down, across = (_sharpest(way, angles, _two_row_sharpness)[1] for way in (np.ascontiguousarray(ink.T), ink))
    return down > SIDEWAYS_RATIO * across


def skew_angle(ink: Picture) -> float:
    """Measure the skew of a page.

    Args:
        ink: uint8 array (height, width), 1 where there is ink, else 0.

    Returns:
        Degrees, counter-clockwise, by which the page must be rotated so that its lines are level; 0.0 below 0.12.
        Angles up to 15 degrees are found, those above 4 only where no lesser one is clearly the sharpest.
    """
    scale = min(900 / ink.shape[1], 3000 / ink.shape[0])  # the second for strips of paper
    small = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    if min(small.shape) > 200:
        small = np.ascontiguousarray(small[40:-40, 40:-40])
    small = _without_edges(small)
    usual = np.arange(-USUAL_SKEW, USUAL_SKEW + 0.01, 0.5)
    estimates = _estimates(small, usual, profile_sharpness)
    if not max(estimates):
        return 0.0  # nothing stands on the page
    is_clear = max(estimates) > CLEARLY_SHARPER * np.median(estimates) and 0 < np.argmax(estimates) < len(usual) - 1
    if is_clear:
        best = _sharpest_of(small, _likely(usual, estimates))
    else:
        best = _sharpest_angle(small, np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.5))
    best = _sharpest_angle(small, np.arange(best - 0.4, best + 0.41, 0.1))
    return 0.0 if abs(best) < 0.12 else best


def _without_edges(small: Ink) -> Ink:
    """A copy of the page 900 pixels wide without the black beside the paper, as scans and photographs have it."""
    ink = np.asarray(small > 128, np.uint8)
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((MIN_EDGE, MIN_EDGE), np.uint8))
    if np.count_nonzero(thick) < MIN_EDGE * MIN_LENGTH:
        return small
    pieces = pieces_of(ink)
    solid = np.bincount(pieces.label[thick > 0], minlength=len(pieces.area))
    edges = (np.maximum(pieces.width, pieces.height) > MIN_LENGTH) & (2 * solid > pieces.area)
    around = cv2.dilate(pieces.only(edges), np.ones((3, 3), np.uint8))
    return np.asarray(np.where(around > 0, np.float32(0), small), np.float32)


def turned(page: Picture, angle: float) -> tuple[Picture, npt.NDArray[np.float64]]:
    """Rotate a page about its middle.

    Args:
        page: uint8 array (height, width).
        angle: Degrees, counter-clockwise.

    Returns:
        The rotated page, of the same shape, white (255) where nothing was; and the affine matrix, float64 array
        (2, 3), that takes its points (x, y, 1) back to the given page.
    """
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    level = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255) if angle else page
    return np.asarray(level, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)


def _type_of(grey: Picture) -> Ink | None:
    """What may be letters on a copy of the page 1,000 pixels long; None where there is too little to tell."""
    if max(grey.shape) >= 2000:
        grey = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    scale = 1000 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    if min(small.shape) < 60:
        return None
    block = max(3, int(0.04 * max(small.shape)) | 1)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    ink = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    pieces = pieces_of(np.asarray(ink, np.uint8))
    if len(pieces.area) < 40:
        return None
    return pieces.only((pieces.width < 40) & (pieces.height < 40) & (pieces.area > 5)).astype(np.float32)


def _sharpest(ink: Ink, angles: npt.NDArray[np.float64], measure: Measure) -> tuple[float, float]:
    """The angle at which the ink's profile is sharpest, and how sharp; the first of equals."""
    likely = _likely(angles, _estimates(ink, angles, measure))
    measured = [measure(_turned_profile(ink, angle)) for angle in likely]
    best = int(np.argmax(measured))
    return likely[best], measured[best]


def _sharpest_angle(ink: Ink, angles: npt.NDArray[np.float64]) -> float:
    """The angle at which the ink's profile is sharpest."""
    return _sharpest_of(ink, _likely(angles, _estimates(ink, angles, profile_sharpness)))


def _sharpest_of(ink: Ink, likely: Sequence[float]) -> float:
    """The one of some angles at which the ink's profile is sharpest; where there is only one none is measured."""
    return max(likely, key=lambda angle: profile_sharpness(_turned_profile(ink, angle))) if likely[1:] else likely[0]


def _likely(angles: npt.NDArray[np.float64], estimates: Sequence[float]) -> list[float]:
    """The angles whose estimate is not far from the best."""
    least = CANDIDATE_SHARE * max(estimates)
    return [float(angle) for angle, guess in zip(angles, estimates, strict=True) if guess >= least]


def _estimates(ink: Ink, angles: npt.NDArray[np.float64], measure: Measure) -> list[float]:
    """About how sharp the profile is at each angle: slices sheared by the fall at their middle instead of turned."""
    rows, slices = ink.shape[0], max(1, ink.shape[1] // SLICE_WIDTH)
    narrow = cv2.resize(ink[:, : slices * SLICE_WIDTH], (slices, rows), interpolation=cv2.INTER_AREA) * SLICE_WIDTH
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    sharpness = []
    for angle in angles:
        fall = SLICE_WIDTH * np.tan(np.radians(angle))
        shear = np.array([[1, 0, 0], [fall, 1, -fall * (ink.shape[1] / SLICE_WIDTH - 1) / 2]])
        sharpness.append(measure(cv2.warpAffine(narrow, shear, (slices, rows), flags=how).sum(1)))
    return sharpness


def _turned_profile(ink: Ink, angle: float) -> Profile:
    rows, columns = ink.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1)
    return np.asarray(cv2.warpAffine(ink, turn, (columns, rows)).sum(1), np.float32)


def profile_sharpness(profile: Profile) -> float:
    """How sharply a profile rises and falls: the sum of the squared differences of neighbouring rows."""
    return float(((profile[1:] - profile[:-1]) ** 2).sum())


def _two_row_sharpness(profile: Profile) -> float:
    """The same over two rows, divided by the ink: profiles of different lengths can be compared."""
    return float(((profile[2:] - profile[:-2]) ** 2).sum()) / max(1.0, float(profile.sum()))
