"""Scans -> pages: nothing is read twice, what is finished is kept at once, one bad scan never stops the rest."""

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefbook.errors import BriefbookError, OutsideError, ProgramFault, ScanFault
from briefbook.model.finding import PROGRAM_FAULT, Finding, program_fault
from briefbook.model.locator import FilePosition
from briefbook.model.page import Page, Scan
from briefbook.model.page_json import page_of_json
from briefbook.ocr.page_store import VERSION, Answer, Part, PartFault, Readings, finding_rows, findings_of
from briefbook.ocr.workers import PAGES, Done, Job, Open, read_jobs
from briefbook.progress import Progress, quiet
from briefbook.settings import ReadingSettings
from briefbook.util.extras import raise_missing_extra
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger, log_context

log = get_logger(__name__)

__all__ = ["VERSION", "Answer", "Scans", "pace_of", "preview", "read_page", "read_scans", "read_unread", "workers_of"]

FEW = 3
"""Pages that are read in this process: starting others would take longer."""

PACE = "pace.json"
"""Processor seconds a page took by reader, as last measured; only for estimates."""


@dataclass(frozen=True)
class Scans:
    """How scans are opened: the scans stage, as reading is handed it; functions of a module.

    ``look`` gives how many pages a scan has and what had to be mended to open it.
    """

    look: Callable[[Scan], tuple[int, str]]
    sheets: Open


def read_scans(
    scans: Sequence[Scan], *, opening: Scans, readings: Readings, progress: Progress = quiet
) -> Iterator[Answer]:
    """Every scan with its pages and what is wrong with it, in the order given; only what is unread is read first."""
    for _ in read_unread(scans, opening=opening, readings=readings, progress=progress):
        pass
    for scan in scans:
        answer = readings.answer(scan)
        answer = answer or readings.unfinished(scan)
        if answer is None:  # its file turned out to be damaged
            for _ in read_unread([scan], opening=opening, readings=readings, progress=progress):
                pass
            answer = readings.answer(scan) or readings.unfinished(scan)
        yield answer or (scan, (), ())


def read_unread(
    scans: Iterable[Scan], *, opening: Scans, readings: Readings, progress: Progress = quiet
) -> Iterator[Scan]:
    """Read the scans that are not read yet, and give each as it is whole and kept; its former reading stands till then.

    Pages are kept one by one as they are finished. Interrupted at any moment, the same call goes on where it stopped.
    A scan of which a page could not be read for a reason that is not the scan's (a fault of this program, too little
    memory) does not become whole: it is not given, ``Readings.unfinished`` has what there is, and the next call tries
    that page again.
    """
    given = list(scans)
    unread = [scan for scan in given if readings.stored_file(scan) is None]
    log.info("%d of %d scans are read already; %d to read", len(given) - len(unread), len(given), len(unread))
    work = [ScanInProgress(scan, readings) for scan in unread]
    jobs = [job for one in work for job in one.jobs(opening)]
    under = {one.scan.item: one for one in work}
    for one in work:
        if one.finish():
            yield one.scan
            readings.forget_former(one.scan)
    pace = _Pace(readings)
    total = sum(len(job.numbers) for job in jobs)
    if not total:
        return
    workers = _workers(readings.settings, total)
    log.info("reading %d pages by %d processes", total, workers)
    pages = read_jobs(jobs, opening.sheets, workers, apart=any(one.crashed_before for one in work))
    try:
        for done in progress(pages, "Reading", total=total, unit="page"):
            pace.add(done)
            one = under[done.scan.item]
            one.add(done)
            if one.finish():
                yield one.scan
                readings.forget_former(one.scan)
    finally:
        pages.close()
        for one in work:
            one.part.close()
        pace.keep()


def preview(
    scans: Sequence[Scan], *, opening: Scans, readings: Readings, progress: Progress = quiet
) -> Iterator[tuple[Scan, Page]]:
    """The scans read anew, a page at a time, and nothing kept: what `read` would make of them now.

    Raises:
        BriefbookError: The work cannot go on, or this program has a fault, of which a preview would show nonsense.
    """
    jobs = [job for scan in scans for job in ScanInProgress(scan, readings, keep=False).jobs(opening)]
    total = sum(len(job.numbers) for job in jobs)
    pages = read_jobs(jobs, opening.sheets, _workers(readings.settings, total))
    try:
        for done in progress(pages, "Reading", total=total, unit="page"):
            yield done.scan, _page_of(done)
    finally:
        pages.close()


def read_page(scan: Scan, number: int, *, opening: Scans, asked: ReadingSettings) -> Page:
    """One page read now, and nothing kept; ``ProgramFault`` or ``OutsideError`` if it is not the scan's fault."""
    return _page_of(next(iter(read_jobs([Job(scan, (number,), asked)], opening.sheets, 1))))


def _page_of(done: Done) -> Page:
    """The page that was read; an exception where it was not, and the scan is not to blame."""
    if not done.storable:
        (finding,) = findings_of(done.findings, done.scan)
        kind = ProgramFault if finding.code == PROGRAM_FAULT else OutsideError
        raise kind(f"{done.scan.item}: {finding.message}", remedy=finding.remedy)
    return page_of_json(json.loads(done.row))


