"""Files that came with the papers -> their checksums at arrival, in fixity.jsonl, and whether they still have them.

``fixity.jsonl`` is appended to, never rewritten: a line for each file that arrived, was replaced or taken out, and for
each verification. It stays where ``build/`` is deleted, travels in bags, and can be read without this program.
"""

import datetime
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from briefbook.catalogue import journal
from briefbook.errors import OutsideError
from briefbook.model.page import Scan
from briefbook.progress import Progress, quiet
from briefbook.project.collection import Collection
from briefbook.util.files import append_synced, blocks_of, locked, sha256_of, sync_names
from briefbook.util.logs import SHOWN, get_logger
from briefbook.util.names import printable, problem_of_entry

log = get_logger(__name__)

FIXITY_FILE = "fixity.jsonl"
"""Where checksums are kept, in the collection's folder."""

VERSION = 1


class FixityEvent(StrEnum):
    """What a line of ``fixity.jsonl`` says."""

    ARRIVAL = "arrival"
    REPLACEMENT = "replacement"
    REMOVAL = "removal"
    VERIFICATION = "verification"


class FileState(StrEnum):
    """What became of a file since its checksum was taken."""

    SOUND = "sound"
    NEW = "new"
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FixityLine:
    """A line of ``fixity.jsonl``.

    Attributes:
        event: What happened.
        when: When it was recorded: ISO 8601, UTC.
        who: Who decided it; "" for the program by itself.
        path: The file's path in the collection's folder; "" for a verification.
        sha256: The file's checksum; of a verification that of the journal as far as ``size`` goes.
        size: Bytes.
        why: What a person said of it, or what the verification came to.
    """

    event: FixityEvent
    when: str
    who: str = ""
    path: str = ""
    sha256: str = ""
    size: int = 0
    why: str = ""

    def __str__(self) -> str:
        parts = {"v": VERSION, "when": self.when, "event": str(self.event)}
        more = {name: getattr(self, name) for name in ("who", "path", "sha256", "size", "why")}
        return json.dumps({**parts, **{name: value for name, value in more.items() if value}}, ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> "FixityLine":
        """Undo ``str``.

        Raises:
            ValueError: It is no such line.
        """
        row = json.loads(text)
        if not isinstance(row, dict) or row.get("v") != VERSION:
            raise ValueError(f"no line of version {VERSION}")
        texts = {name: row.get(name, "") for name in ("when", "who", "path", "sha256", "why")}
        size = row.get("size", 0)
        if not all(isinstance(value, str) for value in texts.values()) or type(size) is not int:
            raise ValueError("a value has the wrong type")
        return cls(FixityEvent(str(row.get("event"))), size=size, **texts)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file; ``expected`` is the line of its arrival or last replacement, None where it is new."""

    path: str
    state: FileState
    sha256: str = ""
    size: int = 0
    expected: FixityLine | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class FixityReport:
    """What a verification came to.

    Attributes:
        files: Every file that is not sound, in the order of their paths.
        sound: How many files are as they arrived.
        size: Bytes that were read.
        journal: Why the journal is not the one of the last verification with lines added; "" where it is.
        damaged_lines: How many lines of ``fixity.jsonl`` are none.
        when: When it was made.
    """

    files: tuple[FileReport, ...]
    sound: int
    size: int
    journal: str
    damaged_lines: int
    when: str

    @property
    def is_sound(self) -> bool:
        """Has nothing that came been changed or lost?"""
        lost = {FileState.CHANGED, FileState.MISSING, FileState.UNREADABLE}
        return not self.journal and not any(file.state in lost for file in self.files)

    def of(self, state: FileState) -> list[FileReport]:
        """The files in a state."""
        return [file for file in self.files if file.state is state]


def read_fixity(collection: Collection) -> tuple[list[FixityLine], int]:
    """The lines of ``fixity.jsonl``, oldest first, and how many are none."""
    lines, damaged = [], 0
    try:
        with open(collection.root / FIXITY_FILE, encoding="utf-8", errors="replace") as file:
            for text in file:
                if text.strip():
                    try:
                        lines.append(FixityLine.parse(text))
                    except (ValueError, RecursionError):
                        damaged += 1
    except FileNotFoundError:
        return [], 0
    return lines, damaged


def expected_files(lines: Iterable[FixityLine]) -> dict[str, FixityLine]:
    """For each file that must be there the line of its arrival or last replacement."""
    expected: dict[str, FixityLine] = {}
    for line in lines:
        if line.event in (FixityEvent.ARRIVAL, FixityEvent.REPLACEMENT):
            expected[line.path] = line
        elif line.event is FixityEvent.REMOVAL:
            expected.pop(line.path, None)
    return expected


def append_fixity(collection: Collection, lines: Sequence[FixityLine]) -> None:
    """Append lines and flush them to disk before returning.

    Raises:
        OutsideError: The disk refuses; nothing was recorded.
    """
    if not lines:
        return
    path = collection.root / FIXITY_FILE
    text = "".join(f"{line}\n" for line in lines).encode()
    try:
        with locked(collection.root / journal.LOCK):
            is_new = not path.exists()
            with open(path, "ab+", buffering=0) as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
                is_torn = file.read(1) not in (b"", b"\n")
                append_synced(file, b"\n" * is_torn + text)
            if is_new:
                sync_names(path.parent)
    except OSError as error:
        raise OutsideError(
            f"cannot write {path}: {error.strerror}; nothing was recorded",
            remedy="make room or give permission and run the command again.",
        ) from error


def record_arrivals(collection: Collection, checksums: Mapping[Path, str | None], *, who: str = "") -> int:
    """Record the checksums of files that came, and of files that an import wrote anew.

    Args:
        collection: The collection.
        checksums: The files, each with its SHA-256 where it is known already; None: it is computed now.
        who: Who replaced what was there before; without a name, files that are known already are passed over.

    Returns:
        How many lines were written.

    Raises:
        OutsideError: The disk refuses.
    """
    expected = expected_files(read_fixity(collection)[0])
    lines = []
    for path, known in checksums.items():
        name = _name(collection, path)
        before = expected.get(name)
        if (before is not None and not who) or not path.is_file():
            continue
        digest = known or sha256_of(path)
        if before is None or before.sha256 != digest:
            event = FixityEvent.ARRIVAL if before is None else FixityEvent.REPLACEMENT
            by = who if before is not None else ""
            lines.append(FixityLine(event, _now(), by, name, digest, path.stat().st_size))
    append_fixity(collection, lines)
    return len(lines)


def note_arrivals(collection: Collection, checksums: Mapping[Path, str | None]) -> None:
    """Record arrivals where the disk allows it; a collection that cannot be written to is read all the same."""
    try:
        record_arrivals(collection, checksums)
    except OutsideError as error:
        log.warning("checksums at arrival were not recorded: %s", error)


def file_checksums(scans: Iterable[Scan]) -> dict[Path, str | None]:
    """The files of scans, each with its SHA-256 where the scan has it: of a scan of several files it is of all."""
    return {path: scan.checksum if len(scan.paths) == 1 else None for scan in scans for path in scan.paths}


def record_import(collection: Collection, name: str, *, who: str) -> None:
    """Record what an import wrote below ``received/NAME/``, and what it took away.

    Raises:
        OutsideError: The disk refuses.
    """
    folder = collection.received / name
    record_arrivals(collection, dict.fromkeys(_files_below(folder)), who=who)
    prefix = f"{_name(collection, folder)}/"
    gone = [
        path
        for path in expected_files(read_fixity(collection)[0])
        if path.startswith(prefix) and not (collection.root / path).exists()
    ]
    append_fixity(
        collection, [FixityLine(FixityEvent.REMOVAL, _now(), who, path, why="imported again") for path in gone]
    )


def verify(collection: Collection, *, progress: Progress = quiet, record: bool = True) -> FixityReport:
    """Read every file in ``scans/`` and ``received/`` and compare it with its checksum at arrival.

    Files of which none is known yet are recorded as arrived now.

    Args:
        collection: The collection.
        progress: Told of each file.
        record: Whether new files and the verification itself are recorded.

    Returns:
        What it came to.

    Raises:
        OutsideError: The disk refuses what is to be recorded.
    """
    lines, damaged = read_fixity(collection)
    expected = expected_files(lines)
    paths = {_name(collection, path): path for folder in _folders(collection) for path in _files_below(folder)}
    when = _now()

    def examine(name: str) -> FileReport:
        return _examine(name, paths.get(name), expected.get(name))

    names = sorted(paths.keys() | expected.keys())
    not_sound, sound, size, arrivals = [], 0, 0, []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:  # hashing leaves the interpreter's lock
        for file in progress(_in_order(pool, examine, names), "Verifying", total=len(names), unit="file"):
            size += file.size
            if file.state is FileState.SOUND:
                sound += 1
                continue
            not_sound.append(file)
            if file.state is FileState.NEW:
                arrivals.append(FixityLine(FixityEvent.ARRIVAL, when, "", file.path, file.sha256, file.size))
    report = FixityReport(tuple(not_sound), sound, size, _journal_problem(collection, lines), damaged, when)
    if record and not os.access(collection.root, os.W_OK):
        what = "%s cannot be written to: this verification is not recorded in %s"
        log.warning(what, collection.root, FIXITY_FILE, extra=SHOWN)
    elif record:
        append_fixity(collection, [*arrivals, _verification(collection, report, len(names))])
    return report


def accept(collection: Collection, report: FixityReport, paths: Sequence[str], *, who: str, why: str) -> list[str]:
    """Record that changed files are as they should be now, and that missing ones are gone for good.

    Args:
        collection: The collection.
        report: What ``verify`` came to.
        paths: The files, by their paths in the collection's folder.
        who: The person who says so.
        why: The reason.

    Returns:
        The paths that are neither changed nor missing; where there are any, nothing is recorded.

    Raises:
        OutsideError: The disk refuses.
    """
    by_path = {file.path: file for file in report.files if file.state in (FileState.CHANGED, FileState.MISSING)}
    unknown = [path for path in paths if path not in by_path]
    if not unknown:
        lines = []
        for path in paths:
            file = by_path[path]
            is_gone = file.state is FileState.MISSING
            event = FixityEvent.REMOVAL if is_gone else FixityEvent.REPLACEMENT
            lines.append(FixityLine(event, _now(), who, path, file.sha256, file.size, why))
        append_fixity(collection, lines)
    return unknown


def without(report: FixityReport, paths: Sequence[str]) -> FixityReport:
    """A report without some files, which were accepted."""
    return replace(report, files=tuple(file for file in report.files if file.path not in paths))


def _examine(name: str, path: Path | None, expected: FixityLine | None) -> FileReport:
    if path is None:
        return FileReport(name, FileState.MISSING, expected=expected)
    try:
        size, digest = path.stat().st_size, sha256_of(path)
    except OSError as error:
        return FileReport(name, FileState.UNREADABLE, expected=expected, why=error.strerror or str(error))
    if expected is None:
        return FileReport(name, FileState.NEW, digest, size)
    state = FileState.SOUND if digest == expected.sha256 else FileState.CHANGED
    return FileReport(name, state, digest, size, expected)


_QUEUED = 64
"""Files that are handed to the threads before the first report is taken."""


def _in_order(
    pool: ThreadPoolExecutor, examine: Callable[[str], FileReport], names: Sequence[str]
) -> Iterator[FileReport]:
    for start in range(0, len(names), _QUEUED):
        yield from pool.map(examine, names[start : start + _QUEUED])


def _journal_problem(collection: Collection, lines: Sequence[FixityLine]) -> str:
    """Why the journal does not begin as it was at the last verification."""
    last = next((line for line in reversed(lines) if line.event is FixityEvent.VERIFICATION and line.sha256), None)
    if last is None:
        return ""
    path = collection.journal
    size = path.stat().st_size if path.is_file() else 0
    if size < last.size:
        return f"it is shorter than at the verification of {last.when}: {size:,} bytes instead of {last.size:,}"
    if _digest_of_beginning(path, last.size) != last.sha256:
        return f"lines that were there at the verification of {last.when} are not there as they were"
    return ""


def _digest_of_beginning(path: Path, size: int) -> str:
    digest, left = hashlib.sha256(), size
    for block in blocks_of(path):
        digest.update(block[:left])
        left -= len(block[:left])
        if not left:
            break
    return digest.hexdigest()


def _verification(collection: Collection, report: FixityReport, count: int) -> FixityLine:
    states = {state: len(report.of(state)) for state in FileState if state is not FileState.SOUND}
    said = ", ".join(f"{number} {state}" for state, number in states.items() if number)
    why = f"{count} files, {report.sound} sound" + (f", {said}" if said else "")
    if report.journal:
        return FixityLine(FixityEvent.VERIFICATION, report.when, why=f"{why}; the journal: {report.journal}")
    size = collection.journal.stat().st_size if collection.journal.is_file() else 0
    digest = _digest_of_beginning(collection.journal, size) if size else ""
    return FixityLine(FixityEvent.VERIFICATION, report.when, sha256=digest, size=size, why=why)


def _folders(collection: Collection) -> tuple[Path, Path]:
    return collection.scans, collection.received


_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})


def _files_below(folder: Path) -> Iterator[Path]:
    """The files below a folder but for hidden ones; links are followed to files, not to folders."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if name.startswith(".") or name.lower() in _PASSED_OVER or problem_of_entry(path):
                continue
            yield path


def _name(collection: Collection, path: Path) -> str:
    return printable(path.relative_to(collection.root).as_posix())


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_json(report: FixityReport) -> dict[str, Any]:
    """A report as a JSON object."""
    return {
        "when": report.when,
        "sound": report.sound,
        "bytes": report.size,
        "journal": report.journal or None,
        "damaged_lines": report.damaged_lines,
        "files": [
            {
                "path": file.path,
                "state": str(file.state),
                "sha256": file.sha256 or None,
                "expected": file.expected.sha256 if file.expected else None,
                "since": file.expected.when if file.expected else None,
            }
            for file in report.files
        ],
        "is_sound": report.is_sound,
    }
