"""The record of an import that was cut off may be somebody else's: it leads nowhere and orders nothing."""

import json

import pytest

from briefbook.project.collection import Collection
from briefbook.project.unfinished_imports import undo_unfinished, unfinished_import


@pytest.fixture
def here(tmp_path):
    root = tmp_path / "c"
    (root / "received" / "list" / ".before").mkdir(parents=True)
    (root / "briefbook.toml").write_text("")
    return Collection.open(root)


def cut_off(here, **stored):
    path = here.received / "list" / ".unfinished.json"
    path.write_text(json.dumps({"command": "", "files": {}, "before": {}, **stored}), encoding="utf-8")
    return unfinished_import(here, "list")


def test_nothing_outside_of_the_collection_is_put_back_or_removed(here, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    (here.root / "link").symlink_to(tmp_path, target_is_directory=True)
    (here.received / "list" / ".before" / "1").write_text("theirs")
    names = {"../letter.txt": "", str(tmp_path / "letter.txt"): "1", "link/letter.txt": "1"}
    undone = cut_off(here, before={**names, "persons.csv": "../../../../letter.txt", "places.csv": "1"})
    assert undone.before == {"places.csv": "1"}
    assert undo_unfinished(here, undone) == []
    assert (tmp_path / "letter.txt").read_text() == "mine"
    assert (here.root / "places.csv").read_text() == "theirs"


@pytest.mark.parametrize(
    "command",
    [
        "rm -rf x",
        "briefbook import csv a.csv; rm -rf x",
        "briefbook import csv $(rm x)",
        "briefbook import csv 'a",
        "briefbook import csv a\nrm x",
    ],
)
def test_only_the_command_that_imports_is_said_again(here, command):
    assert cut_off(here, command=command).command == ""


def test_the_command_that_imports_is_said_again(here):
    command = "briefbook import csv '/papers/a list.csv' --name a-list --replace"
    assert cut_off(here, command=command).command == command
