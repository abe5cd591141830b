"""Lines of type for fitting the recogniser: drawn, worn, copied, cut as the reader cuts them. Never used to measure.

Not the maker of the pages that are reported (``bench/make_pages.py``): other text, more faces, another way to wear.
Faces are those of the machine and of the folder BRIEFBOOK_FONTS names (the typewriter-like ones of Debian and of
fontsource were used). Prose comes from a file that BRIEFBOOK_PROSE names; without one, words are drawn from a list.
"""

import random
from typing import Any

import cv2
import line_text
import numpy as np
from line_ink import Fount, faces, flecked, furniture, half_lost, show_through, type_line, worn
from line_text import sentence

from briefbook.ocr import cleaning
from briefbook.ocr.recogniser import HEIGHT, SQUEEZE

Array = Any
WIDE = 1650
"""Pixels of most blocks, at 300 dots an inch."""


IN_CELLS = 0.4
"""Share of the blocks in a printed face whose letters stand in cells as a machine's do."""


def _kept(page: Array, ink: Array) -> float:
    """How much of the letters' ink is still to be seen."""
    letters = ink > 0.6
    return float((page[letters] < 140).mean()) if letters.any() else 1.0


def _beyond(c: random.Random) -> float:
    """How far a strip goes beyond its line: a little, or as far as specks lead the line finder."""
    return c.choice((c.uniform(1, 9), c.uniform(8, 26), c.uniform(8, 26), c.uniform(8, 26), c.uniform(20, 170)))


def block(c: random.Random) -> list[tuple[Array, str]]:
    """Some lines typed by one machine, worn alike: each as a grey strip 48 pixels high, with its text."""
    dice = np.random.default_rng(c.getrandbits(32))
    kind = c.choices(("typed", "teletype", "printed"), (0.45, 0.30, 0.25))[0]
    bad = c.choice((c.uniform(0, 0.3), c.uniform(0.2, 0.7), c.uniform(0.5, 1.0)))
    fixed = kind != "printed" or c.random() < IN_CELLS
    pitch = c.choices((30.0, 25.0, 27.0), (0.62, 0.33, 0.05))[0] * c.uniform(0.95, 1.05)
    capital = (
        (29.0 if pitch > 26 else 26.5) * c.uniform(0.84, 1.14)
        if fixed
        else c.choice((c.uniform(16, 24), c.uniform(24, 36)))
    )
    apart = (
        c.choice((43.0, 50.0, 50.0, 62.0, 75.0, 100.0)) * c.uniform(0.95, 1.05)
        if fixed
        else capital * c.uniform(1.5, 2.4)
    )
    stroke = c.uniform(3.2, 5.5 + 4.0 * c.random()) * (1 if fixed else capital / 29)
    path = c.choice(faces(kind))
    fount = Fount(c, path, pitch, capital, stroke, fixed)
    count = c.randint(5, 8)
    wide = c.choice((WIDE, WIDE, WIDE, 2450))
    usual, capitals = c.randint(12, 50 if wide == WIDE else 78), c.random() < (0.66 if fixed else 0.45)
    rows = int(apart * (count + 1) + 60)
    ink = np.zeros((rows, wide), np.float32)
    form = np.zeros_like(ink)
    loose, faint = c.uniform(0.1, 1.0), c.choice((0, 0.005, 0.02, 0.06 * bad, 0.25 * bad))
    left = c.uniform(60, 180)
    spans, texts = [], []
    for number in range(count):
        length = min(
            usual if c.random() < 0.75 else c.randint(2, usual),
            int((wide - left - 120) / (pitch if fixed else capital * 0.75)),
        )
        text = sentence(c, max(3, length), not fixed or c.random() < 0.1) if c.random() > 0.03 else ""
        text = fount.printable(line_text.capitals(c, text) if capitals else text)
        if not capitals and text.isupper():
            text = text.capitalize()
        text += c.choice("--.,;") if text[-1:].isalnum() and c.random() < 0.12 else ""
        base = 30 + apart * (number + 1)
        x = left + (c.choice((0, 0, 0, 5 * pitch)) if length < usual - 6 else 0)
        end = type_line(c, dice, ink, fount, text, x, base, loose, faint) if text else x + c.uniform(60, 500)
        if c.random() < 0.12 + 0.2 * bad:
            half_lost(c, dice, ink, base, capital)
        if c.random() < 0.06 + 0.1 * bad:
            flecked(c, dice, ink, (x, end, base), capital)
        if end > wide - 20:
            text = ""  # ran out of the block: not used
            end = wide
        spans.append((x, end, base))
        texts.append(text)
    furniture(c, form, spans, apart, capital, c.choice((0.0, 0.5, 1.0, 2.0, 3.5)))
    page, level = _copied(c, dice, ink, form, bad)
    if _kept(page, ink) < 0.4:
        return []
    reach = 0.54 * min(apart if fixed else max(apart, 42), 58)
    out = []
    for (x0, x1, base), text in zip(spans, texts, strict=True):
        if x1 >= wide:
            continue
        half = reach * c.uniform(0.92, 1.1)
        a, b = max(0.0, x0 - _beyond(c)), min(wide - 1.0, x1 + _beyond(c))
        out.append((_strip(c, level, a, b, base - capital * 0.5, half), " ".join(text.split())))
    return out


