"""The catalogue: entries, each field with all its readings, and the text of the pages."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from briefbook.model.cable import Reading, Reference, SourceKind
from briefbook.model.page import Page
from briefbook.model.parts import FilePages

FIELDS = {
    "date": "the date of the document, EDTF",
    "from": "the post or office that sent it",
    "to": "action addressees",
    "info": "information addressees",
    "number": "the sender's number",
    "classification": "the security level of the marking",
    "precedence": "the degree of urgency",
    "caveats": "handling captions, eyes only, codewords",
    "subject": "the subject line",
    "form": "the documentary form: telegram, letter, airgram",
    "dtg": "date-time group",
    "sent": "date and time of dispatch as on the paper: local time, with the offset from UTC if known",
    "received": "date and time of receipt, likewise",
    "event": "the date of the event described, EDTF, where the paper gives one apart from its own",
    "identifiers": "further numbers of the same text: MRN, intake register, repeated as",
    "file": "the archive's file unit",
    "signer": "who signed or drafted it",
    "tags": "subject tags of the State Archiving System",
    "persons": "persons mentioned",
    "places": "places mentioned",
    "rights": "rights statement or licence",
    "citation": "source: repository, fonds, volume, file",
    "note": "an archivist's or editor's note",
    "specimen": "says that the item is an imitation made for demonstration",
}
"""Every field of a catalogue entry and its meaning. Several values are joined by "; "."""

MULTIPLE = frozenset({"to", "info", "caveats", "identifiers", "tags", "persons", "places"})
"""Fields that may have several values from one source."""


class StoredReadings(Mapping[str, tuple[Reading, ...]]):
    """Readings by field, created on first access."""

    __slots__ = ()

    @abstractmethod
    def sources(self) -> set[SourceKind]:
        """Who gives any of them; no reading is made for it."""

    @abstractmethod
    def effective_values(self, name: str) -> tuple[str, ...]:
        """The values of the effective readings of a field; no reading is made for it."""


UNREAD_FLAG = "scan_not_read_yet"
"""The flag of an item with a scan that is not read yet: nothing that its entry says is of that scan."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an item is published no longer, as far as everybody may know it.

    Attributes:
        item: The item's id.
        day: Since when, as 2026-05-03; "" if it is not known.
        said: The reason in words for readers; "": none is given.
        of: The item that a person withdrew; another where this one has pages of it.
        source: The import whose source does not show it; "" where a person withdrew it.
    """

    item: str
    day: str = ""
    said: str = ""
    of: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """The description of one item: for every field all its readings, the effective one first.

    A person's reading comes before a received one, a received one before a machine's. For fields in ``MULTIPLE``
    all readings of the strongest source are effective. ``provisional`` marks an identifier that was generated because
    the source gave none. ``files`` says which pages of which files are the item's, where these are not just all pages
    of the file that bears its name. ``candidates`` maps the name of a blank or unsure field to values on the paper
    that a person may choose from, likeliest first, with confidence, place and the reason as the note (see ``Cable``);
    a field that a person decided or a received description gives has none.
    """

    item: str
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)
    references: tuple[Reference, ...] = ()
    page_count: int = 0
    scan: str | None = None  # path of the original, relative to the collection
    checksum: str | None = None
    provisional: bool = False
    flags: tuple[str, ...] = ()
    files: tuple[FilePages, ...] = ()
    candidates: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)

    def value(self, name: str) -> str | None:
        """The effective values of a field joined by "; "; None where none is known or legible."""
        return "; ".join(self.values(name)) or None

    def values(self, name: str) -> tuple[str, ...]:
        """The effective values of a field."""
        if isinstance(self.readings, StoredReadings):
            return self.readings.effective_values(name)
        return tuple(reading.value for reading in self.effective_readings(name) if reading.value)

    def effective_readings(self, name: str) -> tuple[Reading, ...]:
        """The effective readings: all of the strongest source, or the first for a field with a single value."""
        return effective(name, self.readings.get(name, ()))

    @property
    def date(self) -> str | None:
        """The date, EDTF."""
        return self.value("date")

    @property
    def is_specimen(self) -> bool:
        """Is the item an imitation made for demonstration, not a historical document?"""
        return bool(self.value("specimen"))

    @property
    def source(self) -> str:
        """The strongest source that describes it: person, received or machine."""
        if isinstance(self.readings, StoredReadings):
            by = self.readings.sources()
        else:
            by = {reading.by for readings in self.readings.values() for reading in readings}
        return next((str(kind) for kind in SourceKind if kind in by), "machine")


def effective(name: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Of all readings of a field, in order of precedence, the effective ones."""
    if not readings:
        return ()
    if name not in MULTIPLE:
        return tuple(readings[:1])
    first = readings[0]
    return tuple(reading for reading in readings if reading.by is first.by and reading.source == first.source)


