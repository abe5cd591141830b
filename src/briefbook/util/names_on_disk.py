"""A set of names that is kept on the disk, so that millions of them take no memory."""

import sqlite3
from collections.abc import Iterable

_CACHE = -256
"""KiB of the names that SQLite keeps in memory, as it wants to be told; the rest lies in a temporary file."""


class NamesOnDisk:
    """A set of names in a temporary database, which is gone with the object.

    >>> names = NamesOnDisk(["H101"])
    >>> "H101" in names, "H102" in names, names.add("H102"), names.add("H102")
    (True, False, True, False)
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Begin with some names."""
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute(f"PRAGMA cache_size={_CACHE}")
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("CREATE TABLE names (name BLOB PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("BEGIN")  # never ended: what is written need not outlive this object
        for name in names:
            self.add(name)

    def add(self, name: str) -> bool:
        """Add a name; False where it was there already."""
        row = (_key(name),)
        return self._database.execute("INSERT OR IGNORE INTO names VALUES (?)", row).rowcount == 1

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        return self._database.execute("SELECT 1 FROM names WHERE name = ?", (_key(name),)).fetchone() is not None


def _key(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")  # SQLite takes no half characters as text
