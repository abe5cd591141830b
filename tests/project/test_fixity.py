"""What came with the papers is as it came, or it is said; a backup brings all of it back."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefbook.errors import OutsideError
from briefbook.model.decision import FieldDecision
from briefbook.project import fixity
from briefbook.project.collection import Collection
from briefbook.project.fixity import FileState, FixityEvent, FixityLine
from briefbook.project.workspace import decide

SETTINGS = '[collection]\ntitle = "Harbour"\n'
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def here(tmp_path):
    root = tmp_path / "harbour"
    for name, data in {
        "briefbook.toml": SETTINGS.encode(),
        "scans/H101.pdf": b"abc",
        "scans/box/H102.pdf": b"",
        "scans/.DS_Store": b"x",
        "received/list/original.csv": b"Item\nH101\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return Collection(root)


def states(report):
    return {file.path: file.state for file in report.files}


def test_what_is_new_is_recorded_and_sound_afterwards(here):
    first = fixity.verify(here)
    assert states(first) == dict.fromkeys(
        ("scans/H101.pdf", "scans/box/H102.pdf", "received/list/original.csv"), FileState.NEW
    )
    assert first.is_sound

    second = fixity.verify(here)

    assert (second.files, second.sound, second.is_sound) == ((), 3, True)
    lines, _ = fixity.read_fixity(here)
    assert [(line.event, line.path, line.sha256) for line in lines if line.path.startswith("scans")] == [
        (FixityEvent.ARRIVAL, "scans/H101.pdf", ABC),
        (FixityEvent.ARRIVAL, "scans/box/H102.pdf", EMPTY),
    ]
    assert [line.why for line in lines if line.event is FixityEvent.VERIFICATION] == [
        "3 files, 0 sound, 3 new",
        "3 files, 3 sound",
    ]


def test_a_changed_byte_and_a_lost_file_are_said(here):
    fixity.verify(here)
    (here.scans / "H101.pdf").write_bytes(b"abd")
    (here.scans / "box/H102.pdf").unlink()

    report = fixity.verify(here)

    assert states(report) == {"scans/H101.pdf": FileState.CHANGED, "scans/box/H102.pdf": FileState.MISSING}
    assert not report.is_sound
    assert fixity.read_fixity(here)[0][-1].why == "3 files, 1 sound, 1 changed, 1 missing"


def test_a_person_may_say_that_a_change_is_right(here):
    fixity.verify(here)
    (here.scans / "H101.pdf").write_bytes(b"a better scan")
    (here.scans / "box/H102.pdf").unlink()
    paths = ["scans/H101.pdf", "scans/box/H102.pdf"]

    assert fixity.accept(here, fixity.verify(here), ["scans/no.pdf", *paths], who="Kim", why="") == ["scans/no.pdf"]
    assert not fixity.verify(here).is_sound
    assert fixity.accept(here, fixity.verify(here), paths, who="Kim", why="a better scan") == []

    assert fixity.verify(here).is_sound
    lines = [line for line in fixity.read_fixity(here)[0] if line.who == "Kim"]
    assert [(line.event, line.path, line.why) for line in lines] == [
        (FixityEvent.REPLACEMENT, "scans/H101.pdf", "a better scan"),
        (FixityEvent.REMOVAL, "scans/box/H102.pdf", "a better scan"),
    ]


def test_the_journal_may_grow_and_not_otherwise_change(here):
    decide(here, [FieldDecision(item="H101", field="subject", before=None, after="Ferries")], who="Kim")
    fixity.verify(here)
    decide(here, [FieldDecision(item="H101", field="subject", before=None, after="Pilots")], who="Kim")
    assert fixity.verify(here).journal == ""

    here.journal.write_bytes(here.journal.read_bytes().replace(b"Ferries", b"Wharves"))
    assert "are not there as they were" in fixity.verify(here).journal

    here.journal.write_bytes(b"")
    report = fixity.verify(here)
    assert report.journal.startswith("it is shorter than at the verification of ")
    assert not report.is_sound


def test_a_torn_last_line_costs_that_line_alone(here):
    fixity.verify(here)
    path = here.root / "fixity.jsonl"
    path.write_bytes(path.read_bytes()[:-30])

    report = fixity.verify(here)

    assert (report.damaged_lines, report.sound) == (1, 3)
    assert fixity.read_fixity(here)[1] == 1


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "null",
        '{"v": 2}',
        '{"v": 1, "event": "x", "when": ""}',
        '{"v":1,"event":"arrival","size":"a"}',
        "[" * 2000,
    ],
)
def test_a_line_of_another_shape_is_counted(here, text):
    (here.root / "fixity.jsonl").write_text(f"{text}\n", encoding="utf-8")
    assert fixity.read_fixity(here) == ([], 1)


def test_a_line_is_read_as_it_was_written():
    line = FixityLine(FixityEvent.ARRIVAL, "1999-05-04T12:00:00Z", "Kim", "scans/é.pdf", ABC, 3, "so")
    assert FixityLine.parse(str(line)) == line
    assert json.loads(str(FixityLine(FixityEvent.REMOVAL, "1999-05-04T12:00:00Z", path="scans/a.pdf"))) == {
        "v": 1,
        "when": "1999-05-04T12:00:00Z",
        "event": "removal",
        "path": "scans/a.pdf",
    }


def test_an_import_that_replaces_is_no_loss(here, run_command, tmp_path):
    path = tmp_path / "list.csv"
    for rows in ("H101\nH102\n", "H101\n"):
        path.write_text(f"Item\n{rows}", encoding="utf-8")
        assert run_command("-C", here.root, "import", "csv", path, "--replace", "--name", "other")[0] == 0
    assert run_command("-C", here.root, "verify")[0] == 0

    (here.received / "other" / "descriptions.jsonl").write_bytes(b"{}\n")
    code, _, err = run_command("-C", here.root, "verify")
    assert code == 1
    assert "received/other/descriptions.jsonl: changed since it arrived" in err


def test_the_command_reports_as_json_and_premis(here, run_command, tmp_path):
    run_command("-C", here.root, "verify")
    (here.scans / "H101.pdf").write_bytes(b"abd")

    code, out, _ = run_command("-C", here.root, "verify", "--json", "--premis", tmp_path / "premis.xml")

    report = json.loads(out)
    assert (code, report["is_sound"], report["sound"]) == (1, False, 2)
    assert [(file["path"], file["state"], file["expected"]) for file in report["files"]] == [
        ("scans/H101.pdf", "changed", ABC)
    ]
    premis = (tmp_path / "premis.xml").read_text(encoding="utf-8")
    assert premis.count("<eventType>message digest calculation</eventType>") == 3
    assert "<eventOutcome>failure</eventOutcome>" in premis
    assert "<eventOutcome>success</eventOutcome>" in premis


def test_a_full_disk_leaves_the_checksums_as_they_were(here):
    fixity.verify(here)
    path = here.root / "fixity.jsonl"
    before = path.read_bytes()
    code = f"""
