"""Item -> TEI P5: a header with the description, the pages as facsimile, the text line by line; all as a corpus."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefbook.exports.citation_elements import SPECIMEN, CitationElements, elements
from briefbook.exports.cited_papers import cited_papers, with_references
from briefbook.exports.descriptions import item_description
from briefbook.exports.parties import NameKind, Party
from briefbook.exports.xml_text import attribute, text
from briefbook.model.archive import Archive
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.network import ResolvedReference
from briefbook.model.page import Box, Kind, Page, Region
from briefbook.text.date_display import date_in_words

_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")

_ELEMENTS = {
    "from": "orgName",
    "to": "orgName",
    "info": "orgName",
    "date": "date",
    "persons": "persName",
    "places": "placeName",
}
"""Field -> the element in which its words on the page stand."""

_HEADING_FIELDS = ("from", "to", "info", "number", "date", "dtg", "subject", "precedence")
"""Fields whose lines are the heading, where the page was not divided into blocks."""

_GAPS = {Kind.REDACTION: "redacted", Kind.BLANK: "blank", Kind.UNREAD: "illegible"}
"""Kind of region -> the reason of a gap."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words of a line that name something, and the tags around them."""

    words: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class _Document:
    """What a document is made with: the site's address before pictures, and what ids begin with."""

    folder: str = ""
    prefix: str = ""
    marks: Mapping[tuple[int, int], Sequence[_Mark]] = field(default_factory=dict)
    heading: frozenset[tuple[int, int]] = frozenset()  # page and line of what is no body
    date_lines: frozenset[tuple[int, int]] = frozenset()


def tei(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]] | None = None,
    references: Iterable[ResolvedReference] = (),
) -> str:
    """A complete TEI document.

    Args:
        entry: The item's entry.
        pages: Its pages.
        about: The settings that pages show (``Archive.about``).
        pictures: Page number -> URL of the page's picture, relative to the site's root, and its media type. Pictures
            are named by absolute URLs if the site's address is set, else relative to the item's folder.
        references: The item's references, resolved.
    """
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + _document(entry, pages, about, pictures or {}, references)


def tei_corpus(
    archive: Archive, entries: Iterable[Entry], pictures: Mapping[int, tuple[str, str]] | None = None
) -> Iterator[str]:
    """Yield one TEI corpus of all chosen items in parts, an item each.

    Args:
        archive: The collection.
        entries: The chosen items.
        pictures: As for ``tei``; without them the corpus has the text alone, and no facsimile.
    """
    about = {name.removeprefix("site_"): value for name, value in archive.about.items()}
    rights = _availability(about.get("rights", ""))
    held = ", ".join(part for part in (about.get("repository", ""), about.get("fonds", "")) if part)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader><fileDesc>'
        f"<titleStmt><title>{text(about.get('title', '') or 'Untitled collection')}</title></titleStmt>"
        f"<publicationStmt><publisher>{text(about.get('title', '') or 'not stated')}</publisher>"
        f"{_address(about.get('address', ''))}{rights}</publicationStmt>"
        f"<sourceDesc><p>{text(held or 'not stated')}</p></sourceDesc></fileDesc></teiHeader>\n"
    )
    for place, (entry, of_item) in enumerate(with_references(archive, entries), 1):
        pages = archive.catalogue.pages(entry.item)
        yield _document(entry, pages, archive.about_item(entry.item), pictures or {}, of_item, prefix=f"i{place}-")
    yield "</teiCorpus>\n"


def _document(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]],
    references: Iterable[ResolvedReference] = (),
    prefix: str = "",
) -> str:
    address = about.get("address") or about.get("site_address") or ""
    folder = f"{address.rstrip('/')}/" if address else ""
    heading = frozenset(_heading_lines(entry, pages))
    date_lines = frozenset(
        (reading.place.page, reading.place.line)
        for reading in _written(entry, "date")
        if reading.place and reading.place.line and (reading.place.page, reading.place.line) in heading
    )
    document = _Document(folder, prefix, _marks(entry), heading, date_lines)
    boxes = [[line.box for line in page.lines] for page in pages]
    pages_with_boxes = list(zip(pages, boxes, strict=True))
    facsimile = "".join(
        _surface(page, boxes, pictures, document) for page, boxes in pages_with_boxes if page.width and page.lines
    )
    body = "\n".join(_page(page, boxes, document) for page, boxes in pages_with_boxes) or "<div><p/></div>"
    namespace = "" if prefix else ' xmlns="http://www.tei-c.org/ns/1.0"'
    name = f' xml:id="{entry.item}"' if prefix and _XML_NAME.fullmatch(entry.item) else ""
    return (
        f"<TEI{namespace}{name}>\n"
        f"{_header(entry, about, references)}{f'<facsimile>{facsimile}</facsimile>' if facsimile else ''}"
        f"<text><body>\n{body}\n</body></text>\n</TEI>\n"
    )


