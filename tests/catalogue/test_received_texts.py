"""Texts that stand in packed descriptions are read from there, and stay what they were when the list is replaced."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from briefbook.catalogue import StoreCatalogue, received_texts, store
from briefbook.errors import OutsideError
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

ITEMS = [f"D{number}" for number in range(1, 10)]


def write_list(path, changed=(), left_out=()):
    rows = [
        f"{item},{number},FERRY {number} LEFT THE HARBOUR{' TWICE' * (item in changed)} {'SPECIMEN ' * 80}"
        for number, item in enumerate(ITEMS, 1)
        if item not in left_out
    ]
    path.write_text("Item,Number,Text\n" + "\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture
def large(run_command, tmp_path, monkeypatch):
    """A collection that counts as large from the third item on, with its list; its texts are read from the list."""
    monkeypatch.setattr(store, "PLAIN_ITEMS", 2)
    monkeypatch.setattr(store, "BATCH_SIZE", 2)
    monkeypatch.setattr("briefbook.importers.spooled_descriptions.MAX_PLAIN_BYTES", 1_000)
    run_command("init", tmp_path / "c")
    write_list(tmp_path / "list.csv")
    assert run_command("-C", tmp_path / "c", "import", "csv", tmp_path / "list.csv")[0] == 0
    return tmp_path / "c"


def catalogue_of(root):
    return Workspace(Collection.open(root)).catalogue


def kinds(root):
    """How the text of each item's page is stored."""
    with sqlite3.connect(root / "build/catalogue.sqlite") as db:
        return {item: type(text).__name__ for item, text in db.execute("SELECT item, text FROM pages ORDER BY item")}


def is_right(catalogue, changed=(), items=ITEMS):
    return all(
        catalogue.text(item).startswith(f"FERRY {item[1:]} LEFT THE HARBOUR{' TWICE' * (item in changed)} SPECIMEN")
        for item in items
    )


def linked(root):
    return list((root / "build/texts").iterdir())


def test_a_large_catalogue_has_where_its_texts_stand_and_gives_them(large):
    catalogue = catalogue_of(large)
    assert kinds(large) == {"D1": "str", "D2": "str"} | dict.fromkeys(ITEMS[2:], "int")
    assert is_right(catalogue)
    (file,) = linked(large)
    assert file.samefile(large / "received/list/descriptions.jsonl.gz")  # takes no room
    for item in ITEMS:
        (page,) = catalogue.pages(item)
        assert page == catalogue.page(item, 1)
        assert catalogue.message(item) == catalogue.text(item) == page.text == catalogue.texts(item)[0].text
    assert dict(catalogue.first_texts(7)) == {item: f"FERRY {item[1:]}" for item in ITEMS}
    assert len(set(catalogue.text_keys().values())) == len(ITEMS)


def test_of_a_list_that_is_replaced_the_texts_follow_and_the_former_file_is_gone(large, run_command):
    before = catalogue_of(large)
    keys = before.text_keys()
    write_list(large.parent / "list.csv", changed=["D5"], left_out=["D4"])
    assert run_command("-C", large, "import", "csv", large.parent / "list.csv", "--replace")[0] == 0
    assert is_right(before)  # as it was, until the catalogue is brought up to date
    after = catalogue_of(large)
    left = [item for item in ITEMS if item != "D4"]
    assert is_right(after, changed=["D5"], items=left)
    assert is_right(before, changed=["D5"], items=left)  # a server that had it open
    assert {item for item in left if after.text_keys()[item] != keys[item]} == {"D5"}
    (file,) = linked(large)
    assert file.samefile(large / "received/list/descriptions.jsonl.gz")


def test_where_a_disk_knows_no_second_names_the_texts_are_packed(large, monkeypatch):
    def refuse(*_):
        raise PermissionError("no second names here")

    monkeypatch.setattr(received_texts.os, "link", refuse)
    assert is_right(catalogue_of(large))
    assert kinds(large) == {"D1": "str", "D2": "str"} | dict.fromkeys(ITEMS[2:], "bytes")
    monkeypatch.undo()
    assert is_right(catalogue_of(large))


def test_a_file_that_was_replaced_meanwhile_is_not_pointed_into(large, monkeypatch):
    path = large / "received/list/descriptions.jsonl.gz"
    received = Workspace(Collection.open(large)).received
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content + content)
    texts = received_texts.ReceivedTexts(large / "build/texts")
    catalogue = StoreCatalogue(large / "build/catalogue.sqlite")
    with catalogue._transaction():
        assert texts.number_of(catalogue._db, path, received.states[path]) is None
    assert linked(large) == []


@pytest.mark.parametrize("harm", ["removed", "cut"])
def test_a_catalogue_whose_texts_are_gone_is_made_again(large, harm):
    first = catalogue_of(large)
    (file,) = linked(large)
    if harm == "removed":
        file.unlink()
        with pytest.raises(OutsideError, match=r"the text of D7, p\. 1, cannot be read"):
            received_texts._pages_at.cache_clear() or first.text("D7")
    else:
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content[:-20])
    assert is_right(catalogue_of(large))
    assert all(path.samefile(large / "received/list/descriptions.jsonl.gz") for path in linked(large))


def test_a_copied_collection_has_its_texts(large, run_command):
    catalogue_of(large).close()
    shutil.copytree(large, large.parent / "copy")
    shutil.rmtree(large)
    copy = StoreCatalogue(large.parent / "copy/build/catalogue.sqlite")
    assert is_right(copy)
    assert run_command("-C", large.parent / "copy", "catalogue", "show", "D7")[1].count("FERRY 7") == 1


def test_an_item_of_two_sources_and_a_corrected_one_keep_their_texts(large, run_command):
    other = large.parent / "other.csv"
    other.write_text("Item,Subject\nD6,HERRING\n", encoding="utf-8")
    assert run_command("-C", large, "import", "csv", other)[0] == 0
    assert run_command("-C", large, "catalogue", "set", "D7", "subject", "COD")[0] == 0
    catalogue = catalogue_of(large)
    assert is_right(catalogue)
    assert (catalogue.get("D6").value("subject"), catalogue.get("D7").value("subject")) == ("HERRING", "COD")
    assert kinds(large)["D6"] == kinds(large)["D7"] == "int"


def test_a_catalogue_of_an_earlier_version_is_made_again(large):
    catalogue_of(large).close()
    with sqlite3.connect(large / "build/catalogue.sqlite") as db:
        db.execute("DROP TABLE text_files")
        db.execute("PRAGMA user_version = 12")
    shutil.rmtree(Path(large / "build/texts"))
    assert is_right(catalogue_of(large))
    assert kinds(large)["D9"] == "int"
