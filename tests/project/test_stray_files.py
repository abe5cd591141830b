"""A file that nothing reads is a finding, not work that changes nothing unseen."""

import json
import unicodedata
from pathlib import Path

import pytest

from briefbook.model.page import Scan
from briefbook.project import describing
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace


@pytest.fixture
def collection(tmp_path):
    files = {
        "briefbook.toml": "",
        "received/list/descriptions.jsonl": json.dumps({"item": "CDNW12630", "fields": {}}) + "\n",
        "transcripts/CDNW12630/p001.txt": "FM HAVANA",
        "transcripts/CDNW12630/p002.lines": "- A\n+ B",
        "narratives/talks.md": "# Talks\n",
        "narratives/_notes.txt": "mine",
        "narratives/havana.jpg": "",
        "received/README.txt": "what stands here",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Collection.open(tmp_path)


def test_what_is_named_rightly_is_no_finding(collection):
    assert Workspace(collection).findings == ()


@pytest.mark.parametrize(
    ("name", "code", "message", "remedy"),
    [
        (
            "transcripts/CDNW1263O/p001.txt",
            "R107",
            "there is no item CDNW1263O; its transcripts are not read",
            "CDNW12630",
        ),
        ("transcripts/CDNW12630/page1.txt", "R107", "page1.txt is no page's name and is not read", "p001.txt"),
        ("transcripts/p001.txt", "R107", "p001.txt stands beside the items' folders and is not read", "ITEM/p001.txt"),
        ("narratives/talks.markdown", "N104", "talks.markdown is no page of the book: pages end with .md", "rename"),
        (
            "narratives/the talks.docx",
            "N104",
            "the talks.docx is no page of the book: pages end with .md",
            "`briefbook import exhibit 'narratives/the talks.docx'` makes a page of it",
        ),
        ("narratives/talks.odt", "N104", "talks.odt is no page of the book: pages end with .md", "save it as .docx"),
        ("narratives/more/Talks.MD", "N104", "Talks.MD is no page of the book: pages end with .md", "rename"),
        ("received/list.csv", "J104", "list.csv was not imported, and nothing reads it here", "briefbook import"),
    ],
)
def test_what_nothing_reads_is_a_finding(collection, name, code, message, remedy):
    (collection.root / name).parent.mkdir(parents=True, exist_ok=True)
    (collection.root / name).write_text("", encoding="utf-8")
    (finding,) = Workspace(collection).findings
    assert (finding.code, finding.message) == (code, message)
    assert remedy in finding.remedy
    assert name.startswith(str(finding.where))


@pytest.mark.parametrize(
    "name",
    [
        "journal (Ann's conflicted copy 2026-03-01).jsonl",
        "journal.sync-conflict-20260301-101112-ABCDEFG.jsonl",
        "journal-DESKTOP-AB12CD3.jsonl",
        "journal-Anns-MacBook-Pro.jsonl",
        "journal (1).jsonl",
        "journal 2.jsonl",
        "journal - Copy.jsonl",
        "journal (In Konflikt stehende Kopie von Ann 2026-03-01).jsonl",
        "journal_conflict-20260301-101112.jsonl",
        "journal (copie en conflit de PC-Léa 2026-03-01).jsonl",
        "journal (Конфликтующая копия с компьютера Anna 2026-03-01).jsonl",
        "Kopia journal.jsonl",
        "Journal.jsonl",
        "journal_BACKUP.jsonl",
        "journal.jsonl.orig",
    ],
)
def test_a_second_version_of_the_journal_is_a_finding(collection, name):
    row = '{"type": "code", "version": 1}'
    collection.journal.write_text("", encoding="utf-8")
    (collection.root / name).write_text(f"{row}\n", encoding="utf-8")
    (finding,) = Workspace(collection).findings
    assert (finding.code, str(finding.where)) == ("J105", name)
    assert finding.message == f"{name} is a second version of the journal, not read; 1 of its lines are only there"


def test_the_unfinished_last_line_is_no_second_version_of_the_journal(collection):
    collection.journal.write_text("", encoding="utf-8")
    (collection.root / "journal.unfinished.jsonl").write_text("{\n", encoding="utf-8")
    assert [finding.code for finding in Workspace(collection).findings] == []


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("talks (1).md", "# Talks\n", ["N106"]),
        ("talks.sync-conflict-20260301-101112-ABCDEFG.md", "# Other\n", ["N106"]),
        ("talks-LONDON.md", "# Talks\n", ["N106"]),
        ("talks 2.md", "# The second talks\n\nThey were others.\n", []),
        ("talks-LONDON.md", "# The talks in London\n", []),
    ],
)
def test_a_second_version_of_a_page_is_told_from_another_page(collection, name, text, codes):
    (collection.narratives / name).write_text(text, encoding="utf-8")
    assert [finding.code for finding in Workspace(collection).findings] == codes


def test_two_transcripts_of_one_page_are_a_finding(collection):
    (collection.transcripts / "CDNW12630/p1.txt").write_text("FM PARIS", encoding="utf-8")
    (finding,) = Workspace(collection).findings
    assert finding.message == "p001.txt and p1.txt are both page 1; one of them is not read"


