"""ALTO, hOCR and PAGE files -> pages with the places of their words, as another program or a person in it read them."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree, html

from briefbook.errors import FormatError
from briefbook.importers import service_layouts
from briefbook.importers.page_layout_parts import LayoutPage, page_of, share_box, whole_of
from briefbook.importers.safe_xml import children, descendants, local_name, parse_xml, words_of
from briefbook.model.page import Box, Kind, Line, Word

KINDS = {str(kind).replace(" ", "-"): kind for kind in Kind}
"""What our own exports call a kind of line."""


def read_layout(data: bytes) -> tuple[LayoutPage, ...]:
    """Read the pages of an ALTO, hOCR or PAGE file, or of what a service or another program wrote of a page.

    Words that the file gives no places share that of their line, by their length. Where a line's text is not that of
    its words, because somebody corrected the line alone, the line's text holds.

    Args:
        data: The file.

    Returns:
        Its pages in order; none where it is a METS file, which lists files and has no text, or JSON of another kind.

    Raises:
        FormatError: It is of another kind, or damaged.
    """
    start = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = data[:4000].decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").encode()
    if start.startswith((b"{", b"[")):
        return tuple(service_layouts.json_pages(data))
    if start.startswith(service_layouts.TSV_COLUMNS.encode()):
        return tuple(service_layouts.tsv_pages(data))
    if not start.startswith(b"<"):
        raise FormatError("this is no ALTO, hOCR or PAGE file", remedy="name files of one of these kinds.")
    if re.search(rb"<html|<!doctype html", start, re.I):
        return tuple(_hocr(data))
    root = parse_xml(data)
    match local_name(root):
        case "alto":
            return tuple(_alto(root))
        case "PcGts":
            return tuple(_page_xml(root))
        case "html":
            return tuple(_hocr(data))
        case "mets":
            return ()
        case "DjVuXML":
            return tuple(service_layouts.djvu_pages(root))
        case _ if service_layouts.is_xml_of_a_program(root):
            return tuple(service_layouts.abbyy_pages(root))
        case other:
            raise FormatError(f"this is no ALTO, hOCR or PAGE file: its root is <{other}>")


# ALTO


def _alto(root: etree._Element) -> Iterator[LayoutPage]:
    picture = next((words_of(element) for element in descendants(root, "fileName")), "")
    reader = " ".join(
        dict.fromkeys(words_of(element) for element in descendants(root, "softwareName", "softwareVersion"))
    )
    tags = {element.get("ID"): element.get("LABEL") for element in descendants(root, "LayoutTag", "StructureTag")}
    for place, element in enumerate(descendants(root, "Page"), 1):
        size = [element, *descendants(element, "PrintSpace")]
        width, height = (
            next((value for part in size if (value := whole_of(part.get(side)))), 0) for side in ("WIDTH", "HEIGHT")
        )
        lines = [line for row in descendants(element, "TextLine") if (line := _alto_line(row, tags))]
        number = whole_of(element.get("PHYSICAL_IMG_NR")) or place
        yield LayoutPage(picture, number, page_of(lines, width, height, reader))


def _alto_line(row: etree._Element, tags: dict[Any, Any]) -> Line | None:
    words: list[Word] = []
    box = _alto_box(row)
    for element in children(row, "String", "HYP"):
        content = element.get("CONTENT") or ""
        if local_name(element) == "HYP":
            if words and content:
                words[-1] = replace(words[-1], text=words[-1].text + content)
            continue
        words += share_box(content, _alto_box(element), _share(element.get("WC")))
    if words and box and not any(word.box for word in words):
        confidence = words[0].confidence
        words = [
            replace(word, confidence=other.confidence if other.confidence is not None else confidence)
            for word, other in zip(share_box(" ".join(word.text for word in words), box, None), words, strict=True)
        ]
    parent = row.getparent()
    if not children(row, "SP"):
        words = _with_their_marks(words)
    names = f"{row.get('TAGREFS', '')} {parent.get('TAGREFS', '') if parent is not None else ''}"
    labels = [str(tags.get(name) or "") for name in names.split()]
    return Line(tuple(words), _kind(labels)) if words else None


def _with_their_marks(words: Sequence[Word]) -> list[Word]:
    """Words with the punctuation that touches their ends, which some programs give as words without a space between."""
    joined: list[Word] = []
    for word in words:
        before = joined[-1] if joined else None
        is_mark = not any(letter.isalnum() for letter in word.text) and not word.text.startswith(_OPENING)
        if before and before.box and word.box and is_mark and word.box.left - before.box.right <= 0:
            confidences = [part.confidence for part in (before, word) if part.confidence is not None]
            joined[-1] = Word(
                before.text + word.text, Box.around([before.box, word.box]), min(confidences, default=None)
            )
        else:
            joined.append(word)
    return joined


_OPENING = ("(", "[", "{", "\N{LEFT DOUBLE QUOTATION MARK}", "\N{DOUBLE LOW-9 QUOTATION MARK}")


def _alto_box(element: etree._Element) -> Box | None:
    sides = [whole_of(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    left, top, width, height = sides
    if left is None or top is None or not width or not height:
        return None
    return Box(left, top, left + width, top + height)


# PAGE


_OF_TRANSKRIBUS = re.compile(r"^prov=.*?:name=(?P<name>[^:@]+)")
"""Whose reading Transkribus exports: prov=READ-COOP:name=PyLaia@TranskribusPlatform:version=..."""


def _page_xml(root: etree._Element) -> Iterator[LayoutPage]:
    creator = next((words_of(element) for element in descendants(root, "Creator")), "")
    if match := _OF_TRANSKRIBUS.search(creator):
        creator = match["name"]
    for place, element in enumerate(descendants(root, "Page"), 1):
        order = {
            reference.get("regionRef"): index
            for index, reference in enumerate(_in_reading_order(element))
            if reference.get("regionRef")
        }
        regions = descendants(element, "TextRegion", "TableCell")
        regions.sort(key=lambda region: _rank(region, order))
        lines = []
        for region in regions:
            rows = children(region, "TextLine")
            if rows and all(_place_in_custom(row) is not None for row in rows):
                rows.sort(key=lambda row: _place_in_custom(row) or 0)
            region_lines = [line for row in rows if (line := _page_line(row))]
            if not region_lines and (text := _unicode(region)):
                region_lines = _rows_of_text(text, _page_box(region))
            lines += region_lines
        width, height = (whole_of(element.get(side)) or 0 for side in ("imageWidth", "imageHeight"))
        yield LayoutPage(element.get("imageFilename") or "", place, page_of(lines, width, height, creator))


def _rank(region: etree._Element, order: Mapping[str | None, int]) -> int:
    """A region's place in the order of reading: its own, else that of the table or region that it is a part of."""
    for element in (region, *region.iterancestors("{*}TableRegion", "{*}TextRegion")):
        if (place := order.get(element.get("id"))) is not None:
            return place
    if order:
        return len(order)
    places = (_place_in_custom(element) for element in (region, *region.iterancestors("{*}TableRegion")))
    return next((place for place in places if place is not None), sys.maxsize)


