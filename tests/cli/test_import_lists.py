"""``import csv`` of a list: the mapping is shown, changed, kept and used again."""

import gzip
import json
import shutil

import pytest

from briefbook.catalogue import StoreCatalogue


@pytest.fixture
def collection(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    return tmp_path / "c"


def described(collection, name="list"):
    lines = (collection / "received" / name / "descriptions.jsonl").read_text(encoding="utf-8").splitlines()
    return {
        row["item"]: {field: [one["value"] for one in readings] for field, readings in row["fields"].items()}
        for row in map(json.loads, lines)
    }


def test_what_the_curator_says_of_a_column_is_used_again(run_command, collection, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text("Item,Wire,Colour\nH1,17,red\n")
    run_command("-C", collection, "import", "csv", table, "--map", "Wire=number", "--map", "Colour=")
    assert described(collection) == {"H1": {"number": ["17"]}}

    table.write_text("Item,Wire,Colour\nH1,18,red\n")
    code, _, _ = run_command("-C", collection, "import", "csv", table, "--replace")

    assert (code, described(collection)) == (0, {"H1": {"number": ["18"]}})
    assert json.loads((collection / "received/list/columns.json").read_text()) == {"Colour": "", "Wire": "number"}
    report = json.loads((collection / "received/list/report.json").read_text())
    assert report["columns"] == {"Item": "item", "Wire": "number", "Colour": ""}


@pytest.mark.parametrize(
    ("option", "words", "exit_code"),
    [
        ("Wire", "there is no =", 2),
        ("Wire=numbr", "'numbr' is not a field", 3),
        ("Wire=numbr", 'What to do: write --map "Wire=FIELD" with one of them', 3),
        ("Wyre=number", "there is no column 'Wyre'", 3),
    ],
)
def test_a_choice_that_cannot_be_is_an_error(run_command, collection, tmp_path, option, words, exit_code):
    table = tmp_path / "list.csv"
    table.write_text("Item,Wire\nH1,17\n")

    code, _, err = run_command("-C", collection, "import", "csv", table, "--map", option)

    assert (code, words in err) == (exit_code, True)


def test_the_pattern_of_the_settings_holds_for_lists(run_command, collection, tmp_path):
    (collection / "briefbook.toml").write_text('[items]\npattern = "H[0-9]+"\n')
    table = tmp_path / "list.csv"
    table.write_text("Item,Number\nH1,17\nX1,18\n")

    _, out, _ = run_command("-C", collection, "import", "list", table)
    assert (list(described(collection)), "'X1' is taken for no id" in out) == (["H1"], True)

    run_command("-C", collection, "import", "list", table, "--any-id")
    assert list(described(collection)) == ["H1", "X1"]


def test_descriptions_that_a_person_wrote_or_edited_are_never_replaced(run_command, collection, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text("Item,Number\nH1,17\n")
    by_hand = collection / "received" / "list" / "descriptions.jsonl"
    by_hand.parent.mkdir(parents=True)
    by_hand.write_text('{"item": "H9"}\n')

    code, _, errors = run_command("-C", collection, "import", "csv", table, "--replace")
    assert code == 3
    assert "descriptions.jsonl was written or edited by a person and is not replaced" in errors
    assert by_hand.read_text() == '{"item": "H9"}\n'

    by_hand.unlink()
    run_command("-C", collection, "import", "csv", table)
    by_hand.write_text(by_hand.read_text().replace("17", "18"))
    code, _, errors = run_command("-C", collection, "import", "csv", table, "--replace")
    assert code == 3
    assert "18" in by_hand.read_text()


def test_an_import_of_which_nothing_remains_says_why(run_command, collection, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text(f"Item,Number\n{'K' * 130}1,17\n")
    code, _, errors = run_command("-C", collection, "import", "csv", table)
    assert code == 3
    assert "nothing in it was recognised; " in errors
    assert "row 2 was left out: its id is longer than 120 letters" in errors


def test_many_descriptions_are_written_in_parts_and_fewer_later_leave_none_behind(
    collection, run_command, tmp_path, monkeypatch
):
    monkeypatch.setattr("briefbook.importers.spooled_descriptions.MAX_PART_ITEMS", 2)
    path = tmp_path / "list.csv"
    path.write_text("Item,Number\nD1,1\nD2,2\nD3,3\n", encoding="utf-8")
    folder = collection / "received" / "list"

    assert run_command("-C", collection, "import", "csv", path)[0] == 0
    lines = {part.name: part.read_text(encoding="utf-8").count("\n") for part in folder.glob("*.jsonl")}
    assert lines == {"descriptions-001.jsonl": 2, "descriptions-002.jsonl": 1}
    assert run_command("-C", collection, "import", "csv", path)[0] == 0  # nothing changes

    path.write_text("Item,Number\nD1,1\n", encoding="utf-8")
    assert run_command("-C", collection, "import", "csv", path, "--replace")[0] == 0
    assert [part.name for part in folder.glob("*.jsonl")] == ["descriptions.jsonl"]


def test_many_bytes_of_descriptions_are_packed_and_the_items_are_the_same(
    collection, run_command, tmp_path, monkeypatch
):
    path = tmp_path / "list.csv"
    rows = [f"D{number},{number},FERRY {number} LEFT THE HARBOUR" for number in range(1, 400)]
    path.write_text("Item,Number,Text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    folder = collection / "received" / "list"
    assert run_command("-C", collection, "import", "csv", path)[0] == 0
    listed = run_command("-C", collection, "catalogue", "list", "--json")[1]
    plain = (folder / "descriptions.jsonl").read_bytes()

    monkeypatch.setattr("briefbook.importers.spooled_descriptions.MAX_PLAIN_BYTES", 1_000)
    for _ in range(2):  # once in place of what is plain, once with nothing to change
        assert run_command("-C", collection, "import", "csv", path)[0] == 0
        assert [part.name for part in folder.glob("*.jsonl*")] == ["descriptions.jsonl.gz"]
        assert gzip.decompress((folder / "descriptions.jsonl.gz").read_bytes()) == plain
    assert run_command("-C", collection, "catalogue", "list", "--json")[1] == listed
    shutil.rmtree(collection / "build")
    assert run_command("-C", collection, "catalogue", "list", "--json")[1] == listed
    assert "FERRY 231 LEFT" in run_command("-C", collection, "catalogue", "show", "D231")[1]
    assert run_command("-C", collection, "verify")[0] == 0

    monkeypatch.setattr("briefbook.importers.spooled_descriptions.MAX_PART_ITEMS", 250)
    assert run_command("-C", collection, "import", "csv", path)[0] == 0
    parts = sorted(folder.glob("*.jsonl*"))
    assert [part.name for part in parts] == ["descriptions-001.jsonl.gz", "descriptions-002.jsonl.gz"]
    assert b"".join(gzip.decompress(part.read_bytes()) for part in parts) == plain

    parts[1].write_bytes(parts[1].read_bytes() + gzip.compress(b'{"item": "D999"}\n'))  # by a person
    code, _, err = run_command("-C", collection, "import", "csv", path)
    assert code == 3
    assert "descriptions-002.jsonl.gz was written or edited by a person and is not replaced" in err


def test_a_part_that_a_person_edited_is_not_removed(collection, run_command, tmp_path, monkeypatch):
    monkeypatch.setattr("briefbook.importers.spooled_descriptions.MAX_PART_ITEMS", 1)
    path = tmp_path / "list.csv"
    path.write_text("Item,Number\nD1,1\nD2,2\n", encoding="utf-8")
    run_command("-C", collection, "import", "csv", path)
    part = collection / "received" / "list" / "descriptions-002.jsonl"
    part.write_text('{"item": "D2", "fields": {}, "row": 9}\n', encoding="utf-8")

    path.write_text("Item,Number\nD1,1\n", encoding="utf-8")
    code, _, err = run_command("-C", collection, "import", "csv", path, "--replace")

    assert code == 3
    assert "descriptions-002.jsonl was written or edited by a person and is not replaced" in err
    assert part.exists()


def test_a_list_imported_again_without_a_row_leaves_the_other_items_as_they_are(run_command, collection, tmp_path):
    root = collection
    rows = [f"L{number},1963-03-0{number},OSLO" for number in range(1, 9)]
    for chosen, code in ((rows, 0), (rows[:2] + rows[3:], 0)):
        (tmp_path / "list.csv").write_text("\n".join(["Item,Date,From", *chosen]) + "\n", encoding="utf-8")
        assert run_command("-C", root, "import", "csv", tmp_path / "list.csv", "--replace")[0] == code
        run_command("-C", root, "catalogue", "list")
    store = StoreCatalogue(root / "build/catalogue.sqlite")
    assert store.ids() == ["L1", "L2", "L4", "L5", "L6", "L7", "L8"]
    assert store.changes(1) == ([], ["L3"])
