"""Items -> what exhibition software takes in: CSV for Omeka Classic, Omeka S and CollectionBuilder; JSON for Tropy."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.descriptions import in_one_line, item_description
from briefbook.exports.dublin_core import dublin_core_pairs
from briefbook.exports.parties import joined
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.util.cells import csv_blocks

Pictures = Callable[[Entry], Mapping[int, tuple[str, str]]]
"""Gives an item's pictures: page number -> URL relative to the site's root, and media type."""

_ELEMENTS = (
    "title", "creator", "contributor", "date", "type", "identifier", "description", "subject", "coverage", "source",
    "relation", "rights",
)  # fmt: skip

COLLECTION_BUILDER_COLUMNS = (
    "objectid", "parentid", "title", "creator", "date", "description", "subject", "location", "latitude", "longitude",
    "source", "identifier", "type", "format", "language", "rights", "rightsstatement", "display_template",
    "object_location", "image_small", "image_thumb", "image_alt_text", "object_transcript",
    "recipient", "form", "number", "subject_line",
)  # fmt: skip
"""The columns of CollectionBuilder's metadata template, and behind them what it has none for."""


def omeka_classic(archive: Archive, entries: Iterable[Entry], pictures: Pictures) -> Iterator[bytes]:
    """Yield a CSV for Omeka Classic's CSV Import, in the columns of its CSV Report; ``^^`` joins several values.

    Args:
        archive: The collection.
        entries: The chosen items.
        pictures: Gives an item's pictures.
    """
    columns = [f"Dublin Core:{name.capitalize()}" for name in _ELEMENTS]
    head = [*columns, "Item Type Metadata:Text", "itemType", "collection", "tags", "public", "featured", "file"]

    def row(entry: Entry) -> list[str]:
        return [
            *_joined(entry, archive.about_item(entry.item), "^^"),
            _text_of(archive, entry),
            "Text",
            archive.about.get("title", ""),
            ",".join(entry.values("tags")),
            "1",
            "0",
            "^^".join(_addresses(archive, pictures(entry))),
        ]

    yield from csv_blocks(head, map(row, entries))


def omeka_s(archive: Archive, entries: Iterable[Entry], pictures: Pictures) -> Iterator[bytes]:
    """Yield a CSV for Omeka S's CSV Import: columns are terms of Dublin Core and BIBO, ``|`` joins several values.

    Args:
        archive: The collection.
        entries: The chosen items.
        pictures: Gives an item's pictures.
    """
    head = [*(f"dcterms:{name}" for name in _ELEMENTS), "bibo:recipient", "bibo:number", "bibo:content", "media_url"]

    def row(entry: Entry) -> list[str]:
        citation = elements(entry, archive.about)
        addressees = [party.name for party in citation.addressees]
        return [
            *_joined(entry, archive.about_item(entry.item), "|"),
            "|".join(value.replace("|", " ") for value in addressees),
            citation.number,
            _text_of(archive, entry).replace("|", "¦"),
            "|".join(_addresses(archive, pictures(entry))),
        ]

    yield from csv_blocks(head, map(row, entries))


def collection_builder(archive: Archive, entries: Iterable[Entry], pictures: Pictures) -> Iterator[bytes]:
    """Yield the metadata CSV of CollectionBuilder.

    Args:
        archive: The collection.
        entries: The chosen items.
        pictures: Gives an item's pictures.
    """

    def row(entry: Entry) -> list[str]:
        citation = elements(entry, archive.about)
        given = pictures(entry)
        addresses = _addresses(archive, given)
        first = addresses[0] if addresses else ""
        media_type = next((kind for _, kind in given.values()), "")
        is_address = citation.rights.startswith("http")
        values = {
            "objectid": object_id(entry.item),
            "title": citation.title,
            "creator": citation.author,
            "date": citation.date.split("T")[0],
            "description": _description(entry, archive),
            "subject": "; ".join([*entry.values("tags"), *entry.values("persons")]),
            "location": "; ".join(entry.values("places")),
            "source": ", ".join(part for part in (citation.repository, citation.place) if part),
            "identifier": citation.item,
            "type": "Text",
            "format": media_type,
            "language": "",
            "rights": "" if is_address else citation.rights,
            "rightsstatement": citation.rights if is_address else "",
            "display_template": "image" if first else "item",
            "object_location": first,
            "image_small": first,
            "image_thumb": first,
            "image_alt_text": f"Scan of {citation.title}" if first else "",
            "object_transcript": _text_of(archive, entry),
            "recipient": joined(citation.addressees),
            "form": citation.form,
            "number": citation.number,
            "subject_line": citation.subject_line,
        }
        return [values.get(column, "") for column in COLLECTION_BUILDER_COLUMNS]

    yield from csv_blocks(COLLECTION_BUILDER_COLUMNS, map(row, entries))


def _description(entry: Entry, archive: Archive) -> str:
    """That it is a specimen, its description, and what its editors say; from whom to whom where it has neither."""
    about = archive.about_item(entry.item)
    citation, description = elements(entry, about), item_description(entry, about)
    words = [in_one_line(description.own), description.all_editors]
    if not any(words) and (citation.sender or citation.recipients):
        words = [citation.shown_route]
    parts = [SPECIMEN if citation.specimen else "", " ".join(part for part in words if part)]
    return ". ".join(part for part in parts if part)


