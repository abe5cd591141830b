"""Lines for search clusters."""

import json

import yaml
from made_up import archive

from briefbook.exports.search_cluster import (
    opensearch_lines,
    opensearch_mapping,
    quickwit_config,
    quickwit_lines,
)

MADE = archive(site_address="https://example.org/book/")


def test_each_item_is_an_action_and_a_document_with_no_field_that_the_mapping_lacks():
    lines = [json.loads(line) for line in b"".join(opensearch_lines(MADE, MADE.catalogue)).splitlines()]
    assert lines[4] == {"index": {"_index": "briefbook", "_id": "SPEC103"}}
    document = lines[5]
    assert (document["title"][:15], document["first_day"]) == ("High Commission", "1962-11-13T00:00:00Z")
    assert (document["to"], document["page_count"], document["specimen"]) == (["EXTERNAL"], 1, True)
    assert document["pages"][0]["number"] == 1
    assert "LOOKED DISSATISFIED" in document["text"]
    properties = opensearch_mapping()["mappings"]["properties"]
    assert all(set(line) <= set(properties) for line in lines[1::2])
    assert len(lines) == 12


def test_quickwit_has_a_document_for_each_page_and_a_configuration_that_names_its_fields():
    documents = [json.loads(line) for line in b"".join(quickwit_lines(MADE, MADE.catalogue)).splitlines()]
    assert [(document["item"], document.get("page")) for document in documents][2] == ("SPEC103", 1)
    assert documents[5] == {
        "item": "SPEC106",
        "title": "Document",
        "address": "https://example.org/book/items/SPEC106.html",
        "specimen": True,
    }
    config = yaml.safe_load(quickwit_config())
    names = [field["name"] for field in config["doc_mapping"]["field_mappings"]]
    assert len(names) == len(set(names))
    assert {name for document in documents for name in document} <= set(names)
    assert config["index_id"] == "briefbook"
