"""Check again whenever a file of the collection changes."""

from collections.abc import Callable
from pathlib import Path

import typer

from briefbook.errors import BriefbookError
from briefbook.project.collection import Collection


def watch_collection(here: Collection, again: Callable[[bool], object]) -> None:
    """Run ``again`` now and after every change outside build/, until interrupted.

    ``again`` is told whether more than pages changed: scans, descriptions, transcripts, the journal or the settings.
    An error after a change is said and does not end the watch.
    """
    from watchfiles import Change, watch

    build = here.build.resolve()
    pages = here.narratives.resolve()

    def ours(change: Change, path: str) -> bool:
        file = Path(path)
        return build not in (file, *file.parents) and not file.name.startswith(".") and not file.name.endswith("~")

    again(False)
    typer.echo("Watching for changes; stop with Ctrl-C.", err=True)
    for changes in watch(here.root, watch_filter=ours, debounce=100, step=20, raise_interrupt=True):
        try:
            again(any(pages not in Path(path).resolve().parents for _, path in changes))
        except BriefbookError as error:  # a slip in the settings, say: it will be corrected, and then checked
            typer.echo(f"briefbook: {error}", err=True)
