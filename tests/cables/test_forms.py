"""Forms of other services where they differ from their usual look. All are made up; none is a real cable."""
# ruff: noqa: E501

import pytest

from briefbook.cables import read_heading

CASES = [
    ("airgram", "AIRGRAM\nA-1120 CONFIDENTIAL\nTO : Department of State\nINFO : PARIS, BONN\nFROM : Amembassy LONDON\nDATE: November 6, 1962\nSUBJECT: Herring\nREF : Embassy's A-1101",
     {"form": "us_airgram", "number": "A-1120", "from": "LONDON", "to": ["STATE"], "info": ["PARIS", "BONN"], "date": "1962-11-06", "security": "CONFIDENTIAL", "subject": "Herring"}),
    ("despatch", "FOREIGN SERVICE DESPATCH\nFROM : AMEMBASSY, ROME   DESP. NO. 412\nTO : THE DEPARTMENT OF STATE, WASHINGTON\nDATE : May 6, 1955\nSUBJECT : Olives",
     {"form": "us_despatch", "number": "412", "from": "ROME", "date": "1955-05-06"}),
    ("airgram in print", "Airgram From the Embassy in Poland to the Department of State\nWarsaw, March 3, 1961.\nA-410\nSUBJECT\nBarley", {"number": "A-410", "from": "WARSAW"}),
    ("a conference's own series", "Telegram From the Mission to the European Office of the United Nations to the Department of State\nGeneva, July 3, 1962, 6 p.m.\nConfe 11. Reference: Toffe 9.", {"from": "GENEVA", "series": "CONFE", "number": "11"}),
    ("the numbers of those informed", "INCOMING TELEGRAM Department of State\nControl: 3390\nRec'd: July 6, 1962 2:14 p.m.\nFROM: Ottawa\nTO: Secretary of State\nNO: 21, July 6, 1 p.m.\nSENT DEPARTMENT 21; REPEATED INFORMATION LONDON 2, PARIS 1", {"repeated": {"LONDON": "2", "PARIS": "1"}, "number": "21"}),
    ("the column of offices before the labels", "INCOMING TELEGRAM Department of State\nSS FROM: Paris\nG TO: Secretary of State\nNO: 1900, October 24, 2 p.m.\nRec'd: October 24, 1962", {"from": "PARIS", "to": ["STATE"], "number": "1900", "date": "1962-10-24"}),
    ("two addressees on one line", "PAGE 01 OSLO 02101 111510Z\nR 111430Z JUN 75\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nINFO AMCONSUL MONTREAL AMCONSUL TORONTO\nUNCLAS OSLO 2101\nE.O. 11652: N/A\nTAGS: EFIS", {"info": ["AMCONSUL MONTREAL", "AMCONSUL TORONTO"], "mrn": "1975OSLO02101"}),
    ("a section is no serial", "PAGE 01 USUN N 03250 01 OF 02 202144Z\nP 202100Z SEP 77\nFM USMISSION USUN NEW YORK\nTO SECSTATE WASHDC\nC O N F I D E N T I A L SECTION 01 OF 02 USUN 3250\nE.O. 11652: GDS\nTAGS: UNSC", {"number": "USUN 3250", "mrn": "1977USUNN03250"}),
    ("British, the number is not that of another telegram", "CYPHER CAT A\nFM PEKING 100830Z\nTO PRIORITY FCO TFLNO 1200 OF 10 NOVEMBER 1972\nCONFIDENTIAL\nYOUR TELNO 811: RICE", {"number": None, "date": "1972-11-10"}),
    ("British, by bag", "SAVING TELEGRAM\nFROM TOKYO TO FOREIGN OFFICE\nNo. 70 SAVING\n3rd March, 1962\nRESTRICTED", {"from": "TOKYO", "number": "70", "series": "SAVING", "date": "1962-03-03"}),
    ("French city", "T. n° 1120. Très secret. Immédiat.\nMoscou, 29 octobre 1962.\n(Reçu : 18 h. 05)", {"from": "MOSCOW", "number": "1120", "security": "TRES SECRET", "received": "1962-10-29T18:05"}),
    ("German, from the ministry", "Ministerialdirektor Able an die Botschaft in Moskau\nDrahterlaß Nr. 900   VS-Vertraulich\nAufgabe: 3. November 1962, 12.10 Uhr", {"from": "AA", "to": ["MOSCOW"], "number": "900", "security": "VS-VERTRAULICH"}),
    ("Soviet, the title says another sender", "Telegram from Soviet Ambassador to Cuba Able to USSR Foreign Ministry\nTOP SECRET\nCopy No. 2\nCIPHERED TELEGRAM\nFrom: Rome No. 49000 Time: 6:40 Date: 27/X/1962", {"from": "ROME", "register_no": "49000", "flags": ["sender_conflict: title says Havana, header says Rome"]}),
    ("agency form, blanks lost", "CLASSIFIEDMESSAGE92\nDATE:4 MAY 61\nTO:DIRECTOR31\nFROMSAN JUANRNOV\nACTION:TFW10\nDIRINFOWAVECITESJAN0811", {"from": "SAN JUAN", "to": ["DIRECTOR"], "info": ["JMWAVE"], "number": "SJAN 0811", "date": "1961-05-04"}),
    ("agency form, headquarters the sender", "IFIEDMESSAGE\n.PARIS :\nROMDIRECTOR\nPRITY PARI\nREF: PARI 9990", {"from": "DIRECTOR", "to": ["PARIS"]}),
    ("agency form, too few figures", "CLASSIFIED MESSAGE\nTO PARI CITE DIR7O7", {"number": None}),
    ("not known, labels read", "DATE: 23/11/62\nFROM: LONDON\nTelegram No. 12\nSUBJECT: Herring", {"form": None, "date": "1962-11-23", "from": "LONDON", "number": "12", "subject": "Herring"}),
    ("not known, two degrees and no addressee", "ROUTINE\nPRIORITY", {"precedence": None}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_a_form(text, expected):
    heading = read_heading(text)
    assert {key: heading.get(key) for key in expected} == expected


def test_british_posts_informed_one_a_line():
    heading = read_heading(
        "FROM CAIRO TO FOREIGN OFFICE\nNo. 77\n3rd May 1956\nCONFIDENTIAL\n"
        "Repeated for information to:\nAmman\nWashington\nParis\nMy telegram No. 70."
    )
    assert heading["info"] == ["AMMAN", "WASHINGTON", "PARIS"]


def test_an_outgoing_form_whose_values_stand_below_all_its_labels():
    heading = read_heading(
        "OUTGOING MESSAGE\nDATE\nFILE\nSECURITY\nFM:\nTO:\nINFO:\nNUMBER\nPRECEDENCE\nSubject:\n"
        "MAY 9/61\nEXT OTT\nCONFD\nROME\nWASHDC LDN\nE-118\nTRADE FAIR"
    )
    assert heading["to"] == ["ROME"]
    assert heading["info"] == ["WASHDC", "LDN"]
    assert (heading["date"], heading["number"], heading["subject"]) == ("1961-05-09", "E-118", "TRADE FAIR")
