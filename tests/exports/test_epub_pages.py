"""The pages of the printed book in the EPUB: each mark stands before the first word of its page, or there is none."""

import io
import re
import zipfile

import pytest
from made_up import archive

from briefbook.exports import book_epub
from briefbook.exports.epub_pages import PrintedPage, printed_pages, with_pages

CHAPTER = """<?xml version="1.0"?><html xmlns:epub="http://www.idpf.org/2007/ops">
<head><title>The ferry ran late</title></head>
<body epub:type="bodymatter"><section id="a"><h1>The ferry</h1>
<p>The ferry ran <em>l</em>ate on the third, and nobody<a href="#n"><sup>1</sup></a> said why it had
been kept for so long at the inspection of the lower quay.</p>
<table><thead><tr><th>Item</th><th>Day</th></tr></thead><tbody><tr><td>A 1</td><td>3 May</td></tr><tr><td>A 2</td>
<td>4 May</td></tr><tr><td>A 3</td><td>5 May</td></tr></tbody></table>
<p>See above, said the master. He would not sail again before June.</p>
<p>See above, said the master. He would not sail again before July.</p></section></body></html>"""

WORDS = [
    "the",
    "ferry",
    "ran",
    "late",
    "on",
    "the",
    "third",
    "and",
    "nobody",
    "said",
    "why",
    "it",
    "had",
    "been",
    "kept",
    "for",
    "so",
    "long",
    "at",
    "the",
    "inspection",
]


def an_epub(chapter=CHAPTER):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as epub:
        epub.writestr("mimetype", "application/epub+zip")
        epub.writestr("EPUB/text/ch001.xhtml", chapter)
        epub.writestr("EPUB/nav.xhtml", "<html><body><nav/></body></html>")
        epub.writestr("EPUB/content.opf", "<package><metadata></metadata></package>")
    return out.getvalue()


def marked(*pages):
    """For each page that is marked, what stands directly behind the mark."""
    content = with_pages(an_epub(), [PrintedPage(number, tuple(words.split())) for number, words in pages])
    with zipfile.ZipFile(io.BytesIO(content)) as epub:
        text = epub.read("EPUB/text/ch001.xhtml").decode()
        listed = re.findall(r'ch001\.xhtml#page-(\w+)">', epub.read("EPUB/nav.xhtml").decode())
    marks = re.findall(r'<span epub:type="pagebreak"[^>]* id="page-(\w+)"[^>]*></span>(.{0,14})', text, re.S)
    assert listed == [number for number, _ in marks]
    assert re.sub(r'<span epub:type="pagebreak"[^>]*></span>', "", text) == CHAPTER
    return dict(marks)


def test_a_page_begins_at_its_first_word():
    assert marked(("1", "the ferry the ferry ran late on the third"), ("2", " ".join(WORDS[3:]))) == {
        "1": "The ferry</h1>",
        "2": "l</em>ate on t",
    }


def test_a_page_that_begins_with_the_rest_of_a_word_is_marked_behind_it():
    assert marked(("2", "spection of the lower quay item day a 1"))["2"] == "of the lower q"


def test_a_head_of_a_table_that_is_said_again_is_passed_over():
    assert marked(("4", "item day a 2 4 may a 3 5 may"))["4"] == "A 2</td>\n<td>4"


@pytest.mark.parametrize(
    "words",
    [
        "see above said the master he would not sail again before",
        "contents the ferry 1",
        "june",
        "",
        "the quay was never a ferry",
    ],
)
def test_a_beginning_that_has_two_places_or_none_is_not_marked(words):
    assert marked(("2", words)) == {}


def test_two_alike_beginnings_are_told_apart_by_what_follows():
    begin = "see above said the master he would not sail again before"
    assert marked(("5", f"{begin} june {begin} july"), ("6", f"{begin} july")) == {
        "5": "See above, sai",
        "6": "See above, sai",
    }


def test_the_pages_of_a_whole_book():
    pytest.importorskip("typst")
    book = archive()
    ((_, content),) = book_epub.files(book, book.catalogue)
    with zipfile.ZipFile(io.BytesIO(content)) as epub:
        navigation, package = epub.read("EPUB/nav.xhtml").decode(), epub.read("EPUB/content.opf").decode()
        texts = "".join(epub.read(name).decode() for name in sorted(epub.namelist()) if "/ch" in name)
    assert 'epub:type="page-list"' in navigation
    assert "pageBreakMarkers" in package
    numbers = re.findall(r'role="doc-pagebreak" id="page-(\d+)"', texts)
    assert numbers == sorted(numbers, key=int)
    assert numbers[0] == "1"


def test_a_draft_has_the_pages_of_the_book():
    pytest.importorskip("typst")
    from briefbook.exports.book_pdf import book_pdf
    from briefbook.exports.manuscript import manuscript

    book = manuscript(archive(), archive().catalogue)
    assert printed_pages(book_pdf(book, is_draft=True)) == printed_pages(book_pdf(book))
