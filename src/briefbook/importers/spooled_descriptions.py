"""Rows and descriptions, one after the other -> a file of JSON lines that is read again; more than fit into memory."""

import functools
import hashlib
import itertools
import json
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefbook.model.received import Description
from briefbook.util import packed_lines

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


@dataclass(frozen=True, slots=True)
class DescriptionFile:
    """A file of descriptions as it will be written.

    Attributes:
        name: Its name in the import's folder.
        sha256: Its checksum.
        blocks: Gives its content.
    """

    name: str
    sha256: str
    blocks: Callable[[], Iterator[bytes]]


MAX_PLAIN_BYTES = 8 * 2**20
"""Descriptions of no more bytes are written as they are, which any editor opens; more are packed."""

MAX_PART_ITEMS = 50_000
"""Descriptions in one file of ``received/NAME/``."""

MAX_PART_BYTES = 256 * 2**20
"""Bytes, not packed, after which the next description begins another file."""


def description_files_of(descriptions: Iterable[Description], folder: Path | None = None) -> list[DescriptionFile]:
    """The files in which an import's descriptions are written.

    Few are ``descriptions.jsonl``, more are packed in ``descriptions.jsonl.gz``, and many in several parts,
    ``descriptions-001.jsonl.gz`` and so on.

    Args:
        descriptions: The descriptions, spooled or in memory.
        folder: Where a file is made of what is packed, until it is written; None: where the system has such files.
    """
    spool = _PackedFiles(folder)
    plain: list[_Content] = []
    packed: list[_Content] = []
    size = first = longest = 0
    for lines in _parted(description_lines(descriptions)):
        part = _Digested(lines)
        packed.append(spool.add(part))
        plain.append((part.sha256, functools.partial(_some_lines, descriptions, first, part.count)))
        first, size, longest = first + part.count, size + part.size, max(longest, part.longest)
    is_plain = size <= MAX_PLAIN_BYTES or longest > packed_lines.MAX_MEMBER_BYTES
    files, ending = (plain, ".jsonl") if is_plain else (packed, f".jsonl{packed_lines.SUFFIX}")
    return [
        DescriptionFile(f"descriptions-{number:03d}{ending}" if len(files) > 1 else f"descriptions{ending}", *content)
        for number, content in enumerate(files or [(hashlib.sha256().hexdigest(), lambda: iter(()))], 1)
    ]


_Content = tuple[str, Callable[[], Iterator[bytes]]]
"""The checksum of a file, and what gives its content."""


def _parted(lines: Iterable[bytes]) -> Iterator[Iterator[bytes]]:
    """The lines of each file, which must be taken before those of the next."""
    number = count = size = 0

    def of_line(line: bytes) -> int:
        nonlocal number, count, size
        if count == MAX_PART_ITEMS or size >= MAX_PART_BYTES:
            number, count, size = number + 1, 0, 0
        count, size = count + 1, size + len(line)
        return number

    for _, of_file in itertools.groupby(lines, of_line):
        yield of_file


class _Digested:
    """Lines that are counted and whose checksum is taken as they go by."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines, self._digest, self.count, self.size = lines, hashlib.sha256(), 0, 0
        self.longest = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self._digest.update(line)
            self.count, self.size, self.longest = self.count + 1, self.size + len(line), max(self.longest, len(line))
            yield line

    @property
    def sha256(self) -> str:
        """The checksum of the lines that went by."""
        return self._digest.hexdigest()


def _some_lines(descriptions: Iterable[Description], first: int, count: int) -> Iterator[bytes]:
    return itertools.islice(description_lines(descriptions), first, first + count)


class _PackedFiles:
    """What is packed, file after file, until it is written."""

    def __init__(self, folder: Path | None) -> None:
        place = str(folder) if folder else None
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=place)  # noqa: SIM115 - read again later
        weakref.finalize(self, self._file.close)

    def add(self, lines: Iterable[bytes]) -> _Content:
        """Pack the lines of a file."""
        start, digest = self._file.tell(), hashlib.sha256()
        for block in packed_lines.packed(lines):
            digest.update(block)
            self._file.write(block)
        return digest.hexdigest(), functools.partial(self._blocks, start, self._file.tell())

    def _blocks(self, start: int, end: int) -> Iterator[bytes]:
        self._file.seek(start)
        while start < end and (block := self._file.read(min(_BLOCK, end - start))):
            start += len(block)
            yield block


_BLOCK = 1 << 20
