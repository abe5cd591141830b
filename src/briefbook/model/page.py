"""A side of paper: words with boxes, lines, regions."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the page's picture as displayed (upright); right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, boxes: "list[Box]") -> "Box":
        """The smallest box around all the boxes; ``ValueError`` if there is none."""
        if not boxes:
            raise ValueError("no boxes to put a box around")
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.right},{self.bottom}"

    def as_list(self) -> list[int]:
        """[left, top, right, bottom], the form of a box in all JSON."""
        return [self.left, self.top, self.right, self.bottom]

    @classmethod
    def parse(cls, text: str) -> "Box":
        """Undo ``str``.

        >>> Box.parse("1,2,30,40")
        Box(left=1, top=2, right=30, bottom=40)
        """
        left, top, right, bottom = (int(part) for part in text.split(","))
        return cls(left, top, right, bottom)


ORDINARY = "the file holds no text of its own"
"""``Page.why`` of most pages: there was no text layer to choose instead of OCR."""


class Kind(StrEnum):
    """What a line or region is; only MESSAGE is the cable's own text."""

    MESSAGE = "message"
    PAGE_LINE = "page-line"  # PAGE TWO 326
    STAMP = "stamp"  # disclosure stamps, received stamps
    FORM = "form"  # printed labels of a form
    HEADING = "heading"  # of blocks only: what stands above the body
    ACTION_COLUMN = "action column"  # offices one below the other beside the text
    ROUTING = "routing strip"  # offices beside each other, or a form's boxes for initials
    DISTRIBUTION = "distribution list"
    TABLE = "table"  # of blocks only: its lines are the message's
    HANDWRITING = "handwriting"
    MARGIN = "margin"  # beside the text and unidentified: fragments of stamps, strokes, specks
    HOLE = "hole"  # punched for filing
    REDACTION = "redaction"
    UNREAD = "typing not read"  # rows of type of which no word was read
    BLANK = "blank"  # a gap in the typing, with no mark that says why


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read: its box, None where the source gives none, and the reader's confidence in it (0 to 1).

    ``confidence`` is None where none was measured (a person's transcript, a received text). ``picture`` is what the
    picture alone says where the reader decided by context, the letters before and behind; else it is empty. It is
    among the ``alternatives`` too. ``confidence`` is what limits are set on; where ``certainty`` is given it is how
    probable it is that the word is right, by its letters and by where it stands on the page.
    """

    text: str
    box: Box | None = None
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()
    picture: str = ""
    certainty: float | None = None

    @property
    def probability(self) -> float | None:
        """How probable it is that the word is right, to be shown and given out: 0 to 1; None where none was measured.

        >>> Word("OSLO", confidence=0.9).probability, Word("OSLO", confidence=0.9, certainty=0.7).probability
        (0.9, 0.7)
        """
        return self.confidence if self.certainty is None else self.certainty

    @property
    def by_context(self) -> bool:
        """Whether context overruled the picture."""
        return bool(self.picture)


@lru_cache(maxsize=30_000)
def _plain_word(text: str) -> Word:
    """A word of which only the text is known; the words of a language recur, and are made once."""
    return Word(text)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing, left to right.

    ``is_plain`` says that it was made of plain text: no word has more than its letters. The words of such a line are
    made when they are first asked for, as few of them are.
    """

    words: tuple[Word, ...]
    kind: Kind = Kind.MESSAGE
    _text: str | None = field(default=None, init=False, repr=False, compare=False)  # as soon as it was asked for
    is_plain: bool = field(default=False, init=False, repr=False, compare=False)

    @classmethod
    def of_text(cls, text: str) -> "Line":
        """A line of plain text, whose words stand between blanks."""
        line = object.__new__(cls)
        _set_kind(line, Kind.MESSAGE)
        _set_text(line, " ".join(text.split()))
        _set_plain(line, True)
        return line

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """The words of a plain line, which are the only attribute that may be lacking; made now."""
            if name != "words":
                raise AttributeError(name)
            words = tuple(map(_plain_word, self._text.split()))
            object.__setattr__(self, "words", words)
            return words

    @property
    def text(self) -> str:
        """The words joined by single blanks."""
        if self._text is None:  # each line of a page is asked for its text some ten times
            object.__setattr__(self, "_text", " ".join([word.text for word in self.words]))
        return self._text  # type: ignore[return-value]

    @property
    def box(self) -> Box | None:
        """The box around the words that have one."""
        if self.is_plain:
            return None
        boxes = [word.box for word in self.words if word.box]
        if not boxes:
            return None
        first = boxes[0]
        left, top, right, bottom = first.left, first.top, first.right, first.bottom
        for box in boxes:  # a single loop, because this runs for every line of every page
            if box.left < left:
                left = box.left
            if box.top < top:
                top = box.top
            if box.right > right:
                right = box.right
            if box.bottom > bottom:
                bottom = box.bottom
        return Box(left, top, right, bottom)


_set_kind, _set_text, _set_plain = (Line.__dict__[name].__set__ for name in ("kind", "_text", "is_plain"))


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture that is not a line of writing: a redaction, a blank, a punched hole."""

    kind: Kind
    box: Box
    note: str = ""


def _holds(block: Region, line: Line) -> bool:
    """Does a line stand in a block of its kind? Headings, tables and the body have lines of kind MESSAGE."""
    box = line.box
    kind = Kind.MESSAGE if block.kind in (Kind.HEADING, Kind.TABLE) else block.kind
    if box is None or line.kind is not kind:
        return False
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return block.box.left <= x <= block.box.right and block.box.top <= y <= block.box.bottom


TEXT_LAYER = "text layer"
"""The reader of a page whose text its file held itself."""

BORN_DIGITAL = "the file holds the text itself, and no picture of it"
"""Why a text layer is used that is no other reader's work."""


@dataclass(frozen=True, slots=True)
class Page:
    """A side of paper of an item, as read.

    ``number`` counts from 1. ``file`` and ``file_page`` say where the page is, by the name of a file in ``scans/`` and
    the page in it, if that is not page ``number`` of the file that bears the item's name. ``width`` and ``height`` are
    the picture's, in pixels, 0 where there is no picture. ``turned`` is by how many degrees clockwise the scan was
    rotated to be upright. ``reader`` names engine and version ("transcript", "text layer", ...); ``by`` is person,
    received or machine; ``why`` says why this reader. ``blocks`` are the parts of the page that hold lines, in reading
    order; the body is of kind MESSAGE.
    """

    item: str
    number: int
    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()
    width: int = 0
    height: int = 0
    turned: int = 0
    reader: str = ""
    by: str = "machine"
    why: str = ""
    file: str = ""
    file_page: int = 0
    blocks: tuple[Region, ...] = ()

    @property
    def text(self) -> str:
        """The text of all lines, joined by newlines."""
        return "\n".join([line.text for line in self.lines])

    @property
    def message(self) -> str:
        """The text of the cable's own lines, joined by newlines: without stamps, page lines, form labels."""
        return "\n".join(line.text for line in self.lines if line.kind is Kind.MESSAGE)

    @property
    def blocks_of_lines(self) -> list[int | None]:
        """For each line the index of the block that it stands in; None where it has no box or stands in none."""
        sizes = [(block.box.right - block.box.left) * (block.box.bottom - block.box.top) for block in self.blocks]
        order = sorted(range(len(self.blocks)), key=lambda index: sizes[index])
        return [next((index for index in order if _holds(self.blocks[index], line)), None) for line in self.lines]

    @property
    def words(self) -> Iterator[Word]:
        """Every word in reading order."""
        return itertools.chain.from_iterable(line.words for line in self.lines)

    @property
    def is_measured(self) -> bool:
        """Has any word a confidence?"""
        for line in self.lines:  # plain loops, because every word of a collection is asked
            if line.is_plain:
                continue
            for word in line.words:
                if word.confidence is not None:
                    return True
        return False

    @property
    def is_machine_reading(self) -> bool:
        """Whether its text was read from a picture by a program: not if a person typed it, or it was text all along.

        Text that came with a confidence for its words was read by another program.
        """
        if self.by == "received":
            return self.is_measured
        return self.by == "machine" and not (self.reader == TEXT_LAYER and BORN_DIGITAL in self.why)

    @property
    def confidence(self) -> float | None:
        """The mean confidence (0 to 1) of the words, weighted by length; None where none was measured."""
        total, weighted = 0, 0.0
        for line in self.lines:
            if line.is_plain:
                continue
            for word in line.words:
                if word.confidence is not None:
                    length = len(word.text)
                    total += length
                    weighted += length * word.confidence
        return weighted / total if total else None

    @classmethod
    def of_text(cls, item: str, number: int, text: str, *, reader: str = "transcript", by: str = "person") -> "Page":
        r"""A page of plain text, one line for each row of the text, without boxes.

        >>> Page.of_text("D7", 1, "FM PARIS\nTO EXTERNAL 12").lines[1].text
        'TO EXTERNAL 12'
        """
        lines = tuple(map(Line.of_text, text.splitlines()))
        return cls(item=item, number=number, lines=lines, reader=reader, by=by)


def text_of_plain(text: str) -> str:
    r"""What ``Page.of_text`` has as its text, without making the page.

    >>> text_of_plain("FM  PARIS \nTO EXTERNAL 12\n")
    'FM PARIS\nTO EXTERNAL 12'
    """
    has_even_ends = text[:1] != " " and text[-1:] not in (" ", "\n")
    if has_even_ends and text.isascii() and not any(blanks in text for blanks in _UNEVEN):
        return text
    return "\n".join([" ".join(row.split()) for row in text.splitlines()])


_UNEVEN = ("  ", " \n", "\n ", *"\t\r\x0b\x0c\x1c\x1d\x1e\x1f")
"""Blanks in a text that are none between two words of a row, and ends of rows that are no line feed: looking for these
takes half the time of dividing the text."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of one item, as received: one PDF or TIFF, or page images in order."""

    item: str
    paths: tuple[Path, ...]
    checksum: str  # SHA-256 over the files' bytes, in order
    conforms: bool = True  # does the file name match the collection's pattern?
    where: str = field(default="", compare=False)  # its first file, relative to the collection, with forward slashes

    @property
    def shown_path(self) -> str:
        """Its first file as findings name it: relative to the collection, or with its folder if that is not known."""
        return self.where or f"{self.paths[0].parent.name}/{self.paths[0].name}"


@dataclass(frozen=True, slots=True)
class PageText:
    """A page without the boxes of its words: all that is needed to index it.

    ``confidence`` is a machine's mean (0 to 1), None where none was measured; ``boxed`` says whether any word has a
    box.
    """

    number: int
    text: str
    by: str = "machine"
    confidence: float | None = None
    boxed: bool = False

    @classmethod
    def of(cls, page: Page) -> "PageText":
        """The text of a page, without boxes."""
        boxed = any(word.box for line in page.lines if not line.is_plain for word in line.words)
        return cls(page.number, page.text, page.by, page.confidence if page.by == "machine" else None, boxed)
