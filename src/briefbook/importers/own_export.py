"""A list that ``catalogue export`` wrote, imported as a list -> only the cells that somebody changed.

What such a list repeats of the catalogue is partly what a program read from a paper. Taken as a source's own word it
would stand above what is read there later, so a cell that is as it was exported says nothing here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefbook.model.catalogue import FIELDS
from briefbook.progress import pluralise
from briefbook.text.exported_cells import BASE_COLUMN, is_as_exported, read_base
from briefbook.util.cells import unguard_formula, visible
from briefbook.util.tables import TableRow


@dataclass(slots=True)
class OwnExport:
    """The columns of a list that ``catalogue export`` wrote, and what its rows turned out to hold.

    Attributes:
        base: Index of the column with the values as exported.
        item: Index of the column of ids.
        fields: Indices of the other columns and their fields.
        is_here: Is an item in this collection, this list apart?
        changed_cells: Cells that differ from what was exported.
        changed_rows: Rows that have such cells.
        same_rows: Rows that have none.
        emptied: Cells that held a value when they were exported, and hold none now.
        strangers: Rows of items that are not in this collection.
    """

    base: int
    item: int
    fields: dict[int, str]
    is_here: Callable[[str], bool]
    changed_cells: int = 0
    changed_rows: int = 0
    same_rows: int = 0
    emptied: int = 0
    strangers: int = 0

    @classmethod
    def of(cls, headings: Sequence[str], is_here: Callable[[str], bool]) -> "OwnExport | None":
        """The columns by the row that names them; None where it is not that of such a list."""
        names = [visible(heading).lower() for heading in headings]
        if BASE_COLUMN not in names or "item" not in names:
            return None
        fields = {index: name for index, name in enumerate(names) if name in FIELDS}
        return cls(names.index(BASE_COLUMN), names.index("item"), fields, is_here)

    def rows(self, rows: Iterable[TableRow]) -> Iterator[TableRow]:
        """The rows that say something, without the cells that do not; a row without what was exported as it is."""
        self.changed_cells = self.changed_rows = self.same_rows = self.emptied = self.strangers = 0
        for row in rows:
            if (differing := self._differing(row)) is not None:
                yield differing

    def _differing(self, row: TableRow) -> TableRow | None:
        exported = read_base(row.cells[self.base]) if self.base < len(row.cells) else None
        item = visible(unguard_formula(row.cells[self.item])) if self.item < len(row.cells) else ""
        if exported is None or exported.get("item") != item:
            return row
        if not self.is_here(item):
            self.strangers += 1
            return row
        cells, changed, emptied = list(row.cells), 0, self.emptied
        for index, name in self.fields.items():
            if index >= len(cells):
                continue
            base = exported.get(name, "")
            if is_as_exported(cells[index], base):
                cells[index] = ""
            elif not visible(cells[index]):
                self.emptied += 1
            else:
                changed += 1
        others = [index for index in range(len(cells)) if index not in {self.base, self.item, *self.fields}]
        if not changed and not any(visible(cells[index]) for index in others):
            self.same_rows += emptied == self.emptied
            return None
        self.changed_cells += changed
        self.changed_rows += 1
        return replace(row, cells=tuple(cells))

    def understood(self) -> Iterator[str]:
        """Yield a sentence on what was taken of the list."""
        if self.changed_rows or self.same_rows:
            cells = pluralise(self.changed_cells, "cell")
            yield (
                f"`briefbook catalogue export` wrote this list: only what differs from what was exported was taken "
                f"({cells}), as this list's word; {pluralise(self.same_rows, 'row')} that nobody changed left out. "
                "`briefbook catalogue import` takes such a list as your own decisions"
            )
        if self.strangers:
            yield (
                f"`briefbook catalogue export` of another collection wrote "
                f"{pluralise(self.strangers, 'row')} of this list: all of it was taken, as this list's word"
            )

    def problems(self) -> Iterator[str]:
        """Yield a sentence on what could not be taken."""
        if self.emptied:
            cells = pluralise(self.emptied, "cell")
            yield (
                f"{cells} that held a value when the list was exported {'is' if self.emptied == 1 else 'are'} blank "
                "now: an import takes no value away, `briefbook catalogue import` does"
            )
