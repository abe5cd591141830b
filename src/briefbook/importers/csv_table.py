"""A list of papers (CSV, Excel, OpenDocument, JSON) -> received descriptions: each cell as written and as meant."""

import dataclasses
import io
import itertools
import re
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from briefbook.errors import FormatError
from briefbook.importers.archival_units import joined, unit_rank, with_unit
from briefbook.importers.bundle import read_whole
from briefbook.importers.columns import (
    PUBLICITY,
    ColumnFacts,
    Columns,
    find_heading_row,
    join_heading_rows,
    map_columns,
    plain_heading,
)
from briefbook.importers.date_cells import DateCells, date_problem
from briefbook.importers.description_levels import DescriptionLevels
from briefbook.importers.id_columns import id_columns
from briefbook.importers.json_rows import Rows, looks_like_json, rows_of_json
from briefbook.importers.kind_titles import kind_of_title
from briefbook.importers.list_cells import (
    blank_errors,
    blanks_set_thousands_apart,
    classification_values,
    is_set_apart,
    is_title,
    is_total,
    one_id,
    several_values,
    whole_number,
)
from briefbook.importers.own_export import OwnExport
from briefbook.importers.places_in_lists import post_or_words
from briefbook.importers.publicity_columns import PublicityColumn, PublicityColumns
from briefbook.importers.spooled_descriptions import SpooledDescriptions
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import MULTIPLE
from briefbook.model.received import OF_ROW, TITLE, ColumnExample, Description, Received
from briefbook.progress import pluralise
from briefbook.text.exported_cells import BASE_COLUMN
from briefbook.text.folding import fold
from briefbook.util import packed_files
from briefbook.util.cells import is_spreadsheet_error, unguard_formula, visible
from briefbook.util.encodings import ABOUT_AS_LIKELY, OpenBytes, decode
from briefbook.util.tables import Table, TableRow, open_text_rows, read_tables

CORE_FIELDS = ("date", "from", "to", "number")
"""Fields whose absence from a list is reported."""

_NO_VALUE = frozenset({
    "", "?", "n/a", "no date", "no number", "none", "not known", "unknown", "unnumbered",
    "inconnu", "neant", "sans date", "sans numero", "keine", "ohne datum", "ohne nummer", "unbekannt",
    "desconocido", "ninguno", "s/d", "s/n", "sin fecha", "sin numero", "desconhecido", "sem data", "sem numero",
    "ignoto", "senza data", "senza numero",
})  # fmt: skip
"""What a cell without a value says, in the languages of lists, without accents, stops, brackets and dashes."""

_NO_VALUE_IN_LETTERS = frozenset({"ka", "na", "nd", "nil", "od", "sd", "sf", "sn"})
"""The same in letters that elsewhere may be an office, a country or a person's initials (SD, the State Department)."""

_NEVER_LETTERS = frozenset({"number", "sent", "received", "event"})
"""Fields of which such letters are never the value."""

MAX_ID = 120
"""Letters: a longer cell is no id, and could not be the name of a page."""

_MAX_LISTED = 8
"""So many rows of a kind are reported one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What a curator says about a list.

    Attributes:
        columns: Names of columns -> fields, see ``importers.columns``; "" leaves a column out.
        pattern: A regular expression that ids must match whole; "" where the collection sets none.
        any_id: Keep rows whose id does not match the pattern.
        sheet: The sheet to read; "" for the one, or those, that look like the list.
        is_here: Is an item in the collection, this list apart? Asked only for what ``catalogue export`` wrote.
        encoding: The name of the encoding of a text file; "" for the one in which its words look like words.
        program: Where ids are given, for advice; "" for a list that somebody keeps by hand.
        include_private: Take the rows too that the list's system does not show to the public.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    any_id: bool = False
    sheet: str = ""
    is_here: Callable[[str], bool] = lambda item: False
    encoding: str = ""
    program: str = ""
    include_private: bool = False


KEPT = "kept"
"""The column of importers whose lines are kept with an item, for those who work, and are no field of it."""


def read_table(
    data: bytes,
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    aliases: Mapping[str, str] | None = None,
    options: ListOptions | None = None,
) -> Received:
    """Read a list, one description per row.

    Kind of file, encoding, separator, heading row and the meaning of the columns are detected and reported. A column of
    an unknown name is kept as a note and reported. Rows that are no items (totals, repeated headings, rows whose id
    does not match the pattern) are left out and reported.

    Args:
        data: The file: text with separators, a workbook (.xlsx, .xls, .ods), or a list of objects in JSON.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set, see ``importers.date_cells``.
        aliases: Column names that only this kind of table has -> fields.
        options: What the curator says about the list.

    Raises:
        FormatError: The file is of another kind, damaged or empty, or no column names the item.
    """
    options = options or ListOptions()
    if (rows := _json_rows(lambda: io.BytesIO(data))) is not None:
        return _read_json(rows, name, window, order, aliases or {}, options)
    tables, notes = _choose(read_tables(data, options.encoding), aliases or {}, options)
    results = [_describe(_Rows.of(table), name, window, order, aliases or {}, options) for table in tables]
    return _join(name, results, notes)


def read_table_file(
    path: Path,
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    options: ListOptions | None = None,
    spool_folder: Path | None = None,
) -> Received:
    """Read a list from a file that need not fit into memory; otherwise like ``read_table``.

    A text file is read three times, row by row; what is made of it is in a file without a name until it is used.
    A workbook is read whole.

    Args:
        path: The file; it may be packed with gzip.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        options: What the curator says about the list.
        spool_folder: Where the file without a name is; None: where the system has temporary files.

    Raises:
        FormatError: The file is of another kind, damaged or empty, or no column names the item.
    """
    opens = packed_files.opening(path)
    if (of_json := _json_rows(opens)) is not None:
        return _read_json(of_json, name, window, order, {}, options or ListOptions(), spool_folder)
    rows = open_text_rows(opens, options.encoding if options else "")
    if rows is None:
        return read_table(read_whole(opens, path.name), name, window=window, order=order, options=options)
    source = _Rows("", rows, rows.notes, lambda: rows.problems)
    result = _describe(source, name, window, order, {}, options or ListOptions(), spool_folder)
    return _received(name, [result], (), result.descriptions)


def _json_rows(opens: OpenBytes) -> Rows | None:
    """The rows of a list in JSON; None where it is none."""
    with opens() as file:
        beginning = file.read(400)
    if not looks_like_json(decode(beginning)[0]):
        return None
    if (rows := rows_of_json(opens)) is None:
        raise FormatError(
            "there is no list of objects in this JSON", remedy="name the file that holds the list, or save it as CSV."
        )
    return rows


def _read_json(
    found: Rows,
    name: str,
    window: int,
    order: str,
    aliases: Mapping[str, str],
    options: ListOptions,
    spool_folder: Path | None = None,
) -> Received:
    rows, notes = found
    result = _describe(_Rows("", _Numbered(rows), problems=notes), name, window, order, aliases, options, spool_folder)
    few = len(result.descriptions) <= _MAX_IN_MEMORY
    return _received(name, [result], (), tuple(result.descriptions) if few else result.descriptions)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A table whose rows are given anew at each iteration; ``problems`` are complete after the first."""

    name: str
    rows: Iterable[TableRow]
    notes: tuple[str, ...] = ()
    problems: Callable[[], Sequence[str]] = tuple

    @classmethod
    def of(cls, table: Table) -> "_Rows":
        """The rows of a table in memory."""
        return cls(table.name, table.rows, table.notes, lambda: table.problems)


