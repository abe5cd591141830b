"""Index of received/*/descriptions.jsonl, packed or not: descriptions by item, read from disk on demand."""

import contextlib
import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from briefbook.errors import OutsideError
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.received import TITLE, Description
from briefbook.util import packed_lines
from briefbook.util.files import write_atomic
from briefbook.util.packed_lines import DamagedLinesError

_DESCRIPTION_FILE = re.compile(r"descriptions(?:-\d{3,})?\.jsonl(?:\.gz)?")


def description_files(folder: Path) -> list[Path]:
    """The files of descriptions of a source, in order; a sync program's second version of them is none.

    Args:
        folder: ``received/NAME/``.
    """
    return sorted(path for path in folder.glob("descriptions*.jsonl*") if _DESCRIPTION_FILE.fullmatch(path.name))


def digests_of_items(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the item of each description of a source, and its ``digest_of_line``; nothing is stored.

    Args:
        folder: ``received/NAME/``.
    """
    for path in description_files(folder):
        yield from ((item, digest) for item, _, digest in _parse_file(path).places)


def each_description(folder: Path, items: Collection[str] | None = None) -> Iterator[Description]:
    """Yield the descriptions of items in a source, as they come; what is none is passed over.

    Args:
        folder: ``received/NAME/``.
        items: The items; None for all.
    """
    for path in description_files(folder):
        with contextlib.suppress(DamagedLinesError):
            for _, _, line in _lines(path):
                with contextlib.suppress(ValueError):
                    row = _row_of(line)
                    if isinstance(row, dict) and (items is None or row.get("item") in items):
                        yield Description.of_json(row, folder.name)


def published_lines(path: Path, withdrawn: Collection[str]) -> Iterator[bytes] | None:
    """A file of descriptions as everybody may read it, packed if it is.

    Args:
        path: The file, of ``description_files``.
        withdrawn: Items that were withdrawn.

    Returns:
        Its content, piece by piece, without these items, without notes that are kept for those who work (words without
        a value, but for those that say which title a paper has), and without lines that cannot be read; None where it
        has none of them.
    """
    if all(line is published for line, published in _lines_and_published(path, withdrawn)):
        return None
    kept = (line for _, line in _lines_and_published(path, withdrawn) if line is not None)
    return packed_lines.packed(kept) if is_packed(path) else kept


def _lines_and_published(path: Path, withdrawn: Collection[str]) -> Iterator[tuple[bytes, bytes | None]]:
    """Each line of a file, and what everybody may read of it: the same object, less of it, or None.

    What is lost at the end of a damaged file is an empty line of which nothing may be read.
    """
    try:
        for _, _, line in _lines(path):
            try:
                row = _row_of(line)
            except ValueError:
                row = None
            if not isinstance(row, dict) or row.get("item") in withdrawn:
                yield line, None
            elif (published := _without_kept_notes(row)) is not row:
                yield line, (json.dumps(published, ensure_ascii=False) + "\n").encode()
            else:
                yield line, line
    except DamagedLinesError:
        yield b"", None


def _without_kept_notes(row: dict[str, Any]) -> dict[str, Any]:
    """A description without what an import kept of a source and does not publish; the same object if it has none."""
    fields = row.get("fields")
    if not isinstance(fields, dict) or not isinstance(notes := fields.get("note"), list):
        return row
    published = [note for note in notes if not _is_kept_back(note)]
    if len(published) == len(notes):
        return row
    others = {name: readings for name, readings in fields.items() if name != "note"}
    return {**row, "fields": {**others, **({"note": published} if published else {})}}


def _is_kept_back(note: object) -> bool:
    return isinstance(note, dict) and not note.get("value") and not str(note.get("as_written", "")).startswith(TITLE)


@dataclass(slots=True)
class ReceivedDescriptions:
    """Where each item's descriptions are: only file offsets are in memory, so that millions fit."""

    places: dict[str, list[tuple[Path, int, str]]] = field(default_factory=dict)  # item -> file, offset, digest
    findings: tuple[Finding, ...] = ()
    states: dict[Path, tuple[int, int]] = field(default_factory=dict)  # of the files: size and time, as they were then

    def only(self, item: str) -> "ReceivedDescriptions":
        """The same of one item."""
        places = self.places.get(item)
        if not places:
            return ReceivedDescriptions()
        paths = {path for path, _, _ in places}
        return ReceivedDescriptions(
            {item: places}, states={path: self.states[path] for path in paths & self.states.keys()}
        )

    def of(self, item: str) -> tuple[Description, ...]:
        """The descriptions of an item, in the order of the sources' names."""
        descriptions = []
        for path, offset, _ in self.places.get(item, ()):
            descriptions.append(description_at(path, offset))
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
        return ReceivedDescriptions(places, self.findings, self.states)

    def digest(self, item: str) -> str:
        """A text that changes when a description of the item changes."""
        return " ".join(f"{path.parent.name}/{digest}" for path, _, digest in self.places.get(item, ()))


def find_received(folder: Path, cache: Path | None = None, rules: str = "") -> ReceivedDescriptions:
    """Index every description below ``received/``.

    Args:
        folder: The folder ``received/``, with a folder for each source.
        cache: A folder for where the descriptions of each file are: a file of the same size and time is not parsed
            again. None: every file is parsed.
        rules: A checksum of the rules by which a row is a description: what other rules stored is not used.

    Returns:
        The index, and a finding J103 for each row that is not a description.
    """
    received = ReceivedDescriptions()
    findings = []
    for path in sorted(path for source in folder.glob("*/") for path in description_files(source)):
        stat = path.stat()
        received.states[path] = stat.st_size, stat.st_mtime_ns
        contents = _contents_of(path, folder, cache, rules)
        for item, offset, digest in contents.places:
            received.places.setdefault(item, []).append((path, offset, digest))
        findings += [_damaged(path, folder, number, why) for number, why in contents.damaged]
    received.findings = tuple(findings)
    return received


class _FileContents(NamedTuple):
    """Where the descriptions of a file are: item, offset, digest; and the lines that are none, with the reason."""

    places: list[tuple[str, int, str]]
    damaged: list[tuple[int, str]]


_CACHE_VERSION = 2


def _contents_of(path: Path, folder: Path, cache: Path | None, rules: str) -> _FileContents:
    """The contents of a file, from the cache where it is as it was."""
    if cache is None:
        return _parse_file(path)
    name = path.relative_to(folder).as_posix()
    state = path.stat()
    key = [_CACHE_VERSION, rules, name, state.st_size, state.st_mtime_ns]
    file = cache / f"{hashlib.blake2b(name.encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}.tsv"
    contents = _stored_contents(file, key)
    if contents is None:
        contents = _parse_file(path)
        _store_contents(file, key, contents)
    return contents


def _parse_file(path: Path) -> _FileContents:
    contents = _FileContents([], [])
    number = 0
    try:
        for number, offset, line in _lines(path):
            try:
                item = _parse(line, path).item
            except ValueError as error:
                contents.damaged.append((number, str(error)))
                continue
            contents.places.append((item, offset, digest_of_line(line)))
    except DamagedLinesError as error:
        contents.damaged.append((number + 1, f"the packed file cannot be read from here on: {error}"))
    return contents


_ROW = re.compile(rb', "row": \d+(?=[,}])')
"""Where a description stands in its source, which says nothing of the item: a row that is gone moves all below it. In
a text of JSON these quotation marks would have backslashes before them."""


def digest_of_line(line: bytes) -> str:
    """A text that is the same for two descriptions that say the same, wherever they stand in their sources.

    Args:
        line: The line of JSON that is stored.
    """
    return hashlib.blake2b(_ROW.sub(b"", line), digest_size=12).hexdigest()


def _stored_contents(file: Path, key: list[Any]) -> _FileContents | None:
    """What is stored under a key; None if there is none, or if it is damaged."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
        row = json.loads(head)
        if row["key"] != key or row["checksum"] != hashlib.blake2b(body, digest_size=12).hexdigest():
            return None
        places = []
        for line in body.decode().split("\n")[:-1]:
            offset, digest, item = line.split("\t")
            places.append((item, int(offset), digest))
        return _FileContents(places, [(number, why) for number, why in row["damaged"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _store_contents(file: Path, key: list[Any], contents: _FileContents) -> None:
    """Store the contents; not where an id has a tab or a line end, nor where the folder cannot be written to."""
    if any("\t" in item or "\n" in item for item, _, _ in contents.places):
        return
    try:
        body = "".join(f"{offset}\t{digest}\t{item}\n" for item, offset, digest in contents.places).encode()
        row = {"key": key, "checksum": hashlib.blake2b(body, digest_size=12).hexdigest(), "damaged": contents.damaged}
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, json.dumps(row).encode() + b"\n" + body)
    except (OSError, OutsideError, UnicodeError):
        return


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Number, offset and content of each line that is not blank."""
    if is_packed(path):
        for number, (place, line) in enumerate(packed_lines.lines_of(path), 1):
            if line.strip():
                yield number, place, line
        return
    offset = 0
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, offset, line
            offset += len(line)


def is_packed(path: Path) -> bool:
    """Whether a file of descriptions is packed."""
    return path.suffix == packed_lines.SUFFIX


def description_at(path: Path, offset: int) -> Description:
    """The description at a place of a file that ``find_received`` gave.

    Raises:
        ValueError: There is none: the file is another now, or damaged.
    """
    return _parse(_line_at(path, offset), path)


def pages_at(path: Path, offset: int) -> tuple[str, tuple[str, ...]]:
    """The item of a description and the texts of its pages; nothing else of it is made.

    Raises:
        ValueError: There is none at this place.
    """
    row = _row_of(_line_at(path, offset))
    if not isinstance(row, dict) or not isinstance(pages := row.get("pages"), list):
        raise ValueError("it has no pages")
    return str(row.get("item")), tuple(map(str, pages))


def _line_at(path: Path, offset: int) -> bytes:
    if is_packed(path):
        return packed_lines.line_at(path, offset)
    with open(path, "rb") as file:
        file.seek(offset)
        return file.readline()


def _parse(line: bytes, path: Path) -> Description:
    """The description of a line; ``ValueError`` if it is none."""
    return Description.of_json(_row_of(line), path.parent.name)


def _row_of(line: bytes) -> Any:
    """The JSON value of a line; ``ValueError`` if it is none."""
    try:
        row = json.loads(line.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    return _characters_only(row) if b"\\ud" in line.lower() else row


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
