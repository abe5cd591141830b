"""Lines of handwriting and of dirt are told from type, and the worst type is not taken for them."""

import numpy as np
from PIL import Image, ImageDraw

from briefbook.model.page import Box, Kind, Word
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.decoding import Mark
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.typed_reader import TypedReader
from briefbook.ocr.untyped_lines import find_untyped_lines
from briefbook.ocr.word_assembly import RecognisedStrip

LETTERS, STEP = 12, 16 / 3


def sheet(*kinds):
    """Ink with one line of each kind, a hundred pixels below each other from 100 on."""
    ink = np.zeros((100 * len(kinds) + 300, 1200), np.uint8)
    for row, kind in enumerate(kinds):
        top = 100 + 100 * row
        for letter in range(LETTERS):
            left = 100 + 20 * letter
            if kind == "typed":
                ink[top : top + 20, left : left + 4] = ink[top : top + 4, left : left + 13] = 1
            elif kind == "worn":
                ink[top : top + 5, left : left + 4] = ink[top + 9 : top + 13, left + 3 : left + 12] = 1
            elif kind == "hand":
                ink[top - 12 : top + 28, left : left + 4] = ink[top + 14 : top + 17, left : left + 20] = 1
        if kind == "shadow":
            ink[top - 30 : top + 60, 0:1200] = 1
    return pieces_of(ink)


def line(row, confidence, distances=20.0):
    """A line as read over the row: letters at even distances, or at the given ones."""
    apart = (np.cumsum(np.broadcast_to(distances, LETTERS)) - 10) / STEP
    marks = [Mark("A", int(x), int(x) + 1, float(x), confidence) for x in apart]
    top = 100 + 100 * row
    box = Box(100, top - 8, 340, top + 24)
    strip = Strip(100, 340, top + 10.0, top + 10.0, 24.0)
    read = RecognisedStrip(strip, np.zeros((1, 2), np.float32), marks, words=[Word("A" * LETTERS, box, confidence)])
    read.places.append(box)
    return read


UNEVEN = [20, 33, 11, 26, 9, 31, 14, 37, 22, 8, 29, 15]
GRID = 20.0


def test_a_doubtful_line_of_tall_strokes_off_the_grid_was_written_by_hand():
    reads = [line(0, 0.9), line(1, 0.25, UNEVEN)]
    assert find_untyped_lines(sheet("typed", "hand"), reads, GRID) == {1: Kind.HANDWRITING}


def test_worn_type_is_type_however_doubtful():
    reads = [line(0, 0.9), line(1, 0.2), line(2, 0.3, UNEVEN)]
    assert find_untyped_lines(sheet("typed", "worn", "worn"), reads, GRID) == {}


def test_a_line_that_is_read_is_type_whatever_its_ink():
    assert find_untyped_lines(sheet("hand"), [line(0, 0.6, UNEVEN)], GRID) == {}


def test_letters_on_the_grid_are_type_though_strokes_cross_them():
    assert find_untyped_lines(sheet("hand"), [line(0, 0.3)], GRID) == {}


def test_what_is_read_in_a_shadow_is_no_handwriting():
    assert find_untyped_lines(sheet("shadow"), [line(0, 0.15, UNEVEN)], None) == {0: Kind.MARGIN}


def test_on_a_page_by_hand_less_doubtful_lines_are_by_hand_too():
    reads = [line(row, 0.25, UNEVEN) for row in range(4)] + [line(4, 0.45, UNEVEN), line(5, 0.8)]
    kinds = find_untyped_lines(sheet(*["hand"] * 5, "typed"), reads, None)
    assert kinds == dict.fromkeys(range(5), Kind.HANDWRITING)


def test_a_page_of_loops_is_no_message_and_says_that_it_was_not_read():
    picture = Image.new("L", (1700, 2200), 255)
    draw, chance = ImageDraw.Draw(picture), np.random.default_rng(4)
    for row in range(14):
        x = 220
        while x < 1300:
            points, base = [], 300 + 110 * row + int(chance.integers(-8, 9))
            for high in chance.integers(12, 52, int(chance.integers(3, 7))).tolist():
                turn = np.linspace(0, 2 * np.pi, 24)
                lean, wide = int(chance.integers(2, 22)), int(chance.integers(14, 34))
                across = x + wide * turn / 6 - 9 * np.sin(turn) + lean * (1 - np.cos(turn)) / 2
                points += list(zip(across.tolist(), (base - high * (1 - np.cos(turn)) / 2).tolist(), strict=True))
                x += wide
            draw.line(points, fill=0, width=4, joint="curve")
            x += 30
    result = TypedReader().read(picture, 200)
    letters = sum(len(word.text) for line in result.lines if line.kind is Kind.MESSAGE for word in line.words)
    assert letters < 20
    assert "written by hand" in result.why or "no word could be read" in result.why
