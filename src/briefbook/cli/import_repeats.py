"""An import under a new name -> the imports that hold the same already, in whole or in part."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefbook.catalogue.received_descriptions import digest_of_line
from briefbook.importers.spooled_descriptions import description_lines
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents


@dataclass(frozen=True, slots=True)
class RepeatedImport:
    """An import of the same kind that describes the same items.

    Attributes:
        name: Its name.
        items: Items of the new import.
        shared: Items that both describe.
        same: Items of which both say the same.
        is_whole: Whether both hold the same, and nothing else.
    """

    name: str
    items: int
    shared: int
    same: int
    is_whole: bool

    @property
    def words(self) -> str:
        """What both hold."""
        return "the file is the same" if not self.items else f"{pluralise(self.items, 'item')}, and all say the same"

    def sentence(self, new: str) -> str:
        """What is said where both are kept; ``new`` is the name of the new import."""
        if self.is_whole:
            return f"received/{self.name} holds the same: {self.words}"
        are = "is" if self.shared == 1 else "are"
        return (
            f"{self.shared} of {pluralise(self.items, 'item')} {are} in received/{self.name} too, {self.same} with the "
            f"same words, and both are kept: if this is a later state of the same source, import it with "
            f"--name {self.name} --replace, and undo this import with `briefbook catalogue undo --import {new}`"
        )


_SHARE = 0.5
"""Of the items of the longer import, or with the same words of the shorter: with fewer in common they are two lists."""


def repeated_imports(here: Collection, received: Received, kind: str, checksum: str) -> Iterator[RepeatedImport]:
    """Yield the other imports of the same kind that hold much of the same.

    Args:
        here: The collection.
        received: What was made of the source.
        kind: The kind of import.
        checksum: The checksum of the source.
    """
    others = {name: report for name, report in _reports(here) if report.get("kind") == kind and name != received.name}
    if not others:
        return
    if not received.descriptions:
        same_file = (name for name, report in others.items() if report.get("source_checksum") == checksum)
        yield from (RepeatedImport(name, 0, 0, 0, is_whole=True) for name in same_file)
        return
    counts = {name: [0, 0] for name in others}  # items that both describe, and those of which both say the same
    places = FolderContents(here).received.places
    sizes = dict.fromkeys(others, 0)
    for there in places.values():
        for name in {path.parent.name for path, _, _ in there} & sizes.keys():
            sizes[name] += 1
    for line in description_lines(received.descriptions):
        digest = digest_of_line(line)
        found: dict[str, bool] = {}
        for path, _, other in places.get(json.loads(line)["item"], ()):
            found[path.parent.name] = found.get(path.parent.name, False) or other == digest
        for name in found.keys() & counts.keys():
            counts[name][0] += 1
            counts[name][1] += found[name]
    items = len(received.descriptions)
    for name, (shared, same) in counts.items():
        if shared >= _SHARE * max(items, sizes[name]) or same >= max(1, _SHARE * min(items, sizes[name])):
            yield RepeatedImport(name, items, shared, same, is_whole=same == items == sizes[name])


def _reports(here: Collection) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(here.received.glob("*/report.json")):
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(report, dict):
            yield path.parent.name, report
