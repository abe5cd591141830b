"""Archive -> the whole site on disk: only what changed is made, and a broken build never replaces a good site."""

import hashlib
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from briefbook.model.archive import Archive
from briefbook.model.catalogue import natural
from briefbook.programs.pagefind import index as pagefind_index
from briefbook.progress import Progress, quiet
from briefbook.site import urls
from briefbook.site.parallel_build import ItemWriter, StaleItem, write_items
from briefbook.site.rendering import version
from briefbook.site.site_data import Row, SiteData
from briefbook.site.staging import Staging
from briefbook.site.static_search import wants_pagefind
from briefbook.site.views import (
    PAGES,
    file_urls,
    html_urls,
    media_names,
    moved_addresses,
    page_at,
    search_files,
    static_names,
)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: web pages in all, files written now, files taken out; what could not be done and why.

    A page of the book or of an item that is taken out without a trace is a trouble too: links to it lead nowhere.
    """

    pages: int
    written: int
    removed: int
    troubles: tuple[str, ...] = ()


def build_site(archive: Archive, folder: Path, *, progress: Progress = quiet) -> BuildReport:
    """Write every page that changed into ``folder``; what stands there is replaced only when all are made.

    ``OutsideError`` where the disk is full or refuses; the former site then still stands.
    """
    staging = Staging(folder)
    plan = Plan(archive, staging.state())
    outputs = dict(plan.others())
    written = 0
    for url, key in outputs.items():
        if plan.known.get(url) != key:
            written += _write(staging, plan.book, url)
    items: dict[str, Any] = {}
    stale = [row for row in plan.book.rows if not plan.is_fresh(row.item)]
    made = write_items(ItemWriter(staging, plan.book), map(plan.stale_item, stale), total=len(stale))
    for item, record, count in progress(made, "Building", total=len(stale)) if stale else ():
        items[item] = record
        written += count
    pagefind = make_pagefind(staging, plan)
    kept = {row.item: items.get(row.item) or plan.items[row.item] for row in plan.book.rows}
    urls_now = set(outputs) | _urls_of(kept) | _urls_of(pagefind)
    removed = (set(plan.known) | _urls_of(plan.items) | _urls_of(plan.pagefind)) - urls_now
    if written or removed or not folder.is_dir():
        staging.commit(removed, {"version": version(), "outputs": outputs, "items": kept, "pagefind": pagefind})
    pages = sum(1 for url in urls_now if url.endswith(".html"))
    gone = sorted(url for url in removed if url.endswith(".html") and url.startswith(("narratives/", "items/")))
    troubles = [one["trouble"] for one in pagefind.values() if one["trouble"]] + [_gone(url) for url in gone[:SHOWN]]
    return BuildReport(pages, written, len(removed), tuple(troubles))


SHOWN = 20
"""Addresses named of those that are gone."""


def _gone(url: str) -> str:
    former = (
        "`formerly` in its page's front matter" if url.startswith("narratives/") else "`site.moved` in the settings"
    )
    return f"{url} is no longer on the site. If it was renamed, list the old name under {former} so that it redirects."


def _urls_of(records: dict[str, Any]) -> set[str]:
    return {url for record in records.values() for url in record["urls"]}


def make_pagefind(staging: Staging, plan: "Plan") -> dict[str, Any]:
    """Pagefind's two indexes, of the items and of the book's pages, each made anew only when its texts changed."""
    if not wants_pagefind(plan.book):
        return {}
    book = [urls.narrative_url(one.slug) for one in plan.book.narratives]
    pages = {"pagefind": [urls.item_url(row.item) for row in plan.book.rows], "pagefind-book": book}
    keys = {"pagefind": plan.texts_key, "pagefind-book": _digest([plan.narrative_key(url) for url in book])}
    made = {}
    for name, addresses in pages.items():
        before = plan.pagefind.get(name)
        if before and before["key"] == keys[name] and not before["trouble"]:
            made[name] = before
        elif addresses:
            trouble = pagefind_index(
                staging.gathered(name, addresses), staging.files / name, plan.book.about.get("language", "en")
            )
            found = sorted((staging.files / name).rglob("*")) if (staging.files / name).is_dir() else []
            held = [path.relative_to(staging.files).as_posix() for path in found if path.is_file()]
            made[name] = {"key": keys[name], "urls": held, "trouble": f"Pagefind: {trouble}" if trouble else ""}
    return made


def _write(staging: Staging, book: SiteData, url: str) -> int:
    if url.startswith("media/") and book.archive.media:
        name = next(name for name in media_names(book) if urls.media_url(name) == url)
        staging.copy(url, book.archive.media / name)
        return 1
    page = page_at(url, book)
    if page is None:
        raise AssertionError(f"the site lists {url} and does not make it")
    staging.write(url, page.body)
    return 1


class Plan:
    """What must stand on the site, and of what each file is made, as keys."""

    def __init__(self, archive: Archive, state: dict[str, Any]) -> None:
        """``state`` is what the last build recorded; a build by another version counts for nothing but removal."""
        self.known: dict[str, str] = state.get("outputs", {})
        self.items: dict[str, dict[str, Any]] = state.get("items", {})
        self.pagefind: dict[str, dict[str, Any]] = state.get("pagefind", {})
        self.same_version = state.get("version") == version()
        self.item_keys = _item_keys(archive)
        self.book = SiteData(archive, self._rows(archive))
        for item, record in self.items.items():
            if self.item_keys.get(item) == record["key"]:
                for number, media_type in record["pictures"].items():
                    self.book.picture_types[item, int(number)] = media_type
        codes = sorted(self.book.post_items)
        titles = [(one.slug, one.title) for one in self.book.narratives]
        self._base = _digest(version(), dict(archive.about), [archive.post(code) for code in codes], titles)
        self._page_keys: dict[str, str] = {}

    def _rows(self, archive: Archive) -> Iterator[Row]:
        held = self.items if self.same_version else {}
        fresh = all(held.get(item, {}).get("key") == key for item, key in self.item_keys.items())
        if fresh and len(held) >= len(self.item_keys):
            for item in self.item_keys:
                yield _row(held[item]["row"])
            return
        for entry in archive.catalogue:
            yield Row.of(entry)

    def others(self) -> Iterator[tuple[str, str]]:
        """The address and key of every file that belongs to no single item."""
        book, archive = self.book, self.book.archive
        rows = _digest(self._base, book.rows, archive.network, archive.columns)
        keys = self._keys_of_pages(rows)
        shape = keys[""]
        for url in html_urls(book):
            if url in PAGES:
                yield url, keys.get(url, shape)
            elif url.startswith("narratives/"):
                yield url, self.narrative_key(url)
            elif url.startswith("copies/"):
                yield url, _digest(rows, self.texts_key)
            elif url.startswith("items/"):  # a former address
                yield url, self.narrative_key(url)
            else:
                yield url, rows
        for url in file_urls(book):
            yield url, keys.get(url, shape)
        yield from self._search_keys()
        for name in static_names():
            yield f"static/{name}", self._base
        for path in archive.downloads:
            if path.is_file():
                yield f"downloads/{path.name}", _digest(path.stat().st_size, path.stat().st_mtime_ns)
        if archive.media:
            for name in media_names(book):
                stat = (archive.media / name).stat()
                yield urls.media_url(name), _digest(stat.st_size, stat.st_mtime_ns)

    def _keys_of_pages(self, rows: str) -> dict[str, str]:
        """Keys of pages that are made of more than rows and titles; under "" the key of those that are not.

        An edited sentence must not make the whole site anew: only what shows prose, verdicts or downloads.
        """
        book, archive = self.book, self.book.archive
        told = [
            (one.slug, one.title, one.dates, one.front_matter.get("updated"), one.front_matter.get("author"))
            for one in book.narratives
        ]
        shape = _digest(rows, told, sorted(moved_addresses(book).items()))
        prose = _digest(shape, book.narratives, archive.verifications, archive.findings)
        missing = {item: [one.narrative.slug for one in found] for item, found in book.cited_not_held.items()}
        offered = [(path.name, path.stat().st_size) for path in archive.downloads if path.is_file()]
        return {
            "": shape,
            urls.HOME: prose,
            urls.COVER: prose,
            urls.ANNOTATIONS: prose,
            urls.CHECKS: _digest(shape, archive.verifications, archive.findings),
            urls.NOT_HELD: _digest(shape, missing),
            urls.DOWNLOADS: _digest(shape, offered),
            "search/book.js": prose,
        }

    def _search_keys(self) -> Iterator[tuple[str, str]]:
        key = _digest(self._base, self.texts_key)
        before = [url for url, known in self.known.items() if url.startswith("search/") and known == key]
        for url in before or search_files(self.book):
            yield url, key

    @cached_property
    def texts_key(self) -> str:
        """Of what every index of the items is made."""
        return _digest(self.item_keys)

    def narrative_key(self, url: str) -> str:
        """Of what the page of a narrative is made."""
        narrative = next((one for one in self.book.narratives if urls.narrative_url(one.slug) == url), None)
        if narrative is None:  # a former address
            return _digest(self._base, moved_addresses(self.book).get(url))
        cited = [(one.item, self.item_keys.get(one.item)) for one in narrative.citations]
        archive = self.book.archive
        offered = [path.name for path in archive.downloads]
        verified = self.book.verifications.get(narrative.path)
        return _digest(self._base, narrative, verified, cited, archive.columns, offered)

    def page_key(self, item: str) -> str:
        """Of what an item's page is made."""
        if item not in self._page_keys:
            book = self.book
            beside = [
                book.row_of.get(one or "") for one in book.neighbours_by_date(item) + book.neighbours_by_number(item)
            ]
            cited = [
                (one.narrative.slug, one.narrative.title, one.heading, one.quotations)
                for one in book.mentions.get(item, ())
            ]
            refers = book.references_out.get(item), book.references_in.get(item), book.copies_of.get(item)
            self._page_keys[item] = _digest(self._base, self.item_keys[item], beside, cited, refers)
        return self._page_keys[item]

    def files_key(self, item: str) -> str:
        """Of what an item's files are made."""
        return _digest(self._base, self.item_keys[item])

    def stale_item(self, row: Row) -> StaleItem:
        """What is needed to make an item's page, and its files if they are no longer as they must be."""
        before = self.items.get(row.item)
        files_key = self.files_key(row.item)
        former = before if before is not None and before["files_key"] == files_key else None
        return StaleItem(row, self.item_keys[row.item], self.page_key(row.item), files_key, former)

    def is_fresh(self, item: str) -> bool:
        """Does the site hold the page and files of an item as they must be?"""
        held = self.items.get(item)
        return (
            held is not None and held["page_key"] == self.page_key(item) and held["files_key"] == self.files_key(item)
        )


def _item_keys(archive: Archive) -> dict[str, str]:
    """A key of everything held of each item: the store's own where it has one."""
    keys = getattr(archive.catalogue, "keys", None)
    if callable(keys):
        found: dict[str, str] = keys()
        return {entry: found[entry] for entry in sorted(found, key=natural)}
    made = {}
    for entry in archive.catalogue:
        held = pickle.dumps((entry, tuple(archive.catalogue.pages(entry.item))), protocol=4)
        made[entry.item] = hashlib.sha256(held).hexdigest()
    return made


def _row(kept: dict[str, Any]) -> Row:
    values: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()}
    return Row(**values)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]
