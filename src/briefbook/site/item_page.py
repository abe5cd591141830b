"""An item -> its page: the picture of each page beside its text, what is known, from where, and what it touches."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from briefbook.model.cable import SURE_BELOW, Derivation, Reading, SourceKind
from briefbook.model.catalogue import FIELDS, Entry, natural
from briefbook.model.network import ResolvedReference
from briefbook.model.page import ORDINARY, Box, Kind, Line, Page
from briefbook.model.rendering import ExportFile
from briefbook.site import metadata_tags, urls
from briefbook.site.links import link_to
from briefbook.site.linkset import LINKSET, LINKSET_TYPE, item_linkset
from briefbook.site.narrative_page import citing_sentences, is_printed, quote_anchor, rect, verdict_label
from briefbook.site.notes_on_items import ShownAnnotation, note_marks, shown_notes
from briefbook.site.oembed import OEMBED, item_oembed
from briefbook.site.office_labels import sender_name
from briefbook.site.persons_named import NamedPerson, persons_by_page
from briefbook.site.related_items import related_items
from briefbook.site.rendering import (
    SPECIMEN,
    WebPage,
    in_quotation_marks,
    mark_if_unsure,
    of_paper,
    render_page,
    web_link,
)
from briefbook.site.site_data import ItemRow, SiteData, is_unsure
from briefbook.site.stub_pages import missing_paper
from briefbook.text.date_display import moment_in_words, month_label, year_label
from briefbook.text.dates import is_undated
from briefbook.text.documentary_forms import kind_word
from briefbook.text.field_names import field_label
from briefbook.text.finding_words import flag_in_words
from briefbook.text.folding import fold
from briefbook.text.office_names import place_name
from briefbook.text.posts import is_plain_words
from briefbook.text.safe_names import safe_name
from briefbook.text.services import PLACE, PROBABLE, edition_of, note_in_words, office_words, words_of_source
from briefbook.util.file_endings import MEDIA_TYPES, SCAN_PICTURES
from briefbook.util.picture_size import phone_size, web_size
from briefbook.util.translation import N_, SOURCE_LANGUAGE, counted, gettext, language, percent, pgettext

_WITHHELD = re.compile(
    r"\b(?:pages?|pp?\.|documents?(?! (?:numbers?|titles?|symbols?)\b)|attachments?|enclosures?)\b"
    r".{0,40}\b(?:withheld|withdrawn|denied in full|exempted|"
    r"not declassified|retained under)\b|\bwithdrawal (?:notice|sheet|card)\b|\bdenied in full\b",
    re.I,
)
"""What released files print where pages were kept back under ATIA, FOIA or the Public Records Act."""

_OF_WITHHOLDING = (
    "withheld",
    "withdraw",
    "denied",
    "exempted",
    "declassified",
    "retained",
)
"""Words of which each such statement has one."""

_TEXT_LAYER = "text layer"
"""The reader of pages whose text stood in the file."""

_OF_THE_READER = re.compile(r"read anew|a sample read anew|the file's own text|the (?:settings|collection) names?\b")
"""What begins a reason that is about the choice of a reader, and not about the page."""

_MOMENT_IN_UTC = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\dZ) in UTC")


MOMENTS = frozenset({"date", "sent", "received", "event"})
"""The fields whose values are dates, or dates and times, in EDTF."""

KINDS = {
    Kind.PAGE_LINE: N_("page line"),
    Kind.STAMP: N_("stamp"),
    Kind.FORM: N_("form"),
    Kind.HANDWRITING: N_("handwriting"),
    Kind.MARGIN: N_("in the margin"),
    Kind.HEADING: N_("heading"),
    Kind.ACTION_COLUMN: N_("action column"),
    Kind.ROUTING: N_("routing strip"),
    Kind.DISTRIBUTION: N_("distribution list"),
    Kind.TABLE: N_("table"),
    Kind.HOLE: N_("punched hole"),
    Kind.REDACTION: N_("redaction"),
    Kind.UNREAD: N_("typing not read"),
    Kind.BLANK: N_("blank"),
}


def item_page(site_data: SiteData, item: str) -> WebPage | None:
    """The page of an item; None if there is no such item."""
    entry_and_pages = site_data.item(item)
    if entry_and_pages is None:
        return None
    entry, pages = entry_and_pages
    row = site_data.row_of[item] if item in site_data.row_of else ItemRow.of(entry)
    item_title = site_data.title(row)
    url = urls.item_url(item)
    root = urls.root_of(url)
    files = item_files(site_data, entry, pages)
    copies = tuple(copy for copy in site_data.copies_of.get(item, ()) if site_data.has_item(copy))
    notes = shown_notes(site_data, item, url)
    named = persons_by_page(site_data, entry, pages) if site_data.shows("people") else {}
    marked_subject = subject(entry, pages)
    is_doubtful = 'class="unsure"' in marked_subject
    if is_doubtful and not row.edition_title:
        item_title = site_data.title_without_subject(row)
    title_parts = _title_parts(item_title, "" if is_doubtful else row.subject, marked_subject)
    is_subject_said = not is_doubtful and row.subject in item_title
    return render_page(
        site_data,
        url,
        "item.html",
        f"{item}: {item_title}",
        summary=_summary(item_title, row.designation),
        head=metadata_tags.of_item(site_data, row, entry, [(file["url"], file["media_type"]) for file in files]),
        scripts=("static/item.js", "static/hits.js"),
        specimen=gettext(SPECIMEN) if row.specimen else "",
        row=row,
        item_title=item_title,
        title_parts=title_parts,
        subject=marked_subject,
        is_subject_said=is_subject_said,
        has_doubtful_subject=is_doubtful,
        leaves=[
            page_values(
                site_data,
                entry,
                page,
                quotes_on(site_data, item, page.number),
                notes.on_page(page.number),
                named.get(page.number, ()),
            )
            for page in site_data.pages_to_show(entry, pages)
        ],
        fields=fields(site_data, entry, root),
        flags=[flag_in_words(flag) for flag in entry.flags],
        mentions=mentions(site_data, item),
        outward=_once(
            reference_out(site_data, reference, root) for reference in site_data.references_out.get(item, ())
        ),
        inward=_once(reference_in(site_data, reference, root) for reference in site_data.references_in.get(item, ())),
        copies=copies,
        copies_url=urls.copies_url(min((item, *copies), key=natural)) if copies else "",
        related=related_items(site_data, item),
        neighbours=neighbours(site_data, item),
        trail=breadcrumbs(site_data, row, root),
        cite=site_data.archive.cite(entry, site_data.about_item(entry.item)),
        permanent=urls.absolute(site_data.about.get("address", ""), url),
        under_title=_under_title(site_data, row, item_title),
        files=files,
        rights=rights(site_data, entry),
        facets=facets(site_data, row),
        notes=notes,
    )


def _title_parts(item_title: str, subject: str, marked_subject: Markup) -> tuple[Markup, Markup, bool]:
    """A title and, apart, the subject at its end.

    Args:
        item_title: The title.
        subject: The subject as the title has it.
        marked_subject: The same with the words marked that were hard to read, which takes its place where it is whole.

    Returns:
        The title before the subject, the subject, and whether it is typed in capitals, which are set smaller.
    """
    whole = bool(subject) and item_title.endswith(subject)
    start = item_title.find(subject if whole else subject[:_LETTERS_OF_A_SUBJECT]) if subject else -1
    if start <= 0 or not (whole or subject.isupper()):
        return days_together(item_title), Markup(""), False
    behind = marked_subject if whole else escape(item_title[start:])
    return days_together(item_title[:start]), behind, subject.isupper()


_CAPITALS = re.compile(r"[A-Z][A-Z0-9.,'/() -]{10,}(?:[A-Z)]|\d(?!\d|er\b|\xa0))")
"""Words in capitals, as a typewriter writes the names of offices; a code is shorter, and a day that follows is none."""


def _under_title(site_data: SiteData, row: ItemRow, item_title: str) -> Markup:
    """What the line under a title says: kind and number, from whom to whom, the date; for scholars what the title says.

    A paper whose kind is not known is called a document by its title alone.
    """
    title_folded = fold(item_title)
    kind, parties, route = row.kind_words, row.parties_words.removeprefix(", "), site_data.route(row)
    is_route_sure = row.has_sure_parties
    is_kind_said = not (row.form or row.number) or fold(kind) in title_folded
    is_date_said = bool(row.date_words) and row.date_words in item_title
    parts = [
        ("" if is_kind_said else mark_if_unsure(row, kind, "number"), False),
        ("" if parties == item_title else mark_if_unsure(row, parties, "from", "to"), bool(route) or is_route_sure),
        (mark_if_unsure(row, row.date_words, "date") or gettext("Date not known"), is_date_said),
        (mark_if_unsure(row, route, "from", "to"), is_route_sure),
    ]
    line = Markup(" · ").join(words for words, is_for_scholars in parts if words and not is_for_scholars)
    apart = Markup(" · ").join(words for words, is_for_scholars in parts if words and is_for_scholars)
    if not apart:
        return line
    return line + Markup('<span class="scholar">{}{}</span>').format(" · " if line else "", apart)


def days_together(words: str) -> Markup:
    r"""Text in which no line breaks between day and month, and long words in capitals are set smaller.

    >>> days_together("Bonn, 8 November 1962")
    Markup('Bonn, 8\xa0November 1962')
    >>> days_together("CHIEF OF STATION, 23 May 1962")
    Markup('<span class="about">CHIEF OF STATION</span>, 23\xa0May 1962')
    """
    together = str(escape(_DAY.sub("\\1\xa0", words)))
    return Markup(_CAPITALS.sub(r'<span class="about">\g<0></span>', together))


_DAY = re.compile(r"\b(\d{1,2}(?:er)?) (?=[^\W\d_]{3,} \d{4}\b)")
"""A day before the name of its month and the year."""


_LETTERS_OF_A_SUBJECT = 20
"""By how many letters the subject is found in the title, where a long one is cut short."""


def _summary(item_title: str, designation: str) -> str:
    """An item in one line for search engines, without repetition."""
    return f"{item_title}." if designation.casefold() in item_title.casefold() else f"{item_title}. {designation}."


def page_values(
    site_data: SiteData,
    entry: Entry,
    page: Page,
    quotes: Sequence[tuple[str, Any]],
    annotations: Sequence[ShownAnnotation] = (),
    named: Sequence[NamedPerson] = (),
) -> dict[str, Any]:
    """A page as the template wants it."""
    item = entry.item
    picture = site_data.picture_address(item, page.number)
    boxes = [line.box for line in page.lines]
    width, height = page.width, page.height
    if picture and not (width and height):
        width, height = picture_size(site_data, item, page.number)
    return {
        "number": page.number,
        "place": gettext("page {number} of the file {file}").format(number=page.file_page, file=page.file)
        if page.file
        else "",
        "picture": picture,
        "sources": picture_sources(item, page, picture) if picture else [],
        "width": width,
        "height": height,
        "boxes": overlay(page, boxes, width, height, [*quotes, *((f"nb-{each.number}", each) for each in annotations)])
        if picture and width
        else "",
        "annotations": annotations,
        "named": named,
        "lines": transcript(
            page,
            boxes if picture else [None] * len(boxes),
            printed=is_printed(entry, page),
            paper=site_data.paper_language,
            own=site_data.language,
            marks={line: [each for each in annotations if each.line == line] for line in {a.line for a in annotations}},
        ),
        "has_text": bool(page.lines),
        "how": how_read(page),
        "notes": notes(page),
        "technical": technical(page),
    }


def overlay(page: Page, boxes: Sequence[Box | None], width: int, height: int, quotes: Sequence[tuple[str, Any]]) -> str:
    """The boxes of lines, regions and quotations over a picture; each line leads to its text.

    The words that can be marked and copied on the picture, a script lays over it when a reader points at it: a browser
    takes longer to lay them out than all else that is painted first.
    """
    parts = [f'<svg class="boxes" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">']
    for number, (line, box) in enumerate(zip(page.lines, boxes, strict=True), 1):
        if box is None:
            continue
        words = " ".join(f"{word.box.left},{word.box.right}" if word.box else "-" for word in line.words)
        name = f' id="b{page.number}-{number}" data-w="{words}"'
        parts.append(f'<a href="#{urls.line_anchor(page.number, number)}" tabindex="-1">{rect(box, name)}</a>')
    parts += [
        rect(block.box, f' class="block" data-kind="{block.kind}"')
        for block in page.blocks
        if block.kind not in (Kind.MESSAGE, Kind.HEADING)
    ]
    parts += [rect(region.box, f' class="region" data-kind="{region.kind}"') for region in page.regions]
    for anchor, verification in quotes:
        parts.append(f'<g class="quote" id="{anchor}">{"".join(rect(box) for box in verification.boxes)}</g>')
    parts.append("</svg>")
    return Markup("".join(parts))


def transcript(
    page: Page,
    boxes: Sequence[Box | None],
    *,
    printed: bool = False,
    paper: str = "",
    own: str = "",
    marks: Mapping[int, Sequence[ShownAnnotation]] | None = None,
) -> str:
    """The text of a page, line by line, with uncertain words marked; a line with a box links to its place.

    What an edition prints is set as a book is, and all else as a typescript. ``paper`` is the language of the paper and
    ``own`` that of the page, where they differ. ``marks`` are the annotations on words that end on
    a line, by its number.
    """
    if not page.lines:
        return Markup('<p class="quiet">{}</p>').format(gettext("No text of this page is held."))
    paper_language = f' lang="{escape(paper)}"' if paper != own else ""
    own_language = f' lang="{escape(own)}"' if paper != own else ""
    parts = [f'<ol class="lines{" printed" * printed}"{paper_language}>']
    on_picture = str(escape(gettext("Line {number} on the picture")))
    of_page = str(escape(gettext("Line {number} of this page")))
    for number, (line, box) in enumerate(zip(page.lines, boxes, strict=True), 1):
        name = urls.line_anchor(page.number, number)
        target = f"#b{page.number}-{number}" if box else f"#{name}"
        label = (on_picture if box else of_page).format(number=number)
        marked = note_marks(marks[number]) if marks and number in marks else ""
        begins = line.kind is not Kind.MESSAGE and (number == 1 or page.lines[number - 2].kind is not line.kind)
        kind = (
            f' <span class="kind"{own_language}>{escape(gettext(KINDS[line.kind]))}</span>' if begins else ""
        )  # once for a run of lines
        quiet = "" if line.kind is Kind.MESSAGE else " other"
        parts.append(
            f'<li id="{name}"><a class="n" href="{target}" aria-label="{label}"></a>'
            f'<span class="t{quiet}">{words_of(line)}{marked}{kind}</span></li>'
        )
    parts.append("</ol>")
    return Markup("".join(parts))


def words_of(line: Line) -> str:
    """The words of a line; those hard to read say how sure the reading is."""
    if line.is_plain:
        return str(escape(line.text))
    parts = []
    for word in line.words:
        confidence = word.probability
        if confidence is None or confidence >= SURE_BELOW:
            parts.append(word.text if word.text.isalnum() else str(escape(word.text)))
        else:
            parts.append(mark_confidence(word.text, confidence))
    return " ".join(parts)


def confidence_words(confidence: float) -> str:
    """How sure a reading is."""
    return gettext("confidence {share}").format(share=percent(confidence))


def mark_unsure(text: str, why: str) -> Markup:
    """Words that were hard to read, marked so."""
    return Markup('<span class="unsure" title="{}">{}</span>').format(why, text)


def mark_confidence(text: str, confidence: float) -> Markup:
    """Words that were hard to read, marked so; how sure the reading is, the style shows in the scholar's layer."""
    return Markup('<span class="unsure" data-sure="{}">{}</span>').format(percent(confidence), text)


