"""A fault of the program is reported as one, and what it spoilt is made anew as soon as it is mended."""

import papers
import pytest

from briefbook.ocr import reader_choice
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

HEADING = ["FM WASHDC NOV8/62 UNCLAS", "TO EXTERNAL 3316", "THE TALKS WITH THE MINISTER ARE NOT RPT NOT OVER"]


@pytest.fixture
def collection(tmp_path, run_command):
    assert run_command("init", tmp_path / "c", "--title", "T")[0] == 0
    made = Collection.open(tmp_path / "c")
    page = {"words": [(text, 72, 700 - 20 * row, 12) for row, text in enumerate(HEADING)], "shown": True}
    papers.pdf(made.scans / "D1.pdf", page)
    return made


def broken(*_):
    return [][0]


def test_a_page_that_our_reader_failed_on_is_read_by_the_same_version_once_it_is_mended(collection, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(reader_choice, "read_sheet", broken)
        workspace = Workspace(collection)
        assert [page.text for page in workspace.catalogue.pages("D1")] == [""]
        (finding,) = workspace.findings
        assert (finding.code, finding.item, finding.stops_publication) == ("X101", "D1", True)
        assert "IndexError" in finding.message
        assert "sound copy" not in finding.remedy
    workspace = Workspace(collection)
    assert [page.text for page in workspace.catalogue.pages("D1")] == ["\n".join(HEADING)]
    assert workspace.catalogue.get("D1").value("number") == "3316"
    assert workspace.findings == ()


def test_the_command_says_so_and_the_log_in_the_collection_has_the_traceback(collection, monkeypatch, run_command):
    monkeypatch.setattr(reader_choice, "read_sheet", broken)
    code, out, err = run_command("-C", collection.root, "check")
    assert code == 1  # an error: nothing is certified or published
    assert "X101" in out + err
    text = (collection.build / "briefbook.log").read_text(encoding="utf-8")
    assert "ERROR briefbook.ocr.workers [D1, p. 1]: not read, by a fault of the program" in text
    assert "IndexError: list index out of range" in text
