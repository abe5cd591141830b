"""Routing: an address of the site -> its web page or file, for the site on disk and for the server."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from briefbook.model.archive import Archive
from briefbook.site import (
    about_pages,
    citation_card,
    copies_page,
    correspondence_pages,
    cover,
    data_files,
    entity_pages,
    item_page,
    list_pages,
    map_page,
    quote_card,
    series_page,
    static_search,
    stub_pages,
    thumbnails,
    urls,
    withdrawn_page,
)
from briefbook.site.narrative_page import BOOK_FORMS, narrative_page
from briefbook.site.prose_files import prose_files
from briefbook.site.rendering import STATIC, WebPage, languages_of_page, render_page, theme_files
from briefbook.site.side_by_side import side_by_side_page, side_by_side_urls, translations_of
from briefbook.site.site_data import SiteData
from briefbook.text.safe_names import find_name, safe_name
from briefbook.util import file_endings
from briefbook.util.translation import SOURCE_LANGUAGE, gettext

MEDIA_TYPES = file_endings.MEDIA_TYPES | {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
}


def not_found(site_data: SiteData, root: str = "") -> WebPage:
    """The page for addresses that do not exist (404), which a host shows at any address.

    Args:
        site_data: The site's data.
        root: The way to the site's root from the address asked for. If empty, the path of the site's own address, and
            that of the host where this is not set: a relative link would lead astray.
    """
    # for a built site opened from disk or put into a folder; a server knows the way itself
    head = Markup('<link rel="stylesheet" href="static/site.css">\n') if not root else ""
    root = root or urlsplit(site_data.about.get("address", "")).path.rstrip("/") + "/"
    words = gettext(
        'The address may be mistyped, or the page removed. Start again from <a href="{root}index.html">the front page'
        '</a>, or <a href="{root}search.html">search</a>.'
    )
    lede = Markup(words).format(root=root)
    title = gettext("Page not found")
    return render_page(
        site_data, urls.NOT_FOUND, "simple.html", title, status=404, head=head, lede=lede, body="", root=root
    )


MAX_ADDRESSES_IN_SITEMAP = 50_000
"""Maximum number of addresses of a sitemap, by the protocol; more are in several, which an index lists."""


def sitemap(site_data: SiteData) -> WebPage:
    """The sitemap for search engines, or an index of several; its addresses are absolute only if the site's is set."""
    parts = sitemap_parts(site_data)
    if parts == 1:
        return sitemap_part(site_data, 1)
    places = "".join(
        f"<sitemap><loc>{escape(urls.absolute(site_data.site_address, url) or url)}</loc></sitemap>\n"
        for url in (urls.sitemap_url(part) for part in range(1, parts + 1))
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {names}>\n{places}</sitemapindex>\n'
    return WebPage(text.encode(), "application/xml")


def _pages_of_sitemap(site_data: SiteData) -> list[str]:
    """The pages that search engines are told of beside those of items, without the folders of languages."""
    hidden = {urls.NOT_FOUND, urls.DESIGN, *redirects(site_data), *withdrawn_page.withdrawn_urls(site_data)}
    hidden.update(url for url, _, _ in side_by_side_urls(site_data))  # each text has a page of its own
    return [url for url in html_urls(site_data) if url not in hidden]


def sitemap_parts(site_data: SiteData) -> int:
    """How many sitemaps a site needs."""
    languages = 1 + len(site_data.others)
    count = len(_pages_of_sitemap(site_data)) + len(site_data.rows)
    return max(1, -(-count * languages // MAX_ADDRESSES_IN_SITEMAP))


def sitemap_part(site_data: SiteData, part: int) -> WebPage:
    """One of the sitemaps, from 1."""
    every = [*_pages_of_sitemap(site_data), *(urls.item_url(row.item) for row in site_data.rows)]
    changed = {urls.item_url(item): at for item, at in site_data.change_times.items.items()}
    for narrative in site_data.narratives:
        changed[urls.narrative_url(narrative.slug)] = site_data.change_times.narratives.get(narrative.path, "")
    begin = (part - 1) * MAX_ADDRESSES_IN_SITEMAP
    of_part = [(folder, url) for folder in ("", *site_data.others) for url in every][
        begin : begin + MAX_ADDRESSES_IN_SITEMAP
    ]
    address = site_data.site_address
    places = "".join(
        f"<url><loc>{escape(urls.absolute(address, folder + url) if address else folder + url)}</loc>"
        f"{f'<lastmod>{at}</lastmod>' if (at := changed.get(url, '')) else ''}{_alternates(site_data, url)}</url>\n"
        for folder, url in of_part
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    if site_data.others:
        names += ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {names}>\n{places}</urlset>\n'
    return WebPage(text.encode(), "application/xml")


def _alternates(site_data: SiteData, url: str) -> str:
    """The same page in the other languages of the site, for search engines; they want absolute addresses."""
    if not (site_data.others and site_data.site_address):
        return ""
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(page.tag)}" href="{escape(page.absolute)}"/>'
        for page in languages_of_page(site_data, url)
    )


PAGES: dict[str, Callable[[SiteData], WebPage]] = {
    urls.HOME: list_pages.home,
    urls.POSTS: list_pages.posts,
    urls.PEOPLE: entity_pages.index_of_people,
    urls.PLACES: entity_pages.index_of_places,
    urls.NOT_HELD: list_pages.not_held,
    urls.SERIES: series_page.series_page,
    urls.ABOUT: list_pages.about,
    urls.TIMELINE: correspondence_pages.timeline,
    urls.CORRESPONDENCE: correspondence_pages.correspondence,
    urls.REPLIES: correspondence_pages.replies,
    urls.MAP: map_page.map_page,
    urls.CHECKS: about_pages.checks,
    urls.ABBREVIATIONS: about_pages.abbreviations,
    urls.GLOSSARY: about_pages.glossary,
    urls.DOWNLOADS: about_pages.downloads,
    urls.DESIGN: about_pages.design,
    urls.SEARCH: static_search.search_page,
    urls.NOT_FOUND: not_found,
}
"""Address -> function that makes the web page, for pages that exist once."""

FILES: dict[str, Callable[[SiteData], WebPage]] = {
    "data/items.js": data_files.items_js,
    urls.MESSAGES: data_files.messages,
    "data/items.csv": data_files.items_csv,
    "data/items.jsonl": data_files.items_jsonl,
    urls.ANNOTATIONS: data_files.annotations,
    "data/posts.csv": correspondence_pages.posts_csv,
    "data/series.csv": series_page.series_csv,
    "data/timeline.csv": correspondence_pages.timeline_csv,
    "data/correspondence.csv": correspondence_pages.correspondence_csv,
    "data/replies.csv": correspondence_pages.replies_csv,
    "card.png": citation_card.card,
    urls.THEME: data_files.theme,
    urls.HOST_HEADERS: data_files.host_headers,
    "sitemap.xml": sitemap,
    "robots.txt": data_files.robots,
    "feed.xml": data_files.feed,
}
"""Address -> function that makes the file, for files that exist once."""

_ITEMS = re.compile(r"items(?:-([1-9]\d*))?\.html")
_ITEM = re.compile(r"items/([^/]+)\.html")
_ENTITY = re.compile(r"(people|places|offices|not-held)/([^/]+)\.html")
_ENTITIES: dict[str, tuple[Callable[[SiteData, str], WebPage | None], Callable[[SiteData], Mapping[str, object]]]] = {
    "people": (entity_pages.person_page, lambda site_data: site_data.people),
    "places": (entity_pages.place_page, lambda site_data: site_data.places),
    "offices": (entity_pages.office_page, lambda site_data: site_data.post_items),
    "not-held": (stub_pages.stub_page, lambda site_data: {**site_data.cited_not_held, **site_data.not_held}),
}
"""Folder -> function that makes the page of a name in it, and the names that there are."""

_ITEM_FILE = re.compile(r"items/([^/]+)/([^/]+)")
_NARRATIVE = re.compile(r"narratives/([^/]+)\.html")
_SIDE_BY_SIDE = re.compile(r"side-by-side/([^/]+)/([^/]+)\.html")
_SITEMAP = re.compile(r"sitemap-([1-9]\d*)\.xml")
_COPIES = re.compile(r"copies/([^/]+)\.html")
_PICTURE = re.compile(r"p(\d{3,})\.\w+")
_PHONE_PICTURE = re.compile(r"p(\d{3,})-phone\.webp")
_THUMBNAIL = re.compile(r"t(\d{3,})\.webp")


def web_page(url: str, archive: Archive) -> WebPage | None:
    """The web page or file at an address relative to the site's root ("" is the front page); None if there is none.

    For many pages of one archive, make ``SiteData`` once and use ``page_at``.
    """
    return page_at(url, SiteData(archive))


def page_at(url: str, site_data: SiteData) -> WebPage | None:
    """The web page or file at an address, in the language of the site; None if there is none."""
    url = url.lstrip("/") or urls.HOME
    if len(site_data.languages) > 1 and not site_data.folder:
        for folder, other in site_data.others.items():
            if url.startswith(folder):
                inside = url.removeprefix(folder) or urls.HOME
                return page_at(inside, other) if is_of_language(inside, other) else None
    with site_data.in_its_language():
        return _page_at(url, site_data)


LANGUAGE_FILES = frozenset({urls.MESSAGES, urls.COVER, "data/items.js"})
"""The files that differ from language to language, beside rows and chapters of the search; all others are shared."""


def is_of_language(url: str, site_data: SiteData) -> bool:
    """Does an address exist in the folder of each language of a site?"""
    if url in LANGUAGE_FILES or url.startswith(("search/rows-", "search/book")):
        return True
    return url.endswith(".html") and url != urls.NOT_FOUND


def _page_at(url: str, site_data: SiteData) -> WebPage | None:
    if is_hidden(site_data, url):
        return None
    if make := PAGES.get(url) or FILES.get(url):
        return make(site_data)
    if match := _ITEMS.fullmatch(url):
        part = int(match[1] or 1)
        return (
            list_pages.items(site_data, part)
            if part <= list_pages.parts(site_data) and url == urls.items_url(part)
            else None
        )
    if match := _NARRATIVE.fullmatch(url):
        slug = find_name(match[1], lambda: site_data.narrative_of)
        if slug in site_data.narrative_of:
            narrative = site_data.narrative_of[slug]
            return narrative_page(site_data, narrative, translations_of(site_data, narrative))
        return redirect_for(site_data, url)
    if match := _SIDE_BY_SIDE.fullmatch(url):
        return side_by_side_page(site_data, match[1], find_name(match[2], lambda: site_data.narrative_of))
    if match := _ITEM.fullmatch(url):
        item = find_name(match[1], lambda: site_data.row_of)
        web_page = item_page.item_page(site_data, item) if urls.item_url(item) == url else None
        gone = withdrawn_page.withdrawn_urls(site_data).get(url)
        return web_page or (withdrawn_page.withdrawn_page(site_data, gone) if gone else redirect_for(site_data, url))
    if (match := _SITEMAP.fullmatch(url)) and 1 < sitemap_parts(site_data) >= int(match[1]):
        return sitemap_part(site_data, int(match[1]))
    if match := _COPIES.fullmatch(url):
        return copies_page.copies_page(site_data, find_name(match[1], lambda: site_data.row_of))
    if match := _ENTITY.fullmatch(url):
        make_page, names = _ENTITIES[match[1]]
        return make_page(site_data, find_name(match[2], lambda: names(site_data)))
    if match := _ITEM_FILE.fullmatch(url):
        return item_file(site_data, find_name(match[1], lambda: site_data.row_of), match[2])
    if url.startswith("search/"):
        files = book_search_files if url.startswith("search/book") else search_files
        found_file = files(site_data).get(url)
        return WebPage(found_file, MEDIA_TYPES[".js"]) if found_file else None
    if url.startswith("iiif/"):
        text = site_data.iiif_files.get(url)
        return WebPage(text.encode(), "application/ld+json") if text else None
    if url.startswith("static/"):
        return static_file(url.removeprefix("static/"))
    if url.startswith("downloads/"):
        return download(site_data, url.removeprefix("downloads/"))
    if url.startswith("cards/"):
        return quote_card.card(site_data, url)
    if url.startswith("theme/"):
        path = theme_files(site_data.archive.theme).get(url)
        return _file(path) if path else None
    if url.startswith(("media/", "narratives/")):
        return prose_file(site_data, url)
    return cover.picture(site_data) if url == urls.COVER else None


def is_hidden(site_data: SiteData, url: str) -> bool:
    """Do the settings say that there is no such page?"""
    if url.startswith("downloads/"):  # the files stay, for chapters offer the book
        return False
    return not site_data.shows(url.partition("/")[0].removesuffix(".html"))


def redirects(site_data: SiteData) -> dict[str, str]:
    """Former addresses -> present ones: of narratives, from their front matter, and of items, from the settings."""
    targets = {}
    for narrative in site_data.narratives:
        names = narrative.front_matter.get("formerly") or ()
        for name in [names] if isinstance(names, str) else names:
            if str(name) not in site_data.narrative_of:
                targets[urls.narrative_url(str(name))] = urls.narrative_url(narrative.slug)
    for old, new in site_data.archive.moved.items():
        is_there = site_data.has_item(new) or new in site_data.withdrawn
        if is_there and not site_data.has_item(old) and old not in site_data.withdrawn:
            targets[urls.item_url(old)] = urls.item_url(new)
    return targets


def redirect_for(site_data: SiteData, url: str) -> WebPage | None:
    """The redirect page of a former address; None if the address never existed."""
    now = redirects(site_data).get(url)
    return redirect_page(site_data, url, now) if now else None


def redirect_page(site_data: SiteData, url: str, now: str) -> WebPage:
    """A page that redirects from a former address to the present one."""
    target = urls.relative(now, url)
    head = Markup('<meta http-equiv="refresh" content="0; url={}">\n').format(target)
    head += Markup('<link rel="canonical" href="{}">\n').format(
        urls.absolute(site_data.about.get("address", ""), now) or target
    )
    lede = Markup(gettext('This page has moved to <a href="{url}">a new address</a>.')).format(url=target)
    return render_page(site_data, url, "simple.html", gettext("Moved"), head=head, lede=lede, body="")


def item_file(site_data: SiteData, item: str, name: str) -> WebPage | None:
    """A file of an item: the picture of a page, the original, a standard form."""
    held_item = site_data.item(item)
    if held_item is None:
        return None
    if match := _PICTURE.fullmatch(name):
        scan = site_data.picture(item, int(match[1]))
        if scan and urls.picture_url(item, int(match[1]), scan[1]).endswith(f"/{name}"):
            return WebPage(*scan)
    if match := _PHONE_PICTURE.fullmatch(name):
        scan = site_data.picture(item, int(match[1]))
        page = next((page for page in site_data.archive.catalogue.pages(item) if page.number == int(match[1])), None)
        if scan and page and (small := thumbnails.phone_picture(scan[0], page.width, page.height)):
            return WebPage(small, thumbnails.MEDIA_TYPE)
    if match := _THUMBNAIL.fullmatch(name):
        small = thumbnails.thumbnail(site_data, item, int(match[1]))
        if small and urls.thumbnail_url(item, int(match[1])).endswith(f"/{name}"):
            return WebPage(small, thumbnails.MEDIA_TYPE)
    for path in site_data.archive.scan(item):
        if safe_name(path.name) == name and path.is_file():
            kind = item_page.ORIGINALS.get(path.suffix.lower(), "application/octet-stream")
            return WebPage(path.read_bytes(), kind)
    for export in item_page.export_files(site_data, *held_item):
        if safe_name(export.name) == name:
            return WebPage(export.content, export.media_type)
    return None


def search_files(site_data: SiteData) -> dict[str, bytes]:
    """The index of the items in scripts, made once for a book."""
    if site_data.search_files is None:
        site_data.search_files = dict(static_search.items_index(site_data))
    return site_data.search_files


def book_search_files(site_data: SiteData) -> dict[str, bytes]:
    """The index of the chapters in scripts, made once for a book."""
    if site_data.book_search_files is None:
        site_data.book_search_files = dict(static_search.book_index(site_data))
    return site_data.book_search_files


def static_file(name: str) -> WebPage | None:
    """A file that every site has: style, scripts, type."""
    if name not in static_names():
        return None
    path = STATIC / name
    content = path.read_bytes()
    if name == STYLE:
        content = with_typefaces(content)
    return WebPage(content, MEDIA_TYPES.get(path.suffix, "application/octet-stream"))


STYLE = "site.css"

TYPEFACES_AT_ONCE = ("briefing-serif-400", "briefing-serif-600")
"""The typefaces of every page's first screen: they come within the style, so that no line is laid out in another."""


def with_typefaces(style: bytes) -> bytes:
    """A style sheet with the typefaces of the first screen in it; their files stay, for where a server forbids that.

    >>> style = b'src: url(fonts/briefing-serif-400.woff2) format("woff2");'
    >>> with_typefaces(style)[:40]
    b'src: url(data:font/woff2;base64,d09GMgAB'
    >>> with_typefaces(style).endswith(b') format("woff2"), ' + style.removeprefix(b"src: "))
    True
    """
    for name in TYPEFACES_AT_ONCE:
        source = f'url(fonts/{name}.woff2) format("woff2")'.encode()
        held = base64.b64encode((STATIC / "fonts" / f"{name}.woff2").read_bytes())
        style = style.replace(source, b'url(data:font/woff2;base64,%b) format("woff2"), %b' % (held, source))
    return style


def static_names() -> list[str]:
    """The names of all static files."""
    return sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


def prose_file(site_data: SiteData, url: str) -> WebPage | None:
    """A picture, or a file that a page links to."""
    path = prose_files(site_data).get(url)
    return _file(path) if path else None


def _file(path: Path) -> WebPage:
    suffix = path.suffix.lower()
    media_type = MEDIA_TYPES.get(suffix) or item_page.ORIGINALS.get(suffix, "application/octet-stream")
    return WebPage(path.read_bytes(), media_type)


def file_urls(site_data: SiteData) -> Iterator[str]:
    """The addresses of files that are neither web pages nor belong to an item."""
    yield from (url for url in FILES if url != urls.MESSAGES or site_data.language != SOURCE_LANGUAGE)
    yield from site_data.iiif_files
    yield from quote_card.cards(site_data)
    if (parts := sitemap_parts(site_data)) > 1:
        yield from (urls.sitemap_url(part) for part in range(1, parts + 1))
    if cover.shown(site_data):
        yield urls.COVER


def download(site_data: SiteData, name: str) -> WebPage | None:
    """A file offered whole."""
    for path in site_data.archive.downloads:
        if path.name == name and path.is_file():
            return WebPage(path.read_bytes(), item_page.ORIGINALS.get(path.suffix.lower(), "application/octet-stream"))
    return about_pages.book_not_made(site_data, name) if name in BOOK_FORMS else None


def html_urls(site_data: SiteData) -> Iterator[str]:
    """The addresses of all pages but items' own."""
    names: dict[str, object] = {
        urls.PEOPLE: site_data.people,
        urls.PLACES: site_data.places,
        urls.ABBREVIATIONS: site_data.abbreviations,
    }
    yield from (url for url in PAGES if names.get(url, True) and not is_hidden(site_data, url))
    yield from entity_urls(site_data)
    if site_data.shows("not-held"):
        yield from (urls.stub_url(name) for name in stub_pages.stub_names(site_data))
    yield from (urls.items_url(part) for part in range(1, list_pages.parts(site_data) + 1))
    yield from (urls.narrative_url(narrative.slug) for narrative in site_data.narratives)
    yield from (url for url, _, _ in side_by_side_urls(site_data))
    yield from redirects(site_data)
    yield from withdrawn_page.withdrawn_urls(site_data)
    yield from (urls.copies_url(first) for first in copies_page.groups(site_data))


def entity_urls(site_data: SiteData) -> dict[str, frozenset[str]]:
    """The addresses of the pages of persons, places and offices, each with the items that it is made of."""
    pages = {urls.person_url(name): frozenset(items) for name, items in site_data.people.items()}
    pages |= {urls.place_url(name): frozenset(items) for name, items in site_data.places.items()}
    pages = {url: items for url, items in pages.items() if not is_hidden(site_data, url)}
    for code, traffic in site_data.post_items.items():
        pages[urls.post_url(code)] = frozenset(item for items in traffic.values() for item in items)
    return {url: items for url, items in pages.items() if not is_hidden(site_data, url)}
