"""How drawn lines look: faces, letters with their faults, pens and stamps across them, wear and copying."""

import os
import random
import unicodedata
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Array = Any

TYPED = (
    "courierprime",
    "courier-prime",
    "cour",
    "cutive",
    "special-elite",
    "freemono",
    "liberationmono",
    "nimbusmono",
    "tlwgtypewriter",
    "tlwgtypo",
    "tlwgmono",
    "gnutypewriter",
    "gnu",
    "trixie",
    "lmmono10",
    "lmmono12",
    "lmmonolt10",
    "lmmonoslant",
    "compagnon",
    "cousine",
    "xanh",
    "nanum-gothic",
    "thabit",
)
TELETYPE = (
    "dejavusansmono",
    "b612",
    "share-tech",
    "oxygen-mono",
    "nova-mono",
    "anonymous",
    "pt-mono",
    "lekton",
    "overpass",
    "inconsolata",
    "hack-",
    "go-mono",
    "fira-mono",
    "ubuntu-mono",
    "roboto-mono",
    "dm-mono",
    "red-hat-mono",
    "sometype",
    "azeret",
    "ocr",
    "3270",
    "space-mono",
    "kode",
    "ibm-plex",
    "syne",
    "notomono",
    "noto-mono",
    "jetbrainsmono-",
    "leaguemono-",
    "mononoki-",
    "agave",
    "hack",
)
PRINTED = (
    "liberationsans-",
    "liberationsansnarrow",
    "dejavusans-",
    "dejavusans.",
    "dejavusanscondensed",
    "nimbussans",
    "nimbusroman",
    "freesans",
    "freeserif",
    "c059",
    "arimo",
    "tinos",
    "b612-",
    "lmsans",
    "p052",
)
WRONG = (
    "italic",
    "oblique",
    "slant",
    "vietnamese",
    "ext",
    "code",
    "cyrillic",
    "greek",
    "hebrew",
    "arabic",
    "script",
    "d05",
    "symbol",
    "cursive",
    "flore",
)


@cache
def faces(kind: str) -> tuple[str, ...]:
    """Paths of the faces of a kind (typed, teletype, printed) that this machine has, in a fixed order."""
    wanted = {"typed": TYPED, "teletype": TELETYPE, "printed": PRINTED}[kind]
    found = {}
    for root in (Path("/usr/share/fonts"), Path(os.environ.get("BRIEFBOOK_FONTS", "fonts"))):
        for path in sorted(root.rglob("*")):
            name = path.name.lower().replace(" ", "")
            if path.suffix.lower() not in (".ttf", ".otf", ".woff2", ".t1", ".pfb") or any(w in name for w in WRONG):
                continue
            if path.suffix == ".woff2" and "latin-400-normal" not in name and "latin-700-normal" not in name:
                continue
            if any(name.startswith(w) for w in wanted) and not (
                kind != "printed" and name.startswith(("nimbussans", "freesans"))
            ):
                found.setdefault(path.name, str(path))
    return tuple(found[n] for n in sorted(found))


