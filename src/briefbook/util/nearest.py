"""A word that is not known -> the known word that was probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

LIKE_ENOUGH = 60.0
"""Similarity (0 to 100, ``rapidfuzz.fuzz.ratio``) below which a guess would only confuse."""


def nearest(word: str, known: Iterable[str], *, like_enough: float = LIKE_ENOUGH) -> str | None:
    """The known word most like a misspelt one.

    Args:
        word: What was written.
        known: What could have been written.
        like_enough: The least similarity, 0 to 100.

    Returns:
        The known word; None where none is like it.

    >>> nearest("titel", ["title", "contact"]), nearest("C2O1", ["C101", "C201"]), nearest("xyz", ["title"])
    ('title', 'C201', None)
    """
    best = extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=like_enough)
    return str(best[0]) if best else None


def did_you_mean(word: str, known: Iterable[str], *, like_enough: float = LIKE_ENOUGH) -> str:
    """A question that names the nearest known word, with a blank behind it; empty where none is like it.

    >>> did_you_mean("titel", ["title"])
    "did you mean 'title'? "
    """
    found = nearest(word, known, like_enough=like_enough)
    return f"did you mean {found!r}? " if found else ""
