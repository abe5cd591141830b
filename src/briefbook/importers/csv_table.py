"""A spreadsheet (CSV) -> received descriptions, each cell as written and as understood."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from briefbook.errors import FormatError
from briefbook.importers.cells import COLUMNS
from briefbook.importers.date_cells import DateCells, flags_of, problem_of
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import FIELDS, MULTIPLE
from briefbook.model.received import Description, Received

ALIASES = {
    "id": "item",
    "document": "item",
    "file name": "item",
    "filename": "item",
    "sender": "from",
    "originator": "from",
    "author": "from",
    "recipient": "to",
    "addressee": "to",
    "addressees": "to",
    "no": "number",
    "no.": "number",
    "telegram number": "number",
    "telegram": "number",
    "security": "classification",
    "title": "subject",
    "date sent": "date",
    "notes": "note",
}
"""Other names of columns, as spreadsheets have them."""

_FILE = re.compile(r"\.(?:pdf|tiff?|png|jpe?g)$", re.I)
_BLANK = re.compile(r"\(?(?:no number|no date|n\.?d\.?|none|-+)\)?", re.I)


TEXT = ("text", "transcript", "transcription", "full text", "fulltext")
"""Columns that hold an item's text, a form feed between its pages."""


def read_table(
    data: bytes, name: str, *, window: int = 1900, order: str = "", aliases: Mapping[str, str] | None = None
) -> Received:
    """What a spreadsheet says, a description a row.

    The delimiter (comma, semicolon, tab) and the encoding (UTF-8, else Windows-1252) are found out and said.
    ``FormatError`` if there is no column for the item; an unknown column is kept as a note and reported. ``aliases``
    are names of columns that only this kind of table has; ``window`` and ``order`` say how dates are read, see
    ``importers.date_cells``.
    """
    text, said = _text(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise FormatError(f"it is not CSV: {error}") from error
    return describe_rows(rows, name, window=window, order=order, aliases=aliases or {}, understood=said)


def describe_rows(
    rows: Sequence[Sequence[str]],
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    aliases: Mapping[str, str] = MappingProxyType({}),
    understood: tuple[str, ...] = (),
) -> Received:
    """A description a row; the first row names the columns."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise FormatError("the file is empty")
    header = [_column(cell, aliases) for cell in rows[0]]
    said = understood
    if "item" not in header:
        raise FormatError(
            f"there is no column 'Item'; the columns are: {', '.join(cell.strip() or '(blank)' for cell in rows[0])}"
        )
    absent = [] if aliases else [name.capitalize() for name in COLUMNS[1:] if name not in header]
    problems = [f"there is no column {name!r}; it stays blank for every item" for name in absent]
    problems += [f"column {cell!r} is no field of ours; kept as a note" for cell in header if _unknown(cell)]
    column = header.index("date") if "date" in header else len(header)
    dates = DateCells.of([row[column] for row in rows[1:] if column < len(row)], window, order)
    problems += dates.problems
    descriptions: dict[str, Description] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        item = _FILE.sub("", cells.get("item", "").strip())
        if not item:
            problems.append(f"row {number} names no item and was left out: {', '.join(filter(None, row))}")
            continue
        if len(row) > len(header) and any(row[len(header) :]):
            problems.append(f"row {number} has more cells than there are columns: {', '.join(row[len(header) :])}")
        readings = _readings(cells, name, dates, f"row {number} ({item})", problems)
        if item in descriptions:
            readings = _merged(descriptions[item], readings, number, problems)
        flags = flags_of(dates.read(one.as_written or "") for one in readings.get("date", ()))
        pages = next((tuple(cells[column].strip("\f\n").split("\f")) for column in TEXT if cells.get(column)), ())
        descriptions[item] = Description(item, readings, pages=pages, row=number, flags=flags)
    counts = {"rows": len(rows) - 1, "items": len(descriptions)}
    return Received(
        name,
        tuple(descriptions.values()),
        understood=(*said, *dates.understood),
        not_understood=tuple(problems),
        counts=counts,
    )


def _readings(
    cells: dict[str, str], name: str, dates: DateCells, where: str, problems: list[str]
) -> dict[str, tuple[Reading, ...]]:
    readings: dict[str, tuple[Reading, ...]] = {}
    notes = []
    for column, cell in cells.items():
        written = " ".join(cell.split())
        if column in ("item", *TEXT) or not written:
            continue
        if column not in FIELDS:
            notes.append(Reading(f"{column}: {written}", f"{column}: {written}", SourceKind.RECEIVED, source=name))
            continue
        if column == "date":
            date = dates.read(written)
            readings[column] = (Reading(written, date.without_clock, SourceKind.RECEIVED, source=name, note=date.note),)
            if problem := problem_of(date):
                problems.append(f"{where}: {problem}")
            continue
        values: Sequence[str] = [written]
        if column in MULTIPLE:
            values = [part.strip() for part in written.split(";") if part.strip()]
        readings[column] = tuple(Reading(one, _value(column, one), SourceKind.RECEIVED, source=name) for one in values)
    if notes:
        readings["note"] = (*readings.get("note", ()), *notes)
    return readings


def _value(column: str, written: str) -> str | None:
    if _BLANK.fullmatch(written) or written.startswith("["):
        return None
    return written.upper() if column in ("from", "to", "info") else written


def _merged(
    old: Description, new: dict[str, tuple[Reading, ...]], number: int, problems: list[str]
) -> dict[str, tuple[Reading, ...]]:
    """A second row for an item: what it says otherwise is kept beside the first."""
    merged = dict(old.readings)
    for column, readings in new.items():
        if column not in merged:
            merged[column] = readings
        elif [one.value for one in merged[column]] != [one.value for one in readings]:
            merged[column] = (*merged[column], *(one for one in readings if one not in merged[column]))
            problems.append(
                f"row {number}: {old.item} stands in row {old.row} as well, and {column} differs: "
                f"{merged[column][0].as_written!r} and {readings[0].as_written!r}"
            )
    return merged


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ("the file is not UTF-8; it was read as Windows-1252",)


def _delimiter(text: str) -> str:
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _column(cell: str, aliases: Mapping[str, str]) -> str:
    name = " ".join(cell.replace("\ufeff", "").lower().replace("_", " ").split())
    return aliases.get(name) or ALIASES.get(name, name)


def _unknown(column: str) -> bool:
    return bool(column) and column not in ("item", *TEXT) and column not in FIELDS
