"""Words that say the opposite of one another: rose and fell, accept and refuse, abundant and scarce.

The table is made by ``tools/opposites.py`` from WordNet 3.0, whose licence lies beside it, and has the commonest pairs
of diplomatic papers besides.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from briefbook.text.word_meanings import PAST, verb_form


@lru_cache(maxsize=1)
def _rows() -> Sequence[tuple[frozenset[str], frozenset[str], str]]:
    text = (files("briefbook.text") / "data" / "opposites.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((frozenset(row["words"].split()), frozenset(row["opposites"].split()), row["kind"]) for row in rows)


@lru_cache(maxsize=1)
def opposites() -> Sequence[tuple[frozenset[str], frozenset[str]]]:
    """Pairs of sets of words in small letters, forms included, of which each says the opposite of the other.

    >>> any("rose" in first and "fell" in second for first, second in opposites())
    True
    """
    return tuple((first, second) for first, second, _ in _rows())


@lru_cache(maxsize=1)
def _opposite_words() -> dict[str, frozenset[str]]:
    """For every word those that say the opposite; of verbs the base form too."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, second, kind in _rows():
        has_verbs = kind[0] in "v-"
        for words, others in ((first, second), (second, first)):
            named = others | ({_base(word) for word in others} if has_verbs else frozenset())
            for word in words:
                for form in {word, _base(word)} if has_verbs else {word}:
                    found[form].update(named)
    return {word: frozenset(others) for word, others in found.items()}


def _base(word: str) -> str:
    form = verb_form(word)
    return form.verb if form is not None and form.form == PAST else word


_PREFIXES = ("dis", "un", "mis", "in", "im")


def are_opposite(word: str, other: str) -> bool:
    """Whether two words in small letters say the opposite of one another, by the table or by a prefix.

    >>> are_opposite("accept", "refuse"), are_opposite("disapprove", "approve"), are_opposite("see", "tell")
    (True, True, False)
    """
    short, long = sorted((word, other), key=len)
    is_denied = len(short) >= MIN_LETTERS and any(long == prefix + short for prefix in _PREFIXES)
    return is_denied or other in _opposite_words().get(word, frozenset())


MIN_LETTERS = 4
"""Of a word of fewer letters one that ends like it is another word."""
