"""Pool of reading processes with a time limit for each page: one process a core, each with one thread.

A process is given a few pages of one scan at a time and sends back each page as it is done. So it is known which page
it was at when it crashed or took too long, and only that page is lost.

Three things can keep a page from being read. Its file is damaged, or it takes too long: that is a finding about the
scan (R104), stored like a reading. This program has a fault, or a library crashed: that is our fault (X101). The system
ended the process, or memory was short (R106). In the last two cases nothing is stored, and the next run reads the page.
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
from pathlib import PurePosixPath
from typing import Any

from briefbook.errors import BriefbookError, OutsideError, ProgramFault, ScanFault
from briefbook.model.finding import KILLED, Finding, program_fault
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Page, Scan
from briefbook.ocr.page_store import finding_rows, page_row
from briefbook.settings import ReadingSettings
from briefbook.util import logs
from briefbook.util.advice import typed
from briefbook.util.extras import raise_missing_extra

log = logs.get_logger(__name__)

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT"):
    os.environ.setdefault(_name, "1")  # before the engines are loaded, here and in the worker processes

OpenPages = Callable[[Scan, Sequence[int]], Iterator[Any]]
"""Opens pages of a scan by number, giving a ``ScanPage`` or the exception for each; a function of a module."""

PAGES_PER_JOB = 4
"""Pages given to a process at a time."""

MAX_PAGES_PER_PROCESS = 300
"""Pages after which a process is replaced by a fresh one, so that memory an engine does not give back is bounded."""

MAX_TRIES = 2
"""How often a page may crash its process before it is given up."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some pages of one scan, and how they are to be read."""

    scan: Scan
    numbers: tuple[int, ...]
    settings: ReadingSettings


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page that was read: as it is stored, with its findings, and the processor seconds it took.

    ``scores`` is what can be asked of its picture again, as ``text.line_scores.pack`` writes it, empty where there is
    nothing. ``storable`` is False where it was not read for a reason that is not the scan's, ``crashed`` is True where
    its process ended.
    """

    scan: Scan
    number: int
    row: str
    findings: list[dict[str, Any]]
    seconds: float = 0.0
    storable: bool = True
    crashed: bool = False
    scores: bytes = b""


def read_job(job: Job, open_pages: OpenPages) -> Iterator[PageResult]:
    """Read the pages of a job one by one; one that cannot be read is empty and has a finding."""
    opened = _with_faults(iter(open_pages(job.scan, job.numbers)))
    for number in job.numbers:
        with logs.log_context(job.scan.item, number):
            yield _read_one(job, number, opened)


def _read_one(job: Job, number: int, opened: Iterator[Any]) -> PageResult:
    began = time.process_time()
    from briefbook.ocr.reader_choice import read_with_scores
    from briefbook.text.line_scores import pack

    try:
        scan_page = next(opened)
        if isinstance(scan_page, Exception):
            raise scan_page
        page, findings, scores = read_with_scores(job.scan.item, scan_page, job.settings)
        packed = pack(scores) if scores else b""
    except BriefbookError:
        raise  # the work cannot go on
    except ScanFault as fault:
        log.info("not read: %s", fault)
        return unreadable_result(job.scan, number, str(fault), fault.remedy, file=fault.file)
    except MemoryError:
        log.exception("not read: there was not enough memory")
        return killed_result(job.scan, number, "there was not enough memory to read it")
    except Exception as error:
        raise_missing_extra(error)
        log.exception("not read, by a fault of the program")
        return program_fault_result(job.scan, number, error)
    seconds = time.process_time() - began
    log.info("read by %s in %.1f s%s", page.reader or "no reader", seconds, f": {page.why}" if page.why else "")
    return PageResult(job.scan, number, page_row(page), finding_rows(findings), seconds, scores=packed)


def _with_faults(open_pages: Iterator[Any]) -> Iterator[Any]:
    """The open pages; if opening them fails as a whole, that exception for each page that is left."""
    fault: Exception = ScanFault("the file ends before this page")
    try:
        yield from open_pages
    except Exception as error:
        fault = error
    while True:
        yield fault


def unreadable_result(scan: Scan, number: int, why: str, remedy: str = "", *, file: str = "") -> PageResult:
    """The result for a page that could not be read because of its scan: empty, with finding R104.

    Args:
        scan: The scan.
        number: The page.
        why: Why it could not be read.
        remedy: What to do, where that is something else than to ask for a sound copy.
        file: The name of the file, where the scan has several and it is known which.
    """
    remedy = remedy or "ask for a sound copy and put it in its place; nothing else is affected."
    where = FilePosition(PurePosixPath(scan.shown_path).with_name(file).as_posix()) if file else _file_of(scan)
    finding = Finding("R104", where, f"page {number}: {why}", remedy, item=scan.item, place=PagePosition(number))
    return _unread(scan, number, f"could not be read: {why}", finding)


def program_fault_result(scan: Scan, number: int, error: BaseException | str, *, crashed: bool = False) -> PageResult:
    """The result for a page that was not read by a fault of this program: finding X101, not stored."""
    finding = program_fault(
        f"page {number} was not read", error, where=_file_of(scan), item=scan.item, place=PagePosition(number)
    )
    return _unread(scan, number, "not read, by a fault of Briefbook itself", finding, storable=False, crashed=crashed)


def killed_result(scan: Scan, number: int, why: str, *, crashed: bool = False) -> PageResult:
    """The result for a page that was not read because the system would not let it: finding R106, not stored."""
    command, rest = typed("read"), "nothing else is affected."
    if crashed:
        command, rest = typed("read", scan.item), "until then this page is left alone, and no other is."
    remedy = (
        "close other programs, or let fewer processes read (reading.workers in briefbook.toml) or smaller pictures "
        f"(reading.max_pixels), and run {command} again; {rest}"
    )
    finding = Finding(
        KILLED, _file_of(scan), f"page {number}: {why}", remedy, item=scan.item, place=PagePosition(number)
    )
    return _unread(scan, number, f"not read: {why}", finding, storable=False, crashed=crashed)


def _file_of(scan: Scan) -> FilePosition:
    return FilePosition(scan.shown_path)


def _unread(
    scan: Scan, number: int, why: str, finding: Finding, *, storable: bool = True, crashed: bool = False
) -> PageResult:
    page = Page(scan.item, number, why=why)
    return PageResult(scan, number, page_row(page), finding_rows([finding]), storable=storable, crashed=crashed)


def read_jobs(
    jobs: Iterable[Job], open_pages: OpenPages, workers: int, *, apart: bool = False
) -> Generator[PageResult, None, None]:
    """Read all pages of some jobs, in this process or several.

    Args:
        jobs: What is to be read.
        open_pages: Opens the pages of a scan.
        workers: How many processes read; if it is 1, this process does, unless ``apart``.
        apart: Never read in this process, since one of these pages crashed its process before.

    Yields:
        Each page once, those of one job in order.

    Raises:
        BriefbookError: The work cannot go on.
    """
    if workers <= 1 and not apart:
        for job in jobs:
            yield from read_job(job, open_pages)
        return
    pool = _WorkerPool(open_pages, workers)
    try:
        yield from pool.read(iter(jobs))
    finally:
        pool.end()


START = 120
"""Seconds that a process may take to start, added to the limit of its first page."""


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    ready: bool = False
    job: Job | None = None
    left: deque[int] = field(default_factory=deque)
    since: float = 0.0
    pages: int = 0


class _WorkerPool:
    """The worker processes and the job of each."""

    def __init__(self, open_pages: OpenPages, workers: int) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._open_pages, self._size = open_pages, workers
        self._workers: list[_Worker] = []
        self._again: deque[Job] = deque()
        self._tried: dict[tuple[str, int], int] = {}

    def read(self, jobs: Iterator[Job]) -> Iterator[PageResult]:
        more = True
        while True:
            for worker in [
                worker for worker in self._workers if worker.job is None and worker.pages >= MAX_PAGES_PER_PROCESS
            ]:
                self._stop(worker)
            idle = [worker for worker in self._workers if worker.job is None]
            while more and (idle or len(self._workers) < self._size):
                job = self._again.popleft() if self._again else next(jobs, None)
                if job is None:
                    more = False
                    break
                self._assign(idle.pop() if idle else self._start_worker(), job)
            busy = [worker for worker in self._workers if worker.job is not None]
            if not busy and not self._again:
                return
            yield from self._receive(busy)
            more = more or bool(self._again)

    def end(self) -> None:
        """Stop all processes at once; the pages that they are reading are lost."""
        for worker in list(self._workers):
            self._stop(worker)

    def _start_worker(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_work, args=(theirs, self._open_pages, logs.forwarded_level()), daemon=True
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _assign(self, worker: _Worker, job: Job) -> None:
        worker.job, worker.left, worker.since = job, deque(job.numbers), time.monotonic()
        with contextlib.suppress(OSError):  # it crashed while idle, which is noticed when it is read from
            worker.pipe.send(job)

    def _receive(self, busy: list[_Worker]) -> Iterator[PageResult]:
        ready = wait([worker.pipe for worker in busy], timeout=1.0)
        for worker in busy:
            if worker.pipe in ready:
                try:
                    message = worker.pipe.recv()
                except (EOFError, OSError):
                    yield from self._handle_ended(worker)
                    continue
                if isinstance(message, logging.LogRecord):
                    logs.take_record(message)
                    continue
                if isinstance(message, BriefbookError):
                    raise message
                if message == "ready":
                    worker.ready, worker.since = True, time.monotonic()
                elif message == "done":
                    worker.job = None
                else:
                    worker.left.remove(message.number)
                    worker.since, worker.pages = time.monotonic(), worker.pages + 1
                    yield message
            elif (
                worker.job
                and time.monotonic() - worker.since > worker.job.settings.max_seconds + (not worker.ready) * START
            ):
                yield from self._handle_ended(worker, late=True)

    def _handle_ended(self, worker: _Worker, *, late: bool = False) -> Iterator[PageResult]:
        """Replace a process that crashed or is too slow; its page is tried again or given up, its other pages read."""
        job, left = worker.job, worker.left
        if not worker.ready and not late:
            raise OutsideError(
                "the processes that read do not start",
                remedy="set reading.workers = 1, which reads without them, and see whether memory is short.",
            )
        ended = "" if late else _how_it_ended(worker.process)
        self._stop(worker)
        if job is None or not left:
            return
        at = left[0]
        tried = self._tried[job.scan.item, at] = self._tried.get((job.scan.item, at), 0) + 1
        with logs.log_context(job.scan.item, at):
            log.warning("the process that read it %s (time %d)", "took too long" if late else ended, tried)
        if late:
            left.popleft()
            remedy = f"raise reading.max_seconds and run {typed('read', '--redo', job.scan.item)}."
            yield unreadable_result(job.scan, at, f"took more than {job.settings.max_seconds} seconds", remedy)
        elif tried >= MAX_TRIES:
            left.popleft()
            if ended == _KILLED:
                yield killed_result(job.scan, at, f"the process that read it {ended}", crashed=True)
            else:
                yield program_fault_result(job.scan, at, f"the process that read it {ended}", crashed=True)
        if left:
            self._again.append(Job(job.scan, tuple(left), job.settings))

    def _stop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
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


def _work(pipe: Connection, open_pages: OpenPages, log_level: int) -> None:
    """Main loop of a worker process: read jobs until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent process
    logs.forward_records(pipe.send, log_level)
    importlib.import_module("briefbook.ocr.reader_choice")  # so that the first page's time is its own
    try:
        pipe.send("ready")
        while True:
            job = pipe.recv()
            for done in read_job(job, open_pages):
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
