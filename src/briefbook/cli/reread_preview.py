"""What a new reading of scans would change, and where it contradicts a person: for ``briefbook read``."""

import dataclasses
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typer

from briefbook.cli import print_json
from briefbook.model.page import Page, Scan
from briefbook.ocr import PageStore, preview
from briefbook.ocr.transcript import Contradiction, contradictions, correct
from briefbook.progress import Progress, pluralise
from briefbook.project.describing import read_text, scan_opener
from briefbook.project.workspace import Workspace


@dataclass
class _Change:
    """What a new reading changes on a page."""

    item: str
    page: int
    reader: str
    lines: int
    removed: list[str]
    added: list[str]
    against: tuple[Contradiction, ...] = ()
    new: bool = False


def show_changes(
    workspace: Workspace, page_store: PageStore, scans: Sequence[Scan], progress: Progress, as_json: bool
) -> None:
    """Re-read without saving and show what would change, line by line; for transcribed pages only contradictions."""
    former: dict[str, dict[int, Page]] = {}
    for scan in scans:
        stored = workspace.page_store.answer(scan)
        pages = stored[1] if stored else page_store.former(scan) or ()
        former[scan.item] = {page.number: page for page in pages}
    changes, pages_read = [], 0
    for scan, page in preview(scans, opener=scan_opener(page_store.settings), page_store=page_store, progress=progress):
        pages_read += 1
        before = former[scan.item].get(page.number)
        old, new = _lines(before), _lines(page)
        diff = [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]
        change = _Change(
            item=scan.item,
            page=page.number,
            reader=page.reader,
            lines=len(new),
            removed=[line[2:] for line in diff if line[0] == "-"],
            added=[line[2:] for line in diff if line[0] == "+"],
            new=before is None,
        )
        if page.number in workspace.transcripts.get(scan.item, {}):
            change.removed, change.added = [], []
        against = contradictions_of(workspace, scan.item, (page,), (before,) if before else None)
        change.against = tuple(contradiction for _, contradiction in against)
        if change.removed or change.added or change.against:
            changes.append(change)
    changes.sort(key=lambda page: ([scan.item for scan in scans].index(page.item), page.page))
    if as_json:
        rows = [dataclasses.asdict(change) for change in changes]
        print_json({"scans": [scan.item for scan in scans], "pages": pages_read, "changes": rows})
        return
    for difference in changes:
        what = (
            "is not read yet"
            if difference.new
            else f"{pluralise(len(difference.added), 'line')} of {difference.lines} would change"
        )
        typer.echo(f"{difference.item}, p. {difference.page}: {what} ({difference.reader})")
        for line in difference.removed:
            typer.echo(f"  - {line}")
        for line in difference.added:
            typer.echo(f"  + {line}")
        for contradiction in difference.against:
            show_contradiction(difference.item, contradiction)
    typer.echo(f"{pluralise(pages_read, 'page')} read, {len(changes):,} would change; nothing was saved.")


def _lines(page: Page | None) -> list[str]:
    return [line.text for line in page.lines] if page else []


def contradictions_of(
    workspace: Workspace, item: str, now: Sequence[Page], before: Sequence[Page] | None
) -> list[tuple[str, Contradiction]]:
    """Where new readings contradict a person's lines or pages."""
    old = {page.number: page for page in before or ()}
    pairs: list[tuple[str, Contradiction]] = []
    for page in now:
        if path := workspace.transcripts.get(item, {}).get(page.number):
            pairs += [
                (item, contradiction) for contradiction in contradictions(read_text(path), page, old.get(page.number))
            ]
        elif path := workspace.corrections.get(item, {}).get(page.number):
            pairs += [(item, contradiction) for contradiction in correct(page, read_text(path))[1]]
    return pairs


def show_contradiction(item: str, contradiction: Contradiction) -> None:
    """Print what a person wrote and what was read."""
    place = f"{item}, p. {contradiction.page}, l. {contradiction.line}"
    typer.echo(f"  {place}: the reading contradicts a person's correction, which is kept")
    typer.echo(f"    written  {contradiction.said}")
    typer.echo(f"    read     {contradiction.read or '(no such line)'}")


def as_row(item: str, contradiction: Contradiction) -> dict[str, Any]:
    """A contradiction as an object of JSON."""
    return {"item": item, **dataclasses.asdict(contradiction)}
