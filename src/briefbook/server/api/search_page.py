"""A query from the browser -> the search page with its results, which works without JavaScript."""

import datetime
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from markupsafe import Markup, escape

from briefbook.model.search import EssayHit, Hit, Hits
from briefbook.search import QuestionError
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.site import urls
from briefbook.site.charts import WIDTH, frame_svg
from briefbook.site.narrative_page import paragraph_url
from briefbook.site.rendering import SPECIMEN, WebPage, environment, render_page
from briefbook.site.site_data import SiteData
from briefbook.site.static_search import MAX_INDEXED_LIVE
from briefbook.text.date_display import date_in_words
from briefbook.util.translation import N_, counted, gettext, number_in_figures, pgettext

URL = "search"
HITS_PER_PAGE = 20
MAX_RANK = 10_000
"""Number of hits that can be paged through; further ones are reached by a narrower query."""

MAX_FACET_TERMS = 12
MAX_ESSAYS_SHOWN = 3
"""Essays shown above the papers; the others are a click away."""

_FACETS = {
    "post": (N_("From"), "from"),
    "addressee": (N_("To, or copied to"), "post"),
    "classification": (N_("Classification"), "class"),
    "precedence": (N_("Precedence"), "precedence"),
    "person": (N_("Persons"), "person"),
    "chapter": (N_("Chapters"), "chapter"),
}


def hit_address(app_state: AppState, question: str, order: str, rank: int) -> str | None:
    """The address of the item at a rank (from 1) of the results, with the hits highlighted; None if there is none."""
    hits = app_state.search(question, limit=1, offset=rank - 1, order=order, counts=False)
    return _address(hits.hits[0], question, order, rank, hits.total) if hits.hits else None


def _address(hit: Hit, question: str, order: str, rank: int, total: int) -> str:
    parameters = urlencode({"find": question, "order": order, "n": rank, "of": min(total, MAX_RANK)})
    return f"{urls.item_url(hit.item)}?{parameters}{f'#p{hit.page}' if hit.page else ''}"


def search_page(
    app_state: AppState,
    question: str,
    order: str,
    begin: int = 0,
    *,
    desk: bool = False,
    drafts: bool = False,
    language: str = "",
) -> WebPage:
    """The search page: form, results or error of the query, facets, and what was not searched.

    Args:
        app_state: The collection.
        question: The query as typed; blank for the empty form.
        order: ``relevance``, ``date`` or ``item``.
        begin: How many hits to skip.
        desk: May the visitor see the desk, to which a link leads?
        drafts: May the visitor see drafts?
        language: The language of the site in whose folder the page is; "" for the main one.

    Returns:
        The page; its status is 400 where the query does not parse.

    Raises:
        Refusal: The site has no such language (404).
    """
    main = app_state.site_data(app_state.archive(drafts=drafts))
    site_data = main.others.get(f"{language}/") if language else main
    if site_data is None:
        raise Refusal(404, "there is no such page")
    with site_data.in_its_language():
        return _search_page(app_state, site_data, question, order, begin, desk=desk, drafts=drafts)


def _search_page(
    app_state: AppState, site_data: SiteData, question: str, order: str, begin: int, *, desk: bool, drafts: bool
) -> WebPage:
    hits, trouble = None, None
    if question.strip():
        try:
            hits = app_state.answer(question, limit=HITS_PER_PAGE, offset=begin, order=order, drafts=drafts)
        except QuestionError as error:
            trouble = error
    total = hits.total + len(hits.essays or ()) if hits is not None and not begin else None
    completes = len(site_data.rows) <= MAX_INDEXED_LIVE
    parts = [_form(site_data, question, order, total)]
    if trouble is not None:
        parts.append(_trouble(question, trouble))
    if hits is not None:
        parts.append(_answer(app_state, site_data, question, order, hits, begin))
    parts.append(Markup(environment().get_template("searches.html").render()))
    parts.append(_help())
    if desk:
        parts.append(
            Markup('<p class="quiet">{}</p>').format(
                Markup(gettext('Curators make corrections at the <a href="{url}">desk</a>.')).format(
                    url=f"{urls.root_of(site_data.folder)}desk"
                )
            )
        )
    title = gettext("Search")
    if question.strip():
        title = gettext("Search: {question}").format(question=question[:60])
    return render_page(
        site_data,
        URL,
        "simple.html",
        title,
        status=400 if trouble else 200,
        scripts=("static/searches.js", *(("static/search_index.js", "static/completions.js") if completes else ())),
        lede="",
        body=Markup("\n").join(parts),
    )


