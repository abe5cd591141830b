"""A check of which nothing has changed is printed again, and anything that it rests on undoes that."""

import datetime

import pytest

from briefbook.checks.reports.forms import FORMS
from briefbook.model.finding import PROGRAM_FAULT, REPORT_FORMS, Finding
from briefbook.project.check_record import CheckRecord
from briefbook.project.collection import Collection

TODAY = datetime.date(2026, 11, 27)


@pytest.fixture
def root(tmp_path):
    for name, text in {
        "briefbook.toml": '[collection]\ntitle = "Ferries"\n',
        "journal.jsonl": "",
        "narratives/a.md": "# The ferry\n\nIt was late (D1).\n",
        "received/list/descriptions.jsonl": '{"item": "D1"}\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "build").mkdir()
    return tmp_path


def record(root, today=TODAY, options=("text", False)):
    return CheckRecord(Collection.open(root), today, options)


def test_the_report_is_given_again_while_nothing_changes(root):
    assert record(root).outcome() is None
    record(root).keep([Finding("C106", None, "two cables of one number")], "1 finding “of two”\n", stops=True)
    assert record(root).outcome() == ("1 finding “of two”\n", True)


@pytest.mark.parametrize("name", ["briefbook.toml", "journal.jsonl", "narratives/a.md", "scans/D2.pdf", "persons.csv"])
def test_a_changed_or_new_file_undoes_it(root, name):
    record(root).keep([], "nothing\n", stops=False)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("# changed\n", encoding="utf-8")
    assert record(root).outcome() is None


def test_a_page_read_since_undoes_it(root):
    (root / "build/readings").mkdir()
    record(root).keep([Finding("R106", None, "page 2: the process that read it was killed")], "R106\n", stops=False)
    assert record(root).outcome() == ("R106\n", False)
    (root / "build/readings/D1.json.gz").write_bytes(b"")
    assert record(root).outcome() is None


def test_another_day_or_option_undoes_it(root):
    record(root).keep([], "nothing\n", stops=False)
    assert record(root, today=datetime.date(2026, 11, 28)).outcome() is None
    assert record(root, options=("json", False)).outcome() is None
    assert record(root).outcome() == ("nothing\n", False)


def test_a_fault_of_the_program_is_tried_again_and_a_damaged_record_is_no_record(root):
    record(root).keep([Finding(PROGRAM_FAULT, None, "a check was not done")], "a fault\n", stops=True)
    assert record(root).outcome() is None
    (root / "build/.checked.json").write_text('{"key": 1', encoding="utf-8")
    assert record(root).outcome() is None


def test_the_forms_offered_are_those_there_are():
    assert sorted(REPORT_FORMS) == sorted(FORMS)
