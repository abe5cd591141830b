"""A list as a curator keeps it: columns by their names, rows that are no items, cells that programs spoilt."""

import io

import pytest
import xlsxwriter

from briefbook.errors import FormatError
from briefbook.importers.csv_table import ListOptions, read_table


def read(text, **options):
    """What a list gives."""
    return read_table(text.encode(), "list", options=ListOptions(**options))


def values(received):
    """Item -> field -> values."""
    return {
        description.item: {
            name: [reading.value for reading in readings] for name, readings in description.readings.items()
        }
        for description in received.descriptions
    }


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Doc. No.,Date sent,Sender,Recipient(s),Tel. no.,Class.,Subject / title,Remarks", "{}"),
        ("Dok.-Nr.,Datum,Absender,Empfänger,Telegramm-Nr.,Einstufung,Betreff,Bemerkungen", "{}"),
        ("Cote,Date du document,Expéditeur,Destinataire,N° du télégramme,Classement,Objet,Remarques", "{}"),
        ("Identificador,Fecha,Remitente,Destinatarios,Núm.,Clasificación,Asunto,Observaciones", "{}"),
        ("doc_id,authored,from_field,to_field,Telegram Number,SecurityClassification,Title,comments", "{}"),
        ("ITEM (see scans),DATE (d/m/y),FROM:,TO:,NUMBER,CLASSIFICATION*,SUBJECT,NOTE", "{}"),
    ],
)
def test_columns_are_known_by_many_names(heading, row):
    assert values(read(f"{heading}\nH1,8-Nov-62,KIEL,OSLO,17,Secret,Fog,seen\n")) == {
        "H1": {
            "date": ["1962-11-08"], "from": ["KIEL"], "to": ["OSLO"], "number": ["17"],
            "classification": ["SECRET"], "subject": ["Fog"], "note": ["seen"],
        }
    }  # fmt: skip


def test_a_german_list_has_its_numbers_and_days_as_meant():
    received = read(
        "Kennung;Datum;Eingang;Tel.-Nr.\nH1;23.11.1962;24.11.1962;1.234\nH2;24.11.1962;gegen Mittag;12.007\n"
    )

    assert values(received) == {
        "H1": {"date": ["1962-11-23"], "received": ["1962-11-24"], "number": ["1234"]},
        "H2": {"date": ["1962-11-24"], "received": ["gegen Mittag"], "number": ["12007"]},
    }
    written = [description.readings["number"][0].as_written for description in received.descriptions]
    assert written == ["1.234", "12.007"]


def test_a_cell_with_two_numbers_is_left_as_it_is():
    assert values(read('Item,Number\nH1,"334,335"\n')) == {"H1": {"number": ["334,335"]}}


def test_the_mapping_is_reported():
    received = read("Doc. No.,Tel. no.,Colour\nH1,17,red\n")

    assert received.columns == {"Doc. No.": "item", "Tel. no.": "number", "Colour": "note"}
    assert received.unknown_columns == ("Colour",)
    assert {name: (example.written, example.meaning) for name, example in received.examples.items()} == {
        "Doc. No.": ("H1", ""),
        "Tel. no.": ("17", "17"),
        "Colour": ("red", ""),
    }
    assert "column 'colour' is not a known field; kept as a note" in received.not_understood


def test_the_curator_says_what_a_column_holds_or_that_it_is_left_out():
    received = read("Ref,Remarks,Wire\nH1,fog,17\n", columns={"ref": "item", "Wire": "number", "Remarks": ""})

    assert values(received) == {"H1": {"number": ["17"]}}


def test_columns_of_the_same_name_are_told_apart_by_their_letters():
    received = read("Item,Date,Date,\nH1,8 Nov 1962,9 Nov 1962,17\n", columns={"date#c": "received", "#D": "number"})

    assert values(received) == {
        "H1": {"date": ["1962-11-08"], "received": ["1962-11-09"], "number": ["17"]},
    }
    assert received.columns == {"Item": "item", "Date#B": "date", "Date#C": "received"}


def test_a_doubt_about_columns_of_the_same_name_says_which_is_which():
    received = read("Item,Subject,Subject\nH1,Fog,Ice\n")

    assert values(received) == {"H1": {"subject": ["Fog"], "note": ["subject: Ice"]}}
    assert received.not_understood[0] == (
        "columns 'Subject#B' and 'Subject#C' both seem to hold subject: 'Subject#B' was taken, and 'Subject#C' where "
        "'Subject#B' is blank, else kept as a note; change this with --map \"Subject#C=FIELD\""
    )


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Wyre": "number"}, "there is no column 'Wyre'; the columns are: Item, Wire"),
        ({"Wire": "numbr"}, "'numbr' is not a field; did you mean 'number'"),
    ],
)
def test_a_choice_that_is_not_possible_is_refused(columns, words):
    with pytest.raises(FormatError, match=words):
        read("Item,Wire\nH1,17\n", columns=columns)


