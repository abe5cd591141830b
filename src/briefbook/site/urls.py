"""Every address of the site; all are relative to its root and name a file, so that disk and host agree."""

from urllib.parse import quote

from briefbook.text.safe_names import safe_name
from briefbook.util.file_endings import EXTENSIONS

HOME = "index.html"
ITEMS = "items.html"
POSTS = "posts.html"
PEOPLE = "people.html"
PLACES = "places.html"
SEARCH = "search.html"
TIMELINE = "timeline.html"
CORRESPONDENCE = "correspondence.html"
MAP = "map.html"
REPLIES = "replies.html"
SERIES = "series.html"
NOT_HELD = "not-held.html"
GLOSSARY = "glossary.html"
ABBREVIATIONS = "abbreviations.html"
ABOUT = "about.html"
CHECKS = "checks.html"
DOWNLOADS = "downloads.html"
DESIGN = "design.html"
NOT_FOUND = "404.html"
COVER = "cover.webp"
THEME = "theme.css"
HOST_HEADERS = "_headers"
"""What hosts of static sites (Netlify, Cloudflare Pages) read: headers of answers by address."""

ANNOTATIONS = "data/annotations.json"
MESSAGES = "messages.js"


def item_url(item: str) -> str:
    """An item's page."""
    return f"items/{safe_name(item)}.html"


def item_folder(item: str) -> str:
    """The folder of an item's files."""
    return f"items/{safe_name(item)}"


def item_file(item: str, name: str) -> str:
    """One of an item's files."""
    return f"{item_folder(item)}/{safe_name(name)}"


def picture_url(item: str, page: int, media_type: str) -> str:
    """The picture of a page of an item."""
    return f"{item_folder(item)}/p{page:03d}.{EXTENSIONS.get(media_type, 'jpg')}"


def thumbnail_url(item: str, page: int) -> str:
    """The thumbnail of a page of an item.

    >>> thumbnail_url("A 1", 2)
    'items/A~201/t002.webp'
    """
    return f"{item_folder(item)}/t{page:03d}.webp"


def phone_picture_url(item: str, page: int) -> str:
    """The picture of a page of an item for phones.

    >>> phone_picture_url("A 1", 2)
    'items/A~201/p002-phone.webp'
    """
    return f"{item_folder(item)}/p{page:03d}-phone.webp"


def oembed_url(page_url: str) -> str:
    """What programs that show a link to a page fetch about it (oEmbed).

    >>> oembed_url("items/A.html")
    'items/A/oembed.json'
    """
    return f"{page_url.removesuffix('.html')}/oembed.json"


def line_anchor(page: int, line: int) -> str:
    """Where a line of text stands on its item's page.

    >>> line_anchor(1, 12)
    'p1-l12'
    """
    return f"p{page}-l{line}"


def paragraph_anchor(line: int) -> str:
    """Where the paragraph that begins on a line of an author's file stands on its narrative's page.

    >>> paragraph_anchor(40)
    'l40'
    """
    return f"l{line}"


def narrative_url(slug: str) -> str:
    """A page of the book."""
    return f"narratives/{safe_name(slug)}.html"


SIDE_BY_SIDE = "side-by-side"


def side_by_side_url(language: str, slug: str) -> str:
    """A page of the book beside its translation into a language.

    >>> side_by_side_url("fr", "talks")
    'side-by-side/fr/talks.html'
    """
    return f"{SIDE_BY_SIDE}/{safe_name(language)}/{safe_name(slug)}.html"


def copies_url(first: str) -> str:
    """The copies of one text side by side, named for the first of them."""
    return f"copies/{safe_name(first)}.html"


def items_url(part: int) -> str:
    """A part of the table of all items, from 1.

    >>> items_url(1), items_url(2)
    ('items.html', 'items-2.html')
    """
    return ITEMS if part == 1 else f"items-{part}.html"


def post_url(code: str) -> str:
    """The page of an office, or of whom the papers name as such."""
    return f"offices/{safe_name(code)}.html"


def sitemap_url(part: int) -> str:
    """One of several sitemaps, from 1."""
    return f"sitemap-{part}.xml"


def chapter_card_url(slug: str) -> str:
    """The preview image of a link to a chapter."""
    return f"cards/chapter-{safe_name(slug)}.jpg"


def item_card_url(item: str) -> str:
    """The preview image of a link to an item that the book quotes."""
    return f"cards/item-{safe_name(item)}.jpg"


def stub_url(target: str) -> str:
    """The slip of a paper that is cited or referred to and not held.

    >>> stub_url("WASHDC 3316 (1962)")
    'not-held/WASHDC~203316~20~281962~29.html'
    """
    return f"not-held/{safe_name(target)}.html"


def person_url(name: str) -> str:
    """The page of a person."""
    return f"people/{safe_name(name)}.html"


def place_url(name: str) -> str:
    """The page of a place."""
    return f"places/{safe_name(name)}.html"


def quoted(words: str) -> str:
    """Words as an address's query has them."""
    return quote(words, safe="")


def anchor(name: str) -> str:
    """A name as an id within a page.

    >>> anchor("EMB PARIS")
    'at-EMB~20PARIS'
    """
    return f"at-{safe_name(name)}"


def collection_file_url(path: str) -> str:
    """A file of the collection, by its path there: in ``media/``, or beside a page in ``narratives/``.

    >>> collection_file_url("media/a.png"), collection_file_url("narratives/1962/a b.png")
    ('media/a.png', 'narratives/1962/a~20b.png')
    """
    return "/".join(safe_name(part) for part in path.split("/") if part not in ("", ".", ".."))


def relative(url: str, page_url: str) -> str:
    """An address as a page writes it.

    >>> relative("items/A.html", "narratives/n.html"), relative("items/A.html", "items/B.html"), relative("a", "b")
    ('../items/A.html', '../items/A.html', 'a')
    """
    return root_of(page_url) + url


def root_of(page_url: str) -> str:
    """The way from a page up to the site's root."""
    return "../" * page_url.count("/")


def absolute(address: str, url: str) -> str:
    """An address with the site's own before it; empty if the site's is not known."""
    return f"{address.rstrip('/')}/{quote(url)}" if address else ""
