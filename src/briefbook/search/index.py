"""Entries and pages -> a full-text index on disk, updated item by item, with checksums that reveal damage."""

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
from typing import TYPE_CHECKING, Any

import tantivy

from briefbook.errors import BriefbookError, OutsideError
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page, PageText
from briefbook.search.common_words import ENGLISH, CommonWords
from briefbook.search.schema import VERSION, analyser, blanks_analyser, document_of, schema
from briefbook.util.files import write_atomic

if TYPE_CHECKING:
    from briefbook.text.probable_words import ProbableWord

CURRENT = "current.json"
"""Names the current generation and what it was made from; written last, so that a reader sees a complete index."""

UPDATING = "updating.json"
"""Names the items that an update writes, until all that goes with it is written; one that was cut off leaves it."""

PREPARED = "prepared.json"
"""Counts made beforehand, for the state of the index that it names."""

WRITER_MEMORY = 600_000_000
"""Bytes that building may buffer before it writes a segment; fewer, larger segments are searched faster."""

WRITER_THREADS = 2

UPDATE_MEMORY = 20_000_000
_META = "meta.json"  # tantivy's list of segments, replaced by each commit
_SAMPLE_BYTES = 1 << 16
_MAX_CACHED = 1_000
_MAX_STATES = 8

Chapters = Callable[[str], Sequence[str]]

Probable = Callable[[str], "Iterable[ProbableWord] | None"]
"""An item -> the words that are likely on its pictures; None where they cannot be asked."""


def _no_picture_terms(item: str) -> None:
    return None


Precompute = Callable[["Index", Any, str], dict[str, str]]
"""An index, its tantivy searcher and its state -> counts as text, kept beside the index for that state."""


class DamagedIndex(BriefbookError):
    """The index on disk cannot be used; it can always be rebuilt from the collection."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"the search index in {folder} is damaged: {why}", remedy="delete that folder; it will be rebuilt."
        )


@dataclass(slots=True)
class Index:
    """An open index. It notices updates of its folder; any number of threads may search it at once.

    ``stamp`` says what it was made from, as given to ``build_index``.
    """

    folder: Path
    stamp: str = ""
    state: str = ""  # changes with every build and update
    prepared: dict[str, str] = field(default_factory=dict)  # counted while building; empty after an update
    common: CommonWords = ENGLISH  # the very common words of its texts, as of when it was built
    _common_of: OrderedDict[str, CommonWords] = field(default_factory=OrderedDict)  # of this state and the last ones
    _schema: Any = None
    _index: Any = None
    _generation: str = ""
    _signature: tuple[int, int] = (0, 0)  # modification time and inode of CURRENT, as last read
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _cache: OrderedDict[Any, Any] = field(default_factory=OrderedDict)

    @property
    def searcher(self) -> Any:
        """A tantivy searcher over the present index.

        Raises:
            DamagedIndex: The index is gone or cannot be read.
        """
        try:
            stat = (self.folder / CURRENT).stat()
        except OSError as error:
            if self._index is not None:
                return self._index.searcher()
            raise DamagedIndex(self.folder, "its files are gone") from error
        if (stat.st_mtime_ns, stat.st_ino) != self._signature:
            with self._lock:
                self._follow((stat.st_mtime_ns, stat.st_ino))
        return self._index.searcher()

    def view(self) -> tuple[Any, str]:
        """A searcher, with the state of the index that it shows."""
        _ = self.searcher
        with self._lock:
            return self._index.searcher(), self.state

    @property
    def schema(self) -> Any:
        """The tantivy schema."""
        return self._schema

    def __len__(self) -> int:
        return int(self.searcher.num_docs)

    def cached(self, key: Any, make: Callable[[], Any], state: str = "") -> Any:
        """A value computed once for a state of the index (the current one by default); the last 1,000 are cached."""
        key = (state or self.state, key)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        value = make()
        with self._lock:
            self._cache[key] = value
            while len(self._cache) > _MAX_CACHED:
                self._cache.popitem(last=False)
        return value

    def common_of(self, state: str) -> CommonWords:
        """The very common words that the texts were indexed with in a state of the index; the current ones' if unknown.

        A question that began before the index was built anew goes on with the words of the state that it searches.
        """
        return self._common_of.get(state, self.common)

    def prepare(self, precompute: Precompute) -> None:
        """Count again what an update has invalidated, and store it; takes seconds for a million items.

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

    def clear_cache(self) -> None:
        """Forget cached values, because names of posts or persons have changed."""
        with self._lock:
            self._cache.clear()

    def _follow(self, signature: tuple[int, int]) -> None:
        if signature == self._signature:
            return
        current = _read_current(self.folder)
        if current is None:
            raise DamagedIndex(self.folder, f"{CURRENT} cannot be read")
        if current["generation"] != self._generation or self._index is None:
            index = _open_generation(self.folder / current["generation"])
            self._index, self._generation = index, current["generation"]
        else:
            self._index.reload()
        self._schema = self._index.schema
        self.prepared = _read_prepared(self.folder / self._generation, current["state"])
        self.common = CommonWords(tuple(current["common"]))
        self.stamp, self.state, self._signature = current["stamp"], current["state"], signature
        self._common_of[self.state] = self.common
        while len(self._common_of) > _MAX_STATES:
            self._common_of.popitem(last=False)


