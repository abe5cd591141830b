"""Exports of Omeka in shapes of its plugins and modules that differ from those of the other tests; all made up."""

import io
import json
import zipfile

import pytest
from made_up import archive

from briefbook.errors import FormatError
from briefbook.exports.exhibits import collection_builder, omeka_classic, omeka_s
from briefbook.importers.exhibit_exports import read_collectionbuilder
from briefbook.importers.omeka import read_omeka

PATTERN = r"HARB\d{3}"


def values(data, encoding="utf-8", **options):
    """Item -> field -> values as written, and what is reported."""
    data = data.encode(encoding) if isinstance(data, str) else data
    received = read_omeka(data, "omeka", pattern=PATTERN, **options)
    items = {
        description.item: {
            name: [reading.as_written for reading in found] for name, found in description.readings.items()
        }
        for description in received.descriptions
    }
    return items, received.not_understood


BULK_EXPORT = (
    "o:id\to:resource_template\tdcterms:identifier\tdcterms:title\tdcterms:title @fra\t"
    "dcterms:date ^^numeric:timestamp\tdcterms:creator\tdcterms:description §private\to:media/file\n"
    "12\tTelegram\tHARB101\tLights lit\tFeux allumés\t1962-11-08\tOSLO\tAsk Mr. North\t"
    "https://omeka.example.org/files/original/9f3ab2.pdf\n"
)


def test_headings_with_data_types_languages_and_visibility_are_those_of_their_elements():
    items, reported = values(BULK_EXPORT)
    assert list(items) == ["HARB101"]
    assert items["HARB101"]["date"] == ["1962-11-08"]
    assert items["HARB101"]["from"] == ["OSLO"]
    assert items["HARB101"]["subject"] == ["Lights lit; Feux allumés"]
    assert "North" not in repr(items)
    assert any("1 private value" in sentence for sentence in reported)
    assert "Ask Mr. North" in repr(values(BULK_EXPORT, include_private=True)[0])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_and_semicolons(encoding):
    table = (
        '"Item Id";"Dublin Core : Identifier";"Dublin Core : Title";"Dublin Core : Creator";"Dublin Core : Date"\n'
        '"7";"HARB102";"Fähre verspätet; Eis";"OSLO";"1962-11-09"\n'
    )
    items, _ = values(table, encoding)
    assert items["HARB102"]["subject"] == ["Fähre verspätet; Eis"]
    assert items["HARB102"]["date"] == ["1962-11-09"]


