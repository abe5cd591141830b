"""A person's decisions, one class per kind; the written form of each is a line of the journal."""

import bisect
import datetime
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from briefbook.model.parts import FilePages, Part, page_ranges, parse_page_ranges
from briefbook.model.review import UNTOUCHED, Review, ReviewState

JOURNAL_VERSION = 5
"""The latest version of a line. Lines without ``v`` have version 0, with the same keys for every kind; versions 2 to 5
have the kinds that a program of the version before must not pass over."""

Row = Mapping[str, Any]


class UnknownDecisionError(ValueError):
    """A line that may be valid but is unknown to this version. ``is_later``: a later version wrote it."""

    def __init__(self, what: str, *, is_later: bool = False) -> None:
        super().__init__(what)
        self.is_later = is_later


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """The common part of all decisions: when it was made (UTC, ISO 8601), by whom, and why; "" if not stated."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    """The first version of the journal that has this kind; a line says no later one than it needs."""

    when: str = ""
    who: str = ""
    why: str = ""

    def _body(self) -> dict[str, Any]:
        """The keys that only this kind has."""
        raise NotImplementedError

    def as_json(self) -> dict[str, Any]:
        """The JSON object of its line."""
        head = {"v": self.VERSION, "when": self.when, "who": self.who, "kind": self.KIND}
        return {**head, **self._body(), "why": self.why}

    def __str__(self) -> str:
        return json.dumps(self.as_json(), ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDecision(_Decision):
    """The value of a field; ``after`` is None if it is blank. ``before`` is the value it replaces.

    Attributes:
        supplied: Whether the value comes from outside the paper; a citation brackets it.
        spreadsheet: The name of the spreadsheet that it was imported from; "" if it was not.
    """

    KIND = "set"

    item: str
    field: str
    before: str | None = None
    after: str | None = None
    supplied: bool = False
    spreadsheet: str = ""

    def _body(self) -> dict[str, Any]:
        extra = {"supplied": True} if self.supplied else {}
        origin = {"spreadsheet": self.spreadsheet} if self.spreadsheet else {}
        return {"item": self.item, "field": self.field, "from": self.before, "to": self.after, **extra, **origin}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsetDecision(_Decision):
    """Earlier decisions on a field no longer hold: the value is again that of the list or of the machine.

    ``before`` is the value that held at that moment.
    """

    KIND = "unset"
    VERSION = 2

    item: str
    field: str
    before: str | None = None

    def _body(self) -> dict[str, Any]:
        return {"item": self.item, "field": self.field, "from": self.before}


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalDecision(_Decision):
    """An imported source (a folder of ``received/``) no longer counts, until this line is undone."""

    KIND = "withdraw"
    VERSION = 2

    source: str

    def _body(self) -> dict[str, Any]:
        return {"source": self.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWithdrawal(_Decision):
    """An item is published no longer, whatever becomes of its scan and of lists, until this line is undone.

    Attributes:
        item: The item's id.
        said: The reason in words that may be published; "": only the day is. ``why`` is for those who work here.
        files: The pages that the item had then; no item that has one of them is published. No page of a file: all.
    """

    KIND = "withdraw-item"
    VERSION = 5

    item: str
    said: str = ""
    files: tuple[FilePages, ...] = ()

    def _body(self) -> dict[str, Any]:
        rows = [
            {"file": files.file, **({"pages": page_ranges(files.pages)} if files.pages else {})} for files in self.files
        ]
        return {"item": self.item, "said": self.said, **({"files": rows} if rows else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoDecision(_Decision):
    """Undo an earlier line, as if it had not been written; ``undone`` holds a copy of it.

    Where ``undone`` is itself an undo, the decision that it undid applies again. A third step is not needed: that
    decision is undone as before.
    """

    KIND = "undo"
    VERSION = 2

    undone: "UndoableDecision | UndoDecision"

    @property
    def is_redo(self) -> bool:
        """Does it undo an undo, so that a decision applies again?"""
        return isinstance(self.undone, UndoDecision)

    def as_json(self) -> dict[str, Any]:
        """The JSON object of its line; one that undoes an undo is of version 3."""
        row = super(UndoDecision, self).as_json()
        return {**row, "v": 3} if self.is_redo else row

    def _body(self) -> dict[str, Any]:
        return {"undone": self.undone.as_json()}

    @property
    def item(self) -> str | None:
        """The item that the line undone is about; None if it is about none."""
        return getattr(self.undone, "item", None)

    @property
    def decided(self) -> "UndoableDecision":
        """The decision that holds no longer, or applies again."""
        return self.undone.decided if isinstance(self.undone, UndoDecision) else self.undone


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceDecision(_Decision):
    """Findings of a code are accepted: of an item, at a place in a file (``path`` or ``path:line``), until a day."""

    KIND = "accept"

    code: str
    item: str | None = None
    where: str | None = None
    until: datetime.date | None = None

    def _body(self) -> dict[str, Any]:
        until = self.until.isoformat() if self.until else None
        return {"code": self.code, "item": self.item, "where": self.where, "until": until}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDecision(_Decision):
    """The name that a code of a vocabulary stands for."""

    KIND = "confirm"

    code: str
    name: str
    vocabulary: str = "post"

    def _body(self) -> dict[str, Any]:
        return {"vocabulary": self.vocabulary, "code": self.code, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDecision(_Decision):
    """The OCR reader for an item's scan; ``before`` is the one it replaces."""

    KIND = "read"

    item: str
    before: str | None = None
    after: str | None = None

    def _body(self) -> dict[str, Any]:
        return {"item": self.item, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDecision(_Decision):
    """The certificate of the checks is signed; ``state`` is the checksum of what was signed."""

    KIND = "sign"

    state: str

    def _body(self) -> dict[str, Any]:
        return {"state": self.state}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsDecision(_Decision):
    """Which items the pages of a file are; it replaces earlier decisions about the file.

    Attributes:
        item: The name of the file, as ``Scan.item`` has it.
        parts: The parts, in the order of their first pages; none: the file is a single item again, of its own name.
        pictures: The names of the pictures that were its pages then, in their order, where it is a folder of pictures:
            a part stays with its pictures when others come between them. Empty where it is a single file, or where
            they were not recorded.
    """

    KIND = "parts"
    VERSION = 3

    item: str
    parts: tuple[Part, ...] = ()
    pictures: tuple[str, ...] = ()

    def _body(self) -> dict[str, Any]:
        rows = [
            {"item": part.item, "pages": page_ranges(part.pages), **({"continues": True} if part.continues else {})}
            for part in self.parts
        ]
        return {"item": self.item, "parts": rows, **({"pictures": list(self.pictures)} if self.pictures else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldConfirmation(_Decision):
    """A person confirmed the value of a field; its source stays the same.

    Attributes:
        item: The item's id.
        field: The field's name.
        value: The value that is right; None: the field is rightly blank. Where a later reading differs, this holds.
    """

    KIND = "confirm-field"
    VERSION = 4

    item: str
    field: str
    value: str | None = None

    def _body(self) -> dict[str, Any]:
        return {"item": self.item, "field": self.field, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecision(_Decision):
    """How far an item has been looked at; ``why`` has the words that go with it.

    Attributes:
        item: The item's id.
        state: The state from now on.
        before: The state that it replaces.
    """

    KIND = "review"
    VERSION = 4

    item: str
    state: ReviewState
    before: ReviewState = ReviewState.UNTOUCHED

    def _body(self) -> dict[str, Any]:
        return {"item": self.item, "from": str(self.before), "to": str(self.state)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentDecision(_Decision):
    """An item is given to a person, who is to look at it; an earlier program may pass it over.

    Attributes:
        item: The item's id.
        assigned_to: The person's name, as the journal has it; "": nobody any more.
        before: Who was to look at it before; "": nobody.
    """

    KIND = "assign"

    item: str
    assigned_to: str
    before: str = ""

    def _body(self) -> dict[str, Any]:
        return {"item": self.item, "from": self.before or None, "to": self.assigned_to or None}


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptDecision(_Decision):
    """A person transcribed a line of a page; the words that hold are those in ``transcripts/``, not these.

    It says who did it and when, for the history; it cannot be undone here. An earlier program may pass it over.

    Attributes:
        item: The item's id.
        page: The page of the item, from 1.
        line: The line, as the page at the desk names it: ``r3`` as read, ``t3`` as typed; "": the page as a whole.
        before: What stood there.
        after: What the person made of it; None: it was left to the machine again.
    """

    KIND = "transcribe"

    item: str
    page: int
    line: str = ""
    before: str = ""
    after: str | None = None

    def _body(self) -> dict[str, Any]:
        return {"item": self.item, "page": self.page, "line": self.line, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDecision(_Decision):
    """A person's comment, for those who work on the collection; it changes nothing that is published.

    An earlier program may pass it over, so it is of the first version.

    Attributes:
        id: Its own name in the journal, by which it is answered and resolved.
        text: The words.
        item: The item that it is about; None: a chapter.
        field: The field of the item; "": the item as a whole.
        chapter: The chapter that it is about, by the name of its file; "": an item.
        passage: The words of the chapter or of the item that it is about; "": all of it.
        answers: The comment that it answers; "": it begins a thread.
    """

    KIND = "comment"

    id: str
    text: str
    item: str | None = None
    field: str = ""
    chapter: str = ""
    passage: str = ""
    answers: str = ""

    def _body(self) -> dict[str, Any]:
        rest = {name: getattr(self, name) for name in ("field", "chapter", "passage", "answers")}
        given = {name: value for name, value in rest.items() if value}
        return {"id": self.id, "item": self.item, **given, "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentResolution(_Decision):
    """A comment and its answers are resolved, until there is a new answer.

    Attributes:
        comment: The id of the comment that begins the thread.
        item: The item that it is about; None: a chapter.
    """

    KIND = "resolve"

    comment: str
    item: str | None = None

    def _body(self) -> dict[str, Any]:
        return {"comment": self.comment, "item": self.item}


UndoableDecision = (
    FieldDecision
    | FieldConfirmation
    | ReviewDecision
    | UnsetDecision
    | AcceptanceDecision
    | CodeDecision
    | ReaderDecision
    | SignatureDecision
    | WithdrawalDecision
    | ItemWithdrawal
    | PartsDecision
    | AssignmentDecision
    | CommentDecision
    | CommentResolution
)
"""A line of the journal that can be undone."""

Decision = UndoableDecision | UndoDecision | TranscriptDecision
"""A line of the journal."""


def is_about(decision: Decision, item: str) -> bool:
    """Is a decision about an item: about its fields or its file, or does it make it of a file's pages?

    >>> is_about(PartsDecision(item="BOX7", parts=(Part("D7", (1, 2)), Part("D8", (3,)))), "D8")
    True
    """
    decided = decision.decided if isinstance(decision, UndoDecision) else decision
    names = {getattr(decided, "item", None)}
    if isinstance(decided, PartsDecision):
        names |= {part.item for part in decided.parts}
    return item in names


def not_undone(decisions: Sequence[Decision]) -> tuple[UndoableDecision, ...]:
    """The decisions that no later line undoes, oldest first, without the lines that undo.

    An ``UndoDecision`` undoes the last equal line before it that is not undone yet; where there is none (two
    journals were merged in another order), the first one after it.

    >>> number = FieldDecision(item="D 7", field="number", after="3316")
    >>> undo = UndoDecision(undone=number)
    >>> not_undone([number, undo]), not_undone([number, undo, UndoDecision(undone=undo)]) == (number,)
    ((), True)
    """
    undone = _places_undone(decisions)
    return tuple(
        decision
        for at, decision in enumerate(decisions)
        if at not in undone and not isinstance(decision, UndoDecision | TranscriptDecision)
    )


def undos_in_force(decisions: Sequence[Decision]) -> tuple[UndoDecision, ...]:
    """The lines that undo a decision and are not undone themselves, oldest first."""
    undone = _places_undone(decisions)
    return tuple(
        decision
        for at, decision in enumerate(decisions)
        if at not in undone and isinstance(decision, UndoDecision) and not decision.is_redo
    )


def _places_undone(decisions: Sequence[Decision]) -> set[int]:
    """The places of the lines that another undoes; those that undo an undo count first."""
    undos = [(at, decision) for at, decision in enumerate(decisions) if isinstance(decision, UndoDecision)]
    places_of: dict[Decision, list[int]] = {decision.undone: [] for _, decision in undos}
    if places_of:
        for at, decision in enumerate(decisions):
            if decision in places_of:
                places_of[decision].append(at)
    undone: set[int] = set()
    for is_redo in (True, False):
        for at, undo in undos:
            if undo.is_redo is is_redo and at not in undone:
                places = places_of[undo.undone]
                before = bisect.bisect_left(places, at)
                nearest = itertools.chain(reversed(places[:before]), places[before:])
                undone.update(itertools.islice((place for place in nearest if place not in undone and place != at), 1))
    return undone


def in_force(decisions: Sequence[Decision]) -> tuple[UndoableDecision, ...]:
    """The decisions that hold: without those undone, and without those on a field before it was unset.

    >>> number = FieldDecision(item="D 7", field="number", after="3316")
    >>> in_force([number, UnsetDecision(item="D 7", field="number", before="3316")])
    ()
    """
    holding: list[UndoableDecision | None] = []
    on_field: dict[tuple[str, str], list[int]] = {}
    for decision in not_undone(decisions):
        if isinstance(decision, UnsetDecision):
            for at in on_field.pop((decision.item, decision.field), ()):
                holding[at] = None
            continue
        if isinstance(decision, FieldDecision | FieldConfirmation):
            on_field.setdefault((decision.item, decision.field), []).append(len(holding))
        holding.append(decision)
    return tuple(decision for decision in holding if decision is not None)


def reviews(decisions: Iterable[UndoableDecision]) -> dict[str, Review]:
    """The review state of each item that has one, or that is assigned to a person.

    Args:
        decisions: The decisions that hold, oldest first.

    Returns:
        By item; the last decision counts. Items that are untouched again and nobody's are left out.

    >>> reviews([ReviewDecision(item="D 7", state=ReviewState.SEEN, who="Ada")])["D 7"].who
    'Ada'
    """
    by_item: dict[str, Review] = {}
    for decision in decisions:
        if isinstance(decision, ReviewDecision):
            to = by_item.get(decision.item, UNTOUCHED).assigned_to
            by_item[decision.item] = Review(decision.state, decision.who, decision.when, decision.why, to)
        elif isinstance(decision, AssignmentDecision):
            before = by_item.get(decision.item, UNTOUCHED)
            by_item[decision.item] = replace(before, assigned_to=decision.assigned_to)
    return {
        item: review for item, review in by_item.items() if review.state is not UNTOUCHED.state or review.assigned_to
    }


def parse_decision(line: str) -> Decision:
    """Undo ``str`` of a decision; reads lines of every version so far.

    Args:
        line: A JSON object. The order of its keys does not matter, and unknown keys are ignored.

    Returns:
        The decision.

    Raises:
        UnknownDecisionError: Its kind or its version is unknown to this version of the program.
        ValueError: It is damaged; the message says what is missing or wrong.

    >>> line = '{"v": 1, "when": "", "who": "Ada", "kind": "sign", "state": "0a1b", "why": ""}'
    >>> str(parse_decision(line)) == line
    True
    """
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"it is not JSON ({error})") from error
    if not isinstance(row, dict):
        raise ValueError("it is not a JSON object")
    return _parse_row(row)


def _parse_row(row: Row) -> Decision:
    """The decision of a line's JSON object."""
    version = row.get("v", 0)
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise ValueError(f'"v" is {version!r}, which is not a version')
    if version > JOURNAL_VERSION:
        raise UnknownDecisionError(
            f"it is of version {version}, and this program reads versions up to {JOURNAL_VERSION}", is_later=True
        )
    kind = "set" if version == 0 and "kind" not in row else _text(row, "kind")
    parsers = {0: _VERSION_0, 1: _VERSION_1, 2: _VERSION_2, 3: _VERSION_3, 4: _VERSION_4}.get(version, _VERSION_5)
    if kind not in parsers:
        raise UnknownDecisionError(f"there is no decision of kind {kind!r} (there are {', '.join(parsers)})")
    return parsers[kind](row)


def _text(row: Row, key: str) -> str:
    """A required text; a number without quotation marks is accepted as it is written."""
    if key not in row:
        raise ValueError(f'"{key}" is missing')
    value = _optional(row, key)
    if value is None:
        raise ValueError(f'"{key}" is null')
    return value


def _optional(row: Row, key: str) -> str | None:
    value = row.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{key}" is {value!r}, which is not a text')
    return value


def _yes(row: Row, key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f'"{key}" is {value!r}, which is neither true nor false')
    return value


def _day(row: Row, key: str) -> datetime.date | None:
    value = _optional(row, key)
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f'"{key}" is {value!r}, which is not a day (write it as 2027-01-31)') from error


def _common(row: Row) -> dict[str, str]:
    for key in ("when", "who"):
        if key not in row:
            raise ValueError(f'"{key}" is missing')
    return {key: _optional(row, key) or "" for key in ("when", "who", "why")}


def _field_decision(row: Row) -> FieldDecision:
    return FieldDecision(
        item=_text(row, "item"),
        field=_text(row, "field"),
        before=_optional(row, "from"),
        after=_optional(row, "to"),
        supplied=_yes(row, "supplied"),
        spreadsheet=_optional(row, "spreadsheet") or "",
        **_common(row),
    )


def _unset_decision(row: Row) -> UnsetDecision:
    return UnsetDecision(
        item=_text(row, "item"), field=_text(row, "field"), before=_optional(row, "from"), **_common(row)
    )


def _withdrawal(row: Row) -> WithdrawalDecision:
    return WithdrawalDecision(source=_text(row, "source"), **_common(row))


def _item_withdrawal(row: Row) -> ItemWithdrawal:
    rows = row.get("files", [])
    if not isinstance(rows, list) or not all(isinstance(files, dict) for files in rows):
        raise ValueError('"files" is not a list of JSON objects')
    files = tuple(
        FilePages(_text(files, "file"), parse_page_ranges(pages) if (pages := _optional(files, "pages")) else ())
        for files in rows
    )
    return ItemWithdrawal(item=_text(row, "item"), said=_optional(row, "said") or "", files=files, **_common(row))


def _parts_decision(row: Row) -> PartsDecision:
    rows = row.get("parts")
    if not isinstance(rows, list) or not all(isinstance(part, dict) for part in rows):
        raise ValueError('"parts" is missing or is not a list of JSON objects')
    parts = tuple(
        Part(_text(part, "item"), parse_page_ranges(_text(part, "pages")), _yes(part, "continues")) for part in rows
    )
    pages = [page for part in parts for page in part.pages]
    if len(set(pages)) < len(pages):
        raise ValueError('"parts" give a page to two items')
    pictures = row.get("pictures", [])
    if not isinstance(pictures, list) or not all(isinstance(name, str) for name in pictures):
        raise ValueError('"pictures" is not a list of names')
    return PartsDecision(item=_text(row, "item"), parts=parts, pictures=tuple(pictures), **_common(row))


def _field_confirmation(row: Row) -> FieldConfirmation:
    if "value" not in row:
        raise ValueError('"value" is missing')
    return FieldConfirmation(
        item=_text(row, "item"), field=_text(row, "field"), value=_optional(row, "value"), **_common(row)
    )


def _review_decision(row: Row) -> ReviewDecision:
    return ReviewDecision(item=_text(row, "item"), state=_state(row, "to"), before=_state(row, "from"), **_common(row))


def _state(row: Row, key: str) -> ReviewState:
    text = _text(row, key)
    if text not in set(ReviewState):
        raise ValueError(f'"{key}" is {text!r}, which is no review state ({", ".join(ReviewState)})')
    return ReviewState(text)


def _undo_decision(row: Row) -> UndoDecision:
    undone = row.get("undone")
    if not isinstance(undone, dict):
        raise ValueError('"undone" is missing or is not a JSON object')
    decision = _parse_row(undone)
    if isinstance(decision, TranscriptDecision):
        raise ValueError("\"undone\" is a 'transcribe', which no line undoes")
    if isinstance(decision, UndoDecision) and decision.is_redo:
        raise ValueError("\"undone\" undoes an 'undo'; undo the decision that applies again")
    return UndoDecision(undone=decision, **_common(row))


def _acceptance(row: Row) -> AcceptanceDecision:
    return AcceptanceDecision(
        code=_text(row, "code"),
        item=_optional(row, "item"),
        where=_optional(row, "where"),
        until=_day(row, "until"),
        **_common(row),
    )


def _code_decision(row: Row) -> CodeDecision:
    return CodeDecision(
        code=_text(row, "code"), name=_text(row, "name"), vocabulary=_text(row, "vocabulary"), **_common(row)
    )


def _reader_decision(row: Row) -> ReaderDecision:
    return ReaderDecision(
        item=_text(row, "item"), before=_optional(row, "from"), after=_optional(row, "to"), **_common(row)
    )


def _signature(row: Row) -> SignatureDecision:
    return SignatureDecision(state=_text(row, "state"), **_common(row))


def _assignment(row: Row) -> AssignmentDecision:
    return AssignmentDecision(
        item=_text(row, "item"),
        assigned_to=_optional(row, "to") or "",
        before=_optional(row, "from") or "",
        **_common(row),
    )


def _transcript(row: Row) -> TranscriptDecision:
    page = row.get("page")
    if not isinstance(page, int) or isinstance(page, bool) or page < 1:
        raise ValueError(f'"page" is {page!r}, which is no page number')
    return TranscriptDecision(
        item=_text(row, "item"),
        page=page,
        line=_optional(row, "line") or "",
        before=_optional(row, "from") or "",
        after=_optional(row, "to"),
        **_common(row),
    )


def _comment(row: Row) -> CommentDecision:
    return CommentDecision(
        id=_text(row, "id"),
        text=_text(row, "text"),
        item=_optional(row, "item"),
        field=_optional(row, "field") or "",
        chapter=_optional(row, "chapter") or "",
        passage=_optional(row, "passage") or "",
        answers=_optional(row, "answers") or "",
        **_common(row),
    )


def _comment_resolution(row: Row) -> CommentResolution:
    return CommentResolution(comment=_text(row, "comment"), item=_optional(row, "item"), **_common(row))


def _acceptance_0(row: Row) -> AcceptanceDecision:
    return AcceptanceDecision(
        code=_text(row, "field"),
        item=_text(row, "item") or None,
        where=_optional(row, "from") or None,
        until=_day(row, "to"),
        **_common(row),
    )


def _code_decision_0(row: Row) -> CodeDecision:
    return CodeDecision(
        code=_text(row, "item"), name=_optional(row, "to") or "", vocabulary=_text(row, "field"), **_common(row)
    )


def _reader_decision_0(row: Row) -> ReaderDecision:
    if (field := _text(row, "field")) != "reader":
        raise UnknownDecisionError(f"there is no decision of kind 'read' on {field!r} (only on 'reader')")
    return _reader_decision(row)


def _signature_0(row: Row) -> SignatureDecision:
    return SignatureDecision(state=_optional(row, "to") or "", **_common(row))


_VERSION_0: dict[str, Callable[[Row], Decision]] = {
    "set": _field_decision,
    "accept": _acceptance_0,
    "confirm": _code_decision_0,
    "read": _reader_decision_0,
    "sign": _signature_0,
}
_VERSION_1: dict[str, Callable[[Row], Decision]] = {
    "set": _field_decision,
    "accept": _acceptance,
    "confirm": _code_decision,
    "read": _reader_decision,
    "sign": _signature,
    "comment": _comment,
    "resolve": _comment_resolution,
    "assign": _assignment,
    "transcribe": _transcript,
}
_VERSION_2: dict[str, Callable[[Row], Decision]] = {
    **_VERSION_1,
    "unset": _unset_decision,
    "withdraw": _withdrawal,
    "undo": _undo_decision,
}
_VERSION_3: dict[str, Callable[[Row], Decision]] = {**_VERSION_2, "parts": _parts_decision}
_VERSION_4: dict[str, Callable[[Row], Decision]] = {
    **_VERSION_3,
    "confirm-field": _field_confirmation,
    "review": _review_decision,
}
_VERSION_5: dict[str, Callable[[Row], Decision]] = {**_VERSION_4, "withdraw-item": _item_withdrawal}