class Fount:
    """One face of one machine: its letters' ink, with the faults that letter always has."""

    def __init__(self, c: random.Random, path: str, pitch: float, capital: float, stroke: float, fixed: bool) -> None:
        self.path, self.pitch, self.fixed, self.c = path, pitch, fixed, c
        self.font = ImageFont.truetype(path, 120)
        box = self.font.getbbox("H", anchor="ls")
        self.tall = capital / max(1, -box[1])
        advance = self.font.getlength("H" if fixed else "n")
        self.across = pitch / advance if fixed else self.tall * c.uniform(0.85, 1.1)
        if fixed and self.font.getlength("i") != advance:  # a printed face in cells
            self.across *= c.uniform(0.75, 1.05)
        self.blank = 1.0 if fixed else c.choice((1.0, 1.0, c.uniform(0.6, 1.0), c.uniform(1.0, 2.2)))
        self.lean = c.gauss(0, 0.015)
        cell = np.zeros((160, 200), np.uint8)
        image = Image.fromarray(cell)
        ImageDraw.Draw(image).text((40, 130), "HI", fill=255, font=self.font, anchor="ls")
        own = (
            float(cv2.distanceTransform((np.asarray(image) > 128).astype(np.uint8), cv2.DIST_L2, 5)[60:90].max(0).max())
            * 2
        )
        self.more = stroke / ((self.tall + self.across) / 2) - own
        self.faults = c.choice((c.uniform(0, 0.6), c.uniform(0, 0.6), c.uniform(0.5, 1.2)))
        self.nought = (
            c.choices(("plain", "slash", "short slash", "dot"), (0.42, 0.28, 0.22, 0.08))[0] if fixed else "plain"
        )
        self.bend = c.choice((0.0, 0.0, c.uniform(0.5, 2.5), c.uniform(1.0, 4.5)))
        self.tall_figures, self.spread = 1.0, 0.0
        self.made: dict[str, tuple[Array, float, float, float]] = {}

    @cached_property
    def gap(self) -> float:
        """How wide a blank is, in pixels."""
        return self.letter("n")[3] if self.fixed else self.font.getlength(" ") * self.across * self.blank

    @cached_property
    def missing(self) -> bytes:
        """The picture of a character that the face lacks."""
        return bytes(self.font.getmask("\U0010fffd"))

    def printable(self, text: str) -> str:
        """The text with letters that the face lacks written without their accents; signs that it lacks left out."""
        if text.isascii():
            return text
        out = ""
        for character in text:
            if character.isascii() or bytes(self.font.getmask(character)) != self.missing:
                out += character
            else:
                out += "".join(base for base in unicodedata.normalize("NFD", character) if base.isascii())
        return out

    def letter(self, character: str) -> tuple[Array, float, float, float]:
        """Its ink (0 to 1), where its origin is in it (x, y), and its advance, at 300 dots an inch."""
        if character not in self.made:
            c = self.c
            advance = self.font.getlength(character)
            pad = 50
            image = Image.new("L", (int(advance) + 2 * pad, 220))
            ImageDraw.Draw(image).text((pad, 150), character, fill=255, font=self.font, anchor="ls")
            ink = np.asarray(image)
            if character == "0" and self.nought != "plain":
                ink = self._marked_nought(ink, pad)
            if self.bend:
                ink = _bent(c, ink, self.bend)
            k = round(abs(self.more))
            if k >= 2:
                kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (k | 1, k | 1))
                if self.more > 0:
                    ink = cv2.dilate(ink, kernel)
                else:
                    thin = cv2.erode(ink, kernel)
                    ink = thin if thin.max() > 100 else cv2.erode(ink, kernel[::2, ::2])
            tall = self.tall * (self.tall_figures if character.isdigit() else 1)
            w, h = max(4, round(ink.shape[1] * self.across)), max(4, round(ink.shape[0] * tall))
            if c.random() < 0.12 * self.faults:  # a chipped letter: part of it never prints
                ink = ink.copy()
                rows = np.flatnonzero(ink.max(1) > 60)
                if len(rows) > 8 and character.isalnum():
                    at, size = c.choice(list(rows)), c.randint(4, 14)
                    left = c.randint(pad, int(pad + advance))
                    ink[max(0, at - size) : at + size, max(0, left - size) : left + size] = 0
            if c.random() < 0.18 * self.faults:  # a clogged letter
                ink = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((c.randint(9, 23),) * 2, np.uint8))
            small = cv2.resize(ink, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
            if self.lean:
                m = np.array([[1, self.lean, -self.lean * 150 * self.tall], [0, 1, 0]], np.float32)
                small = cv2.warpAffine(small, m, (w, h))
            dx, dy = c.gauss(0, 0.6) * self.faults * 2, c.gauss(0, 0.7) * self.faults * 2
            aside = (self.pitch - advance * self.across) / 2 if self.fixed else 0.0
            self.made[character] = (
                small,
                pad * self.across + dx - aside,
                150 * tall + dy,
                self.pitch if self.fixed else advance * self.across * (1 + self.spread),
            )
        return self.made[character]

    def _marked_nought(self, ink: Array, pad: int) -> Array:
        """A nought with a stroke or a dot in it, as teleprinters have it: the stroke may stay inside or reach out."""
        c, ink = self.c, ink.copy()
        left, top, right, bottom = self.font.getbbox("0", anchor="ls")
        thick = max(4, int((right - left) * c.uniform(0.09, 0.2)))
        middle = np.array([pad + (left + right) / 2, 150 + (top + bottom) / 2])
        half = np.array([(right - left) / 2, (top - bottom) / 2])
        if self.nought == "dot":
            size = tuple(int(v) for v in np.abs(half) * (c.uniform(0.2, 0.4), c.uniform(0.12, 0.3)))
            cv2.ellipse(ink, tuple(int(v) for v in middle), size, 0, 0, 360, 255, -1, cv2.LINE_AA)
            return ink
        long = c.uniform(0.95, 1.2) if self.nought == "slash" else c.uniform(0.45, 0.85)
        half = half * (long, long * c.uniform(0.75, 1.05))
        ends = [tuple(int(v) for v in middle - half), tuple(int(v) for v in middle + half)]
        cv2.line(ink, *ends, c.randint(150, 255), thick, cv2.LINE_AA)
        return ink


def _bent(c: random.Random, ink: Array, much: float) -> Array:
    """A letter a little out of shape, by so many pixels of a face drawn 120 pixels high."""
    dice = np.random.default_rng(c.getrandbits(32))
    rows, columns = ink.shape
    moved = [
        cv2.resize(dice.normal(0, much, (4, 4)).astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    ]
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    return cv2.remap(ink, x + moved[0], y + moved[1], cv2.INTER_LINEAR)


def half_lost(c: random.Random, dice: Any, ink: Array, base: float, capital: float) -> None:
    """A line struck high or low: the upper or the lower part of its letters fades, more here and less there."""
    top, bottom = max(0, int(base - 1.4 * capital)), min(ink.shape[0], int(base + 0.45 * capital))
    if bottom - top < 8:
        return
    rows = (np.arange(top, bottom, dtype=np.float32)[:, None] - (base - capital / 2)) / capital
    much = c.uniform(0.3, 1.6) + field(dice, (8, ink.shape[1]), c.uniform(150, 900))[:1]
    ink[top:bottom] *= np.clip(1 - np.clip(much, 0, 2.2) * np.clip(c.choice((-1, 1)) * rows + 0.15, 0, 1), 0.05, 1)


def flecked(c: random.Random, dice: Any, ink: Array, span: tuple[float, float, float], capital: float) -> None:
    """A line worn to flecks, all of it or towards one end: the ink comes off in specks, up to two thirds of it."""
    top, bottom = max(0, int(span[2] - 1.4 * capital)), min(ink.shape[0], int(span[2] + 0.45 * capital))
    left, right = max(0, int(span[0]) - 10), min(ink.shape[1], int(span[1]) + 10)
    if bottom - top < 8 or right - left < 40:
        return
    ends = [c.uniform(0.15, 0.65), c.choice((0.0, 0.0, c.uniform(0.0, 0.6)))]
    c.shuffle(ends)
    lost = np.interp(np.linspace(0, 1, right - left), np.sort([c.random(), c.random()]), ends)
    dirt = grain(dice, (bottom - top, right - left), c.uniform(0.4, 2.2))
    levels = np.linspace(0, 1, 101)
    cut = np.interp(lost, levels, np.quantile(dirt[::2, ::3], levels))
    ink[top:bottom, left:right] *= np.where(dirt < cut[None], c.uniform(0.0, 0.3), 1.0)


def show_through(c: random.Random, ink: Array) -> Array:
    """What is typed on the back of the sheet, or on the next: turned over, blurred, faint."""
    back = np.roll(ink[:, ::-1], (c.randint(-60, 60), c.randint(-300, 300)), (0, 1))
    return cv2.GaussianBlur(back, (0, 0), c.uniform(1.2, 4.0)) * c.uniform(0.15, 0.6)


def type_line(
    c: random.Random, dice: Any, ink: Array, fount: Fount, text: str, x: float, base: float, loose: float, faint: float
) -> float:
    """The line's ink put into the block; where it ends."""
    weak = 1.0
    for character in text:
        glyph, ox, oy, advance = (
            fount.letter(character)
            if character != " "
            else (
                None,
                0,
                0,
                fount.letter("n")[3] if fount.fixed else fount.font.getlength(" ") * fount.across * fount.blank,
            )
        )
        if glyph is not None:
            weak = 0.7 * weak + 0.3 * float(dice.normal(1, 0.12))
            force = float(np.clip(weak * dice.normal(1, 0.06), 0.6, 1.25))
            if c.random() < faint:  # printed by half: fades to one side
                rows, columns = np.linspace(-1, 1, glyph.shape[0])[:, None], np.linspace(-1, 1, glyph.shape[1])[None]
                angle = c.uniform(0, 6.28)
                glyph = glyph * np.clip(
                    1 + c.uniform(0.3, 1.3) * (rows * np.sin(angle) * 2 + columns * np.cos(angle)), 0.15, 1.2
                )
            _put(ink, glyph * force, x - ox + dice.normal(0, loose), base - oy + dice.normal(0, loose))
        x += advance
    return x


def _put(ink: Array, glyph: Array, x: float, y: float) -> None:
    wx, wy = int(np.floor(x)), int(np.floor(y))
    shift = np.array([[1, 0, x - wx], [0, 1, y - wy]], np.float32)
    moved = cv2.warpAffine(np.asarray(glyph, np.float32), shift, (glyph.shape[1] + 1, glyph.shape[0] + 1))
    top, left = max(0, wy), max(0, wx)
    part = ink[top : wy + moved.shape[0], left : wx + moved.shape[1]]
    if part.size:
        np.maximum(part, moved[top - wy : top - wy + part.shape[0], left - wx : left - wx + part.shape[1]], out=part)


def pen(c: random.Random, form: Array, box: tuple[float, float, float, float], width: int) -> None:
    """A pen's stroke or several, within a box: a bent line."""
    x0, y0, x1, y1 = box
    n = c.randint(3, 9)
    pts = np.array([[c.uniform(x0, x1), c.uniform(y0, y1)] for _ in range(n)])
    if c.random() < 0.7:
        pts = pts[np.argsort(pts[:, 0])]
    t = np.linspace(0, n - 1, n * 9)
    xs, ys = np.interp(t, range(n), pts[:, 0]), np.interp(t, range(n), pts[:, 1])
    soft = np.ones(7) / 7
    xs, ys = np.convolve(np.pad(xs, 3, "edge"), soft, "valid"), np.convolve(np.pad(ys, 3, "edge"), soft, "valid")
    cv2.polylines(form, [np.stack([xs, ys], 1).astype(np.int32)], False, 1.0, width, cv2.LINE_AA)


def furniture(
    c: random.Random, form: Array, spans: list[tuple[float, float, float]], apart: float, capital: float, much: float
) -> None:
    """Rules, pen strokes, circled words, brackets, stamps, ticks: all that stands on a page and is not typed."""
    rows, columns = form.shape
    for x0, x1, base in spans:
        if c.random() < 0.10 * much:  # underline, typed or by hand
            a = c.uniform(x0, x1)
            b = min(x1, a + c.uniform(60, 600))
            y = base + c.uniform(4, 0.3 * capital)
            if c.random() < 0.5:
                cv2.line(form, (int(a), int(y)), (int(b), int(y + c.uniform(-6, 6))), 1.0, c.randint(2, 5), cv2.LINE_AA)
            else:
                pen(c, form, (a, y, b, y + 12), c.randint(2, 5))
        if c.random() < 0.07 * much:  # bracket or circle by hand
            a = c.uniform(x0, x1)
            w = c.uniform(40, 300)
            mid = (int(a + w / 2), int(base - capital / 2))
            if c.random() < 0.5:
                cv2.ellipse(
                    form,
                    mid,
                    (int(w / 2), int(capital * c.uniform(0.8, 1.3))),
                    c.uniform(-4, 4),
                    0,
                    360,
                    1.0,
                    c.randint(2, 5),
                    cv2.LINE_AA,
                )
            else:
                for side in (0, 1):
                    start = 110 if side == 0 else -70
                    cv2.ellipse(
                        form,
                        (int(a + side * w), mid[1]),
                        (c.randint(8, 20), int(capital * c.uniform(0.8, 1.4))),
                        0,
                        start,
                        start + 140,
                        1.0,
                        c.randint(2, 5),
                        cv2.LINE_AA,
                    )
        if c.random() < 0.10 * much:  # something at the line's end or beginning
            side = x1 + c.uniform(15, 80) if c.random() < 0.6 else x0 - c.uniform(40, 150)
            pen(
                c,
                form,
                (side, base - capital * c.uniform(0.9, 1.6), side + c.uniform(15, 160), base + c.uniform(0, 15)),
                c.randint(2, 6),
            )
        if c.random() < 0.05 * much:
            pen(c, form, (x0, base - capital * 1.5, x1, base + 20), c.randint(2, 5))
    for _ in range(3):
        if c.random() < 0.15 * much:  # a rule down, at the sides or anywhere
            x = c.choice((c.randint(5, 60), c.randint(columns - 160, columns - 5), c.randint(0, columns - 1)))
            y = c.randint(-200, rows)
            cv2.line(form, (x, y), (x + c.randint(-4, 4), y + c.randint(100, 800)), 1.0, c.randint(2, 6), cv2.LINE_AA)
        if c.random() < 0.10 * much:
            y = c.randint(0, rows)
            x = c.randint(-300, columns)
            cv2.line(form, (x, y), (x + c.randint(100, 1800), y + c.randint(-5, 5)), 1.0, c.randint(2, 5), cv2.LINE_AA)
    if c.random() < 0.10 * much:  # a stamp across
        size = (340, 900)
        stamp = np.zeros(size, np.uint8)
        word = c.choice(("SECRET", "SPECIMEN", "RECEIVED", "COPY", "DECLASSIFIED", "1963 OCT 14", "RESTRICTED", "FILE"))
        cv2.putText(
            stamp,
            word,
            (40, 200),
            c.choice((cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SIMPLEX)),
            c.uniform(1.4, 4),
            c.randint(100, 230),
            c.randint(3, 9),
            cv2.LINE_AA,
        )
        m = cv2.getRotationMatrix2D((450, 170), c.choice((c.uniform(-30, 30), c.uniform(-5, 5), 90)), 1)
        stamp = cv2.warpAffine(stamp, m, size[::-1]).astype(np.float32) / 255
        x, y = c.randint(-200, columns - 200), c.randint(-150, rows - 100)
        top, left = max(0, y), max(0, x)
        part = form[top : y + size[0], left : x + size[1]]
        np.maximum(part, stamp[top - y : top - y + part.shape[0], left - x : left - x + part.shape[1]], out=part)


def field(dice: Any, shape: tuple[int, int], size: float) -> Array:
    rows, columns = max(3, int(shape[0] / size) + 2), max(3, int(shape[1] / size) + 2)
    return cv2.resize(
        dice.normal(0, 0.6, (rows, columns)).astype(np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC
    )


def grain(dice: Any, shape: tuple[int, int], sigma: float) -> Array:
    """Noise of a size, of unit spread; larger grains are drawn small and enlarged."""
    if sigma > 1.6:
        f = sigma / 1.2
        small = cv2.GaussianBlur(
            dice.normal(0, 1, (int(shape[0] / f) + 2, int(shape[1] / f) + 2)).astype(np.float32), (0, 0), 1.2
        )
        out = cv2.resize(small, shape[::-1], interpolation=cv2.INTER_LINEAR)
    else:
        out = cv2.GaussianBlur(dice.normal(0, 1, shape).astype(np.float32), (0, 0), sigma)
    return out / out.std()


def worn(c: random.Random, dice: Any, ink: Array, bad: float) -> Array:
    """Ribbon, paper, and one to three copyings; ``bad`` from 0 to 1. A picture of the block, 0 black to 255."""
    shape = ink.shape
    whole = float((ink > 0.5).mean()) + 1e-6
    value = ink
    if c.random() < 0.5:  # ribbon weave and gaps in the ink
        weave = (
            grain(dice, shape, c.uniform(0.8, 2.2)) * c.uniform(0, 0.35) * bad
            + field(dice, shape, c.uniform(25, 90)) * c.uniform(0, 0.5) * bad
        )
        value = np.clip(value * (1 - np.clip(weave, 0, 1)), 0, 1.2)
    generations = c.choice((1, 1, 2, 2, 3, 3, 4)) if bad > 0.25 else c.choice((1, 1, 2))
    patch = (
        np.clip(0.3 + field(dice, shape, c.uniform(150, 700)), 0, 1.3)
        if c.random() < 0.7
        else np.ones(shape, np.float32)
    )
    drift = field(dice, shape, c.uniform(150, 800)) * c.uniform(0, 0.3) * bad
    target = float(np.clip(c.gauss(1.18, 0.28 + 0.12 * bad), 0.75, 1.95))  # how heavy the ink ends
    for number in range(generations):
        value = cv2.GaussianBlur(value, (0, 0), c.uniform(0.5, 1.0 + 1.1 * bad))
        value = (
            value
            + grain(dice, shape, c.uniform(0.7, 1.5))
            * c.uniform(0.02, 0.05 + 0.16 * bad)
            * (0.25 + 0.75 * np.minimum(1, value * 3))
            - drift / generations
        )
        goal = whole * target ** ((number + 1) / generations)
        level = float(np.quantile(value, 1 - min(0.5, goal))) if goal < 0.5 else 0.5
        level = float(np.clip(level, 0.16, 0.8))
        if number < generations - 1 or c.random() < 0.7:
            value = (value > level).astype(np.float32)
        else:
            value = np.clip((value - level) * c.uniform(1.2, 3) + 0.5, 0, 1)
    if c.random() < 0.35 + 0.5 * bad:  # specks
        share = c.choice(
            (0.002, 0.004, 0.01, 0.02, 0.05, 0.1 if bad > 0.3 else 0.01, 0.18 if bad > 0.5 else 0.03)
        ) * c.uniform(0.3, 1.2)
        dirt = grain(dice, shape, c.choice((0.6, 0.8, 1.0, 1.3, 1.8)))
        z = np.quantile(dirt[::5, ::5], 1 - np.linspace(0, 0.3, 31)).astype(np.float32)
        cut = np.interp(share * patch, np.linspace(0, 0.3, 31), z).astype(np.float32)
        value = np.where(dirt > cut, np.maximum(value, 0.9), value)
        if c.random() < 0.3:  # and white ones within the strokes
            value = np.where(
                -dirt > np.interp(np.minimum(0.29, share * 2) * patch, np.linspace(0, 0.3, 31), z), value * 0.1, value
            )
    if c.random() < 0.12:  # a coarser copy: 100 to 170 dots an inch
        less = c.uniform(0.33, 0.57)
        small = cv2.resize(value.astype(np.float32), None, fx=less, fy=less, interpolation=cv2.INTER_AREA)
        if c.random() < 0.5:
            small = (small > c.uniform(0.3, 0.6)).astype(np.float32)
        value = cv2.resize(small, shape[::-1], interpolation=cv2.INTER_LINEAR)
    if c.random() < 0.72:
        return np.where(value > 0.5, 0, 255).astype(np.uint8)
    paper, black = c.uniform(190, 252), c.uniform(10, 90)
    grey = (
        paper
        - (paper - black) * np.clip(value, 0, 1)
        + field(dice, shape, 300) * c.uniform(0, 12)
        + dice.normal(0, c.uniform(1, 9), shape)
    )
    page = np.clip(cv2.GaussianBlur(grey, (0, 0), c.uniform(0.3, 0.9)), 0, 255).astype(np.uint8)
    if c.random() < 0.4:
        page = cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, c.randint(12, 70)])[1], 0)
    return page
