"""Archive -> Manuscript: the book as a sequence of chapters in HTML, its appendix of items and its index."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from briefbook.exports.print_options import print_options
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry, natural
from briefbook.model.narrative import Citation, Image, Link, Narrative
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.text.book_order import book_order
from briefbook.text.date_display import date_in_words, sort_key
from briefbook.text.imprint import in_a_row
from briefbook.text.link_targets import LinkTarget, file_path_of, item_of_target, page_path_of, web_address
from briefbook.text.office_names import office_name
from briefbook.text.safe_names import safe_name
from briefbook.text.services import office_words, service_of
from briefbook.text.titles import office_in_title
from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, has_catalogue, using

LABELS = {
    "item": N_("Item"),
    "date": N_("Date"),
    "from": N_("From"),
    "to": N_("To"),
    "number": N_("Number"),
    "info": N_("Info"),
    "classification": N_("Classification"),
    "precedence": N_("Precedence"),
    "subject": N_("Subject"),
    "form": N_("Form"),
}


def in_language_of(archive: Archive, language: str = "") -> AbstractContextManager[None]:
    """Write the book in a language, until the end of the block; without one, in the main language of its site."""
    own = archive.about.get("language", "")
    chosen = language or (archive.languages[0] if archive.languages else own)
    return using(chosen if has_catalogue(chosen or "en", archive.locales) else SOURCE_LANGUAGE, archive.locales)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A rendered narrative; internal links point to ``#page-…`` and ``#item-…``."""

    narrative: Narrative
    anchor: str
    passages: tuple[RenderedPassage, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The book: chapters, the cited entries by date, and an index of posts and people."""

    archive: Archive
    title: str
    language: str
    chapters: tuple[Chapter, ...]
    entries: tuple[Entry, ...]
    index: tuple[tuple[str, tuple[str, ...]], ...]  # name, items
    has_specimens: bool


def manuscripts(archive: Archive, entries: Iterable[Entry]) -> Iterator[tuple[str, Manuscript]]:
    """The book in each language of its site that a page of it is written in, the main one first.

    Args:
        archive: The collection.
        entries: The papers, gone through once for each.

    Yields:
        What goes into the name of its file (``""``, then ``".fr"``), and the book.
    """
    written = {narrative.language for narrative in archive.narratives}
    for language in archive.languages or [""]:
        is_main = not archive.languages or language == archive.languages[0]
        if is_main or language in written:
            with in_language_of(archive, language):
                book = manuscript(archive, entries, language)
            yield ("" if is_main else f".{language}"), book


def manuscript(archive: Archive, entries: Iterable[Entry], language: str = "") -> Manuscript:
    """Assemble the book of a collection; its appendix has the cited ones of ``entries``, or all if none is cited.

    Args:
        archive: The collection.
        entries: The papers.
        language: One of the site's languages; "" for its main one.
    """
    paths = {narrative.path: narrative.slug for narrative in archive.narratives}
    is_several = len(archive.languages) > 1
    archive = archive.in_language(language or archive.languages[0], archive.languages) if is_several else archive
    all_entries = list(entries)
    menu = archive.about.get("site_menu", "").split("\n")
    of_book = (page for page in archive.narratives if page.part != "page")
    narratives = sorted(of_book, key=lambda page: book_order(page, menu))
    cited = {citation.item for narrative in narratives for citation in narrative.citations}
    appendix = [entry for entry in all_entries if entry.item in cited] or all_entries
    appendix.sort(key=lambda entry: (sort_key(entry.date), natural(entry.item)))
    item_names = {entry.item for entry in appendix}
    chapters = tuple(
        Chapter(
            narrative,
            page_anchor(narrative.slug),
            _with_own_notes(
                archive.render(narrative, addresses(archive, narrative, item_names, paths)), page_anchor(narrative.slug)
            ),
        )
        for narrative in narratives
    )
    return Manuscript(
        archive,
        archive.about.get("title", "Briefing book"),
        archive.about.get("page_language") or archive.about.get("language") or "en",
        chapters,
        tuple(appendix),
        _index(archive, appendix),
        any(entry.is_specimen for entry in appendix),
    )


def _with_own_notes(passages: Iterable[RenderedPassage], chapter: str) -> tuple[RenderedPassage, ...]:
    """The passages with the chapter's name in the ids of their footnotes, so that each is there once in the book."""
    return tuple(
        replace(passage, html=re.sub(r'((?:id|href)="#?)(fn(?:ref)?\d)', rf"\g<1>{chapter}-\g<2>", passage.html))
        for passage in passages
    )


def item_anchor(item: str) -> str:
    """The anchor of an item in the appendix."""
    return f"item-{safe_name(item).replace('~', '_')}"


def page_anchor(slug: str) -> str:
    """The anchor of a chapter."""
    return f"page-{safe_name(slug).replace('~', '_')}"


def addresses(archive: Archive, narrative: Narrative, items_in_book: set[str], pages: Mapping[str, str]) -> Addresses:
    """The link targets of a chapter's prose within the book."""

    def citation(cited: Citation, index: int) -> str | None:
        return f"#{item_anchor(cited.item)}" if cited.item in items_in_book else None

    def link(prose_link: Link) -> str | None:
        target = LinkTarget.parse(prose_link.target)
        if target.is_web:
            return web_address(target, prose_link.target)
        path = page_path_of(target, narrative.path, pages) if target.path else narrative.path
        if path is not None:
            return f"#{page_anchor(pages[path])}" if path in pages else None
        item = item_of_target(target, items_in_book.__contains__)
        return f"#{item_anchor(item)}" if item is not None else None

    def image(prose_image: Image) -> str | None:
        target = LinkTarget.parse(prose_image.source)
        return file_path_of(target, narrative.path, lambda path: picture_file(archive, path) is not None, picture=True)

    def table(items: tuple[str, ...], columns: tuple[str, ...]) -> str:
        items = tuple(sorted(items, key=lambda item: sort_key(_date_of(archive, item))))
        return item_table(archive, items, columns or archive.columns, items_in_book)

    own = narrative.language or archive.about.get("language", "")
    return Addresses(citation, link, image, table, language=own)


def picture_file(archive: Archive, path: str) -> Path | None:
    """The file of a picture by its path in the collection, in ``media/`` or ``narratives/``; None if there is none."""
    folder_name, _, name = path.partition("/")
    folder = {"media": archive.media, "narratives": archive.prose}.get(folder_name)
    if folder is None or not name or not os.path.isfile(folder / name):
        return None
    return folder / name if (folder / name).resolve().is_relative_to(folder.resolve()) else None


def _date_of(archive: Archive, item: str) -> str | None:
    entry = archive.catalogue.get(item)
    return entry.date if entry else None


def item_table(archive: Archive, items: tuple[str, ...], columns: tuple[str, ...], items_in_book: set[str]) -> str:
    """A table of items as plain HTML."""
    shown_columns = [column for column in columns if column in LABELS] or ["item", "date", "from", "to", "number"]
    rows = []
    for item in items:
        entry = archive.catalogue.get(item)
        if entry:
            cells = (_cell(archive, entry, column, items_in_book) for column in shown_columns)
            rows.append("".join(f"<td>{cell}</td>" for cell in cells))
    if not rows:
        return ""
    head = "".join(f"<th>{gettext(LABELS[column])}</th>" for column in shown_columns)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _mark_of_specimen() -> str:
    return " (" + gettext("specimen") + ")"


def _cell(archive: Archive, entry: Entry, column: str, items_in_book: set[str]) -> str:
    if column == "item":
        mark = _mark_of_specimen() if entry.is_specimen else ""
        name = escape(entry.item)
        return f'<a href="#{item_anchor(entry.item)}">{name}</a>{mark}' if entry.item in items_in_book else name + mark
    if column == "date":
        return escape(date_in_words(entry.date, unknown=""))
    if column in ("from", "to", "info") and not print_options(archive.about).has_apparatus:
        return escape(in_a_row([office_of(archive, entry, code) for code in entry.values(column)]))
    return escape(entry.value(column) or "")


def office_of(archive: Archive, entry: Entry, code: str) -> str:
    """An office that a paper names, in the words of its title: Embassy in Washington for WASHDC."""
    return office_in_title(code, str(service_of(entry)), entry.date or "", archive.post_on)


def _index(archive: Archive, entries: Iterable[Entry]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    items_by_name: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for code in dict.fromkeys((*entry.values("from"), *entry.values("to"), *entry.values("info"))):
            post = archive.post_on(code, service_of(entry), entry.date or "")
            if post and post.name and post.standing != "confirmed":
                post = replace(post, name=office_name(post.name))
            items_by_name[f"{code} ({office_words(post)})" if post and post.name else code].append(entry.item)
        for person in entry.values("persons"):
            items_by_name[person].append(entry.item)
    return tuple((name, tuple(items_by_name[name])) for name in sorted(items_by_name, key=str.casefold))
