"""A page out of focus is sharpened where it is read better so; one in focus, or moved, stays as it is."""

import cv2
import numpy as np
import pytest
from typed_sheets import typed_sheet

from briefbook.ocr.blur import sharpened
from briefbook.ocr.page_normalisation import normalise_page

LINES = ("SPECIMEN THE HARBOUR MASTER REPORTS THAT FOUR BARGES", "LEFT THE EASTERN QUAY WITHOUT LIGHTS LAST NIGHT") * 6


@pytest.fixture
def sheet():
    return np.asarray(typed_sheet(LINES, size=(1700, 1100), top=100))


@pytest.mark.ocr
def test_a_page_out_of_focus_is_sharpened(sheet):
    page = normalise_page(cv2.GaussianBlur(sheet, (0, 0), 3.5), 200)
    sharp = sharpened(page)
    assert sharp is not page
    assert sharp.page.shape == page.page.shape


@pytest.mark.ocr
def test_a_page_in_focus_and_a_moved_one_stay_as_they_are(sheet):
    for way in (sheet, cv2.blur(sheet, (9, 1)), np.full_like(sheet, 255)):
        page = normalise_page(np.asarray(way, np.uint8), 200)
        assert sharpened(page) is page
