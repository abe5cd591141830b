"""A BagIt bag, as a folder or a zip -> the collection that was packed in it, verified before anything is written."""

import contextlib
import hashlib
import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from briefbook.errors import FormatError, InputError, OutsideError
from briefbook.util.bag_names import ALGORITHMS, COLLECTION, PAYLOAD, belongs, decode_name, is_safe
from briefbook.util.files import sync_all, sync_names
from briefbook.util.names import printable
from briefbook.util.zip_faults import ZIP_FAULTS

MAX_EXPANSION = 200
"""How many times larger than the zip its contents may be; blank scans and journals stay far below it."""

SMALL_SIZE = 100 * 2**20
"""Bytes below which contents may be however much larger than the zip."""

MAX_ENTRIES = 1_000_000
"""Maximum number of entries of a zip."""

MAX_TAG_FILE = 500 * 2**20
"""Maximum size in bytes of a manifest."""

_BLOCK = 1 << 20
_WHOLE = "ask the sender for a sound bag; nothing was written."


def unpack_bag(path: Path, target: Path) -> tuple[int, bool]:
    """Verify a bag and put its collection into a folder, whole or not at all.

    Args:
        path: The bag's folder, or a zip of it.
        target: The collection's folder: new, empty, or with the same collection already.

    Returns:
        The number of the collection's files, and whether they were written: not where all are there already.

    Raises:
        FormatError: This is no bag, it is damaged or hostile, or no collection is in it.
        InputError: The folder holds something else.
        OutsideError: The disk refuses.
    """
    try:
        above = next(folder for folder in target.resolve().parents if folder.is_dir())
        with tempfile.TemporaryDirectory(dir=above, prefix=".briefbook-import-") as staging_name:
            staging = Path(staging_name)
            bag = path if path.is_dir() else _unzip(path, staging / "bag")
            files = verify_bag(bag)
            if _is_same(files, bag, target):
                return len(files), False
            if _holds_other(target, files, bag):
                raise InputError(
                    f"{target} holds other files than the bag",
                    remedy="name a new or empty folder with -C, and compare the two.",
                )
            _write(files, bag, staging / "collection")
            sync_all()
            if target.exists():
                _move_in(staging / "collection", target, files)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                (staging / "collection").rename(target)
            sync_names(target, target.parent)
    except OSError as error:
        raise OutsideError(
            f"cannot unpack {path} into {target}: {error.strerror or error}",
            remedy="make room or give permission and run the command again.",
        ) from error
    return len(files), True


def _holds_other(target: Path, files: Mapping[PurePosixPath, Mapping[str, str]], bag: Path) -> bool:
    """Is there anything in the way? A git repository without files is not, nor what a restoring cut off had written."""
    if not target.exists():
        return False
    if not target.is_dir():
        return True
    for folder, folders, names in os.walk(target):
        if Path(folder) == target and ".git" in folders:
            folders.remove(".git")
        for name in names:
            own = Path(folder, name)
            path = PurePosixPath(own.relative_to(target).as_posix())
            if path not in files or not own.is_file() or not _is_equal(own, bag / COLLECTION / path):
                return True
        if any(Path(folder, name).is_symlink() for name in folders):
            return True
    return False


def _move_in(staged: Path, target: Path, files: Iterable[PurePosixPath]) -> None:
    """Move files into a folder that is there, the settings last: without them it is no collection yet."""
    for path in sorted(files, key=lambda path: (path.as_posix() == "briefbook.toml", path)):
        if not (target / path).exists():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (staged / path).rename(target / path)


