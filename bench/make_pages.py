"""Typed pages that nobody typed: telegram-like text in several faces, worn to a chosen degree, with its truth.

    python bench/make_pages.py FOLDER [--pages 6] [--level medium] [--seed 1]

Every page is marked SPECIMEN. The wear imitates what sixty years and three copyings do: uneven ink, clogged or broken
strokes, letters printed by half, specks in patches, a skewed and slightly bent sheet, rules, stamps and pen strokes
across the type. The words are drawn at random from a public list: no document's text is in them. Faces are looked for
among the monospaced fonts of the machine and in the folder BRIEFBOOK_FONTS names; with none, Pillow's own is used.
"""

import argparse
import os
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Array = Any
WordBox = tuple[str, tuple[int, int, int, int]]

WIDTH, HEIGHT = 2550, 3300
POSTS = [
    "WASHDC",
    "LDN",
    "EMBPARIS",
    "NATOPARIS",
    "BONN",
    "CANDELNY",
    "PERMISNY",
    "HAVANA",
    "MOSCOW",
    "DELHI",
    "TOKYO",
    "CAIRO",
    "BRUSSELS",
    "ROME",
]
FACES = [
    "courierprime",
    "courier-prime",
    "cutive",
    "special-elite",
    "freemono",
    "liberationmono",
    "nimbusmonops",
    "tlwgmono",
    "gnutypewriter",
    "dejavusansmono",
    "b612-mono",
    "share-tech",
    "oxygen-mono",
    "nova-mono",
    "couriernew",
    "cousine",
    "anonymous",
]


@dataclass(frozen=True, slots=True)
class Wear:
    """How far a page has gone: each figure is the greatest that is drawn."""

    stroke: float  # how wide strokes are, in pixels
    blur: float  # of the ink, in pixels
    rough: float  # how ragged edges are
    uneven: float  # how far ink gains and fades over the page
    speck: float  # share of the paper that specks cover, in their patches
    half: float  # how many letters are printed by half
    skew: float  # degrees
    over: int  # stamps and pen strokes across the type


LEVELS = {
    "light": Wear(stroke=6.0, blur=0.9, rough=0.10, uneven=0.10, speck=0.003, half=0.004, skew=0.7, over=0),
    "medium": Wear(stroke=7.0, blur=1.3, rough=0.20, uneven=0.22, speck=0.02, half=0.03, skew=1.5, over=1),
    "heavy": Wear(stroke=8.0, blur=1.7, rough=0.32, uneven=0.36, speck=0.16, half=0.08, skew=2.0, over=2),
}


def make_pages(
    n: int, level: str, seed: int, folder: Path, *, lines: int = 26
) -> list[tuple[Path, list[str], list[list[WordBox]]]]:
    """Pages drawn into a folder: for each the picture's path, its lines, and the boxes of each line's words."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for number in range(n):
        chance = random.Random(f"{seed}/{level}/{number}")
        picture, truth, boxes = draw_page(chance, LEVELS[level], lines)
        path = folder / f"specimen-{level}-{seed}-{number:03d}.png"
        image = Image.fromarray(picture)
        (image.convert("1", dither=Image.Dither.NONE) if chance.random() < 0.6 else image).save(path, dpi=(300, 300))
        papers.append((path, truth, boxes))
    return papers


def draw_page(chance: random.Random, wear: Wear, lines: int = 26) -> tuple[Array, list[str], list[list[WordBox]]]:
    """One page: its picture, its lines, and the words' boxes."""
    dice = np.random.default_rng(chance.getrandbits(32))
    pitch = chance.choice((30.0, 30.0, 25.0))  # 10 or 12 letters an inch
    apart = chance.choice((50, 50, 75, 85, 100)) * chance.uniform(0.96, 1.04)
    face = chance.choice(faces())
    columns = int(min(72, (WIDTH - 450) / pitch))
    count = min(lines, int((HEIGHT - 700) / apart))
    truth = text_lines(chance, count, columns, mixed=chance.random() < 0.15)
    left, top = chance.randint(170, 320), chance.randint(380, 560)
    ink, boxes = _type(chance, dice, truth, face, pitch, apart, left, top, wear)
    form = np.zeros(ink.shape, np.uint8)
    _furniture(chance, form, wear)
    angle, bend = chance.uniform(-wear.skew, wear.skew), chance.uniform(-4, 4)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle, 1.0)
    ink = _bent(np.maximum(ink, form.astype(np.float32) / 255), turn, bend)
    boxes = [[(word, _moved(box, turn, bend)) for word, box in row] for row in boxes]
    return _worn(chance, dice, ink, wear), truth, boxes


