"""Headings made up for the tests, in the style of each form, with the fields each must give. None is a real cable."""
# ruff: noqa: E501

MADE_UP = [
    ("exhibit row", "CDNW99001.pdf 3-Dec-62 NATOPARIS EXTERNAL 2890",
     {"item": "CDNW99001", "date": "1962-12-03", "from": "NATOPARIS", "to": ["EXTERNAL"], "number": "2890"}),
    ("exhibit row, cells", "CDNW99002 | 24-Oct-62 | CANDELNY | EXTERNAL | 1999 |",
     {"item": "CDNW99002", "date": "1962-10-24", "from": "CANDELNY", "number": "1999"}),
    ("exhibit row, prefix", "CDNW99003.pdf | 24-Oct-62 | EXTERNAL | WASHDC | DL-1402 |",
     {"from": "EXTERNAL", "to": ["WASHDC"], "number": "DL-1402"}),
    ("exhibit row, redacted", "CDNW99004.pdf | 25-Oct-62 | [Sanitized] | EXTERNAL | (no number) |",
     {"from": None, "to": ["EXTERNAL"], "number": None, "redacted": ["from"]}),
    ("exhibit row, impossible", "CDNW99005.pdf 31-Nov-62 LDN EXTERNAL 4100",
     {"date": None, "from": "LDN", "number": "4100", "flags": ["impossible_date"]}),
    ("telegram", "FM MOSCOW OCT27/62 SECRET CDN EYES ONLY\nTO EXTERNAL 771 EMERGENCY\nINFO TT LDN WASHDC DE OTT\n"
     "REF YOURTEL S322 OCT26\nWHEAT SALES",
     {"from": "MOSCOW", "date": "1962-10-27", "security": "SECRET", "caveats": ["CDN EYES ONLY"], "to": ["EXTERNAL"],
      "number": "771", "precedence": "EMERGENCY", "info": ["LDN", "WASHDC"], "subject": "WHEAT SALES",
      "ref": [("YOURTEL", "S", "322", "1962-10-26", "EXTERNAL")]}),
    ("telegram, two references", "FM LDN DEC3/62 CONFD\nTO EXTERNAL 4301 PRIORITY\nREF OURTEL 4288 DEC1 AND 4290 DEC2\nFISH",
     {"number": "4301", "ref": [("OURTEL", None, "4288", "1962-12-01", "LDN"), ("OURTEL", None, "4290", "1962-12-02", "LDN")]}),
    ("telegram, last year's reference", "FM ROME JAN3/63 RESTD\nTO EXTERNAL 4\nREF YOURTEL E9 DEC30\nOPERA",
     {"security": "RESTD", "precedence": None, "ref": [("YOURTEL", "E", "9", "1962-12-30", "EXTERNAL")], "subject": "OPERA"}),
    ("telegram, to a post", "FM EXTERNAL NOV2/62 UNCLAS\nTO WASHDC ET88 ROUTINE\nFISHERIES CONVENTION",
     {"from": "EXTERNAL", "to": ["WASHDC"], "number": "ET88", "precedence": "ROUTINE", "subject": "FISHERIES CONVENTION"}),
    ("telegram, damaged", "FK HAVAHA NCV2/62 SECRT\n70 TT EXTERNAL 2I8 IMNED\nINFC TT VASHDC LE CTT\nSUGAR QUOTAS AGAIN",
     {"from": "HAVANA", "date": "1962-11-02", "security": "SECRET", "number": "218", "precedence": "IMMED",
      "info": ["WASHDC"], "subject": "SUGAR QUOTAS AGAIN", "ocr_repairs": True}),
    ("telegram, number not legible", "FM CAIRO MAY4/56 CONFD\nTO EXTERNAL .?7\nCOTTON PRICES IN MAY", {"number": None, "from": "CAIRO"}),
    ("telegram, correction", "FM BRUSSELS JUN5/62 RESTD\nTO EXTERNAL 402\nREF OURTEL 399 JUN4\nPLEASE CORRECT PARA 3 TO READ",
     {"correction_of": "BRUSSELS 399", "number": "402"}),
    ("outgoing form", "DEPARTMENT OF EXTERNAL AFFAIRS, CANADA\nOUTGOING MESSAGE\nDATE\nFILE\nSECURITY\n50128-40\nSEPT 3/63\n"
     "FM: EXTERNAL OTTAWA\nNUMBER\nPRECEDENCE\nDL-1188\nTO:\nNATOPARIS\nOPIMMED\nINFO:\nWASHDC\nPRIORITY\nSECRET\n"
     "Ref.: YOURTEL 1780\nSubject: ICE PATROL",
     {"from": "EXT OTT", "date": "1963-09-03", "number": "DL-1188", "to": ["NATOPARIS"], "info": ["WASHDC"],
      "security": "SECRET", "precedence": {"NATOPARIS": "OPIMMED", "WASHDC": "PRIORITY"}, "subject": "ICE PATROL",
      "ref": [("YOURTEL", None, "1780", None, "NATOPARIS")]}),
    ("teletype", "TELETYPE MESSAGE\nFrom: THE CANADIAN AMBASSADOR, PARIS\nTo: THE SECRETARY OF STATE FOR EXTERNAL AFFAIRS\n"
     "No. 212\nMay 2nd, 1950.\nCONFIDENTIAL\nFollowing for Ritter from Vale.\nYour EX-301 of April 30th.\nBegins:",
     {"from": "PARIS", "to": ["EXTERNAL"], "number": "212", "date": "1950-05-02", "security": "CONFIDENTIAL",
      "signer": "Vale", "ref": [("YOUR", "EX", "301", "1950-04-30", "EXTERNAL")]}),
    ("letter", "NUMBERED LETTER\nLetter No. 388\nDate: June 11, 1957\nSECRET\nFROM: The Canadian Embassy, Bonn\n"
     "TO: THE UNDER-SECRETARY OF STATE FOR EXTERNAL AFFAIRS, OTTAWA\nReference: Your Letter No. 271 of May 30",
     {"doc_type": "letter", "number": "388", "date": "1957-06-11", "security": "SECRET", "from": "BONN", "to": ["USSEA"],
      "ref": [("YOUR LETTER", None, "271", "1957-05-30", "USSEA")]}),
    ("memorandum", "DEPARTMENT OF EXTERNAL AFFAIRS\nMEMORANDUM\nTO: Economic Division\nFROM: D.L. (2) Division\n"
     "Security: CONFIDENTIAL\nDate: June 4, 1962\nSUBJECT: Ice",
     {"doc_type": "memorandum", "from": "DL(2)", "security": "CONFIDENTIAL", "date": "1962-06-04", "subject": "Ice"}),
    ("edition, Canada", "88. DEA/50128-40\nHigh Commissioner in United Kingdom to Secretary of State for External Affairs\n"
     "Telegram 812\nLondon, March 3, 1961\nConfidential. Priority.\nReference: Your telegram E-512 Mar 1.\n"
     "Repeat for Information: Washington, Paris (Priority) from Ottawa.",
     {"dcer_doc": 88, "file": "DEA/50128-40", "from": "LDN", "to": ["SSEA"], "number": "812", "date": "1961-03-03",
      "security": "CONFIDENTIAL", "precedence": "PRIORITY", "info": ["WASHINGTON", "PARIS"],
      "ref": [("YOURTEL", "E", "512", "1961-03-01", "SSEA")]}),
    ("edition, US", "12. Telegram From the Embassy in France to the Department of State\nParis, March 4, 1962, 7 p.m.\n"
     "Source: Department of State, Central Files, 751.00/3-462. Confidential; Priority; Limit Distribution. "
     "Drafted by Roe, cleared by Doe, and approved by Poe. Received in the Department of State at 4:10 p.m.\n"
     "4411. Reference: Deptel 5120. Subject: Grain. Nothing else.",
     {"from": "PARIS", "to": ["STATE"], "number": "4411", "date": "1962-03-04", "time_local": "19:00",
      "security": "CONFIDENTIAL", "precedence": "PRIORITY", "file": "751.00/3-462", "subject": "Grain",
      "drafted_by": ["Roe"], "approved_by": ["Poe"], "received_local": "16:10",
      "ref": [("DEPTEL", None, "5120", None, "STATE")]}),
    ("edition, clocks", "Telegram From the Embassy in Italy to the Department of State\nRome, July 3, 1962, 6 p.m.\n"
     "Source: Department of State, Central Files, 765.00/7-362. Secret. Received in the Department of State at 9 a.m. on July 3.\n"
     "88. Nothing.", {"number": "88", "flags": ["received_before_sent"]}),
    ("edition, file and date", "Telegram From the Department of State to the Embassy in Ghana\nWashington, May 9, 1962, 6 p.m.\n"
     "Source: Department of State, Central Files, 745J.00/2-1462. Secret.\n91. Nothing.",
     {"to": ["ACCRA"], "flags": ["file_date_mismatch"]}),
    ("edition, 1950s", "511.002/6-353: Telegram\nThe Ambassador in Japan (Able) to the Department of State\nconfidential\npriority\n"
     "Polto 77. Repeated information Manila 12, Seoul 9.",
     {"file": "511.002/6-353", "from": "TOKYO", "to": ["STATE"], "security": "CONFIDENTIAL", "precedence": "PRIORITY",
      "series": "POLTO", "number": "77", "repeated": {"MANILA": "12", "SEOUL": "9"}}),
    ("edition, 1930s", "765.84/412: Telegram\nThe Ambassador in Italy (Able) to the Secretary of State\n212. My 209, June 1, noon.",
     {"from": "ROME", "to": ["STATE"], "number": "212", "ref": [("MY", None, "209", None, "ROME")], "file": "765.84/412"}),
    ("system", "CONFIDENTIAL\nPAGE 01 OSLO 02101 111510Z\nACTION EUR-25\nINFO OCT-01 ISO-00 EB-05 /031 W\n--------------------- 001234\n"
     "R 111430Z JUN 75\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC PRIORITY 2210\nINFO AMEMBASSY LONDON\nAMEMBASSY COPENHAGEN\n"
     "C O N F I D E N T I A L OSLO 2101\nLIMDIS\nE.O. 11652: GDS\nTAGS: EFIS, NO\nSUBJ: COD QUOTAS IN NORTHERN WATERS\n"
     "REF: (A) STATE 130011; (B) OSLO 2090\n1. NOTHING.",
     {"mrn": "1975OSLO02101", "number": "OSLO 2101", "dtg": "111430Z JUN 75", "date": "1975-06-11", "precedence": "R",
      "from": "AMEMBASSY OSLO", "to": ["SECSTATE WASHDC"], "info": ["AMEMBASSY LONDON", "AMEMBASSY COPENHAGEN"],
      "security": "CONFIDENTIAL", "caveats": ["LIMDIS"], "tags": ["EFIS", "NO"], "eo_value": "GDS", "dist_sum": 31,
      "dist_ok": True, "subject": "COD QUOTAS IN NORTHERN WATERS",
      "ref": [("TEL", None, "130011", None, "STATE"), ("TEL", None, "2090", None, "OSLO")]}),
    ("system, copies do not sum", "ORIGIN EB-10\nINFO OCT-01 ISO-00 /044 R\nP 010203Z FEB 76\nFM SECSTATE WASHDC\nTO AMEMBASSY ROME",
     {"dist_ok": False, "flags": ["distribution_sum_mismatch"], "to": ["AMEMBASSY ROME"]}),
    ("incoming form", "INCOMING TELEGRAM Department of State\nCONFIDENTIAL\nAction: EUR Control: 1220\n"
     "Info: Rec'd: MAY 3, 1961 9:02 P.M.\nFROM: Rome\nTO: Secretary of State\nNO: 4021, May 3, 8 P.M.\nPRIORITY\nLIMIT DISTRIBUTION\n"
     "REFERENCE: DEPTEL 3980",
     {"control": "1220", "received": "1961-05-03T21:02", "from": "ROME", "to": ["STATE"], "number": "4021",
      "date": "1961-05-03", "time_local": "20:00", "precedence": "PRIORITY", "security": "CONFIDENTIAL",
      "caveats": ["LIMIT DISTRIBUTION"], "ref": [("DEPTEL", None, "3980", None, "STATE")]}),
    ("outgoing telegram", "OUTGOING TELEGRAM Department of State\nSECRET\nMay 4 6 15 PM '61\nACTION: Amembassy ROME NIACT 3990\n"
     "INFO: Amembassy PARIS 4100\nYour 4021",
     {"from": "STATE", "to": ["ROME"], "info": ["PARIS"], "precedence": "NIACT", "security": "SECRET",
      "sent_local": "1961-05-04T18:15", "number_by_addressee": {"ROME": "3990", "PARIS": "4100"},
      "ref": [("YOUR", None, "4021", None, "ROME")]}),
    ("reference line", "Ref: Deptel 512 rptd London 44", {"ref": [("DEPTEL", None, "512", None, "STATE")]}),
    ("military", "P 031200R NOV 62\nFM CINCPAC\nTO RUEKDA/JCS\nINFO RUCSC/CINCSAC\nBT\nS E C R E T CINCPAC 4410\nSUBJ: ICE",
     {"dtg": "031200R NOV 62", "date_utc": "1962-11-03T17:00Z", "precedence": "P", "from": "CINCPAC", "to": ["JCS"],
      "info": ["CINCSAC"], "security": "SECRET", "number": "CINCPAC 4410", "subject": "ICE"}),
    ("military, Canada", "R 140915Z MAY 61\nFM CJS LONDON\nTO CCOS OTTAWA\nBT\nCONFIDENTIAL\nCANADIAN EYES ONLY DRA 77",
     {"from": "CJS LONDON", "security": "CONFIDENTIAL", "caveats": ["CANADIAN EYES ONLY"], "number": "DRA 77", "date": "1961-05-14"}),
    ("agency", "CLASSIFIED MESSAGE CONFIDENTIAL\nTO: DIRECTOR\nFROM: ROME\nACTION: C/WE 4\nINFO: DDP\nROME 4410 IN 11223\n4 MAY 61",
     {"from": "ROME", "to": ["DIRECTOR"], "number": "ROME 4410", "in_number": "IN 11223", "date": "1961-05-04",
      "security": "CONFIDENTIAL"}),
    ("agency report", "CENTRAL INTELLIGENCE AGENCY\nINFORMATION REPORT TELEGRAM\nCOUNTRY ITALY   REPORT NO. TDCS-3/400,111\n"
     "DATE OF INFO. 2 MAY 1961   DATE DISTR. 5 MAY 1961\nPRECEDENCE PRIORITY   REFERENCES IN 11223",
     {"report_no": "TDCS-3/400,111", "date_of_info": "1961-05-02", "date": "1961-05-05", "precedence": "PRIORITY",
      "in_number": "IN 11223"}),
    ("British", "Cypher/OTP\nFROM CAIRO TO FOREIGN OFFICE\nSir A. Able\nNo. 512\n4th May 1950\nD. 9.15 p.m. 4th May 1950\n"
     "R. 10.40 p.m. 4th May 1950\nIMMEDIATE\nCONFIDENTIAL\nAddressed to Foreign Office telegram No. 512 of 4th May "
     "repeated for information to Amman and Paris.\nMy telegram No. 509",
     {"from": "CAIRO", "to": ["FO"], "number": "512", "date": "1950-05-04", "dispatched": "1950-05-04T21:15",
      "received": "1950-05-04T22:40", "precedence": "IMMEDIATE", "security": "CONFIDENTIAL", "signer": "Sir A. Able",
      "info": ["AMMAN", "PARIS"], "ref": [("MYTEL", None, "509", None, "CAIRO")]}),
    ("British, grouped", "CYPHER CAT A\nFM F C O 041841Z\nTO PRIORITY CAIRO TELNO 76 OF 5 MAY 1972\nCONFIDENTIAL",
     {"from": "FCO", "to": ["CAIRO"], "number": "76", "date": "1972-05-05", "precedence": "PRIORITY",
      "flags": ["dtg_day_mismatch"]}),
    ("Polish", "Ciphergram No. 9901\nDispatched from Rome on 05.04.1961 at 10:00 and received at 05.04.1961 at 18:30",
     {"register_no": "9901", "flags": ["ambiguous_date"]}),
    ("Polish, clocks", "Ciphergram No. 9902\nDispatched from Rome on 05.24.1961 at 10:00\nReceived on 05.24.1961 at 08:30",
     {"register_no": "9902", "dispatched": "1961-05-24T10:00", "flags": ["received_before_sent"],
      "suggested_dispatch_date": "1961-05-23"}),
    ("Brazilian", "SECRETARY OF STATE FOR EXTERNAL RELATIONS\n4410\nTELEGRAM RECEIVED\nFROM THE EMBASSY IN ROME\nON/3/4/V/61\n"
     "CONFIDENTIAL - URGENT\nDEU/400.(00)\n77 - FRIDAY - 1815hrs",
     {"register_no": "4410", "number": "77", "from": "ROME", "sent_date": "1961-05-03", "received_date": "1961-05-04",
      "weekday": "FRIDAY", "weekday_ok": False, "flags": ["weekday_mismatch"], "security": "CONFIDENTIAL", "file": "400.(00)"}),
    ("Soviet", "TOP SECRET\nCopy No. 3\nCIPHERED TELEGRAM\nFrom: Rome No. 3310 Time: 9:15 Date: 4/V/1961\nSpecial No. 88\nURGENT",
     {"from": "ROME", "register_no": "3310", "number": "88", "received": "1961-05-04T09:15", "security": "TOP SECRET", "copy_no": 3}),
    ("French", "T. nos 210 à 214. Réservé.\nRome, 4 mai 1961.\n(Reçu : le 4, 22 h. 10)",
     {"number_range": [210, 214], "date": "1961-05-04", "received": "1961-05-04T22:10", "security": "RESERVE", "from": "ROME"}),
    ("Swiss", "p.A.21.31.Rome - AB\nTelegram no. 12\n04.05.1961 18h30\nEmbassy of Switzerland\nRome\nURGENT To Ambassador [X.] Able. - Confidential",
     {"number": "12", "date": "1961-05-04", "to": ["ROME"], "from": "BERN", "precedence": "URGENT", "security": "CONFIDENTIAL"}),
    ("German", "Botschafter von Able, Rom, an das Auswärtige Amt\nDrahtbericht Nr. 77   Streng geheim\nCito\n"
     "Aufgabe: 4. Mai 1961, 18.30 Uhr\nAnkunft: 4. Mai 1961, 19.05 Uhr",
     {"number": "77", "date": "1961-05-04", "dispatched": "18:30", "received": "19:05", "to": ["AA"], "security": "STRENG GEHEIM"}),
    ("NATO", "NATO CONFIDENTIAL\nDOCUMENT C-M(61)44", {"number": "C-M(61)44", "security": "NATO CONFIDENTIAL", "year": 1961}),
    ("stamp", "Document disclosed under the Access to Information Act\ns.15(1)\n000412",
     {"stamp": "ATIA", "exemptions": ["15(1)"], "atip_page": "000412", "number": None}),
]  # fmt: skip
