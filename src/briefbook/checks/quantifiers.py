"""ALL for MOST, NO for SOME, the fifth day for the ninth: how many of a thing, and which in a row, a sentence tells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefbook.checks.clauses import Word, stems_in, words_of
from briefbook.checks.fact import Fact
from briefbook.checks.passages import MIN_LETTERS, passages_of, stem_of
from briefbook.text.number_words import UP_TO_TWELVE

ALL, MOST, PART, NONE = "all", "most", "part", "none"
_FEW = UP_TO_TWELVE
_NUMBER_WORDS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety
"""
_VALUES = {word: number for number, word in enumerate(_NUMBER_WORDS.split()[:20], 1)} | {
    word: 10 * tens for tens, word in enumerate(_NUMBER_WORDS.split()[19:], 2)
}
_NUMBERS = "|".join(_VALUES)
_QUANTIFIERS = (
    (
        re.compile(
            r"\b(?:nearly|almost|practically|virtually|not|but)\s+(?:all|every|the\s+whole|the\s+entire)\b", re.I
        ),
        MOST,
    ),
    (re.compile(r"\ball\s+(?:but|except|save)\b(?:\s+\w+){0,2}?\s+of", re.I), MOST),
    (re.compile(r"\b(?:most|the\s+majority|the\s+greater\s+part|the\s+bulk)\b(?:\s+of)?", re.I), MOST),
    (
        re.compile(
            r"\b(?:some|several|many|half|a\s+third|a\s+quarter|a\s+few|part|a\s+number|a\s+minority)\b(?:\s+of)?", re.I
        ),
        PART,
    ),
    (
        re.compile(rf"\b(?:{_FEW}|\d{{1,3}})\s+of\s+(?=(?:the|its|his|her|their|our|{_FEW}|\d))", re.I),
        PART,
    ),
    (re.compile(r"\b(?:none\s+of|no|neither\s+of)\b", re.I), NONE),
    (re.compile(r"\b(?:all|every|each|the\s+whole|the\s+entire)\b(?:\s+of)?", re.I), ALL),
)
_EXCLUDE = {
    ALL: frozenset((MOST, PART, NONE)),
    MOST: frozenset((NONE,)),
    PART: frozenset((NONE,)),
    NONE: frozenset((ALL, MOST, PART)),
}
"""Of a thing of which a sentence tells the first a paper has the others only where it contradicts."""

