"""TEI as editions write it, made up (SPECIMEN): entities, old dialects, broken ids, dates and parties in titles."""

import re

import pytest

from briefbook.cables import read_heading
from briefbook.errors import FormatError
from briefbook.importers.document_titles import TitleParties, printed_date, title_date, title_parties
from briefbook.importers.frus import read_frus
from briefbook.importers.source_note import classification, file_unit

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>SPECIMEN</title></titleStmt>"
    '<publicationStmt><idno type="frus">vol9</idno></publicationStmt></fileDesc></teiHeader>'
)


def volume(documents: str, *, before: str = "", namespace: str = ' xmlns="http://www.tei-c.org/ns/1.0"'):
    data = f"{before}<TEI{namespace}>{HEADER}<text><body>{documents}</body></text></TEI>"
    return read_frus(data.encode(), "vol", heading=read_heading)


def document(head: str, rest: str = "<p>SPECIMEN.</p>", name: str = "d1") -> str:
    return f'<div type="document" xml:id="{name}"><head>{head}</head>{rest}</div>'


def first(received):
    return {name: readings[0] for name, readings in received.descriptions[0].readings.items()}


def test_an_id_that_occurs_twice_refuses_no_volume():
    received = volume(document("1. Letter", '<p xml:id="x">A</p><p xml:id="x">B</p>'))
    assert received.descriptions[0].pages == ("1. Letter\nA\nB",)


def test_documents_without_an_id_or_with_anothers_are_named_and_reported():
    received = volume(
        document("1. Letter") + '<div type="document" n="2"><head>2. Letter</head></div>' + document("3. Letter")
    )
    assert [description.item for description in received.descriptions] == ["vol9-d1", "vol9-d2", "vol9-d1-2"]
    assert "document 2 of the file is named d2: it has no xml:id" in received.not_understood
    assert "document 3 of the file is named d1-2: its xml:id 'd1' is another document's too" in received.not_understood


def test_entities_of_the_file_are_their_text_and_unknown_ones_are_reported():
    doctype = '<!DOCTYPE TEI [<!ENTITY agrave "&#224;"><!ENTITY town "<hi>Orl&agrave;</hi>">]>'
    received = volume(document("1. Letter", "<p>From&nbsp;&town; &shy2; on.</p>"), before=doctype)
    assert received.descriptions[0].pages == ("1. Letter\nFrom Orlà &shy2; on.",)
    assert received.not_understood[0] == "&shy2;: the file does not say what text this stands for; kept as written"


def test_standard_entities_need_no_declaration():
    received = volume(document("1. Letter", "<p>late&mdash;very &oops;</p>"))
    assert received.descriptions[0].pages == ("1. Letter\nlate—very &oops;",)
    assert received.not_understood[0].startswith("&oops;:")


def test_an_entity_never_reads_another_file():
    doctype = '<!DOCTYPE TEI [<!ENTITY other SYSTEM "file:///etc/hostname">]>'
    received = volume(document("1. Letter", "<p>a &other; b</p>"), before=doctype)
    assert received.descriptions[0].pages == ("1. Letter\na &other; b",)


@pytest.mark.parametrize(
    ("doctype", "words"),
    [
        (
            '<!DOCTYPE TEI [<!ENTITY a0 "aaaaaaaaaa">'
            + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
            + "]>",
            "expand to more than 1,000,000 characters",
        ),
        ('<!DOCTYPE TEI [<!ENTITY a8 "&b;"><!ENTITY b "&a8;">]>', "contains itself"),
    ],
)
def test_entities_that_explode_are_refused(doctype, words):
    with pytest.raises(FormatError, match=words):
        volume(document("1. Letter", "<p>&a8;</p>"), before=doctype)


