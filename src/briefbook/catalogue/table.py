"""The catalogue as a table: which items pass the filters of its columns, in which order, and a window of its rows."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefbook.catalogue.field_values import DATE_FIELDS
from briefbook.catalogue.store import StoreCatalogue
from briefbook.errors import InputError
from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import FIELDS, Catalogue, natural
from briefbook.text.dates import edtf_bounds
from briefbook.text.folding import fold
from briefbook.util.nearest import did_you_mean

ITEM = "item"
"""The column of the ids, before those of the fields."""

UNSURE_BELOW = 0.8
"""A machine's reading of a lower confidence is marked as unsure."""

MAX_CACHED_ORDERS = 8


@dataclass(frozen=True, slots=True)
class Filter:
    """What a column must hold.

    Attributes:
        column: ``item`` or a field.
        condition: ``words``: holds them, in capitals or not, with accents or without; ``=words``: is exactly these;
            ``!words`` and ``!=words``: does not, is not; ``=``: is blank; ``!=``: is not blank;
            ``1962-11-08..1962-11-20`` of a date: may fall on one of these days.
    """

    column: str
    condition: str

    def __post_init__(self) -> None:
        if self.column != ITEM and self.column not in FIELDS:
            raise InputError(
                f"there is no column {self.column!r}",
                remedy=f"{did_you_mean(self.column, [ITEM, *FIELDS])}The columns are: {ITEM}, {', '.join(FIELDS)}.",
            )


@dataclass(frozen=True, slots=True)
class TableQuery:
    """Which rows, in which order.

    Attributes:
        filters: All of them must hold.
        sort: The column to sort by; "" for ids in natural order. Blank cells come last.
        descending: The last first.
    """

    filters: tuple[Filter, ...] = ()
    sort: str = ""
    descending: bool = False

    def __post_init__(self) -> None:
        if self.sort:
            Filter(self.sort, "")  # a column that is none is refused in the same words


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: the value that holds, where it comes from, and how sure a machine's reading is (0 to 1)."""

    value: str
    by: SourceKind | None = None
    confidence: float | None = None

    @property
    def is_unsure(self) -> bool:
        """Is it a machine's reading of low confidence?"""
        return self.by is SourceKind.MACHINE and self.confidence is not None and self.confidence < UNSURE_BELOW


@dataclass(frozen=True, slots=True)
class TableRow:
    """An item and its cells, one for each column that was asked for."""

    item: str
    cells: tuple[TableCell, ...]


def items_in_order(catalogue: Catalogue, query: TableQuery) -> list[str]:
    """The ids of the items that pass the filters, in the order asked for.

    Args:
        catalogue: The catalogue.
        query: Filters and order.

    Returns:
        The ids.
    """
    names = list(dict.fromkeys([name.column for name in query.filters] + ([query.sort] if query.sort else [])))
    names = [name for name in names if name != ITEM]
    tests = [
        (0 if wanted.column == ITEM else 1 + names.index(wanted.column), _test(wanted)) for wanted in query.filters
    ]
    rows = (row for row in _columns(catalogue, names) if all(test(row[at] or "") for at, test in tests))
    if not query.sort:
        items = [row[0] or "" for row in rows]
        return items[::-1] if query.descending else items
    at = 0 if query.sort == ITEM else 1 + names.index(query.sort)
    chosen = list(rows)
    filled = [row for row in chosen if row[at]]
    key = _sort_key(query.sort)
    filled.sort(key=lambda row: key(row[at] or ""), reverse=query.descending)
    return [row[0] or "" for row in (*filled, *(row for row in chosen if not row[at]))]


def _columns(catalogue: Catalogue, names: Sequence[str]) -> Iterable[tuple[str | None, ...]]:
    """Id and effective values of every item, in natural order of the ids."""
    if isinstance(catalogue, StoreCatalogue):
        return catalogue.columns(names)
    return ((entry.item, *(entry.value(name) for name in names)) for entry in catalogue)


def _sort_key(column: str) -> Callable[[str], tuple[object, ...]]:
    if column in DATE_FIELDS:
        return _date_key
    return lambda value: (natural(_plain(value)),)


def _date_key(value: str) -> tuple[object, ...]:
    first, last = edtf_bounds(value) or (None, None)
    first, last = first or last, last or first
    if first is None or last is None:
        return (1, "", "", value)
    return (0, first.isoformat(), value.partition("T")[2], last.isoformat())


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


_DAYS = re.compile(r"(.*?)\.\.(.*)")


def _test(wanted: Filter) -> Callable[[str], bool]:
    condition = wanted.condition.strip()
    if condition.startswith("!"):
        if condition == "!":
            return bool
        holds = _test(Filter(wanted.column, condition[1:]))
        return lambda value: not holds(value)
    if condition.startswith("="):
        exact = _plain(condition[1:])
        return lambda value: _plain(value) == exact
    if wanted.column in DATE_FIELDS and (days := _DAYS.fullmatch(condition)):
        return _between(days[1].strip(), days[2].strip())
    words = _plain(condition)
    return lambda value: words in _plain(value)


def _between(first: str, last: str) -> Callable[[str], bool]:
    bounds = [edtf_bounds(text) if text else (None, None) for text in (first, last)]
    if None in bounds:
        raise InputError(
            f"{first}..{last} is not a range of two days",
            remedy="Write them as 1962-11-08..1962-11-20, or one of them only.",
        )
    begin, end = (bounds[0] or (None, None))[0], (bounds[1] or (None, None))[1]

    def falls(value: str) -> bool:
        earliest, latest = edtf_bounds(value) or (None, None)
        if earliest is None and latest is None:
            return False
        return (end is None or earliest is None or earliest <= end) and (
            begin is None or latest is None or latest >= begin
        )

    return falls


def table_rows(catalogue: Catalogue, items: Sequence[str], columns: Sequence[str]) -> Iterator[TableRow]:
    """The rows of items; of one that is gone since the order was made, no row.

    Args:
        catalogue: The catalogue.
        items: Their ids.
        columns: The fields, in order.

    Yields:
        A row for each item.
    """
    for item in items:
        entry = catalogue.get(item)
        if entry is None:
            continue
        cells = []
        for name in columns:
            readings = entry.effective_readings(name)
            sure = [reading.confidence for reading in readings if reading.confidence is not None]
            by = readings[0].by if readings else None
            cells.append(TableCell(entry.value(name) or "", by, min(sure, default=None)))
        yield TableRow(item, tuple(cells))


class TableOrders:
    """A cache of the last row orders, valid until the catalogue changes, so that a long table scrolls quickly."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._orders: OrderedDict[TableQuery, tuple[object, list[str]]] = OrderedDict()

    @property
    def generation(self) -> str:
        """Changes whenever the catalogue is written; "" of one that does not say."""
        return self.catalogue.state if isinstance(self.catalogue, StoreCatalogue) else ""

    def items(self, query: TableQuery) -> list[str]:
        """As ``items_in_order``."""
        generation = self.generation
        cached = self._orders.get(query)
        if cached and generation and cached[0] == generation:
            return cached[1]
        items = items_in_order(self.catalogue, query)
        self._orders[query] = (generation, items)
        self._orders.move_to_end(query)
        while len(self._orders) > MAX_CACHED_ORDERS:
            self._orders.popitem(last=False)
        return items
