"""Rows of type in which no word was read are told by their letters' heights and distances."""

import numpy as np

from briefbook.model.page import Box
from briefbook.ocr.unread_typing import find_unread_typing


def page_of_rows(*tops, distance=20, height=18):
    letters = np.zeros((600, 900), np.uint8)
    for top in tops:
        for left in range(100, 700, distance):
            letters[top : top + height, left : left + 12] = 1
    return letters


def test_a_row_that_no_word_covers_is_found_and_the_others_are_not():
    read = [Box(98, 98, 702, 120), Box(98, 298, 702, 320)]
    assert find_unread_typing(page_of_rows(100, 200, 300), read, 200) == [Box(100, 200, 692, 218)]


def test_rows_one_below_the_other_are_one_region():
    assert find_unread_typing(page_of_rows(100, 134), [], 200) == [Box(100, 100, 692, 152)]


def test_a_page_that_was_read_has_none():
    assert find_unread_typing(page_of_rows(100), [Box(98, 98, 702, 120)], 200) == []


def test_specks_and_strokes_and_wide_print_are_no_typing():
    specks = np.zeros((600, 900), np.uint8)
    chance = np.random.default_rng(2)
    for top, left in chance.integers(0, 580, (400, 2)):
        specks[top : top + 4, left : left + 4] = 1
    assert find_unread_typing(specks, [], 200) == []
    assert find_unread_typing(page_of_rows(100, distance=48), [], 200) == []
    assert find_unread_typing(page_of_rows(100, height=60), [], 200) == []
