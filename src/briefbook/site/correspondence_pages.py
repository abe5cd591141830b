"""Site data -> pages of the traffic: timeline, correspondence, time between messages; with chart, table, CSV."""

import io
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from briefbook.site import charts, urls
from briefbook.site.links import link_to
from briefbook.site.list_pages import table
from briefbook.site.office_labels import office_link, unambiguous_names
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.reply_times import reply_rows
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words
from briefbook.util.cells import CsvWriter
from briefbook.util.translation import gettext, number_in_figures

MAX_POSTS_IN_MATRIX = 16
MAX_POSTS_IN_NETWORK = 30
MAX_POSTS_ON_A_PHONE = 12
MAX_PAIRS_LISTED = 300
MAX_ROWS_OF_TIMELINE = 1000
"""Of more rows the table of the timeline has those of the senders that are drawn; the page stays small."""

LINES_PER_OFFICE = 2
"""How many lines a network has for each office at most: of more nothing could be seen between them."""
_DIGITS_OF_A_CELL = {"wide": 4, "narrow": 2}
"""From how many digits on a number in a matrix is set smaller."""

_MIN_OFFICES_OF_A_MATRIX = 2
"""How many senders and addressees a matrix has at least; of fewer the table says as much."""

NARROW = 340
"""Width of the pictures for phones, in pixels as they are shown on one."""

Traffic = dict[tuple[str, str], tuple[int, int]]
"""From whom to whom: messages for action, and for information."""


def timeline(site_data: SiteData) -> WebPage:
    """Traffic by post and day."""
    scale = charts.scale_of(site_data)
    lede = gettext("Papers by their senders over time.")
    if any(narrative.dates for narrative in site_data.narratives):
        lede = gettext(
            "Papers by their senders over time. The shaded bands are the dates covered by the chapters of the book."
        )
    if scale is None:
        empty = gettext("Fewer than two dates are known, so no timeline can be drawn.")
        return render_page(site_data, urls.TIMELINE, "simple.html", gettext("Timeline"), lede=empty, body="")
    every = timeline_rows(site_data)
    drawn = charts.drawn_senders(charts.traffic(site_data, scale))
    listed = every if len(every) <= MAX_ROWS_OF_TIMELINE else [row for row in every if row[1] in drawn]
    rows = [
        (
            Markup('<span data-key="{}">{}</span>').format(name, date_in_words(name)),
            office_link(site_data, code) if code in site_data.post_items else code,
            number,
        )
        for name, code, number in listed
    ]
    body = (
        charts.timeline(site_data, scale)
        + Markup('<div id="selected"></div>\n')
        + table(
            gettext("Papers by time and sender"),
            (charts.unit_label(scale.unit), gettext("From"), gettext("Messages")),
            rows,
            numbers=frozenset({2}),
        )
    )
    if len(listed) < len(every):
        words = gettext("The table has the senders of the picture; the CSV has all.")
        body += Markup('<p class="quiet">{}</p>').format(words)
    body += _download("data/timeline.csv")
    if words := charts.not_drawn(site_data):
        body += Markup('<p class="quiet">{}</p>').format(words)
    return render_page(
        site_data,
        urls.TIMELINE,
        "simple.html",
        gettext("Timeline"),
        lede=lede,
        body=body,
        scripts=("data/items.js", "static/timeline.js"),
    )


def timeline_rows(site_data: SiteData) -> list[tuple[str, str, int]]:
    """Bin, sender and number, in order."""
    scale = charts.scale_of(site_data)
    if scale is None:
        return []
    traffic = charts.traffic(site_data, scale)
    return sorted((name, code, number) for code, counts in traffic.items() for name, number in counts.items())


def pairs(site_data: SiteData) -> dict[tuple[str, str], tuple[int, int]]:
    """From whom to whom: messages sent for action, and for information."""
    action: Counter[tuple[str, str]] = Counter()
    info: Counter[tuple[str, str]] = Counter()
    for row in site_data.rows:
        if row.sender:
            action.update((row.sender, code) for code in row.to)
            info.update((row.sender, code) for code in row.info)
    return {pair: (action[pair], info[pair]) for pair in sorted(action.keys() | info.keys())}


