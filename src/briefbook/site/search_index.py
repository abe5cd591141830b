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
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

ROWS_PER_FILE = 25
MAX_WORDS_FILE = 32_000
"""Characters of a file of words, but for one with a single long entry."""

MAX_TEXTS_FILE = 8_000
MAX_SPELLINGS = 8_000
PAIR_BUCKETS = 36**3
MIN_FOR_PAIRS = 1_000
"""Minimum number of documents of an index that also says which words stand beside each other, for phrases."""

MIN_SPELLING, MAX_SPELLING = 4, 20
MAX_COUNT = 255

_COUNT_BITS = 8


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched and shown: its words (folded; a word may begin with ``#`` for a field), text and row.

    ``key`` is its date as it is sorted, "" if it has none; ``row`` is what the page of results shows, JSON values only.
    """

    words: tuple[str, ...]
    text: str
    key: str
    row: tuple[object, ...]


def index_files(documents: Iterable[Document], name: str) -> Iterator[tuple[str, bytes]]:
    """The files of an index.

    Args:
        documents: The documents, earliest first, those without date last.
        name: ``items`` or ``book``: which of the two indexes of a site it is.

    Yields:
        The address of each file in the site and its content, as soon as it is made.
    """
    prefix = "search/" if name == "items" else f"search/{name}-"
    places: dict[str, array[int]] = defaultdict(lambda: array("I"))
    keys: list[str] = []
    rows: list[list[object]] = []
    texts: list[str] = []
    size = text_file = number = dated = 0
    for number, document in enumerate(documents):
        base = number << _COUNT_BITS
        for word, count in Counter(document.words).items():
            places[word].append(base | (count if count < MAX_COUNT else MAX_COUNT))
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
    pairs = any(word.startswith("#p:") for word in places)
    firsts: list[str] = []
    yield from _words_files(places, prefix, name, total, firsts)
    root = {
        "total": total,
        "pairs": pairs,
        "dated": dated,
        "rowsPerFile": ROWS_PER_FILE,
        "firsts": firsts,
        "keys": keys,
    }
    yield f"search/{name}.js", call("Index", name, root)


def pair_words(tokens: Sequence[str]) -> list[str]:
    """Which words stand beside each other, as words of an index: each pair by a checksum, which others may share.

    >>> pair_words(["castro", "looked", "dissatisfied"])
    ['#p:6nr', '#p:6yo']
    """
    encoded = [token.encode() for token in tokens]
    begun = {token: crc32(token + b" ") for token in encoded[:-1]}  # a checksum goes on from that of the first word
    buckets = [crc32(second, begun[first]) % PAIR_BUCKETS for first, second in itertools.pairwise(encoded)]
    names = _bucket_names()
    return [names[bucket] for bucket in dict.fromkeys(buckets)]


@lru_cache(maxsize=1)
def _bucket_names() -> tuple[str, ...]:
    return tuple(f"#p:{_base36(bucket):0>3}" for bucket in range(PAIR_BUCKETS))


def _words_files(
    places: dict[str, "array[int]"], prefix: str, name: str, total: int, firsts: list[str]
) -> Iterator[tuple[str, bytes]]:
    """The files of words, for which ``places`` is emptied; ``firsts`` gets the first word of each."""
    entries: dict[str, str] = {}
    size = 0
    for word in sorted(places):
        entry = packed(places.pop(word), total)
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


def packed(documents: "array[int]", total: int) -> str:
    """The documents of a word as text.

    Either the step from the last document in base 36, ``:count`` behind it where it is above one, with commas between;
    or, where that is shorter, ``!`` and a bit for each document of the index in base 64, without counts.

    >>> packed(array("I", [0 << 8 | 1, 40 << 8 | 3]), 1000), packed(array("I", [n << 8 | 1 for n in range(8)]), 8)
    ('0,14:3', '!/w==')
    """
    if len(documents) * 2 > total // 6 and len(documents) > 5:
        bits = bytearray(-(-total // 8))
        for document in documents:
            bits[document >> _COUNT_BITS + 3] |= 1 << (document >> _COUNT_BITS & 7)
        return f"!{base64.b64encode(bits).decode()}"
    parts, last = [], 0
    for document in documents:
        number, count = document >> _COUNT_BITS, document & MAX_COUNT
        parts.append(f"{_base36(number - last)}:{count}" if count > 1 else _base36(number - last))
        last = number
    return ",".join(parts)


@lru_cache(maxsize=100_000)
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
