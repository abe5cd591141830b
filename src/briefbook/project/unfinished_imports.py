"""Imports that were cut off -> what there was before, to finish or to undo them.

While an import is written, ``received/NAME/.unfinished.json`` says which files it writes, with the SHA-256 of each, and
how it was called; what they held before is in ``received/NAME/.before/``. Both go when it is complete.
"""

import contextlib
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.project.collection import Collection
from briefbook.util.advice import typed
from briefbook.util.files import is_locked, locked, sha256_of, write_atomic

UNFINISHED_FILE = ".unfinished.json"
BEFORE_FOLDER = ".before"
IMPORT_LOCK = Path("build", "import.lock")
"""Held while an import is written, so that one that is at work is not said to be cut off."""


@dataclass(frozen=True, slots=True)
class UnfinishedImport:
    """An import that was cut off while it was written.

    Attributes:
        name: The folder below ``received/``.
        command: What was typed to import it, to be typed again; "" where that is not known.
        files: The SHA-256 of what it, and those cut off before it, were to write, by the files' names in the
            collection.
        before: What holds the former content of each file that it writes: a file in ``.before/``; "" where there was
            none.
        following: Lines of the journal by which decisions go with their papers to other ids: recorded when all is
            written, and those that are not in the journal yet when it is finished.
        checksum: That of the source which they are for.
    """

    name: str
    command: str = ""
    files: Mapping[str, list[str]] = field(default_factory=dict, hash=False)
    before: Mapping[str, str] = field(default_factory=dict, hash=False)
    following: tuple[str, ...] = ()
    checksum: str = ""

    @property
    def message(self) -> str:
        """What happened, for the curator."""
        return f"the import received/{self.name}/ was cut off before it was complete: its items may be old, new or both"

    @property
    def remedy(self) -> str:
        """How to finish it, and how to undo it."""
        again = f"`{self.command}`" if self.command else "the import of the same file again"
        return f"finish it with {again}, or undo it with {typed('catalogue', 'undo', '--import', self.name)}."