def _in_reading_order(page: etree._Element) -> list[etree._Element]:
    """The references to regions in the order in which they are read: by index among siblings, groups inside groups."""
    rows: list[etree._Element] = []

    def walk(group: etree._Element) -> None:
        for child in sorted(
            (child for child in group if isinstance(child.tag, str)),
            key=lambda child: whole_of(child.get("index")) or 0,
        ):
            rows.append(child)
            walk(child)

    for order in children(page, "ReadingOrder"):
        for group in children(order, "OrderedGroup", "UnorderedGroup"):
            walk(group)
    return rows


def _place_in_custom(row: etree._Element) -> int | None:
    match = re.search(r"readingOrder\s*\{\s*index\s*:\s*(\d{1,6})", row.get("custom") or "")
    return int(match[1]) if match else None


def _page_line(row: etree._Element) -> Line | None:
    words = [
        word
        for element in children(row, "Word")
        for word in share_box(_unicode(element), _page_box(element), _confidence(element))
    ]
    text = " ".join(_unicode(row).split())
    if not text:
        words = _with_their_marks(words)
    elif " ".join(word.text for word in words) != text:
        words = _with_their_marks(words)
        if " ".join(word.text for word in words) != text:
            words = list(share_box(text, _page_box(row), _confidence(row)))
    custom = re.search(r"structure\s*\{[^}]*type\s*:\s*([\w-]+)", row.get("custom") or "")
    return Line(tuple(words), _kind([custom[1]] if custom else [])) if words else None


def _unicode(element: etree._Element) -> str:
    """The text of an element: of several readings the first by its index."""
    equivalents = children(element, "TextEquiv")
    equivalents.sort(key=lambda equivalent: whole_of(equivalent.get("index")) or 0)
    for equivalent in equivalents:
        for unicode in children(equivalent, "Unicode"):
            return unicode.text or ""
    return ""


