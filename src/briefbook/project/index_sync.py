"""The catalogue and the book -> the full-text index, brought up to date item by item where it can be."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from briefbook.model.catalogue import Entry
from briefbook.model.narrative import Narrative
from briefbook.model.page import Page, PageText
from briefbook.project.workspace import Workspace, narrative_paths
from briefbook.search import Index, build_index, open_index, precompute_counts, update_index
from briefbook.util.files import write_atomic
from briefbook.util.logs import get_logger

log = get_logger(__name__)

CHAPTERS = "chapters.json"
"""Beside the index: which pages of the book cite each item, as it was indexed."""

FEW = 1_000
"""So many changes are always written item by item; more only where they are less than a tenth of all."""

SMALL = 2_000
"""A collection of no more items is indexed anew when items come or go, so that they stand in the catalogue's order."""

Chapters = Mapping[str, Sequence[str]]


def index_of(workspace: Workspace, narratives: Callable[[], Iterable[Narrative]]) -> Index:
    """The full-text index of what holds now: what changed is written, or all of it where that is quicker.

    It is made anew where there is none, where it is damaged, of another version or of another catalogue.
    """
    catalogue = workspace.catalogue  # makes what is stale, and only then its state holds
    folder = workspace.collection.index
    index = open_index(folder)
    book = book_state(workspace)
    stamp = json.dumps([catalogue.made, catalogue.writing, book])
    if index is not None and index.stamp == stamp:
        log.info("the index is up to date")
        return index
    chapters = chapters_of(narratives())
    if index is None or not _brought_up(workspace, index, chapters, stamp):
        log.info(
            "the index is built anew: %s", "there is none that can be used" if index is None else "much has changed"
        )
        entries = workspace.progress(catalogue, "Indexing", total=len(catalogue))
        pairs = ((entry, catalogue.texts(entry.item)) for entry in entries)
        build_index(
            folder,
            pairs,
            stamp=stamp,
            chapters=lambda item: chapters.get(item, ()),
            precompute=precompute_counts,
        )
    write_atomic(folder / CHAPTERS, json.dumps(chapters, ensure_ascii=False, sort_keys=True))
    index = open_index(folder)
    assert index is not None
    return index


def chapters_of(narratives: Iterable[Narrative]) -> dict[str, list[str]]:
    """The titles of the pages of the book that cite each item, in the book's order."""
    found: dict[str, list[str]] = {}
    for narrative in narratives:
        for item in dict.fromkeys(citation.item for citation in narrative.citations):
            found.setdefault(item, []).append(narrative.title)
    return found


def book_state(workspace: Workspace) -> str:
    """Changes when a page of the book does."""
    told = [workspace.collection.settings.items.citation]
    for path in narrative_paths(workspace.collection):
        stat = path.stat()
        told.append(f"{path.name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()


def _brought_up(workspace: Workspace, index: Index, chapters: Chapters, stamp: str) -> bool:
    """Write what changed since the index was made; False where it must be made anew."""
    catalogue, folder = workspace.catalogue, workspace.collection.index
    before = _read_chapters(folder)
    try:
        made, writing, _ = json.loads(index.stamp)
    except ValueError:
        return False
    if made != catalogue.made or before is None:
        return False
    written, gone = catalogue.changes(writing)
    cited = [item for item in sorted(before.keys() | chapters.keys()) if before.get(item) != chapters.get(item)]
    changed = list(dict.fromkeys([*written, *(item for item in cited if item in catalogue)]))
    if len(changed) + len(gone) > max(FEW, len(catalogue) // 10):
        return False
    if len(catalogue) <= SMALL and (gone or len(catalogue) != len(index)):
        return False
    log.info("the index is updated: %d items written, %d taken out", len(changed), len(gone))
    update_index(folder, _entries(workspace, changed), gone, stamp=stamp, chapters=lambda item: chapters.get(item, ()))
    return True


def _entries(workspace: Workspace, items: Iterable[str]) -> Iterator[tuple[Entry, Sequence[Page | PageText]]]:
    for item in items:
        entry = workspace.catalogue.get(item)
        if entry is not None:
            yield entry, workspace.catalogue.texts(item)


def _read_chapters(folder: Path) -> dict[str, list[str]] | None:
    try:
        told = json.loads((folder / CHAPTERS).read_text(encoding="utf-8"))
        return told if isinstance(told, dict) else None
    except (OSError, ValueError):
        return None
