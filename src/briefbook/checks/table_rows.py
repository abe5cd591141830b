"""Parse tables that an author wrote by hand into rows with their item and cells by field name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import cell_agrees, span
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Narrative, Table
from briefbook.text.offices_in_cities import is_office_in_city

_NAMES = {"item": "item", "id": "item", "document": "item", "sender": "from", "addressee": "to", "no": "number"}
_BLANK = re.compile(r"\(?\s*(?:no number|no date|n\.?\s?d\.?|n/a|none|unknown|[-–—?]*)\s*\)?", re.I)
_FILE = re.compile(r"\.(?:pdf|tiff?|jpe?g|png)$", re.I)


@dataclass(frozen=True, slots=True)
class HandTableRow:
    """A row of a hand-written table; ``cells`` leaves out the item's own and those that say nothing."""

    item: str
    cells: dict[str, str]
    where: FilePosition
    table: Table
    narrative: Narrative


def hand_written(inputs: CheckInput) -> Iterator[HandTableRow]:
    """Every row that names an item, of every table that a person wrote."""
    for narrative in inputs.narratives:
        for table in narrative.tables:
            if not table.placed:
                yield from rows_of(narrative, table)


def rows_of(narrative: Narrative, table: Table) -> Iterator[HandTableRow]:
    """The rows of one table that name an item, with the line each stands on."""
    lines = narrative.source.splitlines()
    begin = table.where.line
    for number, row in enumerate(table.rows):
        cells = {_field(name): " ".join(value.split()) for name, value in row.items()}
        item = _FILE.sub("", cells.pop("item", "").strip())
        if not item:
            continue
        line = next(
            (n for n in range(begin, min(len(lines), (table.end_line or len(lines))) + 1) if item in lines[n - 1]),
            table.where.line,
        )
        begin = line + 1 if line > table.where.line else begin + (1 if number else 0)
        where = FilePosition(narrative.path, line, 1, len(lines[line - 1]) + 1 if 0 < line <= len(lines) else 0)
        filled_cells = {name: value for name, value in cells.items() if not _BLANK.fullmatch(value)}
        yield HandTableRow(item, filled_cells, where, table, narrative)


def _field(name: str) -> str:
    plain = name.strip().strip("*_").rstrip(".").casefold()
    return _NAMES.get(plain, plain)


def same_cell(inputs: CheckInput, name: str, value: str, other: str) -> bool:
    """Whether two cells of one field are equal: dates by day, posts by their code, others by letters and digits."""
    dates = inputs.context.dates
    if name == "date":
        for text, edtf in ((value, other), (other, value)):
            if (agrees := cell_agrees(text, edtf, window=dates.window, order=dates.order)) is not None:
                return agrees
        first, second = span(value), span(other)
        if first and second:
            return first[0] <= second[1] and second[0] <= first[1]
    if name in ("from", "to") and (inputs.post(value) == inputs.post(other) or is_office_in_city(value, other)):
        return True
    return _plain(value) == _plain(other)


def _plain(value: str) -> str:
    return "".join(character for character in value.casefold() if character.isalnum())