def describe_rows(
    rows: Iterable[Sequence[str]],
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    aliases: Mapping[str, str] = MappingProxyType({}),
    options: ListOptions | None = None,
) -> Received:
    """Describe items from rows of cells, of which the first names the columns; otherwise like ``read_table``.

    Args:
        rows: The rows, given anew at each iteration, such as ``SpooledRows``: they need not fit into memory.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        aliases: Column names that only this kind of table has -> fields.
        options: What the curator says about the list.

    Raises:
        FormatError: All rows are blank, or no column names the item.
    """
    result = _describe(_Rows("", _Numbered(rows)), name, window, order, aliases, options or ListOptions())
    few = len(result.descriptions) <= _MAX_IN_MEMORY
    return _received(name, [result], (), tuple(result.descriptions) if few else result.descriptions)


_MAX_IN_MEMORY = 1_000
"""Descriptions that are a tuple; more are spooled."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Rows of cells with their numbers."""

    rows: Iterable[Sequence[str]]

    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(number, tuple(cells)) for number, cells in enumerate(self.rows, 1))


def _choose(
    tables: Sequence[Table], aliases: Mapping[str, str], options: ListOptions
) -> tuple[list[Table], tuple[str, ...]]:
    """The sheets that hold the list: the one that is asked for, else the one that names most fields, and its like."""
    if options.sheet:
        chosen = [table for table in tables if table.name.casefold() == options.sheet.casefold()]
        if not chosen:
            there = ", ".join(repr(table.name) for table in tables)
            raise FormatError(f"there is no sheet {options.sheet!r}; the sheets are: {there}")
        return chosen, ()
    shown = [table for table in tables if not table.hidden] or list(tables)
    headings = {}
    for table in shown:
        row, points = find_heading_row(table, aliases, options.columns)
        headings[table.name] = points, tuple(plain_heading(cell) for cell in table.rows[row].cells if cell.strip())
    best = max(shown, key=lambda table: headings[table.name][0])
    alike = [table for table in shown if headings[table.name] == headings[best.name]]
    others = [repr(table.name) for table in tables if table not in alike]
    notes = []
    if len(tables) > 1:
        notes.append(f"the workbook's {'sheets' if len(alike) > 1 else 'sheet'} {_listed(alike)} read")
        if others:
            notes[0] += f"; not read: {', '.join(others)} (choose one with --sheet NAME)"
    return alike, tuple(notes)


def _listed(tables: Sequence[Table]) -> str:
    names = ", ".join(repr(table.name) for table in tables)
    return f"{names} {'were' if len(tables) > 1 else 'was'}"


