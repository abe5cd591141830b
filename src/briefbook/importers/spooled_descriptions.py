"""Rows and descriptions, one after the other -> a file of JSON lines that is read again; more than fit into memory."""

import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefbook.model.received import Description

_IN_MEMORY = 16 * 2**20
"""Bytes up to which no file is made."""

_HELD_BACK = b"="
"""First byte of a line in whose place a description comes that is not complete yet; behind it the item."""


class SpooledDescriptions:
    """The descriptions of an import in the order in which they were added.

    A description that later rows may add to is held back: its place is kept, and it is in memory until the end.
    """

    def __init__(self, source: str, folder: Path | None = None) -> None:
        """Nothing is there yet.

        Args:
            source: The name of the import.
            folder: Where the file is made, which has no name and is gone with the process; None: where the system
                has temporary files.
        """
        self._source = source
        place = str(folder) if folder else None
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=place)  # noqa: SIM115 - read again later
        weakref.finalize(self, self._file.close)
        self._count = 0
        self.held_back: dict[str, Description] = {}

    def add(self, description: Description) -> None:
        """Add a complete description."""
        self._file.write(_line(description))
        self._count += 1

    def hold_back(self, description: Description) -> None:
        """Keep the next place for a description; a later call for the same item replaces it there."""
        if description.item not in self.held_back:
            self._file.write(_HELD_BACK + json.dumps(description.item).encode() + b"\n")
            self._count += 1
        self.held_back[description.item] = description

    def __len__(self) -> int:
        return self._count

    def __contains__(self, description: object) -> bool:
        return any(description == other for other in self)

    def __iter__(self) -> Iterator[Description]:
        for line in self.lines():
            yield Description.of_json(json.loads(line), self._source)

    def lines(self) -> Iterator[bytes]:
        """Every description as a line of JSON."""
        self._file.seek(0)
        for line in self._file:
            yield _line(self.held_back[json.loads(line[1:])]) if line.startswith(_HELD_BACK) else line
        self._file.seek(0, 2)


class SpooledRows:
    """Rows whose cells have names, in the order in which they were added; the names are known at the end.

    As an iteration: a row of the names of all columns, then each row's cells, "" where it has none.
    """

    def __init__(self) -> None:
        """Nothing is there yet."""
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - read again later
        weakref.finalize(self, self._file.close)
        self._columns: dict[str, None] = {}
        self._count = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns so far, in the order in which they came."""
        return tuple(self._columns)

    def add(self, row: Mapping[str, str]) -> None:
        """Add a row."""
        self._columns |= dict.fromkeys(row)
        self._file.write(json.dumps(dict(row)).encode() + b"\n")
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        columns = self.columns
        yield columns
        place = 0
        for _ in range(self._count):  # from its place each time: two iterations may be under way
            self._file.seek(place)
            row = json.loads(self._file.readline())
            place = self._file.tell()
            yield tuple(row.get(column, "") for column in columns)


def description_lines(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """Each description as the line of JSON that is stored.

    Args:
        descriptions: The descriptions, spooled or in memory.
    """
    return descriptions.lines() if isinstance(descriptions, SpooledDescriptions) else map(_line, descriptions)


def _line(description: Description) -> bytes:
    return (json.dumps(description.as_json(), ensure_ascii=False) + "\n").encode("utf-8", "replace")
