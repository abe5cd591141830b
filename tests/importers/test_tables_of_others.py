"""Tables as FOIArchive, WikiLeaks and OpenRefine give them."""

import json

import pytest

from briefbook.errors import FormatError
from briefbook.importers.csv_table import read_table, read_table_file
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


FOIARCHIVE = {
    "doc_id": "1973OSLO00217", "authored": "1973-03-02T00:00:00+00:00", "corpus": "cfpf", "classification": "secret",
    "title": "FERRY", "body": "LIGHTS LIT", "source": "https://example.org/1973OSLO00217.pdf", "pg_cnt": 1,
    "topic_names": ["harbours", "fog"], "topic_ids": [7, 9], "persons": None, "doc_lang": "en",
    "topics": [{"topic_name": "ships"}],
}  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([FOIARCHIVE]),
        json.dumps({"total": 1, "results": [FOIARCHIVE]}),
        json.dumps(FOIARCHIVE) + "\n" + json.dumps(FOIARCHIVE | {"doc_id": "1973OSLO00218"}) + "\n",
    ],
)
def test_documents_of_foiarchive_come_in_as_its_interface_gives_them(data, tmp_path):
    path = tmp_path / "answer.json"
    path.write_text(data, encoding="utf-8")
    for received in (read_table(data.encode(), "foiarchive"), read_table_file(path, "foiarchive")):
        description = next(iter(received.descriptions))
        values = fields(received)["1973OSLO00217"]
        note = values.pop("note")
        assert values == {
            "date": ["1973-03-02"],
            "classification": ["SECRET"],
            "subject": ["FERRY"],
            "tags": ["harbours", "fog", "ships"],
            "citation": ["https://example.org/1973OSLO00217.pdf"],
        }
        assert description.pages == ("LIGHTS LIT",)
        assert "topic ids: 7; 9" in " ".join(note).replace("_", " ")
        assert "corpus: cfpf" in note


def test_answers_of_declassdb_come_in(tmp_path):
    answer = {
        "query": "ferry",
        "total": 1,
        "results": [
            {
                "docId": "CIA-RDP79-1", "title": "FERRY", "date": "1963-03-02", "collection": "CREST", "pages": 2,
                "pdfUrl": "https://example.org/a.pdf", "snippet": "LIGHTS", "source": "cia",
            }
        ],
    }  # fmt: skip
    values = fields(read_table(json.dumps(answer).encode(), "declassdb"))["CIA-RDP79-1"]
    assert (values["date"], values["subject"]) == (["1963-03-02"], ["FERRY"])
    assert {"collection: CREST", "pdfurl: https://example.org/a.pdf"} <= set(values["note"])


CABLE = {
    "reference_id": "66OSLO217", "date_time": "1966-02-28 18:48", "released": "2011-08-30", "origin": "Embassy Oslo",
    "classification": "CONFIDENTIAL", "subject": "FERRY", "references": ["66LONDON9"], "tags": ["ETRD", "NO"],
    "recipients": ["SECSTATE WASHDC"], "info_recipients": ["LONDON"], "content": "LIGHTS LIT",
}  # fmt: skip


@pytest.mark.parametrize("names", [{}, {"reference_id": "id", "date_time": "date", "content": "body"}])
def test_cables_of_wikileaks_come_in_as_json_and_as_a_table_with_a_heading(names):
    cable = {names.get(name, name): value for name, value in CABLE.items()}
    cells = ["; ".join(value) if isinstance(value, list) else value for value in cable.values()]
    for data in (json.dumps([cable]), ",".join(cable) + "\n" + ",".join(cells) + "\n"):
        received = read_table(data.encode(), "cables")
        values = fields(received)["66OSLO217"]
        assert (values["date"], values["from"], values["to"]) == (
            ["1966-02-28"],
            ["Embassy Oslo"],
            ["SECSTATE WASHDC"],
        )
        assert (values["subject"], values["classification"], values["info"]) == (
            ["FERRY"],
            ["CONFIDENTIAL"],
            ["LONDON"],
        )
        assert values["tags"] == ["ETRD", "NO"]
        assert received.descriptions[0].pages == ("LIGHTS LIT",)


@pytest.mark.parametrize("data", ['{"a": 1}', "[1, 2]", '[{"id": 1}, 2]', '{"a": 1}\nx\n', '{"a": NaN}\n{"a": 1}\n'])
def test_json_that_is_no_list_of_papers_is_refused(data):
    with pytest.raises(FormatError):
        read_table(data.encode(), "list")
