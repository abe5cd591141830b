"""A page of an item as a person transcribes it: its lines, words in doubt, and what a later reading says."""

from dataclasses import dataclass

from briefbook.model.page import Box, Page


@dataclass(frozen=True, slots=True)
class DoubtfulWord:
    """A word that a person should look at.

    Attributes:
        at: Its place in the line, from 0.
        text: The word as it stands.
        confidence: The reader's confidence, 0 to 1.
        others: Other words that it may be, likeliest first.
    """

    at: int
    text: str
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A line of a page.

    Attributes:
        key: What names it in a form: ``r`` and its index in the reading, or ``t`` and its row in the person's page.
        text: The line as it holds; what a person wrote as typed.
        read: The line as read; "" where the page is the person's.
        box: Its place on the picture.
        is_persons: Did a person write it, or find it right?
        is_message: Is it part of the message, not a stamp, a page line or a printed label?
        doubtful: The words that a person should look at.
        differs: What the machine reads now, where it is neither what the person saw nor what they wrote.
    """

    key: str
    text: str
    read: str
    box: Box | None
    is_persons: bool
    is_message: bool
    doubtful: tuple[DoubtfulWord, ...] = ()
    differs: str | None = None


@dataclass(frozen=True, slots=True)
class LaterReading:
    """A row of a person's page that the machine reads otherwise: its number from 1, their words, what is read."""

    line: int
    said: str
    read: str


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """A page of an item at the desk.

    Attributes:
        page: The page as it holds.
        lines: Its lines.
        is_persons: Did a person approve it as a whole?
        later: Where the page is a person's: rows that the machine reads otherwise.
        unplaced: Lines that a person wrote and of which the reading has no trace any more.
    """

    page: Page
    lines: tuple[TranscriptLine, ...]
    is_persons: bool
    later: tuple[LaterReading, ...] = ()
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineConflict:
    """A line that another person changed meanwhile: its present text, and the text that was to be saved."""

    key: str
    theirs: str
    yours: str
