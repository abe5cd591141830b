"""Texts -> a full-text index in small scripts, of which a question loads only the few that it needs.

A page opened from disk may load scripts and nothing else, so every part is a script that hands its content over. The
documents are numbered in their order by date, so that an order by date and an interval of dates cost nothing.

======================  =============================================================================================
part                    content
======================  =============================================================================================
``items.js``            how many documents there are, the first word of each file of words, the first date of each
                        file of rows
``words-K.js``          words, each with its documents and how often it is in them
``rows-K.js``           what is shown of a document, for ``ROWS_PER_FILE`` documents
``texts-K.js``          texts, for phrases and for the words around a hit
``spelling.js``         the commonest words, for questions that are misspelt
======================  =============================================================================================
"""

import base64
import itertools
import json
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import sub
from typing import Any
from zlib import crc32

ROWS_PER_FILE = 25
MAX_WORDS_FILE = 32_000
"""Characters of a file of words, but for one with a single long entry."""

MAX_TEXTS_FILE = 8_000
MAX_SPELLINGS = 8_000
PAIR_BUCKETS = 36**3
_PAIR = "#p:"
_PAIRS_AT_ONCE = PAIR_BUCKETS // 8
MIN_FOR_PAIRS = 1_000
"""Minimum number of documents of an index that also says which words stand beside each other, for phrases."""

MIN_SPELLING, MAX_SPELLING = 4, 20
MAX_COUNT = 255

