"""The folder annotations/ -> the editor's notes on items, each annotation with where its words stand in the paper."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.model.item_notes import ItemNotes, PlacedNotes
from briefbook.model.verdict import Verification
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.text.item_notes import is_item_notes, item_notes
from briefbook.util.names import printable

if TYPE_CHECKING:
    from briefbook.checks.check_input import CheckInput


def item_notes_paths(collection: Collection) -> Iterator[Path]:
    """The Markdown files of notes on items, by name."""
    for path in sorted(collection.annotations.glob("*.md")):
        if not path.name.startswith((".", "_")) and printable(path.name) == path.name and path.is_file():
            yield path


def read_item_notes(workspace: Workspace) -> tuple[ItemNotes, ...]:
    """The notes on items, drafts among them, each file parsed as a chapter is."""
    from briefbook.narratives import read_narrative

    collection = workspace.collection
    paths = list(item_notes_paths(collection))
    if not paths:
        return ()
    dates, pattern = collection.settings.dates, workspace.citation
    notes = []
    for path in paths:
        narrative = read_narrative(
            path,
            collection.root,
            citation=pattern,
            is_item=workspace.catalogue.__contains__,
            window=dates.window,
            order=dates.order,
        )
        slug = f"annotations-{path.stem}"  # no chapter's, which may have the same name
        notes.append(item_notes(replace(narrative, slug=slug)))
    return tuple(notes)


def without_notes(verifications: Iterable[Verification]) -> tuple[Verification, ...]:
    """The quotations of the book, without those that notes on items make."""
    return tuple(verification for verification in verifications if not is_item_notes(verification.narrative))


def unpublished_notes(workspace: Workspace) -> Iterator[Path]:
    """The files of annotations/ that are not published: drafts, notes on what is no item, and what are no notes.

    Args:
        workspace: The workspace.
    """
    here = workspace.collection
    if not here.annotations.is_dir():
        return
    published = {
        here.root / notes.narrative.path
        for notes in read_item_notes(workspace)
        if not notes.narrative.is_draft and notes.item in workspace.catalogue
    }
    yield from (path for path in sorted(here.annotations.rglob("*")) if path.is_file() and path not in published)


def head_notes(workspace: Workspace) -> dict[str, str]:
    """The head notes of items that are published, by item, as plain text: a line a paragraph.

    Args:
        workspace: The workspace.

    Returns:
        What stands before the first annotation of a file; nothing of drafts, and of what is no item.
    """
    from briefbook.narratives import paragraphs_of

    found = {}
    for notes in read_item_notes(workspace):
        if notes.narrative.is_draft or notes.item not in workspace.catalogue:
            continue
        end = min((annotation.passage for annotation in notes.annotations), default=len(notes.narrative.passages))
        before = [paragraph.text for paragraph in paragraphs_of(notes.narrative) if paragraph.passage < end]
        if words := "\n".join(before):
            found[notes.item] = words
    return found


def placed_notes(workspace: Workspace, make_inputs: Callable[[], "CheckInput"]) -> dict[str, PlacedNotes]:
    """The notes that are published, by item, with the places of their annotations in the papers.

    Args:
        workspace: The workspace.
        make_inputs: Makes what the words are compared with; called only where there are notes.

    Returns:
        The notes; those on what is no item are left out, which is a finding.
    """
    from briefbook.checks.annotations import place_of

    every = read_item_notes(workspace)
    published = [notes for notes in every if not notes.narrative.is_draft and notes.item in workspace.catalogue]
    inputs = make_inputs() if published else None
    return {
        notes.item: PlacedNotes(notes, tuple(place_of(inputs, notes, each) for each in notes.annotations))
        for notes in published
        if inputs is not None
    }
