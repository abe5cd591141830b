"""A volume of an edition in TEI, made up (SPECIMEN), and what it gives."""

import json

import pytest

from briefbook.cables import read_heading
from briefbook.importers.frus import read_frus
from briefbook.model.received import Description

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0">
<teiHeader><fileDesc><titleStmt><title type="complete">SPECIMEN, Papers of a Ministry, Volume IX</title>
</titleStmt>
<publicationStmt><idno type="frus">frus1961-63v99</idno></publicationStmt></fileDesc></teiHeader>
<text><front><div type="section" xml:id="persons"><list>
<item><hi><persName xml:id="p_1">Specimen, Adam B.</persName></hi>,
Ambassador</item></list></div></front>
<body><div type="chapter">
<pb n="11"/>
<div type="document" xml:id="d1" n="1"><head>1. Telegram From the <gloss type="from">Embassy in Vietnam</gloss> to the
<gloss type="to">Department of State</gloss><note n="1" type="source">Source: Department of State, Central Files,
POL 1 SPEC. Secret; Priority. Drafted by Nobody. Repeated to Paris, U.S. Element Live Oak,
and <gloss>CINCPAC</gloss> for POLAD.</note></head>
<dateline><placeName>Saigon</placeName>, <date when="1963-04-05T19:00:00">April 5, 1963, 7 p.m.</date></dateline>
<p>882. Deptel 17.<note n="2"><ref target="#d2">Document 2</ref>.</note> This is a SPECIMEN.
<persName corresp="#p_1">Specimen</persName>
met the minister <pb n="12"/>and said nothing.<note n="3">See <ref target="frus1961-63v02#d46">vol. II, Document
46</ref>.</note></p>
<closer><signed><persName corresp="#p_1">Specimen</persName></signed></closer></div>
<div type="document" xml:id="d2" n="2"><head>2. Telegram From the <gloss type="from">Department of State</gloss> to the
<gloss type="to">Embassy in Vietnam</gloss><note n="1" type="source">Source: Department of State, Central Files,
751K.00/4–263. Confidential.</note></head>
<dateline><placeName>Washington</placeName>, <date when="1963-04-02">April 2, 1963</date></dateline>
<p>17. SPECIMEN: do nothing.</p></div>
<div type="document" xml:id="d3" n="3" frus:doc-dateTime-min="1963-04-01T00:00:00-05:00"
 frus:doc-dateTime-max="1963-04-30T23:59:59-05:00"><head>3. Editorial Note</head><p>SPECIMEN of a note.</p></div>