def pace_of(readings: Readings, reader: str) -> float | None:
    """Processor seconds a page took in this collection the last time, by the reader's first word."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return float(json.loads((readings.folder / PACE).read_text())[reader])
    return None


def workers_of(settings: ReadingSettings) -> int:
    """How many processes read."""
    return settings.workers or os.cpu_count() or 1


def _workers(settings: ReadingSettings, pages: int) -> int:
    return 1 if pages <= FEW else min(workers_of(settings), -(-pages // PAGES))


@dataclass
class ScanInProgress:
    """A scan that is being read; ``failed`` are pages that could not be, for reasons that are not the scan's."""

    scan: Scan
    readings: Readings
    keep: bool = True
    wanted: set[int] = field(default_factory=set)
    rows: dict[int, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    failed: set[int] = field(default_factory=set)
    crashed_before: bool = False
    kept: bool = False

    def __post_init__(self) -> None:
        self.part: Part = self.readings.part(self.scan)

    def jobs(self, opening: Scans) -> Iterator[Job]:
        """The work that remains; a scan that cannot be opened has none, but a finding."""
        asked = self.readings.asked(self.scan.item)
        if self.keep:
            self.crashed_before = any(one.crashed for one in self.part.faults().values())
            self.part.forget_faults()
        try:
            with log_context(self.scan.item):
                count, damage = opening.look(self.scan)
        except BriefbookError:
            raise
        except ScanFault as fault:
            self.faults.append(_fault(self.scan, str(fault)))
            return
        except Exception as error:
            raise_missing_extra(error)
            self._fail_whole(error)
            return
        if damage:
            self.faults.append(_fault(self.scan, f"the file is damaged ({damage}); {count} pages could be recovered"))
        if count > asked.max_pages:
            message = f"it has {count:,} pages; only the first {asked.max_pages:,} were read"
            self.faults.append(_fault(self.scan, message, "raise reading.max_pages to read the others.", "R105"))
        self.wanted = set(range(1, min(count, asked.max_pages) + 1))
        if self.keep:
            self.rows = {number: row for number, row in self.part.load().items() if number in self.wanted}
        numbers = sorted(self.wanted - self.rows.keys())
        for begin in range(0, len(numbers), PAGES):
            yield Job(self.scan, tuple(numbers[begin : begin + PAGES]), asked)

    def add(self, done: Done) -> None:
        """A page is finished; of a scan of several it is written down at once."""
        if not done.storable:
            self.failed.add(done.number)
            why = page_of_json(json.loads(done.row)).why
            self.part.add_fault(done.number, PartFault(why, done.findings, done.crashed))
            return
        self.rows[done.number] = (done.row, done.findings)
        if len(self.wanted) > 1:
            self.part.add(done.row, done.findings)

    def finish(self) -> bool:
        """If the scan has just become whole, keep it."""
        if self.kept or self.failed or self.rows.keys() != self.wanted:
            return False
        ordered = [self.rows[number] for number in sorted(self.rows)]
        found = [one for _, rows in ordered for one in findings_of(rows, self.scan)]
        self.readings.keep(self.scan, (row for row, _ in ordered), [*self.faults, *found])
        self.part.discard()
        with log_context(self.scan.item):
            log.info("all %d pages are kept; findings: %d", len(ordered), len(self.faults) + len(found))
        self.rows, self.kept = {}, True
        return True

    def _fail_whole(self, error: Exception) -> None:
        """Our own code failed to open the scan: nothing of it is kept but that it was tried in vain."""
        with log_context(self.scan.item):
            log.error("the scan was not opened, by a fault of the program", exc_info=error)
        finding = program_fault(f"{self.scan.paths[0].name} was not opened", error, item=self.scan.item)
        if not self.keep:
            raise ProgramFault(f"{self.scan.item}: {finding.message}", remedy=finding.remedy) from error
        self.failed.add(0)
        self.part.add_fault(0, PartFault("not opened", finding_rows([finding]), crashed=False))
        self.part.close()


class _Pace:
    """How long pages take, measured in passing."""

    def __init__(self, readings: Readings) -> None:
        self.path = readings.folder / PACE
        self.took: dict[str, list[float]] = {}

    def add(self, done: Done) -> None:
        reader = json.loads(done.row)["reader"].split(" ")[0]
        if reader and done.seconds:
            self.took.setdefault(reader, []).append(done.seconds)

    def keep(self) -> None:
        """Best effort: an estimate is all that depends on it."""
        if not self.took:
            return
        known: dict[str, float] = {}
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(self.path.read_text())
        known |= {reader: round(sum(many) / len(many), 3) for reader, many in self.took.items()}
        with contextlib.suppress(BriefbookError):
            write_atomic(self.path, json.dumps(known, sort_keys=True))


def _fault(scan: Scan, message: str, remedy: str = "", code: str = "R104") -> Finding:
    remedy = remedy or "ask for a sound copy and put it in its place; every other scan was read."
    where = FilePosition(f"{scan.paths[0].parent.name}/{scan.paths[0].name}")
    return Finding(code, where, f"{scan.paths[0].name}: {message}", remedy, item=scan.item)
