"""The catalogue as a spreadsheet, out and back, with what changed on both sides meanwhile told apart."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefbook.errors import FormatError
from briefbook.model.catalogue import FIELDS, Catalogue, Entry
from briefbook.text.dates import read_date

BASE = "as exported"
"""The last column: what each field held when it was exported, so that changes on both sides show."""

COLUMNS = ("date", "from", "to", "info", "number", "classification", "precedence", "caveats", "subject", "note")
"""The fields exported by default; ``item`` stands before them."""


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
    """A spreadsheet against the catalogue: what to record, what to decide, and what cannot be used, and why."""

    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    has_base: bool = True


def write_spreadsheet(catalogue: Iterable[Entry], fields: Sequence[str] = COLUMNS) -> str:
    """CSV with a row an item; the last column remembers what was exported."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["item", *fields, BASE])
    for entry in catalogue:
        values = [entry.value(name) or "" for name in fields]
        base = {name: value for name, value in zip(fields, values, strict=True) if value}
        writer.writerow([entry.item, *values, json.dumps(base, ensure_ascii=False, separators=(",", ":"))])
    return out.getvalue()


def compare_spreadsheet(
    text: str, catalogue: Catalogue, parse_field: Callable[[str, str], str | None]
) -> SpreadsheetComparison:
    """What a spreadsheet says otherwise than the catalogue.

    ``parse_field(field, value)`` gives a value in its stored form (a date as EDTF) or None where it is none.
    ``FormatError`` where there is no item column or no known field. A cell left blank means blank only if the export
    held a value.
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
        raise FormatError(f"no column holds a known field; known are: {', '.join(FIELDS)}")
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
    unknown = [name for name in header if name and name not in FIELDS and name not in ("item", BASE)]
    problems += [f"column {name!r} is no field; it was not looked at" for name in unknown]
    return SpreadsheetComparison(
        tuple(change for change in changes if not change.conflict),
        tuple(change for change in changes if change.conflict),
        tuple(problems),
        BASE in header,
    )


def _compare(
    entry: Entry, field: str, row: Mapping[str, str], parse_field: Callable[[str, str], str | None]
) -> list[Change]:
    now = entry.value(field)
    try:
        base = json.loads(row[BASE]).get(field) if row.get(BASE) else now
    except (ValueError, AttributeError):
        base = now
    cell = row.get(field, "").strip()
    if not cell and not row.get(BASE):
        return []  # a blank in a sheet that never held the value says nothing
    if cell in (base or "", now or ""):
        return []
    if field == "date" and (held := _exchanged(cell, (base, now))):
        return _exchange(entry, cell, held, parse_field)
    value = parse_field(field, cell) if cell else None
    if cell and value is None:
        raise FormatError(f"{entry.item}: {cell!r} cannot be understood as {field}")
    value = value or None
    if value in (base, now):
        return []
    return [Change(entry.item, field, now, value, base, conflict=base != now)]


def _exchanged(cell: str, held: Sequence[str | None]) -> str | None:
    """The date held before that a cell in figures gives in one of its two readings; None if it gives none of them."""
    alternatives = read_date(cell).alternatives
    return next((date for date in held if date and date in alternatives), None)


def _exchange(entry: Entry, cell: str, held: str, parse_field: Callable[[str, str], str | None]) -> list[Change]:
    """No change; ``ValueError`` where the order of the settings reads another day than the one that was exported."""
    try:
        value = parse_field("date", cell)
    except FormatError:  # it is in doubt: the day that was exported is one of the two
        return []
    if value == held:
        return []
    raise FormatError(
        f"{entry.item}: {cell!r} may be {held}, the day held before, with day and month exchanged by the spreadsheet; "
        "it was left as it is. If another day is meant, write the month in letters"
    )


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)
