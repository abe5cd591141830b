"""What a person says of an item or a field -> the line of the journal that says so."""

from briefbook.errors import InputError
from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import FieldConfirmation, ReviewDecision
from briefbook.model.review import Review, ReviewState
from briefbook.util.nearest import did_you_mean


def confirmation_of(entry: Entry, name: str, why: str = "") -> FieldConfirmation:
    """The line that confirms a field as it stands.

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
        raise InputError(f"{name} of {entry.item} is confirmed already ({by})", remedy="nothing was recorded.")
    return FieldConfirmation(item=entry.item, field=name, value=entry.value(name), why=why)


_FIELDS = f"The fields are {', '.join(FIELDS)}."


def is_confirmed(entry: Entry, name: str) -> bool:
    """Did a person find the field right as it stands?"""
    effective = entry.effective_readings(name)
    return bool(effective) and all(reading.confirmed_by for reading in effective)


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
        raise InputError(f"{item} is {state.words} already{by}", remedy="nothing was recorded.")
    return ReviewDecision(item=item, state=state, before=before.state, why=why)
