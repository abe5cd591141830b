"""Labels and values that a text layer has on lines of their own are read together. All papers are made up."""

import pytest

from briefbook.cables import read_heading
from briefbook.cables.heading_draft import draft_of_text
from briefbook.cables.parted_boxes import fit, join_parted_boxes


def joined(text):
    draft = draft_of_text(text, 1900, "")
    join_parted_boxes(draft)
    return draft.texts


def test_a_column_of_labels_before_the_column_of_their_values_is_read_by_both():
    heading = read_heading(
        "INCOMING TELEGRAM\nDEPARTMENT OF STATE\nCONFIDENTIAL\nFROM:\nTO:\nNO:\nMICROFILM\nLIMA\n"
        "Secretary of State\n417, MARCH 9, 8 PM\nRec'd: MARCH 9, 1956"
    )
    assert (heading["from"], heading["to"], heading["number"]) == ("LIMA", ["STATE"], "417")


def test_a_value_of_a_kind_of_its_own_is_its_label_s_though_the_columns_differ_in_order():
    texts = joined("SECURITY\nFM:\nTO:\nDATE\nEXT OTT\nMAY 9/61\nROME\nCONFD")
    assert texts == ["SECURITY: CONFD", "FM: EXT OTT", "TO: ROME", "DATE: MAY 9/61"]


def test_a_name_that_goes_on_below_is_one_value():
    texts = joined("TO:\nFROM:\nTHE SECRETARY OF STATE FOR\nEXTERNAL AFFAIRS, OTTAWA\nCanadian Embassy, BONN")
    assert texts == [
        "TO: THE SECRETARY OF STATE FOR EXTERNAL AFFAIRS, OTTAWA",
        "FROM: Canadian Embassy, BONN",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "FROM:\nTO:\nLIMA",  # one name below two labels is nobody's
        "RECEIVED\nLIMA, 8 June 1967\nNo. 14",  # a stamp's word is no label of the paper's day
        "DATE\nRESTRICTION\n#1 cable\nLima 1288\n11/14/62",
        "FROM: LIMA\nTO: ROME\nSECRET",
    ],
)
def test_lines_of_which_it_is_not_sure_stay(text):
    assert joined(text) == text.splitlines()


def test_each_label_takes_only_lines_of_its_kind():
    assert fit("date", "3 maart 1952") > 0 > fit("number", "3 maart 1952")
    assert fit("security", "CONFD") > 0 > fit("from", "CONFD")