def _form(site_data: SiteData, question: str, order: str, total: int | None) -> Markup:
    orders = {
        "relevance": gettext("best match first"),
        "date": gettext("by date"),
        "item": gettext("by item id"),
    }
    options = Markup("").join(
        Markup("<option value={}{}>{}</option>").format(name, Markup(" selected") if name == order else "", words)
        for name, words in orders.items()
    )
    return Markup(
        '<form id="search" role="search" action="search" method="get" data-title="{}" data-address="{}"'
        ' data-total="{}">'
        '<div class="searchbox">'
        '<label class="visually-hidden" for="q">{}</label>'
        '<input type="search" id="q" name="q" value="{}" maxlength="2000" list="completions" autocomplete="off">'
        '<button>{}</button><datalist id="completions"></datalist></div>'
        '<div class="filters"><label>{} <select name="order">{}</select></label></div></form>'
    ).format(
        site_data.about.get("title", ""),
        site_data.about.get("address", ""),
        "" if total is None else total,
        gettext("Words to search for"),
        question,
        pgettext("button", "Search"),
        gettext("Order"),
        options,
    )


def _trouble(question: str, error: QuestionError) -> Markup:
    at, what, remedy = error.position, error.what, error.remedy
    shown = Markup("<pre>{}<mark>{}</mark>{}</pre>").format(
        question[max(0, at - 60) : at], question[at : at + 1] or "␣", question[at + 1 : at + 60]
    )
    return Markup('<div role="alert"><p><strong>{}</strong> {}.</p>{}<p>{}</p></div>').format(
        gettext("This query could not be understood:"), what, shown, remedy[:1].upper() + remedy[1:]
    )


def _answer(app_state: AppState, site_data: SiteData, question: str, order: str, hits: Hits, begin: int) -> Markup:
    rows = [
        _hit(site_data, hit, _address(hit, question, order, rank, hits.total))
        for rank, hit in enumerate(hits.hits, begin + 1)
    ]
    proposals = Markup("")
    if hits.proposals:
        tries = Markup("").join(
            Markup("<li>{}</li>").format(_link(proposal, proposal, order)) for proposal in hits.proposals
        )
        proposals = Markup("<p>{}</p><ul>{}</ul>").format(gettext("These queries have results:"), tries)
    more = Markup("")
    ways = []
    for rel, words, start in (
        ("prev", gettext("Previous results"), begin - HITS_PER_PAGE),
        ("next", gettext("Next results"), begin + HITS_PER_PAGE),
    ):
        if 0 <= start < min(hits.total, MAX_RANK):
            parameters = urlencode({"q": question, "order": order, "begin": start})
            ways.append(Markup('<a rel="{}" href="search?{}">{}</a>').format(rel, parameters, words))
    if ways:
        span = gettext("{first} to {last}").format(
            first=number_in_figures(begin + 1), last=number_in_figures(begin + len(hits.hits))
        )
        more = Markup('<nav class="pager" aria-label="{}">{} <span class="quiet">{}</span></nav>').format(
            gettext("Hits"), Markup(" ").join(ways), span
        )
    words = gettext(
        'The same as <a href="{url}">JSON</a> or <a href="{url}&amp;format=csv">CSV</a>. The address of this page can '
        "be saved or shared."
    )
    address = f"{urls.root_of(site_data.folder)}api/v1/search?{urlencode({'q': question, 'order': order})}"
    files = Markup('<p class="quiet">{}</p>').format(Markup(words).format(url=address))
    return _essays(app_state, hits, begin) + Markup(
        '<p role="status"><strong>{}</strong> <span class="quiet">{}</span></p>{}{}'
        '<div class="found"><div><ol class="results" start="{}">{}</ol>{}{}</div>{}</div>'
    ).format(
        counted("{number} item", "{number} items", hits.total) if hits.total else gettext("No item was found."),
        str(hits.coverage.get("says", "")),
        proposals,
        _histogram(question, order, hits.histogram),
        begin + 1,
        Markup("").join(rows),
        more,
        files,
        _facets(question, order, hits),
    )