def subject(entry: Entry, pages: Sequence[Page]) -> Markup:
    """The subject with the same words marked as in the text that it was read from, and those that were mended."""
    reading = next(iter(entry.effective_readings("subject")), None)
    if reading is None or not reading.value:
        return Markup("")
    place = reading.place
    side = next((page for page in pages if place and page.number == place.page), None)
    if reading.by is not SourceKind.MACHINE or side is None or place is None or not place.line:
        return escape(reading.value)
    words = [word for line in side.lines[place.line - 1 : place.line + 2] for word in reversed(line.words)]
    hard = {
        word.text: confidence
        for word in words
        if (confidence := word.probability) is not None and confidence < SURE_BELOW
    }
    read = (reading.as_written or "").split()
    shown = reading.value.split()
    mended = dict(zip(shown, read, strict=True)) if len(read) == len(shown) else {}
    parts = [
        mark_confidence(word, hard[word])
        if word in hard
        else mark_unsure(word, gettext("read as “{words}”").format(words=mended[word]))
        if mended.get(word, word) != word
        else escape(word)
        for word in shown
    ]
    if is_unsure(entry, "subject") and not any("<span" in part for part in parts):
        return mark_confidence(reading.value, reading.confidence or 0.0)
    return Markup(" ").join(parts)


