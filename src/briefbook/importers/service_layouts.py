"""What services and other programs than libraries' write of a page -> pages with the places of their words.

Amazon Textract, Azure Document Intelligence (and its Read before it), Google Document AI and Cloud Vision, Tesseract's
TSV, the XML of ABBYY FineReader and of DjVu. Each says what it read in a form of its own; the pages are the same.
"""

import csv
import io
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.json_source import JsonSource
from briefbook.importers.page_layout_parts import LayoutPage, line_of, page_of, share_box, whole_of
from briefbook.importers.safe_xml import children, descendants, local_name, words_of
from briefbook.model.page import Box, Line, Word
from briefbook.util.encodings import decode

TSV_COLUMNS = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
"""The first line of what Tesseract writes as TSV."""

_UNITS_OF_AN_INCH = 1_000
"""Azure measures PDFs in inches; places are whole numbers here."""

_PAGE_LEVEL, _WORD_LEVEL = "1", "5"


def json_pages(data: bytes) -> Iterator[LayoutPage]:
    """Yield the pages of an answer of a service; none where it is JSON of another kind.

    Args:
        data: The file.

    Raises:
        FormatError: It is no JSON.
    """
    value = JsonSource(data).whole()
    answers = [answer for answer in (value if isinstance(value, list) else [value]) if isinstance(answer, dict)]
    if any(isinstance(answer.get("Blocks"), list) for answer in answers):
        yield from _textract([block for answer in answers for block in _dicts(answer.get("Blocks"))])
        return
    for answer in answers:
        result = answer.get("analyzeResult", answer)
        document = answer.get("document", answer)
        if isinstance(result, dict) and isinstance(result.get("readResults"), list):
            yield from _azure(_dicts(result["readResults"]), "Azure Read")
        elif isinstance(result, dict) and isinstance(result.get("pages"), list) and "content" in result:
            yield from _azure(_dicts(result["pages"]), f"Azure {_text(result.get('modelId'))}")
        elif isinstance(document, dict) and isinstance(document.get("pages"), list) and "text" in document:
            yield from _document_ai(document)
        else:
            yield from _cloud_vision(answer)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float | None:
    """A finite number; services write some of them as strings."""
    if isinstance(value, str):
        value = float(value) if re.fullmatch(r"-?\d{1,12}(\.\d{1,20})?", value) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None


def _box(points: Iterable[tuple[float | None, float | None]], scale: tuple[float, float] = (1, 1)) -> Box | None:
    """The rectangle around points; None where they are none, or span nothing."""
    known = [(x * scale[0], y * scale[1]) for x, y in points if x is not None and y is not None]
    if not known:
        return None
    left, right = round(min(x for x, _ in known)), round(max(x for x, _ in known))
    top, bottom = round(min(y for _, y in known)), round(max(y for _, y in known))
    return Box(left, top, right, bottom) if right > left and bottom > top else None


# Amazon Textract


def _textract(blocks: Sequence[dict[str, Any]]) -> Iterator[LayoutPage]:
    """Places are shares of the page, whose size it does not say: the words have none."""
    by_id = {_text(block.get("Id")): block for block in blocks}
    pages: dict[int, list[Line]] = {}
    for block in blocks:
        number = int(_number(block.get("Page")) or 1)
        if block.get("BlockType") == "PAGE":
            pages.setdefault(number, [])
        elif block.get("BlockType") == "LINE":
            names = [
                name
                for relation in _dicts(block.get("Relationships"))
                if relation.get("Type") == "CHILD" and isinstance(relation.get("Ids"), list)
                for name in relation["Ids"]
            ]
            inner = [by_id[name] for name in names if isinstance(name, str) and name in by_id]
            words = [word for word in inner if word.get("BlockType") == "WORD" and _text(word.get("Text"))]
            parts = words or [block]
            line = line_of(
                Word(word, None, _percent(part.get("Confidence")))
                for part in parts
                for word in _text(part.get("Text")).split()
            )
            if line:
                pages.setdefault(number, []).append(line)
    for number in sorted(pages):
        yield LayoutPage("", number, page_of(pages[number], 0, 0, "Amazon Textract"))


