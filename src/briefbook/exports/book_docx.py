"""Manuscript -> .docx, by pandoc."""

from collections.abc import Iterable, Iterator

from briefbook.exports.book_html import convert_with_pandoc
from briefbook.exports.manuscript import in_language_of, manuscripts
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry


def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The book as a .docx file; one for each language of a book that has several."""
    for ending, book in manuscripts(archive, entries):
        with in_language_of(book.archive, book.language):
            content = convert_with_pandoc(book, "docx")
        yield f"book{ending}.docx", content
