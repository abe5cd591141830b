"""Archive -> tables in Parquet with a datapackage.json: items, pages, words, references, people and findings.

Any engine reads them: DuckDB, polars, pandas, Spark, R. Rows are written in groups, so that memory does not grow with
the collection. ``COLUMNS`` describes every column; ``datapackage.json`` (Frictionless Data Package) repeats it beside
the files.
"""

import json
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbook.exports.citation_elements import elements
from briefbook.model.archive import Archive
from briefbook.model.catalogue import FIELDS, MULTIPLE, Entry
from briefbook.model.finding import Finding
from briefbook.model.persons import Office
from briefbook.text.dates import edtf_bounds
from briefbook.util import extras
from briefbook.util.names_on_disk import NamesOnDisk

if TYPE_CHECKING:
    import pyarrow as arrow

GROUP_SIZE = 20_000
"""Rows written at a time; of tables with long texts fewer, so that their memory stays small."""

_GROUP_SIZES = {"items": 500, "pages": 250, "references": 2_000, "people": 2_000, "findings": 1_000}

_WORDS = frozenset({"text", "message", "remedy", "word", "mention", "title", "subject", "note", "offices"})
"""Columns without statistics: which word is first in the alphabet says nothing, and is kept for each group."""

Row = tuple[Any, ...]
"""A value for each column of a table, in their order."""

Column = tuple[str, str, str]
"""A column's name, its type, and what it says."""

_FIELD_COLUMNS: tuple[Column, ...] = tuple(
    (name, "strings" if name in MULTIPLE else "string", f"{meaning}; the effective value")
    for name, meaning in FIELDS.items()
    if name != "specimen"
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "items": (
        ("item", "string", "the item's identifier"),
        ("title", "string", "its title for people"),
        *_FIELD_COLUMNS,
        ("first_day", "day", "the first day that the date may mean"),
        ("last_day", "day", "the last day that the date may mean"),
        ("specimen", "boolean", "whether it was made for demonstration and is no historical document"),
        ("page_count", "integer", "how many pages it has"),
        ("checksum", "string", "SHA-256 of its scan; null where there is none"),
        ("source", "string", "the strongest source that describes it: person, received or machine"),
        ("location", "string", "where in which file of which fonds the paper is"),
        ("address", "string", "its page on the web, where site.address is set"),
        ("changed", "string", "when it last changed, ISO 8601 in UTC"),
    ),
    "pages": (
        ("item", "string", "the item"),
        ("page", "integer", "the page, from 1"),
        ("text", "string", "all lines of the page, a line each"),
        ("message", "string", "the cable's own lines: without stamps, page lines and form labels"),
        ("width", "integer", "pixels of the picture; 0 where there is none"),
        ("height", "integer", "the same"),
        ("by", "string", "whose text it is: person, received or machine"),
        ("reader", "string", "engine and version"),
        ("confidence", "number", "mean confidence of the words, 0 to 1; null where none was measured"),
    ),
    "words": (
        ("item", "string", "the item"),
        ("page", "integer", "the page, from 1"),
        ("line", "integer", "the line on the page, from 1"),
        ("place", "integer", "the word in the line, from 1"),
        ("word", "string", "the word as read"),
        ("kind", "string", "what its line is: message, page-line, stamp, form, ..."),
        ("confidence", "number", "0 to 1; null where none was measured"),
        ("left", "integer", "its box on the picture in pixels; null where it has none"),
        ("top", "integer", "the same"),
        ("right", "integer", "the same, exclusive"),
        ("bottom", "integer", "the same, exclusive"),
    ),
    "references": (
        ("item", "string", "the item that refers"),
        ("mention", "string", "the words of the reference"),
        ("form", "string", "MYTEL, YOURTEL, DEPTEL, LETTER, ..."),
        ("number", "string", "the number it gives"),
        ("status", "string", "held, ambiguous, stub (referred to but not held) or none"),
        ("target", "string", "the item meant, or what to ask for; null where it is not known"),
        ("candidates", "strings", "the items it may mean, where there are several"),
        ("confidence", "number", "0 to 1"),
        ("date", "string", "date of what it refers to, written or estimated, EDTF"),
    ),
    "people": (
        ("name", "string", "the name as the list of persons has it, else as the paper has it"),
        ("item", "string", "an item that names the person"),
        ("listed", "boolean", "whether the list of persons has the name"),
        ("offices", "strings", "the offices held, each with its dates, where the list has them"),
    ),
    "findings": (
        ("code", "string", "the check"),
        ("severity", "string", "error, warning or note"),
        ("item", "string", "the item that it is about, held or only cited; null for prose"),
        ("page", "integer", "the page of the item"),
        ("path", "string", "the file that it is about"),
        ("line", "integer", "the line of the file"),
        ("message", "string", "what is wrong"),
        ("remedy", "string", "what to do"),
        ("accepted", "boolean", "whether a person accepted it"),
    ),
}
"""Every table and its columns."""

