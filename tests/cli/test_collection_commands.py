"""A collection is made, its mistakes are said with what to do, and the exit code tells how it ended."""

import json

import pytest


def test_init_makes_every_folder_and_touches_nothing_a_second_time(run_command, tmp_path):
    code, out, _ = run_command("init", tmp_path / "c", "--title", "Cables")
    assert code == 0
    assert "Made a collection" in out
    assert {path.name for path in (tmp_path / "c").iterdir()} >= {"scans", "received", "narratives", "briefbook.toml"}
    assert 'title = "Cables"' in (tmp_path / "c" / "briefbook.toml").read_text()
    about = (tmp_path / "c" / "README.txt").read_text(encoding="utf-8")
    assert "annotations/       Your notes on papers, shown with them: ITEM.md." in about
    assert "abbreviations.csv  What abbreviations stand for: abbreviation,meaning,source." in about
    code, _, err = run_command("init", tmp_path / "c")
    assert (code, "is already a collection" in err) == (3, True)


def test_a_folder_that_is_no_collection_says_how_to_make_one(run_command, tmp_path):
    code, _, err = run_command("-C", tmp_path, "catalogue", "list")
    assert code == 3
    assert "briefbook init" in err


def test_an_unknown_setting_names_the_nearest_known_one(run_command, tmp_path):
    run_command("init", tmp_path)
    (tmp_path / "briefbook.toml").write_text("[reading]\nreeder = 'auto'\n")
    code, _, err = run_command("-C", tmp_path, "catalogue", "list")
    assert code == 3
    assert "did you mean 'reading.reader'" in err


@pytest.mark.parametrize("arguments", [("-C",), ("catalogue", "colour"), ("nonsense",), ("catalogue", "set", "A")])
def test_wrong_usage_ends_with_two(run_command, arguments):
    code, _, err = run_command(*arguments)
    assert code == 2
    assert err


