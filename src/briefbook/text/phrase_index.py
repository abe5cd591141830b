"""Lines' letters -> which of many printed phrases each line may hold, damaged or not, in one pass over a page.

A line is compared letter by letter only with phrases that it shares enough runs of letters with. How many are enough
follows from the comparison (``rapidfuzz.fuzz.partial_ratio``): it lays the shorter of the two, of n letters, beside a
stretch of the other that is no longer, of m letters, and likeness is twice the letters in common, M, by n + m. Each
letter of the phrase that is left out breaks three of its runs of three letters at most, each that is put in between
breaks two: so 5 M - 2 n - 2 m - 2 of them stand in the line at least, and with a likeness of .85, M being no more than
m, that is .217 n - 2 or more. Of runs of two letters it is 3 M - n - m - 1 in the same way, or .478 n - 1.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

MIN_ALIKE = 85.0
"""From which likeness, 0 to 100, letters are a printed phrase that was damaged: a letter in seven wrong."""

MIN_DAMAGED = 8
"""A phrase or label of fewer letters must be read whole: with one letter wrong it is another word."""

_SHORT = range(MIN_DAMAGED, 10)
"""Lengths of phrases that may be so damaged that none of their runs of three letters is left."""

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_CODES: npt.NDArray[np.int32] = np.zeros(256, dtype=np.int32)
_CODES[np.frombuffer(_LETTERS, dtype=np.uint8)] = np.arange(len(_LETTERS))

_NEVER = 1_000_000
"""More runs than any phrase has."""

_Array = npt.NDArray[np.int64]


def min_shared_runs(run_length: int, phrase_length: int, line_length: int) -> int:
    """How many of a phrase's runs of two or three letters stand in a line that is alike to it, or to a part of it."""
    shorter = min(phrase_length, line_length)
    if phrase_length < MIN_DAMAGED:
        return max(1, shorter - run_length + 1)
    return max(1, math.ceil(0.478 * shorter - 1 if run_length == 2 else 0.217 * shorter - 2))


class PhraseIndex:
    """Phrases by their runs of letters.

    Attributes:
        phrases: The letters of each phrase, A to Z and 0 to 9.
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        """Index phrases by their letters; a phrase of fewer than three letters is never found."""
        self.phrases = tuple(phrases)
        short = [at for at, phrase in enumerate(phrases) if len(phrase) in _SHORT]
        self._parts = [
            (_RunIndex(run_length, [phrases[at] for at in places]), places)
            for run_length, places in ((3, [at for at in range(len(phrases)) if at not in short]), (2, short))
            if places
        ]

    def possible(self, lines: Sequence[str]) -> list[tuple[int, int]]:
        """Which phrases lines may hold: all that they hold with a likeness of ``MIN_ALIKE``, and few others.

        Args:
            lines: The letters of each line, A to Z and 0 to 9. A line is too short for a phrase if it has less than 8
                tenths of its letters, and too long, a sentence, if it has more than twice as many and 16.

        Returns:
            Pairs of a line's and a phrase's index, in order.
        """
        return sorted((line, places[at]) for part, places in self._parts for line, at in part.possible(lines)[0])

    def possible_over_two(self, lines: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Which phrases lines may hold, and which ones each line may hold together with the one below it.

        Args:
            lines: As for ``possible``.

        Returns:
            Pairs of a line's and a phrase's index; and pairs of the index of the first of two lines and a phrase's.
        """
        both = [(part.possible(lines), places) for part, places in self._parts]
        single, double = (
            sorted((line, places[at]) for found, places in both for line, at in found[count]) for count in (0, 1)
        )
        return single, double


class _RunIndex:
    """Phrases by their runs of so many letters."""

    def __init__(self, run_length: int, phrases: Sequence[str]) -> None:
        self._run_length = run_length
        self._count = len(phrases)
        having: dict[int, list[int]] = {}  # by the code of a run: phrases with it, as often as they have it
        for at, phrase in enumerate(phrases):
            for code in self._runs(phrase):
                having.setdefault(int(code), []).append(at)
        self._column_of_run = np.full(len(_LETTERS) ** run_length, -1, dtype=np.int64)
        self._column_of_run[list(having)] = np.arange(len(having))
        self._degrees: _Array = np.array([len(row) for row in having.values()], dtype=np.int64)
        self._starts: _Array = np.cumsum(self._degrees) - self._degrees
        self._having: _Array = np.array([at for row in having.values() for at in row], dtype=np.int64)
        longest = max(2 * len(phrase) + 16 for phrase in phrases)
        self._needed: _Array = np.full((longest + 2, len(phrases)), _NEVER, dtype=np.int64)
        for at, phrase in enumerate(phrases):
            for length in range(math.ceil(len(phrase) * 0.8), 2 * len(phrase) + 17):
                self._needed[length, at] = min_shared_runs(run_length, len(phrase), length)

    def _runs(self, letters: str) -> npt.NDArray[np.int32]:
        """The code of each run of letters."""
        codes = _CODES[np.frombuffer(letters.encode("ascii"), dtype=np.uint8)]
        runs = codes[: len(codes) - self._run_length + 1]
        for after in range(1, self._run_length):
            runs = runs * len(_LETTERS) + codes[after : len(codes) - self._run_length + 1 + after]
        return runs

    def possible(self, lines: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The phrases that lines may hold, and those that each line and the one below may hold together."""
        columns = self._column_of_run[self._runs("".join(lines))]
        at = (columns >= 0).nonzero()[0]
        if not len(at):
            return [], []
        columns = columns[at]
        count = len(lines)
        lengths = [len(line) for line in lines]
        line_at = np.arange(count).repeat(lengths)
        row_of = line_at[at]
        row_of += (line_at[at + (self._run_length - 1)] != row_of) * count  # runs over a line's end have their own rows
        degrees = self._degrees[columns]
        behind = degrees.cumsum()
        of_cell = np.arange(len(at)).repeat(degrees)
        cells = (self._starts[columns] - behind + degrees)[of_cell]
        cells += np.arange(len(cells))
        keys = (row_of * self._count)[of_cell]
        keys += self._having[cells]
        counts = np.bincount(keys, minlength=2 * count * self._count).reshape(2 * count, self._count)
        within, across = counts[:count], counts[count:]
        longest = len(self._needed) - 1
        single = within >= self._needed[[min(length, longest) for length in lengths]]
        of_two = [min(one + two, longest) for one, two in pairwise(lengths)]
        double = within[:-1] + within[1:] + across[:-1] >= self._needed[of_two] if of_two else single[:0]
        return _pairs(single), _pairs(double)


def _pairs(wanted: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    lines, phrases = wanted.nonzero()
    return list(zip(lines.tolist(), phrases.tolist(), strict=True))
