"""Tropy's JSON-LD, with its photos -> received descriptions and scans."""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile, opening
from briefbook.importers.json_source import JsonSource
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.records import Files, Record, describe_records, export_among, files_beside
from briefbook.model.received import Received
from briefbook.progress import pluralise
from briefbook.util.encodings import OpenBytes

_FIELDS = {
    "title": "subject", "creator": "from", "author": "from",
    "audience": "to", "recipient": "to", "date": "date", "type": "form",
    "source": "citation", "collection": "citation", "box": "citation", "folder": "citation", "rights": "rights",
    "spatial": "places", "coverage": "places", "location": "places", "subject": "tags", "tag": "tags",
    "description": "note", "mentions": "persons",
}  # fmt: skip
"""Properties, by the last word of their address, and the fields they fill; others become notes."""

_PASSED_OVER = frozenset({"template", "photo", "list", "identifier", "note", "transcription", "@type", "@id"})


def read_tropy(
    bundle: Iterable[BundleFile],
    name: str,
    *,
    scan_names: ScanNames,
    beside: Files = lambda name: None,
    window: int = 1900,
    order: str = "",
    notes_as_text: bool = False,
    include_private: bool = False,
) -> Received:
    """Read an export of Tropy (JSON-LD): each item with its photos, and their transcriptions as the text of its pages.

    A note on a photo is a researcher's own words, and so a note of the item, never the paper's text; only our own
    export, which writes the text as notes so that any Tropy shows it, comes back as it was.

    Args:
        bundle: The file, or the files of a folder or zip, one of which is the export.
        name: The import's name.
        scan_names: What the collection's scans and items are called.
        beside: Gives a file beside the export by its relative path, where a single file is imported.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take what conditions of access keep from the public, too.
        notes_as_text: Whether the notes on a photo that has no transcription are the text of its page: who typed the
            paper there says so.

    Raises:
        FormatError: There is no export, or several; or it is damaged.
    """
    files = {file.name: file for file in bundle}
    export = export_among(files, (".jsonld", ".json"), "Tropy")
    source = JsonSource(opening(export), lists=("@graph",))
    notes_taken = Counter[str]()
    received = describe_records(
        _records(source, notes_taken, are_text=notes_as_text or _is_own(opening(export))),
        name,
        program="tropy",
        scan_names=scan_names,
        files=files_beside(export, files, beside, of_another_machine=True),
        window=window,
        order=order,
        include_private=include_private,
    )
    problems = [*source.notes()]
    if count := notes_taken["notes"]:
        is_one = count == 1
        problems.append(
            f"{pluralise(count, 'note')} on {pluralise(notes_taken['photos'], 'photo')} {'is' if is_one else 'are'} "
            f"kept as {'a note of its item' if is_one else 'notes of their items'}, not as the paper's text: only "
            "transcriptions are; if notes are the text, import again with --notes-as-text, or put them into the "
            "photos' transcriptions"
        )
    return replace(received, not_understood=(*problems, *received.not_understood))


_OWN_END = re.compile(rb'"version":\s*"briefbook"\s*\}\s*$')


def _is_own(opens: bytes | OpenBytes) -> bool:
    """Does a file end as our own export does?"""
    if isinstance(opens, bytes):
        return _OWN_END.search(opens[-200:]) is not None
    end = b""
    with opens() as file:
        while block := file.read(1 << 20):
            end = (end + block)[-200:]
    return _OWN_END.search(end) is not None


_NOT_OF_TROPY = "this is no export of Tropy: nothing in it is of tropy.org"
_LOOKED_AT = 200
"""Objects of a file's beginning, one of which must speak of tropy.org."""


