"""The journal's comments -> threads, and what a person says of an item or a chapter -> the line that says so.

Comments are for those who work on the collection. No page of the site and no export has them.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefbook.errors import InputError
from briefbook.model.catalogue import FIELDS
from briefbook.model.decision import CommentDecision, CommentResolution, Decision, UndoDecision, not_undone
from briefbook.util.nearest import did_you_mean

MAX_TEXT = 4_000
"""Characters of a comment."""

MAX_PASSAGE = 1_000
"""Characters of the passage that a comment is about."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, oldest first.

    Attributes:
        first: The comment that begins it; it says what the thread is about.
        answers: The answers.
        resolved_by: Who said that it is dealt with; "" if nobody did, or somebody answered afterwards.
        resolved_on: When, UTC, ISO 8601.
    """

    first: CommentDecision
    answers: tuple[CommentDecision, ...] = ()
    resolved_by: str = ""
    resolved_on: str = ""

    @property
    def id(self) -> str:
        """The id of the comment that begins it."""
        return self.first.id

    @property
    def is_resolved(self) -> bool:
        """Is it dealt with?"""
        return bool(self.resolved_on)

    @property
    def about(self) -> str:
        """What it is about, in words: the item and the field, or the chapter."""
        if self.first.item is None:
            return self.first.chapter
        return f"{self.first.item}, {self.first.field}" if self.first.field else self.first.item

    def as_json(self) -> dict[str, Any]:
        """The thread for programs."""
        first = self.first
        return {
            "id": first.id,
            "item": first.item,
            "field": first.field or None,
            "chapter": first.chapter or None,
            "passage": first.passage or None,
            "comments": [
                {"id": made.id, "who": made.who, "when": made.when, "text": made.text}
                for made in (first, *self.answers)
            ],
            "resolved_by": self.resolved_by or None,
            "resolved_on": self.resolved_on or None,
        }


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which threads are wanted.

    Attributes:
        item: Those about this item; "": about any.
        chapter: Those about this chapter; "": about any.
        who: Those in which this person wrote; "": anybody.
        is_resolved: Those that are dealt with, or not; None: both.
    """

    item: str = ""
    chapter: str = ""
    who: str = ""
    is_resolved: bool | None = None

    def takes(self, thread: Thread) -> bool:
        """Is a thread wanted?"""
        return (
            self.item in ("", thread.first.item)
            and self.chapter in ("", thread.first.chapter)
            and (not self.who or self.who in {made.who for made in (thread.first, *thread.answers)})
            and self.is_resolved in (None, thread.is_resolved)
        )


def threads_of(decisions: Iterable[Decision], wanted: CommentFilter = CommentFilter()) -> tuple[Thread, ...]:
    """The threads of a journal.

    Args:
        decisions: The journal, oldest first.
        wanted: Which threads.

    Returns:
        The threads in the order of their first comments, without comments that were undone; if the first was, its
        answers are gone with it.

    >>> first = CommentDecision(id="a1", text="Which ferry?", item="D 7", who="Ada", when="2026-11-27T10:00:00Z")
    >>> [thread.about for thread in threads_of([first])]
    ['D 7']
    """
    threads: dict[str, Thread] = {}
    for line in not_undone([decision for decision in decisions if _is_of_comments(decision)]):
        if isinstance(line, CommentDecision):
            if line.answers in threads:
                thread = threads[line.answers]
                answers = (*thread.answers, line)
                threads[line.answers] = replace(thread, answers=answers, resolved_by="", resolved_on="")
            elif not line.answers:
                threads.setdefault(line.id, Thread(line))
        elif isinstance(line, CommentResolution) and line.comment in threads:
            resolved = replace(threads[line.comment], resolved_by=line.who, resolved_on=line.when)
            threads[line.comment] = resolved
    return tuple(thread for thread in threads.values() if wanted.takes(thread))


def thread_with(threads: Sequence[Thread], comment_id: str) -> Thread:
    """The thread that has a comment.

    Args:
        threads: The threads.
        comment_id: The id of any of its comments.

    Returns:
        The thread.

    Raises:
        InputError: None has it.
    """
    for thread in threads:
        if comment_id in {made.id for made in (thread.first, *thread.answers)}:
            return thread
    raise InputError(f"there is no comment {comment_id!r}", remedy="`briefbook comments list` lists them.")


def comment_on(
    text: str, *, item: str | None = None, field: str = "", chapter: str = "", passage: str = ""
) -> CommentDecision:
    """The line of a comment that begins a thread.

    Args:
        text: The words.
        item: The item; None: a chapter.
        field: The field of the item; "": all of it.
        chapter: The chapter; "": an item.
        passage: The words that it is about; "": all of it.

    Returns:
        The line.

    Raises:
        InputError: It has no words or too many, is about nothing or about two things, or there is no such field.
    """
    if bool(item) == bool(chapter):
        raise InputError("a comment is about an item or about a chapter", remedy="name one of them.")
    if field and (chapter or field not in FIELDS):
        remedy = "a chapter has no fields." if chapter else f"{did_you_mean(field, FIELDS)}see `catalogue show`."
        raise InputError(f"there is no field {field!r}", remedy=remedy)
    if len(passage) > MAX_PASSAGE:
        raise InputError(f"a passage has at most {MAX_PASSAGE:,} characters", remedy="quote less of it.")
    words = _checked(text)
    return CommentDecision(
        id=_new_id(), text=words, item=item or None, field=field, chapter=chapter, passage=passage.strip()
    )


def answer_to(thread: Thread, text: str) -> CommentDecision:
    """The line that answers a comment.

    Args:
        thread: What is answered.
        text: The words.

    Returns:
        The line.

    Raises:
        InputError: It has no words, or too many.
    """
    first = thread.first
    words = _checked(text)
    return CommentDecision(id=_new_id(), text=words, item=first.item, chapter=first.chapter, answers=first.id)


def resolution_of(thread: Thread) -> CommentResolution:
    """The line that says that a thread is dealt with.

    Args:
        thread: The thread.

    Returns:
        The line.

    Raises:
        InputError: It is resolved already.
    """
    if thread.is_resolved:
        by = f"{thread.resolved_by}, {thread.resolved_on[:10]}"
        raise InputError(f"comment {thread.id} is resolved already ({by}); nothing was recorded")
    return CommentResolution(comment=thread.id, item=thread.first.item)


def _checked(text: str) -> str:
    words = text.strip()
    if not words:
        raise InputError("the comment has no words", remedy="write what others should know.")
    if len(words) > MAX_TEXT:
        raise InputError(f"a comment has at most {MAX_TEXT:,} characters, not {len(words):,}", remedy="write two.")
    return words


def _new_id() -> str:
    """Random, so that journals written apart can be merged."""
    return secrets.token_hex(5)


def _is_of_comments(decision: Decision) -> bool:
    decided = decision.decided if isinstance(decision, UndoDecision) else decision
    return isinstance(decided, CommentDecision | CommentResolution)
