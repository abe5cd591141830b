"""Pages of items that are begun while the book is checked are those that are made after it."""

import json
import shutil

import pytest

from briefbook.errors import InputError
from briefbook.project import index_sync, pipeline
from briefbook.project.collection import Collection
from briefbook.search import open_index
from briefbook.site import build, parallel_build
from briefbook.util import parallel

SETTINGS = """[collection]
title = "Ferries"
[items]
citation = "D[0-9]+"
[site]
search = "auto"
"""
CHAPTER = """---
dates: 1962-11-08/1962-11-10
---
# The quay

The ferry “was not at the granite quay” (D1). Nobody knows what D77 says (D77).
"""
ITEM_COUNT = 12


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "ferries"
    rows = []
    for number in range(1, ITEM_COUNT + 1):
        told = {"date": f"1962-11-{number:02d}", "from": "LDN", "to": "EXTERNAL", "number": str(4000 + number)}
        fields = {name: [{"as_written": value, "value": value}] for name, value in told.items()}
        text = f"REFTEL {4000 + number - 1}. THE FERRY WAS NOT AT THE GRANITE QUAY."
        rows.append(json.dumps({"item": f"D{number}", "fields": fields, "pages": [text]}) + "\n")
    write(root, "briefbook.toml", SETTINGS)
    write(root, "received/list/descriptions.jsonl", "".join(rows))
    write(root, "narratives/quay.md", CHAPTER)
    return root


@pytest.fixture
def early(monkeypatch):
    """Two workers, which begin early also for a handful of items, and an index apart; what was begun is given."""
    monkeypatch.setattr(build, "MIN_ITEMS_BEGUN", 2)
    monkeypatch.setattr(pipeline, "MIN_ITEMS_INDEXED_APART", 2)
    monkeypatch.setattr(parallel_build, "THRESHOLD", 2)
    monkeypatch.setattr(parallel_build, "BATCH_SIZE", 3)
    monkeypatch.setattr(build, "core_count", lambda: 2)
    monkeypatch.setattr(parallel, "core_count", lambda: 2)
    begun = []
    begin = build._begin

    def noted(*args):
        begun.append(begin(*args))
        return begun[-1]

    monkeypatch.setattr(build, "_begin", noted)
    return begun


def tree(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def built_anew(root):
    shutil.rmtree(root / "build", ignore_errors=True)
    published = pipeline.publish(Collection.open(root))
    assert published.site is not None
    return published, tree(published.site)


def without_times(files):
    return {name: content for name, content in files.items() if name not in ("sitemap.xml", "feed.xml")}


@pytest.mark.slow
def test_a_site_begun_early_is_the_one_made_after_the_checks(root, request):
    usual, files = built_anew(root)
    begun = request.getfixturevalue("early")
    made_here = []
    index_of = index_sync.index_of
    request.getfixturevalue("monkeypatch").setattr(
        index_sync, "index_of", lambda *given: made_here.append(index_of(*given))
    )
    early, same_files = built_anew(root)
    assert not made_here  # the index is another process's
    index = open_index(root / "build/index")
    assert index is not None
    assert len(index) == ITEM_COUNT
    assert without_times(same_files) == without_times(files)
    assert (early.pages, early.findings, early.verifications) == (usual.pages, usual.findings, usual.verifications)
    assert [len(one.items) for one in begun] == [ITEM_COUNT - 1]  # all but the one that is cited
    write(root, "narratives/quay.md", CHAPTER.replace("Nobody", "Still nobody"))
    assert pipeline.publish(Collection.open(root)).site is not None
    assert begun[1:] == [None]  # after an edit nothing is


@pytest.mark.slow
def test_what_was_begun_is_gone_where_findings_stop_publication(root, early):
    write(root, "narratives/quay.md", CHAPTER.replace("was not at", "was always at"))
    published = pipeline.publish(Collection.open(root), strict=True)
    assert published.site is None
    assert published.findings
    assert early[0] is not None
    assert not (root / "build/site").exists()
    assert not (root / "build/.site.new").exists()


@pytest.mark.slow
def test_what_was_begun_is_gone_where_the_checks_cannot_be_done(root, early):
    write(root, "persons.csv", "no,such\ncolumns,here\n")
    with pytest.raises(InputError):
        pipeline.publish(Collection.open(root))
    assert not (root / "build/.site.new").exists()


@pytest.mark.slow
def test_pages_are_made_again_where_a_logo_comes_while_the_book_is_checked(root, early, monkeypatch):
    write(root, "briefbook.toml", SETTINGS.replace("[site]", '[site]\nlogo = "logo.svg"'))
    write(root, "media/logo.svg", "<svg/>")
    _, expected = built_anew(root)
    with_findings = pipeline._with_findings  # the checks are another process's: this is done as soon as they are

    def with_a_style_put_in(*args):
        write(root, "media/theme.css", "body { color: black }")
        return with_findings(*args)

    monkeypatch.setattr(pipeline, "_with_findings", with_a_style_put_in)
    _, changed = built_anew(root)
    monkeypatch.undo()
    _, anew = built_anew(root)
    assert without_times(changed) == without_times(anew)
    assert changed["items/D5.html"] != expected["items/D5.html"]
