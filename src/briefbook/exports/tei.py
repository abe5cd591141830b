"""An item as TEI P5: a header that says what is known and from where, the pages as facsimile, the text line by line."""

from collections.abc import Mapping, Sequence

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.xml_text import attribute, text
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Kind, Page


def tei(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]] | None = None,
) -> str:
    """A whole TEI document; the pictures are named relative to the item's folder."""
    pictures = pictures or {}
    boxes = [[line.box for line in page.lines] for page in pages]
    both = list(zip(pages, boxes, strict=True))
    facsimile = "".join(_surface(page, found, pictures) for page, found in both if page.width and page.lines)
    body = "\n".join(_leaf(page, found) for page, found in both) or "<div><p/></div>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
        f"{_header(entry, about)}{f'<facsimile>{facsimile}</facsimile>' if facsimile else ''}"
        f"<text><body>\n{body}\n</body></text>\n</TEI>\n"
    )


def _header(entry: Entry, about: Mapping[str, str]) -> str:
    one = elements(entry, about)
    title = f"{one.shown_form}, {one.shown_sender} to {one.shown_recipients}, {one.shown_date()}"
    specimen = f"<note>{SPECIMEN}</note>" if one.specimen else ""
    rights = f"<availability><p>{text(one.rights)}</p></availability>" if one.rights else ""
    place = (
        f"<repository>{text(one.repository)}</repository>" if one.repository else ""
    ) + f"<idno>{text(', '.join(part for part in (one.location, one.item) if part))}</idno>"
    sent = f"<orgName>{text(one.sender)}</orgName>" if one.sender else "<orgName/>"
    sent += _date(one.date)
    to = "".join(f"<orgName>{text(name)}</orgName>" for name in one.recipients) or "<orgName/>"
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{text(title)}</title></titleStmt>"
        f"<publicationStmt><publisher>{text(one.collection or 'not stated')}</publisher>"
        f'<idno type="item">{text(one.item)}</idno>{rights}</publicationStmt>'
        f"{f'<notesStmt>{specimen}</notesStmt>' if specimen else ''}"
        f"<sourceDesc><msDesc><msIdentifier>{place}</msIdentifier></msDesc></sourceDesc></fileDesc>"
        f'<profileDesc><correspDesc><correspAction type="sent">{sent}</correspAction>'
        f'<correspAction type="received">{to}</correspAction></correspDesc></profileDesc></teiHeader>\n'
    )


def _date(edtf: str) -> str:
    if not edtf:
        return ""
    day = edtf.split("T")[0]
    if "/" in day and all(_exact(part) for part in day.split("/")):
        first, last = day.split("/")
        return f'<date notBefore="{first}" notAfter="{last}"/>'
    return f'<date when="{day}"/>' if _exact(day) else f"<date>{text(edtf)}</date>"


def _exact(day: str) -> bool:
    return bool(day) and all(part.isdigit() for part in day.split("-")) and len(day) in (4, 7, 10)


def _surface(page: Page, boxes: Sequence[Box | None], pictures: Mapping[int, tuple[str, str]]) -> str:
    address, kind = pictures.get(page.number, ("", ""))
    graphic = ""
    if address:
        name = address.rpartition("/")[2]
        media = f" mimeType={attribute(kind)}" if kind else ""
        graphic = f'<graphic url={attribute(name)} width="{page.width}px" height="{page.height}px"{media}/>'
    zones = "".join(
        f'<zone xml:id="z{page.number}-{number}" '
        f'ulx="{box.left}" uly="{box.top}" lrx="{box.right}" lry="{box.bottom}"/>'
        for number, box in enumerate(boxes, 1)
        if box
    )
    corners = f'ulx="0" uly="0" lrx="{page.width}" lry="{page.height}"'
    return f'<surface xml:id="s{page.number}" {corners}>{graphic}{zones}</surface>\n'


def _leaf(page: Page, boxes: Sequence[Box | None]) -> str:
    drawn = bool(page.width)
    facs = f' facs="#s{page.number}"' if drawn and page.lines else ""
    lines = []
    for number, (line, box) in enumerate(zip(page.lines, boxes, strict=True), 1):
        zone = f' facs="#z{page.number}-{number}"' if drawn and box else ""
        words = text(line.text)
        if line.kind is not Kind.MESSAGE:
            words = f'<seg type="{line.kind}">{words}</seg>'
        lines.append(f'<lb n="{number}"{zone}/>{words}')
    return f'<div><pb n="{page.number}"{facs}/><ab>{chr(10).join(lines)}</ab></div>'
