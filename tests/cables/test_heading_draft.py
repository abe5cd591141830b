"""Which lines of a page the heading is looked for in."""

import re

from briefbook.cables.heading_draft import sheet_of_pages, sheet_of_text
from briefbook.model.page import Kind, Line, Page, Word


def test_stamps_are_kept_apart_and_what_is_no_writing_of_the_paper_stays_out():
    said = {
        Kind.MESSAGE: "FM PARIS NOV8/62",
        Kind.STAMP: "RECEIVED NOV 9 1962",
        Kind.HANDWRITING: "SEEN BY HIM",
        Kind.MARGIN: "AETURN",
    }
    lines = tuple(Line(tuple(Word(word) for word in text.split()), kind) for kind, text in said.items())
    sheet = sheet_of_pages([Page("D1", 1, lines)], 40)
    assert [line.text for line in sheet.lines] == ["FM PARIS NOV8/62"]
    assert [line.text for line in sheet.stamps] == ["RECEIVED NOV 9 1962"]


def test_what_was_mended_is_given_as_it_stands_on_the_paper_and_said_to_be_repaired():
    sheet = sheet_of_text("TO EXTERNAL 3l15 PRI0RITY  FROM: B0NN", 1900)
    sheet.split(re.compile(r"\s(?=FROM:)"))
    assert sheet.texts == ["TO EXTERNAL 3115 PRIORITY", "FROM: BONN"]
    sheet.put("number", "3115", 0)
    sheet.put("from", "BONN", 1, written="BONN")
    sheet.put("to", ["EXTERNAL"], 0, written="EXTERNAL")
    told = {key: (one.written, str(one.how)) for key, (one,) in sheet.evidence.items()}
    assert told == {"number": ("3l15", "repaired"), "from": ("B0NN", "repaired"), "to": ("EXTERNAL", "observed")}


def test_a_spaced_word_that_was_mended_is_given_with_its_line():
    sheet = sheet_of_text("C 0 N F I D E N T I A L", 1900)
    sheet.put("security", "CONFIDENTIAL", 0)
    assert sheet.texts == ["CONFIDENTIAL"]
    assert sheet.evidence["security"][0].written == "C 0 N F I D E N T I A L"


def test_a_line_whose_words_were_measured_is_not_mended():
    words = (Word("N0.", confidence=0.9), Word("3l15", confidence=0.4))
    (line,) = sheet_of_pages([Page("D1", 1, (Line(words),))], 1900).lines
    assert (line.text, line.paper) == ("N0. 3l15", "")
