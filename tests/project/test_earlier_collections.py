"""A collection that an earlier version made is opened, nothing of a person's changes, and there is a way back."""

import json
import zipfile
from pathlib import Path

import pytest

from briefbook.catalogue import Journal
from briefbook.model.decision import FieldDecision
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide

COLLECTIONS = Path(__file__).parent / "collections"
BY_PEOPLE = ("scans", "received", "narratives", "transcripts", "journal.jsonl")


@pytest.fixture(params=["0.1.0-first", "0.1.0-november"])
def earlier(request, tmp_path):
    with zipfile.ZipFile(COLLECTIONS / f"{request.param}.zip") as archive:
        archive.extractall(tmp_path / "harbour")
    return tmp_path / "harbour"


def by_people(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for name in BY_PEOPLE
        for path in sorted([root / name, *(root / name).rglob("*")])
        if path.is_file()
    }


def shown(run_command, root, item):
    fields = json.loads(run_command("-C", root, "catalogue", "show", item, "--json")[1])["fields"]
    return {name: fields[name][0]["value"] for name in ("date", "from", "number", "subject") if fields.get(name)}


def test_every_decision_holds_and_nothing_of_a_persons_changes(earlier, run_command):
    before = by_people(earlier)
    decisions, findings = Journal(earlier / "journal.jsonl").read()
    assert (len(decisions), findings) == (len((earlier / "journal.jsonl").read_text().splitlines()), ())

    subject = "Ferries and lights" if len(decisions) == 3 else "Ferry  timetable"
    first = shown(run_command, earlier, "H1")
    assert first | {"subject": " ".join(first["subject"].split())} == {
        "date": "1963-03-02",
        "from": "OSLO",
        "number": "210",
        "subject": " ".join(subject.split()),
    }
    assert shown(run_command, earlier, "H3")["date"] == "1963-03-06"  # a person's; the list has the 5th
    pages = json.loads(run_command("-C", earlier, "catalogue", "show", "H2", "--json")[1])["pages"]
    assert "TYPED BY A PERSON" in pages[0]["text"]
    assert by_people(earlier) == before


def test_what_programs_made_is_made_again_where_it_is_no_longer_as_it_must_be(earlier, run_command):
    code, out, errors = run_command("-C", earlier, "build")
    assert (code, errors) == (0, "")
    assert "0 errors, 0 warnings" in out
    site = earlier / "build" / "site"
    for name in ("index.html", "items/H1.html", "items/H2.html", "items/H3.html", "narratives/harbour.html"):
        assert b"</html>" in (site / name).read_bytes()
    assert "THE FERRY [TIMETABLE]" in run_command("-C", earlier, "search", "timetable")[1]
    assert run_command("-C", earlier, "verify")[0] == 0
    assert run_command("-C", earlier, "build")[0] == 0


def test_a_backup_before_the_upgrade_is_the_way_back(earlier, run_command, tmp_path):
    before = by_people(earlier)
    assert run_command("-C", earlier, "backup", tmp_path / "disk")[0] == 0
    decide(Collection.open(earlier), [FieldDecision(item="H2", field="subject", after="Pilots")], who="Kim")
    assert by_people(earlier) != before
    (backup,) = (tmp_path / "disk").iterdir()
    assert run_command("-C", tmp_path / "again", "restore", backup)[0] == 0
    assert by_people(tmp_path / "again") == before


def test_what_a_later_version_decided_is_kept_and_said_and_stops_publication(earlier, run_command):
    journal = earlier / "journal.jsonl"
    later = '{"v": 99, "when": "2031-01-01T00:00:00Z", "who": "Kim", "kind": "weigh", "item": "H1"}\n'
    journal.write_text(journal.read_text(encoding="utf-8") + later, encoding="utf-8")
    code, out, _ = run_command("-C", earlier, "check")
    assert code == 1
    assert "J102" in out
    assert journal.read_text(encoding="utf-8").endswith(later)
