"""The journal keeps every decision, whatever happens to the last line."""

import subprocess
import sys

import pytest

from briefbook.catalogue import Journal
from briefbook.errors import OutsideError
from briefbook.model.decision import FieldDecision

SAID = FieldDecision(
    when="2026-01-02T03:04:05Z",
    who="Ada",
    item="D7",
    field="number",
    before="331",
    after="3316",
    why="the stamp shows it",
)


def test_what_is_appended_is_read_back_in_order(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    later = FieldDecision(when="2026-01-03T00:00:00Z", who="Bo", item="D7", field="date", after="1962-11-08")
    journal.append(SAID)
    journal.append(later)
    assert journal.read() == ((SAID, later), ())


def test_an_unfinished_last_line_is_reported_and_set_aside_by_the_next_decision(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(SAID)
    with open(journal.path, "ab") as file:
        file.write(b'{"when": "2026-01-02T0')
    decisions, findings = journal.read()
    assert decisions == (SAID,)
    assert [(finding.code, str(finding.where)) for finding in findings] == [("J101", "journal.jsonl:2")]
    assert "unfinished" in findings[0].message

    journal.append(SAID)
    assert journal.read() == ((SAID, SAID), ())
    assert (tmp_path / "journal.unfinished.jsonl").read_text() == '{"when": "2026-01-02T0\n'


def test_a_whole_last_line_without_its_line_end_is_kept(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_text(str(SAID))
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
    assert [str(finding.where) for finding in findings] == ["journal.jsonl:2", "journal.jsonl:4"]
    assert findings[1].message == ("line 4 of the journal is not a decision: it is not a JSON object; it is ignored")
    assert findings[1].remedy.startswith("correct the line or make the decision again")


def test_an_unknown_kind_is_a_finding_with_its_line_and_counts_for_nothing(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_text('{"when": "", "who": "Ada", "kind": "praise", "item": "D7", "field": "x"}\n')
    journal.append(SAID)
    decisions, [finding] = journal.read()
    assert decisions == (SAID,)
    assert (finding.code, str(finding.where), str(finding.severity)) == ("J102", "journal.jsonl:1", "warning")
    assert "there is no decision of kind 'praise' (there are set, accept, confirm, read, sign)" in finding.message


def test_a_line_of_a_later_version_stops_publication_until_the_program_knows_it(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_text('{"v": 6, "kind": "set"}\n')
    _, [finding] = journal.read()
    assert (finding.code, str(finding.where), finding.stops_publication) == ("J102", "journal.jsonl:1", True)
    assert "it is of version 6, and this program reads versions up to 5" in finding.message
    assert finding.remedy == "install the newer Briefbook that wrote it."


def test_lines_of_the_first_version_are_read_and_never_rewritten(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    old = (
        '{"when": "2026-01-01T00:00:00Z", "who": "Ada", "kind": "set", "item": "D7", "field": "number", "from": null, '
        '"to": "3316", "why": ""}\n'
    )
    journal.path.write_text(old)
    journal.append(SAID)
    assert journal.path.read_text().startswith(old)
    assert [one.after for one in journal.read()[0]] == ["3316", "3316"]


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


WRITER = """
import sys
from pathlib import Path
from briefbook.catalogue import Journal
from briefbook.model.decision import FieldDecision
journal = Journal(Path(sys.argv[1]))
for turn in range(20):
    journal.append(FieldDecision(when="", who=sys.argv[2], item="D7", field="number", before=None, after=str(turn)))
"""


def test_a_disk_that_takes_half_a_line_leaves_none_of_it_not_even_later(tmp_path):
    code = """
import resource, signal, sys
from pathlib import Path
from briefbook.catalogue import Journal
from briefbook.errors import OutsideError
from briefbook.model.decision import FieldDecision
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal(Path(sys.argv[1]))
decision = FieldDecision(item="D1", field="subject", before=None, after="Ferries")
journal.append(decision)
limit = journal.path.stat().st_size + 20
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    journal.append(decision, decision)
except OutsideError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""
    path = tmp_path / "journal.jsonl"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "nothing was recorded\n  What to do: make room" in done.stdout
    assert path.read_bytes().count(b"\n") == 1
    assert path.read_bytes().endswith(b"\n")


def test_two_processes_that_write_at_once_lose_no_line(tmp_path):
    path = tmp_path / "journal.jsonl"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), who]) for who in ("Ada", "Bo")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    decisions, findings = Journal(path).read()
    assert findings == ()
    assert [decision.after for decision in decisions if decision.who == "Ada"] == [str(turn) for turn in range(20)]
    assert [decision.after for decision in decisions if decision.who == "Bo"] == [str(turn) for turn in range(20)]


APPEND_FOR_EVER = """
import sys
from pathlib import Path
from briefbook.catalogue import Journal
from briefbook.model.decision import FieldDecision

journal = Journal(Path(sys.argv[1]))
for number in range(100_000):
    journal.append(FieldDecision(when="", who="Ada", item="D7", field="number", after=str(number)))
    print(number, flush=True)
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no SIGKILL")
def test_killed_at_any_moment_nothing_that_was_acknowledged_is_lost(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    with subprocess.Popen(
        [sys.executable, "-c", APPEND_FOR_EVER, str(journal.path)], stdout=subprocess.PIPE, text=True
    ) as process:
        acknowledged = [int(process.stdout.readline()) for _ in range(30)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    decisions, _ = journal.read()
    assert [int(decision.after) for decision in decisions][: len(acknowledged)] == acknowledged
    journal.append(SAID)
    assert journal.read()[0][-1] == SAID


def test_marks_of_a_merge_are_named_and_the_lines_of_both_sides_hold(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    other = FieldDecision(when="2026-01-03T00:00:00Z", who="Bo", item="D7", field="date", after="1962-11-08")
    journal.path.write_text(f"<<<<<<< HEAD\n{SAID}\n=======\n{other}\n>>>>>>> theirs\n")
    decisions, findings = journal.read()
    assert decisions == (SAID, other)
    assert [(finding.code, str(finding.where)) for finding in findings] == [
        ("J101", "journal.jsonl:1"),
        ("J101", "journal.jsonl:3"),
        ("J101", "journal.jsonl:5"),
    ]


def test_a_clock_that_goes_back_does_not_change_the_order(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    earlier = FieldDecision(when="1970-01-01T00:00:00Z", who="Ada", item="D7", field="number", after="3317")
    journal.append(SAID)
    journal.append(earlier)
    assert journal.read() == ((SAID, earlier), ())
