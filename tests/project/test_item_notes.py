"""The folder annotations/: notes are checked as prose, hold by their words, and are kept when the words are gone."""

import json

NOTES = """---
author: A. Editor
---
The minister “looked pleased with everything”.

See H999.

## “the engineers were at work”

On the bridge.
"""


def codes(run_command, folder):
    _, out, _ = run_command("-C", folder, "check", "--format", "json", folder / "annotations")
    return [(finding["code"], finding["line"]) for finding in json.loads(out)["findings"]]


def test_notes_are_checked_as_prose_and_kept_when_their_words_are_gone(run_command, harbour):
    (harbour / "annotations").mkdir()
    path = harbour / "annotations" / "H101.md"
    path.write_text(NOTES, encoding="utf-8")
    found = codes(run_command, harbour)
    assert ("C201", 4) in found
    assert ("C101", 6) in found
    assert not [line for code, line in found if code == "C313"]

    path.write_text(NOTES.replace("pleased", "dissatisfied").replace("See H999.", "See H102."), encoding="utf-8")
    assert codes(run_command, harbour) == []
    run_command("-C", harbour, "build")
    item = harbour / "build" / "site" / "items" / "H101.html"
    assert 'href="#note-1" aria-label="Editor’s note 1"' in item.read_text(encoding="utf-8")

    (harbour / "transcripts" / "H101").mkdir()
    typed = "FM OSLO MAR2/63 CONFD\nTO EXTERNAL 210 PRIORITY\nHARBOUR WORKS\nHE LOOKED DISSATISFIED WITH EVERYTHING.\n"
    (harbour / "transcripts" / "H101" / "p001.txt").write_text(typed, encoding="utf-8")
    assert codes(run_command, harbour) == [("C313", 8)]
    run_command("-C", harbour, "build")
    page = item.read_text(encoding="utf-8")
    assert "On words that are not in the text as it is now: “the engineers were at work”" in page
    assert "On the bridge." in page


def test_notes_on_what_is_no_item_are_a_finding_and_drafts_are_not_published(run_command, harbour):
    (harbour / "annotations").mkdir()
    (harbour / "annotations" / "H777.md").write_text("Nothing is known.\n", encoding="utf-8")
    (harbour / "annotations" / "H102.md").write_text("---\ndraft: true\n---\nGranite.\n", encoding="utf-8")
    assert ("C313", 1) in codes(run_command, harbour)
    run_command("-C", harbour, "build")
    assert "Granite." not in (harbour / "build" / "site" / "items" / "H102.html").read_text(encoding="utf-8")


def test_notes_on_a_withdrawn_paper_are_told_of_as_such_and_not_as_misnamed(run_command, harbour):
    (harbour / "annotations").mkdir()
    (harbour / "annotations" / "H102.md").write_text("Granite.\n", encoding="utf-8")
    assert run_command("-C", harbour, "catalogue", "withdraw", "H102", "--why", "asked for")[0] == 0
    assert {code for code, _ in codes(run_command, harbour)} == {"C114"}
