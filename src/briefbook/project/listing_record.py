"""What a long list last printed, and what it was made from: where none of that has changed, it is printed again."""

import codecs
import contextlib
import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, TextIO

from briefbook.project.check_cache import program_state
from briefbook.project.workspace import Workspace
from briefbook.util.translation import language

_BLOCK = 1 << 16
_KEY_LENGTH = 64
_HEAD_LENGTH = _KEY_LENGTH + 8
"""Bytes before what was printed: the key, and the checksum of the compressed rest."""


class ListingRecord:
    """The record of a list, ``build/.listed-NAME``: its key, a checksum, and what was printed, compressed."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        """Takes down what the collection is now.

        Args:
            workspace: The collection.
            name: Which list it is.
        """
        catalogue = workspace.catalogue
        offices = (workspace.confirmed_posts, workspace.collection.settings.posts)
        parts = (program_state(), workspace.stamp, catalogue.state, catalogue.state_of_doubts, language(), offices)
        self._key = hashlib.sha256(repr(parts).encode()).hexdigest().encode()
        self._path = workspace.collection.build / f".listed-{name}"

    def print_again(self, output: TextIO) -> bool:
        """Print what was printed last; False, and nothing is printed, if anything that it was made from has changed."""
        with contextlib.suppress(OSError), open(self._path, "rb") as file:
            if self._holds(file):
                unpacker, decoder = zlib.decompressobj(), codecs.getincrementaldecoder("utf-8")()
                while block := file.read(_BLOCK):
                    output.write(decoder.decode(unpacker.decompress(block)))
                return True
        return False

    def _holds(self, file: BinaryIO) -> bool:
        """Is it the record of this collection, and whole? The file then stands where the list begins."""
        head = file.read(_HEAD_LENGTH)
        if head[:_KEY_LENGTH] != self._key:
            return False
        checksum = 0
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
        file.seek(_HEAD_LENGTH)
        return head[_KEY_LENGTH:] == _checksum(checksum)

    @contextlib.contextmanager
    def recorded(self, output: TextIO) -> Iterator[None]:
        """Record what is printed to standard output within the block, if it completes and the disk allows it."""
        try:
            file = tempfile.NamedTemporaryFile(dir=self._path.parent, prefix=".listed-", delete=False)  # noqa: SIM115
        except OSError:
            yield
            return
        copy = _Copy(output, file)
        try:
            with contextlib.redirect_stdout(copy):
                yield
            if copy.finish(self._key):
                os.replace(file.name, self._path)
        finally:
            file.close()
            with contextlib.suppress(OSError):
                os.unlink(file.name)


class _Copy(io.TextIOBase):
    """Standard output, of which a compressed copy is written to a file until the disk refuses."""

    def __init__(self, output: TextIO, file: IO[bytes]) -> None:
        self._output, self._file = output, file
        self._packer = zlib.compressobj(1)
        self._pieces: list[str] = []
        self._length = self._checksum = 0
        self._is_kept = self._write(b" " * _HEAD_LENGTH)

    def write(self, text: str) -> int:
        """Write to both."""
        self._pieces.append(text)
        self._length += len(text)
        if self._length > _BLOCK:
            self._pack()
        return self._output.write(text)

    def isatty(self) -> bool:
        """As the output is."""
        return self._output.isatty()

    def flush(self) -> None:
        """Flush the output."""
        self._output.flush()

    def _pack(self) -> None:
        data = self._packer.compress("".join(self._pieces).encode("utf-8", "replace"))
        self._pieces, self._length = [], 0
        self._add(data)

    def _add(self, data: bytes) -> None:
        self._checksum = zlib.crc32(data, self._checksum)
        self._is_kept = self._is_kept and self._write(data)

    def _write(self, data: bytes) -> bool:
        try:
            self._file.write(data)
        except OSError:
            return False
        return True

    def finish(self, key: bytes) -> bool:
        """Complete the copy; False where the disk refused it."""
        self._pack()
        self._add(self._packer.flush())
        with contextlib.suppress(OSError):
            self._file.seek(0)
            self._file.write(key + _checksum(self._checksum))
            self._file.close()
            return self._is_kept
        return False


def _checksum(value: int) -> bytes:
    return f"{value:08x}".encode()
