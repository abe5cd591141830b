"""The words that are on nearly every page of a collection, and where they stand beside or near each other.

A phrase or a NEAR of two such words would compare their places in nearly every item; what is indexed of them beforehand
answers it as a single word is answered.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import tantivy

from briefbook.text.folding import composed

MAX_WORDS = 100
"""Words of which the pairs are indexed at most."""

MAX_NEAR_WORDS = 24
"""Of these the commonest, of which it is indexed how near they come to each other."""

MAX_NEAR = 10
"""Words from one to another that are indexed at most; NEAR asks for so many if none are named."""

MIN_SHARE = 0.1
"""The part of the texts that a word is in at least to be very common."""

MIN_TEXTS = 200
"""With fewer texts the words of English are taken: every phrase is then found in a moment."""

_all_words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).filter(
    tantivy.Filter.ascii_fold()
).build()  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words of a text as the index has them, with those that are too long for it, so that the places are right."""
    return list(_all_words.analyze(text))


@dataclass(frozen=True, slots=True)
class CommonWords:
    """The very common words of a collection, as its index has them.

    Attributes:
        words: The words, the most frequent first.
    """

    words: tuple[str, ...]
    _paired: frozenset[str] = field(init=False, repr=False, compare=False)
    _near: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_paired", frozenset(self.words))
        object.__setattr__(self, "_near", frozenset(self.words[:MAX_NEAR_WORDS]))

    def places(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """Of the words of a text the very common ones, each with its place."""
        paired = self._paired
        return [(place, word) for place, word in enumerate(words) if word in paired]

    def pair(self, left: str, right: str) -> str | None:
        """The term of two adjacent words; None unless both are very common.

        >>> ENGLISH.pair("of", "the"), ENGLISH.pair("the", "ferry")
        ('of_the', None)
        """
        return f"{left}_{right}" if left in self._paired and right in self._paired else None

    def near_terms(self, left: str, right: str, within: int) -> list[str] | None:
        """The terms of two different words that come so near to each other; None if that is not indexed of them.

        >>> ENGLISH.near_terms("the", "of", 2)
        ['of_the_1', 'of_the_2']
        >>> ENGLISH.near_terms("the", "ferry", 2), ENGLISH.near_terms("of", "the", 11)
        (None, None)
        """
        if within > MAX_NEAR or left == right or left not in self._near or right not in self._near:
            return None
        first, last = sorted((left, right))
        return [f"{first}_{last}_{distance}" for distance in range(1, within + 1)]

    def nearest(self, places: Sequence[tuple[int, str]]) -> list[str]:
        """The terms of every two different words by the fewest words from one to the other, up to ``MAX_NEAR``.

        Args:
            places: Places of very common words in a text, in their order, each with its word.

        >>> ENGLISH.nearest([(0, "of"), (1, "the"), (5, "of"), (9, "the"), (30, "by")])
        ['of_the_1']
        """
        near, distances = self._near, dict[tuple[str, str], int]()
        known = distances.get
        places = [place for place in places if place[1] in near]
        begin = 0
        for index, (place, word) in enumerate(places):
            while places[begin][0] < place - MAX_NEAR:
                begin += 1
            for before, other in places[begin:index]:
                if other != word:
                    pair = (word, other) if word < other else (other, word)
                    if place - before < known(pair, MAX_NEAR + 1):
                        distances[pair] = place - before
        return [f"{first}_{last}_{distance}" for (first, last), distance in distances.items()]


_ENGLISH = (
    "the of to and in a that for is on be by with as it at not this from have are was will would which has we but an "
    "or been all their had his he were they who if can should these our one no do could about after also any before "
    "each into its made make may more must only other out shall so some such than them then there those two up us "
    "what when you your"
)
ENGLISH = CommonWords(tuple(_ENGLISH.split()))
"""Of English, for what has too few texts of its own."""


def pairs(places: Sequence[tuple[int, str]]) -> list[str]:
    """The terms of adjacent words, each as often as they are adjacent.

    >>> pairs([(0, "of"), (1, "the"), (3, "to")])
    ['of_the']
    """
    return [f"{left}_{right}" for (place, left), (after, right) in pairwise(places) if after == place + 1]


def common_words(texts: Iterable[str]) -> CommonWords:
    """The words that are in many of some texts and stand there most often, of any language.

    Args:
        texts: Texts from all parts of a collection.

    Returns:
        The words; those of English if the texts are fewer than ``MIN_TEXTS``.
    """
    occurrences: Counter[str] = Counter()
    in_texts: Counter[str] = Counter()
    count = 0
    for text in texts:
        words = words_of(composed(text))
        occurrences.update(words)
        in_texts.update(set(words))
        count += 1
    if count < MIN_TEXTS:
        return ENGLISH
    common = [word for word in in_texts if in_texts[word] >= count * MIN_SHARE]
    return CommonWords(tuple(sorted(common, key=lambda word: (-occurrences[word], word))[:MAX_WORDS]))
