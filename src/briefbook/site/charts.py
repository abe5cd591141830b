"""Site data -> SVG charts of the traffic: by time, by post, number against date. Each has a table beside it."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup, escape

from briefbook.site import urls
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words, sort_key
from briefbook.text.dates import ENGLISH
from briefbook.text.dates_in_languages import month_in_short
from briefbook.util.translation import SOURCE_LANGUAGE, gettext, language

WIDTH = 960
MAX_POSTS_IN_TIMELINE = 12
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Scale:
    """The bins of a time axis: days, months or years, whichever gives at most about two hundred."""

    bins: tuple[str, ...]  # beginnings of EDTF dates: 1962-11-08, 1962-11 or 1962
    unit: str

    def bin_of(self, date: str) -> str | None:
        """The bin of a date (EDTF); None if the date is too imprecise for it."""
        length = {"day": 10, "month": 7, "year": 4}[self.unit]
        exact = date[:length]
        return exact if len(exact) == length and exact in self._set() else None

    def _set(self) -> frozenset[str]:
        return frozenset(self.bins)


def scale_of(site_data: SiteData) -> Scale | None:
    """The time that the items cover; None where fewer than two bins would be filled."""
    days = sorted(row.date[:10] for row in site_data.rows if _DAY.match(row.date))
    if not days:
        return None
    first, last = _date(days[0]), _date(days[-1])
    if first is None or last is None or first == last:
        return None
    if (last - first).days <= 200:
        steps = range((last - first).days + 1)
        return Scale(tuple((first + datetime.timedelta(days=step)).isoformat() for step in steps), "day")
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= 240:
        year_months = [divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(months)]
        return Scale(tuple(f"{year:04d}-{month + 1:02d}" for year, month in year_months), "month")
    return Scale(tuple(f"{year:04d}" for year in range(first.year, last.year + 1)), "year")


def traffic(site_data: SiteData, scale: Scale) -> dict[str, Counter[str]]:
    """For each sender the number of messages in each bin."""
    counts: dict[str, Counter[str]] = {}
    for row in site_data.rows:
        if name := scale.bin_of(row.date):
            counts.setdefault(row.sender or gettext("sender not known"), Counter())[name] += 1
    return counts


def frame_svg(inside: str, width: float, height: float, label: str, *, role: str = "group") -> str:
    """Wrap SVG content in a figure that scrolls if it is wider than the page."""
    picture = gettext("{label}, picture").format(label=label)
    described = gettext("{label}; same data in the table").format(label=label)
    return Markup(
        f'<div class="picture" role="region" aria-label="{escape(picture)}" tabindex="0">'
        f'<svg viewBox="0 0 {width:g} {height:g}" role="{role}" aria-label="{escape(described)}">'
        f"{inside}</svg></div>"
    )


def strip(site_data: SiteData) -> str:
    """A strip of the traffic for the front page; empty where fewer than two bins would be filled."""
    scale = scale_of(site_data)
    if scale is None:
        return ""
    every: Counter[str] = sum(traffic(site_data, scale).values(), Counter())
    bars = _bars(every, scale, 10, 116, max(every.values(), default=1), left=0)
    return frame_svg(
        f"{_bands(site_data, scale, 0, 118, 0)}{bars}{_axis(scale, 118, 0)}", WIDTH, 150, _messages_by(scale)
    )


def timeline(site_data: SiteData, scale: Scale) -> str:
    """The traffic of each post in time, the narratives' dates as bands behind it."""
    counts = traffic(site_data, scale)
    posts = sorted(counts, key=lambda code: (-counts[code].total(), code))[:MAX_POSTS_IN_TIMELINE]
    most = max((max(counts[code].values()) for code in posts), default=1)
    height = 34 * len(posts) + 40
    rows = []
    for index, code in enumerate(posts):
        top = 10 + 34 * index
        rows.append(f'<text class="strong" x="0" y="{top + 22}">{escape(code)}</text>')
        rows.append(f'<path class="grid" d="M{LEFT},{top + 28}H{WIDTH}"/>')
        rows.append(_bars(counts[code], scale, top, top + 28, most, code))
    inside = f"{_bands(site_data, scale, 0, height - 26)}{''.join(rows)}{_axis(scale, height - 26)}"
    return frame_svg(inside, WIDTH, height, _messages_of_posts_by(scale))


