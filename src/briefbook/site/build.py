"""Archive -> the whole site on disk: only what changed is made, and a broken build never replaces a good site."""

import contextlib
import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from briefbook.model.archive import Archive
from briefbook.model.narrative import Narrative
from briefbook.programs.pagefind import index as pagefind_index
from briefbook.progress import Progress, quiet
from briefbook.site import static_search, urls
from briefbook.site.item_records import ItemRecords, Record
from briefbook.site.list_pages import some_papers
from briefbook.site.narrative_page import citing_sentences
from briefbook.site.parallel_build import ItemWriter, Made, StaleItem, begin_items, write_items
from briefbook.site.prose_files import file_at, linked_path, picture_path, prose_files
from briefbook.site.quote_card import cards
from briefbook.site.related_items import related_items
from briefbook.site.rendering import frame, theme_files, theme_state, theme_style, version
from briefbook.site.side_by_side import side_by_side_urls, translations_of
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.site.staging import Staging
from briefbook.site.static_search import wants_pagefind
from briefbook.site.stub_pages import beside_by_number, missing_paper, stub_names
from briefbook.site.views import (
    PAGES,
    entity_urls,
    file_urls,
    html_urls,
    is_of_language,
    page_at,
    redirects,
    static_names,
)
from briefbook.site.withdrawn_page import withdrawn_urls
from briefbook.util import translation
from briefbook.util.files import WORK_TIMEOUT, locked
from briefbook.util.parallel import BackgroundMap, core_count


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build: number of web pages, of files written and removed, and what could not be done.

    A page of the book or of an item that is taken out without a trace is a trouble too: links to it lead nowhere.
    """

    pages: int
    written: int
    removed: int
    troubles: tuple[str, ...] = ()


def build_site(
    archive: Archive,
    folder: Path,
    *,
    progress: Progress = quiet,
    meanwhile: Callable[[], object] | None = None,
    ahead: Callable[[], object] | None = None,
    complete: Callable[[], Archive] | None = None,
) -> BuildReport:
    """Write every page that changed into ``folder``; what stands there is replaced only when all are made.

    Only one process at a time builds into a folder; a second waits for the first to end. ``meanwhile`` is something
    else that is to be done; it is done by this process while others make the pages of items, if there are many.
    ``complete`` gives the whole archive where ``archive`` lacks findings, verifications and downloads: of a site made
    from nothing, other processes begin the pages of items that the book does not cite before it is asked. Where they
    do, ``ahead`` begins, in a further process, what ``complete`` waits for; ``meanwhile`` is done before it, and so
    are the files that search the items.

    Raises:
        BriefbookError: What ``complete`` raises; nothing is changed or left behind then.
        OutsideError: The disk is full or refuses, and the former site then still stands; or another build does not end.
    """
    with locked(folder.with_name(f".{folder.name}.lock"), timeout=WORK_TIMEOUT):
        site_data = SiteData(archive, ())
        with site_data.in_its_language(), contextlib.ExitStack() as running:
            staging = Staging(folder)
            state = staging.state()
            if complete is None:
                return _build_in_language(Plan(archive, state), staging, progress, meanwhile, None)
            is_one_language = len(site_data.languages) == 1  # else each language has an archive of its own
            begun = _begin(archive, staging, state) if is_one_language else None
            try:
                if begun is not None:
                    running.enter_context(begun.made)
                    if ahead is not None:
                        ahead()
                    if meanwhile is not None:
                        meanwhile()
                        meanwhile = None
                    begun.plan.write_search_files(staging)
                archive = complete()
            except BaseException:
                if begun is not None:
                    begun.made.stop()
                staging.discard()
                raise
            plan = Plan(archive, state, before=begun.plan if begun else None)
            if begun is not None and not plan.has_papers_of(begun.plan):  # somebody changed a menu or a logo meanwhile
                begun.made.stop()
                staging.discard()
                plan.staged.clear()
                begun = None
            return _build_in_language(plan, staging, progress, meanwhile, begun)


MIN_ITEMS_BEGUN = 1_000
"""Of fewer items the pages are not begun before the checks are done: starting workers takes as long."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """Pages of items that workers have started to generate: the plan, and the items."""

    plan: "Plan"
    items: frozenset[str]
    made: BackgroundMap[Sequence[StaleItem], list[Made]]


def _begin(archive: Archive, staging: Staging, state: dict[str, Any]) -> _Begun | None:
    """Begin the pages of the items that the book does not cite, if the site is made from nothing and has many."""
    if state.get("version") == version() or len(archive.catalogue) < MIN_ITEMS_BEGUN or core_count() < 2:
        return None
    plan = Plan(archive, state)
    mentions = plan.site_data.mentions
    stale = [plan.stale_item(row) for row in plan.site_data.rows if row.item not in mentions]
    made = begin_items(ItemWriter(staging, plan.site_data), stale)
    staging.begin_flushing()
    return _Begun(plan, frozenset(item.row.item for item in stale), made)


def _build_in_language(
    plan: "Plan", staging: Staging, progress: Progress, meanwhile: Callable[[], object] | None, begun: _Begun | None
) -> BuildReport:
    outputs: dict[str, str] = {}
    written = 0

    def write_others() -> Iterator[None]:
        nonlocal written
        if meanwhile is not None:
            meanwhile()
            yield
        for url, key in plan.files():
            outputs[url] = key
            content = plan.content(url)
            if plan.staged.get(url) == key:
                written += 1
            elif plan.known.get(url) != key:
                written += _write(staging, plan.site_data, url, content)
                yield

    items: dict[str, Record] = {}
    left = [row for row in plan.site_data.rows if begun is None or row.item not in begun.items]
    stale = [plan.stale_item(row) for row in left if not plan.is_fresh(row.item)]
    made = write_items(ItemWriter(staging, plan.site_data), stale, write_others(), begun.made if begun else None)
    total = len(stale) + (len(begun.items) if begun else 0)
    for item, record, count in progress(made, "Building", total=total) if total else made:
        items[item] = record
        written += count
    pagefind = make_pagefind(staging, plan)
    records = plan.items.updated(plan.site_data.rows, items)
    urls_now = set(outputs) | _urls_of(items) | _urls_of(pagefind)
    replaced = {item: plan.items[item] for item in plan.items if item in items or item not in records}
    removed = (set(plan.known) | _urls_of(replaced) | _urls_of(plan.pagefind)) - urls_now
    if removed:
        removed.difference_update(records.urls())
    rests_on = {"sources": plan.sources, "book": plan.book()}
    if written or removed or not staging.site.is_dir() or plan.rested_on != rests_on:
        state = {"version": version(), "papers": plan.papers_key, "outputs": outputs, "items": records, **rests_on}
        staging.commit(removed, state | {"pagefind": pagefind})
    pages = sum(1 for url in (*outputs, *_urls_of(pagefind)) if url.endswith(".html")) + records.page_count()
    gone = sorted(
        url
        for url in removed
        if url.endswith(".html") and url.removeprefix(_folder(plan, url)).startswith(("narratives/", "items/"))
    )
    troubles = [index["trouble"] for index in pagefind.values() if index["trouble"]] + [
        _moved_address_advice(url) for url in gone[:MAX_ADDRESSES_NAMED]
    ]
    return BuildReport(pages, written, len(removed), tuple(troubles))


def _folder(plan: "Plan", url: str) -> str:
    """The folder of the language that an address is in; empty for the main one."""
    return next((folder for folder in plan.others if url.startswith(folder)), "")


MAX_ADDRESSES_NAMED = 20
"""Maximum number of vanished addresses that a report names."""


def _moved_address_advice(url: str) -> str:
    former = (
        "`formerly` in its page's front matter" if url.startswith("narratives/") else "`site.moved` in the settings"
    )
    return f"{url} is no longer on the site. If it was renamed, list the old name under {former} so that it redirects."


def _urls_of(records: Mapping[str, Any]) -> set[str]:
    return {url for record in records.values() for url in record["urls"]}


def make_pagefind(staging: Staging, plan: "Plan") -> dict[str, Any]:
    """Pagefind's indexes, of the items and of the book's pages, each made anew only when its texts changed.

    Each language of the site has its own. Words are stemmed as the language of the papers, and of the book, has it.
    """
    if not wants_pagefind(plan.site_data):
        return {}
    indexes = {}
    for folder, of_language in {"": plan, **plan.others}.items():
        site_data = of_language.site_data
        items = [folder + urls.item_url(row.item) for row in site_data.rows]
        book = [urls.narrative_url(narrative.slug) for narrative in site_data.narratives]
        made = (
            ("pagefind", items, _digest(of_language.texts_key, site_data.language), site_data.paper_language),
            (
                "pagefind-book",
                [folder + url for url in book],
                _digest([of_language.narrative_key(url) for url in book]),
                _language_of_book(site_data),
            ),
        )
        for name, addresses, key, language in made:
            before = plan.pagefind.get(folder + name)
            if before and before["key"] == key and not before["trouble"]:
                indexes[folder + name] = before
            elif addresses:
                indexes[folder + name] = _make_index(staging, folder, name, addresses, key, language)
    return indexes


def _language_of_book(site_data: SiteData) -> str:
    """The language of most pages of the book."""
    languages = [site_data.language_of(narrative) for narrative in site_data.narratives]
    return max(languages, key=languages.count, default=site_data.narrative_language)


def _make_index(
    staging: Staging, folder: str, name: str, addresses: list[str], key: str, language: str
) -> dict[str, Any]:
    """One index of Pagefind; its addresses are relative to the folder of its language."""
    pages = staging.link_pages(folder.replace("/", "-") + name, addresses)
    trouble = pagefind_index(pages / folder, staging.files / folder / name, language)
    made = staging.files / folder / name
    paths = sorted(made.rglob("*")) if made.is_dir() else []
    index_urls = [path.relative_to(staging.files).as_posix() for path in paths if path.is_file()]
    return {"key": key, "urls": index_urls, "trouble": f"Pagefind: {trouble}" if trouble else ""}


def _write(staging: Staging, site_data: SiteData, url: str, content: bytes | None = None) -> int:
    if content is not None:
        staging.write(url, content)
        return 1
    if url.startswith(("media/", "narratives/")) and (path := prose_files(site_data).get(url)):
        staging.copy(url, path)
        return 1
    page = page_at(url, site_data)
    if page is None:
        raise AssertionError(f"the site lists {url} and does not make it")
    staging.write(url, page.body)
    return 1


class Plan:
    """The files that the site must have, each with a cache key of everything it is made of."""

    def __init__(
        self,
        archive: Archive,
        state: dict[str, Any],
        site_data: SiteData | None = None,
        *,
        before: "Plan | None" = None,
    ) -> None:
        """``state`` is what the last build recorded; a build by another version counts for nothing but removal.

        ``site_data`` is that of another language of a site, which has no languages besides. ``before`` is the plan of
        the same site, in one language, without what is now known of the book.
        """
        self.known: dict[str, str] = state.get("outputs", {})
        items = state.get("items", {})
        self.items = items if isinstance(items, ItemRecords) else ItemRecords.of_former({})
        self.pagefind: dict[str, dict[str, Any]] = state.get("pagefind", {})
        self.same_version = state.get("version") == version()
        self.item_keys: dict[str, str] = before.item_keys if before else _item_keys(archive)
        if before is not None:
            site_data = before.site_data.completed(archive)
        self.site_data: SiteData = site_data or SiteData(archive, self._rows(archive))
        archive = self.site_data.archive
        keys = self.items.keys_of_items
        for item, pictures in self.items.pictures():
            if self.item_keys.get(item) == keys[item]:
                for number, media_type in pictures.items():
                    self.site_data.picture_types[item, int(number)] = media_type
        self.others = {
            folder: Plan(other.archive, {}, other)
            for folder, other in (self.site_data.others.items() if site_data is None else ())
        }
        codes = sorted(self.site_data.post_items)
        titles = [(narrative.slug, narrative.title, narrative.part) for narrative in self.site_data.narratives]
        posts = [self.site_data.post(code) for code in codes]
        with self.site_data.in_its_language():
            self._base = _digest(
                version(),
                dict(archive.about),
                posts,
                titles,
                frame(self.site_data),
                theme_state(archive.theme),
                self.site_data.languages,
                self._words(),
            )
        self._contents: dict[str, bytes] = {}
        self.staged: dict[str, str] = before.staged if before else {}
        """The keys of files that were staged before the book was known, by address."""
        self._page_keys: dict[str, str] = {}
        self._paper_keys: dict[str, str] = {}
        self._papers_before: str = state.get("papers", "")
        self.sources = self._sources(archive)
        is_same_paper = bool(self.sources) and state.get("sources") == self.sources
        self._last: dict[str, Any] = state.get("book", {}) if is_same_paper else {}
        """What the book said at the last build, where all that pages show of the papers is as it was."""
        self.rested_on = {name: state.get(name) for name in ("sources", "book")}
        if before is not None and before._base == self._base:
            self._paper_keys = before._paper_keys
            for name in ("_rows_key", "_row_digests"):
                if name in before.__dict__:
                    self.__dict__[name] = before.__dict__[name]

    def has_papers_of(self, other: "Plan") -> bool:
        """Are the pages of items that no chapter cites those of the other plan?"""
        cited = [{*plan.site_data.mentions} for plan in (self, other)]
        return self._base == other._base and self.papers_key == other.papers_key and cited[0] == cited[1]

    def _sources(self, archive: Archive) -> str:
        """Checksum of all that keys are made of but the book, without reading an item; "" where that is not known."""
        catalogue = archive.catalogue
        known = [getattr(catalogue, name, None) for name in ("database_id", "stamp", "generation")]
        if not all(known):
            return ""
        notes = archive.item_notes
        others = [other._base for other in self.others.values()]
        moved = sorted(archive.moved.items())
        return _digest(self._base, known, archive.network, archive.columns, archive.persons, notes, moved, others)

    def book(self) -> dict[str, Any]:
        """What the book says something of, for the next build: items, by chapter, and papers that are not held."""
        plans = (self, *self.others.values())
        missing = {name for plan in plans for name in plan.site_data.cited_not_held}
        return {"cited": self._cited_in, "missing": sorted(missing), "keys": [self.papers_key, self._rows_key]}

    @cached_property
    def _cited_in(self) -> dict[str, list[Any]]:
        """For each chapter, in each language, a checksum of all that pages of items show of it, and the items."""
        return {
            plan.site_data.folder + narrative.path: [
                _digest(plan._narrative_digests[narrative.path], plan.site_data.verifications.get(narrative.path)),
                sorted({citation.item for citation in narrative.citations}),
            ]
            for plan in (self, *self.others.values())
            for narrative in plan.site_data.narratives
        }

    def _words(self) -> tuple[object, ...]:
        """When the collection's own catalogue of messages was written."""
        return translation.catalogue_state(self.site_data.language, self.site_data.archive.locales)

    def _rows(self, archive: Archive) -> Iterator[ItemRow]:
        if self.same_version and list(self.items.keys_of_items.items()) == list(self.item_keys.items()):
            yield from self.items.rows()
            return
        for entry in archive.catalogue:
            yield ItemRow.of(entry)

    def files(self) -> Iterator[tuple[str, str]]:
        """The address and key of every file that belongs to no single item, in all languages."""
        for folder, other in self.others.items():
            for url, key in other.files_of_language():
                if url in other._contents:
                    self._contents[folder + url] = other._contents.pop(url)
                yield folder + url, key
        yield from self.files_of_site()

    def content(self, url: str) -> bytes | None:
        """The content of the file that ``files`` gave last, if it was made with the list of its kind; given once."""
        return self._contents.pop(url, None)

    def files_of_site(self) -> Iterator[tuple[str, str]]:
        """As ``files``, in the language of this site only."""
        site_data, archive = self.site_data, self.site_data.archive
        rows = self._rows_key
        keys = self._keys_of_pages(rows)
        shape = keys[""]
        entities = entity_urls(site_data)
        slips = {urls.stub_url(name): name for name in stub_names(site_data)}
        gone = withdrawn_urls(site_data)
        beside = {url: (narrative, other.narrative) for url, narrative, other in side_by_side_urls(site_data)}
        for url in html_urls(site_data):
            if url in PAGES:
                yield url, keys.get(url, shape)
            elif url.startswith("narratives/"):
                yield url, self.narrative_key(url)
            elif url in beside:
                yield url, self._side_by_side_key(*beside[url])
            elif url in entities:
                yield url, self._entity_key(url, entities[url])
            elif url in slips:
                yield url, self._slip_key(slips[url])
            elif url.startswith("copies/"):
                yield url, _digest(rows, self.texts_key)
            elif url in gone:
                yield url, _digest(self._base, site_data.withdrawn[gone[url]])
            elif url.startswith("items/"):  # a former address
                yield url, self.narrative_key(url)
            else:
                yield url, rows
        for url in file_urls(site_data):
            yield url, keys.get(url, shape)
        yield from self._search_keys()
        for name in static_names():
            yield f"static/{name}", self._base
        for path in archive.downloads:
            if path.is_file():
                yield f"downloads/{path.name}", _digest(path.stat().st_size, path.stat().st_mtime_ns)
        for url, path in (*prose_files(site_data).items(), *theme_files(archive.theme).items()):
            yield url, _digest(path.stat().st_size, path.stat().st_mtime_ns)

    def files_of_language(self) -> Iterator[tuple[str, str]]:
        """As ``files``: what stands in the folder of a language that is not the site's main one."""
        with self.site_data.in_its_language():
            for url, key in self.files_of_site():
                if is_of_language(url, self.site_data):
                    yield url, key
                self._contents.pop(url, None)

    @cached_property
    def _rows_key(self) -> str:
        if self._last:
            return str(self._last["keys"][1])
        archive = self.site_data.archive
        return _digest(self._base, self.site_data.rows, archive.network, archive.columns)

    def _entity_key(self, url: str, items: frozenset[str]) -> str:
        """Cache key of the page of a person, a place or an office, made of the rows of its items."""
        if self._last and url in self.known:
            return self.known[url]
        rows = sorted(self._row_digests[item] for item in items)
        return _digest(self._base, self._persons_key, self.site_data.span(), url, rows)

    def _slip_key(self, target: str) -> str:
        """Cache key of the stub page of a paper that is not held: who cites and refers to it, and its neighbours."""
        site_data, url = self.site_data, urls.stub_url(target)
        is_cited = target in site_data.cited_not_held or target in self._missing_before
        if self._last and url in self.known and not is_cited:
            return self.known[url]
        references = site_data.not_held.get(target, ())
        cited = [
            (mention.narrative.slug, citing_sentences(mention.narrative, mention.passage, target))
            for mention in site_data.cited_not_held.get(target, ())
        ]
        paper = missing_paper(site_data, target)
        items = [
            *(reference.item for reference in references),
            *(row.item for row in beside_by_number(site_data, paper)),
        ]
        rows = [self._row_digests[item] for item in items if item in self._row_digests]
        has_office_page = paper.code in site_data.post_items
        return _digest(self._base, target, paper, has_office_page, references, cited, rows)

    @cached_property
    def _missing_before(self) -> frozenset[str]:
        return frozenset(self._last.get("missing", ()))

    @cached_property
    def _cited_otherwise(self) -> frozenset[str]:
        """The items that a chapter cites, or cited, which is not as it was."""
        now, before = self._cited_in, self._last.get("cited", {})
        changed = [path for path in {*now, *before} if now.get(path, [""])[0] != before.get(path, [""])[0]]
        return frozenset(item for path in changed for cited in (now, before) for item in cited.get(path, ["", ()])[1])

    @cached_property
    def _row_digests(self) -> dict[str, str]:
        return {row.item: _digest(row) for row in self.site_data.rows}

    @cached_property
    def _persons_key(self) -> str:
        return _digest(self.site_data.archive.persons, sorted(self.site_data.people))

    def _keys_of_pages(self, rows: str) -> dict[str, str]:
        """Keys of pages that are made of more than rows and titles; under "" the key of those that are not.

        An edited sentence must not make the whole site anew: only what shows prose, verdicts or downloads.
        """
        site_data, archive = self.site_data, self.site_data.archive
        chapters = [
            (
                narrative.slug,
                narrative.title,
                narrative.dates,
                narrative.front_matter.get("updated"),
                narrative.front_matter.get("author"),
            )
            for narrative in site_data.narratives
        ]
        shape = _digest(rows, chapters, sorted(redirects(site_data).items()))
        texts = [self._narrative_digests[narrative.path] for narrative in site_data.narratives]
        prose = _digest(shape, texts, archive.verifications, archive.findings)
        named = [] if site_data.chapters else [self.item_keys.get(row.item) for row in some_papers(site_data.rows)]
        missing = {
            item: [passage.narrative.slug for passage in passages]
            for item, passages in site_data.cited_not_held.items()
        }
        times = site_data.change_times
        offered = [(path.name, path.stat().st_size) for path in archive.downloads if path.is_file()]
        return {
            "": shape,
            urls.HOME: _digest(prose, named),
            urls.COVER: prose,
            urls.THEME: _digest(
                self._base, _state_of(file_at(site_data, "media/theme.css")), _state_of(theme_style(archive.theme))
            ),
            urls.ANNOTATIONS: prose,
            **dict.fromkeys(("sitemap.xml", *map(urls.sitemap_url, range(1, 100))), _digest(shape, times, [*missing])),
            **{
                url: _digest(self._base, verification, self.item_keys.get(verification.item or ""))
                for url, verification in cards(site_data).items()
            },
            "feed.xml": _digest(shape, times.narratives or max(times.items.values(), default="")),
            **{url: _digest(shape, text) for url, text in site_data.iiif_files.items()},
            urls.CHECKS: _digest(shape, archive.verifications, archive.findings),
            urls.NOT_HELD: _digest(shape, missing),
            urls.PEOPLE: _digest(shape, self._persons_key),
            urls.ABBREVIATIONS: _digest(self._base, site_data.abbreviations),
            urls.ABOUT: _digest(shape, archive.samples),
            urls.DOWNLOADS: _digest(shape, offered),
        }

    def write_search_files(self, staging: Staging) -> None:
        """Stage the files that search the items, for which nothing of the book need be known."""
        for url, key in self._search_keys_of_items():
            if content := self.content(url):
                staging.write(url, content)
                self.staged[url] = key

    def _search_keys_of_items(self) -> Iterator[tuple[str, str]]:
        key = _digest(self._base, self.texts_key)
        made = itertools.chain(self.known.items(), self.staged.items())
        before = [url for url, known in made if url.startswith("search/") and known == key]
        for url in before:
            yield url, key
        for url, content in () if before else static_search.items_index(self.site_data):
            self._contents[url] = content
            yield url, key

    def _search_keys(self) -> Iterator[tuple[str, str]]:
        yield from self._search_keys_of_items()
        narratives = [(narrative.path, narrative.source) for narrative in self.site_data.narratives]
        key = _digest(self._base, "book", narratives)
        before = [url for url, known in self.known.items() if url.startswith("search/book") and known == key]
        for url in before:
            yield url, key
        for url, content in () if before else static_search.book_index(self.site_data):
            self._contents[url] = content
            yield url, key

    @cached_property
    def texts_key(self) -> str:
        """Cache key of the indexes of the items."""
        return _digest(self.item_keys)

    def narrative_key(self, url: str) -> str:
        """Cache key of the page of a narrative."""
        narrative = next(
            (narrative for narrative in self.site_data.narratives if urls.narrative_url(narrative.slug) == url), None
        )
        if narrative is None:  # a former address
            return _digest(self._base, redirects(self.site_data).get(url))
        gone = self.site_data.withdrawn
        cited = [
            (citation.item, self.item_keys.get(citation.item), citation.item in gone)
            for citation in narrative.citations
        ]
        archive = self.site_data.archive
        offered = [path.name for path in archive.downloads]
        verified = self.site_data.verifications.get(narrative.path)
        shown = [picture_path(self.site_data, narrative, image) for image in narrative.images]
        linked = [linked_path(self.site_data, narrative, link) for link in narrative.links]
        files = [(path, _state_of(file_at(self.site_data, path))) for path in (*shown, *linked) if path]
        text = self._narrative_digests[narrative.path]
        beside = [each.tag for each in translations_of(self.site_data, narrative)]
        return _digest(self._base, text, verified, cited, archive.columns, offered, files, beside)

    def _side_by_side_key(self, narrative: Narrative, translation: Narrative) -> str:
        """Cache key of the page of a chapter and its translation, as each text's own page has it."""
        verified = [each for each in self.site_data.archive.verifications if each.narrative == translation.path]
        cited = [(citation.item, self.item_keys.get(citation.item)) for citation in translation.citations]
        return _digest(self.narrative_key(urls.narrative_url(narrative.slug)), translation, verified, cited)

    @cached_property
    def _narrative_digests(self) -> dict[str, str]:
        return {narrative.path: _digest(narrative) for narrative in self.site_data.narratives}

    @cached_property
    def papers_key(self) -> str:
        """Cache key of all that pages of items show, but for what the book says of them."""
        if self._last:
            return str(self._last["keys"][0])
        notes = self.site_data.archive.item_notes
        others = [other.papers_key for other in self.others.values()]
        return _digest(self._rows_key, self.item_keys, notes, self._persons_key, others)

    def paper_key(self, item: str) -> str:
        """Cache key of the page of an item, without what the book says of it."""
        if item not in self._paper_keys:
            before = self.items.get(item) if self._papers_before == self.papers_key else None
            self._paper_keys[item] = before["paper_key"] if before else self._new_paper_key(item)
        return self._paper_keys[item]

    def _new_paper_key(self, item: str) -> str:
        site_data = self.site_data
        neighbours = [
            site_data.row_of.get(neighbour or "")
            for neighbour in site_data.neighbours_by_date(item) + site_data.neighbours_by_number(item)
        ]
        outward = site_data.references_out.get(item, ())
        inward = site_data.references_in.get(item, ())
        named = {candidate for reference in outward for candidate in (reference.target, *reference.candidates)}
        named |= {*(reference.item for reference in inward), *site_data.copies_of.get(item, ())}
        titled = [site_data.row_of.get(other) for other in sorted(filter(None, named))]
        missing = [missing_paper(site_data, name) for name in sorted(filter(None, named)) if name in site_data.not_held]
        refers = (outward, inward, titled, missing, site_data.copies_of.get(item))
        others = [other.paper_key(item) for other in self.others.values()]
        related = related_items(site_data, item)
        notes = site_data.archive.item_notes.get(item)
        persons = [site_data.person_of.get(name) for name in site_data.row_of[item].persons]
        return _digest(self._base, self.item_keys[item], neighbours, refers, related, notes, persons, others)

    def _citing_key(self, item: str) -> str:
        """Cache key of what the book says of an item; empty where it says nothing."""
        mentions = self.site_data.mentions.get(item, ())
        if not mentions:
            return ""
        return _digest(
            [
                (
                    mention.narrative.slug,
                    mention.narrative.title,
                    mention.heading,
                    mention.quotations,
                    citing_sentences(mention.narrative, mention.passage, item),
                )
                for mention in mentions
            ]
        )

    def page_key(self, item: str) -> str:
        """Cache key of the page of an item."""
        if item not in self._page_keys:
            cited = [plan._citing_key(item) for plan in (self, *self.others.values())]
            self._page_keys[item] = _digest(self.paper_key(item), cited)
        return self._page_keys[item]

    def files_key(self, item: str) -> str:
        """Cache key of the files of an item."""
        return _digest(self._base, self.item_keys[item])

    def stale_item(self, row: ItemRow) -> StaleItem:
        """What is needed to make an item's page, and its files if they are no longer as they must be."""
        before = self.items.get(row.item)
        files_key = self.files_key(row.item)
        former = before if before is not None and before["files_key"] == files_key else None
        item = row.item
        return StaleItem(row, self.item_keys[item], self.paper_key(item), self.page_key(item), files_key, former)

    def is_fresh(self, item: str) -> bool:
        """Does the site hold the page and files of an item as they must be?"""
        if self._last and item in self.items and item not in self._cited_otherwise:
            return True
        record = self.items.get(item)
        return (
            record is not None
            and record["page_key"] == self.page_key(item)
            and record["files_key"] == self.files_key(item)
        )


def _item_keys(archive: Archive) -> dict[str, str]:
    """A cache key of everything held of each item: the store's own if it has one."""
    keys = getattr(archive.catalogue, "keys", None)
    if callable(keys):
        stored_keys: dict[str, str] = keys()
        return {item: stored_keys[item] for item in archive.catalogue.ids() if item in stored_keys}
    digests = {}
    for entry in archive.catalogue:
        content = repr((entry, tuple(archive.catalogue.pages(entry.item))))  # without what a line remembers of itself
        digests[entry.item] = hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()
    return digests


def _state_of(path: Path | None) -> tuple[int, int] | None:
    """Size and time of a file, on which the size given to a picture depends."""
    return (path.stat().st_size, path.stat().st_mtime_ns) if path is not None else None


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]
