"""Separate handwriting and margin notes from the lines of the text, into lines of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from briefbook.model.page import Kind, Line, Word

SURE_CONFIDENCE, DOUBTFUL_CONFIDENCE = 0.7, 0.5
"""Words surer than the one show where the text's edges are; only words less sure than the other are taken out."""

MIN_LETTERS_APART = 3.5
"""Letters between a line and what a hand wrote behind it; no typist leaves so much after a stop."""

Written = Callable[[Word], bool]
"""Did a hand write this word?"""


@dataclass(frozen=True, slots=True)
class _Text:
    """The running text: its first and last line by number, its edges, how wide a letter is."""

    first: int
    last: int
    left: float
    right: float
    letter: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Text | None":
        """None where there are not lines enough with sure words."""
        body = [number for number, line in enumerate(lines) if sum(_is_sure(word) for word in line.words) >= 4]
        if len(body) < 6:
            return None
        sure_boxes = [[word.box for word in lines[number].words if word.box and _is_sure(word)] for number in body]
        left = float(np.percentile([row[0].left for row in sure_boxes], 15))
        right = float(np.percentile([row[-1].right for row in sure_boxes], 95))
        letter = float(np.median([(box.right - box.left) for row in sure_boxes for box in row])) / 5
        return cls(body[0], body[-1], left, right, letter)

    def is_beside(self, word: Word) -> bool:
        """Does a doubtful word stand beyond the edges?"""
        if word.box is None or (word.confidence or 0.0) >= DOUBTFUL_CONFIDENCE:
            return False
        return word.box.right < self.left - self.letter or word.box.left > self.right - self.letter

    def behind(self, words: Sequence[Word], written: Written) -> list[Word]:
        """The words that a hand wrote behind a line, well apart from the type: a ringed word of the type is not."""
        run = list(takewhile(written, reversed(words)))
        if not run or len(run) == len(words):
            return []
        last, first = words[-len(run) - 1].box, run[-1].box
        return run if last and first and first.left - last.right > MIN_LETTERS_APART * self.letter else []


def separate_margins(lines: Sequence[Line], written: Written = lambda _: False) -> list[Line]:
    """The lines, then what was taken out of them, each in its order.

    A stamp across the margin runs into the lines it touches, and a quotation of two lines would have it in its middle.
    Beside the running text doubtful words go, and what a hand wrote well behind a line; above and below it, where
    columns stand, only what a hand wrote at a line's beginning or end. What seems to be by hand inside a line of the
    text stays: it may be a typed word with a ring round it.
    """
    text = _Text.of(lines)
    remaining: list[Line] = []
    moved: list[Line] = []
    for number, line in enumerate(lines):
        inside = text is not None and text.first <= number <= text.last
        if text and inside:
            out = [word for word in line.words if text.is_beside(word)] if len(line.words) > 1 else []
            out += text.behind(line.words, written)
        else:
            out = [*takewhile(written, line.words), *takewhile(written, reversed(line.words))]
        taken = {id(word) for word in out}
        words = tuple(word for word in line.words if id(word) not in taken)
        for kind, mine in ((Kind.HANDWRITING, True), (Kind.MARGIN, False)):
            if apart := tuple(word for word in line.words if id(word) in taken and written(word) is mine):
                moved.append(Line(apart, kind))
        if words:
            remaining.append(Line(words, line.kind))
    return remaining + moved


def _is_sure(word: Word) -> bool:
    return len(word.text) > 1 and (word.confidence or 0.0) > SURE_CONFIDENCE
