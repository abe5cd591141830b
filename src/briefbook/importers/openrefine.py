"""An export of OpenRefine (rows as JSON, HTML, CSV, a workbook), rows or records -> received descriptions."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree, html

from briefbook.errors import FormatError
from briefbook.importers.bundle import read_whole
from briefbook.importers.columns import meanings
from briefbook.importers.csv_table import ListOptions, describe_rows
from briefbook.importers.json_rows import Rows, rows_of_json
from briefbook.importers.safe_xml import words_of
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.util.encodings import OpenBytes, decode
from briefbook.util.tables import TableRow, open_text_rows, read_tables


def read_openrefine(
    source: bytes | OpenBytes, name: str, *, window: int = 1900, order: str = "", options: ListOptions | None = None
) -> Received:
    """Read an export of OpenRefine.

    In records, rows whose first columns are blank go on with the row above: their values are added to its own.

    Args:
        source: The file, or what opens it: templating export (JSON), HTML table, CSV, TSV or a workbook. JSON and text
            need not fit into memory.
        name: The import's name.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        options: What the curator says about the list.

    Raises:
        FormatError: It is another kind of file, a project archive, or damaged.
    """
    opens: OpenBytes = (lambda: io.BytesIO(source)) if isinstance(source, bytes) else source
    rows, notes = _rows_of(opens)
    joined = _Joined(rows, options or ListOptions())
    received = describe_rows(joined, name, window=window, order=order, options=options)
    if joined.count:
        note = f"{pluralise(joined.count, 'row')} without an id went on with the record above"
        received = replace(received, understood=(note, *received.understood))
    return replace(received, not_understood=(*notes(), *received.not_understood))


def _rows_of(opens: OpenBytes) -> tuple[Iterable[Sequence[str]], Callable[[], Iterable[str]]]:
    """The rows of the file, given anew at each iteration, and what gives sentences on it once they were read."""
    with opens() as file:
        beginning = file.read(400)
    start = decode(beginning)[0].lstrip("\ufeff \t\r\n").lower()
    if beginning.startswith(b"\x1f\x8b"):
        raise FormatError(
            "this is a project of OpenRefine, with its whole history",
            remedy="export the rows: Export > Comma-separated value.",
        )
    if start.startswith(("{", "[")):
        return _of_json(opens)
    if not start.startswith(("<html", "<!doctype html", "<table")) and (text := open_text_rows(opens)):
        return _Cells(text), lambda: (*text.notes, *text.problems)
    data = read_whole(opens)
    if start.startswith(("<html", "<!doctype html", "<table")):
        return _of_html(data), tuple
    table = read_tables(data)[0]
    return [row.cells for row in table.rows], lambda: (*table.notes, *table.problems)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of rows that are read from a file at each iteration."""

    rows: Iterable[TableRow]

    def __iter__(self) -> Iterator[Sequence[str]]:
        return (row.cells for row in self.rows)


def _of_json(opens: OpenBytes) -> Rows:
    rows = rows_of_json(opens, ("rows",))
    if rows is None:
        raise FormatError('there is no list of "rows" in it, as the templating export of OpenRefine has')
    return rows


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


class _Joined:
    """The rows, each with those that go on with it; ``count`` of these were there at the last whole iteration."""

    def __init__(self, rows: Iterable[Sequence[str]], options: ListOptions) -> None:
        self._rows = rows
        self._chosen = {heading.casefold(): target for heading, target in options.columns.items()}
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[str]]:
        coming = (cells for cells in self._rows if any(cell.strip() for cell in cells))
        header = next(coming, None)
        if header is None:
            raise FormatError("the file is empty")
        yield header
        senses = [
            self._chosen.get(cell.strip().casefold()) or next((sense for sense, _ in meanings(cell)), "")
            for cell in header
        ]
        at = senses.index("item") if "item" in senses else 0
        current: list[str] = []
        count = 0
        for cells in coming:
            padded = [*cells, *[""] * (len(header) - len(cells))]
            if current and at < len(padded) and not padded[at].strip() and not padded[0].strip():
                count += 1
                _go_on(current, padded)
                continue
            if current:
                yield current
            current = padded
        if current:
            yield current
        self.count = count


def _go_on(row: list[str], cells: Sequence[str]) -> None:
    """Add what the cells below say to those of a row."""
    for index, cell in enumerate(cells):
        if cell.strip() and index < len(row) and cell not in row[index].split("; "):
            row[index] = "; ".join(part for part in (row[index], cell) if part.strip())
