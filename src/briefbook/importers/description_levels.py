"""Rows of a list at their levels of description -> which are papers, and of which series and fonds each is a part.

AtoM, ArchivesSpace and other systems write the fonds and the series that papers belong to as rows of their own, before
the papers: they are no papers, and say where those are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefbook.importers.columns import LEVEL_NAMES, TITLE_NAMES, plain_heading
from briefbook.text.folding import fold
from briefbook.util.cells import visible

UNITS = frozenset({
    "fonds", "fond", "subfonds", "sub fonds", "collection", "sub collection", "series", "subseries", "sub series",
    "sub sub series", "recordgrp", "record group", "subgrp", "subgroup", "sub group", "class", "papers",
    "serie", "sous fonds", "sous serie", "sous sous serie", "fondo", "subfondo", "coleccion", "subserie", "fundo",
    "subfundo", "colecao", "collezione", "bestand", "serien", "sammlung", "collectie", "archief", "reeks",
})  # fmt: skip
"""Levels above the file: those of EAD's attribute ``level``, of AtoM's list, and of ISAD(G) in its translations."""

_KEYS = ("legacy id", "id", "ref id", "identifier", "reference code", "component unique identifier", "component id")
_PARENTS = ("parent id", "qubit parent slug", "parent", "parent reference code", "parent ref id")
_DEPTHS = ("hierarchy", "hierarchical relationship", "hierarchical relationship level", "indent", "depth")
_TITLES = (*sorted(TITLE_NAMES), "unittitle", "display string")


def is_unit(level: str) -> bool:
    """Is a level one of what has papers below it?

    >>> is_unit("Series"), is_unit("Sub-fonds"), is_unit("Sous-série"), is_unit("File"), is_unit("Item")
    (True, True, True, False, False)
    """
    return " ".join(fold(level).replace("-", " ").replace("_", " ").split()) in UNITS


@dataclass(slots=True)
class DescriptionLevels:
    """The levels of a list's rows, row by row from the first."""

    _level: int | None
    _keys: tuple[int, ...]
    _parent: int | None
    _depth: int | None
    _title: int | None
    _paths: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of units, by what other rows call them
    _stack: list[tuple[int, str]] = field(default_factory=list)  # of units, by their depths

    @classmethod
    def of(cls, heading: Sequence[str]) -> "DescriptionLevels":
        """By the names of the columns; where none holds a level every row is a paper."""
        names = [plain_heading(cell) for cell in heading]

        def first(wanted: Sequence[str]) -> int | None:
            return next((names.index(name) for name in wanted if name in names), None)

        level = next((at for at, name in enumerate(names) if name in LEVEL_NAMES), None)
        keys = tuple(at for at, name in enumerate(names) if name in _KEYS)
        return cls(level, keys, first(_PARENTS), first(_DEPTHS), first(_TITLES))

    def unit(self, cells: Sequence[str]) -> str:
        """The title of the series, fonds or collection that a row describes; "" where it describes a paper."""
        if self._level is None or not is_unit(level := _at(cells, self._level)):
            return ""
        title = _at(cells, self._title) or next((words for at in self._keys if (words := _at(cells, at))), "") or level
        path = (*self.path(cells), title)
        self._paths |= {words: path for at in self._keys if (words := _at(cells, at))}
        if (depth := self._depth_of(cells)) is not None:
            self._stack.append((depth, title))
        return title

    def path(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The titles of the units that a row is a part of, the largest first; () where the list does not say."""
        if (depth := self._depth_of(cells)) is not None:
            while self._stack and self._stack[-1][0] >= depth:
                self._stack.pop()
            return tuple(title for _, title in self._stack)
        return self._paths.get(_at(cells, self._parent), ())

    def _depth_of(self, cells: Sequence[str]) -> int | None:
        words = _at(cells, self._depth).removesuffix(".0")
        return int(words) if words.isdecimal() and words.isascii() and len(words) < _MAX_FIGURES else None


_MAX_FIGURES = 4


def _at(cells: Sequence[str], index: int | None) -> str:
    return visible(cells[index]) if index is not None and index < len(cells) else ""
