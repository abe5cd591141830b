"""What a person says of an item or a field -> the line of the journal that says so."""

from briefbook.errors import InputError
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import AssignmentDecision, FieldConfirmation, ReviewDecision
from briefbook.model.review import Review, ReviewState
from briefbook.util.nearest import did_you_mean


def confirmation_of(entry: Entry, name: str, why: str = "") -> FieldConfirmation:
    """The journal line that confirms the present value of a field.

    Args:
        entry: The item's entry.
        name: The field.
        why: The person's words.

    Returns:
        The confirmation.

    Raises:
        InputError: There is no such field, or a person confirmed it already.
    """
    if name not in FIELDS:
        raise InputError(f"there is no field {name!r}", remedy=f"{did_you_mean(name, FIELDS)}{_FIELDS}")
    if is_confirmed(entry, name):
        by = entry.effective_readings(name)[0].confirmed_by
        raise InputError(f"{name} of {entry.item} is confirmed already ({by}); nothing was recorded")
    return FieldConfirmation(item=entry.item, field=name, value=entry.value(name), why=why)


_FIELDS = f"The fields are {', '.join(FIELDS)}."


def is_confirmed(entry: Entry, name: str) -> bool:
    """Whether a person confirmed the present value of the field."""
    effective = entry.effective_readings(name)
    return bool(effective) and all(reading.confirmed_by for reading in effective)


MAX_NAME = 100
"""Characters of a person's name."""


def assignment_of(item: str, before: Review, name: str, why: str = "") -> AssignmentDecision | None:
    """The line that gives an item to a person.

    Args:
        item: The item's id.
        before: Its review so far, which says whose it is.
        name: The person's name; "": it is nobody's any more.
        why: The words that go with it.

    Returns:
        The line; None if the item is theirs already.

    Raises:
        InputError: The name is none.
    """
    name = " ".join(name.split())
    if len(name) > MAX_NAME or not name.isprintable():
        raise InputError(f"{name[:40]!r} is not a person's name", remedy=f"write up to {MAX_NAME} letters.")
    if name == before.assigned_to:
        return None
    return AssignmentDecision(item=item, assigned_to=name, before=before.assigned_to, why=why)


def review_of(item: str, before: Review, state: ReviewState, why: str = "") -> ReviewDecision:
    """The line that gives an item a review state.

    Args:
        item: The item's id.
        before: Its review so far.
        state: The state from now on.
        why: The person's words.

    Returns:
        The line.

    Raises:
        InputError: It has this state already, and no words are given.
    """
    if before.state is state and not why:
        by = f" ({before.who}, {before.when[:10]})" if before.when else ""
        raise InputError(f"{item} is {state.words} already{by}; nothing was recorded")
    return ReviewDecision(item=item, state=state, before=before.state, why=why)
