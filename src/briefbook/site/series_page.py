"""Site data -> the page of numbered series: each post's numbers against dates, with gaps, suspects and estimates."""

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from briefbook.model.network import SeriesGap, SeriesReport, SuspectNumber
from briefbook.site import urls
from briefbook.site.charts import frame_svg
from briefbook.site.item_table import item_table
from briefbook.site.links import link_to
from briefbook.site.list_pages import table
from briefbook.site.office_labels import code_after_name
from briefbook.site.rendering import WebPage, render_page
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text import series_words
from briefbook.text.date_display import date_in_words
from briefbook.text.series_words import series_name
from briefbook.util.cells import CsvWriter
from briefbook.util.translation import counted, decimal, gettext, number_in_figures, pgettext, refilled

WIDTH, HEIGHT, LEFT, FOOT = 960, 220, 110, 180
NARROW = 340
"""Width of the pictures for phones, in pixels as they are shown on one."""

MIN_ITEMS_FOR_CHART = 2
"""Minimum number of items for a chart; shorter series are listed in one table."""

MAX_GAPS_LISTED = 60


def series_page(site_data: SiteData) -> WebPage:
    """Every series."""
    long = [report for report in site_data.series_reports if len(report.items) >= MIN_ITEMS_FOR_CHART]
    short = [report for report in site_data.series_reports if len(report.items) < MIN_ITEMS_FOR_CHART]
    lede = gettext(
        "The numbers that each sender gave its messages, in order. Where a sender kept one series, a number between "
        "two that are held was used for a message; many offices kept several, by addressee or kind, and their numbers "
        "stand here together unless the papers show it."
    )
    if not site_data.series_reports:
        lede = gettext("No series could be established: no item has both a sender and a number.")
    return render_page(
        site_data,
        urls.SERIES,
        "series.html",
        gettext("Numbered series"),
        lede=lede,
        series=[_report_values(site_data, report) for report in long],
        short=_short(site_data, short),
    )


def _name(site_data: SiteData, report: SeriesReport) -> str:
    return series_name(report.key, site_data.office_name, parties=(report.post, report.addressee or ""))


def _report_values(site_data: SiteData, report: SeriesReport) -> dict[str, Any]:
    rows = [site_data.row_of[item] for item in report.items if item in site_data.row_of]
    return {
        "report": report,
        "name": _name(site_data, report),
        "span": _span(report),
        "rate": None if report.rate is None else _rate_in_words(report.rate),
        "picture": picture(report, rows, _name(site_data, report)),
        "gaps": _gaps(report.gaps),
        "suspects": [_suspect(suspect) for suspect in report.suspects],
        "estimates": [
            Markup(gettext("{item}: about {date} (within {interval})")).format(
                item=_item(estimate.item),
                date=date_in_words(estimate.date_sent),
                interval=date_in_words(estimate.interval),
            )
            for estimate in report.estimates
            if estimate.date_sent and estimate.interval
        ],
        "missing": report.missing,
        "assumptions": gettext("; and that ").join(
            refilled(words, series_words.ASSUMPTIONS) for words in report.missing.assumptions
        )
        if report.missing
        else "",
        "table": item_table(
            site_data,
            rows,
            ("item", "number", "date", "to", "subject"),
            "",
            gettext("Items of {series}").format(series=_name(site_data, report)),
        ),
    }


def _suspect(suspect: SuspectNumber) -> str:
    template = Markup(gettext("{item}: number {number}, {date}; {reason}."))
    return template.format(
        item=_item(suspect.item),
        number=suspect.message_number,
        date=date_in_words(suspect.date_sent),
        reason="".join(refilled(words, series_words.REASONS) for words in re.split("(?=; it alone)", suspect.reason)),
    )


def _span(report: SeriesReport) -> str:
    words = ""
    if report.first is not None:
        words = counted(
            "{number} item, numbers {first} to {last}",
            "{number} items, numbers {first} to {last}",
            report.count,
            first=report.first,
            last=report.last,
        )
    if report.begins and report.ends:
        words += f", {date_in_words(report.begins + '/' + report.ends)}"
    return words


def _gaps(gaps: Sequence[SeriesGap]) -> str:
    rows = []
    for gap in gaps[:MAX_GAPS_LISTED]:
        count = gap.last - gap.first + 1
        span = str(gap.first) if count == 1 else f"{gap.first}–{gap.last}"
        when = date_in_words(gap.expected_dates) if gap.expected_dates else gettext("cannot be estimated")
        items = sorted({item for _, many in gap.referred for item in many})
        why = Markup("{}{}").format(
            gettext(gap.grade), Markup(": ") + Markup(", ").join(_item(item) for item in items) if items else ""
        )
        rows.append((span, count, when, why))
    head = (gettext("Numbers not held"), gettext("Count"), gettext("Expected dates"), gettext("Evidence"))
    return table(gettext("Numbers not held"), head, rows, numbers=frozenset({1})) if rows else ""


def _short(site_data: SiteData, reports: list[SeriesReport]) -> str:
    rows = []
    for report in reports:
        items = Markup(", ").join(_item(item) for item in report.items)
        name = _name(site_data, report)
        code = code_after_name(report.post, site_data.office_name(report.post))
        rows.append((Markup("{}{}").format(name, code), items, "" if report.first is None else report.first))
    head = (pgettext("numbers", "Series"), gettext("Item"), gettext("Number"))
    return table(gettext("Series with one item"), head, rows, numbers=frozenset({2})) if rows else ""


