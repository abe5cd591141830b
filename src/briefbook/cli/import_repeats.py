"""An import under a new name -> the imports that hold the same already, in whole or in part."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefbook.catalogue import Journal
from briefbook.catalogue.received_descriptions import digest_of_line
from briefbook.importers.spooled_descriptions import description_lines
from briefbook.model.decision import WithdrawalDecision, in_force
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.project.collection import Collection
from briefbook.project.folder_contents import FolderContents
from briefbook.project.non_public import NON_PUBLIC_FILE, read_non_public
from briefbook.util.advice import typed
from briefbook.util.files import sha256_of


@dataclass(frozen=True, slots=True)
class RepeatedImport:
    """An import of the same kind that describes the same items.

    Attributes:
        name: Its name.
        items: Items of the new import.
        shared: Items that both describe.
        same: Items of which both say the same.
        is_whole: Whether both hold the same, and nothing else.
        edited: A file of it that a person edited since, so that it cannot be replaced; "" if there is none.
    """

    name: str
    items: int
    shared: int
    same: int
    is_whole: bool
    edited: str = ""

    @property
    def words(self) -> str:
        """What both hold."""
        return "the file is the same" if not self.items else f"{pluralise(self.items, 'item')}, and all say the same"

    @property
    def remedy(self) -> str:
        """What to do where it holds the same already."""
        again = (
            f"{self._is_edited}: go on with it as it is"
            if self.edited
            else f"--name {self.name} --replace reads it again there"
        )
        return f"there is nothing to import; {again}, and --keep-both keeps it twice."

    @property
    def _is_edited(self) -> str:
        return f"{self.edited} was edited by a person since and would not be replaced"

    def sentence(self, new: str) -> str:
        """What is said where both are kept; ``new`` is the name of the new import."""
        if self.is_whole:
            return f"received/{self.name} holds the same: {self.words}"
        are = "is" if self.shared == 1 else "are"
        undo = typed("catalogue", "undo", "--import", new)
        advice = (
            f"{self._is_edited}: compare the two, and undo this import with {undo} if it is a copy"
            if self.edited
            else f"if this is a later state of the same source, import it with "
            f"{shlex.join(('--name', self.name, '--replace'))}, and undo "
            f"this import with {undo}"
        )
        return (
            f"{self.shared} of {pluralise(self.items, 'item')} {are} in received/{self.name} too, {self.same} with the "
            f"same words, and both are kept: {advice}"
        )


_SHARE = 0.5
"""Of the items of the longer import, or with the same words of the shorter: with fewer in common they are two lists."""


def repeated_imports(here: Collection, received: Received, kind: str, checksum: str) -> Iterator[RepeatedImport]:
    """Yield the other imports of the same kind that hold much of the same; of those that were not withdrawn.

    Args:
        here: The collection.
        received: What was made of the source.
        kind: The kind of import.
        checksum: The checksum of the source.
    """
    left_out = {received.name, *_withdrawn(here)}
    others = {name: report for name, report in _reports(here) if report.get("kind") == kind and name not in left_out}
    if not others:
        return
    if not received.descriptions:
        same_file = (name for name, report in others.items() if report.get("source_checksum") == checksum)
        yield from (RepeatedImport(name, 0, 0, 0, True, _edited_file(here, others[name])) for name in same_file)
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
            is_whole = same == items == sizes[name] and _keeps_back(here, name, received)
            yield RepeatedImport(name, items, shared, same, is_whole, _edited_file(here, others[name]))


def _keeps_back(here: Collection, name: str, received: Received) -> bool:
    """Does an import keep back all that a new one keeps back? Else the new one says something of its own."""
    return set(received.not_public) <= read_non_public(here.received / name / NON_PUBLIC_FILE).keys()


def _edited_file(here: Collection, report: dict[str, Any]) -> str:
    """A file that an import wrote and a person edited since, by its name in the collection; "" if there is none."""
    digests = report.get("digests")
    for known_as, digest in digests.items() if isinstance(digests, dict) else ():
        path = here.root / str(known_as)
        if path.is_file() and sha256_of(path) != digest:
            return str(known_as)
    return ""


def _withdrawn(here: Collection) -> set[str]:
    """The imports that a person has undone."""
    decisions = in_force(Journal(here.journal).read()[0])
    return {decision.source for decision in decisions if isinstance(decision, WithdrawalDecision)}


def _reports(here: Collection) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(here.received.glob("*/report.json")):
        try:
            report = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(report, dict):
            yield path.parent.name, report
