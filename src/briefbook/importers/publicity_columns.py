"""Columns by which a list says whom it shows a paper to -> is an item shown, kept back, or is that not clear?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from briefbook.importers.columns import PUBLICITY, chosen_fields, plain_heading
from briefbook.text.access_terms import CONDITIONS, RESTRICTIONS, SINCE, STATES, WEAK, access_column
from briefbook.text.publicity import is_of_publishing, publicity_column, shown_by
from briefbook.util.cells import unguard_formula, visible

PUBLIC, PRIVATE = PUBLICITY
"""Kinds of columns whose yes shows a paper, or keeps it back."""

_BLANK_KEEPS_BACK = frozenset({PUBLIC, WEAK, STATES})
"""Kinds of columns where a blank cell among others is no clear word."""

_MAX_EXAMPLE = 40
_MAX_REMEMBERED = 1_000
"""So many different cells of a column are remembered with what they say."""


@dataclass(slots=True)
class PublicityColumn:
    """A column by which a list says whom it shows a paper to.

    Attributes:
        heading: Its name.
        kind: ``PUBLIC``, ``PRIVATE``, or a kind of ``text.access_terms``.
        by_cells: Whether its name may mean something else, so that only its cells tell.
        filled: How many cells are filled.
        understood: How many of them are understood.
        example: The first that is not understood.
    """

    heading: str
    kind: str
    by_cells: bool
    filled: int = 0
    understood: int = 0
    example: str = ""
    is_of_publishing: bool = False
    _said: dict[str, bool | None] = field(default_factory=dict)

    def shown_by(self, cell: str) -> bool | None:
        """What a cell says by itself, as ``text.publicity.shown_by``; the cells of such a column recur."""
        if cell not in self._said:
            if len(self._said) >= _MAX_REMEMBERED:
                self._said.clear()
            self._said[cell] = shown_by(self.kind, cell)
        return self._said[cell]

    @property
    def counts(self) -> bool:
        """Does it say anything of the public?"""
        if self.kind == STATES and not self.is_of_publishing:
            return False
        return self.filled > 0 and (self.understood > 0 or not self.by_cells)

    @property
    def is_doubtful(self) -> bool:
        """Do most filled cells say something else? Then only a cell that is understood counts."""
        return self.by_cells and 2 * self.understood < self.filled

    @property
    def target(self) -> str:
        """What the report says that it holds, of ``PUBLICITY``; "" for a column that holds something of its own too."""
        if self.kind == SINCE or self.is_doubtful:
            return ""
        return PRIVATE if self.kind in (PRIVATE, RESTRICTIONS) else PUBLIC

    def says(self, cell: str) -> bool | None:
        """Whether a cell shows the paper, or keeps it back; None where that is not clear."""
        said = self.shown_by(cell)
        if said is None and (self.is_doubtful or (not cell and self.kind not in _BLANK_KEEPS_BACK)):
            return True  # nobody keeps it back
        return said


class PublicityColumns:
    """The columns by which a list's system says whom it shows an item to."""

    def __init__(self, headings: Sequence[str], chosen: Mapping[str, str], known: Collection[str] = ()) -> None:
        """Nothing is known but the names, and what the curator chose: names -> fields.

        Args:
            headings: The names of the columns.
            chosen: Names of columns -> fields by the curator's word.
            known: Names of columns, in small letters, that hold something else in this kind of table.
        """
        self._columns: dict[int, PublicityColumn] = {}
        for at, choice in enumerate(chosen_fields(headings, chosen)):
            heading = visible(headings[at])
            if choice is not None:
                if choice in PUBLICITY:
                    self._columns[at] = PublicityColumn(heading, choice, by_cells=False)
                continue
            name = plain_heading(headings[at])
            if known and heading.lower().replace("_", " ") in known:
                continue
            if by_name := publicity_column(name):
                kind = PUBLIC if by_name.shows else PRIVATE
                self._columns[at] = PublicityColumn(heading, kind, by_cells=not by_name.is_certain)
            elif kind := access_column(name):
                self._columns[at] = PublicityColumn(heading, kind, by_cells=kind in (CONDITIONS, WEAK, STATES))

    def add(self, cells: Sequence[str]) -> None:
        """Look at the cells of a row."""
        for at, column in self._columns.items():
            if not (cell := visible(unguard_formula(cells[at])) if at < len(cells) else ""):
                continue
            column.filled += 1
            if column.shown_by(cell) is not None:
                column.understood += 1
            else:
                column.example = column.example or cell[:_MAX_EXAMPLE]
            column.is_of_publishing = column.is_of_publishing or (column.kind == STATES and is_of_publishing(cell))

    def columns(self) -> dict[int, PublicityColumn]:
        """The columns that say anything, by index; none that is blank throughout."""
        return {at: column for at, column in self._columns.items() if column.counts}

    def doubts(self) -> list[str]:
        """Sentences on columns that may tell whom a paper is shown to, of which most cells were not understood so."""
        return [
            f"column {column.heading!r} may say whom a paper is shown to, but of its {column.filled} cells "
            f"{column.understood or 'none'} could be understood so (not {column.example!r}): the others keep nothing "
            f'back; --map "{column.heading}=public" keeps back what is not understood, --map "{column.heading}=note" '
            "says that it is of something else"
            for column in self._columns.values()
            if column.kind in (CONDITIONS, WEAK)
            and column.filled
            and column.is_doubtful
            and "://" not in column.example
        ]
