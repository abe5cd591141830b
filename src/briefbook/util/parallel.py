"""Parallel map over worker processes, with the results in the order of the tasks.

Workers are started afresh, never forked from a process that has threads: by a fork server on Linux (a process with one
thread, from which workers are forked), by spawning elsewhere. So what they work with must be picklable; it is sent to
each worker once.
"""

import gc
import itertools
import logging
import multiprocessing
import os
import pickle
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, TypeVar

from briefbook.errors import BriefbookError, OutsideError
from briefbook.util.logs import forward_records, forwarded_level, get_logger, take_record

Task = TypeVar("Task")
Result = TypeVar("Result")

MIN_TASKS_FOR_WORKERS = 2000
"""Fewer tasks are done by this process: starting two workers takes 0.8 s with a fork server and 2 s by spawning (two
cores, 27 November 2026), in which one process describes some 500 items."""

MIN_SECONDS_OF_PACE, MIN_SECONDS_LEFT = 0.5, 4.0
"""How long tasks are done before their pace is known, and what those left must take for workers to be worth it."""

BATCH_SIZE = 100
"""Tasks sent to a worker at a time."""

MAX_BATCHES_ELSEWHERE = 200
"""Batches that are with an executor at a time."""

MAX_QUEUED_BATCHES = 4
"""Batches that are queued for each worker while results wait to be taken; more would only use memory."""

