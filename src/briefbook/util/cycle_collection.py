"""Python's search for objects that hold each other, put off while something is made of many that do not."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses: list[bool] = []
"""Whether the search was on before the first of the pauses that last; one entry a pause."""


@contextmanager
def cycle_collection_paused() -> Iterator[None]:
    """Put the search off until the end of a block, and of those in other threads that overlap it.

    Objects that nothing holds any more still go at once; only cycles wait. Where it was off it stays off.
    """
    with _lock:
        _pauses.append(gc.isenabled() if not _pauses else _pauses[0])
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            was_on = _pauses.pop()
            if was_on and not _pauses:
                gc.enable()
