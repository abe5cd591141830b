"""An item's pages to a cable, and many cables to the network of a correspondence."""

from briefbook.cables import posts
from briefbook.cables.heading import read_heading
from briefbook.cables.posts import unknown_codes
from briefbook.cables.references import parse_references
from briefbook.cables.resolution import resolve_references
from briefbook.cables.series import series_of
from briefbook.cables.understanding import Known, read_cable

__all__ = [
    "Known",
    "parse_references",
    "posts",
    "read_cable",
    "read_heading",
    "resolve_references",
    "series_of",
    "unknown_codes",
]
