"""A word -> its likely OCR misreadings, as far as they occur in the index."""

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from briefbook.text.ocr_confusion import Likeness, alike, runs

_VIEW = Likeness.USUAL
"""The confusions that a search with ~ goes through; chosen by the recall of damaged names (bench/RESULTS.md)."""

MIN_WORD_LENGTH = 4
"""Shorter words have too many neighbours for a guess to be useful."""

MAX_CANDIDATES = 800
"""Maximum number of forms looked up for a word."""

MAX_MISREADINGS = 40
"""Maximum number of misreadings used for a word, likeliest first."""


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
    for pair, replacement in sorted(runs(_VIEW)):
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
    for index, letter in enumerate(word):
        for replacement in filter(str.isalnum, alike(letter, _VIEW)):
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
