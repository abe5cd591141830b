"""What a person wants back -> the lines that undo it."""

from briefbook.catalogue.undo import decision_in_force, decisions_of_import, last_decision, undo_decisions
from briefbook.model.decision import CodeDecision, FieldDecision, UndoDecision, UnsetDecision


def number(after, item="D7", when="2026-01-01T00:00:00Z", **more):
    return FieldDecision(item=item, field="number", after=after, when=when, who="Ada", **more)


def test_the_last_decision_is_the_last_that_is_not_undone():
    first, second, other = number("1"), number("2"), CodeDecision(code="OSLO", name="Embassy Oslo")
    journal = [first, second, other]
    assert last_decision(journal) == other
    assert last_decision(journal, "D7") == second
    assert last_decision([*journal, UndoDecision(undone=second)], "D7") == first
    assert last_decision(journal, "D8") is None
    assert last_decision([]) is None


def test_an_import_is_what_was_recorded_together_from_a_spreadsheet():
    early = number("1", spreadsheet="list.csv")
    late = [
        number("2", when="2026-01-02T00:00:00Z", spreadsheet="list.csv"),
        number("3", item="D8", when="2026-01-02T00:00:00Z", spreadsheet="list.csv"),
    ]
    journal = [early, number("9"), *late]
    assert decisions_of_import(journal, "list.csv") == tuple(late)
    assert decisions_of_import(journal, "list") == tuple(late)
    assert decisions_of_import([*journal, *undo_decisions(late)], "list.csv") == (early,)
    assert decisions_of_import(journal, "other.csv") == ()


def test_earlier_journals_name_the_spreadsheet_in_the_reason():
    imported = number("1", why="from list.csv")
    assert decisions_of_import([imported], "list.csv") == (imported,)


def test_what_holds_for_a_field_after_all_lines():
    first, second = number("1"), number("2")
    assert decision_in_force([first, second], "D7", "number") == second
    assert decision_in_force([first, second, *undo_decisions([second])], "D7", "number") == first
    assert decision_in_force([first, UnsetDecision(item="D7", field="number")], "D7", "number") is None
