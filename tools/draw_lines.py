"""Lines of type for fitting the recogniser: drawn, worn, copied, cut as the reader cuts them. Never used to measure.

Not the maker of the pages that are reported (``bench/make_pages.py``): other text, more faces, another way to wear.
Faces are those of the machine and of the folder BRIEFBOOK_FONTS names (the typewriter-like ones of Debian and of
fontsource were used). Prose comes from a file that BRIEFBOOK_PROSE names; without one, words are drawn from a list.
"""

import random
from typing import Any

import cv2
import numpy as np
from line_ink import Fount, faces, furniture, type_line, worn
from line_text import sentence

from briefbook.reading import cleaning
from briefbook.reading.recogniser import HEIGHT, SQUEEZE

Array = Any
WIDE = 1650
"""Pixels of most blocks, at 300 dots an inch."""


def _kept(page: Array, ink: Array) -> float:
    """How much of the letters' ink is still to be seen."""
    letters = ink > 0.6
    return float((page[letters] < 140).mean()) if letters.any() else 1.0


def _beyond(c: random.Random) -> float:
    """How far a strip goes beyond its line: a little, or as far as specks lead the line finder."""
    return c.choice((c.uniform(8, 26), c.uniform(8, 26), c.uniform(8, 26), c.uniform(20, 170)))


def block(c: random.Random) -> list[tuple[Array, str]]:
    """Some lines typed by one machine, worn alike: each as a grey strip 48 pixels high, with its text."""
    dice = np.random.default_rng(c.getrandbits(32))
    kind = c.choices(("typed", "teletype", "printed"), (0.50, 0.33, 0.17))[0]
    bad = c.choice((c.uniform(0, 0.3), c.uniform(0.2, 0.7), c.uniform(0.5, 1.0)))
    fixed = kind != "printed"
    pitch = c.choices((30.0, 25.0, 27.0), (0.62, 0.33, 0.05))[0] * c.uniform(0.95, 1.05)
    capital = (
        (29.0 if pitch > 26 else 26.5) * c.uniform(0.84, 1.14)
        if fixed
        else c.choice((c.uniform(16, 24), c.uniform(24, 36)))
    )
    apart = (
        c.choice((50.0, 50.0, 62.0, 75.0, 100.0)) * c.uniform(0.95, 1.05) if fixed else capital * c.uniform(1.5, 2.4)
    )
    stroke = c.uniform(3.2, 5.5 + 4.0 * c.random()) * (1 if fixed else capital / 29)
    path = c.choice(faces(kind))
    fount = Fount(c, path, pitch, capital, stroke, fixed)
    count = c.randint(5, 8)
    wide = c.choice((WIDE, WIDE, WIDE, 2450))
    usual, capitals = c.randint(12, 50 if wide == WIDE else 78), c.random() < (0.8 if fixed else 0.5)
    rows = int(apart * (count + 1) + 60)
    ink = np.zeros((rows, wide), np.float32)
    form = np.zeros_like(ink)
    loose, faint = c.uniform(0.1, 1.0), c.choice((0, 0.005, 0.02, 0.06 * bad))
    left = c.uniform(60, 180)
    spans, texts = [], []
    for number in range(count):
        length = min(
            usual if c.random() < 0.75 else c.randint(2, usual),
            int((wide - left - 120) / (pitch if fixed else capital * 0.75)),
        )
        text = sentence(c, max(3, length), not fixed or c.random() < 0.1) if c.random() > 0.03 else ""
        text = text.upper() if capitals else text
        if not capitals and text.isupper():
            text = text.capitalize()
        base = 30 + apart * (number + 1)
        x = left + (c.choice((0, 0, 0, 5 * pitch)) if length < usual - 6 else 0)
        end = type_line(c, dice, ink, fount, text, x, base, loose, faint) if text else x + c.uniform(60, 500)
        if end > wide - 20:
            text = ""  # ran out of the block: not used
            end = wide
        spans.append((x, end, base))
        texts.append(text)
    furniture(c, form, spans, apart, capital, c.choice((0.0, 0.5, 1.0, 2.0)))
    drawn = np.maximum(ink, form * c.uniform(0.6, 1.0))
    page = worn(c, dice, drawn, bad)
    if _kept(page, ink) < 0.45:
        page = worn(c, dice, drawn, bad / 3)
    if _kept(page, ink) < 0.4:
        return []
    level = cv2.resize(page, (round(page.shape[1] / 1.5), round(page.shape[0] / 1.5)), interpolation=cv2.INTER_AREA)
    level = cleaning.even_paper(level, 200)
    if c.random() < 0.85:
        level, _ = cleaning.without_rules(level, cleaning.ink_of(level, 200), 200)
    reach = 0.54 * min(apart if fixed else max(apart, 42), 58)
    out = []
    for (x0, x1, base), text in zip(spans, texts, strict=True):
        if x1 >= wide:
            continue
        half = reach * c.uniform(0.92, 1.1)
        middle = base - capital * 0.5 + c.gauss(0, 1.8)
        tilt = c.gauss(0, 0.002)
        a, b = max(0.0, x0 - _beyond(c)), min(wide - 1.0, x1 + _beyond(c))
        width, height = int((b - a) / 1.5), max(8, round(2 * half / 1.5))
        matrix = np.array([[1, 0, a / 1.5], [tilt, 1, (middle - half) / 1.5 - tilt * width / 2]], np.float64)
        strip = cv2.warpAffine(
            level, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255
        )
        w = max(16, round(HEIGHT * width / height * SQUEEZE * c.uniform(0.94, 1.06)))
        strip = cv2.resize(strip, (w, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR)
        out.append((strip, " ".join(text.split())))
    return out