_DATA_PACKAGE_TYPES = {
    "string": {"type": "string"},
    "strings": {"type": "array"},
    "day": {"type": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
}

_DESCRIPTIONS = {
    "findings": "What the checks found, but on drafts, and of a choice of items but on items that were not chosen.",
}

_KEYS = {"items": ["item"], "pages": ["item", "page"], "words": ["item", "page", "line", "place"]}


def table_files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the name and content of each table, and of the data package that describes them.

    Args:
        archive: The collection.
        entries: The chosen items; they are gone through once for each table.

    Raises:
        OutsideError: The extra ``tables`` is not installed.
    """
    extras.require("tables")
    items = NamesOnDisk(entry.item for entry in entries)
    rows: dict[str, Callable[[], Iterator[Row]]] = {
        "items": lambda: _items(archive, entries),
        "pages": lambda: _pages(archive, entries),
        "words": lambda: _words(archive, entries),
        "references": lambda: _references(archive, items),
        "people": lambda: _people(archive, entries),
        "findings": lambda: (_finding(finding) for finding in _findings(archive) if _is_about(finding, items, archive)),
    }
    for name in COLUMNS:
        yield f"{name}.parquet", _parquet(name, rows[name]())
    yield "datapackage.json", [(json.dumps(data_package(archive.about), ensure_ascii=False, indent=1) + "\n").encode()]


def data_package(about: Mapping[str, str]) -> dict[str, Any]:
    """The description of the tables.

    Args:
        about: The settings that pages show (``Archive.about``).
    """
    settings = {name.removeprefix("site_"): value for name, value in about.items()}
    value: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "briefbook-collection",
        "title": settings.get("title", "") or "Untitled collection",
    }
    if settings.get("description"):
        value["description"] = settings["description"]
    if settings.get("address"):
        value["homepage"] = settings["address"]
    if settings.get("rights", "").startswith("http"):
        value["licenses"] = [{"path": settings["rights"]}]
    value["resources"] = [
        {
            "name": name,
            "path": f"{name}.parquet",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            **({"description": _DESCRIPTIONS[name]} if name in _DESCRIPTIONS else {}),
            "schema": {
                "fields": [
                    {"name": column, **_DATA_PACKAGE_TYPES[kind], "description": meaning}
                    for column, kind, meaning in columns
                ]
            }
            | ({"primaryKey": _KEYS[name]} if name in _KEYS else {}),
        }
        for name, columns in COLUMNS.items()
    ]
    return value


def _parquet(name: str, rows: Iterator[Row]) -> Iterator[bytes]:
    """Yield the bytes of a table, which is written to a temporary file first: a Parquet file ends in its index."""
    import pyarrow as arrow
    import pyarrow.parquet

    columns = COLUMNS[name]
    types = {
        "string": arrow.string(),
        "strings": arrow.list_(arrow.string()),
        "day": arrow.date32(),
        "integer": arrow.int32(),
        "number": arrow.float32(),
        "boolean": arrow.bool_(),
    }
    fields = [arrow.field(column, types[kind], metadata={"description": meaning}) for column, kind, meaning in columns]
    schema = arrow.schema(fields)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.parquet")
        with pyarrow.parquet.ParquetWriter(
            path, schema, compression="zstd", write_statistics=[name for name, *_ in columns if name not in _WORDS]
        ) as writer:
            size = _GROUP_SIZES.get(name, GROUP_SIZE)
            while group := list(islice(rows, size)):
                writer.write_table(_table(group, schema))
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                yield block


def _table(rows: list[Row], schema: "arrow.Schema") -> "arrow.Table":
    import pyarrow as arrow

    columns = zip(*rows, strict=True)
    return arrow.Table.from_arrays(
        [arrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _items(archive: Archive, entries: Iterable[Entry]) -> Iterator[Row]:
    times = archive.change_times().items
    for entry in entries:
        citation = elements(entry, archive.about)
        first, last = edtf_bounds(citation.date) or (None, None)
        yield (
            entry.item,
            citation.title,
            *(entry.values(name) if name in MULTIPLE else entry.value(name) for name, _, _ in _FIELD_COLUMNS),
            first,
            last,
            entry.is_specimen,
            entry.page_count,
            entry.checksum,
            entry.source,
            citation.place or None,
            citation.address or None,
            times.get(entry.item),
        )


def _pages(archive: Archive, entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        for page in archive.catalogue.pages(entry.item):
            size = page.width, page.height
            yield entry.item, page.number, page.text, page.message, *size, page.by, page.reader, page.confidence


_NO_BOX = (None, None, None, None)


def _words(archive: Archive, entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        for page in archive.catalogue.pages(entry.item):
            for line_number, line in enumerate(page.lines, 1):
                before, kind = (entry.item, page.number, line_number), str(line.kind)
                for place, word in enumerate(line.words, 1):
                    box = word.box
                    sides = (box.left, box.top, box.right, box.bottom) if box else _NO_BOX
                    yield *before, place, word.text, kind, word.probability, *sides


def _references(archive: Archive, items: Container[str]) -> Iterator[Row]:
    for reference in archive.references():
        if reference.item in items:
            yield tuple(getattr(reference, name) for name, _, _ in COLUMNS["references"])


def _people(archive: Archive, entries: Iterable[Entry]) -> Iterator[Row]:
    listed = {person.name: person for person in archive.persons}
    for entry in entries:
        for name in entry.values("persons"):
            person = listed.get(name)
            offices = [_office(office) for office in (person.offices if person else ())]
            yield name, entry.item, person is not None, offices


def _office(office: Office) -> str:
    """An office with its dates, where one of them is known."""
    return f"{office.title} ({office.start or '?'}/{office.end or '?'})" if office.start or office.end else office.title


def _is_about(finding: Finding, items: Container[str], archive: Archive) -> bool:
    """Is a finding in the table: all but those on items that are held and were not chosen?"""
    return finding.item is None or finding.item in items or finding.item not in archive.catalogue


def _findings(archive: Archive) -> Iterable[Finding]:
    return archive.findings if archive.each_finding is None else archive.each_finding()


def _finding(finding: Finding) -> Row:
    return (
        finding.code,
        str(finding.severity),
        finding.item,
        finding.place.page if finding.place else None,
        finding.where.path if finding.where else None,
        finding.where.line if finding.where else None,
        finding.message,
        finding.remedy or None,
        finding.accepted is not None,
    )
