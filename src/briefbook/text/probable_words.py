"""Which words are likely on the picture of a page, beside those that were read: what a search with ~ finds.

For each word in which the recogniser doubted, the likeliest readings are looked for among its scores (a beam search
over the ways to write them, CTC). The picture alone decides: what is searched for is mostly a name or a code word,
which no language predicts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from briefbook.model.page import Page
from briefbook.text.lexicon import is_word
from briefbook.text.line_likelihood import Scores
from briefbook.text.line_scores import PageScores
from briefbook.text.picture_words import LETTERS, PictureWords
from briefbook.text.tokens import tokens_of

MAX_BEAMS, MAX_BEAMS_OF_NO_WORD = 12, 32
"""Beginnings of readings that are followed of what was read as a word, and of what is none."""

MAX_READINGS = 16
"""Readings of a word that are given, the likeliest."""

DOUBT = 0.004
"""A character less likely than this at a step is not considered."""

SURE = 0.1
"""A word is sure if all but the likeliest characters of its steps have less than this together."""

TEMPER = 0.4
"""The power to which likelihoods are taken: the recogniser is surer than it should be. Chosen on data/scans."""

MIN_PROBABILITY = 0.02
"""A reading less likely than this is left out."""

MIN_LENGTH = 3
"""Letters of the shortest word that is given."""

_PARTING = -1


@dataclass(frozen=True, slots=True)
class ProbableWord:
    """A word that may stand on a page in place of one that was read there.

    ``word`` and ``read`` are tokens as ``tokens.tokens_of`` has them; ``probability`` is from 0 to 1; ``line`` and
    ``at`` are the indices of the line on the page and of the word on the line, from 0.
    """

    word: str
    read: str
    probability: float
    line: int
    at: int


def probable_words(page: Page, scores: PageScores) -> Iterator[ProbableWord]:
    """The words that may stand on a page in place of those that were read.

    Args:
        page: The page as read. Words without a confidence, a person's or a file's own, are taken as certain.
        scores: What the recogniser made of the page's lines.
    """
    for number, line in enumerate(page.lines):
        places = [at for at, word in enumerate(line.words) if word.confidence is not None and word.box]
        line_scores = scores.line(line) if places else None
        if line_scores is None:
            continue
        words = PictureWords(line_scores)
        for at in places:
            read = tokens_of(line.words[at].text)
            if not read or max(map(len, read)) < MIN_LENGTH:
                continue
            part = words.part([at])
            if part is None:
                continue
            beams = MAX_BEAMS if all(map(is_word, read)) else MAX_BEAMS_OF_NO_WORD
            readings = _readings(part.scores, beams)
            for place, token in enumerate(read):
                for word, probability in _instead(readings, len(read), place, token):
                    yield ProbableWord(word, token, round(probability, 2), number, at)


def _instead(
    readings: Sequence[tuple[tuple[str, ...], float]], parts: int, place: int, token: str
) -> Iterator[tuple[str, float]]:
    """The other tokens that may stand in one place of a word, each with its probability."""
    likely: dict[str, float] = {}
    for tokens, probability in readings:
        if len(tokens) == parts and tokens[place] != token and len(tokens[place]) >= MIN_LENGTH:
            likely[tokens[place]] = likely.get(tokens[place], 0.0) + probability
    for word, probability in likely.items():
        if probability >= MIN_PROBABILITY:
            yield word, probability


def _readings(scores: Scores, max_beams: int) -> list[tuple[tuple[str, ...], float]]:
    """What a word may say: its tokens and how probable it is, the likeliest first; none where all is sure."""
    none, letters, parting = scores[:, 0], scores[:, 2 : 2 + len(LETTERS)], scores[:, 1] + scores[:, -1]
    likely_at = np.column_stack([letters, parting])
    rest = likely_at.sum(1) + none - np.maximum(likely_at.max(1), none)
    if float(rest.sum()) < SURE:
        return []
    steps: list[tuple[float, list[tuple[int, float]]]] = [(float(value), []) for value in none]
    for step, place in zip(*(axis.tolist() for axis in np.nonzero(likely_at > DOUBT)), strict=True):
        steps[step][1].append((place if place < len(LETTERS) else _PARTING, float(likely_at[step, place])))
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for nothing, possible in steps:
        if not possible:
            beams = {text: ((ends + holds) * nothing, 0.0) for text, (ends, holds) in beams.items()}
            continue
        grown: dict[tuple[int, ...], list[float]] = {}
        for text, (ends, holds) in beams.items():
            whole = ends + holds
            row = grown.setdefault(text, [0.0, 0.0])
            row[0] += whole * nothing
            for letter, likelihood in possible:
                if text and text[-1] == letter:
                    row[1] += holds * likelihood
                    longer, gain = (*text, letter), ends * likelihood
                elif letter == _PARTING and not text:
                    row[0] += whole * likelihood  # before the word
                    continue
                else:
                    longer, gain = (*text, letter), whole * likelihood
                if gain > 0:
                    grown.setdefault(longer, [0.0, 0.0])[1] += gain
        best = sorted(grown.items(), key=lambda entry: -entry[1][0] - entry[1][1])[:max_beams]
        scale = max(best[0][1][0] + best[0][1][1], 1e-30)
        beams = {text: (ends / scale, holds / scale) for text, (ends, holds) in best}
    likely: dict[tuple[str, ...], float] = {}
    for text, (ends, holds) in beams.items():
        joined = "".join(" " if letter == _PARTING else LETTERS[letter] for letter in text)
        tokens = tuple(joined.replace(".", " ").split())
        likely[tokens] = likely.get(tokens, 0.0) + ends + holds
    tempered = {tokens: likelihood**TEMPER for tokens, likelihood in likely.items() if likelihood > 0}
    total = sum(tempered.values()) or 1.0
    rated = sorted(((tokens, value / total) for tokens, value in tempered.items()), key=lambda entry: -entry[1])
    return rated[:MAX_READINGS]
