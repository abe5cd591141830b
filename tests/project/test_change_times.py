"""When items and chapters last changed is remembered; what is removed is remembered too."""

import datetime
import os

from briefbook.model.decision import FieldDecision
from briefbook.project.change_times import change_times
from briefbook.project.collection import Collection
from briefbook.project.pipeline import read_narratives
from briefbook.project.workspace import Workspace, decide

MAY = datetime.datetime(2030, 5, 4, 12, 0, tzinfo=datetime.UTC)
JUNE = datetime.datetime(2030, 6, 4, 12, 0, tzinfo=datetime.UTC)


def times_at(folder, now):
    here = Collection.open(folder)
    workspace = Workspace(here)
    return change_times(workspace, read_narratives(here, workspace.catalogue), now)


def test_what_did_not_change_keeps_its_time_and_what_did_has_the_present(harbour):
    os.utime(harbour / "narratives/harbour.md", (946684800, 946684800))
    first = times_at(harbour, MAY)
    assert set(first.items.values()) == {"2030-05-04T12:00:00Z"}
    assert first.narratives == {"narratives/harbour.md": "2000-01-01T00:00:00Z"}
    decide(Collection.open(harbour), [FieldDecision(item="H102", field="subject", after="GRANITE")], who="anna")
    second = times_at(harbour, JUNE)
    assert second.items["H102"] == "2030-06-04T12:00:00Z"
    assert second.items["H101"] == "2030-05-04T12:00:00Z"
    assert second.narratives == first.narratives
    assert times_at(harbour, JUNE + datetime.timedelta(days=9)) == second


def test_an_item_that_is_gone_is_remembered_with_when_it_went(harbour):
    times_at(harbour, MAY)
    listed = harbour / "received/list/descriptions.jsonl"
    rows = listed.read_text(encoding="utf-8").splitlines(keepends=True)
    listed.write_text("".join(rows[:-1]), encoding="utf-8")
    assert times_at(harbour, JUNE).removed == {"H108": "2030-06-04T12:00:00Z"}
    assert times_at(harbour, JUNE + datetime.timedelta(days=9)).removed == {"H108": "2030-06-04T12:00:00Z"}
    listed.write_text("".join(rows), encoding="utf-8")
    again = times_at(harbour, JUNE + datetime.timedelta(days=10))
    assert (again.removed, again.items["H108"]) == ({}, "2030-06-14T12:00:00Z")


def test_the_first_time_of_an_item_is_that_of_the_last_decision_on_it(harbour):
    line = FieldDecision(item="H103", field="subject", after="FERRY", when="2001-02-03T04:05:06Z", who="anna")
    (harbour / "journal.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert times_at(harbour, MAY).items["H103"] == "2001-02-03T04:05:06Z"
