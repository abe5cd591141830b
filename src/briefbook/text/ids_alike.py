"""Ids that are the same but for signs, zeros before figures, capitals or a prefix: HL-021, HL 21, hl021, MSS-HL-021."""

import re
from collections.abc import Iterable, Iterator

from briefbook.text.folding import fold
from briefbook.util.file_endings import without_file_ending

MAX_NAMED = 3
"""So many ids that some words may be meant for."""

Parts = tuple[str | int, ...]


def parts_of_id(item: str) -> Parts:
    """What ids are compared by: their letters, in small ones, and their figures as numbers.

    >>> parts_of_id("HL-021"), parts_of_id("hl 21.pdf"), parts_of_id("104-10236-10054")
    (('hl', 21), ('hl', 21), (104, 10236, 10054))
    """
    parts = re.findall(r"[^\W\d_]+|\d+", fold(without_file_ending(item.strip())))
    return tuple(int(part) if part.isdecimal() and len(part) < _MAX_FIGURES else part for part in parts)


_MAX_FIGURES = 40


class IdsAlike:
    """Finds the ids of a collection that words may be meant for, which are none of them."""

    def __init__(self, ids: Iterable[str]) -> None:
        """Index the ids.

        Args:
            ids: The ids that there are.
        """
        self._ids = frozenset(ids)
        self._same: dict[Parts, list[str]] = {}
        self._ends: dict[Parts, list[str]] = {}
        for item in sorted(self._ids):
            parts = parts_of_id(item)
            self._same.setdefault(parts, []).append(item)
            for end in _ends_of(parts):
                self._ends.setdefault(end, []).append(item)

    def __bool__(self) -> bool:
        return bool(self._ids)

    def near(self, written: str) -> list[str]:
        """The ids that words may be meant for, at most ``MAX_NAMED``; none where they are an id, or like none.

        >>> IdsAlike(["HL021", "HL022"]).near("HL-021"), IdsAlike(["HL021", "HL022"]).near("HL-023")
        (['HL021'], [])
        >>> IdsAlike(["MSS-HL-021", "MSS-HL-022"]).near("HL 21"), IdsAlike(["21"]).near("HL-021")
        (['MSS-HL-021'], ['21'])
        >>> IdsAlike(["1"]).near("2/1"), IdsAlike(["1"]).near("62HAVANA1")
        ([], [])
        """
        parts = parts_of_id(written)
        if written in self._ids or not any(isinstance(part, int) for part in parts):
            return []
        found = self._same.get(parts) or [
            *self._ends.get(parts, ()),
            *(item for end in _ends_of(parts) for item in self._same.get(end, ())),
        ]
        return list(dict.fromkeys(found))[:MAX_NAMED]


def _ends_of(parts: Parts) -> Iterator[Parts]:
    """What is left of an id without a prefix of letters, as long as it has a number.

    A prefix with figures says more: of 1/1, 2/1 and 62HAVANA1 none is item 1.
    """
    for start in range(1, len(parts)):
        if isinstance(parts[start - 1], int):
            return
        if any(isinstance(part, int) for part in parts[start:]):
            yield parts[start:]
