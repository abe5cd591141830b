"""Entries and pages -> an index in a folder, brought up to date item by item; what is damaged is noticed."""

import contextlib
import json
import os
import shutil
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy

from briefbook.errors import BriefbookError, OutsideError
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page, PageText
from briefbook.search.schema import VERSION, analyser, document_of, schema
from briefbook.util.files import write_atomic

CURRENT = "current.json"
"""Names the generation that holds, and what it was made of; written last, so that it is whole or the old one."""

PREPARED = "prepared.json"
"""What was counted while building, of the state that it names."""

MEMORY = 600_000_000
"""Bytes that building may hold before it writes a part to disk; fewer, larger parts are searched faster."""

THREADS = 2

MEMORY_FOR_UPDATES = 20_000_000
_SAMPLE = 1 << 16
_KEPT = 1_000

Chapters = Callable[[str], Sequence[str]]

Precompute = Callable[["Index", Any, str], dict[str, str]]
"""An index, its tantivy searcher and its state -> counts as text, kept beside the index for that state."""


class DamagedIndex(BriefbookError):
    """The index on disk cannot be used; it can always be made again from the collection."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"the search index in {folder} is damaged: {why}", remedy="delete that folder; it is made again."
        )


@dataclass(slots=True)
class Index:
    """An open index. It follows what is written to its folder; any number of threads may ask it at once.

    ``stamp`` says what it was made from, as told to ``build_index``.
    """

    folder: Path
    stamp: str = ""
    state: str = ""  # changes with every build and update
    prepared: dict[str, str] = field(default_factory=dict)  # counted while building; empty after an update
    _schema: Any = None
    _index: Any = None
    _generation: str = ""
    _seen: tuple[int, int] = (0, 0)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: OrderedDict[Any, Any] = field(default_factory=OrderedDict)

    @property
    def searcher(self) -> Any:
        """A view of the index as it stands now."""
        try:
            stat = (self.folder / CURRENT).stat()
        except OSError as error:
            if self._index is not None:
                return self._index.searcher()
            raise DamagedIndex(self.folder, "it is gone") from error
        if (stat.st_mtime_ns, stat.st_ino) != self._seen:
            with self._lock:
                self._follow((stat.st_mtime_ns, stat.st_ino))
        return self._index.searcher()

    def view(self) -> tuple[Any, str]:
        """The same, with the state that it shows."""
        _ = self.searcher
        with self._lock:
            return self._index.searcher(), self.state

    @property
    def schema(self) -> Any:
        """The fields, as tantivy wants them named."""
        return self._schema

    def __len__(self) -> int:
        return int(self.searcher.num_docs)

    def kept(self, key: Any, make: Callable[[], Any], state: str = "") -> Any:
        """A value made once for a state of the index, if not told for this one; the last few hundred are kept."""
        key = (state or self.state, key)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def prepare(self, precompute: Precompute) -> None:
        """Count again what an update has made void, and keep it; takes seconds for a million items.

        Does nothing where the counts are there already, and keeps nothing if the index changes meanwhile.

        Args:
            precompute: Makes the counts (``facets.precompute_counts``).
        """
        if self.prepared or self._index is None:
            return
        searcher, state = self.view()
        ready = precompute(self, searcher, state)
        _write_prepared(self.folder / self._generation, state, ready)
        with self._lock:
            if self.state == state:
                self.prepared = ready

    def forget(self) -> None:
        """Keep nothing of what was made: what posts or persons are called has changed."""
        with self._lock:
            self._kept.clear()

    def _follow(self, seen: tuple[int, int]) -> None:
        if seen == self._seen:
            return
        about = _read_current(self.folder)
        if about is None:
            raise DamagedIndex(self.folder, "what it was made from cannot be read")
        if about["generation"] != self._generation or self._index is None:
            index = _open(self.folder / about["generation"])
            self._index, self._generation = index, about["generation"]
        else:
            self._index.reload()
        self._schema = self._index.schema
        self.prepared = _read_prepared(self.folder / self._generation, about["state"])
        self.stamp, self.state, self._seen = about["stamp"], about["state"], seen


def build_index(
    folder: Path,
    entries: Iterable[tuple[Entry, Sequence[Page | PageText]]],
    *,
    stamp: str,
    chapters: Chapters = lambda item: (),
    precompute: Precompute | None = None,
) -> int:
    """Build the index anew beside the existing one; readers use the old one until the new one is complete.

    Args:
        folder: Where the index is kept; made if it is not there.
        entries: Each item's entry with its pages, in the catalogue's order.
        stamp: Says what the index is made from; ``Index.stamp`` gives it back.
        chapters: The titles of the narratives that cite an item.
        precompute: Counts the commonest questions (``facets.precompute_counts``); without it they are counted when
            asked.

    Returns:
        How many items the index holds.

    Raises:
        OutsideError: The disk is full or cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _read_current(folder)
    generation = f"g{_number(before) + 1}"
    place = folder / generation
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    count = 0
    with _disk(place):
        index = _new(place)
        writer = index.writer(MEMORY, THREADS)
        for count, (entry, pages) in enumerate(entries, 1):
            writer.add_document(document_of(entry, pages, count - 1, chapters(entry.item)))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        state = os.urandom(8).hex()
        if precompute is not None:
            opened = Index(folder, state=state, _schema=index.schema, _index=index)
            _write_prepared(place, state, precompute(opened, index.searcher(), state))
    _make_current(folder, generation, stamp, count, state)
    for old in folder.iterdir():
        if old.is_dir() and old.name != generation:
            shutil.rmtree(old, ignore_errors=True)
    return count