def head(c: random.Random) -> list[tuple[Array, str]]:
    """Cells of a form's head, each its own strip: printed labels, typed values, stamped numbers; some hold nothing."""
    dice = np.random.default_rng(c.getrandbits(32))
    bad = c.choice((c.uniform(0, 0.3), c.uniform(0.2, 0.7), c.uniform(0.5, 1.0)))
    size = c.uniform(15, 27)
    label = Fount(c, c.choice(faces("printed")), size, size, c.uniform(2.2, 5.5) * size / 24, False)
    pitch = c.choices((30.0, 25.0), (0.6, 0.4))[0] * c.uniform(0.95, 1.05)
    capital = c.uniform(20, 33)
    kind = c.choices(("typed", "teletype"), (0.6, 0.4))[0]
    typed = Fount(c, c.choice(faces(kind)), pitch, capital, c.uniform(3.2, 8.5), True)
    if c.random() < 0.35:
        typed.tall_figures = c.uniform(1.15, 1.5)
    high = c.uniform(28, 58)
    stamp = Fount(
        c, c.choice(faces(c.choice(("printed", "teletype")))), high, high, c.uniform(4, 10) * high / 45, False
    )
    stamp.across, stamp.spread = stamp.tall * c.uniform(0.6, 1.1), c.choice((0.0, c.uniform(0.1, 1.2)))
    count = c.randint(4, 7)
    apart = c.choice((capital * c.uniform(1.4, 1.8), c.uniform(50, 110)))
    rows = int(apart * (count + 1) + 70)
    ink, form = np.zeros((rows, WIDE), np.float32), np.zeros((rows, WIDE), np.float32)
    loose, faint = c.uniform(0.1, 1.2), c.choice((0, 0.005, 0.02, 0.06 * bad))
    cells: list[tuple[float, float, float, float, str]] = []
    spans = []
    for number in range(count):
        base, x = 35 + apart * (number + 1), c.uniform(40, 200)
        first = x
        while x < WIDE - 250:
            fount, text, tall = c.choices(
                (
                    (label, line_text.label(c), size),
                    (typed, line_text.value(c), capital * max(1.0, typed.tall_figures * 0.9)),
                    (stamp, line_text.stamped(c), high),
                ),
                (0.42, 0.46, 0.12),
            )[0]
            if fount is stamp and apart < 1.3 * high:
                continue
            text, up = fount.printable(text), base + c.uniform(-6, 6)
            end = type_line(c, dice, ink, fount, text, x, up, loose, faint)
            if end > WIDE - 30:
                break
            cells.append((x, end, up, tall, text))
            x = end + c.choice((capital * c.uniform(1.5, 4), c.uniform(60, 500)))
        spans.append((first, min(x, WIDE - 30.0), base))
    furniture(c, form, spans, apart, capital, c.choice((0.0, 0.5, 1.0, 2.0)))
    page, level = _copied(c, dice, ink, form, bad)
    out = []
    for x0, x1, base, tall, text in cells:
        place = slice(int(base - tall), int(base)), slice(int(x0), int(x1))
        if _kept(page[place], ink[place]) < 0.45:
            continue
        half = 0.5 * tall * c.uniform(1.55, 2.4)
        near = tall * c.uniform(0.15, 0.9)
        strip = _strip(c, level, max(0.0, x0 - near), min(WIDE - 1.0, x1 + near), base - tall * 0.5, half)
        out.append((strip, text))
    for _ in range(c.choice((0, 0, 1, 2))):  # what stands between cells: specks, pens, rules
        at = c.choice(cells) if cells else None
        if at and not any(abs(at[2] + apart / 2 - cell[2]) < 2 * cell[3] for cell in cells):
            out.append((_strip(c, level, at[0], at[1], at[2] + apart / 2, 20), ""))
    return out


def _copied(c: random.Random, dice: Any, ink: Array, form: Array, bad: float) -> tuple[Array, Array]:
    """The block worn and copied, and the same made ready as the reader makes a page ready (at 200 dots an inch)."""
    drawn = np.maximum(ink, form * c.uniform(0.6, 1.0))
    if c.random() < 0.15:
        drawn = np.maximum(drawn, show_through(c, ink))
    page = worn(c, dice, drawn, bad)
    if _kept(page, ink) < 0.45:
        page = worn(c, dice, drawn, bad / 3)
    level = cv2.resize(page, (round(page.shape[1] / 1.5), round(page.shape[0] / 1.5)), interpolation=cv2.INTER_AREA)
    level = cleaning.even_paper(level, 200)
    if c.random() < 0.85:
        level, _ = cleaning.without_rules(level, cleaning.ink_of(level, 200), 200)
    return page, level


def _strip(c: random.Random, level: Array, a: float, b: float, middle: float, half: float) -> Array:
    """From a to b (pixels at 300 dots an inch) around a middle, 48 pixels high, a little askew and off."""
    careless = c.random() < 0.2
    middle += c.gauss(0, 4.0 if careless else 1.8)
    tilt = c.gauss(0, 0.004 if careless else 0.002)
    half *= c.uniform(0.88, 1.25) if careless else 1.0
    width, height = int((b - a) / 1.5), max(8, round(2 * half / 1.5))
    matrix = np.array([[1, 0, a / 1.5], [tilt, 1, (middle - half) / 1.5 - tilt * width / 2]], np.float64)
    strip = cv2.warpAffine(
        level, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255
    )
    if c.random() < 0.25 and width > 40:  # paper that does not lie flat
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        wave = np.sin(np.arange(width) / c.uniform(60, 400) + c.uniform(0, 6.3)) * c.uniform(0.3, 2.5)
        strip = cv2.remap(strip, x, y + wave.astype(np.float32)[None], cv2.INTER_LINEAR, borderValue=255)
    w = max(16, round(HEIGHT * width / height * SQUEEZE * c.choice((c.uniform(0.94, 1.06), c.uniform(0.85, 1.16)))))
    return cv2.resize(strip, (w, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR)
