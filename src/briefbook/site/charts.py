"""Site data -> SVG charts of the traffic: by time, by post, number against date. Each has a table beside it."""

import datetime
import re
from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup, escape

from briefbook.site import urls
from briefbook.site.office_labels import office_link
from briefbook.site.site_data import SiteData
from briefbook.text.date_display import date_in_words, sort_key
from briefbook.util.translation import counted, gettext

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


def frame_svg(
    inside: str, width: float, height: float, label: str, *, role: str = "group", only: str = "", top: float = 0
) -> str:
    """Wrap SVG content in a figure that scrolls if it is wider than the page.

    ``only`` is "wide" or "narrow" for one of two pictures of the same: that of a screen and that of a phone, which is
    shown whole. ``top`` is where the picture begins, in units of its height.
    """
    picture = gettext("{label}, picture").format(label=label)
    described = gettext("{label}; same data in the table").format(label=label)
    return Markup(
        f'<div class="picture{" only-" * bool(only)}{only}" role="region" aria-label="{escape(picture)}" tabindex="0">'
        f'<svg viewBox="0 {top:g} {width:g} {height:g}" role="{role}" aria-label="{escape(described)}">'
        f"{inside}</svg></div>"
    )


def strip(site_data: SiteData) -> str:
    """A strip of the traffic for the front page; empty where fewer than two bins would be filled."""
    scale = scale_of(site_data)
    if scale is None:
        return ""
    every: Counter[str] = sum(traffic(site_data, scale).values(), Counter())
    lane = _lane(site_data, scale, every, max(every.values(), default=1), "")
    label = escape(gettext("{label}; same data in the table").format(label=_messages_by(scale)))
    return Markup('<div class="lanes tall" role="group" aria-label="{}">{}{}</div>').format(label, lane, _axis(scale))


def not_drawn(site_data: SiteData) -> str:
    """What a picture of the traffic leaves out, as a sentence; empty where it has every paper."""
    scale = scale_of(site_data)
    number = sum(1 for row in site_data.rows if not scale.bin_of(row.date)) if scale else 0
    return (
        counted(
            "Not shown: {number} item without a date, or with a date that is too imprecise.",
            "Not shown: {number} items without a date, or with a date that is too imprecise.",
            number,
        )
        if number
        else ""
    )


def timeline(site_data: SiteData, scale: Scale) -> str:
    """A chart of each office's traffic over time, with the narratives' dates as bands; a script selects a period."""
    counts = traffic(site_data, scale)
    posts = drawn_senders(counts)
    most = max((max(counts[code].values()) for code in posts), default=1)
    lanes = Markup("").join(
        Markup('<div class="lane"><span class="lane-name">{}</span>{}</div>\n').format(
            office_link(site_data, code) if code in site_data.post_items else code,
            _lane(site_data, scale, counts[code], most, _name(site_data, code)),
        )
        for code in posts
    )
    more = ""
    if len(counts) > len(posts):
        words = gettext("The {number} senders with most messages.").format(number=len(posts))
        more = Markup('<p class="quiet">{}</p>').format(words)
    label = gettext("{label}; same data in the table").format(label=_messages_of_posts_by(scale))
    return Markup(
        '<div class="room" id="timeline-controls"></div>\n'
        '<div class="lanes" id="lanes" role="group" aria-label="{}" data-unit="{}" data-bins="{}">{}{}</div>{}'
    ).format(label, scale.unit, " ".join(scale.bins), lanes, _axis(scale), more)


def drawn_senders(counts: dict[str, Counter[str]]) -> list[str]:
    """The senders that the timeline shows: those with most messages."""
    return sorted(counts, key=lambda code: (-counts[code].total(), code))[:MAX_POSTS_IN_TIMELINE]


def _name(site_data: SiteData, code: str) -> str:
    return site_data.office_name(code) if code in site_data.post_items else code


LANE_HEIGHT = 28


def _lane(site_data: SiteData, scale: Scale, counts: Counter[str], most: int, sender: str) -> Markup:
    """The bars of one sender, or of all: a bin is one unit wide, and the style stretches it to the page."""
    parts = [_bands(site_data, scale)]
    for index, name in enumerate(scale.bins):
        if number := counts[name]:
            high = max(2.0, LANE_HEIGHT * number / most)
            title = gettext("{name}: {number}").format(name=date_in_words(name), number=number)
            if sender:
                title = gettext("{date}: {number} from {sender}").format(
                    date=date_in_words(name), number=number, sender=sender
                )
            place = f'x="{index + 0.08:g}" y="{LANE_HEIGHT - high:.1f}" width=".84" height="{high:.1f}"'
            parts.append(f'<rect class="bar" {place}><title>{escape(title)}</title></rect>')
    return Markup(
        f'<svg viewBox="0 0 {len(scale.bins)} {LANE_HEIGHT}" preserveAspectRatio="none" focusable="false">'
        f'{"".join(parts)}<path class="grid" d="M0,{LANE_HEIGHT}H{len(scale.bins)}"/></svg>'
    )


