"""Read scans page by page with a resumable, cached run: one bad scan does not stop the rest."""

import contextlib
import json
import os
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from briefbook.errors import BriefbookError, OutsideError, ProgramFault, ScanFault
from briefbook.model.finding import PROGRAM_FAULT, Finding, program_fault
from briefbook.model.locator import FilePosition
from briefbook.model.page import Page, Scan
from briefbook.model.page_json import page_of_json
from briefbook.ocr.claims import Claims
from briefbook.ocr.page_store import VERSION, Answer, PageFault, PageStore, PartialReading, finding_rows, findings_of
from briefbook.ocr.remote import read_jobs_on
from briefbook.ocr.workers import PAGES_PER_JOB, Job, OpenPages, PageResult, read_jobs
from briefbook.progress import Progress, pluralise, quiet
from briefbook.settings import ReadingSettings
from briefbook.util.extras import raise_missing_extra
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger, log_context

log = get_logger(__name__)

__all__ = [
    "VERSION",
    "Answer",
    "ScanOpener",
    "pace_of",
    "preview",
    "read_page",
    "read_scans",
    "read_unread",
    "workers_of",
]

MAX_PAGES_IN_THIS_PROCESS = 3
"""So few pages are read in this process, since starting others would take longer."""

PACE = "pace.json"
"""Processor seconds a page took by reader, as last measured; only for estimates."""


@dataclass(frozen=True)
class ScanOpener:
    """How scans are opened: functions of the scans stage, which this stage may not import.

    ``inspect`` gives how many pages a scan has and, if the file was damaged, what had to be repaired; ``open_pages``
    opens pages by number. Both are functions of a module, since other processes call them.
    """

    inspect: Callable[[Scan], tuple[int, str]]
    open_pages: OpenPages


def read_scans(
    scans: Sequence[Scan], *, opener: ScanOpener, page_store: PageStore, progress: Progress = quiet
) -> Iterator[Answer]:
    """Give every scan with its pages and findings, reading first what is not stored yet.

    Args:
        scans: The scans, in the order in which they are given back.
        opener: How scans are opened.
        page_store: Where pages are stored, and the settings of reading.
        progress: Told of each page.

    Yields:
        Scan, pages and findings; pages that could not be read are empty and say why.

    Raises:
        BriefbookError: The work cannot go on.
    """
    for _ in read_unread(scans, opener=opener, page_store=page_store, progress=progress):
        pass
    for scan in scans:
        answer = page_store.answer(scan)
        answer = answer or page_store.unfinished(scan)
        if answer is None:  # its file turned out to be damaged
            for _ in read_unread([scan], opener=opener, page_store=page_store, progress=progress):
                pass
            answer = page_store.answer(scan) or page_store.unfinished(scan)
        yield answer or (scan, (), ())


def read_unread(
    scans: Iterable[Scan],
    *,
    opener: ScanOpener,
    page_store: PageStore,
    progress: Progress = quiet,
    executor: Executor | None = None,
    again: Collection[str] = (),
) -> Iterator[Scan]:
    """Read the scans that are not read yet, several pages at a time.

    Pages are stored one by one as they are finished. Interrupted at any moment, the same call goes on where it
    stopped. A scan of which a page could not be read for a reason that is not the scan's (a fault of this program, too
    little memory) is not complete: it is not given, ``PageStore.unfinished`` has what there is, and the next call
    tries that page again, unless it ended every process that read it: then only a call that names the scan does, for
    each try costs its processes. Scans that another run reads at the same time are left to it, and awaited; those that
    it does not finish are read here.

    Args:
        scans: Scans, read or not.
        opener: How scans are opened.
        page_store: Where pages are stored, and the settings of reading.
        progress: Told of each page.
        executor: Where pages are read; None: by processes of this computer.
        again: Names of scans to be tried again though a page of theirs ended its processes before.

    Yields:
        Each scan when all its pages are stored; its former reading is there until the caller asks for the next.

    Raises:
        BriefbookError: The work cannot go on.
    """
    all_scans = list(scans)
    unread = [
        scan
        for scan in all_scans
        if page_store.stored_file(scan) is None and (scan.item in again or not page_store.is_given_up(scan))
    ]
    log.info("%d of %d scans are read already; %d to read", len(all_scans) - len(unread), len(all_scans), len(unread))
    with Claims(page_store.folder) as claims:
        others = yield from _read_claimed(unread, claims, opener, page_store, progress, executor)
        while others:
            log.info("%d scans are being read by another run: waiting for it", len(others))
            time.sleep(_WAIT_SECONDS)
            for scan in [scan for scan in others if page_store.is_stored_now(scan)]:
                others.remove(scan)
                yield scan
            free = [scan for scan in others if not claims.is_taken(scan)]
            if free:
                others = [scan for scan in others if scan not in free]
                others += yield from _read_claimed(free, claims, opener, page_store, progress, executor)