def test_older_tei_and_tei_without_a_namespace_are_read():
    div = '<div1 type="document" id="d7"><head>7. Letter</head><p>x</p></div1>'
    p4 = f"<TEI.2>{HEADER}<text><body>{div}</body></text></TEI.2>"
    received = read_frus(p4.encode(), "vol", heading=read_heading)
    assert [description.item for description in received.descriptions] == ["vol9-d7"]
    assert volume(document("1. Letter"), namespace="").descriptions[0].item == "vol9-d1"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_every_encoding_is_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><TEI>{HEADER}<text><body>'
    data = (text + document("1. Letter", "<p>Orlà</p>") + "</body></text></TEI>").encode(encoding)
    assert read_frus(data, "vol", heading=read_heading).descriptions[0].pages == ("1. Letter\nOrlà",)


def test_of_two_forms_of_a_word_one_is_text_and_the_other_is_in_the_note():
    received = volume(
        document(
            "1. Letter",
            "<p>We <choice><sic>recieve</sic><corr>receive</corr></choice> the "
            "<choice><abbr>Min.</abbr><expan>Minister</expan></choice> mis<lb break='no'/>siles and sub-\n"
            "<lb break='no'/>marines <del>at once</del> <gap quantity='2' unit='lines' reason='illegible'/>.</p>",
        )
    )
    assert received.descriptions[0].pages == (
        "1. Letter\nWe receive the Minister missiles and submarines at once [gap: 2 lines, illegible].",
    )
    note = first(received)["note"].value or ""
    assert "Editors' text: 'receive': the paper, or another copy, has 'recieve'" in note
    assert "Editors' text: 'Minister': the paper, or another copy, has 'Min.'" in note
    assert "Editors' text: struck out in the paper: 'at once'" in note


def test_the_title_is_kept():
    assert "Title: 1. Letter From Roe" in (first(volume(document("1. Letter From Roe")))["note"].value or "")


@pytest.mark.parametrize(
    ("head", "rest", "date"),
    [
        ('1. Memorandum of a Talk, Lima, <date when="1955-03-08">March 8, 1955</date>', "", "1955-03-08"),
        ("1. Minutes of a Meeting, Lima, March 7, 1948, 4 p.m.", "", "1948-03-07"),
        ("Telegram 77 From the Embassy in Peru to the Department of State, May 17, 1974, 2304Z.", "", "1974-05-17"),
        ("1. Letter", '<closer><dateline><date when="1955-03-09">9 March</date></dateline></closer>', "1955-03-09"),
        ("1. Letter", "<closer>Lima, 9 March 1955</closer>", "1955-03-09"),
        ("1. Letter", "<opener><dateline>Lima, March 9, 1955—noon.</dateline></opener>", "1955-03-09"),
        ("1. Draft Reply to the Note of May 3, 1951", "", None),
        ('1. Comment on the Note of <date when="1951-05-03">May 3, 1951</date> by the Legal Adviser of the '
         "Department of State", "", None),
        ("1. Letter", '<dateline><date when="1955-02-30">February 30, 1955</date></dateline>', None),
    ],
)  # fmt: skip
def test_dates_of_titles_datelines_and_closings(head, rest, date):
    reading = first(volume(document(head, rest))).get("date")
    assert (reading.value if reading else None) == date


def test_where_words_and_encoding_of_a_date_differ_both_are_kept_and_it_is_a_finding():
    received = volume(document("1. Letter", '<dateline><date when="1955-05-04">April 5, 1955</date></dateline>'))
    described = received.descriptions[0]
    assert [reading.value for reading in described.readings["date"]] == ["1955-04-05", "1955-05-04"]
    assert described.flags == ("printed_and_encoded_date_differ",)
    assert received.not_understood == (
        "vol9-d1: the words of the date are 'April 5, 1955' and its encoding says 1955-05-04; the words are used",
    )


def test_a_time_in_another_zone_is_no_difference():
    dateline = '<dateline><date when="1955-04-06T03:30:00Z">April 5, 1955, 10:30 p.m.</date></dateline>'
    described = volume(document("1. Letter", dateline)).descriptions[0]
    assert ([reading.value for reading in described.readings["date"]], described.flags) == (["1955-04-05"], ())