def how_read(page: Page) -> str:
    """Who read the page, and how sure."""
    if not page.lines:
        return ""
    if page.by == "person":
        return gettext("Text corrected by a person")
    if page.by == "received":
        return gettext("Text as supplied")
    if page.reader == _TEXT_LAYER:
        return gettext("Text that came with the scan, from other software")
    return gettext("Read by machine")


_LEGIBLE = ((0.95, N_("clearly legible")), (0.85, N_("mostly legible")), (0.7, N_("hard to read in places")))
"""From which average confidence of a word on a page is called what; below the last it is hard to read."""


def _how_legible(confidence: float) -> str:
    return gettext(next((words for limit, words in _LEGIBLE if confidence >= limit), N_("hard to read")))


_REASONS = {
    "read anew: the file's own text is not shown to be better": N_(
        "the text that came with the file was not shown to be better, and the page was read again"
    ),
    "no word could be read": N_("no word could be read"),
}
"""Why a page has the text it has, as a reader understands it."""

_SAMPLE_AGREES = re.compile(r"a sample read anew agrees with the file's own text \(\d+%\)")
_BUT_FOR = re.compile(r"read anew, but for (?:a line|\d+ lines) that the file's own text has better")


def _why_in_words(why: str) -> str:
    parts = []
    for part in why.split("; "):
        if _SAMPLE_AGREES.fullmatch(part):
            words = gettext("the text that came with the file agrees with a sample that was read again")
        elif _BUT_FOR.fullmatch(part):
            words = gettext("the page was read again; some lines are those of the text that came with the file")
        else:
            words = gettext(_REASONS.get(part, part))
        parts.append(words)
    return "; ".join(parts)


