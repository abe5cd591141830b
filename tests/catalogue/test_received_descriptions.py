"""A line of a received file that is no description is a finding with its line; the others hold."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.catalogue import received_descriptions
from briefbook.catalogue.received_descriptions import find_received
from briefbook.util import packed_lines

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


def test_a_file_that_is_as_it_was_is_not_parsed_again(tmp_path, monkeypatch):
    received(tmp_path, json.dumps(GOOD), "{", json.dumps(GOOD | {"item": "D2"}))
    folder, cache = tmp_path / "received", tmp_path / "build" / "received-index"
    before = find_received(folder, cache, "rules")
    assert list(before.places) == ["D1", "D2"]
    assert [finding.where.line for finding in before.findings] == [2]
    with monkeypatch.context() as patched:
        patched.setattr(received_descriptions, "_parse_file", None)
        again = find_received(folder, cache, "rules")
    assert again == before
    assert again.of("D2")[0].item == "D2"


@pytest.mark.parametrize("changed", ["file", "rules", "cache emptied", "cache damaged", "cache gone"])
def test_a_changed_file_other_rules_or_a_damaged_cache_are_parsed(tmp_path, changed):
    received(tmp_path, json.dumps(GOOD))
    folder, cache = tmp_path / "received", tmp_path / "build"
    find_received(folder, cache, "rules")
    stored = next(cache.glob("*.tsv"))
    rules = "rules"
    items = ["D1"]
    match changed:
        case "file":
            (folder / "list" / "descriptions.jsonl").write_text(json.dumps(GOOD | {"item": "D1-new"}) + "\n")
            items = ["D1-new"]
        case "rules":
            rules = "other rules"
        case "cache emptied":
            stored.write_bytes(b"")
        case "cache damaged":
            stored.write_bytes(stored.read_bytes().replace(b"D1", b"D7"))
        case "cache gone":
            stored.unlink()
    assert list(find_received(folder, cache, rules).places) == items


ROWS = st.one_of(
    st.builds(json.dumps, st.fixed_dictionaries({"item": st.text(max_size=6)})),
    st.builds(lambda item: json.dumps({"item": item}, ensure_ascii=False), st.text("a\t\u2028\x85\u00e9", max_size=5)),
    st.text(max_size=8).filter(lambda text: "\n" not in text),
)


@given(st.lists(ROWS, max_size=8))
@settings(max_examples=60, deadline=None)
def test_from_the_cache_comes_what_the_files_say(rows):
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        path = root / "received" / "list" / "descriptions.jsonl"
        path.parent.mkdir(parents=True)
        path.write_bytes("".join(f"{row}\n" for row in rows).encode("utf-8", "surrogatepass"))
        plain = find_received(root / "received")
        assert find_received(root / "received", root / "build") == plain
        assert find_received(root / "received", root / "build") == plain


def test_a_row_that_is_gone_changes_nothing_of_those_below_it(tmp_path):
    def digest(line):
        (tmp_path / "received" / "list").mkdir(parents=True, exist_ok=True)
        (tmp_path / "received" / "list" / "descriptions.jsonl").write_text(line + "\n", encoding="utf-8")
        return find_received(tmp_path / "received").digest("H1")

    moved = digest('{"item": "H1", "fields": {}, "pages": ["LIGHTS"], "row": 82}')
    assert moved == digest('{"item": "H1", "fields": {}, "pages": ["LIGHTS"], "row": 81}')
    assert moved != digest('{"item": "H1", "fields": {}, "pages": ["LIGHT"], "row": 82}')
    said = digest(r'{"item": "H1", "fields": {}, "pages": ["it says, \"row\": 5}"]}')
    assert said != digest(r'{"item": "H1", "fields": {}, "pages": ["it says, \"row\": 6}"]}')


def test_packed_descriptions_are_read_as_plain_ones_and_damage_costs_only_what_follows(tmp_path):
    rows = [json.dumps(GOOD | {"item": f"P{number}", "pages": [f"TEXT {number} " * 40]}) for number in range(200)]
    lines = [row.encode() + b"\n" for row in rows]
    for name, data in (("plain", lines), ("packed", packed_lines.packed(lines))):
        path = tmp_path / name / "list" / ("descriptions.jsonl" + (".gz" if name == "packed" else ""))
        path.parent.mkdir(parents=True)
        path.write_bytes(b"".join(data))
    plain, packed = find_received(tmp_path / "plain"), find_received(tmp_path / "packed", tmp_path / "cache")
    for number in range(200):
        assert packed.of(f"P{number}") == plain.of(f"P{number}")
        assert packed.digest(f"P{number}") == plain.digest(f"P{number}")
    assert find_received(tmp_path / "packed", tmp_path / "cache").places == packed.places
    path.write_bytes(path.read_bytes()[:-40])
    damaged = find_received(tmp_path / "packed", tmp_path / "cache")
    assert 0 < len(damaged.places) < 200
    (finding,) = damaged.findings
    assert finding.code == "J103"
    assert "the packed file cannot be read from here on: it ends too early" in finding.message