def test_the_list_of_items_writes_long_ids_in_full(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    run_command("init", tmp_path / "c")
    path = tmp_path / "list.csv"
    path.write_text(
        "Item,Date,From\n904-10076-10375-0001,8 Nov 1962,WASHDC\n904-10076-10375-0002,,LONDON\n", encoding="utf-8"
    )
    assert run_command("-C", tmp_path / "c", "import", "csv", path)[0] == 0
    code, out, _ = run_command("-C", tmp_path / "c", "catalogue", "list")
    assert code == 0
    assert "904-10076-10375-0001" in out
    assert "904-10076-10375-0002" in out


@pytest.mark.parametrize(
    ("options", "items"),
    [
        (["--filter", "from=wash"], ["ABC1", "ABC10"]),
        (["--filter", "from!=WASHDC"], ["ABC2"]),
        (["--filter", "date=="], ["ABC2"]),
        (["--filter", "date=1962-11-01..1962-11-30", "--filter", "from==washdc"], ["ABC10"]),
        (["--sort", "-date"], ["ABC1", "ABC10", "ABC2"]),
    ],
)
def test_the_list_of_items_is_filtered_and_sorted(run_command, tmp_path, options, items):
    run_command("init", tmp_path / "c")
    rows = "Item,Date,From\nABC2,,LONDON\nABC10,8 Nov 1962,WASHDC\nABC1,1 Dec 1962,WASHDC\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    run_command("-C", tmp_path / "c", "import", "csv", tmp_path / "list.csv")
    _, out, _ = run_command("-C", tmp_path / "c", "catalogue", "list", "--json", *options)
    assert [row["item"] for row in json.loads(out)] == items


def test_a_filter_on_no_column_is_refused(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    code, _, err = run_command("-C", tmp_path / "c", "catalogue", "list", "--filter", "sender=x")
    assert (code, "--filter sender=x: unknown condition" in err) == (2, True)
    code, _, err = run_command("-C", tmp_path / "c", "catalogue", "list", "--filter", "ferry")
    assert (code, "write FIELD=TEXT" in err) == (2, True)


def test_a_scan_that_lacks_is_spoken_of_in_the_singular(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    path = tmp_path / "list.csv"
    path.write_text("Item,Date,From\nABC10076,8 Nov 1962,WASHDC\n", encoding="utf-8")
    run_command("-C", tmp_path / "c", "import", "csv", path)
    _, out, _ = run_command("-C", tmp_path / "c", "check")
    assert "1 item that no page cites has neither scan nor text: ABC10076" in out


def test_an_empty_collection_has_an_empty_catalogue(run_command, tmp_path):
    run_command("init", tmp_path)
    assert run_command("-C", tmp_path, "catalogue", "list", "--json")[:2] == (0, "[]\n")


def test_a_correction_is_recorded_shown_and_never_overwritten(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    (tmp_path / "received" / "book").mkdir()
    (tmp_path / "received" / "book" / "descriptions.jsonl").write_text(
        '{"item": "D7001", "fields": {"number": [{"as_written": "331G", "value": "331"}]}}\n'
    )
    code, out, _ = run_command("-C", tmp_path, "catalogue", "set", "D7001", "date", "8-Nov-62", "--why", "stamp")
    assert (code, "(blank) -> 1962-11-08" in out) == (0, True)
    assert run_command("-C", tmp_path, "catalogue", "set", "D7001", "date", "31-Nov-62")[0] == 2
    assert run_command("-C", tmp_path, "catalogue", "set", "D7002", "date", "1962")[0] == 3
    _, out, _ = run_command("-C", tmp_path, "catalogue", "show", "D7001")
    assert "Ada" in out
    assert "331G" in out
    _, out, _ = run_command("-C", tmp_path, "catalogue", "history", "D7001")
    assert "stamp" in out


def test_the_spreadsheet_goes_out_and_back(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    run_command("-C", tmp_path, "catalogue", "list")
    (tmp_path / "received" / "book").mkdir()
    (tmp_path / "received" / "book" / "descriptions.jsonl").write_text(
        '{"item": "D7001", "fields": {"number": [{"as_written": "12", "value": "12"}]}}\n'
    )
    sheet = tmp_path / "sheet.csv"
    assert run_command("-C", tmp_path, "catalogue", "export", sheet)[0] == 0
    text = sheet.read_bytes().decode("utf-8-sig")
    sheet.write_bytes(text.replace("D7001,,,,,12", "D7001,8-Nov-62,Été,,,13").encode("cp1252"))
    code, out, err = run_command("-C", tmp_path, "catalogue", "import", sheet)
    assert code == 0
    assert "Windows-1252" in err
    assert "number: 12 -> 13" in out
    assert "from: (blank) -> Été" in out
    sheet.write_bytes(b"Date\n8-Nov-62\n")
    code, _, err = run_command("-C", tmp_path, "catalogue", "import", sheet)
    assert (code, "no column 'item'" in err) == (3, True)


def test_a_field_by_another_name_is_pointed_to(harbour, run_command):
    for name, field in (("title", "subject"), ("Recipient", "to"), ("clasification", "classification")):
        code, _, err = run_command("-C", harbour, "catalogue", "set", "H101", name, "X", "--why", "x")
        assert (code, f"did you mean '{field}'?" in err) == (2, True), name


def test_an_item_of_which_nothing_is_known_is_shown_without_an_empty_table(tmp_path, run_command):
    folder = tmp_path / "received" / "list"
    folder.mkdir(parents=True)
    (folder / "descriptions.jsonl").write_text('{"item": "D7001"}\n', encoding="utf-8")
    (tmp_path / "briefbook.toml").write_text("[items]\npattern = 'D[0-9]+'\n", encoding="utf-8")
    _, out, _ = run_command("-C", tmp_path, "catalogue", "show", "D7001")
    assert "No field is known yet" in out
    assert "confidence" not in out
