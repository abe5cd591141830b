"""How long work goes on: a wrapper of any iterable that shows it, or does not."""

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

T = TypeVar("T")

LOGGED = 30.0
"""Seconds between two lines where no terminal shows a bar."""


class Progress(Protocol):
    """Wraps an iterable; ``what`` is a word like "Reading", ``unit`` what is counted, where its pace is of interest."""

    def __call__(self, things: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
        """The same things, one by one."""


def quiet(things: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
    """Say nothing."""
    yield from things


def shown(things: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
    """Show on standard error what is done, how fast, and what remains: a bar, or now and then a line in a file."""
    if total is None and isinstance(things, Sized):
        total = len(things)
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from _logged(things, what, total, unit)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        _Remains(unit),
    )
    with RichProgress(*columns, console=console) as bar:
        yield from bar.track(things, total=total, description=what)


def pace(done: int, total: int | None, seconds: float, unit: str) -> str:
    """How fast and how long still, in words.

    >>> pace(30, 90, 60.0, "page"), pace(2, None, 240.0, "page"), pace(0, 5, 9.0, "page")
    ('30 pages a minute, 2 minutes remain', '0.5 pages a minute', '')
    """
    if not done or seconds <= 0:
        return ""
    said = []
    if unit:
        rate = done / seconds * 60
        said.append(f"{rate:.1f} {unit}s a minute" if rate < 10 else f"{rate:,.0f} {unit}s a minute")
    if total is not None and total > done:
        said.append(f"{duration((total - done) * seconds / done)} remain")
    return ", ".join(said)


def duration(seconds: float) -> str:
    """A length of time as one would say it.

    >>> duration(48), duration(60), duration(5400), duration(1e6)
    ('48 seconds', '1 minute', '1.5 hours', '12 days')
    """
    for length, word in ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute")):
        if seconds >= length:
            number = seconds / length
            shown = f"{number:.1f}".removesuffix(".0") if word == "hour" and number < 10 else f"{number:.0f}"
            return f"{shown} {word}{'' if shown == '1' else 's'}"
    return f"{seconds:.0f} second{'' if round(seconds) == 1 else 's'}"


class _Remains(ProgressColumn):
    """Pace and what remains."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        """As words."""
        total = None if task.total is None else int(task.total)
        return Text(pace(int(task.completed), total, task.elapsed or 0.0, self._unit), style="progress.remaining")


def _logged(things: Iterable[T], what: str, total: int | None, unit: str) -> Iterator[T]:
    began = last = time.monotonic()
    for done, thing in enumerate(things, 1):
        yield thing
        now = time.monotonic()
        if unit and now - last >= LOGGED:
            last = now
            of = f" of {total:,}" if total is not None else ""
            sys.stderr.write(f"{what}: {done:,}{of} {unit}s, {pace(done, total, now - began, unit)}\n")
            sys.stderr.flush()


def counted(number: int, what: str) -> str:
    """A number with its word, in the plural where it is not one.

    >>> counted(1, "scan"), counted(1200, "page"), counted(2, "process")
    ('1 scan', '1,200 pages', '2 processes')
    """
    return f"{number:,} {what}{'' if number == 1 else 'es' if what.endswith('s') else 's'}"
