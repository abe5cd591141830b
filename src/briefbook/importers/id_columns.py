"""A list of which no column is called as one of ids -> the columns whose cells could be ids."""

import itertools
import re
from array import array
from collections.abc import Iterable, Sequence

from briefbook.importers.list_cells import clean_id
from briefbook.text.dates import read_date
from briefbook.util.cells import unguard_formula, visible

NAMES = frozenset({
    "no", "nr", "num", "numero", "nummer", "ref", "refs", "ref id", "refid", "reference", "referenz", "referencia",
    "referentie", "riferimento", "code", "codigo", "codice", "kode", "name", "nom", "naam", "nome", "uid", "guid",
    "piece", "no de piece", "numero de piece", "stuck", "stuck nr", "nr pieza", "pieza",
})  # fmt: skip
"""Names of columns that may be of ids, and of much else: their cells tell."""

_MAX_LETTERS = 60
_ID = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w./-]+")
"""A word with a letter and a figure."""


def id_columns(rows: Iterable[Sequence[str]], pattern: str) -> list[int]:
    """The indices of the columns that are filled in every row, each time otherwise, by what could be an id.

    Args:
        rows: The cells of the rows below the heading.
        pattern: What ids must match whole; "" where the collection sets none: then a word with a letter and a figure.

    >>> id_columns([("MS-1", "3 May 1951", "Bo", "Oslo 1"), ("MS-2", "4 May 1951", "Bo", "Oslo 2")], "")
    [0]
    """
    seen: dict[int, array[int]] | None = None
    for cells in rows:
        if seen is None:
            seen = {at: array("q") for at in range(len(cells))}
        for at in list(seen):
            words = visible(unguard_formula(cells[at])) if at < len(cells) else ""
            item, fault = clean_id(words, pattern)
            if not item or fault or len(item) > _MAX_LETTERS or (not pattern and not _may_be_id(item)):
                del seen[at]
            else:
                seen[at].append(hash(item))
        if not seen:
            return []
    return [at for at, hashes in (seen or {}).items() if not _repeats(hashes)]


def _may_be_id(item: str) -> bool:
    return _ID.fullmatch(item) is not None and read_date(item).without_clock is None


def _repeats(hashes: "array[int]") -> bool:
    return any(first == second for first, second in itertools.pairwise(sorted(hashes)))