START_METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""How worker processes are started on this system."""

_log = get_logger(__name__)


def parallel_map(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    total: int,
    threshold: int = MIN_TASKS_FOR_WORKERS,
    batch_size: int = BATCH_SIZE,
    clock: Callable[[], float] = time.perf_counter,
    executor: Executor | None = None,
    state_of_program: Callable[[], str] | None = None,
) -> Iterator[Result]:
    """Apply ``work`` to every task in worker processes; in this one where tasks or cores are few, or in a thread.

    Fewer tasks than ``threshold`` are begun in this process too; where those left would take it longer than
    ``MIN_SECONDS_LEFT`` at the pace so far, workers do them. Only in the command itself: a script of somebody's own
    that has few items need not know of processes.

    A script that calls this with many tasks needs ``if __name__ == "__main__":``, as for every use of
    ``multiprocessing``.

    Args:
        work: Picklable callable of one task: a function of a module, or an instance with ``__call__`` that carries what
            the workers need. Where it cannot be pickled, this process does all tasks by itself.
        tasks: Picklable values, taken a batch at a time.
        total: How many tasks there are.
        threshold: Number of tasks from which workers are started.
        batch_size: Tasks sent to a worker at a time.
        clock: Seconds, for the pace.
        executor: Where all tasks are done instead, such as a cluster's workers; None: by processes of this computer.
        state_of_program: With an executor: what the results depend on besides ``work``; a function of a module. A
            worker that has another state is refused.

    Yields:
        The results, in the order of the tasks.

    Raises:
        OutsideError: A worker ended before it was done (for example because memory was short).
        Exception: Whatever ``work`` raises, at the place of its task's batch.
    """
    if executor is not None:
        yield from _map_on(executor, work, tasks, batch_size, state_of_program)
        return
    cores = core_count()
    may_share = cores > 1 and is_own_command()
    coming = iter(tasks)
    left = total
    if total < threshold:
        began = clock()
        for task in coming:
            yield work(task)
            left -= 1
            spent = clock() - began
            if may_share and spent > MIN_SECONDS_OF_PACE and spent / (total - left) * left > MIN_SECONDS_LEFT:
                batch_size = max(1, min(batch_size, left // (8 * cores)))
                break
        else:
            return
    workers = min(cores, -(-left // batch_size))
    sent = _pickled(work) if workers > 1 else None
    if sent is None:
        yield from map(work, coming)
        return
    pool = _Pool(work, sent, workers)
    queued: deque[Future[_Batch]] = deque()
    try:
        while batch := list(itertools.islice(coming, batch_size)):
            queued.append(pool.submit(_do_batch, batch))
            if len(queued) > MAX_QUEUED_BATCHES * workers:
                yield from _unpack(queued.popleft().result())
        while queued:
            yield from _unpack(queued.popleft().result())
    except BrokenProcessPool as error:
        raise _worker_ended() from error
    except (KeyboardInterrupt, GeneratorExit):
        pool.stop()
        raise
    finally:
        pool.close()


class BackgroundMap(Generic[Task, Result]):
    """A parallel map that runs in the background while this process does something else; a context manager.

    Results come in the order of the tasks. Where the work cannot be sent to workers, or there is one core, this process
    does it when the rest is asked for.
    """

    def __init__(
        self,
        work: Callable[[Task], Result],
        tasks: Sequence[Task],
        *,
        apart: bool = False,
        niceness: int = 0,
        preload: Sequence[str] = (),
    ) -> None:
        """Start the workers.

        Args:
            work: As of ``parallel_map``; what it carries is sent now, and later changes to it are not seen.
            tasks: Picklable values, each worth the way to a worker.
            apart: Whether a single task too is done by a worker, where there are several cores.
            niceness: By how much the workers give way to others, where processes can.
            preload: Modules that workers of other maps will need, if these are the first: loaded once for all of them.
        """
        self._work, self._tasks = work, tasks
        self._queued: deque[Future[_Batch]] = deque()
        self._pool: _Pool | None = None
        cores = core_count()
        workers = min(cores, len(tasks))
        sent = _pickled(work) if workers > 1 or (apart and cores > 1) else None
        if sent is not None:
            self._tasks = ()
            self._pool = _Pool(work, sent, workers, niceness, preload)
            self._queued.extend(self._pool.submit(_do_batch, [task]) for task in tasks)

    def __enter__(self) -> "BackgroundMap[Task, Result]":
        """The map itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the workers: at once where an exception ends it all, else when what they have begun is done."""
        if kind is not None:
            self.stop()
        self.close()

    @property
    def is_given(self) -> bool:
        """Was every result given?"""
        return not self._queued and not self._tasks

    def close(self) -> None:
        """End the workers; what was not begun is not done."""
        if self._pool is not None:
            self._pool.close()

    def stop(self) -> None:
        """Kill the workers at once, without waiting for their tasks."""
        if self._pool is not None:
            self._pool.stop()

    def ready(self) -> Iterator[Result]:
        """The results that are there by now, and were not given yet.

        Raises:
            OutsideError: A worker ended before it was done.
            Exception: Whatever the work raised.
        """
        while self._queued and self._queued[0].done():
            yield from self._next()

    def rest(self) -> Iterator[Result]:
        """All results that were not given yet; raises as ``ready`` does."""
        tasks, self._tasks = self._tasks, ()
        yield from map(self._work, tasks)
        while self._queued:
            yield from self._next()

    def _next(self) -> Iterator[Result]:
        try:
            yield from _unpack(self._queued.popleft().result())
        except BrokenProcessPool as error:
            raise _worker_ended() from error


class _Pool:
    """Worker processes that can also be ended in the midst of a task; an executor alone waits for it."""

    def __init__(
        self, work: Callable[..., Any], sent: bytes, workers: int, niceness: int = 0, preload: Sequence[str] = ()
    ) -> None:
        context = _context([type(work).__module__, *preload])
        self._ends = context.Pipe(duplex=False)  # a worker ends when the one that writes is closed
        arguments = (sent, forwarded_level(), niceness, gc.get_threshold(), self._ends[0])
        self._executor = ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=arguments)

    def submit(self, do: Callable[[Sequence[Any]], "_Batch"], tasks: Sequence[Any]) -> Future["_Batch"]:
        return self._executor.submit(do, tasks)

    def close(self) -> None:
        """End the workers when what they have begun is done."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        for end in self._ends:
            end.close()

    def stop(self) -> None:
        """End the workers at once."""
        self._ends[1].close()
        self.close()


def _worker_ended() -> OutsideError:
    return OutsideError(
        "a worker process ended before it was done",
        remedy="see whether memory is short and run this again; what was finished is kept. "
        'In a script of your own, call Briefbook below `if __name__ == "__main__":`.',
    )


