"""Manuscript -> one HTML document, which pandoc converts to EPUB or DOCX."""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from briefbook.errors import OutsideError
from briefbook.exports import archival_note
from briefbook.exports.book_index import OFFICE, PERSON, SUBJECT, BookIndex
from briefbook.exports.citation_elements import CitationElements, elements
from briefbook.exports.cutout_pictures import cutout_picture
from briefbook.exports.manuscript import Chapter, Manuscript, addresses, item_anchor, picture_file
from briefbook.exports.print_options import print_options
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.model.verdict import Verification
from briefbook.text.abbreviations import abbreviations_in, enough_for_a_list
from briefbook.text.date_display import date_in_words
from briefbook.text.imprint import editors_of, imprint
from briefbook.text.titles import title_of
from briefbook.util import extras
from briefbook.util.translation import N_, gettext, pgettext

INDEX_KINDS = {PERSON: N_("Persons"), OFFICE: N_("Offices"), SUBJECT: N_("Subjects")}
"""The parts of a book's index, by the kind of what is in them."""


def book_html(book: Manuscript, folder: Path | None = None) -> str:
    """The whole book as one HTML document with internal links.

    Args:
        book: The book.
        folder: Where cut-outs are written, if the settings ask for them; without it there are none.
    """
    about = book.archive.about
    options = print_options(about)
    index = BookIndex.of(book.archive, book.entries, options)
    sections: dict[str, dict[str, str]] = {}
    parts = [f'<!DOCTYPE html><html lang="{escape(book.language)}"><head><meta charset="utf-8">']
    parts.append(f"<title>{escape(book.title)}</title></head><body>")
    for label, value in imprint(about):
        parts.append(f"<p>{escape(with_label(label, value))}</p>")
    specimen, notice = (
        gettext("Specimen."),
        gettext("Items here are imitations made for demonstration, each marked so."),
    )
    if book.has_specimens:
        parts.append(f"<p><strong>{escape(specimen)}</strong> {escape(notice)}</p>")
    cutouts = CutOuts(book.archive, folder if options.has_cutouts else None)
    main = next((number for number, chapter in enumerate(book.chapters) if chapter.narrative.part != "front"), 0)
    chapters = [
        "\n".join(_chapter(chapter, index, sections, cutouts, other_language(book, chapter)))
        for chapter in book.chapters
    ]
    parts += [*chapters[:main], *_abbreviations(book), *chapters[main:]]
    parts.append('<h1 id="items">' + escape(papers_heading(book)) + "</h1>")
    for entry in book.entries:
        parts.append(f'<h2 id="{item_anchor(entry.item)}">{escape(paper_title(book.archive, entry))}</h2>')
        if note := paper_note(book.archive, entry):
            parts.append(f"<p>{escape(note)}</p>")
        for on, html in editors_notes(book, entry):
            parts.append((f"<p>{escape(on)}</p>" if on else "") + html)
        for term in index.by_item.get(entry.item, ()):
            sections.setdefault(term.key, {}).setdefault(item_anchor(entry.item), entry.item)
    return "\n".join([*parts, *_index(index, sections), "</body></html>"])


def _abbreviations(book: Manuscript) -> Iterator[str]:
    """The abbreviations of the chapters, before the text, as in the printed book."""
    own = book.archive.abbreviations
    terms = enough_for_a_list(abbreviations_in([chapter.narrative for chapter in book.chapters], own).entries, own)
    if terms:
        yield '<h1 id="abbreviations">' + escape(gettext("Abbreviations")) + "</h1><dl>"
        yield from (f"<dt>{escape(term.short)}</dt><dd>{escape(term.meaning)}</dd>" for term in terms)
        yield "</dl>"


def _chapter(
    chapter: Chapter, index: BookIndex, sections: dict[str, dict[str, str]], cutouts: "CutOuts", language: str
) -> Iterator[str]:
    """A chapter; ``sections`` gets what the index has of it: for each key the anchors of sections, with their names."""
    narrative = chapter.narrative
    own = f' lang="{escape(language)}"' if language else ""
    yield f'<h1 id="{chapter.anchor}"{own}>{escape(narrative.title)}</h1>'
    byline = [str(narrative.front_matter.get("author") or "").strip()]
    byline.append(date_in_words(narrative.dates) if narrative.dates else "")
    if any(byline):
        yield f"<p>{escape(', '.join(filter(None, byline)))}</p>"
    levels = [passage.level for passage in chapter.passages if passage.heading and passage.level > 1]
    for number, passage in enumerate(chapter.passages):
        anchor, name = chapter.anchor, narrative.title
        if passage.heading and passage.level > 1:
            anchor, name = f"{chapter.anchor}-section-{number}", passage.heading
            level = min(passage.level - min(levels) + 2, 6)
            yield f'<h{level} id="{anchor}"{own}>{escape(passage.heading)}</h{level}>'
        text = unescape(_TAG.sub(" ", passage.html))
        cited = {int(mark) for mark in _CITATION.findall(passage.html)}
        items = [narrative.citations[mark].item for mark in sorted(cited) if mark < len(narrative.citations)]
        terms = [term for _, term in index.mentions(text)]
        terms += [term for item in items for term in index.by_item.get(item, ()) if term.kind != PERSON]
        for term in terms:
            sections.setdefault(term.key, {}).setdefault(anchor, name)
        html = cutouts.added_to(_with_pandoc_notes(passage.html), narrative.path)
        yield f"<div{own}>{html}</div>" if own else html