def _percent(value: Any) -> float | None:
    number = _number(value)
    return number / 100 if number is not None and 0 <= number <= 100 else None


# Azure


def _azure(pages: Sequence[dict[str, Any]], reader: str) -> Iterator[LayoutPage]:
    for place, page in enumerate(pages, 1):
        scale = _UNITS_OF_AN_INCH if page.get("unit") == "inch" else 1
        width, height = (round((_number(page.get(side)) or 0) * scale) for side in ("width", "height"))
        words = [(word, _span(word.get("span"))) for word in _dicts(page.get("words"))]
        lines = []
        for row in _dicts(page.get("lines")):
            spans = [span for part in _dicts(row.get("spans")) if (span := _span(part))]
            own = _dicts(row.get("words")) or [
                word for word, span in words if span and any(low <= span[0] < high for low, high in spans)
            ]
            parts = own or [row]
            if line := line_of(word for part in parts for word in _azure_words(part, scale)):
                lines.append(line)
        if not lines and words:
            lines = [line for word, _ in words if (line := line_of(_azure_words(word, scale)))]
        number = int(_number(page.get("pageNumber", page.get("page"))) or place)
        yield LayoutPage("", number, page_of(lines, width, height, reader))


def _azure_words(part: Mapping[str, Any], scale: float) -> Iterator[Word]:
    corners = part.get("polygon") or part.get("boundingBox") or []
    corners = corners if isinstance(corners, list) else []
    if corners and isinstance(corners[0], dict):
        points = [(_number(corner.get("x")), _number(corner.get("y"))) for corner in _dicts(corners)]
    else:
        points = list(zip(map(_number, corners[::2]), map(_number, corners[1::2]), strict=False))
    text = _text(part.get("content")) or _text(part.get("text"))
    confidence = _number(part.get("confidence"))
    yield from share_box(text, _box(points, (scale, scale)), confidence)


def _span(value: Any) -> tuple[int, int] | None:
    if not isinstance(value, dict):
        return None
    offset, length = _number(value.get("offset")), _number(value.get("length"))
    return None if offset is None or length is None else (int(offset), int(offset + length))


# Google


def _document_ai(document: Mapping[str, Any]) -> Iterator[LayoutPage]:
    text = _text(document.get("text"))
    for place, page in enumerate(_dicts(document.get("pages")), 1):
        size = _dict(page.get("dimension"))
        width, height = (round(_number(size.get(side)) or 0) for side in ("width", "height"))
        tokens = sorted(
            (span, _of_layout(token, (width, height)))
            for token in _dicts(page.get("tokens"))
            if (span := _anchor(token))
        )
        lines = []
        for row in _dicts(page.get("lines")):
            if not (span := _anchor(row)):
                continue
            own = [(where, found) for where, found in tokens if span[0] <= where[0] < span[1]]
            words = list(_joined(text, own))
            box, confidence = _of_layout(row, (width, height))
            if [word.text for word in words] != text[slice(*span)].split():
                words = list(share_box(text[slice(*span)], _parsed_box(box), confidence))
            if line := line_of(words):
                lines.append(line)
        number = int(_number(page.get("pageNumber")) or place)
        yield LayoutPage("", number, page_of(lines, width, height, "Google Document AI"))


_Found = tuple[tuple[int, ...], float | None]
"""The sides of a box, none where it has none, and the confidence."""


def _parsed_box(sides: tuple[int, ...]) -> Box | None:
    return Box(*sides) if len(sides) == 4 else None


def _of_layout(part: Mapping[str, Any], size: tuple[int, int]) -> _Found:
    layout = _dict(part.get("layout"))
    box = _polygon(layout.get("boundingPoly"), size)
    return (tuple(box.as_list()) if box else ()), _number(layout.get("confidence"))


def _polygon(polygon: Any, size: tuple[int, int]) -> Box | None:
    """The box of a polygon in pixels, or in shares of the page; a coordinate that is nothing is left out."""
    if not isinstance(polygon, dict):
        return None
    if vertices := _dicts(polygon.get("vertices")):
        return _box([(_number(point.get("x", 0)), _number(point.get("y", 0))) for point in vertices])
    shares = _dicts(polygon.get("normalizedVertices"))
    return _box([(_number(point.get("x", 0)), _number(point.get("y", 0))) for point in shares], size)


