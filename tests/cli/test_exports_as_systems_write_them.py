"""Further exports as systems write them, made up by their documentation: what each says stands where it belongs."""

# ruff: noqa: E501 - rows as programs write them

import io
import json
import tarfile
import zipfile

import pytest

ARCHIVESSPACE = """Basic Information,,,,,,Dates - 1,,,Linked Agents
Id,Version,Level of Description,Title,Publish?,Component Unique Identifier,Label,Begin,Expression,Agent/Creator (1)
id,lock_version,level,title,publish,component_id,dates/0/label,dates/0/begin,dates/0/expression,linked_agents/0/_resolved
1201,3,series,Letters,TRUE,,creation,1950,1950-1952,
1202,2,item,The ferry timetable,TRUE,MS-7-101,creation,1951-03-02,"March 2, 1951","Berg, Anna"
1203,2,item,Fares of the ferry,FALSE,MS-7-102,creation,1951-03-05,"March 5, 1951","Berg, Anna"
"""
EAD = """<?xml version="1.0" encoding="UTF-8"?>
<ead xmlns="http://ead3.archivists.org/schema/"><control><recordid>MS.7</recordid><filedesc><titlestmt>
<titleproper>Harbour</titleproper></titlestmt></filedesc></control><archdesc level="collection"><did>
<repository><corpname><part>A Made-up Library</part></corpname></repository><unittitle>Harbour Board papers</unittitle>
<unitid>MS.7</unitid></did><dsc><c01 id="aspace_1" level="series"><did><unittitle>Letters</unittitle></did>
<c02 id="aspace_2" level="item"><did><unittitle>The ferry timetable</unittitle><unitid>MS-7-101</unitid>
<unitdatestructured label="creation"><datesingle standarddate="1951-03-02">2 March 1951</datesingle></unitdatestructured>
<origination label="Creator"><persname relator="aut"><part>Berg, Anna</part></persname></origination>
<container localtype="box">4</container></did></c02></c01>
<c01 id="aspace_3" level="series"><did><unittitle>Plans</unittitle></did></c01></dsc></archdesc></ead>"""
ATOM = """legacyId,parentId,qubitParentSlug,identifier,accessionNumber,title,levelOfDescription,extentAndMedium,repository,\
scopeAndContent,subjectAccessPoints,placeAccessPoints,nameAccessPoints,eventDates,eventTypes,eventStartDates,\
eventEndDates,eventActors,publicationStatus,culture
10,,,MS 7,,Harbour Board fonds,Fonds,2 m,A Made-up Library,All papers,,,,1950-1952,Creation,1950,1952,Harbour Board,Published,en
11,10,,MS 7-1,,Letters,Series,,,,,,,1951,Creation,1951,1951,,Published,en
12,11,,MS 7-1-101,,The ferry timetable,Item,1 p.,,Asks for trips,ferries|fares,Oslo,,2 March 1951,Creation,1951-03-02,\
1951-03-02,"Berg, Anna",Published,en
13,11,,MS 7-1-102,,Fares,Item,1 p.,,,,,,5 March 1951,Creation,1951-03-05,1951-03-05,"Berg, Anna",Draft,en
"""
OMEKA_S = """o:id,o:resource_template,o:resource_class,o:is_public,o:item_set,dcterms:title,dcterms:identifier,\
dcterms:creator,dcterms:date ^^numeric:timestamp,dcterms:spatial,o:media/file
41,Letter,bibo:Letter,1,Harbour,The ferry timetable,MS-7-101,Anna Berg,1951-03-02,Oslo | Bergen,MS-7-101.pdf
42,Letter,bibo:Letter,0,Harbour,Fares of the ferry,MS-7-102,Anna Berg,1951-03-05,,MS-7-102.pdf
"""
AIRTABLE = """\ufeffName,Document date,Author,Recipient,Scan,Public,Last modified\r
MS-7-101,3/2/1951,Anna Berg,Olaf Lind,MS-7-101.pdf (https://v5.airtableusercontent.com/v3/u/1/a.pdf),checked,11/29/2026 9:00am\r
MS-7-102,3/15/1951,Anna Berg,"Olaf Lind,Bo Lund",MS-7-102.pdf (https://v5.airtableusercontent.com/v3/u/1/b.pdf),,11/29/2026 9:00am\r
"""
FRENCH = """Cote;Date;Expéditeur;Destinataire;Objet;Publié
MS-7-101;02/03/1951;Anna Berg;Olaf Lind;Les tarifs du bac à vapeur;VRAI
MS-7-102;25/12/1951;Anna Berg;Olaf Lind;L’été;FAUX
"""
PORTUGUESE = """Nº do documento;Data;Remetente;Destinatário;Assunto;Grau de sigilo;Público
MS-7-101;2 de março de 1951;Embaixada em Oslo;Ministério;Horário da balsa;Secreto;Sim
MS-7-102;5 de março de 1951;Embaixada em Oslo;Ministério;Tarifas;Confidencial;Não
"""
SHEETS = """Doc ID,Date,From,To,Summary,Publish
MS-7-101,3/2/1951,Anna Berg,Olaf Lind,"Asks for trips,
and for fares",TRUE
MS-7-102,3/25/1951,Anna Berg,Olaf Lind,,FALSE
"""
TROPY = {
    "@context": {
        "@version": 1.1,
        "@vocab": "https://tropy.org/v1/tropy#",
        "template": {"@type": "@id"},
        "title": "http://purl.org/dc/elements/1.1/title",
        "creator": "http://purl.org/dc/elements/1.1/creator",
        "date": {"@id": "http://purl.org/dc/elements/1.1/date", "@type": "https://tropy.org/v1/tropy#date"},
        "audience": "http://purl.org/dc/terms/audience",
        "identifier": "http://purl.org/dc/elements/1.1/identifier",
        "box": "https://tropy.org/v1/tropy#box",
    },
    "@graph": [
        {
            "@type": "Item",
            "template": "https://tropy.org/v1/templates/correspondence",
            "title": "The ferry timetable",
            "creator": "Berg, Anna",
            "audience": "Lind, Olaf",
            "date": "1951-03-02",
            "identifier": "MS-7-101",
            "box": "4",
            "tag": ["ferries"],
            "list": ["Harbour"],
            "photo": [
                {
                    "@type": "Photo",
                    "path": "/home/ann/MS-7-101.jpg",
                    "filename": "MS-7-101.jpg",
                    "transcription": [{"@type": "Transcription", "text": "THE FERRY"}],
                    "note": [{"@type": "Note", "html": "<p>dull</p>", "text": "dull", "language": "en"}],
                }
            ],
        }
    ],
    "version": "1.17.1",
}
ZOTERO = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:link="http://purl.org/rss/1.0/modules/link/">
<bib:Letter rdf:about="#item_5"><z:itemType>letter</z:itemType>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Berg</foaf:surname><foaf:givenName>Anna</foaf:givenName>
</foaf:Person></rdf:li></rdf:Seq></bib:authors>
<z:recipients><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Lind</foaf:surname><foaf:givenName>Olaf</foaf:givenName>
</foaf:Person></rdf:li></rdf:Seq></z:recipients>
<link:link rdf:resource="#item_6"/><dc:subject>ferries</dc:subject>
<dc:title>The ferry timetable</dc:title><dc:date>1951-03-02</dc:date><z:archive>A Made-up Library</z:archive>
<dc:coverage>MS-7-101</dc:coverage><z:citationKey>berg1951</z:citationKey></bib:Letter>
<z:Attachment rdf:about="#item_6"><z:itemType>attachment</z:itemType>
<rdf:resource rdf:resource="files/6/MS-7-101.pdf"/><dc:title>Full Text PDF</dc:title>
<link:type>application/pdf</link:type></z:Attachment></rdf:RDF>"""
BETTER_BIBTEX = {
    "config": {"id": "36a3b0b5-bad0-4a04-b79b-441c7cef77db", "label": "BetterBibTeX JSON"},
    "version": {"zotero": "7.0.11", "bbt": "7.0.5"},
    "collections": {},
    "items": [
        {
            "itemType": "letter",
            "title": "The ferry timetable",
            "date": "1951-03-02",
            "archive": "A Made-up Library",
            "archiveLocation": "MS-7-101",
            "creators": [
                {"firstName": "Anna", "lastName": "Berg", "creatorType": "author"},
                {"firstName": "Olaf", "lastName": "Lind", "creatorType": "recipient"},
            ],
            "tags": [{"tag": "ferries"}],
            "citationKey": "berg1951",
            "itemID": 5,
            "itemKey": "ABCD2345",
            "attachments": [{"itemType": "attachment", "title": "PDF", "path": "/home/ann/MS-7-101.pdf"}],
        }
    ],
}
CSL = [
    {
        "id": "http://zotero.org/users/1/items/ABCD2345",
        "type": "personal_communication",
        "archive": "A Made-up Library",
        "archive_location": "MS-7-101",
        "title": "The ferry timetable",
        "author": [{"family": "Berg", "given": "Anna"}],
        "recipient": [{"family": "Lind", "given": "Olaf"}],
        "issued": {"date-parts": [[1951, 3, 2]]},
        "citation-key": "berg1951",
    }
]
COLLECTIONBUILDER = """objectid,parentid,title,creator,recipient,date,description,subject,location,source,type,format,\
object_location,image_thumb,display_template
ms-7-101,,The ferry timetable,"Berg, Anna","Lind, Olaf",1951-03-02,Asks for trips,ferries; fares,"Oslo, Norway",MS 7,\
Text,application/pdf,https://x.example/ms-7-101.pdf,https://x.example/t.jpg,pdf
ms-7-101-1,ms-7-101,Page 1,,,,,,,,,image/jpeg,/objects/1.jpg,,image
"""
DECLASSDB = """id,doc_id,date,from,to,subject,classification,body,tags,concepts,origclass,collection
17,1951OSLO00101,1951-03-02T00:00:00,OSLO,STATE,THE FERRY TIMETABLE,CONFIDENTIAL,"CONFIDENTIAL\nOSLO 101","PFOR, NO",,C,cfpf
"""


def workbook(rows, hidden=()):
    xlsx = pytest.importorskip("openpyxl")
    book = xlsx.Workbook()
    sheet = book.active
    sheet.title = "Akten"
    for row in rows:
        sheet.append(row)
    other = book.create_sheet("Hilfe")
    other.append(["Item", "Datum"])
    other.append(["X-1", "1900-01-01"])
    other.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def german():
    import datetime

    return workbook(
        [
            ["Hafenamt: Schriftwechsel", None, None],
            [None, None, None],
            ["Signatur", "Datum", "Absender", "Empfänger", "Betreff", "Einstufung", "Öffentlich"],
            ["MS-7-101", datetime.datetime(1951, 3, 2), "Anna Berg", "Olaf Lind", "Fahrplan der Fähre", "Geheim", "ja"],
            ["MS-7-102", datetime.datetime(1951, 3, 5), "Anna Berg", "Olaf Lind", "Tarife", "offen", "nein"],
            ["Summe: 2", None, None, None, None, None, None],
        ]
    )


def ods():
    table = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in (["Doc. no.", "Date", "From", "To"], ["MS-7-101", "2 March 1951", "Anna Berg", "Olaf Lind"])
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Letters">{table}<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return file.getvalue()


def openrefine_project():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as packed:
        for name, data in (("metadata.json", b"{}"), ("data.zip", b"PK\x05\x06" + b"\0" * 18)):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            packed.addfile(entry, io.BytesIO(data))
    return file.getvalue()


FERRY = {"subject": "The ferry timetable", "date": "1951-03-02"}
PARTIES = {"from": "Anna Berg", "to": "Olaf Lind"}
DAY = {"date": "1951-03-02"}
CASES = {
    "ArchivesSpace, bulk update": (
        "csv", "list.csv", ARCHIVESSPACE, {"MS-7-101": FERRY | {"from": "Berg, Anna"}}, ["MS-7-102"],
    ),
    "ArchivesSpace, EAD3": (
        "ead", "aid.xml", EAD,
        {"MS-7-101": FERRY | {"from": "Anna Berg", "citation": "A Made-up Library, MS.7, Letters, box 4"}}, [],
    ),
    "AtoM": (
        "csv", "atom.csv", ATOM,
        {
            "MS 7-1-101": FERRY | {"from": "Berg, Anna", "citation": "Harbour Board fonds, Letters", "places": "Oslo",
                                   "tags": "ferries; fares"}
        },
        ["MS 7-1-102"],
    ),
    "Omeka S": (
        "omeka", "items.csv", OMEKA_S, {"MS-7-101": FERRY | {"from": "Anna Berg", "places": "Oslo; Bergen"}},
        ["MS-7-102"],
    ),
    "Airtable": ("csv", "Grid view.csv", AIRTABLE, {"MS-7-101": DAY | PARTIES}, ["MS-7-102"]),
    "Excel, French": (
        "csv", "liste.csv", FRENCH.encode("cp1252"),
        {"MS-7-101": DAY | PARTIES | {"subject": "Les tarifs du bac à vapeur"}}, ["MS-7-102"],
    ),
    "Excel, German": (
        "csv", "Akten.xlsx", german,
        {"MS-7-101": DAY | PARTIES | {"subject": "Fahrplan der Fähre", "classification": "GEHEIM"}}, ["MS-7-102"],
    ),
    "Excel, Portuguese": (
        "csv", "lista.csv", PORTUGUESE.encode("cp1252"),
        {"MS-7-101": DAY | {"subject": "Horário da balsa", "classification": "SECRETO", "from": "Embaixada em Oslo"}},
        ["MS-7-102"],
    ),
    "Google Sheets": ("csv", "Harbour - Sheet1.csv", SHEETS, {"MS-7-101": DAY | PARTIES}, ["MS-7-102"]),
    "Tropy 1.17": (
        "tropy", "items.json", json.dumps(TROPY),
        {"MS-7-101": FERRY | PARTIES | {"tags": "ferries", "pages": ["THE FERRY"], "citation": "box 4"}}, [],
    ),
    "Zotero 7, RDF": ("zotero", "Harbour.rdf", ZOTERO, {"MS-7-101": FERRY | PARTIES | {"tags": "ferries"}}, []),
    "Zotero 7, CSL JSON": ("zotero", "Harbour.json", json.dumps(CSL), {"berg1951": FERRY | PARTIES | {"citation": "A Made-up Library, MS-7-101"}}, []),
    "Better BibTeX JSON": (
        "zotero", "Harbour.json", json.dumps(BETTER_BIBTEX), {"berg1951": FERRY | PARTIES | {"tags": "ferries", "citation": "A Made-up Library, MS-7-101"}}, [],
    ),
    "CollectionBuilder-CSV": (
        "collectionbuilder", "metadata.csv", COLLECTIONBUILDER,
        {"ms-7-101": FERRY | PARTIES | {"tags": "ferries; fares", "places": "Oslo, Norway"}}, [],
    ),
    "DeclassDB": (
        "csv", "cables.csv", DECLASSDB,
        {"1951OSLO00101": DAY | {"from": "OSLO", "subject": "THE FERRY TIMETABLE", "classification": "CONFIDENTIAL"}},
        [],
    ),
    "OpenDocument": ("csv", "Letters.ods", ods, {"MS-7-101": DAY | PARTIES}, []),
}  # fmt: skip


@pytest.mark.parametrize("system", CASES)
def test_what_an_export_says_stands_where_it_belongs(run, tmp_path, system):
    kind, name, content, expected, kept_back = CASES[system]
    content = content() if callable(content) else content
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)

    run("import", kind, tmp_path / name, "--name", "list")

    folder = tmp_path / "c/received/list"
    rows = map(json.loads, (folder / "descriptions.jsonl").read_text(encoding="utf-8").splitlines())
    there = {row["item"]: row for row in rows}
    assert list(there) == list(expected)
    for item, values in expected.items():
        fields = {
            field: "; ".join(filter(None, (reading["value"] for reading in readings)))
            for field, readings in there[item]["fields"].items()
        }
        found = {field: there[item].get("pages") if field == "pages" else fields.get(field) for field in values}
        assert found == values
    path = folder / "not-public.json"
    assert (list(json.loads(path.read_text())) if path.exists() else []) == kept_back


def test_a_project_of_openrefine_says_what_to_export(run, tmp_path):
    (tmp_path / "harbour.openrefine.tar.gz").write_bytes(openrefine_project())

    said = run("import", "openrefine", tmp_path / "harbour.openrefine.tar.gz", code=3)

    assert "project of OpenRefine" in said
    assert not (tmp_path / "c/received").exists() or not list((tmp_path / "c/received").iterdir())