def update_index(
    folder: Path,
    changed: Iterable[tuple[Entry, Sequence[Page | PageText]]],
    removed: Iterable[str] = (),
    *,
    stamp: str,
    chapters: Chapters = lambda item: (),
) -> int:
    """Write changed items and take removed ones out; all or nothing. Returns how many were written.

    An item that is new stands last in the catalogue's order until the index is built anew.
    ``DamagedIndex`` if there is no index to bring up to date.
    """
    about = _read_current(folder)
    if about is None:
        raise DamagedIndex(folder, "it holds nothing to bring up to date")
    place = folder / about["generation"]
    index = _open(place)
    searcher = index.searcher()
    following = about["next"]
    written = 0
    with _disk(place):
        writer = index.writer(MEMORY_FOR_UPDATES, 1)
        try:
            for item in removed:
                writer.delete_documents_by_term("item", item)
            for entry, pages in changed:
                position = _position(index, searcher, entry.item)
                if position is None:
                    position, following = following, following + 1
                writer.delete_documents_by_term("item", entry.item)
                writer.add_document(document_of(entry, pages, position, chapters(entry.item)))
                written += 1
            writer.commit()
        except BaseException:
            with contextlib.suppress(Exception):
                writer.rollback()
            raise
        writer.wait_merging_threads()
    _make_current(folder, about["generation"], stamp, following, os.urandom(8).hex())
    return written


def open_index(folder: Path) -> Index | None:
    """The index in a folder; None if there is none, another version made it, or it is damaged."""
    about = _read_current(folder)
    if about is None or not _is_whole(folder / about["generation"], about["files"]):
        return None
    index = Index(folder)
    try:
        searcher = index.searcher
        searcher.search(tantivy.Query.all_query(), 1)
    except (BriefbookError, ValueError, OSError):
        return None
    except BaseException as error:  # tantivy's panics are no Exceptions
        if type(error).__name__ != "PanicException":
            raise
        return None
    return index


def _new(place: Path) -> Any:
    index = tantivy.Index(schema(), path=str(place), reuse=False)
    return _ready(index)


def _open(place: Path) -> Any:
    try:
        return _ready(tantivy.Index.open(str(place)))
    except (ValueError, OSError) as error:
        raise DamagedIndex(place, str(error)) from error


def _ready(index: Any) -> Any:
    index.register_tokenizer("cable", analyser())
    index.config_reader("manual", 0)
    index.reload()
    return index


def _position(index: Any, searcher: Any, item: str) -> int | None:
    found = searcher.search(tantivy.Query.term_query(index.schema, "item", item), 1)
    if not found.hits:
        return None
    return int(searcher.fast_field_values("position", [found.hits[0][1]])[0])


@contextlib.contextmanager
def _disk(place: Path) -> Any:
    try:
        yield
    except (OSError, ValueError) as error:
        remedy = "make room or give permission and run the command again; the former index still stands."
        raise OutsideError(f"cannot write the search index in {place}: {error}", remedy=remedy) from error


def _write_prepared(place: Path, state: str, ready: dict[str, str]) -> None:
    write_atomic(place / PREPARED, json.dumps({"state": state, "ready": ready}))


def _read_prepared(place: Path, state: str) -> dict[str, str]:
    """What was counted for this state of the index; nothing if it has changed since."""
    try:
        told = json.loads((place / PREPARED).read_text(encoding="utf-8"))
        ready: dict[str, str] = told["ready"] if told["state"] == state else {}
        return ready
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _make_current(folder: Path, generation: str, stamp: str, following: int, state: str) -> None:
    about = {
        "version": VERSION,
        "generation": generation,
        "state": state,
        "stamp": stamp,
        "next": following,
        "files": _files(folder / generation),
    }
    write_atomic(folder / CURRENT, json.dumps(about, sort_keys=True))


def _files(place: Path) -> dict[str, list[int]]:
    return {
        path.name: [path.stat().st_size, _sample(path)]
        for path in sorted(place.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".lock" and path.name != PREPARED
    }


def _is_whole(place: Path, files: dict[str, list[int]]) -> bool:
    try:
        return all(
            (place / name).stat().st_size == size and _sample(place / name) == sum_
            for name, (size, sum_) in files.items()
        )
    except OSError:
        return False


def _sample(path: Path) -> int:
    """A checksum of the file's beginning, middle and end: quick, and a cut or overwritten file is noticed."""
    size = path.stat().st_size
    found = 0
    with path.open("rb") as file:
        for start in sorted({0, max(0, size // 2 - _SAMPLE // 2), max(0, size - _SAMPLE)}):
            file.seek(start)
            found = zlib.crc32(file.read(_SAMPLE), found)
    return found


def _read_current(folder: Path) -> dict[str, Any] | None:
    try:
        about = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        return about if about["version"] == VERSION and about["files"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _number(about: dict[str, Any] | None) -> int:
    return int(about["generation"][1:]) if about else 0
