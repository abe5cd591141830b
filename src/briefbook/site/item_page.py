"""An item -> its page: the picture of each page beside its text, what is known, from where, and what it touches."""

import io
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from briefbook.model.cable import SURE_BELOW, Derivation, Reading, SourceKind
from briefbook.model.catalogue import FIELDS, Entry, natural
from briefbook.model.network import ResolvedReference
from briefbook.model.page import ORDINARY, Box, Kind, Line, Page
from briefbook.model.rendering import ExportFile
from briefbook.site import metadata_tags, urls
from briefbook.site.narrative_page import VERDICTS, quote_anchor, rect
from briefbook.site.rendering import SPECIMEN, WebPage, page, web_link
from briefbook.site.site_data import Row, SiteData, is_unsure
from briefbook.text.date_display import date_in_words
from briefbook.text.safe_names import safe_name

_WITHHELD = re.compile(
    r"\b(?:pages?|pp?\.|documents?|attachments?|enclosures?)\b.{0,40}\b(?:withheld|withdrawn|denied in full|exempted|"
    r"not declassified|retained under)\b|\bwithdrawal (?:notice|sheet|card)\b|\bdenied in full\b",
    re.I,
)
"""What released files print where pages were kept back under ATIA, FOIA or the Public Records Act."""

LABELS = {
    "dtg": "Date-time group",
    "sent": "Sent",
    "received": "Received",
    "event": "Date of event",
    "identifiers": "Identifiers",
    "info": "Copied to",
    "citation": "Archival source",
    "signer": "Signed or drafted by",
    "file": "Filed under",
    "tags": "Subject tags",
}
KINDS = {
    Kind.PAGE_LINE: "page line",
    Kind.STAMP: "stamp",
    Kind.FORM: "form",
    Kind.HANDWRITING: "handwriting",
    Kind.MARGIN: "in the margin",
    Kind.HOLE: "punched hole",
    Kind.REDACTION: "redaction",
    Kind.BLANK: "blank",
}


def item_page(book: SiteData, item: str) -> WebPage | None:
    """The page of an item; None if there is no such item."""
    held = book.item(item)
    if held is None:
        return None
    entry, pages = held
    row = book.row_of[item] if item in book.row_of else Row.of(entry)
    url = urls.item_url(item)
    root = urls.root_of(url)
    files = item_files(book, entry, pages)
    copies = tuple(copy for copy in book.copies_of.get(item, ()) if book.has_item(copy))
    return page(
        book,
        url,
        "item.html",
        f"{item}: {row.title}",
        summary=", ".join(part for part in (row.title, row.date_words, row.subject) if part),
        head=metadata_tags.of_item(book, row, entry, [(file["url"], file["media_type"]) for file in files]),
        scripts=("static/item.js", "static/hits.js"),
        specimen=SPECIMEN if row.specimen else "",
        row=row,
        subject=subject(entry, pages),
        leaves=[leaf(book, item, one, quotes_on(book, item, one.number)) for one in leaves_of(book, entry, pages)],
        fields=fields(book, entry, root),
        flags=[flag.replace("_", " ") for flag in entry.flags],
        mentions=mentions(book, item),
        outward=[reference_out(book, one, root) for one in book.references_out.get(item, ())],
        inward=[reference_in(one, root) for one in book.references_in.get(item, ())],
        copies=copies,
        copies_url=urls.copies_url(min((item, *copies), key=natural)) if copies else "",
        neighbours=neighbours(book, item),
        cite=book.archive.cite(entry, book.about),
        permanent=urls.absolute(book.about.get("address", ""), url),
        route=book.route(row),
        files=files,
        rights=rights(book, entry),
        facets=facets(book, row),
    )


def leaves_of(book: SiteData, entry: Entry, pages: Sequence[Page]) -> list[Page]:
    """The pages to show: those with text, and those of which there is only a picture."""
    known = {one.number: one for one in pages}
    for number in range(1, entry.page_count + 1):
        known.setdefault(number, Page(entry.item, number))
    if not known and book.picture_address(entry.item, 1):
        known[1] = Page(entry.item, 1)
    return [known[number] for number in sorted(known)]


