"""How long work goes on: a wrapper of any iterable that shows it, or does not."""

from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

T = TypeVar("T")


class Progress(Protocol):
    """Wraps an iterable; ``what`` is a word like "Reading"."""

    def __call__(self, things: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
        """The same things, one by one."""


def quiet(things: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Say nothing."""
    yield from things


def shown(things: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Show a bar on standard error, with what is done and what remains."""
    if total is None and isinstance(things, Sized):
        total = len(things)
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from things  # a file or another program has no use for a bar
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=console) as bar:
        yield from bar.track(things, total=total, description=what)
