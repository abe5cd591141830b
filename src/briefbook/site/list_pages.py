"""Site data -> the front page and the lists: items, posts, people, places, items not held."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from briefbook.model.post import Post
from briefbook.model.verdict import count_verdicts
from briefbook.site import metadata_tags, urls
from briefbook.site.item_page import subject as marked_subject
from briefbook.site.item_table import item_table
from briefbook.site.links import link_to
from briefbook.site.narrative_page import first_words
from briefbook.site.office_labels import code_after_name, office_choices, unambiguous_names
from briefbook.site.rendering import WebPage, in_quotation_marks, of_paper, render_page, web_link
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.site.stub_pages import missing_paper
from briefbook.text.date_display import date_in_words
from briefbook.text.field_names import field_label
from briefbook.text.folding import fold
from briefbook.text.imprint import editors_of, imprint, in_a_row
from briefbook.text.office_names import country_then
from briefbook.text.posts import is_plain_words
from briefbook.text.services import PLACE, PROBABLE
from briefbook.util.translation import N_, counted, gettext, number_in_figures, percent, pgettext, refilled

ROWS_PER_PART = 500
"""Rows of the table of all items on one page; with script the whole table is at hand on each."""

COLUMNS = ("item", "date", "from", "to", "number", "classification", "subject")


def home(site_data: SiteData) -> WebPage:
    """The front page."""
    from briefbook.site.charts import not_drawn, strip
    from briefbook.site.cover import shown

    first, last = (part[:10] for part in site_data.span())
    return render_page(
        site_data,
        urls.HOME,
        "home.html",
        site_data.about.get("title", ""),
        summary=site_data.about.get("description", ""),
        head=metadata_tags.of_home(site_data),
        span=date_in_words(f"{first}/{last}") if first else "",
        editors=gettext("Edited by {names}").format(names=in_a_row(editors))
        if (editors := editors_of(site_data.about))
        else "",
        strip=strip(site_data),
        not_drawn=not_drawn(site_data),
        bands=any(narrative.dates for narrative in site_data.narratives),
        shown=shown(site_data),
        papers=()
        if site_data.chapters
        else [(row, title_on_front(site_data, row)) for row in some_papers(site_data.rows)],
        abstracts={
            narrative.slug: first_words(narrative, 170, site_data.language_of(narrative))
            for narrative in site_data.narratives
        },
        checked=count_verdicts(verification for many in site_data.verifications.values() for verification in many),
        cited_counts={
            narrative.slug: len({citation.item for citation in narrative.citations})
            for narrative in site_data.narratives
        },
    )


PAPERS_ON_FRONT_PAGE = 12
"""Papers that the front page of a book without chapters names."""


def some_papers(rows: Sequence[ItemRow]) -> list[ItemRow]:
    """Papers that say who wrote them or what they are about, spread evenly over their dates, the first one first."""
    told = [row for row in rows if row.date and (row.sender or row.subject or row.edition_title)]
    told.sort(key=lambda row: row.date)
    number = min(len(told), PAPERS_ON_FRONT_PAGE)
    return [told[place * len(told) // number] for place in range(number)]


def title_on_front(site_data: SiteData, row: ItemRow) -> str:
    """The title of a paper, without a subject that has words that were hard to read."""
    held = site_data.item(row.item) if row.subject and not row.edition_title else None
    is_doubtful = held is not None and 'class="unsure"' in marked_subject(*held)
    return site_data.title_without_subject(row) if is_doubtful else site_data.title(row)


def parts(site_data: SiteData) -> int:
    """How many pages the table of all items fills."""
    return max(1, -(-len(site_data.rows) // ROWS_PER_PART))


def items(site_data: SiteData, part: int) -> WebPage:
    """A part of the table of all items, from 1."""
    rows = site_data.rows[(part - 1) * ROWS_PER_PART : part * ROWS_PER_PART]
    first = (part - 1) * ROWS_PER_PART + 1
    title = gettext("All items") if part == 1 else gettext("All items, part {number}").format(number=part)
    return render_page(
        site_data,
        urls.items_url(part),
        "items.html",
        title,
        summary=gettext("Every item of {title}: date, from, to, number.").format(
            title=site_data.about.get("title") or gettext("the collection")
        ),
        scripts=("data/items.js", "static/items.js"),
        table=item_table(site_data, rows, COLUMNS, "", gettext("All items"), table_id="items"),
        unsure=any(row.unsure for row in site_data.rows),
        example=_example_of_dates(site_data),
        total=len(site_data.rows),
        parts=parts(site_data),
        this=part,
        first=first,
        last=first + len(rows) - 1,
        senders=office_choices(site_data, {row.sender for row in site_data.rows if row.sender}),
        receivers=office_choices(site_data, {code for row in site_data.rows for code in row.to}),
    )


def _example_of_dates(site_data: SiteData) -> tuple[str, str]:
    """How dates may be typed to ask for a time, as a month and a day of these papers."""
    days = sorted(row.date for row in site_data.rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row.date))
    middle = days[len(days) // 2] if days else "1962-11-30"
    return middle[:7], middle


STANDINGS = {
    "verified": "good",
    "confirmed": "good",
    "inferred": "doubt",
    "read damaged": "doubt",
    PROBABLE: "doubt",
    PLACE: "good",
}


NOT_KNOWN = "not known"

STANDING_WORDS = {
    NOT_KNOWN: N_("not known"),
    "verified": N_("verified"),
    "confirmed": N_("confirmed"),
    "inferred": N_("inferred"),
    "read damaged": N_("read damaged"),
    "unverified": N_("unverified"),
    PROBABLE: N_("probable"),
    PLACE: N_("place"),
}
"""What is said of how sure it is what a code stands for."""


def posts(site_data: SiteData) -> WebPage:
    """What the codes stand for.

    Persons and offices that the papers name in words are a table of their own, and so are codes that no vocabulary has:
    some are words that were taken for one.
    """
    rows: list[dict[str, Any]] = []
    in_words: list[dict[str, Any]] = []
    unidentified: list[dict[str, Any]] = []
    names = unambiguous_names(site_data, site_data.post_items)
    for code, traffic in site_data.post_items.items():
        post = site_data.post(code)
        standing = post.standing if post else NOT_KNOWN
        is_known = bool(post and post.name)
        is_code = not (is_plain_words(code) or code in site_data.names_on_covers)
        (rows if is_known else unidentified if is_code else in_words).append(
            {
                "code": code,
                "label": names[code],
                "full": post.name
                if post and fold(post.name) not in (fold(site_data.office_name(code)), fold(code))
                else "",
                "country": country_then(post.country, site_data.days_of_office(code)) if post else "",
                "aliases": other_spellings(post, code) if post else (),
                "valid": _years(post.valid) if post else "",
                "standing": standing,
                "standing_words": gettext(STANDING_WORDS.get(standing, standing)),
                "tone": STANDINGS.get(standing, "bad"),
                "sent": len(traffic["sent"]),
                "received": len(traffic["received"]),
                "informed": len(traffic["informed"]),
            }
        )
    rows.sort(key=lambda row: (fold(row["label"]), row["code"]))
    return render_page(
        site_data,
        urls.POSTS,
        "posts.html",
        gettext("Embassies and offices"),
        posts=rows,
        in_words=in_words,
        unidentified=unidentified,
    )


def other_spellings(post: Post, code: str) -> tuple[str, ...]:
    """How else the papers write a code, beside the spelling under which it is listed."""
    shown = {fold(code), fold(post.name)}
    return tuple(alias for alias in dict.fromkeys(post.aliases) if fold(alias) not in shown)


def _years(valid: str) -> str:
    """The time for which a code is recorded, in words."""
    first, _, last = valid.partition("/")
    first, last = ("" if end in ("", "..") else date_in_words(end) for end in (first, last))
    if first and last:
        return gettext("{first} to {last}").format(first=first, last=last)
    return date_in_words(valid, unknown="") if first or last else ""


_DOUBTS = (
    N_("its number or its post was hard to read"),
    N_("no post {code} is known, so that it may be misread"),
)
"""Why a reference is doubtful, as ``correspondence`` notes it."""


def not_held(site_data: SiteData) -> WebPage:
    """Papers referred to but not held, and items cited but not held."""
    body = []
    if site_data.cited_not_held:
        rows = []
        for item, mentions in site_data.cited_not_held.items():
            where = Markup("; ").join(
                link_to(urls.narrative_url(mention.narrative.slug), mention.narrative.title) for mention in mentions
            )
            rows.append((_slip(item, item), where))
        head = (gettext("Item"), gettext("Cited in"))
        body += [
            Markup("<h2>{}</h2>").format(gettext("Cited in the book")),
            table(gettext("Items cited but not held"), head, rows),
        ]
    if site_data.not_held:
        stubs = []
        for target, references in site_data.not_held.items():
            date = next((date_in_words(reference.date) for reference in references if reference.date), "")
            where = Markup(", ").join(
                Markup("{} {}").format(
                    _item(reference.item), in_quotation_marks(of_paper(site_data, reference.mention))
                )
                for reference in references
            )
            paper = missing_paper(site_data, target)
            code = code_after_name(target, paper.title) if paper.title != target else ""
            stubs.append((_slip(target, paper.title) + code, date, where))
        columns = (gettext("Paper"), gettext("Date, stated or estimated"), gettext("Referred to by"))
        body += [
            Markup("<h2>{}</h2>").format(gettext("Referred to in the items")),
            table(gettext("Papers referred to but not held"), columns, stubs),
        ]
    if site_data.doubtful:
        doubts = [
            (reference.mention, _item(reference.item), refilled(reference.note.partition(": ")[2], _DOUBTS))
            for reference in site_data.doubtful
        ]
        words = gettext("These references were hard to read. They are not counted as papers that are missing.")
        columns = (gettext("As read"), pgettext("item", "In"), gettext("Why it is doubtful"))
        body += [
            Markup('<h2 id="doubtful">{}</h2>').format(gettext("Doubtful readings: not counted")),
            Markup("<p>{}</p>").format(words),
            table(gettext("Doubtful references"), columns, doubts),
        ]
    lede = gettext(
        "What the papers or the book refer to and this collection does not hold; another archive may hold it."
    )
    if not (site_data.cited_not_held or site_data.not_held):
        lede = _nothing_missing(site_data)
    return render_page(
        site_data,
        urls.NOT_HELD,
        "simple.html",
        gettext("Papers referred to but not held"),
        lede=lede,
        body=Markup("\n").join(body),
    )


def _slip(target: str, title: str) -> Markup:
    """A paper that is not held, leading to its slip."""
    return Markup('<a id="{}" href="{}">{}</a>').format(urls.anchor(target), urls.stub_url(target), title)


def _nothing_missing(site_data: SiteData) -> str:
    """The sentence shown where no cable is known to be missing, limited to what the references show."""
    references = site_data.archive.network.references
    resolved = sum(reference.status == "held" for reference in references)
    unresolved = len(references) - resolved
    if not references:
        return gettext(
            "No reference to another paper was read in the papers, so that nothing can be said of what is missing."
        )
    if not resolved:
        return gettext(
            "No paper is listed as missing, but none of the {number} references in the papers could be resolved: "
            "there may be papers that this collection does not hold."
        ).format(number=unresolved)
    lede = gettext(
        "No paper is known to be missing: each reference that could be resolved ({number}) leads to an item held."
    ).format(number=resolved)
    more = counted("{number} could not be resolved.", "{number} could not be resolved.", unresolved)
    return f"{lede} {more}" if unresolved else lede


_STATED = {
    "repository": N_("Repository"),
    "fonds": N_("Fonds"),
    "series": N_("Series"),
    "rights": N_("Rights"),
    "licence": N_("Licence"),
    "contact": N_("Contact"),
}
"""What the settings may say of the papers, in the order in which the page about the collection says it."""


def about(site_data: SiteData) -> WebPage:
    """About the collection."""
    first, last = (date_in_words(day[:10], unknown="") for day in site_data.span())
    counts = Counter(_knowledge_statements(site_data)).most_common()
    return render_page(
        site_data,
        urls.ABOUT,
        "about.html",
        gettext("About the collection"),
        labels={name: gettext(label) for name, label in _STATED.items()},
        first=first,
        last=last,
        known=counts,
        publication=[(label, web_link(value)) for label, value in imprint(site_data.about)],
        stated=[name for name in _STATED if site_data.about.get(name)],
        sample=sample_section(site_data),
    )


def sample_section(site_data: SiteData) -> Markup:
    """How often each field is wrong, by the last sample of which anything was read again; nothing if there is none."""
    sample = next((sample for sample in site_data.archive.samples if sample.reviewed), None)
    if sample is None:
        return Markup("")
    rows = [
        (
            field_label(field.field),
            number_in_figures(field.read),
            number_in_figures(field.errors),
            percent(field.rate, 1) if field.read else "",
            gettext("{first} to {last}").format(first=percent(field.low, 1), last=percent(field.high, 1))
            if field.read
            else "",
        )
        for field in sample.fields
    ]
    head = (
        gettext("Field"),
        gettext("Read again"),
        gettext("Errors"),
        gettext("In the sample"),
        gettext("In the collection, with 95% confidence"),
    )
    words = gettext(
        "Of {population} items with pages, {size} were drawn at random on {date} and read again on the paper by people "
        "who did not see the description. An error is a value that differs, is missing, or is not on the paper. Errors "
        "corrected since then still count: those of the other items remain."
    ).format(
        population=number_in_figures(sample.population),
        size=number_in_figures(sample.size),
        date=date_in_words(sample.drawn_on.isoformat()),
    )
    if not sample.is_complete:
        unfinished = gettext("Not finished: {number} of the {size} items have been read again so far.").format(
            number=number_in_figures(sample.reviewed), size=number_in_figures(sample.size)
        )
        words = f"{unfinished} {words}"
    return Markup("<p>{}</p>{}").format(
        words, table(gettext("Errors of each field in a random sample"), head, rows, numbers=frozenset({1, 2, 3, 4}))
    )


def _knowledge_statements(site_data: SiteData) -> list[str]:
    statements = []
    has_scans = site_data.has_scans
    for row in site_data.rows:
        statements += [
            name
            for name, value in ((gettext("with a date"), row.date), (gettext("with a sender"), row.sender))
            if value
        ]
        statements += [
            name
            for name, value in ((gettext("with a number"), row.number), (gettext("with a subject"), row.subject))
            if value
        ]
        statements += [gettext("with a scan") if row.checksum else gettext("without a scan")] if has_scans else []
    return statements


_NUMBER, _ZERO = ' class="num"', ' class="num zero"'
"""What marks a cell with a number, and one with nothing to count, which a card on a phone leaves out."""

_MANY_COLUMNS = 7
"""From how many columns the heads of a table are broken into lines."""


def table(
    caption: str,
    head: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    *,
    numbers: frozenset[int] = frozenset(),
    dates: frozenset[int] = frozenset(),
    sources: frozenset[int] = frozenset(),
) -> str:
    """A plain table.

    ``numbers`` are the columns set flush right, ``dates`` those whose words stay on a line, and ``sources`` those that
    are shown where sources are asked for.
    """
    date = gettext("Date")  # a date needs no word that says so
    kinds = [
        ' class="num"'
        if index in numbers
        else (' class="nowrap bare"' if head[index] == date else ' class="nowrap"')
        if index in dates
        else ' class="scholar"'
        if index in sources
        else ""
        for index in range(len(head))
    ]
    heads = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(head, kinds, strict=True))
    labels = [f' data-label="{escape(name)}"' for name in head]
    body = "".join(f"<tr>{''.join(map(_cell, range(len(row)), row, kinds, labels))}</tr>\n" for row in rows)
    caption = f'<caption class="visually-hidden">{escape(caption)}</caption>'
    inside = f"{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody>"
    kind = "cards sortable" if len(head) > 2 else "sortable"
    kind += " many" if len(head) >= _MANY_COLUMNS else ""
    return Markup(f'<div class="table"><table class="{kind}">{inside}</table></div>')


def _cell(column: int, value: Any, kind: str, label: str) -> str:
    """One cell; that of the first column is the head of its row."""
    if column == 0:
        return f'<th scope="row">{escape(value)}</th>'
    return f"<td{_ZERO if kind == _NUMBER and value == 0 else kind}{label}>{escape(value)}</td>"


def _item(item: str, title: str = "") -> Markup:
    shown = Markup(' title="{}"').format(title) if title else ""
    return Markup('<a href="{}"{}>{}</a>').format(urls.item_url(item), shown, item)