def text_lines(chance: random.Random, count: int, columns: int, *, mixed: bool) -> list[str]:
    """Lines of a telegram: heading, then paragraphs of random words, figures and marks."""
    post, month = (
        chance.choice(POSTS),
        chance.choice(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
    )
    day, year = chance.randint(1, 28), chance.randint(56, 68)
    lines = [
        f"SPECIMEN FM {post} {month}{day}/{year} {chance.choice(('UNCLAS', 'CONFD', 'RESTR', 'SECRET'))}",
        f"TO EXTERNAL {chance.randint(20, 3900)} {chance.choice(('', 'IMMED', 'PRIORITY', 'OPIMMED'))}".strip(),
        f"REF YOURTEL {chance.randint(20, 3900)} {month}{max(1, day - 2)}",
    ]
    paragraph = 0
    while len(lines) < count:
        paragraph += 1
        words = [f"{paragraph}."]
        for _ in range(chance.randint(2, 4)):
            sentence = [_word(chance) for _ in range(chance.randint(6, 16))]
            words += [*sentence[:-1], sentence[-1].rstrip(",") + "."]
        line = " " * chance.choice((0, 5)) + words[0]
        for word in words[1:]:
            if len(line) + 1 + len(word) > columns:
                lines.append(line)
                line = word
            else:
                line += (" " if chance.random() < 0.95 or not line.endswith(".") else "  ") + word
        lines.append(line)
    lines = [line.rstrip() for line in lines[:count]]
    return [line.capitalize() if mixed and number > 2 else line for number, line in enumerate(lines)]


def _word(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.04:
        return str(chance.randint(1, 9999))
    if kind < 0.07:
        return "".join(chance.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(chance.randint(4, 8)))
    if kind < 0.09:
        word = _dictionary()[chance.randint(200, 3000)]
        return f"{chance.choice(('AM', 'UN', 'PB', 'KU'))}{word}/{chance.randint(1, 19)}"
    word = _dictionary()[min(int(chance.expovariate(1 / 900)), 14000)]
    if kind < 0.13:
        return f"({word})"
    if kind < 0.15:
        return f'"{word}"'
    if kind < 0.17:
        return f"{word}-{_dictionary()[chance.randint(0, 900)]}"
    return word + ("," if kind > 0.92 else ":" if kind > 0.91 else "'S" if kind > 0.9 else "")


@cache
def _dictionary() -> list[str]:
    import symspellpy

    path = Path(symspellpy.__file__).parent / "frequency_dictionary_en_82_765.txt"
    return [row.split()[0].upper() for row in path.read_text(encoding="utf-8-sig").splitlines()[:16000]]


@cache
def faces() -> tuple[str, ...]:
    """Paths of the typewriter-like faces this machine has, in a fixed order; one empty name where it has none."""
    roots = [Path("/usr/share/fonts"), Path.home() / ".fonts"]
    if extra := os.environ.get("BRIEFBOOK_FONTS"):
        roots.append(Path(extra))
    paths = {}
    for root in roots:
        for path in sorted(root.rglob("*")):
            name = path.name.lower().replace(" ", "")
            is_listed = any(name.startswith(face) for face in FACES)
            plain = not any(w in name for w in ("italic", "oblique", "code", "ext", "vietnamese", "primesans"))
            if is_listed and plain and path.suffix.lower() in (".ttf", ".otf", ".woff", ".woff2"):
                paths.setdefault(path.name, str(path))
    return tuple(paths[name] for name in sorted(paths)) or ("",)


@cache
def _glyph(face: str, pitch: float, stroke: float, tall: float, character: str) -> Array:
    """A letter's ink, 0 to 1, its strokes about ``stroke`` pixels wide; the cell is 1.9 pitches wide, 2.4 high."""
    size = 100
    font = ImageFont.truetype(face, size) if face else ImageFont.load_default(size)
    advance = font.getlength("M")
    cell = Image.new("L", (int(advance * 1.9), int(advance * 2.4)))
    ImageDraw.Draw(cell).text((advance * 0.45, advance * 1.7), character, fill=255, font=font, anchor="ls")
    ink = np.asarray(cell)
    more = stroke * advance / pitch - _stroke(face)
    if abs(more) >= 1:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(abs(more)) | 1, int(abs(more)) | 1))
        ink = cv2.dilate(ink, kernel) if more > 0 else cv2.erode(ink, kernel)
    return cv2.resize(ink, (round(pitch * 1.9), round(pitch * 2.4 * tall)), interpolation=cv2.INTER_AREA) / 255.0


