"""A decision, and an import, can be undone; the journal keeps what was said and that it no longer counts."""

import json

import pytest

ROWS = """\
{"item": "D7001", "fields": {"number": [{"as_written": "12", "value": "12"}]}, "flags": ["impossible_date"]}
{"item": "D7002", "fields": {"number": [{"as_written": "13", "value": "13"}]}}
"""


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    (tmp_path / "received" / "book").mkdir()
    (tmp_path / "received" / "book" / "descriptions.jsonl").write_text(ROWS, encoding="utf-8")

    def command(*arguments):
        return run_command("-C", tmp_path, *arguments)

    return command


def values(collection, field="number"):
    listed = json.loads(collection("catalogue", "list", "--json")[1])
    return {entry["item"]: entry[field] for entry in listed}


def test_unset_goes_back_to_what_the_list_says(collection):
    collection("catalogue", "set", "D7001", "number", "99")
    collection("catalogue", "set", "D7001", "number", "")
    assert values(collection) == {"D7001": None, "D7002": "13"}
    code, out, _ = collection("catalogue", "unset", "D7001", "number", "--why", "the list was right")
    assert (code, out) == (0, "D7001 number: (blank) -> 12\n")
    assert values(collection) == {"D7001": "12", "D7002": "13"}
    _, out, _ = collection("catalogue", "history", "D7001")
    assert out.splitlines()[-1].endswith("Ada  unset number: (blank) no longer holds  (the list was right)")


def test_unset_of_what_nobody_set_changes_nothing_and_says_so(collection, tmp_path):
    code, _, err = collection("catalogue", "unset", "D7001", "number")
    assert (code, "no correction of number of D7001 is recorded" in err) == (3, True)
    assert collection("catalogue", "unset", "D7001", "colour")[0] == 2
    assert not (tmp_path / "journal.jsonl").exists() or (tmp_path / "journal.jsonl").read_text() == ""


def test_undo_takes_the_last_decision_back_and_then_the_one_before(collection):
    collection("catalogue", "set", "D7001", "number", "98")
    collection("catalogue", "set", "D7001", "number", "99")
    collection("catalogue", "set", "D7002", "number", "77")
    assert collection("catalogue", "undo")[0] == 0
    assert values(collection) == {"D7001": "99", "D7002": "13"}
    collection("catalogue", "undo", "D7001")
    assert values(collection) == {"D7001": "98", "D7002": "13"}
    collection("catalogue", "undo")
    assert values(collection) == {"D7001": "12", "D7002": "13"}
    code, _, err = collection("catalogue", "undo")
    assert (code, "no decision is left to undo" in err) == (3, True)
    _, out, _ = collection("catalogue", "history")
    assert [line.split("  ", 2)[2] for line in out.splitlines()] == [
        "set D7001 number: 12 -> 98  [undone]",
        "set D7001 number: 98 -> 99  [undone]",
        "set D7002 number: 13 -> 77  [undone]",
        "undo D7002 set number: 13 -> 77",
        "undo D7001 set number: 98 -> 99",
        "undo D7001 set number: 12 -> 98",
    ]


def test_undo_of_a_spreadsheets_import_leaves_what_was_said_later(collection, tmp_path):
    sheet = tmp_path / "sheet.csv"
    collection("catalogue", "export", sheet)
    text = sheet.read_text(encoding="utf-8-sig").replace(",12,", ",120,").replace(",13,", ",130,")
    sheet.write_text(text, encoding="utf-8")
    assert collection("catalogue", "import", sheet)[0] == 0
    assert values(collection) == {"D7001": "120", "D7002": "130"}
    collection("catalogue", "set", "D7002", "number", "131")
    code, out, _ = collection("catalogue", "undo", "--import", "sheet.csv", "--dry-run")
    assert (code, "2 lines would be undone" in out) == (0, True)
    collection("catalogue", "undo", "--import", "sheet.csv")
    assert values(collection) == {"D7001": "12", "D7002": "131"}
    code, _, err = collection("catalogue", "undo", "--import", "sheet.csv")
    assert (code, "no import of the name 'sheet.csv' is left" in err) == (3, True)


def test_undo_of_a_received_list_lets_it_count_for_nothing_until_it_is_imported_again(collection, tmp_path):
    table = tmp_path / "More cables.csv"
    table.write_text("Item,Number\nD7001,12\nD7009,90\n", encoding="utf-8")
    assert collection("import", "csv", table)[0] == 0
    assert values(collection) == {"D7001": "12", "D7002": "13", "D7009": "90"}
    code, out, _ = collection("catalogue", "undo", "--import", "More cables.csv")
    assert (code, "received/more-cables/ no longer counts" in out) == (0, True)
    assert values(collection) == {"D7001": "12", "D7002": "13"}
    assert (tmp_path / "received" / "more-cables" / "descriptions.jsonl").exists()
    assert collection("import", "csv", table)[0] == 0
    assert values(collection) == {"D7001": "12", "D7002": "13", "D7009": "90"}


