"""Redactions and gaps told from a form's boxes, a sheet's shadow and the blank at a line's end."""

import cv2
import numpy as np

from briefbook.model.page import Box, Kind, Line, Word
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.holes import find_holes
from briefbook.ocr.margins import separate_margins
from briefbook.ocr.regions import find_gaps, find_redactions


def paper():
    return np.full((1100, 850), 255, np.uint8)


def frame(page, left, top, right, bottom):
    page[top:bottom, left : left + 3] = page[top:bottom, right - 3 : right] = 0
    page[top : top + 3, left:right] = page[bottom - 3 : bottom, left:right] = 0
    return page


ROWS = [(100.0, 280.0, 415.0), (520.0, 700.0, 415.0)]


def test_a_white_frame_beside_type_is_a_redaction():
    assert find_redactions(frame(paper(), 300, 400, 500, 430), 100, ROWS) == [
        (Box(299, 399, 501, 431), "white, framed")
    ]


def test_a_frame_with_no_type_beside_it_is_a_form_s():
    assert find_redactions(frame(paper(), 300, 600, 500, 630), 100, ROWS) == []


def test_a_frame_with_something_in_it_is_none():
    page = frame(paper(), 300, 400, 500, 430)
    page[410:420, 350:450:9] = 0  # strokes of type
    assert find_redactions(page, 100, ROWS) == []


def test_the_shadow_at_the_sheet_s_edge_is_none():
    page = paper()
    page[:, :40] = 0
    assert find_redactions(page, 100, ROWS) == []


def lines(*rows):
    made = []
    for number, row in enumerate(rows):
        top = 100 + number * 30
        made.append(Line(tuple(Word(text, Box(left, top, right, top + 20)) for text, left, right in row)))
    return made


def test_a_gap_in_a_paragraph_is_kept_with_its_size():
    found = find_gaps(
        lines(
            [("WORDS", 0, 300), ("ABOVE", 310, 600)],
            [("LEFT", 0, 100), ("RIGHT", 400, 600)],
            [("WORDS", 0, 300), ("BELOW", 310, 600)],
        ),
        advance=10,
    )
    assert [(one.kind, one.box, one.note) for one in found] == [
        (Kind.BLANK, Box(100, 130, 400, 150), "a blank of about 30 letters")
    ]


def test_the_columns_of_a_heading_are_no_gaps():
    heading = [("TO", 0, 40), ("INFO", 400, 480)]
    assert find_gaps(lines(heading, heading, heading), advance=10) == []


def row(number, *words, **margin):
    """A row of sure words a hundred pixels wide from 100 on; what is in the margin comes with its left edge."""
    top = 100 + number * 30
    made = [Word(text, Box(100 + at * 110, top, 200 + at * 110, top + 20), 0.95) for at, text in enumerate(words)]
    for text, (left, sure) in margin.items():
        made.append(Word(text, Box(left, top, left + 100, top + 20), sure))
    return Line(tuple(sorted(made, key=lambda word: word.box.left)))


def test_a_stamp_across_the_margin_does_not_run_into_the_text():
    text = [row(number, "WHEN", "HE", "CAME", "NOBODY", "WAS", "THERE") for number in range(8)]
    text[3] = row(3, "WHEN", "HE", "CAME", "NOBODY", "WAS", "THERE", AETURN=(780, 0.3))
    found = separate_margins(text)
    assert [line.text for line in found] == ["WHEN HE CAME NOBODY WAS THERE"] * 8 + ["AETURN"]
    assert [line.kind for line in found] == [Kind.MESSAGE] * 8 + [Kind.MARGIN]


def test_a_doubtful_word_of_the_text_itself_stays_in_it():
    text = [row(number, "WHEN", "HE", "CAME", "NOBODY", "WAS", "THERE") for number in range(8)]
    text[3] = row(3, "WHEN", "HE", "CAME", "NOBODY", "WAS", THRRE=(650, 0.2))
    assert separate_margins(text) == text


def test_a_sure_word_beyond_the_edge_stays_where_it_is():
    text = [row(number, "WHEN", "HE", "CAME", "NOBODY", "WAS", "THERE") for number in range(8)]
    text[3] = row(3, "WHEN", "HE", "CAME", "NOBODY", "WAS", "THERE", RETURN=(780, 0.9))
    assert separate_margins(text) == text


def by_hand(*texts):
    return lambda word: word.text in texts


def test_what_a_hand_wrote_behind_a_line_is_kept_apart():
    text = [row(number, "WHEN", "HE", "CAME", "NOBODY") for number in range(8)]
    text[2] = row(2, "WHEN", "HE", "CAME", lel=(620, 0.2))
    text.append(row(8, "NOBODY", eel=(500, 0.2)))
    found = separate_margins(text, by_hand("lel", "eel"))
    assert [line.text for line in found[8:]] == ["NOBODY", "lel", "eel"]
    assert [line.kind for line in found[8:]] == [Kind.MESSAGE, Kind.HANDWRITING, Kind.HANDWRITING]


def test_a_word_of_the_text_with_a_ring_round_it_stays():
    text = [row(number, "WHEN", "HE", "CAME", "NOBODY") for number in range(8)]
    text[2] = row(2, "WHEN", "HE", "CAME", NOB0DY=(430, 0.2))
    assert separate_margins(text, by_hand("NOB0DY")) == text


def test_a_black_disk_near_the_edge_is_a_hole_and_other_black_is_not():
    page = np.zeros((2200, 1700), np.uint8)
    cv2.circle(page, (90, 700), 26, 1, -1)
    cv2.circle(page, (850, 1000), 26, 1, -1)  # in the middle of the sheet
    cv2.circle(page, (90, 1300), 26, 1, 3)  # a ring
    page[100:150, 200:250] = 1  # a square
    (hole,) = find_holes(pieces_of(page), 200)
    assert (abs(hole.left - 64), abs(hole.top - 674)) <= (2, 2)
