"""A file, a folder or a zip file from outside -> its files, by name, one after the other and within limits."""

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from briefbook.errors import FormatError
from briefbook.progress import pluralise
from briefbook.util.names import printable
from briefbook.util.zip_faults import ZIP_FAULTS

MAX_FILES = 200_000
"""Files of a bundle; an export of more is imported in parts."""

MAX_FILE = 256 * 2**20
"""Bytes of a single file."""

MAX_RATIO = 200
"""How many times its size a zip file may grow; text shrinks to a tenth, a zip bomb to a thousandth."""

SMALL_FILE = 4 * 2**20
"""Bytes up to which the growth of a zip file is of no concern."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A file of a bundle.

    Attributes:
        name: Its path in the bundle, with forward slashes.
        read: Gives its bytes; raises ``FormatError`` where it cannot be read or is larger than ``MAX_FILE``.
        open: Opens it, however large it is, to be read in parts; None where it can only be read whole.
    """

    name: str
    read: Callable[[], bytes]
    open: Callable[[], IO[bytes]] | None = None

    @property
    def path(self) -> PurePosixPath:
        """Its name as a path."""
        return PurePosixPath(self.name)


def opening(file: BundleFile) -> Callable[[], IO[bytes]]:
    """What opens a file of a bundle, to be read in parts as often as it is asked for.

    Args:
        file: The file; where it can only be read whole, this is done at each opening.
    """
    return file.open or (lambda: io.BytesIO(file.read()))


def read_whole(opens: Callable[[], IO[bytes]], name: str = "this file") -> bytes:
    """The bytes of a file of a kind that can only be read whole.

    Args:
        opens: Opens the file.
        name: What the message calls it.

    Raises:
        FormatError: It is larger than ``MAX_FILE``.
    """
    with opens() as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise _too_large(name)
    return data


def open_bundle(path: Path) -> Iterator[BundleFile]:
    """Yield the files of a folder, with those below it, of a zip file, or the single file that it is.

    Hidden files and what operating systems leave behind are passed over; links are not followed.

    Args:
        path: The folder or file.

    Raises:
        FormatError: A zip file is damaged, grows beyond ``MAX_RATIO`` times its size or holds a path that leads out
            of it; or there are more than ``MAX_FILES`` files.
    """
    if path.is_dir():
        yield from _of_folder(path)
    elif zipfile.is_zipfile(path):
        yield from _of_zip(path)
    else:
        yield open_file(path)


def open_file(path: Path) -> BundleFile:
    """A single file.

    Args:
        path: The file.
    """
    return BundleFile(path.name, lambda: _read(path), lambda: path.open("rb"))


def _of_folder(folder: Path) -> Iterator[BundleFile]:
    count = 0
    for parent, subfolders, names in os.walk(folder, followlinks=False):
        subfolders[:] = sorted(name for name in subfolders if not _is_left_behind(name))
        for name in sorted(names):
            file = Path(parent, name)
            if _is_left_behind(name) or not stat.S_ISREG(file.lstat().st_mode):
                continue
            count += 1
            _refuse_number(count)
            relative = file.relative_to(folder).as_posix()
            yield BundleFile(
                relative,
                lambda file=file: _read(file),  # type: ignore[misc]
                lambda file=file: file.open("rb"),  # type: ignore[misc]
            )


def _of_zip(path: Path) -> Iterator[BundleFile]:
    try:
        archive = zipfile.ZipFile(path)  # open as long as one of its files can still be read
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except ZIP_FAULTS as error:
        raise FormatError(f"this zip file cannot be opened: {error}", remedy="save or download it again.") from error
    _refuse_number(len(entries))
    whole = sum(entry.file_size for entry in entries)
    if whole > SMALL_FILE and whole > MAX_RATIO * path.stat().st_size:
        raise FormatError(
            f"this zip file grows to {whole:,} bytes, more than {MAX_RATIO} times its size: it is not unpacked",
            remedy="ask for another copy, or unpack it yourself and name the folder.",
        )
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in (parts or ("",))[0]:
            raise FormatError(
                f"the path {printable(entry.filename)!r} leads out of this zip file: it is not read",
                remedy="ask for another copy.",
            )
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if not any(map(_is_left_behind, entry.filename.split("/"))):
            yield BundleFile(entry.filename, lambda entry=entry: _read_entry(archive, entry))  # type: ignore[misc]


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MAX_FILE:
        raise _too_large(entry.filename)
    try:
        with archive.open(entry) as file:
            data = file.read(MAX_FILE + 1)  # the stated size may be wrong
    except ZIP_FAULTS as error:
        raise FormatError(f"{printable(entry.filename)} in this zip file cannot be read: {error}") from error
    if len(data) > MAX_FILE:
        raise _too_large(entry.filename)
    return data


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        raise FormatError(f"{printable(path.name)} cannot be read: {error.strerror}") from error


def _too_large(name: str) -> FormatError:
    return FormatError(
        f"{printable(name)} is larger than {MAX_FILE // 2**20} MiB", remedy="divide it, and import the parts."
    )


def _refuse_number(count: int) -> None:
    if count > MAX_FILES:
        raise FormatError(
            f"there are more than {pluralise(MAX_FILES, 'file')} in it", remedy="import it folder by folder."
        )


def _is_left_behind(name: str) -> bool:
    return name.startswith(".") or name.casefold() in ("__macosx", "thumbs.db", "desktop.ini", "@eadir")