_TAG = re.compile(r"<[^>]+>")
_CITATION = re.compile(r'data-citation="(\d+)"')


def _index(index: BookIndex, sections: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Persons, offices and subjects, each with the sections that name them and the papers that they are on."""
    if not sections:
        return
    yield '<h1 id="index">' + escape(gettext("Index")) + "</h1>"
    for kind, heading in INDEX_KINDS.items():
        terms = [term for term in index.terms(kind) if term.key in sections]
        if terms:
            yield f"<h2>{escape(gettext(heading))}</h2><ul>"
            for term in terms:
                links = [f'<a href="#{anchor}">{escape(name)}</a>' for anchor, name in sections[term.key].items()]
                yield f"<li>{escape(term.name)}: {'; '.join(links)}</li>"
            yield "</ul>"


def papers_heading(book: Manuscript) -> str:
    """The heading over a book's papers: those that its chapters cite, or all of a book that has no chapters."""
    return gettext("Papers cited") if book.chapters else gettext("The papers")


def paper_title(archive: Archive, entry: Entry) -> str:
    """The title of a paper in the book; its name too where next to nothing is known of it."""
    shown = title_of(entry, archive.post_on)
    is_known = any(entry.value(name) for name in ("from", "to", "date", "subject", "number", "title"))
    return shown if is_known else f"{shown} {entry.item}"


def paper_note(archive: Archive, entry: Entry) -> str:
    """Its name, if the title has not said it, and where it is; where the settings ask for it the archival note."""
    if print_options(archive.about).has_apparatus:
        return archival_note.archival(entry, archive.about)
    name = "" if paper_title(archive, entry).endswith(entry.item) else entry.item
    parts = [part for part in (name, known_location(elements(entry, archive.about))) if part]
    note = ", ".join(parts) + "." if parts else ""
    return " ".join(filter(None, (gettext("Specimen.") if entry.is_specimen else "", note)))


def with_label(label: str, value: str) -> str:
    """A row of the imprint, its label before it as the language has it."""
    return pgettext("imprint", "{label}: {value}").format(label=label, value=value)


def other_language(book: Manuscript, chapter: Chapter) -> str:
    """The language of a chapter that is not translated, where it is another than the book's; else empty."""
    own = chapter.narrative.language or book.archive.about.get("language") or book.language
    return "" if own == book.language else own


def known_location(citation: CitationElements) -> str:
    """Where a paper is held, for readers: nothing where nothing of it is known."""
    return citation.shown_location if citation.location or citation.repository else ""


def editors_notes(book: Manuscript, entry: Entry) -> list[tuple[str, str]]:
    """The editor's notes on a paper: for each what it is on ("" for the head note) and its HTML.

    Args:
        book: The manuscript.
        entry: The paper.

    Returns:
        In the order of the file: the quoted words that the note is on, said to be missing where the paper has them
        not (as on the site), and the note.
    """
    placed = book.archive.item_notes.get(entry.item)
    if placed is None:
        return []
    pages = {chapter.narrative.path: chapter.narrative.slug for chapter in book.chapters}
    items = {other.item for other in book.entries}
    narrative = placed.notes.narrative
    passages = book.archive.render(narrative, addresses(book.archive, narrative, items, pages))
    words = {}
    for annotation, place in zip(placed.notes.annotations, placed.places, strict=True):
        quoted = pgettext("quotation marks", "“{words}”").format(words=annotation.words)
        if not place.page:
            quoted = gettext("On words that are not in the text as it is now: %(words)s") % {"words": quoted}
        words[annotation.passage] = quoted
    notes: list[tuple[str, str]] = []
    for index, passage in enumerate(passages):
        if index in words or not notes:
            notes.append((words.get(index, ""), passage.html))
        else:
            notes[-1] = (notes[-1][0], notes[-1][1] + passage.html)
    return [(on, html) for on, html in notes if html.strip()]


class CutOuts:
    """The lines of scans that a book's quotations are from, as pictures in a folder; each place once."""

    def __init__(self, archive: Archive, folder: Path | None) -> None:
        """Without a folder there are none."""
        self._archive = archive
        self._folder = folder
        self._written: set[object] = set()

    def added_to(self, html: str, path: str) -> str:
        """The HTML of a passage with the cut-outs below its paragraphs.

        Args:
            html: The passage.
            path: The path of its chapter.
        """
        if self._folder is None:
            return html
        verified = {
            verification.quotation: verification
            for verification in self._archive.verifications
            if verification.narrative == path and verification.boxes
        }

        def below(match: re.Match[str]) -> str:
            quotations = [int(number) for number in _QUOTATION.findall(match[0])]
            return match[0] + "".join(self._figure(verified[number]) for number in quotations if number in verified)

        return re.sub(r"<p\b[^>]*>.*?</p>", below, html, flags=re.S)

    def _figure(self, verification: Verification) -> str:
        place = (verification.item, verification.page, verification.boxes)
        picture = cutout_picture(self._archive, verification) if place not in self._written else None
        entry = self._archive.catalogue.get(verification.item or "")
        if picture is None or entry is None or self._folder is None:
            return ""
        self._written.add(place)
        name = f"cut-out-{len(self._written)}.jpg"
        (self._folder / name).write_bytes(picture)
        alt, caption = cutout_words(entry, verification)
        image = f'<img src="{name}" alt="{escape(alt)}">'
        return f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>"


_QUOTATION = re.compile(r'data-quotation="(\d+)"')


def cutout_words(entry: Entry, verification: Verification) -> tuple[str, str]:
    """What a cut-out is, for those who do not see it, and its caption."""
    alt = gettext("Lines of the scan of {item} with the words “{words}”").format(
        item=entry.item, words=" ".join(verification.words.split())
    )
    caption = gettext("{item}, page {page}").format(item=entry.item, page=verification.page)
    return alt, (gettext("Specimen.") + " " if entry.is_specimen else "") + caption


def _with_pandoc_notes(html: str) -> str:
    """Footnotes in the form that pandoc knows, so that they become notes of the document."""
    html = re.sub(
        r'<sup class="footnote-ref"><a href="(#[^"]+)"[^>]*>[^<]*</a></sup>',
        r'<a epub:type="noteref" href="\1">note</a>',
        html,
    )
    html = re.sub(r' ?<a href="#[^"]+" class="footnote-backref"[^>]*>[^<]*</a>', "", html)
    head, separator, notes = html.partition('<hr class="footnotes-sep">')
    notes = re.sub(r'</?section[^>]*>|<ol class="footnotes-list">|</ol>\s*(?=</section>\s*\Z)', "", notes)
    parts = re.split(r'<li id="([^"]+)" class="footnote-item">', notes)
    asides = [
        f'<aside epub:type="footnote" id="{name}">{note.rpartition("</li>")[0] or note}</aside>'
        for name, note in zip(parts[1::2], parts[2::2], strict=True)
    ]
    return head + "".join(asides) if separator else html


def _with_pictures_in(html: str, book: Manuscript, folder: Path) -> str:
    """The HTML with its pictures copied into a folder under plain names, in kinds that every program shows."""
    names: dict[str, str] = {}

    def copied(match: re.Match[str]) -> str:
        path = picture_file(book.archive, unescape(match[2]))
        if path is None:
            return match[0]
        if match[2] not in names:
            names[match[2]] = _copy_picture(path, folder, len(names) + 1)
        return f"{match[1]}{names[match[2]]}{match[3]}"

    return re.sub(r'(<img [^>]*?src=")([^"]*)(")', copied, html)


def _copy_picture(path: Path, folder: Path, picture_number: int) -> str:
    suffix = path.suffix.lower()
    if suffix == ".webp":
        from PIL import Image

        with contextlib.suppress(OSError), Image.open(path) as picture:
            picture.save(folder / f"picture-{picture_number}.png")
            return f"picture-{picture_number}.png"
    (folder / f"picture-{picture_number}{suffix}").write_bytes(path.read_bytes())
    return f"picture-{picture_number}{suffix}"


def convert_with_pandoc(book: Manuscript, book_format: str) -> bytes:
    """The book converted by pandoc.

    Args:
        book: The book.
        book_format: ``epub`` or ``docx``.

    Raises:
        OutsideError: Pandoc is not installed or fails.
    """
    import os
    import tempfile

    extras.require("book")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"book.{book_format}"
        html = _with_pictures_in(book_html(book, Path(folder)), book, Path(folder))
        metadata = Path(folder) / "metadata.json"
        metadata.write_text(json.dumps(_metadata(book, book_format), ensure_ascii=False), encoding="utf-8")
        options = ["--toc", "--toc-depth=2", "--split-level=1", f"--resource-path={folder}"]
        options += [f"--metadata-file={metadata}"]
        if book_format == "epub":
            style = Path(folder) / "book.css"
            style.write_text(_EPUB_STYLE, encoding="utf-8")
            options += [f"--css={style}", "--epub-title-page=true"]
        previous_epoch = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = "315532800"  # 1980, the first day a ZIP archive can name
        try:
            import pypandoc  # type: ignore[import-untyped]

            pypandoc.convert_text(
                html, book_format, format="html+epub_html_exts", outputfile=str(target), extra_args=options
            )
        except (OSError, RuntimeError) as error:
            message = f"pandoc could not make the {book_format}: {error}"
            raise OutsideError(
                message,
                remedy="reinstall pandoc: pip install --force-reinstall pypandoc-binary",
            ) from error
        finally:
            if previous_epoch is None:
                del os.environ["SOURCE_DATE_EPOCH"]
            else:
                os.environ["SOURCE_DATE_EPOCH"] = previous_epoch
        return target.read_bytes()


def _metadata(book: Manuscript, book_format: str) -> dict[str, object]:
    """Title, authors and the like as pandoc takes them; for EPUB also identifiers, and what it has for all readers."""
    about = book.archive.about
    authors = authors_of(book)
    metadata: dict[str, object] = {"title": book.title, "lang": book.language}
    if date := book_date(book):
        metadata["date"] = date
    if book_format != "epub":
        return metadata | {"author": authors or editors_of(about)}
    creators = [{"role": "aut", "text": name} for name in authors]
    creators += [{"role": "edt", "text": name} for name in editors_of(about)]
    identifiers = [{"scheme": "ISBN-13", "text": about["publication_isbn"]}] if about.get("publication_isbn") else []
    if about.get("publication_doi"):
        identifiers.append({"scheme": "DOI", "text": f"https://doi.org/{about['publication_doi']}"})
    identifiers.append({"scheme": "URN", "text": f"urn:briefbook:{quote(book.title)}"})
    has_pictures = any("<img" in passage.html for chapter in book.chapters for passage in chapter.passages)
    modes = ["textual", *(["visual"] if has_pictures or print_options(about).has_cutouts else [])]
    metadata |= {
        "creator": creators,
        "identifier": identifiers,
        "accessModes": modes,
        "accessModeSufficient": ["textual"],
        "accessibilityFeatures": ["tableOfContents", "structuralNavigation", "index", "alternativeText"],
        "accessibilityHazards": ["none"],
        "accessibilitySummary": gettext("All text can be read aloud; pictures have descriptions."),
    }
    optional = {
        "publisher": about.get("publication_publisher", ""),
        "description": about.get("description", ""),
        "rights": about.get("publication_copyright") or about.get("site_licence", ""),
    }
    return metadata | {name: value for name, value in optional.items() if value}


_EPUB_STYLE = """
body { line-height: 1.4; hyphens: auto; widows: 2; orphans: 2; }
h1, h2, h3, h4 { line-height: 1.2; hyphens: none; break-after: avoid; }
h1 { margin: 2em 0 1em; font-weight: normal; }
table { border-collapse: collapse; width: 100%; font-size: .85em; margin: 1em 0; }
td { overflow-wrap: break-word; }
@media (max-width: 30em) { table { font-size: .72em; } th, td { padding: .2em .3em .2em 0; } }
#items h2 { font-size: 1em; margin: 1.2em 0 .2em; } #items h2 + p { margin-top: 0; font-size: .9em; }
th { text-align: left; border-bottom: 1px solid; }
th, td { padding: .2em .4em; vertical-align: top; }
tr { break-inside: avoid; }
figure { margin: 1em 0; break-inside: avoid; }
figure img { max-width: 100%; }
figcaption { font-size: .85em; }
#index ul { list-style: none; padding-left: 1em; text-indent: -1em; }
#toc ol, nav ol { list-style: none; padding-left: 1em; }
"""


def authors_of(book: Manuscript) -> list[str]:
    """The authors of the chapters where all name the same; a book by several names them at its chapters."""
    names = {str(chapter.narrative.front_matter.get("author") or "").strip() for chapter in book.chapters}
    return [name for name in names if name] if len(names) == 1 else []


def book_date(book: Manuscript) -> str:
    """The latest ``updated`` date of a narrative, else the year of publication; empty where neither is stated.

    It is never today's: the same book must give the same bytes.
    """
    dates = sorted(str(chapter.narrative.front_matter.get("updated", "")) for chapter in book.chapters)
    match = re.match(r"\d{4}-\d\d-\d\d", dates[-1]) if dates else None
    year = re.fullmatch(r"\d{4}", str(book.archive.about.get("publication_year", "")).strip())
    return match[0] if match else year[0] if year else ""
