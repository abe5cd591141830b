"""Describe stale items for the catalogue; picklable, for use in worker processes."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook import scans
from briefbook.catalogue import Update, describe_item
from briefbook.catalogue.describe import effective_pages
from briefbook.errors import BriefbookError
from briefbook.model.catalogue import UNREAD_FLAG
from briefbook.model.decision import FieldDecision
from briefbook.model.finding import Finding, program_fault
from briefbook.model.page import Line, Page, Scan
from briefbook.model.parts import FilePages
from briefbook.model.received import Description
from briefbook.ocr import PageStore, ScanOpener, read_scans
from briefbook.ocr.received_layout import laid_over
from briefbook.ocr.transcript import correct, overlay
from briefbook.project.stale_items import Source, StaleItem
from briefbook.project.transcript_places import misplaced_flag, page_of_transcript
from briefbook.settings import DateSettings, ReadingSettings
from briefbook.util.encodings import decode
from briefbook.util.extras import raise_missing_extra
from briefbook.util.guarded import Limits
from briefbook.util.logs import get_logger, log_context

if TYPE_CHECKING:
    from briefbook.cables.mentions import Authority
    from briefbook.cables.stamped_dates import LineScoresOf
    from briefbook.text.line_scores import LineScores, PageScores

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
class _Pages:
    """An item's pages, each numbered in the item."""

    machine: tuple[Page, ...] = ()
    transcribed: tuple[Page, ...] = ()
    received: tuple[Description, ...] = ()
    files: tuple[FilePages, ...] = ()
    is_damaged: bool = False
    misplaced: tuple[str, ...] = ()  # flags about transcripts that are of other pages, which are not used


