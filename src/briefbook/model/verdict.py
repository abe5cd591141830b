"""The result of comparing a quotation with its source."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from briefbook.model.page import Box


class Verdict(StrEnum):
    """The verdicts on a quotation; no verdict claims more than was compared."""

    VERBATIM = "verbatim"  # word for word, letter case and line breaks aside
    AS_ON_SCAN = "as-on-scan"  # the reading differs, and the picture of the page has the quoted words
    NOISY = "verbatim-noisy"  # the characters that differ were read with low confidence: look at the picture
    EDITED = "verbatim-edited"  # the words agree, but what the author's dots hide may change their sense
    ALTERED = "altered"  # a word differs
    ELSEWHERE = "elsewhere"  # in another item than the cited one
    NOT_FOUND = "not-found"
    CANNOT_TELL = "cannot-tell"  # there is no text of the source, or too little of it is legible

    @property
    def agrees(self) -> bool:
        """Whether the words stand in the item, as far as was compared: on its text or on its picture."""
        return self in (Verdict.VERBATIM, Verdict.AS_ON_SCAN, Verdict.NOISY, Verdict.EDITED)


class NotJudged(StrEnum):
    """Why words in quotation marks are counted but not checked."""

    FILE_TITLE = "file title"  # the title of a file in the archive, not words of a cable
    SHORT = "short"  # a word or two
    PROGRAM_FAULT = "program fault"  # our own code failed over it; see finding X101


class EditingGrade(StrEnum):
    """What an author's brackets or dots do to the sense of the words."""

    FINE = "fine"  # letters, or words for the same thing
    DOUBTFUL = "doubtful"  # a person has to look: a denial, another sentence or many words are hidden
    FALSE = "false"  # they assert what the source does not: a denial, another person, side, number or day


@dataclass(frozen=True, slots=True)
class Editing:
    """Brackets or an ellipsis of a quotation, with the source's words that they replace or hide, and what that does."""

    written: str
    source: str
    grade: EditingGrade
    why: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A step of a comparison: ``same``, ``changed``, ``dropped`` (in the source only), ``added`` (quotation only).

    ``spelling`` is a word in British spelling for the American, or the other way round; ``apart`` says where in the
    paper the two parts stand that the author wrote as one passage. The steps of damaged text are
    in ``docs/formats.md``.
    """

    step: str
    quoted: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another item that has the words of a quotation, or nearly.

    ``likeness`` is how much of them agrees, 0 to 1; ``difference`` has the steps in which they differ.
    """

    item: str
    likeness: float
    verdict: Verdict = Verdict.VERBATIM
    difference: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureEvidence:
    """What the picture of a page says where its reading differs from a quotation.

    ``page`` counts from 1; ``box`` is the cut-out, in pixels of the page's picture; ``read`` and ``quoted`` are the
    words that differ. ``gain`` is the natural logarithm of how many times likelier the quoted words are on the picture
    than the words as read; where the reading is no word it may be below 0. ``lead`` is the same against the likeliest
    other words that look like the quoted ones.
    """

    page: int
    box: Box
    read: str
    quoted: str
    gain: float
    lead: float

    def __str__(self) -> str:
        """What was read, what is quoted, and which of them the picture fits."""
        quoted = f"“{self.quoted}”" if self.quoted else "no word"
        read = f"the machine read “{self.read}”" if self.read else "the machine read nothing"
        fits = []
        if self.gain >= 0:
            fits.append(f"the picture fits the quotation {_times(self.gain)} better")
        if self.quoted and self.lead > 0:
            fits.append(f"of the words that look like it the picture fits this one best, by {_times(self.lead)}")
        if not fits:
            fits.append("what was read fits the picture better")
        return f"{quoted}, page {self.page}: {read}; {', and '.join(fits)}"


def _times(logarithm: float) -> str:
    """How many times better one reading fits than another, from a natural logarithm."""
    times = math.exp(min(abs(logarithm), 7.0))
    return f"{times:.1f} times" if times < 10 else f"{times:.0f} times" if times < 1000 else "more than 1,000 times"


@dataclass(frozen=True, slots=True)
class Verification:
    """The comparison of a quotation with the texts of the collection, and where its words are.

    ``page``, ``lines`` and ``boxes`` are of the first page with these words; boxes are in pixels of its picture.
    """

    verdict: Verdict
    words: str
    item: str | None = None
    page: int | None = None
    lines: tuple[int, int] | None = None
    boxes: tuple[Box, ...] = ()
    found: str = ""  # the words of the source
    difference: tuple[Difference, ...] = ()
    alternatives: tuple[Alternative, ...] = ()  # other items with the words, or nearly; best first
    why: str = ""
    text_checksum: str = ""  # SHA-256 of the text compared
    narrative: str = ""  # path of the narrative
    quotation: int = -1  # index in Narrative.quotations
    later_boxes: tuple[tuple[int, tuple[Box, ...]], ...] = ()  # pages after the first, each with the words' boxes
    editing: tuple[Editing, ...] = ()  # the author's brackets and ellipses, in order
    before: str = ""  # the source's words just before them, in the same sentence: at most six
    behind: str = ""  # and just after them
    sentence_mark: str = (
        ""  # "?" where the source's sentence is a question; "." where it ends with these words and is none
    )
    redaction: str = ""  # where the words run across a redaction: "page 1, after line 2"
    not_judged: NotJudged | None = None
    evidence: tuple[PictureEvidence, ...] = ()  # for each word that differs from the reading and is on the scan
    key: str = ""  # cache key of the words and the texts they were compared with; "" if not cached

    @property
    def is_of_quotation(self) -> bool:
        """Whether the words were to be looked for: neither a word or two, nor the title of a file."""
        return self.not_judged in (None, NotJudged.PROGRAM_FAULT)

    @property
    def pages(self) -> tuple[int, ...]:
        """Every page on which the words occur."""
        return (() if self.page is None else (self.page,)) + tuple(number for number, _ in self.later_boxes)


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """How many quotations have which verdict; each quotation is counted once, so that the parts add up to ``total``."""

    by_verdict: Counter[Verdict] = field(default_factory=Counter)
    too_short: int = 0  # a word or two in quotation marks
    file_titles: int = 0  # titles of files in the archive

    @property
    def total(self) -> int:
        """All words in quotation marks."""
        return self.by_verdict.total() + self.too_short + self.file_titles

    @property
    def judged(self) -> int:
        """The quotations that were looked for in an item."""
        return self.by_verdict.total()

    @property
    def comparable(self) -> int:
        """The quotations that could be compared with a text."""
        return self.judged - self.by_verdict[Verdict.CANNOT_TELL]

    @property
    def verbatim(self) -> int:
        """Found word for word."""
        return self.by_verdict[Verdict.VERBATIM]


def count_verdicts(verifications: Iterable[Verification]) -> VerdictCounts:
    """Count the quotations of a chapter or a book by verdict, each once."""
    every = tuple(verifications)
    unjudged = Counter(verification.not_judged for verification in every)
    return VerdictCounts(
        Counter(verification.verdict for verification in every if verification.is_of_quotation),
        unjudged[NotJudged.SHORT],
        unjudged[NotJudged.FILE_TITLE],
    )
