"""The table of State Department cables that WikiLeaks published (CSV without a heading) -> received descriptions."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefbook.errors import FormatError
from briefbook.importers.list_cells import classification_values
from briefbook.importers.spooled_descriptions import SpooledDescriptions
from briefbook.model.cable import Reading, Reference, SourceKind
from briefbook.model.received import Description, Received
from briefbook.progress import pluralise
from briefbook.text.dates import read_date

COLUMNS = 8
"""Row number, date, cable's id, origin, classification, references, heading, body."""

MAX_CELL = 16 * 2**20
"""Characters of a cell; the longest cable has less than half a million."""

_ID = re.compile(r"(?P<year>\d\d)(?P<post>[A-Z]+?)(?P<number>\d{1,6})[A-Z]?")
_MAX_LISTED = 20


def read_wikileaks(path: Path, name: str) -> Received:
    """Read the table row by row, in memory that does not grow with it.

    Args:
        path: The file: CSV in UTF-8, quotation marks in cells doubled or behind a backslash.
        name: The import's name.

    Raises:
        FormatError: It is another table, damaged, or has a cell of more than ``MAX_CELL`` characters.
    """
    report = _Report()
    descriptions = SpooledDescriptions(name)
    seen: set[str] = set()
    for number, cells in _rows(path):
        if len(cells) != COLUMNS or not _ID.fullmatch(cells[2].strip()):
            if not report.items:
                raise FormatError(
                    "this is not the table of cables that WikiLeaks published: its first row has no cable's id in the "
                    f"third of {COLUMNS} cells",
                    remedy="import any other list as csv.",
                )
            report.say(f"row {number} is no cable: it has {pluralise(len(cells), 'cell')}")
            continue
        item = cells[2].strip()
        if item in seen:
            report.say(f"row {number}: {item} came before; this row was left out")
            continue
        seen.add(item)
        descriptions.add(_description(item, cells, name, number))
        report.items += 1
    if not report.items:
        raise FormatError("the file is empty")
    return Received(
        name,
        descriptions,
        understood=(
            "cables are named by their ids, as 66BUENOSAIRES2481; the references of the table lead to these ids",
        ),
        not_understood=tuple(report.sentences()),
        counts={"items": report.items},
    )


@dataclass(slots=True)
class _Report:
    """What the report says."""

    items: int = 0
    problems: list[str] = field(default_factory=list)
    more: int = 0

    def say(self, sentence: str) -> None:
        """Add a sentence, or count it."""
        if len(self.problems) < _MAX_LISTED:
            self.problems.append(sentence)
        else:
            self.more += 1

    def sentences(self) -> Iterator[str]:
        """Yield what there is to look at."""
        yield from self.problems
        if self.more:
            yield f"and {self.more} more rows that were left out"


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"PK", b"\x1f\x8b", b"\xd0\xcf", b"7z")):
        raise FormatError("this is an archive or a workbook, and no CSV", remedy="unpack it first, or save it as CSV.")
    with io.TextIOWrapper(path.open("rb"), encoding="utf-8-sig", errors="replace", newline="") as text:
        rows = csv.reader((line.replace("\0", "") for line in text), escapechar="\\", doublequote=True, strict=False)
        number = 0
        try:
            for number, cells in enumerate(rows, 1):
                if cells:
                    yield number, cells
        except csv.Error as error:
            raise FormatError(f"row {number + 1}: {error}", remedy="correct the row, or leave it out.") from error


def _description(item: str, cells: list[str], name: str, number: int) -> Description:
    _, day, _, origin, marking, references, heading, body = (cell.strip() for cell in cells)
    match = _ID.fullmatch(item)
    assert match is not None  # the caller looked
    readings: dict[str, tuple[Reading, ...]] = {}

    def put(field_name: str, *pairs: tuple[str, str | None]) -> None:
        readings[field_name] = tuple(
            Reading(written, value, SourceKind.RECEIVED, source=name) for written, value in pairs if written
        )

    date_sent = read_date(day.partition(" ")[0], order="mdy")
    put("date", (day, date_sent.edtf))
    put("from", (origin, match["post"]))
    put("number", (match["number"], match["number"]))
    level, caveats = classification_values(marking)
    put("classification", (marking, level))
    if caveats:
        put("caveats", *((caveat, caveat) for caveat in caveats))
    listed = tuple(
        Reference(mention=word, form="EDITOR", number=None, target=word, said="in the table's list of references")
        for word in re.split(r"[|,;\s]+", references)
        if _ID.fullmatch(word)
    )
    text = "\n\n".join(part for part in (heading, body) if part)
    return Description(
        item,
        {field_name: pairs for field_name, pairs in readings.items() if pairs},
        pages=(text.replace("\r\n", "\n"),),
        references=listed,
        row=number,
    )
