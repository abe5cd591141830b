"""A spreadsheet as curators have them: any order of columns, any delimiter, old encodings, impossible dates."""

import pytest

from briefbook.importers.csv_table import read_table


def values(received):
    return {
        description.item: {name: readings[0].value for name, readings in description.readings.items()}
        for description in received.descriptions
    }


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
    assert [description.readings["date"][0].as_written for description in received.descriptions] == [
        "31-Nov-62",
        "1962-02-30",
    ]
    assert [description.readings["date"][0].value for description in received.descriptions] == [None, None]
    assert sum("was not understood and is kept as written" in sentence for sentence in received.not_understood) == 2


def test_an_unknown_column_is_kept_as_a_note_and_a_row_without_item_is_named():
    received = read_table(b"Item,Colour\nD7001,red\n,blue\n", "sheet")
    assert values(received) == {"D7001": {"note": "colour: red"}}
    assert any("row 3 names no item" in sentence for sentence in received.not_understood)


def test_rows_for_one_item_that_disagree_are_both_kept():
    received = read_table(b"Item,Number\nD7001,1\nD7001,2\n", "sheet")
    assert [reading.value for reading in received.descriptions[0].readings["number"]] == ["1", "2"]
    assert any("number differs" in sentence for sentence in received.not_understood)


def test_a_missing_column_is_said_and_an_impossible_date_is_flagged():
    received = read_table(b"Item,Date,From,To\nD7001,31-Nov-62,LDN,EXTERNAL\nD7002,n.d.,LDN,EXTERNAL\n", "sheet")
    assert "there is no column 'Number'; it stays blank for every item" in received.not_understood
    assert [description.flags for description in received.descriptions] == [("impossible_date",), ()]


def dates_of(*cells, **settings):
    """What a list of these dates gives, a row a date, and the report on it."""
    rows = "".join(f'D{number},"{cell}",LDN,EXTERNAL,{number}\n' for number, cell in enumerate(cells, 1))
    received = read_table(f"Item,Date,From,To,Number\n{rows}".encode(), "sheet", **settings)
    return [description.readings["date"][0].value for description in received.descriptions], received


def test_dates_are_read_as_everywhere_else():
    values, received = dates_of("c. Nov 1962", "1963-04-??", "[8 Nov 1962]", "Nov-62", "1962-11-08 00:00:00", "8.XI.62")

    assert values == ["1962-11~", "1963-04-XX", "1962-11-08", "1962-11", "1962-11-08", "1962-11-08"]
    assert (received.not_understood, [description.flags for description in received.descriptions]) == ((), [()] * 6)


def test_undated_is_no_fault_and_what_cannot_be_read_is_not_called_impossible():
    values, received = dates_of("undated", "n.d.", "soon", "31-Nov-62", "22958")

    assert values == [None] * 5
    assert [description.flags for description in received.descriptions] == [
        (), (), ("unreadable_date",), ("impossible_date",), ("unreadable_date",),
    ]  # fmt: skip
    assert received.not_understood == (
        "row 4 (D3): the date 'soon' was not understood and is kept as written",
        "row 5 (D4): the date '31-Nov-62' was not understood and is kept as written: "
        "1962-11-31 is not a day of the calendar",
        "row 6 (D5): the date '22958' was not understood and is kept as written: "
        "it may be the number by which a spreadsheet counts the day 1962-11-08",
    )


def test_a_list_shows_its_order_by_a_day_that_can_be_no_month():
    values, received = dates_of("8/11/62", "11/23/62")

    assert values == ["1962-08-11", "1962-11-23"]
    assert received.understood == (
        "dates in figures have the month first, as '11/23/62' shows (1 row can be read in this way alone): "
        "1 date that could be read two ways is read so, such as '8/11/62': 1962-08-11, not 1962-11-08",
    )


def test_a_list_without_doubtful_dates_only_says_their_order():
    received = dates_of("11/23/62", "11/24/62")[1]

    assert received.understood == ("dates in figures have the month first, as '11/23/62' shows",)


def test_the_order_of_the_settings_holds_and_a_list_that_shows_another_is_reported():
    values, received = dates_of("8/11/62", "11/23/62", order="dmy")

    assert values == ["1962-11-08", "1962-11-23"]
    assert received.not_understood == (
        "dates in figures are read with [dates] order = dmy, but '11/23/62' is written "
        "in the other order: check the others",
    )


def test_days_that_can_be_read_two_ways_are_flagged_and_the_report_says_how_to_say_it():
    values, received = dates_of("8/11/62", "9/11/62")

    assert values == ["1962-11-08", "1962-11-09"]
    assert received.descriptions[0].readings["date"][0].note == (
        "read with the day first; it may also be 1962-08-11 (set [dates] order)"
    )
    assert [description.flags for description in received.descriptions] == [("ambiguous_date",), ("ambiguous_date",)]
    assert received.not_understood == (
        "2 dates in figures can be read two ways, are flagged and read day first until you say how, such as '8/11/62' "
        "(1962-11-08 or 1962-08-11): import again with --dates dmy (day first) or --dates mdy (month first), "
        "or set [dates] order in briefbook.toml",
    )


def test_days_that_mean_the_same_either_way_are_taken():
    values, received = dates_of("8/8/62", "11.11.1962")

    assert values == ["1962-08-08", "1962-11-11"]
    assert received.not_understood == ()


def test_a_weekday_that_is_wrong_is_reported_and_the_day_taken():
    values, received = dates_of("Friday, November 8, 1962")

    assert values == ["1962-11-08"]
    assert received.not_understood == (
        "row 2 (D1): the date 'Friday, November 8, 1962': 1962-11-08 was a Thursday, not a Friday",
    )


def test_the_window_reaches_the_list():
    assert dates_of("8-Nov-62", window=1850)[0] == ["1862-11-08"]
