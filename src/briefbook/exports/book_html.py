"""Manuscript -> one HTML document, which pandoc converts to EPUB or DOCX."""

import contextlib
import re
from html import escape, unescape
from pathlib import Path

from briefbook.errors import OutsideError
from briefbook.exports import archival_note
from briefbook.exports.manuscript import Manuscript, item_anchor, picture_file
from briefbook.text.date_display import date_in_words
from briefbook.text.imprint import imprint
from briefbook.util import extras
from briefbook.util.translation import gettext


def book_html(book: Manuscript) -> str:
    """The whole book as one HTML document with internal links."""
    about = book.archive.about
    parts = [f'<!DOCTYPE html><html lang="{escape(book.language)}"><head><meta charset="utf-8">']
    parts.append(f"<title>{escape(book.title)}</title></head><body>")
    for label, value in imprint(about):
        parts.append(f"<p>{escape(label)}: {escape(value)}</p>")
    specimen, notice = (
        gettext("Specimen."),
        gettext("Items here are imitations made for demonstration, each marked so."),
    )
    if book.has_specimens:
        parts.append(f"<p><strong>{escape(specimen)}</strong> {escape(notice)}</p>")
    for chapter in book.chapters:
        parts.append(f'<h1 id="{chapter.anchor}">{escape(chapter.narrative.title)}</h1>')
        if chapter.narrative.dates:
            parts.append(f"<p>{escape(date_in_words(chapter.narrative.dates))}</p>")
        levels = [passage.level for passage in chapter.passages if passage.heading and passage.level > 1]
        for passage in chapter.passages:
            if passage.heading and passage.level > 1:
                level = min(passage.level - min(levels) + 2, 6)
                parts.append(f"<h{level}>{escape(passage.heading)}</h{level}>")
            parts.append(_with_pandoc_notes(passage.html))
    parts.append('<h1 id="items">' + escape(gettext("Items")) + "</h1>")
    for entry in book.entries:
        parts.append(f'<h2 id="{item_anchor(entry.item)}">{escape(entry.item)}</h2>')
        parts.append(f"<p>{escape(archival_note.archival(entry, about))}</p>")
    if book.index:
        parts.append('<h1 id="index">' + escape(gettext("Posts and people")) + "</h1><ul>")
        for name, items in book.index:
            links = ", ".join(f'<a href="#{item_anchor(item)}">{escape(item)}</a>' for item in items)
            parts.append(f"<li>{escape(name)}: {links}</li>")
        parts.append("</ul>")
    return "\n".join([*parts, "</body></html>"])


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
        html = _with_pictures_in(book_html(book), book, Path(folder))
        media = [f"--resource-path={folder}"]
        language = [f"--metadata=lang:{book.language}", f"--metadata=title:{book.title}"]
        identifier = [f"--metadata=identifier:urn:briefbook:{book.title}", "--metadata=date:1970-01-01"]
        previous_epoch = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = "315532800"  # 1980, the first day a ZIP archive can name
        try:
            import pypandoc  # type: ignore[import-untyped]

            options = ["--toc", "--split-level=1", *media, *language, *(identifier if book_format == "epub" else [])]
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
