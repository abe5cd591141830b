"""Edited cells are changes, refused with a reason, or conflicts with what another person wrote meanwhile."""

import pytest

from briefbook.catalogue.cell_edits import CellEdit, CheckedEdit, EditOutcome, check_edits, decisions_of, name_of_save
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.decision import FieldDecision


def catalogue(**values):
    return MemoryCatalogue({"D7": Entry("D7", {name: (Reading(value, value),) for name, value in values.items()})})


def check(held, field, typed, base=None, pasted=False, **settings):
    edit = CellEdit("D7", field, typed, held.get("D7").value(field) or "" if base is None else base, pasted)
    (checked,) = check_edits([edit], held, **settings)
    return checked


@pytest.mark.parametrize(
    ("field", "typed", "after"),
    [
        ("date", "9-Nov-62", "1962-11-09"),
        ("date", "", ""),
        ("from", " paris ", "PARIS"),
        ("to", "ldn;paris", "LDN; PARIS"),
        ("subject", "=1+1", "=1+1"),
        ("number", "3317.0", "3317.0"),
    ],
)
def test_what_is_typed_is_read_as_by_catalogue_set(field, typed, after):
    held = catalogue(date="1962-11-08", number="3316", **{"from": "WASHDC"})
    checked = check(held, field, typed)
    assert (checked.outcome, checked.after, checked.note) == (EditOutcome.CHANGE, after, "")


@pytest.mark.parametrize(
    ("field", "typed", "note"),
    [
        ("date", "31-Nov-62", "'31-Nov-62' is not recognised as a date"),
        ("date", "soon", "'soon' is not recognised as a date"),
        ("subject", "#REF!", "it is what a spreadsheet shows for an error"),
        ("date", "8/11/62", "'8/11/62' can mean 8 November 1962 or 11 August 1962"),
        ("subjekt", "x", "there is no field 'subjekt' did you mean 'subject'?"),
        ("note", "x" * 4001, "it has 4,001 letters; a cell takes 4,000"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(field, typed, note):
    checked = check(catalogue(), field, typed)
    assert (checked.outcome, checked.after, checked.note) == (EditOutcome.REFUSED, "", note)


def test_a_date_that_reads_two_ways_offers_both_and_is_read_by_the_setting():
    assert check(catalogue(), "date", "8/11/62").choices == ("1962-11-08", "1962-08-11")
    assert check(catalogue(), "date", "8/11/62", order="mdy").after == "1962-08-11"


def test_pasted_dates_are_read_in_the_order_that_others_pasted_with_them_show():
    held = MemoryCatalogue({item: Entry(item, {}) for item in ("D1", "D2", "D3")})
    cells = [
        CellEdit(item, "date", typed, pasted=True)
        for item, typed in (("D1", "8/11/62"), ("D2", "23/11/62"), ("D3", "5-Dec-62"))
    ]
    assert [(cell.after, cell.note) for cell in check_edits(cells, held)] == [
        ("1962-11-08", "'8/11/62' is read day first, as others that were pasted show"),
        ("1962-11-23", ""),
        ("1962-12-05", ""),
    ]
    both_orders = [*cells, CellEdit("D3", "date", "11/23/62", pasted=True)]
    assert check_edits(both_orders, held)[0].outcome is EditOutcome.REFUSED


def test_what_a_spreadsheet_program_did_to_a_pasted_cell_is_no_change():
    held = catalogue(number="0042", subject="3316")
    same = check(held, "subject", "3,316.00", pasted=True)
    assert (same.outcome, same.note) == (EditOutcome.SAME, "'3,316.00' is how a spreadsheet writes 3316")
    assert check(held, "number", "42", pasted=True).outcome is EditOutcome.SAME
    assert check(held, "number", "42").outcome is EditOutcome.CHANGE
    other = check(held, "number", "3,317.0", pasted=True)
    assert (other.after, other.note) == ("3317", "'3,317.0' is read as 3317")
    assert check(held, "subject", "'=not a formula", pasted=True).after == "=not a formula"


def test_a_cell_that_another_changed_meanwhile_is_a_conflict_unless_both_want_the_same():
    held = catalogue(number="3318")
    checked = check(held, "number", "3317", base="3316")
    assert checked == CheckedEdit(
        CellEdit("D7", "number", "3317", "3316"),
        EditOutcome.CONFLICT,
        "3318",
        "3317",
        "it was 3316 when you saw it, and is now 3318",
    )
    assert check(held, "number", "3318", base="3316").outcome is EditOutcome.SAME


def test_a_conflict_names_the_person_whose_word_holds():
    anna = Reading("3318", "3318", by=SourceKind.PERSON, source="Anna")
    held = MemoryCatalogue({"D7": Entry("D7", {"number": (anna,)})})
    checked = check(held, "number", "3317", base="3316")
    assert checked.note == "it was 3316 when you saw it, and is now 3318 (Anna)"


def test_a_value_that_only_the_journal_holds_yet_counts_as_the_present_value():
    (checked,) = check_edits(
        [CellEdit("D7", "number", "3317", "3316")], catalogue(number="3316"), later={("D7", "number"): "3318"}
    )
    assert (checked.outcome, checked.before) == (EditOutcome.CONFLICT, "3318")


def test_an_item_that_is_gone_is_refused():
    (checked,) = check_edits([CellEdit("D8", "number", "1")], catalogue())
    assert (checked.outcome, checked.note) == (EditOutcome.REFUSED, "there is no item 'D8'")


def test_changes_alone_become_decisions_under_a_common_name():
    cells = [CellEdit("D7", "number", "3317", "3316"), CellEdit("D7", "date", "soon"), CellEdit("D7", "note", "", "")]
    checked = check_edits(cells, catalogue(number="3316"))
    assert decisions_of(checked, "table-1") == [
        FieldDecision(
            item="D7", field="number", before="3316", after="3317", why="edited in the table", spreadsheet="table-1"
        )
    ]
    assert name_of_save() != name_of_save()
