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
    ItemWithdrawal,
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
from briefbook.text.field_names import field_in_words
from briefbook.util.translation import N_, gettext, pgettext

_KINDS = (
    N_("set"),
    N_("unset"),
    N_("withdraw"),
    N_("withdraw-item"),
    N_("undo"),
    N_("accept"),
    N_("confirm"),
    N_("read"),
    N_("sign"),
    N_("parts"),
    N_("confirm-field"),
    N_("review"),
    N_("assign"),
    N_("transcribe"),
    N_("comment"),
    N_("resolve"),
)
"""Of lines of the journal: messages, for the catalogues of other languages."""


def describe_decision(decision: Decision) -> str:
    """What was decided, in a few words.

    >>> describe_decision(FieldDecision(item="D 7", field="number", before="3316", after="3318"))
    'number: 3316 -> 3318'
    """
    match decision:
        case FieldDecision():
            words = _change(field_in_words(decision.field), decision.before, decision.after)
            return gettext("{change}, supplied").format(change=words) if decision.supplied else words
        case ReaderDecision():
            return _change(pgettext("program", "reader"), decision.before, decision.after)
        case FieldConfirmation():
            words = gettext("{field}: {value} is right")
            return words.format(field=field_in_words(decision.field), value=_or_blank(decision.value))
        case ReviewDecision():
            before, after = gettext(decision.before.words), gettext(decision.state.words)
            return f"{before} -> {after}"
        case AssignmentDecision():
            nobody = gettext("nobody")
            return f"{decision.before or nobody} -> {decision.assigned_to or nobody}"
        case TranscriptDecision():
            place = gettext("page {page}").format(page=decision.page)
            if decision.line:
                place = gettext("page {page}, line {line}").format(page=decision.page, line=decision.line)
            if decision.after is None:
                return gettext("{place}: left to the machine").format(place=place)
            return _change(place, decision.before, decision.after)
        case UnsetDecision():
            words = gettext("{field}: {value} no longer holds")
            return words.format(field=field_in_words(decision.field), value=_or_blank(decision.before))
        case AcceptanceDecision():
            words = f"{decision.code}: {decision.where or decision.item}"
            return gettext("{what}, until {day}").format(what=words, day=decision.until) if decision.until else words
        case CodeDecision():
            return f"{decision.code}: {decision.name}"
        case SignatureDecision():
            return gettext("the certificate")
        case WithdrawalDecision():
            return f"received/{decision.source}/"
        case ItemWithdrawal():
            words = gettext("published no longer")
            return f"{words}: “{decision.said}”" if decision.said else words
        case PartsDecision():
            parts = parts_in_words(decision.parts) or gettext("a single item")
            return gettext("the file: {parts}").format(parts=parts)
        case CommentDecision():
            about = field_in_words(decision.field) if decision.field else decision.chapter or gettext("comment")
            return f"{about} ({decision.id}): {decision.text}"
        case CommentResolution():
            return gettext("comment {name}").format(name=decision.comment)
        case UndoDecision() if decision.is_redo:
            return f"{_kind(decision.decided)} {describe_decision(decision.decided)}"
        case UndoDecision():
            return f"{_kind(decision.undone)} {describe_decision(decision.undone)}"


def _change(name: str, before: str | None, after: str | None) -> str:
    words = gettext("{name}: {before} -> {after}")
    return words.format(name=name, before=_or_blank(before), after=_or_blank(after))


def _or_blank(value: str | None) -> str:
    return value or gettext("(blank)")


def _kind(decision: Decision) -> str:
    """The kind of a decision; in English as its line in the journal has it."""
    return gettext(decision.KIND)