def test_page_nought_is_no_page(collection):
    (collection.transcripts / "CDNW12630/p000.txt").write_text("FM PARIS", encoding="utf-8")
    workspace = Workspace(collection)
    assert [finding.message for finding in workspace.findings] == ["CDNW12630 has no page 0; p000.txt is not read"]
    assert [page.number for page in workspace.catalogue.pages("CDNW12630")] == [1]


def test_a_transcript_in_an_old_encoding_keeps_its_letters(collection):
    (collection.transcripts / "CDNW12630/p001.txt").write_bytes("FM KÖLN".encode("cp1252"))
    assert [page.text for page in Workspace(collection).catalogue.pages("CDNW12630")] == ["FM KÖLN"]


def test_a_page_that_the_scan_lacks_is_not_made_of_a_transcript(monkeypatch):
    monkeypatch.setattr(describing.scans, "page_count", lambda scan: 2, raising=False)
    scan = Scan("CDNW12630", (Path("CDNW12630.pdf"),), "0" * 64)
    assert [describing.is_page_of(scan, number, is_read=True) for number in (0, 2, 3)] == [False, True, False]
    assert describing.is_page_of(scan, 3, is_read=False)
    assert describing.is_page_of(None, 3, is_read=False)


DECISION = (
    '{"v": 1, "when": "2026-03-01T10:11:12Z", "who": "Ann", "kind": "confirm", "vocabulary": "post", '
    '"code": "KIEL", "name": "Kiel"}'
)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("persons 2.csv", "name\n", "persons 2.csv is a second version of persons.csv, not read"),
        ("places (1).csv", "name\n", "places (1).csv is a second version of places.csv, not read"),
        ("persons copy 2.csv", "name\n", "persons copy 2.csv is a second version of persons.csv, not read"),
        ("Persons.csv", "name\n", "Persons.csv is a second version of persons.csv, not read"),
        ("briefbook-KIMS-PC.toml", "", "briefbook-KIMS-PC.toml is a second version of briefbook.toml, not read"),
        (
            "briefbook (Kim's conflicted copy 2026-11-27 (1)).toml",
            "",
            "briefbook (Kim's conflicted copy 2026-11-27 (1)).toml is a second version of briefbook.toml, not read",
        ),
        ("fixity_Conflict.jsonl", "{}\n", "fixity_Conflict.jsonl is a second version of fixity.jsonl, not read"),
        (
            "catalogue (conflicted copy).jsonl",
            f"{DECISION}\n",
            "catalogue (conflicted copy).jsonl holds 1 decision and is not read; the journal is journal.jsonl",
        ),
        (
            "catalogue 2.jsonl",
            f"\ufeff{DECISION}\n{DECISION.replace('KIEL', 'OSLO')}\n",
            "catalogue 2.jsonl holds 2 decisions and is not read; the journal is journal.jsonl",
        ),
        (
            "received/list/descriptions 2.jsonl",
            '{"item": "D9", "fields": {}}\n',
            "descriptions 2.jsonl is a second version of the descriptions, not read",
        ),
        (
            "received/list/descriptions-KIMS-PC.jsonl",
            '{"item": "D9", "fields": {}}\n',
            "descriptions-KIMS-PC.jsonl is a second version of the descriptions, not read",
        ),
    ],
)
def test_second_versions_of_lists_settings_and_descriptions_are_not_read_and_said(collection, name, text, message):
    path = collection.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    workspace = Workspace(collection)
    assert [(finding.code, finding.message) for finding in workspace.findings] == [("J105", message)]
    assert "D9" not in workspace.catalogue


def test_other_files_beside_the_journal_are_nobodys_business(collection):
    for name in ("notes 2.txt", "LICENSE copy", "data.jsonl", "people 2.csv"):
        (collection.root / name).write_text('{"a": 1}\n', encoding="utf-8")
    assert [finding.code for finding in Workspace(collection).findings] == []


def test_a_folder_whose_accents_are_apart_is_the_items(collection):
    apart = collection.transcripts / unicodedata.normalize("NFD", "Zürich7")
    apart.mkdir(parents=True)
    (apart / "p001.txt").write_text("TYPED\n", encoding="utf-8")
    source = collection.received / "accents"
    source.mkdir(parents=True)
    (source / "descriptions.jsonl").write_text('{"item": "Zürich7", "fields": {}}\n', encoding="utf-8")
    workspace = Workspace(collection)
    assert [page.text for page in workspace.catalogue.pages("Zürich7")] == ["TYPED"]
    assert [finding.code for finding in workspace.findings] == []


def test_prose_without_an_ending_is_said(collection):
    (collection.narratives / "talks").write_text("# The talks were held in May\n", encoding="utf-8")
    (collection.narratives / "README").write_text("Words for those who work here\n", encoding="utf-8")
    (finding,) = Workspace(collection).findings
    assert (finding.code, finding.message) == ("N104", "talks is no page of the book: pages end with .md")
