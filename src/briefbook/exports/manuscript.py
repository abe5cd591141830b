"""Archive -> Manuscript: the book as a sequence of chapters in HTML, its appendix of items and its index."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry, natural
from briefbook.model.narrative import Citation, Image, Link, Narrative
from briefbook.model.rendering import Addresses, RenderedPassage
from briefbook.text.date_display import date_in_words, sort_key
from briefbook.text.safe_names import safe_name

LABELS = {"item": "Item", "date": "Date", "from": "From", "to": "To", "number": "Number", "info": "Info"}
LABELS |= {"classification": "Classification", "precedence": "Precedence", "subject": "Subject", "form": "Form"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A narrative, rendered; inner links lead to ``#page-…`` and ``#item-…``."""

    narrative: Narrative
    anchor: str
    passages: tuple[RenderedPassage, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The book: chapters, the entries cited in them by date, and where posts and people occur."""

    archive: Archive
    title: str
    language: str
    chapters: tuple[Chapter, ...]
    entries: tuple[Entry, ...]
    index: tuple[tuple[str, tuple[str, ...]], ...]  # name, items
    has_specimens: bool


def manuscript(archive: Archive, entries: Iterable[Entry]) -> Manuscript:
    """The book of an archive; the appendix holds the cited ones among ``entries``, all of them if none is cited."""
    every = list(entries)
    narratives = sorted(archive.narratives, key=_order)
    cited = {citation.item for narrative in narratives for citation in narrative.citations}
    shown = [entry for entry in every if entry.item in cited] or every
    shown.sort(key=lambda entry: (sort_key(entry.date), natural(entry.item)))
    held = {entry.item for entry in shown}
    chapters = tuple(
        Chapter(one, page_anchor(one.slug), tuple(archive.render(one, addresses(archive, one, held))))
        for one in narratives
    )
    return Manuscript(
        archive,
        archive.about.get("title", "Briefing book"),
        archive.about.get("language") or "en",
        chapters,
        tuple(shown),
        _index(archive, shown),
        any(entry.is_specimen for entry in shown),
    )


def item_anchor(item: str) -> str:
    """Where an item stands in the appendix."""
    return f"item-{safe_name(item).replace('~', '_')}"


def page_anchor(slug: str) -> str:
    """Where a chapter begins."""
    return f"page-{safe_name(slug).replace('~', '_')}"


def addresses(archive: Archive, narrative: Narrative, held: set[str]) -> Addresses:
    """Where the prose of a chapter leads to within the book."""
    pages = {PurePosixPath(one.path).name: one.slug for one in archive.narratives}

    def citation(one: Citation, index: int) -> str | None:
        return f"#{item_anchor(one.item)}" if one.item in held else None

    def link(one: Link) -> str | None:
        if re.match(r"(https?://|mailto:)", one.target):
            return one.target
        target = one.target.partition("#")[0]
        slug = pages.get(PurePosixPath(target).name) or next((s for s in pages.values() if s == target), None)
        if slug:
            return f"#{page_anchor(slug)}"
        return f"#{item_anchor(target)}" if target in held else None

    def image(one: Image) -> str | None:
        name = re.sub(r"^(\.\./|\./)*(media/)?", "", one.source)
        return name if archive.media and (archive.media / name).is_file() and ".." not in name else None

    def table(items: tuple[str, ...], columns: tuple[str, ...]) -> str:
        items = tuple(sorted(items, key=lambda item: sort_key(_date_of(archive, item))))
        return item_table(archive, items, columns or archive.columns, held)

    return Addresses(citation, link, image, table)


def _date_of(archive: Archive, item: str) -> str | None:
    entry = archive.catalogue.get(item)
    return entry.date if entry else None


def item_table(archive: Archive, items: tuple[str, ...], columns: tuple[str, ...], held: set[str]) -> str:
    """A table of items as plain HTML."""
    known = [column for column in columns if column in LABELS] or ["item", "date", "from", "to", "number"]
    rows = []
    for item in items:
        entry = archive.catalogue.get(item)
        if entry:
            rows.append("".join(f"<td>{_cell(entry, column, held)}</td>" for column in known))
    if not rows:
        return ""
    head = "".join(f"<th>{LABELS[column]}</th>" for column in known)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(entry: Entry, column: str, held: set[str]) -> str:
    if column == "item":
        mark = " (specimen)" if entry.is_specimen else ""
        name = escape(entry.item)
        return f'<a href="#{item_anchor(entry.item)}">{name}</a>{mark}' if entry.item in held else name + mark
    if column == "date":
        return escape(date_in_words(entry.date, unknown=""))
    return escape(entry.value(column) or "")


def _index(archive: Archive, entries: Iterable[Entry]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for code in dict.fromkeys((*entry.values("from"), *entry.values("to"), *entry.values("info"))):
            post = archive.post(code)
            found[f"{code} ({post.name})" if post and post.name else code].append(entry.item)
        for person in entry.values("persons"):
            found[person].append(entry.item)
    return tuple((name, tuple(found[name])) for name in sorted(found, key=str.casefold))


def _order(narrative: Narrative) -> tuple[float, str, object]:
    given = narrative.order if narrative.order is not None else float("inf")
    return given, sort_key(narrative.dates), natural(narrative.slug)
