"""A build of which nothing has changed is not made again, and anything that it rests on undoes that."""

import datetime
import os

import pytest

from briefbook.model.finding import PROGRAM_FAULT, Finding
from briefbook.model.verdict import Verdict, Verification
from briefbook.project.build_record import BuildOutcome, BuildRecord
from briefbook.project.collection import Collection
from briefbook.util import extensions

TODAY = datetime.date(2026, 11, 27)
OUTCOME = BuildOutcome(
    31,
    (Finding("C106", None, "two cables of one number"),),
    (Verification(Verdict.VERBATIM, "the ferry was late", item="D1", narrative="narratives/a.md", quotation=0),),
    ("1 chapter is a draft and was left out",),
)


@pytest.fixture
def root(tmp_path):
    for name, text in {
        "briefbook.toml": '[collection]\ntitle = "Ferries"\n',
        "narratives/a.md": "# The ferry\n\nIt was late (D1).\n",
        "media/quay.jpg": "a picture",
        "scans/D1.pdf": "a scan",
        "received/list/descriptions.jsonl": "{}\n",
        "build/site/index.html": "<p>The ferry",
        "build/.site.state.json": "{}",
        "build/catalogue.sqlite": "",
        "build/index/meta.json": "{}",
        "build/exports/annotations.json": "{}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def record(root, today=TODAY, *, strict=False):
    return BuildRecord(Collection.open(root), today, strict=strict)


def keep(root, outcome=OUTCOME):
    record(root).keep(outcome, [root / "build/exports/annotations.json"])


def test_what_the_last_build_came_to_is_said_again_while_nothing_changes(root):
    assert record(root).outcome() is None
    keep(root)
    assert record(root).outcome() == OUTCOME
    (root / "build/site/other.html").write_text("what is in build/ is no source", encoding="utf-8")
    assert record(root).outcome() == OUTCOME


@pytest.mark.parametrize(
    "changed",
    [
        "briefbook.toml",
        "narratives/a.md",
        "narratives/b.md",
        "media/quay.jpg",
        "scans/D1.pdf",
        "received/list/descriptions.jsonl",
        "journal.jsonl",
        "transcripts/D1/p001.txt",
        "persons.csv",
        "locales/fr/LC_MESSAGES/own.po",
    ],
)
def test_a_file_that_comes_or_changes_undoes_it(root, changed):
    keep(root)
    path = root / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")
    assert record(root).outcome() is None


@pytest.mark.parametrize("removed", ["narratives/a.md", "media/quay.jpg", "scans/D1.pdf"])
def test_a_file_that_goes_undoes_it(root, removed):
    keep(root)
    (root / removed).unlink()
    assert record(root).outcome() is None


@pytest.mark.parametrize(
    "removed",
    [
        "build/site/index.html",
        "build/.site.state.json",
        "build/catalogue.sqlite",
        "build/exports/annotations.json",
        "build/.built.json",
    ],
)
def test_what_the_build_made_is_missed(root, removed):
    keep(root)
    (root / removed).unlink()
    assert record(root).outcome() is None


def test_other_words_of_one_length_are_seen_though_the_time_was_put_back(root):
    keep(root)
    chapter = root / "narratives/a.md"
    times = chapter.stat().st_atime_ns, chapter.stat().st_mtime_ns
    chapter.write_text("# The ferry\n\nIt was fast (D1).\n", encoding="utf-8")
    os.utime(chapter, ns=times)
    assert record(root).outcome() is None


def test_another_day_another_strictness_and_the_environment_undo_it(root, monkeypatch):
    keep(root)
    assert record(root, datetime.date(2026, 11, 28)).outcome() is None
    assert record(root, strict=True).outcome() is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert record(root).outcome() is None


def test_a_chapter_in_a_folder_that_is_a_link_to_another_is_seen(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "D2.pdf").write_text("a scan", encoding="utf-8")
    (root / "scans/box").symlink_to(elsewhere, target_is_directory=True)
    (elsewhere / "back").symlink_to(root, target_is_directory=True)  # and no circle is gone round for ever
    keep(root)
    assert record(root).outcome() == OUTCOME
    (elsewhere / "D3.pdf").write_text("a scan", encoding="utf-8")
    assert record(root).outcome() is None


def test_an_empty_folder_and_a_second_link_to_a_folder_are_seen(root):
    keep(root)
    (root / "scans/D5").mkdir()
    assert record(root).outcome() is None
    keep(root)
    assert record(root).outcome() == OUTCOME
    (root / "scans/D6").symlink_to(root / "scans/D5", target_is_directory=True)
    assert record(root).outcome() is None


def test_an_extension_that_is_edited_in_place_is_seen(root, monkeypatch):
    monkeypatch.setattr(extensions, "file_states", lambda *groups: [("harbour_check.py", 100, 1)])
    keep(root)
    assert record(root).outcome() == OUTCOME
    monkeypatch.setattr(extensions, "file_states", lambda *groups: [("harbour_check.py", 120, 2)])
    assert record(root).outcome() is None


def test_what_changes_while_it_is_built_is_seen_by_the_next_build(root):
    before = record(root)
    (root / "narratives/a.md").write_text("# The ferry\n\nIt sank (D1).\n", encoding="utf-8")
    before.keep(OUTCOME, [])
    assert record(root).outcome() is None


def test_a_fault_of_the_program_is_tried_again(root):
    keep(root, BuildOutcome(31, (Finding(PROGRAM_FAULT, None, "a check failed"),), ()))
    assert record(root).outcome() is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}', '{"key": null, "downloads": null}'])
def test_a_damaged_record_is_none(root, content):
    keep(root)
    (root / "build/.built.json").write_text(content, encoding="utf-8")
    assert record(root).outcome() is None


def test_a_link_out_of_the_collection_is_followed_where_papers_are_read_and_not_where_the_book_publishes_from(
    root, tmp_path_factory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "private.jpg").write_text("not the collection's", encoding="utf-8")
    (root / "media/album").symlink_to(elsewhere)
    keep(root)
    assert record(root).outcome() == OUTCOME
    (elsewhere / "private.jpg").write_text("changed, which is no concern of this book", encoding="utf-8")
    assert record(root).outcome() == OUTCOME
    (root / "scans/box").symlink_to(elsewhere)
    assert record(root).outcome() is None
    keep(root)
    (elsewhere / "private.jpg").write_text("a scan that has changed", encoding="utf-8")
    assert record(root).outcome() is None


@pytest.mark.parametrize("link", ["received/edition", "transcripts/D1", "annotations"])
def test_what_is_read_through_a_link_to_another_disk_is_seen_when_it_changes(root, link, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "p001.txt").write_text("the ferry", encoding="utf-8")
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(elsewhere, target_is_directory=True)
    keep(root)
    assert record(root).outcome() == OUTCOME
    (elsewhere / "p001.txt").write_text("the lights", encoding="utf-8")
    assert record(root).outcome() is None
