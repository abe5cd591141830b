"""Ids of an import that no scan and no list has, but nearly -> left out until a person decides, and said."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from briefbook.catalogue.received_descriptions import description_files
from briefbook.errors import UsageError
from briefbook.importers.csv_table import merge_rows
from briefbook.importers.spooled_descriptions import SpooledDescriptions, description_lines
from briefbook.model.received import Description, Received
from briefbook.progress import first_few, pluralise
from briefbook.project.collection import Collection as Folder
from briefbook.project.folder_contents import FolderContents
from briefbook.text.ids_alike import IdsAlike, parts_of_id

CHOICES = ("", "same", "new")
"""What a person says of such ids: nothing yet, they are the papers that they are near to, or papers of their own."""

MAX_NAMED = 8
"""So many rows that a sentence names."""


@dataclass(slots=True)
class NearIdsOfImport:
    """What becomes of ids of an import that are nearly those of the collection.

    Attributes:
        choice: One of ``CHOICES``.
        near: Gives the ids that an id may be meant for; none of one that the collection has.
        near_to_any: Tells whether the collection has any id, that of this import apart.
        told: Ids -> what they are near to, in the order in which they came.
    """

    choice: str
    near: Callable[[str], list[str]]
    near_to_any: Callable[[], bool]
    told: dict[str, list[str]] = field(default_factory=dict)

    def item(self, written: str) -> str:
        """The item that a row describes: "" where a person is to decide that first."""
        near = self.near(written)
        if not near:
            return written
        self.told.setdefault(written, near)
        if self.choice == "new":
            return written
        return near[0] if self.choice == "same" and len(near) == 1 else ""

    @property
    def taken(self) -> dict[str, str]:
        """Ids of the source -> the ids for which they were taken by the person's word."""
        is_same = self.choice == "same"
        return {written: near[0] for written, near in self.told.items() if is_same and len(near) == 1}


def near_ids(here: Folder, name: str, choice: str) -> NearIdsOfImport:
    """What becomes of ids that are nearly those which the scans and the other imports have.

    Args:
        here: The collection.
        name: The name of the import.
        choice: What the person said of them, one of ``CHOICES``.

    Raises:
        UsageError: The choice is another.
    """
    if choice not in CHOICES:
        raise UsageError(f"--near-ids {choice}: unknown", remedy="write same or new.")
    ids: list[IdsAlike] = []

    def alike() -> IdsAlike:
        if not ids:
            contents = FolderContents(here)
            others = any(folder.name != name and description_files(folder) for folder in here.received.glob("*/"))
            ids.append(IdsAlike((*contents.scan_of, *(contents.received.without([name]).places if others else ()))))
        return ids[0]

    return NearIdsOfImport(choice, lambda item: alike().near(item), lambda: bool(alike()))


def earlier_choice(here: Folder, name: str) -> str:
    """The choice made for such ids at the last import of this name; "" if there was none.

    Args:
        here: The collection.
        name: The name of the import.
    """
    try:
        report = json.loads((here.received / name / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    choice = report.get("near_ids") if isinstance(report, dict) else None
    return choice if choice in CHOICES else ""


def settled(received: Received, ids: NearIdsOfImport) -> Received:
    """The import without the items whose ids a person is to decide first, or with the ids that were decided.

    Args:
        received: What was made of the source.
        ids: What becomes of ids; those of an exhibit are known already.
    """
    items: dict[str, str] = {}
    rows: dict[str, int] = {}
    for line in description_lines(received.descriptions) if ids.near_to_any() else ():
        row = json.loads(line)
        item = row["item"]
        is_made_here = bool(received.program) and item.startswith(f"{received.program}-")
        if not (row.get("provisional") or is_made_here) and ids.near(item):
            items[item] = ids.item(item)
            rows[item] = row.get("row", 0)
    descriptions: Collection[Description] = received.descriptions
    joined: list[str] = []
    if any(item != new for item, new in items.items()):
        descriptions = _with_items(received, items, joined)
    received, withheld = _with_near_kept_back(received, ids)
    sentences = [*_sentences(ids, rows), *joined, *withheld]
    if not sentences:
        return received
    counts = dict(received.counts)
    if "items" in counts:
        counts["items"] = len(descriptions)
    kept = {description.item for description in descriptions}
    scans = tuple(scan for scan in received.scans if scan.item not in items or scan.item in kept)
    return replace(
        received,
        descriptions=descriptions,
        scans=scans,
        counts=counts,
        not_understood=(*sentences, *received.not_understood),
    )


def _with_near_kept_back(received: Received, ids: NearIdsOfImport) -> tuple[Received, list[str]]:
    """The import that keeps back papers, too, to whose ids those of its private items are near."""
    if ids.choice == "new":
        return received, []
    near = {
        item: found
        for item in received.not_public
        if (found := [paper for paper in ids.near(item) if parts_of_id(paper) == parts_of_id(item)])
    }
    if not near:
        return received, []
    papers = tuple(dict.fromkeys(paper for found in near.values() for paper in found))
    named = ", ".join(f"{item} (near {' and '.join(found)})" for item, found in list(near.items())[:MAX_NAMED])
    sentence = (
        f"not public in the source, and nearly the ids of papers here: {named}; these are not published until you say "
        "with --near-ids new that they are other papers, or correct the ids in the source"
    )
    return replace(received, not_public=(*received.not_public, *papers)), [sentence]


def _with_items(received: Received, items: dict[str, str], joined: list[str]) -> Collection[Description]:
    spool = SpooledDescriptions(received.name)
    by_new: dict[str, Description] = {}
    targets = {new for old, new in items.items() if new and new != old}
    for description in received.descriptions:
        item = items.get(description.item, description.item)
        if not item:
            continue
        if item != description.item:
            layouts = tuple(replace(page, item=item) for page in description.layouts)
            description = replace(description, item=item, layouts=layouts)
        if item in targets:
            if (earlier := by_new.get(item)) is not None:
                readings = merge_rows(earlier, description.readings, f"row {description.row}", joined)
                description = replace(earlier, readings=readings, pages=earlier.pages or description.pages)
            by_new[item] = description
            spool.hold_back(description)
        else:
            spool.add(description)
    return tuple(spool) if isinstance(received.descriptions, tuple) else spool


def _sentences(ids: NearIdsOfImport, rows: dict[str, int]) -> Iterator[str]:
    if not ids.told:
        return
    named = [
        f"{f'row {row}: ' if (row := rows.get(item, 0)) else ''}{item} (near {' and '.join(near)})"
        for item, near in ids.told.items()
    ]
    words = first_few(named, MAX_NAMED)
    several = sum(len(near) > 1 for near in ids.told.values())
    count = pluralise(len(ids.told), "id")
    which = f"that no scan and no other list has, but nearly: {words}"
    if ids.choice == "new":
        yield f"{count} {which}; each was taken for a paper of its own, as --near-ids new says"
    elif ids.choice == "same":
        if several < len(ids.told):
            yield f"{count} {which}; what is said of each was taken for the paper that it is near to"
        if several:
            yield f"{pluralise(several, 'id')} near to several papers stayed out; correct them in the source: {words}"
    else:
        yield (
            f"{count} {which}; nothing was taken of {'it' if len(ids.told) == 1 else 'them'}: correct the ids in the "
            "source, or import again with --near-ids same (they are these papers) or --near-ids new (other papers)"
        )
