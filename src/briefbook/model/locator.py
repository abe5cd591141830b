"""Positions: item, page and lines, as an archivist would cite them; or file, line and column."""

import re
from dataclasses import dataclass

from briefbook.model.page import Box

_FORM = re.compile(r"(?P<item>.+), p\. (?P<page>\d+)(, ll?\. (?P<first>\d+)(-(?P<last>\d+))?)?")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in the archive.

    >>> Locator.parse("CDNW1, p. 3, ll. 4-7")
    Locator(item='CDNW1', page=3, lines=(4, 7))
    """

    item: str
    page: int
    lines: tuple[int, int] | None = None  # first and last, from 1; the whole page if None

    def __str__(self) -> str:
        page = f"{self.item}, p. {self.page}"
        if not self.lines:
            return page
        first, last = self.lines
        return f"{page}, l. {first}" if first == last else f"{page}, ll. {first}-{last}"

    @classmethod
    def parse(cls, text: str) -> "Locator":
        """Undo ``str``; ``ValueError`` says how a place is written."""
        if not (form := _FORM.fullmatch(text)):
            raise ValueError(f"not a place: {text!r} (write it as 'ITEM, p. 3, ll. 4-7')")
        first, last = form["first"], form["last"] or form["first"]
        return cls(form["item"], int(form["page"]), (int(first), int(last)) if first else None)


@dataclass(frozen=True, slots=True)
class PagePosition:
    """The position of a reading on an item's pages: page and line from 1, and the box on the picture if known."""

    page: int
    line: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, order=True)
class FilePosition:
    """A position in a text file: line and column from 1; ``end`` is the column after the last character."""

    path: str  # relative to the collection, with forward slashes
    line: int = 0  # 0: the file as a whole
    column: int = 0
    end: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
