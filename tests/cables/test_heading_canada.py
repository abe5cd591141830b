"""The ways a Canadian telegram's heading comes, each beside what is read. All are made up; none is a real cable."""
# ruff: noqa: E501

import pytest

from briefbook.cables import read_heading

VARIANTS = [
    ("relay and courier", "FM DELHI NOV22/62 CONFD\nTO EXTERNAL 1010 OPIMMED\nINFO TT LDN WASHDC DE OTT KRCHI CLMBO DE LDN\nBAG MOSCOW DE OTT",
     {"info": ["LDN", "WASHDC", "KRCHI", "CLMBO"], "info_via": "DE OTT", "bag": ["MOSCOW"], "precedence": "OPIMMED"}),
    ("relayed by a post", "FM NATOPARIS DEC19/62 SECRET\nTO EXTERNAL 2990\nINFO BONN ROME DE PARIS", {"info": ["BONN", "ROME"], "info_via": "DE PARIS"}),
    ("no space after TT", "FM SAIGN FEB12/66 SECRET\nTO TT EXTERNAL 108 IMMED DE DELHI", {"to": ["EXTERNAL"], "number": "108", "precedence": "IMMED"}),
    ("addressees go on below", "FM LDN NOV8/62 SECRET\nTO EXTERNAL 3991\nINFO TT WASHDC NATOPARIS\nPERMISNY BONN DE OTT\nFISH", {"info": ["WASHDC", "NATOPARIS", "PERMISNY", "BONN"], "subject": "FISH"}),
    ("precedence of those informed", "FM ROME NOV3/62 CONFD\nTO EXTERNAL 1040 EMERGENCY\nINFO WASHDC LDN PRIORITY", {"precedence": "EMERGENCY", "info_precedence": "PRIORITY", "info": ["WASHDC", "LDN"]}),
    ("codes with brackets", "FM CCOS OCT24/62 TOP SECRET\nTO CJS(W) 210 IMMED\nINFO CJS LONDON NATOPARIS", {"to": ["CJS(W)"], "info": ["CJS LONDON", "NATOPARIS"], "number": "210"}),
    ("lines run together", "FM HAVANA NOV1/62 SECRET TO EXTERNAL 221 IMMED INFO TT WASHDC DE OTT", {"from": "HAVANA", "to": ["EXTERNAL"], "number": "221", "info": ["WASHDC"]}),
    ("blanks lost", "FMWASHDCNOV8/62UNCLAS\nTO EXTERNAL3317OPIMMED\nREFOURTEL 3310 NOV8", {"from": "WASHDC", "date": "1962-11-08", "security": "UNCLAS", "number": "3317", "precedence": "OPIMMED", "ref": [("OURTEL", "3310", "1962-11-08")]}),
    ("what the release printed is no subject", "FM LDN NOV8/62 SECRET\nTO EXTERNAL 12\nPAGES 3 AND 4 WITHHELD UNDER S.15(1)", {"number": "12", "subject": None}),
    ("letters spaced", "F M L D N NOV8/62 S E C R E T\nTO EXTERNAL 3979", {"from": "LDN", "security": "SECRET", "number": "3979"}),
    ("FM lost", "LDN NOV8/62 SECRET\nTO EXTERNAL 3979", {"from": "LDN", "date": "1962-11-08", "security": "SECRET"}),
    ("FM and post lost", "NOV8/62 SECRET\nTO EXTERNAL 3979", {"from": None, "date": "1962-11-08", "security": "SECRET"}),
    ("day before month", "FM LDN 28OCT62 SECRET\nTO EXTERNAL 3791", {"date": "1962-10-28", "number": "3791"}),
    ("date lost", "FM MOSCOW SECRET\nTO EXTERNAL 850 PRIORITY", {"from": "MOSCOW", "date": None, "security": "SECRET"}),
    ("date damaged beyond reading", "FM MOSCOW N**8/62 SECRET\nTO EXTERNAL 850", {"from": "MOSCOW", "date": None, "number": "850"}),
    ("date damaged", "FH MOSCOV 0CT3O/62 C0NFD\nTO EXTERNAL 8O1 PRI0RITY", {"from": "MOSCOW", "date": "1962-10-30", "security": "CONFD", "number": "801", "precedence": "PRIORITY"}),
    ("an eleven that looks like June in German", "FM HANOI JUNI1/64\nTO EXTERNAL 12", {"date": "1964-06-11"}),
    ("year damaged", "FM LDN NOV8/6Z SECRET\nTO EXTERNAL 3979", {"date": "1962-11-08"}),
    ("no such day", "FM LDN NOV31/62 SECRET\nTO EXTERNAL 4400", {"date": None, "flags": ["impossible_date"], "number": "4400"}),
    ("the date is no number", "TO EXTERNAL NOV13/62 PRIORITY\nFM LDN", {"number": None, "date": "1962-11-13", "precedence": "PRIORITY"}),
    ("a year is no number", "FM LDN TO EXTERNAL 1962", {"number": None}),
    ("number not legible", "FM SAIGN FEB14/66 SECRET\nTO TT EXTERNAL ??7 IMMED", {"number": None, "precedence": "IMMED"}),
    ("mostly letters", "FM LDN NOV8/62 SECRET\nTO EXTERNAL BI5", {"number": None}),
    ("a letter among figures in what comes in", "FM LDN NOV8/62 SECRET\nTO EXTERNAL B51", {"number": "851"}),
    ("letters before a number going out", "FM EXTERNAL NOV8/62 SECRET\nTO WASHDC DL1455 OPIMMED", {"number": "DL1455", "to": ["WASHDC"]}),
    ("page two", "PAGE TWO 3316\nAND HE WOULD SEE THE MINISTER AGAIN ON NOV9.", {"number": None, "from": None, "date": None}),
    ("by hand of", "FM ROME NOV3/62 CONFD\nTO EXTERNAL 1044\nFOR UNDERSECRETARY FROM ABLE\nVISIT OF MINISTER", {"attention": ["UNDERSECRETARY"], "signer": "ABLE", "subject": "VISIT OF MINISTER"}),
    ("distribution", "FM WASHDC NOV7/62 SECRET\nTO EXTERNAL 3306\nINFO CCOS DND PCO\nDISTR: MIN USSEA DL(1)\nQUARANTINE", {"info": ["CCOS", "DND", "PCO"], "subject": "QUARANTINE"}),
    ("codeword", "FM CANDEL SAIGON AUG12/64 T0PSEC BAC0N\nTO EXTERNAL 421", {"security": "TOPSEC", "codeword": "BACON"}),
    ("the first sentence is no subject", "FM NATOPARIS OCT25/62 SECRET\nTO EXTERNAL 2515\nTHERE WERE 88 MEMBERS AT THE TABLE", {"subject": None}),
    ("a letter is no telegram", "FM BAIRES NOV9/62 RESTD\nTO EXTERNAL 188\nREF YOURLET L-410 OCT12", {"ref": [("YOUR LETTER", "410", "1962-10-12")]}),
    ("references damaged", "FM LDN OCT30/62 SECRET\nTO EXTERNAL 3812\nREF 0URTEL 3799 0CT28", {"ref": [("OURTEL", "3799", "1962-10-28")]}),
    ("one reference after the other", "FM BONN OCT30/62 SECRET\nTO EXTERNAL 741\nREF OURTELS 731 OCT28 AND 736 OCT29", {"ref": [("OURTEL", "731", "1962-10-28"), ("OURTEL", "736", "1962-10-29")]}),
    ("a damaged subject", "FK LDN NCV8/62 SECRET\nTO EXTERNAL 3980\nVISIT TO N0RTHVIETNAN AND QUARANTINF", {"subject": "VISIT TO NORTHVIETNAM AND QUARANTINE", "ocr_repairs": True}),
    ("specks before the labels", "' . FM BONN NOV14/62 CONFD\n~ TO EXTERNAL 772", {"from": "BONN", "number": "772"}),
    ("a code nobody knows", "FM ZZZPOST NOV2/62 CONFD\nTO EXTERNAL 203", {"from": "ZZZPOST"}),
    ("a code out of its time", "FM NATOPARIS NOV2/71 CONFD\nTO EXTERNAL 203", {"flags": ["not_in_use: NATOPARIS in 1971"]}),
]  # fmt: skip


