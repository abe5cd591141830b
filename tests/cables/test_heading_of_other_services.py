"""Headings of services without a reader of their own: labels, offices, levels are data. All are made-up SPECIMENS."""

import pytest

from briefbook.cables import read_heading

FIELDS = ("from", "to", "date", "number", "security")

DUTCH = """CODEBERICHT
GEHEIM
Van: Ambassade Oslo
Aan: Celer Den Haag
Nr. 218
Datum: 9 juni 1963
Haringvangst."""

INDIAN = """CIPHER TELEGRAM
From - Hicomind, Lusaka
To - Foreign, New Delhi
DTG: 041130 OCTOBER 1966
No. 77
CONFIDENTIAL"""

FRENCH = """MINISTERE DES AFFAIRES ETRANGERES
TELEGRAMME AU DEPART
PARIS, le 4 février 1959 à 11 h 20
AMBAFRANCE OSLO
CONFIDENTIEL
Pêche au hareng."""

AUSTRALIAN = """INWARD CABLEGRAM
I.5521
Dated: 2nd May, 1953
FROM:
Australian Commission,
SINGAPORE.
144.  CONFIDENTIAL.
Repeated London 31."""

AUSTRALIAN_OUTWARD = """DEPARTMENT OF EXTERNAL AFFAIRS
OUTWARD CABLEGRAM
Sent: 9th May, 1961
TO:
Australian High Commissioner,
LONDON.
SECRET"""

ARMY = """DEPARTMENT OF THE ARMY
INCOMING CLASSIFIED MESSAGE
CONFIDENTIAL
FROM: CHMAAG VIENTIANE LAOS
TO: CINCPAC
NO: MAP 4410
12 JUNE 1960
SPARES FOR THE SAWMILL."""

AGENCY = """AGENCY FOR INTERNATIONAL DEVELOPMENT
AIDTO CIRCULAR A-90
UNCLASSIFIED
FROM: AID/W
TO: All missions in Africa and the Near East
DATE SENT: 5/16/65
SUBJECT: Seed potatoes"""

URGENT = """CONFIDENTIAL
IMMEDIATE LUSAKA
TELEGRAM NUMBER 90
5 MAY 1969
TO FCO 90 OF 5 MAY"""

BY_BAG = """FROM LUXEMBOURG TO FOREIGN OFFICE
No. 14 Saving                 R. 9th June, 1958
6th June, 1958
UNCLASSIFIED"""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (DUTCH, ("OSLO", ["CELER"], "1963-06-09", "218", "GEHEIM")),
        (INDIAN, ("LUSAKA", ["NEW DELHI"], "1966-10-04", "77", "CONFIDENTIAL")),
        (FRENCH, ("PARIS", ["OSLO"], "1959-02-04", None, "CONFIDENTIEL")),
        (AUSTRALIAN, ("SINGAPORE", [], "1953-05-02", "144", "CONFIDENTIAL")),
        (AUSTRALIAN_OUTWARD, ("DEPARTMENT OF EXTERNAL AFFAIRS", ["LONDON"], "1961-05-09", None, "SECRET")),
        (ARMY, ("CHMAAG VIENTIANE LAOS", ["CINCPAC"], "1960-06-12", "MAP 4410", "CONFIDENTIAL")),
        (AGENCY, ("AID/W", ["ALL MISSIONS IN AFRICA AND THE NEAR EAST"], "1965-05-16", "A-90", "UNCLASSIFIED")),
        (URGENT, ("LUSAKA", ["FCO"], "1969-05-05", "90", "CONFIDENTIAL")),
        (BY_BAG, ("LUXEMBOURG", ["FO"], "1958-06-06", "14", "UNCLASSIFIED")),
    ],
)
def test_a_heading_is_read_by_its_labels_and_offices(text, values):
    heading = read_heading(text, order="mdy" if "AGENCY" in text else "")
    assert tuple(heading[field] for field in FIELDS) == values


def test_an_ambassador_of_france_in_a_city_sends_nothing_to_that_city():
    heading = read_heading("TELEGRAMME\nDE : M. HARLOW, Ambassadeur de France à Prague\nN° 12\nle 3 mai 1950\nSECRET")
    assert heading["to"] == []


def test_an_embassy_without_its_city_names_nobody():
    assert read_heading("TELEGRAM\nTO: Australian Embassy\nNo. 4\n3 May 1950\nSECRET")["to"] == []


@pytest.mark.parametrize("level", ["VERTROUWELIJK", "DIENSTGEHEIM", "ZEER GEHEIM", "VS-NUR FUR DEN DIENSTGEBRAUCH"])
def test_levels_of_the_netherlands_and_germany_are_known(level):
    assert read_heading(f"CODEBERICHT\n{level}\nVan: Oslo\nAan: Celer\nNr. 4")["security"] == level


def test_of_a_conversation_the_day_and_the_level_are_read_and_nobody_sends_it():
    text = "SECRET\nMEMORANDUM OF CONVERSATION\nDATE: 9 May 1961\nSUBJECT: Herring\nPARTICIPANTS: Mr. Rowe, Mr. Falk"
    heading = read_heading(text)
    assert tuple(heading[field] for field in FIELDS) == (None, [], "1961-05-09", None, "SECRET")


def test_whose_embassy_it_is_is_not_where_it_is():
    """A country before "Embassy" owns it; the city behind the comma is where it writes from."""
    heading = read_heading(
        "FROM: NEW ZEALAND EMBASSY, TEHRAN\nTO:   MINISTER OF EXTERNAL AFFAIRS, WELLINGTON    No. 87\n"
        "DATED: 2 JUNE 1967\nSECRET\nSPECIMEN"
    )
    assert (heading["from"], heading["to"], heading["number"]) == ("TEHRAN", ["WELLINGTON"], "87")


def test_a_dateline_behind_a_classification():
    """Volumes on the years before 1952 print both on one line; of an ambassador in China it says where he was."""
    heading = read_heading(
        "893.00/1-1149: Telegram\nThe Ambassador in China (Harlow) to the Secretary of State\n"
        "SECRET          Nanking, January 11, 1949—3 p.m.\n61. SPECIMEN. All quiet."
    )
    assert (heading["from"], heading["date"], heading["security"]) == ("NANKING", "1949-01-11", "SECRET")


def test_the_letters_of_a_reports_number_are_no_sender():
    """CITE stands before a report's number as before a station's; what goes on behind a stroke is a report's."""
    heading = read_heading(
        "CENTRAL INTELLIGENCE AGENCY\nINTELLIGENCE INFORMATION CABLE\n          CITE TDCSDB-315/01234-69\n"
        "          DIST 3 MARCH 1969\nCOUNTRY: LAOS\nSUBJECT: SPECIMEN\nSECRET"
    )
    assert (heading["from"], heading["number"]) == (None, "TDCSDB-315/01234-69")
