"""Which lines of a page the heading is looked for in."""

import re

import pytest

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import draft_of_pages, draft_of_text
from briefbook.model.page import Kind, Line, Page, Word


def test_stamps_are_kept_apart_and_what_is_no_writing_of_the_paper_stays_out():
    said = {
        Kind.MESSAGE: "FM PARIS NOV8/62",
        Kind.STAMP: "RECEIVED NOV 9 1962",
        Kind.HANDWRITING: "SEEN BY HIM",
        Kind.MARGIN: "AETURN",
    }
    lines = tuple(Line(tuple(Word(word) for word in text.split()), kind) for kind, text in said.items())
    draft = draft_of_pages([Page("D1", 1, lines)], 40)
    assert [line.text for line in draft.lines] == ["FM PARIS NOV8/62"]
    assert [line.text for line in draft.stamps] == ["RECEIVED NOV 9 1962"]


def test_what_was_mended_is_given_as_it_stands_on_the_paper_and_said_to_be_repaired():
    draft = draft_of_text("TO EXTERNAL 3l15 PRI0RITY  FROM: B0NN", 1900)
    draft.split(re.compile(r"\s(?=FROM:)"))
    assert draft.texts == ["TO EXTERNAL 3115 PRIORITY", "FROM: BONN"]
    draft.put(slots.NUMBER, "3115", 0)
    draft.put(slots.FROM, "BONN", 1, written="BONN")
    draft.put(slots.TO, ["EXTERNAL"], 0, written="EXTERNAL")
    told = {slot.key: (one.written, str(one.how)) for slot, (one,) in draft.evidence.items()}
    assert told == {"number": ("3l15", "repaired"), "from": ("B0NN", "repaired"), "to": ("EXTERNAL", "observed")}


def test_a_spaced_word_that_was_mended_is_given_with_its_line():
    draft = draft_of_text("C 0 N F I D E N T I A L", 1900)
    draft.put(slots.SECURITY, "CONFIDENTIAL", 0)
    assert draft.texts == ["CONFIDENTIAL"]
    assert draft.evidence[slots.SECURITY][0].written == "C 0 N F I D E N T I A L"


def test_a_line_whose_words_were_measured_is_not_mended():
    words = (Word("N0.", confidence=0.9), Word("3l15", confidence=0.4))
    (line,) = draft_of_pages([Page("D1", 1, (Line(words),))], 1900).lines
    assert (line.text, line.paper) == ("N0. 3l15", "")


def test_a_value_is_recorded_once_and_it_is_said_whether_it_was():
    draft = draft_of_text("FM PARIS NOV8/62", 1900)
    assert draft.put(slots.FROM, "PARIS", 0) is True
    assert draft.put(slots.FROM, "BONN", 0) is False
    assert draft.values[slots.FROM] == "PARIS"
    assert draft.put(slots.FROM, "BONN", 0, again=True) is True
    assert draft.values[slots.FROM] == "BONN"


@pytest.mark.parametrize("blank", [None, []])
def test_a_blank_is_not_recorded(blank):
    draft = draft_of_text("FM PARIS NOV8/62", 1900)
    assert draft.put(slots.TO, blank, 0) is False
    assert slots.TO not in draft.values
    assert slots.TO not in draft.evidence


def test_a_number_that_is_not_legible_is_kept_as_doubtful_and_the_log_says_why(caplog):
    caplog.set_level("DEBUG", logger="briefbook.cables.heading_draft")
    draft = draft_of_text("NO 33l6A", 1900)
    assert draft.put(slots.NUMBER, "33", 0) is False
    assert (slots.NUMBER in draft.values, draft.evidence[slots.NUMBER][0].note) == (False, "not legible")
    assert "number: '33' is not legible enough" in caplog.text


def test_a_post_is_the_sender_or_the_only_addressee():
    draft = draft_of_text("FM PARIS TO BONN", 1900)
    draft.put_post(slots.FROM, "PARIS", 0)
    draft.put_post(slots.TO, "BONN", 0)
    assert draft.values.as_json() == {"from": "PARIS", "to": ["BONN"]}


def test_every_slot_has_a_key_of_its_own_which_is_its_name():
    found = {name: value.key for name, value in vars(slots).items() if isinstance(value, slots.Slot)}
    assert {name.lower(): key for name, key in found.items()} == {key: key for key in found.values()}
