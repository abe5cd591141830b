"""The files of an export in a folder -> those of an earlier one that it no longer writes: removed, or named.

A paper that was withdrawn, or left the collection, must not stay in a folder of exports. Which files an export wrote is
in ``build/written-exports/``, one for each folder, with the time of each: a file that was changed since is a person's.
"""

import hashlib
import itertools
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from briefbook.project.collection import Collection

FOLDER = "written-exports"
"""Below ``build/``."""


@dataclass(slots=True)
class WrittenExport:
    """The files that an export writes into a folder; only one name at a time is in memory.

    Attributes:
        folder: Where it writes.
        record: Where their names are kept.
    """

    folder: Path
    record: Path
    _new: TextIO | None = None
    _begun: int = field(default_factory=time.time_ns)

    @classmethod
    def of(cls, here: Collection, kind: str, folder: Path) -> "WrittenExport":
        """The export of a kind into a folder.

        Args:
            here: The collection.
            kind: The kind of export.
            folder: The folder; its files are known only to this collection.
        """
        name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return cls(folder, here.build / FOLDER / f"{kind}-{name}.jsonl")

    def add(self, path: Path) -> None:
        """Note that a file was written."""
        moment = path.stat().st_mtime_ns
        if self._new is None:
            self._begun = moment  # by the clock of the disk, which may be another's, or count by two seconds
        self._lines.write(json.dumps([str(path.relative_to(self.folder)), moment]) + "\n")

    @property
    def _lines(self) -> TextIO:
        if self._new is None:
            self.record.parent.mkdir(parents=True, exist_ok=True)
            self._new = self._next.open("w", encoding="utf-8")
            self._new.write(json.dumps(str(self.folder.resolve())) + "\n")
        return self._new

    @property
    def _next(self) -> Path:
        return self.record.with_suffix(".new")

    def finish(self, *, is_whole: bool) -> "StaleFiles":
        """Keep what was written, and find what an earlier export wrote that this one did not.

        Args:
            is_whole: Whether all items were exported: of a few items the files of others are not stale.
        """
        stale = StaleFiles()
        if self._new is None and not self.record.exists():
            return stale
        lines = self._lines
        for name, moment in self._earlier():
            path = self.folder / name
            with suppress(OSError):
                changed = path.stat().st_mtime_ns
                if changed >= self._begun:
                    continue  # written again
                if not is_whole:
                    lines.write(json.dumps([name, moment]) + "\n")
                elif changed == moment:
                    path.unlink()
                    stale.removed += 1
                    with suppress(OSError):
                        path.parent.rmdir()  # only where it is empty
                else:
                    stale.edited.append(name)
        lines.close()
        os.replace(self._next, self.record)
        return stale

    def _earlier(self) -> Iterator[tuple[str, int]]:
        with suppress(OSError, ValueError), self.record.open(encoding="utf-8") as lines:
            for line in itertools.islice(lines, 1, None):
                name, moment = json.loads(line)
                if isinstance(name, str) and ".." not in Path(name).parts and not Path(name).is_absolute():
                    yield name, moment


def folders_of_exports(here: Collection) -> list[str]:
    """The folders into which a collection was exported, as far as they are there.

    Args:
        here: The collection.
    """
    folders = set()
    for path in (here.build / FOLDER).glob("*.jsonl"):
        with suppress(OSError, ValueError), path.open(encoding="utf-8") as lines:
            if Path(folder := str(json.loads(next(lines, '""')))).is_dir() and folder:
                folders.add(folder)
    return sorted(folders)


@dataclass(slots=True)
class StaleFiles:
    """What became of files that an export no longer writes.

    Attributes:
        removed: How many were removed: they were as an export had written them.
        edited: The names of those that somebody changed since, and that stay.
    """

    removed: int = 0
    edited: list[str] = field(default_factory=list)