def _header(entry: Entry, about: Mapping[str, str], references: Iterable[ResolvedReference]) -> str:
    citation = elements(entry, about)
    description = item_description(entry, about)
    notes = f"<note>{SPECIMEN}</note>" if citation.specimen else ""
    notes += f'<note type="editor">{text(description.editors)}</note>' if description.editors else ""
    notes += f'<note type="edition">{text(description.edition)}</note>' if description.edition else ""
    abstract = "".join(f"<p>{text(line)}</p>" for line in description.own.splitlines() if line.strip())
    abstract = f"<abstract>{abstract}</abstract>" if abstract else ""
    identifier = (
        f"<repository>{text(citation.repository)}</repository>" if citation.repository else ""
    ) + f"<idno>{text(', '.join(part for part in (citation.place, citation.item) if part))}</idno>"
    if citation.number:
        identifier += f'<altIdentifier type="number"><idno>{text(citation.number)}</idno></altIdentifier>'
    subject = "" if any(reading.is_unsure for reading in entry.effective_readings("subject")) else citation.subject
    described = f"<msContents><summary>{text(subject)}</summary></msContents>" if subject else ""
    if citation.form:
        form = attribute(_as_word(citation.form))
        described += f"<physDesc><objectDesc form={form}><p>{text(citation.form)}</p></objectDesc></physDesc>"
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{text(citation.title)}</title></titleStmt>"
        f"<publicationStmt><publisher>{text(citation.collection or 'not stated')}</publisher>"
        f'<idno type="item">{text(citation.item)}</idno>{_address(citation.address)}'
        f"{_availability(citation.rights)}</publicationStmt>"
        f"{f'<notesStmt>{notes}</notesStmt>' if notes else ''}"
        f"<sourceDesc><msDesc><msIdentifier>{identifier}</msIdentifier>{described}</msDesc></sourceDesc></fileDesc>"
        f"<profileDesc>{abstract}{_letter(citation, references, about)}{_named(entry)}</profileDesc></teiHeader>\n"
    )


def _letter(citation: CitationElements, references: Iterable[ResolvedReference], about: Mapping[str, str]) -> str:
    """The item as a letter, if anything is known of it as such."""
    parts = corresp_actions(citation) + _context(references, about)
    return f"<correspDesc>{parts}</correspDesc>" if parts else ""


def corresp_actions(citation: CitationElements) -> str:
    """Who sent it when, and who received it, as ``correspDesc`` has them; of what is unknown there is no element."""
    sent = "".join(map(_party, citation.authors)) + _date(citation.date)
    to = "".join(map(_party, citation.addressees))
    return "".join(
        f'<correspAction type="{kind}">{parts}</correspAction>'
        for kind, parts in (("sent", sent), ("received", to))
        if parts
    )


def _context(references: Iterable[ResolvedReference], about: Mapping[str, str]) -> str:
    """The papers that the item refers to, by their words; with the item, or what to ask for, and its address."""
    rows = []
    for paper in cited_papers(references, about):
        name = f" n={attribute(paper.target)}" if paper.target else ""
        target = f" target={attribute(paper.address)}" if paper.address else ""
        rows.append(f'<ref type="reference"{name}{target}>{text(paper.mention)}</ref>')
    return f"<correspContext>{''.join(rows)}</correspContext>" if rows else ""


