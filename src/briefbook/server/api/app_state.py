"""What the server shows: the collection at hand, and the book that may still be in the making."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from briefbook.model.archive import Archive
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.model.decision import Decision
from briefbook.model.search import Hits, Occurrence
from briefbook.server.api.query_limit import QueryLimit
from briefbook.site.site_data import SiteData
from briefbook.text.safe_names import name_of


class Search(Protocol):
    """Answers a question.

    Raises:
        QuestionError: It does not parse.
        CursorError: The cursor is another question's.
    """

    def __call__(
        self,
        question: str,
        *,
        limit: int = 20,
        offset: int = 0,
        cursor: str | None = None,
        order: str = "relevance",
        counts: bool = True,
    ) -> Hits:
        """The hits."""


@dataclass(frozen=True, slots=True)
class DeskActions:
    """What a curator may do.

    ``record(decisions, who)`` writes lines of the journal and brings catalogue and index up to date before it returns;
    ``parse_field(field, value)`` gives a value's stored form, "" for a blank, None where it cannot be understood.
    """

    record: Callable[[Sequence[Decision], str], None]
    parse_field: Callable[[str, str], str | None]


@dataclass(slots=True)
class AppState:
    """The collection as the server holds it.

    ``catalogue`` and ``search`` answer at once; ``occurrences(question, item)`` are the places of the words in an item.
    The archive with book, checks and network may come later: ``archive()`` waits for it.
    """

    catalogue: Catalogue
    search: Search
    occurrences: Callable[[str, str], Sequence[Occurrence]]
    desk: "DeskActions | None" = None
    patience: float = 60.0
    queries: QueryLimit = field(default_factory=QueryLimit)
    _ready: threading.Event = field(default_factory=threading.Event)
    _archive: Archive | None = None
    _site_data: SiteData | None = None
    _trouble: str = ""

    def is_ready(self) -> bool:
        """Can pages be shown?"""
        return self._archive is not None

    def open(self, archive: Archive) -> None:
        """Here is the archive, or a newer one."""
        self._archive = archive
        self._ready.set()

    def give_up(self, why: str) -> None:
        """There will be no archive, and why."""
        self._trouble = why
        self._ready.set()

    def archive(self) -> Archive:
        """The archive, waited for; ``NotReady`` if it does not come."""
        if not self._ready.wait(self.patience):
            raise NotReady("the book is still being prepared; try again in a minute")
        if self._archive is None:
            raise NotReady(self._trouble)
        return self._archive

    def site_data(self, archive: Archive | None = None) -> SiteData:
        """The indexes that pages of the archive need, made once for it; those of the present one, if none is given."""
        archive = archive or self.archive()
        made = self._site_data
        if made is None or made.archive is not archive:
            made = self._site_data = SiteData(archive)
        return made

    def entry(self, name: str) -> Entry | None:
        """The item of an id, written as it is or as a file name is (``FO~20371~2f12``)."""
        return self.catalogue.get(name) or self.catalogue.get(name_of(name))


class NotReady(Exception):
    """Something cannot be shown yet, or at all until the server is started again."""