class _Problems(list[str]):
    """Sentences on a list: of one kind at most ``_MAX_LISTED``, of no kind ``_MAX_SENTENCES``, and how many more."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self._counts: dict[str, int] = {}

    def append(self, sentence: str) -> None:
        """Add a sentence, or count it where there are enough of its kind."""
        kind = next((kind for kind in _KINDS if kind in sentence), "")
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if self._counts[kind] <= (_MAX_LISTED if kind else _MAX_SENTENCES):
            super().append(sentence)

    def shortened(self) -> list[str]:
        """The sentences, and how many of each kind were only counted."""
        more = []
        for kind, count in self._counts.items():
            if kind and count > _MAX_LISTED:
                more.append(f"and {count - _MAX_LISTED} more rows of which the same is to be said: … {kind}")
            elif not kind and count > _MAX_SENTENCES:
                more.append(f"and {count - _MAX_SENTENCES} more sentences of other kinds")
        return [*self, *more]


_MAX_SENTENCES = 2_000
"""So many sentences of no kind are reported one by one; the rest are counted."""


@dataclass(slots=True)
class _Result:
    """What was made of one table."""

    columns: Columns
    dates: DateCells
    where: str
    descriptions: SpooledDescriptions
    repeated: frozenset[int]  # hashes of the ids that several rows have, so that the others need not stay in memory
    has_blanks: bool = False  # common blanks set the thousands of its numbers apart
    ids_have_blanks: bool = True
    own: OwnExport | None = None
    rows: int = 0
    joined: int = 0  # rows that say something else of an item than a row before
    examples: dict[int, ColumnExample] = field(default_factory=dict)  # by the column's index
    understood: list[str] = field(default_factory=list)
    problems: _Problems = field(default_factory=_Problems)
    left_out: dict[str, list[str]] = field(default_factory=dict)  # kind of row -> where
    program: str = ""  # where ids are given
    publicity: Mapping[int, PublicityColumn] = field(default_factory=dict)  # by which it says whom it shows an item to
    not_public: dict[str, str] = field(default_factory=dict)  # ids of the items that it does not show -> the column
    not_understood: dict[str, tuple[str, str]] = field(default_factory=dict)  # of which it is not clear: column, cell
    is_taken_in_anyway: bool = False
    levels: DescriptionLevels = field(default_factory=lambda: DescriptionLevels.of(()))
    title_column: int | None = None  # of titles that archivists or librarians give
    units: list[str] = field(default_factory=list)  # titles of series and fonds, which are no papers

    def leave_out(self, kind: str, place: str) -> None:
        self.left_out.setdefault(kind, []).append(place)


_MAX_ROWS_FOR_HEADING = 2_000
"""Rows of a list's beginning among which its heading row is looked for."""


def _describe(
    source: _Rows,
    name: str,
    window: int,
    order: str,
    aliases: Mapping[str, str],
    options: ListOptions,
    spool_folder: Path | None = None,
) -> _Result:
    head = Table(source.name, tuple(itertools.islice(source.rows, _MAX_ROWS_FOR_HEADING)))
    if all(row.is_blank for row in head.rows):
        raise FormatError("the file is empty")
    heading_row, points = find_heading_row(head, aliases, options.columns)
    if not points and not options.columns:
        first = ", ".join(visible(cell) or "(blank)" for cell in head.rows[heading_row].cells)
        raise FormatError(
            "no row names the columns: there is no column 'Item'; write a row with the names of the columns above the "
            f"first, which is: {first[:200]}"
        )
    joined = join_heading_rows(head, heading_row, aliases, options.columns)
    begin = heading_row + 1 + len(head.rows) - len(joined.rows)
    heading_cells = joined.rows[heading_row].cells

    own = OwnExport.of(heading_cells, options.is_here)
    if own:
        by_name = {name: name for name in own.fields.values()} | {BASE_COLUMN: ""}
        options = dataclasses.replace(options, columns={**by_name, **options.columns})

    events = _event_columns(heading_cells)

    def below() -> Iterator[TableRow]:
        rows = (row for row in itertools.islice(source.rows, begin, None) if not row.is_blank)
        rows = (_first_event(row, events) for row in rows) if events else rows
        return own.rows(rows) if own else rows

    facts = ColumnFacts(max(len(row.cells) for row in head.rows[:begin]))
    widths = set()
    publicity = PublicityColumns(heading_cells, options.columns, aliases)
    for row in below():
        facts.add(row)
        publicity.add(row.cells)
        widths.add(len(row.cells))
    unnamed = widths == {len(heading_cells) + 1} and facts.counts_rows(0, at_least=1)  # as R writes the numbers of rows
    if unnamed:
        heading_cells = ("", *heading_cells)
    said = {at + unnamed: column.target for at, column in publicity.columns().items() if column.target}
    columns = map_columns(
        heading_cells,
        heading_row,
        facts,
        aliases,
        options.columns,
        said,
        lambda: [at + unnamed for at in id_columns((row.cells for row in below()), options.pattern)],
    )
    dates, repeated, has_blanks, ids_have_blanks = _survey(below(), columns, options.pattern, window, order)
    where = f"sheet {source.name!r}, " if source.name else ""
    result = _Result(
        columns, dates, where, SpooledDescriptions(name, spool_folder), repeated, has_blanks, ids_have_blanks, own
    )
    result.program = options.program
    if not aliases:
        result.levels, result.title_column = DescriptionLevels.of(heading_cells), columns.title
    result.publicity = {at + unnamed: column for at, column in publicity.columns().items()}
    result.is_taken_in_anyway = options.include_private
    result.understood += [*source.notes, *columns.notes, *dates.understood]
    if unnamed:
        result.understood.append("each row has a cell more than there are names of columns: the first numbers the rows")
    if titles := [row for row in head.rows[:heading_row] if not row.is_blank]:
        words = "; ".join(", ".join(filter(None, map(visible, row.cells))) for row in titles)
        result.understood.append(
            f"{pluralise(len(titles), 'row')} above the heading row {head.rows[heading_row].number} "
            f"{'was' if len(titles) == 1 else 'were'} left out: {words[:200]}"
        )
    absent = [] if aliases else [core.capitalize() for core in CORE_FIELDS if not columns.of(core)]
    for sentence in (
        *source.problems(),
        *columns.problems,
        *(f"there is no column {core!r}; it stays blank for every item" for core in absent),
        *publicity.doubts(),
        *dates.problems,
    ):
        result.problems.append(sentence)
    heading = tuple(map(plain_heading, heading_cells))
    before: dict[tuple[str, ...], int] = {}
    for row in below():
        result.rows += 1
        if _is_heading(row.cells, heading):
            result.rows -= 1
            result.leave_out("the heading row again", str(row.number))
            continue
        _describe_row(row, name, result, options, before)
    if own:
        if own.same_rows and not result.descriptions:
            raise FormatError(
                "`briefbook catalogue export` wrote this list, and every cell is as it was exported: there is nothing "
                "to import",
                remedy="change cells, and record them with `briefbook catalogue import`.",
            )
        result.understood[:0] = own.understood()
        result.problems[:0] = own.problems()
    for kind, rows in result.left_out.items():
        result.understood.append(f"{where}left out as {kind}: {'row' if len(rows) == 1 else 'rows'} {', '.join(rows)}")
    return result


