"""State of the server: the catalogue and search, ready at once, and the archive with the book, loaded later."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, Unpack

from starlette.datastructures import URL

from briefbook.catalogue.cell_edits import CellEdit, CheckedEdit
from briefbook.catalogue.saved_filters import SavedFilters
from briefbook.errors import InputError
from briefbook.model.archive import Archive, no_picture
from briefbook.model.catalogue import Catalogue, Entry, Withdrawal
from briefbook.model.decision import Decision, ItemWithdrawal, PartsDecision
from briefbook.model.parts import FileParts, RequestedPart
from briefbook.model.search import EssayHit, Hits, Occurrence, SearchOptions
from briefbook.model.transcript import LineConflict, TranscriptPage
from briefbook.server.api.query_limit import QueryLimit
from briefbook.server.api.writing_actions import WritingActions
from briefbook.server.live import Live
from briefbook.site.site_data import SiteData
from briefbook.text.safe_names import find_name
from briefbook.text.titles import title_of


class Search(Protocol):
    """Answers a question.

    Raises:
        QuestionError: It does not parse.
        CursorError: The cursor is another question's.
    """

    def __call__(self, question: str, **options: Unpack[SearchOptions]) -> Hits:
        """The hits."""


def no_essays(question: str, drafts: bool) -> tuple[EssayHit, ...] | None:
    """The essays are not searched."""
    return None


def no_edits(edits: Sequence[CellEdit]) -> Sequence[CheckedEdit]:
    """No cell can be edited here."""
    raise InputError("no cell can be edited here", remedy="use `briefbook catalogue set`.")


def no_saving(edits: Sequence[CellEdit], who: str, why: str) -> tuple[str, Sequence[CheckedEdit]]:
    """No cell can be saved here."""
    raise InputError("no cell can be saved here", remedy="use `briefbook catalogue set`.")


def no_save(name: str, who: str) -> Sequence[Decision]:
    """Nothing was saved here."""
    return ()


def cannot_divide(*of_what: object) -> PartsDecision:
    """No file can be divided here."""
    raise InputError("no file can be divided here", remedy="use `briefbook parts`.")


def cannot_withdraw(*of_what: object) -> ItemWithdrawal:
    """No item can be withdrawn here."""
    raise InputError("no item can be withdrawn here", remedy="use `briefbook catalogue withdraw`.")


class Decide(Protocol):
    """Record a person's decision under a lock; see ``DeskActions``."""

    def __call__(self, make: Callable[[], Sequence[Decision]], who: str, *, wait: bool = False) -> Sequence[Decision]:
        """The lines as they were written."""


class TranscriptActions(Protocol):
    """Opens pages to be transcribed and writes what a person makes of them; ``project.transcribing`` has it."""

    def open(self, item: str, number: int) -> TranscriptPage | None:
        """A page of an item; None if there is none."""

    def others(self, item: str, number: int) -> Mapping[int, Mapping[int, Sequence[str]]]:
        """Other words that words of a page may be, by line as read and place, likeliest first."""

    def save(
        self, item: str, number: int, before: Mapping[str, str], after: Mapping[str, str], who: str = ""
    ) -> Sequence[LineConflict]:
        """Save lines of a page, or return those that another person changed meanwhile."""

    def leave(self, item: str, number: int, key: str, who: str = "") -> None:
        """Leave a line to the machine again."""

    def approve(self, item: str, number: int, before: Sequence[str], who: str = "") -> bool:
        """Approve a whole page; False if another person changed it meanwhile."""

    def reopen(self, item: str, number: int, who: str = "") -> None:
        """Take the approval of a page back."""


@dataclass(frozen=True, slots=True)
class DeskActions:
    """The actions of the curator's desk.

    ``decide(make, who)`` lets a person decide while nobody else does: ``make()`` compares what holds with what they saw
    and gives the decisions, or raises what is wrong; they are written to the journal, and those on fields and reviews
    shown in the catalogue within milliseconds, while search, checks and what is parsed otherwise follow; with
    ``wait=True`` search has them too before it returns. It gives the lines as they were written;
    ``parse_field(field, value)`` gives a value's stored form, "" for a blank, None where it cannot be understood;
    ``date_alternatives(field, value)`` gives the two days that a date can mean, where it can mean two;
    ``decisions()`` gives the journal as it is now, oldest first, ``about(item)`` of it what is on an item's fields, its
    review, its transcripts and comments. ``file_parts(name)`` gives the file of an item or of
    this name with its parts, None where there is none; ``divide(file, parts)`` and ``join(item, other)`` give the
    decision that a person wants, or raise ``InputError``; ``withdraw(item, said, why)`` gives the decision that it is
    published no longer. ``check_edits(edits)`` says what would come of edited cells;
    ``save_edits(edits, who, why)`` records those that are changes, and gives the name under which they were saved
    ("" if none was) and what came of each; ``undo_save(name, who)`` undoes what was saved under a name.
    ``samples`` is the collection's folder of samples, ``reviewer(who)`` the name of who reads one again, and
    ``dates`` the settings by which dates are read: window and order; ``renew()`` has the book made again soon.
    ``transcripts`` opens and writes what people transcribed; None where that cannot be.
    ``filters`` are the named filters of the review queue.
    ``live`` knows who is at the desk now, and which items were changed.
    ``picture(item, page)`` gives a page's picture as (bytes, media type), None where there is none.
    """

    decide: Decide
    parse_field: Callable[[str, str], str | None]
    decisions: Callable[[], Sequence[Decision]] = tuple
    date_alternatives: Callable[[str, str], Sequence[str]] = lambda field, value: ()
    file_parts: Callable[[str], FileParts | None] = lambda name: None
    divide: Callable[[str, Sequence[RequestedPart]], PartsDecision] = cannot_divide
    join: Callable[[str, str], PartsDecision] = cannot_divide
    check_edits: Callable[[Sequence[CellEdit]], Sequence[CheckedEdit]] = no_edits
    save_edits: Callable[[Sequence[CellEdit], str, str], tuple[str, Sequence[CheckedEdit]]] = no_saving
    undo_save: Callable[[str, str], Sequence[Decision]] = no_save
    samples: Path | None = None
    reviewer: Callable[[str], str] = str
    dates: tuple[int, str] = (1900, "")
    renew: Callable[[], None] = lambda: None
    picture: Callable[[str, int], tuple[bytes, str] | None] = no_picture
    transcripts: TranscriptActions | None = None
    about: Callable[[str], Sequence[Decision]] = lambda item: ()
    live: Live = field(default_factory=Live)
    filters: SavedFilters = SavedFilters()
    withdraw: Callable[[str, str, str], ItemWithdrawal] = cannot_withdraw