XML = """<?xml version="1.0" encoding="{encoding}"?>
<itemContainer xmlns="http://omeka.org/schemas/omeka-xml/v5"><miscellaneousContainer><pagination>
<pageNumber>1</pageNumber><perPage>10</perPage><totalResults>1</totalResults></pagination></miscellaneousContainer>
<item itemId="44" public="1" featured="0"><fileContainer><file fileId="9"><src>https://omeka.example.org/f/9f3.jpg</src>
<elementSetContainer><elementSet elementSetId="1"><name>Dublin Core</name><elementContainer><element elementId="50">
<name>Title</name><elementTextContainer><elementText elementTextId="1"><text>Scan of the first page</text></elementText>
</elementTextContainer></element></elementContainer></elementSet></elementSetContainer></file></fileContainer>
<collection collectionId="3"><elementSetContainer><elementSet elementSetId="1"><name>Dublin Core</name>
<elementContainer><element elementId="50"><name>Title</name><elementTextContainer>
<elementText elementTextId="2"><text>The harbour</text></elementText></elementTextContainer></element>
</elementContainer></elementSet></elementSetContainer></collection>
<itemType itemTypeId="1"><name>Text</name><elementContainer><element elementId="1"><name>Text</name>
<elementTextContainer><elementText elementTextId="3"><text>&lt;p&gt;LIGHTS LIT&lt;/p&gt;&lt;p&gt;ICE&lt;/p&gt;</text>
</elementText></elementTextContainer></element></elementContainer></itemType>
<elementSetContainer><elementSet elementSetId="1"><name>Dublin Core</name><elementContainer>
<element elementId="50"><name>Title</name><elementTextContainer><elementText elementTextId="4"><text>Lights lit</text>
</elementText></elementTextContainer></element>
<element elementId="43"><name>Identifier</name><elementTextContainer><elementText elementTextId="5"><text>HARB103</text>
</elementText></elementTextContainer></element></elementContainer></elementSet></elementSetContainer>
<tagContainer><tag tagId="1"><name>ferry</name></tag></tagContainer></item></itemContainer>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_xml_says_of_files_and_of_the_collection_is_nothing_of_the_item(encoding):
    received = read_omeka(XML.format(encoding=encoding).encode(encoding), "omeka", pattern=PATTERN)
    (description,) = received.descriptions
    assert description.item == "HARB103"
    assert [reading.as_written for reading in description.readings["subject"]] == ["Lights lit"]
    assert [reading.as_written for reading in description.readings["tags"]] == ["ferry", "The harbour"]
    notes = repr(description)
    assert "The harbour" in notes
    assert "LIGHTS LIT" in notes


def test_json_of_omeka_s_with_links_dates_and_languages():
    item = {
        "@context": "https://omeka.example.org/api-context",
        "@id": "https://omeka.example.org/api/items/12",
        "@type": ["o:Item", "bibo:Letter"],
        "o:id": 12,
        "o:is_public": True,
        "o:title": "Lights lit",
        "o:media": [{"@id": "https://omeka.example.org/api/media/13", "o:id": 13}],
        "dcterms:identifier": [{"type": "literal", "property_id": 10, "@value": "HARB104"}],
        "dcterms:title": [{"type": "literal", "@value": "Lights lit", "@language": "en"}],
        "dcterms:creator": [{"type": "resource:item", "value_resource_id": 5, "display_title": "OSLO"}],
        "dcterms:date": [{"type": "numeric:timestamp", "@value": "1962-11-08", "@type": "xsd:date"}],
        "dcterms:rights": [
            {"type": "uri", "@id": "http://rightsstatements.org/vocab/InC/1.0/", "o:label": "In copyright"}
        ],
    }
    items, _ = values(json.dumps([item]), "utf-8-sig")
    assert items["HARB104"]["date"] == ["1962-11-08"]
    assert items["HARB104"]["from"] == ["OSLO"]
    assert items["HARB104"]["subject"] == ["Lights lit"]


def test_a_zip_that_grows_beyond_measure_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items.csv", "dcterms:title\n" + "a" * 20_000_000)
    with pytest.raises(FormatError, match=r"items\.csv in this zip file grows to 20,000,014 bytes: it is not unpacked"):
        values(out.getvalue())


def test_what_is_no_export_of_items_is_refused_with_a_reason():
    for data in ("null", "[1, 2]", "[" * 100_000, '{"items": []}', "<html><body>Log in</body></html>"):
        with pytest.raises(FormatError):
            values(data)


LETTER = {"to": "EXTERNAL", "number": "4028", "form": "telegram"}


@pytest.mark.parametrize(
    ("write", "read", "others"),
    [
        (omeka_classic, read_omeka, LETTER),
        (omeka_s, read_omeka, LETTER),
        (collection_builder, read_collectionbuilder, {}),
    ],
)
def test_our_own_spreadsheets_come_back(write, read, others):
    made = archive(site_address="https://example.org/book/")
    received = read(b"".join(write(made, made.catalogue, lambda entry: {})), "omeka")
    wanted = {"from": "LDN", "date": "1962-11-13", "subject": "HARBOUR WORKS"} | others
    wanted |= {"specimen": "Specimen made for demonstration; not a historical document"}
    description = next(description for description in received.descriptions if description.item == "SPEC103")
    got = {name: readings[0].value for name, readings in description.readings.items()}
    assert {name: got[name] for name in wanted} == wanted
    assert "\n".join(description.pages).startswith("13-Nov-62 CONFIDENTIAL\nFM LDN\n")
    assert [description.item for description in received.descriptions] == [entry.item for entry in made.catalogue]


COMPOUND = """objectid,parentid,title,date,description,type,display_template
box_1,,The ferry of 1963,,Papers of a box,record,compound_object
box_2,box_1,Ferry late,1963-03-02,Pencilled,Image;StillImage,image
box_3,box_1,Page 2,,,Image;StillImage,image
harb_4,,Lights lit,1963-03-03,,Telegram,item
"""


def test_parts_of_a_compound_object_are_in_its_notes_and_types_of_media_are_no_kinds_of_papers():
    received = read_collectionbuilder(COMPOUND.encode(), "cb")
    box, lights = received.descriptions
    assert (box.item, lights.item) == ("box_1", "harb_4")
    assert box.readings["note"][0].as_written.startswith("Papers of a box; Ferry late, 1963-03-02: Pencilled")
    assert "form" not in box.readings
    assert lights.readings["form"][0].value == "Telegram"
    assert any(
        sentence.startswith("2 rows with a parentid: pages of other objects") for sentence in received.not_understood
    )
