"""Files uploaded in parts at the desk -> scans/, or the folder of lists to import; no file is ever overwritten."""

import os
import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefbook.errors import InputError
from briefbook.text.safe_names import is_reserved_name
from briefbook.util.files import blocks_of, locked, make_folders, sync_names, write_blocks

MAX_FILE_BYTES = 2 << 30
"""The largest file that is accepted, in bytes."""

ROOM_BYTES = 200 << 20
"""Bytes that must stay free on the disk."""

MAX_DEPTH = 4
"""How many parts a file's path may have, its name included."""

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".tiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".xlsx": (b"PK\x03\x04",),
    ".ods": (b"PK\x03\x04",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".csv": (),
    ".tsv": (),
}
"""Accepted file endings, each with the bytes with which such files begin; none for text files."""

LISTS = (".xlsx", ".ods", ".xls", ".csv", ".tsv")
"""Endings of lists, which are imported."""

_KEY = re.compile(r"[0-9a-f]{16,64}")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Upload:
    """What came of a part of a file.

    Attributes:
        state: ``more``: further parts are awaited; ``taken``; ``same``: this very file is there already; ``other``:
            another file has this name, and a person must say what to do.
        path: Where the file is, or would be; None while parts are awaited.
        bytes_here: How much of the file is here.
    """

    state: str
    path: Path | None
    bytes_here: int


class Uploads:
    """Takes files into the folder of a collection."""

    def __init__(self, root: Path, parts: Path) -> None:
        """Files for the collection in ``root``; ``parts`` is where what has not arrived whole waits."""
        self.root, self.parts = root, parts

    def take(self, key: str, name: str, offset: int, size: int, data: bytes, *, keep_both: bool = False) -> Upload:
        """Take a part of a file, and with the last one the file.

        Args:
            key: Names the upload: 16 to 64 hexadecimal digits, the sender's choice.
            name: The file's name as its owner has it, with the folders that were dropped.
            offset: Where in the file the part begins, in bytes.
            size: The size of the whole file, in bytes.
            data: The part; empty to ask again what comes of a file that is here whole.
            keep_both: Where another file has the name, take this one under the next free name.

        Returns:
            What came of it.

        Raises:
            InputError: The file is not of a kind that is taken, not what its ending says, too large or empty.
        """
        place = safe_place(name)
        suffix = Path(place[-1]).suffix.lower()
        if suffix not in SIGNATURES:
            raise InputError(
                f"{place[-1]} is of a kind that is not read ({suffix or 'no ending'})",
                remedy=f"scans are PDF, TIFF, PNG or JPEG files, lists are {', '.join(LISTS)}.",
            )
        if not 0 < size <= MAX_FILE_BYTES:
            what = "is empty" if size <= 0 else "is larger than 2 GB"
            raise InputError(f"{place[-1]} {what}", remedy="leave it out, or divide it.")
        if not _KEY.fullmatch(key):
            raise InputError("the upload has no valid name", remedy="load the page again.")
        self.parts.mkdir(parents=True, exist_ok=True)
        part = self.parts / f"{key}.part"
        here = part.stat().st_size if part.exists() else 0
        if offset == 0 and data:
            if shutil.disk_usage(self.parts).free < size + ROOM_BYTES:
                raise InputError(f"the disk has no room for {place[-1]}", remedy="make room, then add it again.")
            _check_beginning(place[-1], suffix, data)
            part.write_bytes(b"")
            here = 0
        if offset != here or offset + len(data) > size:
            raise InputError(f"{place[-1]} did not arrive in order", remedy="add it again.")
        here += len(data)
        with part.open("ab") as stream:
            stream.write(data)
            stream.flush()
            if here == size:
                os.fsync(stream.fileno())  # it is said to be taken once it is on the disk
        if here < size:
            return Upload("more", None, here)
        try:
            with part.open("rb") as stream:  # what is put, under the name that it is put under
                _check_beginning(place[-1], suffix, stream.read(_BEGINNING))
        except InputError:
            part.unlink()
            raise
        folder = self.parts.parent / "lists" if suffix in LISTS else self.root / "scans"
        return self._put(part, folder, place if suffix not in LISTS else place[-1:], here, keep_both)

    def drop(self, key: str) -> None:
        """Forget an upload that a person left out."""
        if _KEY.fullmatch(key):
            (self.parts / f"{key}.part").unlink(missing_ok=True)

    def _put(self, part: Path, folder: Path, place: tuple[str, ...], size: int, keep_both: bool) -> Upload:
        target = folder.joinpath(*place)
        if not target.resolve().is_relative_to(self.root.resolve()):
            raise InputError(f"{place[-1]} would lie outside the collection", remedy="add the file by itself.")
        new_folders = make_folders(target.parent)
        counter = 2
        while True:
            try:
                put_new(part, target)
            except FileExistsError:
                if _same_bytes(part, target):
                    part.unlink()
                    return Upload("same", target, size)
                if not keep_both:
                    return Upload("other", target, size)
                target = target.with_name(f"{Path(place[-1]).stem}-{counter}{Path(place[-1]).suffix}")
                counter += 1
                continue
            sync_names(target.parent, *new_folders)
            part.unlink()
            return Upload("taken", target, size)


def put_new(part: Path, target: Path) -> None:
    """Put a file under another name where there is none, whole or not at all; ``FileExistsError`` where there is."""
    try:
        target.hardlink_to(part)  # never over a file, even where two arrive at once
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with locked(part.parent / "names.lock"):  # two may arrive at once under one name
            if target.exists():
                raise FileExistsError(target) from None
            write_blocks(target, blocks_of(part))


def safe_place(name: str) -> tuple[str, ...]:
    r"""The folders and the name under which a file is kept, safe on every system; legible names stay as they are.

    Raises:
        InputError: There is no name, or it is hidden, too long or too deep.

    >>> safe_place("Box 7/CDNW 12.pdf"), safe_place("../../etc/x.pdf"), safe_place("C:\\a\\con.pdf")
    (('Box 7', 'CDNW 12.pdf'), ('etc', 'x.pdf'), ('C_', 'a', '_con.pdf'))
    """
    parts = []
    for raw in PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).parts:
        cleaned = _FORBIDDEN.sub("_", raw.encode("utf-8", "replace").decode()).strip(" .")
        if raw.strip() in ("", "/", ".", "..") or not cleaned:
            continue
        parts.append(f"_{cleaned}" if is_reserved_name(cleaned) else cleaned)
    if not parts or len(parts) > MAX_DEPTH or any(len(part.encode()) > 200 for part in parts):
        raise InputError(f"{name[:80]!r} has no usable name", remedy="give the file a shorter name and add it again.")
    return tuple(parts)


_BEGINNING = 65_536
"""Bytes by which a file's kind is told."""


def _check_beginning(name: str, suffix: str, data: bytes) -> None:
    begins = SIGNATURES[suffix]
    if suffix == ".pdf":
        is_right = b"%PDF-" in data[:1024]
    elif begins:
        is_right = data.startswith(begins)
    else:  # text; UTF-16 of Excel has a mark at its beginning
        is_right = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data[:_BEGINNING]
    if not is_right:
        raise InputError(
            f"{name} is not what its ending ({suffix}) says", remedy="look at the file, correct its name, add it again."
        )


def _same_bytes(left: Path, right: Path) -> bool:
    if not right.is_file() or left.stat().st_size != right.stat().st_size:
        return False
    with left.open("rb") as first, right.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(1 << 20):
                return False
    return True
