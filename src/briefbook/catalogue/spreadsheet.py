"""The catalogue as a spreadsheet, out and back: what somebody changed is told from what programs did to the cells.

Every row carries what was exported (``as exported``). A cell that a program alone would have made of that is no change;
what may be one or the other is a doubt: it is listed like a conflict and never recorded.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from briefbook.catalogue.field_values import DATE_FIELDS
from briefbook.errors import FormatError
from briefbook.model.catalogue import FIELDS, Catalogue, Entry
from briefbook.text.cell_artefacts import (
    MAX_CELL,
    days_in_figures,
    is_blank,
    same_date,
    same_value,
    whole_digits,
)
from briefbook.text.dates import read_date, shown_order
from briefbook.text.exported_cells import BASE_COLUMN, base_cell, base_of, is_checksum, read_base
from briefbook.util.cells import CsvWriter, guard_text_cell, is_spreadsheet_error, unguard_formula, visible
from briefbook.util.tables import Table, TableRow

DEFAULT_COLUMNS = ("date", "from", "to", "info", "number", "classification", "precedence", "caveats", "subject", "note")
"""The fields exported by default, after ``item``."""

_Parse = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs from the catalogue.

    Attributes:
        item: The item's id.
        field: The field.
        before: What the catalogue holds now.
        after: What the spreadsheet says.
        base: What the catalogue held when it was exported.
        conflict: It is not recorded unless somebody decides.
        doubt: Why it is not certain what the spreadsheet says; "" where the catalogue changed since the export.
    """

    item: str
    field: str
    before: str | None
    after: str | None
    base: str | None = None
    conflict: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a spreadsheet differs from the catalogue: changes, conflicts, and problems of cells that cannot be used."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    has_base: bool = True


# Out


def _rows(catalogue: Iterable[Entry], fields: Sequence[str]) -> Iterable[list[str]]:
    yield ["item", *fields, BASE_COLUMN]
    for entry in catalogue:
        values = [entry.value(name) or "" for name in fields]
        base = {"item": entry.item, **dict(zip(fields, values, strict=True))}
        yield [entry.item, *values, base_cell(base)]


def write_spreadsheet(catalogue: Iterable[Entry], fields: Sequence[str] = DEFAULT_COLUMNS) -> str:
    """Write CSV with one row per item; the last column has the values as exported, as JSON."""
    out = io.StringIO()
    writer = CsvWriter(out)
    for row in _rows(catalogue, fields):
        writer.write(row)
    return out.getvalue()


def write_workbook(catalogue: Iterable[Entry], fields: Sequence[str] = DEFAULT_COLUMNS) -> bytes:
    """The same as an Excel workbook (.xlsx) of text cells alone, so that no program takes them for days or numbers.

    Args:
        catalogue: The entries.
        fields: The fields, in order.

    Returns:
        The file. A value longer than a cell can be is cut off with an ellipsis.
    """
    out = io.BytesIO()
    import xlsxwriter  # type: ignore[import-untyped]  # only here: every command would wait for it

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same catalogue gives the same file
        text = book.add_format({"num_format": "@", "valign": "top"})
        head = book.add_format({"num_format": "@", "bold": True})
        sheet = book.add_worksheet("Catalogue")
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(("item", *fields, BASE_COLUMN)):
            wide = name in ("subject", "note")
            sheet.set_column(column, column, 50 if wide else 12 if name == BASE_COLUMN else 18, text)
        for number, row in enumerate(_rows(catalogue, fields)):
            for column, cell in enumerate(map(guard_text_cell, row)):
                sheet.write_string(
                    number,
                    column,
                    cell if len(cell) <= MAX_CELL else cell[: MAX_CELL - 3] + "...",
                    head if number == 0 else text,
                )
    return out.getvalue()


# Back


