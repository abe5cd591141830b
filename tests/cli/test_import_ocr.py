"""``import ocr``: text with places beside scans; a person's transcript and corrections stand above it."""

import json

import pytest

from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

ALTO = """<alto><Layout><Page WIDTH="850" HEIGHT="1100">
<TextLine HPOS="40" VPOS="40" WIDTH="300" HEIGHT="20"><String CONTENT="FM OSLO MAR2/63 CONFD"/></TextLine>
<TextLine HPOS="40" VPOS="80" WIDTH="300" HEIGHT="20"><String CONTENT="{words}"/></TextLine></Page></Layout></alto>"""


@pytest.fixture
def text(harbour, tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "H101.xml").write_text(ALTO.format(words="HARBOUR LIGHTS LIT"))
    return folder


def page_of(harbour):
    return Workspace(Collection.open(harbour)).catalogue.page("H101", 1)


def test_the_text_and_its_places_are_the_items_and_coming_again_changes_nothing(run_command, harbour, text):
    code, out, _ = run_command("-C", harbour, "import", "alto", text)
    assert (code, out.splitlines()[0]) == (0, "ocr export: 1 item, 1 page, 1 file")
    page = page_of(harbour)
    assert page.text == "FM OSLO MAR2/63 CONFD\nHARBOUR LIGHTS LIT"
    assert page.lines[1].words[0].box.as_list() == [40, 80, 156, 100]
    stored = harbour / "received" / "export"
    before = {path.name: path.read_bytes() for path in stored.rglob("*") if path.is_file()}
    assert run_command("-C", harbour, "import", "ocr", text)[0] == 0
    assert {path.name: path.read_bytes() for path in stored.rglob("*") if path.is_file()} == before
    assert sorted(before) == ["H101.xml", "descriptions.jsonl", "report.json"]


def test_what_a_person_typed_stands_above_it(run_command, harbour, text):
    transcripts = harbour / "transcripts" / "H101"
    transcripts.mkdir()
    (transcripts / "p001.lines").write_text("- HARBOUR LIGHTS LIT\n+ HARBOUR LIGHTS ARE LIT\n")
    run_command("-C", harbour, "import", "ocr", text)
    assert page_of(harbour).text.splitlines()[1] == "HARBOUR LIGHTS ARE LIT"
    (transcripts / "p001.txt").write_text("FM OSLO MAR2/63 CONFD\nHARBOUR LIGHTS OUT\n")
    page = page_of(harbour)
    assert (page.text.splitlines()[1], page.by) == ("HARBOUR LIGHTS OUT", "person")
    assert page.lines[1].words[0].box.as_list() == [40, 80, 156, 100]


def test_another_text_of_the_same_name_needs_a_decision(run_command, harbour, text):
    run_command("-C", harbour, "import", "ocr", text)
    (text / "H101.xml").write_text(ALTO.format(words="HARBOUR LIGHTS OUT"))
    code, _, err = run_command("-C", harbour, "import", "ocr", text)
    assert (code, "holds an earlier import of a different file" in err) == (3, True)
    assert run_command("-C", harbour, "import", "ocr", text, "--replace")[0] == 0
    assert page_of(harbour).text.splitlines()[1] == "HARBOUR LIGHTS OUT"


@pytest.mark.parametrize("content", [b"<alto><Layout>", b"PK\x03\x04 no zip", b"\x00\x01\x02", b"just text"])
def test_what_is_no_such_text_is_refused_and_nothing_is_written(run_command, harbour, tmp_path, content):
    path = tmp_path / "H101.xml"
    path.write_bytes(content)
    code, _, err = run_command("-C", harbour, "import", "ocr", path)
    assert (code, "What to do" in err or "what to do" in err.lower()) == (3, True)
    assert not (harbour / "received" / "h101").exists()


def test_a_damaged_layout_in_the_collection_is_a_finding(run_command, harbour, text):
    run_command("-C", harbour, "import", "ocr", text)
    path = harbour / "received" / "export" / "descriptions.jsonl"
    row = json.loads(path.read_text())
    row["layouts"][0]["lines"] = 7
    path.write_text(json.dumps(row))
    findings = Workspace(Collection.open(harbour)).received.findings
    assert [finding.code for finding in findings] == ["J103"]