def test_the_item_wins_over_the_file_name_which_becomes_a_note():
    received = read("File name,Item,Number\nscan1.pdf,H1,1\n,H2,2\nscan1.pdf,H3,3\n")

    assert values(received) == {
        "H1": {"number": ["1"], "note": ["file name: scan1.pdf"]},
        "H2": {"number": ["2"]},
        "H3": {"number": ["3"], "note": ["file name: scan1.pdf"]},
    }
    assert received.not_understood[0] == (
        "columns 'Item' and 'File name' both seem to hold item: 'Item' was taken, and 'File name' is kept as a note; "
        'change this with --map "File name=FIELD"'
    )


def test_of_two_columns_for_a_field_the_filled_one_is_never_overridden_by_a_blank():
    received = read("Item,Subject,Title\nH1,,Fog\nH2,Ships,Fleet\n")

    assert values(received) == {"H1": {"subject": ["Fog"]}, "H2": {"subject": ["Ships"], "note": ["title: Fleet"]}}
    assert received.not_understood[0].startswith("columns 'Subject' and 'Title' both seem to hold subject")


def test_a_column_that_is_blank_throughout_claims_nothing():
    assert values(read("Identifier,Document No.,Subject,Title\n,H1,,Fog\n")) == {"H1": {"subject": ["Fog"]}}


def test_two_columns_of_one_name_are_both_kept():
    received = read("Item,Notes,Notes,Number,Number\nH1,first,second,17,18\n")

    assert values(received) == {"H1": {"note": ["first", "second", "number: 18"], "number": ["17"]}}


def test_two_dates_find_two_fields():
    received = read("Item,Date,Date sent,Date received\nH1,8-Nov-62,9-Nov-62,10-Nov-62\n")

    assert values(received)["H1"] == {"date": ["1962-11-08"], "sent": ["1962-11-09"], "received": ["1962-11-10"]}


def test_a_column_that_counts_the_rows_is_no_number():
    received = read("No.,Item,Tel. no.\n1,H1,17\n2,H2,18\n3,H3,\n")

    assert values(received) == {"H1": {"number": ["17"]}, "H2": {"number": ["18"]}, "H3": {}}
    assert "column 'No.' counts the rows; it was left out" in received.understood


def test_a_heading_of_two_rows_is_one():
    received = read("Doc. No.,Date,Posts,,\n,,From,To,No.\nH1,8-Nov-62,KIEL,OSLO,17\n")

    assert values(received) == {"H1": {"date": ["1962-11-08"], "from": ["KIEL"], "to": ["OSLO"], "number": ["17"]}}
    assert "column 'posts' is not a known field; kept as a note" not in received.not_understood


def test_a_total_beside_a_column_that_counts_is_no_item():
    received = read("Lfd. Nr.;Signatur;N° télégramme\n1;H1;17\n2;H2;18\nSumme;2;\n")

    assert values(received) == {"H1": {"number": ["17"]}, "H2": {"number": ["18"]}}


@pytest.mark.parametrize(
    "total",
    ["Total général : 2", "Total general: 2", "Nombre de pièces : 2", "Totale", "Totaal", "Summa 2", "Gran total: 2",
     "Anzahl der Telegramme: 2", "Número de documentos: 2", "Razem: 2", "2 pièces en tout", "Sous-total"],
)  # fmt: skip
def test_a_total_in_another_language_is_no_item(total):
    received = read(f"Cote;Date;Objet\nH1;1962-11-08;x\nH2;1962-11-09;y\n{total};;\n")
    assert [description.item for description in received.descriptions] == ["H1", "H2"]
    assert f"left out as a total: row 4 ({total})" in received.understood


def test_titles_above_totals_below_and_headings_between_are_no_items():
    received = read(
        "Working list,,\nby the archivist,,\n\nItem,From,Number\nH1,KIEL,1\n"
        "Item,From,Number\nH2,OSLO,2\nTotal: 2,,\n,Total,2\n"
    )

    assert values(received) == {
        "H1": {"from": ["KIEL"], "number": ["1"]},
        "H2": {"from": ["OSLO"], "number": ["2"]},
    }
    assert received.understood == (
        "2 rows above the heading row 4 were left out: Working list; by the archivist",
        "left out as the heading row again: row 6",
        "left out as a total: rows 8 (Total: 2), 9 (Total, 2)",
    )


