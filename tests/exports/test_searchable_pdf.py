"""The searchable PDF: the words of a page stand in it where they stand on the picture."""

import io

import pikepdf
import pypdfium2
from made_up import archive
from PIL import Image, ImageChops, ImageStat

from briefbook.exports import searchable_pdf
from briefbook.model.catalogue import Entry
from briefbook.model.page import Box, Line, Page, Word

MADE = archive()
ENTRY = MADE.catalogue.get("SPEC103")
PAGES = MADE.catalogue.pages("SPEC103")


def make_pdf(kind="PNG", mode="L"):
    def picture(number):
        original = MADE.picture("SPEC103", number)
        if original is None or (kind, mode) == ("PNG", "L"):
            return original
        out = io.BytesIO()
        Image.open(io.BytesIO(original[0])).convert(mode).save(out, kind)
        return out.getvalue(), f"image/{kind.lower()}"

    return searchable_pdf(ENTRY, PAGES, picture)


def test_the_words_can_be_found_where_they_stand():
    document = pypdfium2.PdfDocument(make_pdf())
    page = document[0]
    text = page.get_textpage()
    assert "LOOKED DISSATISFIED WITH EVERYTHING" in " ".join(text.get_text_range().split())
    word = next(word for word in PAGES[0].words if word.text == "DISSATISFIED")
    scale = page.get_width() / PAGES[0].width
    within = text.get_text_bounded(
        left=word.box.left * scale - 1,
        right=word.box.right * scale + 1,
        top=page.get_height() - word.box.top * scale + 4,
        bottom=page.get_height() - word.box.bottom * scale - 4,
    )
    assert "DISSATISFIED" in within


def test_the_picture_is_the_picture():
    picture = pypdfium2.PdfDocument(make_pdf())[0].render(scale=PAGES[0].width / 612.0).to_pil().convert("L")
    original = Image.open(io.BytesIO(MADE.picture("SPEC103", 1)[0])).convert("L").resize(picture.size)
    assert ImageStat.Stat(ImageChops.difference(picture, original)).mean[0] < 4


def test_every_kind_of_picture_goes_in():
    for kind, mode in (
        ("PNG", "L"),
        ("PNG", "1"),
        ("PNG", "P"),
        ("PNG", "RGBA"),
        ("JPEG", "L"),
        ("JPEG", "RGB"),
        ("WEBP", "RGB"),
    ):
        with pikepdf.open(io.BytesIO(make_pdf(kind, mode))) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert len(pdf.pages) == len(PAGES)


def test_letters_of_any_alphabet_are_kept():
    page = Page(
        "X", 1, (Line((Word("Москва", Box(10, 10, 90, 30)), Word("é’œ", Box(100, 10, 140, 30)))),), (), 200, 300
    )
    out = io.BytesIO()
    Image.new("L", (200, 300), 255).save(out, "PNG")
    text = pypdfium2.PdfDocument(searchable_pdf(Entry("X"), [page], lambda number: (out.getvalue(), "image/png")))[0]
    assert text.get_textpage().get_text_range().split() == ["Москва", "é’œ"]


def test_without_words_there_is_nothing_to_search():
    assert searchable_pdf(Entry("X"), [Page("X", 1)], lambda number: None) == b""


def test_the_same_item_gives_the_same_bytes():
    assert make_pdf() == make_pdf()


def test_a_specimen_says_so():
    with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
        assert str(pdf.docinfo["/Title"]) == (
            "SPECIMEN. SPEC103: High Commission in London to External Affairs, 13 November 1962: HARBOUR WORKS"
        )
