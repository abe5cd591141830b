"""Site data -> a page for each person, place and office: who it was, what it wrote and received, where it is named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from briefbook.model.persons import Office, Person
from briefbook.site import urls
from briefbook.site.item_table import item_table
from briefbook.site.links import link_to
from briefbook.site.list_pages import STANDING_WORDS, STANDINGS, other_spellings, table
from briefbook.site.office_labels import office_link
from briefbook.site.persons_named import days_of, is_in_office, office_in_words
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.authorities import index_name
from briefbook.text.date_display import date_in_words, sort_key
from briefbook.text.dates import edtf_bounds
from briefbook.text.folding import fold
from briefbook.text.office_names import country_then, place_name
from briefbook.text.person_titles import country_of_person, source_of_office, title_of_person
from briefbook.text.services import edition_of, named
from briefbook.text.sorting import sort_words
from briefbook.util.translation import counted, gettext, number_in_figures

MAX_ITEMS = 200
"""Maximum number of items in a table of these pages; a link leads to all."""

MAX_COMPANIONS = 12
"""Maximum number of names listed as named together with a name, or of correspondents of an office."""

_MENTION_COLUMNS = ("date", "item", "from", "to", "subject")


def index_of_people(site_data: SiteData) -> WebPage:
    """All persons named, by surname, with the offices that they held when they are named."""
    rows = []
    for name in sorted(site_data.people, key=lambda name: sort_words(_index_name(site_data, name))):
        items = site_data.people[name]
        link = Markup('<a id="{}" href="{}">{}</a>').format(
            urls.anchor(name), urls.person_url(name), _index_name(site_data, name)
        )
        rows.append((link, _office_at(site_data, name), len(items), _span(site_data, items)))
    body = table(
        gettext("People"),
        (gettext("Name"), gettext("Office at the time"), gettext("Items"), gettext("Dates")),
        rows,
        numbers=frozenset({2}),
        dates=frozenset({3}),
    )
    lede = gettext(
        "Persons named in the papers, by surname. Offices are those of the list of persons, each with its source."
    )
    return _index(site_data, urls.PEOPLE, gettext("People"), lede, body if rows else Markup(""))


def index_of_places(site_data: SiteData) -> WebPage:
    """All places named, with the dates of the papers that name them."""
    rows = [
        (
            Markup('<a id="{}" href="{}">{}</a>').format(urls.anchor(name), urls.place_url(name), place_name(name)),
            len(items),
            _span(site_data, items),
        )
        for name, items in sorted(site_data.places.items(), key=lambda pair: sort_words(place_name(pair[0])))
    ]
    body = table(
        gettext("Places"), (gettext("Place"), gettext("Items"), gettext("Dates")), rows, numbers=frozenset({1})
    )
    return _index(
        site_data, urls.PLACES, gettext("Places"), gettext("Places named in the papers."), body if rows else Markup("")
    )


def _index(site_data: SiteData, url: str, title: str, lede: str, body: str) -> WebPage:
    if not body:
        lede = gettext("No names were recognised.")
    return render_page(site_data, url, "simple.html", title, lede=lede, body=body)


def person_page(site_data: SiteData, name: str) -> WebPage | None:
    """The page of a person: other spellings, offices with their sources, the papers that name them; None if unknown."""
    items = site_data.people.get(name)
    if items is None:
        return None
    url = urls.person_url(name)
    root = urls.root_of(url)
    person = site_data.person_of.get(name)
    parts: list[str] = []
    if person and person.variants:
        spellings = [spelling for spelling in person.variants if fold(spelling) != fold(name)]
        parts += [_quiet(gettext("Also written: {names}.").format(names=", ".join(spellings)))] if spellings else []
    if person and person.note:
        parts.append(Markup("<p>{}</p>").format(person.note))
    if person and person.offices:
        rows = [
            (
                title_of_person(office.title),
                country_of_person(office.country),
                _term(office),
                office_link(site_data, office.post, root) if office.post in site_data.post_items else "",
                source_of_office(office.source),
            )
            for office in sorted(person.offices, key=lambda office: sort_key(office.start))
        ]
        parts += [
            Markup('<h2 id="offices">{}</h2>').format(gettext("Offices held")),
            _without_empty_columns(
                gettext("Offices held"),
                (
                    gettext("Office"),
                    gettext("Country"),
                    gettext("Dates"),
                    gettext("On the papers"),
                    gettext("Source"),
                ),
                rows,
                sources=frozenset({4}),
            ),
        ]
    parts += _named_in(site_data, name, items, root)
    parts += _companions(site_data, name, items, root)
    lede = counted("Person named in {number} item", "Person named in {number} items", len(items))
    return _entity(site_data, url, name, lede, parts, urls.PEOPLE)


def _without_empty_columns(
    caption: str, head: Sequence[str], rows: Sequence[tuple[str, ...]], *, sources: frozenset[int] = frozenset()
) -> str:
    """A table of the columns that have a value in some row; ``sources`` as for ``table``."""
    columns = [index for index in range(len(head)) if any(row[index] for row in rows)]
    return table(
        caption,
        tuple(head[index] for index in columns),
        [tuple(row[index] for index in columns) for row in rows],
        sources=frozenset(place for place, index in enumerate(columns) if index in sources),
    )


def place_page(site_data: SiteData, name: str) -> WebPage | None:
    """The page of a place: the papers that name it, and who is named with it; None if no paper names it."""
    items = site_data.places.get(name)
    if items is None:
        return None
    url = urls.place_url(name)
    root = urls.root_of(url)
    parts: list[str] = [*_named_in(site_data, name, items, root), *_companions(site_data, name, items, root)]
    lede = counted("Place named in {number} item", "Place named in {number} items", len(items))
    return _entity(site_data, url, place_name(name), lede, parts, urls.PLACES)


def office_page(site_data: SiteData, code: str) -> WebPage | None:
    """The page of an office, or of who is named as such: what the code stands for, its papers, its correspondents.

    None if it sent and received nothing.
    """
    traffic = site_data.post_items.get(code)
    if traffic is None:
        return None
    url = urls.post_url(code)
    root = urls.root_of(url)
    post = site_data.post(code)
    name = site_data.office_name(code)
    facts: list[str] = []
    certainty = Markup("")
    if fold(name) != fold(code):
        if _is_of_editions(site_data, traffic):
            facts.append(Markup(gettext('here <span class="mono">{code}</span>')).format(code=code))
        else:
            facts.append(Markup(gettext('on the papers <span class="mono">{code}</span>')).format(code=code))
    if post:
        others = other_spellings(post, code)
        facts += [gettext("also written {names}").format(names=", ".join(others))] if others else []
        land = country_then(post.country, site_data.days_of_office(code))
        facts += [land] if land and fold(land) != fold(name) else []
        if post.standing in STANDINGS:
            standing = gettext(STANDING_WORDS.get(post.standing, post.standing))
            certainty = Markup('<span class="tag {}">{}</span>').format(STANDINGS[post.standing], standing)
    parts: list[str] = []
    if facts:
        words = escape(facts[0])
        said = Markup(" · ").join([words[:1].upper() + words[1:], *facts[1:]])
        parts.append(Markup('<p>{}<span class="scholar"> {}</span></p>').format(said, certainty))
    if heads := _heads(site_data, code, [item for items in traffic.values() for item in items]):
        rows = [
            (
                link_to(root + urls.person_url(person.name), person.name)
                if person.name in site_data.people and site_data.shows("people")
                else person.name,
                title_of_person(office.title),
                _term(office),
                source_of_office(office.source),
            )
            for person, office in heads
        ]
        parts += [
            Markup('<h2 id="heads">{}</h2>').format(gettext("Who headed it")),
            table(
                gettext("Heads of the office"),
                (gettext("Name"), gettext("Office"), gettext("Dates"), gettext("Source")),
                rows,
                sources=frozenset({3}),
            ),
        ]
    for kind, title, parameter in (
        ("sent", gettext("Sent"), "from"),
        ("received", gettext("Received"), "to"),
        ("informed", gettext("Copied to it"), ""),
    ):
        if items := traffic[kind]:
            more = f"{root}{urls.ITEMS}?{parameter}={urls.quoted(code)}" if parameter else ""
            parts += [
                Markup('<h2 id="{}">{} <span class="quiet">({})</span></h2>').format(
                    kind, title, number_in_figures(len(items))
                ),
                *_items(site_data, items, root, title, more),
            ]
    partners = Counter(
        other
        for kind in ("sent", "received")
        for item in traffic[kind]
        for other in (*site_data.row_of[item].to, site_data.row_of[item].sender)
        if other and other != code
    )
    if partners:
        rows_of_partners = [
            (office_link(site_data, other, root), number) for other, number in partners.most_common(MAX_COMPANIONS)
        ]
        parts += [
            Markup('<h2 id="with">{}</h2>').format(gettext("Correspondents")),
            table(
                gettext("Correspondents"),
                (gettext("Embassy or office"), gettext("Messages")),
                rows_of_partners,
                numbers=frozenset({1}),
            ),
        ]
    every = [*traffic["sent"], *traffic["received"]]
    lede = _traffic_in_words(*(len(traffic[kind]) for kind in ("sent", "received", "informed")))
    span = _span(site_data, every or traffic["informed"])
    return _entity(site_data, url, name, f"{lede}{f', {span}' if span else ''}", parts, urls.POSTS)


def _traffic_in_words(sent: int, received: int, copied: int) -> str:
    """How many messages an office sent, received and got copies of, in words; zeros are left out."""
    phrases = (
        counted("{number} message sent", "{number} messages sent", sent) if sent else "",
        counted("{number} message received", "{number} messages received", received) if received else "",
        counted("{number} message copied to it", "{number} messages copied to it", copied) if copied else "",
    )
    return ", ".join(phrase for phrase in phrases if phrase)


def _entity(site_data: SiteData, url: str, title: str, lede: str, parts: Iterable[str], index: str) -> WebPage:
    names = {
        urls.PEOPLE: gettext("People"),
        urls.PLACES: gettext("Places"),
        urls.POSTS: gettext("Embassies and offices"),
    }
    trail = [(names[index], urls.root_of(url) + index), (title, "")]
    return render_page(site_data, url, "simple.html", title, lede=lede, body=Markup("\n").join(parts), trail=trail)


def _named_in(site_data: SiteData, name: str, items: Sequence[str], root: str) -> list[str]:
    more = f"{root}{urls.SEARCH}?q={urls.quoted(f'{chr(34)}{name}{chr(34)}')}"
    return [
        Markup('<h2 id="named">{}</h2>').format(gettext("Named in")),
        *_items(site_data, items, root, gettext("Items that name {name}").format(name=name), more),
    ]


def _items(site_data: SiteData, items: Sequence[str], root: str, caption: str, more: str) -> list[str]:
    """A table of items by date; where they are too many, the first and a link to all."""
    rows = _by_date(site_data, items)
    parts: list[str] = [item_table(site_data, rows[:MAX_ITEMS], _MENTION_COLUMNS, root, caption)]
    if len(rows) > MAX_ITEMS:
        rest = gettext("The first {number} of {total}").format(number=MAX_ITEMS, total=number_in_figures(len(rows)))
        parts.append(
            Markup('<p>{}. <a href="{}">{}</a></p>').format(rest, more, gettext("Show all"))
            if more
            else Markup("<p>{}.</p>").format(rest)
        )
    return parts


def _companions(site_data: SiteData, name: str, items: Sequence[str], root: str) -> list[str]:
    """The persons and places most often named on the same papers."""
    parts: list[str] = []
    for title, names, url_of in (
        (gettext("People named on the same papers"), "persons", urls.person_url),
        (gettext("Places named on the same papers"), "places", urls.place_url),
    ):
        counts = Counter(other for item in items for other in getattr(site_data.row_of[item], names) if other != name)
        if counts and site_data.shows("people" if names == "persons" else "places"):
            shown = place_name if names == "places" else str
            links = Markup(", ").join(
                Markup('<a href="{}">{}</a> ({})').format(root + url_of(other), shown(other), number)
                for other, number in counts.most_common(MAX_COMPANIONS)
            )
            parts.append(Markup("<h2>{}</h2>\n<p>{}</p>").format(title, links))
    return parts


def _quiet(words: str) -> str:
    return Markup('<p class="quiet">{}</p>').format(words)


def _by_date(site_data: SiteData, items: Sequence[str]) -> list[ItemRow]:
    rows = [site_data.row_of[item] for item in items]
    return sorted(rows, key=lambda row: (not row.date, sort_key(row.date)))


def _span(site_data: SiteData, items: Iterable[str]) -> str:
    """The first and the last day of dated items, in words."""
    dates = [site_data.row_of[item].date for item in items if site_data.row_of[item].date[:4].isdigit()]
    if not dates:
        return ""
    if len(set(dates)) == 1:
        return date_in_words(dates[0], unknown="")
    first, last = min(dates, key=_first_day), max(dates, key=_last_day)
    first, last = first.partition("/")[0].rstrip("?~%"), (last.partition("/")[2] or last).rstrip("?~%")
    return date_in_words(first if first == last else f"{first}/{last}", unknown="")


def _first_day(edtf: str) -> date:
    first, _ = edtf_bounds(edtf) or (None, None)
    return first or date.max


def _last_day(edtf: str) -> date:
    _, last = edtf_bounds(edtf) or (None, None)
    return last or date.min


def _is_of_editions(site_data: SiteData, traffic: Mapping[str, Sequence[str]]) -> bool:
    """Are papers of an office from printed editions, which print its name and not its code?

    The first and the last paper say so for all: an edition is seldom mixed with scans.
    """
    items = [item for kind in ("sent", "received", "informed") for item in traffic[kind]]
    entries = [site_data.archive.catalogue.get(item) for item in dict.fromkeys(items[:1] + items[-1:])]
    return bool(entries) and all(entry is not None and edition_of(entry) != "" for entry in entries)


def _index_name(site_data: SiteData, name: str) -> str:
    person = site_data.person_of.get(name)
    if name in site_data.families:
        return name
    return index_name(name, person.sort if person else "")


def _term(office: Office) -> str:
    """From when to when an office was held, in words."""
    start, end = (date_in_words(day, unknown="") for day in (office.start, office.end))
    if start and end:
        return f"{start} – {end}"
    return date_in_words(f"{office.start}/{office.end}") if start or end else ""


def _office_at(site_data: SiteData, name: str) -> str:
    """The offices that a person held on days on which papers name them, in the order of the papers."""
    person = site_data.person_of.get(name)
    if person is None:
        return ""
    held = dict.fromkeys(
        office
        for row in _by_date(site_data, site_data.people[name])
        for office in person.offices
        if is_in_office(office, row.date)
    )
    return "; ".join(map(office_in_words, held))


def _heads(site_data: SiteData, code: str, items: Sequence[str]) -> list[tuple[Person, Office]]:
    """Who headed an office in the years that its papers cover, earliest first."""
    dates = [site_data.row_of[item].date for item in items if site_data.row_of[item].date[:4].isdigit()]
    if not dates:
        return []
    first, last = days_of(min(dates, key=_first_day)), days_of(max(dates, key=_last_day))
    services = site_data.services_of(code)
    heads = [
        (person, office)
        for person in site_data.archive.persons
        for office in person.offices
        if office.post == code
        and named(office.country) in services  # another service's code of the same letters is another office
        and first
        and last
        and (start := days_of(office.start))
        and (end := days_of(office.end))
        and start[0] <= last[1]
        and first[0] <= end[1]
    ]
    return sorted(heads, key=lambda head: sort_key(head[1].start))
