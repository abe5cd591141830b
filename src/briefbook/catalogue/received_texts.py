"""Texts of pages that stand in packed descriptions and are read from there: the catalogue has only their places.

A file of descriptions with such texts has a second name in a folder beside the catalogue (a hard link). That takes no
room, and the file stays as it was under that name when the one in ``received/`` is replaced or removed.
"""

import contextlib
import functools
import hashlib
import os
import secrets
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefbook.catalogue.received_descriptions import ReceivedDescriptions, is_packed, pages_at
from briefbook.errors import OutsideError
from briefbook.model.page import text_of_plain
from briefbook.model.received import Description
from briefbook.util.packed_lines import DamagedLinesError

SCHEMA = (
    "CREATE TABLE text_files (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, source TEXT, size INTEGER);"
)

MAX_BYTES_KEPT = 1 << 24
"""Memory for the texts that were read first and stay at hand: checks, index and site go through all of them several
times. Of a larger collection the others are read anew, so that memory does not grow with it."""

_SAMPLE_BYTES = 1 << 16


class ReceivedText(NamedTuple):
    """Where the text of a page stands.

    Attributes:
        path: The file of descriptions.
        place: The place of the description in it.
        state: Size and time of the file when the place was found; later it may be another file.
    """

    path: Path
    place: int
    state: tuple[int, int]


def places_of_texts(
    received: ReceivedDescriptions, item: str, texts: Mapping[int, str], descriptions: Sequence[Description] = ()
) -> dict[int, ReceivedText]:
    """Where texts of an item's pages stand in packed descriptions, word for word.

    Args:
        received: Where the item's descriptions are.
        item: The item.
        texts: The texts by the number of the page.
        descriptions: The item's descriptions as ``received`` gives them, if they were made already.
    """
    found: dict[int, ReceivedText] = {}
    sources = [path.parent.name for path, _, _ in received.places.get(item, ())]
    for at, (path, place, _) in enumerate(received.places.get(item, ())):
        state = received.states.get(path)
        if state is None or not is_packed(path) or sources.count(path.parent.name) > 1:
            continue  # of two descriptions in one source a later file could not tell which it was
        pages = descriptions[at].pages if descriptions else pages_at(path, place)[1]
        for number, text in texts.items():
            if number <= len(pages) and text_of_plain(pages[number - 1]) == text:
                found.setdefault(number, ReceivedText(path, place, state))
    return found