def _event_columns(heading_cells: Sequence[str]) -> tuple[int, ...]:
    """The columns of events as AtoM writes them, that of their kinds first; () where the list has none."""
    names = [visible(cell) for cell in heading_cells]
    if "eventTypes" not in names or "eventDates" not in names:
        return ()
    kinds = names.index("eventTypes")
    return (kinds, *(at for at, name in enumerate(names) if name.startswith("event") and at != kinds))


def _first_event(row: TableRow, events: Sequence[int]) -> TableRow:
    """A row of which the columns of events have only that of the creation, else the first; the others follow as notes.

    AtoM writes several in one cell, divided by bars, and NULL for what one of them lacks.
    """
    cells = list(row.cells)
    parts = {at: [part.strip() for part in cells[at].split("|")] for at in events if at < len(cells)}
    kinds = [kind.casefold() for kind in parts.get(events[0], [])]
    chosen = kinds.index("creation") if "creation" in kinds else 0
    others = []
    for place in range(len(kinds)):
        words = [
            values[place] for values in parts.values() if place < len(values) and values[place] not in ("", "NULL")
        ]
        if place != chosen and words:
            others.append(", ".join(words))
    for at, values in parts.items():
        if len(values) > 1 or values == ["NULL"]:
            value = values[chosen] if chosen < len(values) else ""
            cells[at] = "" if value == "NULL" else value
    if others:
        cells[events[0]] = "; ".join([cells[events[0]], *others])
    return dataclasses.replace(row, cells=tuple(cells))


def _is_heading(cells: Sequence[str], heading: Sequence[str]) -> bool:
    return len(cells) == len(heading) and all(
        plain_heading(cell) == name for cell, name in zip(cells, heading, strict=True)
    )


def _survey(
    rows: Iterable[TableRow], columns: Columns, pattern: str, window: int, order: str
) -> tuple[DateCells, frozenset[int], bool, bool]:
    """How dates are read, hashes of the ids that several rows have, whether numbers have blanks, whether ids have."""
    column, item_column = columns.of("date"), columns.of("item")[0]
    cells: list[Counter[str]] = [Counter() for _ in column]
    numbers: dict[str, None] = {}  # those with blanks
    number_column = columns.of("number")[:1]
    seen = array("q")
    ids_have_blanks = False
    for row in rows:
        for at in number_column:
            if " " in (cell := _at(row, at).strip()):
                numbers[cell] = None
        for of_column, at in zip(cells, column, strict=True):
            if cell := _at(row, at).strip():
                of_column[cell] += 1
        if item := one_id(_at(row, item_column), pattern)[0]:
            seen.append(hash(item))
            ids_have_blanks |= " " in item and not _is_alone(row)
    dates: Counter[str] = Counter()
    for of_column in cells:
        dates.update(of_column)
    in_order = sorted(seen)
    repeated = frozenset(first for first, second in itertools.pairwise(in_order) if first == second)
    heading = columns.columns[number_column[0]].heading if number_column else ""
    return DateCells.of(dates, window, order), repeated, blanks_set_thousands_apart(numbers, heading), ids_have_blanks


def _is_alone(row: TableRow) -> bool:
    """Has a row one cell that is filled?"""
    return sum(1 for cell in row.cells if cell.strip()) == 1


def _at(row: TableRow, index: int) -> str:
    """A cell as its writer typed it, blanks and line ends too."""
    return unguard_formula(row.cells[index]) if index < len(row.cells) else ""


