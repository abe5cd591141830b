"""The printed book: pages, running heads, notes, cut-outs, facsimiles, index by page; PDF and EPUB by their rules."""

import dataclasses
import io
import re
import zipfile

import pytest
from made_up import archive, render
from pdf_rules import problems

from briefbook.exports import book_epub, book_pdf
from briefbook.exports.book_html import book_html
from briefbook.exports.book_index import BookIndex, IndexTerm, inverted
from briefbook.exports.cutout_pictures import cutout_picture
from briefbook.exports.manuscript import manuscript, manuscripts
from briefbook.exports.print_options import PrintOptions, print_options
from briefbook.model.abbreviation import Abbreviation
from briefbook.model.item_notes import PlacedNotes
from briefbook.model.locator import FilePosition
from briefbook.model.narrative import Sentence
from briefbook.model.persons import Person
from briefbook.model.rendering import RenderedPassage
from briefbook.model.verdict import Verdict, Verification
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.narratives.render import render_passages
from briefbook.text.item_notes import item_notes

ALL = {
    "print_cutouts": "yes",
    "print_facsimiles": "yes",
    "print_subjects": "Harbours = harbour works, quay\nSleep",
}
PERSONS = (Person("Nils Ferryman", ("N. Ferryman",)), Person("Louis St. Quay", sort="St. Quay, Louis"))


def made(**about):
    return dataclasses.replace(archive(**about), persons=PERSONS, picture_type=scanned)


def scanned(item, number):
    return "image/png" if number == 1 and item != "SPEC106" else None


@pytest.fixture(scope="module")
def printed():
    """The text of each page of a book that has everything, and what contradicts the rules of its kinds of PDF."""
    pytest.importorskip("typst")
    import pikepdf
    import pypdfium2

    book = made(**ALL)
    content = book_pdf.book_pdf(manuscript(book, book.catalogue))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = problems(pdf)
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(content)]
    return texts, found


def test_it_keeps_the_rules_of_pdf_ua_1_and_pdf_a_2a_that_can_be_read_off_it(printed):
    assert printed[1] == []


def test_the_title_page_is_followed_by_imprint_and_contents_and_the_text_begins_on_page_1(printed):
    texts, _ = printed
    assert "A. Writer" in texts[0]
    assert "Harbour Works, 1962" in texts[0]
    assert "Rights in the papers: http://rightsstatements.org/vocab/NoC-US/1.0/" in texts[1]
    assert texts[2].startswith("Contents\n")
    assert "November 8 to 13, 1962" in texts[2]
    assert texts[2].rstrip().endswith("iii")
    assert texts[3].strip() == ""
    assert texts[4].startswith("November 8 to 13, 1962\nA. Writer, 8–13 November 1962")
    assert texts[4].rstrip().endswith("1")


def test_a_second_citation_refers_to_the_first_ones_note_and_no_note_is_there_twice(tmp_path):
    book = made()
    passages = (
        RenderedPassage("", 0, "", '<p>A <a class="cite" data-citation="0" href="#item-SPEC101">SPEC101</a>.</p>'),
        RenderedPassage("", 0, "", '<p>B <a class="cite" data-citation="0" href="#item-SPEC101">SPEC101</a>.</p>'),
    )
    book = dataclasses.replace(book, render=lambda narrative, addresses: passages, narratives=book.narratives[:1])
    text = book_pdf.source(manuscript(book, book.catalogue), tmp_path)
    assert text.count("#footnote[") == 1
    assert text.count('#footnote(label("cited-page-first-item-SPEC101"))') == 1


