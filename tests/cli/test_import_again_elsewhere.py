"""A list that is here already, or that the catalogue wrote: said, and never taken for news."""

import csv
import io
import json

import pytest

LIST = "Item,Date,From,Tel. no.,Colour\nH1,8-Nov-62,OSLO,17,red\nH2,9-Nov-62,KIEL,18,blue\n"


@pytest.fixture
def run(run_command):
    """Runs a command in a collection, gives what it prints, and sees that it ends as it should."""

    def run(folder, *arguments, code=0):
        ended, out, err = run_command("-C", folder, *arguments)
        assert ended == code, err
        return err if code else out

    return run


@pytest.fixture
def folder(tmp_path, run_command):
    run_command("init", tmp_path / "c")
    return tmp_path / "c"


def imported(folder):
    return sorted(path.parent.name for path in folder.glob("received/*/descriptions.jsonl"))


def test_the_report_says_of_each_column_what_it_was_taken_for(folder, run):
    (folder / "list.csv").write_text(LIST, encoding="utf-8")

    shown = run(folder, "import", "csv", folder / "list.csv", "--dry-run")

    rows = [" ".join(line.split()) for line in shown.splitlines()]
    assert rows == [
        "csv list: 2 rows, 2 items",
        "column taken for first cell",
        "Item item H1",
        "Date date 8-Nov-62 = 1962-11-08",
        "From from OSLO",
        "Tel. no. number 17",
        "Colour no field: a note red",
        "no column for: to",
        'change one with --map "COLUMN=FIELD"',
        "look at: there is no column 'To'; it stays blank for every item",
        "Nothing was written.",
    ]
    assert not imported(folder)


def test_the_same_in_json(folder, run):
    (folder / "list.csv").write_text(LIST, encoding="utf-8")

    report = json.loads(run(folder, "import", "csv", folder / "list.csv", "--dry-run", "--json"))

    assert report["columns"]["Tel. no."] == "number"
    assert report["column_examples"]["Date"] == {"written": "8-Nov-62", "meaning": "1962-11-08"}
    assert report["unknown_columns"] == ["Colour"]
    assert report["fields_without_column"] == ["to"]


def test_the_same_rows_under_another_name_are_refused_unless_both_are_to_be_kept(folder, run):
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "copy.csv").write_text(LIST.replace(",", ";"), encoding="utf-8")
    run(folder, "import", "csv", folder / "list.csv")

    refused = run(folder, "import", "csv", folder / "copy.csv", code=3)

    assert "received/list holds the same already: 2 items, and all say the same" in refused
    assert imported(folder) == ["list"]
    run(folder, "import", "csv", folder / "copy.csv", "--keep-both")
    assert imported(folder) == ["copy", "list"]
    run(folder, "import", "csv", folder / "copy.csv")  # its own name: nothing changes


def test_a_later_state_of_a_list_under_another_name_is_said(folder, run):
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "later.csv").write_text(LIST.replace("blue", "green"), encoding="utf-8")
    run(folder, "import", "csv", folder / "list.csv")

    shown = run(folder, "import", "csv", folder / "later.csv")

    assert "2 of 2 items are in received/list too, 1 with the same words, and both are kept" in shown
    assert "--name list --replace" in shown


def test_a_list_is_not_compared_with_one_that_was_undone(folder, run):
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "later.csv").write_text(LIST.replace("blue", "green"), encoding="utf-8")
    (folder / "copy.csv").write_text(LIST.replace(",", ";"), encoding="utf-8")
    run(folder, "import", "csv", folder / "list.csv")
    run(folder, "catalogue", "undo", "--import", "list")

    assert "both are kept" not in run(folder, "import", "csv", folder / "later.csv")
    run(folder, "catalogue", "undo", "--import", "later")
    run(folder, "import", "csv", folder / "copy.csv")  # all the same as one that was undone


def test_two_lists_that_name_one_item_both_are_two_lists(folder, run):
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "other.csv").write_text("Item,Subject\nH1,Fog\nH3,Ice\nH4,Snow\n", encoding="utf-8")
    run(folder, "import", "csv", folder / "list.csv")

    assert "received/list" not in run(folder, "import", "csv", folder / "other.csv")


@pytest.fixture
def exported(folder, run):
    """The rows of a catalogue that was exported."""
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    run(folder, "import", "csv", folder / "list.csv")
    return list(csv.DictReader(io.StringIO(run(folder, "catalogue", "export"))))


def written(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def descriptions(folder, name):
    lines = (folder / "received" / name / "descriptions.jsonl").read_text(encoding="utf-8").splitlines()
    return {
        row["item"]: {field: [reading["value"] for reading in readings] for field, readings in row["fields"].items()}
        for row in map(json.loads, lines)
    }


def test_of_a_list_that_the_catalogue_wrote_only_what_differs_is_taken(folder, run, exported):
    exported[0]["number"], exported[0]["date"], exported[1]["from"] = "19", "11/8/1962", ""

    shown = run(folder, "import", "csv", written(folder / "edited.csv", exported))

    assert descriptions(folder, "edited") == {"H1": {"number": ["19"]}}
    assert "only what differs from what was exported was taken (1 cell)" in shown
    assert "1 cell that held a value when the list was exported is blank now" in shown


def test_a_list_that_the_catalogue_wrote_and_nobody_changed_is_refused(folder, run, exported):
    refused = run(folder, "import", "csv", written(folder / "same.csv", exported), code=3)

    assert "every cell is as it was exported: there is nothing to import" in refused


def test_the_list_of_another_collection_is_taken_whole(folder, run, exported, run_command, tmp_path):
    other = tmp_path / "other"
    run_command("init", other)

    shown = run(other, "import", "csv", written(folder / "theirs.csv", exported))

    assert descriptions(other, "theirs")["H1"]["number"] == ["17"]
    assert "`briefbook catalogue export` of another collection wrote 2 rows of this list" in shown
