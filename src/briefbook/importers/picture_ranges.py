"""A list's column of photographs -> which pages of which files each row is: "IMG_2034-2036", "Scan.pdf, pp. 3-5".

A researcher's list says by photograph which paper is which. Nothing is guessed: a name that no file bears, or that
several bear and the row's other cells do not tell apart, is a problem for the report.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from briefbook.errors import FormatError
from briefbook.importers.columns import find_heading_row, meanings, plain_heading
from briefbook.progress import pluralise
from briefbook.util.cells import visible
from briefbook.util.tables import Table, read_tables

_PICTURE_COLUMNS = frozenset({
    "photos", "photo", "photo nos", "photo no", "photo numbers", "photo number", "photographs", "photograph", "images",
    "image", "image nos", "image numbers", "image files", "pictures", "picture", "picture numbers", "scans", "scan",
    "scan files", "files", "file names", "filenames", "filename", "file name", "jpg", "jpegs", "img",
    "photographies", "photographie", "cliches", "cliche", "vues", "vue", "fichiers", "numeros des photos",
    "fotos", "foto", "fotonummern", "aufnahmen", "bilder", "bild", "bildnummern", "dateien", "imagenes", "archivos",
})  # fmt: skip
"""Names of columns that say which photographs a paper is on, as ``columns.plain_heading`` gives them."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file, or a folder of pictures, that a list may speak of.

    Attributes:
        name: Its name, as ``Scan.item`` has it.
        pages: The name of the picture of each page, without its ending; () for a file whose pages have only numbers.
        where: Its path, by whose words a row may tell it from another.
    """

    name: str
    pages: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class NamedPages:
    """What a row says: an item's pages of a file, from 1."""

    item: str
    file: str
    pages: tuple[int, ...]
    row: int


@dataclass(slots=True)
class Ranges:
    """What a list says of all files, and what of it was not understood."""

    pages: list[NamedPages] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def picture_ranges(
    data: bytes, files: Sequence[PictureFile], *, columns: Mapping[str, str] | None = None, sheet: str = ""
) -> Ranges:
    """Read which photographs each row of a list names.

    Args:
        data: The list: text with separators, or a workbook.
        files: What is in the collection.
        columns: Names of columns -> "item" or "pictures", where the list calls them otherwise.
        sheet: The sheet to read; "" for the first that has both columns.

    Raises:
        FormatError: The file is no list, or no column has the ids, or none the photographs.
    """
    chosen = {plain_heading(name): target for name, target in (columns or {}).items()}
    tables = [table for table in read_tables(data) if not sheet or table.name.casefold() == sheet.casefold()]
    for table in tables:
        if found := _columns(table, chosen):
            return _read(table, found, _Files(files))
    headings = "; ".join(
        ", ".join(filter(None, map(visible, table.rows[find_heading_row(table, {}, {})[0]].cells)))
        for table in tables
        if any(not row.is_blank for row in table.rows)
    )
    raise FormatError(
        f"no column says which photographs a paper is on, or none has the ids; the columns are: {headings or 'none'}",
        remedy='write columns Item and Photos, or say which they are: --map "NAME=item" --map "NAME=pictures".',
    )


def _columns(table: Table, chosen: Mapping[str, str]) -> tuple[int, int, int] | None:
    """The row of the headings, the column of the ids and that of the photographs; None where one is missing."""
    if all(row.is_blank for row in table.rows):
        return None
    heading_row, _ = find_heading_row(table, {}, {})
    names = [plain_heading(cell) for cell in table.rows[heading_row].cells]
    items = [at for at, name in enumerate(names) if chosen.get(name) == "item"] or [
        at
        for at, cell in enumerate(table.rows[heading_row].cells)
        if names[at] not in chosen and meanings(cell)[:1] and meanings(cell)[0][0] == "item"
    ]
    pictures = [at for at, name in enumerate(names) if chosen.get(name) == "pictures"] or [
        at for at, name in enumerate(names) if name in _PICTURE_COLUMNS and at not in items and name not in chosen
    ]
    return (heading_row, items[0], pictures[0]) if items and pictures else None


def _read(table: Table, columns: tuple[int, int, int], files: "_Files") -> Ranges:
    heading_row, item_column, picture_column = columns
    heading = table.rows[heading_row].cells
    ranges = Ranges()
    for row in table.rows[heading_row + 1 :]:
        cells = [visible(cell) for cell in row.cells] + [""] * (len(heading) - len(row.cells))
        item, pictures = cells[item_column], cells[picture_column]
        if not item or not pictures:
            if pictures:
                ranges.problems.append(f"row {row.number} names photographs ({pictures}) and no item")
            continue
        others = " ".join(
            f"{visible(heading[at]) if at < len(heading) else ''} {cell}"
            for at, cell in enumerate(cells)
            if at not in (item_column, picture_column)
        )
        for span in _spans(pictures):
            try:
                file, pages = files.pages_of(span, others)
            except LookupError as error:
                ranges.problems.append(f"row {row.number} ({item}): {error.args[0]}")
            else:
                ranges.pages.append(NamedPages(item, file, pages, row.number))
    return ranges


@dataclass(frozen=True, slots=True)
class _Span:
    """Photographs from one to another, by name or number; or pages of a file."""

    first: str
    last: str
    file: str = ""

    def __str__(self) -> str:
        words = self.first if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.file}, p. {words}" if self.file else words


