"""Manuscript -> PDF by typst: contents, chapters with archival notes as footnotes, appendix of items, index."""

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefbook.errors import OutsideError
from briefbook.exports import archival_note
from briefbook.exports.manuscript import Chapter, Manuscript, in_language_of, item_anchor, manuscript, picture_file
from briefbook.exports.typst_markup import HtmlToTypst, notes_in, string, words
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import date_in_words
from briefbook.text.imprint import editors_of, imprint, in_a_row, publisher_of
from briefbook.util import extras
from briefbook.util.translation import gettext

MAX_THUMBNAIL_SIDE = 420
"""Longest side of an item's thumbnail, in pixels."""

MAX_ITEM_PICTURES = 400
"""How many items have a picture; further ones are given in words only, to limit the size of the file."""

_HEAD = """
#set document(title: {title}, author: {authors}, date: {date})
#set text(font: ("Source Serif 4", "Libertinus Serif"), size: 10.5pt, lang: {language})
#set page(paper: "a5", margin: (inside: 20mm, outside: 16mm, y: 20mm), numbering: "1", header: context {{
  let here-page = here().page()
  let heads = query(heading.where(level: 1)).filter(head => head.location().page() <= here-page)
  if heads.len() > 0 and heads.last().location().page() < here-page {{
    set text(size: 8pt, fill: luma(80))
    heads.last().body
  }}
}})
#set par(justify: true, leading: 0.62em, spacing: 0.9em)
#set table(
  inset: (x: 3pt, y: 3pt),
  stroke: (x, y) => if y == 0 {{ (bottom: 0.6pt) }} else {{ (bottom: 0.2pt + luma(190)) }},
)
#show table: set text(size: 8.5pt)
#show table: set par(justify: false)
#show heading: set par(justify: false)
#show heading.where(level: 1): it => {{
  pagebreak(weak: true)
  block(below: 1.2em, text(size: 17pt, weight: 400, it.body))
}}
#show heading.where(level: 2): it => block(above: 1.6em, below: .8em, text(size: 12.5pt, weight: 600, it.body))
#show heading.where(level: 3): it => block(above: 1.2em, below: .6em, text(size: 10.5pt, weight: 600, it.body))
#show link: set text(fill: rgb("#7c1d1f"))
#show footnote.entry: set text(size: 8.5pt)
#let raw-text(body) = text(font: "DejaVu Sans Mono", size: 0.85em, body)
"""


