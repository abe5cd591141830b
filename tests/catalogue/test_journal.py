"""The journal keeps every decision, whatever happens to the last line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.catalogue import Decision, Journal
from briefbook.errors import OutsideError

SAID = Decision("2026-01-02T03:04:05Z", "Ada", "D7", "number", "331", "3316", "the stamp shows it")


def test_what_is_appended_is_read_back_in_order(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    later = Decision("2026-01-03T00:00:00Z", "Bo", "D7", "date", None, "1962-11-08")
    journal.append(SAID)
    journal.append(later)
    assert journal.read() == ((SAID, later), ())


@given(st.builds(Decision, *[st.text() for _ in range(4)], st.none() | st.text(), st.none() | st.text(), st.text()))
def test_a_decision_and_its_line_undo_each_other(decision):
    assert Decision.of_json(json.loads(json.dumps(decision.as_json()))) == decision


def test_an_unfinished_last_line_is_reported_and_set_aside_by_the_next_decision(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(SAID)
    with open(journal.path, "ab") as file:
        file.write(b'{"when": "2026-01-02T0')
    decisions, findings = journal.read()
    assert decisions == (SAID,)
    assert [(one.code, str(one.where)) for one in findings] == [("J101", "journal.jsonl:2")]
    assert "unfinished" in findings[0].message

    journal.append(SAID)
    assert journal.read() == ((SAID, SAID), ())
    assert (tmp_path / "journal.unfinished.jsonl").read_text() == '{"when": "2026-01-02T0\n'


def test_a_whole_last_line_without_its_line_end_is_kept(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_text(json.dumps(SAID.as_json()))
    journal.append(SAID)
    assert journal.read() == ((SAID, SAID), ())


def test_a_damaged_line_in_the_middle_counts_for_nothing_and_is_named(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(SAID)
    with open(journal.path, "ab") as file:
        file.write(b"not a decision\n\n[1]\n")
    journal.append(SAID)
    decisions, findings = journal.read()
    assert decisions == (SAID, SAID)
    assert [str(one.where) for one in findings] == ["journal.jsonl:2", "journal.jsonl:4"]


def test_a_disk_that_refuses_is_said_and_nothing_is_half_written(tmp_path, monkeypatch):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(SAID)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutsideError, match="No space left"):
        journal.append(SAID)
    monkeypatch.undo()
    assert journal.read() == ((SAID,), ())
