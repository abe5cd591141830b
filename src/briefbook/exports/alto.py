"""Pages of an item -> ALTO 4.4: every block, line and word with its box and confidence."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from briefbook.exports.xml_text import attribute, text
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Kind, Line, Page, Region

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"


def alto(entry: Entry, pages: Sequence[Page], pictures: Mapping[int, tuple[str, str]] | None = None) -> str:
    """One ALTO document of all pages that have boxes; empty if none has.

    Args:
        entry: The item's entry.
        pages: Its pages.
        pictures: Page number -> URL and media type of the page's picture; the first is named as the source image.
    """
    pages_with_boxes = [page for page in pages if page.width and any(line.box for line in page.lines)]
    if not pages_with_boxes:
        return ""
    source = (pictures or {}).get(pages_with_boxes[0].number, (f"{entry.item}", ""))[0].rpartition("/")[2]
    files = "".join(f"<fileIdentifier>{text(str(pages_of_file))}</fileIdentifier>" for pages_of_file in entry.files)
    readers = sorted({page.reader for page in pages_with_boxes if page.reader})
    processing = "".join(
        f'<Processing ID="R{index}"><processingStepDescription>reading</processingStepDescription>'
        f"<processingSoftware><softwareName>{text(reader)}</softwareName></processingSoftware></Processing>"
        for index, reader in enumerate(readers, 1)
    )
    body = "\n".join(_page(page) for page in pages_with_boxes)
    kinds = {block.kind for page in pages_with_boxes for block in (*page.blocks, *_shown(page))}
    tags = "".join(f"<LayoutTag ID={attribute(_tag(kind))} LABEL={attribute(_label(kind))}/>" for kind in sorted(kinds))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{NAMESPACE}" SCHEMAVERSION="4.4"><Description>'
        "<MeasurementUnit>pixel</MeasurementUnit>"
        f"<sourceImageInformation><fileName>{text(source)}</fileName>{files}</sourceImageInformation>{processing}"
        "</Description>\n"
        f"{f'<Tags>{tags}</Tags>{chr(10)}' if tags else ''}"
        f"<Layout>\n{body}\n</Layout></alto>\n"
    )


def _page(page: Page) -> str:
    size = f'WIDTH="{page.width}" HEIGHT="{page.height}"'
    boxes = [line.box for line in page.lines]
    numbered = [(place, *known) for place, known in enumerate(zip(page.blocks_of_lines, boxes, strict=True))]
    parts = []
    for number, (block, members) in enumerate(groupby((row for row in numbered if row[2]), lambda row: row[1]), 1):
        placed = [(place, box) for place, _, box in members if box]
        lines = "\n".join(_line(page.lines[place], box, f"l{page.number}-{place + 1}") for place, box in placed)
        tag = f" TAGREFS={attribute(_tag(page.blocks[block].kind))}" if block is not None else ""
        name = f"b{page.number}-{number}" if page.blocks else f"b{page.number}"
        parts.append(
            f'<TextBlock ID="{name}" {_position(Box.around([box for _, box in placed]))}{tag}>\n{lines}\n</TextBlock>'
        )
    for number, region in enumerate(_shown(page), 1):
        tag = f"TAGREFS={attribute(_tag(region.kind))}"
        parts.append(f'<Illustration ID="r{page.number}-{number}" {_position(region.box)} {tag}/>')
    certainty = f' PC="{page.confidence:.3f}"' if page.confidence is not None else ""
    return (
        f'<Page ID="p{page.number}" PHYSICAL_IMG_NR="{page.number}" {size}{certainty}>'
        f'<PrintSpace HPOS="0" VPOS="0" {size}>{"".join(parts)}</PrintSpace></Page>'
    )


def _shown(page: Page) -> list[Region]:
    """What of a page is no text: handwriting, redactions, typing that was not read."""
    return [region for region in page.regions if region.kind is not Kind.HOLE]


def _label(kind: Kind) -> str:
    return "body" if kind is Kind.MESSAGE else str(kind)


def _tag(kind: Kind) -> str:
    return f"is-{_label(kind).replace(' ', '-')}"


def _line(line: Line, box: Box, name: str) -> str:
    words: list[str] = []
    previous: Box | None = None
    for word in line.words:
        word_box = word.box
        if word_box is None:
            continue
        if previous is not None:
            gap = word_box.left - previous.right
            words.append(f'<SP HPOS="{previous.right}" VPOS="{previous.top}" WIDTH="{gap if gap > 0 else 0}"/>')
        confidence = word.probability
        certainty = (
            f' WC="{0.0 if confidence < 0 else 1.0 if confidence > 1 else confidence:.2f}"'
            if confidence is not None
            else ""
        )
        words.append(f"<String CONTENT={attribute(word.text)} {_position(word_box)}{certainty}/>")
        previous = word_box
    return f'<TextLine ID="{name}" {_position(box)}>{"".join(words)}</TextLine>'


def _position(box: Box) -> str:
    return f'HPOS="{box.left}" VPOS="{box.top}" WIDTH="{box.right - box.left}" HEIGHT="{box.bottom - box.top}"'
