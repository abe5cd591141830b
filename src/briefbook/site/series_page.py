"""The book -> the page of series: each post's numbers against their dates, with gaps, suspects and estimates."""

import csv
import datetime
import io
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from briefbook.model.network import SeriesGap, SeriesReport, SuspectNumber
from briefbook.site import urls
from briefbook.site.charts import framed
from briefbook.site.item_table import item_table
from briefbook.site.list_pages import table
from briefbook.site.rendering import WebPage, counted, page
from briefbook.site.site_data import Row, SiteData
from briefbook.text.date_display import date_in_words

WIDTH, HEIGHT, LEFT, FOOT = 960, 220, 110, 180
LEAST = 2
"""Items that make a series worth a picture; shorter ones stand in one table."""

MOST_LISTED = 60


def series_page(book: SiteData) -> WebPage:
    """Every series."""
    long = [one for one in book.series_reports if len(one.items) >= LEAST]
    short = [one for one in book.series_reports if len(one.items) < LEAST]
    lede = "Each post numbered its outgoing cables. A number missing between two that are held is a cable that existed."
    if not book.series_reports:
        lede = "No series could be established: no item has both a sender and a number."
    return page(
        book,
        urls.SERIES,
        "series.html",
        "Numbered series",
        lede=lede,
        series=[_shown(book, one) for one in long],
        short=_short(book, short),
    )


def _shown(book: SiteData, report: SeriesReport) -> dict[str, Any]:
    rows = [book.row_of[item] for item in report.items if item in book.row_of]
    return {
        "report": report,
        "span": _span(report),
        "rate": report.rate,
        "picture": picture(report, rows),
        "gaps": _gaps(report.gaps),
        "suspects": [_suspect(one) for one in report.suspects],
        "estimates": [
            Markup("{}: about {}, between {}").format(
                _item(one.item), date_in_words(one.date_sent), date_in_words(one.interval)
            )
            for one in report.estimates
            if one.date_sent and one.interval
        ],
        "missing": report.missing,
        "table": item_table(book, rows, ("item", "number", "date", "to", "subject"), "", f"Items of {report.key}"),
    }


def _suspect(one: SuspectNumber) -> str:
    told = Markup("{}: number {}, {}; {}.")
    return told.format(_item(one.item), one.message_number, date_in_words(one.date_sent), one.reason)


def _span(report: SeriesReport) -> str:
    words = ""
    if report.first is not None:
        words = f"{counted(report.count, 'item')}, numbers {report.first} to {report.last}"
    if report.begins and report.ends:
        words += f", {date_in_words(report.begins + '/' + report.ends)}"
    return words


def _gaps(gaps: Sequence[SeriesGap]) -> str:
    rows = []
    for gap in gaps[:MOST_LISTED]:
        count = gap.last - gap.first + 1
        span = str(gap.first) if count == 1 else f"{gap.first}–{gap.last}"
        when = date_in_words(gap.expected_dates) if gap.expected_dates else "cannot be estimated"
        items = sorted({item for _, many in gap.referred for item in many})
        why = Markup("{}{}").format(
            gap.grade, Markup(": ") + Markup(", ").join(_item(item) for item in items) if items else ""
        )
        rows.append((span, count, when, why))
    head = ("Numbers not held", "Count", "Expected dates", "Evidence")
    return table("Numbers not held", head, rows, numbers=frozenset({1})) if rows else ""


def _short(book: SiteData, reports: list[SeriesReport]) -> str:
    rows = []
    for one in reports:
        items = Markup(", ").join(_item(item) for item in one.items)
        rows.append((one.key, items, "" if one.first is None else one.first))
    return table("Series with one item", ("Series", "Item", "Number"), rows, numbers=frozenset({2})) if rows else ""


def picture(report: SeriesReport, rows: list[Row]) -> str:
    """Number against date; gaps are hatched bars at the left, suspects open rings, numbers only referred to squares."""
    points = []
    for row in rows:
        try:
            day = datetime.date.fromisoformat(row.date[:10])
        except ValueError:
            continue
        if row.number.isdigit():
            points.append((day.toordinal(), int(row.number), row))
    if len(points) < LEAST:
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
        place = f'x="{LEFT - 16}" y="{top:.1f}" width="8" height="{max(1, foot - top):.1f}"'
        parts.append(f'<rect class="gap" {place}><title>Not held: {gap.first} to {gap.last}</title></rect>')
    day_of = {row.item: ordinal for ordinal, _, row in points}
    for number, items in sorted(_referred(report).items()):
        seen = [day_of[item] for item in items if item in day_of]
        if seen and lowest <= number <= lowest + rise:
            x = LEFT + 12 + (WIDTH - LEFT - 32) * (min(seen) - first_day) / span
            place = f'x="{x - 5:.1f}" y="{height(number) - 5:.1f}" width="10" height="10"'
            title = escape(f"Not held: {number}, referred to by {', '.join(items)}")
            parts.append(f'<rect class="ring" {place}><title>{title}</title></rect>')
    for ordinal, number, row in points:
        x = LEFT + 12 + (WIDTH - LEFT - 32) * (ordinal - first_day) / span
        title = escape(f"{row.item}: {number}, {row.date_words}")
        kind = "ring" if row.item in suspects else "dot"
        mark = f'<circle class="{kind}" cx="{x:.1f}" cy="{height(number):.1f}" r="6"><title>{title}</title></circle>'
        parts.append(f'<a href="{escape(urls.item_url(row.item))}">{mark}</a>')
    first, last = (date_in_words(datetime.date.fromordinal(one).isoformat()) for one in (first_day, first_day + span))
    labels = (
        f'<text x="{LEFT - 24}" y="24" text-anchor="end">{max(numbers)}</text>'
        f'<text x="{LEFT - 24}" y="{FOOT + 4}" text-anchor="end">{lowest}</text>'
        f'<text x="{LEFT}" y="{FOOT + 26}">{first}</text>'
        f'<text x="{WIDTH}" y="{FOOT + 26}" text-anchor="end">{last}</text>'
    )
    grid = f'<path class="grid" d="M{LEFT},{FOOT + 6}H{WIDTH}M{LEFT},10V{FOOT + 6}"/>'
    return framed(f"{grid}{''.join(parts)}{labels}", WIDTH, HEIGHT, f"Numbers of {report.key} by date")


def _referred(report: SeriesReport) -> dict[int, list[str]]:
    """The numbers not held that held items refer to, each with those items."""
    found: dict[int, list[str]] = {}
    for gap in report.gaps:
        for number, items in gap.referred:
            found[number] = list(items)
    return found


def series_csv(book: SiteData) -> WebPage:
    """Every series: what is held, what is suspect, what is referred to, what is missing; a row a number or gap."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("series", "number", "until", "date", "item", "what"))
    for report in book.series_reports:
        suspects = {suspect.item for suspect in report.suspects}
        for item in report.items:
            if row := book.row_of.get(item):
                what = "number and date do not fit" if item in suspects else "held"
                writer.writerow([_safe(one) for one in (report.key, row.number, "", row.date, item, what)])
        for number, items in sorted(_referred(report).items()):
            told = (report.key, str(number), "", "", "; ".join(items), "not held, referred to by these")
            writer.writerow([_safe(one) for one in told])
        for gap in report.gaps:
            told = (report.key, str(gap.first), str(gap.last), gap.expected_dates or "", "", "not held")
            writer.writerow([_safe(one) for one in told])
    return WebPage(b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv; charset=utf-8")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _item(item: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(urls.item_url(item), item)
