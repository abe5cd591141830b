"""A word -> what reading machines make of it when the typing is bad; only what stands in the index counts."""

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

SHORTEST = 4
"""Shorter words have too many neighbours for a guess to be worth anything."""

CANDIDATES = 800
"""Forms looked up for one word."""

MOST = 40
"""Misreadings taken of one word, likeliest first."""


@lru_cache(maxsize=1)
def _like() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for shapes in _SHAPES:
        for one in shapes:
            found.setdefault(one, set()).update(set(shapes) - {one})
    return {one: "".join(sorted(others)) for one, others in sorted(found.items())}


@lru_cache(maxsize=4096)
def candidates(word: str) -> tuple[str, ...]:
    """What a word may be read as: one slip first, then two; never the word itself.

    >>> "mikovan" in candidates("mikoyan"), "rnikoyan" in candidates("mikoyan"), candidates("the")
    (True, True, ())
    """
    if len(word) < SHORTEST or not word.isascii():
        return ()
    twice = (two for one in _swaps(word) for two in _swaps(one)) if len(word) >= 7 else ()
    found: dict[str, None] = {}
    for one in itertools.chain(_slips(word), twice):
        if one != word:
            found[one] = None
            if len(found) == CANDIDATES:
                break
    return tuple(found)


def _slips(word: str) -> Iterator[str]:
    yield from _swaps(word)
    for pair, other in _PAIRS:
        start = word.find(pair)
        while start >= 0:
            yield word[:start] + other + word[start + len(pair) :]
            start = word.find(pair, start + 1)
    if len(word) > SHORTEST:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]
    for place in range(len(word)):
        yield word[:place] + word[place] + word[place:]


def _swaps(word: str) -> Iterator[str]:
    like = _like()
    for place, letter in enumerate(word):
        for other in like.get(letter, ""):
            yield word[:place] + other + word[place + 1 :]


def misreadings(searcher: Any, word: str, field: str = "text") -> tuple[str, ...]:
    """The likely misreadings of a word that stand in the index, likeliest first.

    A form as frequent as the word itself, or frequent where the word is not there, is a word of its own.
    """
    own = searcher.doc_freq(field, word)
    most = max(3, own // 4)
    found = []
    for one in candidates(word):
        count = searcher.doc_freq(field, one)
        if 0 < count <= most:
            found.append(one)
            if len(found) == MOST:
                break
    return tuple(found)


def parted(searcher: Any, word: str, field: str = "text") -> tuple[tuple[str, str], ...]:
    """The ways in which a word may stand with a blank in it, as far as both parts stand in the index."""
    if len(word) < 6:
        return ()
    ways = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
    return tuple(way for way in ways if all(searcher.doc_freq(field, part) for part in way))
