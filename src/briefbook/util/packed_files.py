"""A file that is kept packed (gzip) <-> what it holds, block by block; any program that reads gzip unpacks it."""

import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from briefbook.errors import FormatError
from briefbook.util.files import blocks_of

SUFFIX = ".gz"

MAX_RATIO = 200
"""How many times its size a packed file may hold: lists hold two to ten times it, what is to fill a disk a thousand."""

FREE_BYTES = 4 << 20
"""Bytes up to which it does not matter how much more a file holds."""

_LEVEL = 4
"""Of zlib: level 6 takes a fifteenth less room for lists of cables, and three times the time."""

_GZIP = 31
_BLOCK = 1 << 16


def is_packed(path: Path) -> bool:
    """Is a file packed, by its name and its first bytes?"""
    if path.suffix.lower() != SUFFIX or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def unpacked_name(path: Path) -> Path:
    """A file's name without the ending of packed ones, as ``list.csv`` of ``list.csv.gz``."""
    return path.with_suffix("") if path.suffix.lower() == SUFFIX else path


def opening(path: Path) -> Callable[[], BinaryIO]:
    """A function that opens a file, compressed or not, for reading its content; it may be called repeatedly.

    Args:
        path: The file.
    """
    return (lambda: open_packed(path)) if is_packed(path) else (lambda: path.open("rb"))


def open_packed(path: Path) -> BinaryIO:
    """Open a packed file to read what it holds; reading raises ``FormatError`` where it is damaged or holds too much.

    Args:
        path: The file.
    """
    return io.BufferedReader(_Unpacked(path), _BLOCK)


def content_blocks(path: Path) -> Iterator[bytes]:
    """What a file holds, packed or not, in blocks."""
    if not is_packed(path):
        yield from blocks_of(path)
        return
    with open_packed(path) as file:
        while block := file.read(1 << 20):
            yield block


def sha256_of_content(path: Path) -> str:
    """The SHA-256 of what a file holds, in hexadecimal: of a packed file that of the one that was packed."""
    digest = hashlib.sha256()
    for block in content_blocks(path):
        digest.update(block)
    return digest.hexdigest()


def packed_blocks(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks packed; the same content gives the same bytes, however it is divided.

    Args:
        blocks: The content.
    """
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for block in blocks:
        if packed := packer.compress(block):
            yield packed
    yield packer.flush()


class _Unpacked(io.RawIOBase):
    """What a packed file holds, as a stream."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._unpacker = zlib.decompressobj(_GZIP)
        self._most = max(FREE_BYTES, MAX_RATIO * path.stat().st_size)
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            data = self._next(len(view))
        except zlib.error as error:
            raise FormatError("this packed file is damaged", remedy="save or download it again.") from error
        self._most -= len(data)
        if self._most < 0:
            raise FormatError(
                f"this packed file holds more than {MAX_RATIO} times its size: it is not unpacked",
                remedy="unpack it yourself, and name the file that comes of it.",
            )
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """The next bytes, at most so many; none at the end."""
        while True:
            block = self._waiting or self._file.read(_BLOCK)
            if self._unpacker.eof:  # packed files may stand one behind the other
                if not block.strip(b"\0"):
                    return b""
                self._unpacker = zlib.decompressobj(_GZIP)
            data = self._unpacker.decompress(block, size)
            self._waiting = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            if data:
                return data
            if not block and not self._unpacker.eof:
                raise FormatError("this packed file ends too early", remedy="save or download it again.")

    def close(self) -> None:
        self._file.close()
        super().close()
