"""Spreadsheets for Omeka and CollectionBuilder, JSON for Tropy."""

import csv
import io
import json

from made_up import archive

from briefbook.exports.exhibits import collection_builder, omeka_classic, omeka_s, tropy

MADE = archive(site_address="https://example.org/book/")
PAGE = "https://example.org/book/items/SPEC103/p001.png"


def pictures(entry):
    return {1: (f"items/{entry.item}/p001.png", "image/png")} if entry.item != "SPEC106" else {}


def rows(make, key, made=MADE):
    text = b"".join(make(made, made.catalogue, pictures)).decode()
    return {row[key]: row for row in csv.DictReader(io.StringIO(text))}


def test_omeka_classic_takes_its_own_columns():
    row = rows(omeka_classic, "Dublin Core:Identifier")["SPEC103^^https://example.org/book/items/SPEC103.html"]
    assert row["Dublin Core:Title"] == "HARBOUR WORKS"
    assert row["Dublin Core:Creator"] == "LDN [High Commission London]"
    assert row["Dublin Core:Date"] == "1962-11-13"
    assert row["Dublin Core:Type"] == "Text^^telegram 4028"
    assert (row["public"], row["itemType"], row["file"]) == ("1", "Text", PAGE)
    assert "LOOKED DISSATISFIED WITH EVERYTHING" in row["Item Type Metadata:Text"]


def test_omeka_s_takes_terms():
    row = rows(omeka_s, "dcterms:identifier")["SPEC103|https://example.org/book/items/SPEC103.html"]
    assert (row["dcterms:title"], row["dcterms:contributor"]) == (
        "HARBOUR WORKS",
        "EXTERNAL [External Affairs, Ottawa]",
    )
    assert (row["bibo:recipient"], row["bibo:number"]) == ("EXTERNAL [External Affairs, Ottawa]", "4028")
    assert row["media_url"] == PAGE


def test_collection_builder_takes_its_template():
    row = rows(collection_builder, "objectid")["spec103"]
    assert (row["identifier"], row["date"], row["display_template"]) == ("SPEC103", "1962-11-13", "image")
    assert row["rightsstatement"] == "http://rightsstatements.org/vocab/NoC-US/1.0/"
    assert (row["object_location"], row["image_thumb"], row["format"]) == (PAGE, PAGE, "image/png")
    assert row["object_transcript"].startswith("13-Nov-62 CONFIDENTIAL\nFM LDN\n")
    assert rows(collection_builder, "objectid")["spec106"]["display_template"] == "item"


def test_tropy_takes_items_with_photos_and_the_text_as_notes():
    value = json.loads(b"".join(tropy(MADE, MADE.catalogue, pictures)))
    assert len(value["@graph"]) == 6
    item = next(item for item in value["@graph"] if item["identifier"] == "SPEC103")
    assert item["@type"] == "Item"
    assert (item["creator"], item["date"]) == ("LDN [High Commission London]", "1962-11-13")
    photo = item["photo"][0]
    assert (photo["path"], photo["protocol"], photo["width"]) == (PAGE, "https", 850)
    assert photo["note"][0]["text"].startswith("13-Nov-62 CONFIDENTIAL\nFM LDN")
    assert set(item) - {"@type", "photo"} <= set(value["@context"])


def test_without_an_address_pictures_are_relative_and_photos_are_of_the_scan(tmp_path):
    from dataclasses import replace

    (tmp_path / "SPEC103.pdf").write_bytes(b"%PDF")
    made = replace(archive(), scan=lambda item: (tmp_path / f"{item}.pdf",))
    assert rows(omeka_classic, "Dublin Core:Identifier", made)["SPEC103"]["file"] == "items/SPEC103/p001.png"
    value = json.loads(b"".join(tropy(made, [made.catalogue.get("SPEC103")], pictures)))
    photo = value["@graph"][0]["photo"][0]
    assert (photo["path"], photo["protocol"], photo["page"]) == ("scans/SPEC103.pdf", "file", 0)