LEFT = 110
"""Where the time begins, right of the names of the posts."""


def _place(scale: Scale, index: float, left: float) -> float:
    return left + (WIDTH - left) * index / len(scale.bins)


def _bars(
    counts: Counter[str], scale: Scale, top: float, foot: float, most: int, sender: str = "", left: float = LEFT
) -> str:
    wide = max(1.0, (WIDTH - left) / len(scale.bins) - 1)
    parts = []
    for index, name in enumerate(scale.bins):
        if number := counts[name]:
            high = max(2.0, (foot - top) * number / most)
            title = f"{date_in_words(name)}: {number}"
            if sender == gettext("sender not known"):
                title += f", {sender}"
            elif sender:
                title = gettext("{date}: {number} from {sender}").format(
                    date=date_in_words(name), number=number, sender=sender
                )
            place = f'x="{_place(scale, index, left):.1f}" y="{foot - high:.1f}"'
            size = f'width="{min(wide, 24):.1f}" height="{high:.1f}"'
            parts.append(f'<rect class="bar" {place} {size}><title>{escape(title)}</title></rect>')
    return "".join(parts)


def _bands(site_data: SiteData, scale: Scale, top: float, foot: float, begin: float = LEFT) -> str:
    parts = []
    for narrative in site_data.narratives:
        first, _, last = narrative.dates.partition("/")
        from_, to = _index(scale, first), _index(scale, last or first)
        if from_ is None or to is None:
            continue
        left, right = _place(scale, max(0, from_), begin), _place(scale, min(len(scale.bins), to + 1), begin)
        if right > left:
            band = f'x="{left:.1f}" y="{top}" width="{right - left - 1:.1f}" height="{foot - top}"'
            title = f"<title>{escape(narrative.title)}</title>"
            address = escape(urls.narrative_url(narrative.slug))
            parts.append(f'<a href="{address}"><rect class="span" {band}>{title}</rect></a>')
    return "".join(parts)


def _index(scale: Scale, date: str) -> int | None:
    length = {"day": 10, "month": 7, "year": 4}[scale.unit]
    key = sort_key(date)[:length]
    if not date or key > scale.bins[-1]:
        return len(scale.bins) - 1 if date else None
    return next((index for index, name in enumerate(scale.bins) if name >= key), None)


def _axis(scale: Scale, top: float, left: float = LEFT) -> str:
    step = max(1, -(-len(scale.bins) // 8))
    parts = [f'<path class="grid" d="M{left},{top}H{WIDTH}"/>']
    for index in range(0, len(scale.bins), step):
        name = scale.bins[index]
        short = name
        if scale.unit == "day":
            short = f"{int(name[8:])} {_month(int(name[5:7]))}"
        elif scale.unit == "month":
            short = f"{_month(int(name[5:]))} {name[:4]}"
        parts.append(f'<text x="{_place(scale, index, left):.1f}" y="{top + 18}">{short}</text>')
    return "".join(parts)


def _month(number: int) -> str:
    """The name of a month in short."""
    return ENGLISH[number - 1][:3] if language() == SOURCE_LANGUAGE else month_in_short(number)


def unit_label(unit: str) -> str:
    """A unit of time as the head of a column."""
    return {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}[unit]


def _messages_by(scale: Scale) -> str:
    return {
        "day": gettext("Papers by day"),
        "month": gettext("Papers by month"),
        "year": gettext("Papers by year"),
    }[scale.unit]


def _messages_of_posts_by(scale: Scale) -> str:
    return {
        "day": gettext("Papers of each sender by day"),
        "month": gettext("Papers of each sender by month"),
        "year": gettext("Papers of each sender by year"),
    }[scale.unit]


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
