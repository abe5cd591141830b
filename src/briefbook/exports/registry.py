"""The exports of ``briefbook export``: for each a name, a description, and the function that makes its files."""

import enum
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefbook.exports import (
    alto,
    annotations,
    bibtex,
    book_docx,
    book_epub,
    book_pdf,
    cmif,
    csl,
    dublin_core,
    ead,
    exhibits,
    graph,
    hocr,
    iiif,
    iiif_collection,
    image_tiles,
    mods,
    page_xml,
    ris,
    search_cluster,
    tables,
    tei,
)
from briefbook.exports.cited_papers import with_references
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.model.network import ResolvedReference
from briefbook.model.rendering import ManifestRow
from briefbook.text.safe_names import safe_name
from briefbook.text.titles import title_of
from briefbook.util import extensions
from briefbook.util.file_endings import EXTENSIONS
from briefbook.util.moment import moment_of_making

Files = Iterator[tuple[str, bytes | Iterable[bytes]]]
"""Names and contents; a large content comes in parts, of which only the present one is in memory."""


@dataclass(frozen=True, slots=True)
class ChosenEntries:
    """The entries of chosen items, read from the catalogue each time that they are gone through.

    Attributes:
        catalogue: The catalogue.
        items: The items; empty for all.
    """

    catalogue: Catalogue
    items: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Entry]:
        for item in self.catalogue.each_id():  # an iteration over the catalogue would keep the entries in memory
            if (not self.items or item in self.items) and (entry := self.catalogue.get(item)):
                yield entry


NEEDS_PICTURES = "an item without a picture has no manifest: put scans into scans/ and run `briefbook read`."
NEEDS_WORDS = "it takes words with their places on scans: put scans into scans/ and run `briefbook read`."


class RestsOn(enum.IntEnum):
    """What an export asks for beside the items themselves."""

    ITEMS = 0
    """Descriptions, texts and pictures."""

    REFERENCES = 1
    """Which paper refers to which (``Archive.references``)."""

    CHAPTERS = 2
    """The chapters, and how each of their quotations compares with its source."""

    FINDINGS = 3
    """The references, the persons, and what the checks say, which is gone through once."""

    BOOK = 4
    """Everything: the chapters, and what the checks say of them and of the items."""


@dataclass(frozen=True, slots=True)
class ExportKind:
    """An export: its description, and a function that makes its files from an archive and the chosen entries."""

    description: str
    files: Callable[[Archive, Iterable[Entry]], Files]
    when_empty: str = ""
    """What to do if it has written no file, for those that need something that a collection may lack."""
    rests_on: RestsOn = RestsOn.BOOK
    """What its function asks of the archive beside the items; of the rest the archive may be empty."""
    needs_address: bool = False
    """Do its files name each other by the address of the site, which must be set?"""


def _one_file(name: str, make: Callable[[Archive, Entry], str]) -> Callable[[Archive, Iterable[Entry]], Files]:
    def files(archive: Archive, entries: Iterable[Entry]) -> Files:
        yield name, (make(archive, entry).encode("utf-8", "replace") for entry in entries)

    return files


def _in_parts(
    name: str, make: Callable[[Archive, Iterable[Entry]], Iterator[str]]
) -> Callable[[Archive, Iterable[Entry]], Files]:
    def files(archive: Archive, entries: Iterable[Entry]) -> Files:
        yield name, (part.encode("utf-8", "replace") for part in make(archive, entries))

    return files


def _file_per_item(ending: str, make: Callable[[Archive, Entry], str]) -> Callable[[Archive, Iterable[Entry]], Files]:
    def files(archive: Archive, entries: Iterable[Entry]) -> Files:
        for entry in entries:
            if text := make(archive, entry):
                yield f"{safe_name(entry.item)}{ending}", text.encode("utf-8", "replace")

    return files


def _with_references(
    ending: str, make: Callable[[Archive, Entry, Sequence[ResolvedReference]], str]
) -> Callable[[Archive, Iterable[Entry]], Files]:
    def files(archive: Archive, entries: Iterable[Entry]) -> Files:
        for entry, references in with_references(archive, entries):
            text = make(archive, entry, references)
            yield f"{safe_name(entry.item)}{ending}", text.encode("utf-8", "replace")

    return files


def _spreadsheet(
    name: str, make: Callable[[Archive, Iterable[Entry], exhibits.Pictures], Iterator[bytes]]
) -> Callable[[Archive, Iterable[Entry]], Files]:
    def files(archive: Archive, entries: Iterable[Entry]) -> Files:
        yield name, make(archive, entries, lambda entry: _pictures(archive, entry))

    return files


