"""A decision at the desk is seen by others before its item is described anew, and the same afterwards."""

import json

import pytest

from briefbook.cli.serve_ import ServedCollection
from briefbook.model.decision import CodeDecision, FieldConfirmation, FieldDecision, ReviewDecision
from briefbook.model.review import ReviewState
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.project.workspace import Workspace


@pytest.fixture
def here(tmp_path):
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Specimen"\n', encoding="utf-8")
    for name in ("scans", "narratives", "received/list"):
        (tmp_path / name).mkdir(parents=True)
    fields = {"from": "WASHDC", "date": "1962-11-08", "number": "3316", "specimen": "yes"}
    readings = {name: [{"as_written": value, "value": value}] for name, value in fields.items()}
    rows = [{"item": item, "fields": readings, "pages": ["SPECIMEN FERRY"]} for item in ("CDNW1", "CDNW2")]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")
    return Collection.open(tmp_path)


@pytest.fixture
def served(here):
    index, catalogue = open_search(here)
    made = ServedCollection(here, index, catalogue)
    made.load_changes()
    return made


LATE = FieldDecision(item="CDNW1", field="subject", after="Late ferry")
APPROVED = ReviewDecision(item="CDNW1", state=ReviewState.APPROVED)


def test_a_decision_is_in_the_catalogue_at_once_and_search_follows(served):
    served.decide(lambda: [LATE, APPROVED], "Ada")
    assert served.catalogue.get("CDNW1").value("subject") == "Late ferry"
    assert served.catalogue.queue.review("CDNW1").state is ReviewState.APPROVED
    assert served.ask("subject:late").total == 0
    served.settle()
    assert served.ask("subject:late").total == 1
    assert served.catalogue.get("CDNW1").value("subject") == "Late ferry"
    assert "" not in served.catalogue.keys().values()


def test_a_decision_while_items_are_described_anew_is_not_lost(served, monkeypatch):
    served.decide(lambda: [LATE], "Ada")
    decided = Workspace.decided

    def slowly(workspace):
        later = decided(workspace)
        served.decide(
            lambda: [FieldDecision(item="CDNW1", field="subject", before="Late ferry", after="No ferry")], "Ben"
        )
        return later

    monkeypatch.setattr(Workspace, "decided", slowly)
    served.settle()
    assert served.catalogue.get("CDNW1").value("subject") == "No ferry"
    monkeypatch.setattr(Workspace, "decided", decided)
    served.settle()
    assert served.catalogue.get("CDNW1").value("subject") == "No ferry"
    assert served.ask("subject:ferry").total == 1


def test_after_a_crash_the_item_is_described_anew_by_whoever_opens_the_catalogue(served, here):
    served.decide(lambda: [FieldConfirmation(item="CDNW2", field="number", value="3316"), APPROVED], "Ada")
    assert served.catalogue.keys()["CDNW2"] == ""
    catalogue = Workspace(here).catalogue
    assert catalogue.get("CDNW2").readings["number"][0].confirmed_by.startswith("Ada, ")
    assert catalogue.keys()["CDNW2"] != ""
    assert catalogue.queue.review("CDNW1").state is ReviewState.APPROVED


def test_what_is_not_about_fields_is_recorded_as_before(served):
    served.decide(lambda: [CodeDecision(code="WASHDC", name="Embassy in Washington")], "Ada")
    assert served.post("WASHDC").name == "Embassy in Washington"
