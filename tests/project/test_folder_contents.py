"""What the folder of a collection holds: an id that is in use stays."""

import json
import os
from pathlib import Path

from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace, narrative_paths


def collection_with(tmp_path: Path, files: dict[str, str]) -> Collection:
    for name, text in {"briefbook.toml": "", **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Collection.open(tmp_path)


def test_numbered_pictures_that_are_in_use_as_items_stay_items(tmp_path):
    pictures = {f"scans/{item}_{page}.png": "" for item in "ABCD" for page in (1, 2)}
    uses = {
        "transcripts/B_2/p001.txt": "AT THE PIER",
        "received/list/descriptions.jsonl": json.dumps({"item": "C_1", "fields": {}}) + "\n",
        "build/readings/D_1-0123456789abcdef.json.gz": "",
    }
    scans = Workspace(collection_with(tmp_path, pictures | uses)).scans
    assert {scan.item: len(scan.paths) for scan in scans} == {
        "A": 2,
        "B_1": 1,
        "B_2": 1,
        "C_1": 1,
        "C_2": 1,
        "D_1": 1,
        "D_2": 1,
    }


def test_a_folder_of_pdfs_that_was_read_as_an_item_stays_one(tmp_path):
    files = {"scans/K1/a.pdf": "", "scans/K1/b.pdf": "", "scans/1962/c.pdf": "", "scans/1962/d.pdf": ""}
    uses = {"build/readings/K1-0123456789abcdef.json.gz": ""}
    scans = Workspace(collection_with(tmp_path, files | uses)).scans
    assert {scan.item: len(scan.paths) for scan in scans} == {"K1": 2, "c": 1, "d": 1}


def test_pipes_links_to_nothing_and_names_not_in_utf8_are_findings_in_every_folder(tmp_path):
    files = {"transcripts/E1/p001.txt": "x", "received/list/descriptions.jsonl": '{"item": "E1", "fields": {}}\n'}
    collection = collection_with(tmp_path, files | {"narratives/a.md": "# A\n"})
    os.mkfifo(tmp_path / "transcripts/E1/p002.txt")
    os.mkfifo(tmp_path / "narratives/b.md")
    (tmp_path / "narratives/c.md").symlink_to("/nowhere/c.md")
    (tmp_path / "transcripts" / os.fsdecode(b"\xe9")).mkdir()
    (tmp_path / "transcripts" / os.fsdecode(b"\xe9/p001.txt")).write_text("x")
    workspace = Workspace(collection)
    assert {item: list(pages) for item, pages in workspace.transcripts.items()} == {"E1": [1]}
    assert [path.name for path in narrative_paths(collection)] == ["a.md"]
    assert [(finding.code, str(finding.where)) for finding in workspace.findings] == [
        ("R107", "transcripts/E1/p002.txt"),
        ("R107", "transcripts/\\xe9"),
        ("N104", "narratives/b.md"),
        ("N104", "narratives/c.md"),
    ]