import resource, signal, sys
from pathlib import Path
from briefbook.errors import OutsideError
from briefbook.project import fixity
from briefbook.project.collection import Collection
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before)} + 40, {len(before)} + 40))
try:
    fixity.verify(Collection(Path(sys.argv[1])))
except OutsideError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code, str(here.root)], capture_output=True, text=True, check=True)
    assert "nothing was recorded\n  What to do: make room" in done.stdout
    assert path.read_bytes() == before


def test_a_backup_comes_back_and_a_damaged_one_does_not(here, run_command, tmp_path):
    code, out, _ = run_command("-C", here.root, "backup", tmp_path / "disk", "--json")
    backup = Path(json.loads(out)["backup"])
    assert code == 0
    assert backup.name.startswith("harbour-")

    copy = tmp_path / "copy"
    assert run_command("-C", copy, "restore", backup)[0] == 0
    files = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert {"scans/H101.pdf", "scans/box/H102.pdf", "received/list/original.csv", "fixity.jsonl"} <= files
    assert (copy / "scans/H101.pdf").read_bytes() == b"abc"

    (backup / "data/collection/scans/H101.pdf").write_bytes(b"abd")
    code, _, err = run_command("-C", tmp_path / "third", "restore", backup)
    assert code == 3
    assert "data/collection/scans/H101.pdf is not the file that was packed" in err
    assert not (tmp_path / "third" / "scans").exists()