@dataclass(slots=True)
class _Sheet:
    """A spreadsheet that came back: its rows by heading, each with what was exported."""

    fields: list[str]
    rows: list["_Row"] = field(default_factory=list)
    orders: dict[str, "_Order"] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    number: int
    entry: Entry
    cells: Mapping[str, str]
    base: Mapping[str, str] | None

    def exported(self, name: str) -> str | None:
        """What the field held at export; what it holds now where the row has no base."""
        now = self.entry.value(name)
        if self.base is None:
            return now
        value = self.base.get(name)
        if value and is_checksum(value):
            return now if now and base_of(now) == value else value
        return value


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of days in figures in a column.

    Attributes:
        order: "dmy", "mdy", or "" where it does not show.
        weak: It shows by what was exported in one cell only.
        untouched: Other days stand as they were exported, so that no program rewrote the column.
    """

    order: str = ""
    weak: bool = False
    untouched: bool = False


def compare_spreadsheet(
    tables: Sequence[Table], catalogue: Catalogue, parse_field: _Parse, *, window: int = 1900, order: str = ""
) -> Comparison:
    """What a spreadsheet says otherwise than the catalogue.

    Args:
        tables: The sheets of the file, see ``util.tables``; the first with a column "item" is taken.
        catalogue: The catalogue now.
        parse_field: Field and value as typed -> its stored form (a date as EDTF); None where it is none.
        window: First year of the hundred years that years of two digits fall in.
        order: ``[dates] order`` of the settings; "" if not set.

    Returns:
        The comparison. A cell left blank means blank only if the export held a value.

    Raises:
        FormatError: There is no item column or no known field, or the columns were sorted apart.
    """
    problems: list[str] = []
    table, heading_row = _find(tables)
    header = [visible(cell).lower() for cell in heading_row.cells]
    fields = [name for name in dict.fromkeys(header) if name in FIELDS]
    if not fields:
        raise FormatError(f"no column is a known field; known are: {', '.join(FIELDS)}")
    doubled = [name for name, count in Counter(filter(None, header)).items() if count > 1]
    if doubled:
        raise FormatError(f"two columns are named {doubled[0]!r}: leave only the right one")
    sheet = _Sheet(fields)
    sheet.rows = _read_rows(table, heading_row, header, catalogue, problems)
    sheet.orders = {name: _order_of(sheet.rows, name) for name in fields if name in DATE_FIELDS}
    changes: list[Change] = []
    for row in sheet.rows:
        for name in fields:
            try:
                if change := _compare(row, name, sheet, parse_field, window, order):
                    changes.append(change)
            except FormatError as error:
                problems.append(f"row {row.number}: {error}")
    changes = _doubt_doubled_rows(_doubt_sorted_columns(changes), sheet.rows)
    problems += [*table.problems]
    unknown = [name for name in header if name and name not in FIELDS and name not in ("item", BASE_COLUMN)]
    problems += [f"column {name!r} is not a field; it was ignored" for name in unknown]
    return Comparison(
        tuple(change for change in changes if not change.conflict),
        tuple(change for change in changes if change.conflict),
        tuple(problems),
        BASE_COLUMN in header,
    )


_MAX_ROWS_ABOVE = 40


def _find(tables: Sequence[Table]) -> tuple[Table, TableRow]:
    """The table and its heading row: the first row with a cell "item"."""
    for table in tables:
        for row in [row for row in table.rows if not row.is_blank][:_MAX_ROWS_ABOVE]:
            if "item" in (visible(cell).lower() for cell in row.cells):
                return table, row
    first = next((row for table in tables for row in table.rows if not row.is_blank), None)
    there = ", ".join(filter(None, map(visible, first.cells))) if first else ""
    raise FormatError(f"there is no column 'item'; the columns are: {there or 'none'}")


def _read_rows(
    table: Table, heading_row: TableRow, header: Sequence[str], catalogue: Catalogue, problems: list[str]
) -> list[_Row]:
    rows: list[_Row] = []
    strangers = 0
    for row in table.rows:
        cells = dict(zip(header, row.cells, strict=False))
        if row.number <= heading_row.number or row.is_blank:
            continue
        item = visible(unguard_formula(cells.get("item", "").strip()))
        base = read_base(cells.get(BASE_COLUMN, ""))
        exported = base.get("item") if base else None
        if exported and not same_value(cells.get("item", ""), exported):
            strangers += 1
            problems.append(
                f"row {row.number}: it is named {item or '(blank)'!r}, but the cell 'as exported' is of {exported}; "
                "nothing of this row was taken"
            )
            continue
        if item.lower() == "item":
            continue
        entry = catalogue.get(exported or item) or catalogue.get(whole_digits(item) or item)
        if entry is None:
            problems.append(
                f"row {row.number}: there is no item {item!r}" if item else f"row {row.number} names no item"
            )
            continue
        rows.append(_Row(row.number, entry, cells, base))
    if strangers > 2 and strangers * 4 > len(rows):
        raise FormatError(
            f"in {strangers} rows the cell 'as exported' is of another item than the row: the columns were sorted "
            "apart. Nothing was taken: export again, and sort whole rows"
        )
    return rows


def _order_of(rows: Sequence[_Row], name: str) -> _Order:
    """The order of days in figures in a column: by days that can be read one way only, and by what was exported."""
    shown: Counter[str] = Counter()
    exported_so: Counter[str] = Counter()
    untouched = False
    for row in rows:
        cell, exported = visible(row.cells.get(name, "")), row.exported(name)
        if order := shown_order([cell]):
            shown[order] += 1
        elif exported and exported[:4] >= "1900":  # Excel leaves earlier days alone
            untouched |= cell == exported and re.fullmatch(r"\d{4}-\d\d-\d\d", exported) is not None
            if {"dmy", "mdy"} <= {reading.order for reading in days_in_figures(cell)}:
                right = [order for order in ("dmy", "mdy") if same_date(cell, exported, (order,))]
                exported_so.update(right if len(right) == 1 else [])
    votes = shown if shown or untouched else exported_so
    if len(votes) == 2:
        (first, more), (_, fewer) = votes.most_common(2)
        return _Order(first if more > 3 * fewer else "", untouched=untouched)
    order = next(iter(votes), "")
    return _Order(order, weak=not shown and votes[order] == 1, untouched=untouched)


def _compare(row: _Row, name: str, sheet: _Sheet, parse_field: _Parse, window: int, order: str) -> Change | None:
    cell = row.cells.get(name, "").strip()
    now, exported = row.entry.value(name), row.exported(name)
    if is_blank(cell) and row.base is None:
        return None  # a blank in a sheet that never held the value says nothing
    if exported and is_checksum(exported) and same_value(cell, now or ""):
        return None
    if exported and is_checksum(exported) and base_of(cell.replace("\r\n", "\n")) == exported:
        return None
    if name in DATE_FIELDS:
        return _compare_date(row, name, cell, sheet.orders[name], parse_field, window, order)
    if any(same_value(cell, held or "") for held in (exported, now)):
        return None
    if is_spreadsheet_error(cell):
        raise FormatError(f"{row.entry.item}: the spreadsheet shows an error in {name}, {cell}; it was left as it is")
    cell = _restore(row.entry.item, name, unguard_formula(cell), exported)
    after = _parse(parse_field, row.entry.item, name, "" if is_blank(cell) else cell)
    if after in (exported, now):
        return None
    doubt = ""
    if exported and re.fullmatch(r"0\d+", exported) and after and after.isdigit() and len(after) < len(exported):
        doubt = "zeros at its beginning may have been dropped by the spreadsheet"
    return _change(row, name, after, doubt)


def _restore(item: str, name: str, cell: str, exported: str | None) -> str:
    """A changed cell without what the program did to it as to the others."""
    if re.fullmatch(r"\d[.,]\d+E\+?\d{2,}", cell):
        raise FormatError(f"{item}: {name} {cell!r} was shortened by the spreadsheet; it was left as it is")
    if exported and exported.isdigit() and (digits := whole_digits(visible(cell))):
        return digits if not cell.isdigit() else cell
    return cell


def _parse(parse_field: _Parse, item: str, name: str, cell: str) -> str | None:
    value = parse_field(name, cell) if cell else None
    if cell and value is None:
        note = read_date(cell).note if name == "date" else ""
        raise FormatError(f"{item}: {cell!r} cannot be understood as {name}" + (f": {note}" if note else ""))
    return value or None


def _change(row: _Row, name: str, after: str | None, doubt: str = "") -> Change:
    now, exported = row.entry.value(name), row.exported(name)
    return Change(row.entry.item, name, now, after, exported, conflict=bool(doubt) or exported != now, doubt=doubt)


def _compare_date(
    row: _Row, name: str, cell: str, shown: _Order, parse_field: _Parse, window: int, order: str
) -> Change | None:
    """A date that differs; a day in figures is read in the order that the column shows, else that of the settings."""
    item, held = row.entry.item, [value or "" for value in (row.exported(name), row.entry.value(name))]
    cell = visible(unguard_formula(cell))
    readings = {reading.order: reading for reading in days_in_figures(cell)}
    for value in dict.fromkeys(held):
        if re.fullmatch(r"\d{4}(?:-\d\d)?", value) and (shown.untouched or len(value) == 4):
            first_day = f"{value}-01-01"[:10]
            if any(
                f"{reading.year:04}-{reading.month:02}-{reading.day:02}" == first_day for reading in readings.values()
            ):
                return _change(
                    row, name, first_day, f"{cell!r} may be {value}, as it was exported, or the day {first_day}"
                )
    if not {"dmy", "mdy"} <= readings.keys() or readings["dmy"].parts == readings["mdy"].parts:
        if any(same_date(cell, value) for value in held):
            return None
        if is_spreadsheet_error(cell):
            raise FormatError(f"{item}: the spreadsheet shows an error in {name}, {cell}; it was left as it is")
        after = _parse(parse_field, item, name, "" if is_blank(cell) else cell)
        return None if (after or "") in held else _change(row, name, after)
    order = order if shown.weak and order else shown.order or order
    if order and any(same_date(cell, value, (order,)) for value in held):
        return None
    exchanged = next((value for value in held if value and same_date(cell, value)), None)
    if exchanged and not order and not shown.untouched:
        return None
    first, second = (read_date(cell, window=window, order=each) for each in (order or "dmy", "mdy"))
    after = _parse(parse_field, item, name, (first.without_clock if name == "date" else first.edtf) or cell)
    doubt = ""
    if exchanged:
        doubt = f"{cell!r} may be {exchanged}, the day that was exported, with day and month exchanged, or {after}"
    elif not order:
        doubt = f"{cell!r} can mean {after} or {second.without_clock}"
    return _change(row, name, after, doubt)


def _doubt_sorted_columns(changes: Sequence[Change]) -> list[Change]:
    """Changes of a column that holds the same values in another order are doubts: it was sorted apart from the rest."""
    doubted = []
    for name in dict.fromkeys(change.field for change in changes):
        of_column = [change for change in changes if change.field == name]
        before, after = (Counter(values) for values in ([c.base for c in of_column], [c.after for c in of_column]))
        if len(of_column) > 3 and before == after:
            doubted.append(name)
    return [
        replace(change, conflict=True, doubt="the column holds the same values in another order: was it sorted apart?")
        if change.field in doubted
        else change
        for change in changes
    ]


def _doubt_doubled_rows(changes: Sequence[Change], rows: Sequence[_Row]) -> list[Change]:
    """Changes of an item that has several rows which do not say the same are doubts."""
    by_item: dict[str, list[_Row]] = {}
    for row in rows:
        by_item.setdefault(row.entry.item, []).append(row)
    result: list[Change] = []
    for change in dict.fromkeys(changes):
        # a blank in a row that never held the value says nothing
        saying = [row for row in by_item[change.item] if row.base or not is_blank(row.cells.get(change.field, ""))]
        if len(saying) > 1 and sum(other == change for other in changes) < len(saying):
            where = " and ".join(str(row.number) for row in saying)
            change = replace(change, conflict=True, doubt=f"rows {where} are both of it and say different things")
        result.append(change)
    return result