def test_cutouts_stand_below_the_words_they_show_once_in_a_chapter_and_only_where_asked(tmp_path):
    book = made(print_cutouts="yes")
    text = book_pdf.source(manuscript(book, book.catalogue), tmp_path)
    assert "Lines of the scan" not in text  # the stand-in for the renderer marks no quotations
    passage = '<p>He <span class="quotation" data-quotation="0">looked dissatisfied</span> twice.</p><p>After.</p>'
    book = dataclasses.replace(book, render=lambda narrative, addresses: (RenderedPassage("", 0, "", passage),))
    text = book_pdf.source(manuscript(book, book.catalogue), tmp_path)
    alt = 'alt: "Lines of the scan of SPEC103 with the words “looked dissatisfied with everything”"'
    assert text.count(alt) == 2  # two chapters
    assert text.index('#"twice.";') < text.index(alt) < text.index('#"After.";')
    html = book_html(manuscript(book, book.catalogue), tmp_path)
    assert "<figcaption>Specimen. SPEC103, page 1</figcaption></figure><p>After.</p>" in html
    plain = dataclasses.replace(book, about=made().about)
    assert "Lines of the scan" not in book_pdf.source(manuscript(plain, plain.catalogue), tmp_path)


def test_a_cutout_is_the_whole_line_and_not_the_page():
    from PIL import Image

    book = made()
    verification = book.verifications[0]
    page = book.catalogue.pages("SPEC103")[0]
    content = cutout_picture(book, verification)
    assert content is not None
    with Image.open(io.BytesIO(content)) as picture:
        width, height = picture.size
    assert 0.5 < width / page.width <= 1
    assert height / page.height < 0.1
    assert cutout_picture(book, dataclasses.replace(verification, boxes=())) is None
    assert cutout_picture(book, dataclasses.replace(verification, item="SPEC106")) is None


def test_facsimiles_are_an_appendix_and_each_paper_says_where_it_is_cited_and_shown(printed):
    texts, _ = printed
    papers = next(text for text in texts if text.startswith("Papers cited"))
    assert "Cited on 1" in papers
    assert "Facsimile: " in papers
    facsimiles = [text for text in texts if "page 1 of 1" in text]
    assert len(facsimiles) == 4
    assert facsimiles[0].startswith("Facsimiles")


def test_the_index_has_persons_offices_and_subjects_by_page(printed):
    texts, _ = printed
    index = texts[-1]
    assert index.startswith("Index\n")
    assert "Offices" in index
    assert "Embassy in Washington, 1" in index
    assert "Subjects" in index
    assert "Harbours, 1" in index
    assert "Sleep" not in index  # named nowhere


def test_an_index_knows_names_over_line_ends_and_no_parts_of_words():
    book = made()
    options = PrintOptions(subjects=(("Harbours", ("Harbours", "harbour works")),))
    index = BookIndex.of(book, (), options)
    said = "The Harbour\nworks: Nils Ferryman, N. Ferryman, and Ferryman; St. Quay. Ferrymans' quays."
    ferryman, quay = IndexTerm("person", "Ferryman, Nils"), IndexTerm("person", "St. Quay, Louis")
    assert list(index.mentions(said)) == [
        (4, IndexTerm("subject", "Harbours")),
        (19, ferryman),
        (34, ferryman),
        (51, ferryman),
        (61, quay),
    ]
    assert inverted(Person("Xerxes")) == "Xerxes"


def test_a_surname_that_two_persons_have_names_neither_with_or_without_a_particle():
    people = (Person("Ludwig van der Marsh"), Person("Joan Marsh"))
    index = BookIndex.of(dataclasses.replace(made(), persons=people), (), PrintOptions())
    assert list(index.mentions("It was Marsh; it was van der Marsh.")) == [
        (21, IndexTerm("person", "van der Marsh, Ludwig"))
    ]


def test_a_word_that_is_also_a_surname_names_nobody():
    people = (Person("Ann Young"), Person("Hugo Black-Stone", ("the old harbour master",)), Person("Jan van der Weide"))
    index = BookIndex.of(dataclasses.replace(made(), persons=people), (), PrintOptions())
    said = "A young clerk, ann young, and black-stone: Young, ANN YOUNG, ann Young; "
    said += "The Old Harbour Master, Weide, weide."
    young = IndexTerm("person", "Young, Ann")
    assert list(index.mentions(said)) == [
        (43, young),
        (50, young),
        (61, young),
        (72, IndexTerm("person", "Black-Stone, Hugo")),
        (96, IndexTerm("person", "van der Weide, Jan")),
    ]


