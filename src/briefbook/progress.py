"""Progress of long work: wrappers of any iterable that show on standard error how far it is, or show nothing."""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence, Sized
from pathlib import Path
from typing import Protocol, TypeVar

from briefbook.util.terminal import console

T = TypeVar("T")

LOG_INTERVAL = 30.0
"""Seconds between two lines of progress where standard error is no terminal and shows no bar."""


PROGRESS_FILE = "BRIEFBOOK_PROGRESS"
"""Environment variable with the path of a file in which a child process writes how far it is, as JSON."""

WRITE_INTERVAL = 0.3
"""Seconds between two writings of that file."""


class Progress(Protocol):
    """Wraps an iterable and shows how far it is."""

    def __call__(self, values: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
        """The same values, one by one.

        Args:
            values: What is worked on.
            what: A word for the work, such as "Reading".
            total: How many values there are; None where it is not known.
            unit: What is counted, in the singular, such as "page"; "" where the pace is of no interest.

        Returns:
            An iterator over ``values``.
        """


def quiet(values: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
    """Show nothing."""
    yield from values


def show_progress(values: Iterable[T], what: str, total: int | None = None, unit: str = "") -> Iterator[T]:
    """Show progress on standard error: a bar in a terminal, else a line every ``LOG_INTERVAL`` seconds."""
    if total is None and isinstance(values, Sized):
        total = len(values)
    if path := os.environ.get(PROGRESS_FILE):
        yield from _write_progress(values, what, total, unit, Path(path))
        return
    if not sys.stderr.isatty() and not any(os.environ.get(name) for name in _TERMINAL_VARIABLES):
        yield from _log_progress(values, what, total, unit)
    else:
        yield from _draw_progress(values, what, total, unit)


_TERMINAL_VARIABLES = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""Variables of the environment by which rich takes what is no terminal for one."""


def _draw_progress(values: Iterable[T], what: str, total: int | None, unit: str) -> Iterator[T]:
    """As ``show_progress``; rich is imported here, for no command with nothing to draw should wait for it."""
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class TimeLeft(ProgressColumn):
        """The column of the bar with pace and time left."""

        def render(self, task: Task) -> Text:
            """As words."""
            count = None if task.total is None else int(task.total)
            return Text(pace(int(task.completed), count, task.elapsed or 0.0, unit), style="progress.remaining")

    terminal = console(stderr=True)
    if not terminal.is_terminal:
        yield from _log_progress(values, what, total, unit)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeLeft(),
    )
    with RichProgress(*columns, console=terminal) as bar:
        yield from bar.track(values, total=total, description=what)


def pace(completed: int, total: int | None, seconds: float, unit: str) -> str:
    """Pace and time left, in words; ``seconds`` is the time taken so far.

    >>> pace(30, 90, 60.0, "page"), pace(2, None, 240.0, "page"), pace(0, 5, 9.0, "page")
    ('30 pages a minute, 2 minutes remain', '0.5 pages a minute', '')
    >>> pace(30, 60, 60.0, "page")
    '30 pages a minute, 1 minute remains'
    """
    if not completed or seconds <= 0:
        return ""
    parts = []
    if unit:
        rate = completed / seconds * 60
        parts.append(f"{rate:.1f} {unit}s a minute" if rate < 10 else f"{rate:,.0f} {unit}s a minute")
    if total is not None and total > completed:
        left = duration((total - completed) * seconds / completed)
        parts.append(f"{left} {'remains' if left.startswith('1 ') else 'remain'}")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """A length of time, in seconds, in the words of everyday speech.

    >>> duration(48), duration(60), duration(5400), duration(1e6)
    ('48 seconds', '1 minute', '1.5 hours', '12 days')
    """
    for length, word in ((86400.0, "day"), (3600.0, "hour"), (60.0, "minute")):
        if seconds >= length:
            amount = seconds / length
            figure = f"{amount:.1f}".removesuffix(".0") if word == "hour" and amount < 10 else f"{amount:.0f}"
            return f"{figure} {word}{'' if figure == '1' else 's'}"
    return f"{seconds:.0f} second{'' if round(seconds) == 1 else 's'}"


def _log_progress(values: Iterable[T], what: str, total: int | None, unit: str) -> Iterator[T]:
    began = last = time.monotonic()
    for completed, value in enumerate(values, 1):
        yield value
        now = time.monotonic()
        if unit and now - last >= LOG_INTERVAL:
            last = now
            total_part = f" of {total:,}" if total is not None else ""
            sys.stderr.write(
                f"{what}: {completed:,}{total_part} {unit}s, {pace(completed, total, now - began, unit)}\n"
            )
            sys.stderr.flush()


def _write_progress(values: Iterable[T], what: str, total: int | None, unit: str, path: Path) -> Iterator[T]:
    """Keep in a file how far it is; a file that cannot be written stops nothing."""
    began, last = time.monotonic(), 0.0

    def write(completed: int) -> None:
        state = {
            "what": what,
            "completed": completed,
            "total": total,
            "unit": unit,
            "seconds": time.monotonic() - began,
        }
        fresh = path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(state), encoding="utf-8")
            fresh.replace(path)
        except OSError:
            return

    write(0)
    for completed, value in enumerate(values, 1):
        yield value
        now = time.monotonic()
        if now - last >= WRITE_INTERVAL or completed == total:
            last = now
            write(completed)


def first_few(names: Sequence[str], most: int) -> str:
    """The first of some names with commas between them, and an ellipsis where there are more.

    >>> first_few(["D1", "D2"], 2), first_few(["D1", "D2", "D3"], 2)
    ('D1, D2', 'D1, D2 …')
    """
    return f"{', '.join(names[:most])}{' …' if len(names) > most else ''}"


def pluralise(count: int, noun: str) -> str:
    """A count with its noun, in the plural unless the count is 1.

    >>> pluralise(1, "scan"), pluralise(1200, "page"), pluralise(2, "process")
    ('1 scan', '1,200 pages', '2 processes')
    """
    return f"{count:,} {noun}{'' if count == 1 else 'es' if noun.endswith('s') else 's'}"
