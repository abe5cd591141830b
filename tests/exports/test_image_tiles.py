"""Pictures of pages in tiles: what info.json promises is there, and manifests that name them."""

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
from made_up import archive
from PIL import Image

from briefbook.exports.image_tiles import image_info, scale_factors, tiles
from briefbook.exports.registry import EXPORTS

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/iiif-presentation-3.json").read_text(encoding="utf-8"))


def test_of_every_size_there_are_the_tiles_that_a_viewer_asks_for():
    names = [name.removesuffix("/0/default.jpg") for name, _, _ in tiles(1030, 700)]
    assert names == [
        "full/max", "full/1030,700",
        "0,0,512,512/512,512", "512,0,512,512/512,512", "1024,0,6,512/6,512",
        "0,512,512,188/512,188", "512,512,512,188/512,188", "1024,512,6,188/6,188",
        "full/515,350", "0,0,1024,700/512,350", "1024,0,6,700/3,350",
        "full/258,175", "0,0,1030,700/258,175",
    ]  # fmt: skip


def test_info_states_sizes_and_tiles():
    info = image_info("https://example.org/iiif-tiles/D1/p001", 1030, 700)
    assert (info["type"], info["profile"], info["width"], info["height"]) == ("ImageService3", "level0", 1030, 700)
    assert info["sizes"] == [
        {"width": 258, "height": 175},
        {"width": 515, "height": 350},
        {"width": 1030, "height": 700},
    ]
    assert info["tiles"] == [{"width": 512, "height": 512, "scaleFactors": [1, 2, 4]}]
    assert scale_factors(512, 512) == [1]


def files_of(made):
    files = EXPORTS["iiif-tiles"].files(made, made.catalogue)
    return {name: content if isinstance(content, bytes) else b"".join(content) for name, content in files}


def test_the_files_are_the_tiles_the_manifest_and_a_collection():
    out = io.BytesIO()
    Image.new("RGB", (850, 1100), "white").save(out, "WEBP")
    made = replace(
        archive(site_address="https://example.org/book/"),
        whole_picture=lambda item, page: (out.getvalue(), "image/webp") if item == "SPEC103" else None,
    )
    files = files_of(made)
    info = json.loads(files["SPEC103/p001/info.json"])
    assert info["id"] == "https://example.org/book/iiif-tiles/SPEC103/p001"
    with Image.open(io.BytesIO(files["SPEC103/p001/512,1024,338,76/338,76/0/default.jpg"])) as tile:
        assert (tile.format, tile.size) == ("JPEG", (338, 76))
    manifest = json.loads(files["SPEC103/manifest.json"])
    jsonschema.validate(manifest, SCHEMA)
    body = manifest["items"][0]["items"][0]["items"][0]["body"]
    assert body["service"] == [{"id": info["id"], "type": "ImageService3", "profile": "level0"}]
    assert body["id"].removeprefix("https://example.org/book/iiif-tiles/") in files
    assert (manifest["items"][0]["width"], manifest["items"][0]["height"]) == (850, 1100)
    assert manifest["id"] == "https://example.org/book/iiif-tiles/SPEC103/manifest.json"
    assert manifest["thumbnail"][0]["id"] == "https://example.org/book/items/SPEC103/t001.webp"
    collection = json.loads(files["collection.json"])
    jsonschema.validate(collection, SCHEMA)
    assert [member["id"] for member in collection["items"]] == [manifest["id"]]
    assert {name.partition("/")[0] for name in files} == {"SPEC103", "collection.json"}


def test_without_the_sites_address_there_is_nothing():
    assert files_of(archive()) == {}
