"""The reader for typed pages, on pictures drawn here: what it reads, where, and which way up."""

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from briefbook.model.page import Kind
from briefbook.ocr.typed_reader import TypedReader

TELEGRAM = (
    "SPECIMEN FM WASHDC NOV8/62 UNCLAS",
    "TO EXTERNAL 3316 IMMED",
    "THE AMBASSADOR CALLED ON THE SECRETARY THIS MORNING",
    "AND WAS TOLD THAT NOTHING HAD BEEN DECIDED ABOUT THE",
    "INSPECTION OF THE HARBOURS. HE ASKED FOR A REPLY BEFORE",
    "THE COUNCIL MEETS. NO REPLY WAS PROMISED TO HIM.",
)


def sheet(lines=TELEGRAM, size=(1700, 2200), advance=22, apart=60):
    """A sheet at 200 dpi, typed with every letter in a cell of one width."""
    paper = Image.new("L", size, 255)
    draw, face = ImageDraw.Draw(paper), ImageFont.load_default(30)
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            draw.text((150 + column * advance + advance / 2, 300 + row * apart), letter, font=face, fill=0, anchor="ms")
    return paper


def plain(sight):
    return [re.sub(r"[^A-Z0-9/]+", " ", line.text).strip() for line in sight.lines]


@pytest.fixture(scope="module")
def read():
    return TypedReader().read(sheet(), 200)


@pytest.mark.ocr
def test_a_clean_page_is_read_line_by_line(read):
    assert plain(read) == [re.sub(r"[^A-Z0-9/]+", " ", line).strip() for line in TELEGRAM]
    assert read.turned == 0


@pytest.mark.ocr
def test_every_word_has_a_box_around_its_ink(read):
    ink = np.asarray(sheet()) < 128
    for line, row in zip(read.lines, range(len(TELEGRAM)), strict=True):
        column = 0
        for word, text in zip(line.words, TELEGRAM[row].split(), strict=True):
            left = 150 + TELEGRAM[row].index(text, column) * 22
            column = TELEGRAM[row].index(text, column) + len(text)
            missed = len(text) - len(word.text)  # a stop at a line's end, no larger than a speck, may not be read
            right, base = 150 + (column - missed) * 22, 300 + row * 60
            assert missed in (0, 1)
            box = word.box
            assert abs(box.left - left) < 18, text
            assert abs(box.right - right) < 18, text
            assert base - 40 < box.top < base - 14, text
            assert base - 4 < box.bottom < base + 16, text
            assert ink[box.top : box.bottom, box.left : box.right].any()


@pytest.mark.ocr
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_or_its_head_is_turned(read, degrees):
    lying = TypedReader().read(sheet().rotate(degrees, expand=True), 200)
    assert lying.turned == degrees
    assert plain(lying) == plain(read)
    for mine, theirs in zip(lying.lines, read.lines, strict=True):
        assert abs(mine.box.left - theirs.box.left) < 8
        assert abs(mine.box.top - theirs.box.top) < 8


@pytest.mark.ocr
def test_letters_that_stand_in_columns_do_not_turn_a_page():
    column = [("IN " * 22).strip()] * 40
    sight = TypedReader().read(sheet(column, apart=36), 200)
    assert sight.turned == 0
    assert sum(word.text == "IN" for line in sight.lines for word in line.words) > 600


@pytest.mark.ocr
@pytest.mark.parametrize("angle", [-9, 6])
def test_a_page_photographed_askew_on_a_dark_desk_is_read(read, angle):
    desk = Image.new("L", (2100, 2600), 25)
    desk.paste(sheet(), (200, 200))

    seen = TypedReader().read(desk.rotate(angle, Image.Resampling.BILINEAR, fillcolor=25), 200)

    assert plain(seen) == plain(read)


@pytest.mark.ocr
def test_boxes_lie_on_the_skewed_page_as_it_is():
    skewed = sheet().rotate(2, fillcolor=255)
    sight = TypedReader().read(skewed, 200)
    assert plain(sight)[2] == "THE AMBASSADOR CALLED ON THE SECRETARY THIS MORNING"
    ink = np.asarray(skewed) < 128
    first, last = sight.lines[2].words[0].box, sight.lines[2].words[-1].box
    assert first.top - last.top > 15  # the line rises to the right, and the boxes with it
    for box in (first, last):
        assert ink[box.top : box.bottom, box.left : box.right].mean() > 0.08


@pytest.mark.ocr
@pytest.mark.parametrize("mode", ["1", "RGB", "RGBA", "P", "CMYK", "I;16", "F", "LA"])
def test_pictures_of_every_kind_are_read(mode):
    grey = sheet(TELEGRAM[:3], size=(1400, 500))
    if mode in ("I;16", "F"):
        wide = np.asarray(grey).astype(np.uint16 if mode == "I;16" else np.float32) * 200
        picture = Image.fromarray(wide)
    else:
        picture = grey.convert(mode)
    assert plain(TypedReader().read(picture, 200))[1] == "TO EXTERNAL 3316 IMMED"


@pytest.mark.ocr
def test_white_type_on_black_is_read():
    negative = Image.fromarray(255 - np.asarray(sheet(TELEGRAM[:3], size=(1400, 500))))
    assert plain(TypedReader().read(negative, 200))[1] == "TO EXTERNAL 3316 IMMED"


@pytest.mark.ocr
@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (29, 29), (40, 40), (2000, 40), (40, 2000)])
@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_picture_with_nothing_on_it_is_a_blank_page(size, grey):
    sight = TypedReader().read(Image.new("L", size, grey))
    assert (sight.lines, sight.why) == ((), "a blank page")


@pytest.mark.ocr
@pytest.mark.parametrize("size", [(60, 60), (900, 35), (1500, 1200)])
def test_a_picture_of_noise_does_no_harm(size):
    noise = np.random.default_rng(3).integers(0, 256, size[::-1]).astype(np.uint8)
    TypedReader().read(Image.fromarray(noise))


@pytest.mark.ocr
def test_a_resolution_told_wrongly_does_not_spoil_the_reading():
    assert plain(TypedReader().read(sheet(), 72))[1] == "TO EXTERNAL 3316 IMMED"


@pytest.mark.ocr
def test_of_a_page_with_hardly_a_word_it_is_said():
    assert "a cover sheet or a slip" in TypedReader().read(sheet(("SPECIMEN", "TOP SECRET")), 200).why


@pytest.mark.ocr
def test_a_black_box_in_the_text_is_kept_as_a_redaction_with_its_size():
    paper = sheet()
    draw = ImageDraw.Draw(paper)
    draw.rectangle((600, 388, 1038, 426), fill=0)  # over "ON THE SECRETARY THIS"
    sight = TypedReader().read(paper, 200)
    (region,) = sight.regions
    assert region.kind is Kind.REDACTION
    assert region.note.startswith("black, about ")
    assert abs(region.box.left - 600) < 8
    assert abs(region.box.right - 1039) < 8
    assert "SECRETARY" not in sight.lines[2].text
