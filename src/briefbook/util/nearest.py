"""Fuzzy matching of a misspelt word with the words that are allowed."""

from collections.abc import Iterable

MIN_SIMILARITY = 60.0
"""Similarity (0 to 100, ``rapidfuzz.fuzz.ratio``) below which a guess would only confuse."""


def nearest(word: str, candidates: Iterable[str], *, min_similarity: float = MIN_SIMILARITY) -> str | None:
    """Find the word most similar to a misspelt one.

    Args:
        word: What was written.
        candidates: What could have been written.
        min_similarity: The least similarity, 0 to 100.

    Returns:
        The candidate; None where none is similar enough.

    >>> nearest("titel", ["title", "contact"]), nearest("C2O1", ["C101", "C201"]), nearest("xyz", ["title"])
    ('title', 'C201', None)
    """
    from rapidfuzz import fuzz  # only where a word is misspelt
    from rapidfuzz.process import extractOne

    best = extractOne(word, list(candidates), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=min_similarity)
    return str(best[0]) if best else None


def did_you_mean(word: str, candidates: Iterable[str], *, min_similarity: float = MIN_SIMILARITY) -> str:
    """A question that names the most similar word, followed by a blank; empty where none is similar enough.

    >>> did_you_mean("titel", ["title"])
    "did you mean 'title'? "
    """
    candidate = nearest(word, candidates, min_similarity=min_similarity)
    return f"did you mean {candidate!r}? " if candidate else ""
