"""Every correction and decision of a person: a line each, appended, never rewritten."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from briefbook.errors import OutsideError
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the journal.

    ``kind``: "set" (a field's value, ``after`` None: a person says it is blank), "accept" (a finding's code in
    ``field``, its place in ``before``, the last day it holds in ``after``), "confirm" (a vocabulary's entry), "sign"
    (the certificate of the checks; ``after`` is the state signed). ``when`` is UTC, ISO 8601; ``before`` of a value is
    what held at that moment.
    """

    when: str
    who: str
    item: str
    field: str
    before: str | None = None
    after: str | None = None
    why: str = ""
    kind: str = "set"

    def as_json(self) -> dict[str, Any]:
        """The JSON object of its line."""
        return {
            "when": self.when,
            "who": self.who,
            "kind": self.kind,
            "item": self.item,
            "field": self.field,
            "from": self.before,
            "to": self.after,
            "why": self.why,
        }

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> "Decision":
        """Undo ``as_json``; ``KeyError`` or ``TypeError`` if something that must be there is not."""
        return cls(
            when=str(row["when"]),
            who=str(row["who"]),
            item=str(row["item"]),
            field=str(row["field"]),
            before=row.get("from"),
            after=row.get("to"),
            why=row.get("why", ""),
            kind=row.get("kind", "set"),
        )


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of a collection."""

    path: Path

    def read(self) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
        """All decisions, oldest first, and a finding for each line that is none."""
        if not self.path.exists():
            return (), ()
        decisions, findings = [], []
        for number, (line, whole) in enumerate(_lines(self.path), 1):
            if not line.strip():
                continue
            try:
                decisions.append(Decision.of_json(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError):
                findings.append(_damaged(self.path, number, whole))
        return tuple(decisions), tuple(findings)

    def append(self, *decisions: Decision) -> None:
        """Add lines and flush them to disk before returning; ``OutsideError`` if the disk refuses.

        An unfinished last line, left by a crash, is first moved to ``journal.unfinished.jsonl`` beside it.
        """
        text = "".join(json.dumps(one.as_json(), ensure_ascii=False) + "\n" for one in decisions)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(self.path, "ab+") as file, _locked(file):
                self._set_aside(file)
                end = file.seek(0, os.SEEK_END)
                try:
                    file.write(text.encode())
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    with contextlib.suppress(OSError):
                        file.truncate(end)
                    raise
        except OSError as error:
            raise OutsideError(
                f"cannot write {self.path}: {error.strerror}",
                remedy="nothing was recorded; make room or give permission and say it again.",
            ) from error

    def _set_aside(self, file: IO[bytes]) -> None:
        """Move an unfinished last line out of the way, so that the next line stands alone."""
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
            Decision.of_json(json.loads(unfinished))
        except (ValueError, KeyError, TypeError, AttributeError):
            with open(self.path.with_name("journal.unfinished.jsonl"), "ab") as aside:
                aside.write(unfinished + b"\n")
                aside.flush()
                os.fsync(aside.fileno())
            file.truncate(end - len(unfinished))
        else:
            file.seek(0, os.SEEK_END)
            file.write(b"\n")


def _lines(path: Path) -> Iterator[tuple[str, bool]]:
    with open(path, "rb") as file:
        for line in file:
            yield line.decode(errors="replace"), line.endswith(b"\n")


def _damaged(path: Path, number: int, whole: bool) -> Finding:
    what = "is not a decision" if whole else "is unfinished (a crash while writing?)"
    return Finding(
        "J101",
        FilePosition(path.name, number),
        f"line {number} of the journal {what}; it counts for nothing",
        remedy="mend the line or say the decision again; an unfinished last line is moved to "
        "journal.unfinished.jsonl when the next decision is written.",
        severity=Severity.WARNING,
    )


@contextlib.contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    """Hold the file alone among processes, where the system can."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