def shown(heading, key):
    if key == "ref":
        return [(one["form"], one["number"], one["date"]) for one in heading["ref"]]
    return heading.get(key)


@pytest.mark.parametrize(("text", "expected"), [one[1:] for one in VARIANTS], ids=[one[0] for one in VARIANTS])
def test_a_canadian_telegram(text, expected):
    heading = read_heading(text)
    assert {key: shown(heading, key) for key in expected} == expected


FORMS = [
    ("values behind their labels", "DEPARTMENT OF EXTERNAL AFFAIRS, CANADA\nOUTGOING MESSAGE\nFM: EXT OTT\nDATE: OCT 18/61\nFILE: 50219-AL-2-40\nSECURITY: SECRET\nNUMBER: DL-1320\nPRECEDENCE: PRIORITY\nTO: NATOPARIS\nINFO: WASHDC LDN BONN\nSubject: ICE",
     {"from": "EXT OTT", "date": "1961-10-18", "file": "50219-AL-2-40", "security": "SECRET", "number": "DL-1320", "precedence": "PRIORITY", "to": ["NATOPARIS"], "info": ["WASHDC", "LDN", "BONN"]}),
    ("labels in two languages, degrees beside the addressees", "MESSAGE\nDATE FILE/DOSSIER SECURITY/SECURITE\nMAR 4/66 20-22-VIET S SECRET\nFM/DE EXT OTT\nNO Y-214\nPRECEDENCE\nTO/A SAIGON IMMED\nINFO WASHDC PRIORITY\nSUB/SUJ ICE",
     {"number": "Y-214", "to": ["SAIGON"], "info": ["WASHDC"], "precedence": {"SAIGON": "IMMED", "WASHDC": "PRIORITY"}, "security": "SECRET", "bilingual_form": True}),
    ("the addressee lost: his degree is not given to another", "OUTGOING MESSAGE\nFM: EXT OTT\nDATE OCT 18/61\nNUMBER DL-1320\nTO: ~%\nOPIMMED\nINFO: WASHDC\nPRIORITY", {"to": [], "info": ["WASHDC"], "precedence": None}),
    ("two labels, then two values", "TELETYPE MESSAGE\nFrom:\nTo:\nTHE CANADIAN AMBASSADOR TO THE UNITED STATES\nTHE SECRETARY OF STATE FOR EXTERNAL AFFAIRS\nNo. WA-1404\nDate April 6th, 1951", {"from": "WASHINGTON", "to": ["EXTERNAL"]}),
    ("two labels, one value: whose is it?", "TELETYPE MESSAGE\nFrom:\nTo:\nTHE SECRETARY OF STATE FOR EXTERNAL AFFAIRS, CANADA\nNo. WA-1404", {"from": None, "to": []}),
    ("which number is the month?", "DEPARTMENT OF EXTERNAL AFFAIRS\nMEMORANDUM\nTO: Legal Division\nFROM: D.L. (1) Division\nDate: 3/11/62", {"date": None, "flags": ["ambiguous_date"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [one[1:] for one in FORMS], ids=[one[0] for one in FORMS])
def test_a_canadian_form(text, expected):
    heading = read_heading(text)
    assert {key: shown(heading, key) for key in expected} == expected
