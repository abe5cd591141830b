"""A finding has one shape in JSON, and nothing of it is lost there."""

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.finding import Finding, FindingAcceptance, Fix, Severity
from briefbook.model.finding_json import finding_as_json, finding_from_json
from briefbook.model.locator import FilePosition, PagePosition
from briefbook.model.page import Box

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/finding.schema.json").read_text(encoding="utf-8"))
POSITIVE = st.integers(1, 10_000)
POSITIONS = st.builds(
    FilePosition, st.text(min_size=1), st.just(0) | POSITIVE, st.just(0) | POSITIVE, st.just(0) | POSITIVE
)
PLACES = st.builds(
    PagePosition,
    POSITIVE,
    st.none() | POSITIVE,
    st.none() | st.builds(Box, *[st.integers(-9, 9_000) for _ in range(4)]),
)
VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
FINDINGS = st.builds(
    Finding,
    st.from_regex(r"\A[A-Z][0-9]{3}\Z"),
    st.none() | POSITIONS,
    st.text(),
    st.text(),
    st.sampled_from(Severity),
    item=st.none() | st.text(),
    place=st.none() | PLACES,
    cannot_tell=st.booleans(),
    accepted=st.none() | st.text(),
    acceptance=st.none() | st.builds(FindingAcceptance, st.text(), st.text(), st.none() | st.dates(), st.text()),
    fix=st.none() | st.builds(Fix, POSITIONS, st.text()),
    data=st.dictionaries(st.text(), VALUES),
)
WHOLE = Finding(
    "C201",
    FilePosition("narratives/a.md", 14, 39, 60),
    "the words are not there",
    "correct the quotation",
    Severity.ERROR,
    item="X1",
    place=PagePosition(1, 3, Box(1, 2, 3, 4)),
    accepted="the copy is damaged",
    acceptance=FindingAcceptance("the copy is damaged", "Ada", datetime.date(2027, 1, 31), "narratives/a.md"),
    fix=Fix(FilePosition("narratives/a.md", 14, 39, 60), "looked satisfied"),
    data={"near": ["X2"]},
)


def test_a_finding_in_json():
    assert finding_as_json(WHOLE) == {
        "v": 1,
        "code": "C201",
        "severity": "error",
        "where": "narratives/a.md:14:39",
        "path": "narratives/a.md",
        "line": 14,
        "column": 39,
        "end": 60,
        "message": "the words are not there",
        "remedy": "correct the quotation",
        "accepted": "the copy is damaged",
        "acceptance": {
            "reason": "the copy is damaged",
            "who": "Ada",
            "until": "2027-01-31",
            "said_in": "narratives/a.md",
        },
        "item": "X1",
        "page": 1,
        "page_line": 3,
        "box": [1, 2, 3, 4],
        "cannot_tell": False,
        "fix": {
            "where": "narratives/a.md:14:39",
            "path": "narratives/a.md",
            "line": 14,
            "column": 39,
            "end": 60,
            "text": "looked satisfied",
        },
        "data": {"near": ["X2"]},
    }


@given(FINDINGS)
def test_a_finding_and_its_json_undo_each_other_and_keep_to_the_schema(finding):
    row = json.loads(json.dumps(finding_as_json(finding)))
    jsonschema.Draft202012Validator(SCHEMA).validate(row)
    assert finding_from_json(row) == finding


def test_keys_that_are_not_known_are_passed_over():
    assert finding_from_json({**finding_as_json(WHOLE), "fingerprint": "0a1b"}) == WHOLE


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({**finding_as_json(WHOLE), "v": 2}, "a finding of version 2, where this program reads version 1"),
        ({"code": "C201"}, "a finding of version None"),
        ({"v": 1, "code": "C201"}, "not a finding: 'path' is missing"),
        ("a text", "not a finding"),
        ({**finding_as_json(WHOLE), "severity": "fatal"}, "'fatal' is not a valid Severity"),
    ],
)
def test_what_is_no_finding_is_refused_with_the_reason(row, says):
    with pytest.raises(ValueError, match=says):
        finding_from_json(row)