_PAGES = re.compile(
    r"(?P<file>[^,;]*?\.(?:pdf|tiff?))\s*(?:[,:(]\s*)?(?:(?:pp?|pages?|seiten?|s|págs?)\b\.?\s*)?"
    r"(?P<pages>\d+(?:\s*[-‐-―]\s*\d+)?(?:\s*[,;]\s*\d+(?:\s*[-‐-―]\s*\d+)?)*)?\)?", re.I
)  # fmt: skip
_SEPARATOR = re.compile(r"\s*(?:[,;&+\n]|\band\b|\bet\b|\bund\b|\by\b)\s*")
_RANGE = re.compile(r"\s*(?:[‐-―]|\s-\s|\bto\b|\bbis\b|\.\.+|…)\s*|(?<=\d)\s*-\s*(?=\d)|(?<=\d)\s*-\s*(?=[A-Za-z_]+\d)")


def _spans(cell: str) -> list[_Span]:
    """What a cell names, part by part.

    >>> [str(span) for span in _spans("IMG_2034–2036, 2040")], [str(span) for span in _spans("Scan 2.pdf, pp. 1-2, 5")]
    (['IMG_2034-2036', '2040'], ['Scan 2.pdf, p. 1-2', 'Scan 2.pdf, p. 5'])
    """
    spans: list[_Span] = []

    def of_file(match: re.Match[str]) -> str:
        for part in _SEPARATOR.split(match["pages"] or ""):
            ends = _RANGE.split(part) if part else [""]
            spans.append(_Span(ends[0], ends[-1], match["file"].strip()))
        return ""

    rest = _PAGES.sub(of_file, cell)
    for part in _SEPARATOR.split(rest):
        if part.strip():
            ends = [end.strip() for end in _RANGE.split(part.strip()) if end.strip()]
            spans.append(_Span(ends[0], ends[-1]) if ends else _Span(part.strip(), part.strip()))
    return spans


def _stem(name: str) -> str:
    """A picture's name as it is compared: without an ending of a picture, in small letters."""
    path = PurePath(name.strip())
    is_ending = re.fullmatch(r"\.(?:jpe?g|png|tiff?|webp|heic|jp2|pdf)", path.suffix, re.I)
    return (path.stem if is_ending else name.strip()).casefold()


_LAST_FIGURES = re.compile(r"0*(\d+)\D*$")


def _number(stem: str) -> str:
    match = _LAST_FIGURES.search(stem)
    return match[1] if match else ""


class _Files:
    """The pictures and files of a collection by name and by number."""

    def __init__(self, files: Iterable[PictureFile]) -> None:
        self.files = {file.name: file for file in files}
        self.by_stem: dict[str, list[tuple[str, int]]] = {}
        self.by_number: dict[str, list[tuple[str, int]]] = {}
        for file in self.files.values():
            for page, name in enumerate(file.pages, 1):
                self.by_stem.setdefault(_stem(name), []).append((file.name, page))
                self.by_number.setdefault(_number(_stem(name)), []).append((file.name, page))

    def pages_of(self, span: _Span, others: str) -> tuple[str, tuple[int, ...]]:
        """The file and the pages that a span names; ``LookupError`` with a sentence where that is not clear."""
        if span.file:
            return self._of_file(span)
        firsts = self._places(span.first, others)
        file, first = firsts
        if span.first == span.last:
            return file, (first,)
        last = self._last_of(span, file)
        if last < first:
            raise LookupError(f"{span} runs backwards")
        return file, tuple(range(first, last + 1))

    def _of_file(self, span: _Span) -> tuple[str, tuple[int, ...]]:
        found = [
            file for file in self.files.values() if _stem(PurePath(file.where or file.name).name) == _stem(span.file)
        ]
        if len(found) != 1:
            raise LookupError(f"there {'is no file' if not found else 'are several files'} {span.file} in scans/")
        if not span.first:
            return found[0].name, ()
        return found[0].name, tuple(range(int(span.first), int(span.last) + 1))

    def _last_of(self, span: _Span, file: str) -> int:
        """The page at which a span ends: by its name, by its number, or by the last figures that differ."""
        wanted = _stem(span.last)
        if wanted.isdecimal():
            figures = re.search(r"(\d+)\D*$", _stem(span.first))
            if figures and len(wanted) < len(figures[1]):
                wanted = figures[1][: len(figures[1]) - len(wanted)] + wanted
            places = [place for place in self.by_number.get(wanted.lstrip("0"), []) if place[0] == file]
        else:
            places = [place for place in self.by_stem.get(wanted, []) if place[0] == file]
        if len(places) != 1:
            raise LookupError(f"there is no picture {span.last} beside {span.first}")
        return places[0][1]

    def _places(self, name: str, others: str) -> tuple[str, int]:
        """The one picture of a name or number; of several, that whose folder the row's other cells name."""
        stem = _stem(name)
        places = self.by_stem.get(stem) or (self.by_number.get(stem.lstrip("0"), []) if stem.isdecimal() else [])
        if len(places) > 1:
            told = [place for place in places if self._is_named(place[0], others)]
            places = told or places
        if not places:
            raise LookupError(f"there is no picture {name} in scans/")
        if len(places) > 1:
            folders = ", ".join(dict.fromkeys(file for file, _ in places))
            raise LookupError(
                f"the picture {name} is in {pluralise(len(places), 'folder')} ({folders}), and the row "
                "does not say which"
            )
        return places[0]

    def _is_named(self, file: str, others: str) -> bool:
        """Do a row's other cells, with the names of their columns, have all the words of a folder's name?"""
        words = re.findall(r"[^\W_]+", file.casefold())
        said = set(re.findall(r"[^\W_]+", others.casefold()))
        return bool(words) and said.issuperset(words)
