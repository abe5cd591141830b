"""A blank field keeps what a person may choose from, with place, confidence and reason. All papers are made up."""

from briefbook.cables import read_cable
from briefbook.catalogue import describe_item
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.decision import FieldDecision
from briefbook.model.page import Page
from briefbook.model.received import Description

TWO_DAYS = "TELEGRAM\nFROM: LIMA\nTO: OSLO\nNO. 14\nx 12 May 1961\nx 3 June 1961\nSECRET"


def cable_of(text):
    return read_cable("D7", [Page.of_text("D7", 1, text)])


def test_of_two_days_about_as_likely_none_is_given_and_both_are_candidates():
    cable = cable_of(TWO_DAYS)
    assert cable.value("date") is None
    assert [candidate.value for candidate in cable.candidates["date"]] == ["1961-05-12", "1961-06-03"]
    assert [candidate.place.line for candidate in cable.candidates["date"]] == [5, 6]
    assert {candidate.note for candidate in cable.candidates["date"]} == {"no label before it"}


def test_the_likeliest_candidate_comes_first():
    chances = [candidate.confidence for candidate in cable_of(TWO_DAYS).candidates["date"]]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance <= 1 for chance in chances)


def test_a_field_that_has_a_value_has_no_candidates():
    assert "number" not in cable_of(TWO_DAYS).candidates
    assert "from" not in cable_of(TWO_DAYS).candidates


def test_a_field_that_a_person_decided_has_no_candidates_any_more():
    cable = cable_of(TWO_DAYS)
    decision = FieldDecision(item="D7", field="date", after="1961-05-12", who="Harlow", when="2026-11-27T12:00:00Z")
    assert "date" in describe_item("D7", cable=cable).candidates
    assert "date" not in describe_item("D7", cable=cable, decisions=[decision]).candidates


def test_a_field_that_a_list_describes_has_no_candidates():
    row = Description("D7", {"date": (Reading("12-May-61", "1961-05-12", SourceKind.RECEIVED),)})
    assert describe_item("D7", cable=cable_of(TWO_DAYS), descriptions=[row]).candidates == {}
