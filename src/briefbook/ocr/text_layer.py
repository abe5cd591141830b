"""A PDF's text layer: its lines, and whether it is as good as reading the picture."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from briefbook.model.page import Box, Line, Word
from briefbook.ocr.line_grouping import into_lines
from briefbook.text.lexicon import TELEGRAPH_WORDS, is_listed

MIN_LETTERS = 20
"""Letters and digits; fewer are a stamped number or a heading of the archive, not the page's text."""

MIN_WORD_SHARE = 0.15
"""Share of known words below which a layer is damaged: a font whose letters stand for others; French has more."""

MIN_AGREEMENT = 0.98
"""Likeness of a sample read anew from which the layer is taken as it is."""

MIN_LINE_LIKENESS = 0.5
"""Likeness from which two readings of a line are readings of the same line."""

SAMPLE_LINES = 8
"""Lines of the sample: a fifth of a full page."""


def layer_lines(words: Sequence[Word]) -> tuple[Line, ...]:
    """A file's own words grouped into lines by their boxes; their order in the file is ignored."""
    return into_lines(words)


def letters_of(lines: Iterable[Line]) -> int:
    """How many letters and digits."""
    return sum(character.isalnum() for line in lines for word in line.words for character in word.text)


def word_share(lines: Iterable[Line]) -> float:
    """The share (0 to 1) of the letters that are in listed words of three letters or more; 0 where there is none."""
    tokens = _tokens(lines, 3)
    letters = sum(map(len, tokens))
    return sum(len(token) for token in tokens if is_word(token)) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two readings of a page compared, as shares (0 to 1) of its letters.

    ``differ``: letters of words that the file's own text has otherwise, or not at all. ``doubt``: letters that the new
    reading expects to be wrong, by its own confidence, or does not have.
    """

    differ: float
    doubt: float

    @property
    def layer_holds(self) -> bool:
        """Is the file's own text at least as good?

        Two readings differ where one of them is wrong. If the new one is wrong in ``doubt`` of the page, the file's own
        text is wrong in what is left of ``differ``.
        """
        return self.differ - self.doubt <= self.doubt


def judge(ours: Sequence[Line], theirs: Sequence[Line]) -> Judgement:
    """Compare a new reading with the file's own text, ignoring spaces and letter case.

    Args:
        ours: Lines of the new reading, its words with confidence.
        theirs: Lines of the file's own text.
    """
    pool = [(index, _solid(line.text)) for index, line in enumerate(theirs)]
    met: set[int] = set()
    letters, differ, doubt = 0, 0.0, 0.0
    for line in ours:
        solid = _solid(line.text)
        best = max(pool, key=lambda candidate: Levenshtein.normalized_similarity(solid, candidate[1]), default=None)
        like = Levenshtein.normalized_similarity(solid, best[1]) if best else 0.0
        if best and like >= MIN_LINE_LIKENESS:
            met.add(best[0])
        for word, same in zip(
            line.words, _same(line, best[1] if best and like >= MIN_LINE_LIKENESS else ""), strict=True
        ):
            confidence = 0.5 if word.confidence is None else word.confidence
            if not same and confidence < 0.5 and like < MIN_LINE_LIKENESS:
                continue  # specks, stamps and handwriting that nobody takes for words
            letters += len(word.text)
            differ += 0 if same else len(word.text)
            doubt += len(word.text) * (1 - confidence)
    for index, solid in pool:
        if index not in met and len(solid) >= 12 and word_share([theirs[index]]) >= 0.6:
            letters += len(solid)
            doubt += len(solid)
    return Judgement(differ / letters, doubt / letters) if letters else Judgement(0.0, 0.0)


def _same(line: Line, other: str) -> list[bool]:
    """For each word of a line: does the other line have its letters, all and in their place?"""
    solid = _solid(line.text)
    matched = [False] * len(solid)
    for block in Levenshtein.editops(solid, other).as_matching_blocks():
        for at in range(block.a, block.a + block.size):
            matched[at] = True
    same, at = [], 0
    for word in line.words:
        size = len(_solid(word.text))
        same.append(all(matched[at : at + size]) and bool(other))
        at += size
    return same


def _solid(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def sample_of(lines: Sequence[Line]) -> tuple[tuple[Line, ...], Box] | None:
    """Lines in the middle of the page that hold most text, and the box around them; None of too few lines."""
    boxed = [line for line in lines if line.box and len(line.text) >= 8]
    if len(boxed) < 3:
        return None
    size = min(SAMPLE_LINES, len(boxed))
    begin = max(range(len(boxed) - size + 1), key=lambda at: sum(len(line.text) for line in boxed[at : at + size]))
    chosen = tuple(boxed[begin : begin + size])
    return chosen, Box.around([line.box for line in chosen if line.box])


def likeness(ours: Sequence[Line], theirs: Sequence[Line]) -> float:
    """Levenshtein similarity (0 to 1) of two readings of one place, ignoring spaces and letter case."""
    first, second = (_solid("".join(line.text for line in lines)) for lines in (ours, theirs))
    return Levenshtein.normalized_similarity(first, second)


def is_word(token: str) -> bool:
    """Is it in the list of English words, or a word of telegrams? Small letters are wanted."""
    return is_listed(token) or token in TELEGRAPH_WORDS


def _tokens(lines: Iterable[Line], min_letters: int) -> list[str]:
    text = " ".join(line.text for line in lines)
    return [token.lower() for token in re.findall(r"[^\W\d_]+", text) if len(token) >= min_letters]
