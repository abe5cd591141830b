"""An import over an earlier one of its name -> which items are gone, new and changed, and the earlier original kept."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefbook.catalogue.journal import Journal
from briefbook.catalogue.received_descriptions import digest_of_line, digests_of_items
from briefbook.errors import FormatError
from briefbook.importers.spooled_descriptions import description_lines
from briefbook.model.decision import in_force
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents
from briefbook.util import packed_files
from briefbook.util.files import sha256_of

EARLIER_FOLDER = "earlier"
"""Below ``received/NAME/``: the originals that a later import of the name replaced."""

FIRST_IDS = 10
"""Ids of each kind of change that are named."""


@dataclass(frozen=True, slots=True)
class ImportChanges:
    """What an import changes against the earlier one of its name.

    Attributes:
        gone: Ids that only the earlier import has, in order.
        new: Ids that only this one has, as they come.
        changed: Ids of which the two say different things, as they come.
    """

    gone: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """How many of each there are, and the first ids."""
        each = {"gone": self.gone, "new": self.new, "changed": self.changed}
        return {name: {"count": len(ids), "first": list(ids[:FIRST_IDS])} for name, ids in each.items()}


def changes_of_import(here: Collection, received: Received) -> ImportChanges:
    """Compare an import with the one of its name that is there; of each item only its id and a checksum are held.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
    """
    earlier: dict[str, int] = {}
    for item, digest in digests_of_items(here.received / received.name):
        earlier[item] = earlier.get(item, 0) + int(digest, 16)
    left = dict(earlier)
    new: dict[str, None] = {}
    there: dict[str, None] = {}
    for line in description_lines(received.descriptions):
        item = str(json.loads(line)["item"])
        if item in left:
            left[item] -= int(digest_of_line(line), 16)
            there[item] = None
        else:
            new[item] = None
    gone = tuple(sorted(item for item in earlier if item not in there))
    return ImportChanges(gone, tuple(new), tuple(item for item in there if left[item]))


def changes_in_words(changes: dict[str, Any]) -> str:
    """The sentence of the report: "1 item gone (AA-006), 1 new (AA-009), 2 changed (AA-001, AA-002)".

    Args:
        changes: ``ImportChanges.as_json``.
    """
    said: list[str] = []
    for name, change in changes.items():
        count, first = change["count"], change["first"]
        if not count:
            continue
        words = f"{pluralise(count, 'item')} {name}" if not said else f"{count} {name}"
        more = ", …" if count > len(first) else ""
        said.append(f"{words} ({', '.join(first)}{more})")
    return ", ".join(said) or "no item is gone, new or changed"


def removed_items_with_work(here: Collection, changes: ImportChanges) -> Iterator[str]:
    """Yield the sentence on items that are gone and of which a person said something, if there are any."""
    if not changes.gone:
        return
    gone = frozenset(changes.gone)
    work: dict[str, list[str]] = {}
    decided = Counter(getattr(decision, "item", "") for decision in in_force(Journal(here.journal).read()[0]))
    for item, count in decided.items():
        if item in gone:
            work.setdefault(item, []).append(pluralise(count, "decision"))
    contents = FolderContents(here)
    for pages, what in ((contents.transcripts, "transcript"), (contents.corrections, "correction")):
        for item in gone & pages.keys():
            work.setdefault(item, []).append(pluralise(len(pages[item]), what))
    if work:
        named = ", ".join(f"{item} ({', '.join(work[item])})" for item in sorted(work))
        them = "it" if len(work) == 1 else "them"
        yield (
            f"gone from the source, but a person has worked on {them}: {named}; that work is kept: compare with the "
            "earlier file, and if the paper has another id now, say it there"
        )


def checksum_of_original(path: Path) -> str:
    """The SHA-256 of what an original holds, packed or not; of a packed one that is damaged, that of the file."""
    try:
        return packed_files.sha256_of_content(path)
    except FormatError:
        return sha256_of(path)


def replaced_originals(folder: Path, coming: dict[Path, Path | str]) -> dict[Path, Path]:
    """The originals that an import replaces by other content, and where each is kept.

    The place is named by the checksum, so that importing again keeps nothing twice.

    Args:
        folder: ``received/NAME/``.
        coming: The originals that will be written: the file that holds their content, or its SHA-256.

    Returns:
        Files that are there -> files below ``earlier/``.
    """
    kept = {}
    there = {*folder.glob("original.*"), *(path for path in coming if path.is_relative_to(folder / "originals"))}
    for path in sorted(there):
        if not path.is_file():
            continue
        digest, other = checksum_of_original(path), coming.get(path)
        if digest != (sha256_of(other) if isinstance(other, Path) else other):
            kept[path] = folder / EARLIER_FOLDER / digest[:12] / path.relative_to(folder)
    return kept