def files(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The book as one PDF file."""
    with in_language_of(archive):
        content = book_pdf(manuscript(archive, entries))
    yield "book.pdf", content


def book_pdf(book: Manuscript) -> bytes:
    """Typeset the book.

    Returns:
        The PDF, tagged for accessibility (PDF/UA-1) and for archiving (PDF/A-2b).

    Raises:
        OutsideError: typst fails.
    """
    extras.require("book")
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "main.typ").write_text(source(book, folder), encoding="utf-8")
        try:
            compiler = typst.Compiler(str(folder / "main.typ"), root=name, ignore_system_fonts=True)
            pdf = compiler.compile(timestamp=0, pdf_standards=["ua-1", "a-2b"])
        except RuntimeError as error:
            message = f"typst could not typeset the book: {error}"
            raise OutsideError(message, remedy="try the epub or docx export, and report this message.") from error
    return bytes(pdf) if isinstance(pdf, bytes | bytearray) else b"".join(pdf or [])


def source(book: Manuscript, folder: Path) -> str:
    """The typst source of the whole book; pictures are written into ``folder``."""
    about = book.archive.about
    anchors = {item_anchor(entry.item) for entry in book.entries} | {chapter.anchor for chapter in book.chapters}
    language = string(book.language.split("-")[0])
    authors = f"({', '.join(map(string, editors_of(about)))},)" if editors_of(about) else "()"
    parts = [_HEAD.format(title=string(book.title), authors=authors, language=language, date=_date(book))]
    parts.append(_title_page(book))
    parts.append("#outline(title: [" + words(gettext("Contents")) + "], depth: 2)\n")
    parts += [_chapter(book, chapter, anchors, folder) for chapter in book.chapters]
    parts.append("#heading(level: 1)[" + words(gettext("Items")) + "]\n")
    for index, entry in enumerate(book.entries):
        parts.append(_item(book, entry, folder, index, about.get("title", "")))
    if book.index:
        heading = words(gettext("Posts and people"))
        parts.append(f"#heading(level: 1)[{heading}]\n#set par(hanging-indent: 1em, justify: false)\n")
        for name, items in book.index:
            links = ", ".join(f"#link(label({string(item_anchor(item))}))[{words(item)}]" for item in items)
            parts.append(f"{words(name)}: {links}\n\n")
    return "\n".join(parts)


def _date(book: Manuscript) -> str:
    """The latest ``updated`` date of a narrative, not today's: the same book must give the same bytes."""
    dates = sorted(str(chapter.narrative.front_matter.get("updated", "")) for chapter in book.chapters)
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", dates[-1]) if dates else None
    year, month, day = (int(part) for part in match.groups()) if match else (1970, 1, 1)
    return f"datetime(year: {year}, month: {month}, day: {day})"


def _title_page(book: Manuscript) -> str:
    about = book.archive.about
    parts = ["#set par(justify: false)\n#show title: set text(size: 28pt, weight: 400)\n#v(28%)\n#title()\n\n"]
    if about.get("description"):
        parts.append(f"#v(4mm)\n#text(size: 12pt)[{words(about['description'])}]\n\n")
    if editors := editors_of(about):
        by = words(gettext("Edited by {names}").format(names=in_a_row(editors)))
        parts.append(f"#v(4mm)\n#text(size: 12pt)[{by}]\n\n")
    papers = ", ".join(part for part in (about.get("fonds"), about.get("repository")) if part)
    if papers:
        parts.append(words(gettext("Papers: {place}").format(place=papers)) + "\n\n")
    if book.has_specimens:
        notice = gettext(
            "Items here are imitations made for demonstration, each marked so; they are not historical documents."
        )
        specimen = gettext("Specimen.")
        block = '#block(stroke: 0.8pt + rgb("#7c1d1f"), inset: 8pt)'
        parts.append(f"{block}[*{words(specimen)}* {words(notice)}]\n\n")
    if publisher := publisher_of(about):
        parts.append(f"#v(1fr)\n{words(publisher)}\n\n")
    return "#[\n" + "".join(parts) + "]\n#pagebreak()\n" + _copyright_page(about)


def _copyright_page(about: Mapping[str, str]) -> str:
    """The back of the title page: imprint, licence of the text, rights in the papers."""
    rows = [
        *imprint(about),
        (gettext("Licence of the text"), about.get("site_licence", "")),
        (gettext("Rights in the papers"), about.get("rights", "")),
    ]
    lines = [f"{words(label)}: {words(value)}" for label, value in rows if value]
    if not imprint(about):
        return ""
    return "#[\n#set par(justify: false)\n#set text(size: 9pt)\n#v(1fr)\n" + "\n\n".join(lines) + "\n]\n#pagebreak()\n"


def _chapter(book: Manuscript, chapter: Chapter, anchors: set[str], folder: Path) -> str:
    cited: set[str] = set()
    narrative = chapter.narrative

    def foot(index: int) -> str:
        item = narrative.citations[index].item if index < len(narrative.citations) else ""
        entry = book.archive.catalogue.get(item)
        if entry is None:
            return gettext("{item} is not held in this collection.").format(item=item) if item else ""
        if item in cited:
            return ""
        cited.add(item)
        return archival_note.archival(entry, book.archive.about)

    def picture(name: str) -> str | None:
        path = picture_file(book.archive, name)
        if path is None:
            return None
        return _write_thumbnail(folder, f"media-{len(list(folder.iterdir()))}", path.read_bytes(), 1400)

    markup = HtmlToTypst(foot, picture, anchors, notes_in(passage.html for passage in chapter.passages))
    parts = [f"#heading(level: 1)[{words(narrative.title)}] #label({string(chapter.anchor)})\n"]
    if narrative.dates:
        parts.append(f"#text(fill: luma(80))[{words(date_in_words(narrative.dates))}]\n")
    levels = [passage.level for passage in chapter.passages if passage.heading and passage.level > 1]
    previous_level = 1
    for passage in chapter.passages:
        if passage.heading and passage.level > 1:
            previous_level = min(passage.level - min(levels) + 2, previous_level + 1, 4)
            parts.append(f"#heading(level: {previous_level})[{words(passage.heading)}]\n")
        parts.append(markup.of(passage.html) + "\n")
    return "\n".join(parts)


def _item(book: Manuscript, entry: Entry, folder: Path, index: int, title: str) -> str:
    head = f"#heading(level: 2)[{words(entry.item)}] #label({string(item_anchor(entry.item))})\n"
    note = f"{words(archival_note.archival(entry, book.archive.about))}\n\n"
    picture = book.archive.picture(entry.item, 1) if index < MAX_ITEM_PICTURES else None
    name = _write_thumbnail(folder, f"item-{index}", picture[0], MAX_THUMBNAIL_SIDE) if picture else None
    if not name:
        return head + note
    alt = gettext("The first page of {item}").format(item=entry.item)
    alt = gettext("Specimen.") + f" {alt}" if entry.is_specimen else alt
    image = f"box(stroke: 0.3pt + luma(150), image({string(name)}, width: 100%, alt: {string(alt)}))"
    return f"{head}#block(breakable: false, grid(columns: (1fr, 22mm), gutter: 5mm, [{note}], {image}))\n\n"


def _write_thumbnail(folder: Path, name: str, picture: bytes, max_side: int) -> str | None:
    try:
        from PIL import Image

        with Image.open(io.BytesIO(picture)) as opened:
            small = opened.convert("RGB" if opened.mode in ("RGB", "RGBA", "P", "CMYK") else "L")
            small.thumbnail((max_side, max_side))
            small.save(folder / f"{name}.jpg", "JPEG", quality=72)
    except OSError:
        return None
    return f"{name}.jpg"
