"""Pages of a book -> what the checks do of each page alone, done by several processes before the book is checked.

What they find is put where the check of the book looks first, so that it comes to the same as one process alone.
"""

import datetime
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.project.narrative_findings import NarrativeFindings
from briefbook.project.workspace import Workspace
from briefbook.util.parallel import core_count, is_own_command, parallel_map

if TYPE_CHECKING:
    from briefbook.checks import CheckContext
    from briefbook.checks.check_input import CheckInput

PAGES_AT_ONCE = 2
"""Pages that a process is sent at a time: few, so that all end together."""


ContextOf = Callable[[Workspace, datetime.date], "CheckContext"]
"""Gives the context of the checks for a collection and a day; a function of a module."""


def check_pages_ahead(
    workspace: Workspace,
    pages: Sequence[Narrative],
    today: datetime.date,
    stored: NarrativeFindings,
    context_of: ContextOf,
) -> dict[str, Verification]:
    """Let several processes check pages, where this is the command and there are several cores.

    Args:
        workspace: The collection.
        pages: Pages of the book.
        today: The day of the check.
        stored: Takes what is found of each page.
        context_of: Gives each process the context of the checks.

    Returns:
        The quotations of the pages compared, by their keys; nothing where one process is to do all.
    """
    if not _can_parallelise():
        return {}
    checker = _PageChecker(workspace, today, context_of)
    compared: dict[str, Verification] = {}
    done = parallel_map(checker, pages, total=len(pages), threshold=0, batch_size=PAGES_AT_ONCE)
    for narrative, of_page in zip(pages, done, strict=True):
        compared.update((verification.key, verification) for verification in of_page.verifications if verification.key)
        stored.store(narrative, of_page.made)
    return compared


def _can_parallelise() -> bool:
    """Whether this process is the command, and no worker of it, and there are several cores."""
    return is_own_command() and multiprocessing.parent_process() is None and core_count() > 1


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that was checked: its quotations compared, and what is to be stored of it, by name."""

    verifications: list[Verification]
    made: dict[str, bytes]


class _PageChecker:
    """Checks pages, each alone; picklable."""

    def __init__(self, workspace: Workspace, today: datetime.date, context_of: ContextOf) -> None:
        self._given = workspace, today, context_of

    def __getstate__(self) -> tuple[Workspace, datetime.date, ContextOf]:
        return self._given

    def __setstate__(self, state: tuple[Workspace, datetime.date, ContextOf]) -> None:
        self._given = state

    def __call__(self, narrative: Narrative) -> _Page:
        from briefbook.checks import check_ahead

        self._made.clear()
        verifications = check_ahead(narrative, self._book)
        return _Page(verifications, dict(self._made))

    @cached_property
    def _made(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def _book(self) -> "CheckInput":
        from briefbook.checks.check_input import CheckInput

        workspace, today, context_of = self._given
        findings = NarrativeFindings(_Collector(self._made), ())
        context = replace(
            context_of(workspace, today),
            findings_of_narrative=findings,
            facts_of_narrative=findings.facts,
        )
        return CheckInput(workspace.catalogue, (), context)


class _Collector:
    """Takes what would be stored, and has nothing."""

    def __init__(self, made: dict[str, bytes]) -> None:
        self._made = made

    def result(self, name: str, key: str) -> bytes | None:
        """Nothing: what was stored before is asked for before a page is sent here."""
        return None

    def store_result(self, name: str, key: str, value: bytes) -> bool:
        """Take a result."""
        self._made[name] = value
        return True
