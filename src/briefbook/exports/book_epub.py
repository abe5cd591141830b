"""Manuscript -> EPUB, by pandoc, with landmarks for the body, the papers and the index, and the printed pages."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape

from briefbook.exports.book_html import convert_with_pandoc
from briefbook.exports.book_pdf import book_pdf
from briefbook.exports.epub_pages import printed_pages, with_pages
from briefbook.exports.manuscript import in_language_of, manuscripts
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.util.translation import N_, gettext

_LANDMARKS = {"items": ("appendix", N_("Papers cited")), "index": ("index", N_("Index"))}
"""For the id of a section its kind in EPUB's vocabulary, and its name where it has no heading."""


def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The book as an EPUB file; one for each language of a book that has several."""
    for ending, book in manuscripts(archive, entries):
        with in_language_of(book.archive, book.language):
            first = next((chapter.anchor for chapter in book.chapters if chapter.narrative.part != "front"), "")
            content = with_landmarks(convert_with_pandoc(book, "epub"), first)
            content = with_pages(content, printed_pages(book_pdf(book, is_draft=True)))
        yield f"book{ending}.epub", content


def with_landmarks(epub: bytes, first: str) -> bytes:
    """An EPUB in which readers can go to the beginning of the text, the papers and the index by one key.

    Its files bear the headings that they begin with as titles, and it says no date that the book does not state.

    Args:
        epub: The file as pandoc makes it.
        first: The id of the first chapter; empty if there is none.

    Returns:
        The same file with these landmarks, and with the kinds of these sections marked.
    """
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        entries = {info: archive.read(info) for info in archive.infolist()}
    wanted = ({first: ("bodymatter", N_("Beginning of the text"))} if first else {}) | _LANDMARKS
    links = []
    for info, content in entries.items():
        if not info.filename.startswith("EPUB/text/"):
            continue
        text = content.decode()
        for anchor, (kind, name) in wanted.items():
            opening = re.search(rf'<section id="{re.escape(anchor)}"', text)
            if opening:
                href = f"{info.filename.removeprefix('EPUB/')}#{anchor}"
                heading = _HEADING.search(text, opening.end()) if anchor in _LANDMARKS else None
                shown = re.sub(r"<[^>]*>", "", heading[1]).strip() if heading else escape(gettext(name))
                links.append(f'<li><a href="{href}" epub:type="{kind}">{shown}</a></li>')
                if anchor in _LANDMARKS:
                    text = text.replace(opening[0], f'{opening[0]} epub:type="{kind}"', 1)
        entries[info] = _with_title(text).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info, content in entries.items():
            if info.filename == "EPUB/content.opf":
                content = _DATE_OF_PANDOC.sub(b"", content)
            if info.filename == "EPUB/nav.xhtml":
                head, landmarks, rest = content.decode().partition('epub:type="landmarks"')
                content = (head + landmarks + rest.replace("</ol>", "\n".join([*links, "</ol>"]), 1)).encode()
            archive.writestr(info, content, compress_type=info.compress_type)
    return out.getvalue()


_DATE_OF_PANDOC = re.compile(rb"\s*<dc:date\b[^>]*>1980-01-01[^<]*</dc:date>")
"""The date that pandoc gives to a book without one: that of its clock, which is stopped."""
_TITLE = re.compile(r"<title>[^<]*\.xhtml</title>")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)


def _with_title(text: str) -> str:
    """A page of an EPUB with its heading as its title, where pandoc gave it the name of the file."""
    heading = _HEADING.search(text)
    words = " ".join(re.sub(r"<[^>]+>", "", heading[1]).split()) if heading else ""
    return _TITLE.sub(lambda _: f"<title>{words}</title>", text, count=1) if words else text
