"""A book whose pages several processes check comes to the same as when one does."""

import datetime

import pytest

from briefbook.project import parallel_check, pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.util import parallel

TODAY = datetime.date(2026, 11, 27)
ROW = """{{"item": "D{number}", "fields": {{
"date": [{{"as_written": "1962-11-0{number}", "value": "1962-11-0{number}"}}],
"number": [{{"as_written": "1{number}", "value": "1{number}"}}]}}, "pages": ["{text}"]}}"""
TEXTS = (
    "THE FERRY WAS NOT AT THE GRANITE QUAY AND THE CONSUL WAITED THERE ALL MORNING",
    "THE HARBOUR MASTER SAID THAT TWELVE CRATES OF TEA STOOD ON THE GRANITE QUAY",
)
ROWS = "".join(ROW.format(number=number, text=text).replace("\n", " ") + "\n" for number, text in enumerate(TEXTS, 1))
PAGES = (
    "He wrote “the ferry was not at the granite quay” (D1), and *the consul waited* there.",
    "On 3 November 1962 he wrote “the ferry was at the granite quay” (D1); “all my own words” he did not write (D2).",
    "“Fourteen crates of tea stood on the granite quay” (D2). *Nothing of all this is in it at all* (D1).",
    "“The harbour master said that twelve crates of tea stood on the granite quay” (D1), with 15 crates (D2).",
)


@pytest.fixture
def collection(tmp_path):
    folder = tmp_path / "received" / "edition"
    folder.mkdir(parents=True)
    (folder / "descriptions.jsonl").write_text(ROWS, encoding="utf-8")
    (tmp_path / "narratives").mkdir()
    for number, prose in enumerate(PAGES):
        head = f"---\ntitle: Page {number}\ndates: 1962-11-01/1962-11-30\n---\n"
        (tmp_path / "narratives" / f"page-{number}.md").write_text(head + prose + "\n", encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text("[items]\npattern = 'D[0-9]+'\ncitation = 'D[0-9]+'\n", encoding="utf-8")
    return Collection.open(tmp_path)


def checked(collection):
    workspace = Workspace(Collection.open(collection.root))
    return pipeline.check_narratives(workspace, pipeline.read_narratives(collection, workspace.catalogue), TODAY)


@pytest.fixture
def shared(monkeypatch):
    """Pages are shared out; which they were is told."""
    pages = []
    ahead = parallel_check.check_pages_ahead

    def told(workspace, given, *others):
        pages.append([narrative.slug for narrative in given])
        return ahead(workspace, given, *others)

    monkeypatch.setattr(pipeline, "MIN_PAGES_SHARED", 2)
    monkeypatch.setattr(parallel_check, "check_pages_ahead", told)
    monkeypatch.setattr(parallel_check, "_can_parallelise", lambda: True)
    monkeypatch.setattr(parallel_check, "PAGES_AT_ONCE", 1)
    monkeypatch.setattr(parallel, "core_count", lambda: 2)
    return pages


def test_several_processes_find_what_one_finds(collection, shared, monkeypatch):
    findings, verifications = pipeline.check_collection(collection, today=TODAY)
    assert shared == [[f"page-{number}" for number in range(len(PAGES))]]
    for file in (collection.root / "build").rglob("catalogue.sqlite*"):
        file.unlink()
    monkeypatch.setattr(pipeline, "MIN_PAGES_SHARED", 1_000)
    assert pipeline.check_collection(Collection.open(collection.root), today=TODAY) == (findings, verifications)
    assert len(shared) == 1
    assert {"C201", "C203"} & {finding.code for finding in findings}
    assert {str(verification.verdict) for verification in verifications} >= {"verbatim", "altered"}


def test_only_pages_that_changed_are_shared_out(collection, shared, monkeypatch):
    pipeline.check_collection(collection, today=TODAY)
    for number in (1, 3):
        path = collection.root / "narratives" / f"page-{number}.md"
        path.write_text(path.read_text("utf-8").replace("granite", "marble"), encoding="utf-8")
    again = pipeline.check_collection(Collection.open(collection.root), today=TODAY)
    assert shared[1:] == [["page-1", "page-3"]]
    assert again == checked(collection)


def test_a_page_alone_is_checked_by_this_process(collection, shared):
    pipeline.check_collection(collection, today=TODAY)
    path = collection.root / "narratives" / "page-1.md"
    path.write_text(path.read_text("utf-8").replace("granite", "marble"), encoding="utf-8")
    pipeline.check_collection(Collection.open(collection.root), today=TODAY)
    assert len(shared) == 1
