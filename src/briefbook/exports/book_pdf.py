"""Manuscript -> PDF by typst: title pages, contents, chapters with notes, papers cited, facsimiles, index by page."""

import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefbook.errors import OutsideError
from briefbook.exports import archival_note
from briefbook.exports.book_html import (
    INDEX_KINDS,
    authors_of,
    book_date,
    cutout_words,
    editors_notes,
    known_location,
    other_language,
    paper_note,
    paper_title,
    papers_heading,
    with_label,
)
from briefbook.exports.book_index import PERSON, BookIndex
from briefbook.exports.book_style import PAPERS, STYLE
from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.cutout_pictures import cutout_picture
from briefbook.exports.manuscript import Chapter, Manuscript, in_language_of, item_anchor, manuscripts, picture_file
from briefbook.exports.print_options import PrintOptions, print_options
from briefbook.exports.typst_markup import Apparatus, HtmlToTypst, index_mark, notes_in, string, words
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.verdict import Verification
from briefbook.text.abbreviations import abbreviations_in, enough_for_a_list
from briefbook.text.date_display import date_in_words
from briefbook.text.folding import fold
from briefbook.text.imprint import editors_of, imprint, in_a_row, publisher_of
from briefbook.text.titles import title_of
from briefbook.util import extras
from briefbook.util.picture_size import web_size
from briefbook.util.translation import gettext, pgettext

MAX_THUMBNAIL_SIDE = 420
"""Longest side of an item's thumbnail, in pixels."""

_DAY = re.compile(r"\b\d{1,2}(?:er)? \w+ \d{4}\b")
"""A day in words, which is not broken over lines in a title."""
MAX_ITEM_PICTURES = 400
"""How many items have a picture; further ones are given in words only, to limit the size of the file."""

MAX_FACSIMILE_SIDE = 1600
"""Longest side of a page in the appendix of facsimiles, in pixels: 190 mm at 210 dots to the inch."""

MAX_FACSIMILES = 500
"""How many pages the appendix of facsimiles has at most; of the others it says that they are on the site."""

MAX_CUTOUTS = 400
"""How many cut-outs a book has at most."""


