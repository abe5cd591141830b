"""After any edit the site, the findings and the verifications are those of a build from nothing."""

import dataclasses
import json
import shutil

import pytest

from briefbook.checks import CHECKS, OF_ONE_NARRATIVE, check
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

SETTINGS = """[collection]
title = "Ferries"
[items]
citation = "D[0-9]+"
[site]
address = "https://example.org/ferries/"
search = "auto"
"""
ITEMS = {
    "D1": (
        "1962-11-08",
        "WASHDC",
        "EXTERNAL",
        "3316",
        "THE FERRY WAS NOT AT THE GRANITE QUAY. AMBASSADOR SAW LECHUGA.",
    ),
    "D2": ("1962-11-09", "WASHDC", "EXTERNAL", "3317", "REF OURTEL 3316 NOV 8. THE FERRY IS AT THE QUAY. CORRECT IT."),
    "D3": ("1962-11-10", "LDN", "EXTERNAL", "4028", "FOREIGN OFFICE THINKS THE HARBOUR WILL STAY CLOSED THIS WINTER."),
    "D4": ("1962-11-11", "LDN", "EXTERNAL", "4028", "REFTEL WASHDC 3320. NO SHIP OF THE LINE CALLED AT HAVANA TODAY."),
    "D5": ("1962-11-12", "HAVAN", "EXTERNAL", "512", "WEATHER OVER THE ISLAND WAS FAIR AND THE TALKS WENT ON."),
}
CHAPTERS = {
    "narratives/01-quay.md": """---
dates: 1962-11-08/1962-11-10
order: 1
---
# The quay

The ferry “was not at the granite quay” (D1). London thought that the harbour “will stay closed this winter” (D3).

## Later

Lechuga was there (D2), and Lechuga said so; Lechuga wrote it down. Nobody knows what D77 says (D77).
""",
    "narratives/02-winter.md": """---
dates: 1962-11-11/1962-11-12
order: 2
---
# The winter

No ship called (D4). Lechuja came on 12 November. The ferry “was not at the granite quay” [D1, p. 1].
""",
    "narratives/03-note.md": "# A note\n\nThe talks went on (D5). ![The quay](quay.txt)\n",
}


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def write_items(root, items):
    rows = [
        {
            "item": item,
            "fields": {
                name: [{"as_written": value, "value": value}]
                for name, value in (("date", date), ("from", sender), ("to", to), ("number", number))
            },
            "pages": [f"FM {sender}\nTO {to} {number}\n{text}"],
        }
        for item, (date, sender, to, number, text) in items.items()
    ]
    write(root, "received/list/descriptions.jsonl", "".join(json.dumps(row) + "\n" for row in rows))


def rewrite(path, old, new):
    def edit(root):
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        write(root, path, text.replace(old, new))

    return edit


QUAY, WINTER, NOTE = CHAPTERS
EDITS = {
    "words of a sentence": rewrite(QUAY, "Nobody knows", "To this day nobody knows"),
    "a line at the beginning, so that all places move": rewrite(QUAY, "# The quay\n", "# The quay\n\nA first line.\n"),
    "a quotation altered": rewrite(QUAY, "will stay closed", "would stay closed"),
    "another spelling of a name in another chapter": rewrite(WINTER, "Lechuja came", "Lechuga came"),
    "a citation more": rewrite(WINTER, "No ship called (D4)", "No ship called (D4, D3)"),
    "a citation less": rewrite(NOTE, "went on (D5)", "went on"),
    "a paper cited that is not held": rewrite(NOTE, "went on", "went on (D78)"),
    "and no longer": rewrite(NOTE, "went on (D78)", "went on (D5)"),
    "a title": rewrite(NOTE, "# A note", "# A last note"),
    "the dates of a chapter": rewrite(WINTER, "dates: 1962-11-11/1962-11-12", "dates: 1962-11-13/1962-11-14"),
    "a comment that accepts a finding": rewrite(NOTE, "quay.txt)", "quay.txt) <!-- accept C305: it is no picture -->"),
    "a chapter more": lambda root: write(root, "narratives/04-end.md", "# The end\n\nIt was over (D2).\n"),
    "a draft": rewrite("narratives/04-end.md", "# The end", "---\ndraft: true\n---\n# The end"),
    "a chapter less": lambda root: (root / "narratives/04-end.md").unlink(),
    "a table by hand": rewrite(NOTE, "# A last note", "# A last note\n\n| Item | Number |\n|---|---|\n| D5 | 513 |\n"),
    "a field and a text of an item": lambda root: write_items(
        root, ITEMS | {"D4": ("1962-11-11", "LDN", "EXTERNAL", "4029", "REFTEL WASHDC 3321. A SHIP CALLED.")}
    ),
    "an item more, which was cited before it came": lambda root: write_items(
        root, ITEMS | {"D77": ("1962-11-08", "BONN", "EXTERNAL", "769", "GERMANS KNOW NOTHING OF A FERRY.")}
    ),
    "an item less": lambda root: write_items(root, {item: row for item, row in ITEMS.items() if item != "D3"}),
    "a setting": rewrite("briefbook.toml", 'title = "Ferries"', 'title = "Ferries and quays"'),
    "a setting of the checks": rewrite("briefbook.toml", "[site]", '[checks]\nignore = ["C2"]\n[site]'),
    "a list of persons": lambda root: write(root, "persons.csv", "name,variants\nCarlos Lechuga,Lechuga\n"),
}


def tree(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def built(root):
    published = pipeline.publish(Collection.open(root))
    assert published.site is not None
    return tree(published.site), published.findings, published.verifications


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "edited"
    write(root, "briefbook.toml", SETTINGS)
    write_items(root, ITEMS)
    for path, text in CHAPTERS.items():
        write(root, path, text)
    write(root, "narratives/quay.txt", "no picture")
    return root


def test_after_each_kind_of_edit_a_build_makes_what_a_build_from_nothing_makes(root, tmp_path):
    built(root)
    for kind, edit in EDITS.items():
        edit(root)
        files, findings, verifications = built(root)
        (root / "build").rename(tmp_path / "build of edits")
        (root / "build").mkdir()  # when a chapter changed is known only from build to build
        shutil.copy(tmp_path / "build of edits/change-times.sqlite", root / "build/change-times.sqlite")
        files_anew, findings_anew, verifications_anew = built(root)
        assert [name for name in sorted({*files, *files_anew}) if files.get(name) != files_anew.get(name)] == [], kind
        assert (findings, verifications) == (findings_anew, verifications_anew), kind
        shutil.rmtree(root / "build")
        (tmp_path / "build of edits").rename(root / "build")


def test_the_checks_of_single_chapters_find_in_each_what_they_find_in_the_book(root):
    workspace = Workspace(Collection.open(root))
    narratives = pipeline.read_narratives(workspace.collection, workspace.catalogue)
    context = pipeline.check_context(workspace, None)
    stored, _ = check(workspace.catalogue, narratives, context=context)
    again, _ = check(workspace.catalogue, narratives, context=pipeline.check_context(workspace, None))
    whole, _ = check(workspace.catalogue, narratives, context=dataclasses.replace(context, findings_of_narrative=None))
    assert stored == again == whole
    assert {finding.code for finding in whole} >= {"C101", "C204", "C211"}
    assert set(CHECKS) > OF_ONE_NARRATIVE
