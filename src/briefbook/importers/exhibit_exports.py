"""Exports of exhibit software (Omeka, CollectionBuilder) -> received descriptions, by the table's rules."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from briefbook.errors import FormatError
from briefbook.importers.csv_table import describe_rows, read_table
from briefbook.model.received import Received

COLLECTIONBUILDER = {
    "objectid": "item",
    "creator": "from",
    "recipient": "to",
    "location": "places",
    "description": "note",
    "source": "citation",
    "rightsstatement": "rights",
    "identifier": "identifiers",
    "type": "form",
    "subject": "tags",
    "title": "subject",
    "people": "persons",
}
"""Columns of a CollectionBuilder metadata file."""

_DUBLIN_CORE = {
    "title": "subject",
    "creator": "from",
    "date": "date",
    "description": "note",
    "source": "citation",
    "rights": "rights",
    "type": "form",
    "subject": "tags",
    "coverage": "places",
    "spatial": "places",
    "audience": "to",
    "from": "from",
    "to": "to",
    "number": "number",
    "text": "text",
    "transcription": "text",
    "content": "text",
    "extracted text": "text",
}
"""Elements of an Omeka item, by their last word, and the fields they fill."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_collectionbuilder(data: bytes, name: str, *, window: int = 1900, order: str = "") -> Received:
    """What a CollectionBuilder metadata file says, a description an object."""
    return read_table(data, name, window=window, order=order, aliases=COLLECTIONBUILDER)


def read_omeka(data: bytes, name: str, *, window: int = 1900, order: str = "") -> Received:
    """What an Omeka export says: JSON of Omeka Classic or S (one item, a list, or an object that holds a list), or CSV.

    An item is called by its identifier if that is one word, else omeka-N. ``FormatError`` if no items are in it.
    """
    text = data.decode("utf-8-sig", errors="replace").lstrip()
    if not text.startswith(("[", "{")):
        return read_table(data, name, window=window, order=order, aliases=_csv_columns(text))
    try:
        items = list(_items(json.loads(text)))
    except ValueError as error:
        raise FormatError(f"this is not JSON: {error}") from error
    if not items:
        raise FormatError("there are no items in it; export items, not collections or sites")
    rows = [_row(item, number) for number, item in enumerate(items, 1)]
    header = list(dict.fromkeys(column for row in rows for column in row))
    table = [header, *([row.get(column, "") for column in header] for row in rows)]
    return describe_rows(table, name, window=window, order=order, aliases={"item": "item"})


def _items(value: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _items(one)
    elif isinstance(value, dict):
        if "element_texts" in value or any(":" in key and isinstance(one, list) for key, one in value.items()):
            yield value
        elif isinstance(value.get("items"), list):
            yield from _items(value["items"])


def _row(item: Mapping[str, Any], number: int) -> dict[str, str]:
    row: dict[str, list[str]] = {}
    identifiers: list[str] = []
    for element, words in _statements(item):
        column = _DUBLIN_CORE.get(element.lower(), element)
        (identifiers if element.lower() == "identifier" else row.setdefault(column, [])).append(words)
    name = next((one for one in identifiers if _ID.fullmatch(one)), None)
    name = name or f"omeka-{item.get('o:id') or item.get('id') or number}"
    rest = [one for one in identifiers if one != name]
    joined = {column: ("\f" if column == "text" else "; ").join(words) for column, words in row.items()}
    return {"item": name, **joined} | ({"identifiers": "; ".join(rest)} if rest else {})


def _statements(item: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Each element's name, without its vocabulary, and a value."""
    for one in item.get("element_texts") or ():
        words = re.sub(r"<[^>]+>", " ", str(one.get("text") or "")) if one.get("html") else str(one.get("text") or "")
        if words.strip():
            yield str((one.get("element") or {}).get("name") or "element"), words.strip()
    for key, values in item.items():
        if ":" not in key or key.startswith(("o:", "@", "o-")) or not isinstance(values, list):
            continue
        for value in values:
            words = value.get("@value") or value.get("o:label") or value.get("display_title") or value.get("@id")
            if isinstance(words, str) and words.strip():
                yield re.sub(r"_", " ", key.split(":", 1)[1]), words.strip()


def _csv_columns(text: str) -> dict[str, str]:
    """The columns of Omeka's CSV: "Dublin Core:Title", "dcterms:title"."""
    first = text.split("\n", 1)[0]
    found = {}
    for cell in re.split(r"[,;\t]", first):
        column = " ".join(cell.strip(' "\r').lower().replace("_", " ").split())
        last = column.rsplit(":", 1)[-1].strip()
        if last == "identifier":
            found[column] = "item"
        elif ":" in column and last in _DUBLIN_CORE:
            found[column] = _DUBLIN_CORE[last]
    if "item" not in found.values():
        found |= {"item id": "item", "o:id": "item", "id": "item"}
    return found
