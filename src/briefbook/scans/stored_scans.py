"""The scans found in a folder, kept in a file while the folder stays as it is: few are in memory at a time."""

import contextlib
import hashlib
import json
import os
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from briefbook.errors import OutsideError
from briefbook.model.finding import Finding
from briefbook.model.finding_json import FINDING_VERSION, finding_as_json, finding_from_json
from briefbook.model.page import Scan

_VERSION = 1
_SCHEMA = """
CREATE TABLE scans (position INTEGER PRIMARY KEY, item TEXT UNIQUE, paths TEXT, checksum TEXT, conforms, place TEXT);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
"""
_SCAN = "item, paths, checksum, conforms, place"
_AT_ONCE = 500
"""Scans that are read from the file at a time."""
_REMEMBERED = 64
"""Scans that were asked for last and stay in memory: the pages of an item are asked for one after the other."""


class StoredScans(Sequence[Scan]):
    """The scans of a folder in natural order of their identifiers, read from a file."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Open the file ``path`` with the scans of ``folder``; ``sqlite3.Error`` where it is none."""
        self._path = path
        self._folder = folder
        self._one_at_a_time = threading.Lock()
        self._last: dict[str, Scan] = {}
        self._connect()
        about = dict(self._rows("SELECT name, value FROM about"))
        self.about: dict[str, str] = about
        self._length = int(about["scans"])

    def _connect(self) -> None:
        """Open the file, which is never written to again, so that no lock is taken."""
        self._db = sqlite3.connect(f"{self._path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        self._db.execute("PRAGMA cache_size=-512")
        self._process = os.getpid()

    def __reduce__(self) -> "tuple[type[StoredScans], tuple[Path, Path]]":
        """Another process opens the file itself."""
        return StoredScans, (self._path, self._folder)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._one_at_a_time:
            if self._process != os.getpid():
                self._connect()
            return self._db.execute(query, values).fetchall()

    def _asked(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._rows(query, *values)
        except sqlite3.Error as error:
            raise OutsideError(
                f"{self._path} is damaged ({error})",
                remedy="delete the file and run the command again; it is made anew.",
            ) from error

    def _scan(self, row: tuple[Any, ...]) -> Scan:
        item, paths, checksum, conforms, place = row
        named = tuple(self._folder / path for path in json.loads(paths))
        return Scan(item, named, checksum, conforms=bool(conforms), where=place)

    def findings(self) -> list[Finding]:
        """What was wrong in the folder."""
        return [finding_from_json(row) for row in json.loads(self.about["findings"])]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Scan]:
        last = -1
        while rows := self._asked(
            f"SELECT {_SCAN}, position FROM scans WHERE position > ? ORDER BY position LIMIT {_AT_ONCE}", last
        ):
            last = rows[-1][-1]
            yield from (self._scan(row[:-1]) for row in rows)

    @overload
    def __getitem__(self, index: int) -> Scan: ...

    @overload
    def __getitem__(self, index: slice) -> list[Scan]: ...

    def __getitem__(self, index: int | slice) -> Scan | list[Scan]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._length))]
        place = range(self._length)[index]
        return self._scan(self._asked(f"SELECT {_SCAN} FROM scans WHERE position = ?", place)[0])

    def named(self, item: object) -> Scan | None:
        """The scan of an item; None where it has none."""
        if not isinstance(item, str):
            return None
        if item not in self._last:
            rows = self._asked(f"SELECT {_SCAN} FROM scans WHERE item = ?", item)
            if not rows:
                return None
            if len(self._last) >= _REMEMBERED:
                self._last = {}
            self._last[item] = self._scan(rows[0])
        return self._last.get(item) or self.named(item)  # another thread may have made room

    def names(self) -> Iterator[str]:
        """The identifier of each, in order."""
        last = -1
        while rows := self._asked(
            f"SELECT item, position FROM scans WHERE position > ? ORDER BY position LIMIT {_AT_ONCE}", last
        ):
            last = rows[-1][-1]
            yield from (item for item, _ in rows)