def _confidence(element: etree._Element) -> float | None:
    return next((_share(equivalent.get("conf")) for equivalent in children(element, "TextEquiv")), None)


def _page_box(element: etree._Element) -> Box | None:
    for coordinates in children(element, "Coords"):
        points = [tuple(pair.split(",")) for pair in (coordinates.get("points") or "").split()]
        points += [(point.get("x") or "", point.get("y") or "") for point in children(coordinates, "Point")]
        numbers = [(whole_of(x), whole_of(y)) for x, y in (pair for pair in points if len(pair) == 2)]
        xs = [x for x, _ in numbers if x is not None]
        ys = [y for _, y in numbers if y is not None]
        if xs and ys and max(xs) > min(xs) and max(ys) > min(ys):
            return Box(min(xs), min(ys), max(xs), max(ys))
    return None


def _rows_of_text(text: str, box: Box | None) -> list[Line]:
    """A region whose text has no lines of its own: its rows share its height."""
    rows = [row for row in text.splitlines() if row.strip()]
    lines = []
    for index, row in enumerate(rows):
        part = None
        if box:
            height = box.bottom - box.top
            part = replace(
                box, top=box.top + height * index // len(rows), bottom=box.top + height * (index + 1) // len(rows)
            )
        lines.append(Line(tuple(share_box(row, part, None))))
    return lines


# hOCR


_LINE_CLASSES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})


def _hocr(data: bytes) -> Iterator[LayoutPage]:
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"this is no hOCR file: {str(error)[:200]}") from error
    pages = [element for element in root.iter() if "ocr_page" in _classes(element)]
    if not pages:
        raise FormatError(
            "this is HTML, but no hOCR: nothing in it is of the class ocr_page", remedy="export hOCR, ALTO or PAGE."
        )
    reader = next((meta.get("content") or "" for meta in root.iter("meta") if meta.get("name") == "ocr-system"), "")
    for place, element in enumerate(pages, 1):
        properties = _properties(element)
        box = _bbox(properties)
        width, height = (box.right - box.left, box.bottom - box.top) if box else (0, 0)
        rows = [row for row in element.iter() if _LINE_CLASSES & _classes(row)]
        rows = [row for row in rows if not any(_LINE_CLASSES & _classes(inner) for inner in row.iterdescendants())]
        lines = [line for row in rows if (line := _hocr_line(row))]
        picture = properties.get("image", "").strip("\"'")
        number = whole_of(properties.get("ppageno"))
        yield LayoutPage(
            picture,
            place if number is None else number + 1,
            page_of(lines, width, height, reader, origin=(box.left, box.top) if box else (0, 0)),
        )


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def _properties(element: etree._Element) -> dict[str, str]:
    parts = re.findall(r"((?:\"[^\"]*\"|'[^']*'|[^;\"'])+)", element.get("title") or "")
    pairs = (part.strip().split(None, 1) for part in parts)
    return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs if pair}


def _bbox(properties: dict[str, str]) -> Box | None:
    sides = [whole_of(number) for number in properties.get("bbox", "").split()]
    if len(sides) != 4:
        return None
    left, top, right, bottom = sides
    if left is None or top is None or right is None or bottom is None or right <= left or bottom <= top:
        return None
    return Box(left, top, right, bottom)


def _hocr_line(row: etree._Element) -> Line | None:
    words: list[Word] = []
    for element in row.iter():
        if "ocrx_word" in _classes(element):
            properties = _properties(element)
            certainty = _share(properties.get("x_wconf"))
            words += share_box(words_of(element), _bbox(properties), certainty / 100 if certainty is not None else None)
    if not words:
        words = list(share_box(words_of(row), _bbox(_properties(row)), None))
    return Line(tuple(words)) if words else None


def _kind(labels: Sequence[str]) -> Kind:
    """The kind of line that our own exports name; any other is the text's."""
    kinds = [KINDS[label.replace(" ", "-")] for label in labels if label.replace(" ", "-") in KINDS]
    return next((kind for kind in kinds if kind not in (Kind.HEADING, Kind.TABLE)), Kind.MESSAGE)


def _share(number: str | None) -> float | None:
    return float(number) if number and re.fullmatch(r"\s*\d{1,3}(\.\d{0,9})?\s*", number) else None
