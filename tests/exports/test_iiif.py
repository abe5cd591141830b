"""IIIF manifests, collections and lists of changes, held against the schema of Presentation 3."""

import collections
import gc
import io
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from made_up import archive
from PIL import Image

from briefbook.exports.iiif import manifest, on_canvas
from briefbook.exports.iiif_collection import ManifestRows, change_files, collection_files, collection_parts
from briefbook.exports.registry import EXPORTS
from briefbook.model.page import Box
from briefbook.model.rendering import ManifestRow
from briefbook.site.site_data import SiteData
from briefbook.site.views import file_urls, page_at

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/iiif-presentation-3.json").read_text(encoding="utf-8"))
MADE = archive(site_address="https://example.org/book/")
ENTRY, PAGES = MADE.catalogue.get("SPEC103"), MADE.catalogue.pages("SPEC103")
PICTURES = {1: ("items/SPEC103/p001.png", "image/png"), 2: ("items/SPEC103/p002.png", "image/png")}


def made(pages=PAGES, **options):
    value = json.loads(manifest(ENTRY, pages, MADE.about, PICTURES, **options))
    jsonschema.validate(value, SCHEMA)
    return value


def test_in_a_french_site_labels_and_dates_are_in_both_languages():
    about = {**MADE.about, "language": "fr", "site_languages": "fr"}
    value = json.loads(manifest(ENTRY, PAGES, about, PICTURES))
    jsonschema.validate(value, SCHEMA)
    rows = {row["label"]["en"][0]: row for row in value["metadata"]}
    assert rows["From"]["label"] == {"en": ["From"], "fr": ["Expéditeur"]}
    assert list(rows["Date"]["value"]) == ["en", "fr"]
    assert value["rendering"][0]["label"] == {"en": ["Searchable PDF"], "fr": ["PDF avec recherche"]}
    assert value["items"][0]["label"] == {"en": ["Page 1"]}
    english = json.loads(manifest(ENTRY, PAGES, MADE.about, PICTURES))
    assert {tag for row in english["metadata"] for tag in row["label"]} == {"en"}


def test_a_manifest_names_the_words_the_pdf_a_thumbnail_and_the_collection():
    value = made()
    folder = "https://example.org/book/items/SPEC103"
    assert [link["id"] for link in value["seeAlso"]] == [f"{folder}/SPEC103.alto.xml", f"{folder}/SPEC103.tei.xml"]
    assert [link["format"] for link in value["rendering"]] == ["application/pdf", "text/plain"]
    assert value["rendering"][0]["id"] == f"{folder}/SPEC103.searchable.pdf"
    assert value["thumbnail"] == [
        {"id": f"{folder}/t001.webp", "type": "Image", "format": "image/webp", "width": 185, "height": 240}
    ]
    assert value["items"][0]["thumbnail"] == value["thumbnail"]
    assert value["partOf"] == [{"id": "https://example.org/book/iiif/collection.json", "type": "Collection"}]
    assert "service" not in value
    assert "structures" not in value


def test_a_manifest_of_a_server_names_its_search():
    services = made(is_live=True)["service"]
    assert services[0] == {"id": "https://example.org/book/iiif/search/2/SPEC103", "type": "SearchService2"}
    assert services[1]["@id"] == "https://example.org/book/iiif/search/1/SPEC103"
    assert services[1]["profile"] == "http://iiif.io/api/search/1/search"


def test_pages_of_several_files_are_ranges():
    pages = [replace(PAGES[0], file="BOX7", file_page=3), replace(PAGES[0], number=2, file="BOX8", file_page=1)]
    ranges = made(pages)["structures"]
    assert [part["label"]["en"] for part in ranges] == [["Page 1, of BOX7"], ["Page 2, of BOX8"]]
    assert ranges[1]["items"] == [{"id": "https://example.org/book/items/SPEC103/canvas/2", "type": "Canvas"}]


def test_a_page_without_words_has_no_pdf_and_no_alto():
    value = made([replace(PAGES[0], lines=())])
    assert "rendering" not in value
    assert [link["format"] for link in value["seeAlso"]] == ["application/tei+xml"]


def rows(count):
    return [ManifestRow(f"A {n}", f"Telegram {n}", f"196{n % 3}-05-04" if n % 4 else "") for n in range(count)]


def test_few_items_are_one_collection_and_many_a_collection_for_each_year():
    few = collection_files(rows(3), MADE.about)
    assert list(few) == ["iiif/collection.json", "iiif/changes.json", "iiif/changes-1.json"]
    value = json.loads(few["iiif/collection.json"])
    jsonschema.validate(value, SCHEMA)
    assert value["items"][1]["id"] == "https://example.org/book/items/A~201/manifest.json"
    assert value["items"][1]["navDate"] == "1961-05-04T00:00:00Z"
    many = collection_files(rows(600), MADE.about)
    whole = json.loads(many["iiif/collection.json"])
    jsonschema.validate(whole, SCHEMA)
    assert [part["label"]["en"] for part in whole["items"]] == [
        ["1960 (150)"], ["1961 (150)"], ["1962 (150)"], ["undated (150)"],
    ]  # fmt: skip
    for part in whole["items"]:
        value = json.loads(many[part["id"].removeprefix("https://example.org/book/")])
        jsonschema.validate(value, SCHEMA)
        assert len(value["items"]) == 150


