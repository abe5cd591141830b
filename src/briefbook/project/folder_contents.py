"""The scans, descriptions, transcripts and authority lists in a collection's folder, each listed once."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook.catalogue import Journal
from briefbook.catalogue.received_descriptions import ReceivedDescriptions, description_files, find_received
from briefbook.errors import InputError
from briefbook.model.abbreviation import Abbreviation
from briefbook.model.finding import Finding
from briefbook.model.page import Scan
from briefbook.project.collection import Collection
from briefbook.project.fixity import FIXITY_FILE, expected_files, read_fixity
from briefbook.project.own_lists import read_own_lists
from briefbook.project.rules_state import rules_state
from briefbook.scans import find_scans
from briefbook.scans.stored_scans import ScansByItem, Search, StoredScans, stored_scans
from briefbook.util.names import problem_of_entry

if TYPE_CHECKING:
    from briefbook.cables.mentions import Authority

ScansFound = tuple[Sequence[Scan], list[Finding]]
"""The scans of a folder, one for each item, and the findings about the folder itself."""


PAGE_NAME = r"p\d{1,6}"
"""The name of a page's transcript, without its ending."""


class FolderContents:
    """The contents of a collection's folder as of first access; a change needs a new object.

    Workspaces that are made one after the other from an unchanged folder share one.
    """

    def __init__(self, collection: Collection, *, scans: ScansFound | None = None) -> None:
        """Nothing is listed before it is used; ``scans`` may be passed from another process."""
        self._collection = collection
        self._scans = scans

    @cached_property
    def scans(self) -> ScansFound:
        """The scans, and what is wrong in ``scans/``."""
        if self._scans is not None:
            return self._scans
        pattern = self._collection.settings.items.pattern
        search = Search(f"{rules_state()} {pattern}", self._find_scans, self._input_checksum)
        return stored_scans(self._collection.scans, self._collection.build / "scan-list", search)

    def _find_scans(self) -> tuple[list[Scan], list[Finding], bool]:
        """The scans and the findings, and whether it was asked which names are items' or what arrived first."""
        asked = []

        def is_item(name: str) -> bool:
            asked.append(True)
            return name in self._named_items

        def arrivals() -> list[str]:
            asked.append(True)
            return list(expected_files(read_fixity(self._collection)[0]))

        cache = self._collection.build / "checksums.json"
        pattern = self._collection.settings.items.pattern
        found = find_scans(self._collection.scans, pattern, cache=cache, is_item=is_item, arrivals=arrivals)
        return *found, bool(asked)

    def _input_checksum(self) -> str:
        """A checksum of what says which names are items' and what arrived first."""
        digest = hashlib.sha256(repr([sorted(self.transcripts), sorted(self.corrections)]).encode())
        for path in self._files_naming_items():
            try:
                status = path.stat()
                digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
            except OSError:
                continue
        return digest.hexdigest()

    def _files_naming_items(self) -> Iterator[Path]:
        yield self._collection.root / FIXITY_FILE
        yield self._collection.journal
        yield self._collection.readings  # its time changes with each scan that is read for the first time
        for source in sorted(self._collection.received.glob("*/")):
            yield from description_files(source)

    @cached_property
    def _named_items(self) -> set[str]:
        """The items that were read before, or that a description, a transcript or a decision names."""
        readings = self._collection.readings.glob("*.json.gz")
        decisions, _ = Journal(self._collection.journal).read()
        decided = {item for decision in decisions if isinstance(item := getattr(decision, "item", None), str)}
        read = {path.name.rpartition("-")[0] for path in readings}
        return read | decided | self.transcripts.keys() | self.corrections.keys() | self.received.places.keys()

    @cached_property
    def scan_of(self) -> Mapping[str, Scan]:
        """The scan of each item that has one."""
        scans = self.scans[0]
        return ScansByItem(scans) if isinstance(scans, StoredScans) else {scan.item: scan for scan in scans}

    @cached_property
    def received(self) -> ReceivedDescriptions:
        """Where the received descriptions are."""
        cache = self._collection.build / "received-index"
        return find_received(self._collection.received, cache, rules_state())

    @cached_property
    def transcripts(self) -> dict[str, dict[int, Path]]:
        """A person's transcripts of whole pages: item, page, file."""
        return self._by_page("p*.txt")

    @cached_property
    def corrections(self) -> dict[str, dict[int, Path]]:
        """A person's corrections of single lines: item, page, file."""
        return self._by_page("p*.lines")

    @property
    def noted(self) -> frozenset[str]:
        """The items of which there is a file of an editor's notes, as of now."""
        return frozenset(unicodedata.normalize("NFC", path.stem) for path in self._collection.annotations.glob("*.md"))

    def _by_page(self, pattern: str) -> dict[str, dict[int, Path]]:
        paths: dict[str, dict[int, Path]] = {}
        for path in sorted(self._collection.transcripts.glob(f"*/{pattern}")):
            is_readable = path.is_file() and not problem_of_entry(path.parent)
            if is_readable and re.fullmatch(PAGE_NAME, path.stem, re.A):
                name = unicodedata.normalize("NFC", path.parent.name)  # macOS and some archives keep accents apart
                paths.setdefault(name, {})[int(path.stem[1:])] = path
        return paths

    @cached_property
    def authority(self) -> "Authority":
        """The persons and places looked for in texts: the collection's own lists, and those shipped.

        A list of the collection that cannot be read is left out; ``list_problems`` says so.
        """
        from briefbook.cables.mentions import Authority  # only where texts are read: it loads the readers of cables
        from briefbook.text.authorities import shipped_places, with_own

        own = {
            name: value
            for name, value in self._own_lists.items()
            if name != "abbreviations" and not isinstance(value, InputError)
        }
        own = {"persons": (), "places": (), **own}
        names = {place.name for place in own["places"]}
        places = (*own["places"], *(place for place in shipped_places() if place.name not in names))
        return Authority(with_own(own["persons"]), places)

    @cached_property
    def _own_lists(self) -> dict[str, Any]:
        return read_own_lists(self._collection.root)

    @property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The collection's own abbreviations."""
        own = self._own_lists.get("abbreviations", ())
        return () if isinstance(own, InputError) else own

    @property
    def list_problems(self) -> tuple[InputError, ...]:
        """What is wrong with persons.csv and places.csv; none where they are lists, or are not there."""
        return tuple(value for value in self._own_lists.values() if isinstance(value, InputError))
