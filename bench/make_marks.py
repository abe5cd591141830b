"""Drawn pages with what offices and archives put on them: banners, stamps that hang, pen strokes, punched holes.

    python bench/make_marks.py FOLDER [--pages 6] [--level medium] [--seed 1]

The typed page is one of make_pages.py; each mark comes with its kind and the box around it. Handwriting is drawn as pen
strokes that run on from letter to letter, of several sizes and slants: the look of a hand, with no words in it. Stamps
bear no accents, which not every machine's face has.
"""

import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from make_pages import HEIGHT, LEVELS, WIDTH, WordBox, draw_page, parse_options
from PIL import Image, ImageDraw, ImageFont

Array = Any
Mark = tuple[str, tuple[int, int, int, int]]

BANNERS = (
    "2022 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992",
    "Declassified/Released US Department of State EO Systematic Review 20 MAR 2014",
    "Approved For Release 2003/06/16 : CIA-RDP80B01676R000100050001-2",
)
STAMPS = (
    (
        "Document disclosed under the Access to Information Act",
        "Document divulgue en vertu de la Loi sur l'acces",
        "a l'information",
    ),
    ("Disclosed under the Access to Information Act", "Divulgue en vertu de la Loi sur l'acces a l'information"),
    ("RETURN TO CIA", "Background Use Only", "Do Not Reproduce"),
    ("RECEIVED", "CENTRAL REGISTRY", "14 NOV 1962", "NO. 4471"),
)


