"""Items -> IIIF collections, by year where there are many, and the lists of changes (IIIF Change Discovery)."""

import itertools
import json
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping
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


class ManifestRows:
    """The items that have a manifest, kept on the disk: of a million of them few are in memory."""

    def __init__(self, rows: Iterable[ManifestRow] = ()) -> None:
        """Keep rows in their order.

        Args:
            rows: The items that have a manifest.
        """
        self._database = sqlite3.connect("", check_same_thread=False)  # a file without a name, gone with the process
        self._database.execute("PRAGMA cache_size=-256")  # KiB in memory, however many rows
        self._database.execute("CREATE TABLE rows (item, title, date, is_specimen, changed, year)")
        weakref.finalize(self, self._database.close)
        for row in rows:
            self.add(row)

    def add(self, row: ManifestRow) -> None:
        """Keep a further row."""
        values = (row.item, row.title, row.date, row.is_specimen, row.changed, year_label(row.date) or _UNDATED)
        self._database.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", values)

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM rows").fetchone()[0])

    def years(self) -> list[tuple[str, int]]:
        """The years in their order, and how many items each has."""
        return self._database.execute("SELECT year, count(*) FROM rows GROUP BY year ORDER BY year").fetchall()

    def each(self, year: str | None = None) -> Iterator[ManifestRow]:
        """The rows in their order: all, or those of a year."""
        return self._rows("WHERE year = ? ORDER BY rowid", year) if year is not None else self._rows("ORDER BY rowid")

    def by_change(self) -> Iterator[ManifestRow]:
        """The rows in the order in which they changed; those of which that is not known first."""
        return self._rows("ORDER BY changed, rowid")

    def _rows(self, which: str, *values: str) -> Iterator[ManifestRow]:
        for item, title, date, is_specimen, changed in self._database.execute(
            f"SELECT item, title, date, is_specimen, changed FROM rows {which}", values
        ):
            yield ManifestRow(item, title, date, bool(is_specimen), changed)


def collection_files(rows: Iterable[ManifestRow], about: Mapping[str, str]) -> dict[str, str]:
    """The collections and the list of changes: address in the site -> JSON; none if the site's address is not set.

    Args:
        rows: The items that have a manifest.
        about: The settings that pages show (``Archive.about``).
    """
    if not base_address(about):
        return {}
    return {address: "".join(parts) for address, parts in collection_parts(ManifestRows(rows), about)}


def collection_parts(rows: ManifestRows, about: Mapping[str, str]) -> Iterator[tuple[str, Iterator[str]]]:
    """The same one after the other, each in parts of which only the present one is in memory.

    Args:
        rows: The items that have a manifest.
        about: The settings that pages show, with the site's address.
    """
    yield from _collections(rows, about)
    yield from _change_files(rows, about)


def _collections(rows: ManifestRows, about: Mapping[str, str]) -> Iterator[tuple[str, Iterator[str]]]:
    """Every file of the collections."""
    base = base_address(about)
    title = about.get("title", "") or "Items"

    def manifests(year: str | None = None) -> Iterator[dict[str, Any]]:
        return (_manifest(_manifest_address(base, row.item), row) for row in rows.each(year))

    if len(rows) <= MAX_ITEMS_TOGETHER:
        yield COLLECTION, _collection(base, COLLECTION, title, manifests(), about)
        return
    years = {f"iiif/collection-{quote(safe_name(year))}.json": (year, count) for year, count in rows.years()}
    parts = [
        {"id": base + address, "type": "Collection", "label": {"en": [f"{year} ({count})"]}}
        for address, (year, count) in years.items()
    ]
    yield COLLECTION, _collection(base, COLLECTION, title, parts, about)
    for address, (year, _) in years.items():
        yield address, _collection(base, address, f"{title}: {year}", manifests(year), about, is_part=True)


def tiles_collection(rows: ManifestRows, about: Mapping[str, str]) -> Iterator[str]:
    """The collection of the manifests that name pictures in tiles, as JSON in parts.

    Args:
        rows: The items that have one.
        about: The settings that pages show (``Archive.about``), with the site's address.
    """
    base = base_address(about)
    members = (_manifest(f"{base}{tiles_folder(row.item)}/manifest.json", row) for row in rows.each())
    return _collection(base, f"{TILES}/collection.json", about.get("title", "") or "Items", members, about)


def _collection(
    base: str,
    address: str,
    label: str,
    members: Iterable[dict[str, Any]],
    about: Mapping[str, str],
    *,
    is_part: bool = False,
) -> Iterator[str]:
    before = {"@context": CONTEXT, "id": base + address, "type": "Collection", "label": {"en": [label]}}
    after: dict[str, Any] = {}
    if description := about.get("description", ""):
        after["summary"] = {"en": [description]}
    if is_part:
        after["partOf"] = [{"id": base + COLLECTION, "type": "Collection"}]
    after["homepage"] = [{"id": base, "type": "Text", "label": {"en": [label]}, "format": "text/html"}]
    yield json.dumps(before, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "items": ['
    separator = "\n"
    for member in members:
        lines = json.dumps(member, ensure_ascii=False, indent=1).replace("\n", "\n  ")
        yield f"{separator}  {lines}"
        separator = ",\n"
    rest = json.dumps(after, ensure_ascii=False, indent=1).removeprefix("{")
    yield ("]," if separator == "\n" else "\n ],") + rest + "\n"


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
    if not base_address(about):
        return {}
    return {address: "".join(parts) for address, parts in _change_files(ManifestRows(rows), about)}


def _change_files(rows: ManifestRows, about: Mapping[str, str]) -> Iterator[tuple[str, Iterator[str]]]:
    base = base_address(about)
    count = len(rows)
    context = "http://iiif.io/api/discovery/1/context.json"
    names = [f"iiif/changes-{page_number}.json" for page_number in range(1, max(1, -(-count // CHANGES_ON_A_PAGE)) + 1)]
    reference = [{"id": base + name, "type": "OrderedCollectionPage"} for name in names]
    whole = {
        "@context": context,
        "id": base + CHANGES,
        "type": "OrderedCollection",
        "totalItems": count,
        "first": reference[0],
        "last": reference[-1],
    }
    yield CHANGES, iter((json.dumps(whole, indent=1) + "\n",))
    ordered = rows.by_change()
    for index, name in enumerate(names):
        value: dict[str, Any] = {
            "@context": context,
            "id": base + name,
            "type": "OrderedCollectionPage",
            "partOf": {"id": base + CHANGES, "type": "OrderedCollection"},
            "startIndex": index * CHANGES_ON_A_PAGE,
        }
        if index:
            value["prev"] = reference[index - 1]
        if index + 1 < len(names):
            value["next"] = reference[index + 1]
        value["orderedItems"] = [_activity(base, row) for row in itertools.islice(ordered, CHANGES_ON_A_PAGE)]
        yield name, iter((json.dumps(value, indent=1) + "\n",))


def _activity(base: str, row: ManifestRow) -> dict[str, Any]:
    value: dict[str, Any] = {
        "type": "Update",
        "object": {"id": _manifest_address(base, row.item), "type": "Manifest"},
    }
    return value | ({"endTime": row.changed} if row.changed else {})
