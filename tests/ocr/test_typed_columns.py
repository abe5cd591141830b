"""Two pages side by side and two columns are read one after the other, gaps in headings are none."""

import pytest
from PIL import Image, ImageDraw, ImageFont

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
