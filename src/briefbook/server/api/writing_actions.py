"""What the server can do to the chapters of the book; the command that serves a collection brings it along."""

from collections.abc import Sequence
from typing import Protocol

from briefbook.catalogue.item_completion import Suggestion
from briefbook.model.manuscript import Chapter, CheckedText, Manuscript, Stored
from briefbook.narratives.quoting import PointedWords


class WritingActions(Protocol):
    """What people who write can do; ``InputError`` says what is wrong with what they want."""

    def chapters(self) -> Sequence[Chapter]:
        """Every chapter, by the name of its file."""

    def open(self, name: str, who: str) -> Manuscript:
        """A chapter as its author finds it."""

    def new(self, title: str) -> str:
        """Make a chapter; the path of its file."""

    def keep(self, name: str, who: str, *, before: str, base: str, text: str) -> Stored:
        """Keep what a person has written, beside the chapter's file."""

    def save(self, name: str, who: str, *, base: str, text: str) -> Stored:
        """Save a text to the chapter's file."""

    def discard(self, name: str, who: str) -> None:
        """Throw away what a person has not saved."""

    def check(self, name: str, text: str) -> CheckedText:
        """The findings on a chapter as it is in an editor."""

    def suggest(self, words: str) -> Sequence[Suggestion]:
        """The items that some words describe: number, office, date, subject."""

    def cite(self, item: str, page: int | None = None) -> str:
        """The citation of an item in the collection's form."""

    def quote(self, item: str, page: int, first: tuple[int, int], last: tuple[int, int]) -> PointedWords | None:
        """The quotation of the words of a page from one to another, each given as line and word from 1."""

    def add_picture(self, name: str, data: bytes) -> str:
        """Put a picture into ``media/``; its path in the collection."""