def test_a_date_far_from_its_volume_is_reported():
    days = [f"1955-03-{day:02}" for day in range(1, 25)]
    documents = "".join(
        document(f"{n}. Letter", f'<dateline><date when="{day}"/></dateline>', f"d{n}")
        for n, day in enumerate([*days, "1925-03-25"], 1)
    )
    assert volume(documents).not_understood == (
        "vol9-d25: its date, 1925-03-25, is far from the others of vol9 (1955–1955); compare it with the page",
    )


@pytest.mark.parametrize(
    ("title", "sender", "addressee"),
    [
        ("1. Telegram From the Ambassador to Peru (Roe) to President Doe", "Ambassador to Peru (Roe)", "President Doe"),
        ("Telegram From the Delegation to the Sugar Conference to the Department of State",
         "Delegation to the Sugar Conference", "Department of State"),
        ("Telegram From the Department of State to the Mission to the United Nations",
         "Department of State", "Mission to the United Nations"),
        ("Memorandum From the Special Assistant to the President (Roe) to the Deputy Assistant to the President (Doe)",
         "Special Assistant to the President (Roe)", "Deputy Assistant to the President (Doe)"),
        ("No. 12 Memorandum by A. B. Roe, Consultant to the Secretary of State, to the Secretary of State",
         "A. B. Roe, Consultant to the Secretary of State", "Secretary of State"),
        ("The Chargé in Peru ( Roe ) to the Secretary of State", "Chargé in Peru (Roe)", "Secretary of State"),
        ("Message From the Ambassador to the Department", "Ambassador", "Department"),
        ("Letter From Prime Minister Roe to President Doe, Lima, June 3, 1961", "Prime Minister Roe", "President Doe"),
        ("Paper on Policy From Aid to Trade", "", ""),
        ("Position Paper Prepared for the Delegation to the Assembly", "", ""),
        ("Statement of the Delegation to the Assembly", "", ""),
        ("Instructions to the Delegation", "", ""),
    ],
)  # fmt: skip
def test_the_parties_of_a_title(title, sender, addressee):
    parties = title_parties(title)
    assert (parties.sender, parties.addressee) == (sender, addressee)


def test_the_writer_of_a_record_sent_nothing():
    parties = title_parties("Memorandum of Conversation, by the Legal Adviser (Roe)")
    assert parties == TitleParties(author="Legal Adviser (Roe)")


def test_dates_in_words():
    assert title_date("Report on the Note of June 3, 1951") is None
    assert title_date("Minutes, Lima, June 3, 1951, 3–4:30 p.m.") == ("June 3, 1951", "1951-06-03")
    assert [printed_date(words) for words in ("Lima, 3 June 1951", "June 1951", "no date", "1951")] == [
        "1951-06-03",
        "1951-06",
        None,
        "1951",
    ]


@pytest.mark.parametrize(
    ("source", "level"),
    [
        ("Source: Archive, Central Files, POL 1 SPEC Top Secret; Priority.", "TOP SECRET"),
        ("Source: Archive, Central Files, 751.5/6–2156 Secret", "SECRET"),
        ("Source: Archive, Box 3. Drafted by Roe. Confidential; Limdis.", "CONFIDENTIAL"),
        ("Source: Archive, Box 3. TOP SECRET. Nodis.", "TOP SECRET"),
        ("Source: Archive, Box 3. Top Secret (Secret without enclosure).", "TOP SECRET"),
        ("Source: Archive, Box 3. Secret and Personal.", "SECRET"),
        ("Source: Archive, Reserve Board Files. Sent to the Secretary of State.", None),
        ("Source: Archive, Box 3. No classification marking. A copy went to the Secret Service.", None),
        ("Source: Archive, Box 3. Restricted Data.", None),
    ],
)
def test_the_marking_in_a_source_note(source, level):
    marking = classification(source)
    assert (marking[1] if marking else None) == level


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("Department of State, Central Files, POL 1 SPEC Top Secret; Priority", "POL 1 SPEC"),
        ("Department of State, Central Files, 711.2/6–2156 Drafted by Roe and cleared by all", "711.2/6-2156"),
        ("Department of State, Central Files, 711.2/6–2156. Secret.", "711.2/6-2156"),
        ("Department of State, Central Files, 711.2/6–2156) For an account of this meeting from the other side, which "
         "is long, see his memoirs", "711.2/6-2156"),
        ("Kennedy Library, Box 3", None),
    ],
)  # fmt: skip
def test_the_file_in_a_source_note(source, file):
    assert file_unit(source) == file


