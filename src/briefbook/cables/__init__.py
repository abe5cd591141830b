"""One paper: the pages of an item -> its cable, with its heading and the references in its text."""

from briefbook.cables.heading import read_heading
from briefbook.cables.parse_cable import KnownHeading, read_cable
from briefbook.cables.references import parse_references

__all__ = ["KnownHeading", "parse_references", "read_cable", "read_heading"]