def test_a_row_twice_is_said_once_and_nothing_is_said_to_differ():
    received = read(
        "Item,Date,From,To,Number,Wire\nH1,8-Nov-62,KIEL,OSLO,1,x\nH1,8-Nov-62,KIEL,OSLO,1,x\nH1,8-Nov-62,KIEL,OSLO,1,y\n"
    )

    assert received.not_understood[1:] == (
        "row 3 (H1) repeats row 2 and was left out",
        "row 4: H1 is also in row 2; the two rows were joined",
    )
    assert values(received)["H1"]["note"] == ["wire: x", "wire: y"]


def test_ids_must_match_the_pattern_of_the_collection():
    text = "Item,Number\nH1,1\nX-9,2\nH2.pdf,3\n"

    refused = read(text, pattern="H[0-9]+")
    assert list(values(refused)) == ["H1", "H2"]
    assert any(
        sentence == "row 3 was left out: 'X-9' is taken for no id, for it does not match items.pattern of "
        "briefbook.toml (--any-id keeps such rows)"
        for sentence in refused.not_understood
    )
    assert list(values(read(text, pattern="H[0-9]+", any_id=True))) == ["H1", "X-9", "H2"]


def test_a_pattern_for_scans_of_single_pages_takes_the_items_of_a_list():
    pattern = "(?P<item>H[0-9]+)_[0-9]+"

    assert list(values(read("Item,Number\nH1,1\nH2_001.jpg,2\n", pattern=pattern))) == ["H1", "H2"]


def test_ids_are_free_of_what_cannot_be_seen():
    assert list(values(read("Item,Number\n\u200bH1\u00a0,1\nFCO 7/1234,2\nsee the file above,3\n"))) == [
        "H1",
        "FCO 7/1234",
    ]


def test_an_id_longer_than_any_name_of_a_file_is_left_out_and_said():
    received = read(f"Item,Number\n{'H' * 250},1\nH1,2\n")

    assert list(values(received)) == ["H1"]
    assert any("its id is longer than 120 letters" in sentence for sentence in received.not_understood)


def test_cells_that_programs_spoilt_are_mended_or_told():
    received = read("Item,Subject,Number,Tag\nH1,#REF!,3316.0,'=x\nH2,NaN,1.23E+05,\n")

    assert values(received) == {"H1": {"number": ["3316"], "tags": ["=x"]}, "H2": {"number": [None]}}
    assert "row 2 (H1): the spreadsheet shows an error, #REF!; the cell was taken as blank" in received.not_understood
    assert "row 3 (H2): the number '1.23E+05' was shortened by a spreadsheet and is lost" in received.not_understood


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("S", "SECRET"), ("conf", "CONFIDENTIAL"), ("Top-Secret", "TOP SECRET"), ("TS", "TOP SECRET"),
        ("U", "UNCLASSIFIED"), ("Unclas", "UNCLASSIFIED"), ("lou", "LIMITED OFFICIAL USE"), ("geheim", "GEHEIM"),
        ("Très secret", "TRES SECRET"), ("[Secret]", "SECRET"), ("for the file", "for the file"), ("none", None),
    ],
)  # fmt: skip
def test_a_classification_is_of_the_one_vocabulary_and_its_words_are_kept(written, level):
    (description,) = read(f"Item,Class.\nH1,{written}\n").descriptions

    (reading,) = description.readings["classification"]
    assert (reading.value, reading.as_written) == (level, written)


def test_caveats_beside_a_classification_go_to_their_own_field():
    assert values(read("Item,Class.\nH1,Secret/Noforn\n"))["H1"] == {
        "classification": ["SECRET"],
        "caveats": ["NOFORN"],
    }


def test_errors_of_a_workbook_are_reported_and_a_row_without_its_id_is_left_out():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List")
        for number, row in enumerate([["Item", "Number", "Subject"], ["H1", "", "Late"], ["", "17", "Early"]]):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, 1, "=A9", None, "#REF!")
        sheet.write_formula(2, 0, "=A9", None, "#N/A")
    received = read_table(out.getvalue(), "list")

    assert values(received) == {"H1": {"subject": ["Late"]}}
    assert received.not_understood[-2:] == (
        "sheet 'List', row 2 (H1): the spreadsheet shows an error, #REF!; the cell was taken as blank",
        "sheet 'List', row 3 was left out: the spreadsheet shows an error in place of its id: #N/A, 17, Early",
    )