def build_index(
    folder: Path,
    entries: Iterable[tuple[Entry, Sequence[Page | PageText]]],
    *,
    stamp: str,
    chapters: Chapters = lambda item: (),
    probable: Probable = _no_picture_terms,
    common: CommonWords = ENGLISH,
    precompute: Precompute | None = None,
) -> int:
    """Rebuild the index beside the existing one; readers use the old one until the new one is complete.

    Args:
        folder: The folder of the index; created if it does not exist.
        entries: Each item's entry with its pages, in the catalogue's order.
        stamp: Says what the index is made from; ``Index.stamp`` gives it back.
        chapters: The titles of the narratives that cite an item.
        probable: The words that are likely on an item's pictures where others were read.
        common: The very common words of the texts (``common_words``); phrases of them are found sooner.
        precompute: Counts the commonest questions (``facets.precompute_counts``); without it they are counted when
            asked.

    Returns:
        How many items were indexed.

    Raises:
        OutsideError: The disk is full or cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _read_current(folder)
    generation = f"g{_generation_number(before) + 1}"
    generation_folder = folder / generation
    shutil.rmtree(generation_folder, ignore_errors=True)
    generation_folder.mkdir()
    count = 0
    with _disk_errors(generation_folder):
        index = _create(generation_folder)
        writer = index.writer(WRITER_MEMORY, WRITER_THREADS)
        for count, (entry, pages) in enumerate(entries, 1):
            writer.add_document(
                document_of(entry, pages, count - 1, chapters(entry.item), probable(entry.item), common)
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        state = os.urandom(8).hex()
        if precompute is not None:
            opened = Index(folder, state=state, common=common, _schema=index.schema, _index=index)
            _write_prepared(generation_folder, state, precompute(opened, index.searcher(), state))
    _write_current(folder, generation, stamp, count, state, common.words)
    for old in folder.iterdir():
        if old.is_dir() and old.name != generation:
            shutil.rmtree(old, ignore_errors=True)
    return count


def memory_index(documents: Iterable[Any]) -> Index:
    """An index in memory, for what is small and made in a moment; it does not change.

    Args:
        documents: Documents of the schema.

    Returns:
        The index. It is no folder's, and has no counts made beforehand.
    """
    index = _configure(tantivy.Index(schema()))
    writer = index.writer(UPDATE_MEMORY, 1)
    for document in documents:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return Index(Path(os.devnull) / "memory", _schema=index.schema, _index=index)


def update_index(
    folder: Path,
    changed: Iterable[tuple[Entry, Sequence[Page | PageText]]],
    removed: Iterable[str] = (),
    *,
    stamp: str,
    chapters: Chapters = lambda item: (),
    probable: Probable = _no_picture_terms,
    items: Iterable[str] = (),
) -> int:
    """Write changed items and remove others, all or nothing.

    A new item comes last in the catalogue's order until the index is rebuilt.

    Args:
        folder: The folder of the index.
        changed: Changed and new entries with their pages.
        removed: Identifiers of items to remove.
        stamp: Says what the index is now made from.
        chapters: The titles of the narratives that cite an item.
        probable: The words that are likely on an item's pictures where others were read.
        items: The items of ``changed`` and ``removed``; recorded until ``finish_update`` is called, so that
            ``cut_off_items`` names them if that never comes.

    Returns:
        How many items were written.

    Raises:
        DamagedIndex: There is no index to update, or it cannot be read.
        OutsideError: The disk is full or cannot be written.
    """
    current = _read_current(folder)
    if current is None:
        raise DamagedIndex(folder, "there is nothing to bring up to date")
    generation_folder = folder / current["generation"]
    _remove_strays(generation_folder, current["files"])
    index = _open_generation(generation_folder)
    searcher = index.searcher()
    following, common = current["next"], CommonWords(tuple(current["common"]))
    written = 0
    write_atomic(folder / UPDATING, json.dumps(sorted({*cut_off_items(folder), *items})))
    with _disk_errors(generation_folder):
        writer = index.writer(UPDATE_MEMORY, 1)
        try:
            for item in removed:
                writer.delete_documents_by_term("item", item)
            for entry, pages in changed:
                position = _position(index, searcher, entry.item)
                if position is None:
                    position, following = following, following + 1
                writer.delete_documents_by_term("item", entry.item)
                writer.add_document(
                    document_of(entry, pages, position, chapters(entry.item), probable(entry.item), common)
                )
                written += 1
            writer.commit()
        except BaseException:
            with contextlib.suppress(Exception):
                writer.rollback()
            raise
        writer.wait_merging_threads()
    _write_current(folder, current["generation"], stamp, following, os.urandom(8).hex(), common.words)
    return written


def finish_update(folder: Path) -> None:
    """Forget what the last update wrote, once all that goes with the index is written too."""
    (folder / UPDATING).unlink(missing_ok=True)


def cut_off_items(folder: Path) -> list[str]:
    """The items of updates that were cut off: what the index has of them may be of before, of then, or of neither."""
    try:
        items = json.loads((folder / UPDATING).read_text(encoding="utf-8"))
        return [item for item in items if isinstance(item, str)]
    except (OSError, ValueError, TypeError):
        return []


def recover_index(folder: Path) -> Index | None:
    """Open an index whose last update was interrupted after tantivy's commit, before ``CURRENT`` was written.

    Every item of that update is in the index, whole, but the index does not say so: it has the stamp of before. The
    caller writes what changed since that stamp, and ``cut_off_items``, once more, which comes to the same. Building a
    large collection's index again takes an hour. To be called by who holds the lock for writing only.

    Args:
        folder: The folder of the index.

    Returns:
        The index; None if no update was cut off, or if files that were there before it are damaged.
    """
    current = _read_current(folder)
    if current is None or not (folder / UPDATING).exists():
        return None
    generation_folder = folder / current["generation"]
    kept = {name: sums for name, sums in current["files"].items() if (generation_folder / name).exists()}
    kept.pop(_META, None)
    if not _is_whole(generation_folder, kept):
        return None
    try:
        index = _open_generation(generation_folder)
        top = index.searcher().search(tantivy.Query.all_query(), 1, order_by_field="position", order=tantivy.Order.Desc)
    except (BriefbookError, ValueError, OSError):
        return None
    following = max([current["next"], *(int(position) + 1 for position, _ in top.hits)])
    _write_current(folder, current["generation"], current["stamp"], following, os.urandom(8).hex(), current["common"])
    return open_index(folder)


def open_index(folder: Path) -> Index | None:
    """Open the index in a folder; None if there is none, another version made it, or it is damaged."""
    current = _read_current(folder)
    if current is None or not _is_whole(folder / current["generation"], current["files"]):
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


def _create(generation_folder: Path) -> Any:
    index = tantivy.Index(schema(), path=str(generation_folder), reuse=False)
    return _configure(index)


def _open_generation(generation_folder: Path) -> Any:
    try:
        return _configure(tantivy.Index.open(str(generation_folder)))
    except (ValueError, OSError) as error:
        raise DamagedIndex(generation_folder, str(error)) from error


def _configure(index: Any) -> Any:
    index.register_tokenizer("cable", analyser())
    index.register_tokenizer("blanks", blanks_analyser())
    index.config_reader("manual", 0)
    index.reload()
    return index


def _position(index: Any, searcher: Any, item: str) -> int | None:
    result = searcher.search(tantivy.Query.term_query(index.schema, "item", item), 1)
    if not result.hits:
        return None
    return int(searcher.fast_field_values("position", [result.hits[0][1]])[0])


@contextlib.contextmanager
def _disk_errors(generation_folder: Path) -> Any:
    try:
        yield
    except (OSError, ValueError) as error:
        remedy = "free disk space or give permission and run the command again; the former index is unchanged."
        raise OutsideError(f"cannot write the search index in {generation_folder}: {error}", remedy=remedy) from error


def _write_prepared(generation_folder: Path, state: str, ready: dict[str, str]) -> None:
    write_atomic(generation_folder / PREPARED, json.dumps({"state": state, "ready": ready}))


def _read_prepared(generation_folder: Path, state: str) -> dict[str, str]:
    """Counts made beforehand for this state of the index; empty if it has changed since."""
    try:
        stored = json.loads((generation_folder / PREPARED).read_text(encoding="utf-8"))
        ready: dict[str, str] = stored["ready"] if stored["state"] == state else {}
        return ready
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write_current(
    folder: Path, generation: str, stamp: str, following: int, state: str, common: Sequence[str]
) -> None:
    current = {
        "version": VERSION,
        "generation": generation,
        "state": state,
        "stamp": stamp,
        "next": following,
        "common": list(common),
        "files": _checksums_of_files(folder / generation),
    }
    write_atomic(folder / CURRENT, json.dumps(current, sort_keys=True))


def _checksums_of_files(generation_folder: Path) -> dict[str, list[int]]:
    return {
        path.name: [path.stat().st_size, _sample(path)]
        for path in sorted(generation_folder.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".lock" and path.name != PREPARED
    }


def _remove_strays(generation_folder: Path, files: dict[str, list[int]]) -> None:
    """Remove files of a killed update, since the next one would write files of the same names."""
    for path in generation_folder.iterdir():
        is_ours = path.is_file() and not path.name.startswith((".", PREPARED)) and path.suffix != ".lock"
        if is_ours and path.name not in files:
            with contextlib.suppress(OSError):
                path.unlink()


def _is_whole(generation_folder: Path, files: dict[str, list[int]]) -> bool:
    try:
        return all(
            (generation_folder / name).stat().st_size == size and _sample(generation_folder / name) == sum_
            for name, (size, sum_) in files.items()
        )
    except OSError:
        return False


def _sample(path: Path) -> int:
    """A checksum of a file's beginning, middle and end: fast, and reveals truncated or overwritten files."""
    size = path.stat().st_size
    checksum = 0
    with path.open("rb") as stream:
        for start in sorted({0, max(0, size // 2 - _SAMPLE_BYTES // 2), max(0, size - _SAMPLE_BYTES)}):
            stream.seek(start)
            checksum = zlib.crc32(stream.read(_SAMPLE_BYTES), checksum)
    return checksum


def _read_current(folder: Path) -> dict[str, Any] | None:
    try:
        current = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        return current if current["version"] == VERSION and current["files"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _generation_number(current: dict[str, Any] | None) -> int:
    return int(current["generation"][1:]) if current else 0
