"""Drawn pages of many layouts: action columns, two columns, tables, routing strips, distribution lists, memoranda.

    python bench/make_layouts.py FOLDER [--pages 2] [--level medium] [--seed 1]

Every word comes with the kind of the part it belongs to and the box around it. Parts may have baselines of their own,
as where an office typed its column beside a telegram. The words are the dictionary's, the offices widely known.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from make_pages import LEVELS, _type, _worn, faces, parse_options, text_lines
from PIL import Image

PITCH = 30.0
"""Pixels from letter to letter: ten an inch."""

OFFICES = (
    "NEA-10",
    "SS",
    "EUR",
    "INR-7",
    "ARA",
    "OSD",
    "NAVY",
    "AIR",
    "CIA",
    "NSA",
    "SAS 8",
    "WH 7",
    "CI/OPS",
    "FI",
    "DDP",
)
STRIP = "STATE  ARMY/ACSI  NAVY  AIR  JCS  SECDEF  NSA  NIC  USIA"
NAMES = ("Registry", "Mr. Holm", "WH/4", "CI/RA", "Chief, Oslo", "File 201", "Mrs. Aase")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind: where they begin in letters and lines, and how far apart the lines are."""

    kind: str
    rows: list[str]
    column: float
    row: float
    apart: float = 50.0


@dataclass(frozen=True, slots=True)
class DrawnLayout:
    """A drawn page: its picture, its rows in reading order with their kinds, and its words with kinds and boxes."""

    name: str
    path: Path
    rows: list[tuple[str, str]]
    words: list[tuple[str, str, tuple[int, int, int, int]]]


def _prose(chance: random.Random, rows: int, columns: int) -> list[str]:
    return text_lines(chance, rows, columns, mixed=False)


def _offices(chance: random.Random, count: int) -> list[str]:
    return ["ACTION", OFFICES[0], "INFO", *chance.sample(OFFICES[1:], count - 3)]


def action_left(chance: random.Random) -> list[Part]:
    """A telegram with a column of offices on its left, on baselines of its own."""
    return [
        Part("body", _prose(chance, 22, 52), 14, 6),
        Part("action column", _offices(chance, 10), 1, 6 + chance.choice((0, 0.4)), chance.choice((50.0, 62.0))),
    ]


def action_right(chance: random.Random) -> list[Part]:
    """The same on its right."""
    return [
        Part("body", _prose(chance, 22, 50), 2, 6),
        Part("action column", _offices(chance, 9), 57, 7 + chance.choice((0, 0.4))),
    ]


def two_columns(chance: random.Random) -> list[Part]:
    """A title, and two columns of print."""
    return [
        Part("body", [" ".join(_prose(chance, 1, 30))], 18, 2),
        Part("body", _prose(chance, 26, 30), 1, 5),
        Part("body", _prose(chance, 26, 30), 35, 5 + chance.choice((0, 0, 0.5))),
    ]


def table(chance: random.Random) -> list[Part]:
    """Four columns, three of them figures, between two paragraphs."""
    rows = [f"{'PIER':<16}{'BARGES':>10}{'TONS':>10}{'DAYS':>10}"]
    for name in chance.sample(("OUTER", "INNER", "NORTH MOLE", "SOUTH MOLE", "EAST DOCK", "ISLAND"), 5):
        rows.append(f"{name:<16}{chance.randint(1, 99):>10}{chance.randint(100, 999):>10}{chance.randint(1, 30):>10}")
    return [
        Part("body", _prose(chance, 6, 58), 3, 4),
        Part("table", rows, 6, 12),
        Part("body", _prose(chance, 6, 58), 3, 20),
    ]


def routing_strip(chance: random.Random) -> list[Part]:
    """A report with a row of offices below it."""
    return [Part("body", _prose(chance, 18, 58), 3, 4), Part("routing strip", [STRIP], 4, 25)]


def distribution(chance: random.Random) -> list[Part]:
    """A memorandum with a list for distribution."""
    entries = [f"  {chance.randint(1, 2)} - {name}" for name in chance.sample(NAMES, 4)]
    return [
        Part("body", _prose(chance, 16, 58), 3, 4),
        Part("distribution list", ["Distribution:", *entries], 3, 23),
    ]


def boxed_distribution(chance: random.Random) -> list[Part]:
    """The same, with a date and a number in a box beside the list."""
    entries = [f"{chance.randint(1, 2)} - {name}" for name in chance.sample(NAMES, 2)]
    return [
        Part("body", _prose(chance, 16, 58), 3, 4),
        Part("distribution list", ["Distribution:", *entries], 3, 23),
        Part("body", ["DATE TYPED", "3 May 1961", "UFGA-4410"], 40, 23),
    ]


def memorandum(chance: random.Random) -> list[Part]:
    """Labels with values, numbered paragraphs and a signature: nothing that is no text."""
    paragraphs: list[str] = []
    for number in range(1, 4):
        first, *others = _prose(chance, 4, 54)
        paragraphs += [f"{number}.   {first}", *(f"     {row}" for row in others)]
    labels = ["TO:       CHIEF OF STATION, OSLO", "FROM:     CHIEF, WH DIVISION", "SUBJECT:  BARGES AT THE PIER"]
    return [Part("body", labels, 3, 3), Part("body", paragraphs, 3, 8), Part("body", ["NILS HOLM"], 40, 23)]


LAYOUTS: tuple[Callable[[random.Random], list[Part]], ...] = (
    action_left,
    action_right,
    two_columns,
    table,
    routing_strip,
    distribution,
    boxed_distribution,
    memorandum,
)


def make_layouts(pages: int, level: str, seed: int, folder: Path) -> list[DrawnLayout]:
    """Draw pages of every layout into a folder.

    Args:
        pages: How many of each layout.
        level: How worn: a name of ``LEVELS``.
        seed: Another seed, other words and wear.
        folder: Where the pictures go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _drawn(
            layout,
            f"layouts {seed}/{level}/{layout.__name__}/{number}",
            level,
            folder / f"{layout.__name__}-{level}-{number}.png",
        )
        for layout in LAYOUTS
        for number in range(pages)
    ]


def _drawn(layout: Callable[[random.Random], list[Part]], seed: str, level: str, path: Path) -> DrawnLayout:
    chance = random.Random(seed)
    dice = np.random.default_rng(chance.getrandbits(32))
    wear, face = LEVELS[level], chance.choice(faces())
    ink: Any = None
    words: list[tuple[str, str, tuple[int, int, int, int]]] = []
    rows: list[tuple[str, str]] = []
    for part in layout(chance):
        left, top = round(150 + part.column * PITCH), round(400 + part.row * 50)
        typed, boxes = _type(chance, dice, part.rows, face, PITCH, part.apart, left, top, wear)
        ink = typed if ink is None else np.maximum(ink, typed)
        words += [(part.kind, word, box) for row in boxes for word, box in row]
        rows += [(part.kind, " ".join(row.split())) for row in part.rows]
    Image.fromarray(_worn(chance, dice, ink, wear)).save(path, dpi=(300, 300))
    return DrawnLayout(layout.__name__, path, rows, words)


if __name__ == "__main__":
    asked = parse_options(__doc__)
    for drawn in make_layouts(asked.pages, asked.level, asked.seed, asked.folder):
        print(drawn.path)