def technical(page: Page) -> str:
    """How the machine came to the text of a page, for those who must know: which reader, how sure, and why that."""
    if page.by != "machine":
        return ""
    confidence = page.confidence
    parts = [_how_legible(confidence)] if page.lines and confidence is not None else []
    parts += [_why_in_words(page.why)] if page.why and page.why != ORDINARY else []
    return _sentence("; ".join(gettext(part) for part in parts))


_ABOUT_PAGES = (
    N_("a cover sheet or a slip: hardly a word on it"),
    N_("type in two columns or on two pages side by side: the left was read before the right"),
    N_("a blank page"),
    N_("no word could be read: the picture has too few pixels"),
    N_("hardly a word could be read"),
    N_("could not be read: it looks like letters of another script"),
    N_("the picture is a mirror image: it was read in a mirror"),
    N_("the file's own text is of the script that is shown"),
    N_("written by hand, which is not read"),
)
"""What the reading of a page notes of it: messages, for the catalogues of other languages."""


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""


def _about_the_page(why: str) -> str:
    """What a reader must know of why a page was read as it was; how the machine chose its text is left out."""
    parts = [part for part in why.split("; ") if part not in ("", ORDINARY) and not _OF_THE_READER.match(part)]
    return _sentence("; ".join(parts))


def notes(page: Page) -> list[str]:
    """What a reader must know about a page: doubtful words, withheld passages, blanks."""
    chances = (word.probability for line in page.lines if not line.is_plain for word in line.words)
    confidences = [chance for chance in chances if chance is not None]
    doubtful = sum(confidence < SURE_BELOW for confidence in confidences)
    sentences = [
        counted(
            "{number} word was hard to read; such words are underlined with dots.",
            "{number} words were hard to read; such words are underlined with dots.",
            doubtful,
        )
    ] * bool(doubtful)
    withheld = sum(1 for region in page.regions if region.kind is Kind.REDACTION)
    if withheld:
        sentences.append(
            counted(
                "{number} passage is blacked out on this page.",
                "{number} passages are blacked out on this page.",
                withheld,
            )
        )
    if statement := _withheld_statement(page):
        sentences.append(gettext("Pages may have been withheld: the sheet says “{words}”.").format(words=statement))
    blanks = sum(1 for region in page.regions if region.kind is Kind.BLANK)
    if blanks:
        sentences.append(
            counted("{number} unexplained gap in the typing.", "{number} unexplained gaps in the typing.", blanks)
        )
    unread = sum(1 for region in page.regions if region.kind is Kind.UNREAD)
    if unread:
        sentences.append(
            counted(
                "In {number} place typing was not read: see the picture.",
                "In {number} places typing was not read: see the picture.",
                unread,
            )
        )
    if any(region.kind is Kind.HANDWRITING for region in page.regions):
        sentences.append(
            gettext("This page bears handwriting, which is framed on the picture and was not transcribed.")
        )
    if page.by == "machine" and (about := _about_the_page(page.why or "")):
        sentences.append(about)
    return sentences