def picture(report: SeriesReport, rows: list[ItemRow], name: str) -> str:
    """Number against date; gaps are hatched bars at the left, suspects open rings, numbers only referred to squares.

    Drawn twice: for a wide page, and for a phone.
    """
    return Markup(
        _picture(report, rows, name, "wide", WIDTH, LEFT) + _picture(report, rows, name, "narrow", NARROW, 72)
    )


def _picture(report: SeriesReport, rows: list[ItemRow], name: str, only: str, wide: int, left: int) -> str:
    points = []
    for row in rows:
        try:
            day = datetime.date.fromisoformat(row.date[:10])
        except ValueError:
            continue
        if row.number.isdigit():
            points.append((day.toordinal(), int(row.number), row))
    if len(points) < MIN_ITEMS_FOR_CHART:
        return ""
    days, numbers = [day for day, _, _ in points], [number for _, number, _ in points]
    first_day, span = min(days), max(1, max(days) - min(days))
    lowest, rise = min(numbers), max(1, max(numbers) - min(numbers))

    def height(number: float) -> float:
        return FOOT - (FOOT - 20) * (number - lowest) / rise

    suspects = {suspect.item for suspect in report.suspects}
    parts = []
    for gap in report.gaps:
        top, foot = height(gap.last + 0.5), height(gap.first - 0.5)
        place = f'x="{left - 16}" y="{top:.1f}" width="8" height="{max(1, foot - top):.1f}"'
        parts.append(f'<rect class="gap" {place}><title>{escape(_not_held(gap))}</title></rect>')
    day_of = {row.item: ordinal for ordinal, _, row in points}
    for number, items in sorted(_referred(report).items()):
        days_referred = [day_of[item] for item in items if item in day_of]
        if days_referred and lowest <= number <= lowest + rise:
            x = left + 10 + (wide - left - 20) * (min(days_referred) - first_day) / span
            place = f'x="{x - 5:.1f}" y="{height(number) - 5:.1f}" width="10" height="10"'
            title = escape(
                gettext("Not held: {number}, referred to by {items}").format(number=number, items=", ".join(items))
            )
            parts.append(f'<rect class="ring" {place}><title>{title}</title></rect>')
    for ordinal, number, row in points:
        x = left + 10 + (wide - left - 20) * (ordinal - first_day) / span
        title = escape(gettext("{name}: {number}").format(name=row.item, number=f"{number}, {row.date_words}"))
        kind = "ring" if row.item in suspects else "dot"
        mark = f'<circle class="{kind}" cx="{x:.1f}" cy="{height(number):.1f}" r="6"><title>{title}</title></circle>'
        parts.append(f'<a href="{escape(urls.item_url(row.item))}">{mark}</a>')
    first, last = (
        date_in_words(datetime.date.fromordinal(ordinal).isoformat()) for ordinal in (first_day, first_day + span)
    )
    labels = (
        f'<text x="{left - 24}" y="24" text-anchor="end">{max(numbers)}</text>'
        f'<text x="{left - 24}" y="{FOOT + 4}" text-anchor="end">{lowest}</text>'
        f'<text x="{left}" y="{FOOT + 26}">{first}</text>'
        f'<text x="{wide}" y="{FOOT + 26}" text-anchor="end">{last}</text>'
    )
    grid = f'<path class="grid" d="M{left},{FOOT + 6}H{wide}M{left},10V{FOOT + 6}"/>'
    return frame_svg(
        f"{grid}{''.join(parts)}{labels}",
        wide,
        HEIGHT,
        gettext("Numbers of {series} by date").format(series=name),
        only=only,
    )


_EXACT_BELOW = 9.95
"""Numbers a day below which a decimal is shown."""


def _rate_in_words(rate: float) -> str:
    """Numbers a day: with a decimal where there are few, whole where there are many."""
    return decimal(rate, 1) if rate < _EXACT_BELOW else number_in_figures(round(rate))


def _not_held(gap: SeriesGap) -> str:
    if gap.first == gap.last:
        return gettext("Not held: {number}").format(number=gap.first)
    return gettext("Not held: {first} to {last}").format(first=gap.first, last=gap.last)


def _referred(report: SeriesReport) -> dict[int, list[str]]:
    """The numbers not held that held items refer to, each with those items."""
    referring: dict[int, list[str]] = {}
    for gap in report.gaps:
        for number, items in gap.referred:
            referring[number] = list(items)
    return referring


def series_csv(site_data: SiteData) -> WebPage:
    """Every series: what is held, what is suspect, what is referred to, what is missing; a row a number or gap."""
    out = io.StringIO()
    writer = CsvWriter(out)
    writer.write(("series", "number", "until", "date", "item", "what"))
    for report in site_data.series_reports:
        suspects = {suspect.item for suspect in report.suspects}
        for item in report.items:
            if row := site_data.row_of.get(item):
                what = "number and date do not fit" if item in suspects else "held"
                writer.write((report.key, row.number, "", row.date, item, what))
        for number, items in sorted(_referred(report).items()):
            cells = (report.key, str(number), "", "", "; ".join(items), "not held, referred to by these")
            writer.write(cells)
        for gap in report.gaps:
            cells = (report.key, str(gap.first), str(gap.last), gap.expected_dates or "", "", "not held")
            writer.write(cells)
    return WebPage(b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv; charset=utf-8")


def _item(item: str) -> Markup:
    return link_to(urls.item_url(item), item)
