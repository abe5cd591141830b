"""Exports of exhibit software, made up (SPECIMEN)."""

import json

import pytest

from briefbook.importers.exhibit_exports import read_collectionbuilder, read_omeka

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
        description.item: {name: readings[0].value for name, readings in description.readings.items()}
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