def correspondence(site_data: SiteData) -> WebPage:
    """Who wrote to whom, and who was informed."""
    traffic = pairs(site_data)
    lede = gettext("Who wrote to whom, for action and for information, according to the headings.")
    if not traffic:
        empty = gettext("No heading names both a sender and an addressee.")
        return render_page(
            site_data, urls.CORRESPONDENCE, "simple.html", gettext("Correspondence"), lede=empty, body=""
        )
    busiest = sorted(traffic.items(), key=lambda entry: (-sum(entry[1]), entry[0]))
    rows = [
        (
            office_link(site_data, sender),
            office_link(site_data, to),
            _pair(sender, to, action),
            info,
        )
        for (sender, to), (action, info) in busiest[:MAX_PAIRS_LISTED]
    ]
    head = (gettext("From"), gettext("To"), gettext("For action"), gettext("For information"))
    heading = Markup("<h2>{}</h2>")
    body = heading.format(gettext("Network")) + network(site_data, traffic)
    if drawn := matrix(site_data, traffic):
        body += heading.format(gettext("Matrix")) + drawn
    body += heading.format(gettext("Every pair")) + table(
        gettext("Correspondence"), head, rows, numbers=frozenset({2, 3})
    )
    if len(busiest) > MAX_PAIRS_LISTED:
        words = gettext("The {number} pairs with most messages of {total}; the CSV has all.").format(
            number=number_in_figures(MAX_PAIRS_LISTED), total=number_in_figures(len(busiest))
        )
        body += Markup('<p class="quiet">{}</p>').format(words)
    body += info_only_posts(site_data) + _download("data/correspondence.csv")
    return render_page(site_data, urls.CORRESPONDENCE, "simple.html", gettext("Correspondence"), lede=lede, body=body)


def _pair(sender: str, to: str, number: int) -> object:
    if not number:
        return 0
    return Markup('<a href="{}?from={}&amp;to={}">{}</a>').format(urls.ITEMS, _q(sender), _q(to), number)


def matrix(site_data: SiteData, traffic: Traffic) -> str:
    """Senders down, addressees across; the darker the more. A phone has the busiest eight."""
    return Markup(
        _matrix(site_data, traffic, "wide", most=MAX_POSTS_IN_MATRIX, size=38, left=280, top=190, letters=(31, 26))
        + _matrix(site_data, traffic, "narrow", most=8, size=18, left=160, top=104, letters=(18, 14))
    )


def _matrix(
    site_data: SiteData,
    traffic: Traffic,
    only: str,
    *,
    most: int,
    size: int,
    left: int,
    top: int,
    letters: tuple[int, int],
) -> str:
    sent, received = Counter[str](), Counter[str]()
    for (sender, to), (action, _) in traffic.items():
        sent[sender] += action
        received[to] += action
    down = sorted((code for code in sent if sent[code]), key=lambda code: (-sent[code], code))[:most]
    across = sorted((code for code in received if received[code]), key=lambda code: (-received[code], code))[:most]
    if len(down) < _MIN_OFFICES_OF_A_MATRIX or len(across) < _MIN_OFFICES_OF_A_MATRIX:
        return ""
    largest = max((action for action, _ in traffic.values()), default=1) or 1
    names = unambiguous_names(site_data, {*down, *across})
    parts = []
    for column, to in enumerate(across):
        x = left + column * size + size / 2 + 4
        name = charts.shortened(names[to], letters[1])
        parts.append(f'<text class="strong" transform="translate({x:g},{top - 8}) rotate(-50)">{escape(name)}</text>')
    for row, sender in enumerate(down):
        y = top + row * size
        name = charts.shortened(names[sender], letters[0])
        middle = y + size / 2 + 4
        parts.append(f'<text class="strong" x="{left - 8}" y="{middle:g}" text-anchor="end">{escape(name)}</text>')
        for column, to in enumerate(across):
            action = traffic.get((sender, to), (0, 0))[0]
            x = left + column * size
            shade = 0.12 + 0.6 * action / largest if action else 0.04
            box = f'x="{x}" y="{y}" width="{size - 2}" height="{size - 2}" fill-opacity="{shade:.2f}"'
            parts.append(f'<rect class="bar" {box}/>')
            if action:
                place = f'x="{x + size / 2 - 1:g}" y="{middle:g}" text-anchor="middle"'
                small = " small" if len(str(action)) > _DIGITS_OF_A_CELL[only] else ""
                parts.append(f'<text class="strong{small}" {place}>{action}</text>')
    wide, high = left + size * len(across) + (140 if only == "wide" else 76), top + size * len(down) + 4
    whole = max(wide, charts.WIDTH if only == "wide" else NARROW)
    return charts.frame_svg(
        "".join(parts), whole, high, gettext("Matrix of senders and addressees"), role="img", only=only
    )


