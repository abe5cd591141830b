"""Who sends and who is addressed where no label says it, numbers of other things, and names that may be misread."""

import pytest

from briefbook.cables import read_heading
from briefbook.cables.evidence.addresses import read_address

CASES = [
    # SPECIMEN: invented papers, a kind each
    ("PRIME MINISTER'S PERSONAL MINUTE\nSERIAL No. M 17/58\nSECRET\nHOME SECRETARY\n"
     "Pray let me know.\nQ.R.\n9th May, 1958",
     {"from": "PRIME MINISTER", "to": ["HOME SECRETARY"], "number": "M 17/58", "date": "1958-05-09"}),
    ("BRITISH EMBASSY,\nLIMA.\nNo. 33\nCONFIDENTIAL\n4th June, 1951\nSir,\nI have the honour to report on wool.\n"
     "The Right Honourable\nA. Specimen, M.P.,\netc., etc., etc.,\nForeign Office, S.W.1.",
     {"to": ["FO"], "number": "33"}),
    ("CANADIAN LEGATION\nOSLO\nNo. 12\nMay 3, 1949\nSir,\nI have the honour to report on herring.\n"
     "The Secretary of State for External Affairs,\nOttawa.", {"to": ["EXTERNAL"]}),
    ("Confidential\n8 July 1963\nThe Secretary of External Affairs,\nWELLINGTON.\nBUTTER QUOTAS",
     {"to": ["SECRETARY OF EXTERNAL AFFAIRS, WELLINGTON"]}),
    ("Cypher telegram to Mr. Specimen (Foreign Office)\nfrom Sir B. Example (Vienna).\nNo. 18.\nD. 2nd May, 1937.",
     {"from": "VIENNA", "to": ["FO"], "number": "18"}),
    ("B. Example (Ankara) to D. Specimen (Jerusalem)\nNo. 31\n4 May 1955\nSECRET\nI was told today.",
     {"from": "ANKARA", "to": ["JERUSALEM"]}),
    ("CAIRO IO FOREIGN OFFICE\nTELNO 71\n4 MARCH 1966\nSECRET\nMY TELNO 70.", {"from": "CAIRO", "to": ["FO"]}),
    ("INWARD TELEGRAM   SECRET\nFROM: GHANA MISSION, LAGOS\nTO: EXTERNAL AFFAIRS, ACCRA\nNO. 55      4TH MAY, 1962",
     {"from": "LAGOS", "to": ["EXTERNAL AFFAIRS, ACCRA"]}),
    ("SECRET  4 May 1970\nTO:  The Secretary of State\nThe Secretary of Defense\nSUBJECT: Harbours",
     {"to": ["STATE", "SECRETARY OF DEFENSE"]}),
    ("TELEGRAMA RECEBIDO\nDe: Embaixada em Roma\nPara: Ministério dos Negócios Estrangeiros\n"
     "N.o 19  4 de Maio de 1961\nSECRETO",
     {"from": "ROME", "to": ["MINISTÉRIO DOS NEGÓCIOS ESTRANGEIROS"], "number": "19"}),
    ("PAGE 01  VIENTI  00712  041010Z\nR 040900Z MAY 82\nFn AMEMBASSY VIENTIANE\nTO SECSTATE WASHDC 3311\n"
     "C O N F i D E N T I A L VIENTlANE O7l2\nSUBJECT: RICE", {"from": "VIENTIANE"}),
    ("FM COMSPECFLT\nP 041010Z MAY 61\nTO CTF 61\nSECRET\nSUBJ: FUEL", {"to": ["CTF 61"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_paper_without_usual_labels_is_read(text, expected):
    heading = read_heading(text)
    assert {key: heading[key] for key in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "STEAMER OFFICE\nCabin No. 114    Trunk No. 3\nFrom: Halifax   To: Bergen\nSailing: 4 May 1957",
        "LIBRARY SLIP\nReader No. 881\nShelf No. 14 B\n4 May 1957\nFrom: stacks  To: London room",
    ],
)
def test_a_number_of_something_else_makes_no_message(text):
    heading = read_heading(text)
    assert (heading["from"], heading["to"], heading["number"]) == (None, [], None)


@pytest.mark.parametrize("words", ["CYPHER No. 44", "IMPORTANT No. 44", "Kingston No. 44", "Telegram No. 44"])
def test_a_message_has_its_number_behind_such_words(words):
    assert read_heading(f"FROM: KINGSTON\nTO: FOREIGN OFFICE\n{words}\n4th May, 1958\nSECRET")["number"] == "44"


def test_a_number_that_somebody_refers_to_is_not_the_papers():
    text = "DEPARTMENT OF HARBOURS\nDUBLIN\n24 May, 1950\nThe Minister,\nOSLO.\nI am to refer to your report No. 17"
    assert read_heading(text)["number"] is None


@pytest.mark.parametrize("words", ["Toyo", "HICOMIND ONDON", "SPECIMENSMINIRTERIET"])
def test_a_name_that_may_be_misread_is_left_to_a_person(words):
    text = f"SPECIMENSMINISTERIET\nTELEGRAM\nFra: Bergen\nTil: {words}\nNr. 8\n4. maj 1951\nHEMMELIG"
    assert read_heading(text)["to"] == []


def test_the_city_of_a_postal_address_is_no_sender():
    text = (
        "SPECIMEN COUNCIL\nWASHINGTON, D.C. 20506\nSECRET  May 4, 1970\nTO: The Secretary of Defense\nSUBJECT: Harbours"
    )
    assert read_heading(text)["from"] is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("FROM: LAGOS\nTO: FOREIGN OFFICE\nNUMBEK 1288\n4th May, 1958\nSECRET", "number"),
        ("Fra: Bergen\nTil: MINISTRY . OF HARBOURS\nNr. 8\n4. maj 1951", "to"),
        ("FROM: SECRETARY CF THE HARBQURS X\nTO: LAGOS\nNo. 8\n4 May 1951", "from"),
        ("NTO SECRET\nFROM: STANDING GROUP\nTO: SACEUR\n4 May 1951", "security"),
        ("FM: LAGOS\nTO: RUcPA/COMSPEcFLT\nNo. 8\n4 May 1951\nSECRET", "to"),
    ],
)
def test_a_value_with_a_letter_that_may_be_misread_stays_blank(text, key):
    assert not read_heading(text)[key]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("SECRETARY CF THE HARBOURS", "SECRETARY OF THE HARBOURS"),
        ("Minister cf External Affairs, Wellinqton", "MINISTER OF EXTERNAL AFFAIRS, WELLINGTON"),
        ("DIRECTOR OF THB AGENCY", "DIRECTOR OF THE AGENCY"),
        ("Chief, EE", "CHIEF, EE"),
        ("BUNCHE, LEOPDIDVILLE", "BUNCHE, LEOPOLDVILLE"),
        ("PermanentRepresentatives", "PERMANENT REPRESENTATIVES"),
    ],
)
def test_a_title_with_damaged_words_is_mended_by_offices_places_and_links(words, meant):
    assert read_address(words).value.upper() == meant


