"""The command `read` among bad files, persons' corrections and interruptions; none of it needs an engine."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import papers
import pikepdf
import pytest

import briefbook
from briefbook.ocr.page_store import PageFault
from briefbook.ocr.workers import killed_result
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

HEADING = ["FM WASHDC NOV8/62 UNCLAS", "TO EXTERNAL 3316", "THE TALKS WITH THE MINISTER ARE NOT RPT NOT OVER"]


def typed(*texts):
    """A page of a PDF that holds its text."""
    return {"words": [(text, 72, 700 - 20 * row, 12) for row, text in enumerate(texts)], "shown": True}


@pytest.fixture
def collection(tmp_path, run_command):
    """An empty collection; ``run`` is the command in it."""
    assert run_command("init", tmp_path / "c", "--title", "T")[0] == 0

    def run(*arguments):
        return run_command("-C", tmp_path / "c", *arguments)

    made = Collection.open(tmp_path / "c")
    return made, run


def put(here, name, *pages):
    return papers.pdf(here.scans / name, *pages)


def test_bad_files_are_findings_and_every_good_one_is_read(collection):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING))
    (here.scans / "A2.pdf").write_bytes(b"")
    (here.scans / "A3.pdf").write_text("FM WASHDC\n" * 90)
    (here.scans / "A4.png").write_bytes(b"\x89PNG\r\n\x1a\n1234")
    put(here, "A5.pdf", typed("ONE"))
    with pikepdf.open(here.scans / "A5.pdf", allow_overwriting_input=True) as made:
        made.save(here.scans / "A5.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    put(here, "A6.pdf", *[typed(*HEADING)] * 6)
    whole = (here.scans / "A6.pdf").read_bytes()
    (here.scans / "A6.pdf").write_bytes(whole[: int(len(whole) * 0.8)])
    put(here, "A7.pdf", typed(*HEADING), typed(*HEADING))

    code, out, _ = run("read", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["read"] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]
    found = {one["item"]: one["message"] for one in said["findings"]}
    assert sorted(found) == ["A2", "A3", "A4", "A5", "A6"]
    assert found["A2"] == "the file is empty (zero bytes)"
    assert found["A3"] == "it is not a PDF file, or a damaged one"
    assert found["A5"] == "it is encrypted and needs a password; ask for a file without one"
    assert "damaged" in found["A6"]
    assert all(one["remedy"] for one in said["findings"])
    code, out, _ = run("catalogue", "show", "A7", "--json")
    assert [page["text"] for page in json.loads(out)["pages"]] == ["\n".join(HEADING)] * 2

    again = json.loads(run("read", "--json")[1])
    assert (again["read"], again["pages"]) == ([], 0)
    assert again["findings"] == said["findings"]


@pytest.mark.slow
def test_a_pdf_of_six_hundred_pages(collection):
    here, run = collection
    put(here, "A1.pdf", *[typed(f"PAGE NUMBER {number} OF THE MESSAGE TO THE MINISTER") for number in range(1, 601)])
    said = json.loads(run("read", "--workers", "1", "--json")[1])
    assert (said["read"], said["pages"], said["findings"]) == (["A1"], 600, [])
    pages = json.loads(run("catalogue", "show", "A1", "--json")[1])["pages"]
    assert pages[599]["text"] == "PAGE NUMBER 600 OF THE MESSAGE TO THE MINISTER"


def test_items_are_named_one_by_one_or_by_a_pattern(collection):
    here, run = collection
    for name in ("A1", "A2", "B1"):
        put(here, f"{name}.pdf", typed(*HEADING))
    assert json.loads(run("read", "A*", "--json")[1])["read"] == ["A1", "A2"]
    assert json.loads(run("read", "--dry-run", "--json")[1]) == {"scans": ["B1"], "pages": None, "minutes": None}
    code, _, err = run("read", "C*")
    assert code == 2
    assert "there is no scan of C*" in err


def test_an_estimate_counts_pages_and_reads_none(collection):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING), typed(*HEADING))
    (here.scans / "A2.pdf").write_bytes(b"")
    assert json.loads(run("read", "--estimate", "--json")[1]) == {"scans": ["A1", "A2"], "pages": 2, "minutes": 0.0}
    assert not here.readings.exists()
    assert run("read", "--estimate")[1].startswith("2 scans to read, 2 pages, about 0 seconds")


def test_redo_shows_line_by_line_what_would_change_and_keeps_nothing(collection):
    here, run = collection
    path = put(here, "A1.pdf", typed(*HEADING))
    run("read")
    papers.pdf(path, typed(HEADING[0], "TO EXTERNAL 3318", HEADING[2]))
    before = {one.name: one.read_bytes() for one in here.readings.glob("*.gz")}
    code, out, _ = run("read", "--redo", "--dry-run")
    assert code == 0
    assert out.splitlines() == [
        "A1, p. 1: 1 line of 3 would change (text layer)",
        "  - TO EXTERNAL 3316",
        "  + TO EXTERNAL 3318",
        "1 page read, 1 would change; nothing was saved.",
    ]
    assert {one.name: one.read_bytes() for one in here.readings.glob("*.gz")} == before
    (change,) = json.loads(run("read", "--redo", "--dry-run", "--json")[1])["changes"]
    assert (change["item"], change["page"], change["removed"]) == ("A1", 1, ["TO EXTERNAL 3316"])


def test_a_person_s_page_and_line_stay_and_only_contradictions_are_shown(collection):
    here, run = collection
    first = put(here, "A1.pdf", typed(*HEADING))
    second = put(here, "A2.pdf", typed(*HEADING))
    run("read")
    for item in ("A1", "A2"):
        (here.transcripts / item).mkdir(parents=True)
    (here.transcripts / "A1" / "p001.txt").write_text("\n".join([HEADING[0], "TO EXTERNAL 3319", HEADING[2]]))
    (here.transcripts / "A2" / "p001.lines").write_text("- TO EXTERNAL 3316\n+ TO EXTERNAL 3319\n")
    for path in (first, second):
        papers.pdf(path, typed(HEADING[0] + " EMERGENCY", "TO EXTERNAL 3317", HEADING[2]))
    said = json.loads(run("read", "--json")[1])
    assert [(one["item"], one["line"], one["said"], one["read"]) for one in said["contradictions"]] == [
        ("A1", 1, "FM WASHDC NOV8/62 UNCLAS", "FM WASHDC NOV8/62 UNCLAS EMERGENCY"),
        ("A1", 2, "TO EXTERNAL 3319", "TO EXTERNAL 3317"),
        ("A2", 2, "TO EXTERNAL 3319", "TO EXTERNAL 3317"),
    ]
    shown = {item: json.loads(run("catalogue", "show", item, "--json")[1]) for item in ("A1", "A2")}
    assert shown["A1"]["pages"][0]["text"].splitlines()[:2] == ["FM WASHDC NOV8/62 UNCLAS", "TO EXTERNAL 3319"]
    assert shown["A2"]["pages"][0]["text"].splitlines()[:2] == [
        "FM WASHDC NOV8/62 UNCLAS EMERGENCY",
        "TO EXTERNAL 3319",
    ]
    assert [one["value"] for one in shown["A2"]["fields"]["number"]] == ["3319"]


def test_a_reader_named_for_one_item_is_a_decision_in_the_journal(collection):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING))
    put(here, "A2.pdf", typed(*HEADING))
    run("read")
    code, _, err = run("read", "A1", "--reader", "text-layer")
    assert (code, "--reader goes with --redo" in err) == (2, True)
    assert run("read", "A1", "--redo", "--reader", "text-layer")[0] == 0
    (line,) = [json.loads(row) for row in here.journal.read_text().splitlines()]
    assert (line["v"], line["kind"], line["item"], line["to"]) == (1, "read", "A1", "text-layer")
    code, out, _ = run("read", "--explain", "A1", "1", "--json")
    assert json.loads(out)["why"] == "the collection names this reader"
    assert json.loads(run("read", "--json")[1])["read"] == []


def test_an_unknown_reader_in_the_settings_is_refused_with_the_nearest(collection):
    here, run = collection
    (here.root / "briefbook.toml").write_text('[reading]\nreader = "tesserakt"\n')
    code, _, err = run("read")
    assert code == 3
    assert "did you mean 'tesseract'?" in err


def test_explain_writes_one_page_that_shows_everything(collection):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING), typed("SECOND PAGE OF THE MESSAGE <&> MORE"))
    code, out, _ = run("read", "--explain", "A1", "2")
    assert code == 0
    path = Path(out.strip())
    assert path == here.build / "explain" / "A1-p002.html"
    html = path.read_text()
    assert "A1, p. 2: how it was read" in html
    assert "the file holds the text itself, and no picture of it" in html
    assert html.count('class="unmeasured" id="w1-') == 7
    assert "&lt;&amp;&gt;" in html
    assert "data:image/webp;base64," in html
    assert not re.findall(r'(?:src|href)="(?!#|data:)', html)  # asks nothing of any other computer
    assert not list(here.readings.glob("*")) if here.readings.exists() else True
    assert run("read", "--explain", "A1", "p. 3")[0] == 2
    assert run("read", "--explain")[0] == 2


def test_the_disk_is_full(collection, monkeypatch):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefbook.util.files.tempfile.mkstemp", full)
    code, _, err = run("read")
    assert code == 4
    assert "No space left on device" in err
    assert "What to do:" in err


@pytest.mark.slow
def test_interrupted_at_the_keyboard_it_ends_at_once_and_goes_on_later(collection):
    here, run = collection
    put(here, "A1.pdf", *[typed(f"PAGE NUMBER {number} OF THE MESSAGE TO THE MINISTER") for number in range(1, 901)])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "briefbook", "-C", str(here.root), "read", "--workers", "2"]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell ignores it for its background jobs
    )
    for _ in range(3600):
        time.sleep(0.05)
        if any(path.stat().st_size > 3000 for path in here.readings.glob("*.part.jsonl")):
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=180)
    assert process.returncode == 130
    assert "interrupted; finished work is kept" in err
    (part,) = here.readings.glob("*.part.jsonl")
    done = len(part.read_text().splitlines())
    assert 0 < done < 900
    said = json.loads(run("read", "--json")[1])
    assert said["pages"] == 900
    assert not list(here.readings.glob("*.part.jsonl"))
    assert len(json.loads(run("catalogue", "show", "A1", "--json")[1])["pages"]) == 900


def test_the_doctor_says_which_readers_there_are(collection):
    _, run = collection
    parts = {load["name"]: load for load in json.loads(run("doctor", "--json")[1])["parts"]}
    assert {"reader lines", "reader rapidocr", "reader tesseract", "reader text-layer"} <= parts.keys()
    assert parts["reader lines"]["version"].startswith("typed 22: typed.onnx (sha256 98884f0d3b2d…)")
    assert parts["reader tesseract"]["needed"] is False


def test_a_scan_set_aside_is_said_by_every_run_and_read_when_it_is_named(collection):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING), typed(*HEADING))
    put(here, "A2.pdf", typed(*HEADING))
    workspace = Workspace(here, read=False)
    part = workspace.page_store.part(workspace.scan_of["A1"])
    result = killed_result(workspace.scan_of["A1"], 2, "the process that read it was killed", crashed=True)
    part.add_fault(2, PageFault("killed", result.findings, crashed=True))
    part.give_up(briefbook.__version__)

    code, out, err = run("read")
    assert code == 0
    assert out == "1 scan read, 1 page; 0 already read. 1 scan set aside, for a page ends whatever reads it.\n"
    assert "scans/A1.pdf: R106 page 2: the process that read it was killed" in err
    assert "run `briefbook read A1` again; until then this page is left alone" in err
    assert "R106" in run("check")[1]
    assert run("read")[1].startswith("0 scans read, 0 pages; 1 already read. 1 scan set aside")

    assert run("read", "A1")[1] == "1 scan read, 2 pages; 0 already read.\n"
    assert run("read")[1] == "0 scans read, 0 pages; 2 already read.\n"
    assert "R106" not in run("check")[1]


def test_what_another_version_set_aside_is_tried_again(collection):
    here, run = collection
    put(here, "A1.pdf", typed(*HEADING))
    workspace = Workspace(here, read=False)
    part = workspace.page_store.part(workspace.scan_of["A1"])
    part.add_fault(1, PageFault("killed", [], crashed=True))
    part.give_up("0.0.9")
    assert run("read")[1] == "1 scan read, 1 page; 0 already read.\n"
