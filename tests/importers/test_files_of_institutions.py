"""Made-up files (SPECIMEN) of the shapes in which editions, archives and libraries gave theirs."""

from briefbook.cables import read_heading
from briefbook.importers.bundle import BundleFile
from briefbook.importers.ead import read_ead
from briefbook.importers.layout_files import ScanNames
from briefbook.importers.omeka import read_omeka
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.zotero import read_zotero


def letter(corresp, body, *, rest="", source="", names=""):
    text = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{names}><teiHeader><fileDesc><titleStmt>'
        "<title>SPECIMEN letter</title>"
        f"</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc>"
        f"<profileDesc>{corresp}</profileDesc></teiHeader><text><body>{body}</body></text>{rest}</TEI>"
    )
    received = read_tei_files([BundleFile("h1.xml", text.encode)], "list", heading=read_heading)
    (description,) = received.descriptions
    return description, {
        name: [reading.value for reading in readings] for name, readings in description.readings.items()
    }


SENT = (
    '<correspDesc><correspAction type="sent"><name>Ann Reed</name><date when="1909-02-16"/></correspAction>'
    "</correspDesc>"
)


def test_a_translation_beside_the_letter_is_a_note_and_no_page_of_it():
    description, values = letter(
        SENT,
        '<div type="original" xml:lang="nl"><pb n="1"/><p>Beste Zus</p></div>'
        '<div type="translation" xml:lang="en"><pb n="1"/><p>Dear Sis</p>'
        "<closer><signed>your A.</signed></closer></div>",
    )

    assert description.pages == ("Beste Zus",)
    assert any("translation (en): Dear Sis\nyour A." in note for note in values["note"])
    assert "signer" not in values


def test_letters_that_others_were_written_over_are_not_read_and_said():
    description, values = letter(SENT, '<p>to Bu<del rend="overwritten">l</del><add>h</add>lig, <del>not</del> now</p>')

    assert description.pages == ("to Buhlig, not now",)
    assert "struck out in the paper: 'l'" in values["note"][0]
    assert "struck out in the paper: 'not'" in values["note"][0]


def test_notes_behind_the_text_and_the_place_of_the_paper_are_kept():
    _, values = letter(
        SENT,
        "<p>No.</p>",
        source="<msDesc><msIdentifier><settlement>Kiel</settlement><institution>Harbour Museum</institution>"
        "<idno>KM 7</idno></msIdentifier></msDesc>",
        rest='<standOff><listAnnotation><note type="dating">On a Tuesday.</note></listAnnotation></standOff>',
    )

    assert values["citation"] == ["Kiel, Harbour Museum, KM 7"]
    assert any("note (dating): On a Tuesday." in note for note in values["note"])


def test_a_correspondence_described_as_it_was_first_proposed():
    _, values = letter(
        '<ct:correspDesc><ct:correspAction type="sending"><persName>Ann Reed</persName><date when="1807-01-29"/>'
        '</ct:correspAction><ct:correspAction type="receiving"><persName>Bo Lund</persName></ct:correspAction>'
        "</ct:correspDesc>",
        "<p/>",
        names=' xmlns:ct="http://wiki.tei-c.org/index.php/SIG:Correspondence/task-force-correspDesc"',
    )

    assert (values["from"], values["to"], values["date"]) == (["Ann Reed"], ["Bo Lund"], ["1807-01-29"])


def test_sets_of_dates_and_extents_of_ead3():
    data = (
        '<ead xmlns="http://ead3.archivists.org/schema/"><control/><archdesc level="collection"><did><unitid>F</unitid>'
        '</did><dsc><c level="item" id="i1"><did><unittitle>Fog</unittitle><unitdatestructured><dateset>'
        '<datesingle standarddate="1962-11-08">8 Nov</datesingle><daterange><fromdate>1963</fromdate>'
        "<todate>1964</todate></daterange></dateset></unitdatestructured><physdescset><physdescstructured>"
        "<quantity>143</quantity><unittype>files</unittype></physdescstructured><physdescstructured>"
        "<quantity>6</quantity><unittype>discs</unittype></physdescstructured></physdescset></did></c></dsc></archdesc></ead>"
    )

    (description,) = read_ead(data.encode(), "list", scan_names=ScanNames()).descriptions

    assert description.readings["date"][0].value == "1962-11-08"
    assert description.readings["note"][0].value == "another date: 1963/1964; physdescset: 143 files; 6 discs"


def test_the_day_of_access_is_no_second_date_and_a_journal_is_kept():
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bib="http://purl.org/net/biblio#" '
        'xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/"><bib:Article rdf:about="#item_7">'
        "<z:itemType>journalArticle</z:itemType>"
        '<dcterms:isPartOf rdf:resource="urn:issn:1"/><dc:date>February 24, 2006</dc:date>'
        "<dcterms:dateSubmitted>2019-02-05 16:30:53</dcterms:dateSubmitted></bib:Article>"
        '<bib:Journal rdf:about="urn:issn:1"><dc:title>SPECIMEN Journal</dc:title></bib:Journal></rdf:RDF>'
    )

    received = read_zotero([BundleFile("a.rdf", data.encode)], "list", scan_names=ScanNames())

    (description,) = received.descriptions
    assert [reading.value for reading in description.readings["date"]] == ["2006-02-24"]
    (note,) = description.readings["note"]
    assert "collection: SPECIMEN Journal" in note.value
    assert "accessed: 2019-02-05 16:30:53" in note.value


def test_a_list_of_omeka_with_markup_parties_and_private_rows():
    head = (
        "Item Id,Item URI,Dublin Core:Title,Dublin Core:Relation,Dublin Core:Date,Item Type Metadata:Text,"
        "Item Type Metadata:From,Item Type Metadata:To,tags,file,itemType,collection,public,featured\n"
    )
    rows = (
        '5412,https://x.example/items/show/5412,"Fog, 8 Nov 1962","<b>To:</b><br /><a href=""https://x.example/1"">Ice'
        '</a>",1962-11-08,<p>No.<br />Never.</p>,Ann Reed,Bo Lund,"ships,fog","https://x.example/a.jpg,'
        'https://x.example/b.jpg",Letter,<p>Harbour</p>,1,0\n'
        "5413,https://x.example/items/show/5413,Ice,,,,,,,,Letter,,0,0\n"
    )

    received = read_omeka((head + rows).encode(), "list")

    (description,) = received.descriptions
    values = {name: [reading.value for reading in readings] for name, readings in description.readings.items()}
    assert (values["from"], values["to"], values["date"]) == (["Ann Reed"], ["Bo Lund"], ["1962-11-08"])
    assert values["tags"] == ["ships", "fog", "Harbour"]
    assert description.pages == ("No.\nNever.",)
    assert "relation: To:\nIce" in values["note"][0]
    assert "file: https://x.example/a.jpg,https://x.example/b.jpg" in [
        note.as_written for note in description.readings["note"]
    ]
    assert any("5413" in sentence for sentence in received.not_understood)