@pytest.mark.parametrize(
    ("prose", "places"),
    [
        ("Wrong as that was, it stood. He was wrong.\n\n## The Wrong Quay\n", [30]),
        ("Wrong as that was, it stood, and the clerk Wrong said so.\n", [0, 17, 30]),
    ],
)
def test_an_ordinary_word_that_opens_a_sentence_is_a_name_only_where_the_book_has_it_within_one(prose, places):
    book = dataclasses.replace(made(), persons=(Person("Hume Wrong"),))
    book = dataclasses.replace(book, narratives=(dataclasses.replace(book.narratives[0], source=prose),))
    index = BookIndex.of(book, (), PrintOptions())
    wrong = IndexTerm("person", "Wrong, Hume")
    assert list(index.mentions("Wrong or right? “Wrong,” said Hume Wrong.")) == [(place, wrong) for place in places]


def test_the_options_are_those_of_the_settings():
    assert print_options({}) == PrintOptions()
    assert print_options({"print_paper": "a4", "print_apparatus": "yes"}) == PrintOptions("a4", has_apparatus=True)


def test_scholars_get_codes_and_readers_the_names_of_offices(tmp_path):
    readers, scholars = made(), made(print_apparatus="yes")
    text = book_pdf.source(manuscript(readers, readers.catalogue), tmp_path)
    assert "WASHDC" not in text
    assert "Embassy in Washington" in text
    text = book_pdf.source(manuscript(scholars, scholars.catalogue), tmp_path)
    assert "WASHDC to " in text


def test_a_book_of_two_languages_is_made_in_each(tmp_path):
    book = made(site_languages="en\nfr", language="en")
    french = dataclasses.replace(
        book.narratives[0], path="narratives/first.fr.md", language="fr", title="Du 8 au 13 novembre 1962"
    )
    book = dataclasses.replace(
        book, narratives=(*(dataclasses.replace(one, language="en") for one in book.narratives), french)
    )
    made_books = dict(manuscripts(book, book.catalogue))
    assert list(made_books) == ["", ".fr"]
    assert [chapter.narrative.title for chapter in made_books[".fr"].chapters] == [
        "Du 8 au 13 novembre 1962",
        "The Second Page",
    ]
    assert made_books[".fr"].language == "fr"
    french = dict(_sources(book, tmp_path))["fr"]
    assert "Pièces citées" in french
    assert "Droits sur les documents\u00a0: http" in french
    assert french.count('#set text(lang: "en")') == 1  # the second page, which is not translated
    assert french.index('#set text(lang: "en")') < french.index('#heading(level: 1)[#"The Second Page";]')
    html = book_html(made_books[".fr"])
    assert '<h1 id="page-second" lang="en">The Second Page</h1>' in html
    assert '<h1 id="page-first">' in html


def _sources(book, folder):
    from briefbook.exports.manuscript import in_language_of

    for _, one in manuscripts(book, book.catalogue):
        with in_language_of(one.archive, one.language):
            yield one.language, book_pdf.source(one, folder)


