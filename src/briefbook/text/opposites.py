"""Words that say the opposite of one another: rose and fell, accept and refuse, abundant and scarce.

The table is made by ``tools/opposites.py`` from WordNet 3.0, whose licence lies beside it, and has the commonest pairs
of diplomatic papers besides.
"""

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def opposites() -> Sequence[tuple[frozenset[str], frozenset[str]]]:
    """Pairs of sets of words in small letters, forms included, of which each says the opposite of the other.

    >>> any("rose" in first and "fell" in second for first, second in opposites())
    True
    """
    text = (files("briefbook.text") / "data" / "opposites.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((frozenset(row["words"].split()), frozenset(row["opposites"].split())) for row in rows)
