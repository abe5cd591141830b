"""The catalogue in SQLite: a cache of entries and pages that can be deleted and made again."""

import contextlib
import hashlib
import io
import itertools
import json
import secrets
import sqlite3
import threading
import weakref
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from briefbook.catalogue import packing, received_texts
from briefbook.catalogue.doubts import Doubt, DoubtKind, doubts_of
from briefbook.catalogue.packing import Packing
from briefbook.catalogue.received_descriptions import ReceivedDescriptions
from briefbook.catalogue.received_texts import ReceivedText, ReceivedTexts, places_of_texts
from briefbook.catalogue.review_queue import SCHEMA as QUEUE_SCHEMA
from briefbook.catalogue.review_queue import ReviewQueue
from briefbook.errors import OutsideError
from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.catalogue import FIELDS, MULTIPLE, Entry, StoredReadings, Withdrawal, effective, natural
from briefbook.model.locator import PagePosition
from briefbook.model.page import Box, Page, PageText
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.model.parts import FilePages
from briefbook.model.received import Description
from briefbook.model.review import Review
from briefbook.util.files import locked
from briefbook.util.logs import SHOWN, get_logger

log = get_logger(__name__)

MAX_ENTRIES_IN_MEMORY = 10_000
"""Up to so many entries are cached in memory."""

BATCH_SIZE = 500
"""Items written in one transaction; an interruption loses at most so many."""

PLAIN_ITEMS = 2_000
"""So many items have their texts and readings in the catalogue as any SQLite program reads them; those of further items
are packed, or read from the packed descriptions that they came in."""

VERSION = 13
"""Version of the tables; a database of another version is made again."""

PAGE_SIZE = 1 << 14
"""Bytes of a page of the database. With the usual 4,096 nearly every item and every text would begin a page of its own,
and a third of the file be empty."""

_COLUMNS = [name for name in FIELDS if name not in ("from", "to")]
_SCHEMA = f"""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE items (
  item TEXT PRIMARY KEY, position INTEGER, sender TEXT, addressees TEXT,
  {", ".join(f'"{name}" TEXT' for name in _COLUMNS)},
  pages INTEGER, scan TEXT, checksum TEXT, files TEXT, provisional INTEGER, source TEXT,
  flags TEXT, cross_references TEXT, readings_json TEXT, candidates_json TEXT, key TEXT, written INTEGER
);
CREATE INDEX items_by_position ON items (position);
CREATE INDEX items_by_writing ON items (written);
CREATE INDEX items_by_sender ON items (sender, CAST(number AS INTEGER));
CREATE TABLE gone (item TEXT PRIMARY KEY, written INTEGER);
CREATE TABLE pages (
  item TEXT, number INTEGER, by TEXT, reader TEXT, confidence REAL, text, words BLOB, source INTEGER,
  PRIMARY KEY (item, number)
) WITHOUT ROWID;
CREATE TABLE results (name TEXT PRIMARY KEY, key TEXT, value BLOB);
CREATE VIEW readings AS
  SELECT items.item AS item, field.key AS field, one.key AS rank,
    CASE json_type(one.value, '$[1]') WHEN 'true' THEN json_extract(one.value, '$[0]')
      ELSE json_extract(one.value, '$[1]') END AS as_written,
    json_extract(one.value, '$[0]') AS value, json_extract(one.value, '$[2]') AS by,
    coalesce(json_extract(one.value, '$[7]'), 'observed') AS how, json_extract(one.value, '$[4]') AS page,
    json_extract(one.value, '$[5]') AS line, json_extract(one.value, '$[3]') AS confidence,
    json_extract(one.value, '$[8]') AS source, json_extract(one.value, '$[9]') AS note,
    json_extract(one.value, '$[10]') AS confirmed_by
  FROM items, json_each(items.readings_json) AS field, json_each(field.value) AS one;
{packing.SCHEMA}
{received_texts.SCHEMA}
{QUEUE_SCHEMA}"""
_WRITTEN = (
    "sender",
    "addressees",
    *_COLUMNS,
    *("pages", "scan", "checksum", "files", "provisional", "source", "flags", "cross_references"),
    *("readings_json", "candidates_json"),
)
"""The columns of ``Update.values``, without the key."""

_READINGS_PLACE = _WRITTEN.index("readings_json")
_TEXT_PLACE = 5
"""Of the text in a row of ``pages``."""

_SHAPE = zlib.crc32(f"{VERSION}{_SCHEMA}".encode()) & 0x7FFFFFFF
"""``user_version`` of the database: a checksum of version and columns, so that a new field makes it again too."""


_PART_BYTES = 1 << 17
"""Bytes of lines that are cached together."""

_TEXT_KEY_QUERY = "SELECT item, number, by, reader, confidence, text, source FROM pages"

