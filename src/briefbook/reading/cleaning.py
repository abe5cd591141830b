"""A page's picture -> even paper, upright lines, no rules: what the line finder and the recogniser want."""

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Picture = npt.NDArray[np.uint8]


def grey_of(picture: Image.Image) -> Picture:
    """Any picture in greys, its paper light: transparent paper is white, sixteen bits become eight, negatives turn."""
    if picture.mode.startswith(("I", "F")):
        wide = np.asarray(picture, np.float64)
        low, high = (float(wide.min()), float(wide.max())) if wide.size else (0.0, 0.0)
        grey = np.asarray((wide - low) * (255 / max(high - low, 1e-9)), np.uint8)
    elif "A" in picture.mode or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        grey = np.asarray(Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("L"))
    else:
        grey = np.asarray(picture.convert("L"))
    middle = np.median(grey[grey.shape[0] // 10 :: 7, grey.shape[1] // 10 :: 7]) if grey.size else 255
    return np.asarray(255 - grey if middle < 90 else grey, np.uint8)


def even_paper(page: Picture, dpi: int) -> Picture:
    """The page with its paper made white: divided by its own background, then stretched."""
    quarter = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    size = max(5, int(dpi / 300 * 11) | 1)
    ground = cv2.medianBlur(cv2.dilate(quarter, np.ones((size, size), np.uint8)), min(2 * size + 1, 31) | 1)
    whole = cv2.resize(ground, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(page, whole, scale=255)
    least, low, high = np.percentile(even[::3, ::3], (0.05, 1, 60))
    low = low if high - low > 90 else least  # hardly any ink on the sheet
    return np.asarray(np.clip((even.astype(np.float32) - low) * (255 / max(high - low, 1)), 0, 255), np.uint8)


def ink_of(page: Picture, dpi: int) -> Picture:
    """1 where there is ink, 0 where there is none; specks are smoothed away."""
    soft = cv2.GaussianBlur(page, (0, 0), 1.5 * dpi / 300)
    return np.asarray(cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], np.uint8)


def letters_of(ink: Picture, dpi: int) -> Picture:
    """The ink that may be typed letters: pieces neither specks nor stamps, boxes and rules."""
    scale = dpi / 300
    _, label, stat, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width, area = stat[:, cv2.CC_STAT_HEIGHT], stat[:, cv2.CC_STAT_WIDTH], stat[:, cv2.CC_STAT_AREA]
    may = (height >= 9 * scale) & (height <= 75 * scale) & (width <= 700 * scale) & (area >= 45 * scale * scale)
    may &= ~((width > 6 * height) & (height < 14 * scale))  # a piece of a rule
    may[0] = False
    return np.asarray(may[label], np.uint8)


def slope_of(ink: Picture, limit: float = 4.0) -> float:
    """The angle in degrees by which the page must be turned so that its rows of type are level."""
    width = ink.shape[1]
    scale = 900 / width
    small = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = small[40:-40, 40:-40] if min(small.shape) > 200 else small
    rows, columns = small.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1)
        profile = cv2.warpAffine(small, turn, (columns, rows)).sum(1)
        return float(((profile[1:] - profile[:-1]) ** 2).sum())

    best = max(np.arange(-limit, limit + 0.01, 0.5), key=sharpness)
    best = max(np.arange(best - 0.4, best + 0.41, 0.1), key=sharpness)
    return 0.0 if abs(best) < 0.12 else float(best)


def turned(page: Picture, angle: float) -> tuple[Picture, npt.NDArray[np.float64]]:
    """The page turned by an angle, and the matrix that leads from its points back to the given picture's."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    level = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255) if angle else page
    return np.asarray(level, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)


def without_rules(page: Picture, ink: Picture, dpi: int) -> Picture:
    """The page with long straight rules whitened; where a letter crosses a rule the letter is kept."""
    length, thick = int(dpi * 0.8), int(dpi * 0.04)

    def drawn(rows: int, columns: int) -> Picture:
        return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((rows, columns), np.uint8)), np.uint8)

    across = drawn(1, length) & (1 - drawn(thick, 1))
    down = drawn(length, 1) & (1 - drawn(1, thick))
    rules = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    clean = page.copy()
    clean[rules > 0] = 255
    return clean