def test_a_backup_of_a_damaged_collection_is_made_and_says_so(here, run_command, tmp_path):
    fixity.verify(here)
    (here.scans / "H101.pdf").unlink()
    code, _, err = run_command("-C", here.root, "backup", tmp_path / "disk")
    assert code == 1
    assert "scans/H101.pdf: missing when it was packed" in err
    assert len(list((tmp_path / "disk").iterdir())) == 1


def test_two_backups_in_one_second_stand_side_by_side(here, run_command, tmp_path):
    for _ in range(2):
        assert run_command("-C", here.root, "backup", tmp_path / "disk")[0] == 0
    assert len(list((tmp_path / "disk").iterdir())) == 2


def test_a_backup_inside_the_collection_is_refused(here, run_command):
    code, _, err = run_command("-C", here.root, "backup", here.root / "build")
    assert code == 3
    assert "is inside the collection" in err


def test_two_programs_that_record_at_once_lose_no_line(here):
    code = """
import sys
from pathlib import Path
from briefbook.project.collection import Collection
from briefbook.project.fixity import FixityEvent, FixityLine, append_fixity
for number in range(40):
    line = FixityLine(FixityEvent.ARRIVAL, "1999-05-04T12:00:00Z", path=f"scans/{sys.argv[2]}{number}.pdf")
    append_fixity(Collection(Path(sys.argv[1])), [line])
"""
    writers = [subprocess.Popen([sys.executable, "-c", code, str(here.root), name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines, damaged = fixity.read_fixity(here)
    assert (len(lines), damaged) == (80, 0)
    assert [line.path for line in lines if "/a" in line.path] == [f"scans/a{number}.pdf" for number in range(40)]


def test_a_collection_that_cannot_be_written_to_is_read_all_the_same(here, monkeypatch):
    def refuse(*_, **__):
        raise OutsideError("no", remedy="none")

    monkeypatch.setattr(fixity, "append_fixity", refuse)
    fixity.note_arrivals(here, {here.scans / "H101.pdf": None})
    assert not (here.root / "fixity.jsonl").exists()


def test_what_is_read_is_recorded_as_arrived(harbour, run_command):
    run_command("-C", harbour, "catalogue", "list")
    paths = {line.path for line in fixity.read_fixity(Collection(harbour))[0]}
    scans = {path.relative_to(harbour).as_posix() for path in (harbour / "scans").rglob("*") if path.is_file()}
    assert scans <= paths


def test_a_read_only_collection_is_verified_and_backed_up(here, run_command, tmp_path, monkeypatch):
    fixity.verify(here)
    before = (here.root / "fixity.jsonl").read_bytes()
    (here.scans / "H101.pdf").write_bytes(b"abd")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: access(path, mode) and not Path(path).samefile(here.root))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    code, _, errors = run_command("-C", here.root, "verify")
    assert code == 1
    assert "scans/H101.pdf: changed since it arrived" in errors
    assert "cannot be written to: this verification is not recorded in fixity.jsonl" in errors
    assert run_command("-C", here.root, "backup", tmp_path / "disk")[0] == 1
    assert (here.root / "fixity.jsonl").read_bytes() == before
    (backup,) = (tmp_path / "disk").iterdir()
    assert (backup / "data/collection/scans/H101.pdf").read_bytes() == b"abd"


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_a_backup_or_a_restoring_that_is_killed_leaves_nothing_that_looks_whole(here, run_command, tmp_path, what):
    run_command("-C", here.root, "backup", tmp_path / "disk")
    (backup,) = (tmp_path / "disk").iterdir()
    code = """
import os, signal, sys
from pathlib import Path
from briefbook.cli import main

rename = Path.rename
Path.rename = lambda path, target: os.kill(os.getpid(), signal.SIGKILL)
sys.argv = ["briefbook", *sys.argv[1:]]
main()
"""
    target = tmp_path / "again"
    words = ["-C", here.root, "backup", tmp_path / "disk"] if what == "backup" else ["-C", target, "restore", backup]
    done = subprocess.run([sys.executable, "-c", code, *map(str, words)], capture_output=True)
    assert done.returncode == -9
    assert [path for path in (tmp_path / "disk").iterdir() if not path.name.startswith(".")] == [backup]
    assert not target.exists()

    assert run_command("-C", target, "restore", backup)[0] == 0
    assert (target / "scans/H101.pdf").read_bytes() == b"abc"
