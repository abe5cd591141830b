"""Decode the recogniser's scores (CTC, greedy) into characters with positions and likelihoods, and these into words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from briefbook.ocr.recogniser import Scores

Middles = npt.NDArray[np.float64]
"""Positions or widths of letters in pixels; float64 array (letters,)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A character as read: its first step, the step after its last, its middle in steps, its likelihood (0 to 1)."""

    character: str
    first: int
    behind: int
    middle: float
    likelihood: float
    second: str = ""
    """The next likeliest character there, if it is not far behind."""
    picture: str | None = None
    """What the picture alone says here, where the letters before and behind overruled it ("": nothing)."""


MIN_SECOND, MAX_WITH_SECOND = 0.1, 0.91
"""How likely the next likeliest character must be to be named; beside a likelier one than the second none can be."""

MIN_CELL_FIT = 0.52
"""How well the letters of a typed line fit equal cells, at least (0 to 1); print and handwriting reach 0.2 to 0.5."""

CHANCE_FIT, MIN_TYPED_FIT = 0.3, 0.12
"""The letters of any line fit some cells by chance; a page is typed if its lines fit by this much more.
Typed pages of data/scans and of a third of data/releases have .16 to .59, print, drawn and real, .02 to .08."""

MIN_BLANK_CELLS = 3.5
"""A gap of so many cells is a blank, whatever specks are in it."""

SURE_BLANK = 0.9
"""A blank as likely as this stays where a typed line has no room for one."""

MIN_PITCHES = 4
"""So many distances of letters from the next tell how far apart the letters of a line stand."""

MIN_LIKELIHOOD = 0.03
"""A character less likely than this is not put into an empty cell: it would be invented."""

MIN_LOST, MIN_LOST_DISTANCE, LOST_REACH = 0.35, 1.6, 0.35
"""How likely a figure must be that is added beside another, in how many cells no other character may stand, and how far
from the middle of its cell it may be, in cells."""


def marks_of(scores: Scores, alphabet: str) -> list[Mark]:
    """The likeliest character at each step, repetitions joined, steps that hold none left out."""
    marks: list[Mark] = []
    if not len(scores):
        return marks
    best = scores.argmax(1)
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    for first, behind in pairwise(edges):
        index = int(best[first])
        if not index:
            continue
        column = scores[max(0, first - 1) : behind + 1, index]
        around = column.tolist()
        own = around[first - max(0, first - 1) :][: behind - first]
        likelihood = max(own)
        middle = max(0, first - 1) + 0.5 + float((column * np.arange(len(around))).sum() / column.sum())
        second = ""
        if likelihood < MAX_WITH_SECOND:
            peak = scores[first + own.index(likelihood)].copy()
            peak[0] = peak[index] = 0
            other = int(peak.argmax())
            second = alphabet[other] if peak[other] > MIN_SECOND else ""
        marks.append(Mark(alphabet[index], first, behind, middle, likelihood, second))
    return marks


def words_of(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks between blanks."""
    words: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.character == " ":
            words.append([])
        else:
            words[-1].append(mark)
    return [word for word in words if word]


def advance_of(lines: Sequence[tuple[Sequence[Mark], float]]) -> float | None:
    """Estimate the advance width of the type: the distance of one typed letter from the next.

    The distances of letters in words give a first guess; the advance is then the width of cells that the letters of
    the longer lines fit best, each line from its own beginning.

    Args:
        lines: For each line its characters and the pixels of one step.

    Returns:
        Pixels; None where the type is not monospaced.
    """
    apart = [
        (word[-1].middle - word[0].middle) * step / (len(word) - 1)
        for marks, step in lines
        for word in words_of(marks)
        if len(word) >= 5 and _mean_sure(word) > 0.6
    ]
    rows = [_middles(marks, step) for marks, step in lines]
    rows = [row for row in rows if len(row) >= 15]
    if len(apart) < 12 or not rows:
        return None
    widths = float(np.median(apart)) * np.linspace(0.8, 1.25, 451)
    letters = np.array([len(row) for row in rows])
    keeps = letters @ np.array([np.maximum(0, _fits(row, widths) - CHANCE_FIT) for row in rows]) / letters.sum()
    best = int(np.argmax(keeps))
    return float(widths[best]) if keeps[best] > MIN_TYPED_FIT else None


