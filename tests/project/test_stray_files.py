"""A file that nothing reads is a finding, not work that changes nothing unseen."""

import json

import pytest

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
