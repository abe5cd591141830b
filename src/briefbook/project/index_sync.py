"""Keep the full-text index in step with the catalogue and the book, item by item where possible."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from briefbook.catalogue import StoreCatalogue
from briefbook.model.catalogue import Entry
from briefbook.model.narrative import Narrative
from briefbook.model.page import Page, PageText
from briefbook.project.drafts import published
from briefbook.project.workspace import Workspace, narrative_paths
from briefbook.search import (
    Index,
    build_index,
    cut_off_items,
    finish_update,
    open_index,
    precompute_counts,
    recover_index,
    update_index,
)
from briefbook.search.common_words import common_words
from briefbook.util.files import WORK_TIMEOUT, locked, write_atomic
from briefbook.util.logs import get_logger

log = get_logger(__name__)

CHAPTERS = "chapters.json"
"""Name of the file beside the index: which narratives cite each item, as it was indexed."""

MAX_SINGLE_UPDATES = 1_000
"""Up to so many changes are written item by item; more only if they are less than a tenth of the items."""

SMALL_COLLECTION = 2_000
"""A collection of no more items is indexed again when items come or go, so that it is in the catalogue's order."""

SAMPLE_SIZE = 1_000
"""Items of which the texts are looked at for the words that are on nearly every page."""

Chapters = Mapping[str, Sequence[str]]


def index_of(workspace: Workspace, narratives: Callable[[], Iterable[Narrative]]) -> Index:
    """Open the full-text index, brought up to date.

    What changed is written, or the whole index where that is quicker, or where there is none, it is damaged, or of
    another version or catalogue.

    Args:
        workspace: The collection.
        narratives: Gives the narratives; called only if the index is not up to date.
    """
    catalogue = workspace.catalogue  # makes what is stale, and only then its state holds
    folder = workspace.collection.index
    index = open_index(folder)
    book = book_state(workspace)
    stamp = json.dumps([catalogue.database_id, catalogue.generation, book])
    if index is not None and index.stamp == stamp and not cut_off_items(folder):
        log.info("the index is up to date")
        return index
    with locked(folder.with_name(f".{folder.name}.lock"), timeout=WORK_TIMEOUT):
        # Another command may have brought it up to date, or have been cut off while it did.
        index = open_index(folder) or recover_index(folder)
        if index is None or index.stamp != stamp or cut_off_items(folder):
            index = _bring_up_to_date(workspace, index, stamp, narratives)
    return index


def _bring_up_to_date(
    workspace: Workspace, index: Index | None, stamp: str, narratives: Callable[[], Iterable[Narrative]]
) -> Index:
    catalogue, folder = workspace.catalogue, workspace.collection.index
    chapters = chapters_of(narratives())
    if index is None or not _update(workspace, index, chapters, stamp):
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
            probable=workspace.probable_words,
            common=common_words(_sample(catalogue)),
            precompute=precompute_counts,
        )
    write_atomic(folder / CHAPTERS, json.dumps(chapters, ensure_ascii=False, sort_keys=True))
    finish_update(folder)
    index = open_index(folder)
    assert index is not None
    return index


def _sample(catalogue: StoreCatalogue) -> Iterator[str]:
    """The texts of up to ``SAMPLE_SIZE`` items from all parts of the catalogue."""
    items = catalogue.ids()
    for item in items[:: len(items) // SAMPLE_SIZE + 1]:
        yield "\n".join(page.text for page in catalogue.texts(item))


def chapters_of(narratives: Iterable[Narrative]) -> dict[str, list[str]]:
    """The titles of the published narratives that cite each item, in the book's order."""
    chapters: dict[str, list[str]] = {}
    for narrative in published(narratives):
        for item in dict.fromkeys(citation.item for citation in narrative.citations):
            chapters.setdefault(item, []).append(narrative.title)
    return chapters


def book_state(workspace: Workspace) -> str:
    """A checksum of the narratives' files."""
    parts = [workspace.citation]
    for path in narrative_paths(workspace.collection):
        stat = path.stat()
        parts.append(f"{path.name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _update(workspace: Workspace, index: Index, chapters: Chapters, stamp: str) -> bool:
    """Write what changed since the index was made; False if it must be made again."""
    catalogue, folder = workspace.catalogue, workspace.collection.index
    before = _read_chapters(folder)
    try:
        database_id, generation, _ = json.loads(index.stamp)
    except ValueError:
        return False
    if database_id != catalogue.database_id or before is None:
        return False
    written, gone = catalogue.changes(generation)
    cited = [item for item in sorted(before.keys() | chapters.keys()) if before.get(item) != chapters.get(item)]
    again = cut_off_items(folder)
    changed = list(dict.fromkeys([*written, *(item for item in (*cited, *again) if item in catalogue)]))
    gone = list(dict.fromkeys([*gone, *(item for item in again if item not in catalogue)]))
    if len(changed) + len(gone) > max(MAX_SINGLE_UPDATES, len(catalogue) // 10):
        return False
    if len(catalogue) <= SMALL_COLLECTION and (gone or len(catalogue) != len(index)):
        return False
    log.info("the index is updated: %d items written, %d taken out", len(changed), len(gone))
    update_index(
        folder,
        _entries(workspace, changed),
        gone,
        stamp=stamp,
        chapters=lambda item: chapters.get(item, ()),
        probable=workspace.probable_words,
        items=[*changed, *gone],
    )
    return True


def _entries(workspace: Workspace, items: Iterable[str]) -> Iterator[tuple[Entry, Sequence[Page | PageText]]]:
    for item in items:
        entry = workspace.catalogue.get(item)
        if entry is not None:
            yield entry, workspace.catalogue.texts(item)


def _read_chapters(folder: Path) -> dict[str, list[str]] | None:
    try:
        chapters = json.loads((folder / CHAPTERS).read_text(encoding="utf-8"))
        return chapters if isinstance(chapters, dict) else None
    except (OSError, ValueError):
        return None