<div type="document" xml:id="d4" n="4"><head>4. Memorandum of Conversation</head>
<dateline><placeName>Washington</placeName>, <date>undated</date></dateline>
<list type="subject"><head>SUBJECT</head><item>Nothing at all</item></list><p>SPECIMEN.</p></div>
</div></body></text></TEI>
"""


@pytest.fixture(scope="module")
def volume():
    return read_frus(VOLUME.encode(), "vol", heading=read_heading)


def fields(description):
    return {name: "; ".join(r.value or "(blank)" for r in readings) for name, readings in description.readings.items()}


def test_items_are_called_by_volume_and_document(volume):
    assert [description.item for description in volume.descriptions] == [f"frus1961-63v99-d{n}" for n in (1, 2, 3, 4)]


def test_what_the_editors_say_becomes_fields(volume):
    telegram = fields(volume.descriptions[0])
    note = telegram.pop("note")
    assert telegram == {
        "date": "1963-04-05",
        "from": "SAIGON",
        "to": "STATE",
        "info": "PARIS; US ELEMENT LIVE OAK; CINCPAC",
        "number": "882",
        "classification": "SECRET",
        "precedence": "PRIORITY",
        "persons": "Adam B. Specimen",
        "signer": "Specimen",
        "file": "POL 1 SPEC",
        "citation": "Department of State, Central Files, POL 1 SPEC",
        "form": "telegram",
    }
    assert "document 1, pp. 11–12" in note
    assert "Editors' note 2: Document 2." in note


def test_text_is_kept_page_by_page_without_the_notes(volume):
    assert volume.descriptions[0].pages == (
        "1. Telegram From the Embassy in Vietnam to the Department of State\nSaigon, April 5, 1963, 7 p.m.\n"
        "882. Deptel 17. This is a SPECIMEN. Specimen met the minister",
        "and said nothing.\nSpecimen",
    )


def test_a_post_keeps_the_editors_words_beside_the_code(volume):
    reading = volume.descriptions[0].readings["from"][0]
    assert (reading.as_written, reading.value) == ("Embassy in Vietnam", "SAIGON")


def test_cross_references_say_where_they_stand_and_where_they_lead(volume):
    here, elsewhere = volume.descriptions[0].references
    assert (here.target, here.said, here.after) == ("frus1961-63v99-d2", "Document 2.", "882. Deptel 17.")
    assert (elsewhere.target, elsewhere.place.page) == ("frus1961-63v02-d46", 2)


def test_bounds_of_a_note_are_the_editors_and_an_undated_paper_stays_undated(volume):
    assert volume.descriptions[2].readings["date"][0].value == "1963-04-01/1963-04-30"
    assert str(volume.descriptions[2].readings["date"][0].how) == "supplied"
    undated = volume.descriptions[3].readings["date"][0]
    assert (undated.as_written, undated.value) == ("undated", None)
    assert not any("undated" in sentence for sentence in volume.not_understood)


def test_the_subject_of_a_conversation(volume):
    assert fields(volume.descriptions[3])["subject"] == "Nothing at all"
    assert fields(volume.descriptions[3])["form"] == "memorandum of conversation"


def test_a_description_survives_its_line(volume):
    for description in volume.descriptions:
        assert Description.of_json(json.loads(json.dumps(description.as_json())), "vol") == description


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<TEI><text>", "not well-formed"),
        ("<html/>", "this is not TEI"),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "no <div"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI>&x;</TEI>', "no <div"),
    ],
)
def test_what_is_no_volume_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        read_frus(text.encode(), "vol", heading=read_heading)


OLD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title type="complete">SPECIMEN, Papers of a Ministry, 1951</title></titleStmt>
<publicationStmt><idno type="frus">frus1951v99</idno></publicationStmt></fileDesc></teiHeader>
<text><front><list type="persons"><item><persName xml:id="p_1">Hale, Adam B., Jr.</persName>,
envoy</item></list></front>
<body>{}</body></text></TEI>"""


def document(inside):
    text = OLD.format(f'<div type="document" xml:id="d1" n="1">{inside}</div>')
    (description,) = read_frus(text.encode(), "vol", heading=read_heading).descriptions
    return fields(description)


def test_a_volume_before_1955_has_file_kind_number_and_classification_about_the_text():
    telegram = document(
        '<note rend="inline" type="source">711.94/15–42: Telegram</note><head>The Minister in Peru (Hale) to the '
        'Secretary of State</head><opener><dateline><placeName>Lima</placeName>, <date when="1951-02-02">February 2, '
        "1951—3 p. m.</date></dateline><seg>top secret priority</seg></opener><p>214. SPECIMEN. The port is open.</p>"
    )
    assert (telegram["file"], telegram["form"], telegram["number"]) == ("711.94/15-42", "telegram", "214")
    assert telegram["classification"] == "TOP SECRET"
    assert telegram["citation"] == "711.94/15–42: Telegram"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("<opener><seg>[confidential]</seg></opener>", "CONFIDENTIAL"), ("<p>secret</p>", "SECRET"),
        ("<p>secret talks were held</p>", None), ("<p>restricted waters</p>", None),
    ],
)  # fmt: skip
def test_only_a_line_that_is_a_marking_classifies(line, level):
    note = '<note rend="inline" type="source">Harbour Files: Lot 7</note><head>Memorandum by the Legal Adviser</head>'
    memorandum = document(f"{note}{line}<p>SPECIMEN.</p>")
    assert memorandum.get("classification") == level
    assert "file" not in memorandum