def _csl(archive: Archive, entries: Iterable[Entry]) -> Files:
    def parts() -> Iterator[bytes]:
        separator = "[\n"
        for entry in entries:
            value = csl.csl(entry, archive.about_item(entry.item))
            row = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
            yield f"{separator}  {row}".encode("utf-8", "replace")
            separator = ",\n"
        yield b"[]\n" if separator.startswith("[") else b"\n]\n"

    yield "items.csl.json", parts()


def _pictures(archive: Archive, entry: Entry) -> dict[int, tuple[str, str]]:
    pictures = {}
    for page in archive.catalogue.pages(entry.item):
        media_type = archive.picture_type(entry.item, page.number)
        if media_type is None and (picture := archive.picture(entry.item, page.number)):
            media_type = picture[1]
        if media_type:
            name = f"items/{safe_name(entry.item)}/p{page.number:03d}.{EXTENSIONS.get(media_type, 'jpg')}"
            pictures[page.number] = (name, media_type)
    return pictures


def _page_xml(archive: Archive, entries: Iterable[Entry]) -> Files:
    times = archive.change_times().items
    for entry in entries:
        pictures = _pictures(archive, entry)
        made = times.get(entry.item) or _now()
        for page in archive.catalogue.pages(entry.item):
            picture = pictures.get(page.number, ("", ""))[0].rpartition("/")[2]
            if text := page_xml.page_xml(page, picture, made):
                yield f"{safe_name(entry.item)}/p{page.number:03d}.page.xml", text.encode("utf-8", "replace")


def _now() -> str:
    return moment_of_making().strftime("%Y-%m-%dT%H:%M:%SZ")


def _opensearch(archive: Archive, entries: Iterable[Entry]) -> Files:
    yield "index.json", (json.dumps(search_cluster.opensearch_mapping(), indent=1) + "\n").encode()
    yield "bulk.ndjson", search_cluster.opensearch_lines(archive, entries)


def _quickwit(archive: Archive, entries: Iterable[Entry]) -> Files:
    yield "index.yaml", search_cluster.quickwit_config().encode()
    yield "pages.ndjson", search_cluster.quickwit_lines(archive, entries)


def _iiif(archive: Archive, entries: Iterable[Entry]) -> Files:
    rows = iiif_collection.ManifestRows()
    times = archive.change_times().items
    for entry in entries if iiif.base_address(archive.about) else ():
        pages = archive.catalogue.pages(entry.item)
        if text := iiif.manifest(entry, pages, archive.about_item(entry.item), _pictures(archive, entry)):
            rows.add(
                ManifestRow(
                    entry.item,
                    title_of(entry, archive.post_on),
                    entry.value("date") or "",
                    entry.is_specimen,
                    times.get(entry.item, ""),
                )
            )
            yield f"items/{safe_name(entry.item)}/manifest.json", text.encode()  # as the collection names it
    if rows:
        for address, parts in iiif_collection.collection_parts(rows, archive.about):
            yield address, (part.encode() for part in parts)


def all_exports() -> dict[str, ExportKind]:
    """The exports of this program, then those of extensions, by name."""
    return EXPORTS | {
        name: kind for name, kind in extensions.values("exports", EXPORTS).items() if isinstance(kind, ExportKind)
    }


