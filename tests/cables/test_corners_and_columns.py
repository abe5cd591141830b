"""Numbers in a corner of the head without a label, and names that columns break off."""

import pytest

from briefbook.cables import read_heading

LETTER = """DEPARTMENT OF EXTERNAL AFFAIRS
DUBLIN
318/44/9                                   7th March, 1951
CONFIDENTIAL
The Secretary,
Irish Legation,
Stockholm.
I am directed by the Minister to refer to your minute of the 3rd March
concerning the export of seed potatoes.
"""
DESPATCH = """FOREIGN SERVICE OF THE UNITED STATES OF AMERICA
RESTRICTED                 AIR POUCH
TO    : Department of State
FROM  : AMEMBASSY, MADRID          318     June 4, 1950
SUBJECT: Cork Exports
There are enclosed five copies of a report on the trade.
"""
COLUMNS = """NUMBERED LETTER
TO:  THE UNDER-SECRETARY OF STATE FOR         Security: RESTRICTED
     EXTERNAL AFFAIRS, OTTAWA, CANADA.        No: 227
FROM: THE CANADIAN EMBASSY, ATHENS            Date: June 3, 1956
Subject: Visit of the harbour commission
"""
COMMITTEE = "NATO RESTRICTED\nAC/127-R(61)22\n4th May 1961\nSUMMARY RECORD\nTo: Members of the Committee\n"
TITLES = """TO SECRETARY OF STATE FOR THE COLONIES
FROM GOVERNOR, SEYCHELLES
D. 11 March 1966
CONFIDENTIAL
No. 72
Your telegram No. 51. Harbour dues.
"""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (LETTER, "318/44/9"),
        (DESPATCH, "318"),
        (
            "NATO RESTRICTED\nAC/127-R(61)22\n4th May 1961\nSUMMARY RECORD\nTo: Members of the Committee\n",
            "AC/127-R(61)22",
        ),
    ],
)
def test_a_number_without_a_label_is_read_by_its_place(text, number):
    assert read_heading(text)["number"] == number


def test_a_day_in_figures_or_a_number_in_the_text_beside_a_day_is_none():
    assert read_heading("MINISTRY OF FOOD\n4/5/1951        4th May, 1951\nThe Secretary,\nOslo.\n")["number"] is None


def test_the_letterhead_of_a_letter_is_its_sender_where_its_addressee_stands_in_a_block():
    heading = read_heading(LETTER)
    assert (heading["from"], heading["to"]) == ("DEPARTMENT OF EXTERNAL AFFAIRS", ["STOCKHOLM"])


def test_an_office_broken_off_in_one_of_two_columns_goes_on_in_the_cell_below():
    heading = read_heading(COLUMNS)
    assert (heading["to"], heading["number"], heading["security"]) == (["USSEA"], "227", "RESTRICTED")


def test_titled_offices_in_capitals_behind_to_and_from_are_no_sentence():
    heading = read_heading(TITLES)
    assert (heading["to"], heading["from"]) == (["SECRETARY OF STATE FOR THE COLONIES"], "GOVERNOR, SEYCHELLES")
