"""Descriptions that came with the papers, in the one form in which we keep them: a JSON line an item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefbook.model.cable import Derivation, Reading, Reference, SourceKind
from briefbook.model.locator import PagePosition


@dataclass(frozen=True, slots=True)
class Description:
    """What one source says of one item; ``pages`` are its text, if it gives it, a string a page.

    ``provisional``: the source gave no id and we made this one. ``row`` is where it stands in the source.
    """

    item: str
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict, hash=False)
    pages: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    provisional: bool = False
    row: int = 0
    flags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The JSON object of its line; empty parts are left out."""
        fields = {
            name: [
                {"as_written": r.as_written, "value": r.value}
                | ({"how": str(r.how)} if r.how is not Derivation.OBSERVED else {})
                | ({"note": r.note} if r.note else {})
                for r in readings
            ]
            for name, readings in self.readings.items()
        }
        row: dict[str, Any] = {"item": self.item, "fields": fields}
        references = [
            {key: value for key in REFERENCE_KEYS if (value := getattr(ref, key)) not in (None, "")}
            | ({"page": ref.place.page} if ref.place else {})
            for ref in self.references
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
        """Undo ``as_json``; ``source`` names the received file in every reading. ``KeyError`` if no item."""
        readings = {
            name: tuple(
                Reading(
                    as_written=one.get("as_written"),
                    value=one.get("value"),
                    by=SourceKind.RECEIVED,
                    how=Derivation(one.get("how", "observed")),
                    source=source,
                    note=one.get("note", ""),
                )
                for one in many
            )
            for name, many in row.get("fields", {}).items()
        }
        references = tuple(_reference(ref) for ref in row.get("references", ()))
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
"""The parts of a reference that a line keeps, besides its page."""


def _reference(row: Mapping[str, Any]) -> Reference:
    parts = {key: row[key] for key in REFERENCE_KEYS if key in row}
    return Reference(**{"mention": "", **parts}, place=PagePosition(row["page"]) if "page" in row else None)


@dataclass(frozen=True, slots=True)
class Received:
    """What an import made of a source: descriptions, narratives (name and Markdown), and a report.

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
    differences: tuple[Mapping[str, Any], ...] = ()  # where the source contradicts itself: item, field, what and what
