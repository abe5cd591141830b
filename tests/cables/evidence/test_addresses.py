"""Words that stand where an office does, and what they name."""

import pytest

from briefbook.cables.evidence.addresses import read_address


@pytest.mark.parametrize(
    ("words", "value", "quality"),
    [
        ("Amembassy LIMA", "LIMA", "post"),
        ("The Department of State, Washington", "STATE", "office"),
        ("THE SECRETARY OF STATE FOR EXTERNAL AFFAIRS, CANADA", "EXTERNAL", "office"),
        ("LE SOUS-SECRETAIRE D'ETAT AUX AFFAIRES EXTERIEURES", "USSEA", "office"),
        ("The Canadian Embassy, Lima", "LIMA", "office"),
        ("RUECXX/CINCLANT", "CINCLANT", "post"),
        ("das Auswaertige Amt", "AA", "office"),
        ("Sir A. Harlow (Athens)", "ATHENS", "office"),
        ("DIRECTOR, FBI (105-12345)", "DIRECTOR, FBI", "office"),
        ("SAC, LIMA (100-1234)", "SAC, LIMA", "title"),
        ("Chief of Station, Lima", "CHIEF OF STATION, LIMA", "title"),
        ("Mr. R. T. Harlow", "MR. R. T. HARLOW", "person"),
        ("Far Eastern Division", "FAR EASTERN DIVISION", "unit"),
        ("DIR CTOR", "DIRECTOR", "office"),
        ("Deputy Director (Plans)", "DEPUTY DIRECTOR (PLANS)", "title"),
        ("Sec etary of St te", "STATE", "office"),
        ("Chief, Tack Force W", "CHIEF, TASK FORCE W", "title"),
        ("Acting Chief, Western Hemisphero Divisicn", "ACTING CHIEF, WESTERN HEMISPHERE DIVISION", "title"),
    ],
)
def test_an_address_names_a_post_an_office_or_a_person(words, value, quality):
    address = read_address(words)
    assert (address.value, address.quality) == (value, quality)


def test_what_stands_beside_the_addressee_is_kept_apart():
    address = read_address("OTTAWA PRIORITY 612")
    assert (address.value, address.precedence, address.trailing_number) == ("OTTAWA", "PRIORITY", "612")


@pytest.mark.parametrize(
    "words", ["", "1234", "SECRET", "the Embassy", "our correspondent", "Port of Spain is 1,150 miles", "AB1CD2 XYZ"]
)
def test_words_that_name_nobody_give_no_address(words):
    assert read_address(words) is None


@pytest.mark.parametrize("words", ["RECTOR", "A .- HARL", "CHIEF, TASK FORCE"])
def test_a_piece_of_a_title_or_of_an_office_names_nobody(words):
    assert read_address(words) is None
