"""A setting that does nothing in this collection is a finding."""

import json

import pytest

from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace


def findings_with(folder, settings):
    row = {"item": "CDNW12630", "fields": {"from": [{"as_written": "QUUX", "value": "QUUX"}]}}
    (folder / "received" / "list").mkdir(parents=True)
    (folder / "received" / "list" / "descriptions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (folder / "briefbook.toml").write_text(settings, encoding="utf-8")
    return [(one.code, one.message, one.remedy) for one in Workspace(Collection.open(folder)).findings]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            '[site]\nmoved = { CDNW1 = "CDNW1263O" }',
            "site.moved leads from CDNW1 to CDNW1263O, and there is no such item",
        ),
        (
            '[site]\nmoved = { CDNW12630 = "CDNW12630" }',
            "site.moved leads away from CDNW12630, which is an item; the line does nothing",
        ),
        ('[posts]\naliases = { WSHDC = "WASHDX" }', "posts.aliases takes WSHDC for WASHDX, a code that is not known"),
    ],
)
def test_what_does_nothing_is_a_finding(tmp_path, settings, message):
    ((code, said, remedy),) = findings_with(tmp_path, settings)
    assert (code, said) == ("S101", message)
    assert remedy


def test_what_does_something_is_none(tmp_path):
    settings = '[site]\nmoved = { CDNW1 = "CDNW12630" }\n[posts]\naliases = { wshdc = "WASHDC", KWUX = "QUUX" }\n'
    assert findings_with(tmp_path, settings) == []


def test_a_spelling_may_be_written_in_small_letters(tmp_path):
    findings_with(tmp_path, '[posts]\naliases = { wshdc = "WASHDC" }\n')
    assert Workspace(Collection.open(tmp_path)).post("WSHDC").code == "WASHDC"