def _essays(app_state: AppState, hits: Hits, begin: int) -> Markup:
    """The matching essays, shown before the papers; with a notice if they cannot be searched yet."""
    if begin:
        return Markup("")
    if hits.essays is None:
        return Markup('<p class="quiet">{}</p>').format(gettext("The book is not searched yet; try again in a minute."))
    rows = [_essay(app_state, hit) for hit in hits.essays]
    if not rows:
        return Markup("")
    shown = Markup('<ol class="results">{}</ol>').format(Markup("").join(rows[:MAX_ESSAYS_SHOWN]))
    if len(rows) > MAX_ESSAYS_SHOWN:
        shown += Markup('<details><summary>{}</summary><ol class="results">{}</ol></details>').format(
            gettext("Further chapters"), Markup("").join(rows[MAX_ESSAYS_SHOWN:])
        )
    return Markup('<section aria-label="{}"><p><strong>{}</strong></p>{}</section>').format(
        gettext("The book"), counted("{number} chapter of the book", "{number} chapters of the book", len(rows)), shown
    )


def _essay(app_state: AppState, hit: EssayHit) -> Markup:
    narrative = app_state.site_data(app_state.archive(drafts=hit.draft)).narrative_of.get(hit.slug)
    address = (
        paragraph_url(narrative, hit.passage, hit.paragraph, hit.line) if narrative else urls.narrative_url(hit.slug)
    )
    snippet = escape(hit.snippet).replace("\ue000", Markup("<mark>")).replace("\ue001", Markup("</mark>"))
    return Markup('<li><p><a href="{}">{}</a></p><p class="quiet">{}, {}</p><p class="prose-said">{}</p></li>').format(
        address, hit.title, gettext("a chapter of the book"), hit.place, snippet
    )


def _hit(site_data: SiteData, hit: Hit, address: str) -> Markup:
    row = site_data.row_of.get(hit.item)
    snippet = escape(hit.snippet).replace("\ue000", Markup("<mark>")).replace("\ue001", Markup("</mark>"))
    about, title = Markup(""), hit.item
    if row is not None:
        title = site_data.title(row)
        if row.specimen:
            about += Markup(' <strong title="{}">{}</strong>').format(gettext(SPECIMEN), gettext("specimen"))
    place = gettext("{item}, p. {page}").format(item=hit.item, page=hit.page) if hit.page else hit.item
    said = "said printed" if row is not None and row.edition_title else "said"
    return Markup('<li><p><a href="{}">{}</a>{}</p><p class="quiet">{}</p><p class="{}">{}</p></li>').format(
        address, title, about, place, said, snippet
    )