@pytest.mark.parametrize("gone", ["", "descriptions.jsonl"])
def test_an_import_that_is_gone_does_not_count_again(collection, tmp_path, gone):
    table = tmp_path / "more.csv"
    table.write_text("Item,Number\nD7009,90\n", encoding="utf-8")
    collection("import", "csv", table)
    collection("catalogue", "undo", "--import", "more")
    there, aside = tmp_path / "received" / "more" / gone, tmp_path / "aside"
    there.rename(aside)
    journal = (tmp_path / "journal.jsonl").read_bytes()
    for options in ((), ("--dry-run",)):
        code, out, err = collection("catalogue", "redo", *options)
        assert (code, out) == (3, "")
        assert "received/more/ can count again only when it is there" in err
    assert (tmp_path / "journal.jsonl").read_bytes() == journal
    aside.rename(there)
    assert collection("catalogue", "redo")[0] == 0
    assert values(collection)["D7009"] == "90"


def test_the_undo_of_a_received_list_is_redone_and_an_import_again_is_no_undo(collection, tmp_path):
    table = tmp_path / "more.csv"
    table.write_text("Item,Number\nD7009,90\n", encoding="utf-8")
    collection("import", "csv", table)
    collection("catalogue", "set", "D7001", "number", "98")
    collection("catalogue", "undo")
    collection("catalogue", "undo", "--import", "more")
    code, out, _ = collection("catalogue", "redo", "--dry-run")
    assert (code, out.splitlines()[0]) == (0, "  received/more/ counts again")
    assert "D7009" not in values(collection)
    assert collection("catalogue", "redo")[1] == "  received/more/ counts again\n1 line redone.\n"
    assert values(collection)["D7009"] == "90"
    assert "set D7001 number" in collection("catalogue", "redo")[1]
    assert values(collection) == {"D7001": "98", "D7002": "13", "D7009": "90"}
    assert collection("catalogue", "redo")[0] == 3
    collection("catalogue", "undo", "--import", "more")
    collection("import", "csv", table)
    assert collection("catalogue", "redo")[0] == 3
    assert values(collection)["D7009"] == "90"


def test_a_spreadsheet_that_changed_nothing_takes_no_list_of_its_name_out(collection, tmp_path):
    sheet = tmp_path / "list.csv"
    sheet.write_text("Item,Number\nD7001,12\nD7009,90\n", encoding="utf-8")
    collection("import", "csv", sheet)
    collection("catalogue", "export", sheet)
    assert "0 changes recorded" in collection("catalogue", "import", sheet)[1]
    code, out, err = collection("catalogue", "undo", "--import", "list.csv")
    assert (code, out) == (3, "")
    assert "'list.csv' may be a spreadsheet of the catalogue, of which nothing is left to undo, or the source" in err
    assert "type `briefbook catalogue undo --import received/list` so that nothing of the source counts" in err
    assert values(collection) == {"D7001": "12", "D7002": "13", "D7009": "90"}
    code, _, err = collection("catalogue", "undo", "--spreadsheet", "list.csv")
    assert (code, "that spreadsheet changed nothing that still holds" in err) == (3, True)
    code, out, _ = collection("catalogue", "undo", "--import", "received/list")
    assert (code, out) == (0, "  received/list/ no longer counts\n1 line undone.\n")
    assert values(collection) == {"D7001": "12", "D7002": "13"}


