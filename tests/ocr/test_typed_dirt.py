"""A dirty sheet: specks all over it are neither letters nor lines, and what is typed is found among them."""

import numpy as np
import pytest
from papers import picture
from PIL import Image

from briefbook.model.page import Box, Word
from briefbook.ocr import typed_reader
from briefbook.ocr.line_finding import Strip, find_strips
from briefbook.ocr.page_normalisation import MANY_SPECKS, WORKING_DPI, normalise_page
from briefbook.ocr.typed_reader import TypedReader
from briefbook.ocr.word_assembly import RecognisedStrip

ROWS = [
    "FM LIMA SPECIMEN 14 MAY 64",
    "THIS SHEET WAS DRAWN FOR A TEST AND SPECKED ALL OVER AFTER THAT",
    "",
    "WHAT IS TYPED ON IT STANDS IN FOUR LINES, ONE OF THEM APART",
    "THERE IS NOTHING AT ALL TO BE READ BELOW THIS LAST LINE.",
]


def specked(sheet, share, low=0, high=2200):
    """A sheet with a share of its pixels, in pairs, inked between two rows."""
    dice = np.random.default_rng(11)
    grey = np.asarray(sheet, np.uint8).copy()
    inked = dice.random((1100, 850)) < share
    inked[: low // 2] = inked[high // 2 :] = False
    grey[np.kron(inked, np.ones((2, 2), bool))] = 0
    return Image.fromarray(grey)


@pytest.fixture(scope="module")
def dirty():
    return specked(picture(*ROWS), 0.07)


def test_the_sheet_is_dirty_and_its_lines_are_found(dirty):
    level = normalise_page(np.asarray(dirty), 200)
    assert (level.pieces.height < 0.03 * WORKING_DPI).sum() > MANY_SPECKS
    tops = [200 + 60 * row + 17 for row, text in enumerate(ROWS) if text]
    middles = [(strip.middle_left + strip.middle_right) / 2 for strip in find_strips(level.letters, 200, level.ink)]
    assert all(min(abs(middle - top) for middle in middles) < 12 for top in tops)


def test_what_is_typed_is_read_and_specks_give_no_lines(dirty):
    lines = TypedReader().read(dirty, 200).lines
    texts = [line.text for line in lines]
    assert any("SPECKED ALL OVER" in text for text in texts)
    assert any("IN FOUR LINES" in text for text in texts)
    below = [line for line in lines if line.words[0].box.top > 200 + 60 * len(ROWS)]
    assert below == []


def test_a_clean_part_of_a_dirty_sheet_is_read_as_ever():
    sheet = specked(picture(*ROWS), 0.12, low=900)
    texts = [line.text for line in TypedReader().read(sheet, 200).lines]
    assert [text for text in texts if "LIMA" in text] == ["FM LIMA SPECIMEN 14 MAY 64"]


@pytest.mark.parametrize(("confidences", "read"), [((0.04, 0.11), False), ((0.04, 0.3), True), ((), False)])
def test_a_strip_none_of_whose_words_is_sure_was_not_read(confidences, read):
    words = [Word("EAASG", Box(0, 0, 9, 9), sure) for sure in confidences]
    one = RecognisedStrip(Strip(0, 90, 50.0, 50.0, 12.0), np.zeros((1, 2), np.float32), [], words=words)
    assert typed_reader._is_read(one) is read
