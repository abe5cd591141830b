"""The exports of ``briefbook export``: for each a name, a description, and the function that makes its files."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefbook.exports import (
    alto,
    annotations,
    bibtex,
    book_docx,
    book_epub,
    book_pdf,
    csl,
    dublin_core,
    graph,
    iiif,
    iiif_collection,
    ris,
    tei,
)
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.rendering import ManifestRow
from briefbook.text.safe_names import safe_name
from briefbook.text.titles import title_of
from briefbook.util.file_endings import EXTENSIONS

Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class ExportKind:
    """An export: its description, and a function that makes its files from an archive and the chosen entries."""

    description: str
    files: Callable[[Archive, list[Entry]], Files]


def _one_file(name: str, make: Callable[[Archive, Entry], str]) -> Callable[[Archive, list[Entry]], Files]:
    def files(archive: Archive, entries: list[Entry]) -> Files:
        yield name, "".join(make(archive, entry) for entry in entries).encode()

    return files


def _file_per_item(ending: str, make: Callable[[Archive, Entry], str]) -> Callable[[Archive, list[Entry]], Files]:
    def files(archive: Archive, entries: list[Entry]) -> Files:
        for entry in entries:
            if text := make(archive, entry):
                yield f"{safe_name(entry.item)}{ending}", text.encode()

    return files


def _csl(archive: Archive, entries: list[Entry]) -> Files:
    items = [csl.csl(entry, archive.about) for entry in entries]
    yield "items.csl.json", (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _pictures(archive: Archive, entry: Entry) -> dict[int, tuple[str, str]]:
    pictures = {}
    for page in archive.catalogue.pages(entry.item):
        if picture := archive.picture(entry.item, page.number):
            name = f"items/{safe_name(entry.item)}/p{page.number:03d}.{EXTENSIONS.get(picture[1], 'jpg')}"
            pictures[page.number] = (name, picture[1])
    return pictures


def _iiif(archive: Archive, entries: list[Entry]) -> Files:
    rows = []
    times = archive.change_times().items
    for entry in entries:
        pages = archive.catalogue.pages(entry.item)
        if text := iiif.manifest(entry, pages, archive.about, _pictures(archive, entry)):
            rows.append(
                ManifestRow(
                    entry.item,
                    title_of(entry),
                    entry.value("date") or "",
                    entry.is_specimen,
                    times.get(entry.item, ""),
                )
            )
            yield f"{safe_name(entry.item)}.manifest.json", text.encode()
    if rows:
        for address, text in iiif_collection.collection_files(rows, archive.about).items():
            yield address.rpartition("/")[2], text.encode()


EXPORTS: dict[str, ExportKind] = {
    "pdf": ExportKind("the book, typeset, as an accessible PDF (PDF/UA-1)", book_pdf.files),
    "epub": ExportKind("the book for e-readers", book_epub.files),
    "docx": ExportKind("the book for a word processor", book_docx.files),
    "csl": ExportKind("citations of all items as CSL-JSON", _csl),
    "ris": ExportKind("citations of all items as RIS", _one_file("items.ris", lambda a, e: ris.ris(e, a.about))),
    "bibtex": ExportKind(
        "citations of all items as BibTeX", _one_file("items.bib", lambda a, e: bibtex.bibtex(e, a.about))
    ),
    "alto": ExportKind(
        "one ALTO 4.4 file per item: words with their positions",
        _file_per_item(".alto.xml", lambda a, e: alto.alto(e, a.catalogue.pages(e.item), _pictures(a, e))),
    ),
    "tei": ExportKind(
        "one TEI file per item",
        _file_per_item(".tei.xml", lambda a, e: tei.tei(e, a.catalogue.pages(e.item), a.about, _pictures(a, e))),
    ),
    "dc": ExportKind(
        "one Dublin Core record per item (oai_dc)",
        _file_per_item(".dc.xml", lambda a, e: dublin_core.dublin_core(e, a.about)),
    ),
    "annotations": ExportKind("verified quotations as W3C Web Annotations", annotations.files),
    "iiif": ExportKind("one IIIF manifest per item, and collections of them; needs site.address", _iiif),
    "graphml": ExportKind(
        "which cable refers to which, as GraphML", graph.graph_files("references.graphml", graph.graphml)
    ),
    "gexf": ExportKind(
        "which cable refers to which, as GEXF for Gephi", graph.graph_files("references.gexf", graph.gexf)
    ),
}
"""Every export by name; a new one is a module and an entry here."""
