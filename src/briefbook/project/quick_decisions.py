"""Decisions on an item -> the catalogue at once, from the readings that it has; the item is described anew later.

To describe an item anew takes up to seconds: its text is parsed with what is now known. At the desk a decision must be
seen by others at once, so the entry is first put together from the readings in the catalogue. It has no key then:
whoever opens the catalogue next describes it anew, also after a crash.
"""

import codecs
import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from briefbook.catalogue import StoreCatalogue
from briefbook.catalogue.describe import redecide
from briefbook.model.decision import (
    AssignmentDecision,
    CommentDecision,
    CommentResolution,
    Decision,
    FieldConfirmation,
    FieldDecision,
    ReviewDecision,
    TranscriptDecision,
    UndoDecision,
    UnsetDecision,
    in_force,
    parse_decision,
    reviews,
)

_TAIL = 4_096
"""Bytes before the end that is known, by which it is told that the journal was only appended to."""


def is_quick(decision: Decision) -> bool:
    """Can a decision be seen before its item is described anew: is it on a field, a review, or for the history only?"""
    decided = decision.decided if isinstance(decision, UndoDecision) else decision
    on_fields = FieldDecision | FieldConfirmation | ReviewDecision | AssignmentDecision | UnsetDecision
    return isinstance(decided, on_fields | CommentDecision | CommentResolution | TranscriptDecision)


class JournalReader:
    """Reads the journal incrementally: only appended lines are read again; thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._end = 0
        self._changed = 0
        self._tail = b""
        self._lines: list[Decision] = []
        self._of_item: dict[str, list[Decision]] = {}

    def lines(self) -> Sequence[Decision]:
        """All decisions as they are now, oldest first."""
        with self._lock:
            self._read()
            return tuple(self._lines)

    def about(self, item: str) -> Sequence[Decision]:
        """The decisions on an item's fields and its reviews, oldest first."""
        with self._lock:
            self._read()
            return tuple(self._of_item.get(item, ()))

    def _read(self) -> None:
        try:
            with open(self._path, "rb") as file:
                size, changed = file.seek(0, os.SEEK_END), os.fstat(file.fileno()).st_mtime_ns
                if (size, changed) == (self._end, self._changed):
                    return
                self._changed = changed
                file.seek(max(0, self._end - len(self._tail)))
                before = file.read(len(self._tail))
                is_longer = size > self._end and before == self._tail
                appended = file.read() if is_longer else b""
        except FileNotFoundError:
            is_longer, appended = False, b""
        if not is_longer:
            self._lines, self._of_item, self._end, self._tail = [], {}, 0, b""
            appended = self._path.read_bytes() if self._path.exists() else b""
        appended = appended[: appended.rfind(b"\n") + 1]  # an unfinished line is read when it is finished
        self._add(_parsed(appended.removeprefix(codecs.BOM_UTF8)))
        self._end, self._tail = self._end + len(appended), (self._tail + appended)[-_TAIL:]

    def _add(self, lines: Iterable[Decision]) -> None:
        for line in lines:
            self._lines.append(line)
            if is_quick(line) and (item := getattr(line, "item", None)):
                self._of_item.setdefault(item, []).append(line)


def _parsed(text: bytes) -> Iterable[Decision]:
    for row in text.splitlines():
        try:
            yield parse_decision(row.decode(errors="replace"))
        except ValueError:
            continue  # the whole journal says so as a finding when it is read


def show_at_once(store: StoreCatalogue, journal: JournalReader, items: Iterable[str]) -> None:
    """Write what the journal says of items into the catalogue, from the readings that it has.

    Args:
        store: The catalogue.
        journal: The journal, with the decisions.
        items: The items that they are about; those that are not in the catalogue are passed over.
    """
    entries, states = [], {}
    for item in dict.fromkeys(items):
        entry = store.get(item)
        if entry is None:
            continue
        holding = in_force(journal.about(item))
        on_fields = [line for line in holding if isinstance(line, FieldDecision | FieldConfirmation)]
        decided = redecide(entry, on_fields)
        if decided != entry:
            entries.append(decided)
        states[item] = reviews(holding).get(item)
    store.write_quickly(entries, states)
