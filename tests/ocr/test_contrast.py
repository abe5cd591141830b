"""Faint, dark, inverted and empty sheets: what stands out from the paper, and what is read of it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from typed_sheets import typed_sheet

from briefbook.ocr.contrast import Contrast, is_plainly_dark_on_light, measure_contrast
from briefbook.ocr.typed_reader import TypedReader
from briefbook.scans.pixels import grey

LINES = (
    "SPECIMEN FM OSLO NOV8/62 UNCLAS",
    "THE HARBOUR MASTER REPORTS THAT FOUR BARGES",
    "LEFT THE EASTERN QUAY WITHOUT LIGHTS LAST NIGHT",
)


def typed():
    """0 where a letter stands and 1 where paper is, float64 (900, 1700)."""
    return np.asarray(typed_sheet(LINES, (1700, 900), 200), np.float64) / 255


def sheet(paper, ink, grain=2.0, vignette=0.0):
    pixels = ink + (paper - ink) * typed()
    down, across = np.mgrid[-1 : 1 : pixels.shape[0] * 1j, -1 : 1 : pixels.shape[1] * 1j]
    pixels = pixels * (1 - vignette * (down**2 + across**2) / 2)
    pixels += np.random.default_rng(7).normal(0, grain, pixels.shape)
    return np.clip(pixels + 0.5, 0, 255).astype(np.uint8)


@pytest.mark.ocr
@pytest.mark.parametrize(
    ("paper", "ink", "vignette"),
    [
        (252, 246, 0.0),  # hardly to be seen on white
        (235, 215, 0.0),  # faint on off-white
        (190, 178, 0.0),  # faint on grey
        (90, 40, 0.0),  # dark paper
        (40, 25, 0.0),  # a copy that came out nearly black
        (235, 215, 0.6),  # faint, and darker towards the corners
        (220, 100, 0.8),
        (30, 90, 0.0),  # a negative
        (215, 235, 0.0),  # a faint negative
        (100, 200, 0.0),  # a negative on a middling grey
    ],
)
def test_faint_dark_and_inverted_sheets_are_read(paper, ink, vignette):
    result = TypedReader().read(Image.fromarray(sheet(paper, ink, vignette=vignette)), 200)
    assert result.turned == 0
    assert [line.text for line in result.lines][1:] == list(LINES[1:])


@pytest.mark.ocr
@pytest.mark.parametrize("grain", [0.0, 3.0, 10.0])
@pytest.mark.parametrize("paper", [20, 90, 235, 250])
def test_paper_with_nothing_but_its_grain_is_blank(paper, grain):
    pixels = np.random.default_rng(3).normal(paper, grain, (1100, 850))
    contrast = measure_contrast(np.clip(pixels, 0, 255).astype(np.uint8))
    assert contrast.is_blank


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 3)])
def test_a_picture_of_a_few_points_is_blank(shape):
    assert measure_contrast(np.full(shape, 245, np.uint8)).is_blank


def test_a_word_alone_on_a_sheet_is_not_blank():
    paper = Image.new("L", (1700, 2200), 240)
    ImageDraw.Draw(paper).text((700, 900), "ENCLOSURE", font=ImageFont.load_default(30), fill=225)
    assert not measure_contrast(np.asarray(paper)).is_blank


def test_only_dark_type_on_light_paper_is_told_by_a_quick_look():
    many = np.tile(sheet(235, 40), (2, 1))
    assert is_plainly_dark_on_light(many)
    assert not is_plainly_dark_on_light(255 - many)
    assert not is_plainly_dark_on_light(np.tile(sheet(235, 215), (2, 1)))
    assert not is_plainly_dark_on_light(np.full((2200, 1700), 240, np.uint8))


def test_a_signature_alone_on_a_sheet_is_not_blank():
    paper = Image.new("L", (1700, 2200), 240)
    ImageDraw.Draw(paper).arc((300, 600, 1300, 1300), 20, 300, fill=150, width=8)
    assert not measure_contrast(np.asarray(paper)).is_blank


def test_it_is_said_why_a_faint_or_dark_page_is_not_read():
    assert measure_contrast(sheet(235, 215, grain=0)).why_unreadable() == (
        "the page is too faint (ink of grey 216 on paper of grey 235, of 255)"
    )
    assert measure_contrast(sheet(60, 5, grain=0)).why_unreadable() == (
        "the page is too dark (paper of grey 60, of 255)"
    )
    assert measure_contrast(sheet(245, 20)).why_unreadable() == ""


@pytest.mark.parametrize("depth", [1023, 4095, 16383, 65535])
def test_pictures_of_ten_to_sixteen_bits_keep_their_greys(depth):
    values = (typed() * 0.9 + 0.05) * depth
    picture = grey(Image.fromarray(values.astype(np.uint16)))
    assert picture.mode == "L"
    assert np.percentile(np.asarray(picture), (0.1, 50)).round().tolist() in ([12, 242], [13, 242])


def test_pictures_of_floats_keep_their_greys_and_survive_what_is_no_number():
    values = (typed() * 0.9 + 0.05).astype(np.float32)
    values[0, :3] = np.nan, np.inf, -np.inf
    assert np.median(np.asarray(grey(Image.fromarray(values)))) == 242
    negative = Image.fromarray((typed() * 2 - 1).astype(np.float32))
    assert np.asarray(grey(negative)).min() == 0
    assert np.asarray(grey(negative)).max() == 255


def test_the_white_within_close_type_does_not_make_a_white_sheet_a_negative():
    page = np.full((1100, 850), 255, np.uint8)
    page[200:620, 150:650] = 0
    for top in range(204, 610, 14):
        for left in range(156, 640, 12):
            page[top : top + 6, left : left + 6] = 255
    contrast = measure_contrast(page)
    assert not contrast.is_negative
    assert contrast.ink < contrast.paper


def test_a_negative_of_little_text_is_told_by_reading_it_both_ways():
    assert Contrast(darker=140, lighter=220, strokes=0.1, paper=23, ink=235).may_be_negative
    assert not Contrast(darker=40, lighter=490, strokes=0.1, paper=25, ink=235).may_be_negative
    assert not Contrast(darker=140, lighter=220, strokes=0.1, paper=240, ink=20).may_be_negative
