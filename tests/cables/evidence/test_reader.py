"""Headings that no form's own reader knows are read by what stands around their values. All are made up."""

import pytest

from briefbook.cables import read_heading

PAPERS = {
    "addressee and sender without labels": (
        "Director, FBI (62-10000)  10-28-64\nLegat, Lima (62-14) (P.)\nHARBOUR WORKERS\nEnclosed is a copy.",
        {"from": "LEGAT, LIMA", "to": ["DIRECTOR, FBI"], "date": "1964-10-28"},
    ),
    "print of another box read beside an office below its label": (
        "DISPATCH\nCLASSIFICATION\nTO ACTION\nDeputy Chief, WH/3\nFROM ABSTRACT\nChief of Station, JMWAVE MICROFILM\n"
        "DATE TYPED DATE DISPATCHED\n5 Oct 60  6 OCT 1960\nDISPATCH SYMBOL AND NUMBER\nHEQW-2001",
        {"from": "CHIEF OF STATION, JMWAVE", "to": ["DEPUTY CHIEF, WH/3"], "number": "HEQW-2001"},
    ),
    "a stamped day whose first figure stands apart": (
        "CENTRAL INTELLIGENCE AGENCY\n2 7 MAR 1963\nMEMORANDUM FOR: Director\nFederal Bureau of Investigation\n"
        "SUBJECT: Copper",
        {"to": ["DIRECTOR, FBI"], "date": "1963-03-27"},
    ),
    "a day of the subject, and the paper's own": (
        "13 October 1964\nMEMORANDUM FOR THE RECORD\nSUBJECT : Meeting with R. Harlow\n10 October 1964\n"
        "REFERENCE : Memorandum dated 9 October 1964",
        {"date": "1964-10-13"},
    ),
    "a cable of the nineties whose post follows its number": (
        "CLASSIFICATION: SECRET\nFROM: AMEMBASSY LIMA\nTO: SECSTATE WASHDC IMMEDIATE 4401\nDTG: 121402Z MAY 94\n"
        "SUBJECT: COPPER\nLIMA 02118",
        {"from": "AMEMBASSY LIMA", "to": ["SECSTATE WASHDC"], "number": "LIMA 02118", "date": "1994-05-12"},
    ),
    "a station's name above the line that cites the Director": (
        "LIMA INFO QUITO\nCITE DIRECTOR 77120\nREF: LIMA 4401 (IN 30011)\n1. CONCUR.",
        {"from": "DIRECTOR", "to": ["LIMA"], "number": "DIRECTOR 77120"},
    ),
    "a cable of the nineties with its group behind a clock's label": (
        "SECRET\nRGNO: 97-2200145 PAGE: 1\nSECRET FRP:\nSTAFF\nCONF: LA/EXO INFO: LA/LGL, LA/R, FILE\n(2/P)\n"
        "97 2200145 ASP PAGE 001\nTOT: 071544Z JUN 97 DIRECTOR 660112\nS E C R E T\nSTAFF 071544Z DIRECTOR 660112\n"
        "TO: PRIORITY LIMA INFO QUITO.\nFROM: LA/EXO INFO LA/R, LA/LGL\nSLUGS: WNINTEL\nSUBJECT: COPPER AND HARBOURS\n"
        "REF: NONE\nTEXT:\n1. THE BOARD ESTABLISHED IN OCTOBER 1992 ASKS FOR A REPLY BY 30 SEPT 97.",
        {"from": "DIRECTOR", "number": "DIRECTOR 660112", "date": "1997-06-07"},
    ),
    "a ciphergram in Polish": (
        "Szyfrogram Nr 2218\nTajne\nZ Limy, 12 maja 1961\nOd: Nowak\nMinister przyjal nas wczoraj.",
        {"number": "2218", "date": "1961-05-12", "security": "TAJNE"},
    ),
    "a code of which a letter is misread": (
        "FH ANKRA JUN12/63 SECRET\nTO EXTERNAL 231\nWHEAT",
        {"from": "ANKRA", "to": ["EXTERNAL"], "number": "231", "date": "1963-06-12"},
    ),
    "dispatch": (
        "DISPATCH\nCLASSIFICATION SECRET\nTO Chief, EE\nINFO.\nFROM Chief of Station, Lima\nSUBJECT Reading rooms\n"
        "ACTION REQUIRED - REFERENCES\n1. The reading rooms were opened by the committee in the month of May.\n"
        "DATE TYPED 2 May 64  DATE DISPATCHED MAY 4 1964\nDISPATCH SYMBOL AND NUMBER HLMA-20417",
        {"from": "CHIEF OF STATION, LIMA", "to": ["CHIEF, EE"], "number": "HLMA-20417", "date": "1964-05-04",
         "security": "SECRET", "subject": "Reading rooms", "form": "cia_dispatch"},
    ),
    "airtel": (
        "F B I\nDate: 3/12/62\nVia AIRTEL\nTO: DIRECTOR, FBI (105-70001)\nFROM: SAC, HOUSTON (105-3301) (P)\n"
        "SUBJECT: TIMBER TRADERS\nRe Houston airtel to Bureau 3/1/62.",
        {"from": "SAC, HOUSTON", "to": ["DIRECTOR, FBI"], "date": "1962-03-12", "subject": "TIMBER TRADERS",
         "form": "fbi_airtel"},
    ),
    "two bare lines": (
        "S E C R E T 191645Z CITE SAN JOSE 6701\nJMWAVE INFO DIRECTOR\nREFS: A. SAN JOSE 6650\n"
        "1. SUBJECT REF A WAS NOT MET AT THE HARBOUR BY ANY OF THE MEN WHO WERE SENT THERE.",
        {"from": "SAN JOSE", "to": ["JMWAVE"], "number": "SAN JOSE 6701", "security": "SECRET", "subject": None},
    ),
    "a cable of the nineties": (
        "S E C R E T 120758Z SEP 96 STAFF\nCITE LIMA 30110\nTO: PRIORITY DIRECTOR INFO WASHINGTON.\n"
        "SUBJECT: SEARCH OF FILES",
        {"from": "LIMA", "to": ["DIRECTOR"], "date": "1996-09-12", "number": "LIMA 30110", "security": "SECRET"},
    ),
    "a message form of 1968": (
        "MESSAGE FORM\nORIG: R. HARLOW\nUNIT: WH/3\nEXT: 1234\nDATE: 19 APRIL 1968\nSECRET\nTO: BOOK CABLE\n"
        "CITE DIRECTOR 93001",
        {"from": "DIRECTOR", "to": ["BOOK CABLE"], "date": "1968-04-19", "number": "DIRECTOR 93001"},
    ),
    "labels whose colons are damaged": (
        "NUMBERED LETTER\nTO; THE UNDER-SECRETARY OF STATE FOR EXTERNAL AFFAIRS, OTTAWA\n"
        "FROMs THE CANADIAN EMBASSY, LIMA\nSecurity: CONFIDENTIAL\nNo: 431\nDate: May 8, 1962",
        {"from": "LIMA", "to": ["USSEA"], "number": "431", "date": "1962-05-08"},
    ),
    "an office on two lines, a number before its marking": (
        "DEPARTMENT OF EXTERNAL AFFAIRS\nINWARD CABLEGRAM\nI.10001\nDated: 11th July, 1950   0930\nFROM:\n"
        "Australian Mission to the United Nations,\nNEW YORK.\n371. SECRET. IMPORTANT.",
        {"from": "UNITED NATIONS NEW YORK", "date": "1950-07-11", "number": "371", "form": "au_cablegram"},
    ),
    "a paper of NATO": (
        "NATO SECRET\nTo : Permanent Representatives\nFrom: Deputy Secretary General\nPO/61/644",
        {"from": "DEPUTY SECRETARY GENERAL", "to": ["PERMANENT REPRESENTATIVES"], "number": "PO/61/644"},
    ),
    "a letter from chief to chief, with its number and no labels": (
        "S E C R E T\n4 May 1961\nHK-117\nChief of Station, JMWAVE\nChief, Harbour Division\nCopper\n"
        "1. The source of the following is a harbour master.",
        {"from": "CHIEF, HARBOUR DIVISION", "to": ["CHIEF OF STATION, JMWAVE"], "number": "HK-117"},
    ),
    "a memorandum from person to person, without labels": (
        "SECRET\nMr. A. B. Harlow, Jr.    5/14/63\nC. D. Whitby\nHARBOUR DUES\n"
        "On 5/12/63 the dues were raised by a third.",
        {"from": "C. D. WHITBY", "to": ["MR. A. B. HARLOW, JR"], "date": "1963-05-14"},
    ),
    "a day in a column of its row, and the day on which it was typed": (
        "DISPATCH\nTO    Chief, WHD    HEADQUARTERS FILE NO.\nFROM    DATE\nChief of Station, Lima    20 May 1962\n"
        "SUBJECT    Harbour dues\nACTION REQUIRED\n1. Attached is a report on the dues.\n18 May 1962/abc",
        {"from": "CHIEF OF STATION, LIMA", "to": ["CHIEF, WHD"], "date": "1962-05-20"},
    ),
    "a dispatch's number without a hyphen": (
        "DISPATCH    SECRET\nCONTINUED CONTROL    HKLA 9438\nTO    Chief, WHD\nFROM    Chief of Station, Lima\n"
        "ACTION REQUIRED",
        {"number": "HKLA 9438", "from": "CHIEF OF STATION, LIMA"},
    ),
    "a letter in French": (
        "AMBASSADE DU CANADA\nDE: L'AMBASSADEUR DU CANADA, LIMA\n"
        "A: LE SECRETAIRE D'ETAT AUX AFFAIRES EXTERIEURES, OTTAWA\nNO: 482\nDATE: LE 5 NOVEMBRE 1962\n"
        "SUJET: LE PRIX DU BOIS",
        {"from": "LIMA", "to": ["EXTERNAL"], "number": "482", "date": "1962-11-05", "subject": "LE PRIX DU BOIS"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PAPERS.values(), ids=PAPERS)
def test_a_paper_of_a_kind_without_a_reader_of_its_own_is_read(text, expected):
    heading = read_heading(text)
    assert {key: heading[key] for key in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "THE EVENING COURIER, Tuesday, March 12, 1963\nPage 4\nFrom our correspondent\nTo Lima by train",
        "MINUTES\nPresent: R. Harlow\nItem 2: From Lima to Quito, they travelled on May 3, 1962.",
        "NAME: R. HARLOW\nDATE OF BIRTH: May 3, 1922\nPLACE OF BIRTH: Lima\nADDRESS: 12 Wood Street",
        "LETTER TO THE EDITOR\nOn May 3, 1962 the ambassador sent telegram 311 to Lima.",
        "THE MORNING HERALD, Friday, June 5, 1959\nENVOY GOES\nLIMA TO QUITO\nThe envoy, it is said, keeps it secret.",
        "TRAM 12  FROM LIMA  TO CALLAO\nWEEKDAYS ONLY\nFARE 40",
        "Copper, 12, 80\nLima: telegram 311 from, 44; harbour of, 61\nMinister, see Envoys",
        "ACT ONE\nENVOY (reads aloud): FROM LIMA. TO ALL SHIPS. IMMEDIATE.\nMAID: It is secret, sir.",
        "HARLOW & WHITBY, SHIPBROKERS\n12th May 1961\nDear Sirs,\nWe confirm our letter of 3rd May to Lima.",
        "fr t lnd  ~ no 4\nTo w . Rm\n12 Ma 61 sec",
        "From dawn to dusk I send and send,\nTo posts I shall not see",
        "HK 2-156\n2. Will locate the master's\nson-in-law, R. HARLOW, in order\nto obtain details of the dues\n"
        "as set forth in Bureau letter to Assistant Attorney\nGeneral, and of the harbour.",
    ],
)
def test_a_paper_that_is_no_message_gives_nothing(text):
    heading = read_heading(text)
    assert [heading[key] for key in ("from", "to", "number", "date", "security", "subject")] == [
        None, [], None, None, None, None,
    ]  # fmt: skip


def test_headquarters_is_no_sender_where_a_station_is_cited_though_its_name_is_damaged():
    heading = read_heading(
        "CLASSIFIED MESSAGE\nS E C R E T 070254Z CITE JMUUAVE 3413\nDIRECTOR\nTYPIC\n1. THE MEN MET."
    )
    assert heading["from"] != "DIRECTOR"


def test_a_day_in_the_text_is_not_the_paper_s():
    heading = read_heading("MEMORANDUM FOR THE RECORD\nSUBJECT: COPPER\n1. Description:\nHe was met\n15 Sept 63.")
    assert heading["date"] is None


def test_one_value_below_two_labels_is_nobody_s():
    heading = read_heading("TELETYPE MESSAGE\nFrom:\nTo:\nLIMA\nNo. WA-1404")
    assert (heading["from"], heading["to"]) == (None, [])


def test_a_number_that_a_sentence_tells_is_not_the_papers():
    heading = read_heading(
        "SECRET\nBETWEEN 17 AND 19 MAY THE BOATS AND 3 MEN TO ACCOMPANY A-3 SOONEST SECRET\nARRANGED."
    )
    assert heading["number"] is None


def test_a_level_in_a_sentence_is_no_marking():
    for sentence in (
        'This report is classified "Confidential" inasmuch as it names the master.',
        "BY END OF TOP SECRET DOCUMENT ACQUIRED THROUGH THE HARBOUR",
    ):
        heading = read_heading(
            f"MEMORANDUM FOR THE RECORD\n4 May 1961\nSUBJECT: Dues\n1. He met the master.\n{sentence}"
        )
        assert heading["security"] is None
