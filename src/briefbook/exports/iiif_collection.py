"""Items -> IIIF collections, by year where there are many, and the lists of changes (IIIF Change Discovery)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from briefbook.exports.iiif import COLLECTION, CONTEXT, TILES, base_address, label_of, tiles_folder
from briefbook.model.rendering import ManifestRow
from briefbook.text.date_display import year_label
from briefbook.text.safe_names import safe_name

CHANGES = "iiif/changes.json"
"""The address in the site of the list of changes."""

MAX_ITEMS_TOGETHER = 500
"""Maximum number of manifests in one collection; of more there is a collection for each year."""

CHANGES_ON_A_PAGE = 1000
"""Number of manifests on one page of the list of changes."""

_UNDATED = "undated"


def collection_files(rows: Sequence[ManifestRow], about: Mapping[str, str]) -> dict[str, str]:
    """The collections and the list of changes: address in the site -> JSON; none if the site's address is not set.

    Args:
        rows: The items that have a manifest.
        about: The settings that pages show (``Archive.about``).
    """
    return collections(rows, about) | change_files(rows, about)


def collections(rows: Sequence[ManifestRow], about: Mapping[str, str]) -> dict[str, str]:
    """Every file of the collections: address in the site -> JSON; none if the site's address is not set.

    Args:
        rows: The items that have a manifest.
        about: The settings that pages show (``Archive.about``).
    """
    base = base_address(about)
    if not base:
        return {}
    title = about.get("title", "") or "Items"
    if len(rows) <= MAX_ITEMS_TOGETHER:
        members = [_manifest(_manifest_address(base, row.item), row) for row in rows]
        return {COLLECTION: _collection(base, COLLECTION, title, members, about)}
    years: dict[str, list[ManifestRow]] = {}
    for row in rows:
        years.setdefault(year_label(row.date) or _UNDATED, []).append(row)
    files = {}
    parts = []
    for year in sorted(years):
        address = f"iiif/collection-{quote(safe_name(year))}.json"
        label = f"{title}: {year}"
        members = [_manifest(_manifest_address(base, row.item), row) for row in years[year]]
        files[address] = _collection(base, address, label, members, about, is_part=True)
        parts.append({"id": base + address, "type": "Collection", "label": {"en": [f"{year} ({len(members)})"]}})
    return {COLLECTION: _collection(base, COLLECTION, title, parts, about)} | files


def tiles_collection(rows: Iterable[ManifestRow], about: Mapping[str, str]) -> str:
    """The collection of the manifests that name pictures in tiles, as JSON.

    Args:
        rows: The items that have one.
        about: The settings that pages show (``Archive.about``), with the site's address.
    """
    base = base_address(about)
    members = [_manifest(f"{base}{tiles_folder(row.item)}/manifest.json", row) for row in rows]
    return _collection(base, f"{TILES}/collection.json", about.get("title", "") or "Items", members, about)


def _collection(
    base: str,
    address: str,
    label: str,
    members: Sequence[dict[str, Any]],
    about: Mapping[str, str],
    *,
    is_part: bool = False,
) -> str:
    value: dict[str, Any] = {
        "@context": CONTEXT,
        "id": base + address,
        "type": "Collection",
        "label": {"en": [label]},
        "items": list(members),
    }
    if description := about.get("description", ""):
        value["summary"] = {"en": [description]}
    if is_part:
        value["partOf"] = [{"id": base + COLLECTION, "type": "Collection"}]
    value["homepage"] = [{"id": base, "type": "Text", "label": {"en": [label]}, "format": "text/html"}]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _manifest_address(base: str, item: str) -> str:
    return f"{base}items/{quote(safe_name(item))}/manifest.json"


def _manifest(address: str, row: ManifestRow) -> dict[str, Any]:
    value = {
        "id": address,
        "type": "Manifest",
        "label": {"en": [label_of(row.item, row.title, is_specimen=row.is_specimen)]},
    }
    if len(row.date) == 10 and row.date.replace("-", "").isdigit():
        value["navDate"] = f"{row.date}T00:00:00Z"
    return value


def change_files(rows: Iterable[ManifestRow], about: Mapping[str, str]) -> dict[str, str]:
    """The list of changes of IIIF Change Discovery 1.0: address in the site -> JSON; none without the site's address.

    Args:
        rows: The items that have a manifest; those without a time of change come first.
        about: The settings that pages show (``Archive.about``).
    """
    base = base_address(about)
    if not base:
        return {}
    ordered = sorted(rows, key=lambda row: row.changed)
    pages = [ordered[start : start + CHANGES_ON_A_PAGE] for start in range(0, len(ordered), CHANGES_ON_A_PAGE)] or [[]]
    context = "http://iiif.io/api/discovery/1/context.json"
    names = [f"iiif/changes-{page_number}.json" for page_number in range(1, len(pages) + 1)]
    reference = [{"id": base + name, "type": "OrderedCollectionPage"} for name in names]
    whole = {
        "@context": context,
        "id": base + CHANGES,
        "type": "OrderedCollection",
        "totalItems": len(ordered),
        "first": reference[0],
        "last": reference[-1],
    }
    files = {CHANGES: json.dumps(whole, indent=1) + "\n"}
    for index, (name, page) in enumerate(zip(names, pages, strict=True)):
        value: dict[str, Any] = {
            "@context": context,
            "id": base + name,
            "type": "OrderedCollectionPage",
            "partOf": {"id": base + CHANGES, "type": "OrderedCollection"},
            "startIndex": index * CHANGES_ON_A_PAGE,
        }
        if index:
            value["prev"] = reference[index - 1]
        if index + 1 < len(pages):
            value["next"] = reference[index + 1]
        value["orderedItems"] = [_activity(base, row) for row in page]
        files[name] = json.dumps(value, indent=1) + "\n"
    return files


def _activity(base: str, row: ManifestRow) -> dict[str, Any]:
    value: dict[str, Any] = {
        "type": "Update",
        "object": {"id": _manifest_address(base, row.item), "type": "Manifest"},
    }
    return value | ({"endTime": row.changed} if row.changed else {})