def _bands(site_data: SiteData, scale: Scale) -> str:
    parts = []
    for narrative in site_data.narratives:
        first, _, last = narrative.dates.partition("/")
        begin, end = _index(scale, first), _index(scale, last or first)
        if begin is None or end is None or end < begin:
            continue
        band = f'x="{begin}" y="0" width="{end - begin + 1}" height="{LANE_HEIGHT}"'
        title = f"<title>{escape(narrative.title)}</title>"
        address = escape(urls.narrative_url(narrative.slug))
        parts.append(f'<a href="{address}" tabindex="-1"><rect class="span" {band}>{title}</rect></a>')
    return "".join(parts)


def _axis(scale: Scale) -> Markup:
    """The first, the middle and the last bin, below the bars."""
    bins = scale.bins
    labels = (bins[0], bins[len(bins) // 2], bins[-1])
    return Markup('<div class="lane-axis {}" aria-hidden="true">{}</div>').format(
        scale.unit,
        Markup("").join(Markup("<span>{}</span>").format(date_in_words(name)) for name in labels),
    )


def _index(scale: Scale, date: str) -> int | None:
    length = {"day": 10, "month": 7, "year": 4}[scale.unit]
    key = sort_key(date)[:length]
    if not date or key > scale.bins[-1]:
        return len(scale.bins) - 1 if date else None
    return next((index for index, name in enumerate(scale.bins) if name >= key), None)


_WIDTHS = {
    **dict.fromkeys("mwMW…", 1.7),
    **dict.fromkeys("ADGHKNOQRUV", 1.4),
    **dict.fromkeys("BCEFLPSTXYZbdhknpqu", 1.18),
    **dict.fromkeys("fijltIJ.,;:()-", 0.66),
    **dict.fromkeys(" '’", 0.45),
}
"""Widths of letters in the site's typeface, where an "e" is 1."""

LETTER_PIXELS = 7.0
"""The width of an "e" in the names in charts."""


def letters_wide(words: str) -> float:
    """How wide words are, in letters of ordinary width.

    >>> round(letters_wide("Embassy"), 2), letters_wide("CHIEF, PLANS") > len("CHIEF, PLANS")
    (8.14, True)
    """
    return sum(_WIDTHS.get(letter, 1.35 if letter.isupper() else 1.02) for letter in words)


_LETTER_SPACING, _WORD_SPACING = 1.6, 2.1
"""How much a reader may add between letters and between words (WCAG 1.4.12: .12 and .16 of the size), in pixels."""


def room_for(words: str) -> float:
    """The width to be kept free for words in a chart, in pixels: a reader may set their letters wider apart.

    >>> charts_width = LETTER_PIXELS * letters_wide("Bonn")
    >>> round(room_for("Bonn") - charts_width, 1)
    6.4
    """
    return LETTER_PIXELS * letters_wide(words) + _LETTER_SPACING * len(words) + _WORD_SPACING * words.count(" ")


_WHO = re.compile(r" \([^()]*\)\Z")
"""The end of a name that tells it apart from others of the same office: who held it, or its code."""


def shortened(name: str, letters: int) -> str:
    """A name shortened at a word to fit beside a chart; a distinguishing person or code at its end is kept.

    >>> shortened("Embassy in Washington", 30), shortened("High Commission in London", 20)
    ('Embassy in Washington', 'High Commission in…')
    >>> shortened("Assistant Secretary of State for Far Eastern Affairs (Reed)", 36)
    'Assistant Secretary of State… (Reed)'
    """
    if letters_wide(name) <= letters:
        return name
    who = _WHO.search(name)
    if who and letters_wide(who[0]) <= 0.6 * letters:
        return _cut(name[: who.start()], letters - letters_wide(who[0])) + who[0]
    return _cut(name, letters)


def _cut(name: str, letters: float) -> str:
    """The words at the beginning of a name that fit, with dots for the rest; of a first word too long, a part."""
    if letters_wide(name) <= letters:
        return name
    words = name.split()
    kept = len(words) - 1
    while kept and letters_wide(" ".join(words[:kept]) + "…") > letters:
        kept -= 1
    whole = " ".join(words[:kept]) or name[: max(1, int(letters) - 1)]
    return f"{whole.rstrip(' ,;(')}…"


def in_lines(name: str, letters: int) -> tuple[str, ...]:
    """A name in one line, or in two where it is too long; what two lines cannot hold is cut at a word.

    >>> in_lines("Embassy in Washington", 30), in_lines("Assistant Secretary of State for Ferries (Reed)", 30)
    (('Embassy in Washington',), ('Assistant Secretary of State for', 'Ferries (Reed)'))
    """
    if letters_wide(name) <= letters:
        return (name,)
    first = ""
    for word in name.split():
        if first and letters_wide(f"{first} {word}") > letters:
            break
        first = f"{first} {word}".strip()
    while letters_wide(first) > letters:  # one long word
        first = first[:-1]
    return first, shortened(name[len(first) :].strip(), letters)


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
