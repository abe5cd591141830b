"""Site data -> what the search of a site without a server looks through: items, and sections of chapters."""

import re
from collections.abc import Iterator, Sequence

from briefbook.model.catalogue import natural
from briefbook.site import urls
from briefbook.site.narrative_page import section_anchors
from briefbook.site.office_labels import office_choices
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.search_index import MIN_FOR_PAIRS, Document, index_files, pairs_of
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.compounds import Rewriting, rewritings, without_divisions
from briefbook.text.date_display import date_in_words, month_label, sort_key
from briefbook.text.folding import fold
from briefbook.util.translation import gettext

MAX_INDEXED_ITEMS = 50_000
"""Maximum number of items for a shipped index; larger collections are searched by the server, or by Pagefind."""

PAGE_START = "\f"
MAX_NUMBERED_PAGES = 2_000
"""An item with more pages, or with such a page number, is searched as a whole: blank pages have to be written too."""

MAX_INDEXED_LIVE = 5_000
"""Maximum number of items for which the live server makes the shipped index too; it has its own search."""

_WORD = re.compile(r"[^\W_]+")


def wants_pagefind(site_data: SiteData) -> bool:
    """Do the settings ask for Pagefind, which searches collections that are too large for the shipped index?"""
    return site_data.about.get("search", "auto") == "always" and not ships_index(site_data)


def ships_index(site_data: SiteData) -> bool:
    """Is the collection small enough for an index in scripts?"""
    return site_data.about.get("search", "auto") != "never" and len(site_data.rows) <= MAX_INDEXED_ITEMS


def words(text: str) -> list[str]:
    """The words of a text as they are searched: without case and accents.

    >>> words("Café, N.A.T.O. 3316")
    ['cafe', 'n', 'a', 't', 'o', '3316']
    """
    return _WORD.findall(fold(text))


def items_index(site_data: SiteData) -> Iterator[tuple[str, bytes]]:
    """The files that search the items: addresses and contents, each as soon as it is made."""
    if not ships_index(site_data):
        return
    rows = sorted(
        site_data.rows, key=lambda row: (not row.date, sort_key(row.date) if row.date else "", natural(row.item))
    )
    pairs = len(rows) >= MIN_FOR_PAIRS
    yield from index_files((_document(site_data, row, pairs=pairs) for row in rows), "items")


def _document(site_data: SiteData, row: ItemRow, *, pairs: bool) -> Document:
    """An item as it is searched: its words, those of its description, its fields, and which words are beside others."""
    text, about = text_of(site_data, row.item), described(site_data, row)
    senders = {row.sender: [row.sender, site_data.office_on(row, row.sender)]} if row.sender else {}
    addressees = {code: [code, site_data.office_on(row, code)] for code in row.to}
    fields = [f"#i:{fold(row.item)}", *(f"#n:{word}" for word in words(row.number))]
    for letter, offices in (("f", senders), ("t", addressees)):
        fields += [f"#{letter}:={code}" for code in offices]
        fields += [f"#{letter}:{word}" for names in offices.values() for word in dict.fromkeys(words(" ".join(names)))]
    fields += [f"#c:={row.classification}", *(f"#c:{word}" for word in words(row.classification))]
    url, title = urls.item_url(row.item), site_data.title(row)
    together = rewritings(text, with_places=False)
    in_text = words(text)
    beside: dict[int, int] = {}
    if pairs:
        shown_as = " . ".join((row.item, url, title, row.date_words))
        beside = dict.fromkeys(pairs_of(words(together[-1].text) if together else in_text), 1)
        for pair in pairs_of(_words_together(shown_as)):
            beside[pair] = beside.get(pair, 0) + 1
    every = (*words(about), *in_text, *joined_words(about), *_joined(together), *fields)
    shown = (
        row.item,
        url,
        title,
        row.date_words,
        "specimen" if row.specimen else "printed" if row.edition_title else "",
    )
    return Document(every, text, sort_key(row.date) if row.date else "", shown, beside)


def _words_together(text: str) -> list[str]:
    """The words of a text, those that are written in parts written together."""
    changed = rewritings(text, with_places=False)
    return words(changed[-1].text if changed else text)