def make_marked(n: int, level: str, seed: int, folder: Path) -> list[tuple[Path, list[list[WordBox]], list[Mark]]]:
    """Pages drawn into a folder: for each the picture's path, its typed words with boxes, and its marks."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for number in range(n):
        chance = random.Random(f"marks {seed}/{level}/{number}")
        page, _, boxes = draw_page(chance, LEVELS[level], 24)
        marks: list[Mark] = []
        for draw in (_banner, _stamp, _stamp, _hand, _hand, _hand, _holes):
            marks += draw(chance, page, boxes, marks)
        path = folder / f"marked-{level}-{seed}-{number:03d}.png"
        Image.fromarray(page).save(path, dpi=(300, 300))
        papers.append((path, boxes, marks))
    return papers


def _put(page: Array, ink: Array, left: int, top: int) -> tuple[int, int, int, int]:
    """Print ink (0 to 255) on the page, and the box around what was printed."""
    height, width = min(ink.shape[0], HEIGHT - top), min(ink.shape[1], WIDTH - left)
    part = page[top : top + height, left : left + width]
    np.minimum(part, 255 - ink[:height, :width], out=part)
    rows, columns = np.nonzero(ink[:height, :width] > 80)
    return left + int(columns.min()), top + int(rows.min()), left + int(columns.max()) + 1, top + int(rows.max()) + 1


def _print(lines: tuple[str, ...], size: int) -> Array:
    face = ImageFont.load_default(size)
    wide = max(int(face.getlength(line)) for line in lines) + 20
    sheet = Image.new("L", (wide, int(size * 1.3) * len(lines) + 20))
    for row, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((10, 10 + row * int(size * 1.3)), line, font=face, fill=255, stroke_width=1)
    return np.asarray(sheet)


def _free(place: tuple[int, int], ink: Array, marks: list[Mark]) -> bool:
    """Is there nothing yet where ink would be printed?"""
    left, top, right, bottom = place[0], place[1], place[0] + ink.shape[1], place[1] + ink.shape[0]
    return not any(box[0] < right and left < box[2] and box[1] < bottom and top < box[3] for _, box in marks)


def _banner(chance: random.Random, page: Array, boxes: Any, marks: list[Mark]) -> list[Mark]:
    ink = _print((chance.choice(BANNERS),), 34)
    return [("stamp", _put(page, ink, chance.randint(250, max(251, WIDTH - ink.shape[1] - 60)), 20))]


def _stamp(chance: random.Random, page: Array, boxes: list[list[WordBox]], marks: list[Mark]) -> list[Mark]:
    """A stamp askew, mostly where no type is, now and then across the ends of lines."""
    ink = _print(chance.choice(STAMPS), chance.choice((34, 40, 48)))
    angle = chance.choice((-1, 1)) * chance.uniform(7, 28)
    turned = np.asarray(Image.fromarray(ink).rotate(angle, expand=True, resample=Image.Resampling.BILINEAR))
    foot = max(box[3] for row in boxes for _, box in row) + 60
    room = HEIGHT - foot - 60 - turned.shape[0]
    for _ in range(20):
        if room < 0 or chance.random() < 0.25:
            place = max(0, WIDTH - turned.shape[1] - chance.randint(20, 200)), chance.randint(600, 1800)
        else:
            place = chance.randint(60, max(61, WIDTH - turned.shape[1] - 60)), foot + chance.randint(0, room)
        if _free(place, turned, marks):
            return [("stamp", _put(page, turned, *place))]
    return []


def _hand(chance: random.Random, page: Array, boxes: list[list[WordBox]], marks: list[Mark]) -> list[Mark]:
    """Words by hand behind a line of the heading, or at the foot."""
    high = chance.randint(28, 60)
    ink = _written(chance, high, chance.randint(3, 12))
    foot = max(box[3] for row in boxes for _, box in row)
    for _ in range(20):
        last = boxes[chance.randint(0, 2)][-1][1]
        if chance.random() < 0.6 and last[2] + ink.shape[1] + 80 < WIDTH:
            place = last[2] + chance.randint(50, 80), max(0, (last[1] + last[3] - ink.shape[0]) // 2)
        else:
            low = HEIGHT - ink.shape[0] - 5
            place = chance.randint(60, WIDTH - ink.shape[1] - 10), min(low, foot + chance.randint(40, 500))
        if _free(place, ink, marks):
            return [("handwriting", _put(page, ink, *place))]
    return []


def _written(chance: random.Random, high: int, letters: int) -> Array:
    """Strokes of a pen: arches, loops, ascenders and descenders joined to words, slanted."""
    ink = np.zeros((5 * high, (letters + 6) * high), np.uint8)
    slant, thick = chance.uniform(-0.1, 0.5), chance.randint(3, 6)
    x, base, path = 2.0 * high, 3.0 * high, []
    for _ in range(letters):
        wide = high * chance.uniform(0.5, 1.0)
        up = high * chance.choice((1.0, 1.0, 1.0, 2.1, -1.1)) * chance.uniform(0.85, 1.15)
        for step in np.linspace(0, 1, 14, endpoint=False):
            y = up * (1 - np.cos(2 * np.pi * step)) / 2
            loop = 0.35 * wide * np.sin(2 * np.pi * step)
            path.append((x + step * wide + loop + slant * y, base - y))
        x += wide
        if chance.random() < 0.2:
            _drawn(ink, path, thick)
            path, x = [], x + 0.8 * high
    _drawn(ink, path, thick)
    rows, columns = np.nonzero(ink)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _drawn(ink: Array, path: list[tuple[float, float]], thick: int) -> None:
    if path:
        cv2.polylines(ink, [np.array(path, np.int32)], False, 255, thick, cv2.LINE_AA)


def _holes(chance: random.Random, page: Array, boxes: Any, marks: list[Mark]) -> list[Mark]:
    if chance.random() < 0.4:
        return []
    radius, left = chance.randint(34, 48), chance.random() < 0.5
    middles = [(110, 1000), (110, 2200)] if left else [(830, 150), (1720, 150)]
    for middle in middles:
        cv2.circle(page, middle, radius, chance.randint(0, 40), -1, cv2.LINE_AA)
    return [("hole", (x - radius, y - radius, x + radius, y + radius)) for x, y in middles]


if __name__ == "__main__":
    asked = parse_options(__doc__)
    for path, _, marks in make_marked(asked.pages, asked.level, asked.seed, asked.folder):
        print(path, ", ".join(kind for kind, _ in marks))