def test_addressees_in_a_list_of_their_own():
    memorandum = document(
        '<head>1. National Security Action Memorandum No. 7</head><list type="to"><head>MEMORANDUM FOR</head><item>The '
        "Secretary of State</item><item>The Administrator, A.I.D.</item></list><p>SPECIMEN.</p>"
    )
    assert memorandum["to"] == "Secretary of State; Administrator, A.I.D."


@pytest.mark.parametrize(
    ("title", "sender", "addressee"),
    [
        ("Report by the Joint Harbour Committee Review of Ports and Piers in Peru", "Joint Harbour Committee", None),
        ("Report by the Committee on Ports", "Committee on Ports", None),
        ("Memorandum From the Policy Staff Director for Ports (Hale) to the President",
         "Policy Staff Director for Ports (Hale)", "President"),
        ("Letter From the Traveller Sent to Lima Hale to the President", "Traveller Sent to Lima Hale", "President"),
    ],
)  # fmt: skip
def test_a_papers_own_title_is_no_sender_and_a_person_of_the_list_ends_him(title, sender, addressee):
    paper = document(f"<head>1. {title}</head><p>SPECIMEN.</p>")
    assert (paper.get("from"), paper.get("to")) == (sender, addressee)


def test_a_sender_that_the_encoding_calls_the_addressee_is_the_sender():
    memorandum = document(
        '<head>1. Memorandum From the <gloss type="to">Harbour Board</gloss> to the Minister of Ports (<persName '
        'type="to">Hale</persName>)</head><p>SPECIMEN.</p>'
    )
    assert (memorandum["from"], memorandum["to"]) == ("Harbour Board", "Minister of Ports (Hale)")


def test_a_sender_that_is_encoded_in_parts_is_one_sender():
    telegram = document(
        '<head>1. Telegram From the <gloss type="from">Mission to the Harbour League</gloss> and <gloss type="from">'
        'Coastal Organizations</gloss> to the <gloss type="to">Department of State</gloss></head><p>SPECIMEN.</p>'
    )
    assert telegram["from"] == "Mission to the Harbour League and Coastal Organizations"


def read_documents(*documents):
    """The descriptions of a made-up volume that holds these documents."""
    bodies = "".join(
        f'<div type="document" xml:id="d{at}" n="{at}">{document}</div>' for at, document in enumerate(documents, 1)
    )
    volume = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="harbours"><teiHeader><fileDesc><titleStmt>'
        '<title type="complete">Foreign Relations of the United States, Harbours</title></titleStmt></fileDesc>'
        f"</teiHeader><text><body>{bodies}</body></text></TEI>"
    )
    return read_frus(volume.encode(), "harbours", heading=read_heading).descriptions


def test_a_memorandum_for_the_record_is_no_record_of_a_meeting_and_a_report_no_paper():
    described = read_documents(
        "<head>1. Memorandum for the Record by the Harbour Master (Vane)</head><p>Nothing met.</p>",
        "<head>2. Memorandum for the Files</head><p>Nothing met.</p>",
        "<head>3. Memorandum of Meeting</head><p>They met.</p>",
        "<head>4. Central Harbour Office Information Report</head><p>Boats.</p>",
        "<head>5. Report to the Special Group</head><p>Boats.</p>",
    )
    assert [fields(document)["form"] for document in described] == [
        "memorandum for the record",
        "memorandum for the record",
        "record of a meeting",
        "report",
        "report",
    ]


