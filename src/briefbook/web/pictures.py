"""The book -> pictures in SVG, each with its table beside it: traffic in time, who wrote to whom, series, map."""

from briefbook.model.network import SeriesReport
from briefbook.web.book import Book


def strip(book: Book) -> str:
    """A strip of the traffic by day for the front page; empty where fewer than two days are dated."""
    return ""


def series_picture(book: Book, report: SeriesReport) -> str:
    """Number against date."""
    return ""
