"""How many characters stand between two words of a typed line: a typewriter gives every character the same room.

What a program read of a worn word says little of its letters, but its neighbours' places say how many there are: NOT
leaves a letter's room free where MOST was typed. How exactly a page keeps to its spacing is measured on its sure words.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from briefbook.model.page import Box, Kind, Page, Word

SURE_WORD = 0.85
"""Confidence from which a word's place and its number of characters are taken as known."""

MIN_WORDS = 12
"""Sure words between sure words that a page must have for its spacing to be known."""

MIN_CHARACTERS = 100
"""Characters of sure words in a row that a page must have for the width of one to be known."""

DRIFT = 0.01
"""Scatter for each character more: of the width of one, and of lines that are bent."""

MAX_SPREAD = 0.3
"""Widths of a character by which places may scatter on a typed page; print scatters more."""

MIN_SPREAD, MIN_STRAY = 0.12, 0.03
"""What is never known better: the scatter, and the share of words that stand where they should not."""

FAR, MAX_STRAY = 0.6, 0.25
"""Widths of a character from which a word strays, and the share of words from which a page is not typed."""

_EVEN = 0.2
"""Likelihood of any room of a word that strays."""


@dataclass(frozen=True, slots=True)
class TypeSpacing:
    """The spacing of a page.

    Attributes:
        pitch: Width of a character in pixels.
        offset: What is free between two words beyond the blanks, in widths of a character.
        spread: Scatter of that, as a standard deviation in widths of a character.
        stray: Share of words that stand elsewhere: after a wider blank, or by a wrong box.
    """

    pitch: float
    offset: float
    spread: float
    stray: float

    def log_likelihood(self, gap: float, characters: int, wider: int = 0) -> float:
        """How likely a gap is with so many characters in it.

        Args:
            gap: Pixels from the right edge of a word to the left edge of another.
            characters: Letters, marks and blanks between the two words, the blanks beside these included.
            wider: Blanks that may be double, as behind a full stop.

        Returns:
            Natural logarithm; only differences mean something.
        """
        room = gap / self.pitch - self.offset
        spread = math.hypot(self.spread, DRIFT * characters)
        off = min(abs(room - characters - more) for more in range(wider + 1)) / spread
        peak = math.exp(-0.5 * off * off) / (spread * math.sqrt(2 * math.pi))
        return math.log((1 - self.stray) * peak + self.stray * _EVEN)


def spacing_of(page: Page) -> TypeSpacing | None:
    """The spacing of a page; None where it is not known, or not that of a typewriter."""
    lines = [line.words for line in page.lines if line.kind is Kind.MESSAGE]
    steps = [step for words in lines for step in _steps(words)]
    if sum(characters for characters, _ in steps) < MIN_CHARACTERS:
        return None
    pitch = median([width for characters, width in steps for _ in range(characters)])
    rooms = [
        (after.left - before.right) / pitch - len(word.text) - 2
        for words in lines
        for before, word, after in _between(words)
    ]
    if len(rooms) < MIN_WORDS:
        return None
    offset = median(rooms)
    spread = 1.4826 * median(abs(room - offset) for room in rooms)
    stray = sum(abs(room - offset) > FAR for room in rooms) / len(rooms)
    if spread > MAX_SPREAD or stray > MAX_STRAY:
        return None
    return TypeSpacing(pitch, offset, max(MIN_SPREAD, spread), max(MIN_STRAY, stray))


def may_be_followed_by_two_blanks(word: str) -> bool:
    """Whether typists strike two blanks behind a word: it ends a sentence, or is a paragraph's number."""
    return word.rstrip("\"”’')").endswith((".", ":", "?", "!", ";"))


def is_sure(word: Word) -> bool:
    """Whether a word's place and its number of characters are known."""
    return word.box is not None and word.confidence is not None and word.confidence >= SURE_WORD


def _steps(words: Sequence[Word]) -> Iterator[tuple[int, float]]:
    """The characters of sure words in a row, with the blanks behind them, and the pixels of each."""
    begin, characters = 0, 0
    for place, (first, second) in enumerate(pairwise(words)):
        if is_sure(first) and is_sure(second) and not may_be_followed_by_two_blanks(first.text):
            characters += len(first.text) + 1
            if place + 2 < len(words):
                continue
            place += 1
        if characters:
            yield characters, (_box(words[place]).left - _box(words[begin]).left) / characters
        begin, characters = place + 1, 0


def _between(words: Sequence[Word]) -> Iterator[tuple[Box, Word, Box]]:
    """Sure words with the boxes of the sure words beside them."""
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        sure = is_sure(before) and is_sure(word) and is_sure(after)
        if sure and not may_be_followed_by_two_blanks(before.text) and not may_be_followed_by_two_blanks(word.text):
            yield _box(before), word, _box(after)


def _box(word: Word) -> Box:
    assert word.box is not None
    return word.box
