"""A spreadsheet goes out and comes back; what changed on both sides is a conflict, never a silent loss."""

import pytest

from briefbook.catalogue.spreadsheet import Change, Comparison, compare_spreadsheet, write_spreadsheet
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.util.tables import read_tables


def catalogue(**values):
    entry = Entry("D7", {name: (Reading(value, value),) for name, value in values.items()})
    return MemoryCatalogue({"D7": entry})


def compare_text(text, held, parse, **settings):
    return compare_spreadsheet(read_tables(text.encode()), held, parse, **settings)


def parse_field(field, value):
    return None if value == "31-Nov-62" else {"8-Nov-62": "1962-11-08"}.get(value, value)


def test_an_untouched_export_changes_nothing():
    held = catalogue(date="1962-11-08", number="3316", subject='a "word", and ; more')
    compared = compare_text(write_spreadsheet(held), held, parse_field)
    assert (compared.changes, compared.conflicts, compared.problems) == ((), (), ())


def test_an_edited_cell_is_a_change_and_a_reformatted_date_is_none():
    held = catalogue(date="1962-11-08", number="3316")
    text = write_spreadsheet(held, ["date", "number"]).replace("1962-11-08,3316", "8-Nov-62,3317")
    assert compare_text(text, held, parse_field).changes == (Change("D7", "number", "3316", "3317", "3316"),)


def test_a_day_that_a_spreadsheet_program_wrote_with_the_month_first_is_no_change():
    held = catalogue(date="1962-11-08", number="3316")
    text = write_spreadsheet(held, ["date", "number"]).replace("1962-11-08,3316", "11/8/1962,3316")

    assert compare_text(text, held, parse_field) == Comparison()
    assert compare_text(text, held, parse_field, order="mdy") == Comparison()
    day_first = compare_text(text, held, parse_field, order="dmy")
    assert (day_first.changes, [change.doubt for change in day_first.conflicts]) == (
        (),
        ["'11/8/1962' may be 1962-11-08, the day that was exported, with day and month exchanged, or 1962-08-11"],
    )


def test_what_changed_on_both_sides_is_a_conflict():
    text = write_spreadsheet(catalogue(number="3316"), ["number"]).replace("D7,3316", "D7,3317")
    compared = compare_text(text, catalogue(number="3318"), parse_field)
    assert compared.changes == ()
    assert compared.conflicts == (Change("D7", "number", "3318", "3317", "3316", conflict=True),)


def test_what_changed_only_in_the_catalogue_stays():
    text = write_spreadsheet(catalogue(number="3316"), ["number"])
    assert compare_text(text, catalogue(number="3318"), parse_field).changes == ()


def test_an_emptied_cell_says_blank():
    held = catalogue(number="3316")
    text = write_spreadsheet(held, ["number"]).replace("D7,3316", "D7,")
    assert compare_text(text, held, parse_field).changes == (Change("D7", "number", "3316", None, "3316"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("date;number\n1;2\n", "no column 'item'"),
        ("item,colour\nD7,red\n", "no column is a known field"),
    ],
)
def test_a_sheet_that_cannot_be_used_says_why(text, words):
    with pytest.raises(ValueError, match=words):
        compare_text(text, catalogue(), parse_field)


def test_a_row_that_cannot_be_used_is_named_and_the_rest_goes_on():
    text = "Item;Date;Number\nD8;;1\nD7;31-Nov-62;\nD7;;5\n"
    compared = compare_text(text, catalogue(number="4"), parse_field)
    assert compared.changes == (Change("D7", "number", "4", "5", "4"),)
    assert [problem.split(":")[0] for problem in compared.problems] == ["row 2", "row 3"]
    assert not compared.has_base
