"""Scans on another computer -> ``scans/``: file by file, whole or not at all, never over another file."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from briefbook.errors import InputError, OutsideError
from briefbook.progress import Progress, quiet
from briefbook.project.collection import Collection
from briefbook.project.file_systems import file_system_of
from briefbook.project.fixity import note_arrivals
from briefbook.project.uploads import put_new, safe_place
from briefbook.scans.folder import SCAN_SUFFIXES
from briefbook.util.files import locked, make_folders, sync_names, write_blocks
from briefbook.util.logs import get_logger

log = get_logger(__name__)

TRIES = 3
"""How often a file is asked for; a service that is busy answers a moment later."""

PAUSE = 0.5
"""Seconds before it is asked for again; twice as long each time."""

MAX_IN_A_ROW = 5
"""So many files that cannot be had, one after the other, are a service that is gone: it is not asked any more."""

_BLOCK = 1 << 20


@dataclass(slots=True)
class ScanArrivals:
    """What came of copying scans.

    Attributes:
        copied: Names in ``scans/`` of the files that came.
        present: Those that were there already, with the same size.
        different: Those where another file has the name, which stays; and why.
        failed: Files that could not be had, and why.
        others: How many files are of a kind that is not read.
        is_broken_off: Whether the rest was not tried.
    """

    copied: list[str] = field(default_factory=list)
    present: list[str] = field(default_factory=list)
    different: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    others: int = 0
    is_broken_off: bool = False


class _ServiceError(Exception):
    """What a service refused; no ``OSError``, which would be one of the disk here."""


class _Failed(Exception):
    """A file could not be fetched."""


def copy_scans(
    collection: Collection,
    address: str,
    *,
    progress: Progress = quiet,
    wait: Callable[[float], None] = time.sleep,
) -> ScanArrivals:
    """Copy the scans of a folder that fsspec reaches; what is here already is not copied again.

    Args:
        collection: The collection.
        address: The folder: ``s3://bucket/box-7``, or any other address that fsspec knows.
        progress: Told of each file.
        wait: Waits before a file is asked for again.

    Returns:
        What came of it. Where something failed, the same call goes on.

    Raises:
        OutsideError: The folder cannot be listed, or the disk refuses.
        InputError: fsspec knows no such address, or there is nothing.
    """
    system, folder = file_system_of(address)
    try:
        found: dict[str, dict[str, Any]] = system.find(folder, detail=True)
    except Exception as error:  # whatever the package of a service raises
        raise OutsideError(f"{address} cannot be listed: {_words(error)}", remedy=_AGAIN) from error
    if not found:
        raise InputError(f"{address}: there is no file", remedy="correct the address.")
    report = ScanArrivals()
    checksums: dict[Path, str | None] = {}
    taken: set[Path] = set()
    in_a_row = 0
    parts = collection.build / "arriving"
    parts.mkdir(parents=True, exist_ok=True)
    try:
        with locked(parts / "scans.lock"):
            for path in progress(sorted(found), "Copying", total=len(found), unit="file"):
                name = _name(path, folder)
                if Path(name).suffix.lower() not in SCAN_SUFFIXES:
                    report.others += 1
                    continue
                target = _target(collection, name, report)
                if target is None or _is_skipped(target, name, found[path].get("size"), taken, report):
                    continue
                taken.add(target)
                try:
                    checksums[target] = _copied(system, path, found[path].get("size"), target, parts, wait)
                    report.copied.append(name)
                    in_a_row = 0
                except FileExistsError:
                    report.different.append((name, "another file has come under this name meanwhile"))
                except _Failed as error:
                    report.failed.append((name, str(error)))
                    in_a_row += 1
                    if in_a_row == MAX_IN_A_ROW:
                        report.is_broken_off = True
                        break
    finally:
        note_arrivals(collection, checksums)
    return report


_AGAIN = "look at the address, the network and the keys; the same command goes on where it stopped."


def _name(path: str, folder: str) -> str:
    """What a file is called below the folder; of a single file its name. Of an address of the web, as it is meant."""
    name = path.removeprefix(folder).lstrip("/") or path.rpartition("/")[2]
    return unquote(name) if path.startswith(("http://", "https://")) else name


def _target(collection: Collection, name: str, report: ScanArrivals) -> Path | None:
    """Where a file is put; None where its name cannot be used."""
    try:
        return collection.scans.joinpath(*safe_place(name))
    except InputError as error:
        report.failed.append((name, error.what))
        return None


def _is_skipped(target: Path, name: str, size: int | None, taken: set[Path], report: ScanArrivals) -> bool:
    """Whether a file is not to be copied, because another has its name, or it is here."""
    if target in taken:
        report.different.append((name, "another file of the same import has this name here"))
        return True
    if not target.exists():
        return False
    if target.is_file() and size in (None, target.stat().st_size):
        report.present.append(name)
    else:
        report.different.append((name, "another file has this name in scans/, and stays"))
    return True


def _copied(system: Any, path: str, size: int | None, target: Path, parts: Path, wait: Callable[[float], None]) -> str:
    """Copy a file; its SHA-256."""
    part = parts / "scan.part"
    for attempt in range(TRIES):
        try:
            digest = write_blocks(part, _blocks(system, path, size))
            break
        except _ServiceError as error:
            log.info("%s: %s", path, error)
            if attempt == TRIES - 1 or isinstance(error.__cause__, FileNotFoundError | PermissionError):
                raise _Failed(str(error)) from error
            wait(PAUSE * 2**attempt)
    new_folders = make_folders(target.parent)
    try:
        put_new(part, target)
    finally:
        part.unlink(missing_ok=True)
    sync_names(target.parent, *new_folders)
    return digest


def _blocks(system: Any, path: str, size: int | None) -> Iterator[bytes]:
    count = 0
    try:
        with system.open(path, "rb") as file:
            while block := file.read(_BLOCK):
                count += len(block)
                yield block
    except Exception as error:  # whatever the package of a service raises
        raise _ServiceError(_words(error)) from error
    if size is not None and count != size:
        raise _ServiceError(f"{count:,} bytes came of {size:,}")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
