"""The author's footnotes are notes of the book, in whatever form it is made."""

import dataclasses
import io
import zipfile

import pytest
from made_up import archive

from briefbook.exports.book_html import book_html
from briefbook.exports.manuscript import manuscript
from briefbook.exports.typst_markup import Apparatus, HtmlToTypst, notes_in
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages

FIRST = "## A\n\nShips left.[^1] Talks.[^1]\n\n## B\n\nMore.[^b]\n\n[^1]: A *first* note.\n[^b]: Another note.\n"
SECOND = "Ships came.[^1]\n\n[^1]: Its own note.\n"


@pytest.fixture
def book():
    narratives = tuple(
        parse_narrative(text, f"narratives/{name}.md", citation="X{9}", is_item=lambda item: False)
        for name, text in (("first", FIRST), ("second", SECOND))
    )
    made = dataclasses.replace(archive(), narratives=narratives, verifications=(), render=render_passages)
    return manuscript(made, made.catalogue)


def test_every_note_has_an_id_of_its_own_in_the_book(book):
    html = book_html(book)
    assert html.count('<a epub:type="noteref" href="#page-first-fn1">') == 2
    assert html.count('<aside epub:type="footnote" id="page-first-fn1"><p>A <em>first</em> note.</p>') == 1
    assert html.count('<aside epub:type="footnote" id="page-first-fn2"><p>Another note.</p>') == 1
    assert html.count('<aside epub:type="footnote" id="page-second-fn1"><p>Its own note.</p>') == 1
    assert "footnote-backref" not in html


def test_a_word_file_has_the_notes_as_notes(book):
    pytest.importorskip("pypandoc")
    from briefbook.exports.book_html import convert_with_pandoc

    with zipfile.ZipFile(io.BytesIO(convert_with_pandoc(book, "docx"))) as word:
        notes = word.read("word/footnotes.xml").decode()
    assert "Another note." in notes
    assert "Its own note." in notes


def test_in_typst_a_note_stands_where_its_mark_is_and_the_second_mark_refers_to_it(book):
    html = [passage.html for passage in book.chapters[0].passages]
    markup = HtmlToTypst(Apparatus(lambda index: None, lambda name: None), set(), notes_in(html))
    typst = "".join(markup.of(part) for part in html)
    assert typst.count("#footnote[") == 2
    assert typst.count('#footnote(label("note-page-first-fn1"))') == 1
    assert typst.count('"Another note."') == 1


def test_a_book_without_chapters_has_the_papers_not_papers_cited(book):
    assert '<h1 id="items">Papers cited</h1>' in book_html(book)
    alone = dataclasses.replace(book, chapters=())
    assert '<h1 id="items">The papers</h1>' in book_html(alone)
