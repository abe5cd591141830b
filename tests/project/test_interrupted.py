"""Describing many items can be broken off at any moment: the same command goes on, and the catalogue is the same."""

import functools
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefbook.catalogue import store
from briefbook.progress import quiet
from briefbook.project import workspace
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_catalogue
from briefbook.util import parallel
from briefbook.util.files import write_atomic

ITEMS = [f"CDNW{number}" for number in (7, 8, 9, 10, 11, 100, 101)]


@pytest.fixture
def make(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BATCH_SIZE", 2)

    def made(name):
        (tmp_path / name / "received/list").mkdir(parents=True)
        (tmp_path / name / "briefbook.toml").write_text('[collection]\ntitle = "Specimen"\n', encoding="utf-8")
        rows = [{"item": item, "pages": [f"FM PARIS\nTO EXTERNAL {item[4:]}\nSPECIMEN"]} for item in sorted(ITEMS)]
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / name / "received/list/descriptions.jsonl").write_text(text, encoding="utf-8")
        return Collection.open(tmp_path / name)

    return made


def breaking_off(after):
    def progress(things, what, total=None, unit=""):
        for number, thing in enumerate(things):
            if number == after:
                raise KeyboardInterrupt
            yield thing

    return progress


def counting(described):
    def progress(things, what, total=None, unit=""):
        described.append(total)
        yield from things

    return progress


def content(here):
    catalogue = open_catalogue(here, progress=quiet)
    return [(entry, catalogue.text(entry.item)) for entry in catalogue]


def test_broken_off_after_five_items_it_goes_on_with_those_not_yet_written(make):
    here, described = make("one"), []
    with pytest.raises(KeyboardInterrupt):
        open_catalogue(here, progress=breaking_off(5))
    open_catalogue(here, progress=counting(described))
    assert described == [3]  # two batches of two were written
    assert [entry.item for entry, _ in content(here)] == ITEMS
    assert content(here) == content(make("two"))


def test_what_is_there_when_all_is_done_is_not_made_again(make):
    here, described = make("one"), []
    open_catalogue(here)
    open_catalogue(here, progress=counting(described))
    assert described == []


def test_a_collection_that_was_moved_or_copied_is_not_described_again_and_one_whose_list_has_other_words_is(
    make, tmp_path
):
    here, described = make("one"), []
    (here.root / "persons.csv").write_text("name,variants\nJean Durand,Mr Durand\n", encoding="utf-8")
    write_atomic(here.transcripts / "CDNW7" / "p001.txt", "FM PARIS\nTO EXTERNAL 7\nTYPED\n")
    before = content(here)
    moved = tmp_path / "elsewhere" / "moved"
    moved.parent.mkdir()
    here.root.rename(moved)
    open_catalogue(Collection.open(moved), progress=counting(described))
    copied = Path(shutil.copytree(moved, tmp_path / "copied", copy_function=shutil.copy))  # with times of today
    for path in copied.rglob("*.*"):
        os.utime(path, (10**9, 10**9))
    assert content(Collection.open(copied)) == before
    open_catalogue(Collection.open(copied), progress=counting(described))
    assert described == []
    (copied / "persons.csv").write_text("name,variants\nJean Durant,Mr Durant\n", encoding="utf-8")
    open_catalogue(Collection.open(copied), progress=counting(described))
    assert described == [7]


@pytest.mark.slow
def test_several_processes_make_the_catalogue_that_one_makes(make, monkeypatch):
    one = content(make("one"))
    monkeypatch.setattr(parallel, "core_count", lambda: 2)
    several = functools.partial(parallel.parallel_map, threshold=1, batch_size=2)
    monkeypatch.setattr(parallel, "parallel_map", several)
    assert content(make("two")) == one


def test_items_described_on_an_executor_are_as_if_described_here(make):
    with ThreadPoolExecutor(2) as executor:
        elsewhere = workspace.Workspace(make("there"), executor=executor).catalogue
        described = [(entry, elsewhere.text(entry.item)) for entry in elsewhere]
    assert described == content(make("here"))
    assert [entry.item for entry, _ in described] == ITEMS