def network(site_data: SiteData, traffic: Traffic) -> str:
    """Offices as points, lines between those that wrote to each other; laid out alike every time.

    Of many offices the busiest are drawn, and those are named whose names have room; the table has all.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for (sender, to), (action, _) in traffic.items():
        if action and sender != to:
            weight = graph.get_edge_data(sender, to, {"weight": 0})["weight"]
            graph.add_edge(sender, to, weight=weight + action)
    strength = dict(graph.degree(weight="weight"))
    every = len(strength)
    parts = sorted(nx.connected_components(graph), key=lambda codes: (-len(codes), min(codes)))
    connected = parts[0] if parts else set()
    busiest = sorted(connected, key=lambda code: (-strength[code], code))
    if len(busiest) < 2:
        return Markup("")
    drawn = Markup(
        _network(site_data, graph.subgraph(busiest[:MAX_POSTS_IN_NETWORK]), strength, "wide", (960, 560), 30)
        + _network(site_data, graph.subgraph(busiest[:MAX_POSTS_ON_A_PHONE]), strength, "narrow", (NARROW, 430), 22)
    )
    if every > min(len(busiest), MAX_POSTS_IN_NETWORK):
        words = gettext("The busiest of {number} offices; the table has all.").format(number=number_in_figures(every))
        drawn += Markup('<p class="quiet">{}</p>').format(words)
    if graph.subgraph(busiest[:MAX_POSTS_IN_NETWORK]).number_of_edges() > LINES_PER_OFFICE * MAX_POSTS_IN_NETWORK:
        words = gettext("Lines are drawn for the pairs with most messages, and for each office at least one.")
        drawn += Markup('<p class="quiet">{}</p>').format(words)
    return drawn


def _network(
    site_data: SiteData, graph: Any, strength: dict[str, int], only: str, size: tuple[int, int], letters: int
) -> str:
    import networkx as nx

    wide, high = size
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_weighted_edges_from(sorted((*sorted((a, b)), data["weight"]) for a, b, data in graph.edges(data=True)))
    laid = nx.spring_layout(ordered, seed=7, k=2.2 / math.sqrt(len(ordered)), weight=None, iterations=150)
    margin = 90 if only == "wide" else 50
    across, down = (_spread({code: float(point[axis]) for code, point in laid.items()}) for axis in (0, 1))
    place = {
        code: (wide / 2 + (wide / 2 - margin) * across[code], high / 2 + (high / 2 - 34) * down[code]) for code in laid
    }
    most = max((data["weight"] for _, _, data in ordered.edges(data=True)), default=1)
    names = unambiguous_names(site_data, ordered.nodes)
    parts = []
    for a, b, data in _lines(ordered):
        (x1, y1), (x2, y2) = place[a], place[b]
        both = gettext("{first} and {second}").format(first=names[a], second=names[b])
        title_words = gettext("{name}: {number}").format(name=both, number=data["weight"])
        title = f"<title>{escape(title_words)}</title>"
        line = f'd="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke-width="{1 + 5 * data["weight"] / most:.1f}"'
        parts.append(f'<path class="edge" {line}>{title}</path>')
    top = max(strength[code] for code in ordered.nodes)
    radius = {code: 5 + (13 if only == "wide" else 8) * math.sqrt(strength[code] / top) for code in ordered.nodes}
    taken = [(x - radius[c], y - radius[c], x + radius[c], y + radius[c]) for c, (x, y) in place.items()]
    by_strength = sorted(ordered.nodes, key=lambda code: (-strength[code], code))
    for code in by_strength:
        x, y = place[code]
        name = names[code]
        words = gettext("{name}: {number}").format(name=name, number=strength[code])
        ring = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius[code]:.1f}"'
        dot = f'<circle class="dot" {ring}><title>{escape(words)}</title></circle>'
        lines: tuple[str, ...] = ()
        shown = ""
        for width in (letters, round(0.6 * letters)):  # in a narrow column where a line has no room
            lines = charts.in_lines(name, width)
            shown = shown or _label(lines, (x, y), radius[code], size, taken)
            if shown:
                break
        if shown and " ".join(lines) not in name:  # who speaks to the browser says what is to be seen
            words = gettext("{name}: {number}").format(name=f"{' '.join(lines)}, {name}", number=strength[code])
        address = escape(urls.post_url(code))
        parts.append(f'<a href="{address}" aria-label="{escape(words)}">{dot}{shown}</a>')
    return charts.frame_svg("".join(parts), wide, high, gettext("Network of correspondence"), only=only)


def _lines(graph: Any) -> list[tuple[str, str, dict[str, int]]]:
    """The lines that are drawn: where there are too many, the strongest, and those that keep the offices together."""
    import networkx as nx

    every = sorted(graph.edges(data=True), key=lambda line: (-line[2]["weight"], line[:2]))
    room = LINES_PER_OFFICE * len(graph)
    if len(every) <= room:
        return list(graph.edges(data=True))
    together = {frozenset(pair) for pair in nx.maximum_spanning_tree(graph, weight="weight").edges()}
    others = [pair for line in every if (pair := frozenset(line[:2])) not in together]
    drawn = together.union(others[: room - len(together)])
    return [line for line in every if frozenset(line[:2]) in drawn]


def _spread(values: dict[str, float]) -> dict[str, float]:
    """Places from -1 to 1, drawn towards equal distances, so that a dense middle is not a heap."""
    ranked = sorted(values, key=lambda code: (values[code], code))
    last = max(1, len(ranked) - 1)
    low, high = values[ranked[0]], values[ranked[-1]]
    span = (high - low) or 1.0
    return {
        code: 0.35 * (2 * (values[code] - low) / span - 1) + 0.65 * (2 * rank / last - 1)
        for rank, code in enumerate(ranked)
    }


Rectangle = tuple[float, float, float, float]


_LINE_HEIGHT = 15


def _label(
    lines: tuple[str, ...], point: tuple[float, float], radius: float, size: tuple[int, int], taken: list[Rectangle]
) -> str:
    """A name of one or two lines above, below or beside a point, where it covers nothing; "" if there is no room."""
    x, y = point
    long = max(map(charts.room_for, lines))
    more = _LINE_HEIGHT * (len(lines) - 1)
    for middle, top in (
        (x, y - radius - 5 - more),
        (x, y + radius + 14),
        (x + radius + 5 + long / 2, y + 4 - more / 2),
        (x - radius - 5 - long / 2, y + 4 - more / 2),
    ):
        box = (middle - long / 2, top - 12, middle + long / 2, top + more + 4)
        inside = box[0] >= 0 and box[2] <= size[0] and box[1] >= 0 and box[3] <= size[1]
        if inside and not any(box[0] < r[2] and r[0] < box[2] and box[1] < r[3] and r[1] < box[3] for r in taken):
            taken.append(box)
            words = " ".join(
                f'<tspan x="{middle:.1f}" y="{top + _LINE_HEIGHT * number:.1f}">{escape(line)}</tspan>'
                for number, line in enumerate(lines)
            )
            return f'<text class="strong" text-anchor="middle">{words}</text>'
    return ""


def info_only_posts(site_data: SiteData) -> str:
    """Posts that were informed of most and never written to for action."""
    only = [
        (code, len(traffic["informed"]))
        for code, traffic in site_data.post_items.items()
        if traffic["informed"] and not traffic["received"] and not traffic["sent"]
    ]
    if not only:
        return Markup("")
    names = Markup(", ").join(
        Markup("{} ({})").format(office_link(site_data, code), number)
        for code, number in sorted(only, key=lambda entry: (-entry[1], entry[0]))
    )
    return Markup("<p>{}</p>").format(
        Markup(gettext("Only ever copied for information, never addressed for action: {names}.")).format(names=names)
    )


def replies(site_data: SiteData) -> WebPage:
    """How long a reference took: from the message referred to, to the one that refers."""
    rows = reply_rows(site_data)
    lede = gettext(
        "Days between a message and the addressee's later message that refers to it, where both are held and dated."
    )
    if not rows:
        empty = gettext(
            "No dated item refers to a dated item that its sender had received, so there is nothing to measure."
        )
        return render_page(
            site_data, urls.REPLIES, "simple.html", gettext("Time between messages"), lede=empty, body=""
        )
    shown = [
        (_item(item), office_link(site_data, sender), _item(earlier), office_link(site_data, wrote), str(days))
        for item, sender, earlier, wrote, days in rows
    ]
    head = (gettext("Item"), gettext("From"), gettext("Refers to"), gettext("From"), gettext("Days"))
    body = _histogram([row[4] for row in rows]) + table(
        gettext("Time between messages"), head, shown, numbers=frozenset({4}), dates=frozenset({2})
    )
    body += Markup('<p class="quiet">{}</p>').format(
        gettext(
            "Days are counted by the calendars of the two posts: 0 is the same day, also where one post was still a "
            "day behind the other. A reply that is dated before the message is not counted."
        )
    )
    body += _download("data/replies.csv")
    return render_page(site_data, urls.REPLIES, "simple.html", gettext("Time between messages"), lede=lede, body=body)


def _histogram(days: list[int]) -> str:
    counts = Counter(min(day, 31) for day in days)
    most = max(counts.values())
    parts = ['<path class="grid" d="M40,150H940"/>']
    for day in range(32):
        x = 40 + day * 27
        if counts[day]:
            high = 130 * counts[day] / most
            parts.append(f'<rect class="bar" x="{x}" y="{150 - high:.1f}" width="22" height="{high:.1f}"/>')
            parts.append(
                f'<text class="strong" x="{x + 11}" y="{144 - high:.1f}" text-anchor="middle">{counts[day]}</text>'
            )
        name = "31+" if day == 31 else str(day)
        if day == 31 or day % 5 == 0:
            parts.append(f'<text x="{x + 11}" y="168" text-anchor="middle">{name}</text>')
    inside = f'<g transform="translate(0,12)">{"".join(parts)}</g>'
    return charts.frame_svg(inside, 960, 190, gettext("Number of references by days between"), role="img")


def timeline_csv(site_data: SiteData) -> WebPage:
    """The timeline's figures."""
    return _csv(("period", "from", "messages"), timeline_rows(site_data))


