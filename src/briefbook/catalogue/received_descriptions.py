"""Index of received/*/descriptions.jsonl: descriptions by item, read from disk on demand."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.received import Description

_DESCRIPTION_FILE = re.compile(r"descriptions(?:-\d{3,})?\.jsonl")


def description_files(folder: Path) -> list[Path]:
    """The files of descriptions of a source, in order; a sync program's second version of them is none.

    Args:
        folder: ``received/NAME/``.
    """
    return sorted(path for path in folder.glob("descriptions*.jsonl") if _DESCRIPTION_FILE.fullmatch(path.name))


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
                descriptions.append(_parse(file.readline(), path))
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
    for path in sorted(path for source in folder.glob("*/") for path in description_files(source)):
        for number, offset, line in _lines(path):
            try:
                item = _parse(line, path).item
            except ValueError as error:
                findings.append(_damaged(path, folder, number, str(error)))
                continue
            digest = hashlib.blake2b(line, digest_size=12).hexdigest()
            received.places.setdefault(item, []).append((path, offset, digest))
    received.findings = tuple(findings)
    return received


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Number, offset and content of each line that is not blank."""
    offset = 0
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, offset, line
            offset += len(line)


def _parse(line: bytes, path: Path) -> Description:
    """The description of a line; ``ValueError`` if it is none."""
    try:
        row = json.loads(line.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if b"\\ud" in line.lower():
        row = _characters_only(row)
    return Description.of_json(row, path.parent.name)


_NO_CHARACTER = re.compile(r"[\ud800-\udfff]")


def _characters_only(value: Any) -> Any:
    """A JSON value in which what is no character is U+FFFD: an escape may name half of one."""
    if isinstance(value, str):
        return _NO_CHARACTER.sub("\ufffd", value)
    if isinstance(value, list):
        return [_characters_only(element) for element in value]
    if isinstance(value, dict):
        return {_characters_only(key): _characters_only(element) for key, element in value.items()}
    return value


def _damaged(path: Path, folder: Path, number: int, why: str) -> Finding:
    return Finding(
        "J103",
        FilePosition(path.relative_to(folder.parent).as_posix(), number),
        f"line {number} is not a description ({why}); it is ignored",
        remedy="import the source again with `briefbook import … --replace`.",
        severity=Severity.WARNING,
    )