@dataclass(slots=True)
class AppState:
    """The collection as the server holds it.

    ``catalogue`` and ``search`` answer at once; ``occurrences(question, item)`` are the places of the words in an item.
    ``search_essays(question, drafts)`` are the essays that match, drafts among them if so asked; None if not read yet.
    ``writing`` is what people who write the book can do; None where it cannot be written here.
    The archive with book, checks and network may come later: ``archive()`` waits for it.
    """

    catalogue: Catalogue
    search: Search
    occurrences: Callable[[str, str], Sequence[Occurrence]]
    desk: "DeskActions | None" = None
    patience: float = 60.0
    search_essays: Callable[[str, bool], tuple[EssayHit, ...] | None] = no_essays
    queries: QueryLimit = field(default_factory=QueryLimit)
    writing: "WritingActions | None" = None
    _ready: threading.Event = field(default_factory=threading.Event)
    _archive: Archive | None = None
    _site_data: SiteData | None = None
    _site_data_with_drafts: SiteData | None = None
    _trouble: str = ""

    def is_ready(self) -> bool:
        """Can pages be shown?"""
        return self._archive is not None

    def open(self, archive: Archive) -> None:
        """Set the archive, or replace it with a newer one."""
        self._archive = archive
        self._ready.set()

    def give_up(self, why: str) -> None:
        """Record why no archive will become available; requests that wait for it fail with ``NotReady``."""
        self._trouble = why
        self._ready.set()

    def answer(
        self,
        question: str,
        *,
        drafts: bool = False,
        limit: int = 20,
        offset: int = 0,
        cursor: str | None = None,
        order: str = "relevance",
    ) -> Hits:
        """The papers that match; with the first of them the essays, drafts among these for those who may see them."""
        hits = self.search(question, limit=limit, offset=offset, cursor=cursor, order=order)
        return hits if offset or cursor else replace(hits, essays=self.search_essays(question, drafts))

    def withdrawal(self, item: str) -> Withdrawal | None:
        """That an item was withdrawn; None where it was not, or the archive is not there yet."""
        return self._archive.catalogue.withdrawn.get(item) if self._archive is not None else None

    def archive(self, *, drafts: bool = False) -> Archive:
        """Wait for the archive.

        Args:
            drafts: With the pages that are drafts, for a visitor who may see them.

        Returns:
            The archive.

        Raises:
            NotReady: It is not there after ``patience`` seconds, or will not come.
        """
        if not self._ready.wait(self.patience):
            raise NotReady("the book is still being prepared; try again in a minute")
        if self._archive is None:
            raise NotReady(self._trouble)
        return (self._archive.with_drafts if drafts else None) or self._archive

    def title_of(self, entry: Entry) -> str:
        """The title of an item, with the collection's own names of offices as soon as the book is read."""
        return title_of(entry, self._archive.post_on) if self._archive is not None else title_of(entry)

    def locales(self) -> Path | None:
        """The collection's own catalogues of messages; None while it is being prepared."""
        return self._archive.locales if self._archive is not None else None

    def site_data(self, archive: Archive | None = None) -> SiteData:
        """The indexes that pages of the archive need, made once for it; those of the present one, if none is given."""
        archive = archive or self.archive()
        for made in (self._site_data, self._site_data_with_drafts):
            if made is not None and made.archive is archive:
                return made
        made = SiteData(archive)
        if self._archive is not None and archive is self._archive.with_drafts:
            self._site_data_with_drafts = made
        else:
            self._site_data = made
        return made

    def root_address(self, url: URL, prefix: str) -> str:
        """The site's address without a final slash: that of the settings, else that of the request.

        Args:
            url: The URL of the request.
            prefix: The path under which a proxy shows the site.
        """
        address = self.archive().about.get("site_address", "") if self.is_ready() else ""
        return address.rstrip("/") or f"{url.scheme}://{url.netloc}{prefix}"

    def entry(self, name: str) -> Entry | None:
        """The entry of an id, written plainly or as in file names (``FO~20371~2f12``); None if there is none."""
        return self.catalogue.get(name) or self.catalogue.get(
            find_name(name, lambda: (entry.item for entry in self.catalogue))
        )


class NotReady(Exception):
    """Something is not available yet, or not until the server is restarted; answered with status 503."""
