"""Pages of an item -> hOCR 1.2: the text as a web page whose elements say where on the picture each word stands."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from briefbook.exports.xml_text import attribute, text
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Page, Word

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<title>{title}</title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8" />
<meta name="ocr-system" content="{system}" />
<meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word" />
</head>
<body>
"""


def hocr(entry: Entry, pages: Sequence[Page], pictures: Mapping[int, tuple[str, str]] | None = None) -> str:
    """One hOCR document of all pages that have boxes; empty if none has.

    Args:
        entry: The item's entry.
        pages: Its pages.
        pictures: Page number -> URL and media type of the page's picture.
    """
    with_boxes = [page for page in pages if page.width and any(line.box for line in page.lines)]
    if not with_boxes:
        return ""
    readers = "; ".join(dict.fromkeys(page.reader for page in with_boxes if page.reader)) or "not stated"
    head = _HEAD.format(title=text(entry.item), system=attribute(readers)[1:-1])
    addresses = {page_number: address for page_number, (address, _) in (pictures or {}).items()}
    body = "".join(_page(page, addresses.get(page.number, "")) for page in with_boxes)
    return f"{head}{body}</body>\n</html>\n"


def _page(page: Page, picture: str) -> str:
    image = f"image {_quoted(picture)}; " if picture else ""
    rows = [
        f"<div class='ocr_page' id='page_{page.number}' "
        f"title={attribute(f'{image}bbox 0 0 {page.width} {page.height}; ppageno {page.number - 1}')}>\n"
    ]
    placed = [
        (block, line_number, line)
        for line_number, (block, line) in enumerate(zip(page.blocks_of_lines, page.lines, strict=True), 1)
        if line.box
    ]
    for area_number, (_, group) in enumerate(groupby(placed, key=lambda row: row[0]), 1):
        lines = [(line_number, line, line.box) for _, line_number, line in group if line.box]
        around = _title(Box.around([box for _, _, box in lines]))
        name = f"{page.number}_{area_number}"
        rows.append(f"<div class='ocr_carea' id='block_{name}' title='{around}'>")
        rows.append(f"<p class='ocr_par' id='par_{name}' title='{around}'>\n")
        for line_number, line, box in lines:
            words = " ".join(
                _word(word, word.box, f"{page.number}_{line_number}_{place}")
                for place, word in enumerate(line.words, 1)
                if word.box
            )
            rows.append(
                f"<span class='ocr_line' id='line_{page.number}_{line_number}' title='{_title(box)}'>{words}</span>\n"
            )
        rows.append("</p></div>\n")
    rows.append("</div>\n")
    return "".join(rows)


def _word(word: Word, box: Box, name: str) -> str:
    chance = word.probability
    certainty = "" if chance is None else f"; x_wconf {round(100 * min(1.0, max(0.0, chance)))}"
    return f"<span class='ocrx_word' id='word_{name}' title='{_title(box)}{certainty}'>{text(word.text)}</span>"


def _title(box: Box) -> str:
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"


def _quoted(name: str) -> str:
    """A name as a property of hOCR has it: in quotation marks, with none inside."""
    return '"' + name.replace('"', "%22") + '"'