def verify_bag(bag: Path) -> dict[PurePosixPath, Mapping[str, str]]:
    """Verify a bag as RFC 8493 asks: every file of the payload in every manifest, every checksum right.

    Args:
        bag: Its folder.

    Returns:
        The collection's files by their path in its folder, each with its checksums by algorithm.

    Raises:
        FormatError: What is wrong, and with which file.
    """
    declaration = _tag_file(bag, "bagit.txt")
    if not re.match(r"BagIt-Version: (0\.97|1\.0)\s*\nTag-File-Character-Encoding: UTF-8\s*$", declaration):
        raise FormatError("its bagit.txt is not that of a bag of version 0.97 or 1.0 in UTF-8", remedy=_WHOLE)
    if os.path.lexists(bag / "fetch.txt"):
        raise FormatError("it has a fetch.txt: parts of it are elsewhere", remedy="ask the sender for a whole bag.")
    there = _files_of(bag)
    payload = {name for name in there if name.startswith(f"{PAYLOAD}/")}
    digests: dict[str, dict[str, str]] = {}
    algorithms = [algorithm for algorithm in ALGORITHMS if f"manifest-{algorithm}.txt" in there]
    if not algorithms:
        raise FormatError("it has neither manifest-sha256.txt nor manifest-sha512.txt", remedy=_WHOLE)
    for algorithm in algorithms:
        rows = _manifest(bag, f"manifest-{algorithm}.txt")
        for missing in sorted(rows.keys() - payload):
            raise FormatError(f"{printable(missing)} is in the manifest and not in the bag", remedy=_WHOLE)
        for unlisted in sorted(payload - rows.keys()):
            raise FormatError(f"{printable(unlisted)} is in the bag and not in the {algorithm} manifest", remedy=_WHOLE)
        for name, digest in rows.items():
            digests.setdefault(name, {})[algorithm] = digest
        if f"tagmanifest-{algorithm}.txt" in there:
            for name, digest in _manifest(bag, f"tagmanifest-{algorithm}.txt").items():
                if name not in there or name in payload:
                    raise FormatError(f"{printable(name)} is in the tag manifest and not in the bag", remedy=_WHOLE)
                digests.setdefault(name, {})[algorithm] = digest
    for name, expected in digests.items():
        _refuse_changed(bag / name, name, expected)
    return _of_collection({name: digests[name] for name in sorted(payload)})


def _of_collection(payload: Mapping[str, Mapping[str, str]]) -> dict[PurePosixPath, Mapping[str, str]]:
    files = {}
    for name, expected in payload.items():
        if name.startswith(f"{COLLECTION}/"):
            path = PurePosixPath(name.removeprefix(f"{COLLECTION}/"))
            if not belongs(path):
                raise FormatError(f"{printable(name)} has no place in the bag of a collection", remedy=_WHOLE)
            files[path] = expected
    if PurePosixPath("briefbook.toml") not in files:
        raise FormatError(
            f"it is a bag, but of no Briefbook collection: there is no {COLLECTION}/briefbook.toml",
            remedy="take the files out of its data/, and import them by their kind.",
        )
    return files


def _files_of(bag: Path) -> set[str]:
    """Every file of the bag by its path; links and devices are refused and nothing is followed."""
    names = set()
    for folder, subfolders, files in os.walk(bag, followlinks=False):
        for name in (*subfolders, *files):
            path = Path(folder, name)
            mode = path.lstat().st_mode
            shown = printable(path.relative_to(bag).as_posix())
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise FormatError(f"{shown} is a link or a device, and a bag has files only", remedy=_WHOLE)
            if stat.S_ISREG(mode):
                names.add(path.relative_to(bag).as_posix())
    return names


def _tag_file(bag: Path, name: str) -> str:
    path = bag / name
    if path.is_symlink() or not path.is_file():
        raise FormatError(f"it is no bag: there is no file {name} in it", remedy="name a bag's folder, or a zip of it.")
    if path.stat().st_size > MAX_TAG_FILE:
        raise FormatError(f"its {name} is larger than {MAX_TAG_FILE // 2**20} MiB", remedy=_WHOLE)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(f"its {name} is not text in UTF-8", remedy=_WHOLE) from error


