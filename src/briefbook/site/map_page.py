"""Site data -> a map of the posts on land outlines, with a table.

The outlines are those of Natural Earth (public domain) by way of world-atlas 2.0.2 (ISC licence), made by
``tools/land.py``. They show land, not borders: the borders of today would mislead for the time of the papers.
"""

import functools
import math
from pathlib import Path

from markupsafe import Markup, escape

from briefbook.site import charts, urls
from briefbook.site.list_pages import table
from briefbook.site.office_labels import office_link
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import SiteData
from briefbook.text.office_names import country_then
from briefbook.text.services import office_words
from briefbook.util.translation import counted, gettext

WIDTH, HEIGHT = 1000, 420


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
    most = max((mark[3] for mark in placed), default=1)
    marks = []
    for code, name, _, number, (x, y) in sorted(placed, key=lambda mark: (-mark[3], mark[0])):
        radius = 4 + 14 * math.sqrt(number / most) if most else 4
        title = escape(
            counted("{code}, {name}: {number} paper", "{code}, {name}: {number} papers", number, code=code, name=name)
        )
        marks.append(
            f'<a href="{escape(urls.post_url(code))}"><circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" '
            f'fill-opacity=".55"><title>{title}</title></circle></a>'
        )
    names = []
    for code, _, _, number, (x, y) in _without_overlaps(placed):
        top = y - 6 - 14 * math.sqrt(number / most)
        names.append(f'<text class="strong" x="{x:.1f}" y="{top:.1f}" text-anchor="middle">{escape(code)}</text>')
    inside = f'<path class="land" d="{land()}"/>{"".join(marks)}{"".join(names)}'
    drawn = charts.frame_svg(inside, WIDTH, HEIGHT, gettext("Map of embassies and offices"))
    rows = [
        (office_link(site_data, code), land_name, number)
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


def _without_overlaps(
    placed: list[tuple[str, str, str, int, tuple[float, float]]],
) -> list[tuple[str, str, str, int, tuple[float, float]]]:
    """The posts that can be labelled without overlap, the busiest first."""
    labelled: list[tuple[str, str, str, int, tuple[float, float]]] = []
    for mark in sorted(placed, key=lambda mark: (-mark[3], mark[0])):
        x, y = mark[4]
        if all(abs(x - other[4][0]) > 70 or abs(y - other[4][1]) > 22 for other in labelled):
            labelled.append(mark)
    return labelled
