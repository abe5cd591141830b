"""Dates on the command line: a correction, a list, a question; the other reading is always said."""

import json

import pytest


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path)
    table = tmp_path / "list.csv"
    table.write_text("Item,Date,From,To,Number\nD7001,12/11/62,LDN,EXTERNAL,1\nD7002,Nov 1962,LDN,EXTERNAL,2\n")
    run_command("-C", tmp_path, "import", "csv", table, "--name", "list")
    return tmp_path


def test_a_correction_in_figures_is_read_day_first_and_the_other_reading_is_said(run_command, collection):
    code, out, err = run_command("-C", collection, "catalogue", "set", "D7002", "date", "8/11/62")

    assert (code, "-> 1962-11-08" in out) == (0, True)
    assert "it may also be 1962-08-11 (set [dates] order)" in err


def test_what_is_wrong_with_a_date_is_said(run_command, collection):
    code, _, err = run_command("-C", collection, "catalogue", "set", "D7002", "date", "31-Nov-62")

    assert code == 2
    assert "1962-11-31 is not a day of the calendar" in err


def test_the_order_of_the_settings_is_used_by_all(run_command, collection):
    (collection / "briefbook.toml").write_text('[dates]\norder = "mdy"\n')
    run_command("-C", collection, "import", "csv", collection / "list.csv", "--name", "list", "--replace")
    run_command("-C", collection, "catalogue", "set", "D7002", "date", "8/11/62")

    assert run_command("-C", collection, "search", "date:12/11/62", "--json")[1].count("D7001") >= 1
    assert run_command("-C", collection, "search", "date:8/11/62", "--json")[1].count("D7002") >= 1
    _, out, _ = run_command("-C", collection, "catalogue", "list", "--json")
    assert [row["date"] for row in json.loads(out)] == ["1962-12-11", "1962-08-11"]


def date_of(run_command, collection):
    rows = json.loads(run_command("-C", collection, "catalogue", "list", "--json")[1])
    return next(row["date"] for row in rows if row["item"] == "D7001")


def test_a_list_whose_days_can_be_read_two_ways_is_taken_as_the_option_says(run_command, collection):
    table = collection / "list.csv"
    assert date_of(run_command, collection) == "1962-11-12"
    assert "--dates dmy (day first) or --dates mdy" in run_command("-C", collection, "import", "csv", table)[1]

    assert run_command("-C", collection, "import", "csv", table, "--dates", "mdy")[0] == 0
    assert date_of(run_command, collection) == "1962-12-11"
    assert run_command("-C", collection, "import", "csv", table, "--dates", "dmy")[0] == 0
    assert date_of(run_command, collection) == "1962-11-12"


def test_an_order_of_days_that_is_none_is_refused(run_command, collection):
    code, _, err = run_command("-C", collection, "import", "csv", collection / "list.csv", "--dates", "ymd")

    assert (code, "write dmy or mdy" in err) == (2, True)
