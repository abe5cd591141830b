"""A CollectionBuilder metadata file -> received descriptions, like those of a spreadsheet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from briefbook.errors import FormatError
from briefbook.importers.csv_table import KEPT, ListOptions, describe_rows
from briefbook.importers.kind_titles import form_and_number
from briefbook.importers.list_cells import is_title
from briefbook.importers.records import (
    SPECIMEN,
    is_own_title,
    own_party,
    subject_of_title,
    without_office,
)
from briefbook.model.received import TITLE, Received
from briefbook.progress import pluralise
from briefbook.util.tables import read_tables

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
    "form": "form",
    "number": "number",
    "subject_line": "subject",
}
"""Columns of a CollectionBuilder metadata file."""

_OF_THE_SITE = frozenset({"display_template", "image_small", "image_thumb", "image_alt_text", "format", "parentid"})
"""Columns that say how CollectionBuilder shows an object, and nothing of it."""

_TYPES_OF_MEDIA = frozenset(
    ("text", "image", "stillimage", "movingimage", "sound", "audio", "video", "record", "collection", "dataset")
)
"""Dublin Core's types and CollectionBuilder's own: they are no kinds of papers."""

_PATH = re.compile(r"\S+\.(?:txt|md|html?|csv|xml)", re.I)
_TRANSCRIPTS = ("object_transcript", "object transcript", "transcript", "transcription")


def read_collectionbuilder(
    data: bytes, name: str, *, window: int = 1900, order: str = "", include_private: bool = False
) -> Received:
    """Read a CollectionBuilder metadata file (CSV), one description per object.

    An object is called by its ``identifier`` where its ``objectid`` is the same in small letters, as CollectionBuilder
    demands it. Rows with a ``parentid`` are pages of that object: their transcripts are its pages.

    Args:
        data: The file.
        name: The list's name, given as the source of every reading.
        window: First year of the hundred years that years of two digits fall in.
        order: Order of day and month in figures, "dmy" or "mdy"; "" if not set.
        include_private: Take the objects too that a column says are not public.

    Raises:
        FormatError: It is no such file.
    """
    rows = [row.cells for row in read_tables(data)[0].rows if not row.is_blank]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if "objectid" not in header and "indexid" in header:  # as it was called before 2019
        header[header.index("indexid")] = "objectid"
    if "objectid" not in header:
        raise FormatError("there is no column 'objectid'", remedy="name the metadata CSV, or import it as csv.")
    objects = [dict(zip(header, cells, strict=False)) for cells in rows[1:]]
    ids = {values.get("objectid", "") for values in objects}
    parents = {values["parentid"] for values in objects if values.get("parentid") in ids} - {""}
    texts: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    chosen = []
    for values in objects:
        parent = values.get("parentid", "")
        text = _transcript(values)
        if parent in parents:
            texts.setdefault(parent, []).append(text)
            parts.setdefault(parent, []).append(_words_of_part(values))
        else:
            chosen.append(values)
            if text:
                texts.setdefault(values["objectid"], []).append(text)
    for values in chosen:
        if said := "; ".join(dict.fromkeys(words for words in parts.get(values["objectid"], ()) if words)):
            values["description"] = "; ".join(words for words in (values.get("description", ""), said) if words)
    header += ["description"] if "description" not in header else []
    dropped = (*_TRANSCRIPTS, *_OF_THE_SITE, *([_APPROXIMATE] if _are_yes_or_no(objects) else []))
    dropped = (*dropped, "title") if "subject_line" in header else dropped  # of our own export, made of the fields
    columns = [column for column in header if column not in dropped]
    table: list[Sequence[str]] = [[*columns, "text", "specimen", KEPT]]
    table += [
        [
            *_cells(values, columns),
            "\f".join(texts.get(values["objectid"], ())),
            _specimen(values),
            _own_title(values),
        ]
        for values in chosen
    ]
    aliases = {**COLLECTIONBUILDER_COLUMNS, "text": "text", "specimen": "specimen", KEPT: KEPT}
    received = describe_rows(
        table, name, window=window, order=order, aliases=aliases, options=ListOptions(include_private=include_private)
    )
    return replace(received, not_understood=(*_problems(objects, chosen), *received.not_understood))


def _words_of_part(values: Mapping[str, str]) -> str:
    """What a row says of a part of an object beyond its place: title, date and description; "" if it says nothing."""
    title, date, description = (values.get(name, "").strip() for name in ("title", "date", "description"))
    if re.fullmatch(r"(?:page|p\.|side|image|scan)?\s*\d+", title, re.I):
        title = ""
    if description == title:
        description = ""
    return ": ".join(words for words in (", ".join(words for words in (title, date) if words), description) if words)


def _specimen(values: Mapping[str, str]) -> str:
    """What the description says of an item made for demonstration."""
    words = values.get("description", "")
    return words.partition(". ")[0] if words.startswith(SPECIMEN) else ""


def _own_title(values: Mapping[str, str]) -> str:
    """That the subject is the paper's own title, in our own export; what it is called, in any other."""
    if "subject_line" not in values:
        title = values.get("title", "").strip()
        return f"{TITLE}{title}" if subject_of_title(title) == title and is_title(title) else ""
    words = values.get("subject_line", "")
    return f"{TITLE}{words}" if is_own_title(values.get("title", ""), words) else ""


