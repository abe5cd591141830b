"""The index follows the catalogue and the book item by item, and is made anew where it must be."""

import json
import os

import pytest

from briefbook.model.decision import FieldDecision
from briefbook.project import index_sync
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.project.workspace import Workspace, decide
from briefbook.search import index, search


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Specimen"\n', encoding="utf-8")
    for name in ("scans", "narratives", "received/list"):
        (tmp_path / name).mkdir(parents=True)
    write(tmp_path, ["CDNW1", "CDNW2", "CDNW3"])
    return Collection.open(tmp_path)


def write(folder, items):
    rows = [
        {"item": item, "fields": {"number": [{"as_written": "7", "value": "7"}]}, "pages": [f"SPECIMEN\nFERRY {item}"]}
        for item in items
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")


def found(here, question):
    index, catalogue = open_search(here)
    return [hit.item for hit in search(index, question, order="item", pages_of=catalogue.pages).hits]


def generation(here):
    return json.loads((here.index / "current.json").read_text(encoding="utf-8"))["generation"]


def test_a_correction_is_written_into_the_index_that_stands(here):
    assert found(here, "subject:harbour") == []
    made = generation(here)
    decide(here, [FieldDecision(item="CDNW2", field="subject", before=None, after="The harbour")])
    assert found(here, "subject:harbour") == ["CDNW2"]
    assert generation(here) == made


def test_what_comes_and_goes_is_found_and_found_no_more(here):
    assert found(here, "ferry") == ["CDNW1", "CDNW2", "CDNW3"]
    write(here.root, ["CDNW0", "CDNW1", "CDNW3"])
    assert found(here, "ferry") == ["CDNW0", "CDNW1", "CDNW3"]


def test_an_item_is_found_by_the_page_of_the_book_that_cites_it_and_by_a_page_written_later(here):
    assert found(here, "chapter:crossing") == []
    made = generation(here)
    page = "---\ntitle: The crossing\n---\n\nThe ferry was late (CDNW3).\n"
    (here.narratives / "crossing.md").write_text(page, encoding="utf-8")
    assert found(here, "chapter:crossing") == ["CDNW3"]
    assert generation(here) == made
    (here.narratives / "crossing.md").write_text(page.replace("CDNW3", "CDNW1"), encoding="utf-8")
    assert found(here, "chapter:crossing") == ["CDNW1"]


def cut_off_while_updating(here, monkeypatch, *, before=(index, "_write_current")):
    """Find something while the index is being updated, and be stopped before a function."""

    class Stopped(BaseException):
        """A signal, at any moment."""

    def stop(*arguments):
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(*before, stop)
        with pytest.raises(Stopped):
            found(here, "ferry")


def test_an_update_that_was_cut_off_is_made_again_and_not_the_whole_index(here, monkeypatch):
    write(here.root, [f"CDNW{number}" for number in range(1, 2_010)])  # larger ones are updated when items come
    found(here, "ferry")
    made = generation(here)
    decide(here, [FieldDecision(item="CDNW2", field="subject", before=None, after="The harbour")])
    write(here.root, [f"CDNW{number}" for number in range(2, 2_012)])
    cut_off_while_updating(here, monkeypatch)
    decide(here, [FieldDecision(item="CDNW2", field="subject", before="The harbour", after="The pier")])
    assert found(here, "subject:harbour") == []
    assert found(here, "subject:pier") == ["CDNW2"]
    assert found(here, "item:CDNW1") == []
    assert found(here, "item:CDNW2011") == ["CDNW2011"]
    assert len(found(here, "ferry")) == 20  # a page of hits
    assert generation(here) == made
    write(here.root, [f"CDNW{number}" for number in range(2, 2_014)])  # comes behind those of before
    assert found(here, "item:CDNW2011 OR item:CDNW2012 OR item:CDNW2013") == ["CDNW2011", "CDNW2012", "CDNW2013"]
    assert generation(here) == made


@pytest.mark.parametrize("before", [(index, "_write_current"), (index_sync, "write_atomic")])
def test_what_was_cut_off_while_it_was_written_and_then_taken_back_is_found_no_more(here, monkeypatch, before):
    chapter = here.narratives / "crossing.md"
    chapter.write_text("---\ntitle: The crossing\n---\n\nThe ferry was late (CDNW3).\n", encoding="utf-8")
    former = chapter.stat()
    assert found(here, "chapter:crossing") == ["CDNW3"]
    made = generation(here)
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text.replace("CDNW3", "CDNW1"), encoding="utf-8")
    cut_off_while_updating(here, monkeypatch, before=before)
    chapter.write_text(text, encoding="utf-8")
    os.utime(chapter, ns=(former.st_atime_ns, former.st_mtime_ns))
    assert found(here, "chapter:crossing") == ["CDNW3"]
    assert generation(here) == made


def test_an_index_that_was_damaged_while_an_update_was_cut_off_is_made_anew(here, monkeypatch):
    found(here, "ferry")
    made = generation(here)
    decide(here, [FieldDecision(item="CDNW2", field="subject", before=None, after="The harbour")])
    cut_off_while_updating(here, monkeypatch)
    for path in (here.index / made).glob("*.term"):
        path.write_bytes(b"")
    assert found(here, "subject:harbour") == ["CDNW2"]
    assert generation(here) != made


def test_an_index_of_another_catalogue_or_a_damaged_one_is_made_anew(here):
    found(here, "ferry")
    made = generation(here)
    here.catalogue.unlink()
    assert found(here, "ferry") == ["CDNW1", "CDNW2", "CDNW3"]
    assert generation(here) != made
    made = generation(here)
    for path in (here.index / made).glob("*.term"):
        path.write_bytes(b"")
    assert found(here, "ferry") == ["CDNW1", "CDNW2", "CDNW3"]
    assert generation(here) != made


def test_a_decision_is_brought_in_without_looking_at_all_the_rest_and_leaves_nothing_stale(here):
    found(here, "ferry")
    workspace = Workspace(here)
    assert len(workspace.catalogue) == 3
    assert workspace.journal == ((), ())
    decide(here, [FieldDecision(item="CDNW1", field="number", before="7", after="9")])
    later = workspace.decided()
    assert later.catalogue.get("CDNW1").value("number") == "9"
    fresh = Workspace(here)
    assert fresh.stamp == later.stamp == fresh.catalogue.stamp
    assert fresh.catalogue.changes(1)[0] == ["CDNW1"]