def _anchor(part: Mapping[str, Any]) -> tuple[int, int] | None:
    """Where the text of a part stands in the whole."""
    segments = _dicts(_dict(_dict(part.get("layout")).get("textAnchor")).get("textSegments"))
    if not segments:
        return None
    start, end = _number(segments[0].get("startIndex", 0)), _number(segments[-1].get("endIndex"))
    return None if start is None or end is None or end <= start else (int(start), int(end))


def _joined(text: str, tokens: Iterable[tuple[tuple[int, int], _Found]]) -> Iterator[Word]:
    """Tokens as words: a mark that no space parts from the word before is a part of it."""
    words: list[str] = []
    sides: list[Box] = []
    confidences: list[float] = []

    def made() -> Word:
        box = Box.around(sides) if sides else None
        return Word("".join(words), box, min(confidences, default=None))

    for span, (box, confidence) in tokens:
        token = text[slice(*span)]
        if token.strip():
            words.append(token.strip())
            sides += [Box(*box)] if len(box) == 4 else []
            confidences += [confidence] if confidence is not None else []
        if words and token != token.rstrip():
            yield made()
            words, sides, confidences = [], [], []
    if words:
        yield made()


def _cloud_vision(answer: Mapping[str, Any]) -> Iterator[LayoutPage]:
    for place, response in enumerate(_dicts(answer.get("responses")) or [dict(answer)], 1):
        whole = response.get("fullTextAnnotation")
        context = _dict(response.get("context"))
        for page in _dicts(whole.get("pages")) if isinstance(whole, dict) else ():
            width, height = (round(_number(page.get(side)) or 0) for side in ("width", "height"))
            paragraphs = [part for block in _dicts(page.get("blocks")) for part in _dicts(block.get("paragraphs"))]
            lines = [line for part in paragraphs for line in _vision_lines(part, (width, height))]
            number = int(_number(context.get("pageNumber")) or place)
            yield LayoutPage("", number, page_of(lines, width, height, "Google Cloud Vision"))


def _vision_lines(paragraph: Mapping[str, Any], size: tuple[int, int]) -> Iterator[Line]:
    words: list[Word] = []
    is_joined = False
    for element in _dicts(paragraph.get("words")):
        symbols = _dicts(element.get("symbols"))
        letters = "".join(_text(symbol.get("text")) for symbol in symbols)
        box = _polygon(element.get("boundingBox"), size)
        word = Word(letters, box, _number(element.get("confidence")))
        if is_joined and words:
            before = words.pop()
            sides = [side for side in (before.box, box) if side]
            known = [part.confidence for part in (before, word) if part.confidence is not None]
            word = Word(before.text + letters, Box.around(sides) if sides else None, min(known, default=None))
        ending = _break_behind(symbols[-1]) if symbols else ""
        words.append(Word(f"{word.text}-", word.box, word.confidence) if ending == "HYPHEN" else word)
        is_joined = not ending
        if ending in ("EOL_SURE_SPACE", "LINE_BREAK", "HYPHEN"):
            if line := line_of(words):
                yield line
            words, is_joined = [], False
    if line := line_of(words):
        yield line


def _break_behind(symbol: Mapping[str, Any]) -> str:
    return _text(_dict(_dict(symbol.get("property")).get("detectedBreak")).get("type"))


# Tesseract's TSV


