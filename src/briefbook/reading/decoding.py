"""The recogniser's scores -> characters, each with its place in the strip and how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from briefbook.reading.recogniser import Scores


@dataclass(frozen=True, slots=True)
class Mark:
    """A character as read: the steps from its first to behind its last, and its likelihood at its best step."""

    character: str
    first: int
    behind: int
    sure: float


def marks_of(scores: Scores, alphabet: str) -> list[Mark]:
    """The likeliest character at each step, repetitions joined, steps that hold none left out."""
    marks: list[Mark] = []
    if not len(scores):
        return marks
    best = scores.argmax(1)
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    for first, behind in pairwise(edges):
        if index := int(best[first]):
            marks.append(Mark(alphabet[index], first, behind, float(scores[first:behind, index].max())))
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
