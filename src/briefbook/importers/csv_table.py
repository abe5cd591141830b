"""A spreadsheet (CSV) -> received descriptions, each cell as written and as interpreted."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from briefbook.errors import FormatError
from briefbook.importers.cells import COLUMNS
from briefbook.importers.date_cells import DateCells, date_flags, date_problem
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import FIELDS, MULTIPLE
from briefbook.model.received import Description, Received

COLUMN_ALIASES = {
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
"""Other column names that spreadsheets use, and the fields they mean."""

_FILE_SUFFIX = re.compile(r"\.(?:pdf|tiff?|png|jpe?g)$", re.I)
_NO_VALUE = re.compile(r"\(?(?:no number|no date|n\.?d\.?|none|-+)\)?", re.I)


TEXT_COLUMNS = ("text", "transcript", "transcription", "full text", "fulltext")
"""Columns with an item's text, its pages separated by form feeds."""


def read_table(
    data: bytes, name: str, *, window: int = 1900, order: str = "", aliases: Mapping[str, str] | None = None
) -> Received:
    """Read a spreadsheet, one description per row.

    The delimiter (comma, semicolon, tab) and the encoding (UTF-8, else Windows-1252) are detected. A column of an
    unknown name is kept as a note and reported.

    Args:
        data: The CSV file.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set, see ``importers.date_cells``.
        aliases: Column names that only this kind of table has -> fields.

    Raises:
        FormatError: The file is not CSV or empty, or no column names the item.
    """
    text, encoding_notes = _decode(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise FormatError(f"this is not CSV: {error}") from error
    return describe_rows(rows, name, window=window, order=order, aliases=aliases or {}, understood=encoding_notes)


def describe_rows(
    rows: Sequence[Sequence[str]],
    name: str,
    *,
    window: int = 1900,
    order: str = "",
    aliases: Mapping[str, str] = MappingProxyType({}),
    understood: tuple[str, ...] = (),
) -> Received:
    """Describe items from rows of cells, of which the first names the columns; otherwise like ``read_table``."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise FormatError("the file is empty")
    header = [_column_name(cell, aliases) for cell in rows[0]]
    sentences = understood
    if "item" not in header:
        raise FormatError(
            f"there is no column 'Item'; the columns are: {', '.join(cell.strip() or '(blank)' for cell in rows[0])}"
        )
    absent = [] if aliases else [name.capitalize() for name in COLUMNS[1:] if name not in header]
    problems = [f"there is no column {name!r}; it stays blank for every item" for name in absent]
    problems += [f"column {cell!r} is not a known field; kept as a note" for cell in header if _is_unknown(cell)]
    column = header.index("date") if "date" in header else len(header)
    dates = DateCells.of([row[column] for row in rows[1:] if column < len(row)], window, order)
    problems += dates.problems
    descriptions: dict[str, Description] = {}
    for row_number, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        item = _FILE_SUFFIX.sub("", cells.get("item", "").strip())
        if not item:
            problems.append(f"row {row_number} names no item and was left out: {', '.join(filter(None, row))}")
            continue
        if len(row) > len(header) and any(row[len(header) :]):
            problems.append(f"row {row_number} has more cells than there are columns: {', '.join(row[len(header) :])}")
        readings = _readings(cells, name, dates, f"row {row_number} ({item})", problems)
        if item in descriptions:
            readings = _merge_rows(descriptions[item], readings, row_number, problems)
        flags = date_flags(dates.read(reading.as_written or "") for reading in readings.get("date", ()))
        pages = next(
            (tuple(cells[column].strip("\f\n").split("\f")) for column in TEXT_COLUMNS if cells.get(column)), ()
        )
        descriptions[item] = Description(item, readings, pages=pages, row=row_number, flags=flags)
    counts = {"rows": len(rows) - 1, "items": len(descriptions)}
    return Received(
        name,
        tuple(descriptions.values()),
        understood=(*sentences, *dates.understood),
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
        if column in ("item", *TEXT_COLUMNS) or not written:
            continue
        if column not in FIELDS:
            notes.append(Reading(f"{column}: {written}", f"{column}: {written}", SourceKind.RECEIVED, source=name))
            continue
        if column == "date":
            reading = dates.read(written)
            readings[column] = (
                Reading(written, reading.without_clock, SourceKind.RECEIVED, source=name, note=reading.note),
            )
            if problem := date_problem(reading):
                problems.append(f"{where}: {problem}")
            continue
        values: Sequence[str] = [written]
        if column in MULTIPLE:
            values = [part.strip() for part in written.split(";") if part.strip()]
        readings[column] = tuple(
            Reading(value, _value(column, value), SourceKind.RECEIVED, source=name) for value in values
        )
    if notes:
        readings["note"] = (*readings.get("note", ()), *notes)
    return readings


def _value(column: str, written: str) -> str | None:
    if _NO_VALUE.fullmatch(written) or written.startswith("["):
        return None
    return written.upper() if column in ("from", "to", "info") else written


def _merge_rows(
    earlier: Description, later: dict[str, tuple[Reading, ...]], row_number: int, problems: list[str]
) -> dict[str, tuple[Reading, ...]]:
    """Merge a second row for an item: values that differ are kept beside the first."""
    merged = dict(earlier.readings)
    for column, readings in later.items():
        if column not in merged:
            merged[column] = readings
        elif [reading.value for reading in merged[column]] != [reading.value for reading in readings]:
            merged[column] = (*merged[column], *(reading for reading in readings if reading not in merged[column]))
            problems.append(
                f"row {row_number}: {earlier.item} is also in row {earlier.row}, and {column} differs: "
                f"{merged[column][0].as_written!r} and {readings[0].as_written!r}"
            )
    return merged


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ("the file is not UTF-8; it was read as Windows-1252",)


def _delimiter(text: str) -> str:
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _column_name(cell: str, aliases: Mapping[str, str]) -> str:
    name = " ".join(cell.replace("\ufeff", "").lower().replace("_", " ").split())
    return aliases.get(name) or COLUMN_ALIASES.get(name, name)


def _is_unknown(column: str) -> bool:
    return bool(column) and column not in ("item", *TEXT_COLUMNS) and column not in FIELDS
