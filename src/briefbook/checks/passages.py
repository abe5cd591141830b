"""The passage of a paper that a sentence tells of, found by the words that the two share."""

import math
import re
from bisect import bisect_right
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


_ALIKE = (
    "begin began begun beginning start commence",
    "end ended ending conclude finish terminate",
    "request requested asked demand",
    "letter letters note",
    "ship ships vessel vessels freighter",
    "help helped assist assistance aid",
    "permit permitted allow allowed let",
    "talk talks talked conversation conversations discussion discussions discuss discussed",
    "weapon weapons arms armament missile missiles",
    "price prices cost costs",
    "leave leaves left depart departed",
    "arrive arrived arrival came",
    "speak spoke speech",
    "buy bought purchase purchases",
    "sell sold sale sales",
    "quick quickly soon promptly urgent",
    "carry carried carries",
    "country countries nation nations",
    "meeting meet meets session sessions assembly conference",
    "visit visited visits trip tour journey",
    "promise promised assurance assured assurances",
    "keep kept maintain maintained retain",
    "show showed shown",
    "army troops soldiers forces",
    "frontier border boundary",
    "propose proposed suggest suggested suggestion proposal",
)
"""Words that an author and a paper use for one another, in rows."""


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
    ['clos', 'frontier']
    """
    return frozenset(
        stem_of(word) for word in map(fold, _WORD.findall(text)) if len(word) >= MIN_LETTERS and word not in _EMPTY
    )


@lru_cache(maxsize=50_000)  # the words of a language recur
def stem_of(word: str) -> str:
    """The beginning by which a word in small letters is known; words of one meaning have one.

    >>> stem_of("carried") == stem_of("carries"), stem_of("commenced") == stem_of("begin")
    (True, True)
    """
    stem = _begins(word)
    return _OF_ALIKE.get(word) or _OF_ALIKE.get(stem, stem)


def _begins(word: str) -> str:
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= MIN_LETTERS), "")
    stem = word.removesuffix(ending)
    if len(stem) > MIN_LETTERS and stem.endswith(("y", "e")):
        stem = stem[:-1] + ("i" if stem[-1] == "y" else "")
    stem = stem[:STEM_LETTERS]
    if stem[-1] == "y":
        stem = stem[:-1] + "i"
    return stem[:-1] if len(stem) > MIN_LETTERS and stem[-1] == stem[-2] else stem


_ENDINGS = ("ing", "ed", "es", "s")


_OF_ALIKE = {
    form: row.split()[0]
    for row in _ALIKE
    for word in row.split()
    for form in (word, *([_begins(word)] if len(word) > STEM_LETTERS else []))
}


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


def candidates(words: frozenset[str], paper: str, lead: float, most: int = 4) -> Sequence[Match]:
    """The passages of a paper that a sentence may tell of: the best, and those that come near it.

    Args:
        words: The beginnings of the sentence's words of content.
        paper: The text of the paper.
        lead: How many times as much the best must weigh than one that is left out.
        most: More than these are none, for then it is not known which is meant.
    """
    matches = matches_of(words, paper)
    near = [match for match in matches if match.weight * lead >= matches[0].weight]
    return near if len(near) <= most else ()


def passage_at(paper: str, place: int) -> int | None:
    """The number of the passage in which a place of a paper stands; None where it stands in none."""
    starts = _starts(paper)
    number = bisect_right(starts, place) - 1
    return number if number >= 0 else None


@lru_cache(maxsize=256)
def _starts(paper: str) -> Sequence[int]:
    return [passage.start for passage in passages_of(paper)]


def weight_of(stems: frozenset[str], paper: str) -> float:
    """How much words weigh together, by how rare they are in a paper."""
    weights = _weights(paper)
    return sum(weights.get(stem, 0.0) for stem in stems)