def _withheld_statement(page: Page) -> str:
    """The first line of a page that says that pages were kept back; "" if none does."""
    text = fold(page.text)  # a whole page is asked first: hardly any has such words
    if not any(words in text for words in _OF_WITHHOLDING):
        return ""
    return next((line.text for line in page.lines if _WITHHELD.search(line.text)), "")


def picture_sources(item: str, page: Page, picture: str) -> list[tuple[str, int]]:
    """The pictures of a page to choose from by the width of the screen, each with its own; none where one serves."""
    small = phone_size(page.width, page.height)
    if small is None:
        return []
    return [(urls.phone_picture_url(item, page.number), small[0]), (picture, web_size(page.width, page.height)[0])]


def picture_size(site_data: SiteData, item: str, number: int) -> tuple[int, int]:
    """Width and height of a picture in pixels; zeros where there is none."""
    from PIL import Image

    scan = site_data.picture(item, number)
    if scan is None:
        return 0, 0
    with Image.open(io.BytesIO(scan[0])) as picture:
        return picture.size


def quotes_on(site_data: SiteData, item: str, number: int) -> list[tuple[str, Any]]:
    """The quotations that stand on a page, with the anchors of their boxes."""
    anchored = []
    for mention in site_data.mentions.get(item, ()):
        for verification in mention.quotations:
            if verification.page == number and verification.boxes:
                anchored.append((quote_anchor(mention.narrative, verification.quotation), verification))
    return list(dict(anchored).items())


def fields(site_data: SiteData, entry: Entry, root: str) -> list[dict[str, Any]]:
    """Every field that has a reading: its effective value, how it was derived, agreeing sources, overruled readings.

    What was read and not understood is no reading that lost, and for those only who ask for sources.
    """
    rows = []
    edition = bool(edition_of(entry))
    for name in FIELDS:
        readings = entry.readings.get(name, ())
        if not readings or name == "specimen":
            continue
        effective = _holding(entry, name)
        others = [reading for reading in readings if reading not in effective and reading.value is not None]
        is_understood = any(reading.value is not None or is_undated(reading.written_words) for reading in effective)
        if name == "note":
            if not is_understood:  # what an importer keeps for those who work
                continue
            others = [reading for reading in others if not _is_of_one_list(reading, effective)]
        rows.append(
            {
                "label": field_label(name),
                "technical": name in TECHNICAL or not is_understood,
                "value": doubted_value(site_data, entry, name, root),
                "how": Markup("; ").join(dict.fromkeys(provenance(reading, edition=edition) for reading in effective)),
                "lost": [
                    overruled_reading(name, reading, edition=edition, agrees=_agrees(reading, effective))
                    for reading in others
                ],
            }
        )
    return rows


TECHNICAL = frozenset({"dtg", "identifiers"})
"""The fields that are codes, which a reader's page leaves out until it is asked for sources."""


def _holding(entry: Entry, name: str) -> tuple[Reading, ...]:
    """The readings that hold; of identifiers all, for a paper has as many as archives and registries gave it."""
    if name == "identifiers":
        return tuple(reading for reading in entry.readings[name] if reading.value is not None) or (
            entry.effective_readings(name)
        )
    return entry.effective_readings(name)


def _is_of_one_list(reading: Reading, effective: Sequence[Reading]) -> bool:
    """Is a note beside those that hold, in the same list: one more column of it, which nothing has overruled?"""
    return any(other.by is reading.by and other.source == reading.source for other in effective)


def _agrees(reading: Reading, effective: Sequence[Reading]) -> bool:
    """Does a reading say what those that hold say?"""
    return fold(reading.value or "") in {fold(other.value) for other in effective if other.value}


def doubted_value(site_data: SiteData, entry: Entry, name: str, root: str) -> str:
    """What holds for a field, marked where it was hard to read."""
    value = field_value(site_data, entry, name, root)
    confidence = min(
        (reading.confidence for reading in entry.effective_readings(name) if reading.confidence is not None),
        default=1.0,
    )
    return mark_confidence(value, confidence) if is_unsure(entry, name) else value


