"""Work on many items by several processes, where the system can fork: what it is done with need not be sent."""

import multiprocessing
import os
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

FEW = 2000
"""Fewer items are done sooner by one process than others are started."""

A_BATCH = 100

_work: list[Callable[[str], Any]] = []


def by_many(work: Callable[[str], T], items: Sequence[str], *, few: int = FEW) -> Iterator[T]:
    """``work`` done on every item, the results in the order of the items; by one process where there are few."""
    number = cores()
    if number < 2 or len(items) < few or not hasattr(os, "fork"):
        yield from map(work, items)
        return
    batches = [items[start : start + A_BATCH] for start in range(0, len(items), A_BATCH)]
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
        with ProcessPoolExecutor(number, context, initializer=_begin, initargs=(work,)) as pool:
            waiting: deque[Future[list[Any]]] = deque()
            for batch in batches:
                waiting.append(pool.submit(_batch, batch))
                if len(waiting) > 4 * number:  # no more is made than is taken
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()


def cores() -> int:
    """How many processes may work here side by side."""
    if threading.current_thread() is not threading.main_thread():
        return 1  # a server's thread must not fork
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _begin(work: Callable[[str], Any]) -> None:
    _work[:] = [work]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is answered by the process that began these


def _batch(items: Sequence[str]) -> list[Any]:
    return [_work[0](item) for item in items]