def _party(party: Party) -> str:
    """A party in the words of the source, with the code that stands for it as ``key``."""
    element = {NameKind.PERSON: "persName", NameKind.OFFICE: "orgName"}.get(party.kind, "name")
    key = f" key={attribute(party.code)}" if party.code != party.words else ""
    return f"<{element}{key}>{text(party.words)}</{element}>"


def _as_word(words: str) -> str:
    """Words as TEI has kinds: a single word.

    >>> _as_word("action column"), _as_word("memorandum of conversation (draft)")
    ('action-column', 'memorandum-of-conversation-draft')
    """
    return re.sub(r"[^\w.-]+", "-", words).strip("-")


def _address(address: str) -> str:
    return f'<idno type="URI">{text(address)}</idno>' if address else ""


def _availability(rights: str) -> str:
    """The rights: with the address of a licence or statement as such."""
    if not rights:
        return ""
    if re.fullmatch(r"https?://\S+", rights):
        return f"<availability><licence target={attribute(rights)}>{text(rights)}</licence></availability>"
    return f"<availability><p>{text(rights)}</p></availability>"


def _named(entry: Entry) -> str:
    """The persons and places that the item names."""
    persons = "".join(f"<person><persName>{text(name)}</persName></person>" for name in entry.values("persons"))
    places = "".join(f"<place><placeName>{text(name)}</placeName></place>" for name in entry.values("places"))
    return (f"<particDesc><listPerson>{persons}</listPerson></particDesc>" if persons else "") + (
        f"<settingDesc><listPlace>{places}</listPlace></settingDesc>" if places else ""
    )


def _date(edtf: str) -> str:
    if not edtf:
        return ""
    if range_of := _date_attributes(edtf):
        return f"<date{range_of}/>"
    return f"<date key={attribute(edtf)}>{text(date_in_words(edtf))}</date>"


def _date_attributes(edtf: str) -> str:
    """The attributes of a date: ``when``, or ``notBefore`` and ``notAfter``; none where it is not exact."""
    day = edtf.split("T")[0]
    if "/" in day and all(_is_exact(part) for part in day.split("/")):
        first, last = day.split("/")
        return f' notBefore="{first}" notAfter="{last}"'
    return f' when="{day}"' if _is_exact(day) else ""


def _is_exact(day: str) -> bool:
    return bool(day) and all(part.isdigit() for part in day.split("-")) and len(day) in (4, 7, 10)


def _written(entry: Entry, name: str) -> Iterator[Reading]:
    """The readings with a place on the page that say what the effective value is, whoever gave that."""
    placed = [reading for reading in entry.readings.get(name, ()) if reading.place and reading.as_written]
    values = entry.values(name) if placed else ()
    for reading in placed:
        if reading.value in values:
            yield reading


def _marks(entry: Entry) -> dict[tuple[int, int], list[_Mark]]:
    """Words of the page that name somebody, a place or the date: by page and line."""
    marks: dict[tuple[int, int], list[_Mark]] = {}
    for name, element in _ELEMENTS.items():
        if name not in entry.readings:
            continue
        for reading in _written(entry, name):
            if not (reading.place and reading.place.line and reading.as_written and reading.value):
                continue
            given = _date_attributes(reading.value) if name == "date" else f" key={attribute(reading.value)}"
            mark = _Mark(reading.as_written, f"<{element}{given}>", f"</{element}>")
            marks.setdefault((reading.place.page, reading.place.line), []).append(mark)
    return marks


def _heading_lines(entry: Entry, pages: Sequence[Page]) -> Iterator[tuple[int, int]]:
    """Page and line of what stands above the body: by the blocks of the first page, else by the heading's fields."""
    first = next((page for page in pages if page.lines), None)
    if first is None:
        return
    last = 0
    if any(block.kind is Kind.HEADING for block in first.blocks):
        for line_number, block in enumerate(first.blocks_of_lines, 1):
            if block is not None and first.blocks[block].kind is Kind.HEADING:
                last = line_number
    else:
        places = [reading.place for name in _HEADING_FIELDS for reading in _written(entry, name)]
        last = max((place.line or 0 for place in places if place and place.page == first.number), default=0)
    for line_number in range(1, min(last, len(first.lines)) + 1):
        yield first.number, line_number


