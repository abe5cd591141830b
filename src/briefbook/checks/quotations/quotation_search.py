"""Search a whole collection for a quotation by an n-gram index, then by alignment."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import partial_ratio

from briefbook.checks.quotations.picture_comparison import LineScoresOf
from briefbook.checks.quotations.quotation_parser import Quoted, read_quotation
from briefbook.checks.quotations.source_text import SourceTexts
from briefbook.checks.quotations.verify import verify_if_there
from briefbook.checks.quotations.word_usage import NO_USAGE, WordUsage
from briefbook.model.page import Line, Page
from briefbook.model.verdict import Verdict, Verification
from briefbook.text.tokens import tokens_of

if TYPE_CHECKING:
    import numpy as np  # loaded only for a search
    from numpy.typing import NDArray

_GRAM = 5
_BUCKETS = 1 << 20
_OWNER_BITS = 32
_POWERS = tuple(131**i % (1 << 31) for i in range(_GRAM))

MIN_LETTERS = 50.0
"""How like a run's letters some place of a text must be (``partial_ratio``, of 100) for the text to be looked into."""

Shortlist = Callable[[str, int], Sequence[str]]
"""Plain words and a limit -> ids of items that may hold them, best first."""


class QuotationFinder:
    """Finds the items of a collection that have some words, even where their text is damaged.

    ``items`` gives every id with its pages; they are read once, on the first search. Runs of five letters make a
    shortlist, the comparison word by word decides. ``shortlist`` replaces this index where the collection has a
    better one. ``source_texts`` is a cache of prepared texts to share. ``scores_of`` gives for an item what its
    pictures can be asked by, where its text differs from the words; ``usage`` is asked beside them. ``pages_of`` gives
    the pages of an item again, so that those of all need not be held.
    """

    def __init__(
        self,
        items: Iterable[tuple[str, Sequence[Page]]],
        *,
        shortlist: Shortlist | None = None,
        source_texts: SourceTexts | None = None,
        scores_of: Callable[[str], LineScoresOf | None] | None = None,
        usage: WordUsage = NO_USAGE,
        pages_of: Callable[[str], Sequence[Page]] | None = None,
    ) -> None:
        self._items = items
        self._pages_of = pages_of
        self._source_texts = source_texts or SourceTexts()
        self._shortlist = shortlist
        self._scores_of = scores_of
        self._usage = usage
        self._pages: dict[str, Sequence[Page]] | None = None
        self._index: _GramIndex | None = None

    def find(
        self,
        words: str | Quoted,
        *,
        limit: int = 5,
        without: frozenset[str] = frozenset(),
        min_letters: float = MIN_LETTERS,
    ) -> list[Verification]:
        """Find the items that have the words, or nearly.

        Args:
            words: The quotation, as written or parsed.
            limit: The greatest number of items.
            without: Ids of items to leave out.
            min_letters: How like the quotation's longest run the letters of an item must be at some place, of 100, for
                the item to be compared word by word.

        Returns:
            A verification for each item, best first.
        """
        quoted = read_quotation(words) if isinstance(words, str) else words
        if not quoted.size:
            return []
        matches = []
        for item in self._candidates(quoted, limit + 3 + len(without), min_letters):
            if item in without:
                continue
            scores_of = self._scores_of(item) if self._scores_of else None
            verification = verify_if_there(
                quoted, self._source_texts.of(self._pages_again(item)), scores_of, self._usage
            )
            if verification is not None:
                matches.append(verification)
                if sum(v.verdict is Verdict.VERBATIM for v in matches) >= limit:
                    break
        return sorted(matches, key=_rank)[:limit]

    def _texts(self) -> dict[str, Sequence[Page]]:
        if self._pages is None:
            self._pages = {item: pages for item, pages in self._items if pages}
        return self._pages

    def _pages_again(self, item: str) -> Sequence[Page]:
        return self._texts()[item] if self._pages_of is None else self._pages_of(item)

    def _candidates(self, quoted: Quoted, limit: int, min_letters: float) -> list[str]:
        if self._shortlist is not None:
            texts = self._texts()
            return [item for item in self._shortlist(quoted.plain, limit) if item in texts]
        if self._index is None:
            items = self._items if self._pages_of else self._texts().items()
            self._index = _GramIndex([(item, _plain(pages)) for item, pages in items if pages])
        longest = max(quoted.runs, key=lambda run: sum(len(token.text) for token in run))
        return self._index.best(quoted.plain, " ".join(token.text for token in longest), limit, min_letters)


_ORDER = (Verdict.VERBATIM, Verdict.AS_ON_SCAN, Verdict.NOISY, Verdict.EDITED, Verdict.CANNOT_TELL, Verdict.ALTERED)


