"""Rows of type in which no word was read are told by their letters' heights and distances."""

import numpy as np

from briefbook.model.page import Box
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.unread_typing import TextLines, find_strokes, find_unread_typing


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


def struck(top, *, left=150, right=500, height=36):
    """Ink of a page with a broad and ragged stroke."""
    ink = np.zeros((600, 900), np.uint8)
    ink[top + 6 : top + height - 6, left:right] = 1
    for at in range(left, right, 40):
        ink[top : top + height, at : at + 12] = 1
    return ink


TEXT = TextLines((150.0,) * 6, (80.0, 120.0, 160.0, 340.0, 380.0, 420.0), 40.0, 0.3)


def test_a_broad_stroke_through_a_line_that_no_word_covers_is_found():
    pieces = pieces_of(struck(200) | struck(244))
    assert find_strokes(pieces, [], [], [], TEXT, 200) == [Box(150, 200, 500, 280)]


def test_a_stroke_behind_the_text_is_found_where_the_row_before_it_is_struck_over():
    pieces = pieces_of(struck(450))
    assert find_strokes(pieces, [], [], [], TEXT, 200) == []
    assert find_strokes(pieces, [], [], [Box(150, 400, 500, 440)], TEXT, 200) == [Box(150, 450, 500, 486)]


def test_ink_that_was_read_or_is_known_and_rules_and_bars_and_short_strokes_are_none():
    pieces = pieces_of(struck(200))
    assert find_strokes(pieces, [Box(150, 200, 300, 236)], [], [], TEXT, 200) == []
    assert find_strokes(pieces, [], [Box(140, 190, 510, 240)], [], TEXT, 200) == []
    assert find_strokes(pieces_of(struck(200, height=16)), [], [], [], TEXT, 200) == []
    assert find_strokes(pieces_of(struck(200, height=56)), [], [], [], TEXT, 200) == []
    assert find_strokes(pieces_of(struck(200, right=300)), [], [], [], TEXT, 200) == []
    box = np.zeros((600, 900), np.uint8)
    box[200:236, 150:500] = 1
    assert find_strokes(pieces_of(box), [], [], [], TEXT, 200) == []


def test_a_hatched_field_among_the_lines_of_a_text_is_no_stroke():
    ink = np.zeros((600, 900), np.uint8)
    ink[200:236, 150:500] = 1
    for top in range(204, 232, 8):
        ink[top : top + 4, 154:496:6] = 0
        ink[top : top + 4, 155:496:6] = 0
    assert find_strokes(pieces_of(ink), [], [], [], TEXT, 200) == []


def test_dark_fields_of_a_page_without_a_text_are_no_strokes():
    assert find_strokes(pieces_of(struck(200)), [], [], [], TextLines(), 200) == []