def field_value(site_data: SiteData, entry: Entry, name: str, root: str) -> str:
    """What holds for a field, as a reader wants it."""
    values = tuple(dict.fromkeys(reading.value for reading in _holding(entry, name) if reading.value))
    if not values:
        written = next(
            (reading.written_words for reading in entry.effective_readings(name) if reading.written_words), None
        )
        if written and name == "date" and is_undated(written):
            none = gettext("none (the paper says “{words}”)").format(words=written)
            return Markup('<span class="quiet">{}</span>').format(none)
        unknown = gettext("“{words}” as read; what it means is not known").format(words=written) if written else ""
        nothing = (
            "" if any(reading.value == "" for reading in entry.effective_readings(name)) else gettext("not legible")
        )
        return Markup('<span class="quiet">{}</span>').format(unknown or nothing)
    if name in MOMENTS or name == "dtg":
        return value_in_words(name, values[0])
    if name in ("from", "to", "info"):
        row = site_data.row_of.get(entry.item) or ItemRow.of(entry)
        words = words_of_source(entry, name)
        posts = Markup("; ").join(_post(site_data, row, code, root) for code in values)
        return (
            Markup('{} <span class="quiet">{}</span> {}').format(words, gettext("as we read it:"), posts)
            if words
            else posts
        )
    if name in ("persons", "places"):
        url_of, shown = (urls.person_url, str) if name == "persons" else (urls.place_url, place_name)
        if not site_data.shows(name if name == "places" else "people"):
            return "; ".join(map(shown, values))
        return Markup("; ").join(link_to(root + url_of(value), shown(value)) for value in values)
    if name == "form":
        return "; ".join(map(kind_word, values)) if language() != SOURCE_LANGUAGE else "; ".join(values)
    if name == "rights":
        return Markup("; ").join(web_link(value) for value in values)
    return "; ".join(values)


def value_in_words(name: str, value: str) -> str:
    """A value for display: dates and times in words, anything else unchanged."""
    return moment_in_words(value) if name in MOMENTS or (name == "dtg" and "T" in value) else value


def _post(site_data: SiteData, row: ItemRow, code: str, root: str) -> str:
    post = site_data.office(row, code)
    address = root + urls.post_url(code)
    link = link_to(address, code)
    if post is None or not post.name:
        # of an office or a person named in words, nothing is left to know
        is_code = not (is_plain_words(code) or code in site_data.names_on_covers)
        return link + Markup(' <span class="quiet">{}</span>').format(gettext("not known")) if is_code else link
    name = office_words(post) if post.standing in (PLACE, PROBABLE) else post.name
    if fold(name) == fold(code):
        return link
    confirmed = post.standing in ("verified", "confirmed", PLACE, PROBABLE)
    standing = "" if confirmed else f", {gettext(post.standing)}"
    words = f'<a href="{escape(address)}">{escape(name)}</a>'
    return Markup(f'{words} <span class="quiet scholar">{escape(code)}{escape(standing)}</span>')


def provenance(reading: Reading, *, edition: bool = False) -> Markup:
    """How a value came to be known, with the place on the page.

    Args:
        reading: The reading.
        edition: What was received with the papers is a printed edition, and no list.
    """
    if reading.by is SourceKind.MACHINE and reading.note == BY_AUTHORITY and reading.value is not None:
        written = reading.as_written
        words = gettext("recognised in the text")
        if written and written != reading.value:
            words = gettext("recognised in the text (“{words}”)").format(words=written)
        return _with_place(words, reading)
    is_of_edition = edition and reading.by is SourceKind.RECEIVED
    words = gettext("from the edition") if is_of_edition else gettext(_WORDS_OF[reading.by])
    if reading.how is not Derivation.OBSERVED:
        derived = {
            Derivation.REPAIRED: pgettext("value", "repaired"),
            Derivation.INFERRED: pgettext("value", "inferred"),
            Derivation.SUPPLIED: pgettext("value", "supplied"),
        }
        words += f", {derived[reading.how]}"
    if reading.source:
        words += f" ({reading.source})"
    if reading.confirmed_by:
        words += ", " + gettext("confirmed by a person ({name})").format(name=reading.confirmed_by)
    if reading.value is None:
        words += "" if is_undated(reading.as_written or "") else ", " + gettext("not understood")
    elif reading.confidence is not None and reading.by in (SourceKind.MACHINE, SourceKind.COVER):
        words += f", {confidence_words(reading.confidence)}"
    if reading.written_words and reading.value and reading.written_words != " ".join(reading.value.split()):
        words += ", " + gettext("as written: “{words}”").format(words=reading.written_words)
    if reading.note and (reading.value is not None or reading.note != "not legible"):
        words += f"; {_MOMENT_IN_UTC.sub(lambda at: moment_in_words(at[1]), note_in_words(reading.note))}"
    return _with_place(words, reading)


_WORDS_OF = {
    SourceKind.PERSON: N_("entered by a person"),
    SourceKind.RECEIVED: N_("from the supplied list"),
    SourceKind.MACHINE: N_("read by machine"),
    SourceKind.COVER: N_("from the cover sheet"),
}
"""Where a value is from, but for a printed edition, which is no list."""

BY_AUTHORITY = "by the authority list"
"""The note of a name that the text has as a list of persons or places does."""


def _with_place(words: str, reading: Reading) -> Markup:
    """The words, and where on the pages the value is read, as a link."""
    if reading.place is None:
        return escape(words)
    page, line = reading.place.page, reading.place.line
    target = urls.line_anchor(page, line) if line else f"p{page}"
    shown = escape((gettext("p. {page}, l. {line}") if line else gettext("p. {page}")).format(page=page, line=line))
    return Markup(f'{escape(words)}, <a href="#{target}">{shown}</a>')


