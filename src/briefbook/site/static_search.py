"""Site data -> a full-text index as classic scripts, which a page can load even from disk, where fetch is blocked."""

import json
import re
from collections import defaultdict

from briefbook.site import urls
from briefbook.site.office_labels import choices
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.compounds import rewritings, without_divisions
from briefbook.text.date_display import date_in_words, month_label, sort_key
from briefbook.text.folding import fold
from briefbook.util.translation import gettext

MAX_INDEXED_ITEMS = 5_000
"""Maximum number of items for a shipped index; larger collections are searched by Pagefind or the server."""

MAX_PAGEFIND_ITEMS = 20_000
TEXTS_PER_FILE = 40
MAX_ITEMS_IN_COARSE_SHARDS = 500
PAGE_START = "\f"
MAX_PAGES_TOLD_APART = 2_000
"""An item with more pages, or with such a page number, is searched as a whole: blank pages have to be written too."""

_WORD = re.compile(r"[^\W_]+")


def wants_pagefind(site_data: SiteData) -> bool:
    """Do the settings ask for Pagefind?"""
    setting = site_data.about.get("search", "auto")
    return setting == "always" or (setting == "auto" and len(site_data.rows) <= MAX_PAGEFIND_ITEMS)


def ships_index(site_data: SiteData) -> bool:
    """Is the collection small enough for an index in scripts?"""
    return site_data.about.get("search", "auto") != "never" and len(site_data.rows) <= MAX_INDEXED_ITEMS


def words(text: str) -> list[str]:
    """The words of a text as they are searched: without case and accents.

    >>> words("Café, N.A.T.O. 3316")
    ['cafe', 'n', 'a', 't', 'o', '3316']
    """
    return _WORD.findall(fold(text))


def items_index(site_data: SiteData) -> dict[str, bytes]:
    """The files that search the items: what each is, where each word stands, and the texts for the snippets."""
    if not ships_index(site_data):
        return {}
    depth = 1 if len(site_data.rows) <= MAX_ITEMS_IN_COARSE_SHARDS else 2
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    texts: list[str] = []
    for number, row in enumerate(site_data.rows):
        text = text_of(site_data, row.item)
        texts.append(text)
        counts: dict[str, int] = defaultdict(int)
        about = described(site_data, row)
        for word in (*words(f"{about} {text}"), *joined_words(about), *joined_words(text)):
            counts[word] += 1
        for word, count in counts.items():
            places[shard(word, depth)][word] += (number, count)
    rows = [_about(site_data, row) for row in site_data.rows]
    index = {"depth": depth, "texts": TEXTS_PER_FILE, "shards": sorted(places), "rows": rows}
    files = {"search/items.js": _call("Items", index)}
    for name, occurrences in sorted(places.items()):
        packed = {word: _packed(pairs) for word, pairs in sorted(occurrences.items())}
        files[f"search/words-{name}.js"] = _call("Words", name, packed)
    for start in range(0, len(texts), TEXTS_PER_FILE):
        part = start // TEXTS_PER_FILE
        files[f"search/texts-{part}.js"] = _call("Texts", part, texts[start : start + TEXTS_PER_FILE])
    return files


def book_index(site_data: SiteData) -> WebPage:
    """The text of the narratives, which are few enough to be looked through."""
    chapters = [
        {
            "url": urls.narrative_url(narrative.slug),
            "title": narrative.title,
            "date": narrative.dates,
            "text": plain_prose(narrative.source),
        }
        for narrative in site_data.narratives
    ]
    return WebPage(_call("Narratives", chapters), "text/javascript; charset=utf-8")


def plain_prose(source: str) -> str:
    """A narrative without front matter, marks and link targets."""
    text = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.S)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[#*_`>|]+", " ", without_divisions(text)).split())


def text_of(site_data: SiteData, item: str) -> str:
    """All that is read on an item's pages; words divided at line ends and by soft hyphens are whole.

    A form feed begins each page, so that the form feeds before a word are the number of its page; pages that are not
    held are blank. Where the pages have no such order there is none, and the page of a word is not known.
    """
    pages = site_data.archive.catalogue.pages(item)
    texts = [" ".join(without_divisions(page.text).split()) for page in pages]
    numbers = [page.number for page in pages]
    if numbers != sorted(set(numbers)) or (numbers and not 1 <= numbers[0] <= numbers[-1] <= MAX_PAGES_TOLD_APART):
        return " ".join(texts)
    text_by_number = dict(zip(numbers, texts, strict=True))
    every = range(1, max(numbers, default=0) + 1)
    return "".join(PAGE_START + text_by_number.get(number, "") for number in every)


def joined_words(text: str) -> list[str]:
    """The words that are written in parts, written together, as they are searched.

    >>> joined_words("The U.S. sent 1,500 crates")
    ['us', '1500']
    """
    changed = rewritings(text)[-1:]
    return [
        word for rewriting in changed for start, end in rewriting.changes for word in words(rewriting.text[start:end])
    ]


def described(site_data: SiteData, row: ItemRow) -> str:
    """The description as searched with the text: id, number, posts by code and name, subject, persons, places."""
    posts = [post.name for code in (row.sender, *row.to) if code and (post := site_data.office(row, code))]
    parts = [row.item, row.number, row.sender, *row.to, *posts, row.subject, row.date_words, *row.persons, *row.places]
    return " ".join(part for part in parts if part)


def shard(word: str, depth: int) -> str:
    """The file that holds a word: its first letters, as a file name.

    >>> shard("castro", 2), shard("é", 2)
    ('ca', '_e9')
    """
    return "".join(letter if letter.isascii() and letter.isalnum() else f"_{ord(letter):x}" for letter in word[:depth])


def search_page(site_data: SiteData) -> WebPage:
    """The page that asks and answers."""
    return render_page(
        site_data,
        urls.SEARCH,
        "search.html",
        gettext("Search"),
        summary=gettext("Search every word read on the pages of {title}.").format(
            title=site_data.about.get("title") or gettext("the collection")
        ),
        scripts=("static/search.js",),
        pagefind=wants_pagefind(site_data),
        shipped=ships_index(site_data),
        senders=choices(site_data, {row.sender for row in site_data.rows if row.sender}),
        receivers=choices(site_data, {code for row in site_data.rows for code in row.to}),
        classifications=sorted({row.classification for row in site_data.rows if row.classification}),
        periods=periods(site_data),
        most=MAX_INDEXED_ITEMS,
        total=len(site_data.rows),
        unread=sum(1 for row in site_data.rows if not row.pages),
    )


MAX_MONTHS_OFFERED = 36


def periods(site_data: SiteData) -> list[tuple[str, str]]:
    """The months that items are dated in, or the years where those are many: value and words."""
    months = sorted({month for row in site_data.rows if "-" in (month := month_label(row.date))})
    if len(months) > MAX_MONTHS_OFFERED:
        months = sorted({month[:4] for month in months})
    return [(month, date_in_words(month)) for month in months]


def _about(site_data: SiteData, row: ItemRow) -> list[object]:
    key = sort_key(row.date) if row.date else ""
    flag = "specimen" if row.specimen else ""
    return [
        row.item,
        urls.item_url(row.item),
        site_data.title(row),
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
    text = ""
    while True:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
        if not number:
            return text


def _call(name: str, *values: object) -> bytes:
    arguments = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"briefbook{name}({arguments});\n".replace("\u2028", " ").replace("\u2029", " ").encode()
