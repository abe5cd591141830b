"""The book -> its front page and its lists: items, posts, people, places, series, what is not held."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from briefbook.site import metadata_tags, urls
from briefbook.site.item_table import item_table
from briefbook.site.narrative_page import checked, first_words
from briefbook.site.rendering import WebPage, page
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words, sort_key

ROWS_A_PART = 500
"""Rows of the table of all items on one page; with script the whole table is at hand on each."""

COLUMNS = ("item", "date", "from", "to", "number", "classification", "subject")


def home(book: SiteData) -> WebPage:
    """The front page."""
    from briefbook.site.charts import strip
    from briefbook.site.cover import shown

    first, last = (part[:10] for part in book.span())
    return page(
        book,
        urls.HOME,
        "home.html",
        book.about.get("title", ""),
        summary=book.about.get("description", ""),
        head=metadata_tags.of_home(book),
        span=date_in_words(f"{first}/{last}") if first else "",
        strip=strip(book),
        shown=shown(book),
        abstracts={one.slug: first_words(one, 170) for one in book.narratives},
        checked=checked(tuple(one for many in book.verifications.values() for one in many)),
        cited_counts={one.slug: len({citation.item for citation in one.citations}) for one in book.narratives},
    )


def parts(book: SiteData) -> int:
    """How many pages the table of all items fills."""
    return max(1, -(-len(book.rows) // ROWS_A_PART))


def items(book: SiteData, part: int) -> WebPage:
    """A part of the table of all items, from 1."""
    rows = book.rows[(part - 1) * ROWS_A_PART : part * ROWS_A_PART]
    first = (part - 1) * ROWS_A_PART + 1
    title = "All items" if part == 1 else f"All items, part {part}"
    return page(
        book,
        urls.items_url(part),
        "items.html",
        title,
        summary=f"Every item of {book.about.get('title', 'the collection')}: date, from, to, number.",
        scripts=("data/items.js", "static/items.js"),
        table=item_table(book, rows, COLUMNS, "", "All items", table_id="items"),
        unsure=any(row.unsure for row in book.rows),
        total=len(book.rows),
        parts=parts(book),
        this=part,
        first=first,
        last=first + len(rows) - 1,
        senders=sorted({row.sender for row in book.rows if row.sender}),
        receivers=sorted({code for row in book.rows for code in row.to}),
    )


STANDINGS = {"verified": "good", "confirmed": "good", "inferred": "doubt", "read damaged": "doubt"}


def posts(book: SiteData) -> WebPage:
    """What the codes stand for."""
    made = []
    for code, traffic in book.post_items.items():
        known = book.post(code)
        standing = known.standing if known else "not known"
        made.append(
            {
                "code": code,
                "name": known.name if known else "",
                "country": known.country if known else "",
                "aliases": known.aliases if known else (),
                "valid": known.valid if known else "",
                "standing": standing,
                "tone": STANDINGS.get(standing, "bad"),
                "sent": len(traffic["sent"]),
                "received": len(traffic["received"]),
                "informed": len(traffic["informed"]),
            }
        )
    return page(book, urls.POSTS, "posts.html", "Embassies and offices", posts=made)


MOST_LISTED = 12
"""Items named beside a person or place; the rest is a search away."""


def named(book: SiteData, url: str, title: str, names: Mapping[str, tuple[str, ...]]) -> WebPage:
    """People or places, each with the items that name them."""
    rows = []
    for name, held in names.items():
        first = sorted(held, key=lambda item: sort_key(book.row_of[item].date))
        dates = [book.row_of[item].date[:10] for item in first if book.row_of[item].date]
        span = dates[0] if len(set(dates)) == 1 else f"{dates[0]}/{dates[-1]}" if dates else ""
        links = Markup(", ").join(_item(item) for item in first[:MOST_LISTED])
        if len(first) > MOST_LISTED:
            asked = f"search.html?q=%22{quote(name)}%22"
            links += Markup(', <a href="{}">and {} more</a>').format(asked, len(first) - MOST_LISTED)
        shown = Markup('<span id="{}">{}</span>').format(urls.anchor(name), name)
        rows.append((shown, len(held), date_in_words(span, unknown=""), links))
    lede = "Names recognised in the text of the items, each with the items in which it appears."
    head = (title, "Items", "Dates", "Named in")
    body = table(title, head, rows, numbers=frozenset({1})) if rows else ""
    return page(book, url, "simple.html", title, lede=lede if names else "No names were recognised.", body=body)


def not_held(book: SiteData) -> WebPage:
    """Cables referred to but not held, and items cited but not held."""
    body = []
    if book.cited_not_held:
        rows = []
        for item, mentions in book.cited_not_held.items():
            where = Markup("; ").join(
                Markup('<a href="{}">{}</a>').format(urls.narrative_url(one.narrative.slug), one.narrative.title)
                for one in mentions
            )
            rows.append((Markup('<span id="{}">{}</span>').format(urls.anchor(item), item), where))
        body += [Markup("<h2>Cited in the book</h2>"), table("Items cited but not held", ("Item", "Cited in"), rows)]
    if book.not_held:
        stubs = []
        for target, references in book.not_held.items():
            date = next((date_in_words(one.date) for one in references if one.date), "")
            where = Markup(", ").join(Markup("{} “{}”").format(_item(one.item), one.mention) for one in references)
            stubs.append((Markup('<span id="{}">{}</span>').format(urls.anchor(target), target), date, where))
        head = ("Cable", "Date, stated or estimated", "Referred to by")
        body += [Markup("<h2>Referred to in the items</h2>"), table("Cables referred to but not held", head, stubs)]
    lede = (
        "Cables that the papers or the book refer to and this collection does not hold; another archive may hold them."
    )
    if not body:
        lede = "Nothing is known to be missing: every reference that could be resolved leads to an item held."
    return page(
        book, urls.NOT_HELD, "simple.html", "Cables referred to but not held", lede=lede, body=Markup("\n").join(body)
    )


def about(book: SiteData) -> WebPage:
    """About the collection."""
    first, last = (date_in_words(day[:10], unknown="") for day in book.span())
    known = Counter(_known(book)).most_common()
    return page(book, urls.ABOUT, "about.html", "About the collection", first=first, last=last, known=known)


def _known(book: SiteData) -> list[str]:
    known = []
    for row in book.rows:
        known += [name for name, value in (("with a date", row.date), ("with a sender", row.sender)) if value]
        known += [name for name, value in (("with a number", row.number), ("with a subject", row.subject)) if value]
        known += ["with a scan"] if row.checksum else ["without a scan"]
    return known


def table(
    caption: str, head: tuple[str, ...], rows: list[tuple[Any, ...]], *, numbers: frozenset[int] = frozenset()
) -> str:
    """A plain table; ``numbers`` are the columns set flush right."""
    kinds = [' class="num"' if index in numbers else "" for index in range(len(head))]
    heads = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(head, kinds, strict=True))
    labels = [f' data-label="{escape(name)}"' for name in head]
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(value)}</th>' if index == 0 else f"<td{kind}{label}>{escape(value)}</td>"
            for index, (value, kind, label) in enumerate(zip(row, kinds, labels, strict=True))
        )
        + "</tr>\n"
        for row in rows
    )
    caption = f'<caption class="visually-hidden">{escape(caption)}</caption>'
    inside = f"{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>"
    kind = "cards sortable" if len(head) > 3 else "sortable"
    return Markup(f'<div class="table"><table class="{kind}">{inside}</table></div>')


def _item(item: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(urls.item_url(item), item)
