"""Sheets read by several processes: one a core, each with one thread; a page that cannot be read is a finding.

A process is given a few pages of one scan at a time and sends back each page as it is done. So it is known which page
it was at when it died or took too long, and only that page is lost.

Three things can keep a page from being read. Its file is damaged, or it takes too long: that is said of the scan (R104)
and stored like a reading. This program has a fault, or a library crashed: that is our fault (X101). The system ended
the process, or memory was short (R106). Of the last two nothing is stored, so that the page is read by the next run.
"""

import contextlib
import importlib
import logging
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from briefbook.errors import BriefbookError, OutsideError, ProgramFault, ScanFault
from briefbook.model.finding import KILLED, Finding, program_fault
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Page, Scan
from briefbook.ocr.page_store import finding_rows, page_row
from briefbook.settings import ReadingSettings
from briefbook.util import logs
from briefbook.util.extras import raise_missing_extra

log = logs.get_logger(__name__)

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT"):
    os.environ.setdefault(_name, "1")  # before the engines are loaded, here and in the processes that are started

Open = Callable[[Scan, Sequence[int]], Iterator[Any]]
"""Gives the sheets of a scan's pages, or the fault of one; a function of a module, since other processes call it."""

PAGES = 4
"""Pages given to a process at a time."""

RETIRE = 300
"""Pages after which a process is replaced by a fresh one, so that memory an engine does not give back is bounded."""

TRIES = 2
"""How often a page may end its process before it is given up."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some pages of one scan, and how they are to be read."""

    scan: Scan
    numbers: tuple[int, ...]
    asked: ReadingSettings


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was read: as it is kept, with its findings, and the processor seconds it took.

    ``storable`` is False where it was not read for a reason that is not the scan's, ``crashed`` is True where its
    process ended.
    """

    scan: Scan
    number: int
    row: str
    findings: list[dict[str, Any]]
    seconds: float = 0.0
    storable: bool = True
    crashed: bool = False


def read_job(job: Job, sheets: Open) -> Iterator[Done]:
    """The pages of a job one by one; a page that cannot be read is an empty one with a finding."""
    opened = _with_faults(iter(sheets(job.scan, job.numbers)))
    for number in job.numbers:
        with logs.log_context(job.scan.item, number):
            yield _read_one(job, number, opened)


def _read_one(job: Job, number: int, opened: Iterator[Any]) -> Done:
    began = time.process_time()
    from briefbook.ocr.reader_choice import read_sheet

    try:
        sheet = next(opened)
        if isinstance(sheet, Exception):
            raise sheet
        page, findings = read_sheet(job.scan.item, sheet, job.asked)
    except BriefbookError:
        raise  # the work cannot go on
    except ScanFault as fault:
        log.info("not read: %s", fault)
        return lost(job.scan, number, str(fault))
    except MemoryError:
        log.exception("not read: there was not enough memory")
        return killed(job.scan, number, "there was not enough memory to read it")
    except Exception as error:
        raise_missing_extra(error)
        log.exception("not read, by a fault of the program")
        return broken(job.scan, number, error)
    seconds = time.process_time() - began
    log.info("read by %s in %.1f s%s", page.reader or "no reader", seconds, f": {page.why}" if page.why else "")
    return Done(job.scan, number, page_row(page), finding_rows(findings), seconds)


def _with_faults(sheets: Iterator[Any]) -> Iterator[Any]:
    """The sheets; where opening them fails as a whole, that failure for each that was to come."""
    fault: Exception = ScanFault("the file ends before this page")
    try:
        yield from sheets
    except Exception as error:
        fault = error
    while True:
        yield fault


def lost(scan: Scan, number: int, why: str, remedy: str = "") -> Done:
    """A page that could not be read because of its scan: it keeps its number, and a finding says why."""
    remedy = remedy or "ask for a sound copy and put it in its place; everything else was read."
    finding = Finding(
        "R104", _file_of(scan), f"page {number}: {why}", remedy, item=scan.item, place=PagePosition(number)
    )
    return _unread(scan, number, f"could not be read: {why}", finding)


def broken(scan: Scan, number: int, error: BaseException | str, *, crashed: bool = False) -> Done:
    """A page that was not read because of a fault of this program; it is not stored."""
    finding = program_fault(
        f"page {number} was not read", error, where=_file_of(scan), item=scan.item, place=PagePosition(number)
    )
    return _unread(scan, number, "not read, by a fault of Briefbook itself", finding, storable=False, crashed=crashed)


def killed(scan: Scan, number: int, why: str, *, crashed: bool = False) -> Done:
    """A page that was not read because the system would not let it: it is not stored."""
    remedy = (
        "close other programs, or let fewer processes read (reading.workers in briefbook.toml) or smaller pictures "
        "(reading.max_pixels), and run the same command again; everything else was read."
    )
    finding = Finding(
        KILLED, _file_of(scan), f"page {number}: {why}", remedy, item=scan.item, place=PagePosition(number)
    )
    return _unread(scan, number, f"not read: {why}", finding, storable=False, crashed=crashed)


def _file_of(scan: Scan) -> FilePosition:
    return FilePosition(f"{scan.paths[0].parent.name}/{scan.paths[0].name}")


def _unread(
    scan: Scan, number: int, why: str, finding: Finding, *, storable: bool = True, crashed: bool = False
) -> Done:
    page = Page(scan.item, number, why=why)
    return Done(scan, number, page_row(page), finding_rows([finding]), storable=storable, crashed=crashed)


def read_jobs(jobs: Iterable[Job], sheets: Open, workers: int, *, apart: bool = False) -> Generator[Done, None, None]:
    """Every page of the jobs, as it is finished.

    Args:
        jobs: What is to be read.
        sheets: Opens the pages of a scan.
        workers: How many processes read; one: this process does, unless ``apart``.
        apart: Never read in this process, since a page among these ended its process before.

    Yields:
        Each page once, those of one job in order.

    Raises:
        BriefbookError: The work cannot go on.
    """
    if workers <= 1 and not apart:
        for job in jobs:
            yield from read_job(job, sheets)
        return
    crew = _Crew(sheets, workers)
    try:
        yield from crew.read(iter(jobs))
    finally:
        crew.end()


START = 120
"""Seconds that a process may take to start, which is no page's fault, beyond those of a page."""


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    ready: bool = False
    job: Job | None = None
    left: deque[int] = field(default_factory=deque)
    since: float = 0.0
    pages: int = 0