def test_of_a_spreadsheet_and_a_list_of_the_same_name_the_last_is_undone_else_it_is_asked(collection, tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("Item,Number\nD7009,90\n", encoding="utf-8")
    collection("import", "csv", listed)
    listed.write_text("item,number\nD7001,21\n", encoding="utf-8")
    collection("catalogue", "import", listed)
    journal, fixity = tmp_path / "journal.jsonl", tmp_path / "fixity.jsonl"
    lines, arrivals = journal.read_text(encoding="utf-8"), fixity.read_text(encoding="utf-8")
    when = json.loads(lines)["when"]

    def imported_in(year):
        journal.write_text(lines.replace(when, "2020-05-01T10:00:00+00:00"), encoding="utf-8")
        changed = [{**json.loads(line), "when": f"{year}-05-01T10:00:00Z"} for line in arrivals.splitlines()]
        fixity.write_text("".join(json.dumps(line) + "\n" for line in changed), encoding="utf-8")

    imported_in(2020)
    code, _, err = collection("catalogue", "undo", "--import", "list.csv")
    assert (code, "`briefbook catalogue undo --spreadsheet list.csv` for the spreadsheet" in err) == (3, True)
    assert "1 line would be undone" in collection("catalogue", "undo", "--spreadsheet", "list.csv", "--dry-run")[1]
    imported_in(2021)
    assert "received/list/ no longer" in collection("catalogue", "undo", "--import", "list.csv", "--dry-run")[1]
    imported_in(2019)
    assert "set D7001 number: 12 -> 21" in collection("catalogue", "undo", "--import", "list.csv")[1]
    assert values(collection) == {"D7001": "12", "D7002": "13", "D7009": "90"}
    code, _, err = collection("catalogue", "undo", "--import", "list.csv")
    assert (code, "of which nothing is left to undo" in err) == (3, True)
    assert collection("catalogue", "undo", "--import", "list", "--spreadsheet", "list.csv")[0] == 2


def test_a_name_with_another_ending_than_the_source_had_takes_no_source_out(collection, tmp_path):
    table = tmp_path / "cables.tsv"
    table.write_text("Item\tNumber\nD7009\t90\n", encoding="utf-8")
    assert collection("import", "csv", table)[0] == 0
    code, _, err = collection("catalogue", "undo", "--import", "cables.xlsx")
    assert (code, "or the source that was imported as received/cables/" in err) == (3, True)
    assert collection("catalogue", "undo", "--import", "cables.tsv")[0] == 0
    assert values(collection) == {"D7001": "12", "D7002": "13"}


def test_an_item_that_only_a_withdrawn_source_had_is_gone(collection):
    collection("catalogue", "undo", "--import", "book")
    assert values(collection) == {}
    collection("catalogue", "undo")
    assert values(collection) == {"D7001": "12", "D7002": "13"}


def test_a_corrected_date_is_no_doubt_in_the_citation_and_ends_the_finding(collection):
    collection("catalogue", "set", "D7001", "date", "1962-11-09", "--why", "read from the picture")
    shown = json.loads(collection("catalogue", "show", "D7001", "--json")[1])
    assert (shown["flags"], shown["fields"]["date"][0]["how"]) == ([], "observed")
    collection("catalogue", "set", "D7001", "date", "1962-11-09", "--supplied")
    shown = json.loads(collection("catalogue", "show", "D7001", "--json")[1])
    assert shown["fields"]["date"][0]["how"] == "supplied"


def test_redo_repeats_what_was_last_undone(collection):
    collection("catalogue", "set", "D7001", "number", "98")
    collection("catalogue", "set", "D7002", "number", "77")
    collection("catalogue", "undo")
    collection("catalogue", "undo")
    assert values(collection) == {"D7001": "12", "D7002": "13"}
    code, out, _ = collection("catalogue", "redo", "D7002", "--why", "it was right")
    assert (code, out) == (0, "  set D7002 number: 13 -> 77\n1 line redone.\n")
    assert values(collection) == {"D7001": "12", "D7002": "77"}
    collection("catalogue", "redo")
    assert values(collection) == {"D7001": "98", "D7002": "77"}
    code, _, err = collection("catalogue", "redo")
    assert (code, "nothing is undone" in err) == (3, True)
    collection("catalogue", "undo", "D7002")
    assert values(collection) == {"D7001": "98", "D7002": "13"}
    _, out, _ = collection("catalogue", "history", "D7002")
    assert [line.split("  ", 2)[2] for line in out.splitlines()] == [
        "set number: 13 -> 77  [undone]",
        "undo set number: 13 -> 77  [undone]",
        "redo set number: 13 -> 77  (it was right)",
        "undo set number: 13 -> 77",
    ]


def test_redo_brings_back_a_whole_import_and_a_received_list(collection, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("item,number\nD7001,1\nD7002,2\n", encoding="utf-8")
    collection("catalogue", "import", sheet)
    collection("catalogue", "undo", "--import", "sheet.csv")
    assert values(collection) == {"D7001": "12", "D7002": "13"}
    assert collection("catalogue", "redo", "--dry-run")[1].endswith("2 lines would be redone; nothing was changed.\n")
    collection("catalogue", "redo")
    assert values(collection) == {"D7001": "1", "D7002": "2"}


@pytest.mark.parametrize("field", ["sent", "received", "event", "date"])
def test_a_day_is_stored_as_one_and_other_words_are_refused(collection, field):
    code, _, err = collection("catalogue", "set", "D7001", field, "the other day")
    assert (code, f"'the other day' is not recognised as a value of {field}" in err) == (2, True)
    collection("catalogue", "set", "D7001", field, "8 Nov 62 14:30")
    shown = collection("catalogue", "show", "D7001", "--json")[1]
    clock = "T14:30" if field in ("sent", "received") else ""
    assert f'"value": "1962-11-08{clock}"' in shown


def test_all_of_a_field_a_person_or_a_day_is_undone(collection, monkeypatch):
    collection("catalogue", "set", "D7001", "number", "21")
    collection("catalogue", "set", "D7002", "number", "22")
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ben")
    collection("catalogue", "set", "D7001", "subject", "Ferry")
    collection("catalogue", "set", "D7002", "number", "23")
    out = collection("catalogue", "undo", "--by", "Ben", "--field", "number", "--dry-run")[1]
    assert "set D7002 number: 22 -> 23  (Ben" in out
    assert out.endswith("1 line would be undone; nothing was changed.\n")
    collection("catalogue", "undo", "--by", "Ben")
    assert values(collection) == {"D7001": "21", "D7002": "22"}
    assert values(collection, "subject") == {"D7001": None, "D7002": None}
    assert collection("catalogue", "undo", "D7002", "--field", "number")[1].endswith("1 line undone.\n")
    assert values(collection) == {"D7001": "21", "D7002": "13"}
    code, _, err = collection("catalogue", "undo", "--day", "1999-01-01")
    assert code == 3
    assert "no such decision is left to undo" in err
    assert collection("catalogue", "undo", "--field", "nmber")[0] == 3
