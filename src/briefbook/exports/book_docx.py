"""Manuscript -> .docx, by pandoc."""

from collections.abc import Iterable, Iterator

from briefbook.exports.book_html import convert_with_pandoc
from briefbook.exports.manuscript import in_language_of, manuscript
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry


def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The book as one .docx file."""
    with in_language_of(archive):
        content = convert_with_pandoc(manuscript(archive, entries), "docx")
    yield "book.docx", content
