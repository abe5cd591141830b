"""The workspace of a collection: everything the stages work on, computed lazily, only stale parts made again."""

import dataclasses
import datetime
import getpass
import hashlib
import json
import os
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook import __version__, scans
from briefbook.catalogue import Journal, StoreCatalogue, Update
from briefbook.catalogue.received_descriptions import ReceivedDescriptions
from briefbook.errors import InputError
from briefbook.model.abbreviation import Abbreviation
from briefbook.model.catalogue import Withdrawal, natural
from briefbook.model.decision import (
    AcceptanceDecision,
    AssignmentDecision,
    CodeDecision,
    Decision,
    FieldConfirmation,
    FieldDecision,
    ItemWithdrawal,
    PartsDecision,
    ReaderDecision,
    ReviewDecision,
    UndoableDecision,
    UndoDecision,
    UnsetDecision,
    WithdrawalDecision,
    in_force,
    reviews,
)
from briefbook.model.finding import UNREAD, Finding
from briefbook.model.finding_json import FINDING_VERSION, finding_as_json, finding_from_json
from briefbook.model.network import Network, ResolvedReference
from briefbook.model.network_json import NETWORK_VERSION, network_as_json, network_from_json, reference_from_json
from briefbook.model.page import Line, Page, Scan
from briefbook.model.parts import ScanPages
from briefbook.model.post import Post
from briefbook.progress import Progress, quiet
from briefbook.project.changed_scans import changed_under_transcripts
from briefbook.project.collection import Collection
from briefbook.project.division import Division, divide, missing_pages
from briefbook.project.fixity import file_checksums, note_arrivals
from briefbook.project.folder_contents import FolderContents
from briefbook.project.non_public import non_public_files, non_public_items
from briefbook.project.rules_state import rules_state
from briefbook.project.stale_items import Source, StaleItem
from briefbook.project.stray_files import stray_files
from briefbook.project.unused_settings import citation_pattern, citation_setting, unused_settings
from briefbook.project.verification_cache import VerificationCache
from briefbook.project.withdrawals import withdrawals
from briefbook.settings import Settings
from briefbook.text import posts, services
from briefbook.text.offices_in_words import office_in_words
from briefbook.util import extensions
from briefbook.util.git_program import HARMLESS
from briefbook.util.logs import get_logger, log_context
from briefbook.util.names import printable
from briefbook.util.picture_size import MAX_WEB_SIDE, MAX_WEBP_SIDE

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from briefbook.cables.mentions import Authority
    from briefbook.ocr import PageStore
    from briefbook.project.describing import Described, ItemDescriber
    from briefbook.text.line_scores import LineScores, PageScores
    from briefbook.text.probable_words import ProbableWord

log = get_logger(__name__)

OWN_LISTS = ("persons.csv", "places.csv")
"""The collection's own lists, by which every item is described."""

_REFERENCES = "references, one by one"
"""The name under which the catalogue keeps the resolved references."""

_MAX_REMEMBERED_PAGES = 4
"""Pages of which the recogniser's scores, some ten megabytes each, stay in memory."""


@dataclasses.dataclass(slots=True)
class _Digests:
    """Checksums over what the catalogue is made from; None: not computed yet."""

    papers: str | None = None
    stamp: str | None = None
    are_all_read: bool | None = None  # is every scan read?


