"""The book -> a full-text index in classic scripts, which a page may load even from disk, where fetch is blocked."""

import json
import re
import unicodedata
from collections import defaultdict

from briefbook.site import urls
from briefbook.site.rendering import WebPage, page
from briefbook.site.site_data import Row, SiteData
from briefbook.text.date_display import date_in_words, sort_key

MOST_ITEMS = 5_000
"""Larger collections ship no index of their own; Pagefind or the server searches them."""

MOST_FOR_PAGEFIND = 20_000
TEXTS_A_FILE = 40
FEW = 500
_WORD = re.compile(r"[^\W_]+")


def wants_pagefind(book: SiteData) -> bool:
    """Do the settings ask for Pagefind?"""
    asked = book.about.get("search", "auto")
    return asked == "always" or (asked == "auto" and len(book.rows) <= MOST_FOR_PAGEFIND)


def ships_index(book: SiteData) -> bool:
    """Is the collection small enough for an index in scripts?"""
    return book.about.get("search", "auto") != "never" and len(book.rows) <= MOST_ITEMS


def words(text: str) -> list[str]:
    """The words of a text as they are searched: without case and accents.

    >>> words("Café, N.A.T.O. 3316")
    ['cafe', 'n', 'a', 't', 'o', '3316']
    """
    if not text.isascii():
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return _WORD.findall(text.lower())


def items_index(book: SiteData) -> dict[str, bytes]:
    """The files that search the items: what each is, where each word stands, and the texts for the snippets."""
    if not ships_index(book):
        return {}
    depth = 1 if len(book.rows) <= FEW else 2
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    texts: list[str] = []
    for number, row in enumerate(book.rows):
        text = text_of(book, row.item)
        texts.append(text)
        counts: dict[str, int] = defaultdict(int)
        for word in words(f"{described(book, row)} {text}"):
            counts[word] += 1
        for word, count in counts.items():
            places[shard(word, depth)][word] += (number, count)
    rows = [_about(row) for row in book.rows]
    told = {"depth": depth, "texts": TEXTS_A_FILE, "shards": sorted(places), "rows": rows}
    files = {"search/items.js": _call("Items", told)}
    for name, found in sorted(places.items()):
        packed = {word: _packed(pairs) for word, pairs in sorted(found.items())}
        files[f"search/words-{name}.js"] = _call("Words", name, packed)
    for start in range(0, len(texts), TEXTS_A_FILE):
        part = start // TEXTS_A_FILE
        files[f"search/texts-{part}.js"] = _call("Texts", part, texts[start : start + TEXTS_A_FILE])
    return files


def book_index(book: SiteData) -> WebPage:
    """The text of the narratives, which are few enough to be looked through."""
    told = [
        {"url": urls.narrative_url(one.slug), "title": one.title, "date": one.dates, "text": plain_prose(one.source)}
        for one in book.narratives
    ]
    return WebPage(_call("Narratives", told), "text/javascript; charset=utf-8")


def plain_prose(source: str) -> str:
    """A narrative without front matter, marks and link targets."""
    text = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.S)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[#*_`>|]+", " ", text).split())


def text_of(book: SiteData, item: str) -> str:
    """All that is read on an item's pages."""
    return " ".join(" ".join(one.text.split()) for one in book.archive.catalogue.pages(item))


def described(book: SiteData, row: Row) -> str:
    """What can be asked for beside the text: id, number, posts by code and name, subject, persons."""
    posts = [post.name for code in (row.sender, *row.to) if code and (post := book.post(code))]
    parts = [row.item, row.number, row.sender, *row.to, *posts, row.subject, row.date_words, *row.persons, *row.places]
    return " ".join(part for part in parts if part)


def shard(word: str, depth: int) -> str:
    """The file that holds a word: its first letters, as a file name.

    >>> shard("castro", 2), shard("é", 2)
    ('ca', '_e9')
    """
    return "".join(one if one.isascii() and one.isalnum() else f"_{ord(one):x}" for one in word[:depth])


def search_page(book: SiteData) -> WebPage:
    """The page that asks and answers."""
    return page(
        book,
        urls.SEARCH,
        "search.html",
        "Search",
        summary=f"Search every word read on the pages of {book.about.get('title', 'the collection')}.",
        scripts=("static/search.js",),
        pagefind=wants_pagefind(book),
        shipped=ships_index(book),
        senders=sorted({row.sender for row in book.rows if row.sender}),
        receivers=sorted({code for row in book.rows for code in row.to}),
        classifications=sorted({row.classification for row in book.rows if row.classification}),
        periods=periods(book),
        most=MOST_ITEMS,
        total=len(book.rows),
        unread=sum(1 for row in book.rows if not row.pages),
    )


MOST_MONTHS = 36


def periods(book: SiteData) -> list[tuple[str, str]]:
    """The months that items are dated in, or the years where those are many: value and words."""
    months = sorted({row.date[:7] for row in book.rows if re.match(r"\d{4}-\d\d", row.date)})
    if len(months) > MOST_MONTHS:
        months = sorted({month[:4] for month in months})
    return [(one, date_in_words(one)) for one in months]


def _about(row: Row) -> list[object]:
    key = sort_key(row.date) if row.date else ""
    flag = "specimen" if row.specimen else ""
    return [
        row.item,
        urls.item_url(row.item),
        row.title,
        row.date_words,
        key,
        row.sender,
        list(row.to),
        row.classification,
        flag,
    ]


def _packed(pairs: list[int]) -> str:
    """Numbers and counts as text: the step from the last number in base 36, and ``:count`` where it is above one.

    >>> _packed([0, 1, 40, 3])
    '0,14:3'
    """
    parts, last = [], 0
    for number, count in zip(pairs[::2], pairs[1::2], strict=True):
        parts.append(_base36(number - last) + (f":{count}" if count > 1 else ""))
        last = number
    return ",".join(parts)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    made = ""
    while True:
        number, rest = divmod(number, 36)
        made = digits[rest] + made
        if not number:
            return made


def _call(name: str, *values: object) -> bytes:
    told = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"briefbook{name}({told});\n".replace("\u2028", " ").replace("\u2029", " ").encode()
