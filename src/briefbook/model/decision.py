"""A person's decisions, one class per kind; the written form of each is a line of the journal."""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

JOURNAL_VERSION = 1
"""The version of a line, written as ``v``. Lines without ``v`` have version 0, with the same keys for every kind."""

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

    when: str = ""
    who: str = ""
    why: str = ""

    def _body(self) -> dict[str, str | None]:
        """The keys that only this kind has."""
        raise NotImplementedError

    def as_json(self) -> dict[str, Any]:
        """The JSON object of its line, in the current version."""
        head = {"v": JOURNAL_VERSION, "when": self.when, "who": self.who, "kind": self.KIND}
        return {**head, **self._body(), "why": self.why}

    def __str__(self) -> str:
        return json.dumps(self.as_json(), ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDecision(_Decision):
    """The value of a field; ``after`` is None if it is blank. ``before`` is the value it replaces."""

    KIND = "set"

    item: str
    field: str
    before: str | None = None
    after: str | None = None

    def _body(self) -> dict[str, str | None]:
        return {"item": self.item, "field": self.field, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceDecision(_Decision):
    """Findings of a code are accepted: of an item, at a place in a file (``path`` or ``path:line``), until a day."""

    KIND = "accept"

    code: str
    item: str | None = None
    where: str | None = None
    until: datetime.date | None = None

    def _body(self) -> dict[str, str | None]:
        until = self.until.isoformat() if self.until else None
        return {"code": self.code, "item": self.item, "where": self.where, "until": until}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDecision(_Decision):
    """The name that a code of a vocabulary stands for."""

    KIND = "confirm"

    code: str
    name: str
    vocabulary: str = "post"

    def _body(self) -> dict[str, str | None]:
        return {"vocabulary": self.vocabulary, "code": self.code, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDecision(_Decision):
    """The OCR reader for an item's scan; ``before`` is the one it replaces."""

    KIND = "read"

    item: str
    before: str | None = None
    after: str | None = None

    def _body(self) -> dict[str, str | None]:
        return {"item": self.item, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDecision(_Decision):
    """The certificate of the checks is signed; ``state`` is the checksum of what was signed."""

    KIND = "sign"

    state: str

    def _body(self) -> dict[str, str | None]:
        return {"state": self.state}


Decision = FieldDecision | AcceptanceDecision | CodeDecision | ReaderDecision | SignatureDecision
"""A line of the journal."""


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
    version = row.get("v", 0)
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise ValueError(f'"v" is {version!r}, which is not a version')
    if version > JOURNAL_VERSION:
        raise UnknownDecisionError(
            f"it is of version {version}, and this program reads versions up to {JOURNAL_VERSION}", is_later=True
        )
    kind = row.get("kind", "set") if version == 0 else _text(row, "kind")
    parsers = _VERSION_0 if version == 0 else _VERSION_1
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
        **_common(row),
    )


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
}
