"""Markdown -> its tables of items: written by hand, or placeholders ``{{table}}`` that the program fills."""

import re
from collections.abc import Iterator

from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Table

_PLACED = re.compile(r"^\{\{\s*table(?:\s*:\s*(?P<columns>[^}]*))?\s*\}\}\s*$")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def tables_in(source: str, name: str) -> Iterator[Table]:
    """Every table of items; a pipe table without a column "Item" is left as the author wrote it.

    ``{{table}}`` alone in a row of the source places the section's table; ``{{table: item, date, subject}}`` chooses
    its columns.
    """
    rows = source.split("\n")
    in_code = False
    index = 0
    while index < len(rows):
        row = rows[index]
        if re.match(r"\s*(```|~~~)", row):
            in_code = not in_code
        elif not in_code and (placeholder := _PLACED.match(row.strip())):
            columns = tuple(cell.strip().lower() for cell in (placeholder["columns"] or "").split(",") if cell.strip())
            yield Table(FilePosition(name, index + 1), columns, placed=True, end_line=index + 1)
        elif not in_code and "|" in row and index + 1 < len(rows) and _RULE.match(rows[index + 1]):
            header = cells_of(row)
            last = index + 2
            while last < len(rows) and "|" in rows[last]:
                last += 1
            columns = tuple(cell.lower() for cell in header)
            if "item" in columns:
                table_rows = tuple(_table_row(columns, text) for text in rows[index + 2 : last])
                yield Table(FilePosition(name, index + 1), columns, table_rows, end_line=last)
            index = last - 1
        index += 1


def cells_of(row: str) -> list[str]:
    """The cells of a row of a pipe table, without links and emphasis."""
    inner = re.sub(r"^\s*\||\|\s*$", "", row)
    cells = re.split(r"(?<!\\)\|", inner)
    return [
        re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("\\|", "|").strip().strip("*_").strip() for cell in cells
    ]


def _table_row(columns: tuple[str, ...], text: str) -> dict[str, str]:
    values = dict(zip(columns, cells_of(text), strict=False))
    values["item"] = re.sub(r"\.(?:pdf|tiff?|png|jpe?g)$", "", values.get("item", ""), flags=re.I)
    return values