def _map_on(
    executor: Executor,
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    batch_size: int,
    state_of_program: Callable[[], str] | None,
) -> Iterator[Result]:
    """``parallel_map`` on an executor, which schedules and tries again; batches are taken as it has room."""
    wanted = state_of_program() if state_of_program else ""
    coming = iter(tasks)
    queued: deque[Future[_Batch | str]] = deque()

    def unpacked() -> Iterator[Result]:
        answer = queued.popleft().result()
        if isinstance(answer, str):
            raise OutsideError(
                f"a worker was refused: {answer}",
                remedy="give every worker the same Briefbook (docs/recipes/cluster.md); nothing it did was taken.",
            )
        yield from _unpack(answer)

    try:
        while batch := list(itertools.islice(coming, batch_size)):
            queued.append(executor.submit(_do_remote_batch, work, batch, wanted, state_of_program))
            if len(queued) > MAX_BATCHES_ELSEWHERE:
                yield from unpacked()
        while queued:
            yield from unpacked()
    except Exception as error:
        if not _is_of_executor(error):
            raise
        raise OutsideError(
            f"the cluster cannot go on: {str(error) or type(error).__name__}",
            remedy="start it again and run the command again; it goes on where it stopped.",
        ) from error
    finally:
        for future in queued:
            future.cancel()


def _is_of_executor(error: Exception) -> bool:
    """Is an error the executor's, and not of the work that it was given?

    dask.distributed has its own: ``KilledWorker`` where a task ended several workers, ``CommClosedError`` where the
    scheduler is gone.
    """
    return isinstance(error, BrokenExecutor | CancelledError) or type(error).__module__.split(".")[0] == "distributed"


def _do_remote_batch(
    work: Callable[[Any], Any], tasks: Sequence[Any], wanted: str, state_of_program: Callable[[], str] | None
) -> "_Batch | str":
    """What a worker elsewhere does: the results; a sentence where it is another program."""
    if state_of_program is not None and state_of_program() != wanted:
        return f"the program on {socket.gethostname()} has other rules than the one here"
    try:
        return _Batch([work(task) for task in tasks], [])
    except BriefbookError as error:
        return _Batch([], [], error)


def is_own_command() -> bool:
    """Whether this process is the command ``briefbook``, not a script that imports it."""
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    name = spec.name if spec is not None else os.path.basename(sys.argv[0] if sys.argv else "")
    return name.partition(".")[0] == "briefbook"


def core_count() -> int:
    """How many processes may work in parallel; 1 in a server's thread, which leaves the cores to requests."""
    if threading.current_thread() is not threading.main_thread():
        return 1
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _pickled(work: Callable[..., Any]) -> bytes | None:
    """What is sent to each worker, pickled once for all of them."""
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        _log.info("one process does all the work, since it cannot be sent to others: %s", error)
        return None


def _context(modules: list[str]) -> BaseContext:
    """The way to start workers; a fork server imports the work's modules once, for all of them."""
    context = multiprocessing.get_context(START_METHOD)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # NumPy's threads in the fork server would be lost in those forked from it
    if START_METHOD == "forkserver":
        context.set_forkserver_preload(modules)
    return context


_work: list[Callable[[Any], Any]] = []
"""In a worker: the callable that it applies."""


_records: list[logging.LogRecord] = []
"""In a worker: the records logged since the last batch was sent back."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a worker sends back: the results, what it logged, and the exception that ended the batch."""

    results: list[Any]
    records: list[logging.LogRecord]
    error: Exception | None = None


def _start_worker(
    sent: bytes, log_level: int, niceness: int, collections: tuple[int, int, int], end: Connection
) -> None:
    gc.set_threshold(*collections)  # as in the process that started it
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is answered by the process that started this one
    threading.Thread(target=_end_with_parent, args=(end,), daemon=True).start()
    forward_records(_records.append, log_level)
    _work[:] = [pickle.loads(sent)]


def _end_with_parent(end: Connection) -> None:
    """End this worker when the process that started it is gone, however it ended, or no longer waits for it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel, end])
        os._exit(1)


def _do_batch(tasks: Sequence[Any]) -> _Batch:
    _records.clear()
    results: list[Any] = []
    try:
        for task in tasks:
            results.append(_work[0](task))
    except Exception as error:
        if not isinstance(error, BriefbookError):
            _log.exception("a worker process failed")  # its traceback would not get any further
        return _Batch(results, list(_records), error)
    if not gc.get_freeze_count():
        gc.freeze()  # what the first batch loaded stays: it need not be looked through again and again
    return _Batch(results, list(_records))


def _unpack(batch: _Batch) -> Iterator[Any]:
    """The results of a batch; what its worker logged is logged here, and the exception that ended it is raised."""
    for record in batch.records:
        take_record(record)
    yield from batch.results
    if batch.error is not None:
        raise batch.error
