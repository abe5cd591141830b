"""The doctor tells the truth, and ends with what this machine is ready for."""

import json

import pytest

from briefbook.cli import doctor_
from briefbook.cli.doctor_ import Component, assess_readiness
from briefbook.errors import OutsideError
from briefbook.util import extras

BASE = Component("tantivy", "base", True, "0.26", "nothing can be searched")


@pytest.fixture
def lacking(monkeypatch):
    """Makes an installation that lacks some modules."""

    def lack(*modules):
        monkeypatch.setattr(extras, "is_installed", lambda module: module not in modules)

    return lack


def test_where_everything_is_there_it_is_ready_for_everything(lacking):
    lacking()
    assert str(assess_readiness([BASE])) == "Ready for everything."


def test_where_an_extra_is_missing_it_says_what_cannot_be_done_and_what_to_install(lacking):
    lacking("cv2", "typst")
    assert str(assess_readiness([BASE])) == (
        "Ready to check prose, import lists and editions, search, judge quotations; build the site or serve it; see "
        "findings in an editor or with --watch; export tables in Parquet.\n"
        "Not ready to read scans or show their pictures: pip install 'briefbook[read]'\n"
        "Not ready to make the printed book (PDF, EPUB, .docx): pip install 'briefbook[book]'"
    )


def test_a_damaged_base_is_not_ready(lacking):
    lacking()
    verdict = assess_readiness([Component("tantivy", "base", True, None, "nothing can be searched")])
    assert not verdict.sound
    assert str(verdict).startswith("Not ready: the installation is damaged")


def test_the_command_names_packages_readers_programs_locks_and_processes(run_command):
    code, out, _ = run_command("doctor")
    assert code == 0
    for words in (
        "read: to read scans or show their pictures",
        "opencv-python-headless",
        "typed 22: typed.onnx (sha256 98884f0d3b2d…), onnxruntime",
        "pagefind",
        "typst",
        "pypandoc-binary",
        "tesseract",
        "file locks               work (filelock",
        "other processes          started by",
    ):
        assert words in out
    assert out.splitlines()[-1] == "Ready for everything."


def test_as_json_it_gives_parts_and_verdict(run_command):
    answer = json.loads(run_command("doctor", "--json")[1])
    assert set(answer) == {"briefbook", "machine", "parts", "verdict"}
    assert answer["verdict"]["sound"] is True
    assert answer["verdict"]["cannot"] == {}
    assert {part["group"] for part in answer["parts"]} == {
        "base", "read", "serve", "book", "editor", "tables", "readers", "programs", "system",
    }  # fmt: skip


def test_a_missing_extra_is_no_failure_and_a_damaged_base_is(run_command, lacking, monkeypatch):
    lacking("cv2")
    assert run_command("doctor")[0] == 0
    monkeypatch.setattr(doctor_, "BASE_PACKAGES", {"no-such-package": "nothing works"})
    code, out, _ = run_command("doctor")
    assert code == 4
    assert "no-such-package          MISSING: nothing works" in out


def test_a_folder_that_refuses_locks_is_said(run_command, monkeypatch):
    def refuse(path):
        raise OutsideError("cannot lock")

    monkeypatch.setattr(doctor_, "locked", refuse)
    code, out, _ = run_command("doctor")
    assert code == 4
    assert "file locks               MISSING: the temporary folder refuses locks" in out


def test_a_recogniser_whose_file_is_damaged_is_not_there(run_command, monkeypatch, tmp_path):
    (tmp_path / "typed.onnx").write_bytes(b"damaged")
    monkeypatch.setattr("briefbook.ocr.reader_registry.NETWORK", tmp_path / "typed.onnx")
    assert "reader lines             not installed: typed pages cannot be read" in run_command("doctor")[1]