class Catalogue(Protocol):
    """A collection's entries. Implementations keep them in memory or in a database.

    Items that were withdrawn are none of them: whoever asks the catalogue alone cannot publish one.
    """

    @property
    def withdrawn(self) -> Mapping[str, Withdrawal]:
        """The items that were withdrawn, by id."""

    def __len__(self) -> int:
        """How many items."""

    def __iter__(self) -> Iterator[Entry]:
        """Every entry, by item identifier in natural order (CDNW9 before CDNW10)."""

    def ids(self) -> Sequence[str]:
        """The identifier of every entry, in natural order."""

    def each_id(self) -> Iterator[str]:
        """The same one after the other, however many there are; few of them are in memory."""

    def __contains__(self, item: object) -> bool:
        """Is there an item with this identifier?"""

    def get(self, item: str) -> Entry | None:
        """The entry of an item, None if there is no such item."""

    def pages(self, item: str) -> Sequence[Page]:
        """The effective pages of an item: a person's transcript takes precedence over OCR."""

    def page_texts(self, item: str) -> Sequence[tuple[int, str]]:
        """Number and text of each of these pages, sooner than the pages with the places of their words."""

    def message(self, item: str) -> str:
        """The cable's own text of an item's pages, joined by newlines: without stamps, page lines, form labels."""

    def similar_items(self, item: str, limit: int = 3) -> Sequence[str]:
        """Identifiers that are easily mistaken for this one, most similar first."""


@dataclass(slots=True)
class MemoryCatalogue:
    """A catalogue in memory, for small collections and for tests."""

    entries: dict[str, Entry]
    page_map: dict[str, tuple[Page, ...]] = field(default_factory=dict)
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries[item] for item in sorted(self.entries, key=natural))

    def ids(self) -> list[str]:
        """The identifier of every entry, in natural order."""
        return sorted(self.entries, key=natural)

    def each_id(self) -> Iterator[str]:
        """The same one after the other."""
        return iter(self.ids())

    def __contains__(self, item: object) -> bool:
        return item in self.entries

    def get(self, item: str) -> Entry | None:
        """The entry of an item."""
        return self.entries.get(item)

    def pages(self, item: str) -> Sequence[Page]:
        """The pages of an item."""
        return self.page_map.get(item, ())

    def page_texts(self, item: str) -> Sequence[tuple[int, str]]:
        """Number and text of each page of an item."""
        return [(page.number, page.text) for page in self.pages(item)]

    def message(self, item: str) -> str:
        """The cable's own text of an item's pages."""
        return "\n".join(page.message for page in self.pages(item))

    def similar_items(self, item: str, limit: int = 3) -> Sequence[str]:
        """Identifiers that differ in one or two characters."""
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import extract

        matches = extract(item, list(self.entries), scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=limit)
        return [name for name, _, _ in matches]


def natural(item: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key by which CDNW9 comes before CDNW10.

    >>> sorted(["CDNW10", "CDNW9"], key=natural)
    ['CDNW9', 'CDNW10']
    """
    import re

    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"[0-9]+|[^0-9]+", item))
