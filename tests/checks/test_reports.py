"""Reports of findings in the forms their readers want: SARIF, JUnit, GitHub's commands, text, a page."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from briefbook.checks.reports import FORMS, report, summarise
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition

SOURCE = "He said that Castro “looked satisfied” (CDNW12639).\n"
FOUND = [
    Finding(
        "C101",
        FilePosition("narratives/talks.md", 1, 41, 50),
        "CDNW12639 is cited but not in the collection",
        remedy="did you mean CDNW12638?",
        item="CDNW12639",
    ),
    Finding(
        "C310",
        FilePosition("narratives/talks.md", 1),
        "no item is dated 1962-11-12",
        severity=Severity.NOTE,
        accepted="ok",
    ),
    Finding("C111", None, "1 of 2 items are cited on no page", severity=Severity.NOTE),
]

# What the standard asks of the parts that we write, set down by hand from SARIF 2.1.0 (the whole schema is not shipped
# by any package we test with): names, types, required properties, the values of enumerations, lines from 1.
REGION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endColumn")},
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {"rules": {"items": {"required": ["id"]}, "uniqueItems": True}},
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["message"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "suppressions": {
                                    "items": {
                                        "required": ["kind"],
                                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                                    }
                                },
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {"region": REGION},
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


def made(form):
    return report(form, FOUND, [], summarise(FOUND, []), lambda path: SOURCE)


def test_of_an_accepted_finding_nothing_is_to_be_done():
    finding = Finding("C310", None, "no item is dated 1962-11-12", remedy="write another day.", accepted="it is so")
    summary = summarise([finding], [])
    for form in ("text", "sarif", "html"):
        assert "another day" not in report(form, [finding], [], summary, lambda _: ""), form


def test_sarif_is_as_the_standard_asks():
    value = json.loads(made("sarif"))
    jsonschema.validate(value, SARIF)
    run = value["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == ["C101", "C310", "C111"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 41,
        "endColumn": 50,
    }
    assert run["results"][1]["suppressions"] == [{"kind": "inSource", "justification": "ok"}]


def test_junit_fails_for_what_is_open_and_no_note():
    suite = ElementTree.fromstring(made("junit").encode()).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert [case.get("classname") for case in suite if case.find("failure") is not None] == ["C101"]


def test_github_is_told_file_line_and_column():
    assert made("github").splitlines()[0] == (
        "::warning file=narratives/talks.md,line=1,col=41,title=C101::"
        "CDNW12639 is cited but not in the collection What to do: did you mean CDNW12638?"
    )


def test_text_shows_the_line_with_a_caret():
    rows = made("text").splitlines()
    assert rows[0] == "narratives/talks.md:1:41: warning C101: CDNW12639 is cited but not in the collection"
    assert rows[1].endswith("(CDNW12639).")
    assert rows[2].index("^") == rows[1].index("CDNW12639")


def test_json_has_code_severity_where_message_remedy_and_accepted():
    first = json.loads(made("json"))["findings"][0]
    assert {name: first[name] for name in ("code", "severity", "where", "remedy", "accepted")} == {
        "code": "C101",
        "severity": "warning",
        "where": "narratives/talks.md:1:41",
        "remedy": "did you mean CDNW12638?",
        "accepted": None,
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_something_of_a_clean_book_too(form):
    assert report(form, [], [], summarise([], []), lambda path: "").strip()


def test_the_page_to_send_marks_the_words_and_stands_alone():
    page = made("html")
    assert "<mark>CDNW12639</mark>" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_count_of_the_summary_stands_in_the_document_of_the_formats():
    document = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")
    chapter = document.partition("`briefbook check --format json`")[2].partition("`--baseline")[0]
    documented = {word for row in re.findall(r"^\| (`.*?) \|", chapter, re.M) for word in re.findall(r"`(\w+)`", row)}
    assert documented == set(summarise([], []).as_json())
