"""A grammar of stamps searched in the recogniser's scores: which day the picture of a line says best.

The best string of a grammar is held against the best string of all, step by step (CTC): before and after the stamp a
line may say whatever it likes, in the stamp the letters are the grammar's. So a stamp that was read as rubble, struck
across type or run together, still says which of the possible days it is, or that it is none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from briefbook.text.line_likelihood import FLOOR, Scores
from briefbook.text.months import FIRST_LETTERS

_Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DayScore:
    """How well a day fits a line: ``cost`` in natural logarithms below the best string of all, 0 for that string."""

    day: date
    cost: float


MAX_COST = 12.0
"""What costs more is no stamp, but other words in which a few of its letters stand."""


def day_scores(scores: Scores, alphabet: str, days: Sequence[date]) -> list[DayScore]:
    """How well each of several days, written as a numbering machine writes it, fits a strip of a line: 23 Nov 63.

    Args:
        scores: Likelihoods from 0 to 1, a float32 array (steps, classes); the class 0 is none.
        alphabet: What the classes mean, a character each; the first means none.
        days: The days that the stamp can mean.

    Returns:
        The days that cost no more than ``MAX_COST``, the likeliest first. Blanks between the letters do not count, and
        a letter may be a capital or small.
    """
    by_beginning: dict[str, list[date]] = {}
    for day in days:
        by_beginning.setdefault(f"{day.day}{FIRST_LETTERS[day.month - 1]}", []).append(day)
    beginnings = list(by_beginning)
    costs = _text_costs(scores, alphabet, beginnings)  # no day costs less than its beginning
    likely = [beginning for beginning, cost in zip(beginnings, costs, strict=True) if cost <= MAX_COST]
    rest = [(f"{beginning}{day.year % 100:02d}", day) for beginning in likely for day in by_beginning[beginning]]
    whole = _text_costs(scores, alphabet, [text for text, _ in rest])
    fits = [DayScore(day, cost) for (_, day), cost in zip(rest, whole, strict=True) if cost <= MAX_COST]
    return sorted(fits, key=lambda score: score.cost)


def _text_costs(scores: Scores, alphabet: str, texts: Sequence[str]) -> list[float]:
    """What each text costs; infinity for one that the alphabet cannot write, or that is longer than the strip."""
    slots = [[_classes(character, alphabet) for character in text] for text in texts]
    possible = [at for at, classes in enumerate(slots) if classes and all(classes) and len(classes) <= len(scores)]
    costs = [float("inf")] * len(texts)
    if possible:
        for at, cost in zip(possible, _costs(scores, alphabet, [slots[at] for at in possible]).tolist(), strict=True):
            costs[at] = cost
    return costs


def _classes(character: str, alphabet: str) -> tuple[int, ...]:
    """The classes of a character, capital or small."""
    return tuple(
        place for either in dict.fromkeys((character, character.lower())) if (place := alphabet.find(either)) > 0
    )


def _costs(scores: Scores, alphabet: str, texts: Sequence[Sequence[tuple[int, ...]]]) -> _Array:
    """What each text costs at its best place in the strip, in logarithms below the best string of all."""
    longest, widest = max(map(len, texts)), max(len(classes) for text in texts for classes in text)
    table = np.full((len(texts), longest, widest), -1)
    for row, text in enumerate(texts):
        for place, classes in enumerate(text):
            table[row, place, : len(classes)] = classes
    logs = np.log(np.maximum(scores.astype(np.float64), FLOOR))
    blank = alphabet.find(" ")
    gap = np.log(np.maximum(scores[:, 0] + (scores[:, blank] if blank > 0 else 0), FLOOR))
    logs -= logs.max(1, keepdims=True)  # the best string of all costs nothing
    gap = np.minimum(0.0, gap - np.log(np.maximum(scores.max(1), FLOOR)))
    lengths = np.array([len(text) for text in texts]) - 1
    rows = np.arange(len(texts))
    letters = np.full(table.shape, -np.inf)  # the best way to have ended in each letter of the text
    gaps = np.full((len(texts), longest + 1), -np.inf)  # and in the gap before each
    gaps[:, 0] = 0.0
    same = np.zeros((*table.shape, widest), bool)
    same[:, 1:] = table[:, 1:, :, None] == table[:, :-1, None, :]
    best = np.full(len(texts), -np.inf)
    for step in range(len(logs)):
        emitted = np.where(table >= 0, logs[step][table], -np.inf)
        before = np.full(letters.shape, -np.inf)
        before[:, 1:] = np.where(same[:, 1:], -np.inf, letters[:, :-1, None, :]).max(3)
        new = np.maximum(np.maximum(letters, before), gaps[:, :-1, None]) + emitted
        gaps[:, 1:] = np.maximum(gaps[:, 1:], letters.max(2)) + gap[step]
        letters = new
        best = np.maximum(best, letters[rows, lengths].max(1))
    return np.asarray(-best)