def test_the_kind_of_paper_that_old_volumes_print_in_brackets_and_their_file_numbers():
    (described,) = read_documents(
        '<note type="source">File No. 763.72/4021</note><head>The Ambassador in France (Vane) to the Secretary of State'
        '</head><opener>[Telegram]<dateline>Paris, <date when="1917-04-03">April 3, 1917</date></dateline></opener>'
        "<p>2011. The commission met.</p>"
    )
    found = fields(described)
    assert (found["form"], found["number"], found["file"]) == ("telegram", "2011", "763.72/4021")
    assert found["citation"] == "File No. 763.72/4021"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("12. Subject: New piers. The piers are old.", "New piers"),
        ("12. During the talk the following subjects discussed:", None),
        ("12. Please generate news on such subjects for dissemination abroad.", None),
        ("12. Flexibility in negotiating subjects which the port has put on the table.", None),
    ],
)
def test_a_subject_has_its_label_and_is_no_part_of_a_sentence(text, subject):
    (described,) = read_documents(
        "<head>1. Telegram From the Embassy in France to the Department of State</head>"
        f'<dateline>Paris, <date when="1962-04-03">April 3, 1962</date></dateline><p>{text}</p>'
    )
    assert fields(described).get("subject") == subject


def test_the_label_of_a_list_of_subjects_is_no_subject():
    (described,) = read_documents(
        '<head>1. Memorandum of Conversation</head><list type="subject"><item>SUBJECT</item><item>New piers</item>'
        "</list><p>They talked.</p>"
    )
    assert fields(described)["subject"] == "New piers"


def test_an_agency_for_something_is_not_cut_at_its_for():
    (described,) = read_documents(
        "<head>1. Memorandum From the Harbour Master to the Secretary of State<note>Source: Archive, Files. Secret. "
        "Also sent to the Administrator of the Agency for International Ports and to Lima for Roe.</note></head>"
        "<p>x</p>"
    )
    assert fields(described)["info"] == "Administrator of the Agency for International Ports; LIMA"


def test_a_note_that_refers_to_another_note_of_its_document_is_no_reference_to_a_paper():
    (first, _) = read_documents(
        '<head>1. Memorandum</head><p>One.<note n="1">Boats.</note> Two.<note n="2">See <ref target="#d1fn1">footnote 1'
        '</ref> and <ref target="#d2">Document 2</ref>.</note></p>',
        "<head>2. Memorandum</head><p>Two.</p>",
    )
    assert [reference.target for reference in first.references] == ["harbours-d2"]


def test_a_month_encoded_by_its_first_and_last_day_is_a_month():
    (described,) = read_documents(
        "<head>1. Minutes</head><dateline>Lima, "
        '<date notBefore="1971-03-01" notAfter="1971-03-31">March 1971</date></dateline><p>x</p>'
    )
    assert fields(described)["date"] == "1971-03"


def test_the_number_of_an_action_memorandum_is_written_without_its_documents_number():
    (described,) = read_documents(
        "<head>20. National Security Action Memorandum No. 217</head><p>The piers are to be painted.</p>"
    )
    (reading,) = described.readings["number"]
    assert (reading.as_written, reading.value) == ("No. 217", "217")


def test_a_paragraphs_figure_behind_a_number_that_was_not_released_is_no_number():
    withheld = "[<hi>document number not declassified</hi>]"
    opening = f"<p>{withheld} 1. The pilots met. It rained.</p><p>2. They left.</p><p>3. All is well.</p>"
    (described,) = read_documents(f"<head>21. Telegram From the Station in Lima to the Agency</head>{opening}")
    assert described.readings.get("number", ()) == ()
    numbered = opening.replace("document number", "1 line").replace("1. The", "1417. The")
    (described,) = read_documents(f"<head>22. Telegram From the Embassy in Peru to the Department</head>{numbered}")
    assert described.readings["number"][0].value == "1417"


def test_an_ambassador_at_large_and_a_delegation_are_not_the_post_of_the_city_they_write_from():
    described = read_documents(
        "<head>1. Memorandum From the Ambassador at Large (Vane) to Secretary of State Dunning</head>"
        '<dateline>Washington, <date when="1963-03-07">March 7, 1963</date></dateline><p>x</p>',
        "<head>2. Telegram From the Delegation at the Ports Council Meeting to the Department of State</head>"
        '<dateline>Paris, <date when="1963-04-10">April 10, 1963</date></dateline><p>19. x</p>',
        "<head>3. Memorandum From the Counselor and Press Officer of the Embassy in Vietnam (Vane) to the Secretary of "
        'State</head><dateline>Washington, <date when="1963-03-15">March 15, 1963</date></dateline><p>x</p>',
    )
    assert [fields(document)["from"] for document in described] == [
        "Ambassador at Large (Vane)",
        "Delegation at the Ports Council Meeting",
        "SAIGON",
    ]


