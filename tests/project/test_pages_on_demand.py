"""What was read is fetched for the items that are described anew, and for no others."""

import pickle

import pytest
from PIL import Image

from briefbook.model.decision import FieldDecision
from briefbook.model.page import Line, Page, Word
from briefbook.ocr.page_store import PageStore, page_row
from briefbook.project import describing, workspace
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_archive, open_catalogue


def read(item, text):
    return Page(item, 1, (Line(tuple(Word(word, None, 0.9) for word in text.split())),), width=9, height=9)


@pytest.fixture
def here(tmp_path):
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Specimen"\n', encoding="utf-8")
    for name in ("scans", "narratives", "received"):
        (tmp_path / name).mkdir()
    for item, shade in (("CDNW1", 200), ("CDNW2", 210)):
        Image.new("L", (9, 9), shade).save(tmp_path / "scans" / f"{item}.png")
    collection = Collection.open(tmp_path)
    for scan in workspace.Workspace(collection).scans:
        kept_in(collection).keep(scan, [page_row(read(scan.item, f"SPECIMEN FERRY {scan.item}"))], [])
    open_catalogue(collection)
    return collection


def kept_in(collection):
    return PageStore(collection.readings, collection.settings.reading, {})


def damage(collection, item):
    (kept,) = collection.readings.glob(f"{item}-*.json.gz")
    kept.write_bytes(kept.read_bytes()[:-9])


def correct(collection, item):
    decision = FieldDecision(item=item, field="subject", after="The ferry")
    workspace.decide(collection, [decision], who="Ada")


def test_a_correction_of_one_item_opens_the_pages_of_no_other(here, monkeypatch):
    opened = []
    answer = PageStore.answer
    monkeypatch.setattr(PageStore, "answer", lambda self, scan: opened.append(scan.item) or answer(self, scan))
    correct(here, "CDNW1")
    catalogue = open_catalogue(here)
    assert opened == ["CDNW1"]
    assert [catalogue.text(item) for item in ("CDNW1", "CDNW2")] == ["SPECIMEN FERRY CDNW1", "SPECIMEN FERRY CDNW2"]


def test_what_was_kept_and_is_damaged_is_read_again_when_it_is_wanted(here, monkeypatch):
    def read_again(scans, **_):
        yield scans[0], (read(scans[0].item, "READ AGAIN"),), ()

    monkeypatch.setattr(describing, "read_scans", read_again)
    damage(here, "CDNW1")
    damage(here, "CDNW2")
    correct(here, "CDNW1")
    catalogue = open_catalogue(here)
    assert [catalogue.text(item) for item in ("CDNW1", "CDNW2")] == ["READ AGAIN", "SPECIMEN FERRY CDNW2"]


def test_what_pages_are_made_from_can_be_sent_to_another_process(here):
    archive = open_archive(here)
    sent = pickle.loads(pickle.dumps(archive))

    assert sent.catalogue.text("CDNW2") == "SPECIMEN FERRY CDNW2"
    assert [path.name for path in sent.scan("CDNW1")] == [path.name for path in archive.scan("CDNW1")]
    assert sent.post("LDN") == archive.post("LDN")


def test_items_that_other_rules_described_are_described_anew_without_reading(here, monkeypatch):
    described = []
    stale = workspace.Workspace._stale_item
    monkeypatch.setattr(
        workspace.Workspace, "_stale_item", lambda self, item, key: described.append(item) or stale(self, item, key)
    )
    open_catalogue(here)
    assert described == []
    monkeypatch.setattr(workspace, "rules_state", lambda: "other rules")
    open_catalogue(here)
    assert described == ["CDNW1", "CDNW2"]
