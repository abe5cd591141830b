"""What the last check printed, and what it was made from: where none of that has changed, it is printed again.

The record names what the record of a build names (``build_record``), the options of the command, and the folder of the
readings: a page that could not be read for that check may have been read since. No check is loaded for it, which takes
longer than everything else that such a command does.
"""

import contextlib
import datetime
import json
from collections.abc import Iterable

from briefbook.errors import OutsideError
from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.project.build_record import file_state, sources_key
from briefbook.project.collection import Collection
from briefbook.util.files import write_atomic


class CheckRecord:
    """The record of the last check of a collection, ``build/.checked.json``."""

    def __init__(self, collection: Collection, today: datetime.date, options: Iterable[object]) -> None:
        """Takes down what the collection is now: before it is read, so that the next check sees a later change.

        Args:
            collection: The collection.
            today: The day, on which acceptances that expire depend.
            options: The options of the command, and whatever else decides what it prints.
        """
        self._path = collection.build / ".checked.json"
        self._readings = collection.readings
        self._key = sources_key(collection, today.isoformat(), *options)

    def outcome(self) -> tuple[str, bool] | None:
        """The report, and whether publication is stopped; None if anything that it was made from has changed."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            is_same = stored["key"] == self._key and stored["readings"] == list(file_state(self._readings))
            return (str(stored["report"]), bool(stored["stops"])) if is_same else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, findings: Iterable[Finding], report: str, *, stops: bool) -> None:
        """Record what this check printed, unless the program failed somewhere: that is tried again."""
        if any(finding.code == PROGRAM_FAULT for finding in findings):
            return
        row = {"key": self._key, "readings": file_state(self._readings), "stops": stops, "report": report}
        content = json.dumps(row, ensure_ascii=False)
        with contextlib.suppress(OutsideError):  # without it the next check does its work
            write_atomic(self._path, content.encode("utf-8", "surrogatepass"))
