"""A setting that does nothing in this collection is a finding."""

import json
import re

import pytest

from briefbook.model.finding import Severity
from briefbook.project.collection import Collection
from briefbook.project.pipeline import read_narratives
from briefbook.project.unused_settings import citation_pattern, citation_setting
from briefbook.project.workspace import Workspace
from briefbook.settings import ItemSettings, Settings


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


IDS = ["104-10326-10010", "104-10326-10012", "104-10218-10097", "TELEGRAM1"]


def test_where_ids_have_another_form_than_the_setting_a_form_that_fits_is_proposed():
    (finding,) = citation_setting(Settings(), IDS)
    assert (finding.code, finding.message) == (
        "S101",
        "items.citation, [A-Z]{2,}[0-9]{3,}, fits the ids of 1 of 4 items: "
        "where a chapter cites an id like 104-10218-10097 with a wrong figure, that cannot be noticed",
    )
    assert finding.remedy == "write under [items]: citation = '[0-9]{3}-[0-9]{5}-[0-9]{5}'."


@pytest.mark.parametrize(
    ("citation", "ids"),
    [
        ("[0-9]{3}-[0-9]{5}-[0-9]{5}", IDS),
        ("[A-Z]{2,}[0-9]{3,}", []),
        ("[A-Z]{2,}[0-9]{3,}", ["CDNW12630", "CDNW12631", "104-10326-10010"]),
        ("[A-Z]{2,}[0-9]{3,}", ["D1", "D2", "D3"]),
        ("[A-Z]{2,}[0-9]{3,}", ["104-10326-10010"]),
    ],
    ids=["it fits", "nothing is there", "it fits most", "few figures", "of one item no form is known"],
)
def test_a_setting_that_fits_most_ids_or_cannot_be_bettered_is_no_finding(citation, ids):
    assert citation_setting(Settings(items=ItemSettings(citation=citation)), ids) == []


FRUS = [f"frus1961-63v{volume}-d{number}" for volume in ("03", "15") for number in (1, 2, 30, 104)]


def test_where_nothing_is_set_and_all_ids_have_one_form_it_is_used_and_said_once():
    (finding,) = citation_setting(Settings(), FRUS)
    assert (finding.code, finding.severity) == ("S101", Severity.NOTE)
    assert finding.remedy == "write under [items]: citation = 'frus[0-9]{4}-[0-9]{2}v[0-9]{2}-d[0-9]{1,3}'."


@pytest.mark.parametrize(
    ("ids", "words", "is_cited"),
    [
        (FRUS, "frus1961-63v03-d105", True),
        (FRUS, "CDNW12630", True),
        (FRUS, "frus1961-63v03-x1", False),
        ([*FRUS, *(f"104-10326-1001{n}" for n in range(8))], "frus1961-63v03-d105", False),
        (FRUS[:2], "frus1961-63v03-d105", False),
    ],
    ids=["a wrong figure", "the form that is always known", "another form", "two forms", "too few"],
)
def test_ids_of_the_one_form_of_a_collection_are_recognised(tmp_path, ids, words, is_cited):
    rows = "".join(json.dumps({"item": item, "fields": {}}) + "\n" for item in ids)
    (tmp_path / "received" / "list").mkdir(parents=True)
    (tmp_path / "received" / "list" / "descriptions.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text("", encoding="utf-8")
    (tmp_path / "narratives").mkdir()
    (tmp_path / "narratives" / "one.md").write_text(f"# One\n\nHe left ({words}).\n", encoding="utf-8")
    workspace = Workspace(Collection.open(tmp_path))
    (narrative,) = read_narratives(workspace.collection, workspace.catalogue)
    assert [citation.item for citation in narrative.citations] == ([words] if is_cited else [])
    assert bool(re.search(workspace.citation, words)) is is_cited


def test_a_setting_that_somebody_made_is_kept_though_it_fits_no_id(tmp_path):
    settings = Settings(items=ItemSettings(citation="DOC[0-9]+"))
    assert citation_setting(settings, FRUS)[0].severity is Severity.WARNING
    assert citation_pattern(settings, ()) == "DOC[0-9]+"


def test_it_is_said_where_there_are_chapters(tmp_path):
    rows = "".join(json.dumps({"item": item, "fields": {}}) + "\n" for item in IDS)
    (tmp_path / "received" / "list").mkdir(parents=True)
    (tmp_path / "received" / "list" / "descriptions.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text("", encoding="utf-8")
    assert Workspace(Collection.open(tmp_path)).findings == ()
    (tmp_path / "narratives").mkdir()
    (tmp_path / "narratives" / "one.md").write_text("# One\n", encoding="utf-8")
    assert [finding.code for finding in Workspace(Collection.open(tmp_path)).findings] == ["S101"]


def test_an_office_in_words_has_a_place_also_on_a_paper_of_a_service(tmp_path):
    (tmp_path / "briefbook.toml").write_text("", "utf-8")
    workspace = Workspace(Collection.open(tmp_path))
    assert workspace.office("Embassy in Havana", "Canada").country == "CU"
    assert workspace.office("Embassy in Havana", "").country == workspace.post("Embassy in Havana").country