def leaf(book: SiteData, item: str, one: Page, quotes: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A page as the template wants it."""
    picture = book.picture_address(item, one.number)
    boxes = [line.box for line in one.lines]
    width, height = one.width, one.height
    if picture and not (width and height):
        width, height = picture_size(book, item, one.number)
    return {
        "number": one.number,
        "picture": picture,
        "width": width,
        "height": height,
        "boxes": overlay(one, boxes, width, height, quotes) if picture and width else "",
        "lines": transcript(one, boxes if picture else [None] * len(boxes)),
        "has_text": bool(one.lines),
        "how": how_read(one),
        "notes": notes(one),
    }


def overlay(one: Page, boxes: Sequence[Box | None], width: int, height: int, quotes: Sequence[tuple[str, Any]]) -> str:
    """The boxes of lines, regions and quotations over a picture; each line leads to its text."""
    parts = [f'<svg class="boxes" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">']
    for number, (line, box) in enumerate(zip(one.lines, boxes, strict=True), 1):
        if box is None:
            continue
        words = " ".join(f"{word.box.left},{word.box.right}" if word.box else "-" for word in line.words)
        name = f' id="b{one.number}-{number}" data-w="{words}"'
        parts.append(f'<a href="#{urls.line_anchor(one.number, number)}" tabindex="-1">{rect(box, name)}</a>')
        size = max(1, box.bottom - box.top)
        parts.append(
            f'<text x="{box.left}" y="{box.bottom - size // 5}" font-size="{size}" textLength="{box.right - box.left}"'
            f' lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text>'
        )
    parts += [rect(region.box, f' class="region" data-kind="{region.kind}"') for region in one.regions]
    for anchor, verification in quotes:
        parts.append(f'<g class="quote" id="{anchor}">{"".join(rect(box) for box in verification.boxes)}</g>')
    parts.append("</svg>")
    return Markup("".join(parts))


def transcript(one: Page, boxes: Sequence[Box | None]) -> str:
    """The text of a page, line by line as it stands, uncertain words marked; a line with a box leads to it."""
    if not one.lines:
        return Markup('<p class="quiet">No text of this page is held.</p>')
    parts = ['<ol class="lines">']
    for number, (line, box) in enumerate(zip(one.lines, boxes, strict=True), 1):
        name = urls.line_anchor(one.number, number)
        target = f"#b{one.number}-{number}" if box else f"#{name}"
        said = "on the picture" if box else "of this page"
        kind = "" if line.kind is Kind.MESSAGE else f' <span class="kind">{KINDS[line.kind]}</span>'
        quiet = "" if line.kind is Kind.MESSAGE else " other"
        parts.append(
            f'<li id="{name}"><a class="n" href="{target}" aria-label="Line {number} {said}"></a>'
            f'<span class="t{quiet}">{words_of(line)}{kind}</span></li>'
        )
    parts.append("</ol>")
    return Markup("".join(parts))


def words_of(line: Line) -> str:
    """The words of a line; those hard to read say how sure the reading is."""
    parts = []
    for word in line.words:
        sure = word.confidence
        if sure is None or sure >= SURE_BELOW:
            parts.append(word.text if word.text.isalnum() else str(escape(word.text)))
        else:
            parts.append(unsure(word.text, f"confidence {sure:.0%}"))
    return " ".join(parts)


def unsure(text: str, why: str) -> Markup:
    """Words that were hard to read, marked so."""
    return Markup('<span class="unsure" title="{}">{}</span>').format(why, text)


def subject(entry: Entry, pages: Sequence[Page]) -> Markup:
    """The subject with the same words marked as in the text that it was read from, and those that were mended."""
    held = next(iter(entry.effective_readings("subject")), None)
    if held is None or not held.value:
        return Markup("")
    place = held.place
    side = next((one for one in pages if place and one.number == place.page), None)
    if held.by is not SourceKind.MACHINE or side is None or place is None or not place.line:
        return escape(held.value)
    words = [word for line in side.lines[place.line - 1 : place.line + 2] for word in reversed(line.words)]
    hard = {word.text: sure for word in words if (sure := word.confidence) is not None and sure < SURE_BELOW}
    read = (held.as_written or "").split()
    shown = held.value.split()
    mended = dict(zip(shown, read, strict=True)) if len(read) == len(shown) else {}
    parts = [
        unsure(one, f"confidence {hard[one]:.0%}")
        if one in hard
        else unsure(one, f"read as “{mended[one]}”")
        if mended.get(one, one) != one
        else escape(one)
        for one in shown
    ]
    if is_unsure(entry, "subject") and not any("<span" in part for part in parts):
        return unsure(held.value, f"confidence {held.confidence:.0%}")
    return Markup(" ").join(parts)


def how_read(one: Page) -> str:
    """Who read the page, and how sure."""
    if not one.lines:
        return ""
    if one.by == "person":
        return "Text corrected by a person"
    if one.by == "received":
        return "Text as supplied"
    sure = one.confidence
    words = f"Read by machine ({one.reader})" if one.reader else "Read by machine"
    return words + (f", average confidence {sure:.0%}" if sure is not None else "")


def notes(one: Page) -> list[str]:
    """What a reader must know about a page: doubtful words, withheld passages, blanks."""
    doubtful = sum(1 for word in one.words if word.confidence is not None and word.confidence < SURE_BELOW)
    made = [
        f"{doubtful} {'word was' if doubtful == 1 else 'words were'} hard to read; such words are underlined with dots."
    ] * bool(doubtful)
    withheld = sum(1 for region in one.regions if region.kind is Kind.REDACTION)
    if withheld:
        made.append(f"{withheld} {'passage is' if withheld == 1 else 'passages are'} blacked out on this page.")
    if said := next((line.text for line in one.lines if _WITHHELD.search(line.text)), None):
        made.append(f"Pages may have been withheld: the sheet says “{said}”.")
    blanks = sum(1 for region in one.regions if region.kind is Kind.BLANK)
    if blanks:
        made.append(f"{blanks} unexplained {'gap' if blanks == 1 else 'gaps'} in the typing.")
    if any(region.kind is Kind.HANDWRITING for region in one.regions):
        made.append("This page bears handwriting, which is framed on the picture and was not transcribed.")
    if one.why and one.why != ORDINARY and one.by == "machine":
        made.append(one.why[0].upper() + one.why[1:] + ("" if one.why.endswith(".") else "."))
    return made


def picture_size(book: SiteData, item: str, number: int) -> tuple[int, int]:
    """Width and height of a picture in pixels; zeros where there is none."""
    from PIL import Image

    held = book.picture(item, number)
    if held is None:
        return 0, 0
    with Image.open(io.BytesIO(held[0])) as picture:
        return picture.size


def quotes_on(book: SiteData, item: str, number: int) -> list[tuple[str, Any]]:
    """The quotations that stand on a page, with the anchors of their boxes."""
    found = []
    for mention in book.mentions.get(item, ()):
        for one in mention.quotations:
            if one.page == number and one.boxes:
                found.append((quote_anchor(mention.narrative, one.quotation), one))
    return list(dict(found).items())


def fields(book: SiteData, entry: Entry, root: str) -> list[dict[str, Any]]:
    """Every field that is known or tried: what holds, how it came, and what lost."""
    made = []
    for name in FIELDS:
        readings = entry.readings.get(name, ())
        if not readings or name == "specimen":
            continue
        held = entry.effective_readings(name)
        made.append(
            {
                "label": LABELS.get(name, name.capitalize()),
                "value": doubted_value(book, entry, name, root),
                "how": Markup("; ").join(dict.fromkeys(how(one) for one in held)),
                "lost": [lost(name, one) for one in readings if one not in held],
            }
        )
    return made


def doubted_value(book: SiteData, entry: Entry, name: str, root: str) -> str:
    """What holds for a field, marked where it was hard to read."""
    value = field_value(book, entry, name, root)
    sure = min((one.confidence for one in entry.effective_readings(name) if one.confidence is not None), default=1.0)
    return unsure(value, f"confidence {sure:.0%}") if is_unsure(entry, name) else value


def field_value(book: SiteData, entry: Entry, name: str, root: str) -> str:
    """What holds for a field, as a reader wants it."""
    values = entry.values(name)
    if not values:
        written = next((one.as_written for one in entry.effective_readings(name) if one.as_written), None)
        unknown = Markup('<span class="quiet">not understood</span>')
        return Markup("{} {}").format(unknown, f"(written “{written}”)") if written else unknown
    if name == "date":
        return date_in_words(values[0])
    if name in ("from", "to", "info"):
        return Markup("; ").join(_post(book, code, root) for code in values)
    if name in ("persons", "places"):
        where = root + (urls.PEOPLE if name == "persons" else urls.PLACES)
        return Markup("; ").join(
            Markup('<a href="{}#{}">{}</a>').format(where, urls.anchor(value), value) for value in values
        )
    if name == "rights":
        return Markup("; ").join(web_link(value) for value in values)
    return "; ".join(values)


def _post(book: SiteData, code: str, root: str) -> str:
    post = book.post(code)
    link = Markup('<a href="{}">{}</a>').format(root + urls.post_url(code), code)
    if post is None or not post.name:
        return link + Markup(' <span class="quiet">not known</span>')
    unsure = "" if post.standing in ("verified", "confirmed") else f", {post.standing}"
    return link + Markup(' <span class="quiet">{}{}</span>').format(post.name, unsure)


def how(one: Reading) -> Markup:
    """How a value came to be known, with the place on the page."""
    words = {
        SourceKind.PERSON: "entered by a person",
        SourceKind.RECEIVED: "from the supplied list",
        SourceKind.MACHINE: "read by machine",
    }[one.by]
    if one.how is not Derivation.OBSERVED:
        words += {
            Derivation.REPAIRED: ", repaired",
            Derivation.INFERRED: ", inferred",
            Derivation.SUPPLIED: ", supplied",
        }[one.how]
    if one.source:
        words += f" ({one.source})"
    if one.confidence is not None:
        words += f", confidence {one.confidence:.0%}"
    if one.as_written and one.value and one.as_written != one.value:
        words += f", as written: “{one.as_written}”"
    if one.note:
        words += f"; {one.note}"
    if one.place is None:
        return escape(words)
    target = urls.line_anchor(one.place.page, one.place.line) if one.place.line else f"p{one.place.page}"
    line = f", l. {one.place.line}" if one.place.line else ""
    return Markup('{}, <a href="#{}">p. {}{}</a>').format(words, target, one.place.page, line)


def lost(name: str, one: Reading) -> str:
    """A reading that does not hold."""
    value = one.value if one.value is not None else one.as_written or ""
    shown = date_in_words(value) if name == "date" else value
    return Markup("{}: {}").format(shown, how(one))


def mentions(book: SiteData, item: str) -> list[dict[str, Any]]:
    """Where the book cites it, with the words quoted."""
    made = []
    for mention in book.mentions.get(item, ()):
        quotes = []
        for one in mention.quotations:
            words, tone = VERDICTS[one.verdict]
            anchor = quote_anchor(mention.narrative, one.quotation) if one.boxes else ""
            if one.page and not one.boxes:
                anchor = urls.line_anchor(one.page, one.lines[0]) if one.lines else f"p{one.page}"
            quoted = mention.narrative.quotations[one.quotation].words
            quotes.append({"words": quoted, "verdict": words, "tone": tone, "anchor": anchor})
        passage = mention.narrative.passages[mention.passage] if mention.narrative.passages else None
        anchor = f"s-{safe_name(passage.slug)}" if passage and passage.heading and passage.level > 1 else ""
        made.append(
            {
                "slug": mention.narrative.slug,
                "title": mention.narrative.title,
                "heading": mention.heading if anchor else "",
                "anchor": anchor,
                "quotes": quotes,
            }
        )
    return made


def reference_out(book: SiteData, one: ResolvedReference, root: str) -> str:
    """A reference that the item makes, and where it leads."""
    mention = Markup("“{}”: ").format(one.mention)
    if one.status == "held" and one.target:
        return mention + _held(one.target, root) + _sure(one)
    if one.status == "ambiguous":
        return mention + Markup("one of ") + Markup(", ").join(_held(item, root) for item in one.candidates)
    if one.target:
        where = Markup('<a href="{}#{}">{}</a>').format(root + urls.NOT_HELD, urls.anchor(one.target), one.target)
        return mention + where + Markup(' <span class="quiet">not held</span>')
    return mention + Markup('<span class="quiet">not resolved{}</span>').format(f": {one.note}" if one.note else "")


def reference_in(one: ResolvedReference, root: str) -> str:
    """A reference that another item makes to this one."""
    return _held(one.item, root) + Markup(", “{}”").format(one.mention) + _sure(one)


def _held(item: str, root: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(root + urls.item_url(item), item)


def _sure(one: ResolvedReference) -> Markup:
    return (
        Markup(' <span class="quiet">{}</span>').format(f"confidence {one.confidence:.0%}")
        if 0 < one.confidence < 0.995
        else Markup("")
    )


def neighbours(book: SiteData, item: str) -> list[tuple[str, Row | None]]:
    """The items beside it in time and in its series."""
    by_date, by_number = book.neighbours_by_date(item), book.neighbours_by_number(item)
    labels = ("Previous by date", "Next by date", "Previous number", "Next number")
    return [(label, book.row_of.get(one or "")) for label, one in zip(labels, (*by_date, *by_number), strict=True)]


def rights(book: SiteData, entry: Entry) -> str:
    """The rights in the item, the collection's where it has none of its own."""
    words = entry.value("rights") or book.about.get("rights", "")
    return Markup("Rights: {}").format(web_link(words)) if words else "Rights: not stated; ask the repository."


def facets(book: SiteData, row: Row) -> str:
    """What the static search filters and sorts by."""
    pairs = [("post", row.sender), *(("addressee", code) for code in row.to)]
    pairs += [("classification", row.classification), ("month", row.date[:7]), ("year", row.date[:4]), ("kind", "item")]
    spans = "".join(f'<span data-pagefind-filter="{name}:{escape(value)}"></span>' for name, value in pairs if value)
    spans += f'<span data-pagefind-sort="date:{escape(row.date)}"></span>' if row.date else ""
    spans += f'<span data-pagefind-meta="item:{escape(row.item)}"></span>'
    return Markup(f'<div hidden>{spans}<span data-pagefind-meta="date:{escape(row.date_words)}"></span></div>')


def item_files(book: SiteData, entry: Entry, pages: Sequence[Page]) -> list[dict[str, Any]]:
    """The files that an item's page offers: the original, pictures, text, standard forms."""
    made = []
    for path in book.archive.scan(entry.item):
        kind = ORIGINALS.get(path.suffix.lower(), "application/octet-stream")
        made.append(_file(entry.item, path.name, kind, "Original scan", path.name))
    for one in exported(book, entry, pages):
        made.append(_file(entry.item, one.name, one.media_type, one.label, ""))
    return made


def _file(item: str, name: str, media_type: str, label: str, note: str) -> dict[str, Any]:
    download = media_type not in ("application/pdf", "text/plain", "image/png", "image/jpeg", "application/json")
    url = urls.item_file(item, name)
    return {"url": url, "media_type": media_type, "label": label, "note": note, "download": download}


def exported(book: SiteData, entry: Entry, pages: Sequence[Page]) -> list[ExportFile]:
    """The plain text, and whatever standard forms are handed in; the last item's are kept, for they are asked twice."""
    if book.last_files is None or book.last_files[0] is not entry:
        book.last_files = (entry, _exported(book, entry, pages))
    return book.last_files[1]


def _exported(book: SiteData, entry: Entry, pages: Sequence[Page]) -> list[ExportFile]:
    made = []
    if any(one.lines for one in pages):
        head = f"{entry.item}\n" + (f"{SPECIMEN}\n" if entry.is_specimen else "")
        text = "\n\n".join(f"[page {one.number}]\n{one.text}" for one in pages)
        made.append(ExportFile(f"{entry.item}.txt", "text/plain", "Text", f"{head}\n{text}\n".encode()))
    pictures = {
        one.number: (address, book.picture_types[entry.item, one.number] or "")
        for one in leaves_of(book, entry, pages)
        if (address := book.picture_address(entry.item, one.number))
    }
    pdf = book.archive.searchable_pdf(entry, pages, lambda number: book.picture(entry.item, number))
    if pdf:
        label = "Searchable PDF: the scan with its text"
        made.insert(0, ExportFile(f"{entry.item}.searchable.pdf", "application/pdf", label, pdf))
    return [*made, *book.archive.item_files(entry, pages, book.about, pictures)]


ORIGINALS = {
    ".pdf": "application/pdf",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
