"""A chapter while it is written: its file, and what a person has not saved to it yet."""

from dataclasses import dataclass

from briefbook.model.finding import Finding
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in the list of those who write.

    Attributes:
        name: The path of its file in the collection, as ``narratives/talks.md``.
        title: Its title.
        is_draft: Does its author call it a draft, which is not published?
        writers: Who has changes that are not saved to it, each with the moment of the last, in ISO 8601.
    """

    name: str
    title: str
    is_draft: bool = False
    writers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What a person wrote and has not saved to the chapter's file.

    Attributes:
        text: The text, with newlines as ends of lines.
        base: The text of the file from which it comes; with it the two are merged.
        who: The person.
        when: When it was last kept, UTC, ISO 8601.
    """

    text: str
    base: str
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A chapter as its author finds it.

    Attributes:
        name: The path of its file in the collection.
        text: What the file holds, with newlines as ends of lines.
        copy: What this person has not saved yet; None if all is saved.
        others: Who else has unsaved changes, each with the moment of the last.
    """

    name: str
    text: str
    copy: WorkingCopy | None = None
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part of a chapter that two people changed at once, each in another way."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of keeping or saving a text.

    Attributes:
        text: The text as it is now: what was sent, merged with what others wrote meanwhile.
        base: What the chapter's file holds, as far as the text takes account of it.
        conflicts: Where the two could not be merged; then nothing was written over.
        parts: The whole text in parts, where there are conflicts: those that are certain, as strings, between them.
        theirs: The other version, as a whole, where there are conflicts.
        with_copy: Is the other version what the same person kept from another window, and not the file?
    """

    text: str
    base: str
    conflicts: tuple[Conflict, ...] = ()
    parts: tuple[str | Conflict, ...] = ()
    theirs: str = ""
    with_copy: bool = False


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A chapter as it is in an editor, with the findings of the checks on it."""

    narrative: Narrative
    narratives: tuple[Narrative, ...] = ()
    findings: tuple[Finding, ...] = ()
    verifications: tuple[Verification, ...] = ()