def _histogram(question: str, order: str, counts: Mapping[str, int]) -> Markup:
    """A bar chart of hits by day or month, each bar a link to its hits, with the same data as a table."""
    if len(counts) < 2:
        return Markup("")
    places = _evenly(list(counts))
    most, wide = max(counts.values()), WIDTH / (max(places.values()) + 1)
    bars, rows = [], []
    for day, count in counts.items():
        narrower = f"{_bracketed(question)} date:{day}".strip()
        words = gettext("{date}: {number}").format(date=date_in_words(day), number=number_in_figures(count))
        high = max(1.5, 60 * count / most)
        size = f'x="{places[day] * wide:.1f}" y="{64 - high:.1f}" width="{max(1.0, min(wide - 2, 40)):.1f}"'
        address = "search?" + urlencode({"q": narrower, "order": order})
        title = escape(words)
        bars.append(Markup('<a href="{}"><rect class="bar" {} height="{}"><title>{}</title></rect></a>').format(
            address, Markup(size), f"{high:.1f}", title))  # fmt: skip
        rows.append(
            Markup("<tr><th scope=row>{}</th><td>{}</td></tr>").format(
                _link(narrower, date_in_words(day), order), number_in_figures(count)
            )
        )
    first, last = date_in_words(next(iter(counts))), date_in_words(list(counts)[-1])
    inside = Markup("").join(bars) + Markup(
        '<path class="grid" d="M0,65H{0}"/><text x="0" y="84">{1}</text>'
        '<text x="{0}" y="84" text-anchor="end">{2}</text>'
    ).format(WIDTH, first, last)
    return Markup(
        "{}<details><summary>{}</summary><table><thead><tr><th scope=col>{}</th><th scope=col>{}</th></tr>"
        "</thead><tbody>{}</tbody></table></details>"
    ).format(
        frame_svg(inside, WIDTH, 90, gettext("Results by date")),
        gettext("By date"),
        gettext("Date"),
        gettext("Items"),
        Markup("").join(rows),
    )


def _evenly(names: list[str]) -> dict[str, int]:
    """Where each day or month stands in an even row from the first to the last; one after another where they mix."""
    if all(len(name) == 10 for name in names):
        days = [datetime.date.fromisoformat(name).toordinal() for name in names]
        return {name: day - days[0] for name, day in zip(names, days, strict=True)}
    if all(len(name) == 7 for name in names):
        months = [int(name[:4]) * 12 + int(name[5:]) for name in names]
        return {name: month - months[0] for name, month in zip(names, months, strict=True)}
    return {name: place for place, name in enumerate(names)}


def _facets(question: str, order: str, hits: Hits) -> Markup:
    parts = []
    for name, (label, field) in _FACETS.items():
        counts = hits.facets.get(name, {})
        if not counts:
            continue
        items = Markup("").join(
            Markup("<li>{} <span class=quiet>{}</span></li>").format(
                _link(f"{_bracketed(question)} {field}:{_quoted(term)}".strip(), term, order), number_in_figures(count)
            )
            for term, count in list(counts.items())[:MAX_FACET_TERMS]
        )
        parts.append(
            Markup('<details open><summary>{}</summary><ul class="plain">{}</ul></details>').format(
                gettext(label), items
            )
        )
    return (
        Markup('<aside aria-label="{}">{}</aside>').format(gettext("Refine the search"), Markup("").join(parts))
        if parts
        else Markup("")
    )


def _link(question: str, words: str, order: str) -> Markup:
    return Markup('<a href="search?{}">{}</a>').format(urlencode({"q": question, "order": order}), words)


def _bracketed(question: str) -> str:
    return f"({question})" if " OR " in question else question


def _quoted(term: str) -> str:
    clean = term.replace('"', " ")
    return f'"{clean}"' if re.search(r"[\s()]", clean) else clean


def _help() -> Markup:
    examples = (
        ("missile bases", gettext("both words, anywhere")),
        ('"missile bases"', gettext("the words together")),
        ("castro NEAR/5 mikoyan", gettext("at most five words apart")),
        ("(castro OR mikoyan) -press", gettext("either word, without the third")),
        ("mikoyan~", gettext("also where the machine misread the word")),
        ("invasion from:HAVANA date:1962-11-08..1962-11-13", gettext("sender and dates")),
        ("number:3300..3320 class:secret", gettext("numbers and classification")),
        ("like:ITEM", gettext("items that share its rarer words")),
    )
    rows = Markup("").join(
        Markup("<dt><code>{}</code></dt><dd>{}</dd>").format(query, what) for query, what in examples
    )
    return Markup("<details><summary>{}</summary><dl>{}</dl></details>").format(gettext("Search tips"), rows)
