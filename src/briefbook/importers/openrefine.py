"""An export of OpenRefine (rows as JSON, HTML, CSV, a workbook), rows or records -> received descriptions."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree, html

from briefbook.errors import FormatError
from briefbook.importers.columns import meanings
from briefbook.importers.csv_table import ListOptions, read_row_table
from briefbook.importers.safe_xml import words_of
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.util.encodings import decode
from briefbook.util.tables import Table, TableRow, read_tables


def read_openrefine(
    data: bytes, name: str, *, window: int = 1900, order: str = "", options: ListOptions | None = None
) -> Received:
    """Read an export of OpenRefine.

    In records, rows whose first columns are blank go on with the row above: their values are added to its own.

    Args:
        data: The file: templating export (JSON), HTML table, CSV, TSV or a workbook.
        name: The import's name.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        options: What the curator says about the list.

    Raises:
        FormatError: It is another kind of file, a project archive, or damaged.
    """
    start = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"\x1f\x8b"):
        raise FormatError(
            "this is a project of OpenRefine, with its whole history",
            remedy="export the rows: Export > Comma-separated value.",
        )
    if start.startswith((b"{", b"[")):
        rows = _of_json(data)
    elif start.startswith((b"<html", b"<!doctype html", b"<table")):
        rows = _of_html(data)
    else:
        rows = [row.cells for row in read_tables(data)[0].rows]
    rows = [tuple(cells) for cells in rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise FormatError("the file is empty")
    joined, count = _records(rows, options or ListOptions())
    table = Table("", tuple(TableRow(number, tuple(cells)) for number, cells in enumerate(joined, 1)))
    received = read_row_table(table, name, window=window, order=order, options=options)
    if count:
        note = f"{pluralise(count, 'row')} without an id went on with the record above"
        received = replace(received, understood=(note, *received.understood))
    return received


def _of_json(data: bytes) -> list[tuple[str, ...]]:
    try:
        value: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"this is not JSON in UTF-8: {str(error)[:200]}") from error
    listed = value.get("rows") if isinstance(value, dict) else value
    if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        raise FormatError('there is no list of "rows" in it, as the templating export of OpenRefine has')
    header = list(dict.fromkeys(key for row in listed for key in row))
    rows = [tuple(header)]
    for row in listed:
        rows.append(tuple("" if row.get(key) is None else _words(row[key]) for key in header))
    return rows


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_words(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _of_html(data: bytes) -> list[tuple[str, ...]]:
    try:
        root = html.document_fromstring(
            decode(data)[0].encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"this HTML cannot be read: {str(error)[:200]}") from error
    table = next(iter(root.iter("table")), None)
    if table is None:
        raise FormatError("there is no table in it")
    return [tuple(words_of(cell) for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")]


def _records(rows: Sequence[tuple[str, ...]], options: ListOptions) -> tuple[list[Sequence[str]], int]:
    """The rows with those that go on with the row above joined to it; and how many these are."""
    header = rows[0]
    chosen = {heading.casefold(): target for heading, target in options.columns.items()}
    senses = [
        chosen.get(cell.strip().casefold()) or next((sense for sense, _ in meanings(cell)), "") for cell in header
    ]
    at = senses.index("item") if "item" in senses else 0
    joined: list[list[str]] = [list(header)]
    count = 0
    for cells in rows[1:]:
        padded = [*cells, *[""] * (len(header) - len(cells))]
        if at < len(padded) and not padded[at].strip() and not padded[0].strip() and len(joined) > 1:
            count += 1
            for index, cell in enumerate(padded):
                if cell.strip() and index < len(joined[-1]) and cell not in joined[-1][index].split("; "):
                    joined[-1][index] = "; ".join(part for part in (joined[-1][index], cell) if part.strip())
        else:
            joined.append(padded)
    return list(joined), count
