"""Exports of exhibit software (Omeka, CollectionBuilder) -> received descriptions, like those of a spreadsheet."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from briefbook.errors import FormatError
from briefbook.importers.csv_table import describe_rows, read_table
from briefbook.model.received import Received

COLLECTIONBUILDER_COLUMNS = {
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

_OMEKA_ELEMENTS = {
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
"""Elements of an Omeka item, without their vocabulary, and the fields they fill."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_collectionbuilder(data: bytes, name: str, *, window: int = 1900, order: str = "") -> Received:
    """Read a CollectionBuilder metadata file (CSV), one description per object; otherwise like ``read_table``."""
    return read_table(data, name, window=window, order=order, aliases=COLLECTIONBUILDER_COLUMNS)


def read_omeka(data: bytes, name: str, *, window: int = 1900, order: str = "") -> Received:
    """Read an Omeka export.

    Args:
        data: JSON of Omeka Classic or S (an item, a list, or an object with a list), or CSV.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.

    Returns:
        One description per item; an item is named by its identifier if that is a single word, else omeka-N.

    Raises:
        FormatError: It is not JSON, or there are no items in it.
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
        for child in value:
            yield from _items(child)
    elif isinstance(value, dict):
        if "element_texts" in value or any(":" in key and isinstance(child, list) for key, child in value.items()):
            yield value
        elif isinstance(value.get("items"), list):
            yield from _items(value["items"])


def _row(item: Mapping[str, Any], item_number: int) -> dict[str, str]:
    row: dict[str, list[str]] = {}
    identifiers: list[str] = []
    for element, words in _element_values(item):
        column = _OMEKA_ELEMENTS.get(element.lower(), element)
        (identifiers if element.lower() == "identifier" else row.setdefault(column, [])).append(words)
    name = next((identifier for identifier in identifiers if _ID.fullmatch(identifier)), None)
    name = name or f"omeka-{item.get('o:id') or item.get('id') or item_number}"
    rest = [identifier for identifier in identifiers if identifier != name]
    joined = {column: ("\f" if column == "text" else "; ").join(words) for column, words in row.items()}
    return {"item": name, **joined} | ({"identifiers": "; ".join(rest)} if rest else {})


def _element_values(item: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The name of each element, without its vocabulary, with each of its values."""
    for element in item.get("element_texts") or ():
        text = (
            re.sub(r"<[^>]+>", " ", str(element.get("text") or ""))
            if element.get("html")
            else str(element.get("text") or "")
        )
        if text.strip():
            yield str((element.get("element") or {}).get("name") or "element"), text.strip()
    for key, values in item.items():
        if ":" not in key or key.startswith(("o:", "@", "o-")) or not isinstance(values, list):
            continue
        for value in values:
            text = value.get("@value") or value.get("o:label") or value.get("display_title") or value.get("@id")
            if isinstance(text, str) and text.strip():
                yield re.sub(r"_", " ", key.split(":", 1)[1]), text.strip()


def _csv_columns(text: str) -> dict[str, str]:
    """The columns of an Omeka CSV and the fields they fill: "Dublin Core:Title", "dcterms:title"."""
    header = text.split("\n", 1)[0]
    columns = {}
    for cell in re.split(r"[,;\t]", header):
        column = " ".join(cell.strip(' "\r').lower().replace("_", " ").split())
        name = column.rsplit(":", 1)[-1].strip()
        if name == "identifier":
            columns[column] = "item"
        elif ":" in column and name in _OMEKA_ELEMENTS:
            columns[column] = _OMEKA_ELEMENTS[name]
    if "item" not in columns.values():
        columns |= {"item id": "item", "o:id": "item", "id": "item"}
    return columns
