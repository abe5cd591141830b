"""An import that is killed loses nothing, and the next takes nothing that it wrote for a person's."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

IMPORTING = """
import os, signal, sys
from briefbook.cli import main
from briefbook.util import files

last, moves, replace = int(sys.argv[1]), [], os.replace

def replace_or_die(source, target):
    moves.append(target)
    if len(moves) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)

files.os.replace = replace_or_die
sys.argv = ["briefbook", *sys.argv[2:]]
main()
"""


def import_killed(collection, table, at):
    """Import a list in a process that is killed as it moves file ``at``, from 1, to its place; its exit code."""
    source = str(Path(__file__).parents[2] / "src")
    command = [
        sys.executable,
        "-c",
        IMPORTING,
        str(at),
        "-C",
        str(collection),
        "import",
        "csv",
        str(table),
        "--replace",
    ]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": source}, capture_output=True).returncode


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_list_is_imported_after_a_kill_whatever_was_written(run_command, tmp_path, at):
    collection, table = tmp_path / "c", tmp_path / "list.csv"
    run_command("init", collection)
    folder = collection / "received" / "list"
    table.write_text("Item,Number\nD1,1\n")
    assert run_command("-C", collection, "import", "csv", table)[0] == 0
    run_command("-C", collection, "catalogue", "set", "D1", "subject", "Sugar  quota")
    before = (folder / "descriptions.jsonl").read_text()
    journal = (collection / "journal.jsonl").read_text()

    table.write_text("Item,Number\nD1,2\nD2,3\n")
    assert import_killed(collection, table, at) == -signal.SIGKILL

    descriptions = (folder / "descriptions.jsonl").read_text()
    assert descriptions == before or descriptions.count("\n") == 2
    assert (collection / "journal.jsonl").read_text() == journal
    table.write_text("Item,Number\nD1,2\nD2,4\nD3,5\n")  # not the list that was broken off
    code, _, errors = run_command("-C", collection, "import", "csv", table, "--replace")
    assert (code, errors) == (0, "")
    assert (folder / "descriptions.jsonl").read_text().count("\n") == 3
    assert not (folder / ".unfinished.json").exists()
    assert (collection / "journal.jsonl").read_text() == journal

    (folder / "descriptions.jsonl").write_text(before)  # by a person
    assert import_killed(collection, table, 99) == 3


@pytest.mark.parametrize("at", [2, 3, 4])
def test_the_next_command_says_that_an_import_was_cut_off_and_it_can_be_finished_or_undone(run_command, tmp_path, at):
    collection, table = tmp_path / "c", tmp_path / "a list.csv"
    run_command("init", collection)
    folder = collection / "received" / "a-list"
    table.write_text("Item,Number\nD1,1\n")
    assert run_command("-C", collection, "import", "csv", table)[0] == 0
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    table.write_text("Item,Number\nD1,2\nD2,3\n")
    assert import_killed(collection, table, at) == -signal.SIGKILL

    code, out, errors = run_command("-C", collection, "catalogue", "list")
    assert code == 0
    assert "D1" in out
    assert errors == (
        "briefbook: the import received/a-list/ was cut off before it was complete: its items may be old, new or both\n"
        f"  What to do: finish it with `briefbook import csv '{table}' --name a-list --replace`, "
        "or undo it with `briefbook catalogue undo --import a-list`.\n"
    )
    assert "J106" in run_command("-C", collection, "check")[1]

    code, out, errors = run_command("-C", collection, "catalogue", "undo", "--import", "a-list")
    assert (code, errors) == (0, "")
    assert out.endswith("The import received/a-list/, which was cut off, is undone.\n")
    assert "removed" not in out  # each file was there before
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert run_command("-C", collection, "catalogue", "list")[2] == ""

    assert import_killed(collection, table, at) == -signal.SIGKILL
    assert run_command("-C", collection, "import", "csv", table, "--name", "a-list", "--replace")[0] == 0
    assert run_command("-C", collection, "catalogue", "list")[2] == ""
    assert not list(folder.glob(".*"))


def test_a_first_import_that_was_cut_off_leaves_nothing_when_it_is_undone_but_what_a_person_wrote(
    run_command, tmp_path
):
    collection, page = tmp_path / "c", tmp_path / "page.txt"
    run_command("init", collection)
    page.write_text("A SPECIMEN page\n\nThe talks began in May.\n")
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-c", IMPORTING, "5", "-C", str(collection), "import", "exhibit", str(page)]
    killed = subprocess.run(command, env={**os.environ, "PYTHONPATH": source}, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    chapter = collection / "narratives" / "page.md"
    chapter.write_text("mine")

    out = run_command("-C", collection, "catalogue", "undo", "--import", "page")[1]

    assert "narratives/page.md was edited by a person since and stays" in out
    assert chapter.read_text() == "mine"
    assert not (collection / "received" / "page").exists()


IMPORTING_MOVED = IMPORTING.replace(
    'sys.argv = ["briefbook"',
    """from briefbook.catalogue import journal