def unfinished_import(here: Collection, name: str) -> UnfinishedImport | None:
    """The import of a name that was cut off; None if it is complete, or there is none."""
    path = here.received / name / UNFINISHED_FILE
    try:
        stored: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return None
    except ValueError:
        stored = {}
    if not isinstance(stored, dict):
        stored = {}
    files = stored.get("files", stored if "command" not in stored else {})  # the first form had the files alone
    return UnfinishedImport(
        name,
        command=_own_command(stored.get("command")),
        files={
            str(known_as): [digest for digest in digests if isinstance(digest, str)]
            for known_as, digests in (files.items() if isinstance(files, dict) else ())
            if isinstance(digests, list)
        },
        before={
            str(known_as): copy
            for known_as, copy in (stored["before"].items() if isinstance(stored.get("before"), dict) else ())
            if isinstance(copy, str) and re.fullmatch("[0-9]*", copy, re.A) and _is_inside(here, str(known_as))
        },
        following=tuple(line for line in _list(stored.get("following")) if isinstance(line, str)),
        checksum=str(stored.get("checksum", "")),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _own_command(command: object) -> str:
    """A command that only imports; "" of anything else, since the collection may be somebody else's."""
    if not isinstance(command, str) or not command.isprintable() or not command.startswith("briefbook import "):
        return ""
    try:
        is_single = shlex.join(shlex.split(command)) == command
    except ValueError:
        return ""
    return command if is_single else ""


def _is_inside(here: Collection, known_as: str) -> bool:
    """Does the name of a file stay in the collection?"""
    path = PurePosixPath(known_as)
    root = here.root.resolve()
    return not path.is_absolute() and ".." not in path.parts and (root / path).resolve().is_relative_to(root)


def unfinished_imports(here: Collection) -> tuple[UnfinishedImport, ...]:
    """All imports that were cut off; none while an import is at work."""
    names = sorted(path.parent.name for path in here.received.glob(f"*/{UNFINISHED_FILE}"))
    if not names or is_locked(here.root / IMPORT_LOCK):
        return ()
    return tuple(unfinished for name in names if (unfinished := unfinished_import(here, name)))


def unfinished_findings(here: Collection) -> list[Finding]:
    """A finding J106 for each import that was cut off."""
    return [
        Finding("J106", FilePosition(f"received/{cut_off.name}"), cut_off.message, cut_off.remedy, Severity.WARNING)
        for cut_off in unfinished_imports(here)
    ]


@contextlib.contextmanager
def recorded(
    here: Collection,
    name: str,
    digests: Mapping[str, str],
    files: Iterable[Path],
    command: str,
    *,
    following: Sequence[str] = (),
    checksum: str = "",
) -> Iterator[None]:
    """Write an import so that it can be finished or undone where it is cut off within.

    Args:
        here: The collection.
        name: The folder below ``received/``.
        digests: The SHA-256 of what will be written, by the files' names in the collection.
        files: Every file that is written or removed.
        command: What was typed to import it.
        following: Lines of the journal that are recorded within, see ``UnfinishedImport``.
        checksum: That of the source.

    Raises:
        OutsideError: Another import is at work, or the disk refuses.
    """
    folder = here.received / name
    with locked(here.root / IMPORT_LOCK):
        earlier = unfinished_import(here, name)
        if earlier is None:
            shutil.rmtree(folder / BEFORE_FOLDER, ignore_errors=True)
            earlier = UnfinishedImport(name)
        before = _set_aside(here, folder, files, dict(earlier.before))
        known = {path: [*earlier.files.get(path, ()), digest] for path, digest in digests.items()}
        stored: dict[str, Any] = {"command": command, "files": {**earlier.files, **known}, "before": before}
        if following:
            stored |= {"following": list(following), "checksum": checksum}
        write_atomic(folder / UNFINISHED_FILE, json.dumps(stored, ensure_ascii=False))
        yield
        (folder / UNFINISHED_FILE).unlink()
        _clear(folder)


def _set_aside(here: Collection, folder: Path, files: Iterable[Path], before: dict[str, str]) -> dict[str, str]:
    """Keep what files hold now, but of those whose former content is kept already."""
    for path in files:
        known_as = path.relative_to(here.root).as_posix()
        if known_as in before:
            continue
        before[known_as] = str(len(before) + 1) if path.is_file() else ""
        if before[known_as]:
            copy = folder / BEFORE_FOLDER / before[known_as]
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            try:
                os.link(path, copy)  # files are replaced, never written into
            except (OSError, NotImplementedError):
                shutil.copy2(path, copy)
    return before


def _clear(folder: Path) -> None:
    """Remove former contents, and temporary files of imports that were killed."""
    shutil.rmtree(folder / BEFORE_FOLDER, ignore_errors=True)
    for path in (*folder.glob(".*.tmp"), *folder.glob("originals/**/.*.tmp"), *folder.glob("earlier/**/.*.tmp")):
        path.unlink(missing_ok=True)


def undo_unfinished(here: Collection, cut_off: UnfinishedImport) -> list[str]:
    """Put back what there was before an import that was cut off.

    Args:
        here: The collection.
        cut_off: The import.

    Returns:
        Files, by their names in the collection, that a person wrote or edited since: they are left as they are.
    """
    folder = here.received / cut_off.name
    edited = []
    with locked(here.root / IMPORT_LOCK):
        for known_as, copy in cut_off.before.items():
            path = here.root / known_as
            kept = folder / BEFORE_FOLDER / copy if copy else None
            digests = {*cut_off.files.get(known_as, ()), *([sha256_of(kept)] if kept and kept.is_file() else ())}
            if path.is_file() and known_as in cut_off.files and sha256_of(path) not in digests:
                edited.append(known_as)
            elif kept is not None and kept.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.replace(kept, path)
            elif not copy:
                path.unlink(missing_ok=True)
        (folder / UNFINISHED_FILE).unlink(missing_ok=True)
        _clear(folder)
        earlier = folder / "earlier"
        for emptied in (folder / "originals", *sorted(earlier.glob("**/"), reverse=True), earlier, folder):
            with contextlib.suppress(OSError):  # it is not there, or not empty
                emptied.rmdir()
    return edited
