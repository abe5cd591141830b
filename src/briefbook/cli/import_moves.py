"""An import over an earlier one of its name -> papers keep their names, and no person's work comes to another paper."""

import hashlib
import json
import re
from collections.abc import Collection as AnyCollection
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from briefbook.catalogue.journal import Journal
from briefbook.catalogue.received_descriptions import each_description
from briefbook.errors import InputError
from briefbook.importers.spooled_descriptions import SpooledDescriptions, description_lines
from briefbook.model.decision import in_force
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents

MAX_NAMED = 8
"""So many papers that a message names."""


def with_earlier_names(here: Collection, received: Received) -> Received:
    """The import with the names that papers without an id had in the earlier import of its name.

    A paper is the same where the earlier import said the same of it, in whatever place it stood. So papers that an
    earlier version of Briefbook called by their places keep these names.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
    """
    if not received.named_by_content or not (here.received / received.name).is_dir():
        return received
    by_content: dict[str, list[str]] = {}
    taken = set()
    for row in _rows(received):
        taken.add(row["item"])
        if row["item"] in received.named_by_content:
            by_content.setdefault(content_digest(row), []).append(row["item"])
    names: dict[str, str] = {}
    for description in each_description(here.received / received.name):
        new = by_content.get(content_digest(description.as_json()), [])
        if new and description.item not in taken and new[0] not in names:
            names[new.pop(0)] = description.item
        elif description.item in new:
            new.remove(description.item)
    return _renamed(received, names) if names else received


def _rows(received: Received) -> Iterator[dict[str, Any]]:
    return map(json.loads, description_lines(received.descriptions))


def content_digest(row: dict[str, Any]) -> str:
    """A checksum of what a description says, without its item, its row and doubts about its id.

    Args:
        row: The description as it is stored.
    """
    said = {key: value for key, value in row.items() if key not in ("item", "row", "flags", "provisional")}
    if "layouts" in said:
        said["layouts"] = [{**page, "item": ""} for page in said["layouts"]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _renamed(received: Received, names: dict[str, str]) -> Received:
    descriptions = SpooledDescriptions(received.name)
    for description in received.descriptions:
        item = names.get(description.item, description.item)
        layouts = tuple(replace(page, item=item) for page in description.layouts)
        descriptions.add(replace(description, item=item, layouts=layouts))
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")

    def words(sentence: str) -> str:
        return pattern.sub(lambda match: names[match[0]], sentence)

    is_small = len(descriptions) <= len(names) * 1000 and isinstance(received.descriptions, tuple)
    return replace(
        received,
        descriptions=tuple(descriptions) if is_small else descriptions,
        scans=tuple(
            replace(scan, item=names.get(scan.item, scan.item), name=words(scan.name)) for scan in received.scans
        ),
        understood=tuple(map(words, received.understood)),
        not_understood=tuple(map(words, received.not_understood)),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """An id under which the source now has another paper.

    Attributes:
        item: The id.
        now: The id that its paper has now; "" where it has none.
        before: The id that the paper which has the id now had before; "" where it is new.
    """

    item: str
    now: str = ""
    before: str = ""

    @property
    def words(self) -> str:
        """In the words of a message."""
        if self.now:
            return f"the paper that was {self.item} is {self.now} now"
        return f"{self.item} is the paper now that was {self.before}"


def moved_papers(here: Collection, received: Received, items: AnyCollection[str]) -> list[Moved]:
    """Those of some items of which the source now says what it said of another, or of another what it said of them.

    Only what is said of a single item counts. An item with a scan is what its scan shows, whatever a list says of it.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.
        items: The items.
    """
    if not items:
        return []
    before: dict[str, list[str]] = {}  # what was said -> of whom
    for description in each_description(here.received / received.name):
        if _is_telling(row := description.as_json()):
            before.setdefault(content_digest(row), []).append(description.item)
    now: dict[str, list[str]] = {}
    for row in _rows(received):
        if _is_telling(row):
            now.setdefault(content_digest(row), []).append(row["item"])
    single_before = {digest: of[0] for digest, of in before.items() if len(of) == 1}
    single_now = {digest: of[0] for digest, of in now.items() if len(of) == 1}
    said_before = {item: digest for digest, item in single_before.items()}
    said_now = {item: digest for digest, item in single_now.items()}
    there = {item for of in now.values() for item in of}  # one of which hardly anything is said is no other paper
    moved = []
    for item in sorted(items):
        if item not in there or said_before.get(item) == said_now.get(item):
            continue
        elsewhere = single_now.get(said_before.get(item, ""), "")
        earlier = single_before.get(said_now.get(item, ""), "")
        if elsewhere not in ("", item) or earlier not in ("", item):
            moved.append(Moved(item, elsewhere, earlier))
    return moved


_MIN_FIELDS = 2
"""So many fields, or a text, tell a paper from others: rows that are filled in one by one have a day, or nothing."""


def _is_telling(row: dict[str, Any]) -> bool:
    """Does a description say enough to know its paper again?"""
    return bool(row.get("pages") or row.get("layouts")) or len(row.get("fields", {})) >= _MIN_FIELDS


def refuse_moved_work(here: Collection, received: Received) -> None:
    """Refuse an import by which what a person said of a paper would stand on another one.

    Args:
        here: The collection, before the import is written.
        received: What was made of the source.

    Raises:
        InputError: An item without a scan, of which a person said something or which a chapter cites, is another paper
            now than in the earlier import of this name.
    """
    contents = FolderContents(here)
    work = _items_with_work(here, contents) - contents.scan_of.keys()
    moved = moved_papers(here, received, work)
    if not moved:
        return
    more = f", and {len(moved) - MAX_NAMED} more" if len(moved) > MAX_NAMED else ""
    raise InputError(
        f"{pluralise(len(moved), 'paper')} on which a person has worked, or which a chapter cites, would be "
        f"{'another' if len(moved) == 1 else 'others'} after this import: "
        f"{'; '.join(paper.words for paper in moved[:MAX_NAMED])}{more}",
        remedy="the ids of the source are places in it, or were changed: give each paper there an id of its own that "
        "stays, and import again; nothing was written.",
    )


_CITED = re.compile(r"@([^\s;,\]]+)")


def _items_with_work(here: Collection, contents: FolderContents) -> set[str]:
    """Items of which a person said something, or which a chapter cites."""
    decided = {getattr(decision, "item", None) for decision in in_force(Journal(here.journal).read()[0])}
    cited = set()
    for path in here.narratives.glob("**/*.md"):
        cited.update(_CITED.findall(path.read_text(encoding="utf-8", errors="replace")))
    return {item for item in decided if item} | contents.transcripts.keys() | contents.corrections.keys() | cited
