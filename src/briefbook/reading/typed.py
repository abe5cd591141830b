"""The reader for typed pages: finds the lines itself and has them recognised one by one."""

import importlib.metadata
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from briefbook.model.page import Box, Kind, Line, Region, Word
from briefbook.reading import cleaning, regions
from briefbook.reading.confidence import Evidence, confidence
from briefbook.reading.decoding import Mark, advance_of, marks_of, respaced, words_of
from briefbook.reading.glyphs import Glyphs, Spot
from briefbook.reading.line_finding import Strip, find_strips
from briefbook.reading.margins import beside
from briefbook.reading.reader import Sight
from briefbook.reading.recogniser import HEIGHT, STEP, Scores, alphabet, recognise
from briefbook.reading.turning import lies_sideways

Picture = npt.NDArray[np.uint8]

WORKING_DPI = 200
"""Lines are found and recognised at this resolution: typed capitals are then as high as the recogniser likes."""

CAPITAL = 19.5
"""Pixels of a typed capital's height at the working resolution."""

LEAST = 30
"""Pixels below which no side of a picture can be, if type is to be read on it."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A page made even and level, its letters, and the matrix that leads back to the given picture's pixels."""

    page: Picture
    ink: Picture
    letters: Picture
    back: npt.NDArray[np.float64]
    shape: tuple[int, int]


@dataclass(slots=True)
class _Read:
    """A strip with what was read in it."""

    strip: Strip
    scores: Scores
    marks: list[Mark]
    first: str = ""
    """What the recogniser had, where the page's own letters judged otherwise."""
    words: list[Word] = field(default_factory=list)

    @property
    def step(self) -> float:
        return STEP * max(8, round(2 * self.strip.half)) / HEIGHT

    @property
    def sure(self) -> float:
        return _mean([mark.sure for mark in self.marks])