_REFUSALS = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
)
"""What SQLite says where another program holds the database, or the disk is full, read-only or failing."""


class Update(NamedTuple):
    """An item as it will be written: plain values, which are pickled many times as fast as pages."""

    item: str
    values: tuple[str | int | None, ...]  # of the columns after item and position, but the last
    pages: tuple[tuple[str | int | float | bytes | None, ...], ...]
    doubts: tuple[tuple[str, str, float, str], ...] = ()
    places: Mapping[int, ReceivedText] = {}  # where the text of a page stands as it was received, by its number

    def with_places(self, received: ReceivedDescriptions, descriptions: Sequence[Description] = ()) -> "Update":
        """The same, with where its texts stand.

        Args:
            received: Where the item's descriptions are.
            descriptions: They themselves, if they were made already.
        """
        texts = {page[1]: page[_TEXT_PLACE] for page in self.pages if page[2] == "received" and page[-1] is None}
        return self._replace(places=places_of_texts(received, self.item, texts, descriptions)) if texts else self  # type: ignore[arg-type]

    @classmethod
    def of(cls, entry: Entry, pages: Iterable[Page], key: str) -> "Update":
        """An entry with its pages and the key of what they were made from."""
        pages = tuple(pages)
        values = (
            entry.value("from"),
            entry.value("to"),
            *(entry.value(name) for name in _COLUMNS),
            entry.page_count,
            entry.scan,
            entry.checksum,
            json.dumps([[files.file, files.pages] for files in entry.files]) if entry.files else None,
            int(entry.provisional),
            entry.source,
            json.dumps(entry.flags),
            _as_json([_without_empty(reference) for reference in entry.references]) if entry.references else "[]",
            _readings_as_json(entry.readings),
            _readings_as_json(entry.candidates) if entry.candidates else None,
            key,
        )
        doubts = tuple((str(kind), name, weight, words) for kind, name, weight, words in doubts_of(entry, pages))
        return cls(entry.item, values, tuple(_page_row(entry.item, page) for page in pages), doubts)


def _readings_as_json(readings: Mapping[str, Iterable[Reading]]) -> str:
    return _as_short_json({name: list(map(_row_of, of_field)) for name, of_field in readings.items()})


_as_json = json.JSONEncoder(ensure_ascii=False).encode
_as_short_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _row_of(reading: Reading) -> list[Any]:
    """A reading as a row without names, which would be half of the catalogue's disk; ``_reading`` undoes it.

    Value, words, by, confidence, page, line, box, how, source, note, confirmed by. Words that are the value are
    written as ``true``, what was simply observed as nothing; what is empty at the end is left out.
    """
    place, words, how = reading.place, reading.as_written or None, reading.how
    value = reading.value or None
    row: list[Any] = [value, True if value is not None and words == value else words, reading.by, reading.confidence]
    if place is not None:
        row += (place.page, place.line, place.box.as_list() if place.box else None)
    if how is not Derivation.OBSERVED or reading.source or reading.note or reading.confirmed_by:
        row += [None] * (_PLACES_IN_ROW - len(row))
        row += (None if how is Derivation.OBSERVED else how, reading.source or None)
        row += (reading.note or None, reading.confirmed_by or None)
    while row[-1] is None:
        row.pop()
    return row


def _origin_of(row: list[Any]) -> tuple[str, str | None]:
    """Who gives a reading, and from which source."""
    return row[2], row[8] if len(row) > 8 else None


_PLACES_IN_ROW = 7
"""Parts of a row up to the place on the page."""

_EMPTY_ROW: list[Any] = [None] * 11


def _page_row(item: str, page: Page) -> tuple[str | int | float | bytes | None, ...]:
    words = None
    if page.by == "machine" or page.width or page.file or _has_places(page):
        words = zlib.compress(json.dumps(page_as_json(page), ensure_ascii=False).encode(), 6)
    return (item, page.number, page.by, page.reader, page.confidence, page.text, words)


def _has_places(page: Page) -> bool:
    """Has any word a place or a confidence?"""
    for line in page.lines:  # plain loops, because every word of a collection is asked
        if line.is_plain:
            continue
        for word in line.words:
            if word.box or word.confidence is not None:
                return True
    return False


