"""Papers that have other ids now -> the lines of the journal by which what people decided goes with them."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence

from briefbook.model.decision import (
    AcceptanceDecision,
    AssignmentDecision,
    Decision,
    FieldConfirmation,
    FieldDecision,
    ItemWithdrawal,
    ReviewDecision,
    UndoDecision,
    in_force,
)

FOLLOWING = (FieldDecision, FieldConfirmation, ReviewDecision, AssignmentDecision, AcceptanceDecision, ItemWithdrawal)
"""Decisions that are about a paper and nothing else: they hold for it under another id as well."""


def items_left_behind(decisions: Sequence[Decision], items: Collection[str]) -> set[str]:
    """The given items that have decisions or comments which cannot be moved with a paper.

    Args:
        decisions: The journal, oldest first.
        items: The items.
    """
    return {
        item
        for decision in in_force(decisions)
        if not isinstance(decision, FOLLOWING) and (item := getattr(decision, "item", None)) in items and item
    }


def decisions_of_moved(decisions: Sequence[Decision], names: Mapping[str, str]) -> list[Decision]:
    """The lines that take decisions on papers back and record them again for the ids that these have now.

    What was decided of a field stays where it is if the other id, which is none of the papers that move, has a decision
    on that field already: no word of a person takes the place of another's.

    Args:
        decisions: The journal, oldest first.
        names: Ids that papers had -> ids that they have now.

    Returns:
        First every line that takes one back, then those that record them again; ``why`` says what was decided by whom
        of which id.
    """
    holding = [decision for decision in in_force(decisions) if isinstance(decision, FOLLOWING)]
    decided = {_subject(decision) for decision in holding if decision.item not in names}
    moving = []
    again = []
    for decision in holding:
        if decision.item and (name := names.get(decision.item)):
            moved = dataclasses.replace(decision, item=name, why=_why(decision))
            if _subject(moved) not in decided:
                moving.append(decision)
                again.append(moved)
    undone = [UndoDecision(undone=decision, why="the paper has another id") for decision in reversed(moving)]
    return [*undone, *again]


def _subject(decision: Decision) -> tuple[object, ...]:
    """What a decision is about: two that are about the same exclude each other."""
    field = getattr(decision, "field", "")
    kind = "field" if field else type(decision).__name__
    return kind, getattr(decision, "item", None), field, getattr(decision, "code", "")


def _why(decision: Decision) -> str:
    by = f" by {decision.who}" if decision.who else ""
    on = f" on {decision.when[:10]}" if decision.when else ""
    said = f"said of {getattr(decision, 'item', '')}{by}{on}"
    return f"{decision.why} ({said})" if decision.why else said
