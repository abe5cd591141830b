"""How a command ends: its exit code, what it says, and where the log is."""

from pathlib import Path

import pytest

from briefbook import cli
from briefbook.errors import EXIT_CODES, InputError, OutsideError, ProgramFault, UsageError
from briefbook.model.finding import CODES


@pytest.fixture
def collection(tmp_path, run_command):
    assert run_command("init", tmp_path / "c")[0] == 0
    return tmp_path / "c"


def fails_with(error):
    def find_series(*_):
        raise error

    return find_series


@pytest.fixture
def broken(monkeypatch):
    """Makes the command `series` raise an exception."""

    def breaks(error):
        monkeypatch.setattr("briefbook.cli.series_.collection", fails_with(error))

    return breaks


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("wrong", remedy="right"), 2),
        (InputError("wrong", remedy="right"), 3),
        (OutsideError("wrong", remedy="right"), 4),
        (ProgramFault("wrong", remedy="right"), 70),
    ],
)
def test_each_kind_of_error_has_its_exit_code_and_says_what_to_do(collection, run_command, broken, error, code):
    broken(error)
    assert run_command("-C", collection, "series") == (code, "", "briefbook: wrong\n  What to do: right\n")
    assert code in EXIT_CODES


def test_a_fault_of_the_program_asks_for_a_report_and_keeps_the_traceback_in_the_log(collection, run_command, broken):
    broken(IndexError("list index out of range"))
    code, out, err = run_command("-C", collection, "series")
    assert (code, out) == (70, "")
    assert "this is a fault of Briefbook itself, not of your papers (IndexError: list index out of range)" in err
    assert f"please report it, with the end of {collection / 'build' / 'briefbook.log'}" in err
    assert "Traceback" not in err
    log = (collection / "build" / "briefbook.log").read_text(encoding="utf-8")
    assert "a fault of the program ended the command series" in log
    assert "Traceback (most recent call last)" in log


def test_the_traceback_is_shown_when_everything_is_wanted(collection, run_command, broken):
    broken(IndexError("list index out of range"))
    _, _, err = run_command("-C", collection, "-vv", "series")
    assert "Traceback (most recent call last)" in err
    broken(InputError("wrong"))
    assert "Traceback (most recent call last)" in run_command("-C", collection, "series", "-vv")[2]
    assert "Traceback" not in run_command("-C", collection, "series", "-v")[2]


def test_an_interruption_is_130(collection, run_command, broken):
    broken(KeyboardInterrupt())
    code, _, err = run_command("-C", collection, "series")
    assert code == 130
    assert "interrupted; finished work is kept" in err


def test_a_log_file_is_written_by_every_command_and_what_cannot_be_written_is_said(collection, run_command, tmp_path):
    for name in ("series", "posts", "copies"):
        assert run_command("-C", collection, name, "--log-file", tmp_path / "log.txt")[0] == 0
    lines = (tmp_path / "log.txt").read_text(encoding="utf-8").splitlines()
    starts = [line.split(": ", 1)[1] for line in lines if " briefbook.cli: " in line]
    assert starts == [f"briefbook 0.1.0: {name}, in {collection}" for name in ("series", "posts", "copies")]
    code, _, err = run_command("-C", collection, "series", f"--log-file={tmp_path}")
    assert code == 4
    assert str(tmp_path) in err


@pytest.mark.parametrize("arguments", [["-C"], ["--log-file"], ["series", "--log-file="]])
def test_an_option_without_its_value_is_wrong_usage(run_command, arguments):
    assert run_command(*arguments)[0] == 2


def test_options_of_every_command_stand_anywhere_before_two_hyphens():
    arguments = ["-v", "search", "-C", "folder", "--verbose", "--log-file=x.log", "-vv", "--", "-v"]
    options = cli.take_global_options(arguments)
    assert (str(options.root), options.verbosity, str(options.log_file)) == ("folder", 4, "x.log")
    assert arguments == ["search", "--", "-v"]


def test_the_help_says_every_exit_code(run_command):
    said = " ".join(run_command("--help")[1].split())
    assert "2 the command was called wrongly" in said
    assert "70 a fault of Briefbook itself" in said


def test_the_short_option_for_help_is_taken_everywhere(run_command):
    assert run_command("-h") == run_command("--help")
    assert run_command("catalogue", "set", "-h") == run_command("catalogue", "set", "--help")


PAGE = Path(__file__).parents[2] / "docs" / "when-something-goes-wrong.md"


def rows_of(page, heading):
    """The first table below a heading: what stands in its first two columns."""
    lines = page.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {row[0]: row[1] for row in cells[1:]}


def test_the_page_on_what_goes_wrong_has_every_exit_code_and_every_code():
    page = PAGE.read_text(encoding="utf-8")
    assert rows_of(page, "Exit codes") == {str(code): meaning for code, meaning in EXIT_CODES.items()}
    assert rows_of(page, "Codes of findings that are no checks'") == CODES
