"""A page's picture -> does it lie on its side?"""

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]


def lies_sideways(grey: Picture) -> bool:
    """Do the rows of type run from top to bottom? Level type makes a profile of rows that rises and falls sharply."""
    scale = 1000 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    if min(small.shape) < 60:
        return False
    block = max(3, int(0.04 * max(small.shape)) | 1)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    ink = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    count, label, stat, _ = cv2.connectedComponentsWithStats(np.asarray(ink, np.uint8), connectivity=8)
    letter = (stat[:, cv2.CC_STAT_WIDTH] < 40) & (stat[:, cv2.CC_STAT_HEIGHT] < 40) & (stat[:, cv2.CC_STAT_AREA] > 5)
    letter[0] = False
    if count < 40:
        return False
    type_only = letter[label].astype(np.float32)
    return _sharpness(type_only.T) > 1.6 * _sharpness(type_only)


def _sharpness(ink: npt.NDArray[np.float32]) -> float:
    """The best over small slopes, so that a skewed page is judged like a level one."""
    rows, columns = ink.shape
    best = 0.0
    for angle in (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0):
        turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1)
        profile = cv2.warpAffine(ink, turn, (columns, rows)).sum(1)
        best = max(best, float(((profile[2:] - profile[:-2]) ** 2).sum()) / max(1.0, float(profile.sum())))
    return best
