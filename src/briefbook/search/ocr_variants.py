"""A word -> its likely OCR misreadings, as far as they occur in the index."""

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_SHAPES = (
    "0oqdcg", "1ilj", "it", "lt", "5s", "8b", "coge", "ec", "es", "efr", "fptr", "prb", "bdr", "mnwhk", "bh", "uvy",
    "vw", "2z", "6g", "9gq", "ah", "ao", "ae", "4a", "xk", "nu", "rn", "sz",
)  # fmt: skip
"""Letters that bad typing or scanning makes alike."""

_PAIRS = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("ii", "u"), ("u", "ii"), ("vv", "w"), ("w", "vv"),
    ("li", "h"), ("h", "li"), ("in", "m"), ("m", "in"), ("ri", "n"), ("n", "ri"), ("nn", "m"), ("fi", "h"),
)  # fmt: skip

MIN_WORD_LENGTH = 4
"""Shorter words have too many neighbours for a guess to be useful."""

MAX_CANDIDATES = 800
"""Maximum number of forms looked up for a word."""

MAX_MISREADINGS = 40
"""Maximum number of misreadings used for a word, likeliest first."""


@lru_cache(maxsize=1)
def _letter_neighbours() -> dict[str, str]:
    neighbours: dict[str, set[str]] = {}
    for shapes in _SHAPES:
        for letter in shapes:
            neighbours.setdefault(letter, set()).update(set(shapes) - {letter})
    return {letter: "".join(sorted(others)) for letter, others in sorted(neighbours.items())}


@lru_cache(maxsize=4096)
def candidates(word: str) -> tuple[str, ...]:
    """What a word may be misread as: forms with one slip first, then two; never the word itself.

    >>> "mikovan" in candidates("mikoyan"), "rnikoyan" in candidates("mikoyan"), candidates("the")
    (True, True, ())
    """
    if len(word) < MIN_WORD_LENGTH or not word.isascii():
        return ()
    two_slips = (second for form in _swaps(word) for second in _swaps(form)) if len(word) >= 7 else ()
    forms: dict[str, None] = {}
    for form in itertools.chain(_slips(word), two_slips):
        if form != word:
            forms[form] = None
            if len(forms) == MAX_CANDIDATES:
                break
    return tuple(forms)


def _slips(word: str) -> Iterator[str]:
    yield from _swaps(word)
    for pair, replacement in _PAIRS:
        start = word.find(pair)
        while start >= 0:
            yield word[:start] + replacement + word[start + len(pair) :]
            start = word.find(pair, start + 1)
    if len(word) > MIN_WORD_LENGTH:
        for index in range(len(word)):
            yield word[:index] + word[index + 1 :]
    for index in range(len(word)):
        yield word[:index] + word[index] + word[index:]


def _swaps(word: str) -> Iterator[str]:
    neighbours = _letter_neighbours()
    for index, letter in enumerate(word):
        for replacement in neighbours.get(letter, ""):
            yield word[:index] + replacement + word[index + 1 :]


def misreadings(searcher: Any, word: str, field: str = "text") -> tuple[str, ...]:
    """The likely misreadings of a word that occur in the index, likeliest first.

    A form found on more than 3 items and more than a quarter as often as the word is taken for a word of its own.
    """
    own = searcher.doc_freq(field, word)
    max_count = max(3, own // 4)
    forms = []
    for form in candidates(word):
        count = searcher.doc_freq(field, form)
        if 0 < count <= max_count:
            forms.append(form)
            if len(forms) == MAX_MISREADINGS:
                break
    return tuple(forms)


def word_splits(searcher: Any, word: str, field: str = "text") -> tuple[tuple[str, str], ...]:
    """The two parts of a word split by a blank, for each split whose parts both occur in the index."""
    if len(word) < 6:
        return ()
    splits = ((word[:index], word[index:]) for index in range(2, len(word) - 1))
    return tuple(split for split in splits if all(searcher.doc_freq(field, part) for part in split))
