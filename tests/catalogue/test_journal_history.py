"""The journal by item, field, person and day, and what would hold if lines were undone."""

import pytest

from briefbook.catalogue.history import (
    FieldEffect,
    HistoryFilter,
    effects_of_undo,
    key_of_line,
    lines_to_undo,
)
from briefbook.model.decision import CodeDecision, FieldDecision, UndoDecision

NUMBER = FieldDecision(item="D7", field="number", after="3316", who="Ada", when="2026-11-26T23:59:00Z")
AGAIN = FieldDecision(item="D7", field="number", before="3316", after="3318", who="Ben", when="2026-11-27T08:00:00Z")
DATE = FieldDecision(item="D8", field="date", after="1962-11-08", who="Ben", when="2026-11-27T09:00:00Z")
CODE = CodeDecision(code="XYZ", name="Xanadu", who="Ada", when="2026-12-01T09:00:00Z")
UNDO = UndoDecision(undone=NUMBER, who="Cora", when="2026-12-02T09:00:00Z")
LINES = [NUMBER, AGAIN, DATE, CODE, UNDO]


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        (HistoryFilter(), LINES),
        (HistoryFilter(item="D7"), [NUMBER, AGAIN, UNDO]),
        (HistoryFilter(field="number"), [NUMBER, AGAIN, UNDO]),
        (HistoryFilter(who="Ben"), [AGAIN, DATE]),
        (HistoryFilter(day="2026-11-27"), [AGAIN, DATE]),
        (HistoryFilter(day="2026-11"), [NUMBER, AGAIN, DATE]),
        (HistoryFilter(item="D8", who="Ada"), []),
    ],
)
def test_lines_are_filtered(wanted, lines):
    assert [line for line in LINES if wanted.takes(line)] == lines


def test_only_lines_that_still_count_can_be_undone():
    keys = {key_of_line(NUMBER), key_of_line(AGAIN)}
    assert lines_to_undo(LINES, keys) == (AGAIN,)
    assert lines_to_undo(LINES, {"none"}) == ()


def test_the_decision_before_is_redone_or_the_machine_says():
    assert effects_of_undo([NUMBER, AGAIN, DATE], [AGAIN, DATE]) == (
        FieldEffect("D7", "number", "3316", "Ada"),
        FieldEffect("D8", "date", None, ""),
    )
    assert effects_of_undo([NUMBER, AGAIN], [NUMBER]) == (FieldEffect("D7", "number", "3318", "Ben"),)
    assert effects_of_undo([CODE], [CODE]) == ()
