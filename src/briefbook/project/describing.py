"""Describe stale items for the catalogue; picklable, for use in worker processes."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook import scans
from briefbook.cables import KnownHeading, read_cable
from briefbook.cables.mentions import Authority
from briefbook.cables.stamped_dates import LineScoresOf
from briefbook.catalogue import Update, describe_item
from briefbook.catalogue.describe import effective_pages
from briefbook.catalogue.received_descriptions import ReceivedDescriptions
from briefbook.errors import BriefbookError
from briefbook.model.decision import FieldDecision
from briefbook.model.finding import Finding, program_fault
from briefbook.model.page import Line, Page, Scan
from briefbook.ocr import PageStore, ScanOpener, read_scans
from briefbook.ocr.transcript import correct, overlay
from briefbook.settings import DateSettings, ReadingSettings
from briefbook.util.extras import raise_missing_extra
from briefbook.util.guarded import Limits
from briefbook.util.logs import get_logger, log_context
from briefbook.util.tables import decode

if TYPE_CHECKING:
    from briefbook.text.line_scores import LineScores

log = get_logger(__name__)


def limits_of(settings: ReadingSettings) -> Limits:
    """What opening a scan may take, by the settings of reading."""
    return Limits(settings.max_memory, settings.max_opening_seconds)


def scan_opener(settings: ReadingSettings) -> ScanOpener:
    """How reading opens scans: within the limits of the settings; picklable, for other processes use it."""
    limits = limits_of(settings)
    return ScanOpener(
        inspect=functools.partial(_inspect_scan, limits=limits),
        open_pages=functools.partial(_scan_pages, limits=limits),
    )


def _inspect_scan(scan: Scan, *, limits: Limits) -> tuple[int, str]:
    return scans.inspect_scan(scan, limits=limits)


def _scan_pages(scan: Scan, page_numbers: Sequence[int], *, limits: Limits) -> Iterator[Any]:
    return scans.scan_pages(scan, page_numbers, limits=limits)


@dataclass(frozen=True, slots=True)
class StaleItem:
    """An item to be described again, and where its sources are."""

    item: str
    key: str
    """Checksum of its sources, stored in the catalogue."""
    scan: Scan | None = None
    received: ReceivedDescriptions = field(default_factory=ReceivedDescriptions)
    """Where this item's descriptions are; of no other item."""
    decisions: tuple[FieldDecision, ...] = ()
    transcripts: Mapping[int, Path] = field(default_factory=dict)
    """A person's transcripts of whole pages, by page."""
    corrections: Mapping[int, Path] = field(default_factory=dict)
    """A person's corrections of single lines, by page."""


@dataclass(frozen=True, slots=True)
class Described:
    """An item as it will be written to the catalogue; ``fault`` if our own code failed on it."""

    update: Update
    fault: Finding | None = None


@dataclass(frozen=True, slots=True)
class ItemDescriber:
    """Describes items of one collection.

    Attributes:
        root: The collection's folder.
        dates: How dates in figures are read.
        page_store: The scans as they were read.
        authority: The persons and places looked for in texts.
        read: Whether a scan whose stored reading is damaged is read again.
    """

    root: Path
    dates: DateSettings
    page_store: PageStore
    authority: Authority
    read: bool = True

    def __call__(self, stale: StaleItem) -> Described:
        """Describe an item from its scan, the received descriptions and a person's decisions.

        Args:
            stale: The item, and where its sources are.

        Returns:
            The item for the catalogue. If our own code fails on it, only decisions and received descriptions, without
            a key, so that it stays stale; and a finding.

        Raises:
            BriefbookError: The work cannot go on.
        """
        with log_context(stale.item):
            try:
                return Described(self._describe(stale))
            except (BriefbookError, OSError):
                raise
            except Exception as error:
                raise_missing_extra(error)
                log.exception("not described, by a fault of the program")
                fault = program_fault(f"{stale.item} was not described from its text", error, item=stale.item)
                return Described(self._describe_without_text(stale), fault)

    def _describe_without_text(self, stale: StaleItem) -> Update:
        scan = stale.scan
        entry = describe_item(
            stale.item,
            descriptions=stale.received.of(stale.item),
            decisions=stale.decisions,
            scan=scan.paths[0].relative_to(self.root).as_posix() if scan else None,
            checksum=scan.checksum if scan else None,
        )
        return Update.of(entry, (), key="")

    def _describe(self, stale: StaleItem) -> Update:
        item, scan = stale.item, stale.scan
        machine = tuple(
            correct(page, read_text(stale.corrections[page.number]))[0] if page.number in stale.corrections else page
            for page in self._pages_read(scan)
        )
        by_number = {page.number: page for page in machine}
        transcribed = [
            overlay(by_number.get(number) or Page(item, number), read_text(path))
            for number, path in stale.transcripts.items()
            if number in by_number or is_page_of(scan, number, is_read=bool(machine))
        ]
        descriptions = stale.received.of(item)
        pages = effective_pages(item, machine, descriptions, transcribed)
        cable = None
        if any(page.lines for page in pages):
            known_entry = describe_item(item, descriptions=descriptions, decisions=stale.decisions)
            known_heading = KnownHeading(
                known_entry.value("from"),
                known_entry.values("to"),
                known_entry.date,
                known_entry.value("number"),
                known_entry.value("form"),
            )
            cable = read_cable(
                item,
                pages,
                window=self.dates.window,
                order=self.dates.order,
                known_heading=known_heading,
                authority=self.authority,
                may_be_several=scan is not None,
                line_scores=self._line_scores(scan) if scan else None,
            )
        entry = describe_item(
            item,
            cable=cable,
            descriptions=descriptions,
            decisions=stale.decisions,
            scan=scan.paths[0].relative_to(self.root).as_posix() if scan else None,
            checksum=scan.checksum if scan else None,
            page_count=len(pages),
        )
        return Update.of(entry, pages, stale.key)

    def _line_scores(self, scan: Scan) -> LineScoresOf:
        """What the recogniser made of the lines of a scan, each page's loaded once, when it is asked for."""
        by_page = functools.cache(functools.partial(self.page_store.page_scores, scan))

        def scores_of(page_number: int, line: Line) -> "LineScores | None":
            scores = by_page(page_number)
            return scores.line(line) if scores else None

        return scores_of

    def _pages_read(self, scan: Scan | None) -> tuple[Page, ...]:
        """The pages of a scan as they were read; read now where the stored reading is damaged."""
        if scan is None:
            return ()
        answer = self.page_store.answer(scan) or self.page_store.unfinished(scan)
        if answer is None and self.read:
            answer = next(read_scans([scan], opener=scan_opener(self.page_store.settings), page_store=self.page_store))
        return answer[1] if answer else ()


def is_page_of(scan: Scan | None, page_number: int, *, is_read: bool) -> bool:
    """May an item have this page? One without a scan has those that a person types; else the scan's file decides."""
    if page_number < 1:
        return False
    if scan is None or not is_read:
        return True
    try:
        return page_number <= scans.page_count(scan)
    except (BriefbookError, OSError, scans.ScanFault):
        return True  # it cannot be told: what a person typed is kept


def read_text(path: Path) -> str:
    """The text of a file that a person wrote, in the encoding that their editor saved it in."""
    return decode(path.read_bytes())[0].replace("\r\n", "\n").replace("\r", "\n")
