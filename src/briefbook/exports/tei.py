"""Item -> TEI P5: a header with the description, the pages as facsimile, the text line by line."""

from collections.abc import Mapping, Sequence

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.xml_text import attribute, text
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Kind, Page
from briefbook.text.date_display import date_in_words


def tei(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]] | None = None,
) -> str:
    """A complete TEI document.

    Args:
        entry: The item's entry.
        pages: Its pages.
        about: The settings that pages show (``Archive.about``).
        pictures: Page number -> URL and media type of the page's picture; named relative to the item's folder.
    """
    pictures = pictures or {}
    boxes = [[line.box for line in page.lines] for page in pages]
    pages_with_boxes = list(zip(pages, boxes, strict=True))
    facsimile = "".join(
        _surface(page, boxes, pictures) for page, boxes in pages_with_boxes if page.width and page.lines
    )
    body = "\n".join(_page(page, boxes) for page, boxes in pages_with_boxes) or "<div><p/></div>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
        f"{_header(entry, about)}{f'<facsimile>{facsimile}</facsimile>' if facsimile else ''}"
        f"<text><body>\n{body}\n</body></text>\n</TEI>\n"
    )


def _header(entry: Entry, about: Mapping[str, str]) -> str:
    citation = elements(entry, about)
    specimen = f"<note>{SPECIMEN}</note>" if citation.specimen else ""
    rights = f"<availability><p>{text(citation.rights)}</p></availability>" if citation.rights else ""
    identifier = (
        f"<repository>{text(citation.repository)}</repository>" if citation.repository else ""
    ) + f"<idno>{text(', '.join(part for part in (citation.place, citation.item) if part))}</idno>"
    sent = f"<orgName>{text(citation.sender)}</orgName>" if citation.sender else "<orgName/>"
    sent += _date(citation.date)
    to = "".join(f"<orgName>{text(name)}</orgName>" for name in citation.recipients) or "<orgName/>"
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{text(citation.title)}</title></titleStmt>"
        f"<publicationStmt><publisher>{text(citation.collection or 'not stated')}</publisher>"
        f'<idno type="item">{text(citation.item)}</idno>{rights}</publicationStmt>'
        f"{f'<notesStmt>{specimen}</notesStmt>' if specimen else ''}"
        f"<sourceDesc><msDesc><msIdentifier>{identifier}</msIdentifier></msDesc></sourceDesc></fileDesc>"
        f'<profileDesc><correspDesc><correspAction type="sent">{sent}</correspAction>'
        f'<correspAction type="received">{to}</correspAction></correspDesc></profileDesc></teiHeader>\n'
    )


def _date(edtf: str) -> str:
    if not edtf:
        return ""
    day = edtf.split("T")[0]
    if "/" in day and all(_is_exact(part) for part in day.split("/")):
        first, last = day.split("/")
        return f'<date notBefore="{first}" notAfter="{last}"/>'
    return f'<date when="{day}"/>' if _is_exact(day) else f"<date>{text(date_in_words(edtf))}</date>"


def _is_exact(day: str) -> bool:
    return bool(day) and all(part.isdigit() for part in day.split("-")) and len(day) in (4, 7, 10)


def _surface(page: Page, boxes: Sequence[Box | None], pictures: Mapping[int, tuple[str, str]]) -> str:
    address, media_type = pictures.get(page.number, ("", ""))
    graphic = ""
    if address:
        name = address.rpartition("/")[2]
        mime_type = f" mimeType={attribute(media_type)}" if media_type else ""
        graphic = f'<graphic url={attribute(name)} width="{page.width}px" height="{page.height}px"{mime_type}/>'
    zones = "".join(
        f'<zone xml:id="z{page.number}-{line_number}" '
        f'ulx="{box.left}" uly="{box.top}" lrx="{box.right}" lry="{box.bottom}"/>'
        for line_number, box in enumerate(boxes, 1)
        if box
    )
    corners = f'ulx="0" uly="0" lrx="{page.width}" lry="{page.height}"'
    place = f" n={attribute(f'page {page.file_page} of {page.file}')}" if page.file else ""
    return f'<surface xml:id="s{page.number}"{place} {corners}>{graphic}{zones}</surface>\n'


def _page(page: Page, boxes: Sequence[Box | None]) -> str:
    has_picture = bool(page.width)
    facs = f' facs="#s{page.number}"' if has_picture and page.lines else ""
    lines = []
    for line_number, (line, box) in enumerate(zip(page.lines, boxes, strict=True), 1):
        zone = f' facs="#z{page.number}-{line_number}"' if has_picture and box else ""
        content = text(line.text)
        if line.kind is not Kind.MESSAGE:
            content = f'<seg type="{line.kind}">{content}</seg>'
        lines.append(f'<lb n="{line_number}"{zone}/>{content}')
    return f'<div><pb n="{page.number}"{facs}/><ab>{chr(10).join(lines)}</ab></div>'
