"""Made-up files (SPECIMEN) as systems of archives and libraries write them: right at first sight."""
# ruff: noqa: E501 - rows of lists

import io
import json

import pytest
import xlsxwriter

from briefbook.cables import read_heading
from briefbook.importers.bundle import BundleFile
from briefbook.importers.csv_table import read_table
from briefbook.importers.ead import read_ead
from briefbook.importers.layout_files import ScanNames, read_layout_files
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tropy import read_tropy


def values(received, *without):
    return {
        description.item: {
            name: [reading.value for reading in readings]
            for name, readings in description.readings.items()
            if name not in ("note", *without)
        }
        for description in received.descriptions
    }


def notes(received, item):
    (description,) = [found for found in received.descriptions if found.item == item]
    return [reading.value for reading in description.readings.get("note", ()) if reading.value]


DSPACE = """\ufeffid,collection,dc.contributor.author[],dc.date.accessioned,dc.date.issued[],dc.identifier.other[],\
dc.identifier.uri,dc.rights.uri[],dc.subject[en_US],dc.title[en_US],dc.type[en_US]
0d1b2f6e-1111-4222-8333-0123456789ab,9/42,"Reed, Ann||Lund, Bo",2021-04-06T10:00:00Z,1962-11-05,MS42-217,\
http://hdl.handle.net/9/217,https://r.example/InC,Ferries||Harbours,The ferry,Telegram
"""
PRESERVICA = """assetId,entity.title,filename,dc:title,dc:creator,dc:date,dc:identifier,dc:subject,dc:rights
9b6e1111,MS42-217,MS42-217.pdf,The ferry,"Reed, Ann",1962-11-05,MS42-217,Ferries,In copyright
"""
CONTENTDM = (
    "Title\tCreator\tRecipient\tDate\tSubject\tIdentifier\tFull Text\tDate created\tCONTENTdm number\n"
    "The ferry\tReed, Ann\tLund, Bo\t1962-11-05\tFerries; Harbours\tms42-217\tNO SHIP CAME\t2021-04-06\t12\n"
    "Page 1\t\t\t\t\t\tNO SHIP CAME\t2021-04-06\t10\n"
)
ISLANDORA = """id,file,title,field_model,field_edtf_date_issued,field_linked_agent,field_subject,field_geographic_subject
217,217.tif,The ferry,Text,1962-11-05,"relators:aut:person:Reed, Ann|relators:rcp:person:Lund, Bo|relators:ctb:person:X",\
Ferries|Harbours,Havana
218,218.tif,A letter,Text,1963~,relators:cre:corporate_body:Harbour Mission,Ferries,
"""
ATOM = """legacyId,identifier,title,repository,subjectAccessPoints,placeAccessPoints,nameAccessPoints,eventDates,eventTypes,\
eventStartDates,eventEndDates,eventActors,culture
2,F42-1,The ferry,City Archives,Ferries|Harbours,Havana,"Reed, A.",5 Nov. 1962,Creation,1962-11-05,1962-11-05,"Reed, Ann",en
3,F42-2,A letter,City Archives,,,,1970|[ca. 1963],Accumulation|Creation,1970-01-01|1963-01-01,1970-12-31|1963-12-31,\
"NULL|Lund, Bo",en
"""
FROM_THE_PAGE = """Title,Uploaded Filename,FromThePage ID,Identifier,Creation Date,Total Pages,*Author*,*Recipient*
The ferry,MS42-217.pdf,217,MS42-217,1962-11-05,2,"Reed, Ann","Lund, Bo"
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            DSPACE,
            {
                "MS42-217": {
                    "from": ["Reed, Ann"], "signer": ["Reed, Ann; Lund, Bo"], "date": ["1962-11-05"], "rights": ["https://r.example/InC"],
                    "tags": ["Ferries", "Harbours"], "subject": ["The ferry"], "form": ["Telegram"],
                }
            },
        ),
        (
            PRESERVICA,
            {
                "MS42-217": {
                    "subject": ["The ferry"], "from": ["Reed, Ann"], "date": ["1962-11-05"], "tags": ["Ferries"],
                    "rights": ["In copyright"],
                }
            },
        ),
        (
            CONTENTDM,
            {
                "ms42-217": {
                    "subject": ["The ferry"], "from": ["Reed, Ann"], "to": ["Lund, Bo"], "date": ["1962-11-05"],
                    "tags": ["Ferries", "Harbours"],
                }
            },
        ),
        (
            ISLANDORA,
            {
                "217": {
                    "file": ["217.tif"], "subject": ["The ferry"], "date": ["1962-11-05"], "from": ["Reed, Ann"],
                    "to": ["Lund, Bo"], "tags": ["Ferries", "Harbours"], "places": ["Havana"],
                },
                "218": {
                    "file": ["218.tif"], "subject": ["A letter"], "date": ["1963~"], "from": ["Harbour Mission"],
                    "tags": ["Ferries"],
                },
            },
        ),
        (
            ATOM,
            {
                "F42-1": {
                    "subject": ["The ferry"], "citation": ["City Archives"], "tags": ["Ferries", "Harbours"],
                    "places": ["Havana"], "persons": ["Reed, A."], "date": ["1962-11-05"], "from": ["Reed, Ann"],
                },
                "F42-2": {
                    "subject": ["A letter"], "citation": ["City Archives"], "date": ["1963~"], "from": ["Lund, Bo"],
                },
            },
        ),
        (
            FROM_THE_PAGE,
            {
                "MS42-217": {
                    "subject": ["The ferry"], "date": ["1962-11-05"], "from": ["Reed, Ann"], "to": ["Lund, Bo"],
                }
            },
        ),
    ],
    ids=["DSpace", "Preservica", "CONTENTdm", "Islandora", "AtoM", "FromThePage"],
)  # fmt: skip
def test_a_list_of_a_system_is_understood_by_its_columns(text, expected):
    assert values(read_table(text.encode(), "list")) == expected


def test_what_a_list_of_a_system_says_besides_is_kept_as_notes():
    assert "dc.date.accessioned: 2021-04-06T10:00:00Z" in notes(read_table(DSPACE.encode(), "list"), "MS42-217")
    assert "eventtypes: Creation; 1970, Accumulation, 1970-01-01, 1970-12-31" in [
        note.replace("Creation; Accumulation, 1970,", "Creation; 1970, Accumulation,")
        for note in notes(read_table(ATOM.encode(), "list"), "F42-2")
    ]
    assert "field_linked_agent: relators:ctb:person:X" in notes(read_table(ISLANDORA.encode(), "list"), "217")


def test_a_list_of_telegrams_with_a_title_has_its_subject_still():
    received = read_table(b"Item,From,Title,Subject\nH1,OSLO,Telegram 7,The ferry\n", "list")
    assert values(received)["H1"]["subject"] == ["The ferry"]


def test_a_place_in_a_series_of_archivesspace_is_no_id():
    data = (
        '<ead xmlns="urn:isbn:1-931666-22-9"><eadheader/><archdesc level="collection"><did><unitid>MS.0042</unitid></did>'
        '<dsc><c01 id="aspace_1" level="series"><did><unitid>MS.0042/1</unitid></did><c02 id="aspace_2" level="item">'
        "<did><unittitle>Fog</unittitle><unitid>MS.0042/1/1</unitid></did></c02></c01><c01 id='aspace_3' level='series'>"
        "<did><unitid>MS.0042/2</unitid></did><c02 id='aspace_4' level='item'><did><unittitle>Ice</unittitle>"
        "<unitid>MS.0042/2/1</unitid></did></c02></c01></dsc></archdesc></ead>"
    )
    received = read_ead(data.encode(), "list", scan_names=ScanNames())
    assert [description.item for description in received.descriptions] == ["MS.0042-1-1", "MS.0042-2-1"]
    other = data.replace("MS.0042/1/1", "MS.0042/1/CDNW12").encode()
    (named, _) = read_ead(other, "list", scan_names=ScanNames()).descriptions
    assert named.item == "CDNW12"


PAGE = (
    '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Metadata><Creator>prov=READ-COOP:'
    "name=PyLaia@TranskribusPlatform:version=2.9.0</Creator></Metadata>"
    '<Page imageFilename="0001_MS42_p001.jpg" imageWidth="400" imageHeight="520"><TextRegion id="r"><Coords '
    'points="1,1 9,1 9,9 1,9"/><TextLine id="l"><Coords points="1,1 9,1 9,9 1,9"/><TextEquiv><Unicode>NO SHIP</Unicode>'
    "</TextEquiv></TextLine></TextRegion></Page></PcGts>"
)


def test_pages_that_transkribus_numbered_belong_to_the_scans_they_came_from():
    files = [
        BundleFile("7/Box/metadata.xml", lambda: b"<trpDocMetadata/>"),
        BundleFile("7/Box/page/0001_MS42_p001.xml", PAGE.encode),
    ]
    names = ScanNames({"MS42_p001": ("MS42", 1)}, frozenset({"MS42"}))
    received = read_layout_files(files, "list", scan_names=names)
    (description,) = received.descriptions
    assert (description.item, [page.text for page in description.layouts]) == ("MS42", ["NO SHIP"])
    assert received.understood == ("1 page by PyLaia",)
    assert received.not_understood == ("1 file of other kinds (pictures, METS, lists) was not read",)


def test_what_fromthepage_puts_around_a_transcription_is_no_text_of_the_paper():
    data = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="W217"><teiHeader><fileDesc><titleStmt><title>The ferry</title>'
        '</titleStmt><publicationStmt><p>FromThePage</p><idno type="fromthepage">217</idno></publicationStmt><sourceDesc>'
        "<msDesc><msIdentifier><repository>City Archives</repository><idno>MS42-217</idno></msIdentifier></msDesc>"
        "</sourceDesc></fileDesc></teiHeader><text><body><pb n='1'/><p>NO SHIP<lb/>CAME<note>my remark</note></p><figure><figDesc>a seal, red</figDesc></figure></body><back><div "
        "type='categories'><list><item>People</item></list></div><listPerson><person><persName>Bo Lund</persName>"
        "</person></listPerson></back></text></TEI>"
    )
    received = read_tei_files([BundleFile("w.xml", data.encode)], "list", heading=read_heading)
    (description,) = received.descriptions
    assert (description.item, description.pages) == ("MS42-217", ("NO SHIP\nCAME",))
    assert values(received)["MS42-217"] == {"citation": ["City Archives, MS42-217"], "persons": ["Bo Lund"]}


def work_of_fromthepage(number, mark, words="NO SHIP"):
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="F{number}"><teiHeader><fileDesc><publicationStmt>'
        f'<idno type="fromthepage">{number}</idno></publicationStmt><sourceDesc><msDesc><msIdentifier><idno>{mark}</idno>'
        "</msIdentifier></msDesc></sourceDesc></fileDesc></teiHeader><text><body><pb n='1'/>"
        f"<p>{words}</p></body></text></TEI>"
    )


def test_works_of_fromthepage_that_share_a_shelf_mark_both_come_in():
    works = [work_of_fromthepage(*work) for work in ((1, "MS-12"), (2, "MS-12", "A SHIP"), (3, "MS-13"), (3, "MS-13"))]
    files = [BundleFile(f"{number}.xml", work.encode) for number, work in enumerate(works)]
    received = read_tei_files(files, "list", heading=read_heading)
    assert [(description.item, description.pages) for description in received.descriptions] == [
        ("F1", ("NO SHIP",)),
        ("F2", ("A SHIP",)),
        ("MS-13", ("NO SHIP",)),
    ]
    assert received.not_understood == ("MS-12 is the shelf mark of 2 works, which are called F1, F2",)


def test_of_several_ids_in_a_cell_of_dspace_one_is_taken_and_the_others_are_told():
    text = "dc.identifier,dc.date.issued,dc.title\nX2||X3,1962-11-05||5 Nov. 1962,Fog\nX4,1962-11-05||1962-11-06,Ice\n"
    received = read_table(text.encode(), "list")
    assert [description.item for description in received.descriptions] == ["X2", "X4"]
    assert values(received)["X2"]["date"] == ["1962-11-05"]
    assert values(received)["X4"].get("date", [None]) == [None]
    assert notes(received, "X2") == ["dc.identifier: X3"]
    assert "row 2 has several ids: X2 is taken, and kept as a note: X3" in received.not_understood
    assert any("1962-11-05||1962-11-06" in words for words in received.not_understood)


@pytest.mark.parametrize(
    "heading", ["Text (notes)", "Transcription (comments)", "Full text [summary]", "Volltext (Bemerkungen)"]
)
def test_a_column_of_remarks_on_a_text_is_no_text_of_the_paper(heading):
    received = read_table(f"Item,{heading}\nMS1,A dull page\n".encode(), "list")
    (description,) = received.descriptions
    assert (description.pages, notes(received, "MS1")) == ((), [f"{heading.lower()}: A dull page"])


def test_a_telegram_of_tropy_has_its_author_its_box_and_its_notes():
    item = {
        "@type": "Item", "title": "The ferry", "author": "Reed, Ann", "audience": "Lund, Bo", "identifier": "MS42-217",
        "box": "1", "folder": "3",
        "photo": [
            {"path": "a.jpg", "note": [{"text": {"@value": "See the ferries."}}], "transcription": [{"text": "NO SHIP"}]}
        ],
    }  # fmt: skip
    data = json.dumps({"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": [item], "version": "1.17.0"})
    received = read_tropy([BundleFile("t.json", data.encode)], "list", scan_names=ScanNames())
    assert values(received)["MS42-217"] == {
        "subject": ["The ferry"], "from": ["Ann Reed"], "to": ["Bo Lund"], "citation": ["box 1; folder 3"],
    }  # fmt: skip
    assert notes(received, "MS42-217") == ["See the ferries."]
    assert received.descriptions[0].pages == ("NO SHIP",)


def test_the_set_of_an_item_of_omeka_s_is_called_so():
    text = "o:id,o:item_set[dcterms:title],dcterms:title,dcterms:identifier\n317,Harbour,The ferry,MS42-217\n"
    (description,) = read_omeka(lambda: io.BytesIO(text.encode()), "list").descriptions
    assert [reading.value for reading in description.readings["tags"]] == ["Harbour"]


ROWS = [("MS42-217", "5.11.1962", "HAVANA", "LONDON", 217, 2), ("MS42-218", "16.11.1962", "LONDON", "HAVANA", 218, 1)]


def sheet(write):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        write(book.add_worksheet("Liste"))
    return out.getvalue()


def with_titles_and_total(page):
    page.merge_range("A1:F1", "SPECIMEN list of telegrams")
    page.merge_range("A2:F2", "As of 3 March 2026")
    for number, row in enumerate([("Item", "Date", "From", "To", "Number", "Pages"), *ROWS], 3):
        page.write_row(number, 0, row)
    page.write_row(6, 0, ("Total", "", "", "", 2, 3))


def with_two_heading_rows(page):
    page.merge_range("B1:C1", "Document")
    page.merge_range("D1:E1", "Correspondents")
    page.write_row(1, 0, ("Item", "Date", "Number", "From", "To", "Pages"))
    for number, (item, date, sender, addressee, count, pages) in enumerate(ROWS, 2):
        page.write_row(number, 0, (item, date, count, sender, addressee, pages))


def in_german_with_sums(page):
    page.write_row(0, 0, ("Signatur", "Datum", "Absender", "Empfänger", "Nr.", "Seiten"))
    for number, row in enumerate(ROWS, 1):
        page.write_row(number, 0, row)
    page.write_row(3, 0, ("Summe",))
    page.write_formula("F4", "=SUM(F2:F3)", None, 3)
    page.write_row(4, 0, ("Anzahl: 2",))


@pytest.mark.parametrize("write", [with_titles_and_total, with_two_heading_rows, in_german_with_sums])
def test_titles_two_heading_rows_and_totals_of_a_workbook_are_no_items(write):
    received = read_table(sheet(write), "list")
    assert values(received) == {
        "MS42-217": {"date": ["1962-11-05"], "from": ["HAVANA"], "to": ["LONDON"], "number": ["217"]},
        "MS42-218": {"date": ["1962-11-16"], "from": ["LONDON"], "to": ["HAVANA"], "number": ["218"]},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '\ufeff"ID";"Signatur";"Datum";"Absender";"Nr."\n1;"MS42-217";15.11.1962 00:00:00;"OSLO";217,00\n'
            '2;"MS42-218";16.11.1962 00:00:00;"LONDON";1.218,00\n3;"MS42-219";17.11.1962 00:00:00;"LONDON";219,00\n',
            {
                "MS42-217": {"date": ["1962-11-15"], "from": ["OSLO"], "number": ["217"]},
                "MS42-218": {"date": ["1962-11-16"], "from": ["LONDON"], "number": ["1218"]},
                "MS42-219": {"date": ["1962-11-17"], "from": ["LONDON"], "number": ["219"]},
            },
        ),
        (
            "Item,Date,From,Number\nBox 1,,,\nA-1,1962-11-05,OSLO,217\nBox 2,,,\nA-2,1962-11-07,OSLO,219\n",
            {
                "A-1": {"date": ["1962-11-05"], "from": ["OSLO"], "number": ["217"]},
                "A-2": {"date": ["1962-11-07"], "from": ["OSLO"], "number": ["219"]},
            },
        ),
        (
            "Item,Title,Level,Begin\nA-1,The ferry,item,1962-11-05\nA-2,Papers,series,1962\n",
            {"A-1": {"subject": ["The ferry"], "date": ["1962-11-05"]}},
        ),
        (
            "naId,title,recordType,productionDates,creators\n123,The ferry,description,1962-11-05,City Council\n",
            {"123": {"subject": ["The ferry"], "date": ["1962-11-05"], "from": ["City Council"]}},
        ),
        (
            "ca_objects.idno\tca_objects.preferred_labels\tca_entities.preferred_labels\nMS-1\tThe ferry\tReed, Ann\n",
            {"MS-1": {"subject": ["The ferry"], "from": ["Reed, Ann"]}},
        ),
        (
            "europeana:id;dc:title;dcterms:created;dc:type\n9-217;The ferry;1962-11-05;TEXT\n",
            {"9-217": {"subject": ["The ferry"], "date": ["1962-11-05"]}},
        ),
    ],
    ids=[
        "Access",
        "headings among the rows",
        "levels of description",
        "National Archives",
        "CollectiveAccess",
        "Europeana",
    ],
)
def test_lists_of_databases_and_catalogues_have_their_numbers_and_days(text, expected):
    assert values(read_table(text.encode(), "list")) == expected


def test_a_heading_among_the_rows_is_told():
    received = read_table(b"Item,From\nBox 1,\nA-1,OSLO\n", "list")
    assert "left out as a heading within the list: row 2 (Box 1)" in received.understood
    assert list(values(read_table(b"Item,From\nBox 1,\nBox 2,OSLO\n", "list"))) == ["Box 1", "Box 2"]


def test_a_finding_aid_of_atom_has_its_archive_without_the_address_and_says_what_a_note_is():
    data = (
        '<ead><eadheader/><archdesc level="fonds"><did><unitid>F42</unitid><repository><corpname>City Archives</corpname>'
        "<address><addressline>Quay 1</addressline></address></repository></did><dsc><c level='item'><did><unitid "
        "countrycode='CA'>F42-1</unitid><unittitle>Fog</unittitle></did><odd type='publicationStatus'><p>Published</p></odd>"
        "</c></dsc></archdesc></ead>"
    )
    received = read_ead(data.encode(), "list", scan_names=ScanNames())
    assert values(received)["F42-1"]["citation"] == ["City Archives, F42"]
    assert notes(received, "F42-1") == ["publicationStatus: Published"]


def test_an_answer_of_a_harvest_that_goes_on_is_told_and_lives_are_no_part_of_names():
    data = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header/><metadata>'
        '<mods xmlns="http://www.loc.gov/mods/v3"><name><namePart>Lund, Bo, 1901-1980</namePart><role><roleTerm '
        'type="code">rcp</roleTerm></role></name><titleInfo><title>The ferry</title></titleInfo><identifier type="local">'
        'MS42-217</identifier><accessCondition type="use and reproduction" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xlink:href="https://r.example/InC">In copyright</accessCondition></mods></metadata></record><record><header '
        'status="deleted"/></record><resumptionToken completeListSize="300">x</resumptionToken></ListRecords></OAI-PMH>'
    )
    received = read_mods([BundleFile("a.xml", data.encode)], "list", scan_names=ScanNames())
    assert values(received)["MS42-217"] == {
        "to": ["Bo Lund"], "subject": ["The ferry"], "rights": ["https://r.example/InC"],
    }  # fmt: skip
    assert notes(received, "MS42-217") == ["Lund, Bo, 1901-1980; rights: In copyright"]
    assert received.not_understood[:2] == (
        "a.xml is the first or a middle part of a list of 300 records: harvest the rest, and import it too",
        "a.xml: 1 record removed where it comes from, and not here",
    )
