"""Which lines of a page the heading is looked for in."""

from briefbook.cables.sheet import sheet_of_pages
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
