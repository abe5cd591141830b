"""An editor's notes on a paper: a head note above it, annotations at the words they stand on."""

import dataclasses
import re

from made_up import archive

from briefbook.checks.quotations import verify
from briefbook.model.item_notes import PlacedNotes
from briefbook.model.rendering import RenderedPassage
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.site.build import build_site
from briefbook.site.views import web_page
from briefbook.text.item_notes import as_prose, item_notes

NOTES = """---
author: A. Editor
---
The ferry was late again.

## “harbour lights would be lit”

Those of the north pier.

## “words of an older reading”, p. 1

Nobody knows which.
"""


def notes_of(source):
    return item_notes(
        parse_narrative(source, "annotations/SPEC101.md", citation="SPEC[0-9]{3}", is_item=lambda name: False)
    )


def rendered(narrative, addresses):
    return tuple(
        RenderedPassage(
            passage.heading, passage.level, passage.slug, f"<p>Prose of {passage.heading or 'the head'}</p>"
        )
        for passage in narrative.passages
    )


def made(source=NOTES):
    book = archive()
    notes = notes_of(source)
    pages = book.catalogue.pages("SPEC101")
    places = tuple(verify(annotation.words, pages) for annotation in notes.annotations)
    return dataclasses.replace(book, item_notes={"SPEC101": PlacedNotes(notes, places)}, render=rendered)


def page(book):
    return web_page("items/SPEC101.html", book).body.decode()


def test_the_words_of_an_annotation_are_a_heading_in_quotation_marks_with_or_without_the_page():
    notes = notes_of(NOTES)
    assert notes.item == "SPEC101"
    assert notes.author == "A. Editor"
    assert [(each.words, each.page, each.where.line) for each in notes.annotations] == [
        ("harbour lights would be lit", None, 6),
        ("words of an older reading", 1, 10),
    ]


def test_a_note_stands_at_its_words_in_the_text_and_on_the_picture():
    text = page(made())
    line = re.search(r'<li id="p1-l8">.*?</li>', text, re.S)[0]
    assert "LIGHTS" in line
    assert '<a id="nm-1" href="#note-1" aria-label="Editor’s note 1">1</a>' in line
    assert '<g class="quote" id="nb-1">' in text
    note = re.search(r'<li class="annotation" id="note-1".*?</li>', text, re.S)[0]
    assert '<a href="#nm-1" class="on-words">“harbour lights would be lit”</a>' in note
    assert "Prose of “harbour lights would be lit”" in note


def test_the_head_note_stands_above_the_pages_with_its_author_and_notes_whose_words_are_gone():
    head = re.search(r'<section class="head-note.*?</section>', page(made()), re.S)[0]
    assert "Prose of the head" in head
    assert "On words that are not in the text as it is now: “words of an older reading”" in head
    assert "Prose of “words of an older reading”, p. 1" in head
    assert "A. Editor" in head
    assert "head-note" not in page(archive())


def test_quotations_of_notes_are_the_item_s_own_unless_they_cite_another_and_headings_are_none():
    prose = as_prose(
        notes_of("He “looked dissatisfied”.\n\nThey “would see” (SPEC102).\n\n## “the words noted here”\n")
    )
    quoted = {each.words: [prose.citations[index].item for index in each.citations] for each in prose.quotations}
    assert quoted == {"looked dissatisfied": ["SPEC101"], "would see": ["SPEC102"]}


def test_an_edited_note_makes_the_page_of_its_item_anew_and_no_other(tmp_path):
    build_site(made(), tmp_path / "site")
    assert build_site(made(), tmp_path / "site").written == 0
    assert build_site(made(NOTES.replace("north", "south")), tmp_path / "site").written == 1
