"""The index of the site on disk: the texts in which a browser finds the page of a word."""

import dataclasses
from types import SimpleNamespace

import made_up
import pytest

from briefbook.model.page import Line, Page, Word
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.paragraphs import paragraphs_of
from briefbook.site.site_data import SiteData
from briefbook.site.static_search import _document, book_index, plain_prose, search_page, text_of


def page(number, *rows):
    return Page("H1", number, tuple(Line(tuple(Word(word) for word in row.split())) for row in rows))


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ([], ""),
        ([page(1, "THE FERRY", "IS LATE")], "\fTHE FERRY IS LATE"),
        ([page(1, "ONE"), page(2, "TWO")], "\fONE\fTWO"),
        ([page(2, "TWO"), page(4, "FOUR")], "\f\fTWO\f\fFOUR"),
        ([page(1, "THE LIGHT-", "HOUSE")], "\fTHE LIGHTHOUSE"),
        ([page(2, "TWO"), page(1, "ONE")], "TWO ONE"),
        ([page(1, "ONE"), page(1, "AGAIN")], "ONE AGAIN"),
        ([page(9_999, "FAR")], "FAR"),
    ],
)
def test_a_form_feed_begins_each_page(pages, text):
    catalogue = SimpleNamespace(pages=lambda item: pages)
    assert text_of(SimpleNamespace(archive=SimpleNamespace(catalogue=catalogue)), "H1") == text


def test_a_collection_that_pagefind_searches_says_what_that_cannot_do(monkeypatch):
    site_data = SiteData(made_up.archive())
    assert "spellings are not matched" not in search_page(site_data).body.decode()
    monkeypatch.setattr("briefbook.site.static_search.MAX_INDEXED_ITEMS", 2)
    assert "spellings are not matched: search for US and for U.S." in search_page(site_data).body.decode()


def test_what_stands_in_a_comment_is_in_no_search():
    source = "# Talks\n\nShown.\n\n<!-- Ask > Anna\n\n## about lighthouses\n-->\n\n| Item |\n|:---|\n| A1 |\n"
    assert plain_prose(source) == "Talks Shown. Item A1"
    narrative = parse_narrative(source, "narratives/talks.md", citation="SPEC[0-9]{3}", is_item=lambda name: False)
    assert [paragraph.text for paragraph in paragraphs_of(narrative)] == ["Talks", "Shown.", "Item", "A1"]
    files = dict(book_index(SiteData(dataclasses.replace(made_up.archive(), narratives=(narrative,)))))
    assert not [name for name, content in files.items() if b"lighthouses" in content or b"nna" in content]


def test_a_hit_in_an_edition_is_marked_so_that_its_words_are_set_as_print():
    book = made_up.archive()
    rows = SiteData(book).rows
    made = SiteData(book, [row._replace(specimen=False) for row in rows])
    printed = made.rows[0]._replace(edition_title="1. Telegram from the Harbour")
    kinds = [_document(made, row, pairs=False).row[-1] for row in (printed, made.rows[0], rows[0])]
    assert kinds == ["printed", "", "specimen"]
