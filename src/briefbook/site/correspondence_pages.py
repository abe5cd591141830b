"""Site data -> pages of the traffic: timeline, correspondence, time between messages; with chart, table, CSV."""

import datetime
import io
import math
from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup, escape

from briefbook.site import charts, urls
from briefbook.site.list_pages import table
from briefbook.site.office_labels import office_link
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.date_display import date_in_words
from briefbook.text.posts import post, same_post
from briefbook.util.cells import CsvWriter
from briefbook.util.translation import counted, gettext

MAX_POSTS_IN_MATRIX = 16
MAX_POSTS_IN_NETWORK = 40
MIN_DEGREES_FOR_ANOTHER_DAY = 60
"""Degrees of longitude, four hours of the sun, from which two posts are often on different days of the calendar."""


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
    rows = [
        (
            Markup('<span data-key="{}">{}</span>').format(name, date_in_words(name)),
            office_link(site_data, code) if code in site_data.post_items else code,
            number,
        )
        for name, code, number in timeline_rows(site_data)
    ]
    body = charts.timeline(site_data, scale) + table(
        gettext("Papers by time and sender"),
        (charts.unit_label(scale.unit), gettext("From"), gettext("Messages")),
        rows,
        numbers=frozenset({2}),
    )
    body += _download("data/timeline.csv")
    undated = sum(1 for row in site_data.rows if not scale.bin_of(row.date))
    if undated:
        words = counted(
            "Not shown: {number} item without a date, or with a date that is too imprecise.",
            "Not shown: {number} items without a date, or with a date that is too imprecise.",
            undated,
        )
        body += Markup('<p class="quiet">{}</p>').format(words)
    return render_page(site_data, urls.TIMELINE, "simple.html", gettext("Timeline"), lede=lede, body=body)


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
    rows = [
        (
            office_link(site_data, sender),
            office_link(site_data, to),
            _pair(sender, to, action),
            info,
        )
        for (sender, to), (action, info) in sorted(traffic.items(), key=lambda entry: (-sum(entry[1]), entry[0]))
    ]
    head = (gettext("From"), gettext("To"), gettext("For action"), gettext("For information"))
    heading = Markup("<h2>{}</h2>")
    body = heading.format(gettext("Network")) + network(traffic) + heading.format(gettext("Matrix")) + matrix(traffic)
    body += heading.format(gettext("Every pair")) + table(
        gettext("Correspondence"), head, rows, numbers=frozenset({2, 3})
    )
    body += info_only_posts(site_data) + _download("data/correspondence.csv")
    return render_page(site_data, urls.CORRESPONDENCE, "simple.html", gettext("Correspondence"), lede=lede, body=body)


def _pair(sender: str, to: str, number: int) -> object:
    if not number:
        return 0
    return Markup('<a href="{}?from={}&amp;to={}">{}</a>').format(urls.ITEMS, _q(sender), _q(to), number)


def matrix(traffic: dict[tuple[str, str], tuple[int, int]]) -> str:
    """Senders down, addressees across; the darker the more."""
    sent, received = Counter[str](), Counter[str]()
    for (sender, to), (action, _) in traffic.items():
        sent[sender] += action
        received[to] += action
    down = sorted((code for code in sent if sent[code]), key=lambda code: (-sent[code], code))[:MAX_POSTS_IN_MATRIX]
    across = sorted((code for code in received if received[code]), key=lambda code: (-received[code], code))[
        :MAX_POSTS_IN_MATRIX
    ]
    most = max((action for action, _ in traffic.values()), default=1) or 1
    size, left, top = 38, 130, 96
    parts = []
    for column, to in enumerate(across):
        x = left + column * size + size / 2 + 4
        parts.append(f'<text class="strong" transform="translate({x},{top - 8}) rotate(-50)">{escape(to)}</text>')
    for row, sender in enumerate(down):
        y = top + row * size
        parts.append(f'<text class="strong" x="{left - 8}" y="{y + 24}" text-anchor="end">{escape(sender)}</text>')
        for column, to in enumerate(across):
            action = traffic.get((sender, to), (0, 0))[0]
            x = left + column * size
            shade = 0.12 + 0.6 * action / most if action else 0.0
            parts.append(
                f'<rect class="bar" x="{x}" y="{y}" width="{size - 2}" height="{size - 2}" fill-opacity="{shade:.2f}"/>'
            )
            if action:
                parts.append(
                    f'<text class="strong" x="{x + size / 2 - 1}" y="{y + 23}" text-anchor="middle">{action}</text>'
                )
    wide, high = left + size * len(across) + 40, top + size * len(down) + 4
    return charts.frame_svg(
        "".join(parts), max(wide, charts.WIDTH), high, gettext("Matrix of senders and addressees"), role="img"
    )


