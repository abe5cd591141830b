"""A line of the journal -> what was decided, in a few words, for the command line and the desk."""

from briefbook.model.decision import (
    AcceptanceDecision,
    AssignmentDecision,
    CodeDecision,
    CommentDecision,
    CommentResolution,
    Decision,
    FieldConfirmation,
    FieldDecision,
    PartsDecision,
    ReaderDecision,
    ReviewDecision,
    SignatureDecision,
    TranscriptDecision,
    UndoDecision,
    UnsetDecision,
    WithdrawalDecision,
)
from briefbook.model.parts import parts_in_words


def describe_decision(decision: Decision) -> str:
    """What was decided, in a few words.

    >>> describe_decision(FieldDecision(item="D 7", field="number", before="3316", after="3318"))
    'number: 3316 -> 3318'
    """
    match decision:
        case FieldDecision() | ReaderDecision():
            name = decision.field if isinstance(decision, FieldDecision) else "reader"
            supplied = ", supplied" if isinstance(decision, FieldDecision) and decision.supplied else ""
            return f"{name}: {decision.before or '(blank)'} -> {decision.after or '(blank)'}{supplied}"
        case FieldConfirmation():
            return f"{decision.field}: {decision.value or '(blank)'} is right"
        case ReviewDecision():
            return f"{decision.before.words} -> {decision.state.words}"
        case AssignmentDecision():
            return f"{decision.before or 'nobody'} -> {decision.assigned_to or 'nobody'}"
        case TranscriptDecision():
            place = f"page {decision.page}{f', line {decision.line}' if decision.line else ''}"
            if decision.after is None:
                return f"{place}: left to the machine"
            return f"{place}: {decision.before or '(blank)'} -> {decision.after or '(blank)'}"
        case UnsetDecision():
            return f"{decision.field}: {decision.before or '(blank)'} no longer holds"
        case AcceptanceDecision():
            until = f", until {decision.until}" if decision.until else ""
            return f"{decision.code}: {decision.where or decision.item}{until}"
        case CodeDecision():
            return f"{decision.code}: {decision.name}"
        case SignatureDecision():
            return "the certificate"
        case WithdrawalDecision():
            return f"received/{decision.source}/"
        case PartsDecision():
            return f"the file: {parts_in_words(decision.parts) or 'a single item'}"
        case CommentDecision():
            return f"{decision.field or decision.chapter or 'comment'} ({decision.id}): {decision.text}"
        case CommentResolution():
            return f"comment {decision.comment}"
        case UndoDecision() if decision.is_redo:
            return f"{decision.decided.KIND} {describe_decision(decision.decided)}"
        case UndoDecision():
            return f"{decision.undone.KIND} {describe_decision(decision.undone)}"