_NOUN = re.compile(
    rf"\s*\b(?:(?:the|of|its|his|her|their|our|these|those|{_FEW}|\d{{1,3}})\s+)*(?P<noun>[^\W\d_]{{4,}})", re.I
)
_NO_COUNT = frozenset({
    "other", "more", "longer", "later", "doubt", "such", "same", "time", "times", "thing", "things", "kind",
    "sort", "over",
})  # fmt: skip
_ORDINAL_WORDS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), 1)}
_ORDINAL = re.compile(rf"\b(?P<number>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?P<noun>[^\W\d_]{{3,}})", re.I)
_NOT_IN_A_ROW = frozenset({
    "time", "place", "instance", "secretary", "class", "world", "floor", "century", "offence", "offense",
    "hand",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of a thing: the kind, the beginning of the noun, and the words with their place."""

    kind: str
    noun: str
    words: str
    start: int
    end: int


def otherwise_quantified(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """Words such as ALL of a sentence that its paper has of the same thing only otherwise.

    >>> paper = "ALL BUT TWO OF THE DEPUTIES PROMISED THEIR VOTES. THIS IS THE NINTH DAY OF THE STRIKE."
    >>> for own in ("All the deputies had promised.", "It was the fifth day of the strike."):
    ...     print([(fact.words, words) for fact, words in otherwise_quantified(own, paper)])
    [('All the deputies', 'ALL BUT TWO OF THE DEPUTIES')]
    [('fifth day', 'NINTH DAY')]
    """
    yield from _compared(own, paper, _quantities(own), _quantities(paper), _EXCLUDE)
    yield from _of_them(own, paper)
    yield from _ranges(own, paper)
    yield from _compared(own, paper, _ordinals(own), _ordinals(paper), None)


def _compared(
    own: str,
    paper: str,
    ours: Sequence[Quantity],
    theirs: Sequence[Quantity],
    exclude: dict[str, frozenset[str]] | None,
) -> Iterator[tuple[Fact, str]]:
    for quantity in ours:
        there = [other for other in theirs if other.noun == quantity.noun]
        rest = stems_in(_words_beside(own, quantity)) - {quantity.noun}
        alike = [other for other in there if _tells_the_same(rest, paper, other)]
        if not alike or any(other.kind == quantity.kind for other in there):
            continue
        if exclude is None and re.search(rf"\b{quantity.words.split()[0]}\s*[.,;]", paper, re.I):
            continue  # the first battalion came before the second
        if exclude is None or all(other.kind in exclude[quantity.kind] for other in alike):
            fact = Fact("quantifier", (quantity.kind,), frozenset(), quantity.words, quantity.start, quantity.end)
            yield fact, alike[0].words


MIN_PART_SHARED = 0.5
"""The part of a sentence's other words of content; of more than it the passage of a quantity tells, or the one before.

Some workers joined the strike, and no workers died in it: two things are told of the same workers.
"""

_OF_THEM = re.compile(r"\b(?:most|some|several|many|half|none|few)\s+of\s+them\b", re.I)


def _of_them(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """ALL of what the sentence before names, where the paper has MOST OF THEM."""
    for quantity in _quantities(own):
        if quantity.kind != ALL:
            continue
        rest = stems_in(_words_beside(own, quantity)) - {quantity.noun}
        for before, passage in pairwise(passages_of(paper)):
            match = _OF_THEM.search(passage.text)
            if match and quantity.noun in before.stems and rest & passage.stems:
                fact = Fact("quantifier", (quantity.kind,), frozenset(), quantity.words, quantity.start, quantity.end)
                yield fact, match.group()


_RANGE = re.compile(
    rf"\bfrom\s+(?P<low>{_NUMBERS}|\d[\d,.]*)\s+(?:[^\W\d_]+\s+)?(?:to|till|until)\s+"
    rf"(?P<high>{_NUMBERS}|\d[\d,.]*)\b",
    re.I,
)
MIN_SHARED = 2
"""Words of content that a sentence shares with the passage whose range it tells."""


def _ranges(own: str, paper: str) -> Iterator[tuple[Fact, str]]:
    """FROM FIVE TO SEVEN, where the paper has one range alone beside the same words, and another."""
    for match in _RANGE.finditer(own):
        rest = stems_in(words_of(own[: match.start()] + " " + own[match.end() :]))
        there = [
            (_ends(other), " ".join(other.group().split()))
            for passage in passages_of(paper)
            if len(rest & passage.stems) >= MIN_SHARED
            for other in _RANGE.finditer(passage.text)
        ]
        if len({ends for ends, _ in there}) == 1 and there[0][0] != _ends(match):
            yield Fact("range", _ends(match), frozenset(), match.group(), *match.span()), there[0][1]


def _ends(match: re.Match[str]) -> tuple[str, str]:
    low, high = (str(_VALUES.get(match[name].lower(), _plain(match[name]))) for name in ("low", "high"))
    return low, high


def _plain(figures: str) -> str:
    plain = figures.replace(",", "").rstrip(".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _words_beside(text: str, quantity: Quantity) -> Sequence[Word]:
    return words_of(text[: quantity.start] + " " + text[quantity.end :])


def _tells_the_same(rest: frozenset[str], paper: str, quantity: Quantity) -> bool:
    """Whether the passage in which something stands has a sentence's other words, together with the one before it."""
    passages = passages_of(paper)
    at = next(at for at in reversed(range(len(passages))) if passages[at].start <= quantity.start)
    here = rest & (passages[at].stems - {quantity.noun})
    before = rest & passages[at - 1].stems if at else frozenset()  # where it only says that two ARE NOT
    return bool(here) and len(here | before) > MIN_PART_SHARED * len(rest)


@lru_cache(maxsize=512)
def _quantities(text: str) -> Sequence[Quantity]:
    found: list[Quantity] = []
    for pattern, kind in _QUANTIFIERS:
        for match in pattern.finditer(text):
            if any(other.start <= match.start() < other.end for other in found):
                continue
            noun = _NOUN.match(text, match.end())
            if noun and noun["noun"].lower() not in _NO_COUNT:
                words = " ".join(text[match.start() : noun.end()].split())
                found.append(Quantity(kind, stem_of(noun["noun"].lower()), words, match.start(), noun.end()))
    return tuple(found)


@lru_cache(maxsize=512)
def _ordinals(text: str) -> Sequence[Quantity]:
    found = []
    for match in _ORDINAL.finditer(text):
        word, noun = match["number"].lower(), match["noun"].lower()
        if noun in _NOT_IN_A_ROW or len(noun) < len("day"):
            continue
        number = _ORDINALS.get(word) or int(re.sub(r"\D", "", word))
        stem = stem_of(noun) if len(noun) >= MIN_LETTERS else noun
        found.append(Quantity(str(number), stem, match.group(), *match.span()))
    return tuple(found)
