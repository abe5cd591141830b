"""Made-up files (SPECIMEN) of further systems: right, or refused with what to do; and every kind in UTF-16."""
# ruff: noqa: E501 - rows of lists

import io
import json

import pytest

from briefbook.cables import read_heading
from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.csv_table import read_table
from briefbook.importers.ead import read_ead
from briefbook.importers.exhibit import read_exhibit
from briefbook.importers.iiif import read_iiif
from briefbook.importers.layout_files import ScanNames, read_layout_files
from briefbook.importers.mods import read_mods
from briefbook.importers.omeka import read_omeka
from briefbook.importers.tei_files import read_tei_files
from briefbook.importers.tropy import read_tropy
from briefbook.importers.zotero import read_zotero

NAMES = {"scan_names": ScanNames()}


def values(received):
    return {
        description.item: {
            name: [reading.value for reading in readings]
            for name, readings in description.readings.items()
            if name != "note"
        }
        for description in received.descriptions
    }


NARA = {
    "body": {
        "hits": {
            "total": {"value": 1},
            "hits": [
                {
                    "_id": "5000123",
                    "_source": {
                        "record": {
                            "naId": 5000123, "title": "The ferry", "levelOfDescription": "item",
                            "productionDates": [{"day": 5, "month": 11, "year": 1962, "logicalDate": "1962-11-05"}],
                            "creators": [{"heading": "Reed, Ann", "creatorType": "Most Recent"}],
                        }
                    },
                }
            ],
        }
    }
}  # fmt: skip
DISCOVERY = {
    "records": [
        {
            "id": "C11541", "reference": "FO 371/163000/12", "title": "The ferry", "coveringDates": "1962 Nov 5",
            "startDate": "19621105", "heldBy": ["The National Archives, Kew"],
        }
    ],
    "count": 1,
}  # fmt: skip
CREST = (
    "Title,Document Type,Collection,Document Number (FOIA) /ESDN (CREST),Original Classification,"
    'Document Creation Date,Document Release Date\nTHE FERRY,CREST,General,RDP79T00975A006700100001-1,S,"December 22, 2016","May 7, 2004"\n'
)
READING_ROOM = (
    "Subject,Date,From,To,Doc No.,Case No.,Posted Date\nTHE FERRY,11/25/1962,OSLO,STATE,C05123456,F-2011-1,08/31/2015\n"
)
NAKALA = 'Identifiant,Titre,Auteur,Date,Mots-clés\n10.34847/nkl.12ab,Le bac,"Reed, Ann",1962-11-05,Bacs|Ports\n'
LIBRARY_AND_ARCHIVES = (
    '"MIKAN no.",Title,Date,Reference,Creator\n123456,The ferry,1962-11-05,RG25 vol. 12,"Reed, Ann"\n'
)
JSTOR_FORUM = 'SSID,Filename,Title[1234],Creator[1234],Date[1234],Identifier[1234]\n9911,MS42-217.tif,The ferry,"Reed, Ann",1962-11-05,MS42-217\n'
SHEETS = "Ref no.\tDate sent\tSender\tRecipient\tTitle\nMS42-217\t25/11/1962\tReed, Ann\tLund, Bo\tThe ferry\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (NARA, {"5000123": {"subject": ["The ferry"], "date": ["1962-11-05"], "from": ["Reed, Ann"]}}),
        (
            DISCOVERY,
            {"C11541": {"subject": ["The ferry"], "date": ["1962-11-05"], "citation": ["The National Archives, Kew"]}},
        ),
        (CREST, {"RDP79T00975A006700100001-1": {"subject": ["THE FERRY"], "form": ["CREST"], "classification": ["SECRET"]}}),
        (
            READING_ROOM,
            {"C05123456": {"subject": ["THE FERRY"], "date": ["1962-11-25"], "from": ["OSLO"], "to": ["STATE"]}},
        ),
        (
            NAKALA,
            {
                "10.34847/nkl.12ab": {
                    "subject": ["Le bac"], "from": ["Reed, Ann"], "date": ["1962-11-05"], "tags": ["Bacs", "Ports"],
                }
            },
        ),
        (LIBRARY_AND_ARCHIVES, {"123456": {"subject": ["The ferry"], "date": ["1962-11-05"], "from": ["Reed, Ann"]}}),
        (JSTOR_FORUM, {"MS42-217": {"subject": ["The ferry"], "from": ["Reed, Ann"], "date": ["1962-11-05"]}}),
        (
            SHEETS,
            {
                "MS42-217": {
                    "date": ["1962-11-25"], "from": ["Reed, Ann"], "to": ["Lund, Bo"], "subject": ["The ferry"],
                }
            },
        ),
    ],
    ids=["nara", "discovery", "crest", "reading-room", "nakala", "lac", "jstor-forum", "sheets"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lists_of_further_systems(data, expected, encoding):
    text = data if isinstance(data, str) else json.dumps(data)
    found = values(read_table(text.encode(encoding), "list"))
    assert {
        item: {**fields, **{name: found[item].get(name) for name in fields}} for item, fields in expected.items()
    } == expected
    assert found.keys() == expected.keys()


OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
MARC = '<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>0</leader></record></collection>'
ENDNOTE = '<?xml version="1.0" encoding="UTF-8"?><xml><records><record><titles/></record></records></xml>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            f'<?xml version="1.0"?><office:document {OFFICE} office:mimetype="x"></office:document>',
            "Flat XML document of LibreOffice.*save it as .ods",
        ),
        (
            '<?xml version="1.0"?><FMPXMLRESULT xmlns="http://www.filemaker.com/fmpxmlresult"/>',
            "FileMaker in XML.*Excel",
        ),
        (MARC, "MARCXML.*export MODS"),
        (ENDNOTE, "EndNote in XML.*RIS"),
        ('<?xml version="1.0"?><mods xmlns="http://www.loc.gov/mods/v3"/>', "MODS.*import mods"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_no_list_says_what_it_is_and_what_to_do(data, message, encoding):
    with pytest.raises(FormatError, match=message):
        read_table(data.replace(' encoding="UTF-8"', "").encode(encoding), "list")


def test_marcxml_and_endnote_are_named_where_other_records_are_wanted():
    with pytest.raises(FormatError, match="this is MARCXML") as found:
        read_mods([BundleFile("a.xml", MARC.encode)], "list", **NAMES)
    assert "MODS" in found.value.remedy
    with pytest.raises(FormatError, match="a library of EndNote in XML") as found:
        read_zotero([BundleFile("a.xml", ENDNOTE.encode)], "list", **NAMES)
    assert "RIS" in found.value.remedy


BETTER_CSL = [
    {
        "id": "reed1962", "citation-key": "reed1962", "type": "personal_communication", "title": "The ferry",
        "author": [{"family": "Reed", "given": "Ann"}], "recipient": [{"family": "Lund", "given": "Bo"}],
        "issued": {"date-parts": [[1962, 11, 5]]}, "archive": "City Archives", "call-number": "MS42-217",
    }
]  # fmt: skip
MENDELEY = "TY  - PCOMM\nT1  - The ferry\nA1  - Reed, Ann\nY1  - 1962/11/05/\nAN  - MS42-217\nKW  - Ferries\nER  - \n"


@pytest.mark.parametrize(("name", "text"), [("a.json", json.dumps(BETTER_CSL)), ("a.ris", MENDELEY)])
def test_references_of_other_managers(name, text):
    (description,) = read_zotero([BundleFile(name, text.encode)], "list", **NAMES).descriptions
    found = {field: [reading.value for reading in readings] for field, readings in description.readings.items()}
    assert found["subject"] == ["The ferry"]
    assert found["date"] == ["1962-11-05"]
    assert "Reed" in found["from"][0]


XML = '<?xml version="1.0" encoding="{}"?>'
MODS = (
    '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>Fähre</title></titleInfo><name type="personal"><namePart>Reed,'
    ' Ann</namePart><role><roleTerm type="text">author</roleTerm></role></name><originInfo><dateIssued encoding="w3cdtf">'
    '1962-11-05</dateIssued></originInfo><identifier type="local">MS42-217</identifier></mods>'
)
EAD = (
    '<ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>x</eadid></eadheader><archdesc level="fonds"><did><unittitle>F'
    '</unittitle></did><dsc><c level="item"><did><unitid>MS42-217</unitid><unittitle>Fähre</unittitle></did></c></dsc></archdesc></ead>'
)
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Fähre</title></titleStmt>'
    "<publicationStmt><idno>MS42-217</idno></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>"
    "<p>NO SHIP CAME</p></body></text></TEI>"
)
ALTO = (
    '<alto><Layout><Page WIDTH="100" HEIGHT="100"><PrintSpace><TextBlock><TextLine><String CONTENT="Fähre" HPOS="1" VPOS="1"'
    ' WIDTH="9" HEIGHT="9"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
)
OMEKA = json.dumps(
    {
        "@type": ["o:Item"],
        "o:id": 1,
        "dcterms:identifier": [{"@value": "MS42-217"}],
        "dcterms:title": [{"@value": "Fähre"}],
    },
    ensure_ascii=False,
)
TROPY = json.dumps(
    {
        "@context": {"@version": 1.1, "@vocab": "https://tropy.org/v1/tropy#"},
        "@graph": [{"@type": "Item", "identifier": "MS42-217", "title": "Fähre", "photo": []}],
        "version": "1.17",
    },
    ensure_ascii=False,
)
MANIFEST = json.dumps(
    {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": "https://x.example/MS42-217",
        "type": "Manifest",
        "label": {"none": ["Fähre"]},
        "items": [],
    },
    ensure_ascii=False,
)