def workbook(**sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def test_the_sheet_that_is_the_list_is_read_and_a_sheet_a_year_together():
    data = workbook(
        Readme=[["How to use"], ["Ask first"]],
        y1962=[["Item", "Number"], ["H1", 3316.0]],
        y1963=[["Item", "Number"], ["H2", 17]],
    )
    received = read_table(data, "list")

    assert values(received) == {"H1": {"number": ["3316"]}, "H2": {"number": ["17"]}}
    assert received.understood[0] == (
        "the workbook's sheets 'y1962', 'y1963' were read; not read: 'Readme' (choose one with --sheet NAME)"
    )
    assert values(read_table(data, "list", options=ListOptions(sheet="Y1963"))) == {"H2": {"number": ["17"]}}
    with pytest.raises(FormatError, match="there is no sheet '1964'; the sheets are: 'Readme', 'y1962', 'y1963'"):
        read_table(data, "list", options=ListOptions(sheet="1964"))


def test_a_list_without_names_of_columns_is_refused_with_its_first_row():
    with pytest.raises(FormatError, match=r"no row names the columns.*which is: 1, 12/28/1966, 66KIEL1"):
        read("1,12/28/1966,66KIEL1\n2,12/29/1966,66KIEL2\n")


def test_a_column_of_row_numbers_without_a_name_shifts_no_other():
    received = read_table(b'"item";"date";"from"\n"1";"D1";"1962-11-08";"OSLO"\n"2";"D2";"1962-11-09";\\N\n', "list")
    found = {d.item: {name: r[0].value for name, r in d.readings.items()} for d in received.descriptions}
    assert found == {"D1": {"date": "1962-11-08", "from": "OSLO"}, "D2": {"date": "1962-11-09"}}
    assert "each row has a cell more than there are names of columns: the first numbers the rows" in received.understood


def test_comments_on_cells_are_reported():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate((("Item", "Date"), ("D1", "8 Nov 1962"))):
            sheet.write_row(row, 0, cells)
        sheet.write_comment(1, 1, "seen on the film")
        sheet.write_comment(1, 0, "twice?")
    (said,) = [s for s in read_table(out.getvalue(), "list").not_understood if "comment" in s]
    assert said == "2 comments on cells were not read: copy what is to be kept into a column of its own"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"TY  - PCOMM\nTI  - Telegram\nER  - \n",
            "this is a list of references .RIS., not a table: use .briefbook import zotero.",
        ),
        (b"\xef\xbb\xbfTY  - BOOK\r\nER  - \r\n", "import zotero"),
    ],
)
def test_a_list_of_references_is_refused_with_its_own_kind(data, words):
    with pytest.raises(FormatError, match=words):
        read_table(data, "list")


def test_lists_of_archives_descriptions_name_item_and_date():
    atom = b"legacyId,identifier,title,scopeAndContent,eventDates\n1,F 12,Tin,Sugar,8 Nov 1962\n"
    space = b"ref_id,title,unitid,level,expression\nr1,Telegram,RG 5/12,item,8 November 1962\n"
    for data, item in ((atom, "F 12"), (space, "RG 5/12")):
        (description,) = read_table(data, "list").descriptions
        assert (description.item, description.readings["date"][0].value) == (item, "1962-11-08")


@pytest.mark.parametrize(("written", "form"), [("Text", None), ("Still Image", None), ("Telegram", "Telegram")])
def test_a_type_of_dublin_core_is_no_form_of_a_document(written, form):
    (description,) = read_table(f"Item,Type\nH101,{written}\n".encode(), "list").descriptions
    assert [reading.value for reading in description.readings.get("form", ())] == ([form] if form else [])
    assert form or f"type: {written}" in [reading.value for reading in description.readings["note"]]


@pytest.mark.parametrize(
    ("column", "kept_back", "shown"),
    [("publicationStatus", "Draft", "Published"), ("Published", "0", "1"), ("public", "FALSE", "TRUE")],
)
def test_items_that_a_system_keeps_from_the_public_are_named(column, kept_back, shown):
    rows = f"Item,Title,{column}\nH101,Dues,{shown}\nH102,Boats,{kept_back}\n"
    (said,) = [words for words in read_table(rows.encode(), "list").not_understood if "not public" in words]
    assert said == (
        "1 item is not public where the list comes from, and stayed out, and will not be published: H102; "
        f'--include-private takes them in, and --map "{column}=note" says that the column is of something else'
    )


def test_a_list_of_which_all_is_public_says_nothing_of_it():
    received = read_table(b"Item,Title,Visibility\nH101,Dues,Open\n", "list")
    assert not [words for words in received.not_understood if "not public" in words]