def likeness(verification: Verification) -> float:
    """How much of the quotation agrees, 0 to 1, by letters; misread words count three quarters, unsure ones half.

    >>> from briefbook.model.verdict import Difference
    >>> steps = (Difference("same", "abc", "ABC"), Difference("added", "d"))
    >>> likeness(Verification(Verdict.ALTERED, "abc d", difference=steps))
    0.75
    """
    worth = {"same": 1.0, "on-scan": 0.9, "noise": 0.75, "unsure": 0.5}
    sizes = [(len(step.quoted), worth.get(step.step, 0.0)) for step in verification.difference if step.step != "gap"]
    total = sum(size for size, _ in sizes)
    return sum(size * value for size, value in sizes) / total if total else 0.0


def _rank(verification: Verification) -> tuple[int, float, str]:
    return (_ORDER.index(verification.verdict), -likeness(verification), verification.item or "")


def _plain(pages: Sequence[Page]) -> str:
    words = chain.from_iterable([_words_of(line) for page in pages for line in page.lines])
    return " " + " ".join(chain.from_iterable(map(tokens_of, words))) + " "


def _words_of(line: Line) -> list[str]:
    return line.text.split() if line.is_plain else [word.text for word in line.words]


class _GramIndex:
    """Inverted index of runs of five letters, half of them (those whose hash is even), in arrays."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        import numpy as np

        self._names = [item for item, _ in texts]
        self._texts = [text for _, text in texts]
        grams = [_hashes(text).astype(np.int32) for text in self._texts]
        counts = np.zeros(_BUCKETS, dtype=np.int64)
        entries = np.empty(
            sum(map(len, grams)), dtype=np.int64
        )  # a hash and whose it is, in one number: sorted in place
        filled = 0
        for owner, gram in enumerate(grams):
            counts[gram] += 1
            entries[filled : filled + len(gram)] = gram
            entries[filled : filled + len(gram)] <<= _OWNER_BITS
            entries[filled : filled + len(gram)] += owner
            filled += len(gram)
        del grams
        entries.sort()
        entries &= (1 << _OWNER_BITS) - 1
        self._owners = entries.astype(np.int32)
        self._starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        self._weights = np.log1p(len(self._texts) / np.maximum(counts, 1)).astype(np.float32)

    def best(self, words: str, run: str, limit: int, min_letters: float = MIN_LETTERS) -> list[str]:
        """The ids whose texts share most of the rare runs of letters; of those the most alike first."""
        import numpy as np

        grams = _hashes(f" {words} ")
        scores: NDArray[np.float64] = np.zeros(len(self._names))
        for gram in grams:
            scores[self._owners[self._starts[gram] : self._starts[gram + 1]]] += self._weights[gram]
        top = min(max(limit, 16), len(scores))
        if not top:
            return []
        chosen = np.argpartition(-scores, top - 1)[:top]
        needle = f" {run} "
        exact = [i for i, text in enumerate(self._texts) if needle in text] if len(run) < 24 else []
        pool = list(dict.fromkeys([*exact[:40], *(int(i) for i in chosen if scores[i] > 0)]))
        whole = {i for i in pool if needle in self._texts[i]}
        if len(whole) >= limit:
            pool = sorted(whole)
        likeness = {
            i: 100.0 if i in whole else partial_ratio(run, self._texts[i], score_cutoff=min_letters) for i in pool
        }
        rated = sorted(pool, key=lambda i: (-likeness[i], -scores[i], i))
        return [self._names[i] for i in rated[:limit] if likeness[i]]


def _hashes(text: str) -> "NDArray[np.int64]":
    """The hashes of the runs of five letters, each once, the even ones only."""
    import numpy as np

    data = np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8).astype(np.uint64)
    if len(data) < _GRAM:
        return np.array([zlib.crc32(text.encode()) % _BUCKETS & ~1], dtype=np.int64)
    count = len(data) - _GRAM + 1
    mixed = data[:count] * np.uint64(_POWERS[0])
    for place in range(1, _GRAM):
        mixed += data[place : place + count] * np.uint64(_POWERS[place])
    mixed = (mixed ^ (mixed >> np.uint64(15))) * np.uint64(2654435761)
    hashed: NDArray[np.int64] = ((mixed >> np.uint64(9)) & np.uint64(_BUCKETS - 1)).astype(np.int64)
    hashed = hashed[hashed & 1 == 0]
    hashed.sort()
    is_first = np.ones(len(hashed), dtype=bool)
    np.not_equal(hashed[1:], hashed[:-1], out=is_first[1:])
    once: NDArray[np.int64] = hashed[is_first]
    return once
