"""Descriptions received with the papers, in the form in which they are stored: JSON lines, one per item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.locator import PagePosition


@dataclass(frozen=True, slots=True)
class Description:
    """A source's description of an item; ``pages`` are its text, if the source gives it, one string per page.

    ``provisional``: the identifier was generated, because the source gave none. ``row`` is its row in the source.
    """

    item: str
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)
    pages: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    provisional: bool = False
    row: int = 0
    flags: tuple[str, ...] = ()

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
            KeyError: The object names no item.
        """
        readings = {
            name: tuple(
                Reading(
                    as_written=reading.get("as_written"),
                    value=reading.get("value"),
                    by=SourceKind.RECEIVED,
                    how=Derivation(reading.get("how", "observed")),
                    source=source,
                    note=reading.get("note", ""),
                )
                for reading in readings_json
            )
            for name, readings_json in row.get("fields", {}).items()
        }
        references = tuple(_reference(reference) for reference in row.get("references", ()))
        return cls(
            item=row["item"],
            readings=readings,
            pages=tuple(row.get("pages", ())),
            references=references,
            provisional=bool(row.get("provisional")),
            row=int(row.get("row", 0)),
            flags=tuple(row.get("flags", ())),
        )


REFERENCE_KEYS = (
    "mention", "form", "number", "series", "date", "author", "end_number", "target", "said", "after",
)  # fmt: skip
"""The parts of a reference that are stored, besides its page."""


def _reference(row: Mapping[str, Any]) -> Reference:
    parts = {key: row[key] for key in REFERENCE_KEYS if key in row}
    return Reference(**{"mention": "", **parts}, place=PagePosition(row["page"]) if "page" in row else None)


@dataclass(frozen=True, slots=True)
class AttributeDifference:
    """A field in which an archive's attributes and the message beside them differ; "" where one says nothing."""

    item: str
    field: str
    archive: str
    message: str


@dataclass(frozen=True, slots=True)
class Received:
    """The result of an import: descriptions, narratives (name and Markdown), and a report.

    ``understood`` and ``not_understood`` are sentences for the curator; ``counts`` the figures of the report.
    """

    name: str  # of the folder below received/
    descriptions: tuple[Description, ...] = ()
    narratives: tuple[tuple[str, str], ...] = ()
    media: tuple[tuple[str, bytes], ...] = ()
    understood: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    originals: tuple[Path, ...] = ()  # the files of a folder, to be kept as they came
    differences: tuple[AttributeDifference, ...] = ()  # where the source contradicts itself
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)  # of a list: name -> field, "" if left out
