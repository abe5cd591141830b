"""What a PDF's own text says: which way it runs, what of it does not show, what was filled into a form."""

import papers
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from briefbook.model.page import Box, Scan
from briefbook.scans import scan_pages

TYPED = b"BT /F 12 Tf 72 700 Td (THE SOURCE WAS HARBOUR PILOT SMITHSON OF THE PORT) Tj ET "


def page_of(path):
    """The first page's words and what is known of them."""
    for page in scan_pages(Scan("D1", (path,), "0")):
        return [word.text for word in page.words], page.own_text, page
    return None


@pytest.mark.parametrize(
    ("matrix", "rotate", "turn"),
    [
        (b"1 0 0 1 72 700 Tm", 0, 0),
        (b"0 1 -1 0 300 100 Tm", 0, 90),
        (b"-1 0 0 -1 500 300 Tm", 0, 180),
        (b"0 -1 1 0 300 700 Tm", 0, 270),
        (b"0 1 -1 0 300 100 Tm", 90, 0),
        (b"1 0 0 1 72 500 Tm", 90, 270),
    ],
)
def test_text_that_runs_another_way_is_words_with_the_way_they_run(tmp_path, matrix, rotate, turn):
    content = b"BT /F 12 Tf " + matrix + b" (FREIGHTERS 1611 AT SEA) Tj ET"
    words, own, _ = page_of(papers.pdf(tmp_path / "a.pdf", {"content": content, "rotate": rotate}))
    assert words == ["FREIGHTERS", "1611", "AT", "SEA"]
    assert own.turns == ((turn,) * 4 if turn else ())


@pytest.mark.parametrize(
    "box",
    [
        b"0 g 178 694 150 20 re f",
        b"0.2 0.1 0.1 rg 178 694 150 20 re f",
        b"1 g 178 694 150 20 re f",
        b"0.6 g 178 694 150 20 re f",
    ],
    ids=["black", "dark red", "white", "grey"],
)
def test_words_under_a_box_are_not_the_page_s_and_where_they_stand_is_known(tmp_path, box):
    words, own, _ = page_of(papers.pdf(tmp_path / "a.pdf", {"content": TYPED + box}))
    assert words == ["THE", "SOURCE", "WAS", "SMITHSON", "OF", "THE", "PORT"]
    assert len(own.covered) == 1


def test_words_in_the_colour_of_the_paper_are_not_the_page_s(tmp_path):
    content = TYPED + b"1 g BT /F 12 Tf 72 600 Td (HIDDEN REMARK) Tj ET"
    words, own, _ = page_of(papers.pdf(tmp_path / "a.pdf", {"content": content}))
    assert "REMARK" not in words
    assert len(own.covered) == 1


def test_white_words_on_a_black_ground_and_words_on_a_grey_one_are_seen(tmp_path):
    content = (
        b"0 g 60 690 500 30 re f 1 g "
        + TYPED
        + b"0.7 g 60 590 500 30 re f 0 g BT /F 12 Tf 72 600 Td (TOP SECRET) Tj ET"
    )
    words, own, _ = page_of(papers.pdf(tmp_path / "a.pdf", {"content": content}))
    assert "SMITHSON" in words
    assert words[-2:] == ["TOP", "SECRET"]
    assert own.covered == ()


def test_hidden_words_behind_a_picture_that_is_blackened_there_are_not_the_page_s(tmp_path):
    sheet = papers.picture("THE SOURCE WAS HARBOUR PILOT")
    sheet.paste(0, (400, 170, 1000, 300))
    words = [("THE SOURCE WAS", 54, 712, 12), ("HARBOUR PILOT", 160, 712, 12)]
    shown, own, _ = page_of(papers.pdf(tmp_path / "a.pdf", {"picture": sheet, "words": words}))
    assert shown == ["THE", "SOURCE", "WAS"]
    assert len(own.covered) == 1


def test_what_an_engine_read_into_a_black_edge_is_no_hidden_word(tmp_path):
    sheet = papers.picture("THE SOURCE WAS HARBOUR PILOT")
    sheet.paste(0, (0, 1900, 1700, 2200))
    words = [("THE SOURCE WAS", 54, 712, 12), ("IIlWM RRKQX", 200, 50, 12)]
    shown, own, _ = page_of(papers.pdf(tmp_path / "a.pdf", {"picture": sheet, "words": words}))
    assert shown == ["THE", "SOURCE", "WAS", "IIlWM", "RRKQX"]
    assert own.covered == ()


def test_what_is_filled_into_a_form_is_read_and_lies_in_its_field(tmp_path):
    path = papers.pdf(tmp_path / "a.pdf", {"content": TYPED})
    with pikepdf.open(path, allow_overwriting_input=True) as made:
        field = made.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("post"), V=String("HAVANA EMBASSY"),
                Rect=Array([100, 500, 300, 520]), F=4, DA=String("/Helv 12 Tf 0 g"),
            )
        )  # fmt: skip
        made.pages[0].Annots = Array([field])
        made.Root.AcroForm = made.make_indirect(Dictionary(Fields=Array([field]), NeedAppearances=True))
        made.save(path)
    words, own, page = page_of(path)
    assert words[-2:] == ["HAVANA", "EMBASSY"]
    box, size = page.words[-2].box, page.size
    assert 99 / 612 <= box.left / size[0] < box.right / size[0] <= 301 / 612
    assert 1 - 521 / 792 <= box.top / size[1] < box.bottom / size[1] <= 1 - 499 / 792
    assert own.covered == ()


def test_a_picture_file_holds_no_text(tmp_path):
    Image.new("L", (200, 300), 255).save(tmp_path / "a.png")
    words, own, _ = page_of(tmp_path / "a.png")
    assert (words, own.turns, own.covered) == ([], (), ())


def test_a_hyphen_at_the_end_of_a_line_stays(tmp_path):
    content = b"BT /F 12 Tf 14 TL 72 700 Td (THE INTER-) Tj T* (CONTINENTAL MISSILES) Tj ET"
    words, _, page = page_of(papers.pdf(tmp_path / "a.pdf", {"content": content}))
    assert words == ["THE", "INTER-", "CONTINENTAL", "MISSILES"]
    assert page.words[1].box.bottom <= page.words[2].box.top + 20
    assert isinstance(page.words[0].box, Box)
