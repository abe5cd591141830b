"""Two pages side by side and two columns are read one after the other, gaps in headings are none."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from briefbook.model.page import Kind
from briefbook.ocr.columns import Gutter, block_at, find_gutters, find_strips_by_block, in_reading_order
from briefbook.ocr.page_layout import lay_out
from briefbook.ocr.typed_reader import TWO_COLUMNS, TypedReader

LEFT = (
    "SPECIMEN THE PILOTS MET",
    "AT THE EASTERN HARBOUR",
    "AND AGREED ON A SIGNAL",
    "FOR THE NIGHT CROSSING",
    "OF THE OUTER CHANNEL",
    "BEFORE THE ICE CAME IN",
)
RIGHT = (
    "SECOND SHEET OF PAPERS",
    "THE MINISTER RECEIVED A",
    "LETTER FROM THE OWNERS",
    "WHO WANTED THE BARGES",
    "BACK WITHOUT ANY DELAY",
    "AND WITHOUT PAYING DUES",
)


def drawn(size, *blocks):
    paper = Image.new("L", size, 255)
    draw, face = ImageDraw.Draw(paper), ImageFont.load_default(30)
    for left, top, lines in blocks:
        for row, line in enumerate(lines):
            for column, letter in enumerate(line):
                draw.text((left + column * 22, top + row * 60), letter, font=face, fill=0, anchor="ms")
    return TypedReader().read(paper, 200)


@pytest.mark.ocr
def test_two_pages_side_by_side_are_read_one_after_the_other():
    result = drawn((1900, 1300), (200, 200, LEFT), (1150, 200, RIGHT))
    assert [line.text for line in result.lines] == [*LEFT, *RIGHT]
    assert result.why == TWO_COLUMNS


@pytest.mark.ocr
def test_a_right_page_that_begins_lower_is_read_after_the_left():
    result = drawn((1900, 1300), (200, 200, LEFT), (1150, 431, RIGHT))
    assert [line.text for line in result.lines] == [*LEFT, *RIGHT]


@pytest.mark.ocr
def test_two_columns_of_a_page_are_read_one_after_the_other():
    result = drawn((1500, 1900), (130, 200, LEFT + RIGHT), (780, 200, RIGHT + LEFT))
    assert [line.text for line in result.lines] == [*LEFT, *RIGHT, *RIGHT, *LEFT]
    assert result.why == TWO_COLUMNS


@pytest.mark.ocr
def test_a_heading_with_a_gap_is_read_across():
    heading = ("FROM", "TO", "DATE", "SUBJECT", "NUMBER")
    values = ("OSLO HARBOUR OFFICE", "BERGEN", "NOVEMBER THE FIRST", "THE PILOTS", "FOUR")
    result = drawn((1500, 1900), (200, 200, heading), (780, 200, values))
    assert [line.text for line in result.lines] == [
        "FROM OSLO HARBOUR OFFICE",
        "TO BERGEN",
        "DATE NOVEMBER THE FIRST",
        "SUBJECT THE PILOTS",
        "NUMBER FOUR",
    ]
    assert TWO_COLUMNS not in result.why


@pytest.mark.ocr
def test_columns_below_a_title_whose_lines_are_not_level_are_read_one_after_the_other():
    title = ("A LETTER FROM THE OWNERS OF THE BARGES TO THE MINISTER",)
    result = drawn((1600, 1300), (150, 150, title), (150, 300, LEFT), (850, 318, RIGHT))
    assert [line.text for line in result.lines] == [*title, *LEFT, *RIGHT]
    assert result.why == TWO_COLUMNS


TEXT = tuple(f"{left} {right}" for left, right in zip(LEFT, RIGHT, strict=True))


@pytest.mark.ocr
def test_offices_beside_a_text_at_heights_of_their_own_are_a_column():
    offices = ("ACTION", "NEA", "INFO", "EUR", "NAVY", "OSD")
    result = drawn((1900, 1300), (200, 200, offices), (450, 228, TEXT))
    layout = lay_out(result.lines)
    assert [line.text for line in layout.lines if line.kind is Kind.MESSAGE] == list(TEXT)
    assert [line.text for line in layout.lines if line.kind is Kind.ACTION_COLUMN] == list(offices)
    assert TWO_COLUMNS not in result.why


@pytest.mark.ocr
def test_figures_down_a_margin_divide_nothing():
    figures = ("27", "28", "29", "30", "31", "32")
    result = drawn((1900, 1300), (450, 228, TEXT), (1620, 200, figures))
    assert [" ".join(word for word in line.text.split() if not word.isdigit()) for line in result.lines] == list(TEXT)


def page_of(*rows, shape=(1200, 1600)):
    """A page with a bar of ink for each row: from column to column, at a height."""
    letters = np.zeros(shape, np.uint8)
    for left, right, top in rows:
        for at in range(left, right - 12, 20):
            letters[top : top + 19, at : at + 12] = 1
    return letters


def test_a_gutter_is_where_rows_beside_each_other_are_not_level():
    text = [(400, 1400, 200 + 50 * row) for row in range(10)]
    assert find_gutters(page_of(*text, *((100, 250, 200 + 50 * row) for row in range(8))), 200) == []
    (gutter,) = find_gutters(page_of(*text, *((100, 250, 225 + 50 * row) for row in range(8))), 200)
    assert 240 < gutter.x < 400
    assert gutter.is_right_of_block
    assert not gutter.is_filled
    assert gutter.top <= 225
    assert gutter.bottom >= 594


def test_the_lines_of_a_block_are_found_by_themselves():
    text = [(400, 1400, 200 + 50 * row) for row in range(10)]
    letters = page_of(*text, *((100, 250, 225 + 50 * row) for row in range(8)))
    gutters = find_gutters(letters, 200)
    beside = find_strips_by_block(letters, 200, letters, gutters, beside=True)
    assert len(beside) == 8
    assert {strip.block for strip in beside} == {1}
    strips = find_strips_by_block(letters, 200, letters, gutters)
    assert len(strips) == 18
    assert {strip.block for strip in strips} == {0, 1}


def test_an_empty_page_has_no_gutters():
    assert find_gutters(np.zeros((1200, 1600), np.uint8), 200) == []
    assert find_gutters(np.zeros((5, 3), np.uint8), 200) == []


def test_the_left_of_two_filled_columns_comes_before_the_right_between_what_goes_across():
    gutter = Gutter(500, 150, 420, 200, 400, is_right_of_block=False, is_filled=True)
    places = [(500, 100), (250, 210), (750, 225), (250, 260), (750, 275), (500, 450)]
    assert in_reading_order(places, [gutter]) == [0, 1, 3, 2, 4, 5]
    beside = Gutter(500, 150, 420, 200, 400, is_right_of_block=False)
    assert in_reading_order(places, [beside]) == [0, 1, 2, 3, 4, 5]


def test_three_filled_columns_are_read_from_left_to_right():
    gutters = [Gutter(x, 100, 400, 100, 400, is_right_of_block=False, is_filled=True) for x in (600, 300)]
    places = [(150, 110), (450, 120), (750, 130), (150, 160), (450, 170), (750, 180)]
    assert in_reading_order(places, gutters) == [0, 3, 1, 4, 2, 5]


def test_blocks_are_numbered_by_the_gutters_that_they_stand_beside():
    left = Gutter(300, 100, 400, 120, 380, is_right_of_block=True)
    right = Gutter(900, 100, 400, 120, 380, is_right_of_block=False)
    assert [block_at([left, right], x, 200) for x in (100, 600, 1000)] == [1, 0, 2]
    assert block_at([left, right], 100, 110) == 0