def _describe_row(
    row: TableRow, name: str, result: _Result, options: ListOptions, before: dict[tuple[str, ...], int]
) -> None:
    columns = result.columns
    place = f"{result.where}row {row.number}"
    words = ", ".join(filter(None, map(visible, row.cells)))[:200]
    item_column = columns.of("item")[0]
    if is_spreadsheet_error(_at(row, item_column)):
        result.problems.append(f"{place} was left out: the spreadsheet shows an error in place of its id: {words}")
        return
    if unit := result.levels.unit(row.cells):
        result.units.append(unit)
        return
    item, fault, others = one_id(_at(row, item_column), options.pattern)
    if is_total(item, [cell for cell in row.cells if cell.strip()]):
        result.leave_out("a total", f"{row.number} ({words[:60]})")
        return
    if " " in item and not result.ids_have_blanks and len(columns.columns) > 1 and _is_alone(row):
        result.leave_out("a heading within the list", f"{row.number} ({words[:60]})")
        return
    if not item:
        result.problems.append(f"{place} names no item and was left out: {words}")
        return
    if len(item) > MAX_ID:
        result.problems.append(f"{place} was left out: its id is longer than {MAX_ID} letters: {item[:40]}…")
        return
    if fault and not options.any_id:
        result.problems.append(
            f"{place} was left out: {item!r} is taken for no id, for {fault} (--any-id keeps such rows)"
        )
        return
    is_repeated = hash(item) in result.repeated
    if is_repeated:
        visible_cells = zip(row.cells, columns.columns, strict=False)
        key = tuple(visible(cell) for cell, column in visible_cells if column.field != "")
        if key in before:
            result.problems.append(f"{place} ({item}) repeats row {before[key]} and was left out")
            return
        before[key] = row.number
    if not _is_shown(row, item, result) and not options.include_private:
        return
    readings, pages = _readings(row, name, result, f"{place} ({item})")
    if above := ", ".join(result.levels.path(row.cells)):
        own = [reading.value for reading in readings.get("citation", ()) if reading.value]
        whole = ", ".join([above, *own])
        readings["citation"] = (Reading(whole, whole, SourceKind.RECEIVED, source=name),)
    if others:
        words = f"{columns.columns[item_column].heading.lower()}: {others}"
        readings["note"] = (*readings.get("note", ()), Reading(words, words, SourceKind.RECEIVED, source=name))
        result.problems.append(f"{place} has several ids: {item} is taken, and kept as a note: {others}")
    earlier = result.descriptions.held_back.get(item)
    if earlier is not None:
        result.joined += _contradicts(earlier, readings)
        readings = merge_rows(earlier, readings, place, result.problems)
        pages = pages or earlier.pages
    flags = result.dates.flags(reading.as_written or "" for reading in readings.get("date", ()))
    description = Description(item, readings, pages=pages, row=row.number, flags=flags)
    if is_repeated:
        result.descriptions.hold_back(description)
    else:
        result.descriptions.add(description)


def _is_shown(row: TableRow, item: str, result: _Result) -> bool:
    """Does the list's system show an item to the public, as far as the list says anything of it?"""
    for at, column in result.publicity.items():
        cell = visible(_at(row, at))
        said = column.says(cell)
        if said is None:
            result.not_understood.setdefault(item, (column.heading, cell))
            return False
        if not said:
            result.not_public[item] = column.heading
            return False
    return True


def _readings(
    row: TableRow, name: str, result: _Result, where: str
) -> tuple[dict[str, tuple[Reading, ...]], tuple[str, ...]]:
    """The readings of a row's cells by field, and its text by pages."""
    columns, problems = result.columns, result.problems
    readings: dict[str, list[Reading]] = {}
    notes: list[Reading] = []
    pages: tuple[str, ...] = ()
    places: list[tuple[int, str, str]] = []  # parts of the archival source: the step, the words, the cell
    in_parts = len(columns.of("citation")) > 1

    def note(heading: str, written: str) -> None:
        words = f"{heading.lower() or 'column without a name'}: {written}"
        notes.append(Reading(words, words.rstrip(), SourceKind.RECEIVED, source=name))

    order = sorted(range(len(row.cells)), key=lambda index: _rank(columns, index))
    for index in order:
        written = blank_errors(_at(row, index), where, problems)
        if not visible(written):
            continue
        if index >= len(columns.columns):
            problems.append(f"{where} has more cells than there are columns: {visible(written)}")
            note("", written)
            continue
        column = columns.columns[index]
        target = column.field
        if target == "classification" and visible(written).casefold() in _LEVELS_OF_DESCRIPTION:
            target = None
        if target == "form" and visible(written).casefold().replace(" ", "") in _DCMI_TYPES:
            target = None
        if target == "" or (target == "item" and column.rank == 0):
            result.examples.setdefault(index, ColumnExample(visible(written)))
            continue
        if target == "text" or target is None or target == "item":
            result.examples.setdefault(index, ColumnExample(visible(written)))
        if target == "text":
            pages = pages or _pages(written)
        elif target in PUBLICITY:
            words = f"{column.heading.lower()}: {written}"
            notes.append(Reading(words, None, SourceKind.RECEIVED, source=name))
            result.examples.setdefault(index, ColumnExample(visible(written)))
        elif target == KEPT:
            notes += [Reading(line, None, SourceKind.RECEIVED, source=name) for line in written.splitlines() if line]
        elif target is None or target == "item":
            agents = _AGENT.findall(written) if target is None else []
            for whole, role, agent in agents:
                field = _ROLES.get(role)
                if field is None:
                    note(column.heading, whole)
                else:
                    found = Reading(whole, _value(field, agent), SourceKind.RECEIVED, source=name)
                    readings.setdefault(field, []).append(found)
            if not agents:
                note(column.heading, written)
        elif target == "citation" and ((rank := unit_rank(plain_heading(column.heading))) is not None or in_parts):
            words = with_unit(column.heading, written, rank) if _value(target, written) else ""
            places.append((_NO_UNIT if rank is None else rank, words, written))
            result.examples.setdefault(index, ColumnExample(visible(written), words))
        elif target in readings and target not in MULTIPLE and target != "note":
            if visible(written).casefold() != visible(readings[target][0].as_written or "").casefold():
                note(column.heading, written)
        else:
            earlier = readings.setdefault(target, [])
            values = _cell_readings(target, written, name, result, where)
            result.examples.setdefault(index, _example(written, values[target]))
            for written_to, extra in values.items():
                into = earlier if written_to == target else readings.setdefault(written_to, [])
                held = {fold(reading.value) for reading in into if reading.value}
                into += [reading for reading in extra if reading.value is None or fold(reading.value) not in held]
    if source := joined([(rank, words) for rank, words, _ in places]):
        as_written = "; ".join(written for _, _, written in sorted(places, key=lambda place: place[0]))
        readings["citation"] = [Reading(as_written, source, SourceKind.RECEIVED, source=name)]
    if (at := result.title_column) is not None and is_title(title := visible(_at(row, at))):
        notes.append(Reading(f"{TITLE}{title}", None, SourceKind.RECEIVED, source=name))
    _take_kind_apart(readings, name)
    if notes:
        readings.setdefault("note", []).extend(notes)
    return {field: tuple(values) for field, values in readings.items() if values}, pages


