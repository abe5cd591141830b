"""Tables of items in an author's file: written by hand, or placed for us to fill with ``{{table}}``."""

import re
from collections.abc import Iterator

from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Table

_PLACED = re.compile(r"^\{\{\s*table(?:\s*:\s*(?P<columns>[^}]*))?\s*\}\}\s*$")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def tables_in(source: str, name: str) -> Iterator[Table]:
    """Every table of items; a pipe table without a column "Item" is the author's own and none of ours.

    ``{{table}}`` on a line of its own places the section's table; ``{{table: item, date, subject}}`` shapes it.
    """
    lines = source.split("\n")
    fenced = False
    number = 0
    while number < len(lines):
        line = lines[number]
        if re.match(r"\s*(```|~~~)", line):
            fenced = not fenced
        elif not fenced and (placed := _PLACED.match(line.strip())):
            columns = tuple(one.strip() for one in (placed["columns"] or "").split(",") if one.strip())
            yield Table(FilePosition(name, number + 1), columns, placed=True, end_line=number + 1)
        elif not fenced and "|" in line and number + 1 < len(lines) and _RULE.match(lines[number + 1]):
            header = cells_of(line)
            last = number + 2
            while last < len(lines) and "|" in lines[last]:
                last += 1
            columns = tuple(cell.lower() for cell in header)
            if "item" in columns:
                rows = tuple(_row(columns, one) for one in lines[number + 2 : last])
                yield Table(FilePosition(name, number + 1), columns, rows, end_line=last)
            number = last - 1
        number += 1


def cells_of(line: str) -> list[str]:
    """The cells of a row of a pipe table, links and emphasis taken off."""
    inner = re.sub(r"^\s*\||\|\s*$", "", line)
    cells = re.split(r"(?<!\\)\|", inner)
    return [
        re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("\\|", "|").strip().strip("*_").strip() for cell in cells
    ]


def _row(columns: tuple[str, ...], line: str) -> dict[str, str]:
    row = dict(zip(columns, cells_of(line), strict=False))
    row["item"] = re.sub(r"\.(?:pdf|tiff?|png|jpe?g)$", "", row.get("item", ""), flags=re.I)
    return row