@pytest.mark.parametrize(
    ("paragraphs", "number"),
    [
        ("<p>1. First.</p><p>More.</p><p>2. Second.</p>", None),
        ("<p>1. First.</p><list><item>2. Second.</item></list>", None),
        ("<p>605. Refer to yours.</p>", "605"),
        ("<p>[Here follows a list.] 605. Refer to yours.</p>", "605"),
        ("<p>;06753. Refer to yours.</p>", "06753"),
        ("<p>597A. Refer to yours.</p>", "597A"),
    ],
)
def test_the_number_of_a_telegram_is_not_a_paragraphs(paragraphs, number):
    head = "1. Telegram From the Embassy in Peru to the Department of State"
    reading = first(volume(document(head, paragraphs))).get("number")
    assert (reading.value if reading else None) == number


LETTER = (
    '<TEI xml:id="reed-12"><teiHeader><fileDesc><titleStmt><title>Letter of Ann Reed to the Harbour Board</title>'
    "</titleStmt></fileDesc><profileDesc><correspDesc>"
    '<correspAction type="sent"><persName>Ann Reed</persName>'
    '<date when="1851-03-04">4 March 1851</date></correspAction>'
    '<correspAction type="received"><orgName>Harbour Board</orgName><persName>Tom Hale</persName></correspAction>'
    "</correspDesc></profileDesc></teiHeader><text><body><p>SPECIMEN.</p></body></text></TEI>"
)


def letters(*files: str):
    data = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{"".join(files)}</teiCorpus>'
    return read_frus(data.encode(), "reed", heading=read_heading)


def test_a_letter_described_in_its_header_needs_no_division():
    received = letters(LETTER)
    (description,) = received.descriptions
    values = {name: [reading.value for reading in readings] for name, readings in description.readings.items()}
    assert description.item == "reed-12"
    assert description.pages == ("SPECIMEN.",)
    assert (values["from"], values["to"]) == (["Ann Reed"], ["Harbour Board", "Tom Hale"])
    assert (values["date"], values["form"]) == (["1851-03-04"], ["letter"])


def letter_values(text):
    (description,) = letters(text).descriptions
    return {
        name: [reading.value for reading in readings] for name, readings in description.readings.items()
    }, description


def test_the_date_line_before_and_the_signature_behind_the_body_are_the_letters_and_an_index_is_not():
    text = LETTER.replace(
        "<text><body>",
        '<text><front><div type="dateline"><p>Oslo, 4 March</p></div><div type="title"><p>VOLUME 1</p></div></front>'
        "<body>",
    ).replace(
        "</body>",
        '</body><back><div type="signature"><p>Ann</p></div><postscript><p>Send coal.</p></postscript>'
        "<listPerson><person><persName>Tom Hale</persName></person></listPerson></back>",
    )
    assert letter_values(text)[1].pages == ("Oslo, 4 March\nSPECIMEN.\nAnn\nSend coal.",)