class _Crew:
    """The processes and what each is at."""

    def __init__(self, sheets: Open, workers: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._sheets, self._size = sheets, workers
        self._crew: list[_Worker] = []
        self._again: deque[Job] = deque()
        self._tried: dict[tuple[str, int], int] = {}

    def read(self, jobs: Iterator[Job]) -> Iterator[Done]:
        more = True
        while True:
            for worker in [one for one in self._crew if one.job is None and one.pages >= RETIRE]:
                self._drop(worker)
            idle = [one for one in self._crew if one.job is None]
            while more and (idle or len(self._crew) < self._size):
                job = self._again.popleft() if self._again else next(jobs, None)
                if job is None:
                    more = False
                    break
                self._give(idle.pop() if idle else self._hire(), job)
            busy = [one for one in self._crew if one.job is not None]
            if not busy and not self._again:
                return
            yield from self._hear(busy)
            more = more or bool(self._again)

    def end(self) -> None:
        """Stop at once: what a process is at is lost, what it sent is not."""
        for worker in list(self._crew):
            self._drop(worker)

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._sheets, logs.forwarded_level()), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._crew.append(worker)
        return worker

    def _give(self, worker: _Worker, job: Job) -> None:
        worker.job, worker.left, worker.since = job, deque(job.numbers), time.monotonic()
        with contextlib.suppress(OSError):  # it died while idle; that is noticed when it is listened to
            worker.pipe.send(job)

    def _hear(self, busy: list[_Worker]) -> Iterator[Done]:
        ready = wait([one.pipe for one in busy], timeout=1.0)
        for worker in busy:
            if worker.pipe in ready:
                try:
                    said = worker.pipe.recv()
                except (EOFError, OSError):
                    yield from self._bury(worker)
                    continue
                if isinstance(said, logging.LogRecord):
                    logs.take_record(said)
                    continue
                if isinstance(said, BriefbookError):
                    raise said
                if said == "ready":
                    worker.ready, worker.since = True, time.monotonic()
                elif said == "done":
                    worker.job = None
                else:
                    worker.left.remove(said.number)
                    worker.since, worker.pages = time.monotonic(), worker.pages + 1
                    yield said
            elif (
                worker.job
                and time.monotonic() - worker.since > worker.job.asked.max_seconds + (not worker.ready) * START
            ):
                yield from self._bury(worker, late=True)

    def _bury(self, worker: _Worker, *, late: bool = False) -> Iterator[Done]:
        """A process is dead or too slow: the page it was at is tried once more or given up, the rest is read again."""
        job, left = worker.job, worker.left
        if not worker.ready and not late:
            raise OutsideError(
                "the processes that read do not start",
                remedy="set reading.workers = 1, which reads without them, and see whether memory is short.",
            )
        ended = "" if late else _how_it_ended(worker.process)
        self._drop(worker)
        if job is None or not left:
            return
        at = left[0]
        tried = self._tried[job.scan.item, at] = self._tried.get((job.scan.item, at), 0) + 1
        with logs.log_context(job.scan.item, at):
            log.warning("the process that read it %s (time %d)", "took too long" if late else ended, tried)
        if late:
            left.popleft()
            remedy = f"raise reading.max_seconds and run `briefbook read --redo {job.scan.item}`."
            yield lost(job.scan, at, f"took more than {job.asked.max_seconds} seconds", remedy)
        elif tried >= TRIES:
            left.popleft()
            if ended == _KILLED:
                yield killed(job.scan, at, f"the process that read it {ended}", crashed=True)
            else:
                yield broken(job.scan, at, f"the process that read it {ended}", crashed=True)
        if left:
            self._again.append(Job(job.scan, tuple(left), job.asked))

    def _drop(self, worker: _Worker) -> None:
        self._crew.remove(worker)
        worker.pipe.close()
        worker.process.terminate()
        worker.process.join(5)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


_KILLED = "was killed by the system, most often because memory was short"


def _how_it_ended(process: Any) -> str:
    """How a process ended that should not have."""
    process.join(5)
    code = process.exitcode
    if code is None:
        return "no longer answers"
    if code == -getattr(signal, "SIGKILL", 9):
        return _KILLED
    if code < 0:
        return f"crashed ({signal.Signals(-code).name})"
    return f"ended with exit code {code}"


def _work(pipe: Connection, sheets: Open, log_level: int) -> None:
    """What a process does: read what it is given until nobody gives any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that gives the work
    logs.forward_records(pipe.send, log_level)
    importlib.import_module("briefbook.ocr.reader_choice")  # so that the first page's time is its own
    try:
        pipe.send("ready")
        while True:
            job = pipe.recv()
            for done in read_job(job, sheets):
                pipe.send(done)
            pipe.send("done")
    except BriefbookError as error:
        pipe.send(error)
    except (EOFError, OSError):
        return
    except Exception as error:
        log.exception("a process that reads failed")
        remedy = "please report it, with what the log says of it (build/briefbook.log, or the file of --log-file)."
        pipe.send(ProgramFault(f"a process that reads failed ({type(error).__name__})", remedy=remedy))