def _manifest(bag: Path, name: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for number, line in enumerate(_tag_file(bag, name).split("\n"), 1):
        if not line.strip():
            continue
        match = re.fullmatch(r"([0-9A-Fa-f]+)[ \t]+\*?(.+?)\r?", line)
        path = decode_name(match[2]).removeprefix("./") if match else ""
        if not match or not is_safe(path):
            raise FormatError(f"line {number} of its {name} names no file of a bag: {line[:80]!r}", remedy=_WHOLE)
        if path in rows:
            raise FormatError(f"line {number} of its {name} names {path} again", remedy=_WHOLE)
        rows[path] = match[1].lower()
    return rows


def _refuse_changed(path: Path, name: str, expected: Mapping[str, str]) -> None:
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in expected}
    for block in _blocks(path):
        for digest in hashes.values():
            digest.update(block)
    for algorithm, digest in hashes.items():
        if digest.hexdigest() != expected[algorithm]:
            raise FormatError(
                f"{printable(name)} is not the file that was packed: its {algorithm} differs", remedy=_WHOLE
            )


def _blocks(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _is_same(files: Mapping[PurePosixPath, Mapping[str, str]], bag: Path, target: Path) -> bool:
    """Whether the folder has every file of the bag, byte for byte."""
    if not (target / "briefbook.toml").is_file():
        return False
    return all(_is_equal(target / path, bag / COLLECTION / path) for path in files)


def _is_equal(own: Path, other: Path) -> bool:
    """Are two files the same, byte for byte?"""
    if not own.is_file() or own.stat().st_size != other.stat().st_size:
        return False
    return not any(block != same for block, same in zip(_blocks(own), _blocks(other), strict=False))


def _write(files: Mapping[PurePosixPath, Mapping[str, str]], bag: Path, folder: Path) -> None:
    """Copy the collection and verify the copies: what the bag holds may have changed since it was verified."""
    for path, expected in files.items():
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        with open(copy, "xb") as file:
            for block in _blocks(bag / COLLECTION / path):
                file.write(block)
        _refuse_changed(copy, path.as_posix(), expected)


def _unzip(path: Path, folder: Path) -> Path:
    """Unpack a zip of a bag; its one folder where it has one."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_hostile(entries, path.stat().st_size)
            free = shutil.disk_usage(folder.parent).free
            if sum(entry.file_size for entry in entries) > free:
                raise FormatError("there is no room on the disk for its contents", remedy="make room.")
            for entry in entries:
                if not entry.is_dir():
                    _extract(archive, entry, folder / entry.filename)
    except FormatError:
        raise
    except FileExistsError as error:
        raise FormatError("two of its names differ only in ways that this disk cannot keep", remedy=_WHOLE) from error
    except ZIP_FAULTS as error:
        raise FormatError(f"it is no sound zip: {error}", remedy="name a bag's folder, or a zip of it.") from error
    if not (folder / "bagit.txt").exists():
        with contextlib.suppress(ValueError, FileNotFoundError):
            (folder,) = folder.iterdir()
    return folder


def _refuse_hostile(entries: list[zipfile.ZipInfo], packed_size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise FormatError(f"it has more than {MAX_ENTRIES:,} entries", remedy="unpack it, and import the folder.")
    size = sum(entry.file_size for entry in entries)
    if size > max(SMALL_SIZE, MAX_EXPANSION * packed_size):
        raise FormatError(
            f"its contents are {size // max(packed_size, 1):,} times larger than itself, as of a zip bomb",
            remedy="if you trust the sender, unpack it and import the folder.",
        )
    names = set()
    for entry in entries:
        name = entry.filename.removesuffix("/")
        if not is_safe(name) or "\\" in entry.orig_filename:
            raise FormatError(f"{printable(entry.orig_filename)!r} would be written elsewhere", remedy=_WHOLE)
        mode = stat.S_IFMT(entry.external_attr >> 16)
        if mode not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise FormatError(f"{printable(name)} is a link or a device, and a bag has files only", remedy=_WHOLE)
        if name in names:
            raise FormatError(f"{printable(name)} is in it twice", remedy=_WHOLE)
        names.add(name)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(entry) as source, open(target, "xb") as file:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > entry.file_size:
                raise FormatError(f"{printable(entry.filename)} is larger than the zip says", remedy=_WHOLE)
            file.write(block)
