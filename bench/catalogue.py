"""What a whole catalogue costs, from received texts to references, series and copies.

    python bench/catalogue.py [N ...] [--one]

N made-up cables (default 5,000 and 20,000) are written to a folder that is removed again, described with all their
texts read, and looked at as a whole; then one item is corrected, and the whole opened once more with nothing changed.
``--one``: by one process. Seconds are processor seconds, of this process and of those it started; the memory is this
process's. Run with the default, two figures that are not in the proportion of the items show what grows faster.
"""

import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import make_cables

from briefbook.correspondence import resolve_references, series_of
from briefbook.correspondence.duplicates import find_copies
from briefbook.model.decision import FieldDecision
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, decide
from briefbook.util import parallel


class Watch:
    """Runs steps, and prints a row of each."""

    def __init__(self, log: Path) -> None:
        self.log, self.largest = log, 0

    def __call__(self, what: str, work: Callable[[], object]) -> object:
        """Do it, and print what it cost."""
        began, wall, over = _seconds(), time.monotonic(), threading.Event()
        beside = threading.Thread(target=self._look_on, args=(over,))
        beside.start()
        result = work()
        over.set()
        beside.join()
        here, started = (after - before for after, before in zip(_seconds(), began, strict=True))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row = f"{what} | {here:.1f} | {started:.1f} | {time.monotonic() - wall:.0f} | {peak:.0f} MiB"
        print(f"| {row} | {self.largest / 1e6:.0f} MB |", flush=True)
        return result

    def _look_on(self, over: threading.Event) -> None:
        while not over.wait(0.2):
            if self.log.exists():
                self.largest = max(self.largest, self.log.stat().st_size)


def _seconds() -> tuple[float, float]:
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


def measure(count: int, folder: Path) -> None:
    """One collection, from nothing."""
    make_cables.main(count, folder)
    here = Collection.open(folder)
    watch = Watch(here.catalogue.with_name(here.catalogue.name + "-wal"))
    print(f"\n| {count:,} items | s | s, started | s by the clock | peak | log at most |\n|---|---|---|---|---|---|")
    watch("described, every text read", lambda: Workspace(here).catalogue)
    catalogue = Workspace(here).catalogue
    resolved = watch("references", lambda: resolve_references(catalogue))
    watch("series", lambda: series_of(catalogue, resolved))
    copies = watch("copies", lambda: find_copies(catalogue))
    decide(here, [FieldDecision(item="SPEC0000002", field="subject", before=None, after="Herring")], who="Bench")
    watch("opened, one item corrected", lambda: Workspace(here).catalogue)
    watch("opened, nothing changed", lambda: Workspace(here).catalogue)
    print(
        f"\n{len(resolved)} references, {len(copies)} groups of copies; {here.catalogue.stat().st_size / 1e6:.0f} MB."
    )


if __name__ == "__main__":
    if "--one" in sys.argv:
        parallel.core_count = lambda: 1
    for asked in [int(one) for one in sys.argv[1:] if one.isdigit()] or [5_000, 20_000]:
        with tempfile.TemporaryDirectory() as kept:
            measure(asked, Path(kept))