def test_sender_and_addressee_may_be_types_of_names_and_the_title_says_if_they_are_mixed_up():
    both = '<persName type="{}">Ann Reed</persName><persName type="{}">Tom Hale</persName>'
    received = LETTER[LETTER.index('<correspAction type="received">') : LETTER.index("</correspDesc>")]
    for types, title in ((("sender", "addressee"), "Letter 7"), (("addressee", "sender"), "Ann Reed to Tom Hale")):
        text = LETTER.replace(received, "").replace("<persName>Ann Reed</persName>", both.format(*types))
        values, _ = letter_values(text.replace("Letter of Ann Reed to the Harbour Board", title))
        assert (values["from"], values["to"]) == (["Ann Reed"], ["Tom Hale"])


def test_a_letters_own_title_is_not_that_of_its_series_nor_a_day():
    titles = '<title level="s">Letters of Ann Reed</title><title type="iso-date">1851-03-04</title><title level="a">'
    text = LETTER.replace("<title>Letter of Ann Reed", f"{titles}Telegram of Ann Reed")
    assert letter_values(text)[0]["form"] == ["telegram"]


@pytest.mark.parametrize(
    ("attributes", "words", "value"),
    [
        ("", "[4?] March 1851", "1851-03-04?"),
        (' cert="low"', "[March]", "1851-03-04?"),
        (' evidence="conjecture"', "[March]", "1851-03-04?"),
        (' cert="high"', "[March]", "1851-03-04"),
    ],
)
def test_a_date_that_the_edition_is_not_sure_of_is_uncertain(attributes, words, value):
    text = LETTER.replace('"1851-03-04">4 March 1851', f'"1851-03-04"{attributes}>{words}')
    assert letter_values(text)[0]["date"] == [value]
    assert letters(LETTER).understood == (
        "Letter of Ann Reed to the Harbour Board: items are named as the edition names its letters",
    )


def test_letters_without_id_are_called_by_the_file_and_what_they_say():
    first = LETTER.replace(' xml:id="reed-12"', "")
    second = first.replace("March", "April")
    alone = {name.item: name.readings["date"] for name in letters(first, second).descriptions}

    with_one_before = letters(first.replace("March", "May"), second, first)

    assert all(re.fullmatch(r"reed-[0-9a-f]{10}", name) for name in alone)
    assert {name.item for name in with_one_before.descriptions} > set(alone)
    assert with_one_before.named_by_content == {name.item for name in with_one_before.descriptions}
    assert len({name.item for name in letters(first, first).descriptions}) == 2


def test_a_text_that_is_neither_volume_nor_letter_is_refused():
    with pytest.raises(FormatError, match="no <correspDesc>"):
        letters("<TEI><text><body><p>SPECIMEN.</p></body></text></TEI>")


def test_a_document_of_no_kind_that_is_known_is_a_document():
    assert first(volume(document("1. Manifesto of the Harbour Board")))["form"].value == "document"


def test_parties_that_are_named_by_reference_are_found_in_the_file_or_told_of():
    people = (
        "<standOff><listPerson><person xml:id='WOR'><persName><forename>Anna</forename> <surname>Berg</surname>"
        "</persName></person></listPerson></standOff>"
    )
    sent = LETTER[LETTER.index('<correspAction type="sent">') : LETTER.index('<correspAction type="received">')]
    text = LETTER.replace(sent, '<correspAction type="sent"><persName ref="#WOR"/></correspAction>')
    received = text[text.index('<correspAction type="received">') : text.index("</correspDesc>")]
    text = text.replace(received, '<correspAction type="received"><persName ref="psn:SEW_815"/></correspAction>')
    result = read_frus(text.replace("<text>", f"{people}<text>", 1).encode(), "letter", heading=lambda words: {})
    readings = result.descriptions[0].readings
    assert [reading.value for reading in readings["from"]] == ["Anna Berg"]
    assert "to" not in readings
    assert "addressee: psn:SEW_815" in [reading.value for reading in readings["note"]]
    assert any("psn:SEW_815" in sentence for sentence in result.not_understood)