def network(traffic: dict[tuple[str, str], tuple[int, int]]) -> str:
    """Posts as points, lines between those that wrote to each other; laid out alike every time."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for (sender, to), (action, _) in traffic.items():
        if action and sender != to:
            weight = graph.get_edge_data(sender, to, {"weight": 0})["weight"]
            graph.add_edge(sender, to, weight=weight + action)
    strength = dict(graph.degree(weight="weight"))
    busiest = sorted(strength, key=lambda code: (-strength[code], code))[:MAX_POSTS_IN_NETWORK]
    if len(busiest) < 2:
        return Markup("")
    graph = graph.subgraph(busiest)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_weighted_edges_from(sorted((*sorted((a, b)), data["weight"]) for a, b, data in graph.edges(data=True)))
    laid = nx.spring_layout(ordered, seed=7, k=1.6 / math.sqrt(len(busiest)), weight=None, iterations=120)
    place = {code: (480 + 400 * float(x), 240 + 200 * float(y)) for code, (x, y) in laid.items()}
    most = max(data["weight"] for _, _, data in ordered.edges(data=True))
    parts = []
    for a, b, data in ordered.edges(data=True):
        (x1, y1), (x2, y2) = place[a], place[b]
        wide = 1 + 5 * data["weight"] / most
        both = gettext("{first} and {second}").format(first=a, second=b)
        title = f"<title>{escape(both)}: {data['weight']}</title>"
        line = f'd="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke-width="{wide:.1f}"'
        parts.append(f'<path class="edge" {line}>{title}</path>')
    top = max(strength.values())
    for code in ordered.nodes:
        x, y = place[code]
        radius = 5 + 13 * math.sqrt(strength[code] / top)
        parts.append(
            f'<a href="{escape(urls.post_url(code))}"><circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
            f'<text class="strong" x="{x:.1f}" y="{y - radius - 5:.1f}" text-anchor="middle">{escape(code)}</text></a>'
        )
    return charts.frame_svg("".join(parts), 960, 480, gettext("Network of correspondence"))


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


def reply_rows(site_data: SiteData) -> list[tuple[str, str, str, str, int]]:
    """Item, its sender, the item it refers to, that one's sender, and the days between; exact dates only."""
    intervals = []
    for reference in site_data.archive.network.references:
        later, earlier = site_data.row_of.get(reference.item), site_data.row_of.get(reference.target or "")
        if reference.status != "held" or later is None or earlier is None or not _is_exchange(later, earlier):
            continue
        try:
            days = datetime.date.fromisoformat(later.date[:10]) - datetime.date.fromisoformat(earlier.date[:10])
        except ValueError:
            continue
        passed = _days_between(later, earlier, days.days)
        if passed is not None:
            intervals.append((reference.item, later.sender, earlier.item, earlier.sender, passed))
    return sorted(set(intervals), key=lambda row: (row[4], row[0], row[2]))


def _days_between(later: ItemRow, earlier: ItemRow, days: int) -> int | None:
    """Days from a message to its reply; None where the dates say that the reply was first.

    Between distant posts the calendar of one may be a day behind the other's: a reply dated the day before is of the
    same day. Where both have the same calendar, or more than a day lies between, a date or the reference is wrong.
    """
    if days >= 0:
        return days
    places = [post(row.sender) for row in (later, earlier)]
    longitudes = [place.longitude for place in places if place and place.longitude is not None]
    apart = abs(longitudes[0] - longitudes[1]) if len(longitudes) == 2 else 0
    return 0 if days == -1 and apart >= MIN_DEGREES_FOR_ANOTHER_DAY else None


def _is_exchange(later: ItemRow, earlier: ItemRow) -> bool:
    """Do two messages go to and fro between two posts, each one's sender an addressee of the other?

    What a post says of its own earlier message, or of one between others, is no reply.
    """
    writer, other = same_post(later.sender, {}), same_post(earlier.sender, {})
    to_later, to_earlier = ({same_post(code, {}) for code in row.to} for row in (later, earlier))
    return bool(writer and other) and writer != other and writer in to_earlier and other in to_later


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
        (_item(item), office_link(site_data, sender), _item(earlier), office_link(site_data, wrote), days)
        for item, sender, earlier, wrote, days in rows
    ]
    head = (gettext("Item"), gettext("From"), gettext("Refers to"), gettext("From"), gettext("Days"))
    body = _histogram([row[4] for row in rows]) + table(
        gettext("Time between messages"), head, shown, numbers=frozenset({4})
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
    return Markup('<a href="{}">{}</a>').format(urls.item_url(item), item)


def _q(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