def overruled_reading(name: str, reading: Reading, *, edition: bool = False, agrees: bool = False) -> str:
    """An overruled reading: value and provenance; ``agrees``: its value is the effective one."""
    value = reading.value if reading.value is not None else reading.as_written or ""
    shown = gettext("the same") if agrees else value_in_words(name, value)
    words = pgettext("colon", "{before}: {behind}").format(
        before=escape(shown), behind=provenance(reading, edition=edition)
    )
    return Markup(words)


def mentions(site_data: SiteData, item: str) -> list[dict[str, Any]]:
    """Where the book cites it, with the words quoted."""
    rows = []
    for mention in site_data.mentions.get(item, ()):
        quotes = []
        for verification in mention.quotations:
            words, tone = verdict_label(verification)
            anchor = quote_anchor(mention.narrative, verification.quotation) if verification.boxes else ""
            if verification.page and not verification.boxes:
                anchor = (
                    urls.line_anchor(verification.page, verification.lines[0])
                    if verification.lines
                    else f"p{verification.page}"
                )
            quoted = mention.narrative.quotations[verification.quotation].words
            quotes.append({"words": quoted, "verdict": words, "tone": tone, "anchor": anchor})
        passage = mention.narrative.passages[mention.passage] if mention.narrative.passages else None
        anchor = f"s-{safe_name(passage.slug)}" if passage and passage.heading and passage.level > 1 else ""
        rows.append(
            {
                "slug": mention.narrative.slug,
                "title": mention.narrative.title,
                "heading": mention.heading if anchor else "",
                "anchor": anchor,
                "quotes": quotes,
                "sentences": citing_sentences(
                    mention.narrative, mention.passage, item, site_data.language_of(mention.narrative)
                ),
            }
        )
    return rows


def _once(references: Iterable[str]) -> list[str]:
    """References of the same words to the same paper, each once."""
    return list(dict.fromkeys(references))


def reference_out(site_data: SiteData, reference: ResolvedReference, root: str) -> str:
    """A reference that the item makes, and where it leads."""
    quoted_mention = in_quotation_marks(of_paper(site_data, reference.mention))
    mention = Markup(pgettext("colon", "{before}: {behind}")).format(before=quoted_mention, behind="")
    if reference.status == "held" and reference.target:
        return mention + _item_link(site_data, reference.target, root) + _sure(reference)
    if reference.status == "ambiguous":
        doubt = gettext("one of {items}") if len(reference.candidates) > 1 else gettext("probably {items}")
        return mention + Markup(doubt).format(
            items=Markup(", ").join(_item_link(site_data, item, root) for item in reference.candidates)
        )
    if reference.target and not site_data.shows("not-held"):
        return mention + Markup('{} <span class="quiet">{}</span>').format(
            missing_paper(site_data, reference.target).title, gettext("not held")
        )
    if reference.target:
        where = link_to(root + urls.stub_url(reference.target), missing_paper(site_data, reference.target).title)
        return mention + where + Markup(' <span class="quiet">{}</span>').format(gettext("not held"))
    words = gettext("not resolved")
    if reference.note:
        words = pgettext("colon", "{before}: {behind}").format(before=words, behind=reference.note)
    return mention + Markup('<span class="quiet">{}</span>').format(words)


def reference_in(site_data: SiteData, reference: ResolvedReference, root: str) -> str:
    """A reference that another item makes to this one."""
    return (
        _item_link(site_data, reference.item, root)
        + Markup(", {}").format(in_quotation_marks(reference.mention))
        + _sure(reference)
    )


def _item_link(site_data: SiteData, item: str, root: str) -> Markup:
    """An item by its id, with its title for readers."""
    link = link_to(root + urls.item_url(item), item)
    row = site_data.row_of.get(item)
    return link + Markup(' <span class="quiet">{}</span>').format(site_data.title(row)) if row else link


def _sure(reference: ResolvedReference) -> Markup:
    return (
        Markup(' <span class="quiet scholar">{}</span>').format(confidence_words(reference.confidence))
        if 0 < reference.confidence < 0.995
        else Markup("")
    )


def neighbours(site_data: SiteData, item: str) -> list[tuple[str, ItemRow | None]]:
    """The previous and next items by date and within the series."""
    by_date, by_number = site_data.neighbours_by_date(item), site_data.neighbours_by_number(item)
    labels = (
        gettext("Previous by date"),
        gettext("Next by date"),
        gettext("Previous number"),
        gettext("Next number"),
    )
    return [
        (label, site_data.row_of.get(neighbour or ""))
        for label, neighbour in zip(labels, (*by_date, *by_number), strict=True)
    ]


def breadcrumbs(site_data: SiteData, row: ItemRow, root: str) -> list[tuple[str, str]]:
    """The way to the page of an item: the list of all items, its sender, its id."""
    sender = [(sender_name(site_data, row), root + urls.post_url(row.sender))] if row.sender else []
    return [(gettext("Items"), root + urls.ITEMS), *sender, (row.item, "")]


def rights(site_data: SiteData, entry: Entry) -> str:
    """The rights in the item, the collection's where it has none of its own."""
    words = entry.value("rights") or site_data.about.get("rights", "")
    if words:
        return Markup(gettext("Rights: {rights}")).format(rights=web_link(words))
    repository = site_data.about.get("repository", "")
    return gettext("For the rights in this item, ask {repository}.").format(repository=repository) if repository else ""