def correspondence_csv(site_data: SiteData) -> WebPage:
    """Who wrote to whom."""
    rows = ((sender, to, action, info) for (sender, to), (action, info) in pairs(site_data).items())
    return _csv(("from", "to", "for_action", "for_information"), rows)


def replies_csv(site_data: SiteData) -> WebPage:
    """The reply times."""
    return _csv(("item", "from", "refers_to", "from_of_that", "days"), reply_rows(site_data))


def posts_csv(site_data: SiteData) -> WebPage:
    """What the codes stand for, and how sure that is."""
    rows = []
    for code, traffic in site_data.post_items.items():
        post = site_data.post(code)
        details = (
            (post.name, post.country, post.latitude, post.longitude, post.standing)
            if post
            else ("", "", "", "", "not known")
        )
        rows.append((code, *details, len(traffic["sent"]), len(traffic["received"]), len(traffic["informed"])))
    return _csv(("code", "name", "country", "latitude", "longitude", "standing", "sent", "received", "informed"), rows)


def _csv(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> WebPage:
    out = io.StringIO()
    writer = CsvWriter(out)
    writer.write(head)
    for row in rows:
        writer.write(row)
    return WebPage(b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv; charset=utf-8")


def _download(url: str) -> Markup:
    words = gettext("Download these figures as CSV")
    return Markup('<p class="quiet"><a href="{}" download>{}</a></p>').format(url, words)


def _item(item: str) -> Markup:
    return link_to(urls.item_url(item), item)


def _q(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