class ScansByItem(Mapping[str, Scan]):
    """Each scan by the identifier of its item."""

    def __init__(self, scans: StoredScans) -> None:
        """Nothing is read before it is asked for."""
        self._scans = scans

    def __getitem__(self, item: str) -> Scan:
        scan = self._scans.named(item)
        if scan is None:
            raise KeyError(item)
        return scan

    def __contains__(self, item: object) -> bool:
        return self._scans.named(item) is not None

    def __iter__(self) -> Iterator[str]:
        return self._scans.names()

    def __len__(self) -> int:
        return len(self._scans)


@dataclass(frozen=True, slots=True)
class Search:
    """How the scans of a folder are found, and what that rests on beside the folder.

    Attributes:
        rules: What is the same as long as the same folder has the same scans: the program and the pattern of names.
        find: Finds the scans and what is wrong in the folder, and says whether it asked for names or arrivals.
        asked_state: What is the same as long as these have the same answers; asked only where they were asked for.
    """

    rules: str
    find: Callable[[], tuple[list[Scan], list[Finding], bool]]
    asked_state: Callable[[], str]


def stored_scans(folder: Path, store: Path, search: Search) -> tuple[Sequence[Scan], list[Finding]]:
    """The scans of a folder: those found before, where nothing in it has changed since; else they are found anew.

    Args:
        folder: The folder of the scans; it need not exist.
        store: A folder for the file that they are kept in.
        search: How they are found.

    Returns:
        The scans in natural order of their identifiers, and findings about what is not read. Where ``store`` cannot be
        written to, the scans are in memory.
    """
    key = hashlib.blake2b(
        repr((_VERSION, FINDING_VERSION, search.rules, _state(folder))).encode("utf-8", "surrogateescape"),
        digest_size=12,
    ).hexdigest()
    path = store / f"{key}.sqlite"
    with contextlib.suppress(sqlite3.Error, KeyError, ValueError, OSError):
        if path.is_file():
            stored = StoredScans(path, folder)
            if not stored.about["asked"] or stored.about["asked"] == search.asked_state():
                return stored, stored.findings()
    scans, findings, has_asked = search.find()
    if not scans:  # nothing that it would be worth a file
        return scans, findings
    try:
        _write(path, folder, scans, findings, search.asked_state() if has_asked else "")
        return StoredScans(path, folder), findings
    except (sqlite3.Error, OSError, ValueError):
        return scans, findings


def _state(folder: Path) -> tuple[int, int]:
    """A number that changes when anything in a folder does, and how many files and folders are in it.

    No name is kept in memory: the numbers of all are added.
    """
    total, count = 0, 0
    visited: set[tuple[int, int]] = set()
    below = [os.fspath(folder)]
    start = len(below[0])
    while below:
        name = below.pop()
        try:
            with os.scandir(name) as entries:
                for entry in entries:
                    try:
                        status = entry.stat()
                    except OSError as error:
                        state: tuple[object, ...] = (error.errno,)
                    else:
                        if stat.S_ISDIR(status.st_mode):
                            state = status.st_dev, status.st_ino
                            if state not in visited:
                                visited.add((status.st_dev, status.st_ino))
                                below.append(entry.path)
                        else:
                            state = status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino
                    count += 1
                    total += _number(f"{entry.path[start:]}\0{state}")
        except OSError as error:
            total += _number(f"{name[start:]}\0{error.errno}")
    return total % (1 << 128), count


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest(), "big")


def _write(path: Path, folder: Path, scans: Sequence[Scan], findings: Sequence[Finding], asked: str) -> None:
    """Write the file under another name and then give it its own; older ones are deleted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    os.close(handle)
    try:
        db = sqlite3.connect(name)
        try:
            db.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA}")
            db.executemany(
                "INSERT INTO scans VALUES (?, ?, ?, ?, ?, ?)",
                (_row(place, scan, folder) for place, scan in enumerate(scans)),
            )
            about = {
                "scans": str(len(scans)),
                "findings": json.dumps([finding_as_json(finding) for finding in findings]),
                "asked": asked,
            }
            db.executemany("INSERT INTO about VALUES (?, ?)", about.items())
            db.commit()
        finally:
            db.close()
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    for older in list(path.parent.glob("*.sqlite")):
        if older != path:
            with contextlib.suppress(OSError):
                older.unlink()


def _row(place: int, scan: Scan, folder: Path) -> tuple[object, ...]:
    paths = [path.relative_to(folder).as_posix() for path in scan.paths]
    return place, scan.item, json.dumps(paths), scan.checksum, scan.conforms, scan.where
