"""One paper: the pages of an item -> its cable, with its heading and the references in its text.

The names are loaded when they are first used: a command that describes nothing does not wait for the forms' tables.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefbook.cables.heading import read_heading
    from briefbook.cables.parse_cable import KnownHeading, read_cable
    from briefbook.cables.references import parse_references

__all__ = ["KnownHeading", "parse_references", "read_cable", "read_heading"]


def __getattr__(name: str) -> Any:
    if name == "read_heading":
        from briefbook.cables import heading

        return heading.read_heading
    if name in ("KnownHeading", "read_cable"):
        from briefbook.cables import parse_cable

        return getattr(parse_cable, name)
    if name == "parse_references":
        from briefbook.cables import references

        return references.parse_references
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
