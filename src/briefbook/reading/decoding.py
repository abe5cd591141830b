"""The recogniser's scores -> characters, each with its place in the strip and how sure it is; then words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from briefbook.reading.recogniser import Scores


@dataclass(frozen=True, slots=True)
class Mark:
    """A character as read: the steps from its first to behind its last, its middle, and how likely it is."""

    character: str
    first: int
    behind: int
    middle: float
    sure: float
    second: str = ""
    """The next likeliest character there, if it is not far behind."""


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
        own = scores[first:behind, index]
        around = scores[max(0, first - 1) : behind + 1, index]
        middle = max(0, first - 1) + 0.5 + float((around * np.arange(len(around))).sum() / around.sum())
        peak = scores[first + int(own.argmax())].copy()
        peak[[0, index]] = 0
        other = int(peak.argmax())
        second = alphabet[other] if peak[other] > 0.1 else ""
        marks.append(Mark(alphabet[index], first, behind, middle, float(own.max()), second))
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
    """How far one typed letter stands from the next, in pixels; None where the type is not of one width.

    Each line comes with the pixels of one step.
    """
    usual = [
        (word[-1].middle - word[0].middle) * step / (len(word) - 1)
        for marks, step in lines
        for word in words_of(marks)
        if len(word) >= 5 and _mean_sure(word) > 0.6
    ]
    if len(usual) < 12:
        return None
    middle = float(np.median(usual))
    near = np.abs(np.array(usual) / middle - 1) < 0.1
    return float(np.mean(np.array(usual)[near])) if near.mean() > 0.7 else None


def _mean_sure(word: Sequence[Mark]) -> float:
    return sum(mark.sure for mark in word) / len(word)


def respaced(
    marks: Sequence[Mark], step: float, advance: float, is_empty: Callable[[float, float], bool]
) -> list[Mark]:
    """The marks with blanks where a typed cell is empty, and none where there is no room for one.

    ``is_empty`` tells whether there is no ink between two distances in pixels from the strip's beginning: a letter
    that was not recognised leaves a gap too, but no empty one.
    """
    solid = [mark for mark in marks if mark.character != " "]
    after = {id(left) for left, right in pairwise(marks) if right.character == " "}
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
            blank = is_empty(middle - 0.28 * advance, middle + 0.28 * advance)
        elif blank and cells < 1.36:
            blank = False
        if blank:
            out.append(Mark(" ", left.behind, right.first, (left.middle + right.middle) / 2, 1.0))
    return out