@cache
def _stroke(face: str) -> float:
    """How wide a face's strokes are at size 100."""
    font = ImageFont.truetype(face, 100) if face else ImageFont.load_default(100)
    cell = Image.new("L", (120, 140))
    ImageDraw.Draw(cell).text((20, 110), "H", fill=255, font=font, anchor="ls")
    return float(
        np.median(
            cv2.distanceTransform((np.asarray(cell) > 128).astype(np.uint8), cv2.DIST_L2, 5)[60:75].max(0)[20:60].max()
        )
        * 2
    )


def _type(
    chance: random.Random,
    dice: np.random.Generator,
    truth: list[str],
    face: str,
    pitch: float,
    apart: float,
    left: int,
    top: int,
    wear: Wear,
) -> tuple[Array, list[list[WordBox]]]:
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    slashed, loose = chance.random() < 0.3, chance.uniform(0.2, 1.1)
    stroke = round(chance.uniform(4.2, wear.stroke), 1)
    tall = chance.choice((0.85, 0.95, 1.0, 1.05, 1.15)) * (1.1 if pitch < 28 else 1.0)
    high = int(np.ptp(np.flatnonzero(_glyph(face, pitch, stroke, tall, "H").max(1) > 0.5))) + 1
    boxes: list[list[WordBox]] = []
    for row, line in enumerate(truth):
        base = top + row * apart
        word_boxes: list[WordBox] = []
        for place, character in enumerate(line):
            if character == " ":
                continue
            glyph = _glyph(face, pitch, stroke, tall, character)
            if character == "0" and slashed:
                glyph = np.maximum(glyph, _glyph(face, pitch, stroke, tall, "/"))
            strength = float(np.clip(dice.normal(1, 0.07), 0.75, 1.2))
            if chance.random() < wear.half:
                rows = np.flatnonzero(glyph.max(1))
                fall = np.ones(glyph.shape[0])
                fall[rows[0] : rows[-1] + 1] = np.clip(
                    np.linspace(chance.uniform(0, 0.5), 2, rows[-1] + 1 - rows[0]), 0.1, 1
                )
                glyph = glyph * (fall if chance.random() < 0.5 else fall[::-1])[:, None]
            x = left + place * pitch - 0.45 * pitch + dice.normal(0, loose)
            y = base - 1.7 * pitch * tall + dice.normal(0, loose)
            _put(ink, glyph * strength, x, y)
        place = 0
        for word in line.split(" "):
            if word:
                box = (left + place * pitch, base - high - 1, left + (place + len(word)) * pitch, base + 2)
                word_boxes.append((word, tuple(round(edge) for edge in box)))
            place += len(word) + 1
        boxes.append(word_boxes)
    return ink, boxes


def _put(ink: Array, glyph: Array, x: float, y: float) -> None:
    whole_x, whole_y = int(np.floor(x)), int(np.floor(y))
    shift = np.array([[1, 0, x - whole_x], [0, 1, y - whole_y]], np.float32)
    moved = cv2.warpAffine(glyph.astype(np.float32), shift, (glyph.shape[1] + 1, glyph.shape[0] + 1))
    part = ink[whole_y : whole_y + moved.shape[0], whole_x : whole_x + moved.shape[1]]
    np.maximum(part, moved[: part.shape[0], : part.shape[1]], out=part)