def bundle(name, data):
    return [BundleFile(name, lambda: data)]


READERS = {
    "csv": ("Item,Title\nMS42-217,Fähre\n", lambda data: read_table(data, "list")),
    "json lines": ('{"Item": "MS42-217", "Title": "Fähre"}\n{"Item": "MS42-218", "Title": "Boot"}\n', lambda data: read_table(data, "list")),
    "ris": ("TY  - PCOMM\nTI  - Fähre\nAN  - MS42-217\nER  - \n", lambda data: read_zotero(bundle("a.ris", data), "list", **NAMES)),
    "csl": (json.dumps(BETTER_CSL), lambda data: read_zotero(bundle("a.json", data), "list", **NAMES)),
    "mods": (XML + MODS, lambda data: read_mods(bundle("a.xml", data), "list", **NAMES)),
    "ead": (XML + EAD, lambda data: read_ead(data, "list", **NAMES)),
    "tei": (XML + TEI, lambda data: read_tei_files(bundle("MS42-217.xml", data), "list", heading=read_heading)),
    "alto": (XML + ALTO, lambda data: read_layout_files(bundle("MS42-217.xml", data), "list", **NAMES)),
    "omeka": (OMEKA, lambda data: read_omeka(lambda: io.BytesIO(data), "list")),
    "tropy": (TROPY, lambda data: read_tropy(bundle("a.json", data), "list", **NAMES)),
    "iiif": (MANIFEST, lambda data: read_iiif(data, "list", fetch=None, **NAMES)),
    "pasted text": ("Fähre\n\nNO SHIP CAME [ID: MS42-217].\n", lambda data: read_exhibit(data, "text", "page")),
    "web page": ("<!doctype html><h1>Fähre</h1><p>NO SHIP CAME [ID: MS42-217].</p>", lambda data: read_exhibit(data, "html", "page")),
}  # fmt: skip


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le-with-mark", "utf-8-sig"])
def test_the_encoding_changes_nothing(kind, encoding):
    text, read = READERS[kind]

    def read_in(name):
        written = (
            text.replace("{}", "UTF-16" if name.startswith("utf-16") else "UTF-8") if text.startswith(XML) else text
        )
        if name == "utf-16-le-with-mark":
            return read(b"\xff\xfe" + written.encode("utf-16-le"))
        return read(written.encode(name))

    expected, found = read_in("utf-8"), read_in(encoding)
    assert values(found) == values(expected)
    assert found.narratives == expected.narratives
    assert [[page.text for page in one.layouts] for one in found.descriptions] == [
        [page.text for page in one.layouts] for one in expected.descriptions
    ]
    assert found.descriptions or found.narratives