def matches_advance(marks: Sequence[Mark], step: float, advance: float) -> bool:
    """Whether the letters of a line are as far apart as the page's; those of a form's print or other type are not."""
    apart = [
        (right.middle - left.middle) * step / advance
        for left, right in pairwise(marks)
        if " " not in (left.character, right.character)
    ]
    distances = [cells for cells in apart if 0.5 < cells < 1.5]
    return len(distances) > len(apart) / 2 and abs(sum(distances) / len(distances) - 1) < 0.1


def cell_fit(letters: Sequence[float], advance: float) -> float:
    """How well letters fit cells about as wide as the advance.

    Args:
        letters: The middles of a line's letters, in pixels.
        advance: The advance width of the page's type, in pixels.

    Returns:
        0 (not at all) to 1; the fewer letters, the better they fit by chance.
    """
    return float(np.abs(_waves(np.array(letters, np.float64), advance * np.linspace(0.985, 1.015, 31))).max())


def _middles(marks: Sequence[Mark], step: float) -> Middles:
    return np.array([mark.middle * step for mark in marks if mark.character != " "])


def _waves(at: Middles, widths: Middles) -> npt.NDArray[np.complex128]:
    """For each width of cells how well letters fit: absolute value 0 (not at all) to 1; the angle is the phase."""
    angles = 2 * np.pi * at[None] / widths[:, None]
    return np.asarray(np.cos(angles).mean(1) + 1j * np.sin(angles).mean(1))


def _fits(at: Middles, widths: Middles) -> Middles:
    """The absolute values of ``_waves`` to six decimals, for hundreds of widths: in short floats, much faster."""
    cells = at[None] / widths[:, None]
    angles = np.asarray(2 * np.pi * (cells - np.rint(cells)), np.float32)
    return np.asarray(np.hypot(np.cos(angles).mean(1), np.sin(angles).mean(1)), np.float64)


def _mean_sure(word: Sequence[Mark]) -> float:
    return sum(mark.likelihood for mark in word) / len(word)


def respace(marks: Sequence[Mark], step: float, advance: float, is_empty: Callable[[float, float], bool]) -> list[Mark]:
    """Correct the blanks of a typed line: one where a cell is empty, none where there is no room for one.

    A blank that was surely read stays: the line may be print that is about as wide as the page's type. ``is_empty``
    tells whether there is no ink between two distances in pixels from the strip's beginning: a letter that was not
    recognised leaves a gap too, but no empty one.
    """
    solid = [mark for mark in marks if mark.character != " "]
    after = {id(left): right.likelihood for left, right in pairwise(marks) if right.character == " "}
    out: list[Mark] = []
    for left, right in pairwise([*solid, None]):
        assert left is not None
        out.append(left)
        if right is None:
            break
        cells = (right.middle - left.middle) * step / advance
        blank = id(left) in after
        if not blank and cells > 1.6:
            middle = (left.middle + right.middle) / 2 * step
            blank = cells > MIN_BLANK_CELLS or is_empty(middle - 0.28 * advance, middle + 0.28 * advance)
        elif blank and cells < 1.36:
            blank = after[id(left)] >= SURE_BLANK
        if blank:
            out.append(Mark(" ", left.behind, right.first, (left.middle + right.middle) / 2, 1.0))
    return out


def part_wide_gaps(marks: Sequence[Mark], step: float) -> list[Mark]:
    """Put a blank where two characters of a line stand far apart, whatever the type.

    The recogniser reads none across a rule, a pen stroke or much white paper.

    Args:
        marks: The characters of a line.
        step: The pixels of one step.
    """
    apart = [
        (right.middle - left.middle) * step
        for left, right in pairwise(marks)
        if " " not in (left.character, right.character)
    ]
    if len(apart) < MIN_PITCHES:
        return list(marks)
    wide = MIN_BLANK_CELLS * float(np.median(apart)) / step
    out: list[Mark] = []
    for mark in marks:
        before = out[-1] if out else None
        if before and " " not in (before.character, mark.character) and mark.middle - before.middle > wide:
            out.append(Mark(" ", before.behind, mark.first, (before.middle + mark.middle) / 2, 1.0))
        out.append(mark)
    return out


