"""Manifests from the live server: absolute without a setting, with its search, open to viewers of other sites."""

import json
from pathlib import Path

import jsonschema
from asking import Client
from made_up import archive

from briefbook.exports.iiif_collection import collection_files
from briefbook.model.search import Hits
from briefbook.server.api.app_state import AppState
from briefbook.server.app import make_app

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/iiif-presentation-3.json").read_text(encoding="utf-8"))


def client(**about):
    from dataclasses import replace

    made = replace(archive(**about), collection_files=collection_files)
    app_state = AppState(made.catalogue, lambda question, **options: Hits(0, 0.0, ()), lambda question, item: ())
    app_state.open(made)
    return Client(make_app(app_state))


def test_without_an_address_in_the_settings_the_server_uses_that_under_which_it_was_asked():
    asker = client()
    answer = asker.get("/iiif/collection.json", headers={"Origin": "https://viewer.example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    collection = answer.json()
    jsonschema.validate(collection, SCHEMA)
    assert [member["id"] for member in collection["items"]][:1] == ["http://localhost/items/SPEC101/manifest.json"]
    for member in collection["items"]:
        answer = asker.get(member["id"], headers={"Origin": "https://viewer.example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["content-type"].startswith("application/ld+json")
        manifest = answer.json()
        jsonschema.validate(manifest, SCHEMA)
        assert manifest["id"] == member["id"]
        picture = manifest["items"][0]["items"][0]["items"][0]["body"]["id"]
        for url in (picture, *(link["id"] for key in ("seeAlso", "rendering") for link in manifest[key])):
            answer = asker.get(url, headers={"Origin": "https://viewer.example.org"})
            assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
        assert asker.get(manifest["service"][0]["id"], params={"q": "ferry"}).json()["type"] == "AnnotationPage"


def test_the_address_of_the_settings_comes_first():
    manifest = client(site_address="https://example.org/book/").get("/items/SPEC101/manifest.json").json()
    assert manifest["id"] == "https://example.org/book/items/SPEC101/manifest.json"
    assert manifest["service"][0]["id"] == "https://example.org/book/iiif/search/2/SPEC101"


def test_of_an_item_without_pictures_and_of_none_there_is_no_manifest():
    asker = client()
    assert asker.get("/items/SPEC106/manifest.json").status_code == 404
    assert asker.get("/items/NONE/manifest.json").status_code == 404
    assert asker.get("/iiif/none.json").status_code == 404
