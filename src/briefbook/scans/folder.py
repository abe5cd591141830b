"""The files of ``scans/`` -> Scans, each with its item's identifier and checksum."""

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from briefbook.model.catalogue import natural
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.page import Scan

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
SCAN_SUFFIXES = PICTURE_SUFFIXES | {".pdf"}


def find_scans(folder: Path, pattern: str, *, cache: Path | None = None) -> tuple[list[Scan], list[Finding]]:
    """Find the scans in a folder.

    A file is an item; a sub-folder of pictures is an item with a page for each picture. The identifier is the file's
    name without its suffix, or the pattern's group ``item``. Of two scans of one item the first by name is used.

    Args:
        folder: The folder; it need not exist.
        pattern: Regular expression that names match as a whole.
        cache: File in which checksums are kept for files whose size, time and inode are unchanged.

    Returns:
        The scans in natural order of their identifiers, and findings about files that are not scans.
    """
    pattern_of_names = re.compile(pattern)
    checksums = _Checksums(cache)
    scans: dict[str, Scan] = {}
    findings: list[Finding] = []
    for path in sorted(folder.iterdir() if folder.is_dir() else (), key=lambda entry: natural(entry.name)):
        if path.name.startswith(".") or path.name.lower() in ("thumbs.db", "desktop.ini"):
            continue
        paths = tuple(_pictures_in(path)) if path.is_dir() else (path,)
        where = FilePosition(f"{folder.name}/{path.name}")
        if not paths or (path.is_file() and path.suffix.lower() not in SCAN_SUFFIXES):
            findings.append(_not_a_scan(where, path))
            continue
        name = path.name if path.is_dir() else path.stem
        match = pattern_of_names.fullmatch(name)
        item = (match.groupdict().get("item") or name) if match else name
        if not match:
            findings.append(_wrong_name(where, name, pattern))
        if item in scans:
            findings.append(_duplicate(where, item, scans[item]))
            continue
        scans[item] = Scan(item, paths, checksums.of(paths), conforms=match is not None)
    checksums.save()
    return [scans[item] for item in sorted(scans, key=natural)], findings


def _pictures_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda entry: natural(entry.name)):
        if path.suffix.lower() in SCAN_SUFFIXES and not path.name.startswith("."):
            yield path


def _not_a_scan(where: FilePosition, path: Path) -> Finding:
    problem = "contains no picture" if path.is_dir() else f"has a file type that is not read ({path.suffix or 'none'})"
    return Finding(
        "R101", where, f"{path.name} {problem}", remedy="scans are PDF, TIFF, PNG or JPEG; move it elsewhere."
    )


def _wrong_name(where: FilePosition, name: str, pattern: str) -> Finding:
    return Finding(
        "R102",
        where,
        f"the name {name!r} does not match the collection's pattern {pattern}",
        remedy="rename the file, or change items.pattern in briefbook.toml; until then its name is the identifier.",
        item=name,
    )


def _duplicate(where: FilePosition, item: str, first_scan: Scan) -> Finding:
    return Finding(
        "R103",
        where,
        f"{item} has two scans; {first_scan.paths[0].name} is taken, this one is not read",
        remedy="keep one of them, or give the other its own identifier.",
        severity=Severity.WARNING,
        item=item,
    )


class _Checksums:
    """A cache of SHA-256 checksums of files, valid while size, time and inode are unchanged."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.stored: dict[str, list[object]] = {}
        self.current: dict[str, list[object]] = {}
        if path is not None:
            with contextlib.suppress(OSError, ValueError):
                self.stored = json.loads(path.read_text())

    def of(self, paths: tuple[Path, ...]) -> str:
        whole = hashlib.sha256()
        for path in paths:
            whole.update(bytes.fromhex(self._digest_of(path)))
        return whole.hexdigest() if len(paths) > 1 else self._digest_of(paths[0])

    def _digest_of(self, path: Path) -> str:
        stat = path.stat()
        state: list[object] = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        stored = self.stored.get(str(path))
        if stored and stored[:3] == state:
            digest = str(stored[3])
        else:
            with open(path, "rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.current[str(path)] = [*state, digest]
        return digest

    def save(self) -> None:
        if self.path is not None and self.current != self.stored:
            with contextlib.suppress(OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.write_text(json.dumps(self.current, sort_keys=True))
