"""Sheets as film has them: between rows of perforations, white on black, two on a frame with black between them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from typed_sheets import typed_sheet

from briefbook.ocr.typed_reader import TWO_COLUMNS, TypedReader

LEFT = (
    "SPECIMEN THE PILOTS MET AT THE EASTERN HARBOUR AND",
    "AGREED ON A SIGNAL FOR THE NIGHT CROSSING OF THE",
    "OUTER CHANNEL.",
    "LETTERS FOLLOW.",
    "THE ICE CAME IN EARLIER THAN ANY OF THEM EXPECTED",
    "AND THE LAST BARGE LEFT WITHOUT A LIGHT",
    "TO BE CONTINUED.",
)
RIGHT = tuple(reversed(("THE MINISTER RECEIVED A LETTER FROM THE OWNERS WHO", "WANTED THE BARGES BACK", *LEFT[2:])))


def film(sheet):
    """The sheet on a strip of film: black around it, white perforations down both sides."""
    strip = Image.new("L", (sheet.width + 840, sheet.height + 300), 15)
    strip.paste(sheet, (420, 150))
    draw = ImageDraw.Draw(strip)
    for top in range(30, strip.height, 160):
        for left in (60, strip.width - 240):
            draw.rectangle((left, top, left + 120, top + 87), fill=250)
    return strip


@pytest.mark.ocr
@pytest.mark.parametrize("is_negative", [False, True])
def test_a_sheet_between_perforations_is_no_blank_page(is_negative):
    sheet = typed_sheet(LEFT * 3, size=(1700, 2200), top=150)
    if is_negative:
        sheet = Image.fromarray(255 - np.asarray(sheet))
    sight = TypedReader().read(film(sheet))
    text = " ".join(line.text for line in sight.lines)
    assert "AGREED ON A SIGNAL FOR THE NIGHT CROSSING" in text


@pytest.mark.ocr
def test_two_forms_on_a_frame_with_black_between_them_are_read_one_after_the_other():
    sheets = [typed_sheet(lines * 2, size=(1700, 1400), top=120) for lines in (LEFT, RIGHT)]
    frame = Image.new("L", (3600, 1500), 15)
    for number, sheet in enumerate(sheets):
        frame.paste(sheet, (60 + number * 1780, 50))
    sight = TypedReader().read(frame, 200)
    assert TWO_COLUMNS in sight.why
    assert "PILOTS MET AT THE EASTERN HARBOUR AND" in " ".join(line.text for line in sight.lines)