def book_index(site_data: SiteData) -> Iterator[tuple[str, bytes]]:
    """The files that search the chapters, section by section, in the order of the book: addresses and contents."""
    if not ships_index(site_data):
        return
    yield from index_files(_sections(site_data), "book")


def _sections(site_data: SiteData) -> Iterator[Document]:
    for narrative in site_data.narratives:
        shown = _without_comments(narrative.source)
        lines = shown.split("\n")
        anchors = section_anchors(passage.slug for passage in narrative.passages)
        spans = [
            (passage.heading, anchor, "\n".join(lines[max(0, passage.first_line - 1) : passage.last_line]))
            for passage, anchor in zip(narrative.passages, anchors, strict=True)
        ] or [("", "", shown)]
        for index, (heading, anchor, source) in enumerate(spans):
            text = plain_prose(source)
            title = "" if index else narrative.title
            url = urls.narrative_url(narrative.slug) + (f"#{anchor}" if index and heading else "")
            every = (*words(f"{title} {heading} {text}"), *joined_words(text))
            yield Document(every, text, "", ("", url, narrative.title, heading if index else "", ""))


def _without_comments(source: str) -> str:
    """A narrative without what stands in comments, which no page shows; every line keeps its number."""
    return re.sub(r"<!--.*?(?:-->|\Z)", lambda match: "\n" * match[0].count("\n"), source, flags=re.S)


def plain_prose(source: str) -> str:
    """A narrative without front matter, marks, comments, placed tables, rules of tables and link targets."""
    text = re.sub(r"\A---\n.*?\n---\n", "", _without_comments(source), flags=re.S)
    text = re.sub(r"^(?=[^\n]*-)[ \t|:-]+$|\{\{[^{}\n]*\}\}", " ", text, flags=re.M)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[#*_`>|]+", " ", without_divisions(text)).split())


def text_of(site_data: SiteData, item: str) -> str:
    """All that is read on an item's pages; words divided at line ends and by soft hyphens are whole.

    A form feed begins each page, so that the form feeds before a word are the number of its page; pages that are not
    held are blank. Where the pages have no such order there is none, and the page of a word is not known.
    """
    catalogue = site_data.archive.catalogue
    pages = getattr(catalogue, "texts", catalogue.pages)(item)  # a database has texts without the places of words
    texts = [" ".join(without_divisions(page.text).split()) for page in pages]
    numbers = [page.number for page in pages]
    if numbers != sorted(set(numbers)) or (numbers and not 1 <= numbers[0] <= numbers[-1] <= MAX_NUMBERED_PAGES):
        return " ".join(texts)
    text_by_number = dict(zip(numbers, texts, strict=True))
    every = range(1, max(numbers, default=0) + 1)
    return "".join(PAGE_START + text_by_number.get(number, "") for number in every)


def joined_words(text: str) -> list[str]:
    """The words that are written in parts, written together, as they are searched.

    >>> joined_words("The U.S. sent 1,500 crates")
    ['us', '1500']
    """
    return _joined(rewritings(text, with_places=False))


def _joined(changed: Sequence[Rewriting]) -> list[str]:
    return [
        word
        for rewriting in changed[-1:]
        for start, end in rewriting.changes
        for word in words(rewriting.text[start:end])
    ]


def described(site_data: SiteData, row: ItemRow) -> str:
    """The description as searched with the text: id, number, posts by code and name, subject, persons, places."""
    posts = [post.name for code in (row.sender, *row.to) if code and (post := site_data.office(row, code))]
    parts = [row.item, row.number, row.sender, *row.to, *posts, row.subject, row.date_words, *row.persons, *row.places]
    return " ".join(part for part in parts if part)


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
        scripts=("static/searches.js", "static/search_index.js", "static/search.js", "static/completions.js"),
        pagefind=wants_pagefind(site_data),
        shipped=ships_index(site_data),
        senders=office_choices(site_data, {row.sender for row in site_data.rows if row.sender}),
        receivers=office_choices(site_data, {code for row in site_data.rows for code in row.to}),
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
