"""Files of an earlier export that no item has any longer are removed, where a program wrote them, or named."""

import json
import os
import time

import pytest

from briefbook.project.written_exports import WrittenExport


@pytest.fixture
def exported(run, tmp_path):
    (tmp_path / "list.csv").write_text("Item,Title\nH1,Dues\nH2,Boats\nH3,Oars\n", encoding="utf-8")
    run("import", "csv", tmp_path / "list.csv")
    return run


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("options", [(), ("--to", "out", "--replace")])
def test_a_withdrawn_paper_leaves_the_folder(exported, tmp_path, options, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "out" if options else tmp_path / "c/build/exports/mods"
    exported("export", "mods", *options)
    assert names(folder) == ["H1.mods.xml", "H2.mods.xml", "H3.mods.xml"]

    withdrawn = exported("catalogue", "withdraw", "H2", "--why", "the donor asks for it")
    shown = exported("export", "mods", *options)

    assert "exports made before may have it still" in withdrawn
    assert str(folder.resolve()) in withdrawn
    assert "1 file of an earlier export was removed: no item has it now" in shown
    assert names(folder) == ["H1.mods.xml", "H3.mods.xml"]
    assert "removed" not in exported("export", "mods", *options)


def test_what_a_person_wrote_or_changed_there_stays(exported, tmp_path):
    out = tmp_path / "out"
    exported("export", "mods", "--to", out)
    (out / "notes.xml").write_text("<mine/>")
    (out / "H2.mods.xml").write_text("<mods>mine</mods>")
    os.utime(out / "H2.mods.xml", ns=(1, 1))
    for item in ("H2", "H3"):
        exported("catalogue", "withdraw", item, "--why", "the donor asks for it")

    shown = exported("export", "mods", "--to", out, "--replace")

    assert names(out) == ["H1.mods.xml", "H2.mods.xml", "notes.xml"]
    assert (out / "H2.mods.xml").read_text() == "<mods>mine</mods>"
    assert f"{out / 'H2.mods.xml'}: of an earlier export, and edited since: it stays" in shown


def test_of_a_few_items_the_files_of_others_stay(exported, tmp_path):
    exported("export", "mods")
    exported("export", "mods", "H1")
    assert names(tmp_path / "c/build/exports/mods") == ["H1.mods.xml", "H2.mods.xml", "H3.mods.xml"]

    exported("catalogue", "withdraw", "H3", "--why", "the donor asks for it")
    told = json.loads(exported("export", "mods", "--json"))

    assert (told["removed"], told["left"]) == (1, [])
    assert names(tmp_path / "c/build/exports/mods") == ["H1.mods.xml", "H2.mods.xml"]


def test_the_last_paper_leaves_too(exported, tmp_path):
    exported("export", "mods", "H1")
    for item in ("H1", "H2", "H3"):
        exported("catalogue", "withdraw", item, "--why", "the donor asks for it")

    exported("export", "mods")

    assert names(tmp_path / "c/build/exports") == []


def test_a_disk_whose_clock_is_behind_makes_no_file_an_edited_one(tmp_path):
    for _ in range(2):
        record = WrittenExport(tmp_path, tmp_path / "build/mods.jsonl", _begun=time.time_ns() + 60_000_000_000)
        path = tmp_path / "H1.mods.xml"
        path.write_text("<mods/>")
        os.utime(path)
        record.add(path)
        stale = record.finish(is_whole=True)

    assert (stale.removed, stale.edited) == (0, [])
    assert path.exists()
