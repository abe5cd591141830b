"""A file of rows is read as what it is: any encoding, any separator, a workbook's cells as they mean; else refused."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import briefbook
from briefbook.errors import FormatError
from briefbook.util import tables
from briefbook.util.cells import guard_formula, guard_text_cell, is_spreadsheet_error, unguard_formula, visible
from briefbook.util.encodings import decode
from briefbook.util.tables import read_tables


def rows(data):
    """The cells of the first table."""
    return [row.cells for row in read_tables(data)[0].rows]


def workbook(fill, **options):
    """A workbook made by ``fill(workbook)``."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book)
    book.close()
    return out.getvalue()


def archive(*names, mimetype=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


EXPECTED = [("Item", "Subject"), ("H1", "Übergabe, Kiel")]


@pytest.mark.parametrize(
    "data",
    [
        "Item;Subject\r\nH1;Übergabe, Kiel\r\n".encode("utf-8-sig"),
        "Item\tSubject\r\nH1\tÜbergabe, Kiel\r\n".encode("utf-16"),
        "Item\tSubject\nH1\tÜbergabe, Kiel\n".encode("utf-16-le"),
        "Item\tSubject\nH1\tÜbergabe, Kiel\n".encode("utf-16-be"),
        "sep=;\r\nItem;Subject\r\nH1;Übergabe, Kiel\r\n".encode("cp1252"),
        'Item,Subject\rH1,"Übergabe, Kiel"\r'.encode("mac_roman"),
        "Item|Subject\nH1|Übergabe, Kiel\n".encode(),
    ],
)
def test_encoding_and_separator_are_judged_from_the_file(data):
    assert rows(data) == EXPECTED


@pytest.mark.parametrize(
    ("words", "encoding", "name"),
    [
        ("Señor Roa, “Raúl” – réponse", "cp1252", "Windows-1252"),
        ("Señor Roa, réponse à Genève", "mac_roman", "Mac Roman"),
        ("Moscow – Bonn", "cp1252", "Windows-1252"),
        ("Gespräch über Düsseldorf", "mac_roman", "Mac Roman"),
        ("Gespräch über Düsseldorf", "cp850", "DOS (code page 850)"),
        ("Wałęsa, Kraków, Łódź", "cp1250", "Windows-1250 (Central Europe)"),
        ("Посольство в Москве", "cp1251", "Windows-1251 (Cyrillic)"),
        ("Πρεσβεία Αθήνα", "cp1253", "Windows-1253 (Greek)"),
    ],
)
def test_an_old_encoding_is_told_by_its_words(words, encoding, name):
    assert decode(words.encode(encoding)) == (words, (f"the file is not UTF-8; it was read as {name}",))


def test_a_file_of_utf_8_with_a_damaged_letter_stays_utf_8():
    text, notes = decode("Müller, Köln, Zürich, Österreich, ".encode() + b"\xff")

    assert text == "Müller, Köln, Zürich, Österreich, \ufffd"
    assert notes == ("the file is UTF-8, but for 1 damaged characters, shown as \ufffd",)


def test_a_cell_of_any_length_is_read():
    assert len(rows(b'Item,Text\nH1,"' + b"WORD " * 60_000 + b'"\n')[1][1]) == 300_000


def test_a_line_longer_than_any_lists_is_refused_before_it_is_in_memory(monkeypatch):
    monkeypatch.setattr(tables, "MAX_LINE", 1000)
    assert len(read_tables(("Item,Text\nD1," + "a" * 900 + "\n").encode())[0].rows) == 2
    with pytest.raises(FormatError, match="line 2 has more than 1,000 characters"):
        read_tables(("Item,Text\nD1," + "a" * 1000 + "\n").encode())


def test_an_open_quotation_mark_ends_with_its_line_and_is_told_with_its_row():
    table = read_tables(b'Item,From,Subject\nH1,KIEL,"the harbour\nH2,KIEL,"ships, two"\nH3,KIEL,fog\n')[0]

    assert [row.cells for row in table.rows] == [
        ("Item", "From", "Subject"),
        ("H1", "KIEL", '"the harbour'),
        ("H2", "KIEL", "ships, two"),
        ("H3", "KIEL", "fog"),
    ]
    assert table.problems == (
        "row 2: a quotation mark is opened and not closed, or stands inside a cell; it was taken as it is; "
        "check this row",
    )


def test_two_open_marks_do_not_swallow_the_rows_between_them():
    table = read_tables(b'Item,From,Subject\nH1,KIEL,"open\nH2,KIEL,fog\nH3,KIEL,open too"\n')[0]

    assert [row.cells[0] for row in table.rows] == ["Item", "H1", "H2", "H3"]
    assert table.problems[0].startswith("row 2: a quotation mark")


def test_a_cell_of_several_lines_and_doubled_marks_is_no_fault():
    table = read_tables(b'Item,Subject,Note\nH1,"one\ntwo","he said ""no"", twice"\nH2,x,y\n')[0]

    assert [row.cells for row in table.rows[1:]] == [("H1", "one\ntwo", 'he said "no", twice'), ("H2", "x", "y")]
    assert table.problems == ()


def test_the_cells_of_a_workbook_come_as_they_mean():
    def fill(book):
        sheet = book.add_worksheet("List")
        day = book.add_format({"num_format": "d-mmm-yy"})
        sheet.write_row(0, 0, ["Item", "Date", "Number", "Share", "Yes", "Text"])
        sheet.write_string(1, 0, "0042")
        sheet.write_datetime(1, 1, date(1962, 11, 8), day)
        sheet.write_number(1, 2, 3316.0)
        sheet.write_number(1, 3, 0.25)
        sheet.write_boolean(1, 4, True)
        sheet.write_string(1, 5, "two\nlines")
        sheet.write_datetime(2, 1, datetime(1962, 11, 8, 14, 30), day)

    expected = [
        ("Item", "Date", "Number", "Share", "Yes", "Text"),
        ("0042", "1962-11-08", "3316", "0.25", "TRUE", "two\nlines"),
        ("", "1962-11-08 14:30:00", "", "", "", ""),
    ]
    assert rows(workbook(fill)) == expected
    assert rows(workbook(fill, date_1904=True)) == expected


def test_a_cell_merged_downwards_is_the_value_of_each_row():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Item", "From"])
        sheet.write_column(1, 0, ["H1", "H2"])
        sheet.merge_range(1, 1, 2, 1, "KIEL")

    table = read_tables(workbook(fill))[0]
    assert [row.cells for row in table.rows[1:]] == [("H1", "KIEL"), ("H2", "KIEL")]
    assert table.notes == ("cells merged over several rows were read as the value of each row (1)",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"%PDF-1.7\n", "this is a PDF, not a table"),
        (
            archive("word/document.xml"),
            r"this is a Word document \(.docx\), not a table: use `briefbook import exhibit`",
        ),
        (archive("list.csv"), r"this is a ZIP archive, not a table: unpack it and give the table inside \(list.csv\)"),
        (
            archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "OpenDocument file without sheets",
        ),
        (b"PK\x03\x04 and no more", "damaged workbook or ZIP archive"),
        (b"{\\rtf1 Item}", "RTF document"),
        (b"<html><table><tr><td>Item</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "workbook in XML"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(1, 32)) * 20, "binary file of a kind that is not known"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_name(data, words):
    with pytest.raises(FormatError, match=words):
        read_tables(data)


def test_a_cell_like_a_formula_is_guarded_and_the_guard_is_taken_off():
    cells = ["=1+1", "+5", "-5", "@home", "\tx", "WASHDC", "'tis"]

    assert [guard_formula(cell) for cell in cells] == ["'=1+1", "'+5", "'-5", "'@home", "'\tx", "WASHDC", "'tis"]
    assert [unguard_formula(guard_formula(cell)) for cell in cells] == cells


def test_a_wide_sign_and_a_line_end_begin_formulas_too():
    assert [guard_formula(cell) for cell in ("\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\n=1")] == [
        "'\uff1d1",
        "'\uff0b1",
        "'\uff0d1",
        "'\uff201",
        "'\n=1",
    ]


def test_a_cell_that_has_an_apostrophe_of_its_own_keeps_it():
    assert [guard_formula(cell) for cell in ("'=1", "\u2019-5", "''+1")] == ["''=1", "'\u2019-5", "'''+1"]
    assert [unguard_formula(cell) for cell in ("''=1", "'\u2019-5", "'''+1")] == ["'=1", "\u2019-5", "''+1"]


CELLS = st.text(st.sampled_from("'\u2019\u2018=+-@\t\r\nAb1 \uff1d;,\""))


@given(CELLS)
def test_guarding_is_undone_by_its_inverse(cell):
    assert unguard_formula(guard_formula(cell)) == cell
    assert unguard_formula(guard_text_cell(cell)) == cell


@given(CELLS)
def test_no_guarded_cell_begins_like_a_formula(cell):
    assert guard_formula(cell)[:1] not in set("=+-@\t\r\n\uff1d")


def test_every_csv_is_written_by_the_writer_that_guards():
    source = Path(briefbook.__file__).parent
    direct = [path.relative_to(source).as_posix() for path in source.rglob("*.py") if "csv.writer(" in path.read_text()]
    assert direct == ["util/cells.py"]


def test_characters_without_width_are_no_part_of_a_cell():
    assert visible("\ufeffH\u200b1\u00ad\u00a0 x") == "H1 x"


@pytest.mark.skipif("sys.platform != 'linux'", reason="other systems have no limit of private memory")
def test_a_workbook_that_names_the_last_cell_there_is_does_not_take_all_memory():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Item")
        sheet.write(1_048_575, 16_383, "ABCD10001")
    with pytest.raises(FormatError, match=r"the workbook was not opened: .*save the sheet with the list alone, as CSV"):
        read_tables(out.getvalue())


def test_an_error_in_an_excel_workbook_is_read_as_the_error_and_not_as_a_blank():
    def fill(book):
        sheet = book.add_worksheet("List")
        sheet.write_row(0, 0, ["Item", "Subject", "Number"])
        sheet.write_string(1, 0, "H1")
        sheet.write_formula(1, 1, "=VLOOKUP(1,A1:B1,2)", None, "#N/A")
        sheet.write_formula(1, 2, "=A9", None, "#REF!")

    assert rows(workbook(fill)) == [("Item", "Subject", "Number"), ("H1", "#N/A", "#REF!")]


def test_an_error_of_a_kind_that_is_new_in_excel_refuses_no_workbook():
    data = workbook(lambda book: book.add_worksheet("List").write_formula(0, 0, "=A9", None, "#REF!"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as made:
        for name in read.namelist():
            made.writestr(name, read.read(name).replace(b"#REF!", b"#SPILL!"))

    assert rows(out.getvalue()) == [("#SPILL!",)]


ODS_CELL = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    "attributes",
    [
        'table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"',
        'table:formula="of:=NA()" office:value-type="float" office:value="0" calcext:value-type="error"',
    ],
)
def test_an_error_in_an_opendocument_workbook_is_read_as_the_error(attributes):
    plain = 'office:value-type="string"'
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="List"><table:table-row>'
        f"{ODS_CELL.format(plain, 'H1')}{ODS_CELL.format(attributes, '#N/A')}{ODS_CELL.format(plain, 'late')}"
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)

    assert rows(out.getvalue()) == [("H1", "#N/A", "late")]


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#BEZUG!", "#VALEUR!", "#SPILL!", "Err:502", "########", " #n/a "])
def test_what_programs_show_in_place_of_a_value_is_an_error(cell):
    assert is_spreadsheet_error(cell)


@pytest.mark.parametrize("cell", ["#12", "N/A", "#", "NAME", "REF 3316", "Err: 502"])
def test_what_a_person_writes_is_no_error(cell):
    assert not is_spreadsheet_error(cell)
