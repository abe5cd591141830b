"""A narrative of the briefing book: its prose, citations and quotations, with their positions in the author's file."""

from dataclasses import dataclass, field
from typing import Any

from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition


@dataclass(frozen=True, slots=True)
class Citation:
    """An item cited at a place in a narrative.

    ``group`` is the index of its parenthesis or phrase: items cited together share it.
    """

    item: str
    where: FilePosition
    as_written: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    group: int = 0
    passage: int = 0  # index in Narrative.passages
    offset: int = 0  # character offset of the citation in Narrative.source
    end: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the author puts in quotation marks or a block quote, with their citations.

    ``citations`` holds indices into Narrative.citations; empty where the author gives none.
    """

    words: str  # without the marks
    where: FilePosition
    citations: tuple[int, ...] = ()
    passage: int = 0
    offset: int = 0
    end: int = 0
    form: str = "curly"  # curly, straight, block, mismatched, headline, scare, emphasis (italics or bold, no marks)


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote in the prose; ``citations`` are those of its note, as indices in Narrative.citations."""

    label: str
    offset: int
    end: int
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the prose: to another narrative, to an item, or out of the book."""

    target: str
    text: str
    where: FilePosition
    title: str = ""
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its caption and credit."""

    source: str
    alt: str
    where: FilePosition
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of items in the author's file: written by hand (``rows``), or a placeholder to be filled (``placed``)."""

    where: FilePosition
    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, str], ...] = field(default=(), hash=False)
    placed: bool = False
    passage: int = 0
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and the prose below it, to the next heading; the introduction has no heading."""

    heading: str
    level: int
    slug: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of prose as plain text, with its position."""

    text: str
    where: FilePosition
    passage: int
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, row of a table, heading or other block of a narrative, as plain text with its place.

    ``place`` counts the blocks of its passage from 1, 0 for a heading; ``line`` is its first line in the author's file.
    """

    text: str
    passage: int
    place: int
    line: int


PARTS = ("front", "chapter", "back", "page")
"""Parts of a book: before the chapters (introduction, editorial method), chapters, after them (appendices), and pages
that stand for themselves and are in the menu only."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """A narrative of the book. ``source`` is the whole text of its file; offsets count characters in it."""

    path: str
    slug: str
    title: str
    source: str
    dates: str = ""  # EDTF interval, as the front matter gives it
    order: float | None = None
    front_matter: dict[str, Any] = field(default_factory=dict, hash=False)
    passages: tuple[Passage, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    tables: tuple[Table, ...] = ()
    note_marks: tuple[NoteMark, ...] = ()
    findings: tuple[Finding, ...] = ()  # what could not be parsed
    language: str = ""  # BCP 47; "" for that of the collection

    @property
    def is_draft(self) -> bool:
        """Does its author call it a draft, which is not published?"""
        return self.front_matter.get("draft") is True

    @property
    def part(self) -> str:
        """Where in the book it belongs, one of ``PARTS``."""
        part = self.front_matter.get("part")
        return part if part in PARTS else "chapter"

    def cited_in(self, passage: int) -> list[str]:
        """The items cited in a passage, once each, in the order of the prose."""
        return list(dict.fromkeys(c.item for c in self.citations if c.passage == passage))