class TypedReader:
    """Typed and teleprinted pages, line by line, with the recogniser in rapidocr's wheel."""

    def __init__(self) -> None:
        self.name = f"typed 4 (rapidocr {importlib.metadata.version('rapidocr')})"

    def read(self, picture: Image.Image, dpi: int | None = None) -> Sight:
        """What stands on a picture; it may be of any kind and lie on any side."""
        cv2.setNumThreads(1)
        grey = cleaning.grey_of(picture)
        if min(grey.shape) < LEAST or float(grey.std()) < 3:
            return Sight(why="a blank page")
        turned = 90 if lies_sideways(grey) else 0
        grey = np.ascontiguousarray(np.rot90(grey, -turned // 90))
        level = _level(grey, dpi)
        reads = _first(level)
        if _upside_down(level, reads):
            turned = (turned + 180) % 360
            level = _level(np.ascontiguousarray(grey[::-1, ::-1]), dpi)
            reads = _first(level)
        return _sight(level, reads, turned)


def _level(grey: Picture, dpi: int | None) -> _Level:
    told, dpi = dpi is not None, dpi or max(50, int(max(grey.shape) / 11.3))
    page = _even(grey, WORKING_DPI / dpi)
    high, wide = _capital(page), 2.2 if told else 1.45
    if high and not CAPITAL / wide < high < CAPITAL * wide:  # guessed badly, or told wrongly
        page = _even(grey, WORKING_DPI / (dpi * high / CAPITAL))
    level, back = cleaning.turned(page, cleaning.slope_of(cleaning.ink_of(page, WORKING_DPI)))
    ink = cleaning.ink_of(level, WORKING_DPI)
    level = cleaning.without_rules(level, ink, WORKING_DPI)
    ink = cleaning.ink_of(level, WORKING_DPI)
    letters = cleaning.letters_of(ink, WORKING_DPI)
    across, down = grey.shape[1] / page.shape[1], grey.shape[0] / page.shape[0]
    return _Level(level, ink, letters, np.diag([across, down]) @ back, (grey.shape[0], grey.shape[1]))


def _even(grey: Picture, scale: float) -> Picture:
    longest = 6000  # pixels; what is larger at the working resolution is no sheet of paper
    scale = min(scale, longest / max(grey.shape))
    size = max(24, round(grey.shape[1] * scale)), max(24, round(grey.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cleaning.even_paper(np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8), WORKING_DPI)


def _capital(page: Picture) -> float | None:
    """The usual height of what may be letters, specks counting as little as they are; None where too few are there."""
    count, _, stat, _ = cv2.connectedComponentsWithStats(cleaning.ink_of(page, WORKING_DPI), connectivity=8)
    high, wide = stat[1:count, cv2.CC_STAT_HEIGHT], stat[1:count, cv2.CC_STAT_WIDTH]
    letter = (high >= 7) & (high < 160) & (wide >= 0.25 * high) & (wide < 1.6 * high)
    if letter.sum() < 60:
        return None
    order = np.argsort(high[letter])
    ink = np.cumsum(stat[1:count, cv2.CC_STAT_AREA][letter][order])
    return float(high[letter][order][np.searchsorted(ink, ink[-1] / 2)])


def _first(level: _Level) -> list[_Read]:
    strips = find_strips(level.letters, WORKING_DPI, level.ink)
    answers = recognise([strip.cut(level.page) for strip in strips])
    return [_Read(strip, scores, marks_of(scores, alphabet())) for strip, scores in zip(strips, answers, strict=True)]


def _upside_down(level: _Level, reads: Sequence[_Read]) -> bool:
    """Is the page read better on its head? Asked only where it is read badly, and of its longest strips."""
    longest = sorted(reads, key=lambda one: one.strip.left - one.strip.right)[:5]
    if not longest or _mean([one.sure for one in longest]) > 0.8:
        return False
    turned = recognise([np.ascontiguousarray(one.strip.cut(level.page)[::-1, ::-1]) for one in longest])
    upright = sum(_worth(one.marks) for one in longest)
    return sum(_worth(marks_of(scores, alphabet())) for scores in turned) > 1.5 * upright + 2


def _worth(marks: Sequence[Mark]) -> float:
    """How much was read, characters that are hardly sure counting nothing."""
    return sum(max(0.0, mark.sure - 0.6) for mark in marks if mark.character != " ")


def _sight(level: _Level, reads: list[_Read], turned: int) -> Sight:
    advance = advance_of([(one.marks, one.step) for one in reads])
    if advance:
        _judge(level, reads, advance)
    page = _mean([mark.sure for one in reads for mark in one.marks])
    for one in reads:
        if advance:
            one.marks = respaced(one.marks, one.step, advance, partial(_empty, level, one))
        one.words = [_word(word, one, level, page, advance) for word in words_of(one.marks)]
    lines = []
    for _, parts in groupby(reads, key=lambda one: one.strip.row):
        words = tuple(word for part in parts for word in part.words)
        if words:
            lines.append(Line(words))
    lines = beside(lines)
    found = _regions(level, reads, lines, advance)
    return Sight(tuple(lines), tuple(found), turned, _why(lines, len(reads)))


def _judge(level: _Level, reads: Sequence[_Read], advance: float) -> None:
    """Each letter held against the page's sure letters; one that the ink shows to be another is exchanged."""
    spots = [[_spot(one, mark) for mark in one.marks] for one in reads]
    high = 1.25 * float(np.median([one.strip.half for one in reads]))
    glyphs = Glyphs(level.page, (spot for row in spots for spot in row if spot.likely), advance, high)
    for one, row in zip(reads, spots, strict=True):
        for place, (mark, spot) in enumerate(zip(one.marks, row, strict=True)):
            found = glyphs.judged(spot) if spot.likely else None
            if found and found[0] != mark.character:
                one.first = one.first or _text(one.marks)
                one.marks[place] = replace(mark, character=found[0], sure=min(0.9, found[1]), second=mark.character)


def _spot(one: _Read, mark: Mark) -> Spot:
    x = one.strip.left + mark.middle * one.step
    likely = {}
    if mark.character != " ":
        peak = one.scores[mark.first : mark.behind].max(0)
        likely = {alphabet()[index]: float(peak[index]) for index in np.argsort(peak)[-5:] if index}
        likely.pop(" ", None)
        likely[mark.character] = max(likely.get(mark.character, 0.0), mark.sure)
    return Spot(x, one.strip.middle(x), likely)


def _why(lines: Sequence[Line], strips: int) -> str:
    words = sum(1 for line in lines for word in line.words if len(word.text) > 1 and (word.confidence or 0) > 0.5)
    if words == 0:
        return "a blank page" if not strips else "no word could be read"
    return "a cover sheet or a slip: hardly a word on it" if words < 12 else ""


def _empty(level: _Level, one: _Read, left: float, right: float) -> bool:
    """Is there no ink of a letter between two distances from the strip's beginning?"""
    x = one.strip.left + (left + right) / 2
    middle, reach = one.strip.middle(x), 0.5 * one.strip.half
    part = level.letters[
        max(0, int(middle - reach)) : int(middle + reach), int(one.strip.left + left) : int(one.strip.left + right)
    ]
    return part.size == 0 or float(part.mean()) < 0.03


def _word(marks: list[Mark], one: _Read, level: _Level, page: float, advance: float | None) -> Word:
    text = "".join(mark.character for mark in marks)
    reach = (advance or 0.9 * one.strip.half) * 0.55
    left = one.strip.left + marks[0].middle * one.step - reach
    right = one.strip.left + marks[-1].middle * one.step + reach
    agreed = not one.first or text in one.first.split()
    evidence = Evidence(tuple(mark.sure for mark in marks), agreed, page)
    return Word(text, _box(one, level, left, right), confidence(evidence), _alternatives(marks, one.first))


def _box(one: _Read, level: _Level, left: float, right: float) -> Box:
    """The box around the ink between two columns of the level page, on the given picture."""
    middle, reach = one.strip.middle((left + right) / 2), 0.85 * one.strip.half
    top, bottom = max(0, int(middle - reach)), int(middle + reach) + 1
    rows = np.flatnonzero(level.letters[top:bottom, max(0, int(left)) : max(1, int(right))].any(1))
    low, high = middle - 0.55 * one.strip.half, middle + 0.55 * one.strip.half
    if len(rows):
        low, high = min(top + rows[0], middle - 4.0), max(top + rows[-1] + 1.0, middle + 4.0)
    return _on_picture(level, left, low - 1, right, high + 1)


def _on_picture(level: _Level, left: float, top: float, right: float, bottom: float) -> Box:
    corners = np.array([(x, y, 1.0) for x in (left, right) for y in (top, bottom)]).T
    points = level.back @ corners
    low, high = np.floor(points.min(1)), np.ceil(points.max(1))
    rows, columns = level.shape
    x, y = int(np.clip(low[0], 0, columns - 1)), int(np.clip(low[1], 0, rows - 1))
    return Box(x, y, int(np.clip(high[0], x + 1, columns)), int(np.clip(high[1], y + 1, rows)))


def _alternatives(marks: list[Mark], first: str) -> tuple[str, ...]:
    """What the word may be instead: each doubtful character exchanged alone, and the first reading's like word."""
    text = "".join(mark.character for mark in marks)
    doubtful = sorted((mark.sure, place) for place, mark in enumerate(marks) if mark.second.strip() and mark.sure < 0.9)
    found = [text[:place] + marks[place].second + text[place + 1 :] for _, place in doubtful[:2]]
    found += [word for word in first.split() if len(word) == len(text) and _differ(word, text) in (1, 2)]
    return tuple(dict.fromkeys(word for word in found if word != text))[:3]


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _regions(level: _Level, reads: Sequence[_Read], lines: Sequence[Line], advance: float | None) -> list[Region]:
    rows = [
        (one.strip.left, one.strip.right, one.strip.middle((one.strip.left + one.strip.right) / 2)) for one in reads
    ]
    width = advance or WORKING_DPI / 10
    found = []
    for box, look in regions.find_redactions(level.page, WORKING_DPI, rows):
        note = f"{look}, {regions.size_in_letters(box, width, WORKING_DPI / 6)}"
        found.append(Region(Kind.REDACTION, _on_picture(level, box.left, box.top, box.right, box.bottom), note))
    scale = level.back[0, 0]
    return found + regions.find_gaps(lines, width * float(scale))


def _text(marks: Sequence[Mark]) -> str:
    return "".join(mark.character for mark in marks)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else 0.0
