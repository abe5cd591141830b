"""Items -> what a search cluster indexes: lines for OpenSearch (or Elasticsearch) and for Quickwit, with mappings."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from briefbook.exports.citation_elements import elements
from briefbook.model.archive import Archive
from briefbook.model.catalogue import FIELDS, MULTIPLE, Entry
from briefbook.text.dates import edtf_bounds

INDEX = "briefbook"
"""The name of the index."""

_KEYWORDS = tuple(name for name in FIELDS if name not in ("subject", "note"))


def opensearch_mapping() -> dict[str, Any]:
    """The body with which the index is made: ``PUT /briefbook``."""
    keyword = {"type": "keyword", "ignore_above": 1024}
    properties: dict[str, Any] = dict.fromkeys(("item", *_KEYWORDS), keyword)
    properties |= {name: {"type": "text"} for name in ("title", "subject", "note", "references", "text")}
    properties |= {"first_day": {"type": "date"}, "last_day": {"type": "date"}, "address": {"type": "keyword"}}
    properties |= {"page_count": {"type": "integer"}, "specimen": {"type": "boolean"}}
    properties["pages"] = {
        "type": "nested",
        "properties": {"number": {"type": "integer"}, "text": {"type": "text"}, "confidence": {"type": "float"}},
    }
    return {"mappings": {"dynamic": "strict", "properties": properties}}


def opensearch_lines(archive: Archive, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the bulk request, an item each: ``POST /_bulk`` with ``Content-Type: application/x-ndjson``.

    Args:
        archive: The collection.
        entries: The chosen items.
    """
    for entry in entries:
        pages = archive.catalogue.pages(entry.item)
        document = _document(archive, entry) | {
            "text": "\n".join(page.text for page in pages),
            "pages": [
                {"number": page.number, "text": page.text}
                | ({"confidence": round(page.confidence, 3)} if page.confidence is not None else {})
                for page in pages
            ],
        }
        yield _line({"index": {"_index": INDEX, "_id": entry.item}}) + _line(document)


def quickwit_config() -> str:
    """The index configuration of Quickwit, whose documents are pages."""
    fields = [("item", "text", "raw"), ("page", "u64", ""), ("title", "text", "default"), ("text", "text", "default")]
    fields += [
        ("subject", "text", "default"),
        ("references", "array<text>", "default"),
        ("first_day", "datetime", ""),
        ("last_day", "datetime", ""),
    ]
    fields += [("address", "text", "raw"), ("confidence", "f64", ""), ("specimen", "bool", "")]
    rows = [f"version: 0.8\nindex_id: {INDEX}\ndoc_mapping:\n  mode: lenient\n  field_mappings:\n"]
    for name, kind, tokenizer in fields:
        extra = f"\n      tokenizer: {tokenizer}" if tokenizer else ""
        if kind == "datetime":
            extra = "\n      input_formats: [rfc3339]\n      fast: true"
        rows.append(f"    - name: {name}\n      type: {kind}{extra}\n")
    for name in _KEYWORDS:
        if name != "specimen":
            kind = "array<text>" if name in MULTIPLE else "text"
            rows.append(f"    - name: {name}\n      type: {kind}\n      tokenizer: raw\n")
    rows.append("search_settings:\n  default_search_fields: [title, subject, text]\n")
    return "".join(rows)


def quickwit_lines(archive: Archive, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield a document for each page, an item each, for ``quickwit index ingest``.

    Args:
        archive: The collection.
        entries: The chosen items; one without pages is one document.
    """
    for entry in entries:
        document = {name: value for name, value in _document(archive, entry).items() if name != "page_count"}
        pages = archive.catalogue.pages(entry.item)
        rows = [
            _line(
                document
                | {"page": page.number, "text": page.text}
                | ({"confidence": round(page.confidence, 3)} if page.confidence is not None else {})
            )
            for page in pages
        ]
        yield b"".join(rows or [_line(document)])


def _document(archive: Archive, entry: Entry) -> dict[str, Any]:
    """What is said of an item; what is not known is left out."""
    citation = elements(entry, archive.about)
    values: dict[str, Any] = {"item": entry.item, "title": citation.title, "address": citation.address}
    values["page_count"] = entry.page_count
    for name in FIELDS:
        if name == "specimen":
            values[name] = entry.is_specimen
        else:
            values[name] = list(entry.values(name)) if name in MULTIPLE else entry.value(name)
    values["references"] = [" ".join(reference.mention.split()) for reference in entry.references]
    first, last = edtf_bounds(citation.date) or (None, None)
    values["first_day"] = f"{first.isoformat()}T00:00:00Z" if first else ""
    values["last_day"] = f"{last.isoformat()}T00:00:00Z" if last else ""
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _line(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")