class StoreCatalogue:
    """A ``model.catalogue.Catalogue`` in a database file."""

    def __init__(self, path: Path) -> None:
        """Open or create the database; one that is damaged or of another version is replaced."""
        self.path = path
        self._writing = threading.RLock()  # the threads of a server have one connection, and it has one transaction
        self._ids: list[str] | None = None
        self._unwritten: dict[str, tuple[str, bytes]] = {}  # results that the database did not take
        self._entries: list[Entry] | None = None  # of a small collection, after the first iteration
        self._texts, self._packed_readings = Packing("text", 1_024), Packing("readings", 2_048)
        self._received_texts = ReceivedTexts(path.with_name("texts"))
        self.withdrawn: Mapping[str, Withdrawal] = {}  # as whoever opened the collection found them
        self.keeps_entries = True  # False: an iteration leaves nothing in memory, and the next one reads again
        path.parent.mkdir(parents=True, exist_ok=True)
        if self._open() != _SHAPE:
            with locked(path.with_name(f".{path.name}.lock")):  # another command may be making it
                if self._open() != _SHAPE:
                    self._make_anew()

    def _open(self) -> int:
        """Connect to the database; its version, -1 if the file is damaged."""
        try:
            self._db = self._connect()
            version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            return version if version != _SHAPE or self._received_texts.are_whole(self._db) else -1
        except sqlite3.DatabaseError:
            return -1

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=60, check_same_thread=False)
        db.execute(f"PRAGMA page_size={PAGE_SIZE}")  # counts where the file is new
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA wal_autocheckpoint=250")  # pages: 4 MB
        db.execute("PRAGMA synchronous=NORMAL")
        weakref.finalize(self, db.close)  # at the latest when the program ends: else its journal stays beside it
        return db

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write all of a block or nothing of it, one thread at a time."""
        with self._writing:
            try:
                with self._db:
                    yield
            except BaseException:
                self._texts.forget()
                self._packed_readings.forget()
                self._received_texts.begin()
                raise

    def __reduce__(self) -> tuple[type["StoreCatalogue"], tuple[Path], dict[str, Any]]:
        """Pickle the path and what was withdrawn; another process opens a connection of its own."""
        return StoreCatalogue, (self.path,), {"withdrawn": self.withdrawn}

    def _make_anew(self) -> None:
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._db.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self._db = self._connect()
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT INTO about VALUES ('made', ?)", (secrets.token_hex(8),))
        self._db.execute(f"PRAGMA user_version = {_SHAPE}")
        self._db.commit()

    # Queries

    @property
    def queue(self) -> ReviewQueue:
        """The review queue: how far each item is reviewed, and what is worth a look."""
        return ReviewQueue(self._db)

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM items").fetchone()[0])

    def __iter__(self) -> Iterator[Entry]:
        if self._entries is not None:
            yield from self._entries
            return
        entries: list[Entry] | None = [] if self.keeps_entries and len(self) <= MAX_ENTRIES_IN_MEMORY else None
        for row in self._db.execute(f"SELECT {_ENTRY} FROM items ORDER BY position"):
            entry = self._entry(row)
            yield entry
            if entries is not None:
                entries.append(entry)
        if entries is not None:
            self._entries = entries

    def ids(self) -> list[str]:
        """The id of every item, in natural order."""
        rows = self._db.execute("SELECT position, item FROM items").fetchall()
        rows.sort(key=lambda row: int(row[0]))  # by its index, SQLite would look up row after row
        return [row[1] for row in rows]

    def each_id(self) -> Iterator[str]:
        """The same one after the other, a few hundred in memory at a time."""
        return (item for item, _ in self.each_key())

    def each_key(self) -> Iterator[tuple[str, str]]:
        """The id of every item with the key of what its description was made from, in natural order of the ids."""
        last = -1
        query = "SELECT item, key, position FROM items WHERE position > ? ORDER BY position LIMIT 500"
        while rows := self._db.execute(query, (last,)).fetchall():
            last = rows[-1][2]
            for item, key, _ in rows:
                yield item, key

    def __contains__(self, item: object) -> bool:
        return self._db.execute("SELECT 1 FROM items WHERE item = ?", (item,)).fetchone() is not None

    def get(self, item: str) -> Entry | None:
        """The entry of an item."""
        row = self._db.execute(f"SELECT {_ENTRY} FROM items WHERE item = ?", (item,)).fetchone()
        return self._entry(row) if row else None

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        item, readings, *others = row
        return _entry((item, self._packed_readings.text(self._db, readings), *others))

    def _text(self, item: str, number: int, stored: str | bytes | int, source: int | None) -> str:
        """The text of a page as it is stored; of a place in a file, the text that stands there."""
        if not isinstance(stored, int):
            return self._texts.text(self._db, stored)
        try:
            return self._received_texts.text(self._db, item, number, source or 0, stored, keep=self.keeps_entries)
        except OutsideError:  # another command may have let it follow a file that was replaced
            now = self._db.execute("SELECT text, source FROM pages WHERE item = ? AND number = ?", (item, number))
            row = now.fetchone()
            if row is None or row == (stored, source):
                raise
            return self._text(item, number, *row)

    def columns(self, names: Sequence[str]) -> list[tuple[str | None, ...]]:
        """Columns of the whole catalogue, without making an entry of each item.

        Args:
            names: Fields.

        Returns:
            For every item its id and the effective values of these fields, in natural order of the ids.
        """
        chosen = [{"from": "sender", "to": "addressees"}.get(name, f'"{name}"') for name in names if name in FIELDS]
        rows = self._db.execute(f"SELECT position, {', '.join(['item', *chosen])} FROM items").fetchall()
        rows.sort(key=lambda row: int(row[0]))  # by its index, SQLite would look up row after row
        return [row[1:] for row in rows]

    def key_of(self, item: str) -> str:
        """Says what the description of an item was made from; "" where there is no such item."""
        row = self._db.execute("SELECT key FROM items WHERE item = ?", (item,)).fetchone()
        return str(row[0]) if row else ""

    def pages(self, item: str) -> Sequence[Page]:
        """The effective pages of an item."""
        rows = self._db.execute(
            "SELECT number, by, reader, text, words, source FROM pages WHERE item = ? ORDER BY number", (item,)
        )
        return [self._page(item, row) for row in rows]

    def _page(self, item: str, row: tuple[Any, ...]) -> Page:
        number, by, reader, text, words, source = row
        return _page(item, number, by, reader, self._text(item, number, text, source) if words is None else "", words)

    def page(self, item: str, number: int) -> Page | None:
        """An effective page of an item; None if there is no such page."""
        row = self._db.execute(
            "SELECT number, by, reader, text, words, source FROM pages WHERE item = ? AND number = ?", (item, number)
        ).fetchone()
        return self._page(item, row) if row else None

    def first_texts(self, letters: int) -> Iterator[tuple[str, str]]:
        """The id of every item with text and the beginning of its first page, in one pass.

        Args:
            letters: How many letters of the page are wanted.
        """
        for item, text, source in self._db.execute(
            "SELECT item, text, source FROM pages WHERE number = 1 ORDER BY item"
        ):
            is_place = isinstance(text, int)
            yield (
                item,
                self._text(item, 1, text, source)[:letters] if is_place else self._texts.text(self._db, text, letters),
            )

    def page_texts(self, item: str) -> list[tuple[int, str]]:
        """Number and text of each page of an item, without asking where its words are."""
        rows = self._db.execute("SELECT number, text, source FROM pages WHERE item = ? ORDER BY number", (item,))
        return [(number, self._text(item, number, text, source)) for number, text, source in rows]

    def texts(self, item: str) -> list[PageText]:
        """The pages of an item as text for the index; many times as fast as ``pages``."""
        rows = self._db.execute(
            "SELECT number, by, confidence, text, source, words IS NOT NULL FROM pages WHERE item = ? ORDER BY number",
            (item,),
        )
        return [
            PageText.of(_page(item, number, by, "", "", self._words(item, number)))
            if has_words
            else PageText(number, self._text(item, number, text, source), by, confidence if by == "machine" else None)
            for number, by, confidence, text, source, has_words in rows
        ]

    def _words(self, item: str, number: int) -> bytes | None:
        row = self._db.execute("SELECT words FROM pages WHERE item = ? AND number = ?", (item, number)).fetchone()
        return row[0] if row else None

    def similar_items(self, item: str, limit: int = 3) -> Sequence[str]:
        """Ids at a Damerau-Levenshtein distance of at most 2, nearest first."""
        if self._ids is None:
            self._ids = [row[0] for row in self._db.execute("SELECT item FROM items ORDER BY position")]
        from rapidfuzz.distance import DamerauLevenshtein  # only where an id is misspelt
        from rapidfuzz.process import extract

        matches = extract(item, self._ids, scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=limit)
        return [name for name, _, _ in matches]

    def series_neighbours(self, item: str, count: int = 2) -> list[tuple[str, str, str]]:
        """The items with the nearest numbers of the same sender and year.

        Args:
            item: The item; it is among them.
            count: At most so many on each side.

        Returns:
            For each, in the order of their numbers: id, number and date (EDTF; "" if it is blank). Only the item, or
            nothing, where its sender or its number is blank or is no number.
        """
        row = self._db.execute(
            "SELECT sender, CAST(number AS INTEGER), substr(date, 1, 4), number, date FROM items WHERE item = ?",
            (item,),
        ).fetchone()
        if row is None or not row[0] or not row[1]:
            return []
        sender, number, year, written, date = row
        of_year = "" if not year else "AND (date IS NULL OR substr(date, 1, 4) = :year)"
        sides: list[list[tuple[str, str, str]]] = []
        for compared, order in (("<", "DESC"), (">", "ASC")):
            rows = self._db.execute(
                f"SELECT item, number, coalesce(date, '') FROM items WHERE sender = :sender "
                f"AND CAST(number AS INTEGER) {compared} :number AND CAST(number AS INTEGER) > 0 {of_year} "
                f"ORDER BY CAST(number AS INTEGER) {order} LIMIT :count",
                {"sender": sender, "number": number, "year": year, "count": count},
            )
            sides.append(rows.fetchall())
        return [*reversed(sides[0]), (item, written, date or ""), *sides[1]]

    def items_with(self, field: str, value: str, limit: int = 500) -> list[str]:
        """The items whose field has exactly this value (of several joined by "; "), in their order.

        Args:
            field: A field of ``FIELDS``.
            value: The value; "" for a blank.
            limit: At most so many.
        """
        column = {"from": "sender", "to": "addressees"}.get(field, field)
        if field not in FIELDS:
            raise KeyError(field)
        rows = self._db.execute(
            f"SELECT item FROM items WHERE coalesce(\"{column}\", '') = ? ORDER BY position LIMIT ?", (value, limit)
        )
        return [row[0] for row in rows]

    def text(self, item: str) -> str:
        """The text of an item's pages, joined by line breaks."""
        return "\n".join(text for _, text in self.page_texts(item))

    def message(self, item: str) -> str:
        """The message lines of an item's pages, without stamps and page lines, joined by line breaks."""
        rows = self._db.execute("SELECT number, text, source, words FROM pages WHERE item = ? ORDER BY number", (item,))
        return "\n".join(
            self._text(item, number, text, source) if words is None else _page(item, 0, "", "", "", words).message
            for number, text, source, words in rows
        )

    def text_keys(self) -> dict[str, str]:
        """For every item with pages a checksum of its text and of how it was read; "no text" if it has none."""
        rows = self._db.execute(f"{_TEXT_KEY_QUERY} ORDER BY item, number")
        return {item: self._text_key(of_item) for item, of_item in itertools.groupby(rows, key=lambda row: row[0])}

    def text_key_of(self, item: str) -> str:
        """That of one item; "" where it has no pages."""
        rows = self._db.execute(f"{_TEXT_KEY_QUERY} WHERE item = ? ORDER BY number", (item,)).fetchall()
        return self._text_key(rows) if rows else ""

    def _text_key(self, rows: Iterable[tuple[Any, ...]]) -> str:
        digest, is_empty = hashlib.sha256(), True
        for item, number, by, reader, confidence, stored, source in rows:
            text = self._text(item, number, stored, source)
            digest.update(repr([number, by, reader, confidence, text]).encode())
            is_empty = is_empty and not text.strip()
        return "no text" if is_empty else digest.hexdigest()

    # Updates

    @property
    def stamp(self) -> str:
        """Checksum of what the whole catalogue was last made from; empty if it is incomplete."""
        row = self._db.execute("SELECT value FROM about WHERE name = 'stamp'").fetchone()
        return str(row[0]) if row else ""

    def keys(self) -> dict[str, str]:
        """The key of every stored item: a checksum of what it was made from."""
        return dict(self._db.execute("SELECT item, key FROM items"))

    @property
    def database_id(self) -> str:
        """A random name given when the database was created; one that replaces it has another."""
        return self._about("made")

    @property
    def generation(self) -> int:
        """Counts the writes; ``changes`` gives what was written since an earlier count."""
        return int(self._about("writing") or 0)

    def changes(self, since: int) -> tuple[list[str], list[str]]:
        """The items written, and those removed, since ``generation`` was ``since``."""
        written = self._db.execute("SELECT item FROM items WHERE written > ? ORDER BY position", (since,))
        gone = self._db.execute("SELECT item FROM gone WHERE written > ? ORDER BY item", (since,))
        return [row[0] for row in written], [row[0] for row in gone]

    def _about(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def bring_up_to_date(
        self,
        updates: Iterable[Update],
        gone: Iterable[str],
        stamp: str,
        reviews: Mapping[str, Review] | None = None,
        reviewed: Iterable[str] | None = None,
        *,
        received: ReceivedDescriptions | None = None,
    ) -> int:
        """Write what changed and remove what is gone.

        Items are written in transactions of ``BATCH_SIZE``. Until the last, the catalogue has no stamp; after an
        interruption what is there is recognised by its keys and not made again.

        Args:
            updates: The items to write.
            gone: Ids of the items to remove.
            stamp: Checksum of what the whole is made from.
            reviews: The review state of every item that has one; None: the states stay as they are.
            reviewed: Only the states of these items may have changed; None: any.
            received: Where the descriptions of all items are; None: where they were.

        Returns:
            How many items were written.
        """
        written, moved = 0, not self.stamp
        coming = iter(updates)
        while True:
            batch = list(itertools.islice(coming, BATCH_SIZE))
            last = len(batch) < BATCH_SIZE
            with self._transaction():
                turn = self.generation + 1
                moved |= self._write(batch, turn)
                lost = [(item,) for item in gone] if last else []
                self._db.executemany("DELETE FROM items WHERE item = ?", lost)
                self._db.executemany("DELETE FROM pages WHERE item = ?", lost)
                self._db.executemany("INSERT OR REPLACE INTO gone VALUES (?, ?)", [(*row, turn) for row in lost])
                self.queue.remove(item for (item,) in lost)
                moved |= bool(lost)
                if last and reviews is not None:
                    self.queue.write_reviews(reviews, reviewed)
                if last and written + len(batch) + len(lost) > 0:
                    self.queue.count_kinds()
                if batch or lost:
                    self._db.execute("INSERT OR REPLACE INTO about VALUES ('writing', ?)", (turn,))
                if last and moved:
                    self._put_in_order()
                if last and received is not None:
                    self._received_texts.follow(self._db, received)
                self._db.execute("INSERT OR REPLACE INTO about VALUES ('stamp', ?)", (stamp if last else "",))
            written += len(batch)
            if moved:
                self._ids = self._entries = None
            if last:
                if received is not None:
                    with self._transaction():
                        self._db.execute("UPDATE about SET value = value WHERE name = 'stamp'")  # holds the catalogue
                        self._received_texts.remove_unused(self._db)
                return written

    def forget_stamp(self) -> None:
        """Mark the catalogue as incomplete, so that stale items are looked for again."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('stamp', '')")

    def _put_in_order(self) -> None:
        """Number the items in natural order."""
        places = dict(self._db.execute("SELECT item, position FROM items"))
        rows = enumerate(sorted(places, key=natural))
        moved = [(at, item) for at, item in rows if places[item] != at]
        self._db.executemany("UPDATE items SET position = ? WHERE item = ?", moved)

    def _write(self, updates: Iterable[Update], turn: int) -> bool:
        """Write items; True if any was not there before."""
        last = self._db.execute("SELECT max(position) FROM items").fetchone()[0]
        if last is not None and last + 1 >= PLAIN_ITEMS:
            self._begin_packing()
        end = itertools.count(0 if last is None else last + 1)
        new = False
        self._received_texts.begin()
        for item, values, pages, doubts, places in updates:
            existing = self._db.execute("SELECT position FROM items WHERE item = ?", (item,)).fetchone()
            row = (item, existing[0] if existing else next(end), *self._as_stored(values), turn)
            self._db.execute(f"INSERT OR REPLACE INTO items VALUES ({', '.join('?' * len(row))})", row)
            self._db.execute("DELETE FROM pages WHERE item = ?", (item,))
            stored = [self._stored_page(page, places.get(int(page[1] or 0))) for page in pages]
            self._db.executemany("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", stored)
            self._db.execute("DELETE FROM gone WHERE item = ?", (item,))
            self.queue.write_item(item, doubts)
            new |= existing is None
        return new

    def _stored_page(self, page: tuple[Any, ...], place: ReceivedText | None) -> tuple[Any, ...]:
        """The row of a page; instead of its text where that stands, if the catalogue is large."""
        *before, text, words = page
        if place is not None and self._texts.has_begun:
            number = self._received_texts.number_of(self._db, place.path, place.state)
            if number is not None:
                return (*before, place.place, words, number)
        return (*before, self._texts.packed(text), words, None)

    def _begin_packing(self) -> None:
        """Pack what is written from now on."""
        for packed, column, table, condition in (
            (self._texts, "text", "pages", "number = 1 AND typeof(text) = 'text'"),
            (self._packed_readings, "readings_json", "items", "1"),
        ):
            if not packed.load(self._db):
                rows = self._db.execute(f"SELECT {column} FROM {table} WHERE {condition} ORDER BY item").fetchall()
                packed.make(self._db, [text for (text,) in rows[:: len(rows) // packed.sample_size + 1]])

    def _as_stored(self, values: Sequence[Any]) -> list[Any]:
        """The values of an update as they are stored."""
        row = list(values)
        row[_READINGS_PLACE] = self._packed_readings.packed(row[_READINGS_PLACE])
        return row

    def write_quickly(self, entries: Iterable[Entry], reviews: Mapping[str, Review | None]) -> None:
        """Write entries whose fields a person decided, and review states, before the items are described anew.

        Args:
            entries: The entries, of items that are in the catalogue; their pages stay. They are written without a key,
                so that they count as stale.
            reviews: The states by item; None: untouched.
        """
        with self._transaction():
            self._packed_readings.load(self._db)
            for entry in entries:
                update = Update.of(entry, (), key="")
                assignments = ", ".join(f'"{name}" = ?' for name in _WRITTEN)
                self._db.execute(
                    f"UPDATE items SET {assignments}, key = '' WHERE item = ?",
                    (*self._as_stored(update.values[:-1]), entry.item),
                )
                kept = self._db.execute(
                    "SELECT kind, field, weight, words FROM doubts WHERE item = ? AND origin = 'item' AND kind = ?",
                    (entry.item, str(DoubtKind.READING)),
                ).fetchall()
                self.queue.write_item(entry.item, list(dict.fromkeys([*update.doubts, *kept])))
            states = {item: review for item, review in reviews.items() if review is not None}
            self.queue.write_reviews(states, reviews)
            quick = int(self._about("quick") or 0) + 1
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('quick', ?)", (quick,))
        self._entries = None

    @property
    def state(self) -> str:
        """Changes with every write of entries, ``write_quickly`` included, and with the database itself."""
        return f"{self.database_id}-{self.generation}-{self._about('quick') or 0}"

    @property
    def state_of_doubts(self) -> str:
        """Changes with what ``store_doubts`` stores."""
        return self._about("doubts of checks")

    def store_doubts(self, doubts: Mapping[str, Sequence[Doubt]]) -> None:
        """Replace the stored results of the checks on items, for the review queue."""
        key = hashlib.sha256(repr(sorted(doubts.items())).encode("utf-8", "replace")).hexdigest()
        if self._about("doubts of checks") == key:
            return
        with self._transaction():
            self.queue.write_checks(doubts)
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('doubts of checks', ?)", (key,))

    # Cached results of later stages

    def result(self, name: str, key: str) -> bytes | None:
        """The cached result of this name; None unless it was made from this key."""
        if name in self._unwritten:
            made_from, value = self._unwritten[name]
            return value if made_from == key else None
        row = self._db.execute("SELECT value FROM results WHERE name = ? AND key = ?", (name, key)).fetchone()
        return zlib.decompress(row[0]) if row else None

    def store_result(self, name: str, key: str, value: bytes) -> bool:
        """Cache a result in place of an older one of this name; a database that refuses costs only the cache.

        Returns:
            Whether the database took it; else it is kept in memory until this catalogue is closed.
        """
        try:
            with self._transaction():
                row = (name, key, zlib.compress(value, 6))
                self._db.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", row)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _REFUSALS:
                raise
            what = "%s was worked out and could not be stored (%s): it is worked out again next time"
            log.warning(what, name, error, extra=SHOWN)
            self._unwritten[name] = (key, value)
            return False
        self._unwritten.pop(name, None)
        return True

    def lines(self, name: str, key: str) -> Iterator[bytes] | None:
        """The lines of a cached result that ``store_lines`` stored; None unless they were made from this key.

        Returns:
            The lines one after the other, some hundred in memory at a time; each has its line end. None too where a
            part of them is missing.
        """
        count = self.result(name, key)
        if count is None or not all(self._has_part(name, key, number) for number in range(int(count))):
            return None
        return self._lines(name, key, int(count))

    def _has_part(self, name: str, key: str, number: int) -> bool:
        part = _name_of_part(name, key, number)
        row = self._db.execute("SELECT 1 FROM results WHERE name = ? AND key = ?", (part, key)).fetchone()
        return row is not None or self._unwritten.get(part, ("",))[0] == key

    def _lines(self, name: str, key: str, count: int) -> Iterator[bytes]:
        for number in range(count):
            part = self.result(_name_of_part(name, key, number), key)
            if part is None:
                raise OutsideError(
                    f"what {self.path} holds as “{name}” was replaced while it was read",
                    remedy="wait until no other command works on this collection, and run this again.",
                )
            yield from io.BytesIO(part)

    def store_lines(self, name: str, key: str, lines: Iterable[bytes]) -> None:
        """Cache lines in place of older ones of this name, so that they can be read one after the other.

        Whatever interrupts it, and whatever the database refuses, the lines are found whole afterwards or not at all.

        Args:
            name: The result's name.
            key: What the lines are made from.
            lines: The lines, each with its line end.
        """
        self._forget_lines(name)
        count = 0
        part = bytearray()
        is_taken = True
        for line in lines:
            part += line
            if len(part) >= _PART_BYTES:
                is_taken &= self.store_result(_name_of_part(name, key, count), key, bytes(part))
                count, part = count + 1, bytearray()
        if part:
            is_taken &= self.store_result(_name_of_part(name, key, count), key, bytes(part))
            count += 1
        number = str(count).encode()  # last: without it there are no lines
        if is_taken:
            self.store_result(name, key, number)
        else:  # for this process alone: another would look for parts that only this one has
            self._unwritten[name] = (key, number)

    def _forget_lines(self, name: str) -> None:
        """Delete the lines of a name, first of all the number of their parts; a database that refuses keeps them."""
        before = _name_of_part(name)
        for stored in [stored for stored in self._unwritten if stored == name or stored.startswith(before)]:
            del self._unwritten[stored]
        try:
            with self._transaction():
                query = "DELETE FROM results WHERE name = ? OR substr(name, 1, ?) = ?"
                self._db.execute(query, (name, len(before), before))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _REFUSALS:
                raise
            log.info("the lines stored as %s could not be deleted: %s", name, error)

    def close(self) -> None:
        """Close the database."""
        self._db.close()


def _name_of_part(name: str, key: str = "", number: int | None = None) -> str:
    """The name of a part of a result's lines; what is made from another key never takes its place. Or how all begin."""
    return f"{name}, part " if number is None else f"{name}, part {number} of {key}"


_ENTRY = "item, readings_json, cross_references, pages, scan, checksum, files, provisional, flags, candidates_json"


def _entry(row: tuple[Any, ...]) -> Entry:
    item, readings, references, pages, scan, checksum, files, provisional, flags, candidates = row
    return Entry(
        item=item,
        readings=_Readings(json.loads(readings)),
        references=tuple([_reference(load) for load in json.loads(references)]) if references != "[]" else (),
        page_count=pages,
        scan=scan,
        checksum=checksum,
        provisional=bool(provisional),
        flags=tuple(json.loads(flags)) if flags != "[]" else (),
        files=tuple(FilePages(name, tuple(numbers)) for name, numbers in json.loads(files)) if files else (),
        candidates=_Readings(json.loads(candidates)) if candidates else {},
    )


class _Readings(StoredReadings):
    """The readings of an item, parsed field by field on first access."""

    __slots__ = ("_fields",)

    def __init__(self, rows: dict[str, Any]) -> None:
        self._fields = rows

    def __getitem__(self, name: str) -> tuple[Reading, ...]:
        readings = self._fields[name]
        if isinstance(readings, list):
            readings = self._fields[name] = tuple([_reading(row) for row in readings])
        return readings  # type: ignore[no-any-return]

    def get(self, name: str, default: Any = None) -> Any:
        """As of every mapping; asked some hundred times for an item, it does not wait for an error."""
        return self[name] if name in self._fields else default

    def sources(self) -> set[SourceKind]:
        """Who gives any of them; no reading is made for it."""
        kinds: set[SourceKind] = set()
        for readings in self._fields.values():
            for reading in readings:
                kinds.add(_BY[reading[2]] if isinstance(reading, list) else reading.by)
        return kinds

    def effective_values(self, name: str) -> tuple[str, ...]:
        """The values of ``effective``; no reading is made for them: a list of items would need a dozen each."""
        rows = self._fields.get(name)
        if not rows:
            return ()
        if not isinstance(rows, list):
            return tuple(reading.value for reading in effective(name, rows) if reading.value)
        if name not in MULTIPLE:
            return (rows[0][0],) if rows[0][0] else ()
        first = _origin_of(rows[0])
        return tuple([row[0] for row in rows if row[0] and _origin_of(row) == first])

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return repr(dict(self))


def _without_empty(source_value: Reference | PagePosition | Box) -> dict[str, Any]:
    """A value as a dictionary without its empty parts."""
    parts = ((name, getattr(source_value, name)) for name in source_value.__slots__)
    return {
        name: _without_empty(value) if isinstance(value, PagePosition | Box) else value
        for name, value in parts
        if value is not None and value != "" and value != ()
    }


_BY, _HOW = {str(kind): kind for kind in SourceKind}, {str(kind): kind for kind in Derivation}


def _reading(row: list[Any]) -> Reading:
    value, words, by, confidence, page, line, box, how, source, note, confirmed_by = row + _EMPTY_ROW[len(row) :]
    return Reading(
        value if words is True else words,
        value,
        _BY[by],
        _HOW[how] if how else Derivation.OBSERVED,
        PagePosition(page, line, Box(*box) if box else None) if page is not None else None,
        confidence,
        source or "",
        note or "",
        confirmed_by or "",
    )


def _reference(row: dict[str, Any]) -> Reference:
    return Reference(**{**row, "mention": row.get("mention", ""), "place": _place(row.get("place"))})


def _place(row: dict[str, Any] | None) -> PagePosition | None:
    if row is None:
        return None
    box = row.get("box")
    return PagePosition(row["page"], row.get("line"), Box(**box) if box else None)


def _page(item: str, number: int, by: str, reader: str, text: str, words: bytes | None) -> Page:
    if words is not None:
        return page_of_json(json.loads(zlib.decompress(words)))
    return Page.of_text(item, number, text, reader=reader, by=by)
