"""Tables as FOIArchive, WikiLeaks and OpenRefine give them."""

import json

import pytest

from briefbook.errors import FormatError
from briefbook.importers.csv_table import read_table
from briefbook.importers.openrefine import read_openrefine
from briefbook.importers.wikileaks import MAX_CELL, read_wikileaks

ROW = (
    '"{n}","3/2/1963 18:48","{item}","Embassy Oslo","CONFIDENTIAL//NOFORN","63STATE104|63LONDON7","P R 021848Z MAR 63\n'
    'FM AMEMBASSY OSLO","1. THE \\"FERRY\\" IS LATE.\nEND"\n'
)


def fields(received):
    return {
        description.item: {name: [r.value for r in readings] for name, readings in description.readings.items()}
        for description in received.descriptions
    }


def test_wikileaks_rows_are_cables_with_their_references(tmp_path):
    path = tmp_path / "cables.csv"
    path.write_text(ROW.format(n=1, item="63OSLO2481") + ROW.format(n=2, item="63OSLO2481") + "a,b\n")
    received = read_wikileaks(path, "cables")
    (description,) = received.descriptions
    assert fields(received) == {
        "63OSLO2481": {
            "date": ["1963-03-02"],
            "from": ["OSLO"],
            "number": ["2481"],
            "classification": ["CONFIDENTIAL"],
            "caveats": ["NOFORN"],
        }
    }
    assert description.pages == ('P R 021848Z MAR 63\nFM AMEMBASSY OSLO\n\n1. THE "FERRY" IS LATE.\nEND',)
    assert [reference.target for reference in description.references] == ["63STATE104", "63LONDON7"]
    assert received.not_understood == (
        "row 2: 63OSLO2481 came before; this row was left out",
        "row 3 is no cable: it has 2 cells",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Item,Date\nH1,x\n", "no cable's id in the third of 8 cells"),
        (b"", "the file is empty"),
        (b"PK\x03\x04", "an archive or a workbook"),
        (b'"1","' + b"x" * (MAX_CELL + 10) + b'"\n', "row 1: field larger than field limit"),
    ],
)
def test_another_table_and_a_cell_without_end_are_refused(tmp_path, content, reason):
    path = tmp_path / "cables.csv"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=reason):
        read_wikileaks(path, "cables")


def test_columns_of_foiarchive_and_declassdb_are_known():
    text = (
        "doc_id,corpus,authored,title,classification,body,from_field,to_field,countries,persons,topics\n"
        "H101,cfpf,1963-03-02 00:00:00,FERRY,SECRET,LIGHTS LIT,OSLO,LDN,Norway,A. Berg,harbours\n"
    )
    received = read_table(text.encode(), "foiarchive")
    assert fields(received) == {
        "H101": {
            "date": ["1963-03-02"],
            "subject": ["FERRY"],
            "classification": ["SECRET"],
            "from": ["OSLO"],
            "to": ["LDN"],
            "places": ["Norway"],
            "persons": ["A. Berg"],
            "tags": ["harbours"],
            "note": ["corpus: cfpf"],
        }
    }
    assert received.descriptions[0].pages == ("LIGHTS LIT",)


ROWS = "Item\tTo\tDate\nH1\tLDN\t1963-03-02T00:00:00Z\n\tPARIS\t\nH2\tROME\t1963-03-03\n"
WANTED = {"H1": {"to": ["LDN", "PARIS"], "date": ["1963-03-02"]}, "H2": {"to": ["ROME"], "date": ["1963-03-03"]}}


@pytest.mark.parametrize(
    "data",
    [
        ROWS.encode(),
        json.dumps(
            {"rows": [dict(zip(("Item", "To", "Date"), row.split("\t"), strict=True)) for row in ROWS.splitlines()[1:]]}
        ).encode(),
        (
            "<html><table>"
            + "".join(
                f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(chr(9)))}</tr>" for row in ROWS.splitlines()
            )
            + "</table></html>"
        ).encode(),
    ],
)
def test_openrefine_records_are_joined_in_every_export(data):
    received = read_openrefine(data, "refine")
    assert fields(received) == WANTED
    assert received.understood[0] == "1 row without an id went on with the record above"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x1f\x8b", "a project of OpenRefine"),
        (b"{", "not JSON"),
        (b'{"a": 1}', 'no list of "rows"'),
        (b"<html><p>no</p></html>", "no table"),
        (b"", "empty"),
    ],
)
def test_other_files_are_refused(data, reason):
    with pytest.raises(FormatError, match=reason):
        read_openrefine(data, "refine")
