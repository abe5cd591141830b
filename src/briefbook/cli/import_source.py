"""What is to be imported: a file, a folder, an address or standard input."""

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefbook.errors import FormatError, InputError
from briefbook.importers.bundle import MAX_FILE, BundleFile, open_bundle, open_file
from briefbook.importers.csv_table import ListOptions
from briefbook.importers.layout_files import ScanNames
from briefbook.util import packed_files
from briefbook.util.encodings import OpenBytes
from briefbook.util.fetching import Fetcher


@dataclass(frozen=True, slots=True)
class ImportSource:
    """What is to be imported: its bytes or its folder, the name of the import, and the file's extension.

    A list's bytes are not here where it is a file: it need not fit into memory, and is read from ``path``. ``state`` is
    name, size and time of each file when it was named, so that one that changes meanwhile is noticed. Of a list that
    comes packed with gzip (``is_packed``) name and ending are those of what was packed.
    """

    path: Path | None
    data: bytes
    name: str
    suffix: str
    options: ListOptions = field(default_factory=ListOptions)
    include_private: bool = False
    notes_as_text: bool = False
    scan_names: ScanNames = field(default_factory=ScanNames)
    fetch: Callable[[str], bytes] | None = None
    state: tuple[tuple[str, int, int], ...] = ()
    is_packed: bool = False
    paper_of: Callable[[str], str] = lambda item: item  # "" for an id that a person is to decide on first

    @property
    def is_read_from_path(self) -> bool:
        """Is it a file whose bytes are not in memory?"""
        return not self.data and self.path is not None and self.path.is_file()

    def refuse_change(self) -> None:
        """Raise ``InputError`` if a file is another now than when it was named."""
        if self.path is not None and self.state and _state_of(self.path) != self.state:
            raise InputError(
                f"{self.path} changed while it was read",
                remedy="wait until no other program writes it, and import it again; nothing was written.",
            )

    def open_bytes(self) -> OpenBytes:
        """What opens it, as often as it is asked for."""
        if self.is_read_from_path and self.path:
            path = self.path
            return lambda: path.open("rb")
        return lambda: io.BytesIO(self.data)

    def files(self) -> Iterator[BundleFile]:
        """The files that it is: those of a folder or a zip, itself, or what came by standard input."""
        if self.path is not None:
            return open_bundle(self.path)
        return iter((BundleFile(f"{self.name}{self.suffix}", lambda: self.data),))

    def file_beside(self, name: str) -> BundleFile | None:
        """A file beside the one that it is, by its relative path; None where there is none, or it leads elsewhere."""
        if self.path is None or not self.path.is_file():
            return None
        parent = self.path.resolve().parent
        path = (parent / name).resolve()
        if Path(name).is_absolute() or not path.is_relative_to(parent) or not path.is_file():
            return None
        return open_file(path)


_OF_FOLDERS = frozenset({"state-cables", "bag", "mods", "ocr", "tei", "tropy", "zotero"})
"""Kinds that may be a folder."""

_FROM_PATH = frozenset({"csv", "mods", "ocr", "tei", "tropy", "zotero", "wikileaks", "omeka", "openrefine"})
"""Kinds whose file is not held in memory."""

MAY_BE_PACKED = frozenset({"csv"})
"""Kinds whose file may come packed with gzip, and is kept so where it is large."""


def named_source(path: str, name: str, kind: str, importer: object) -> ImportSource:
    """The source that a path names, or standard input.

    Args:
        path: The path as typed; "-" for standard input.
        name: The name of the import; "" for that of the file.
        kind: The kind of import.
        importer: What reads it; its attribute ``takes_folders`` may be True.

    Raises:
        InputError: There is no such file, or it is empty or too large, or a folder where a file is wanted.
    """
    if path == "-":
        return ImportSource(None, sys.stdin.buffer.read(), import_slug(name or "pasted"), ".txt")
    file = Path(path)
    if not file.exists():
        raise InputError(f"there is no file {path}")
    if file.is_dir() and kind not in _OF_FOLDERS and not getattr(importer, "takes_folders", False):
        raise InputError(f"{path} is a folder", remedy=f"name one file in it; `import {kind}` reads one at a time.")
    if file.is_file() and not file.stat().st_size:
        raise InputError(f"{path} is empty", remedy="save or download the file again, or name another.")
    if file.is_file() and kind not in _FROM_PATH and file.stat().st_size > MAX_FILE:
        raise InputError(
            f"{path} is larger than {MAX_FILE // 2**20} MiB", remedy="divide it, and import the parts by other names."
        )
    state = _state_of(file)
    data = file.read_bytes() if file.is_file() and kind not in _FROM_PATH else b""
    is_packed = kind in MAY_BE_PACKED and packed_files.is_packed(file)
    called = packed_files.unpacked_name(file) if is_packed else file
    return ImportSource(
        file, data, import_slug(name or called.stem), called.suffix.lower(), state=state, is_packed=is_packed
    )


def _state_of(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of each file that a path names; those of a folder are in it or below it."""
    states = []
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        with contextlib.suppress(OSError):
            stat = file.stat()
            if not file.is_dir():
                states.append((file.as_posix(), stat.st_size, stat.st_mtime_ns))
    return tuple(states)


def fetched_source(fetcher: Fetcher, address: str, name: str) -> ImportSource:
    """What is at an address that was given.

    Args:
        fetcher: What fetches it.
        address: The address.
        name: The name of the import; "" for what the address ends in.

    Raises:
        InputError: It cannot be had.
    """
    try:
        data = fetcher.fetch(address)
    except FormatError as error:
        raise InputError(error.what, remedy=error.remedy) from error
    parts = [part for part in re.split(r"[/?#]", address.partition("://")[2]) if part]
    words = [part for part in parts if part.removesuffix(".json") not in ("manifest", "iiif", "info", "collection")]
    return ImportSource(None, data, import_slug(name or words[-1].removesuffix(".json")), ".json")


def import_slug(name: str) -> str:
    """The name of an import as a folder of ``received/``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "import"
