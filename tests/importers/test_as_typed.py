"""What is typed into a list, a workbook, Omeka or a table of a page comes back as it was typed, to the blank."""

import csv
import io
import json

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from test_word_pages import TITLE, docx, paragraph, run

from briefbook.catalogue.describe import describe_item
from briefbook.catalogue.field_values import parse_field
from briefbook.catalogue.spreadsheet import Comparison, compare_spreadsheet, write_spreadsheet, write_workbook
from briefbook.importers.csv_table import read_table
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.omeka import read_omeka
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.model.received import Description
from briefbook.util.cells import guard_formula, guard_text_cell
from briefbook.util.tables import read_tables

BLANKS = st.sampled_from(["", " ", "  ", "\t", "\n", "\u00a0"])
INNER = st.lists(
    st.sampled_from(
        [
            *"aßé日=+-@'’\"“,;|^<>&[]{}#%\\/0",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "\u00a0",
            "\u200b",
            "e\u0301",
            "007",
            "$x$",
        ]
    ),
    max_size=9,
).map("".join)
CELLS = st.tuples(BLANKS, INNER, BLANKS).map(lambda parts: f"{parts[0]}W{parts[1]}w{parts[2]}")


def in_csv(cell, heading="Subject"):
    out = io.StringIO()
    csv.writer(out).writerows([["Item", heading, "Date"], ["D7", guard_formula(cell), "8 Nov 1962"]])
    return out.getvalue().encode()


def reading_of(received, field="subject"):
    (description,) = received.descriptions
    stored = Description.of_json(json.loads(json.dumps(description.as_json())), received.name)
    (reading,) = stored.readings[field]
    return reading


@given(CELLS)
def test_a_cell_of_a_list_comes_back_as_typed_through_catalogue_and_tables(typed):
    received = read_table(in_csv(typed), "list")
    reading = reading_of(received)

    assert (reading.as_written, reading.value) == (typed, typed.strip())

    entry = describe_item("D7", descriptions=tuple(received.descriptions))
    held = MemoryCatalogue({"D7": entry})
    for table in (write_spreadsheet(held, ("subject",)).encode(), write_workbook(held, ("subject",))):
        assert compare_spreadsheet(read_tables(table), held, parse_field) == Comparison()
        assert reading_of(read_table(table, "again")).as_written == typed.strip()


@given(CELLS)
def test_a_note_and_the_text_of_pages_come_back_as_typed(typed):
    note = reading_of(read_table(in_csv(typed, "Remarks"), "list"), "note")
    assert (note.as_written, note.value) == (typed, typed.strip())
    stranger = reading_of(read_table(in_csv(typed, "Shelf colour"), "list"), "note")
    assert stranger.as_written == f"shelf colour: {typed}"
    (description,) = read_table(in_csv(typed, "Text"), "list").descriptions
    assert description.pages == (typed,)


@settings(max_examples=40)
@given(CELLS.filter(lambda typed: "\r" not in typed))  # which a cell of a workbook cannot hold
def test_a_cell_of_a_workbook_comes_back_as_typed(typed):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, (heading, cell) in enumerate((("Item", "D7"), ("Subject", guard_text_cell(typed)))):
            sheet.write_string(0, column, heading)
            sheet.write_string(1, column, cell)

    assert reading_of(read_table(out.getvalue(), "list")).as_written == typed


@given(CELLS.filter(lambda typed: "<" not in typed and "&" not in typed))  # Omeka's values are HTML
def test_a_value_of_omeka_comes_back_as_typed(typed):
    item = {
        "o:id": 12,
        "dcterms:identifier": [{"@value": "D7"}],
        "dcterms:title": [{"@value": typed}],
    }

    reading = reading_of(read_omeka(json.dumps(item).encode(), "export"))

    assert reading.as_written == typed.strip()


def test_a_cell_of_a_table_in_word_comes_back_as_typed():
    def cell(*lines):
        return f"<w:tc>{''.join(paragraph(run(line)) for line in lines)}</w:tc>"

    heading = "".join(cell(name) for name in ("Item", "Date", "From", "To", "Number"))
    row = (
        cell("CDNW777") + cell(" 8  Nov 1962") + cell("Mr  Doe,\tdeputy") + cell("LDN", "the\u00a0 Desk") + cell("A  7")
    )
    received = read_exhibit(docx(f"{TITLE}<w:tbl><w:tr>{heading}</w:tr><w:tr>{row}</w:tr></w:tbl>"), "docx", "page")

    (description,) = received.descriptions
    written = {name: [(r.as_written, r.value) for r in readings] for name, readings in description.readings.items()}
    assert written == {
        "date": [(" 8  Nov 1962", "1962-11-08")],
        "from": [("Mr  Doe,\tdeputy", "Mr Doe, deputy")],
        "to": [("LDN", "LDN"), ("the\u00a0 Desk", "the Desk")],
        "number": [("A  7", "A 7")],
    }


def test_a_cell_of_a_web_page_has_the_lines_and_blanks_that_readers_see():
    heading = "".join(f"<th>{name}</th>" for name in ("Item", "Date", "From", "To", "Number"))
    cells = ("CDNW777", "8 Nov\n   1962", "Mr&nbsp;&nbsp;Doe\n  of Kiel", "LDN<br>the Desk", "<pre>A  7</pre>")
    row = "".join(f"<td>\n {cell} </td>" for cell in cells)
    page = f"<h1>A SPECIMEN page</h1><table><tr>{heading}</tr><tr>{row}</tr></table>"

    (description,) = read_exhibit(page, "html", "page").descriptions

    written = {name: [reading.as_written for reading in readings] for name, readings in description.readings.items()}
    assert written == {
        "date": ["8 Nov 1962"],
        "from": ["Mr\u00a0\u00a0Doe of Kiel"],
        "to": ["LDN", "the Desk"],
        "number": ["A  7"],
    }