def tsv_pages(data: bytes) -> Iterator[LayoutPage]:
    """Yield the pages of Tesseract's TSV.

    Args:
        data: The file, whose first line is ``TSV_COLUMNS``.
    """
    rows = csv.DictReader(io.StringIO(decode(data)[0].lstrip("\ufeff")), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        by_page = itertools.groupby(rows, key=lambda row: row["page_num"])
        for place, (_, of_page) in enumerate(by_page, 1):
            yield _tsv_page(place, list(of_page))
    except csv.Error as error:
        raise FormatError(f"this is no TSV of Tesseract: {error}", remedy="write it again.") from error


def _tsv_page(number: int, rows: Sequence[Mapping[str, str | None]]) -> LayoutPage:
    width = height = 0
    lines = []
    for row in rows:
        if row["level"] == _PAGE_LEVEL:
            width, height = (whole_of(row[side]) or 0 for side in ("width", "height"))
    words = [row for row in rows if row["level"] == _WORD_LEVEL and (row["text"] or "").strip()]
    for _, of_line in itertools.groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        if line := line_of(word for row in of_line for word in _tsv_words(row)):
            lines.append(line)
    return LayoutPage("", number, page_of(lines, width, height, "Tesseract"))


def _tsv_words(row: Mapping[str, str | None]) -> Iterator[Word]:
    left, top, width, height = (whole_of(row[name]) for name in ("left", "top", "width", "height"))
    box = None
    if left is not None and top is not None and width and height:
        box = Box(left, top, left + width, top + height)
    yield from share_box(row["text"] or "", box, _percent(row["conf"]))


# ABBYY FineReader


def abbyy_pages(root: etree._Element) -> Iterator[LayoutPage]:
    """Yield the pages of the XML of ABBYY FineReader.

    Args:
        root: Its element ``document``.
    """
    reader = root.get("producer") or "ABBYY FineReader"
    for place, page in enumerate(descendants(root, "page"), 1):
        width, height = (whole_of(page.get(side)) or 0 for side in ("width", "height"))
        lines = [line for row in descendants(page, "line") if (line := line_of(_abbyy_words(row)))]
        yield LayoutPage("", place, page_of(lines, width, height, reader))


def _abbyy_words(row: etree._Element) -> Iterator[Word]:
    letters: list[etree._Element] = []
    characters = descendants(row, "charParams")
    if not characters:
        yield from share_box(words_of(row), _sides(row), None)
        return
    for character in characters:
        if (character.text or "").strip():
            letters.append(character)
        elif letters:
            yield _abbyy_word(letters)
            letters = []
    if letters:
        yield _abbyy_word(letters)


def _abbyy_word(letters: Sequence[etree._Element]) -> Word:
    boxes = [box for letter in letters if (box := _sides(letter))]
    certain = [_percent(letter.get("charConfidence")) for letter in letters]
    known = [value for value in certain if value is not None]
    text = "".join((letter.text or "").strip() for letter in letters)
    return Word(text, Box.around(boxes) if boxes else None, min(known, default=None))


def _sides(element: etree._Element) -> Box | None:
    left, top, right, bottom = (whole_of(element.get(side)) for side in ("l", "t", "r", "b"))
    if left is None or top is None or right is None or bottom is None:
        return None
    return Box(left, top, right, bottom) if right > left and bottom > top else None


# DjVu


def djvu_pages(root: etree._Element) -> Iterator[LayoutPage]:
    """Yield the pages of DjVu's XML, as the Internet Archive gives it out.

    Args:
        root: Its element ``DjVuXML``.
    """
    for place, page in enumerate(descendants(root, "OBJECT"), 1):
        width, height = (whole_of(page.get(side)) or 0 for side in ("width", "height"))
        lines = [
            line
            for row in descendants(page, "LINE")
            if (line := line_of(word for element in children(row, "WORD") for word in _djvu_words(element)))
        ]
        names = [part.get("value") or "" for part in children(page, "PARAM") if part.get("name") == "PAGE"]
        yield LayoutPage(next(iter(names), ""), place, page_of(lines, width, height, "DjVu"))


def _djvu_words(element: etree._Element) -> Iterator[Word]:
    """A word's corners are left, bottom, right and top; a fifth number is where its baseline is."""
    corners = [whole_of(number) for number in (element.get("coords") or "").split(",")[:4]]
    box = None
    if len(corners) == 4 and None not in corners:
        box = _box([(corners[0], corners[1]), (corners[2], corners[3])])
    yield from share_box(words_of(element), box, _percent(element.get("x-confidence")))


def is_xml_of_a_program(root: etree._Element) -> bool:
    """Is it the XML of ABBYY FineReader or of DjVu?"""
    return local_name(root) == "DjVuXML" or (local_name(root) == "document" and bool(children(root, "page")))
