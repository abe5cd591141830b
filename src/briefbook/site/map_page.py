"""Site data -> a map of the posts on land outlines, with a table.

The outlines are those of Natural Earth (public domain) by way of world-atlas 2.0.2 (ISC licence), made by
``tools/land.py``. They show land, not borders: the borders of today would mislead for the time of the papers.
"""

import functools
import math
from pathlib import Path

from markupsafe import Markup, escape

from briefbook.site import charts, urls
from briefbook.site.charts import shortened
from briefbook.site.list_pages import table
from briefbook.site.office_labels import office_link, unambiguous_names
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import SiteData
from briefbook.text import posts
from briefbook.text.office_names import city_name, country_then
from briefbook.text.services import office_words
from briefbook.util.translation import counted, gettext

WIDTH, HEIGHT = 1000, 420
PHONE = 340
MAX_NAME = 30


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """A place on the map, in the Natural Earth projection of Patterson and Šavrič.

    >>> [round(one) for one in project(0, 0)]
    [500, 253]
    """
    x, y = math.radians(longitude), math.radians(latitude)
    square = y * y
    fourth = square * square
    width = 0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    height = 1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
    scale = WIDTH / (2 * math.pi * 0.8707)
    return WIDTH / 2 + x * width * scale, HEIGHT * 0.602 - y * height * scale


@functools.cache
def land() -> str:
    """The outlines as an SVG path."""
    return (Path(__file__).parent / "land.txt").read_text(encoding="ascii").strip()


def map_page(site_data: SiteData) -> WebPage:
    """Where the posts were, as far as that is known."""
    placed, unplaced = [], []
    for code, traffic in site_data.post_items.items():
        post = site_data.post(code)
        number = sum(len(traffic[way]) for way in ("sent", "received", "informed"))
        if post and post.latitude is not None and post.longitude is not None:
            placed.append(
                (
                    code,
                    office_words(post),
                    country_then(post.country, site_data.days_of_office(code)),
                    number,
                    project(post.longitude, post.latitude),
                )
            )
        else:
            unplaced.append(code)
    drawn = Markup(_drawn(site_data, placed, "wide") + _drawn(site_data, placed, "narrow"))
    names = unambiguous_names(site_data, [mark[0] for mark in placed])
    rows = [
        (office_link(site_data, code, name=names[code]), land_name, number)
        for code, _, land_name, number, _ in sorted(placed, key=lambda mark: (-mark[3], mark[0]))
    ]
    head = (
        gettext("Embassy or office"),
        gettext("Country"),
        gettext("Papers sent, received or copied to it"),
    )
    body = drawn + table(gettext("Posts on the map"), head, rows, numbers=frozenset({2})) if placed else Markup("")
    if unplaced:
        links = Markup("; ").join(office_link(site_data, code) for code in unplaced)
        body += Markup("<p>{}</p>").format(
            Markup(gettext("Not on the map, because no place on it is recorded for them: {names}.")).format(names=links)
        )
    body += Markup('<p class="quiet">{} {} <a href="data/posts.csv" download>{}</a></p>').format(
        gettext("Countries by their present names; of a former country, its last name."),
        gettext("Outlines: Natural Earth."),
        gettext("Download as CSV"),
    )
    lede = gettext(
        "Where the posts were; the larger the mark, the more papers a post sent, received or was sent a copy of."
    )
    return render_page(
        site_data, urls.MAP, "simple.html", gettext("Map of embassies and offices"), lede=lede, body=body
    )


_MIN_SPAN = {"wide": 320, "narrow": 120}
"""Of how much of the world's width a map is at least: offices in one region are shown among its neighbours."""

Mark = tuple[str, str, str, int, tuple[float, float]]
"""An office on the map: code, name, country, messages, place."""


def _drawn(site_data: SiteData, placed: list[Mark], only: str) -> str:
    """The map of the part of the world where the offices are, shown whole on a wide page and on a phone."""
    xs, ys = [mark[4][0] for mark in placed], [mark[4][1] for mark in placed]
    across, down = max(xs, default=0) - min(xs, default=0), max(ys, default=0) - min(ys, default=0)
    wide, high = (PHONE, PHONE * 0.95) if only == "narrow" else (WIDTH, HEIGHT)
    span = min(max(across, down * wide / high * 1.15, _MIN_SPAN[only]) * 1.3, float(WIDTH))
    scale = wide / span
    size = (wide, round(min(HEIGHT * scale, high)))
    left = min(max(0.0, (min(xs, default=0) + max(xs, default=0) - span) / 2), WIDTH - span)
    top = max(0.0, (min(ys, default=0) + max(ys, default=0) - size[1] / scale) / 2)
    moved = [(*mark[:4], ((mark[4][0] - left) * scale, (mark[4][1] - top) * scale)) for mark in placed]
    most = max((mark[3] for mark in moved), default=1) or 1
    widest = 14 if only == "wide" else 9
    marks = []
    for code, _, _, number, (x, y) in sorted(moved, key=lambda mark: (-mark[3], mark[0])):
        radius = 4 + widest * math.sqrt(number / most)
        name = site_data.office_name(code)
        title = escape(counted("{name}: {number} message", "{name}: {number} messages", number, name=name))
        marks.append(
            f'<a href="{escape(urls.post_url(code))}" aria-label="{title}"><circle class="dot" cx="{x:.1f}" '
            f'cy="{y:.1f}" r="{radius:.1f}" fill-opacity=".55"><title>{title}</title></circle></a>'
        )
    names = []
    for code, _, _, number, (x, y) in _without_overlaps(site_data, moved):
        foot = y - 6 - widest * math.sqrt(number / most)
        town = _town(site_data, code)
        if town.endswith("…"):  # half a name says nothing on a map; the table has it whole
            continue
        half = charts.room_for(town) / 2
        middle = min(max(x, half), size[0] - half)
        names.append(
            f'<text class="strong" x="{middle:.1f}" y="{max(foot, 11):.1f}" text-anchor="middle">{escape(town)}</text>'
        )
    ground = f'<path class="land" d="{land()}" transform="scale({scale:.3f}) translate({-left:.1f},{-top:.1f})"/>'
    inside = f"{ground}{''.join(marks)}{''.join(names)}"
    return charts.frame_svg(inside, *size, gettext("Map of embassies and offices"), only=only)


def _town(site_data: SiteData, code: str) -> str:
    """The town of an office, which is enough on a map; its name where the town is not known."""
    post = site_data.post(code)
    city = posts.city_at(post) if post and post.latitude is not None else None
    return city_name(posts.city_title(city.name)) if city else shortened(site_data.office_name(code), MAX_NAME)


def _without_overlaps(site_data: SiteData, placed: list[Mark]) -> list[Mark]:
    """The offices whose towns can be written without covering each other, the busiest first."""
    labelled: list[tuple[Mark, float]] = []
    for mark in sorted(placed, key=lambda mark: (-mark[3], mark[0])):
        (x, y), half = mark[4], charts.room_for(_town(site_data, mark[0])) / 2
        if all(abs(x - other[4][0]) > half + width or abs(y - other[4][1]) > 24 for other, width in labelled):
            labelled.append((mark, half))
    return [mark for mark, _ in labelled]
