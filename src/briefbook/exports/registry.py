"""The kinds of ``briefbook export``: each a name, what it is, and the function that makes its files."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefbook.exports import alto, annotations, bibtex, book_docx, book_epub, book_pdf, csl, iiif, ris, tei
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.text.safe_names import safe_name

Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A standard: what it is in words, and its files from an archive and the entries asked for."""

    words: str
    files: Callable[[Archive, list[Entry]], Files]


def _together(name: str, make: Callable[[Archive, Entry], str]) -> Callable[[Archive, list[Entry]], Files]:
    def files(archive: Archive, entries: list[Entry]) -> Files:
        yield name, "".join(make(archive, entry) for entry in entries).encode()

    return files


def _each(ending: str, make: Callable[[Archive, Entry], str]) -> Callable[[Archive, list[Entry]], Files]:
    def files(archive: Archive, entries: list[Entry]) -> Files:
        for entry in entries:
            if text := make(archive, entry):
                yield f"{safe_name(entry.item)}{ending}", text.encode()

    return files


def _csl(archive: Archive, entries: list[Entry]) -> Files:
    told = [csl.csl(entry, archive.about) for entry in entries]
    yield "items.csl.json", (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _pictures(archive: Archive, entry: Entry) -> dict[int, tuple[str, str]]:
    endings = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
    made = {}
    for page in archive.catalogue.pages(entry.item):
        if held := archive.picture(entry.item, page.number):
            name = f"items/{safe_name(entry.item)}/p{page.number:03d}.{endings.get(held[1], 'jpg')}"
            made[page.number] = (name, held[1])
    return made


KINDS: dict[str, Kind] = {
    "pdf": Kind("the book, typeset: PDF/UA-1", book_pdf.files),
    "epub": Kind("the book for readers of electronic books", book_epub.files),
    "docx": Kind("the book for a word processor", book_docx.files),
    "csl": Kind("citations of all items as CSL-JSON", _csl),
    "ris": Kind("citations of all items as RIS", _together("items.ris", lambda a, e: ris.ris(e, a.about))),
    "bibtex": Kind("citations of all items as BibTeX", _together("items.bib", lambda a, e: bibtex.bibtex(e, a.about))),
    "alto": Kind(
        "an ALTO 4.4 file an item: words with their places",
        _each(".alto.xml", lambda a, e: alto.alto(e, a.catalogue.pages(e.item), _pictures(a, e))),
    ),
    "tei": Kind(
        "a TEI file an item",
        _each(".tei.xml", lambda a, e: tei.tei(e, a.catalogue.pages(e.item), a.about, _pictures(a, e))),
    ),
    "annotations": Kind("verified quotations as W3C Web Annotations", annotations.files),
    "iiif": Kind(
        "a IIIF manifest an item; needs site.address",
        _each(".manifest.json", lambda a, e: iiif.manifest(e, a.catalogue.pages(e.item), a.about, _pictures(a, e))),
    ),
}
"""Every kind; adding one is a module and a line here."""
