"""A chapter as it is in an editor -> its findings, in the time of a pause; nothing is stored."""

import dataclasses
import datetime
import threading
from collections.abc import Callable, Iterator, Mapping

from briefbook.errors import InputError
from briefbook.model.manuscript import CheckedText
from briefbook.model.verdict import Verification
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.live_check import LiveChecker
from briefbook.project.workspace import Workspace
from briefbook.util.moment import day_of_making

MAX_REMEMBERED = 5_000
"""Verifications of sentences while they are typed that stay in memory."""


class ChapterChecker:
    """Checks chapters while they are written, one at a time; for the threads of a server."""

    def __init__(self, collection: Collection, workspace: Callable[[], Workspace]) -> None:
        """``workspace`` gives the collection as it is now; nothing is read before the first check."""
        self._files = LiveChecker(collection)
        self._workspace = workspace
        self._lock = threading.Lock()
        self._checks: tuple[Workspace, object] | None = None
        self._remembered: dict[str, Verification] = {}

    def check(self, name: str, text: str, today: datetime.date | None = None) -> CheckedText:
        """Check a chapter as it is in an editor, among the others as they are on disk.

        Args:
            name: The path of its file in the collection.
            text: Its text.
            today: The day, for acceptances that expire; today if not given.

        Returns:
            What a check of the whole book would say of this chapter.

        Raises:
            InputError: There is no such chapter.
        """
        from briefbook.checks.one_narrative import NarrativeChecks

        with self._lock:
            workspace = self._workspace()
            if self._checks is None or self._checks[0] is not workspace:
                self._checks = (workspace, NarrativeChecks(workspace.catalogue))
                self._files.adopt(workspace)
            checks = self._checks[1]
            assert isinstance(checks, NarrativeChecks)
            self._files.open_texts = {name: text}
            narratives = self._files.narratives()
            own = next((narrative for narrative in narratives if narrative.path == name), None)
            if own is None:
                raise InputError(f"there is no chapter {name!r}", remedy="choose one from the list.")
            context = pipeline.check_context(workspace, today or day_of_making())
            if len(self._remembered) > MAX_REMEMBERED:
                self._remembered.clear()
            remembered = _Remembered(self._remembered, context.remembered)
            context = dataclasses.replace(context, remembered=remembered)
            findings, verifications = checks.check(narratives, name, context=context)
            self._remembered |= {verification.key: verification for verification in verifications if verification.key}
        return CheckedText(own, narratives, tuple(findings), tuple(verifications))


@dataclasses.dataclass(frozen=True, slots=True)
class _Remembered(Mapping[str, Verification]):
    """Verifications made while a person types, backed by the stored ones."""

    typed: Mapping[str, Verification]
    stored: Mapping[str, Verification]

    def __getitem__(self, key: str) -> Verification:
        return self.typed[key] if key in self.typed else self.stored[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.stored, **self.typed})

    def __len__(self) -> int:
        return len({**self.stored, **self.typed})