def _furniture(chance: random.Random, form: Array, wear: Wear) -> None:
    """A form's rules and labels, and what was stamped or drawn across the type."""
    y = chance.randint(120, 300)
    if chance.random() < 0.6:
        for _ in range(chance.randint(1, 3)):
            cv2.line(form, (150, y), (WIDTH - 150, y + chance.randint(-3, 3)), 255, chance.randint(2, 5))
            y += chance.randint(30, 60)
        cv2.putText(form, "SPECIMEN", (chance.randint(200, 900), 110), cv2.FONT_HERSHEY_DUPLEX, 1.1, 255, 3)
    for _ in range(wear.over):
        if chance.random() < 0.5:  # a pen stroke, or an underline
            x, y = chance.randint(200, 1800), chance.randint(500, 2400)
            points = [(x + 70 * step, y + chance.randint(-40, 40)) for step in range(chance.randint(3, 9))]
            cv2.polylines(form, [np.array(points, np.int32)], False, 230, chance.randint(2, 6))
        else:
            stamp = np.zeros((500, 900), np.uint8)
            cv2.putText(stamp, "SPECIMEN", (60, 280), cv2.FONT_HERSHEY_TRIPLEX, 3.2, chance.randint(100, 180), 5)
            turn = cv2.getRotationMatrix2D((450, 250), chance.uniform(-25, 25), 1)
            x, y = chance.randint(100, 1500), chance.randint(600, 2400)
            part = form[y : y + 500, x : x + 900]
            np.maximum(part, cv2.warpAffine(stamp, turn, (900, 500))[: part.shape[0], : part.shape[1]], out=part)


def _bent(ink: Array, turn: Array, bend: float) -> Array:
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    back = cv2.invertAffineTransform(turn)
    y = y - (bend * ((x / WIDTH - 0.5) ** 2 * 4)).astype(np.float32)
    from_x = (back[0, 0] * x + back[0, 1] * y + back[0, 2]).astype(np.float32)
    from_y = (back[1, 0] * x + back[1, 1] * y + back[1, 2]).astype(np.float32)
    return cv2.remap(ink, from_x, from_y, cv2.INTER_LINEAR)


def _moved(box: tuple[int, int, int, int], turn: Array, bend: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    corners = turn @ np.array([(x, y, 1.0) for x in (left, right) for y in (top, bottom)]).T
    corners[1] += bend * ((corners[0] / WIDTH - 0.5) ** 2 * 4)
    low, high = corners.min(1).round().astype(int), corners.max(1).round().astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _field(dice: np.random.Generator, size: float) -> Array:
    """A random field that changes over ``size`` pixels, between about -1 and 1."""
    rows, columns = max(3, int(HEIGHT / size)), max(3, int(WIDTH / size))
    small = dice.normal(0, 0.6, (rows, columns)).astype(np.float32)
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


def _worn(chance: random.Random, dice: np.random.Generator, ink: Array, wear: Wear) -> Array:
    soft = cv2.GaussianBlur(ink, (0, 0), max(0.4, wear.blur * chance.uniform(0.55, 1.0)))
    grain = cv2.GaussianBlur(dice.normal(0, 1, ink.shape).astype(np.float32), (0, 0), chance.uniform(0.9, 1.8))
    grain /= grain.std()
    uneven = _field(dice, chance.uniform(250, 900)) * wear.uneven * chance.uniform(0.4, 1)
    streaks = _field(dice, chance.uniform(30, 90)) * wear.uneven * 0.35
    level = 0.42 + chance.uniform(-0.5, 0.6) * wear.uneven
    value = soft + grain * wear.rough * 0.5 * (0.25 + 0.75 * np.minimum(1, soft * 3)) - (uneven + streaks)
    dirt = cv2.GaussianBlur(dice.normal(0, 1, ink.shape).astype(np.float32), (0, 0), chance.uniform(0.8, 1.5))
    dirt /= dirt.std()
    share = wear.speck * chance.uniform(0.2, 1.0) * np.clip(0.35 + _field(dice, chance.uniform(200, 700)), 0, 1.2)
    quantile = np.quantile(dirt[::7, ::7], 1 - np.linspace(0, 0.3, 61)).astype(np.float32)
    dirty = dirt > np.interp(share, np.linspace(0, 0.3, 61), quantile).astype(np.float32)
    dirty &= share > 0.0005
    paper = chance.uniform(205, 250)
    dark = np.where(dirty, np.maximum(value, 0.9), value)
    if chance.random() < 0.6:
        return np.where(dark > level, 0, 255).astype(np.uint8)
    grey = paper - (paper - 40) * np.clip((dark - level) * 2.2 + 0.5, 0, 1)
    return np.clip(grey + dice.normal(0, 5, grey.shape), 0, 255).astype(np.uint8)


def parse_options(description: str | None) -> argparse.Namespace:
    """What a maker of pages was asked for at the terminal; ``description`` says what it does."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--level", choices=tuple(LEVELS), default="medium")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    asked = parse_options(__doc__)
    for path, truth, _ in make_pages(asked.pages, asked.level, asked.seed, asked.folder):
        print(path, len(truth), "lines")
