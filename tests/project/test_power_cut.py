"""What was acknowledged is there after a power cut, and nothing that a person wrote is ever torn."""

import ctypes
import json
import sys
from types import SimpleNamespace

import pytest
from power_cut import ForgetfulDisk, restored

from briefbook.catalogue import Journal
from briefbook.importers.bag import verify_bag
from briefbook.model.decision import FieldDecision
from briefbook.project import fixity, manuscripts
from briefbook.project.collection import Collection
from briefbook.project.uploads import Uploads
from briefbook.project.workspace import decide
from briefbook.site.staging import Staging
from briefbook.util.files import write_atomic

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the made-up disk follows open files by /proc")

CHAPTER = "---\ntitle: The harbour\n---\n\nThe lights were lit.\n"


@pytest.fixture
def here(tmp_path):
    root = tmp_path / "harbour"
    for name, text in {
        "briefbook.toml": '[collection]\ntitle = "Harbour"\n',
        "narratives/harbour.md": CHAPTER,
        "transcripts/H1/p001.txt": "FM OSLO\n",
        "scans/H1.pdf": "%PDF-1.7 specimen",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Collection(root)


def subjects(folder):
    decisions, findings = Journal(folder / "journal.jsonl").read()
    return [decision.after for decision in decisions], [finding.code for finding in findings]


def test_every_decision_that_was_acknowledged_is_in_the_journal(here, tmp_path, monkeypatch):
    disk = ForgetfulDisk(here.root, monkeypatch)
    for number, subject in enumerate(("Ferries", "Pilots", "Lights")):
        decide(here, [FieldDecision(item="H1", field="subject", after=subject)], who="Kim")
        for how, left in disk.left().items():
            found, codes = subjects(restored(left, tmp_path / f"{number} {how}"))
            assert found == ["Ferries", "Pilots", "Lights"][: number + 1]
            assert codes == []


def test_cut_off_in_the_middle_the_journal_has_what_was_acknowledged_before(here, tmp_path, monkeypatch):
    decide(here, [FieldDecision(item="H1", field="subject", after="Ferries")], who="Kim")
    with here.journal.open("ab") as torn:
        torn.write(b'{"v": 1, "kind": "se')
    disk = ForgetfulDisk(here.root, monkeypatch)
    decide(here, [FieldDecision(item="H1", field="subject", after="Pilots")], who="Kim")
    for number, moment in enumerate(disk.after_each_flush):
        for how, left in moment.items():
            found, _ = subjects(restored(left, tmp_path / f"{number} {how}"))
            assert found in (["Ferries"], ["Ferries", "Pilots"])


def test_a_chapter_is_the_old_or_the_new_one_and_what_was_saved_is_the_new(here, tmp_path, monkeypatch):
    new = CHAPTER.replace("lit", "put out")
    disk = ForgetfulDisk(here.root, monkeypatch)
    manuscripts.keep(here, "narratives/harbour.md", "Kim", before=CHAPTER, base=CHAPTER, text=new)
    for left in disk.left().values():
        (copy,) = [content for name, content in left.items() if name.startswith("working-copies/")]
        assert json.loads(copy)["text"] == new
    manuscripts.save(here, "narratives/harbour.md", "Kim", base=CHAPTER, text=new)
    for left in disk.left().values():
        assert left["narratives/harbour.md"].decode() == new
    for moment in disk.after_each_flush:
        for left in moment.values():
            assert left["narratives/harbour.md"].decode() in (CHAPTER, new)


def test_a_new_chapter_and_the_first_transcript_of_an_item_are_there(here, monkeypatch):
    disk = ForgetfulDisk(here.root, monkeypatch)
    name = manuscripts.new_chapter(here, "The ferries")
    write_atomic(here.transcripts / "H2" / "p001.txt", "TO LONDON\n")
    for left in disk.left().values():
        assert b"The ferries" in left[name]
        assert left["transcripts/H2/p001.txt"] == b"TO LONDON\n"


def test_a_list_that_was_imported_is_there(here, run_command, tmp_path, monkeypatch):
    (tmp_path / "list.csv").write_text("Item,Subject\nH1,Ferries\nH2,Pilots\n", encoding="utf-8")
    disk = ForgetfulDisk(here.root, monkeypatch)
    assert run_command("-C", here.root, "import", "csv", tmp_path / "list.csv")[0] == 0
    for left in disk.left().values():
        rows = left["received/list/descriptions.jsonl"].decode().splitlines()
        assert [json.loads(row)["item"] for row in rows] == ["H1", "H2"]
        assert b"H2,Pilots" in left["received/list/original.csv"]


def test_checksums_and_what_was_uploaded_are_there(here, monkeypatch):
    disk = ForgetfulDisk(here.root, monkeypatch)
    fixity.verify(here)
    intake = Uploads(here.root, here.build / "uploads")
    assert intake.take("0" * 32, "box/H3.pdf", 0, 17, b"%PDF-1.7 specimen").state == "taken"
    for left in disk.left().values():
        assert left["fixity.jsonl"].count(b'"arrival"') == 1
        assert left["scans/box/H3.pdf"] == b"%PDF-1.7 specimen"


def test_where_a_disk_has_no_links_a_file_arrives_whole_or_not_at_all(here, monkeypatch):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(type(here.root), "hardlink_to", refuse)
    disk = ForgetfulDisk(here.root, monkeypatch)
    intake = Uploads(here.root, here.build / "uploads")
    assert intake.take("0" * 32, "H3.pdf", 0, 17, b"%PDF-1.7 specimen").state == "taken"
    for moment in disk.after_each_flush:
        assert {left.get("scans/H3.pdf") for left in moment.values()} <= {None, b"%PDF-1.7 specimen"}
    assert intake.take("1" * 32, "H3.pdf", 0, 10, b"%PDF-other").state == "other"


def test_a_backup_is_flushed_before_it_is_said_to_be_made(here, run_command, tmp_path, monkeypatch):
    flushed = SimpleNamespace(names=[])

    def note():
        flushed.names.append(sorted(path.name[:9] for path in (tmp_path / "disk").iterdir()))

    import os

    monkeypatch.setattr(os, "sync", note)
    assert run_command("-C", here.root, "backup", tmp_path / "disk")[0] == 0
    assert flushed.names == [[".harbour-"]]
    (backup,) = (tmp_path / "disk").iterdir()
    assert len(verify_bag(backup)) >= 4


def site_in(left):
    return {name.removeprefix("build/site/"): body for name, body in left.items() if name.startswith("build/site/")}


PAGES = ("index.html", "items/H1.html", "items/H1/{version}.json")
MANY_PAGES = (*PAGES, *(f"items/H{number}/page.html" for number in range(2, 215)))
"""More files and folders than are flushed one by one."""


@pytest.mark.parametrize(("pages", "call"), [(PAGES, "fsync"), (MANY_PAGES, "syncfs")])
def test_at_any_moment_of_a_build_the_site_is_the_old_or_the_new_one_and_the_next_build_completes_it(
    here, tmp_path, monkeypatch, pages, call
):
    def build(folder, version):
        made = Staging(folder / "build" / "site")
        for name in whole(version):
            made.write(name, f"{version} {name}".encode())
        removed = {"new": ["items/H1/old.json"]}.get(version, [])
        made.commit(removed, {"version": version})

    def whole(version):
        names = [name.format(version=version) for name in pages]
        return {name: f"{version} {name}".encode() for name in names}

    build(here.root, "old")
    disk = ForgetfulDisk(here.root, monkeypatch)
    build(here.root, "new")
    assert disk.calls.count(call) > 1
    for left in disk.left().values():
        assert site_in(left) == whole("new")
        assert json.loads(left["build/.site.state.json"]) == {"version": "new"}
    for number, moment in enumerate(disk.after_each_flush):
        for how, left in moment.items():
            folder = tmp_path / f"{number} {how}"
            for name, content in left.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
            recorded = Staging(folder / "build" / "site").state()
            site = folder / "build" / "site"
            there = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
            assert there == whole(recorded["version"])


def test_without_its_flush_of_the_file_system_a_build_would_be_torn(here, tmp_path, monkeypatch):
    disk = ForgetfulDisk(here.root, monkeypatch)
    says_yes = SimpleNamespace(syncfs=lambda handle: 0)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: says_yes)
    made = Staging(here.root / "build" / "site")
    for name in MANY_PAGES:
        made.write(name, b"a page")
    made.commit([], {"version": "new"})
    assert set(site_in(disk.left()["all names"]).values()) != {b"a page"}
