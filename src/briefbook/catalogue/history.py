"""The journal's lines by item, field, person and day, and what would hold if some of them were undone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from briefbook.catalogue.undo import undo_decisions
from briefbook.model.decision import (
    Decision,
    FieldConfirmation,
    FieldDecision,
    UndoableDecision,
    UndoDecision,
    UnsetDecision,
    in_force,
    is_about,
    not_undone,
)

_ON_FIELDS = FieldDecision | FieldConfirmation | UnsetDecision


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which lines of the journal are wanted.

    Attributes:
        item: Those about this item; "": about any.
        field: Those about this field; "": about any.
        who: Those of this person; "": of anybody.
        day: Those of this day in UTC, or of a month or year, as 2026-11-27 or 2026-11; "": of any.
    """

    item: str = ""
    field: str = ""
    who: str = ""
    day: str = ""

    def takes(self, decision: Decision) -> bool:
        """Is a line wanted?"""
        decided = decision.decided if isinstance(decision, UndoDecision) else decision
        return (
            (not self.item or is_about(decision, self.item))
            and (not self.field or getattr(decided, "field", "") == self.field)
            and self.who in ("", decision.who)
            and decision.when.startswith(self.day)
        )


@dataclass(frozen=True, slots=True)
class FieldEffect:
    """What taking lines back does to a field.

    Attributes:
        item: The item's id.
        field: The field's name.
        after: The value that a person decided and that holds then; None: blank.
        by: Who decided it; "": nobody, the value is again that of the list or the machine.
    """

    item: str
    field: str
    after: str | None
    by: str


def key_of_line(decision: Decision) -> str:
    """What names a line of the journal in a form or an address; equal lines have the same name."""
    return hashlib.sha256(str(decision).encode("utf-8", "replace")).hexdigest()[:32]


def lines_to_undo(decisions: Sequence[Decision], keys: set[str]) -> tuple[UndoableDecision, ...]:
    """The lines of these names that still count.

    Args:
        decisions: The journal, oldest first.
        keys: The names, as ``key_of_line`` gives them.

    Returns:
        The lines, oldest first; what was undone meanwhile is not among them.
    """
    return tuple(decision for decision in not_undone(decisions) if key_of_line(decision) in keys)


def effects_of_undo(decisions: Sequence[Decision], lines: Sequence[UndoableDecision]) -> tuple[FieldEffect, ...]:
    """What would hold for each field that the lines are about, if they were undone.

    Args:
        decisions: The journal, oldest first.
        lines: The lines to undo.

    Returns:
        An effect for each field, in the order of the lines.

    >>> first = FieldDecision(item="D 7", field="number", after="3316", who="Ada")
    >>> second = FieldDecision(item="D 7", field="number", before="3316", after="3318", who="Ben")
    >>> effects_of_undo([first, second], [second])
    (FieldEffect(item='D 7', field='number', after='3316', by='Ada'),)
    """
    holding: dict[tuple[str, str], FieldEffect] = {}
    for line in in_force([*decisions, *undo_decisions(lines)]):
        if isinstance(line, FieldDecision | FieldConfirmation):
            value = line.after if isinstance(line, FieldDecision) else line.value
            holding[line.item, line.field] = FieldEffect(line.item, line.field, value, line.who or "a person")
    places = dict.fromkeys((line.item, line.field) for line in lines if isinstance(line, _ON_FIELDS))
    return tuple(holding.get(place) or FieldEffect(*place, None, "") for place in places)