@dataclass(frozen=True, slots=True)
class Described:
    """An item as it will be written to the catalogue; ``fault`` if our own code failed on it.

    ``is_final`` is False where a stored reading is damaged and may not be read again now: another command will do so.
    """

    update: Update
    fault: Finding | None = None
    is_final: bool = True


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
    authority: "Authority"
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
                return self._describe(stale)
            except (BriefbookError, OSError):
                raise
            except Exception as error:
                raise_missing_extra(error)
                log.exception("not described, by a fault of the program")
                fault = program_fault(f"{stale.item} was not described from its text", error, item=stale.item)
                return Described(self._describe_without_text(stale), fault)

    def _describe_without_text(self, stale: StaleItem) -> Update:
        entry = describe_item(
            stale.item,
            descriptions=stale.received.of(stale.item),
            decisions=stale.decisions,
            scan=self._path_of(stale.sources[0].scan) if stale.sources else None,
            checksum=stale.sources[0].scan.checksum if stale.sources else None,
        )
        return Update.of(entry, (), key="")

    def _path_of(self, scan: Scan) -> str:
        return scan.paths[0].relative_to(self.root).as_posix()

    def _describe(self, stale: StaleItem) -> Described:
        item = stale.item
        descriptions = stale.received.of(item)
        pages, of_item = self._effective(stale, descriptions)
        files = of_item.files
        cable = None
        if any(page.lines for page in pages):
            from briefbook.cables import KnownHeading, read_cable  # only where an item is described anew

            decided = [decision for decision in stale.decisions if isinstance(decision, FieldDecision)]
            known_entry = describe_item(item, descriptions=descriptions, decisions=decided)
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
                may_be_several=bool(stale.sources) and stale.is_whole,
                line_scores=self._line_scores(stale, pages) if stale.sources else None,
            )
        entry = describe_item(
            item,
            cable=cable,
            descriptions=descriptions,
            decisions=stale.decisions,
            scan=self._path_of(stale.sources[0].scan) if stale.sources else None,
            checksum=stale.sources[0].scan.checksum if stale.sources else None,
            page_count=len(pages),
            files=files,
        )
        if any(self.page_store.stored_file(source.scan) is None for source in stale.sources):
            entry = replace(entry, flags=(*entry.flags, UNREAD_FLAG))
        if of_item.misplaced:
            entry = replace(entry, flags=(*entry.flags, *of_item.misplaced))
        update = Update.of(entry, pages, "" if of_item.is_damaged else stale.key)
        return Described(update.with_places(stale.received, descriptions), is_final=not of_item.is_damaged)

    def _line_scores(self, stale: StaleItem, pages: Sequence[Page]) -> "LineScoresOf":
        """What the recogniser made of the lines of an item's pages, each page's loaded once, when it is asked for."""
        scan_of = {source.scan.item: source.scan for source in stale.sources}
        places = {page.number: (page.file or stale.item, page.file_page or page.number) for page in pages}

        @functools.cache
        def by_page(page_number: int) -> "PageScores | None":
            name, file_page = places[page_number]
            return self.page_store.page_scores(scan_of[name], file_page) if name in scan_of else None

        def scores_of(page_number: int, line: Line) -> "LineScores | None":
            scores = by_page(page_number) if page_number in places else None
            return scores.line(line) if scores else None

        return scores_of

    def pages_of(
        self, stale: StaleItem, descriptions: Sequence[Description] = ()
    ) -> tuple[tuple[Page, ...], tuple[FilePages, ...]]:
        """The pages of an item as they hold, and where they are if not simply in the file of its name.

        Args:
            stale: The item, and where its sources are.
            descriptions: Its received descriptions, with the text of pages.
        """
        pages, of_item = self._effective(stale, descriptions)
        return pages, of_item.files

    def _effective(self, stale: StaleItem, descriptions: Sequence[Description]) -> tuple[tuple[Page, ...], _Pages]:
        """The pages of an item as they hold, and what they were made from."""
        of_item = self._pages(stale, descriptions)
        if any(source.scan.item == stale.item and source.received.places for source in stale.sources):
            texts = of_item.received  # the texts of its descriptions are those of the whole file
        else:
            texts = (*descriptions, *of_item.received)
        return effective_pages(stale.item, of_item.machine, texts, of_item.transcribed), of_item

    def _pages(self, stale: StaleItem, descriptions: Sequence[Description]) -> _Pages:
        """The pages of an item from all files that it has pages in, with what a person wrote about them."""
        machine: dict[int, Page] = {}
        if not stale.sources:
            machine = {number: replace(page, item=stale.item) for number, page in layouts_of(descriptions).items()}
        transcribed: dict[int, Page] = {}
        received: list[Description] = []
        files: list[FilePages] = []
        in_own_file: set[int] = set()
        misplaced: list[str] = []
        pages_read: dict[str, dict[int, Page]] = {}
        before = 0
        is_damaged = False
        for source in stale.sources:
            read = {page.number: page for page in self._pages_read(source.scan)}
            pages_read[source.scan.item] = read
            is_read = bool(read)
            is_damaged |= not is_read and self.page_store.is_damaged(source.scan)
            of_file = source.received.of(source.scan.item) if source.received.places else ()
            if source.scan.item == stale.item and not of_file:
                of_file = tuple(descriptions)
            for number, layout in layouts_of(of_file).items():
                if number in read or is_page_of(source.scan, number, is_read=is_read):
                    read[number] = laid_over(layout, read.get(number))
            numbers = (
                dict(enumerate(source.pages, before + 1))
                if source.pages is not None
                else {
                    before + number: number
                    for number in sorted(read.keys() | source.transcripts.keys())
                    if number in read or is_page_of(source.scan, number, is_read=is_read)
                }
            )
            for number, file_page in numbers.items():
                empty = Page(stale.item, number)
                if (source.scan.item, file_page) != (stale.item, number):
                    empty = replace(empty, file=source.scan.item, file_page=file_page)
                if file_page in read:
                    page = read[file_page]
                    if file_page in source.corrections:
                        page = correct(page, read_text(source.corrections[file_page]))[0]
                    machine[number] = replace(
                        page, item=stale.item, number=number, file=empty.file, file_page=empty.file_page
                    )
                if file_page in source.transcripts:
                    typed = read_text(source.transcripts[file_page])
                    if other := page_of_transcript(typed, file_page, read):
                        misplaced.append(misplaced_flag(source.transcripts[file_page], source.scan, other))
                    else:
                        transcribed[number] = overlay(machine.get(number, empty), typed)
            received += _texts_of(source, numbers)
            is_all = len(stale.sources) == 1 and source.scan.item == stale.item and set(numbers.values()) >= read.keys()
            if not stale.is_whole and not (is_all and list(numbers.values()) == sorted(numbers.values())):
                files.append(FilePages(source.scan.item, tuple(numbers.values())))
            if source.pages is None and source.scan.item == stale.item:
                in_own_file.update(numbers.values())
            before = max(numbers, default=before)
        for number, path in stale.corrections.items():
            if number in machine and number not in in_own_file:
                machine[number] = correct(machine[number], read_text(path))[0]
        for number, path in stale.transcripts.items():
            if number not in in_own_file and (number in machine or (number > 0 and not stale.sources)):
                page = machine.get(number) or Page(stale.item, number)
                typed = read_text(path)
                name = page.file or stale.item
                other = page_of_transcript(typed, page.file_page or number, pages_read.get(name, {}))
                if other:
                    scan = next(source.scan for source in stale.sources if source.scan.item == name)
                    misplaced.append(misplaced_flag(path, scan, other))
                else:
                    transcribed[number] = overlay(page, typed)
        return _Pages(
            tuple(machine.values()),
            tuple(transcribed.values()),
            tuple(received),
            tuple(files),
            is_damaged,
            tuple(misplaced),
        )

    def _pages_read(self, scan: Scan) -> tuple[Page, ...]:
        """The pages of a scan as they were read; read now where the stored reading is damaged."""
        answer = self.page_store.answer(scan) or self.page_store.unfinished(scan)
        if answer is None and self.read:
            answer = next(read_scans([scan], opener=scan_opener(self.page_store.settings), page_store=self.page_store))
        return answer[1] if answer else ()


def layouts_of(descriptions: Iterable[Description]) -> dict[int, Page]:
    """The pages with places that descriptions give, by number; of two sources the first by name holds.

    Args:
        descriptions: The descriptions of an item or of a file, in the order of the sources' names.
    """
    layouts: dict[int, Page] = {}
    for description in descriptions:
        for page in description.layouts:
            if page.lines:
                layouts.setdefault(page.number, page)
    return layouts


def _texts_of(source: Source, numbers: Mapping[int, int]) -> Iterator[Description]:
    """The texts that descriptions of a divided file give of its pages, as texts of an item's pages.

    Args:
        source: The file's pages that are the item's.
        numbers: For each of the item's pages the page of the file.
    """
    for description in source.received.of(source.scan.item):
        text_of = dict(enumerate(description.pages, 1))
        texts = [text_of.get(numbers.get(number, 0), "") for number in range(1, max(numbers, default=0) + 1)]
        if any(texts):
            yield Description(description.item, pages=tuple(texts))


def is_page_of(scan: Scan | None, page_number: int, *, is_read: bool) -> bool:
    """Whether a scan may have this page, which a person typed: any page of an unread scan, else as its file says."""
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