def _transcript(values: Mapping[str, str]) -> str:
    """The text of an object; where the file has the path of one, that is no text."""
    words = next((values[column] for column in _TRANSCRIPTS if values.get(column)), "")
    return "" if _PATH.fullmatch(words.strip()) else words


def _cells(values: Mapping[str, str], columns: Sequence[str]) -> Iterator[str]:
    identifier = values.get("identifier", "").strip()
    is_id = bool(identifier) and _object_id(identifier) == values["objectid"].strip()
    for column in columns:
        words = values.get(column, "")
        if column == "objectid" and is_id:
            words = identifier
        elif column == "identifier" and is_id:
            words = ""
        elif column == "description" and words.startswith(SPECIMEN):
            words = words.partition(". ")[2]
        elif column in ("creator", "recipient"):
            words = "; ".join(
                (own_party if "subject_line" in values else without_office)(name) for name in words.split("; ")
            )
        elif column == "title":
            words = subject_of_title(words)
        elif column == "date" and _is_yes(values) and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", words.strip()):
            words = f"{words.strip()}~"
        elif column == "type":
            kinds = {kind.strip().casefold() for kind in words.split(";")}
            words = "" if kinds <= _TYPES_OF_MEDIA else form_and_number(words)[0]
        yield words


_APPROXIMATE = "date-is-approximate?"


def _is_yes(values: Mapping[str, str]) -> bool:
    return values.get(_APPROXIMATE, "").strip().casefold() in ("yes", "y", "true", "1", "x")


def _are_yes_or_no(objects: Sequence[Mapping[str, str]]) -> bool:
    """Does the column of approximate dates say nothing that is not in the dates then?"""
    said = {values.get(_APPROXIMATE, "").strip().casefold() for values in objects}
    plain = all(
        re.fullmatch(r"\d{4}(?:-\d\d){0,2}", values.get("date", "").strip()) for values in objects if _is_yes(values)
    )
    return plain and said <= {"", "yes", "no", "y", "n", "true", "false"}


def _object_id(identifier: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", identifier.casefold()).strip("-")


def _problems(objects: Sequence[Mapping[str, str]], chosen: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if parts := len(objects) - len(chosen):
        yield (
            f"{pluralise(parts, 'row')} with a parentid: pages of other objects, and no items of their own; what they "
            "say of themselves is in the notes of these"
        )
    transcripts = [values.get(column, "").strip() for values in objects for column in _TRANSCRIPTS]
    paths = [words for words in transcripts if _PATH.fullmatch(words)]
    if paths:
        yield (
            f"{pluralise(len(paths), 'transcript')} in files of their own, such as {paths[0]}: put their text into the "
            "column object_transcript"
        )
