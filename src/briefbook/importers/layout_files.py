"""A folder, zip or file of layouts (ALTO, hOCR, PAGE …) beside scans -> received text with the places of its words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.page_layout import read_layout
from briefbook.importers.page_layout_parts import LayoutPage
from briefbook.model.catalogue import natural
from briefbook.model.page import Page
from briefbook.model.received import Description, Received
from briefbook.progress import first_few, pluralise

LAYOUT_ENDINGS = re.compile(
    r"(?:\.(?:alto|page|hocr|ocr)|_(?:abbyy|djvu|hocr|textract))?\.(?:xml|html?|hocr|xhtml|json|tsv)$", re.I
)
"""Endings of the files that are read."""

_PICTURE_ENDING = re.compile(r"\.(?:png|jpe?g|tiff?|jp2|j2k|jpx|webp|gif|bmp|pdf)$", re.I)
_NUMBERED = re.compile(
    r"(?P<item>.+?)[ _.-]+(?:(?:p|pp|pg|page|f|fol|s)[ _.-]?)?(?P<number>[0-9]{1,4})[ _-]?(?P<side>r|v|recto|verso)?",
    re.I,
)
_COUNTED = re.compile(r"^\d{4}_(?=.)")
_PAGE_NAME = re.compile(r"(?:p|pp|pg|page|f|fol|s|seite|img|image)?[ _.-]*(?P<number>[0-9]{1,4})(?:[ _.-].*)?", re.I)
_GENERIC = frozenset({"page", "pages", "alto", "hocr", "xml", "ocr", "pagexml", "export", "transcription"})
"""Names of folders that programs give, and no item has."""

_OF_PROGRAMS = frozenset({"metadata.xml"})
"""Files of descriptions that programs put beside the pages."""

_MAX_LISTED = 20
"""So many sentences of a kind are reported; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ScanNames:
    """What the collection's scans are called.

    Attributes:
        pictures: The name of each file of a scan, without its ending -> the item, and the number of the page if the
            file is one of several pictures, else 0.
        items: The ids of all scans.
        pattern: A regular expression that ids must match whole; "" where the collection sets none.
    """

    pictures: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    items: frozenset[str] = frozenset()
    pattern: str = ""

    def is_item(self, name: str) -> bool:
        """Is this an item's id: that of a scan, or such as the collection's pattern asks for?"""
        return name in self.items or bool(self.pattern and re.fullmatch(self.pattern, name))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page belongs: an item, the number by which the source counts it, and "r" or "v" or ""."""

    item: str
    number: int
    side: str = ""


def read_layout_files(files: Iterable[BundleFile], name: str, *, scan_names: ScanNames) -> Received:
    """Read the text of scans that another program made, or a person in another program corrected.

    A file belongs to the item, or the page, whose picture it names, that it is named like, or in whose folder it lies.

    Args:
        files: The files; those of other kinds are passed over and reported.
        name: The import's name.
        scan_names: What the collection's scans and items are called.

    Returns:
        A description per item, which holds pages and no field.

    Raises:
        FormatError: There is no file of these kinds, or every one is damaged.
    """
    report = _Report()
    pages: dict[str, dict[tuple[int, str], tuple[Page, str]]] = {}
    programs: dict[str, int] = {}
    only_fault: FormatError | None = None
    for file in files:
        if not LAYOUT_ENDINGS.search(file.name):
            report.others += 1
            continue
        if file.path.name in _OF_PROGRAMS:
            report.others += 1
            continue
        try:
            layout = read_layout(file.read())
        except FormatError as error:
            only_fault = error
            report.problems.append(f"{file.name}: {error.what}; it was left out")
            continue
        report.files += bool(layout)
        report.others += not layout
        for position, layout_page in enumerate(layout, 1):
            place = _place(file.path, layout_page, position, len(layout), scan_names)
            if place is None:
                report.problems.append(
                    f"{file.name}: which scan it belongs to is not clear; name it like the scan, or put it into a "
                    "folder that bears the item's id"
                )
                break
            there = pages.setdefault(place.item, {})
            key = (place.number, place.side)
            if key in there:
                if there[key][0].text != layout_page.page.text:
                    report.problems.append(
                        f"{place.item}, page {key[0]}: its text is in {there[key][1]} and differs in {file.name}, "
                        "which was left out"
                    )
                continue
            there[key] = (layout_page.page, file.name)
            programs[layout_page.page.reader] = programs.get(layout_page.page.reader, 0) + 1
    if not report.files:
        if only_fault is not None:
            raise FormatError(f"no file in it could be read: {only_fault.what}", remedy=only_fault.remedy)
        raise FormatError(
            "there is no ALTO, hOCR or PAGE file in it, nor one of FineReader, DjVu, Tesseract or a service that reads "
            "pictures",
            remedy="name a folder, a zip or a file of one of these kinds.",
        )
    descriptions = [
        Description(item, layouts=tuple(_numbered(item, pages[item]))) for item in sorted(pages, key=natural)
    ]
    return Received(
        name,
        descriptions=descriptions,
        understood=tuple(_understood(programs)),
        not_understood=tuple(report.sentences(descriptions, scan_names)),
        counts={
            "items": len(descriptions),
            "pages": sum(len(description.layouts) for description in descriptions),
            "files": report.files,
        },
    )


@dataclass(slots=True)
class _Report:
    """What the report says."""

    files: int = 0
    others: int = 0
    problems: list[str] = field(default_factory=list)

    def sentences(self, descriptions: list[Description], scan_names: ScanNames) -> Iterator[str]:
        """Yield what a curator should look at."""
        yield from self.problems[:_MAX_LISTED]
        if len(self.problems) > _MAX_LISTED:
            yield f"and {len(self.problems) - _MAX_LISTED} more files that were left out"
        if self.others:
            others = pluralise(self.others, "file")
            yield f"{others} of other kinds (pictures, METS, lists) {_were(self.others)} not read"
        without = [description.item for description in descriptions if description.item not in scan_names.items]
        if without:
            yield (
                f"{pluralise(len(without), 'item')} {'has' if len(without) == 1 else 'have'} no scan here, and only "
                f"text: {first_few(without, 8)}"
            )
        bare = sum(1 for description in descriptions for page in description.layouts if page.text and not page.width)
        if bare:
            yield f"{pluralise(bare, 'page')} without the size of the picture: the words have no places"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _understood(programs: Mapping[str, int]) -> Iterator[str]:
    for program, count in sorted(programs.items(), key=lambda pair: (-pair[1], pair[0]))[:8]:
        yield f"{pluralise(count, 'page')} by {program or 'a program that the files do not name'}"


def _place(path: PurePosixPath, page: LayoutPage, position: int, count: int, scan_names: ScanNames) -> _Place | None:
    """The item and the page that a page of a file is of; None where nothing says it."""
    own = LAYOUT_ENDINGS.sub("", path.name)
    picture = _PICTURE_ENDING.sub("", PurePosixPath(page.picture.replace("\\", "/")).name)
    number = page.number if count > 1 else position
    place = _place_by_names(path, own, picture, number, count, scan_names)
    if place is None and (bare := _COUNTED.sub("", own)) != own:  # Transkribus numbers the pages of what it exports
        place = _place_by_names(path, bare, _COUNTED.sub("", picture), number, count, scan_names)
    return place


def _place_by_names(
    path: PurePosixPath, own: str, picture: str, number: int, count: int, scan_names: ScanNames
) -> _Place | None:
    for stem in dict.fromkeys((picture, own)):
        if stem in scan_names.pictures:
            item, picture_number = scan_names.pictures[stem]
            return _Place(item, picture_number or number)
    for stem in dict.fromkeys((own, picture)):
        if scan_names.is_item(stem):
            return _Place(stem, number)
        if (match := _NUMBERED.fullmatch(stem)) and scan_names.is_item(match["item"]):
            return _Place(match["item"], int(match["number"]), (match["side"] or "")[:1].lower())
    folders = [folder for folder in reversed(path.parent.parts) if folder.casefold() not in _GENERIC]
    for folder in folders:
        if scan_names.is_item(folder):
            match = _PAGE_NAME.fullmatch(own)
            return _Place(folder, int(match["number"]) if match and count == 1 else number)
    if not scan_names.pattern and not scan_names.items and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", own):
        match = _PAGE_NAME.fullmatch(own)
        if match and folders:
            return _Place(re.sub(r"[^\w.-]+", "-", folders[0]), int(match["number"]))
        return _Place(own, number)
    return None


def _numbered(item: str, pages: Mapping[tuple[int, str], tuple[Page, str]]) -> Iterator[Page]:
    """The pages with their numbers, from 1: as names count, from 0 or 1, or by their order where names tell sides."""
    order = sorted(pages)
    by_order = any(side for _, side in order)
    shift = 1 if order[0][0] == 0 else 0
    for place, key in enumerate(order, 1):
        number = place if by_order else key[0] + shift
        yield replace(pages[key][0], item=item, number=number)
