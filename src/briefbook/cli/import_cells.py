"""An import over an earlier one of its name -> what became of each field of the items that it changes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefbook.catalogue.received_descriptions import each_description
from briefbook.importers.spooled_descriptions import description_lines
from briefbook.model.received import Description, Received
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.util.cells import csv_blocks
from briefbook.util.files import write_atomic

FOLDER = "import-changes"
"""In ``build/``: a list for each import, of what the last import of its name changed."""

MAX_ITEMS = 20_000
"""So many changed items are compared field by field."""

COLUMNS = ("item", "field", "before", "after")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A field of an item whose words are others now, as they are written; "" where there were or are none."""

    item: str
    field: str
    before: str
    after: str


def changed_cells(here: Collection, received: Received, changed: Sequence[str]) -> tuple[CellChange, ...]:
    """What the earlier import and this one say differently, field by field.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
        changed: The items that the two describe differently.

    Returns:
        The changes in the order of the items; none where more than ``MAX_ITEMS`` changed.
    """
    if not changed or len(changed) > MAX_ITEMS:
        return ()
    wanted = dict.fromkeys(changed)
    now: dict[str, _Cells] = {item: {} for item in wanted}
    for line in description_lines(received.descriptions):
        row = json.loads(line)
        if row["item"] in wanted:
            _add(now[row["item"]], Description.of_json(row, received.name))
    before: dict[str, _Cells] = {item: {} for item in wanted}
    for description in each_description(here.received / received.name, wanted):
        _add(before[description.item], description)
    return tuple(
        CellChange(item, name, *_in_words(before[item].get(name, []), now[item].get(name, [])))
        for item in wanted
        for name in dict.fromkeys((*before[item], *now[item]))
        if before[item].get(name, []) != now[item].get(name, [])
    )


_Cells = dict[str, list[tuple[str, str]]]
"""Of each field what is written, with the value that it is taken to have."""


def _in_words(before: list[tuple[str, str]], now: list[tuple[str, str]]) -> tuple[str, str]:
    """The words before and now; the values where the words are the same and are only understood otherwise."""
    at = int([words for words, _ in before] == [words for words, _ in now])
    return "; ".join(pair[at] for pair in before), "; ".join(pair[at] for pair in now)


def _add(cells: _Cells, description: Description) -> None:
    for name, readings in description.readings.items():
        written = ((reading.as_written or reading.value or "", reading.value or "") for reading in readings)
        cells.setdefault(name, []).extend(written)
    texts = description.pages or [page.text for page in description.layouts]
    for number, text in enumerate(texts, 1):
        cells.setdefault(f"text of page {number}", []).append((text, text))


def cells_in_words(fields: dict[str, int]) -> str:
    """The sentence of the report: "3 fields differ: subject 2, date 1".

    Args:
        fields: How many items have another value, by field.
    """
    total = sum(fields.values())
    each = ", ".join(f"{name} {count}" for name, count in fields.items())
    return f"{pluralise(total, 'field')} {'differs' if total == 1 else 'differ'}: {each}"


def by_field(changes: Iterable[CellChange]) -> dict[str, int]:
    """How many items have another value, by field, the most first; pages of text are counted together."""
    counts = Counter("text" if change.field.startswith("text of ") else change.field for change in changes)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def write_changes(here: Collection, name: str, changes: Iterable[CellChange]) -> str:
    """Write the changes as CSV, over those of an import before.

    Args:
        here: The collection.
        name: The import's name.
        changes: What changed.

    Returns:
        The file's place in the collection's folder, or its whole path where that is elsewhere.

    Raises:
        OutsideError: The disk refuses.
    """
    path = here.build / FOLDER / f"{name}.csv"
    write_atomic(path, csv_blocks(COLUMNS, _rows(changes)))
    return path.relative_to(here.root).as_posix() if path.is_relative_to(here.root) else str(path)


def _rows(changes: Iterable[CellChange]) -> Iterator[tuple[str, ...]]:
    return ((change.item, change.field, change.before, change.after) for change in changes)
