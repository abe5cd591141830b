"""Exports of exhibit software, made up (SPECIMEN)."""

import io
import json
import zipfile

import pytest

from briefbook.errors import FormatError
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.omeka import read_omeka

CLASSIC = [
    {
        "id": 7,
        "element_texts": [
            {"text": "D7001", "element": {"name": "Identifier"}},
            {"text": "Specimen of a telegram", "element": {"name": "Title"}},
            {"text": "WASHDC", "element": {"name": "Creator"}},
            {"text": "8 November 1962", "element": {"name": "Date"}},
            {"text": "FM WASHDC\nA SPECIMEN", "element": {"name": "Transcription"}},
        ],
    }
]
S = {
    "o:id": 12,
    "dcterms:title": [{"@value": "Specimen of a telegram"}],
    "dcterms:date": [{"@value": "1962-11-08"}],
    "dcterms:creator": [{"@value": "washdc"}],
    "bibo:content": [{"@value": "FM WASHDC\nA SPECIMEN"}],
}
CSV = (
    "Dublin Core:Identifier,Dublin Core:Title,Dublin Core:Creator,Dublin Core:Date\n"
    "D7001,Specimen of a telegram,WASHDC,8-Nov-62\n"
)


def values(received):
    return {
        description.item: {
            name: readings[0].value for name, readings in description.readings.items() if readings[0].value is not None
        }
        for description in received.descriptions
    }


@pytest.mark.parametrize(
    ("data", "item"),
    [
        (json.dumps(CLASSIC), "D7001"),
        (json.dumps([S]), "omeka-12"),
        (json.dumps({"items": [S]}), "omeka-12"),
        (CSV, "D7001"),
    ],
)
def test_omeka_in_its_several_shapes(data, item):
    received = read_omeka(data.encode(), "export")
    assert values(received) == {item: {"subject": "Specimen of a telegram", "from": "WASHDC", "date": "1962-11-08"}}
    if data != CSV:
        assert received.descriptions[0].pages == ("FM WASHDC\nA SPECIMEN",)


def test_an_export_without_items_is_refused():
    with pytest.raises(ValueError, match="no items"):
        read_omeka(b'{"site": 1}', "export")


def test_collectionbuilder_columns():
    data = "objectid,title,creator,date,latitude,rights\nD7001,Specimen,LDN,1962-11-08,45.4,Public domain\n"
    received = read_collectionbuilder(data.encode(), "metadata")
    assert values(received) == {
        "D7001": {
            "subject": "Specimen",
            "from": "LDN",
            "date": "1962-11-08",
            "rights": "Public domain",
            "note": "latitude: 45.4",
        }
    }
    assert received.not_understood == ("column 'latitude' is not a known field; kept as a note",)


CLASSIC_CSV = (
    "Item Id,Dublin Core:Title,Dublin Core:Creator,Dublin Core:Identifier,tags,file,public\n"
    '7,D7001.pdf,LDN^^ROME,,"sugar,tin",https://omeka.example.org/a.pdf,1\n'
    "8,D7002.pdf,LDN,,,,0\n"
)
EXPORTS_CSV = (
    "dcterms:creator:literal,dcterms:title:literal,o:id,o:is_public\nLDN|ROME,A telegram,31,1\nLDN,Other,32,0\n"
)
XML = """<itemContainer xmlns="http://omeka.org/schemas/omeka-xml/v5"><item itemId="7" public="1">
<fileContainer><file fileId="9"><src>https://omeka.example.org/a.pdf</src></file></fileContainer>
<elementSetContainer><elementSet><elementContainer><element><name>Title</name><elementTextContainer><elementText>
<text>D7001.tif</text></elementText></elementTextContainer></element></elementContainer></elementSet>
</elementSetContainer><tagContainer><tag><name>tin</name></tag></tagContainer></item>
<item itemId="8" public="0"/></itemContainer>"""


def zip_of(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, EXPORTS_CSV)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (CLASSIC_CSV.encode(), {"D7001": {"from": "LDN; ROME", "tags": "sugar"}}),
        (EXPORTS_CSV.encode(), {"omeka-31": {"from": "LDN; ROME", "subject": "A telegram"}}),
        (zip_of("items.csv", "readme.txt"), {"omeka-31": {"from": "LDN; ROME", "subject": "A telegram"}}),
        (XML.encode(), {"D7001": {"tags": "tin"}}),
    ],
)  # fmt: skip
def test_plugins_and_xml_of_omeka_are_read_and_private_items_stay_out(data, fields):
    received = read_omeka(data, "export")
    assert values(received) == fields
    assert received.not_understood[0].startswith("1 private item of Omeka stayed out: ")


