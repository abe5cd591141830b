"""A spreadsheet as curators have them: any order of columns, any delimiter, old encodings, impossible dates."""

import pytest

from briefbook.importers.csv_table import read_table


def values(received):
    return {one.item: {name: rs[0].value for name, rs in one.readings.items()} for one in received.descriptions}


@pytest.mark.parametrize(
    "text",
    [
        "Item,Date,From,To,Number\nD7001.pdf,8-Nov-62,washdc,EXTERNAL,3316\n",
        "number;ITEM;sender;Addressee;date\n3316;D7001;WASHDC;EXTERNAL;8 November 1962\n",
        "\ufeffID\tdate\tfrom\tto\tno.\r\nD7001\t1962-11-08\tWASHDC\tEXTERNAL\t3316\r\n",
    ],
)
def test_columns_in_any_order_with_any_delimiter(text):
    assert values(read_table(text.encode(), "sheet")) == {
        "D7001": {"date": "1962-11-08", "from": "WASHDC", "to": "EXTERNAL", "number": "3316"}
    }


def test_a_missing_item_column_is_named():
    with pytest.raises(ValueError, match="no column 'Item'; the columns are: Date, From"):
        read_table(b"Date,From\n8-Nov-62,LDN\n", "sheet")


def test_windows_bytes_are_read_and_said():
    received = read_table("Item,Subject\nD7001,Été\n".encode("cp1252"), "sheet")
    assert values(received)["D7001"]["subject"] == "Été"
    assert "Windows-1252" in received.understood[0]


def test_an_impossible_date_is_kept_as_written_and_reported():
    received = read_table(b"Item,Date\nD7001,31-Nov-62\nD7002,1962-02-30\n", "sheet")
    assert [one.readings["date"][0].as_written for one in received.descriptions] == ["31-Nov-62", "1962-02-30"]
    assert [one.readings["date"][0].value for one in received.descriptions] == [None, None]
    assert sum("is none; kept as written" in sentence for sentence in received.not_understood) == 2


def test_an_unknown_column_is_kept_as_a_note_and_a_row_without_item_is_named():
    received = read_table(b"Item,Colour\nD7001,red\n,blue\n", "sheet")
    assert values(received) == {"D7001": {"note": "colour: red"}}
    assert any("row 3 names no item" in sentence for sentence in received.not_understood)


def test_rows_for_one_item_that_disagree_are_both_kept():
    received = read_table(b"Item,Number\nD7001,1\nD7001,2\n", "sheet")
    assert [one.value for one in received.descriptions[0].readings["number"]] == ["1", "2"]
    assert any("number differs" in sentence for sentence in received.not_understood)


def test_a_missing_column_is_said_and_an_impossible_date_is_flagged():
    received = read_table(b"Item,Date,From,To\nD7001,31-Nov-62,LDN,EXTERNAL\nD7002,n.d.,LDN,EXTERNAL\n", "sheet")
    assert "there is no column 'Number'; it stays blank for every item" in received.not_understood
    assert [one.flags for one in received.descriptions] == [("impossible_date",), ()]
