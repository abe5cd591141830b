"""Lines in a gzip file of many members, so that a line is read without unpacking what stands before it.

Any program that reads gzip reads such a file as one text.
"""

import functools
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".gz"

MEMBER_BYTES = 1 << 14
"""Bytes of lines after which the next line begins another member: twice as many take a twentieth less room, and twice
the time to read one line."""

MAX_MEMBER_BYTES = 1 << 26
"""Bytes to which a member may unpack, and so of a line; one that is more is damaged, or made to fill the memory."""

MEMBERS_KEPT = 512
"""Unpacked members at hand, some 8 MiB: ids in their order ask for lines here and there in a file in another order."""

MAX_KEPT_BYTES = 2 * MEMBER_BYTES
"""Bytes of such a member at most; of those that hold a long text only the last two are at hand."""

_LINE_END = ord("\n")
_LEVEL = 4
_GZIP = 31
_BUFFER, _BLOCK, _UNPACKED_AT_ONCE = 1 << 17, 1 << 13, 1 << 20
_WITHIN = 1 << 32
"""A line's place is that of its member in the file, times this, and its own place in the unpacked member."""


class DamagedLinesError(ValueError):
    """From some line on a file cannot be unpacked."""


def packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines, each with its line end, as the members of a file; the same lines give the same bytes."""
    member: list[bytes] = []
    size = 0
    for line in lines:
        member.append(line)
        size += len(line)
        if size >= MEMBER_BYTES:
            yield _member(member)
            member, size = [], 0
    if member:
        yield _member(member)


def _member(lines: list[bytes]) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(b"".join(lines)) + packer.flush()


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Place and content of every line of a file that is not empty.

    Raises:
        DamagedLinesError: The file is damaged; the lines before were given.
    """
    with open(path, "rb", buffering=_BUFFER) as file:
        start = 0
        while (content := _next_lines(file)) is not None:
            within = 0
            while within < len(content):
                end = content.find(b"\n", within) + 1 or len(content)
                if end > within + 1 or content[within] != _LINE_END:
                    yield start * _WITHIN + within, content[within:end]
                within = end
            start = file.tell()


def line_at(path: Path, place: int) -> bytes:
    """The line at a place that ``lines_of`` gave.

    Raises:
        DamagedLinesError: The file is another now, or damaged.
    """
    start, within = divmod(place, _WITHIN)
    state = path.stat()
    content = _short_lines_at(path, start, state.st_mtime_ns, state.st_size)
    if content is None:
        content = _lines_at(path, start, state.st_mtime_ns, state.st_size)
    end = content.find(b"\n", within)
    return content[within : end + 1 if end >= 0 else None]


@functools.lru_cache(MEMBERS_KEPT)
def _short_lines_at(path: Path, start: int, time: int, size: int) -> bytes | None:
    """The same as ``_lines_at``; None where they are too long to keep many of them at hand."""
    content = _lines_at(path, start, time, size)
    return content if len(content) <= MAX_KEPT_BYTES else None


@functools.lru_cache(2)
def _lines_at(path: Path, start: int, time: int, size: int) -> bytes:
    """The lines that begin here, of a file that was last written at this time and has this size."""
    with open(path, "rb") as file:
        file.seek(start)
        return _next_lines(file) or b""


def _next_lines(file: BinaryIO) -> bytes | None:
    """What the next member holds, and those after it where another program divided a line; None at the end."""
    part = _next_member(file, MAX_MEMBER_BYTES)
    if part is None:
        return None
    parts, size = [part], len(part)
    while not part.endswith(b"\n") and (more := _next_member(file, MAX_MEMBER_BYTES - size)) is not None:
        part = more or part
        parts.append(more)
        size += len(more)
    return b"".join(parts)


def _next_member(file: BinaryIO, most: int) -> bytes | None:
    """The member that begins here, unpacked; None at the file's end. The file then stands after it."""
    block = file.read(_BLOCK)
    if not block:
        return None
    unpacker = zlib.decompressobj(_GZIP)
    parts = []
    try:
        while True:
            parts.append(unpacker.decompress(block, _UNPACKED_AT_ONCE))
            most -= len(parts[-1])
            if most < 0:
                raise DamagedLinesError(f"a part of it unpacks to more than {MAX_MEMBER_BYTES >> 20} MiB")
            if unpacker.eof:
                break
            block = unpacker.unconsumed_tail or file.read(_BLOCK)
            if not block:
                raise DamagedLinesError("it ends too early")
    except zlib.error as error:
        raise DamagedLinesError("it is damaged") from error
    file.seek(-len(unpacker.unused_data), os.SEEK_CUR)
    return b"".join(parts)
