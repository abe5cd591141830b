"""Reading on any ``concurrent.futures.Executor``: a cluster's, such as that of dask.distributed, or another pool.

The executor schedules, balances and tries again; here is only what it cannot know. A worker of another version, or one
that does not see the scans, is refused with the reason, for what it read would not be what this computer reads. A job
whose worker ended is given out again page by page, so that the page that ends its workers is known and set aside.
"""

import importlib.metadata
import os
import platform
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from functools import cache

from briefbook.errors import BriefbookError, OutsideError
from briefbook.ocr.page_store import VERSION
from briefbook.ocr.workers import START, Job, OpenPages, PageResult, killed_result, read_job
from briefbook.util.logs import get_logger

log = get_logger(__name__)

MAX_QUEUED_JOBS = 1_000
"""Jobs that are with the executor at a time; so many workers have something to do."""

_LIBRARIES = (
    "briefbook",
    "numpy",
    "opencv-python-headless",
    "onnxruntime",
    "pikepdf",
    "pypdfium2",
    "pillow",
    "rapidocr",
)
"""Packages on which it depends, letter by letter, what is read."""


@cache
def versions() -> dict[str, str]:
    """What a reading depends on besides scan and settings, each with its version here; "none" where it is absent."""
    by_name = {
        "version of reading": str(VERSION),
        "Python": ".".join(platform.python_version_tuple()[:2]),
    }
    for name in _LIBRARIES:
        try:
            by_name[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            by_name[name] = "none"
    return by_name


@dataclass(frozen=True, slots=True)
class RemoteAnswer:
    """What came of a job: its pages, or why the worker was refused."""

    pages: tuple[PageResult, ...]
    refusal: str = ""


def read_remotely(job: Job, open_pages: OpenPages, wanted: Mapping[str, str], caller: tuple[str, int]) -> RemoteAnswer:
    """Read the pages of a job; what a worker is given to do.

    Args:
        job: The pages, in a file that is under the same path here as where the job was made.
        open_pages: Opens the pages of a scan.
        wanted: The ``versions`` of the computer that made the job.
        caller: That computer's name and process.

    Returns:
        The pages; a refusal where this worker would read otherwise, or sees no scan.

    Raises:
        BriefbookError: The work cannot go on.
    """
    host = socket.gethostname()
    here = versions()
    others = [f"{name} {here.get(name)} instead of {own}" for name, own in wanted.items() if here.get(name) != own]
    if others:
        return RemoteAnswer((), f"the worker on {host} has {', '.join(others)}")
    unseen = [path for path in job.scan.paths if not path.exists()]
    if unseen:
        return RemoteAnswer((), f"the worker on {host} does not see {unseen[0]}")
    with _Deadline(job, is_own_process=(host, os.getpid()) == caller) as deadline:
        pages = []
        for page in read_job(job, open_pages):
            pages.append(page)
            deadline.extend()
    return RemoteAnswer(tuple(pages))


class _Deadline:
    """Ends the worker's process where a page takes too long, as a pool of this computer does with its own."""

    def __init__(self, job: Job, *, is_own_process: bool) -> None:
        self._seconds = job.settings.max_seconds
        self._item = job.scan.item
        self._is_own_process = is_own_process
        self._timer: threading.Timer | None = None

    def __enter__(self) -> "_Deadline":
        self._start(self._seconds + START)
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def extend(self) -> None:
        """A page is done; the next has its own time."""
        self.__exit__()
        self._start(self._seconds)

    def _start(self, seconds: float) -> None:
        if not self._is_own_process:
            self._timer = threading.Timer(seconds, self._end)
            self._timer.daemon = True
            self._timer.start()

    def _end(self) -> None:
        log.warning("a page of %s took more than %d seconds: this worker ends", self._item, self._seconds)
        os._exit(75)


def read_jobs_on(executor: Executor, jobs: Iterable[Job], open_pages: OpenPages) -> Iterator[PageResult]:
    """Read all pages of some jobs on an executor.

    Args:
        executor: Runs functions somewhere. Whatever ends one of its workers must not break it for good, as it does
            the standard library's pool of processes.
        jobs: What is to be read; taken as the executor has room.
        open_pages: Opens the pages of a scan; a function of a module.

    Yields:
        Each page once, in the order in which they are done.

    Raises:
        OutsideError: A worker is refused, or the executor is gone.
        BriefbookError: The work cannot go on.
    """
    coming = iter(jobs)
    running: dict[Future[RemoteAnswer], Job] = {}
    caller = socket.gethostname(), os.getpid()

    def submit(job: Job) -> None:
        running[executor.submit(read_remotely, job, open_pages, versions(), caller)] = job

    is_more = True
    try:
        while is_more or running:
            while is_more and len(running) < MAX_QUEUED_JOBS:
                job = next(coming, None)
                if job is None:
                    is_more = False
                else:
                    submit(job)
                    if any(future.done() for future in running):
                        break
            done, _ = wait(running, return_when=FIRST_COMPLETED) if running else (set(), set())
            for future in done:
                job = running.pop(future)
                try:
                    answer = future.result()
                except Exception as error:
                    story = _story(error)
                    if len(job.numbers) > 1:
                        log.warning("%s: %s; its pages are given out one by one", job.scan.item, story)
                        for number in job.numbers:
                            submit(Job(job.scan, (number,), job.settings))
                    else:
                        yield killed_result(job.scan, job.numbers[0], story, crashed=True)
                    continue
                if answer.refusal:
                    raise OutsideError(
                        f"a worker was refused: {answer.refusal}",
                        remedy="give every worker the same versions (docs/recipes/cluster.md), and the folder of the "
                        "collection under the same path; nothing of what it read was taken.",
                    )
                yield from answer.pages
    finally:
        for future in running:
            future.cancel()


def _story(error: Exception) -> str:
    """Why a page was not read, where the executor gave it up after some tries; other errors are raised.

    dask.distributed gives a task up with a ``KilledWorker`` once so many workers have ended while they did it
    (``distributed.scheduler.allowed-failures``, 3).
    """
    if type(error).__name__ == "KilledWorker":
        tries = getattr(error, "allowed_failures", None)
        last = getattr(getattr(error, "last_worker", None), "address", "")
        count = f"{int(tries) + 1} workers" if tries is not None else "several workers"
        return f"{count} ended while they read it" + (f", the last at {last}" if last else "")
    if isinstance(error, BriefbookError):
        raise error
    if isinstance(error, ModuleNotFoundError):
        raise OutsideError(
            f"the workers lack {error.name}", remedy="install the same Briefbook there, with its extra read."
        ) from error
    if isinstance(error, BrokenExecutor | CancelledError | OSError | TimeoutError):
        raise OutsideError(
            f"the cluster cannot go on: {str(error) or type(error).__name__}",
            remedy="start it again and run the command again; it goes on where it stopped.",
        ) from error
    raise error
