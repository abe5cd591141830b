"""Check again whenever a file of the collection changes."""

from collections.abc import Callable
from pathlib import Path

import typer

from briefbook.collection import Collection


def watch_collection(here: Collection, again: Callable[[], object]) -> None:
    """Run ``again`` now and after every change outside build/, until interrupted."""
    from watchfiles import Change, watch

    build = here.build.resolve()

    def ours(change: Change, path: str) -> bool:
        file = Path(path)
        return build not in (file, *file.parents) and not file.name.startswith(".") and not file.name.endswith("~")

    again()
    typer.echo("Watching; end with Ctrl-C.", err=True)
    for _ in watch(here.root, watch_filter=ours, debounce=200, step=20, raise_interrupt=True):
        again()
