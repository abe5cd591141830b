"""A page -> PAGE XML (PRImA, 2019-07-15), which Transkribus, eScriptorium and OCR-D read: regions, lines, words."""

from itertools import groupby

from briefbook.exports.xml_text import attribute, text
from briefbook.model.page import Box, Kind, Line, Page, Word

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"

_TYPES = {
    Kind.HEADING: "heading",
    Kind.PAGE_LINE: "page-number",
    Kind.STAMP: "other",
    Kind.FORM: "other",
    Kind.MARGIN: "marginalia",
}
"""Kind of block -> type of a text region; any other is a paragraph. The kind itself is in ``custom``."""


def page_xml(page: Page, picture: str, made: str) -> str:
    """One page as PAGE XML; empty if it has no boxes.

    Args:
        page: The page.
        picture: The name of its picture.
        made: When it was read (ISO 8601).
    """
    placed = [
        (block, line_number, line, line.box)
        for line_number, (block, line) in enumerate(zip(page.blocks_of_lines, page.lines, strict=True), 1)
        if line.box
    ]
    if not page.width or not placed:
        return ""
    regions = []
    order = []
    for region_number, (block, group) in enumerate(groupby(placed, key=lambda row: row[0]), 1):
        lines = [(line_number, line, box) for _, line_number, line, box in group]
        kind = page.blocks[block].kind if block is not None else lines[0][1].kind
        name = f"r{region_number}"
        order.append(f'<RegionRefIndexed index="{region_number - 1}" regionRef="{name}"/>')
        custom = f"structure {{type:{str(kind).replace(' ', '-')};}}"
        rows = "".join(_line(line, box, f"l{line_number}") for line_number, line, box in lines)
        whole = "\n".join(line.text for _, line, _ in lines)
        regions.append(
            f'<TextRegion id="{name}" type="{_TYPES.get(kind, "paragraph")}" custom={attribute(custom)}>'
            f"{_coords(Box.around([box for _, _, box in lines]))}\n{rows}{_text(whole)}</TextRegion>\n"
        )
    for number, region in enumerate(page.regions, 1):
        custom = f"structure {{type:{str(region.kind).replace(' ', '-')};}}"
        regions.append(
            f'<UnknownRegion id="u{number}" custom={attribute(custom)}>{_coords(region.box)}</UnknownRegion>\n'
        )
    certainty = f' conf="{page.confidence:.3f}"' if page.confidence is not None else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<PcGts xmlns="{NAMESPACE}">\n'
        f"<Metadata><Creator>{text(f'Briefbook ({page.reader})' if page.reader else 'Briefbook')}</Creator>"
        f"<Created>{made}</Created><LastChange>{made}</LastChange></Metadata>\n"
        f'<Page imageFilename={attribute(picture)} imageWidth="{page.width}" imageHeight="{page.height}"{certainty}>\n'
        f'<ReadingOrder><OrderedGroup id="order">{"".join(order)}</OrderedGroup></ReadingOrder>\n'
        f"{''.join(regions)}</Page>\n</PcGts>\n"
    )


def _line(line: Line, box: Box, name: str) -> str:
    words = "".join(
        _word(word, word.box, f"{name}w{place}") for place, word in enumerate(line.words, 1) if word.box is not None
    )
    custom = f"structure {{type:{str(line.kind).replace(' ', '-')};}}"
    return f'<TextLine id="{name}" custom={attribute(custom)}>{_coords(box)}{words}{_text(line.text)}</TextLine>\n'


def _word(word: Word, box: Box, name: str) -> str:
    return f'<Word id="{name}">{_coords(box)}{_text(word.text, word.probability)}</Word>'


def _text(words: str, confidence: float | None = None) -> str:
    certainty = "" if confidence is None else f' conf="{min(1.0, max(0.0, confidence)):.3f}"'
    return f"<TextEquiv{certainty}><Unicode>{text(words)}</Unicode></TextEquiv>"


def _coords(box: Box) -> str:
    """The four corners, clockwise; a polygon of PAGE has no negative numbers."""
    left, top, right, bottom = (max(0, side) for side in box.as_list())
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'