def test_collections_are_written_in_parts_and_are_the_same_json():
    for count in (0, 3, 600):
        for address, parts in collection_parts(
            ManifestRows(rows(count)), MADE.about | {"description": "Letters “à” {}"}
        ):
            text = "".join(parts)
            assert text == json.dumps(json.loads(text), ensure_ascii=address.startswith("iiif/ch"), indent=1) + "\n"


def test_of_a_collection_in_parts_few_rows_are_in_memory():
    def each(count):
        return (ManifestRow(f"A {n}", f"Telegram {n}", "1961-05-04", changed=f"2026-01-{n:09}") for n in range(count))

    def peak(count):
        gc.collect()
        tracemalloc.start()
        for _, parts in collection_parts(ManifestRows(each(count)), MADE.about):
            collections.deque(parts, maxlen=0)
        made = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return made

    peak(2_000)
    assert peak(8_000) - peak(2_000) < 20 * 6_000


def test_files_of_an_export_have_the_names_by_which_they_name_each_other():
    made_up = replace(MADE, picture_type=lambda item, page: "image/png")
    files = dict(EXPORTS["iiif"].files(made_up, made_up.catalogue))
    whole = json.loads(b"".join(files["iiif/collection.json"]))
    assert whole["id"] == "https://example.org/book/iiif/collection.json"
    for member in whole["items"]:
        assert json.loads(files[member["id"].removeprefix("https://example.org/book/")])["id"] == member["id"]


def test_the_list_of_changes_is_in_the_order_of_time_and_in_pages():
    changed = [replace(row, changed=f"2026-01-{28 - n % 28:02d}T00:00:00Z") for n, row in enumerate(rows(1500))]
    files = change_files(changed, MADE.about)
    whole = json.loads(files["iiif/changes.json"])
    assert (whole["type"], whole["totalItems"]) == ("OrderedCollection", 1500)
    first, last = (json.loads(files[f"iiif/changes-{number}.json"]) for number in (1, 2))
    assert (first["next"]["id"], last["prev"]["id"]) == (whole["last"]["id"], whole["first"]["id"])
    assert last["startIndex"] == 1000
    times = [activity["endTime"] for page in (first, last) for activity in page["orderedItems"]]
    assert (len(times), times[0], times[-1]) == (1500, "2026-01-01T00:00:00Z", "2026-01-28T00:00:00Z")
    assert times == sorted(times)
    assert first["orderedItems"][0]["object"]["type"] == "Manifest"


def test_without_the_address_of_the_site_there_are_none():
    assert collection_files(rows(3), {"title": "X"}) == {}


def test_every_manifest_that_the_site_lists_is_there_and_hosts_are_told_to_share_it():
    site_data = SiteData(replace(MADE, collection_files=collection_files))
    assert {"iiif/collection.json", "iiif/changes-1.json"} <= set(file_urls(site_data))
    listed = json.loads(page_at("iiif/collection.json", site_data).body)["items"]
    assert len(listed) == 5
    for member in listed:
        url = member["id"].removeprefix("https://example.org/book/")
        assert json.loads(page_at(url, site_data).body)["id"] == member["id"]
    assert b"/iiif/*\n  Access-Control-Allow-Origin: *\n" in page_at("_headers", site_data).body


def test_thumbnails_have_the_size_that_manifests_state():
    site_data = SiteData(MADE)
    with Image.open(io.BytesIO(page_at("items/SPEC103/t001.webp", site_data).body)) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (185, 240))
    assert page_at("items/SPEC103/t002.webp", site_data) is None
    assert page_at("items/SPEC103/t0001.webp", site_data) is None
    picture = made([replace(PAGES[0], width=160, height=240)])["thumbnail"][0]
    assert (picture["id"], picture["width"]) == ("https://example.org/book/items/SPEC103/p001.png", 160)


@pytest.mark.parametrize("name", ["iiif/none.json", "iiif/"])
def test_of_iiif_files_that_are_not_there_there_is_no_page(name):
    assert page_at(name, SiteData(replace(MADE, collection_files=collection_files))) is None


def test_a_large_scan_has_a_canvas_of_the_size_of_its_picture_on_the_web():
    canvas = made([replace(PAGES[0], width=1615, height=2090)])["items"][0]
    picture = canvas["items"][0]["items"][0]["body"]
    assert (canvas["width"], canvas["height"], picture["width"], picture["height"]) == (1391, 1800, 1391, 1800)
    assert on_canvas(Box(492, 354, 680, 380), 1615, 2090) == "424,305,162,22"
    assert on_canvas(Box(492, 354, 680, 380), 0, 0) == "492,354,188,26"
