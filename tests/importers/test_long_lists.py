"""Lists that need not fit into memory: read row by row, written in parts, the same as a short one."""

import hashlib
import json
import tracemalloc

import pytest

from briefbook.errors import FormatError
from briefbook.importers.csv_table import ListOptions, read_table, read_table_file
from briefbook.importers.spooled_descriptions import SpooledDescriptions, description_files_of, description_lines
from briefbook.model.received import Description

LIST = """Made-up harbour list
Item;Date;From;To;Tel. no.;Subject
D3;13/2/62;LDN;WASHDC;7;Ferries
D1;8/11/62;LDN;WASHDC;5;Harbour dues
D2;9/11/62;PARIS;WASHDC;6;Pilots
D1;8/11/62;LDN;WASHDC;55;Harbour dues
D2;9/11/62;PARIS;WASHDC;6;Pilots
Item;Date;From;To;Tel. no.;Subject
;9/11/62;PARIS;WASHDC;6;Nobody's
"""


@pytest.fixture
def file_of(tmp_path):
    def write(data):
        path = tmp_path / "list.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def test_a_file_gives_what_its_bytes_give(file_of):
    from_file = read_table_file(file_of(LIST), "list")
    from_bytes = read_table(LIST.encode(), "list")

    assert [description.item for description in from_file.descriptions] == ["D3", "D1", "D2"]
    assert tuple(from_file.descriptions) == from_bytes.descriptions
    assert from_file.understood == from_bytes.understood
    assert from_file.not_understood == from_bytes.not_understood
    assert from_file.counts == {"rows": 6, "items": 3}


def test_rows_of_one_item_are_merged_in_the_place_of_the_first(file_of):
    received = read_table_file(file_of(LIST), "list")
    first = list(received.descriptions)[1]
    assert [reading.value for reading in first.readings["number"]] == ["5", "55"]
    assert "row 6: D1 is also in row 4, and number differs: '5' and '55'" in received.not_understood
    assert "row 7 (D2) repeats row 5 and was left out" in received.not_understood


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32", "cp1252", "mac_roman"])
def test_a_file_in_another_encoding_is_read_as_its_bytes_are(file_of, encoding):
    data = "Item,Subject\r\nD1,Été à Québec\rD2,Ünder\n".encode(encoding)
    from_file = read_table_file(file_of(data), "list")
    assert [next(iter(d.readings["subject"])).value for d in from_file.descriptions] == ["Été à Québec", "Ünder"]
    assert from_file.understood == read_table(data, "list").understood


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \r\n\x00\n", "the file is empty"),
        (b"%PDF-1.7 ...", "this is a PDF, not a table"),
        (b"<html><table><tr><td>Item</td></tr></table>", "this is a web page, not a table"),
        (b"Item\x00\x00\x00,\x01\x02Date\n", "this is a binary file of a kind that is not known"),
    ],
)
def test_a_file_of_another_kind_is_refused_as_its_bytes_are(file_of, data, why):
    with pytest.raises(FormatError, match=why):
        read_table_file(file_of(data), "list")


def test_a_column_is_known_by_rows_far_down(file_of):
    rows = "".join(f"{n},D{n},,x\n" for n in range(1, 3001))
    received = read_table_file(file_of(f"No.,Item,Date,Number\n{rows}3001,D3001,31/12/62,9\n"), "list")
    last = list(received.descriptions)[-1]
    assert last.readings["date"][0].value == "1962-12-31"
    assert "column 'No.' counts the rows; it was left out" in received.understood


def test_memory_does_not_grow_with_the_list(file_of):
    text = "HARBOUR DUES ARE HIGH AND THE PILOTS STAY AT HOME. " * 40
    path = file_of("Item,Date,Text\n" + "".join(f'D{n},1962-11-08,"{text}"\n' for n in range(12_000)))
    tracemalloc.start()
    try:
        received = read_table_file(path, "list")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(received.descriptions) == 12_000
    assert path.stat().st_size > 24_000_000
    assert peak < 24_000_000 + 8_000_000  # the file's size; 16 MiB of it are kept before a file is made


def test_a_long_report_is_cut_and_says_so(file_of):
    rows = "".join(f"D{n},{n}\nD{n},{n + 1}\n" for n in range(3000))
    received = read_table_file(file_of(f"Item,Number\n{rows}"), "list")
    assert received.not_understood[-1] == "and 1003 more sentences of other kinds"


def test_what_is_held_back_stands_where_it_was_first():
    spool = SpooledDescriptions("list")
    spool.hold_back(Description("D1"))
    spool.add(Description("D2"))
    spool.hold_back(Description("D1", pages=("HARBOUR",)))
    assert list(spool) == [Description("D1", pages=("HARBOUR",)), Description("D2")]
    assert len(spool) == 2
    assert [json.loads(line)["item"] for line in description_lines(spool)] == ["D1", "D2"]
    assert list(description_lines((Description("D1"),))) == [b'{"item": "D1", "fields": {}}\n']


def test_options_hold_for_a_file_too(file_of):
    options = ListOptions(columns={"Colour": "subject"}, pattern="D[0-9]+")
    received = read_table_file(file_of("Item,Colour\nD1,red\nX1,blue\n"), "list", options=options)
    assert [description.item for description in received.descriptions] == ["D1"]


def test_a_description_too_long_for_a_packed_file_leaves_all_plain(monkeypatch):
    monkeypatch.setattr("briefbook.importers.spooled_descriptions.MAX_PLAIN_BYTES", 10)
    descriptions = [Description("D1"), Description("D2", pages=("FERRY " * 200,))]
    (file,) = description_files_of(descriptions)
    assert file.name == "descriptions.jsonl.gz"
    monkeypatch.setattr("briefbook.util.packed_lines.MAX_MEMBER_BYTES", 1_000)
    (file,) = description_files_of(descriptions)
    assert file.name == "descriptions.jsonl"
    assert b"".join(file.blocks()) == b"".join(description_lines(descriptions))
    assert hashlib.sha256(b"".join(file.blocks())).hexdigest() == file.sha256
    assert [file.name for file in description_files_of(())] == ["descriptions.jsonl"]
