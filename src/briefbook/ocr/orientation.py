"""A page's picture -> which way its rows of type run: lies it on its side, by what angle does it hang?

Level type makes a profile of rows that rises and falls sharply. How sharp it is at an angle is measured by turning the
page; which angles are worth it is estimated first, from narrow slices sheared against each other.
"""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.ocr.cleaning import pieces_of

Picture = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.float32]
Profile = npt.NDArray[np.float32]
Measure = Callable[[Profile], float]

SLICE = 8
"""Pixels of width that are sheared together: at four degrees half a pixel of fall."""

NEARLY = 0.97
"""Angles estimated at least as sharp as this share of the best are measured."""

SIDE = 1.6
"""So much sharper must the columns be than the rows of a page on its side."""


def lies_sideways(grey: Picture) -> bool:
    """Do the rows of type run from top to bottom?"""
    ink = _type_of(grey)
    if ink is None:
        return False
    angles = np.arange(-3.0, 3.01, 1.0)
    down, across = (_sharpest(way, angles, _two_apart)[1] for way in (np.ascontiguousarray(ink.T), ink))
    return down > SIDE * across


def slope_of(ink: Picture, limit: float = 4.0) -> float:
    """The angle in degrees by which the page must be turned so that its rows of type are level."""
    scale = 900 / ink.shape[1]
    small = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    if min(small.shape) > 200:
        small = np.ascontiguousarray(small[40:-40, 40:-40])
    best, _ = _sharpest(small, np.arange(-limit, limit + 0.01, 0.5), one_apart)
    best, _ = _sharpest(small, np.arange(best - 0.4, best + 0.41, 0.1), one_apart)
    return 0.0 if abs(best) < 0.12 else best


def turned(page: Picture, angle: float) -> tuple[Picture, npt.NDArray[np.float64]]:
    """The page turned by an angle, and the matrix that leads from its points back to the given picture's."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    level = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255) if angle else page
    return np.asarray(level, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)


def _type_of(grey: Picture) -> Ink | None:
    """What may be letters on a small copy of the page; None where there is too little to tell."""
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
    guessed = _estimates(ink, angles, measure)
    likely = [float(angle) for angle, guess in zip(angles, guessed, strict=True) if guess >= NEARLY * max(guessed)]
    measured = [measure(_turned_profile(ink, angle)) for angle in likely]
    best = int(np.argmax(measured))
    return likely[best], measured[best]


def _estimates(ink: Ink, angles: npt.NDArray[np.float64], measure: Measure) -> list[float]:
    """About how sharp the profile is at each angle: slices sheared by the fall at their middle instead of turned."""
    rows, slices = ink.shape[0], max(1, ink.shape[1] // SLICE)
    narrow = cv2.resize(ink[:, : slices * SLICE], (slices, rows), interpolation=cv2.INTER_AREA) * SLICE
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found = []
    for angle in angles:
        fall = SLICE * np.tan(np.radians(angle))
        shear = np.array([[1, 0, 0], [fall, 1, -fall * (ink.shape[1] / SLICE - 1) / 2]])
        found.append(measure(cv2.warpAffine(narrow, shear, (slices, rows), flags=how).sum(1)))
    return found


def _turned_profile(ink: Ink, angle: float) -> Profile:
    rows, columns = ink.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1)
    return np.asarray(cv2.warpAffine(ink, turn, (columns, rows)).sum(1), np.float32)


def one_apart(profile: Profile) -> float:
    """How sharply a profile rises and falls from row to row."""
    return float(((profile[1:] - profile[:-1]) ** 2).sum())


def _two_apart(profile: Profile) -> float:
    return float(((profile[2:] - profile[:-2]) ** 2).sum()) / max(1.0, float(profile.sum()))