def described(inside):
    """The description of the only document of a made-up volume of 1961 to 1963."""
    body = f'<div type="document" xml:id="d1" n="1">{inside}</div>'
    start, end = VOLUME.index('<div type="document" xml:id="d1"'), VOLUME.index("</div></body>")
    (description,) = read_frus(
        f"{VOLUME[:start]}{body}{VOLUME[end:]}".encode(), "vol", heading=read_heading
    ).descriptions
    return description


def test_a_marking_without_a_stop_before_it_is_no_part_of_the_archival_source():
    description = described(
        "<head>1. Telegram From the Embassy in Peru to the Department of State<note n='1' type='source'>Source: "
        "Department of State, Central Files, POL 1 SPEC Secret; Limit Distribution. Repeated to Lima.</note></head>"
        "<p>12. SPECIMEN.</p>"
    )

    assert fields(description)["citation"] == "Department of State, Central Files, POL 1 SPEC"
    assert fields(description)["classification"] == "SECRET"


def test_those_who_talk_with_each_other_send_nothing():
    description = described(
        "<head>1. Memorandum of Telephone Conversation Between Secretary of State Roe and the Representative to the "
        "United Nations (Doe)</head><p>SPECIMEN.</p>"
    )

    assert not {"from", "to"} & fields(description).keys()


def test_the_volume_printed_before_a_reference_is_the_one_that_is_meant():
    description = described(
        "<head>1. Paper</head><p>SPECIMEN.<note n='1'>See Foreign Relations, 1961-1963, vol. II, <ref target='#d7'>"
        "Document 7</ref>, and <ref target='#d9'>Document 9</ref>.</note></p>"
    )

    assert [reference.target for reference in description.references] == ["frus1961-63v02-d7", "frus1961-63v99-d9"]


def test_the_subjects_of_enclosures_are_not_the_documents():
    description = described(
        "<head>1. Memorandum From the Joint Staff to the Secretary of Defense</head><list type='subject'><head>SUBJ"
        "</head><item>Harbours</item></list><p>SPECIMEN.</p><list type='subject'><head>SUBJ</head>"
        "<item>a. Msg 12</item></list>"
    )

    assert fields(description)["subject"] == "Harbours"


LISTED = (
    '<item><persName xml:id="p_1">Hale, Adam B.</persName>, envoy</item>'
    '<item><persName xml:id="p_2">Lan</persName>, see <persName corresp="#p_3">Tran Thi Lan</persName></item>'
    '<item><persName xml:id="p_3">Tran Thi Lan</persName>, Minister</item>'
    '<item><persName xml:id="p_4">Big Lan</persName>. See Lan</item>'
    '<item><persName xml:id="p_5">Hale</persName>, see also Tran Thi Lan</item>'
    '<item><persName xml:id="p_6">Berg</persName>, see Nobody Listed</item>'
)


def test_an_entry_of_the_list_of_persons_that_says_see_is_the_person_to_whom_it_leads():
    names = [f'<persName corresp="#p_{number}">N{number}</persName>' for number in range(1, 7)]
    text = OLD.replace("envoy</item></list>", f"envoy</item></list><list>{LISTED}</list>").replace(
        '<persName xml:id="p_1">Hale, Adam B., Jr.</persName>', "Hale"
    )
    text = text.format(
        f'<div type="document" xml:id="d1" n="1"><head>Letter</head><p>SPECIMEN {" ".join(names)}</p></div>'
    )
    (description,) = read_frus(text.encode(), "vol", heading=read_heading).descriptions
    assert fields(description)["persons"] == "Adam B. Hale; Tran Thi Lan; Hale; Berg"