@pytest.mark.parametrize("label", ["IO", "TQ", "T0"])
def test_a_short_label_with_a_letter_misread_is_known_before_a_posts_name(label):
    heading = read_heading(f"R 031420Z JAN 72\nFM AMEMBASSY LIMA\n{label} SECSTATE WASHDC 3317\nS E C R E T LIMA 0077")
    assert heading["to"] == ["SECSTATE WASHDC"]


def test_an_office_does_not_write_to_itself_under_another_name():
    text = "DEPARTMENT OF STATE\nINCOMING TELEGRAM\nMoscow\nDated April 11, 1946\n"
    text += "Secretary of State\n1226, April 11, 6 p.m."
    assert read_heading(text)["from"] != "STATE"


def test_a_word_of_a_hundred_thousand_letters_is_read_like_any_other():
    assert read_heading("X" * 100_000)["from"] is None


def test_thousands_of_colons_are_read_like_any_line():
    assert read_heading(":" * 8_000)["number"] is None


@pytest.mark.parametrize(
    ("words", "value", "quality"),
    [
        ("General MacArthur", "GENERAL MACARTHUR", "person"),
        ("NewDelhi", "NEW DELHI", "post"),
        ("CHIEF, AF DIVISION", "CHIEF, AF DIVISION", "title"),
        ("CHIEF OF UN STATION", "CHIEF OF UN STATION", "title"),
        ("CHIEF OT STATION, ANKARA", "CHIEF OF STATION, ANKARA", "title"),
        ("SECRETARY OF THF ARMY", "SECRETARY OF THE ARMY", "title"),
        ("NATO - Paris", "NATO - PARIS", "capitals"),
        ("S/P - Mr. Owen", "S/P - MR. OWEN", "person"),
    ],
)
def test_surnames_symbols_of_offices_and_cities_are_no_damage(words, value, quality):
    address = read_address(words)

    assert address is not None
    assert (address.value.upper(), address.quality) == (value, quality)
