"""The passage of a paper that a sentence tells of, found by the words that the two share."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.text.folding import fold
from briefbook.text.sentences import sentence_stops

STEM_LETTERS = 5
"""Letters by which two words count as the same."""

MIN_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_NEW_PARAGRAPH = re.compile(r"\n\s*(?=\(?\d{1,2}[.)]\s)|\n\s*\n|(?<=[;:])\s+")
_EMPTY = frozenset({
    "that", "this", "with", "from", "were", "been", "have", "which", "would", "their", "there", "when", "into",
    "also", "than", "them", "they", "what", "will", "could", "should", "about", "after", "before", "until", "then",
    "these", "those", "such", "some", "other", "more", "most", "only", "very", "over", "under", "between", "being",
    "telegram", "cable", "department", "embassy", "said", "told", "reported", "wrote", "government", "whom",
    "whose", "quote", "unquote", "page", "upon", "might", "must", "does", "here", "where", "while", "both", "each",
})  # fmt: skip
"""Words, of letters enough, that say nothing of what a sentence is about."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a paper: its text with start in the paper, and the beginnings of its words of content."""

    text: str
    start: int
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """The passage that a sentence tells of, its place among the paper's, and the words that the two share."""

    passage: Passage
    place: int
    shared: frozenset[str]
    weight: float


def stems_of(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that say what it is about.

    >>> sorted(stems_of("They said that the border was closed."))
    ['borde', 'close']
    """
    return frozenset(
        word[:STEM_LETTERS]
        for word in map(fold, _WORD.findall(text))
        if len(word) >= MIN_LETTERS and word not in _EMPTY
    )


@lru_cache(maxsize=256)
def passages_of(paper: str) -> Sequence[Passage]:
    """The sentences of a paper, in order."""
    found = []
    start = 0
    for piece in _NEW_PARAGRAPH.split(paper):
        begin = paper.index(piece, start)
        last = 0
        for stop in (*sentence_stops(piece), len(piece)):
            text = piece[last:stop]
            if text.strip():
                found.append(Passage(text, begin + last, stems_of(text)))
            last = stop
        start = begin + len(piece)
    return tuple(found)


@lru_cache(maxsize=256)
def _weights(paper: str) -> dict[str, float]:
    passages = passages_of(paper)
    counts = Counter(stem for passage in passages for stem in passage.stems)
    return {stem: math.log(1 + len(passages) / count) for stem, count in counts.items()}


def matches_of(words: frozenset[str], paper: str) -> Sequence[Match]:
    """The passages of a paper that share words with a sentence, best first.

    Args:
        words: The beginnings of the sentence's words of content, those of the fact that is looked for left out.
        paper: The text of the paper.
    """
    weights = _weights(paper)
    found = []
    for place, passage in enumerate(passages_of(paper)):
        shared = words & passage.stems
        if shared:
            weight = sum(weights[stem] for stem in shared)
            found.append(Match(passage, place, shared, weight / math.log(8 + len(passage.stems))))
    return sorted(found, key=lambda match: (-match.weight, match.place))