def _records(source: JsonSource, notes_taken: Counter[str], *, are_text: bool) -> Iterator[Record]:
    coming = source.entries()
    beginning = list(itertools.islice(coming, _LOOKED_AT))
    if "@context" not in source.head:  # it stands behind the items, or each of several documents has its own
        for _ in source.entries():
            pass
    head = dict(source.head)
    if not any("tropy.org" in json.dumps(value) for value in (head, *beginning)):
        raise FormatError(_NOT_OF_TROPY)
    terms = _terms(head.get("@context"))
    if not beginning:  # a single item
        beginning = [head]
    for entry in itertools.chain(beginning, coming):
        if not isinstance(entry, dict):
            raise FormatError(_NOT_OF_TROPY)
        own = _terms(entry.get("@context")) or terms
        for item in _list(entry.get("@graph", [entry])):
            if isinstance(item, dict) and "photo" in _names(item, own):
                yield _record(item, own, notes_taken, are_text=are_text)


def _terms(context: Any) -> Mapping[str, str]:
    """The context's short names -> the last word of the address that each stands for."""
    terms: dict[str, str] = {}
    for part in _list(context):
        for key, target in part.items() if isinstance(part, dict) else ():
            address = target.get("@id") if isinstance(target, dict) else target
            if isinstance(address, str) and not key.startswith("@"):
                terms[key] = _last_word(address)
    return terms


def _names(entry: Mapping[str, Any], terms: Mapping[str, str]) -> dict[str, Any]:
    """An object's values by the last word of the address of each property."""
    return {terms.get(key, _last_word(key)): value for key, value in entry.items()}


def _last_word(address: str) -> str:
    return re.split(r"[/#:]", address)[-1] if not address.startswith("@") else address


def _record(entry: Mapping[str, Any], terms: Mapping[str, str], notes_taken: Counter[str], *, are_text: bool) -> Record:
    values = _names(entry, terms)
    own_id = _text(values.get("@id"))
    is_ours = "alternative" in terms.values() and are_text
    record = Record(
        key="" if own_id.startswith("_:") else own_id, is_ours=is_ours
    )  # a blank node's is its place in the file
    record.names += [_text(value) for value in _list(values.get("identifier")) if _text(value)]
    record.key = record.key or (record.names[0] if record.names else "")
    for label, value in values.items():
        if label in _PASSED_OVER:
            continue
        if is_ours and label in ("title", "source"):
            record.title = _text(value) if label == "title" else record.title
            continue  # made of the fields; and the repository, which the settings say
        if is_ours and label == "alternative":
            label = "title"
        if is_ours and label == "abstract":
            label = "description"
        for single in _list(value):
            words = _text(single.get("name")) if label == "tag" and isinstance(single, dict) else _text(single)
            if label in ("box", "folder") and re.fullmatch(r"\d+[a-zA-Z]?", words):
                words = f"{label} {words}"
            for part in words.split(";") if label in ("audience", "recipient", "subject") else [words]:
                record.add(_FIELDS.get(label, label), part)
    for photo in _list(values.get("photo")):
        if not isinstance(photo, dict):
            continue
        photo_values = _names(photo, terms)
        path = _text(photo_values.get("path"))
        if path and path not in record.files:
            record.files.append(path)
        selections = [_names(part, terms) for part in _list(photo_values.get("selection")) if isinstance(part, dict)]
        parts = [photo_values, *selections]
        text = [words for part in parts for words in _notes(part, terms, "transcription")]
        notes = [words for part in parts for words in _notes(part, terms, "note")]
        if are_text and not text:
            text, notes = notes, []
        record.pages.append("\n".join(text))
        for words in notes:
            record.add("note", words)
        notes_taken.update(notes=len(notes), photos=bool(notes))
    if not any(record.pages):
        record.pages.clear()
    record.names.append(_text(values.get("title")))
    return record


def _notes(values: Mapping[str, Any], terms: Mapping[str, str], label: str) -> Iterator[str]:
    for note in _list(values.get(label)):
        if isinstance(note, dict):
            note_values = _names(note, terms)
            words = _text(note_values.get("text")) or re.sub(r"<[^<>]*>", "\n", _text(note_values.get("html")))
            if words.strip():
                yield words.strip("\n")
        elif isinstance(note, str):
            yield note


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value", value.get("@id", ""))
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    if isinstance(value, dict) and "@list" in value:
        value = value["@list"]
    return value if isinstance(value, list) else [] if value is None else [value]