def test_an_epub_has_landmarks_an_index_and_says_how_it_can_be_read():
    pytest.importorskip("pypandoc")
    book = made(**ALL, publication_editors="A. Archivist", publication_isbn="978-0-00-000000-2")
    ((name, content),) = book_epub.files(book, book.catalogue)
    assert name == "book.epub"
    with zipfile.ZipFile(io.BytesIO(content)) as epub:
        assert epub.infolist()[0].filename == "mimetype"
        assert epub.infolist()[0].compress_type == zipfile.ZIP_STORED
        navigation = epub.read("EPUB/nav.xhtml").decode()
        package = epub.read("EPUB/content.opf").decode()
        text = "".join(epub.read(name).decode() for name in epub.namelist() if name.startswith("EPUB/text/"))
    for kind in ("toc", "bodymatter", "appendix", "index"):
        assert f'epub:type="{kind}"' in navigation
    assert '<dc:identifier id="epub-id-1">978-0-00-000000-2</dc:identifier>' in package
    assert '<meta property="schema:accessMode">textual</meta>' in package
    assert 'scheme="marc:relators">edt</meta>' in package
    assert '<section id="index" epub:type="index"' in text
    assert "Harbours: <a href=" in text
    assert ".xhtml</title>" not in text, "a page has its heading as its title"
    assert "<title>Papers cited</title>" in text


@pytest.mark.parametrize("year", ["2026", ""])
def test_an_epub_says_the_year_of_publication_or_no_date_where_no_chapter_says_when_it_was_changed(year):
    pytest.importorskip("pypandoc")
    book = made(publication_year=year)
    undated = tuple(dataclasses.replace(narrative, front_matter={}) for narrative in book.narratives)
    book = dataclasses.replace(book, narratives=undated)
    ((_, content),) = book_epub.files(book, book.catalogue)
    with zipfile.ZipFile(io.BytesIO(content)) as epub:
        package = epub.read("EPUB/content.opf").decode()
        title_page = epub.read("EPUB/text/title_page.xhtml").decode()
    assert re.findall(r"<dc:date[^>]*>(.*?)</dc:date>", package) == ([year] if year else [])
    assert re.findall(r'class="date">(.*?)<', title_page) == ([year] if year else [])


def test_the_editors_notes_stand_below_their_paper_and_abbreviations_before_the_text(tmp_path):
    source = "The ferry was late.\n\n## “harbour lights”\n\nThose of the *north* pier.\n\n## “no such words”\n\nLost.\n"
    notes = item_notes(
        parse_narrative(source, "annotations/SPEC101.md", citation="SPEC[0-9]{3}", is_item=lambda name: False)
    )
    place = Verification(Verdict.VERBATIM, "harbour lights", "SPEC101", page=1)
    no_place = Verification(Verdict.ALTERED, "no such words", "SPEC101")
    book = made()
    first = dataclasses.replace(
        book.narratives[0], sentences=(Sentence("The NPA met.", FilePosition("narratives/first.md", 3), 1, 0, 12),)
    )
    book = dataclasses.replace(
        book,
        item_notes={"SPEC101": PlacedNotes(notes, (place, no_place))},
        abbreviations=(Abbreviation("NPA", "North Pier Authority"),),
        narratives=(first, book.narratives[1]),
        render=lambda narrative, addresses: (
            render_passages(narrative, addresses)
            if narrative.path.startswith("annotations")
            else render(narrative, addresses)
        ),
    )
    whole = manuscript(book, book.catalogue)
    text = book_pdf.source(whole, tmp_path)
    assert '#"“harbour lights”";: #"Those of the"; #emph[#"north";] #"pier.";' in text
    assert '#"On words that are not in the text as it is now: “no such words”";: #"Lost.";' in text
    assert text.index("SPEC101, Fonds 1") < text.index('#"The ferry was late.";') < text.index("SPEC102, Fonds 1")
    assert '#terms(tight: true, separator: h(0.8em), ([#"NPA";], [#"North Pier Authority";]))' in text
    assert text.index("North Pier Authority") < text.index('#set page(numbering: "1")')
    html = book_html(whole)
    assert "<p>“harbour lights”</p><p>Those of the <em>north</em> pier.</p>" in html
    assert "<p>On words that are not in the text as it is now: “no such words”</p><p>Lost.</p>" in html
    assert "<dt>NPA</dt><dd>North Pier Authority</dd>" in html
