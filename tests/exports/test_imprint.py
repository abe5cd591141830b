"""The title page and the imprint of the printed book."""

import dataclasses

from made_up import archive

from briefbook.exports.book_html import book_html
from briefbook.exports.book_pdf import source
from briefbook.exports.manuscript import manuscript

PUBLICATION = {
    "publication_editors": "A. Archivist\nH. Historian",
    "publication_publisher": "A Press",
    "publication_place": "Ottawa",
    "publication_year": "1998",
    "publication_isbn": "978-0-00-000000-2",
}


def made(**about):
    book = archive(**about)
    pages = [dataclasses.replace(book.narratives[0], slug="credits", front_matter={"part": "page"})]
    return dataclasses.replace(book, narratives=(*book.narratives, *pages))


def test_the_title_page_names_editors_and_publisher_and_its_back_the_rest(tmp_path):
    book = made(**PUBLICATION)
    text = source(manuscript(book, book.catalogue), tmp_path)
    assert 'author: ("A. Archivist", "H. Historian",)' in text
    assert '[#"Edited by A. Archivist and H. Historian";]' in text
    assert text.index("Edited by") < text.index('#"A Press, Ottawa, 1998";') < text.index("978-0-00-000000-2")
    assert text.index("978-0-00-000000-2") < text.index("#outline(")


def test_a_book_without_an_imprint_has_no_empty_page_for_it(tmp_path):
    book = made(fonds="", repository="", rights="")
    text = source(manuscript(book, book.catalogue), tmp_path)
    assert 'author: ("A. Writer",),' in text
    assert text.index("#pagebreak()") == text.rindex("#pagebreak()", 0, text.index("#outline("))


def test_pages_of_the_menu_alone_are_not_in_the_book_and_an_epub_has_the_imprint():
    book = made(**PUBLICATION)
    html = book_html(manuscript(book, book.catalogue))
    assert "<p>ISBN: 978-0-00-000000-2</p>" in html
    assert "page-credits" not in html
