"""Descriptions received with the papers, in the form in which they are stored: JSON lines, one per item."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.locator import PagePosition
from briefbook.model.page import Page
from briefbook.model.page_json import page_as_json, page_of_json

TITLE = "Title: "
"""What begins the line of a note in which an importer keeps the title that a paper has where it comes from."""


@dataclass(frozen=True, slots=True)
class Description:
    """A source's description of an item; ``pages`` are its text, if the source gives it, one string per page.

    ``layouts`` are pages with the places of words on a picture, as another program or a person in it read them; they
    stand before the text that is read from the scan here. ``provisional``: the identifier was generated, because the
    source gave none. ``row`` is its row in the source.
    """

    item: str
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)
    pages: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    provisional: bool = False
    row: int = 0
    flags: tuple[str, ...] = ()
    layouts: tuple[Page, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The description as a JSON object; empty parts are left out."""
        fields = {
            name: [
                {"as_written": reading.as_written, "value": reading.value}
                | ({"how": str(reading.how)} if reading.how is not Derivation.OBSERVED else {})
                | ({"note": reading.note} if reading.note else {})
                for reading in readings
            ]
            for name, readings in self.readings.items()
        }
        row: dict[str, Any] = {"item": self.item, "fields": fields}
        references = [
            {key: value for key in REFERENCE_KEYS if (value := getattr(reference, key)) not in (None, "")}
            | ({"page": reference.place.page} if reference.place else {})
            for reference in self.references
        ]
        for key, value in (
            ("pages", list(self.pages)),
            ("references", references),
            ("provisional", self.provisional),
            ("row", self.row),
            ("flags", list(self.flags)),
            ("layouts", [page_as_json(page) for page in self.layouts]),
        ):
            if value:
                row[key] = value
        return row

    @classmethod
    def of_json(cls, row: Mapping[str, Any], source: str) -> "Description":
        """Undo ``as_json``.

        Args:
            row: The JSON object.
            source: Name of the received file, for every reading.

        Raises:
            ValueError: It is no description; the message says which part is not what it must be.
        """
        if not isinstance(row, Mapping):
            raise ValueError("it is not a JSON object")
        item = _text(row, "item")
        if not item:
            raise ValueError('"item" is missing or empty')
        fields = row.get("fields", {})
        if not isinstance(fields, Mapping):
            raise ValueError('"fields" is not a JSON object')
        return cls(
            item=item,
            readings={name: tuple(_reading(reading, source) for reading in _objects(fields, name)) for name in fields},
            pages=_texts(row, "pages"),
            references=tuple(map(_reference, _objects(row, "references"))),
            provisional=row.get("provisional") is True,
            row=_number(row, "row") or 0,
            flags=_texts(row, "flags"),
            layouts=tuple(_layout(layout, item) for layout in _objects(row, "layouts")),
        )


OF_ROW = re.compile(r"(?:^|; )row (?P<row>\d+)$")
"""How the note of a reading ends that says which row of its list gives it: only where rows contradict each other."""


REFERENCE_KEYS = (
    "mention", "form", "number", "series", "date", "author", "end_number", "target", "said", "after",
)  # fmt: skip
"""The parts of a reference that are stored, besides its page."""


_REQUIRED = frozenset({"mention", "form", "said", "after"})
"""Parts of a reference that are a text, if only an empty one."""


def _reference(row: Mapping[str, Any]) -> Reference:
    parts: dict[str, Any] = {key: _text(row, key) for key in REFERENCE_KEYS if key not in _REQUIRED}
    parts |= {key: _text(row, key) or "" for key in _REQUIRED}
    page = _number(row, "page")
    return Reference(**parts, place=PagePosition(page) if page is not None else None)


def _layout(row: Mapping[str, Any], item: str) -> Page:
    try:
        return page_of_json({**row, "item": item})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError('"layouts" are not pages with the places of words') from error


def _reading(row: Mapping[str, Any], source: str) -> Reading:
    how = _text(row, "how")
    if how is not None and how not in _DERIVATIONS:
        raise ValueError(f'"how" is {how!r}, which is none of {", ".join(_DERIVATIONS)}')
    return Reading(
        as_written=_text(row, "as_written"),
        value=_text(row, "value"),
        by=SourceKind.RECEIVED,
        how=_DERIVATIONS[how] if how is not None else Derivation.OBSERVED,
        source=source,
        note=_text(row, "note") or "",
    )


_DERIVATIONS = {str(derivation): derivation for derivation in Derivation}


def _text(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" is not a text')
    return value


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f'"{key}" is not a list of texts')
    return tuple(values)


def _objects(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise ValueError(f'"{key}" is not a list of JSON objects')
    return values


def _number(row: Mapping[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31):
        raise ValueError(f'"{key}" is not a whole number')
    return value


@dataclass(frozen=True, slots=True)
class AttributeDifference:
    """A field in which an archive's attributes and the message beside them differ; "" where one says nothing."""

    item: str
    field: str
    archive: str
    message: str


@dataclass(frozen=True, slots=True)
class ReceivedScan:
    """A scan that came with a list.

    Attributes:
        item: The item's id.
        name: Its path in ``scans/``, with forward slashes.
        sha256: Its checksum.
        read: Gives its bytes.
    """

    item: str
    name: str
    sha256: str
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ColumnExample:
    """The first cell of a list's column that holds anything, and what it was taken to mean; "" where nothing is."""

    written: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """The result of an import: descriptions, narratives (name and Markdown), and a report.

    ``understood`` and ``not_understood`` are sentences for the curator; ``counts`` the figures of the report.
    """

    name: str  # of the folder below received/
    descriptions: Collection[Description] = ()
    narratives: tuple[tuple[str, str], ...] = ()
    media: tuple[tuple[str, bytes], ...] = ()
    understood: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    originals: tuple[Path, ...] = ()  # the files of a folder, to be kept as they came
    differences: tuple[AttributeDifference, ...] = ()  # where the source contradicts itself
    scans: tuple[ReceivedScan, ...] = ()  # for scans/, where nothing else has their names
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)  # of a list: name -> field, "" if left out
    unknown_columns: tuple[str, ...] = ()  # those that were taken for no field, and are notes
    examples: Mapping[str, ColumnExample] = field(default_factory=dict, hash=False)  # by the same names
    named_by_content: frozenset[str] = frozenset()  # items that their source gives no id
    program: str = ""  # what names begin with, before a hyphen, that were made here for want of an id in the source
    not_public: tuple[str, ...] = ()  # items that the source does not show: not among the descriptions, nor published
