"""A collection of N described cables without describing them: `python bench/described_copies.py N FROM TO`.

FROM is a described collection of made-up State cables (`bench/scale.py 10000 --in DIR` makes one). Its items are
taken in turn and written under other ids, each with a text of its own (bench/make_state_cables.py) and with its sender,
number, date and subject; the program's own store writes them, so that the rate of storing is measured. The collection
counts as up to date: it can be listed, searched, indexed and served. Where TO is there already, with the same made-up
list imported (`bench/scale.py N --in DIR --only "import csv"`), texts are where its descriptions have them, as they are
in a collection that is described.
"""

import itertools
import json
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import make_state_cables
from scale import SETTINGS

from briefbook.catalogue import StoreCatalogue, Update
from briefbook.catalogue.packing import Packing
from briefbook.catalogue.received_descriptions import find_received
from briefbook.catalogue.store import _WRITTEN
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

MAX_TEMPLATES = 5_000
PLACES = {name: place for place, name in enumerate(_WRITTEN)}
GIVEN = {"date": 1, "from": 2, "number": 4, "classification": 5, "subject": 6, "tags": 7}
"""Where a row of the list has the fields that are an item's own."""


def templates(source: Path) -> list[tuple[dict[str, object], list[tuple[object, ...]], list[tuple[object, ...]]]]:
    """Rows, pages and doubts of described items."""
    db = sqlite3.connect(f"file:{source / 'build' / 'catalogue.sqlite'}?mode=ro", uri=True)  # of any version
    db.row_factory = sqlite3.Row
    rows = []
    packing = Packing("readings", 2_048)
    for row in db.execute("SELECT * FROM items LIMIT ?", (MAX_TEMPLATES,)).fetchall():
        pages = [tuple(page) for page in db.execute("SELECT * FROM pages WHERE item = ?", (row["item"],))]
        doubts = db.execute("SELECT kind, field, weight, words FROM doubts WHERE item = ?", (row["item"],))
        columns = dict(row) | {"readings_json": packing.text(db, row["readings_json"])}
        rows.append((columns, pages, [tuple(doubt) for doubt in doubts]))
    db.close()
    return rows


def updates(count: int, source: Path) -> Iterator[Update]:
    """The items to be written, one by one."""
    for number, (row, template) in enumerate(
        zip(make_state_cables.cables(count), itertools.cycle(templates(source)), strict=False)
    ):
        columns, pages, doubts = template
        readings = json.loads(str(columns["readings_json"]))
        for name, place in GIVEN.items():
            for reading in readings.get(name, ()):
                reading[:2] = row[place], True
        columns = columns | {
            "sender": row[2],
            "readings_json": json.dumps(readings, ensure_ascii=False, separators=(",", ":")),
        }
        columns |= {name: row[place] for name, place in GIVEN.items() if name in columns}
        texts = row[8].split("\f")
        meta = pages[0][2:5] if pages else ("received", "received text", None)
        own_pages = tuple((row[0], page, *meta, text, None) for page, text in enumerate(texts, 1))
        columns["pages"] = len(texts)
        values = (*(columns[name] for name in _WRITTEN), f"{number:064x}")
        yield Update(row[0], values, own_pages, tuple(doubts))  # type: ignore[arg-type]


def main(count: int, source: Path, root: Path) -> None:
    """Write the collection; say what writing it cost."""
    for name in ("scans", "narratives", "received"):
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "briefbook.toml").write_text(SETTINGS, encoding="utf-8")
    collection = Collection.open(root)
    received = find_received(root / "received")
    made = list(updates(2_000, source))
    began = time.process_time()
    list(updates(2_000, source))
    making = (time.process_time() - began) / len(made)
    store = StoreCatalogue(collection.catalogue)
    began, wall = time.process_time(), time.monotonic()
    letters = 0

    def counted() -> Iterator[Update]:
        nonlocal letters
        for update in updates(count, source):
            letters += sum(len(str(page[5])) for page in update.pages)
            yield update.with_places(received.only(update.item))

    store.bring_up_to_date(counted(), (), Workspace(collection).stamp, {}, received=received)
    seconds = time.process_time() - began
    store.close()
    size = sum(path.stat().st_size for path in collection.catalogue.parent.iterdir())
    print(
        f"{count:,} items, {letters / 1e6:,.0f} MB of text: stored in {seconds:.1f} s of processor"
        f" ({time.monotonic() - wall:.1f} by the clock), of these some {making * count:.1f} to make them up;"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB; {size / 1e6:,.0f} MB on disk;"
        f" load average {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    if len(sys.argv) != 4 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
