"""What is no file of the kind named is refused in words that say what, where and what to do; nothing is written."""

import random

import pytest


@pytest.fixture
def collection(tmp_path, run_command):
    run_command("init", tmp_path / "c")
    return tmp_path / "c"


@pytest.mark.parametrize("kind", ["csv", "exhibit", "frus", "omeka", "collectionbuilder"])
def test_a_folder_is_no_file_of_a_list_or_a_page(collection, run_command, tmp_path, kind):
    code, _, said = run_command("-C", collection, "import", kind, tmp_path)
    assert code == 3
    assert f"{tmp_path} is a folder" in said
    assert "name one file in it" in said
    assert list((collection / "received").iterdir()) == []


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page"])
def test_random_bytes_are_no_page(collection, run_command, tmp_path, name):
    (tmp_path / name).write_bytes(random.Random(15).randbytes(600))
    code, _, said = run_command("-C", collection, "import", "exhibit", tmp_path / name)
    assert code == 3
    assert "this is not text; an exhibit is pasted text, .html or .docx" in said
    assert list((collection / "received").iterdir()) == []


def test_an_empty_file_is_said_with_what_to_do(collection, run_command, tmp_path):
    (tmp_path / "list.csv").write_bytes(b"")
    code, _, said = run_command("-C", collection, "import", "csv", tmp_path / "list.csv")
    assert code == 3
    assert "list.csv is empty" in said
    assert "What to do: save or download the file again" in said


def test_a_collection_is_not_made_in_a_file(run_command, tmp_path):
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    code, _, said = run_command("init", tmp_path / "notes.txt")
    assert code == 3
    assert "notes.txt is a file" in said
    assert "name a folder" in said


def test_a_spreadsheet_is_not_written_over_a_folder(collection, run_command, tmp_path):
    (tmp_path / "out.csv").mkdir()
    code, _, said = run_command("-C", collection, "catalogue", "export", tmp_path / "out.csv")
    assert code == 4
    assert "name a file, not a folder" in said