_WAIT_SECONDS = 0.5
"""Seconds between two looks at what another run reads."""


def _read_claimed(
    unread: Sequence[Scan],
    claims: Claims,
    opener: ScanOpener,
    page_store: PageStore,
    progress: Progress,
    executor: Executor | None,
) -> Generator[Scan, None, list[Scan]]:
    """Read those scans that no other run has; returns the others."""
    others: list[Scan] = []
    read_elsewhere: list[Scan] = []
    work = [ScanInProgress(scan, page_store) for scan in unread]
    planned: list[tuple[ScanInProgress, list[Job]]] = []
    for in_progress in work:
        if claims.is_taken(in_progress.scan):
            others.append(in_progress.scan)
        else:
            planned.append((in_progress, list(in_progress.jobs(opener))))
    by_item = {in_progress.scan.item: in_progress for in_progress in work}
    for in_progress, of_scan in planned:
        if not of_scan and in_progress.finish():
            yield in_progress.scan
            page_store.forget_former(in_progress.scan)
    total = sum(len(job.numbers) for _, of_scan in planned for job in of_scan)
    if not total:
        return others

    def jobs() -> Iterator[Job]:
        """The jobs of each scan when its turn has come, if no other run has taken or read it by then."""
        for in_progress, of_scan in planned:
            if not of_scan:
                continue
            if not claims.take(in_progress.scan):
                others.append(in_progress.scan)
            elif page_store.is_stored_now(in_progress.scan):
                claims.give_up(in_progress.scan)
                read_elsewhere.append(in_progress.scan)
            else:
                yield from in_progress.remaining(of_scan)

    pace = _Pace(page_store)
    workers = _workers(page_store.settings, total)
    log.info("reading %d pages by %s", total, "a cluster" if executor else f"{workers} processes")
    pages: Iterator[PageResult]
    if executor is not None:
        pages = read_jobs_on(executor, jobs(), opener.open_pages)
    else:
        is_apart = any(in_progress.crashed_before for in_progress in work)
        pages = read_jobs(jobs(), opener.open_pages, workers, apart=is_apart)
    try:
        for done in progress(pages, "Reading", total=total, unit="page"):
            pace.add(done)
            in_progress = by_item[done.scan.item]
            in_progress.add(done)
            if in_progress.finish():
                claims.give_up(in_progress.scan)
                yield in_progress.scan
                page_store.forget_former(in_progress.scan)
            elif in_progress.is_tried:
                in_progress.note_crashes()
                claims.give_up(in_progress.scan)
    finally:
        if isinstance(pages, Generator):
            pages.close()
        for in_progress in work:
            in_progress.part.close()
        pace.keep()
    for in_progress, _ in planned:
        if in_progress.finish():  # what was left of it was stored by another run, which ended before it was done
            claims.give_up(in_progress.scan)
            yield in_progress.scan
    yield from read_elsewhere
    return others


def preview(
    scans: Sequence[Scan], *, opener: ScanOpener, page_store: PageStore, progress: Progress = quiet
) -> Iterator[tuple[Scan, Page]]:
    """Read scans again without storing anything, to show what `read` would make of them now.

    Args:
        scans: The scans.
        opener: How scans are opened.
        page_store: The settings of reading.
        progress: Told of each page.

    Yields:
        Each page as it is read, with its scan.

    Raises:
        BriefbookError: The work cannot go on, or this program has a fault, which would make the preview worthless.
    """
    jobs = [job for scan in scans for job in ScanInProgress(scan, page_store, keep=False).jobs(opener)]
    total = sum(len(job.numbers) for job in jobs)
    pages = read_jobs(jobs, opener.open_pages, _workers(page_store.settings, total))
    try:
        for done in progress(pages, "Reading", total=total, unit="page"):
            yield done.scan, _page_of(done)
    finally:
        pages.close()