def fit_to_cells(
    marks: Sequence[Mark],
    scores: Scores,
    alphabet: str,
    step: float,
    advance: float,
    is_empty: Callable[[float, float], bool],
) -> list[Mark]:
    """Fit the characters of a line to cells ``advance`` pixels wide, so that each cell with ink has one of them.

    Of two in one cell the likelier stays; a cell between two letters that has ink and no letter is given the character
    that was likeliest there. A line that does not fit the cells (print, handwriting) is not changed. ``is_empty``
    is that of ``respace``.
    """
    solid = [mark for mark in marks if mark.character != " "]
    cells = _cells(_middles(marks, step), advance)
    if cells is None:
        return list(marks)
    place = {id(mark): cell for mark, cell in zip(solid, cells, strict=True)}
    out: list[Mark] = []
    for mark in marks:
        before = out[-1] if out and mark.character != " " and out[-1].character != " " else None
        between = round(place[id(mark)]) - round(place[id(before)]) if before else 1
        if before and between == 0:
            out[-1] = max(before, mark, key=lambda mark: mark.likelihood)
            continue
        if before and between == 2 and max(_off(place[id(before)]), _off(place[id(mark)])) < 0.25:
            middle = (before.middle + mark.middle) / 2
            if not is_empty(middle * step - 0.28 * advance, middle * step + 0.28 * advance):
                out += _likeliest(scores, alphabet, middle, 0.4 * advance / step)
        out.append(mark)
    return out


def add_lost_figures(
    marks: Sequence[Mark],
    scores: Scores,
    alphabet: str,
    step: float,
    advance: float,
    is_empty: Callable[[float, float], bool],
) -> list[Mark]:
    """Add figures that the recogniser nearly read, one cell before or behind a figure, where no character stands.

    There must be ink, and no letter may be as likely there. ``is_empty`` is that of ``respace``.
    """
    out = list(marks)
    for way in (1, -1):
        for mark in [mark for mark in out if mark.character.isdigit()]:
            place = next(at for at, other in enumerate(out) if other is mark)
            beside = out[place + way] if 0 <= place + way < len(out) else None
            if beside is not None and abs(beside.middle - mark.middle) * step < MIN_LOST_DISTANCE * advance:
                continue
            middle = mark.middle + way * advance / step
            first = max(0, mark.behind if way > 0 else 0, round(middle - LOST_REACH * advance / step))
            behind = min(mark.first if way < 0 else len(scores), round(middle + LOST_REACH * advance / step) + 1)
            if beside is not None and beside.character != " ":
                first, behind = (first, min(behind, beside.first)) if way > 0 else (max(first, beside.behind), behind)
            if behind <= first or is_empty(middle * step - 0.28 * advance, middle * step + 0.28 * advance):
                continue
            peaks = scores[first:behind].max(0)
            peaks[[0, alphabet.index(" ")]] = 0
            best, second = (int(index) for index in np.argsort(peaks)[:-3:-1])
            if alphabet[best].isdigit() and peaks[best] >= MIN_LOST:
                new = Mark(alphabet[best], first, behind, middle, float(peaks[best]), alphabet[second], picture="")
                out.insert(place + (way > 0), new)
    return out


def _cells(at: Middles, advance: float) -> Sequence[float] | None:
    """The cell of each letter, counted from the line's first, not rounded; None if the line fits no cells."""
    if len(at) < 8:
        return None
    widths = advance * np.linspace(0.985, 1.015, 31)
    waves = _waves(at, widths)
    best = int(np.argmax(np.abs(waves)))
    if abs(waves[best]) < MIN_CELL_FIT:
        return None
    return list(at / widths[best] - np.angle(waves[best]) / (2 * np.pi))


def _off(cell: float) -> float:
    return abs(cell - round(cell))


def _likeliest(scores: Scores, alphabet: str, middle: float, reach: float) -> list[Mark]:
    first, behind = max(0, round(middle - reach)), min(len(scores), round(middle + reach) + 1)
    peaks = scores[first:behind].max(0) if behind > first else np.zeros(len(alphabet), np.float32)
    peaks[[0, alphabet.index(" ")]] = 0
    best, second = (int(index) for index in np.argsort(peaks)[:-3:-1])
    if peaks[best] < MIN_LIKELIHOOD:
        return []
    return [Mark(alphabet[best], first, behind, middle, float(peaks[best]), alphabet[second])]