class ReceivedTexts:
    """The files with texts of one catalogue."""

    def __init__(self, folder: Path) -> None:
        """Nothing is linked yet.

        Args:
            folder: Where the second names are; made when there is one.
        """
        self._folder = folder
        self._numbers: dict[tuple[Path, tuple[int, int]], int | None] = {}
        self._paths: dict[int, Path] = {}
        self._kept: dict[tuple[int, int, int, str], str] = {}
        self._room = MAX_BYTES_KEPT

    def are_whole(self, db: sqlite3.Connection) -> bool:
        """Whether every file that the catalogue names is there and has its size."""
        with contextlib.suppress(OSError):
            files = db.execute("SELECT name, size FROM text_files").fetchall()
            return all((self._folder / name).stat().st_size == size for name, size in files)
        return False

    def begin(self) -> None:
        """Forget what an earlier transaction linked: another command may have removed it since."""
        self._numbers.clear()
        self._paths.clear()
        self._kept.clear()
        self._room = MAX_BYTES_KEPT

    def number_of(self, db: sqlite3.Connection, path: Path, state: tuple[int, int]) -> int | None:
        """The number in the catalogue of a file of descriptions; it is linked if need be, within a transaction.

        Returns:
            The number; None where the file is another by now, or the disk knows no second names.
        """
        if (path, state) not in self._numbers:
            with contextlib.suppress(OSError):
                self._numbers[path, state] = self._linked(db, path, state)
        return self._numbers.setdefault((path, state), None)

    def _linked(self, db: sqlite3.Connection, path: Path, state: tuple[int, int]) -> int | None:
        self._folder.mkdir(exist_ok=True)
        db.execute("DELETE FROM text_files WHERE number < 0")  # from here on no other command removes files
        new = self._folder / f".{secrets.token_hex(8)}"
        os.link(path, new)
        try:
            if _state_of(new) != state:
                return None
            name = f"{_digest_of(new)}{''.join(path.suffixes)}"
            new.replace(self._folder / name)  # does nothing where it is the same file already
        finally:
            new.unlink(missing_ok=True)
        row = (name, path.parent.name, state[0])
        db.execute("INSERT OR IGNORE INTO text_files (name, source, size) VALUES (?, ?, ?)", row)
        number: int = db.execute("SELECT number FROM text_files WHERE name = ?", (name,)).fetchone()[0]
        return number

    def text(
        self, db: sqlite3.Connection, item: str, page_number: int, number: int, place: int, *, keep: bool = False
    ) -> str:
        """A page's text.

        Args:
            db: The catalogue.
            item: The item.
            page_number: The page, from 1.
            number: The file's.
            place: The place of the description in it.
            keep: Whether it stays at hand, if there is room.

        Raises:
            OutsideError: The file is gone or damaged.
        """
        key = number, place, page_number, item
        if (kept := self._kept.get(key)) is not None:
            return kept
        try:
            if number not in self._paths:
                name = db.execute("SELECT name FROM text_files WHERE number = ?", (number,)).fetchone()[0]
                self._paths[number] = self._folder / name
            found, pages = _pages_at(self._paths[number], place)
            if found != item:
                raise ValueError("it is the description of another item")
            text = text_of_plain(pages[page_number - 1])
            size = sys.getsizeof(text)
            if keep and size <= self._room:
                self._kept[key] = text
                self._room -= size
            return text
        except (OSError, ValueError, TypeError, IndexError, DamagedLinesError) as error:
            self._paths.pop(number, None)
            raise OutsideError(
                f"the text of {item}, p. {page_number}, cannot be read from {self._folder}: {error}",
                remedy=f"delete {self._folder.parent} and run the command again: it is made again.",
            ) from error

    def follow(self, db: sqlite3.Connection, received: ReceivedDescriptions) -> None:
        """Let the places of texts be those in the files as they are now, within a transaction.

        The items must be up to date: the descriptions of each say what they said, wherever they stand now.
        """
        files = db.execute("SELECT number, source FROM text_files").fetchall()
        if not files:
            return
        current = {self.number_of(db, path, state) for path, state in received.states.items() if is_packed(path)}
        for number, source in files:
            if number in current:
                continue
            moved = []
            rows = db.execute("SELECT item, number FROM pages WHERE source = ?", (number,)).fetchall()
            for item, page_number in rows:
                here = [where for where in received.places.get(item, ()) if where[0].parent.name == source]
                if len(here) == 1 and is_packed(here[0][0]):
                    path, place, _ = here[0]
                    now = self.number_of(db, path, received.states[path])
                    if now is not None:
                        moved.append((place, now, item, page_number))
            db.executemany("UPDATE pages SET text = ?, source = ? WHERE item = ? AND number = ?", moved)
        db.execute("DELETE FROM text_files WHERE number NOT IN (SELECT source FROM pages WHERE source IS NOT NULL)")

    def remove_unused(self, db: sqlite3.Connection) -> None:
        """Remove files that the catalogue no longer names, within a transaction that holds the catalogue."""
        names = {name for (name,) in db.execute("SELECT name FROM text_files")}
        with contextlib.suppress(OSError):
            for path in list(self._folder.iterdir()):
                if path.name not in names:
                    with contextlib.suppress(OSError):
                        path.unlink()


@functools.lru_cache(1_000)  # some 4 MB: a text and its page are asked for one after the other, hits again and again
def _pages_at(path: Path, place: int) -> tuple[str, tuple[str, ...]]:
    """The item and the pages of a description in a file of this folder, which never changes under its name."""
    return pages_at(path, place)


def _state_of(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _digest_of(path: Path) -> str:
    """A checksum of a file's size, beginning, middle and end: it tells imports from each other."""
    size = path.stat().st_size
    digest = hashlib.blake2b(str(size).encode(), digest_size=16)
    with path.open("rb") as file:
        for start in sorted({0, max(0, size // 2 - _SAMPLE_BYTES // 2), max(0, size - _SAMPLE_BYTES)}):
            file.seek(start)
            digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()