EXPORTS: dict[str, ExportKind] = {
    "pdf": ExportKind("the book, typeset, as an accessible PDF (PDF/UA-1)", book_pdf.files),
    "epub": ExportKind("the book for e-readers", book_epub.files),
    "docx": ExportKind("the book for a word processor", book_docx.files),
    "csl": ExportKind("citations of all items as CSL-JSON", _csl, rests_on=RestsOn.ITEMS),
    "ris": ExportKind(
        "citations of all items as RIS",
        _one_file("items.ris", lambda a, e: ris.ris(e, a.about_item(e.item))),
        rests_on=RestsOn.ITEMS,
    ),
    "bibtex": ExportKind(
        "citations of all items as BibTeX",
        _one_file("items.bib", lambda a, e: bibtex.bibtex(e, a.about_item(e.item))),
        rests_on=RestsOn.ITEMS,
    ),
    "alto": ExportKind(
        "one ALTO 4.4 file per item: words with their positions",
        _file_per_item(".alto.xml", lambda a, e: alto.alto(e, a.catalogue.pages(e.item), _pictures(a, e))),
        NEEDS_WORDS,
        rests_on=RestsOn.ITEMS,
    ),
    "tei": ExportKind(
        "one TEI file per item",
        _with_references(
            ".tei.xml",
            lambda a, e, refs: tei.tei(e, a.catalogue.pages(e.item), a.about_item(e.item), _pictures(a, e), refs),
        ),
        rests_on=RestsOn.REFERENCES,
    ),
    "tei-corpus": ExportKind(
        "all items as one TEI corpus",
        _in_parts("corpus.tei.xml", lambda a, e: tei.tei_corpus(a, e)),
        rests_on=RestsOn.REFERENCES,
    ),
    "cmif": ExportKind(
        "who wrote to whom, for correspSearch (CMIF)",
        _in_parts("cmif.xml", lambda a, e: cmif.cmif(a, e, _now()[:10])),
        rests_on=RestsOn.ITEMS,
    ),
    "hocr": ExportKind(
        "one hOCR file per item: words with their positions as a web page",
        _file_per_item(".hocr.html", lambda a, e: hocr.hocr(e, a.catalogue.pages(e.item), _pictures(a, e))),
        NEEDS_WORDS,
        rests_on=RestsOn.ITEMS,
    ),
    "page": ExportKind(
        "one PAGE XML file per page, for Transkribus and eScriptorium", _page_xml, NEEDS_WORDS, rests_on=RestsOn.ITEMS
    ),
    "dc": ExportKind(
        "one Dublin Core record per item (oai_dc)",
        _file_per_item(".dc.xml", lambda a, e: dublin_core.dublin_core(e, a.about_item(e.item))),
        rests_on=RestsOn.ITEMS,
    ),
    "mods": ExportKind(
        "one MODS record per item",
        _with_references(".mods.xml", lambda a, e, refs: mods.mods(e, a.about_item(e.item), refs)),
        rests_on=RestsOn.REFERENCES,
    ),
    "ead3": ExportKind(
        "a finding aid in EAD3",
        _in_parts("finding-aid.ead3.xml", lambda a, e: ead.finding_aid(a, e, ead.EAD3)),
        rests_on=RestsOn.ITEMS,
    ),
    "ead2002": ExportKind(
        "a finding aid in EAD 2002",
        _in_parts("finding-aid.ead.xml", lambda a, e: ead.finding_aid(a, e, ead.EAD2002)),
        rests_on=RestsOn.ITEMS,
    ),
    "tables": ExportKind(
        "items, pages, words, references, people and findings as Parquet, with datapackage.json",
        tables.table_files,
        rests_on=RestsOn.FINDINGS,
    ),
    "omeka": ExportKind(
        "a spreadsheet for Omeka Classic (CSV Import)",
        _spreadsheet("omeka.csv", exhibits.omeka_classic),
        rests_on=RestsOn.ITEMS,
    ),
    "omeka-s": ExportKind(
        "a spreadsheet for Omeka S (CSV Import)", _spreadsheet("omeka-s.csv", exhibits.omeka_s), rests_on=RestsOn.ITEMS
    ),
    "collectionbuilder": ExportKind(
        "the metadata of CollectionBuilder",
        _spreadsheet("metadata.csv", exhibits.collection_builder),
        rests_on=RestsOn.ITEMS,
    ),
    "tropy": ExportKind(
        "items with their photos as Tropy's JSON-LD",
        _spreadsheet("items.tropy.json", exhibits.tropy),
        rests_on=RestsOn.ITEMS,
    ),
    "opensearch": ExportKind(
        "bulk lines and mapping for OpenSearch or Elasticsearch", _opensearch, rests_on=RestsOn.ITEMS
    ),
    "quickwit": ExportKind(
        "a document per page and the index's configuration for Quickwit", _quickwit, rests_on=RestsOn.ITEMS
    ),
    "annotations": ExportKind(
        "verified quotations as W3C Web Annotations", annotations.files, rests_on=RestsOn.CHAPTERS
    ),
    "iiif": ExportKind(
        "one IIIF manifest per item, and collections of them; needs site.address",
        _iiif,
        NEEDS_PICTURES,
        rests_on=RestsOn.ITEMS,
        needs_address=True,
    ),
    "iiif-tiles": ExportKind(
        "pictures in tiles (IIIF Image API, level 0) with their manifests; needs site.address",
        image_tiles.tile_files(_pictures),
        NEEDS_PICTURES,
        rests_on=RestsOn.ITEMS,
        needs_address=True,
    ),
    "graphml": ExportKind(
        "which cable refers to which, as GraphML",
        graph.graph_files("references.graphml", graph.GRAPHML),
        rests_on=RestsOn.REFERENCES,
    ),
    "gexf": ExportKind(
        "which cable refers to which, as GEXF for Gephi",
        graph.graph_files("references.gexf", graph.GEXF),
        rests_on=RestsOn.REFERENCES,
    ),
}
"""Every export by name; a new one is a module and an entry here."""
