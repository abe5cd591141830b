"""The files of ``scans/`` -> Scans, each with its item's id and checksum."""

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

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
KINDS = PICTURES | {".pdf"}


def find_scans(folder: Path, pattern: str, *, cache: Path | None = None) -> tuple[list[Scan], list[Finding]]:
    """The scans in a folder in natural order of their items, and what is wrong with files that are none.

    A file is an item; a sub-folder of pictures is an item of as many pages. The id is the name without its ending,
    or the pattern's group ``item``. Of two scans for one id the first by name is taken. ``cache`` remembers
    checksums of files whose size and time are unchanged.
    """
    form = re.compile(pattern)
    sums = _Checksums(cache)
    scans: dict[str, Scan] = {}
    findings: list[Finding] = []
    for path in sorted(folder.iterdir() if folder.is_dir() else (), key=lambda one: natural(one.name)):
        if path.name.startswith(".") or path.name.lower() in ("thumbs.db", "desktop.ini"):
            continue
        paths = tuple(_pictures_in(path)) if path.is_dir() else (path,)
        where = FilePosition(f"{folder.name}/{path.name}")
        if not paths or (path.is_file() and path.suffix.lower() not in KINDS):
            findings.append(_unusable(where, path))
            continue
        name = path.name if path.is_dir() else path.stem
        found = form.fullmatch(name)
        item = (found.groupdict().get("item") or name) if found else name
        if not found:
            findings.append(_misnamed(where, name, pattern))
        if item in scans:
            findings.append(_second(where, item, scans[item]))
            continue
        scans[item] = Scan(item, paths, sums.of(paths), conforms=found is not None)
    sums.keep()
    return [scans[item] for item in sorted(scans, key=natural)], findings


def _pictures_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda one: natural(one.name)):
        if path.suffix.lower() in KINDS and not path.name.startswith("."):
            yield path


def _unusable(where: FilePosition, path: Path) -> Finding:
    what = "holds no picture" if path.is_dir() else f"is of no kind that is read ({path.suffix or 'no ending'})"
    return Finding("R101", where, f"{path.name} {what}", remedy="scans are PDF, TIFF, PNG or JPEG; move it elsewhere.")


def _misnamed(where: FilePosition, name: str, pattern: str) -> Finding:
    return Finding(
        "R102",
        where,
        f"the name {name!r} does not match the collection's pattern {pattern}",
        remedy="rename the file, or change items.pattern in briefbook.toml; until then the id is its name.",
        item=name,
    )


def _second(where: FilePosition, item: str, first: Scan) -> Finding:
    return Finding(
        "R103",
        where,
        f"{item} has two scans; {first.paths[0].name} is taken, this one is not read",
        remedy="keep one, or give the other an id of its own.",
        severity=Severity.WARNING,
        item=item,
    )


class _Checksums:
    """SHA-256 of files, remembered while size, time and inode stay."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.known: dict[str, list[object]] = {}
        self.seen: dict[str, list[object]] = {}
        if path is not None:
            with contextlib.suppress(OSError, ValueError):
                self.known = json.loads(path.read_text())

    def of(self, paths: tuple[Path, ...]) -> str:
        whole = hashlib.sha256()
        for path in paths:
            whole.update(bytes.fromhex(self._one(path)))
        return whole.hexdigest() if len(paths) > 1 else self._one(paths[0])

    def _one(self, path: Path) -> str:
        stat = path.stat()
        state: list[object] = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        held = self.known.get(str(path))
        if held and held[:3] == state:
            digest = str(held[3])
        else:
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.seen[str(path)] = [*state, digest]
        return digest

    def keep(self) -> None:
        if self.path is not None and self.seen != self.known:
            with contextlib.suppress(OSError):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.write_text(json.dumps(self.seen, sort_keys=True))