def _take_kind_apart(readings: dict[str, list[Reading]], name: str) -> None:
    """Of a title that only says what kind of paper it is, Telegram 3316: its kind and number, and no subject."""
    titles = readings.get("subject", [])
    written = visible(titles[0].as_written or "") if len(titles) == 1 else ""
    kind = kind_of_title(written)
    if kind is None:
        return
    given = {key: [reading.value for reading in readings.get(key, ()) if reading.value] for key in _OF_KIND}
    if kind[1] and given["number"] and kind[1] not in given["number"]:
        return  # which contradicts the column of numbers: both stay as written
    for target, value in zip(_OF_KIND, kind, strict=True):
        if value and not given[target]:
            readings[target] = [*readings.get(target, ()), Reading(written, value, SourceKind.RECEIVED, source=name)]
    del readings["subject"]


_OF_KIND = ("form", "number")
_NO_UNIT = 99
"""The step of a column that names an archival source as a whole: it stands behind its parts."""

_LEVELS_OF_DESCRIPTION = frozenset({"item", "file", "series", "subseries", "fonds", "collection", "recordgrp", "part"})
"""What a column called Level holds where archives describe, and no security classification is called."""

_DCMI_TYPES = frozenset({
    "collection", "dataset", "event", "image", "interactiveresource", "movingimage", "physicalobject", "service",
    "software", "sound", "stillimage", "text",
})  # fmt: skip
"""The DCMI Type Vocabulary (dublincore.org): what kind of thing a resource is, and no form of a document."""

_AGENT = re.compile(r"(?:^|\|)\s*(relators:([a-z]{3}):\w+:([^|]+))")
"""Persons and bodies with their roles, as Islandora writes them: relators:aut:person:Reed, Ann|relators:rcp:..."""

_ROLES = {"aut": "from", "cre": "from", "crp": "from", "rcp": "to", "adr": "to"}


def _pages(text: str) -> tuple[str, ...]:
    r"""The pages of a text, as typed: a form feed ends a page, so that there is none behind the last.

    >>> _pages("\fPAGE TWO\f")
    ('', 'PAGE TWO')
    """
    pages = text.split("\f")
    while pages and not pages[-1].strip():
        pages.pop()
    return tuple(pages)


def _rank(columns: Columns, index: int) -> tuple[int, int]:
    return (columns.columns[index].rank if index < len(columns.columns) else 0), index


def _example(written: str, readings: Sequence[Reading]) -> ColumnExample:
    """A cell as the report shows it: as written, and what it was taken to mean."""
    return ColumnExample(visible(written), "; ".join(visible(reading.value or "?") for reading in readings))


