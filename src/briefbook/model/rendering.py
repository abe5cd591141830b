"""What the site is given: prose as HTML, ways to cite an item, and an item's files in standard forms."""

from collections.abc import Callable
from dataclasses import dataclass

from briefbook.model.narrative import Citation, Image, Link


@dataclass(frozen=True, slots=True)
class Addresses:
    """The URLs of a narrative's citations, links and images, relative to its web page; None for plain text.

    ``citation`` is given the citation and its index in ``Narrative.citations``; ``table`` makes the table of items
    of a passage as HTML from its items and columns (empty columns: the collection's). ``block`` gives the id of the
    paragraph, item of a list or row of a table that begins on a line of the author's file; without it they have none.
    ``language`` is that of the prose, BCP 47, by which its quotation marks are set.
    """

    citation: Callable[[Citation, int], str | None]
    link: Callable[[Link], str | None]
    image: Callable[[Image], str | None]
    table: Callable[[tuple[str, ...], tuple[str, ...]], str]
    block: Callable[[int], str] | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class RenderedPassage:
    """A passage as HTML, its table of items included; ``items`` are those it cites, in the order of the prose.

    ``html`` has not the heading; its only ids are those of footnotes, whose notes stand in the last passage, and those
    that ``Addresses.block`` gives. Citations
    are ``<a class="cite" data-citation="N">``, quotations ``<span class="quotation" data-quotation="N">``, N counting
    in the narrative.
    """

    heading: str
    level: int
    slug: str
    html: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CiteForm:
    """A way to cite an item: its name, the text, and the name of its file, where it has one."""

    name: str
    text: str
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What an IIIF collection says of an item.

    Attributes:
        item: The item's id.
        title: Its title for people.
        date: Its date, EDTF; "" if there is none.
        is_specimen: Whether it was made for demonstration.
        changed: When what is published of it last changed (ISO 8601, UTC); "" if that is not known.
    """

    item: str
    title: str
    date: str = ""
    is_specimen: bool = False
    changed: str = ""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file in a standard form: name, media type, description, and content."""

    name: str
    media_type: str
    label: str
    content: bytes