append_synced = journal.append_synced

def append_or_die(file, data):
    if last == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    append_synced(file, data)
    if last == -1:
        os.kill(os.getpid(), signal.SIGKILL)

journal.append_synced = append_or_die
sys.argv = ["briefbook\"""",
)


@pytest.mark.parametrize("at", [2, 3, 4, 5, 0, -1])
def test_decisions_follow_their_papers_once_wherever_the_import_was_cut_off(run_command, tmp_path, at):
    collection, table = tmp_path / "c", tmp_path / "list.csv"
    run_command("init", collection)
    papers = [f"{day} March 1951,Anna Berg,The ferry of the {day}th" for day in range(2, 9)]
    write_list(table, papers)
    assert run_command("-C", collection, "import", "csv", table)[0] == 0
    run_command("-C", collection, "catalogue", "set", "3", "to", "Olaf Lind")  # the paper of 4 March
    write_list(table, ["1 March 1951,Bo Lund,Oars", *papers])
    options = ["import", "csv", str(table), "--replace", "--moved", "follow"]
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-c", IMPORTING_MOVED, str(at), "-C", str(collection), *options]

    killed = subprocess.run(command, env={**os.environ, "PYTHONPATH": source}, capture_output=True)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    code, _, errors = run_command("-C", collection, *options)
    assert (code, errors) == (0, "")
    rows = json.loads(run_command("-C", collection, "catalogue", "list", "--json")[1])
    assert {row["item"]: row["to"] for row in rows if row["to"]} == {"4": "Olaf Lind"}
    lines = (collection / "journal.jsonl").read_text().splitlines()
    assert len(lines) == len(set(lines)) == 3  # the correction, taken back, and made again
    assert not (collection / "received/list/.unfinished.json").exists()


def write_list(path, papers):
    rows = "".join(f"{number},{paper}\n" for number, paper in enumerate(papers, 1))
    path.write_text(f"Item,Date,From,Subject\n{rows}")


def test_another_source_does_not_finish_an_import_by_which_decisions_follow(run_command, tmp_path):
    collection, table = tmp_path / "c", tmp_path / "list.csv"
    run_command("init", collection)
    papers = [f"{day} March 1951,Anna Berg,The ferry of the {day}th" for day in range(2, 9)]
    write_list(table, papers)
    assert run_command("-C", collection, "import", "csv", table)[0] == 0
    run_command("-C", collection, "catalogue", "set", "3", "to", "Olaf Lind")
    write_list(table, ["1 March 1951,Bo Lund,Oars", *papers])
    options = ["import", "csv", str(table), "--replace", "--moved", "follow"]
    source = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-c", IMPORTING_MOVED, "0", "-C", str(collection), *options]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": source}, capture_output=True)

    write_list(table, papers[1:])
    code, _, errors = run_command("-C", collection, *options)

    assert code == 3
    assert "decisions have yet to follow their papers" in errors
    code, out, errors = run_command("-C", collection, "catalogue", "undo", "--import", "list")
    assert (code, errors) == (0, "")
    assert "is undone" in out