def _cell_readings(target: str, written: str, name: str, result: _Result, where: str) -> dict[str, list[Reading]]:
    """The readings that one cell gives, by field: a classification may name caveats besides.

    What is written stays as it is, to the blank; only what is understood of codes and days is without doubled blanks.
    """
    dates, problems = result.dates, result.problems
    if target == "date":
        reading = dates.read(_one_date(written, dates))
        if problem := date_problem(reading):
            problems.append(f"{where}: {problem}")
        return {"date": [Reading(written, reading.without_clock, SourceKind.RECEIVED, source=name, note=reading.note)]}
    if target in ("sent", "received", "event"):
        reading = dates.read(written)
        value = (reading.without_clock if target == "event" else reading.edtf) or _value(target, written)
        return {target: [Reading(written, value, SourceKind.RECEIVED, source=name, note=reading.note)]}
    if target == "classification":
        level, caveats = classification_values(visible(written))
        found = {"classification": [Reading(written, level, SourceKind.RECEIVED, source=name)]}
        if caveats:
            found["caveats"] = [Reading(caveat, caveat, SourceKind.RECEIVED, source=name) for caveat in caveats]
        return found
    if target == "number":
        number = written.strip() if is_set_apart(written) else visible(written)
        value, problem = whole_number(number, has_blanks=result.has_blanks)
        if problem:
            problems.append(f"{where}: {problem}")
            return {"number": [Reading(written, None, SourceKind.RECEIVED, source=name, note=problem)]}
        return {"number": [Reading(written, _value(target, value), SourceKind.RECEIVED, source=name)]}
    if target in MULTIPLE:
        by_words: dict[str, tuple[str, str | None]] = {}
        for part in several_values(written):
            value = _value(target, visible(part))
            by_words.setdefault(fold(value or part), (part, value))
        pairs = list(by_words.values())
    elif target == "from" and len(names := _names(written)) > 1 and all(map(_PERSON.fullmatch, names)):
        first = Reading(written, _value(target, names[0]), SourceKind.RECEIVED, source=name, note=_FIRST_OF_SEVERAL)
        return {"from": [first], "signer": [Reading(written, "; ".join(names), SourceKind.RECEIVED, source=name)]}
    else:
        words = re.sub(r"\s*\|\|\s*", "; ", written) if target == "from" else written  # several, as DSpace has them
        pairs = [(written, _value(target, words))]
    return {target: [Reading(part, value, SourceKind.RECEIVED, source=name) for part, value in pairs]}


_PERSON = re.compile(
    r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)?, [^\W\d_][\w'’.-]*(?: [\w'’.-]+){0,2}(?:, (?:Jr|Sr|I+V?)\.?)?"
)
"""A person as libraries write one: Hale, Margaret; King, Martin Luther, Jr."""


def _names(written: str) -> list[str]:
    """The names in a cell of senders, divided at ";" or, as DSpace has them, at "||"; each once, in whatever order.

    >>> _names("Hale, Margaret; Hale, Edwin; Margaret Hale")
    ['Hale, Margaret', 'Hale, Edwin']
    """
    names: dict[frozenset[str], str] = {}
    for part in re.split(r"\|\||;", written):
        if visible(part):
            names.setdefault(frozenset(re.findall(r"\w+", fold(part))), part.strip())
    return list(names.values())


_FIRST_OF_SEVERAL = "the first of several"


def _one_date(written: str, dates: DateCells) -> str:
    """Of a cell that has a day several times with || between, as DSpace writes them, the first; any other as it is.

    Different days stay together, and so are not understood: none of them is surely the paper's.
    """
    parts = [part.strip() for part in written.split("||") if visible(part)]
    days = {dates.read(part).edtf for part in parts}
    return parts[0] if parts and len(days) == 1 and None not in days else written


def _value(target: str, written: str) -> str | None:
    words = _WIKI_LINK.sub(r"\1", written.strip())
    is_party = target in ("from", "to", "info")
    bare = _bare(words)
    if (
        bare in _NO_VALUE
        or (target in _NEVER_LETTERS and bare.replace(" ", "") in _NO_VALUE_IN_LETTERS)
        or words.startswith("[")
    ):
        return None
    return post_or_words(visible(words)) if is_party else words


_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
"""A link to a note, as Obsidian and other wikis write it, and what is shown of it: [[people/Berg|Anna Berg]]."""


def _bare(words: str) -> str:
    return " ".join(re.sub(r"[-‐-―−.()…]", "", fold(words)).split())


def merge_rows(
    earlier: Description, later: Mapping[str, tuple[Reading, ...]], place: str, problems: list[str]
) -> dict[str, tuple[Reading, ...]]:
    """Merge a second row for an item: values that differ are kept beside the first, and reported."""
    merged = dict(earlier.readings)
    differs = False
    for name, readings in later.items():
        held = {_words(reading) for reading in merged.get(name, ())}
        new = tuple(reading for reading in readings if _words(reading) not in held)
        if not new:
            continue
        if name in merged and name != "note":
            differs = True
            problems.append(
                f"{place}: {earlier.item} is also in row {earlier.row}, and {name} differs: "
                f"{merged[name][0].written_words!r} and {new[0].written_words!r}"
            )
        if name in merged and name != "note":
            merged[name] = tuple(_of_row(reading, earlier.row) for reading in merged[name])
            new = tuple(_of_row(reading, int(row[1])) if (row := _ROW.search(place)) else reading for reading in new)
        merged[name] = (*merged.get(name, ()), *new)
    if not differs:
        problems.append(f"{place}: {earlier.item} is also in row {earlier.row}; the two rows were joined")
    return merged


_ROW = re.compile(r"row (\d+)")


def _of_row(reading: Reading, row: int) -> Reading:
    """A reading whose note says the row, where another row contradicts it."""
    if not row or OF_ROW.search(reading.note):
        return reading
    return dataclasses.replace(reading, note="; ".join(filter(None, (reading.note, f"row {row}"))))


def _contradicts(earlier: Description, later: Mapping[str, tuple[Reading, ...]]) -> bool:
    """Has a second row for an item a value other than the first in a field that both fill?"""
    shared = [name for name in later if name in earlier.readings and name != "note"]
    return any(set(map(_words, later[name])) - set(map(_words, earlier.readings[name])) for name in shared)