def read_page(scan: Scan, number: int, *, opener: ScanOpener, settings: ReadingSettings) -> Page:
    """Read one page without storing it.

    Args:
        scan: The scan.
        number: The page, from 1.
        opener: How scans are opened.
        settings: Which reader, and its limits.

    Raises:
        ProgramFault: It was not read, by a fault of this program.
        OutsideError: It was not read because the system would not let it.
    """
    return _page_of(next(iter(read_jobs([Job(scan, (number,), settings)], opener.open_pages, 1))))


def _page_of(done: PageResult) -> Page:
    """The page that was read; an exception where it was not for a reason that is not the scan's."""
    if not done.storable:
        (finding,) = findings_of(done.findings, done.scan)
        kind = ProgramFault if finding.code == PROGRAM_FAULT else OutsideError
        raise kind(f"{done.scan.item}: {finding.message}", remedy=finding.remedy)
    return page_of_json(json.loads(done.row))


def pace_of(page_store: PageStore, reader: str) -> float | None:
    """Processor seconds a page took in the last run, by the first word of the reader's name; None if not measured."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return float(json.loads((page_store.folder / PACE).read_text())[reader])
    return None


def workers_of(settings: ReadingSettings) -> int:
    """How many processes read: as the settings say, else one for each core."""
    return settings.workers or os.cpu_count() or 1


def _workers(settings: ReadingSettings, pages: int) -> int:
    return 1 if pages <= MAX_PAGES_IN_THIS_PROCESS else min(workers_of(settings), -(-pages // PAGES_PER_JOB))


@dataclass
class ScanInProgress:
    """A scan that is being read; ``failed`` are pages that could not be, for reasons that are not the scan's."""

    scan: Scan
    page_store: PageStore
    keep: bool = True
    wanted: set[int] = field(default_factory=set)
    rows: dict[int, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)
    scores: dict[int, bytes] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    failed: set[int] = field(default_factory=set)
    crashed: set[int] = field(default_factory=set)
    crashed_before: bool = False
    kept: bool = False

    def __post_init__(self) -> None:
        self.part: PartialReading = self.page_store.part(self.scan)

    def jobs(self, opener: ScanOpener) -> Iterator[Job]:
        """The pages that remain to be read; a scan that cannot be opened has none, but a finding."""
        settings = self.page_store.settings_of(self.scan.item)
        if self.keep:
            self.crashed_before = any(page_fault.crashed for page_fault in self.part.faults().values())
            self.part.forget_faults()
        try:
            with log_context(self.scan.item):
                count, damage = opener.inspect(self.scan)
        except BriefbookError:
            raise
        except ScanFault as fault:
            count = len(self.scan.paths)
            of_several = f"; none of the {count} files of this scan was read" if count > 1 else ""
            self.faults.append(_fault(self.scan, f"{fault}{of_several}", fault.remedy))
            return
        except Exception as error:
            raise_missing_extra(error)
            self._fail_whole(error)
            return
        if damage:
            self.faults.append(
                _fault(self.scan, f"the file is damaged ({damage}); {pluralise(count, 'page')} could be recovered")
            )
        if count > settings.max_pages:
            message = f"it has {count:,} pages; only the first {settings.max_pages:,} were read"
            self.faults.append(_fault(self.scan, message, "raise reading.max_pages to read the others.", "R105"))
        self.wanted = set(range(1, min(count, settings.max_pages) + 1))
        if self.keep:
            self.rows = {number: row for number, row in self.part.load().items() if number in self.wanted}
            self.scores = {number: packed for number, packed in self.part.load_scores().items() if number in self.rows}
        numbers = sorted(self.wanted - self.rows.keys())
        for begin in range(0, len(numbers), PAGES_PER_JOB):
            yield Job(self.scan, tuple(numbers[begin : begin + PAGES_PER_JOB]), settings)

    def remaining(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Those of its jobs whose pages no other run has stored since they were planned."""
        stored = self.part.load() if len(self.wanted) > 1 else {}
        added = {number: row for number, row in stored.items() if number in self.wanted and number not in self.rows}
        if added:
            self.rows |= added
            self.scores |= {number: packed for number, packed in self.part.load_scores().items() if number in added}
        for job in jobs:
            numbers = tuple(number for number in job.numbers if number not in self.rows)
            if numbers:
                yield Job(job.scan, numbers, job.settings)

    @property
    def is_tried(self) -> bool:
        """Was every page tried, and one not read for a reason that is not the scan's?"""
        return bool(self.failed) and self.rows.keys() | self.failed >= self.wanted

    def note_crashes(self) -> None:
        """Give the scan up where each page that was not read ended its processes."""
        if self.crashed >= self.failed:
            with log_context(self.scan.item):
                log.warning("pages that end whatever reads them are set aside: %s", sorted(self.failed))
            self.part.give_up(self.page_store.program)

    def add(self, done: PageResult) -> None:
        """Take a finished page; of a scan of several pages it is stored at once."""
        if not done.storable:
            self.failed.add(done.number)
            if done.crashed:
                self.crashed.add(done.number)
            why = page_of_json(json.loads(done.row)).why
            self.part.add_fault(done.number, PageFault(why, done.findings, done.crashed))
            return
        self.rows[done.number] = (done.row, done.findings)
        if done.scores:
            self.scores[done.number] = done.scores
        if len(self.wanted) > 1:
            self.part.add(done.row, done.findings, done.scores)

    def finish(self) -> bool:
        """Store the scan if all its pages are there; True if it was stored now."""
        if self.kept or self.failed or self.rows.keys() != self.wanted:
            return False
        ordered = [self.rows[number] for number in sorted(self.rows)]
        findings = [finding for _, rows in ordered for finding in findings_of(rows, self.scan)]
        self.page_store.keep(self.scan, (row for row, _ in ordered), [*self.faults, *findings], self.scores)
        self.part.discard()
        with log_context(self.scan.item):
            log.info("all %d pages are kept; findings: %d", len(ordered), len(self.faults) + len(findings))
        self.rows, self.scores, self.kept = {}, {}, True
        return True

    def _fail_whole(self, error: Exception) -> None:
        """Our own code failed to open the scan: only the failure is stored."""
        with log_context(self.scan.item):
            log.error("the scan was not opened, by a fault of the program", exc_info=error)
        finding = program_fault(f"{self.scan.paths[0].name} was not opened", error, item=self.scan.item)
        if not self.keep:
            raise ProgramFault(f"{self.scan.item}: {finding.message}", remedy=finding.remedy) from error
        self.failed.add(0)
        self.part.add_fault(0, PageFault("not opened", finding_rows([finding]), crashed=False))
        self.part.close()


class _Pace:
    """Measures the processor seconds a page takes, for later estimates."""

    def __init__(self, page_store: PageStore) -> None:
        self.path = page_store.folder / PACE
        self.took: dict[str, list[float]] = {}

    def add(self, done: PageResult) -> None:
        reader = json.loads(done.row)["reader"].split(" ")[0]
        if reader and done.seconds:
            self.took.setdefault(reader, []).append(done.seconds)

    def keep(self) -> None:
        """Best effort: an estimate is all that depends on it."""
        if not self.took:
            return
        pace: dict[str, float] = {}
        with contextlib.suppress(OSError, ValueError):
            pace = json.loads(self.path.read_text())
        pace |= {reader: round(sum(many) / len(many), 3) for reader, many in self.took.items()}
        with contextlib.suppress(BriefbookError):
            write_atomic(self.path, json.dumps(pace, sort_keys=True))


def _fault(scan: Scan, message: str, remedy: str = "", code: str = "R104") -> Finding:
    remedy = remedy or "ask for a sound copy and put it in its place; every other scan was read."
    where = FilePosition(scan.shown_path)
    return Finding(code, where, message, remedy, item=scan.item)
