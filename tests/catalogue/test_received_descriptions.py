"""A line of a received file that is no description is a finding with its line; the others hold."""

import json

import pytest

from briefbook.catalogue.received_descriptions import find_received

GOOD = {"item": "D1", "fields": {"number": [{"as_written": "431", "value": "431"}]}}


def received(tmp_path, *lines):
    path = tmp_path / "received" / "list" / "descriptions.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return find_received(tmp_path / "received")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("7", "it is not a JSON object"),
        ('{"fields": {}}', '"item" is missing or empty'),
        ('{"item": ["D2"]}', '"item" is not a text'),
        ('{"item": "D2", "fields": []}', '"fields" is not a JSON object'),
        ('{"item": "D2", "fields": {"to": "LDN"}}', '"to" is not a list of JSON objects'),
        ('{"item": "D2", "fields": {"to": [{"value": 7}]}}', '"value" is not a text'),
        (
            '{"item": "D2", "fields": {"to": [{"how": "guessed"}]}}',
            "\"how\" is 'guessed', which is none of observed, repaired, inferred, supplied",
        ),
        ('{"item": "D2", "pages": [null]}', '"pages" is not a list of texts'),
        ('{"item": "D2", "pages": "FM HAVANA"}', '"pages" is not a list of texts'),
        ('{"item": "D2", "flags": {"a": 1}}', '"flags" is not a list of texts'),
        ('{"item": "D2", "row": 1.5}', '"row" is not a whole number'),
        ('{"item": "D2", "references": [{"page": "1"}]}', '"page" is not a whole number'),
        ('{"item": "D2", "references": ["YOURTEL 7"]}', '"references" is not a list of JSON objects'),
    ],
)
def test_a_line_that_is_no_description_is_a_finding(tmp_path, row, why):
    index = received(tmp_path, "", json.dumps(GOOD), "", row)
    assert [(str(finding.where), finding.message) for finding in index.findings] == [
        ("received/list/descriptions.jsonl:4", f"line 4 is not a description ({why}); it is ignored")
    ]
    assert list(index.places) == ["D1"]
    assert [reading.value for reading in index.of("D1")[0].readings["number"]] == ["431"]


def test_half_a_character_does_not_stop_the_rest(tmp_path):
    index = received(tmp_path, '{"item": "D2", "fields": {"subject": [{"value": "a \\ud800 b"}]}}')
    assert index.of("D2")[0].readings["subject"][0].value == "a \ufffd b"


def test_a_reference_without_a_form_has_none(tmp_path):
    index = received(tmp_path, '{"item": "D2", "references": [{"mention": "YOURTEL 7", "number": "7"}]}')
    assert [(reference.number, reference.form) for reference in index.of("D2")[0].references] == [("7", "")]