def _words(reading: Reading) -> str:
    """By what the readings of two rows are compared."""
    return visible(reading.value or reading.as_written or "")


def _join(name: str, results: Sequence[_Result], notes: tuple[str, ...]) -> Received:
    """The results of all tables as one import; an item in two of them is merged as in one."""
    if len(results) == 1:
        return _received(name, results, notes, tuple(results[0].descriptions))
    descriptions: dict[str, Description] = {}
    problems: list[str] = []
    for result in results:
        for description in result.descriptions:
            item = description.item
            if item in descriptions:
                readings = merge_rows(descriptions[item], description.readings, f"{result.where}row", problems)
                pages = descriptions[item].pages or description.pages
                flags = tuple(dict.fromkeys((*descriptions[item].flags, *description.flags)))
                description = Description(item, readings, pages=pages, row=description.row, flags=flags)
            descriptions[item] = description
    return _received(name, results, notes, tuple(descriptions.values()), problems)


def _received(
    name: str,
    results: Sequence[_Result],
    notes: tuple[str, ...],
    descriptions: Collection[Description],
    further_problems: Sequence[str] = (),
) -> Received:
    understood: dict[str, None] = dict.fromkeys(notes)
    problems: dict[str, None] = {}
    for result in results:
        understood |= dict.fromkeys(result.understood)
        problems |= dict.fromkeys(result.problems.shortened())
    problems |= dict.fromkeys(further_problems)
    rows_joined = sum(result.joined for result in results)
    if rows_joined:
        sentence = (
            f"{pluralise(rows_joined, 'row')} name{'s' if rows_joined == 1 else ''} an item that a row before names "
            "too, with other values, and each such item has the values of all its rows: where they are other papers"
            + (
                f", give each an id of its own in {program}, export, and import again"
                if (program := next((result.program for result in results if result.program), ""))
                else " (numbers of photographs that begin anew in each box), give each an id of its own"
            )
        )
        problems = {sentence: None, **problems}
    problems = dict.fromkeys((*_on_publicity(results), *_on_units(results))) | problems
    for sentence in [sentence for sentence in understood if ABOUT_AS_LIKELY in sentence]:
        del understood[sentence]
        problems[f"{sentence}; if that is right, import it with --encoding and that name"] = None
    mapping: dict[str, str] = {}
    examples: dict[str, ColumnExample] = {}
    for result in results:
        mapping |= result.columns.as_mapping
        of_column = ((label, result.examples.get(at)) for at, label in enumerate(result.columns.labels))
        examples = {label: example for label, example in of_column if label in mapping and example} | examples
    return Received(
        name,
        descriptions,
        understood=tuple(understood),
        not_understood=tuple(problems),
        counts={"rows": sum(result.rows for result in results), "items": len(descriptions)},
        columns=mapping,
        not_public=tuple(
            item
            for result in results
            if not result.is_taken_in_anyway
            for item in (*result.not_public, *result.not_understood)
        ),
        examples=examples,
        unknown_columns=tuple(dict.fromkeys(label for result in results for label in result.columns.unknown)),
    )


def _on_units(results: Sequence[_Result]) -> Iterator[str]:
    """The sentence on rows of series and fonds."""
    if units := [unit for result in results for unit in result.units]:
        more = " …" if len(units) > _MAX_LISTED else ""
        are = "is" if len(units) == 1 else "are"
        yield (
            f"{pluralise(len(units), 'row')} {are} of a series, a fonds or a collection, and no paper: kept in the "
            f"original, and a part of where the papers below are: {'; '.join(units[:_MAX_LISTED])}{more}"
        )


def _on_publicity(results: Sequence[_Result]) -> Iterator[str]:
    """Sentences on the rows that the list's system does not show to the public, or may not show."""
    kept_back = {item: column for result in results for item, column in result.not_public.items()}
    unclear = {item: said for result in results for item, said in result.not_understood.items()}
    took_in = any(result.is_taken_in_anyway for result in results)
    what = "came in as well" if took_in else "stayed out, and will not be published"
    if kept_back:
        more = " …" if len(kept_back) > _MAX_LISTED else ""
        are = "is" if len(kept_back) == 1 else "are"
        advice = "" if took_in else _advice(kept_back.values())
        yield (
            f"{pluralise(len(kept_back), 'item')} {are} not public where the list comes from, and {what}: "
            f"{', '.join(list(kept_back)[:_MAX_LISTED])}{more}{advice}"
        )
    if unclear:
        named = [f"{item} ({cell or 'blank'})" for item, (_, cell) in list(unclear.items())[:_MAX_LISTED]]
        more = " …" if len(unclear) > _MAX_LISTED else ""
        advice = "" if took_in else _advice(column for column, _ in unclear.values())
        yield (
            f"{pluralise(len(unclear), 'item')} could not be understood as public or not, and {what}: "
            f"{', '.join(named)}{more}{advice}"
        )


def _advice(headings: Iterable[str]) -> str:
    """What to do where a column keeps items back that should come in."""
    named = ", ".join(f'--map "{heading}=note"' for heading in dict.fromkeys(headings))
    return f"; --include-private takes them in, and {named} says that the column is of something else"


_KINDS = (
    "names no item and was left out",
    "is taken for no id",
    "and was left out",
    "was not understood and is kept as written",
    "the spreadsheet shows an error",
)
