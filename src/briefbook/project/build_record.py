"""What the last build came to, and what it was made from: where none of that has changed, there is nothing to do.

The record names every file of the collection outside ``build/`` (size, time of its content and of its inode, and of the
book, the settings and the journal the content itself), the program's own files, what is installed beside it, and the
day; of what was made it names the list of the site's pages and the files offered for download. A single difference, and
the stages look for themselves what it changes.
"""

import contextlib
import datetime
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import briefbook
from briefbook import __version__
from briefbook.errors import OutsideError
from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.verdict import Verification
from briefbook.project.collection import Collection
from briefbook.project.verification_cache import verification_as_json, verification_from_json
from briefbook.util import extensions
from briefbook.util.files import write_atomic

_READ_WHOLE = (".md", ".toml", ".jsonl", ".csv")
"""Endings of files of which the content counts, not only size and times, if they are small."""

MAX_READ_WHOLE = 2_000_000
"""Bytes of a file that is read whole at most: a chapter is smaller, a list received with the papers may be larger."""

_ENVIRONMENT = ("BRIEFBOOK_", "SOURCE_DATE_EPOCH", "TZ", "LC_", "LANG")


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build came to.

    Attributes:
        pages: Number of web pages of the site.
        findings: What the checks found.
        verifications: How each quotation compares with its source.
        troubles: What could not be done.
    """

    pages: int
    findings: tuple[Finding, ...]
    verifications: tuple[Verification, ...]
    troubles: tuple[str, ...] = ()


class BuildRecord:
    """The record of the last build of a collection, ``build/.built.json``."""

    def __init__(self, collection: Collection, today: datetime.date, *, strict: bool) -> None:
        """Takes down what the collection is now: before it is read, so that a later change is seen by the next build.

        Args:
            collection: The collection.
            today: The day, on which acceptances that expire depend.
            strict: Whether warnings stop publication too.
        """
        self._collection = collection
        self._path = collection.build / ".built.json"
        self._key = _digest(_sources(collection), _program(), repr(collection.settings), today.isoformat(), strict)

    def outcome(self) -> BuildOutcome | None:
        """What the last build came to; None if anything that it was made from, or that it made, is not as it was."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            if stored["key"] != self._key or stored["made"] != self._made(stored["downloads"]):
                return None
            return BuildOutcome(
                stored["pages"],
                tuple(finding_from_json(row) for row in stored["findings"]),
                tuple(verification_from_json(row) for row in stored["verifications"]),
                tuple(stored["troubles"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, outcome: BuildOutcome, downloads: Iterable[Path]) -> None:
        """Record what this build came to, unless something is to be tried again by the next.

        Args:
            outcome: What it came to. A fault of the program is tried again.
            downloads: The files that the site offers for download.
        """
        if any(finding.code == PROGRAM_FAULT for finding in outcome.findings):
            return
        names = sorted(str(path) for path in downloads)
        row: dict[str, Any] = {
            "key": self._key,
            "made": self._made(names),
            "downloads": names,
            "pages": outcome.pages,
            "findings": [finding_as_json(finding) for finding in outcome.findings],
            "verifications": [verification_as_json(verification) for verification in outcome.verifications],
            "troubles": outcome.troubles,
        }
        content = json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")
        with contextlib.suppress(OutsideError):  # without it the next build looks for itself
            write_atomic(self._path, content)

    def _made(self, downloads: Sequence[str]) -> str:
        """Checksum of what builds leave behind."""
        collection = self._collection
        site = collection.site
        kept = [site.with_name(f".{site.name}.state.json"), site / "index.html", *map(Path, downloads)]
        there = [path.exists() for path in (site, collection.catalogue, collection.index)]
        return _digest(there, [file_state(path) for path in kept], file_state(collection.readings))


def sources_key(collection: Collection, *parts: object) -> str:
    """A checksum of all that people made or that came with the papers, of the program, and of further parts."""
    return _digest(_sources(collection), _program(), *parts)


def _sources(collection: Collection) -> Iterator[tuple[object, ...]]:
    """Every folder and file of a collection that people made or that came with the papers.

    Links to other disks are followed, as scans, received descriptions and transcripts are read through them; but not
    those below ``media/`` and ``narratives/`` that lead out of the collection, where nothing is published from.
    """
    built = os.path.realpath(collection.build)
    root = str(collection.root)
    real_root = os.path.realpath(root)

    def leads_away(folder: str, name: str) -> bool:
        path = os.path.join(folder, name)
        is_published = any(Path(folder).is_relative_to(own) for own in (collection.media, collection.narratives))
        if not is_published or not os.path.islink(path):
            return False
        return not Path(os.path.realpath(path)).is_relative_to(real_root)

    seen: set[str] = set()
    for folder, folders, names in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        if real == built:
            folders[:] = []
            continue
        yield (folder, real)  # an empty folder counts, and a link to one that was seen already
        if real in seen:
            folders[:] = []
            continue
        seen.add(real)
        usual = folder == root
        away = sorted(name for name in folders if leads_away(folder, name))
        yield from ((os.path.join(folder, name), "outside") for name in away)
        hidden = {*away, *(name for name in folders if name.startswith("."))} | ({"build"} if usual else set())
        folders[:] = sorted(set(folders) - hidden)
        for name in sorted(names):
            path = os.path.join(folder, name)
            try:
                state = os.stat(path)
            except OSError:
                yield (path, "gone")
                continue
            content = ""
            is_file = stat.S_ISREG(state.st_mode)  # a named pipe would be waited for
            if is_file and name.endswith(_READ_WHOLE) and state.st_size <= MAX_READ_WHOLE:
                with contextlib.suppress(OSError):
                    content = hashlib.sha256(Path(path).read_bytes()).hexdigest()
            yield (path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, content)


def _program() -> list[object]:
    """The program's own files and those of its extensions, what is installed, and the environment that it heeds."""
    states: list[object] = [__version__, sys.version]
    for folder, folders, names in os.walk(Path(str(briefbook.__file__)).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        states += [file_state(os.path.join(folder, name)) for name in sorted(names)]
    states += [file_state(folder) for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]
    states += [extensions.fingerprint(*extensions.GROUPS), *extensions.file_states(*extensions.GROUPS)]
    states += sorted((name, value) for name, value in os.environ.items() if name.startswith(_ENVIRONMENT))
    return states


def file_state(path: str | Path) -> tuple[str, int, int]:
    """The path of a file or folder, its size and the time of its last change; of one that is not there -1 and 0."""
    try:
        state = os.stat(path)
    except OSError:
        return (str(path), -1, 0)
    return (str(path), state.st_size, state.st_mtime_ns)


def _digest(*parts: object) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for piece in part if isinstance(part, Iterator) else (part,):
            digest.update(repr(piece).encode("utf-8", "surrogatepass") + b"\0")
        digest.update(b"\0")
    return digest.hexdigest()
