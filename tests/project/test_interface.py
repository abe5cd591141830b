"""``import briefbook``: a collection for scripts and notebooks."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import briefbook

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two items from a list with their text, and a page of prose with one quotation right and one wrong."""
    folder = tmp_path_factory.mktemp("specimens")
    (folder / "briefbook.toml").write_text('[collection]\ntitle = "Harbour Works"\n', encoding="utf-8")
    (folder / "received/list").mkdir(parents=True)
    (folder / "narratives").mkdir()
    (folder / "received/list/descriptions.jsonl").write_text(
        '{"item": "CDNW1", "fields": {"date": [{"as_written": "8-Nov-62", "value": "1962-11-08"}]}, '
        '"pages": ["FM PARIS\\nTO EXTERNAL 12\\nSPECIMEN\\nTHE HARBOUR IS CLOSED TODAY AND WAS NOT RPT NOT SEEN."]}\n'
        '{"item": "CDNW2", "pages": ["FM LDN\\nTO EXTERNAL 4028\\nSPECIMEN\\nTHE MINISTER SAW NO SHIPS."]}\n',
        encoding="utf-8",
    )
    (folder / "narratives/first.md").write_text(
        "# First\n\n"
        "He wrote that “the harbour is closed today” (CDNW1).\n\n"
        "Another wrote that “the minister saw many ships” (CDNW2).\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def collection(folder):
    return briefbook.open(folder)


def test_the_catalogue_gives_items_and_their_fields(collection):
    assert collection.title == "Harbour Works"
    assert [entry.item for entry in collection] == ["CDNW1", "CDNW2"]
    assert len(collection) == 2
    entry = collection.entry("CDNW1")
    assert (entry.date, entry.value("from"), entry.value("number")) == ("1962-11-08", "PARIS", "12")
    assert entry.readings["date"][0].as_written == "8-Nov-62"


def test_rows_are_a_table_with_every_field(collection):
    first, second = collection.rows()
    assert (first["item"], first["date"], first["from"]) == ("CDNW1", "1962-11-08", "PARIS")
    assert (second["item"], second["date"], second["number"]) == ("CDNW2", None, "4028")
    assert set(first) == {"item", *briefbook.FIELDS}


def test_pages_have_lines_and_words(collection):
    [page] = collection.pages("CDNW2")
    assert page.lines[-1].text == "THE MINISTER SAW NO SHIPS."


def test_an_unknown_item_is_an_error_that_names_near_ones(collection):
    with pytest.raises(briefbook.InputError, match="there is no item CDNW3") as raised:
        collection.entry("CDNW3")
    assert raised.value.remedy == "near ones are CDNW1, CDNW2."


def test_search_gives_hits(collection):
    hits = collection.search("harbour")
    assert [(hit.item, hit.page) for hit in hits.hits] == [("CDNW1", 1)]
    assert hits.total == 1


@pytest.mark.parametrize(
    ("query", "order", "message"),
    [("(harbour", "relevance", "\n  (harbour\n"), ("harbour", "size", "unknown order 'size'")],
)
def test_a_query_that_does_not_parse_is_a_usage_error(collection, query, order, message):
    with pytest.raises(briefbook.UsageError) as raised:
        collection.search(query, order=order)
    assert message in raised.value.what


def test_checking_gives_findings_and_each_quotation_compared(collection):
    result = collection.check()
    assert [str(verification.verdict) for verification in result.verifications] == ["verbatim", "altered"]
    assert [finding.code for finding in result.findings if finding.code == "C201"] == ["C201"]
    assert not result.stops_publication


def test_a_quotation_is_judged_against_an_item_or_looked_for_in_all(collection):
    assert collection.quote("closed today and was not seen", "CDNW1").verdict is briefbook.Verdict.VERBATIM
    assert collection.quote("saw many ships", "CDNW2").verdict is briefbook.Verdict.ALTERED
    found = collection.quote("the minister saw no ships")
    assert (found.item, found.page, str(found.verdict)) == ("CDNW2", 1, "verbatim")
    with pytest.raises(briefbook.InputError, match="there is no item CDNW9"):
        collection.quote("words", "CDNW9")


def test_a_quotation_is_judged_against_pages_without_a_collection():
    page = briefbook.Page.of_text("D7", 1, "CASTRO LOOKED DISSATISFIED WITH EVERYTHING.")
    assert briefbook.verify("looked dissatisfied with everything", [page]).verdict is briefbook.Verdict.VERBATIM


def test_a_folder_that_is_no_collection_is_an_error(tmp_path):
    with pytest.raises(briefbook.InputError, match="is not a Briefbook collection"):
        briefbook.open(tmp_path)


def test_every_public_name_is_there_and_no_other():
    assert dir(briefbook) == sorted(briefbook.__all__)
    assert {name for name in briefbook.__all__ if getattr(briefbook, name) is None} == set()
    with pytest.raises(AttributeError, match="has no attribute 'nosuch'"):
        _ = briefbook.nosuch


def test_importing_it_loads_nothing_heavy():
    code = "import sys, briefbook; print(sorted({'numpy', 'typer', 'tantivy', 'PIL'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_says_that_it_is_typed():
    assert (ROOT / "src/briefbook/py.typed").read_text() == ""


@pytest.mark.parametrize("name", ["title", "catalogue", "entry", "pages", "rows", "search", "check", "quote"])
def test_the_document_names_every_method(name):
    text = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    assert re.search(rf"`(?:collection\.)?{name}\b", text)
    assert inspect.getdoc(getattr(briefbook.OpenCollection, name))


def test_the_documents_example_runs(folder, monkeypatch):
    text = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(import briefbook\n.*?)```", text, re.S)[1]
    example = example.replace('"demo"', repr(str(folder))).replace("CDNW12630", "CDNW1")
    shown = []
    exec(compile(example, "docs/python.md", "exec"), {"print": lambda *words: shown.append(words)})
    assert shown[0] == ("Harbour Works", 2)