class Workspace:
    """A snapshot of a collection: what is in its folder, and what is made of it.

    Everything is computed on first access. With ``read`` False, scans that were not read stay unread.
    """

    def __init__(
        self,
        collection: Collection,
        *,
        progress: Progress = quiet,
        read: bool = True,
        executor: "Executor | None" = None,
    ) -> None:
        """Nothing is read before it is used; ``executor`` describes items where this computer's processes do not."""
        self.executor = executor
        self.collection = collection
        self.progress = progress
        self.read = read
        self._contents = FolderContents(collection)
        self._digests = _Digests()

    def __getstate__(self) -> dict[str, Any]:
        """For another process: only what rendering pages needs."""
        return {
            "collection": self.collection,
            "read": self.read,
            "scans": self._contents.scans,
            "division": self.division,
            "confirmed_posts": self.confirmed_posts,
            "catalogue": self.catalogue,
            "withdrawn": self.withdrawn,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the workspace in another process."""
        self.collection = state["collection"]
        self.progress = quiet
        self.executor = None
        self.read = state["read"]
        self._contents = FolderContents(self.collection, scans=state["scans"])
        self._digests = _Digests()
        self.division = state["division"]
        self.confirmed_posts = state["confirmed_posts"]
        self.catalogue = state["catalogue"]
        self.withdrawn = state["withdrawn"]

    # The contents of the folder

    @property
    def scans(self) -> Sequence[Scan]:
        """The scans, one for each file or folder in ``scans/``."""
        return self._contents.scans[0]

    @property
    def scan_faults(self) -> list[Finding]:
        """The findings about the folder ``scans/`` itself; no name of a file whose papers all have other ids."""
        parts_of = self.division.parts_of
        named = {name for name, parts in parts_of.items() if parts and all(part.item != name for part in parts)}
        return [finding for finding in self._contents.scans[1] if finding.code != "R102" or finding.item not in named]

    @property
    def scan_of(self) -> Mapping[str, Scan]:
        """Each scan by the name of its file, which is the id of its item unless a person divided it."""
        return self._contents.scan_of

    @cached_property
    def division(self) -> Division:
        """Which pages of which scans each item has."""
        return divide(self.scan_of, self.in_force, self.collection.root)

    @cached_property
    def received(self) -> ReceivedDescriptions:
        """Where the received descriptions are, without the sources that a person withdrew."""
        withdrawn = {decision.source for decision in self.in_force if isinstance(decision, WithdrawalDecision)}
        return self._contents.received.without(withdrawn)

    @property
    def transcripts(self) -> dict[str, dict[int, Path]]:
        """A person's transcripts of whole pages: item, page, file."""
        return self._contents.transcripts

    @property
    def corrections(self) -> dict[str, dict[int, Path]]:
        """A person's corrections of single lines: item, page, file."""
        return self._contents.corrections

    @property
    def authority(self) -> "Authority":
        """The persons and places looked for in texts."""
        return self._contents.authority

    @property
    def list_problems(self) -> tuple[InputError, ...]:
        """What is wrong with persons.csv and places.csv, which are then left out."""
        return self._contents.list_problems

    @property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The collection's own list of abbreviations."""
        return self._contents.abbreviations

    @cached_property
    def journal(self) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
        """A person's decisions, and the findings about the journal."""
        return Journal(self.collection.journal).read()

    @cached_property
    def in_force(self) -> tuple[UndoableDecision, ...]:
        """The decisions of the journal that hold: none that was undone or unset."""
        return in_force(self.journal[0])

    @cached_property
    def decisions_of(self) -> dict[str, list[FieldDecision | FieldConfirmation]]:
        """The decisions on each item's fields, and the fields that a person confirmed, oldest first."""
        decisions: dict[str, list[FieldDecision | FieldConfirmation]] = {}
        for decision in self.in_force:
            if isinstance(decision, FieldDecision | FieldConfirmation):
                decisions.setdefault(decision.item, []).append(decision)
        return decisions

    @property
    def accepted(self) -> tuple[AcceptanceDecision, ...]:
        """The findings that the journal accepts."""
        return tuple(decision for decision in self.in_force if isinstance(decision, AcceptanceDecision))

    @cached_property
    def page_store(self) -> "PageStore":
        """The stored pages, under the settings and the readers that a person named for single items."""
        from briefbook.ocr import PageStore

        named = {decision.item: decision.after for decision in self.in_force if isinstance(decision, ReaderDecision)}
        chosen = {item: reader for item, reader in named.items() if reader}
        return PageStore(self.collection.readings, self.collection.settings.reading, chosen, __version__)

    def line_scores(self, item: str, page_number: int, line: Line) -> "LineScores | None":
        """Ask the picture of a line again: how likely are other words there?

        Args:
            item: Identifier of the item.
            page_number: The page, from 1.
            line: A line of that page as read, with the boxes of its words.

        Returns:
            The line's scores; None where there are none: the item has no scan or is not read, or a person, a file's own
            text or another reader gave the line.
        """
        scores = self._page_scores(item, page_number)
        return scores.line(line) if scores else None

    def probable_words(self, item: str) -> "list[ProbableWord] | None":
        """The words that are likely on an item's pictures where others were read; None where they cannot be asked."""
        from briefbook.text.probable_words import probable_words

        if item not in self.division.pages_of or self.place_of(item, 1) is None:
            return None
        pages = [
            (page, scores) for page in self.catalogue.pages(item) if (scores := self._page_scores(item, page.number))
        ]
        return [word for page, scores in pages for word in probable_words(page, scores)] if pages else None

    def page_scores(self, item: str, page_number: int) -> "PageScores | None":
        """What the recogniser made of a page of an item; None where its picture cannot be asked."""
        return self._page_scores(item, page_number)

    def _page_scores(self, item: str, page_number: int) -> "PageScores | None":
        """The scores of a page; those of the pages last asked for are remembered."""
        key = item, page_number
        if key not in self._last_scores:
            place = self.place_of(item, page_number)
            if len(self._last_scores) >= _MAX_REMEMBERED_PAGES:
                self._last_scores.pop(next(iter(self._last_scores)))
            self._last_scores[key] = self.page_store.page_scores(*place) if place else None
        return self._last_scores[key]

    @cached_property
    def _last_scores(self) -> "dict[tuple[str, int], PageScores | None]":
        return {}

    @property
    def _lists(self) -> list[tuple[str, int, int]]:
        """Size and time of the collection's own authority lists."""
        return [_state(self.collection.root / name) for name in OWN_LISTS]

    # The catalogue

    @cached_property
    def withdrawn(self) -> dict[str, Withdrawal]:
        """The items that a person withdrew, or that their sources do not show to the public.

        They are in no catalogue, so that nothing that is published has them.
        """
        undone = {decision.source for decision in self.in_force if isinstance(decision, WithdrawalDecision)}
        items = self._items_of_people_and_sources if self._is_any_kept_back else ()
        return non_public_items(self.collection, undone, items) | withdrawals(self.in_force, self.division)

    @property
    def _items_of_people_and_sources(self) -> set[str]:
        """The items of which the collection has anything: pages, rows, decisions, transcripts, an editor's notes."""
        read_or_described = {*self.division.pages_of, *self.received.places}
        return read_or_described.union(self.decisions_of, self.transcripts, self.corrections, self._contents.noted)

    @property
    def _is_any_kept_back(self) -> bool:
        return bool(non_public_files(self.collection))

    @cached_property
    def catalogue(self) -> StoreCatalogue:
        """The catalogue of what may be published, brought up to date; without the items that were withdrawn."""
        store = self._catalogue_as_it_is()
        store.withdrawn = self.withdrawn
        return store

    @cached_property
    def set_aside(self) -> StoreCatalogue:
        """The items that were withdrawn, described as all others are, for those who work on the collection."""
        _ = self.catalogue  # reads what is unread
        store = StoreCatalogue(self.collection.catalogue.with_name("withdrawn") / "catalogue.sqlite")
        wanted, keys = self._keys(withdrawn=True), store.keys()
        stale = sorted((item for item in wanted if keys.get(item) != wanted[item]), key=natural)
        describe = self._describer
        updates = [describe(self._stale_item(item, wanted[item])).update for item in stale]
        store.bring_up_to_date(updates, keys.keys() - wanted.keys(), self.stamp, {}, received=self.received)
        return store

    def _catalogue_as_it_is(self) -> StoreCatalogue:
        store = StoreCatalogue(self.collection.catalogue)
        if store.stamp == self.stamp and not (self.read and self.is_any_unread()):
            log.info("the catalogue is up to date: %d items", len(store))
            return store
        findings = self._read_unread()
        keys = store.keys()
        wanted = self._keys()
        stale = sorted((item for item in wanted if keys.get(item) != wanted[item]), key=natural)
        tasks = (self._stale_item(item, wanted[item]) for item in stale)
        gone = keys.keys() - wanted.keys()
        log.info("%d of %d items are stale, %d are gone", len(stale), len(wanted), len(gone))
        for item in stale:
            with log_context(item):
                log.debug("stale: what it is made of has changed" if item in keys else "stale: it is new")
        from briefbook.util.parallel import parallel_map  # only here: it loads processes

        described = parallel_map(
            self._describer, tasks, total=len(stale), executor=self.executor, state_of_program=rules_state
        )
        shown = self.progress(described, "Describing", total=len(stale), unit="item") if stale else described
        faults: list[Finding] = []
        unfinished: list[str] = []
        store.bring_up_to_date(
            _updates(shown, faults, unfinished), gone, self.stamp, reviews(self.in_force), received=self.received
        )
        if unfinished:
            store.forget_stamp()  # so that they are described again by the next run
        store.store_result("reading findings", "all", _dump([*findings, *faults]))
        return store

    @property
    def stamp(self) -> str:
        """Checksum of everything that the catalogue is made from."""
        if self._digests.stamp is None:
            self._digests.stamp = _digest(self._papers, [_state(self.collection.journal)])
        return self._digests.stamp

    @property
    def _papers(self) -> str:
        """Checksum of everything but the journal."""
        if self._digests.papers is None:
            self._digests.papers = self._digest_of_papers()
        return self._digests.papers

    def _digest_of_papers(self) -> str:
        settings = self.collection.settings
        received = [_state(path) for path in sorted(self.collection.received.glob("*/descriptions*.jsonl*"))]
        received += [_state(path) for path in non_public_files(self.collection)]
        by_hand = (*self.transcripts.values(), *self.corrections.values())
        transcripts = [_state(path) for pages in by_hand for path in pages.values()]
        made_from = (
            __version__,
            rules_state(),
            extensions.fingerprint("forms", "readers"),
            FINDING_VERSION,  # findings about scans are stored in the catalogue
            settings.items.pattern,
            settings.dates,
            settings.reading,
            settings.posts,
            self._lists,
            received,
            transcripts,
        )
        digest, are_all_read = hashlib.sha256(repr(made_from).encode()), True
        for scan in self.scans:  # one after the other: they may be many
            stored = self.page_store.stored_file(scan)
            are_all_read &= stored is not None
            digest.update(repr((scan.item, scan.checksum, stored)).encode())
        self._digests.are_all_read = are_all_read
        return digest.hexdigest()

    def _read_unread(self) -> list[Finding]:
        """Read the unread scans if ``read`` is set; returns the findings about scans. Pages are not kept in memory."""
        if self.read:
            from briefbook.ocr import read_unread
            from briefbook.project.describing import scan_opener

            note_arrivals(self.collection, file_checksums(self.scans))
            for _ in read_unread(
                self.scans,
                opener=scan_opener(self.page_store.settings),
                page_store=self.page_store,
                progress=self.progress,
            ):
                pass
        self._digests = _Digests()  # what was read has changed them
        findings = [placed for scan in self.scans for placed in self.at_items(scan, self.page_store.findings(scan))]
        for name, parts in self.division.parts_of.items():
            if answer := self.page_store.answer(self.scan_of[name]):
                findings += missing_pages(answer[0], parts, len(answer[1]), self.collection.root)
        return findings

    def _is_typed_by_a_person(self, finding: Finding) -> bool:
        """Is a finding that typing was not read about a page that a person has typed?"""
        pages = self.transcripts.get(finding.item or "", {})
        return finding.code == UNREAD and finding.place is not None and finding.place.page in pages

    def at_items(self, scan: Scan, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings about a scan as it was read, each at the item and the item's page that the scan's page is.

        Args:
            scan: A scan of the collection; a person may have divided it among several items.
            findings: The findings, at the scan's own pages.
        """
        items = [part.item for part in self.division.parts_of.get(scan.item, ())]
        own_pages = {
            place: (item, number) for item in reversed(items) for number, place in enumerate(self.places_of(item), 1)
        }
        for finding in findings:
            own = own_pages.get((scan.item, finding.place.page)) if finding.place else None
            yield finding.at_page(*own) if own else finding

    def places_of(self, item: str) -> list[tuple[str, int]]:
        """The file's name and the page in it for each page of an item, as far as they are known without its files."""
        places: list[tuple[str, int]] = []
        for scan_pages in self.division.pages_of.get(item, ()):
            numbers = scan_pages.pages
            if numbers is None:
                answer = self.page_store.answer(scan_pages.scan)
                numbers = tuple(page.number for page in answer[1]) if answer else ()
            places += [(scan_pages.scan.item, number) for number in numbers]
        return places

    def is_any_unread(self) -> bool:
        """Whether there is a scan to be read; one not read by a fault of ours is tried every time, but no crash."""
        return self._digests.are_all_read is not True and any(map(self._is_unread, self.scans))

    def unread_scans(self) -> list[Scan]:
        """The scans that the next reading would read."""
        return list(filter(self._is_unread, self.scans))

    def _is_unread(self, scan: Scan) -> bool:
        return self.page_store.stored_file(scan) is None and not self.page_store.is_given_up(scan)

    def _keys(self, only: Iterable[str] | None = None, *, withdrawn: bool = False) -> dict[str, str]:
        """For each item that may be published, or was withdrawn, a checksum of what it is made of."""
        settings = self.collection.settings
        sources = self.division.pages_of, self.received.places, self.decisions_of
        items = {item for source in sources for item in (source if only is None else set(only)) if item in source}
        items = items & self.withdrawn.keys() if withdrawn else items - self.withdrawn.keys()
        made_from = _digest(  # once, not for each item
            __version__,
            rules_state(),
            settings.dates,
            settings.reading,
            settings.posts,
            [self._content(self.collection.root / name) for name in OWN_LISTS],
            extensions.fingerprint("forms", "readers"),
        )
        return {
            item: _digest(
                made_from,
                [self._key_of(source) for source in self._sources(item)],
                self.received.digest(item),
                self.decisions_of.get(item, ()),
                [self._content(path) for path in self.transcripts.get(item, {}).values()],
                [self._content(path) for path in self.corrections.get(item, {}).values()],
            )
            for item in items
        }

    def _key_of(self, source: Source) -> tuple[object, ...]:
        """What changes when an item has to be described anew because of one of its files."""
        scan = source.scan
        return (
            scan.item,
            scan.checksum,
            self.page_store.stored_file(scan),
            source.pages,
            self.division.owner_of(scan.item),
            source.received.digest(scan.item),
            [self._content(path) for path in source.transcripts.values()],
            [self._content(path) for path in source.corrections.values()],
        )

    def _content(self, path: Path) -> tuple[str, str]:
        """A file's place in the collection and checksum of its content, which stay when the collection is moved."""
        place = path.relative_to(self.collection.root).as_posix()
        try:
            return place, hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:  # not there, or not to be read: which of them is said where it is read
            return place, ""

    def _sources(self, item: str) -> tuple[Source, ...]:
        """The pages of an item in files, with what people wrote about the files' pages."""
        sources = []
        for scan_pages in self.division.pages_of.get(item, ()):
            name = scan_pages.scan.item
            places = self.received.places.get(name) if name in self.division.parts_of else None
            sources.append(
                Source(
                    scan_pages.scan,
                    scan_pages.pages,
                    ReceivedDescriptions({name: places} if places else {}),
                    self.transcripts.get(name, {}),
                    self.corrections.get(name, {}),
                )
            )
        return tuple(sources)

    def _of_item(self, item: str, by_page: dict[int, Path]) -> dict[int, Path]:
        """Of the files in an item's folder in ``transcripts/``, those that count for pages of the item.

        In a folder that bears the name of a file in ``scans/`` those of the file's pages count for the file.
        """
        if self.division.is_whole(item):
            return {}
        of_file = {page for part in self.division.parts_of.get(item, ()) for page in part.pages}
        return {page: path for page, path in by_page.items() if page not in of_file}

    def pages_of_file(self, name: str) -> tuple[Page, ...]:
        """All pages of a file as they hold, whether or not it is divided; none where it is not read.

        Args:
            name: The file's name, as ``scan_of`` has it.
        """
        places = self.received.places.get(name)
        whole = Source(
            self.scan_of[name],
            transcripts=self.transcripts.get(name, {}),
            corrections=self.corrections.get(name, {}),
        )
        received = ReceivedDescriptions({name: places} if places else {})
        return self._describer.pages_of(StaleItem(name, "", (whole,)), received.of(name))[0]

    @property
    def _describer(self) -> "ItemDescriber":
        from briefbook.project.describing import ItemDescriber  # only where an item is described anew

        dates = self.collection.settings.dates
        return ItemDescriber(self.collection.root, dates, self.page_store, self.authority, self.read)

    def _stale_item(self, item: str, key: str) -> StaleItem:
        return StaleItem(
            item,
            key,
            sources=self._sources(item),
            received=self.received.only(item),
            decisions=tuple(self.decisions_of.get(item, ())),
            transcripts=self._of_item(item, self.transcripts.get(item, {})),
            corrections=self._of_item(item, self.corrections.get(item, {})),
        )

    @cached_property
    def citation(self) -> str:
        """A regular expression for ids in prose, as set or as the ids have it."""
        return citation_pattern(self.collection.settings, self.catalogue)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about scans, journal and received files; the checks add their own."""
        stored = self.catalogue.result("reading findings", "all")
        read = [finding_from_json(row) for row in json.loads(stored)] if stored else []
        read = [finding for finding in read if not self._is_typed_by_a_person(finding)]
        strays = stray_files(self.collection, self.catalogue, self.division.parts_of)
        strays += unused_settings(self.collection.settings, self.catalogue, self.post)
        if any(narrative_paths(self.collection)):
            strays += citation_setting(self.collection.settings, self.catalogue.ids())
        received = self._received_findings()
        strays += changed_under_transcripts(self.collection, self.scan_of, self.division.parts_of, self.transcripts)
        every = (*self.scan_faults, *self.division.findings, *read, *self.journal[1], *received, *strays)
        return tuple(finding for finding in every if not self._is_about_withdrawn(finding)) if self.withdrawn else every

    def _is_about_withdrawn(self, finding: Finding) -> bool:
        """Would a finding tell of a paper that was withdrawn: of its item, its scan or its transcripts?"""
        path = unicodedata.normalize("NFC", finding.where.path) if finding.where else ""
        folder, _, rest = path.partition("/")
        is_of_folder = folder == "transcripts" and rest.partition("/")[0] in self.withdrawn
        return is_of_folder or finding.item in self.withdrawn

    def _received_findings(self) -> list[Finding]:
        """The findings about received files; as they are stored while no such file changes."""
        stored = self.catalogue.result("received findings", self.stamp)
        if stored is None:
            stored = _dump(self.received.findings)
            self.catalogue.store_result("received findings", self.stamp, stored)
        return [finding_from_json(row) for row in json.loads(stored)]

    def decided(self) -> "Workspace":
        """The workspace after further decisions: the journal is read again, and only what they change is made again.

        The journal must have been read, and the catalogue have been up to date with it. If anything else changed in
        the folder, a new workspace is needed to see it.
        """
        later = Workspace(self.collection, progress=self.progress, read=self.read)
        later._contents = self._contents
        later._digests.papers = self._digests.papers
        later.division = self.division
        later.withdrawn = self.withdrawn
        later.catalogue = self.catalogue
        store = StoreCatalogue(
            self.collection.catalogue
        )  # a connection of its own: readers see all of the change or nothing
        before, after = self.journal[0], later.journal[0]
        new = after[len(before) :]
        if (
            store.stamp != self.stamp
            or after[: len(before)] != before
            or any(
                isinstance(
                    getattr(decision, "decided", decision),
                    ReaderDecision | WithdrawalDecision | ItemWithdrawal | PartsDecision,
                )
                for decision in new
            )
        ):
            store.close()  # something else changed as well: start afresh
            return Workspace(self.collection, progress=self.progress, read=self.read)
        decided_items = {item for decision in new if (item := _described_item(decision))}
        keys = later._keys(decided_items)
        describe = later._describer
        described = [describe(later._stale_item(item, keys[item])) for item in keys]
        store.bring_up_to_date(
            [item.update for item in described],
            decided_items - keys.keys(),
            later.stamp,
            reviews(later.in_force),
            {
                decided.item
                for line in new
                if isinstance(decided := getattr(line, "decided", line), ReviewDecision | AssignmentDecision)
            },
        )
        if any(item.fault or not item.is_final for item in described):
            store.forget_stamp()
        store.close()
        return later

    # Results over the whole catalogue

    @cached_property
    def verification_cache(self) -> VerificationCache:
        """The verifications stored before."""
        return VerificationCache(self.catalogue)

    @cached_property
    def network(self) -> Network:
        """Resolved references, series and copies; cached until the catalogue changes."""
        key = self._network_key
        stored = self.catalogue.result("network", key)
        if stored is None:
            from briefbook.correspondence import resolve_references, series_of
            from briefbook.correspondence.duplicates import find_copies

            log.info("references, series and copies are worked out anew")
            resolved = resolve_references(self.catalogue, aliases=self.collection.settings.posts.aliases)
            copies = find_copies(self.catalogue, self.progress)
            network = Network(resolved, series_of(self.catalogue, resolved), copies)
            stored = json.dumps(network_as_json(network), ensure_ascii=False, sort_keys=True).encode()
            self.catalogue.store_result("network", key, stored)
        return network_from_json(json.loads(stored))

    def each_reference(self) -> Iterator[ResolvedReference]:
        """The resolved references one after the other, in the catalogue's order, without the series and the copies.

        They are worked out once for a state of the catalogue, and few of them are in memory at a time.
        """
        key = self._network_key
        stored = self.catalogue.lines(_REFERENCES, key)
        if stored is None:
            rows = (json.dumps(asdict(reference), ensure_ascii=False) for reference in self._references())
            lines = (row.encode("utf-8", "surrogatepass") + b"\n" for row in rows)
            self.catalogue.store_lines(_REFERENCES, key, lines)
            stored = self.catalogue.lines(_REFERENCES, key) or iter(())
        return (reference_from_json(json.loads(row)) for row in stored)

    def _references(self) -> tuple[ResolvedReference, ...]:
        network = self.catalogue.result("network", self._network_key)
        if network is not None:
            return network_from_json(json.loads(network)).references
        from briefbook.correspondence import resolve_references

        return resolve_references(self.catalogue, aliases=self.collection.settings.posts.aliases)

    @property
    def _network_key(self) -> str:
        # an item that is not described may be written again: the stamp alone does not say so
        return f"{NETWORK_VERSION} {self.stamp} {self.catalogue.generation}"

    @cached_property
    def confirmed_posts(self) -> dict[str, str]:
        """Codes that a person confirmed, with the name given."""
        codes = [
            decision
            for decision in self.in_force
            if isinstance(decision, CodeDecision) and decision.vocabulary == "post"
        ]
        return {services.code_key(code.code): code.name for code in codes}  # of one code the last decision holds

    def post(self, code: str) -> Post | None:
        """What a post's code stands for; a person's decision overrides the list."""
        listed = posts.post(code, self.collection.settings.posts.aliases) or office_in_words(code)
        return services.confirmed(listed, code, self.confirmed_posts)

    def office(self, code: str, service: str, date_sent: str = "") -> Post | None:
        """What a code stands for on a paper of a service, "" if unknown; a person's decision overrides the list."""
        own = self.collection.settings.posts
        name = own.aliases.get(code, code)
        listed = services.office(name, services.named(service) or services.named(own.service), date_sent)
        listed = listed or office_in_words(code)
        return services.confirmed(listed, code, self.confirmed_posts)

    def originals(self, item: str) -> tuple[Path, ...]:
        """The files that are published under an item, as received; none where it has no scan, or was withdrawn.

        A file of which several items have pages is published under the first of them; of a folder of pictures each item
        has its own.
        """
        paths: dict[Path, None] = {}
        if item in self.withdrawn:
            return ()
        for pages in self.division.pages_of.get(item, ()):
            if (own := self._own_pictures(pages)) is not None:
                paths.update(dict.fromkeys(own))
            elif self.division.owner_of(pages.scan.item) == item and not self._has_withdrawn(pages.scan):
                paths.update(dict.fromkeys(pages.scan.paths))
        return tuple(paths)

    def _has_withdrawn(self, scan: Scan) -> bool:
        """Has an item that was withdrawn pages of a file, which as a whole is then published under no item?"""
        return any(part.item in self.withdrawn for part in self.division.parts_of.get(scan.item, ()))

    def _own_pictures(self, pages: ScanPages) -> tuple[Path, ...] | None:
        """The pictures that are some pages of a folder; None where not each picture is a page."""
        pictures = pages.scan.paths
        if pages.pages is None or len(pictures) < 2:
            return None
        answer = self.page_store.answer(pages.scan)
        if answer is None or len(answer[1]) != len(pictures):
            return None
        return tuple(pictures[page - 1] for page in pages.pages if page <= len(pictures))

    def originals_elsewhere(self, item: str) -> tuple[tuple[str, Path], ...]:
        """Files that an item has pages of and that are published under another item, with that item."""
        places = [pages for pages in self.division.pages_of.get(item, ()) if self._own_pictures(pages) is None]
        places = [pages for pages in places if item not in self.withdrawn and not self._has_withdrawn(pages.scan)]
        owners = dict.fromkeys((self.division.owner_of(pages.scan.item), pages.scan) for pages in places)
        return tuple((owner, path) for owner, scan in owners if owner != item for path in scan.paths)

    def place_of(self, item: str, page_number: int) -> tuple[Scan, int] | None:
        """Where a page of an item is: the scan and the page in its file; None where the item has no scan."""
        if not self.scan_of:
            return None
        page = None if self.division.is_whole(item) else self.catalogue.page(item, page_number)
        if page and page.file in self.scan_of:
            return self.scan_of[page.file], page.file_page
        return self.division.place_of(item, page_number)

    def picture_type(self, item: str, number: int) -> str | None:
        """The media type of the picture of a page; None where it has none."""
        return "image/webp" if item not in self.withdrawn and self.place_of(item, number) is not None else None

    def picture(self, item: str, number: int) -> tuple[bytes, str] | None:
        """The picture of a page, upright, as the site shows it."""
        return self._picture(item, number, MAX_WEB_SIDE, quality=70)

    def whole_picture(self, item: str, number: int) -> tuple[bytes, str] | None:
        """The picture of a page, upright, in the size of the scan, as far as WebP goes."""
        return self._picture(item, number, MAX_WEBP_SIDE, quality=90)

    def _picture(self, item: str, number: int, max_side: int, *, quality: int) -> tuple[bytes, str] | None:
        place = self.place_of(item, number) if item not in self.withdrawn else None
        if place is None:
            return None
        page = self.catalogue.page(item, number)
        turned = page.turned if page else 0
        from briefbook.project.describing import limits_of

        limits = limits_of(self.collection.settings.reading)
        return scans.picture_bytes(*place, turned=turned, max_side=max_side, quality=quality, limits=limits)


def _updates(described: "Iterable[Described]", faults: list[Finding], unfinished: list[str]) -> Iterator[Update]:
    """The updates one by one.

    Findings about items that could not be described are added to ``faults``, all items that another run must describe
    again to ``unfinished``.
    """
    for result in described:
        if result.fault is not None:
            faults.append(result.fault)
        if result.fault is not None or not result.is_final:
            unfinished.append(result.update.item)
        yield result.update


def _described_item(decision: Decision) -> str | None:
    """The item whose description a decision changes; None if it changes none."""
    decided = decision.decided if isinstance(decision, UndoDecision) else decision
    return decided.item if isinstance(decided, FieldDecision | FieldConfirmation | UnsetDecision) else None


def about(settings: Settings) -> dict[str, str]:
    """The settings that pages show, as text; the elements of a list are separated by line ends."""
    shown: dict[str, object] = dataclasses.asdict(settings.collection)
    shown |= shown.pop("translations")  # type: ignore[call-overload]
    sections = (("site", settings.site), ("publication", settings.publication), ("print", settings.print))
    for prefix, section in sections:
        for name, value in dataclasses.asdict(section).items():
            if isinstance(value, list):
                value = "\n".join(value)
            if isinstance(value, bool):
                value = "yes" if value else ""
            if isinstance(value, str):
                shown[f"{prefix}_{name}"] = value
    return {name: str(value) for name, value in shown.items()}


def decide(collection: Collection, decisions: Iterable[Decision], *, who: str = "") -> list[Decision]:
    """Record decisions of a person, now.

    Args:
        collection: Whose journal they are written to.
        decisions: What was decided; their ``when`` and ``who`` are filled in here.
        who: The person's name; without it, that of the person at the keyboard.

    Returns:
        The decisions as they were recorded.

    Raises:
        OutsideError: The disk refuses; nothing was recorded.
    """
    recorded = made_now(collection, decisions, who=who)
    Journal(collection.journal).append(*recorded)
    for decision in recorded:
        log.info("recorded in the journal: %s", type(decision).__name__)
    return recorded


def made_now(collection: Collection, decisions: Iterable[Decision], *, who: str = "") -> list[Decision]:
    """Decisions with the time and the person's name, as ``decide`` records them; nothing is recorded.

    Args:
        collection: Whose folder tells who the person is.
        decisions: What was decided.
        who: The person's name; without it, that of the person at the keyboard.
    """
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    who = who or person_name(collection.root)
    return [dataclasses.replace(decision, when=now, who=who) for decision in decisions]


def person_name(folder: Path) -> str:
    """The person's name: BRIEFBOOK_WHO, else git's user.name, else the account's."""
    if name := os.environ.get("BRIEFBOOK_WHO"):
        return name
    try:
        answer = subprocess.run(
            ["git", *HARMLESS, "config", "user.name"], cwd=folder, capture_output=True, text=True, timeout=5
        )
        if name := answer.stdout.strip():
            return name
    except (OSError, subprocess.SubprocessError):
        pass
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def narrative_paths(collection: Collection) -> Iterator[Path]:
    """The Markdown files of the book, by name."""
    for path in sorted(collection.narratives.rglob("*.md")):
        parts = path.relative_to(collection.narratives).parts
        if not any(part.startswith((".", "_")) or printable(part) != part for part in parts) and path.is_file():
            yield path


def _dump(findings: Iterable[Finding]) -> bytes:
    return json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False, sort_keys=True).encode()


def _state(path: Path) -> tuple[str, int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (path.name, 0, 0)
    return (str(path), stat.st_size, stat.st_mtime_ns)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
