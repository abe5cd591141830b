"""An item's pages as ALTO 4.4: every line and word with its box and how sure the reader was of it."""

from collections.abc import Mapping, Sequence

from briefbook.exports.xml_text import attribute, text
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Line, Page

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"


def alto(entry: Entry, pages: Sequence[Page], pictures: Mapping[int, tuple[str, str]] | None = None) -> str:
    """One ALTO document of all pages that have boxes; empty if none has.

    ``pictures`` gives the address of each page's picture; that of the first is named as the source.
    """
    measured = [page for page in pages if page.width and any(line.box for line in page.lines)]
    if not measured:
        return ""
    source = (pictures or {}).get(measured[0].number, (f"{entry.item}", ""))[0].rpartition("/")[2]
    readers = sorted({page.reader for page in measured if page.reader})
    processing = "".join(
        f'<Processing ID="R{number}"><processingStepDescription>reading</processingStepDescription>'
        f"<processingSoftware><softwareName>{text(reader)}</softwareName></processingSoftware></Processing>"
        for number, reader in enumerate(readers, 1)
    )
    body = "\n".join(_page(page) for page in measured)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{NAMESPACE}" SCHEMAVERSION="4.4"><Description>'
        "<MeasurementUnit>pixel</MeasurementUnit>"
        f"<sourceImageInformation><fileName>{text(source)}</fileName></sourceImageInformation>{processing}</Description>\n"
        f"<Layout>\n{body}\n</Layout></alto>\n"
    )


def _page(page: Page) -> str:
    size = f'WIDTH="{page.width}" HEIGHT="{page.height}"'
    boxes = [line.box for line in page.lines]
    lines = "\n".join(
        _line(line, box, f"l{page.number}-{number}")
        for number, (line, box) in enumerate(zip(page.lines, boxes, strict=True), 1)
        if box
    )
    block = (
        f'<TextBlock ID="b{page.number}" {_place(Box.around([box for box in boxes if box]))}>\n{lines}\n</TextBlock>'
    )
    sure = f' PC="{page.confidence:.3f}"' if page.confidence is not None else ""
    return (
        f'<Page ID="p{page.number}" PHYSICAL_IMG_NR="{page.number}" {size}{sure}>'
        f'<PrintSpace HPOS="0" VPOS="0" {size}>{block}</PrintSpace></Page>'
    )


def _line(line: Line, box: Box, name: str) -> str:
    words: list[str] = []
    last: Box | None = None
    for word in line.words:
        place = word.box
        if place is None:
            continue
        if last is not None:
            gap = place.left - last.right
            words.append(f'<SP HPOS="{last.right}" VPOS="{last.top}" WIDTH="{gap if gap > 0 else 0}"/>')
        sure = word.confidence
        certainty = f' WC="{0.0 if sure < 0 else 1.0 if sure > 1 else sure:.2f}"' if sure is not None else ""
        words.append(f"<String CONTENT={attribute(word.text)} {_place(place)}{certainty}/>")
        last = place
    return f'<TextLine ID="{name}" {_place(box)}>{"".join(words)}</TextLine>'


def _place(box: Box) -> str:
    return f'HPOS="{box.left}" VPOS="{box.top}" WIDTH="{box.right - box.left}" HEIGHT="{box.bottom - box.top}"'
