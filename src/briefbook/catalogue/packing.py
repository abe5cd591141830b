"""Texts of a large catalogue, each compressed by itself with a dictionary made of the first ones."""

import sqlite3
import zlib
from collections.abc import Sequence

SCHEMA = "CREATE TABLE dictionaries (kind TEXT PRIMARY KEY, content BLOB);"

LEVEL = 3
"""Of zlib: for texts of cables a higher one takes twice the time for a twentieth less room."""

DICTIONARY_SIZE = 1 << 15
"""Bytes of a dictionary; zlib looks no further back."""


class Packing:
    """Packs and unpacks the texts of one kind.

    A text that is packed is bytes, one that is not is a ``str``, so that both can stand in one column.
    """

    def __init__(self, kind: str, bytes_of_each: int) -> None:
        """Nothing is packed until there is a dictionary.

        Args:
            kind: The name of the dictionary.
            bytes_of_each: How much of the beginning of a text goes into the dictionary.
        """
        self._kind, self._bytes_of_each = kind, bytes_of_each
        self._dictionary = b""

    @property
    def sample_size(self) -> int:
        """How many texts make a dictionary."""
        return DICTIONARY_SIZE // self._bytes_of_each

    @property
    def has_begun(self) -> bool:
        """Whether there is a dictionary, so that texts are packed."""
        return bool(self._dictionary)

    def load(self, db: sqlite3.Connection) -> bool:
        """Use the dictionary of the database; False if it has none."""
        if not self._dictionary:
            row = db.execute("SELECT content FROM dictionaries WHERE kind = ?", (self._kind,)).fetchone()
            if row is None:
                return False
            self._use(row[0])
        return True

    def make(self, db: sqlite3.Connection, texts: Sequence[str]) -> None:
        """Make the dictionary of the database from some texts, as far as they are long."""
        parts = [text.encode()[: self._bytes_of_each] for text in texts]
        content = b"".join(parts)[-DICTIONARY_SIZE:] or b"\n"
        db.execute("INSERT INTO dictionaries VALUES (?, ?)", (self._kind, content))
        self._use(content)

    def forget(self) -> None:
        """Use no dictionary any more: what wrote it into the database was undone."""
        self._dictionary = b""

    def _use(self, dictionary: bytes) -> None:
        self._dictionary = dictionary
        self._packer = zlib.compressobj(LEVEL, zdict=dictionary)
        self._unpacker = zlib.decompressobj(zdict=dictionary)

    def packed(self, text: str) -> str | bytes:
        """A text in its stored form: compressed if there is a dictionary, else unchanged."""
        if not self._dictionary:
            return text
        packer = self._packer.copy()  # a copy has learned the dictionary already
        return packer.compress(text.encode()) + packer.flush()

    def text(self, db: sqlite3.Connection, stored: str | bytes, letters: int | None = None) -> str:
        """What is stored, as text.

        Args:
            db: The database, which has the dictionary.
            stored: What ``packed`` made.
            letters: Only so many letters of the beginning; None: all.
        """
        if isinstance(stored, str):
            return stored[:letters]
        self.load(db)
        unpacker = self._unpacker.copy()
        if letters is None:
            return (unpacker.decompress(stored) + unpacker.flush()).decode()
        return unpacker.decompress(stored, 4 * letters).decode(errors="ignore")[:letters]