def _surface(
    page: Page, boxes: Sequence[Box | None], pictures: Mapping[int, tuple[str, str]], document: _Document
) -> str:
    address, media_type = pictures.get(page.number, ("", ""))
    graphic = ""
    if address:
        name = document.folder + address if document.folder else address.rpartition("/")[2]
        mime_type = f" mimeType={attribute(media_type)}" if media_type else ""
        graphic = f'<graphic url={attribute(name)} width="{page.width}px" height="{page.height}px"{mime_type}/>'
    zones = "".join(
        f'<zone xml:id="{document.prefix}z{page.number}-{line_number}" '
        f'ulx="{box.left}" uly="{box.top}" lrx="{box.right}" lry="{box.bottom}"/>'
        for line_number, box in enumerate(boxes, 1)
        if box
    )
    zones += "".join(
        f'<zone xml:id="{document.prefix}g{page.number}-{number}" '
        f'ulx="{region.box.left}" uly="{region.box.top}" lrx="{region.box.right}" lry="{region.box.bottom}"/>'
        for number, region in _gaps(page)
    )
    corners = f'ulx="0" uly="0" lrx="{page.width}" lry="{page.height}"'
    place = f" n={attribute(f'page {page.file_page} of {page.file}')}" if page.file else ""
    return f'<surface xml:id="{document.prefix}s{page.number}"{place} {corners}>{graphic}{zones}</surface>\n'


def _gaps(page: Page) -> list[tuple[int, Region]]:
    """The parts of a page that cannot be read, numbered from 1: redactions, gaps in the typing, rows not read."""
    return [(number, region) for number, region in enumerate(page.regions, 1) if region.kind in _GAPS]


def _page(page: Page, boxes: Sequence[Box | None], document: _Document) -> str:
    has_picture = bool(page.width)
    facs = f' facs="#{document.prefix}s{page.number}"' if has_picture and page.lines else ""
    gaps = _gaps(page)
    heading: list[str] = []
    body: list[str] = []
    for line_number, (line, box) in enumerate(zip(page.lines, boxes, strict=True), 1):
        place = (page.number, line_number)
        lines = heading if place in document.heading else body
        while gaps and box and gaps[0][1].box.bottom <= box.top:
            lines.append(_gap(page, *gaps.pop(0), has_picture=has_picture, prefix=document.prefix))
        zone = f' facs="#{document.prefix}z{page.number}-{line_number}"' if has_picture and box else ""
        content = _marked(line.text, document.marks.get(place, ()))
        if line.kind is Kind.REDACTION:
            content = f'<gap reason="redacted"><desc>{text(line.text)}</desc></gap>'
        elif line.kind is not Kind.MESSAGE:
            content = f'<seg type="{_as_word(line.kind)}">{content}</seg>'
        elif place in document.date_lines:
            content = f"<dateline>{content}</dateline>"
        lines.append(f'<lb n="{line_number}"{zone}/>{content}')
    body += [_gap(page, *gap, has_picture=has_picture, prefix=document.prefix) for gap in gaps]
    opener = f"<opener>{chr(10).join(heading)}</opener>" if heading else ""
    return f'<div><pb n="{page.number}"{facs}/>{opener}<ab>{chr(10).join(body)}</ab></div>'


def _gap(page: Page, number: int, region: Region, *, has_picture: bool, prefix: str) -> str:
    facs = f' facs="#{prefix}g{page.number}-{number}"' if has_picture and page.lines else ""
    return f'<gap reason="{_GAPS[region.kind]}"{facs}/>'


def _marked(line: str, marks: Sequence[_Mark]) -> str:
    """A line's text with tags around the words that name something; words that occur twice are left alone."""
    spans: list[tuple[int, int, _Mark]] = []
    if not marks:
        return text(line)
    for mark in marks:
        start = line.find(mark.words)
        end = start + len(mark.words)
        is_free = all(end <= other_start or start >= other_end for other_start, other_end, _ in spans)
        if start >= 0 and line.find(mark.words, start + 1) < 0 and is_free:
            spans.append((start, end, mark))
    parts = []
    done = 0
    for start, end, mark in sorted(spans, key=lambda span: span[0]):
        parts += [text(line[done:start]), mark.start, text(line[start:end]), mark.end]
        done = end
    return "".join([*parts, text(line[done:])])
