"""The journal: decisions in an append-only JSON Lines file."""

import codecs
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from briefbook.errors import OutsideError
from briefbook.model.decision import Decision, UnknownDecisionError, parse_decision
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.util.files import append_synced, locked, make_folders, sync_names

LOCK = Path("build", "journal.lock")
"""The lock for writing to the journal: the desk, an editor and a command may run at the same time."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of a collection."""

    path: Path

    def read(self) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
        """Read the journal.

        Returns:
            All decisions, oldest first, and a finding for each line that is none: J101 where it is damaged, J102 where
            this program does not know its kind or its version.
        """
        if not self.path.exists():
            return (), ()
        decisions, findings = [], []
        for number, (line, whole) in enumerate(_lines(self.path), 1):
            if not line.strip():
                continue
            try:
                decisions.append(parse_decision(line))
            except UnknownDecisionError as error:
                findings.append(_unknown_decision_finding(self.path, number, error))
            except ValueError as error:
                findings.append(_damaged(self.path, number, whole, str(error)))
        return tuple(decisions), tuple(findings)

    def append(self, *decisions: Decision) -> None:
        """Append decisions and flush them to disk before returning.

        An unfinished last row, left by a crash, is first moved to ``journal.unfinished.jsonl`` beside it.

        Raises:
            OutsideError: The disk refuses; nothing was recorded.
        """
        text = "".join(f"{decision}\n" for decision in decisions)
        try:
            new_folders = make_folders(self.path.parent)
            with locked(self.path.parent / LOCK):
                is_new = not self.path.exists()
                with open(self.path, "ab+", buffering=0) as file:
                    self._set_aside(file)
                    append_synced(file, text.encode())
                if is_new:
                    sync_names(self.path.parent, *new_folders)
        except OSError as error:
            raise OutsideError(
                f"cannot write {self.path}: {error.strerror}; nothing was recorded",
                remedy="make room or give permission and record it again.",
            ) from error

    def _set_aside(self, file: FileIO) -> None:
        """Move an unfinished last row to another file, so that the next is a row of its own."""
        end = file.seek(0, os.SEEK_END)
        start = end
        tail = b""
        while start > 0 and b"\n" not in tail:
            step = min(4096, start)
            start -= step
            file.seek(start)
            tail = file.read(step) + tail
        unfinished = tail.rpartition(b"\n")[2]
        if not unfinished:
            return
        try:
            json.loads(unfinished)
        except ValueError:
            with open(self.path.with_name("journal.unfinished.jsonl"), "ab") as aside:
                aside.write(unfinished + b"\n")
                aside.flush()
                os.fsync(aside.fileno())
            sync_names(self.path.parent)
            file.truncate(end - len(unfinished))
        else:
            file.seek(0, os.SEEK_END)
            file.write(b"\n")


def _lines(path: Path) -> Iterator[tuple[str, bool]]:
    with open(path, "rb") as file:
        for line in file:
            yield line.removeprefix(codecs.BOM_UTF8).decode(errors="replace"), line.endswith(b"\n")


def _damaged(path: Path, line_number: int, whole: bool, why: str) -> Finding:
    what = f"is not a decision: {why}" if whole else "is unfinished (a crash while writing?)"
    return Finding(
        "J101",
        FilePosition(path.name, line_number),
        f"line {line_number} of the journal {what}; it is ignored",
        remedy="correct the line or make the decision again; an unfinished last line is moved to "
        "journal.unfinished.jsonl when the next decision is written.",
        severity=Severity.WARNING,
    )


def _unknown_decision_finding(path: Path, line_number: int, error: UnknownDecisionError) -> Finding:
    """A decision of a newer program may change what is published, so it is an error."""
    return Finding(
        "J102",
        FilePosition(path.name, line_number),
        f"line {line_number} of the journal is not known to this program: {error}; it is ignored",
        remedy="install the newer Briefbook that wrote it." if error.is_later else "correct its kind.",
        severity=Severity.ERROR if error.is_later else Severity.WARNING,
    )
