"""What is reckoned in a quick way is what it was in the plain one."""

import numpy as np

from briefbook.model.page import Box
from briefbook.ocr import contrast, decoding, form_segments, unread_typing
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.typed_rows import TypedRow


def test_only_the_chosen_pieces_are_in_a_mask():
    ink = np.array([[1, 0, 0, 1], [1, 0, 0, 0], [0, 0, 1, 1]], np.uint8)
    pieces = pieces_of(ink)
    assert pieces.only(pieces.area > 1).tolist() == [[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1]]
    assert pieces.only(pieces.area > 5).any().item() is False


def test_more_pieces_than_sixteen_bits_can_number_are_each_counted():
    ink = np.zeros((600, 600), np.uint8)
    ink[::2, ::2] = 1
    assert len(pieces_of(ink).area) - 1 == 90_000


def test_a_width_of_cells_fits_letters_in_short_floats_as_in_long():
    letters, widths = np.array([10.0, 30.0, 50.0, 70.0, 91.0]), np.array([10.0, 20.0])
    assert np.round(decoding._fits(letters, widths), 5).tolist() == [0.96896, 0.99214]
    assert np.round(np.abs(decoding._waves(letters, widths)), 5).tolist() == [0.96896, 0.99214]


def test_the_median_of_an_even_number_of_greys_lies_between_the_middle_two():
    assert contrast._median(np.array([[4, 1], [10, 3]], np.float32)) == 3.5
    assert contrast._median(np.array([4, 1, 10], np.float32)) == 4.0


def test_words_above_and_below_the_text_are_where_they_were_on_the_page():
    letters = np.zeros((100, 60), np.uint8)
    letters[5:17, 20:40] = letters[70:84, 10:30] = letters[40:50, 0:50] = 1
    words = form_segments._Words.outside(letters, 30, 60)
    assert (words.left.tolist(), words.top.tolist()) == ([10, 20], [70, 5])
    assert (words.right.tolist(), words.bottom.tolist()) == ([30, 40], [84, 17])


def test_what_no_box_covers_of_a_row_that_hangs():
    row = TypedRow(100, 500, 50.0, 90.0, 0.2)
    boxes = [Box(100, 40, 200, 60), Box(300, 40, 400, 60), Box(380, 70, 460, 100)]
    assert unread_typing._free(row, unread_typing._edges(boxes), 4) == [(204, 376), (464, 500)]
