"""How many characters stand between two words of a typed line: a typewriter gives every character the same room.

What a program read of a worn word says little of its letters, but its neighbours' letters say how many there are: NOT
leaves a letter's room free where MOST was typed. The recogniser's scores say where each letter stands; how wide a
character is, and how exactly the line keeps to that, is measured on its own sure words.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from briefbook.model.page import Line, Word

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores, StripScores, WordSteps  # numpy is loaded only for pictures

SURE_WORD = 0.85
"""Confidence from which a word's letters and their number are taken as known."""

LEGIBLE_WORD, MIN_WORDS = 0.5, 3
"""Confidence from which a word's letters show how wide a character is, and how many such words a strip must have."""

MAX_SPREAD = 0.3
"""Widths of a character by which letters may scatter on a typed line; print scatters more."""

MIN_SPREAD, DRIFT, STRAY = 0.16, 0.01, 0.03
"""The scatter of letters, as a standard deviation in widths of a character; what each character more adds to it; and
the share of words that stand elsewhere. Measured on `data/scans` and on drawn pages: of 5,600 sure words between
others 1.3 % stand more than 0.6 of a width from where their letters' number puts them."""

_EVEN = 0.2
"""Likelihood of any room of a word that strays."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is free between two words.

    Attributes:
        characters: How many characters have room, by the letters' places: 5.1.
        spread: Scatter of that, as a standard deviation.
    """

    characters: float
    spread: float

    def log_likelihood(self, characters: int, wider: int = 0) -> float:
        """How likely the room is with so many characters in it.

        Args:
            characters: Letters, marks and blanks between the two words, the blanks beside these included.
            wider: Blanks that may be double, as behind a full stop.

        Returns:
            Natural logarithm; only differences mean something.
        """
        off = min(abs(self.characters - characters - more) for more in range(wider + 1)) / self.spread
        peak = math.exp(-0.5 * off * off) / (self.spread * math.sqrt(2 * math.pi))
        return math.log((1 - STRAY) * peak + STRAY * _EVEN)


class LineSpacing:
    """The places of a line's letters."""

    def __init__(self, line: Line, scores: "LineScores") -> None:
        self._words = line.words
        self._scores = scores
        self._strips: dict[int, tuple[float, float] | None] = {}

    def room(self, before: int, after: int) -> Room | None:
        """The room between two words.

        Args:
            before: Number of a word of the line, from 0, whose last letter was read rightly.
            after: Number of a later word, whose first letter was.

        Returns:
            The room; None where it is not known, or the line is not a typewriter's.
        """
        first, second = self._scores.places[before], self._scores.places[after]
        if first is None or second is None or first[0] != second[0]:
            return None
        strip = self._strip(first[0])
        letters = self._letters.get(before), self._letters.get(after)
        if strip is None or not letters[0] or not letters[1]:
            return None
        pitch, spread = strip
        characters = (letters[1][0] - letters[0][-1]) / pitch - 1
        return Room(characters, math.hypot(spread, DRIFT * characters))

    def knows(self, word: int) -> bool:
        """Whether it is known where a word's letters stand."""
        return word in self._letters

    @cached_property
    def _letters(self) -> dict[int, list[float]]:
        """The steps at which the letters of words stand, of words that were read as their strip has them."""
        found = {}
        for number, place in enumerate(self._scores.places):
            if place is not None:
                text, steps = _peaks(self._scores.strips[place[0]], place[1], self._scores.alphabet)
                if text == self._words[number].text:
                    found[number] = steps
        return found

    def _strip(self, number: int) -> tuple[float, float] | None:
        """The width of a character in steps, and how far letters scatter, of a strip; None where it is not known."""
        if number not in self._strips:
            self._strips[number] = self._measured(number)
        return self._strips[number]

    def _measured(self, number: int) -> tuple[float, float] | None:
        legible = [
            word
            for word, place in enumerate(self._scores.places)
            if place is not None and place[0] == number and (self._words[word].confidence or 0) >= LEGIBLE_WORD
        ]
        known = [(word, self._letters[word]) for word in legible if word in self._letters]
        widths = [(steps[-1] - steps[0]) / (len(steps) - 1) for _, steps in known if len(steps) > 2]
        if len(widths) < MIN_WORDS:
            return None
        from statistics import median

        pitch = median(widths)
        gaps = [
            (second[0] - first[0], len(first) + 1)
            for (before, first), (after, second) in pairwise(known)
            if after == before + 1 and not may_be_followed_by_two_blanks(self._words[before].text)
        ]
        near = [(steps, count) for steps, count in gaps if abs(steps / pitch - count) < 1]
        if near:
            pitch = sum(steps for steps, _ in near) / sum(count for _, count in near)
        off = [abs(steps / pitch - count) for steps, count in near] or [abs(width / pitch - 1) for width in widths]
        spread = 1.4826 * median(off)
        return None if spread > MAX_SPREAD or 2 * len(near) < len(gaps) else (pitch, max(MIN_SPREAD, spread))


def _peaks(strip: "StripScores", word: "WordSteps", alphabet: str) -> tuple[str, list[float]]:
    """The likeliest letters of a word, and the steps at which they stand, as the mean of where each is likely."""
    scores = strip.scores[word.first : word.behind]
    best = scores.argmax(1).tolist()
    text, steps = "", []
    for first, behind in _runs(best):
        letter = alphabet[best[first]] if best[first] else " "
        if letter != " ":
            weights = scores[first:behind, best[first]].tolist()
            text += letter
            middle = sum(step * weight for step, weight in enumerate(weights, first)) / sum(weights)
            steps.append(word.first + middle)
    return text, steps


def _runs(best: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for place in range(1, len(best) + 1):
        if place == len(best) or best[place] != best[first]:
            yield first, place
            first = place


def may_be_followed_by_two_blanks(word: str) -> bool:
    """Whether typists strike two blanks behind a word: it ends a sentence, or is a paragraph's number."""
    return word.rstrip("\"”’')").endswith((".", ":", "?", "!", ";"))


def is_sure(word: Word) -> bool:
    """Whether a word's letters, and so their number, are known."""
    return word.confidence is not None and word.confidence >= SURE_WORD
