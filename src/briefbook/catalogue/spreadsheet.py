"""Export the catalogue as a spreadsheet and compare it when it comes back: a three-way comparison."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefbook.errors import FormatError
from briefbook.model.catalogue import FIELDS, Catalogue, Entry
from briefbook.text.dates import read_date

BASE_COLUMN = "as exported"
"""Heading of the last column, the values as exported, by which changes on either side are recognised."""

DEFAULT_COLUMNS = ("date", "from", "to", "info", "number", "classification", "precedence", "caveats", "subject", "note")
"""The fields exported by default, after ``item``."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs from the catalogue. ``conflict``: the catalogue changed it too since the export."""

    item: str
    field: str
    before: str | None  # what the catalogue holds now
    after: str | None
    base: str | None = None
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class SpreadsheetComparison:
    """How a spreadsheet differs from the catalogue: changes, conflicts, and problems of cells that cannot be used."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    has_base: bool = True


def write_spreadsheet(catalogue: Iterable[Entry], fields: Sequence[str] = DEFAULT_COLUMNS) -> str:
    """Write CSV with one row per item; the last column has the values as exported, as JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["item", *fields, BASE_COLUMN])
    for entry in catalogue:
        values = [entry.value(name) or "" for name in fields]
        base = {name: value for name, value in zip(fields, values, strict=True) if value}
        writer.writerow([entry.item, *values, json.dumps(base, ensure_ascii=False, separators=(",", ":"))])
    return out.getvalue()


def compare_spreadsheet(
    text: str, catalogue: Catalogue, parse_field: Callable[[str, str], str | None]
) -> SpreadsheetComparison:
    """Compare an edited spreadsheet with the catalogue.

    A blank cell means that the value is removed only if the spreadsheet has the values as exported.

    Args:
        text: The CSV, separated by commas, semicolons or tabs.
        catalogue: The catalogue as it is now.
        parse_field: Gives a value of a field in its stored form (a date as EDTF), None where it cannot be understood.

    Raises:
        FormatError: It is not CSV, or has no column ``item`` or no known field.
    """
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise FormatError(f"it is not CSV: {error}") from error
    if not rows:
        raise FormatError("the file is empty")
    header = [name.strip().lower() for name in rows[0]]
    if "item" not in header:
        raise FormatError(f"there is no column 'item'; the columns are: {', '.join(rows[0]) or 'none'}")
    fields = [name for name in header if name in FIELDS]
    if not fields:
        raise FormatError(f"no column is a known field; known are: {', '.join(FIELDS)}")
    changes, problems = [], []
    for number, cells in enumerate(rows[1:], 2):
        row = dict(zip(header, cells, strict=False))
        if not any(cell.strip() for cell in cells):
            continue
        entry = catalogue.get(row["item"].strip())
        if entry is None:
            problems.append(f"row {number}: there is no item {row['item']!r}")
            continue
        for field in fields:
            try:
                changes += _compare(entry, field, row, parse_field)
            except FormatError as error:
                problems.append(f"row {number}: {error}")
    unknown = [name for name in header if name and name not in FIELDS and name not in ("item", BASE_COLUMN)]
    problems += [f"column {name!r} is not a field; it was ignored" for name in unknown]
    return SpreadsheetComparison(
        tuple(change for change in changes if not change.conflict),
        tuple(change for change in changes if change.conflict),
        tuple(problems),
        BASE_COLUMN in header,
    )


def _compare(
    entry: Entry, field: str, row: Mapping[str, str], parse_field: Callable[[str, str], str | None]
) -> list[Change]:
    now = entry.value(field)
    try:
        base = json.loads(row[BASE_COLUMN]).get(field) if row.get(BASE_COLUMN) else now
    except (ValueError, AttributeError):
        base = now
    cell = row.get(field, "").strip()
    if not cell and not row.get(BASE_COLUMN):
        return []  # a blank in a sheet that never had the value means nothing
    if cell in (base or "", now or ""):
        return []
    if field == "date" and (exported := _exchanged(cell, (base, now))):
        return _exchange(entry, cell, exported, parse_field)
    value = parse_field(field, cell) if cell else None
    if cell and value is None:
        raise FormatError(f"{entry.item}: {cell!r} cannot be understood as {field}")
    value = value or None
    if value in (base, now):
        return []
    return [Change(entry.item, field, now, value, base, conflict=base != now)]


def _exchanged(cell: str, dates: Sequence[str | None]) -> str | None:
    """The date among ``dates`` that a cell in figures may mean in one of its two orders; None if none."""
    alternatives = read_date(cell).alternatives
    return next((date for date in dates if date and date in alternatives), None)


def _exchange(entry: Entry, cell: str, exported: str, parse_field: Callable[[str, str], str | None]) -> list[Change]:
    """No change; ``FormatError`` if the order in the settings gives another day than was exported."""
    try:
        value = parse_field("date", cell)
    except FormatError:  # it is in doubt: the day that was exported is one of the two
        return []
    if value == exported:
        return []
    raise FormatError(
        f"{entry.item}: {cell!r} may be {exported}, the day exported, with day and month exchanged by the spreadsheet; "
        "it was left as it is. If another day is meant, write the month in letters"
    )


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)
