"""A day book: one line per item in the order of the catalogue."""

from collections.abc import Iterable, Iterator

from briefbook.exports.registry import ExportKind, Files
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry


def day_book(archive: Archive, entries: Iterable[Entry]) -> Files:
    """Yield the file's name and its parts, so that the book need not fit into memory."""

    def lines() -> Iterator[bytes]:
        for entry in entries:
            fields = (
                entry.value("date") or "undated",
                entry.item,
                entry.value("from") or "",
                entry.value("subject") or "",
            )
            yield ("\t".join(fields) + "\n").encode()

    yield "day-book.tsv", lines()


KIND = ExportKind("a day book: date, item, sender and subject, a line each", day_book)