def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The book as a PDF file; one for each language of a book that has several, ``book.fr.pdf`` beside ``book.pdf``."""
    for ending, book in manuscripts(archive, entries):
        with in_language_of(book.archive, book.language):
            content = book_pdf(book)
        yield f"book{ending}.pdf", content


def book_pdf(book: Manuscript, *, is_draft: bool = False) -> bytes:
    """Typeset the book.

    Args:
        book: The book.
        is_draft: Leave the pictures of papers blank, which take most of the time: every line stands where it does in
            the book, so that its pages are known.

    Returns:
        The PDF, tagged for accessibility (PDF/UA-1) and for archiving (PDF/A-2a).

    Raises:
        OutsideError: typst fails.
    """
    extras.require("book")
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source(book, folder, is_draft=is_draft), encoding="utf-8")
        try:
            compiler = typst.Compiler(str(folder / "main.typ"), root=name, ignore_system_fonts=True)
            pdf = compiler.compile(timestamp=0, pdf_standards=["ua-1", "a-2a"])
        except RuntimeError as error:
            message = f"typst could not typeset the book: {error}"
            raise OutsideError(message, remedy="try the epub or docx export, and report this message.") from error
    return bytes(pdf) if isinstance(pdf, bytes | bytearray) else b"".join(pdf or [])


def source(book: Manuscript, folder: Path, *, is_draft: bool = False) -> str:
    """The typst source of the whole book; pictures are written into ``folder``, those of papers blank in a draft."""
    return _Printer(book, folder, is_draft=is_draft).source()


class _Printer:
    """Writes the typst source of a book, and its pictures into a folder."""

    def __init__(self, book: Manuscript, folder: Path, *, is_draft: bool = False) -> None:
        self.is_draft = is_draft
        self.book = book
        self.folder = folder
        self.about = book.archive.about
        self.options: PrintOptions = print_options(self.about)
        self.index = BookIndex.of(book.archive, book.entries, self.options)
        self.anchors = {item_anchor(entry.item) for entry in book.entries}
        self.anchors |= {chapter.anchor for chapter in book.chapters}
        self.entry_of = {entry.item: entry for entry in book.entries}
        self.pictures = 0
        self.cutouts = 0

    def source(self) -> str:
        """The whole source: front matter with Roman figures, then the chapters, what follows them, and the index."""
        main = next((number for number, chapter in enumerate(self.book.chapters) if _is_main(chapter)), 0)
        chapters = [self._chapter(chapter) for chapter in self.book.chapters]
        return "\n".join(
            [
                self._style(),
                self._title_page(),
                self._copyright_page(),
                '#set page(numbering: "i")\n',
                _OUTLINE.format(title=words(gettext("Contents"))),
                *chapters[:main],
                *self._abbreviations(),
                _MAIN_MATTER,
                *chapters[main:],
                *self._papers(),
                *self._facsimiles(),
                *self._index(),
            ]
        )

    def _style(self) -> str:
        margins, size = PAPERS[self.options.paper]
        names = editors_of(self.about) or authors_of(self.book)
        return STYLE.format(
            title=string(self.book.title),
            authors=f"({', '.join(map(string, names))},)" if names else "()",
            date=_date(self.book),
            language=string(self.book.language.split("-")[0]),
            running=f"[{words(self.book.title)}]",
            paper=self.options.paper,
            margins=margins,
            size=size,
        )

    def _title_page(self) -> str:
        about = self.about
        parts = ["#set par(justify: false, first-line-indent: 0pt, leading: 0.7em, spacing: 1.4em)\n"]
        parts.append("#show title: set text(size: 26pt, weight: 400, hyphenate: false)\n#v(22%)\n")
        if authors := authors_of(self.book):
            parts.append(f"#text(size: 13pt)[{words(in_a_row(authors))}]\n\n#v(6mm)\n")
        parts.append("#title()\n\n")
        if about.get("description"):
            parts.append(f"#v(3mm)\n#text(size: 11.5pt, fill: luma(50))[{words(about['description'])}]\n\n")
        if editors := editors_of(about):
            by = words(gettext("Edited by {names}").format(names=in_a_row(editors)))
            parts.append(f"#v(4mm)\n#text(size: 12pt)[{by}]\n\n")
        if self.book.has_specimens:
            notice = gettext(
                "Items here are imitations made for demonstration, each marked so; they are not historical documents."
            )
            specimen = gettext("Specimen.")
            parts.append(f"#block(stroke: 0.8pt + rust, inset: 8pt)[*{words(specimen)}* {words(notice)}]\n\n")
        if publisher := publisher_of(about):
            parts.append(f"#v(1fr)\n#text(size: 11pt)[{words(publisher)}]\n\n")
        return "#[\n" + "".join(parts) + "]\n#pagebreak()\n"

    def _copyright_page(self) -> str:
        """The back of the title page: imprint, licence of the text, where the papers are, and rights in them."""
        about = self.about
        papers = ", ".join(part for part in (about.get("fonds"), about.get("series"), about.get("repository")) if part)
        rows = [
            *imprint(about),
            (gettext("Licence of the text"), about.get("site_licence", "")),
            (pgettext("imprint", "Papers"), papers),
            (gettext("Rights in the papers"), about.get("rights", "")),
            (gettext("Online"), about.get("site_address", "")),
        ]
        lines = [_imprint_line(label, value) for label, value in rows if value]
        head = "#[\n#set par(justify: false, first-line-indent: 0pt, spacing: 0.9em)\n#set text(size: 9pt)\n#v(1fr)\n"
        return (head + "\n\n".join(lines) + "\n]\n#pagebreak()\n") if lines else ""

    # Chapters

    def _chapter(self, chapter: Chapter) -> str:
        narrative = chapter.narrative
        verified = self._verifications(chapter)

        def note(index: int) -> tuple[str, str] | None:
            item = narrative.citations[index].item if index < len(narrative.citations) else ""
            if not item:
                return None
            label = f"cited-{chapter.anchor}-{item_anchor(item)}"
            entry = self.book.archive.catalogue.get(item)
            if entry is None:
                return label, gettext("{item} is not held in this collection.").format(item=item)
            return label, self._note(entry)

        def cited(index: int) -> list[str]:
            item = narrative.citations[index].item if index < len(narrative.citations) else ""
            if item not in self.entry_of:
                return []
            return [_cited_key(item), *(term.key for term in self.index.by_item.get(item, ()) if term.kind != PERSON)]

        def picture(name: str) -> str | None:
            path = picture_file(self.book.archive, name)
            return self._write_picture(path.read_bytes(), 1400) if path is not None else None

        apparatus = Apparatus(
            note,
            picture,
            marks=lambda text: [(place, term.key) for place, term in self.index.mentions(text)],
            cited=cited,
            cutout=lambda index: self._cutout(verified.pop(index, None)),
        )
        markup = HtmlToTypst(apparatus, self.anchors, notes_in(passage.html for passage in chapter.passages))
        parts = [f"#heading(level: 1)[{words(narrative.title)}] #label({string(chapter.anchor)})\n"]
        byline = [str(narrative.front_matter.get("author") or "").strip()]
        byline.append(date_in_words(narrative.dates) if narrative.dates else "")
        if any(byline):
            parts.append(f"#byline[{words(', '.join(filter(None, byline)))}]\n")
        levels = [passage.level for passage in chapter.passages if passage.heading and passage.level > 1]
        previous_level = 1
        for passage in chapter.passages:
            if passage.heading and passage.level > 1:
                previous_level = min(passage.level - min(levels) + 2, previous_level + 1, 4)
                parts.append(f"#heading(level: {previous_level})[{words(passage.heading)}]\n")
            parts.append(markup.of(passage.html) + "\n")
        language = other_language(self.book, chapter)
        if language:
            parts = [f"#[\n#set text(lang: {string(language.split('-')[0])})\n", *parts, "]\n"]
        return "\n".join(parts)

    def _note(self, entry: Entry) -> str:
        """A footnote on a paper: its title and where it is; for scholars the archival note, with codes of offices."""
        if self.options.has_apparatus:
            return archival_note.archival(entry, self.about)
        citation = elements(entry, self.about)
        parts = (title_of(entry, self.book.archive.post_on), known_location(citation), entry.item)
        note = ", ".join(part.rstrip(".") for part in parts if part) + "."
        return f"[{gettext(SPECIMEN)}.] {note}" if entry.is_specimen else note

    def _verifications(self, chapter: Chapter) -> dict[int, Verification]:
        """The quotations of a chapter that were found on a picture, each place once, where cut-outs are asked for."""
        if not self.options.has_cutouts:
            return {}
        seen: set[object] = set()
        verified: dict[int, Verification] = {}
        for verification in self.book.archive.verifications:
            place = (verification.item, verification.page, verification.boxes)
            if verification.narrative == chapter.narrative.path and verification.boxes and place not in seen:
                seen.add(place)
                verified[verification.quotation] = verification
        return verified

    def _cutout(self, verification: Verification | None) -> str:
        """The lines of the scan that a quotation is from, as a figure."""
        if verification is None or self.cutouts >= MAX_CUTOUTS:
            return ""
        picture = cutout_picture(self.book.archive, verification)
        name = self._write(picture) if picture else None
        entry = self.book.archive.catalogue.get(verification.item or "")
        if name is None or entry is None:
            return ""
        self.cutouts += 1
        alt, caption = cutout_words(entry, verification)
        image = f"box(stroke: 0.3pt + luma(150), image({string(name)}, width: 100%, alt: {string(alt)}))"
        return f"\n\n#figure({image}, kind: image, supplement: none, numbering: none, caption: [{words(caption)}])\n\n"

    # What follows the chapters

    def _papers(self) -> Iterator[str]:
        """The papers that the book cites, by date: what each is, on which pages it is cited, its first page."""
        yield _heading(papers_heading(self.book))
        yield _PAPERS_STYLE
        for position, entry in enumerate(self.book.entries):
            yield self._paper(entry, has_picture=position < MAX_ITEM_PICTURES and not self.options.has_facsimiles)
        yield "]\n"

    def _paper(self, entry: Entry, *, has_picture: bool) -> str:
        marks = "".join(index_mark(term.key) for term in self.index.by_item.get(entry.item, ()))
        label = f"#label({string(item_anchor(entry.item))})"
        shown = words(_DAY.sub(lambda day: day[0].replace(" ", "\u00a0"), paper_title(self.book.archive, entry)))
        head = f"#heading(level: 2, outlined: false)[{shown}] {label}\n{marks}"
        note = paper_note(self.book.archive, entry)
        cited_words = words(gettext("Cited on"))
        cited = f"#cited-on({string(_cited_key(entry.item))}, [{cited_words}])"
        body = f"{words(note)} {cited}"
        if self.options.has_facsimiles and self._pages_of(entry):
            body += " " + words(gettext("Facsimile:")) + f" #folio-of({string(_facsimile_label(entry.item))})."
        notes = self._editors_notes(entry)
        name = self._picture_of(entry, 1, MAX_THUMBNAIL_SIDE) if has_picture else None
        body = f"#text(size: 9pt)[{body}]"
        if not name:
            return f"#block(breakable: false, width: 100%, above: 1.1em)[{head}{body}]\n\n{notes}"
        alt = gettext("The first page of {item}").format(item=entry.item)
        alt = gettext("Specimen.") + f" {alt}" if entry.is_specimen else alt
        image = f"box(stroke: 0.3pt + luma(150), image({string(name)}, width: 100%, alt: {string(alt)}))"
        grid = f"grid(columns: (1fr, 19mm), gutter: 5mm, [{head}{body}], {image})"
        return f"#block(breakable: false, above: 1.1em, {grid})\n\n{notes}"

    def _editors_notes(self, entry: Entry) -> str:
        """The editor's head note and annotations on a paper, each of these after the words that it is on."""
        markup = HtmlToTypst(Apparatus(lambda index: None, lambda name: None), self.anchors)
        shown = []
        for on, html in editors_notes(self.book, entry):
            begins = words(on) + ": " if on else ""
            shown.append(f"#block(inset: (left: 1em))[#set text(size: 9pt)\n{begins}{markup.of(html).strip()}]\n\n")
        return "".join(shown)

    def _abbreviations(self) -> Iterator[str]:
        """The abbreviations of the chapters, before the text."""
        narratives = [chapter.narrative for chapter in self.book.chapters]
        own = self.book.archive.abbreviations
        terms = enough_for_a_list(abbreviations_in(narratives, own).entries, own)
        if terms:
            rows = ", ".join(f"([{words(term.short)}], [{words(term.meaning)}])" for term in terms)
            yield _heading(gettext("Abbreviations")) + f"#terms(tight: true, separator: h(0.8em), {rows})\n"

    def _pages_of(self, entry: Entry) -> list[int]:
        """The pages of a paper that have a picture."""
        has_picture = self.book.archive.picture_type
        return [number for number in range(1, entry.page_count + 1) if has_picture(entry.item, number)]

    def _facsimiles(self) -> Iterator[str]:
        """The pages of the papers cited, as pictures, one on a page."""
        if not self.options.has_facsimiles:
            return
        shown = 0
        for entry in self.book.entries:
            pages = self._pages_of(entry)
            for number in pages:
                if shown == MAX_FACSIMILES:
                    note = gettext("The pages of further papers are on the site.")
                    yield f"#pagebreak(weak: true)\n{words(note)}\n"
                    return
                name = self._picture_of(entry, number, MAX_FACSIMILE_SIDE)
                if name is None:
                    continue
                heading = "#pagebreak()\n" if shown else _heading(gettext("Facsimiles"))
                yield heading + self._facsimile(entry, number, len(pages), name, is_first=number == pages[0])
                shown += 1

    def _facsimile(self, entry: Entry, page_number: int, pages: int, name: str, *, is_first: bool) -> str:
        caption = gettext("{item}, page {page} of {pages}").format(item=entry.item, page=page_number, pages=pages)
        if entry.is_specimen:
            caption = gettext("Specimen.") + " " + caption
        shown = f"{paper_title(self.book.archive, entry)}. {caption}"
        image = f'image({string(name)}, width: 100%, height: 100%, fit: "contain", alt: {string(caption)})'
        label = f"#[#metadata(none)#label({string(_facsimile_label(entry.item))})]" if is_first else ""
        return f"{label}#block(height: 1fr, {image})\n#block(above: 0.8em, text(size: 8pt)[{words(shown)}])\n"

    def _index(self) -> Iterator[str]:
        """Persons, offices and subjects, each with the pages of the book that name them or cite papers of theirs."""
        kinds = [(kind, self.index.terms(kind)) for kind in INDEX_KINDS]
        if not any(terms for _, terms in kinds):
            return
        yield _heading(gettext("Index")) + "#columns(2)[\n"
        for kind, terms in kinds:
            if terms:
                rows = ", ".join(
                    f"({string(term.key)}, {string(term.name)}, {string(fold(term.name)[:1].upper())})"
                    for term in terms
                )
                yield f"#heading(level: 2)[{words(gettext(INDEX_KINDS[kind]))}]\n#index-of(({rows},))\n"
        yield "]\n"

    # Pictures

    def _picture_of(self, entry: Entry, number: int, max_side: int) -> str | None:
        """The name of the file with a page of a paper; None where it has no picture."""
        archive = self.book.archive
        page = next((page for page in archive.catalogue.pages(entry.item) if page.number == number), None)
        if self.is_draft and page and min(page.width, page.height) and archive.picture_type(entry.item, number):
            from PIL import Image

            out = io.BytesIO()
            Image.new("L", web_size(page.width, page.height)).save(out, "PNG")
            return self._write_picture(out.getvalue(), max_side)
        picture = archive.picture(entry.item, number)
        return self._write_picture(picture[0], max_side) if picture else None

    def _write_picture(self, picture: bytes, max_side: int) -> str | None:
        try:
            from PIL import Image

            with Image.open(io.BytesIO(picture)) as opened:
                small = opened.convert("RGB" if opened.mode in ("RGB", "RGBA", "P", "CMYK") else "L")
                small.thumbnail((max_side, max_side))
                out = io.BytesIO()
                small.save(out, "JPEG", quality=72)
        except OSError:
            return None
        return self._write(out.getvalue())

    def _write(self, content: bytes) -> str:
        self.pictures += 1
        name = f"picture-{self.pictures}.jpg"
        (self.folder / name).write_bytes(content)
        return name


