"""The journal's decisions, and what a person wants back -> the lines that take decisions back."""

from collections.abc import Sequence

from briefbook.model.decision import (
    Decision,
    FieldDecision,
    UndoableDecision,
    UndoDecision,
    WithdrawalDecision,
    in_force,
    is_about,
    not_undone,
    undos_in_force,
)


def last_decision(decisions: Sequence[Decision], item: str | None = None) -> UndoableDecision | None:
    """The decision that an undo undoes: the last one that is not undone yet.

    Args:
        decisions: The journal, oldest first.
        item: Only decisions about this item; None: about anything.

    Returns:
        The decision; None if there is none.
    """
    candidates = (decision for decision in reversed(not_undone(decisions)) if item is None or is_about(decision, item))
    return next(candidates, None)


def decisions_of_import(decisions: Sequence[Decision], name: str) -> tuple[FieldDecision, ...]:
    """The decisions of the last import of a spreadsheet that are not undone yet.

    Args:
        decisions: The journal, oldest first.
        name: The name of the spreadsheet's file, with or without its ending.

    Returns:
        The decisions made together when the spreadsheet was last imported; none if it was not.
    """
    imported = [
        decision
        for decision in not_undone(decisions)
        if isinstance(decision, FieldDecision) and name in _names(decision)
    ]
    last = imported[-1] if imported else None
    return tuple(d for d in imported if last and (d.when, d.who) == (last.when, last.who))


def _names(decision: FieldDecision) -> tuple[str, str]:
    """The name of the spreadsheet that a decision was imported from; earlier journals have it only in the reason."""
    spreadsheet = decision.spreadsheet or (decision.why[5:] if decision.why.startswith("from ") else "")
    return spreadsheet, spreadsheet.rpartition(".")[0] or spreadsheet


def last_undo(
    decisions: Sequence[Decision], item: str | None = None
) -> tuple[UndoDecision, ...] | tuple[WithdrawalDecision, ...]:
    """The lines that a redo undoes: those written together by the last undo that still counts.

    The undo of an imported source is the line that takes it out, so that this line is undone; the undo of such a line
    is the redo, or came with a new import, and is none to be undone.

    Args:
        decisions: The journal, oldest first.
        item: Only lines about this item; None: about anything.

    Returns:
        The lines; none if nothing is undone.
    """
    undos = {id(undo) for undo in undos_in_force(decisions) if not isinstance(undo.undone, WithdrawalDecision)}
    holding = {id(line) for line in in_force(decisions) if isinstance(line, WithdrawalDecision) and item is None}
    last = next((line for line in reversed(decisions) if id(line) in undos | holding), None)
    if isinstance(last, WithdrawalDecision):
        return (last,)
    candidates = [line for line in undos_in_force(decisions) if id(line) in undos]
    candidates = [undo for undo in candidates if item is None or is_about(undo, item)]
    last = candidates[-1] if candidates else None
    return tuple(undo for undo in candidates if last and (undo.when, undo.who) == (last.when, last.who))


def undo_decisions(decisions: Sequence[UndoableDecision | UndoDecision], why: str = "") -> list[UndoDecision]:
    """The lines that take decisions back, the last decision first."""
    return [UndoDecision(undone=decision, why=why) for decision in reversed(decisions)]


def decision_in_force(decisions: Sequence[Decision], item: str, field: str) -> FieldDecision | None:
    """The person's decision that holds for a field of an item; None if the list or the machine decides."""
    candidates = (
        decision
        for decision in reversed(in_force(decisions))
        if isinstance(decision, FieldDecision) and (decision.item, decision.field) == (item, field)
    )
    return next(candidates, None)