def facets(site_data: SiteData, row: ItemRow) -> str:
    """What the static search filters and sorts by."""
    pairs = [("post", row.sender), *(("addressee", code) for code in row.to)]
    pairs += [("classification", row.classification), ("kind", "item")]
    pairs += [("month", month_label(row.date)), ("year", year_label(row.date))]
    spans = "".join(f'<span data-pagefind-filter="{name}:{escape(value)}"></span>' for name, value in pairs if value)
    spans += f'<span data-pagefind-sort="date:{escape(row.date)}"></span>' if row.date else ""
    spans += f'<span data-pagefind-meta="item:{escape(row.item)}"></span>'
    return Markup(f'<div hidden>{spans}<span data-pagefind-meta="date:{escape(row.date_words)}"></span></div>')


def item_files(site_data: SiteData, entry: Entry, pages: Sequence[Page]) -> list[dict[str, Any]]:
    """The files that an item's page offers: the original, pictures, text, standard forms."""
    files = []
    originals = site_data.archive.scan(entry.item)
    for path in originals:
        kind = ORIGINALS.get(path.suffix.lower(), "application/octet-stream")
        label = gettext("Original scan")
        label = label if len(originals) == 1 else f"{label}, {path.name}"
        files.append(_file(entry.item, path.name, kind, label, _note_of_original(entry, path), original=True))
    for owner, path in site_data.archive.scan_elsewhere(entry.item):
        kind = ORIGINALS.get(path.suffix.lower(), "application/octet-stream")
        note = gettext("{file}; it is with {item}").format(file=_note_of_original(entry, path), item=owner)
        files.append(_file(owner, path.name, kind, gettext("Original scan"), note))
    for export in export_files(site_data, entry, pages):
        if export.name in (OEMBED, LINKSET):
            continue  # for programs that follow the link in the page's head
        files.append(_file(entry.item, export.name, export.media_type, gettext(export.label), ""))
    return files


def _note_of_original(entry: Entry, path: Path) -> str:
    """The name of an original file, and which of its pages are the item's if it is divided."""
    own = [files for files in entry.files if files.file in (path.stem, path.parent.name)]
    return ": ".join(part for part in (path.name, "; ".join(map(str, own or entry.files))) if part)


def _file(item: str, name: str, media_type: str, label: str, note: str, *, original: bool = False) -> dict[str, Any]:
    download = media_type not in ("application/pdf", "text/plain", "image/png", "image/jpeg", "application/json")
    url = urls.item_file(item, name)
    return {
        "url": url,
        "media_type": media_type,
        "label": label,
        "note": note,
        "download": download,
        "original": original,
    }


def export_files(site_data: SiteData, entry: Entry, pages: Sequence[Page]) -> list[ExportFile]:
    """The plain text, and whatever standard forms are handed in; the last item's are kept, for they are asked twice."""
    if site_data.last_files is None or site_data.last_files[0] is not entry:
        site_data.last_files = (entry, _make_export_files(site_data, entry, pages))
    return site_data.last_files[1]


def _make_export_files(site_data: SiteData, entry: Entry, pages: Sequence[Page]) -> list[ExportFile]:
    files = []
    if any(page.lines for page in pages):
        head = f"{entry.item}\n" + (f"{SPECIMEN}\n" if entry.is_specimen else "")
        text = "\n\n".join(f"[page {page.number}]\n{page.text}" for page in pages)
        files.append(ExportFile(f"{entry.item}.txt", "text/plain", N_("Text"), f"{head}\n{text}\n".encode()))
    pictures = picture_addresses(site_data, entry, pages)
    pdf = site_data.archive.searchable_pdf(entry, pages, lambda number: site_data.picture(entry.item, number))
    if pdf:
        label = N_("Searchable PDF: the scan with its text")
        files.insert(0, ExportFile(f"{entry.item}.searchable.pdf", "application/pdf", label, pdf))
    references = site_data.references_out.get(entry.item, ())
    files += site_data.archive.item_files(entry, pages, site_data.about_item(entry.item), pictures, references)
    if text := item_oembed(site_data, entry):
        files.append(ExportFile(OEMBED, "application/json", "oEmbed", text.encode()))
    originals = [
        (urls.item_file(entry.item, path.name), ORIGINALS.get(path.suffix.lower(), "application/octet-stream"))
        for path in site_data.archive.scan(entry.item)
    ]
    forms = [(urls.item_file(entry.item, file.name), file.media_type) for file in files if file.name != OEMBED]
    linkset = item_linkset(site_data, entry, [*originals, *pictures.values(), *forms])
    files.append(ExportFile(LINKSET, LINKSET_TYPE, "Links", linkset.encode()))
    return files


def picture_addresses(site_data: SiteData, entry: Entry, pages: Sequence[Page]) -> dict[int, tuple[str, str]]:
    """The URL, relative to the site's root, and the media type of the picture of each page of an item that has one."""
    return {
        page.number: (address, site_data.picture_types[entry.item, page.number] or "")
        for page in site_data.pages_to_show(entry, pages)
        if (address := site_data.picture_address(entry.item, page.number))
    }


ORIGINALS = {ending: MEDIA_TYPES[ending] for ending in (".pdf", *sorted(SCAN_PICTURES))}
"""The media type of each kind of scan, by its ending."""