def object_id(item: str) -> str:
    """An item's id as CollectionBuilder wants it: small letters, figures, hyphens and underscores.

    >>> object_id("FO 371/12")
    'fo-371-12'
    """
    return re.sub(r"[^a-z0-9_]+", "-", item.casefold()).strip("-")


TROPY_CONTEXT = {
    "@version": 1.1,
    "@vocab": "https://tropy.org/v1/tropy#",
    "template": {"@type": "@id"},
    "photo": {"@id": "https://tropy.org/v1/tropy#photo", "@container": "@list"},
    "note": {"@id": "https://tropy.org/v1/tropy#note", "@container": "@list"},
    "tag": {"@id": "https://tropy.org/v1/tropy#tag", "@container": "@set"},
    "title": "http://purl.org/dc/elements/1.1/title",
    "alternative": "http://purl.org/dc/terms/alternative",
    "creator": "http://purl.org/dc/elements/1.1/creator",
    "date": "http://purl.org/dc/elements/1.1/date",
    "type": "http://purl.org/dc/elements/1.1/type",
    "source": "http://purl.org/dc/elements/1.1/source",
    "rights": "http://purl.org/dc/elements/1.1/rights",
    "identifier": "http://purl.org/dc/elements/1.1/identifier",
    "audience": "http://purl.org/dc/terms/audience",
    "description": "http://purl.org/dc/elements/1.1/description",
    "abstract": "http://purl.org/dc/terms/abstract",
    "collection": "https://tropy.org/v1/tropy#collection",
    "box": "https://tropy.org/v1/tropy#box",
}
"""The terms of Tropy's correspondence template, each with its address."""


def tropy(archive: Archive, entries: Iterable[Entry], pictures: Pictures) -> Iterator[bytes]:
    """Yield Tropy's JSON-LD: an item each, with its photos and the text of each page as a note.

    Args:
        archive: The collection.
        entries: The chosen items.
        pictures: Gives an item's pictures; a photo is named by its URL if the site's address is set, else by the scan.
    """
    yield f'{{"@context": {json.dumps(TROPY_CONTEXT)},\n"@graph": [\n'.encode()
    separator = ""
    for entry in entries:
        value = _tropy_item(archive, entry, pictures(entry))
        yield f"{separator}{json.dumps(value, ensure_ascii=False)}".encode("utf-8", "replace")
        separator = ",\n"
    yield b'\n],\n"version": "briefbook"}\n'


def _tropy_item(archive: Archive, entry: Entry, pictures: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    citation = elements(entry, archive.about)
    description = item_description(entry, archive.about_item(entry.item))
    base = _base(archive)
    scans = archive.scan(entry.item)
    photos: list[dict[str, Any]] = []
    for page in archive.catalogue.pages(entry.item):
        address, media_type = pictures.get(page.number, ("", ""))
        if not address:
            continue
        photo: dict[str, Any] = {"@type": "Photo", "title": f"Page {page.number}", "mimetype": media_type}
        photo |= {"width": page.width, "height": page.height, "page": 0}
        online = {"protocol": base.partition(":")[0], "path": base + address}
        photo |= online if base else _scan_photo(scans, page.number)
        if page.text:
            photo["note"] = [{"@type": "Note", "text": page.text}]
        photos.append(photo)
    values = {
        "title": citation.title,
        "alternative": citation.subject_line,
        "creator": citation.author,
        "audience": joined(citation.addressees),
        "date": citation.date,
        "type": citation.genre,
        "source": citation.repository,
        "collection": citation.location,
        "rights": citation.rights,
        "identifier": citation.item,
        "description": in_one_line(description.own),
        "abstract": description.all_editors,
    }
    item: dict[str, Any] = {"@type": "Item", "template": "https://tropy.org/v1/templates/correspondence"}
    item |= {name: value for name, value in values.items() if value}
    if tags := entry.values("tags"):
        item["tag"] = list(tags)
    return item | {"photo": photos}


def _scan_photo(scans: Sequence[Any], page_number: int) -> dict[str, Any]:
    """A photo of a local file: pages of one file by their place, or a picture for each page."""
    if len(scans) == 1:
        return {"protocol": "file", "path": f"scans/{scans[0].name}", "page": page_number - 1}
    path = scans[page_number - 1] if page_number <= len(scans) else None
    return {"protocol": "file", "path": f"scans/{path.parent.name}/{path.name}" if path else ""}


def _joined(entry: Entry, about: Mapping[str, str], separator: str) -> list[str]:
    values: dict[str, list[str]] = {name: [] for name in _ELEMENTS}
    for name, value in dublin_core_pairs(entry, about, has_route=False):
        values[name].append(value.replace(separator, " "))
    return [separator.join(values[name]) for name in _ELEMENTS]


def _text_of(archive: Archive, entry: Entry) -> str:
    return "\n\n".join(page.text for page in archive.catalogue.pages(entry.item) if page.lines)


def _base(archive: Archive) -> str:
    address = archive.about.get("address") or archive.about.get("site_address") or ""
    return f"{address.rstrip('/')}/" if address else ""


def _addresses(archive: Archive, pictures: Mapping[int, tuple[str, str]]) -> list[str]:
    """The pictures' URLs; relative to the site's root where its address is not set."""
    return [_base(archive) + address for _, (address, _) in sorted(pictures.items())]
