"""Cells edited in the table -> what would be recorded, what is refused and why, and what another person changed."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from briefbook.catalogue.field_values import DATE_FIELDS, date_alternatives, parse_field
from briefbook.model.cable import SourceKind
from briefbook.model.catalogue import FIELDS, Catalogue, Entry
from briefbook.model.decision import FieldDecision
from briefbook.text.cell_artefacts import days_in_figures, same_value, whole_digits
from briefbook.text.date_display import date_in_words
from briefbook.text.dates import shown_order
from briefbook.util.cells import is_spreadsheet_error, unguard_formula, visible
from briefbook.util.nearest import nearest
from briefbook.util.translation import gettext, number_in_figures

MAX_EDITS = 5_000
"""Cells that are checked or saved at once."""

MAX_CELL_LENGTH = 4_000
"""Letters of a value typed into a cell."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell as a person left it.

    Attributes:
        item: The item's id.
        field: The field.
        typed: What stands in the cell.
        base: The value that the person saw before; "" for a blank.
        pasted: It came from another program, which may have changed how it is written.
    """

    item: str
    field: str
    typed: str
    base: str = ""
    pasted: bool = False


class EditOutcome(StrEnum):
    """What comes of an edited cell."""

    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class CheckedEdit:
    """An edited cell and what would be recorded.

    Attributes:
        edit: The cell.
        outcome: A change; the same as the catalogue has; refused; or a conflict: the catalogue holds neither what the
            person saw nor what they want.
        before: The value that the catalogue holds now.
        after: The value that would be recorded; "" for a blank, and where it is refused.
        note: Why it is refused, or what was made of it; "" where there is nothing to say.
        choices: Values that a refused cell may mean.
    """

    edit: CellEdit
    outcome: EditOutcome
    before: str
    after: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()


def check_edits(
    edits: Sequence[CellEdit],
    catalogue: Catalogue,
    *,
    window: int = 1900,
    order: str = "",
    later: Mapping[tuple[str, str], str] | None = None,
) -> list[CheckedEdit]:
    """What would come of edited cells; nothing is recorded.

    Args:
        edits: The cells. Those pasted into a column of dates are read together: where one of them can only be read day
            first (or month first), all are.
        catalogue: The catalogue now.
        window: First year of the hundred years that years of two digits fall in.
        order: ``[dates] order`` of the settings; "" if not set.
        later: Values, by item and field, that the journal holds and the catalogue does not show yet.

    Returns:
        What comes of each cell, in the order given.
    """
    orders = {} if order else _orders_of(edits)
    checked = []
    for edit in edits:
        column_order = orders.get(edit.field, "") if edit.pasted else ""
        checked.append(_check(edit, catalogue, window, order or column_order, later or {}, is_shown=bool(column_order)))
    return checked


def _orders_of(edits: Sequence[CellEdit]) -> dict[str, str]:
    """The order of days in figures that the pasted cells of each column of dates show."""
    fields = dict.fromkeys(edit.field for edit in edits if edit.pasted and edit.field in DATE_FIELDS)
    return {
        name: shown_order(visible(edit.typed) for edit in edits if edit.pasted and edit.field == name)
        for name in fields
    }


def _check(
    edit: CellEdit,
    catalogue: Catalogue,
    window: int,
    order: str,
    later: Mapping[tuple[str, str], str],
    *,
    is_shown: bool,
) -> CheckedEdit:
    entry = catalogue.get(edit.item)
    if entry is None:
        return CheckedEdit(
            edit, EditOutcome.REFUSED, "", note=gettext("there is no item {item}").format(item=repr(edit.item))
        )
    if edit.field not in FIELDS:
        guess = nearest(edit.field, FIELDS)
        note = gettext("there is no field {name}").format(name=repr(edit.field))
        if guess:
            words = gettext("there is no field {name} did you mean {guess}?")
            note = words.format(name=repr(edit.field), guess=repr(guess))
        return CheckedEdit(edit, EditOutcome.REFUSED, "", note=note)
    now = later.get((edit.item, edit.field), entry.value(edit.field) or "")

    def refused(note: str, *choices: str) -> CheckedEdit:
        return CheckedEdit(edit, EditOutcome.REFUSED, now, note=note, choices=choices)

    typed = edit.typed
    if len(typed) > MAX_CELL_LENGTH:
        return refused(
            gettext("it has {length} letters; a cell takes {number}").format(
                length=number_in_figures(len(typed)), number=number_in_figures(MAX_CELL_LENGTH)
            )
        )
    if is_spreadsheet_error(typed):
        return refused(gettext("it is what a spreadsheet shows for an error"))
    note = ""
    if edit.pasted:
        typed = unguard_formula(typed)
        if edit.field not in DATE_FIELDS and typed.strip() != now and now and same_value(typed, now):
            note = gettext("{typed} is how a spreadsheet writes {value}").format(typed=repr(typed), value=now)
            return CheckedEdit(edit, EditOutcome.SAME, now, now, note)
        if edit.field == "number" and (digits := whole_digits(visible(typed))) and digits != visible(typed):
            note = gettext("{typed} is read as {value}").format(typed=repr(visible(typed)), value=digits)
            typed = digits
    after = parse_field(edit.field, typed, window=window, order=order)
    if after is None:
        if edit.field in DATE_FIELDS:
            return refused(gettext("{words} is not recognised as a date").format(words=repr(typed)))
        return refused(gettext("it is not recognised"))
    if both := date_alternatives(edit.field, typed, window=window, order=order):
        first, second = (date_in_words(day) for day in both)
        return refused(
            gettext("{typed} can mean {first} or {second}").format(typed=repr(typed), first=first, second=second), *both
        )
    if is_shown and edit.field in DATE_FIELDS and len({day.parts for day in days_in_figures(typed)}) > 1:
        words = (
            gettext("{typed} is read day first, as others that were pasted show")
            if order == "dmy"
            else gettext("{typed} is read month first, as others that were pasted show")
        )
        note = words.format(typed=repr(typed))
    if after == now:
        return CheckedEdit(edit, EditOutcome.SAME, now, after, note)
    if now != edit.base:
        what = gettext("it was {before} when you saw it, and is now {now}").format(
            before=edit.base or gettext("blank"), now=now or gettext("blank")
        )
        if whose := _decided_by(entry, edit.field, now):
            what = gettext("{what} ({who})").format(what=what, who=whose)
        return CheckedEdit(edit, EditOutcome.CONFLICT, now, after, what)
    return CheckedEdit(edit, EditOutcome.CHANGE, now, after, note)


def _decided_by(entry: Entry, name: str, now: str) -> str:
    """The person whose word a field's value is; "" where it is not known."""
    by_persons = (reading for reading in entry.effective_readings(name) if reading.by is SourceKind.PERSON)
    return next((reading.source for reading in by_persons if (reading.value or "") == now and reading.source), "")


def decisions_of(checked: Sequence[CheckedEdit], name: str, why: str = "") -> list[FieldDecision]:
    """The decisions that record the changes among checked cells; conflicts and refused cells are left out.

    Args:
        checked: The cells.
        name: The name under which they can be undone together, see ``undo.decisions_of_import``.
        why: The reason.

    Returns:
        A decision for each change.
    """
    return [
        FieldDecision(
            item=cell.edit.item,
            field=cell.edit.field,
            before=cell.before or None,
            after=cell.after or None,
            why=why or "edited in the table",
            spreadsheet=name,
        )
        for cell in checked
        if cell.outcome is EditOutcome.CHANGE
    ]


def name_of_save() -> str:
    """A name for cells that are saved together, such as ``table-20261127-121530-3f9a``."""
    return f"table-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
