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