def _is_main(chapter: Chapter) -> bool:
    return chapter.narrative.part != "front"


_MAIN_MATTER = """
#set page(numbering: none)
#pagebreak(weak: true, to: "odd")
#set page(numbering: "1")
#counter(page).update(1)
"""
"""The text begins on a right-hand page; the page left blank before it has no number and no running head."""

_PAPERS_STYLE = """
#[
#set par(first-line-indent: 0pt, spacing: 0.6em)
#show heading.where(level: 2): it => block(above: 0pt, below: 0.5em, text(size: 9.5pt, weight: 600, it.body))
"""

_OUTLINE = "#outline(title: [{title}], depth: 2)\n"


def _heading(name: str) -> str:
    """The heading of a part of the book that is no chapter."""
    return f"#heading(level: 1)[{words(name)}]\n"


def _cited_key(item: str) -> str:
    return f"cited {item}"


def _facsimile_label(item: str) -> str:
    return f"facsimile-{item_anchor(item)}"


def _date(book: Manuscript) -> str:
    parts = (book_date(book) or "1970").split("-")  # PDF/A asks for a date, which no reader sees
    year, month, day = (int(part) for part in [*parts, "1", "1"][:3])
    return f"datetime(year: {year}, month: {month}, day: {day})"


def _imprint_line(label: str, value: str) -> str:
    """A line of the imprint as Typst; an address in it is a link."""
    line, shown = words(with_label(label, value)), words(value)
    is_address = value.startswith(("https://", "http://")) and " " not in value
    return line.replace(shown, f"#link({string(value)})[{shown}]") if is_address else line