_COUNT_BITS = 8


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched and shown: its words (folded; a word may begin with ``#`` for a field), text and row.

    ``key`` is its date as it is sorted, "" if it has none; ``row`` is what the page of results shows, JSON values only.
    ``pairs`` are the words that stand beside each other, as ``pairs_of`` has them, and in how many of its parts.
    """

    words: tuple[str, ...]
    text: str
    key: str
    row: tuple[object, ...]
    pairs: Mapping[int, int] = field(default_factory=dict)


def index_files(documents: Iterable[Document], name: str) -> Iterator[tuple[str, bytes]]:
    """The files of an index.

    Args:
        documents: The documents, earliest first, those without date last.
        name: ``items`` or ``book``: which of the two indexes of a site it is.

    Yields:
        The address of each file in the site and its content, as soon as it is made.
    """
    prefix = "search/" if name == "items" else f"search/{name}-"
    places: dict[str, array[int]] = defaultdict(_no_places)
    pairs, with_pairs = array("H"), array("I")
    keys: list[str] = []
    rows: list[list[object]] = []
    texts: list[str] = []
    size = text_file = number = dated = 0
    for number, document in enumerate(documents):
        base = number << _COUNT_BITS
        counts = Counter(document.words)
        _each(
            array.append, map(places.__getitem__, counts), [base | min(count, MAX_COUNT) for count in counts.values()]
        )
        pairs.extend(document.pairs)
        with_pairs.extend([base | count for count in document.pairs.values()])
        if texts and size + len(document.text) > MAX_TEXTS_FILE:
            yield f"{prefix}texts-{text_file}.js", call("Texts", name, text_file, texts)
            texts, size, text_file = [], 0, text_file + 1
        if number % ROWS_PER_FILE == 0:
            keys.append(document.key)
            if rows:
                yield f"{prefix}rows-{len(keys) - 2}.js", call("Rows", name, len(keys) - 2, rows)
                rows = []
        rows.append([document.key, text_file, len(texts), *document.row])
        texts.append(document.text)
        size += len(document.text)
        dated += bool(document.key)
    total = number + 1 if rows else 0
    if rows:
        yield f"{prefix}rows-{len(keys) - 1}.js", call("Rows", name, len(keys) - 1, rows)
        yield f"{prefix}texts-{text_file}.js", call("Texts", name, text_file, texts)
    yield f"{prefix}spelling.js", call("Spelling", name, " ".join(_spellings(places)))
    firsts: list[str] = []
    yield from _words_files(_entries(places, pairs, with_pairs, total), prefix, name, firsts)
    root = {
        "total": total,
        "pairs": bool(pairs),
        "dated": dated,
        "rowsPerFile": ROWS_PER_FILE,
        "firsts": firsts,
        "keys": keys,
    }
    yield f"search/{name}.js", call("Index", name, root)


def pairs_of(tokens: Sequence[str]) -> set[int]:
    """Adjacent words: a checksum of each pair, which may collide with others.

    >>> [_pair_word(pair) for pair in sorted(pairs_of(["castro", "looked", "dissatisfied"]))]
    ['#p:6nr', '#p:6yo']
    """
    encoded = " ".join(tokens).encode().split(b" ")
    begun = {token: crc32(token + b" ") for token in set(encoded)}  # a checksum goes on from that of the first word
    sums = map(crc32, encoded[1:], map(begun.__getitem__, encoded))
    return {checksum % PAIR_BUCKETS for checksum in sums}


def _pair_word(bucket: int) -> str:
    """A pair as a word of the index."""
    return f"{_PAIR}{_base36(bucket):0>3}"


def _no_places() -> "array[int]":
    return array("I")


def _each(function: Callable[..., object], *arguments: Iterable[Any]) -> None:
    """Call a function with each of some arguments; of some million postings this is twice as fast as a loop."""
    deque(map(function, *arguments), maxlen=0)


def _entries(
    places: dict[str, "array[int]"], pairs: "array[int]", with_pairs: "array[int]", total: int
) -> Iterator[tuple[str, str]]:
    """Every word with its documents as text, in the order of the words; ``places`` is emptied.

    Args:
        places: The documents of each word.
        pairs: The pairs of the documents, one document behind the other.
        with_pairs: For each of these its document.
        total: How many documents there are.
    """
    words = sorted(places)
    before = bisect_left(words, _PAIR)
    for word in words[:before]:
        yield word, packed(places.pop(word), total)
    for pair, documents in _by_pair(pairs, with_pairs):
        yield _pair_word(pair), packed(documents, total)
    for word in words[before:]:
        yield word, packed(places.pop(word), total)


def _by_pair(pairs: "array[int]", with_pairs: "array[int]") -> Iterator[tuple[int, list[int]]]:
    """The documents of each pair that there is, in order; some pairs at a time, so that little is copied."""
    if not pairs:
        return
    import numpy as np  # only for many documents

    every, documents = np.frombuffer(pairs, dtype=np.uint16), np.frombuffer(with_pairs, dtype=np.uint32)
    for first in range(0, PAIR_BUCKETS, _PAIRS_AT_ONCE):
        chosen = np.flatnonzero((every >= first) & (every < first + _PAIRS_AT_ONCE))
        some = every[chosen]
        order = np.argsort(some, kind="stable")
        some, of_some = some[order], documents[chosen[order]]
        ends = [*np.flatnonzero(some[1:] != some[:-1]) + 1, len(some)] if len(some) else []
        for begin, end in itertools.pairwise([0, *ends]):
            yield int(some[begin]), of_some[begin:end].tolist()


def _words_files(
    every: Iterable[tuple[str, str]], prefix: str, name: str, firsts: list[str]
) -> Iterator[tuple[str, bytes]]:
    """The files of words, of which each comes with its documents; ``firsts`` gets the first word of each file."""
    entries: dict[str, str] = {}
    size = 0
    for word, entry in every:
        if entries and size + len(entry) > MAX_WORDS_FILE:
            yield f"{prefix}words-{len(firsts) - 1}.js", call("Words", name, len(firsts) - 1, entries)
            entries, size = {}, 0
        if not entries:
            firsts.append(word)
        entries[word] = entry
        size += len(entry) + len(word) + 6
    if entries:
        yield f"{prefix}words-{len(firsts) - 1}.js", call("Words", name, len(firsts) - 1, entries)


def _spellings(places: dict[str, "array[int]"]) -> list[str]:
    """The words that a misspelt one may be, the commonest first; what only one document has is left out."""
    common = [
        word
        for word, documents in places.items()
        if len(documents) > 1 and MIN_SPELLING <= len(word) <= MAX_SPELLING and word.isalpha()
    ]
    return sorted(common, key=lambda word: (-len(places[word]), word))[:MAX_SPELLINGS]


def packed(documents: Sequence[int], total: int) -> str:
    """The documents of a word as text.

    Either the step from the last document in base 36, ``:count`` after it where it is above one, with commas between;
    or, where that is shorter, ``!`` and a bit for each document of the index in base 64, without counts.

    >>> packed(array("I", [0 << 8 | 1, 40 << 8 | 3]), 1000), packed(array("I", [n << 8 | 1 for n in range(8)]), 8)
    ('0,14:3', '!/w==')
    """
    if len(documents) * 2 > total // 6 and len(documents) > 5:
        bits = bytearray(-(-total // 8))
        for document in documents:
            bits[document >> _COUNT_BITS + 3] |= 1 << (document >> _COUNT_BITS & 7)
        return f"!{base64.b64encode(bits).decode()}"
    numbers = [document >> _COUNT_BITS for document in documents]
    steps = map(_STEPS.__getitem__, map(sub, numbers, itertools.chain((0,), numbers)))
    counts = [document & MAX_COUNT for document in documents]
    if max(counts, default=1) == 1:
        return ",".join(steps)
    return ",".join([f"{step}:{count}" if count > 1 else step for step, count in zip(steps, counts, strict=True)])


class _Steps(dict[int, str]):
    """Numbers written in base 36."""

    def __missing__(self, number: int) -> str:
        self[number] = words = _base36(number)
        return words


_STEPS = _Steps()


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
        if not number:
            return text


def call(name: str, *values: object) -> bytes:
    """A script that hands values over to the page that loads it."""
    arguments = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"briefbook{name}({arguments});\n".replace("\u2028", " ").replace("\u2029", " ").encode()