def test_private_items_come_in_only_when_asked_for():
    received = read_omeka(EXPORTS_CSV.encode(), "export", include_private=True)
    assert [description.item for description in received.descriptions] == ["omeka-31", "omeka-32"]
    assert received.understood[0] == "1 private item came in as well"


def test_a_private_value_of_a_public_item_stays_out():
    item = S | {"dcterms:description": [{"@value": "for the staff", "is_public": False}]}
    received = read_omeka(json.dumps(item).encode(), "export")
    assert "note" not in values(received)["omeka-12"]
    assert received.not_understood[0].startswith("1 private value of public items stayed out: description")


def test_a_title_that_matches_the_pattern_is_the_id():
    item = S | {"dcterms:title": [{"@value": "D7001"}]}
    received = read_omeka(json.dumps(item).encode(), "export", pattern=r"D\d{4}")
    assert list(values(received)) == ["D7001"]


def test_the_label_of_a_link_is_no_identifier():
    item = S | {"dcterms:identifier": [{"type": "uri", "@id": "https://n2t.net/ark:/9/1", "o:label": "ARK"}]}
    assert values(read_omeka(json.dumps(item).encode(), "export"))["omeka-12"]["identifiers"] == (
        "https://n2t.net/ark:/9/1"
    )


def test_html_becomes_plain_text():
    item = S | {"dcterms:description": [{"@value": "<p>Tin &amp; <b>sugar</b></p><p>crates</p>"}]}
    assert values(read_omeka(json.dumps(item).encode(), "export"))["omeka-12"]["note"] == "Tin & sugar\ncrates"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[" * 100_000, "not JSON"),
        (b'{"@context": {"@vocab": "https://tropy.org/v1/tropy#"}, "@graph": []}', "Tropy"),
        (b"TY  - PCOMM\nER  - \n", "RIS"),
        (b'"Key","Item Type","Author"\n"A","letter","Roe"\n', "Zotero"),
        (b"<html/>", "no omeka-xml"),
        (b"<item", "not well-formed"),
        (b"PK\x03\x04broken", "zip file cannot be opened"),
        (zip_of("a.csv", "b.csv"), "has 2 exports"),
    ],
)
def test_what_is_no_export_of_omeka_is_refused_in_words(data, words):
    with pytest.raises(FormatError, match=words):
        read_omeka(data, "export")


def test_what_collections_of_collectionbuilder_have_in_common():
    data = (
        "indexid,parentid,title,creator,date,date-is-approximate?,source,type\n"
        'a1,,The ferry,"Robinson, Frank B.",1947,yes,"MG 101, Box 5",Image;StillImage\n'
        'a2,,The quay,"Wesley Andrews, Inc.",1912-09-08,,PG 9,letter\n'
        'a3,,The fog,"Engstrom Studio, Lewiston",1915,no,PG 5,record\n'
    )
    received = read_collectionbuilder(data.encode(), "cb")
    found = {
        description.item: {
            name: values
            for name, readings in description.readings.items()
            if (values := [r.value for r in readings if r.value])
        }
        for description in received.descriptions
    }
    assert found == {
        "a1": {
            "subject": ["The ferry"],
            "from": ["Frank B. Robinson"],
            "date": ["1947~"],
            "citation": ["MG 101, Box 5"],
        },
        "a2": {
            "subject": ["The quay"],
            "from": ["Wesley Andrews, Inc."],
            "date": ["1912-09-08"],
            "citation": ["PG 9"],
            "form": ["letter"],
        },
        "a3": {"subject": ["The fog"], "from": ["Engstrom Studio, Lewiston"], "date": ["1915"], "citation": ["PG 5"]},
    }


def test_private_items_are_named_by_their_ids():
    table = b"Dublin Core:Title,Dublin Core:Identifier,public\nA note,D7001,1\nAnother,D7002,0\nA third,D7003,0\n"
    received = read_omeka(table, "omeka")
    assert received.not_understood[0].startswith("2 private items of Omeka stayed out: D7002, D7003")
    assert received.not_public == ("D7002", "D7003")


def test_an_export_of_private_items_alone_describes_none():
    received = read_omeka(b'[{"element_texts": 7, "tags": 3, "public": null}, 5, null]', "export")
    assert (list(received.descriptions), len(received.not_public)) == ([], 1)
    assert received.not_understood[0].startswith("1 private item of Omeka stayed out: omeka-")
