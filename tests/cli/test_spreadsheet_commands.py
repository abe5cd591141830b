"""``catalogue export`` and ``import`` with workbooks; a doubt is listed, not recorded, and the exit code says so."""

import pytest


@pytest.fixture
def collection(run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "Ada")
    run_command("init", tmp_path / "c")
    table = tmp_path / "list.csv"
    table.write_text("Item,Date,From,To,Number\nH1,8 Nov 1962,KIEL,OSLO,0042\nH2,9 Nov 1962,OSLO,KIEL,17\n")
    run_command("-C", tmp_path / "c", "import", "csv", table)
    return tmp_path / "c"


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_an_export_comes_back_without_a_change(run_command, collection, tmp_path, name):
    code, out, _ = run_command("-C", collection, "catalogue", "export", tmp_path / name)
    assert (code, out) == (0, f"Wrote 2 items to {tmp_path / name}.\n")

    code, out, err = run_command("-C", collection, "catalogue", "import", tmp_path / name)
    assert (code, out, err) == (0, "0 changes recorded, 0 conflicts left to resolve.\n", "")
    assert not (collection / "journal.jsonl").exists() or "H1" not in (collection / "journal.jsonl").read_text()


def test_the_format_can_be_named(run_command, collection, tmp_path):
    run_command("-C", collection, "catalogue", "export", tmp_path / "out", "--format", "xlsx")
    assert (tmp_path / "out").read_bytes()[:2] == b"PK"

    assert run_command("-C", collection, "catalogue", "export", "--format", "xlsx")[0] == 2
    assert run_command("-C", collection, "catalogue", "export", tmp_path / "out.ods")[0] == 2


def test_a_file_that_may_have_been_edited_is_not_written_over_unless_that_is_said(run_command, collection, tmp_path):
    path = tmp_path / "out.csv"
    run_command("-C", collection, "catalogue", "export", path)
    edited = path.read_text(encoding="utf-8-sig").replace("KIEL", "TURKU")
    path.write_text(edited, encoding="utf-8")
    code, out, err = run_command("-C", collection, "catalogue", "export", path)
    assert (code, out) == (3, "")
    assert "out.csv is there already, and may have been edited" in " ".join(err.split())
    assert path.read_text(encoding="utf-8") == edited
    assert run_command("-C", collection, "catalogue", "export", path, "--replace")[0] == 0
    assert "TURKU" not in path.read_text(encoding="utf-8-sig")


def test_a_doubt_is_listed_never_recorded_and_the_exit_code_says_so(run_command, collection, tmp_path):
    path = tmp_path / "out.csv"
    run_command("-C", collection, "catalogue", "export", path)
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("H1,1962-11-08", "H1,3/4/1962").replace(",17,", ",18,")
    )

    code, out, err = run_command("-C", collection, "catalogue", "import", path, "--prefer", "theirs")

    advice = "To take this import back: `briefbook catalogue undo --spreadsheet out.csv`."
    assert (code, out.splitlines()) == (
        1, ["  H2 number: 17 -> 18", "1 change recorded, 1 conflict left to resolve.", advice],
    )  # fmt: skip
    assert err.startswith("  in doubt: H1 date, now 1962-11-08: '3/4/1962' can mean 1962-04-03 or 1962-03-04; write it")
    assert "H1" not in (collection / "journal.jsonl").read_text()
    assert run_command("-C", collection, "catalogue", "undo", "--spreadsheet", "out.csv")[0] == 0
    assert "17" in run_command("-C", collection, "catalogue", "show", "H2")[1]
    assert run_command("-C", collection, "catalogue", "import", path, "--prefer", "ours")[0] == 0


def test_a_file_that_is_no_spreadsheet_is_refused_with_what_to_do(run_command, collection, tmp_path):
    (tmp_path / "list.pdf").write_bytes(b"%PDF-1.7\n")

    code, _, err = run_command("-C", collection, "catalogue", "import", tmp_path / "list.pdf")

    assert (code, "this is a PDF, not a table" in err) == (3, True)
