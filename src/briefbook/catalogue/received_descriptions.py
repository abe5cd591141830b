"""Index of received/*/descriptions.jsonl: descriptions by item, read from disk on demand."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.received import Description

DESCRIPTION_FILES = "descriptions*.jsonl"


@dataclass(slots=True)
class ReceivedDescriptions:
    """Where each item's descriptions are: only file offsets are in memory, so that millions fit."""

    places: dict[str, list[tuple[Path, int, str]]] = field(default_factory=dict)  # item -> file, offset, digest
    findings: tuple[Finding, ...] = ()

    def of(self, item: str) -> tuple[Description, ...]:
        """The descriptions of an item, in the order of the sources' names."""
        descriptions = []
        for path, offset, _ in self.places.get(item, ()):
            with open(path, "rb") as file:
                file.seek(offset)
                descriptions.append(Description.of_json(json.loads(file.readline()), path.parent.name))
        return tuple(descriptions)

    def without(self, sources: Collection[str]) -> "ReceivedDescriptions":
        """The same without some sources, by the names of their folders."""
        if not sources:
            return self
        places = {
            item: left
            for item, places in self.places.items()
            if (left := [place for place in places if place[0].parent.name not in sources])
        }
        return ReceivedDescriptions(places, self.findings)

    def digest(self, item: str) -> str:
        """A text that changes when a description of the item changes."""
        return " ".join(f"{path.parent.name}/{digest}" for path, _, digest in self.places.get(item, ()))


def find_received(folder: Path) -> ReceivedDescriptions:
    """Index every description below ``received/``.

    Args:
        folder: The folder ``received/``, with a folder for each source.

    Returns:
        The index, and a finding J103 for each row that is not a description.
    """
    received = ReceivedDescriptions()
    findings = []
    for path in sorted(folder.glob(f"*/{DESCRIPTION_FILES}")):
        for number, (offset, line) in enumerate(_lines(path), 1):
            try:
                item = json.loads(line)["item"]
            except (ValueError, KeyError, TypeError):
                findings.append(_damaged(path, folder, number))
                continue
            digest = hashlib.blake2b(line, digest_size=12).hexdigest()
            received.places.setdefault(item, []).append((path, offset, digest))
    received.findings = tuple(findings)
    return received


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    offset = 0
    with open(path, "rb") as file:
        for line in file:
            if line.strip():
                yield offset, line
            offset += len(line)


def _damaged(path: Path, folder: Path, number: int) -> Finding:
    return Finding(
        "J103",
        FilePosition(path.relative_to(folder.parent).as_posix(), number),
        f"line {number} is not a description; it is ignored",
        remedy="import the source again with `briefbook import … --replace`.",
        severity=Severity.WARNING,
    )
