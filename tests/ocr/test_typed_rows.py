"""Rows of type that stand out from worn or speckled paper are met, read again, or said to be unread."""

from dataclasses import replace

import numpy as np
import pytest
from papers import picture
from PIL import Image

from briefbook.model.page import Box, Kind
from briefbook.ocr.cleaning import ink_of, pieces_of
from briefbook.ocr.decoding import Mark
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.second_try import second_strips, take_better, without_doubles
from briefbook.ocr.typed_reader import TypedReader
from briefbook.ocr.typed_rows import TypedRow, find_typed_rows
from briefbook.ocr.unread_typing import TextLines, find_struck_rows, find_unread_rows
from briefbook.ocr.word_assembly import RecognisedStrip


def worn_rows(*middles, advance=20, left=200, letters=40, size=(1100, 1200)):
    """A page with rows of letters that are broken into flecks of three pixels, none as high as a letter."""
    page, chance = np.full(size, 255, np.uint8), np.random.default_rng(7)
    for middle in middles:
        for letter in range(letters):
            for x, y in zip(chance.integers(0, 11, 9), chance.integers(-8, 7, 9), strict=True):
                page[middle + y : middle + y + 3, left + letter * advance + x : left + letter * advance + x + 3] = 40
    return page


def speckled(page, count=1200):
    chance = np.random.default_rng(3)
    for y, x in zip(chance.integers(0, page.shape[0], count), chance.integers(0, page.shape[1], count), strict=True):
        page[y : y + 3, x : x + 3] = 0
    return page


def rows_of(page):
    return find_typed_rows(page, pieces_of(ink_of(page, 200)), 200)


def test_rows_of_flecks_are_met_where_they_stand():
    rows = rows_of(worn_rows(300, 334, 368))
    assert [round((row.middle_left + row.middle_right) / 2 / 34) for row in rows] == [9, 10, 11]
    assert all(abs(row.left - 200) < 20 and abs(row.right - 992) < 20 for row in rows)


def test_rows_are_met_among_specks_and_specks_alone_are_none():
    assert rows_of(speckled(np.full((1100, 1200), 255, np.uint8))) == []
    long_rows = [row for row in rows_of(speckled(worn_rows(300, 334, 368))) if row.right - row.left > 600]
    assert len(long_rows) == 3


def test_rules_and_black_bars_are_no_rows():
    page = np.full((1100, 1200), 255, np.uint8)
    page[300:303, 100:1100] = 0
    page[500:503, 100:1100:2] = 0
    page[700:780, 100:1100] = 0
    assert rows_of(page) == []


def test_a_second_try_covers_the_row_and_the_line_that_has_only_its_end():
    rows = [TypedRow(200, 1000, 300.0, 304.0, 0.2)]
    (strip,) = second_strips([Strip(700, 1010, 302.0, 303.0, 18.0)], rows, 1200, 200)
    assert (strip.left, strip.right) == (160, 1050)
    assert strip.middle(600) == pytest.approx(302, abs=1)


def test_a_row_that_lines_cover_needs_no_second_try():
    rows = [TypedRow(200, 1000, 300.0, 304.0, 0.2)]
    assert second_strips([Strip(180, 1010, 299.0, 305.0, 18.0)], rows, 1200, 200) == []


def read(left, right, middle, worth):
    return RecognisedStrip(Strip(left, right, middle, middle, 18.0), np.full((1, 1), worth, np.float32), [])


def with_text(strip, text):
    marks = [Mark(letter, 4 * place, 4 * place + 2, 4 * place + 1.0, 0.9) for place, letter in enumerate(text)]
    return replace(strip, marks=marks)


def worth_of(strip):
    return float(strip.scores[0, 0])


def test_the_better_reading_of_a_row_stays():
    end, other = read(700, 1000, 300.0, 4.0), read(200, 1000, 340.0, 9.0)
    whole = read(160, 1040, 301.0, 9.0)
    chosen = take_better([end, other], [whole], worth_of)
    assert [strip.strip.left for strip in chosen] == [160, 200]
    assert [strip.strip.row for strip in chosen] == [0, 1]
    assert take_better([end, other], [read(160, 1040, 301.0, 3.5)], worth_of) == [end, other]


@pytest.mark.parametrize(
    ("above", "text", "left"),
    [
        (15.0, "NO DECLSION HAS BEEH TAKEN", 1),  # the same ink again, lower
        (15.0, "S E C R E T 12 MAY", 2),  # other words close above, as of a form's label
        (56.0, "NO DECISION HAS BEEN TAKEN", 2),  # the same words in the next line
    ],
)
def test_of_a_line_found_twice_one_way_only_the_better_reading_stays(above, text, left):
    line = with_text(read(200, 1000, 320.0, 9.0), "NO DECISION HAS BEEN TAKEN")
    again = with_text(read(210, 990, 320.0 - above, 7.0), text)

    assert without_doubles([again, line], worth_of) == [again, line][-left:]


def test_rubble_is_not_taken_for_a_line():
    line = read(200, 1000, 300.0, 9.0)
    assert take_better([line], [read(200, 1000, 400.0, 4.0)], worth_of) == [line]


def test_a_second_try_on_part_of_a_line_is_not_put_beside_it():
    line = read(200, 1000, 300.0, 9.0)
    assert take_better([line], [read(200, 500, 302.0, 5.0)], worth_of) == [line]


def test_unread_rows_of_type_are_told_by_their_rhythm():
    page = worn_rows(300, 400)
    rows = [TypedRow(200, 992, 300.0, 300.0, 0.2), TypedRow(200, 992, 400.0, 400.0, 0.2)]
    assert find_unread_rows(page, rows, [Box(195, 285, 995, 315)], 20.0, 200) == [Box(200, 385, 992, 415)]


def test_the_part_of_a_row_that_no_word_covers_is_unread():
    rows = [TypedRow(200, 992, 300.0, 300.0, 0.2)]
    assert find_unread_rows(worn_rows(300), rows, [Box(195, 285, 600, 315)], 20.0, 200) == [Box(608, 285, 992, 315)]


TEXT = TextLines((200.0, 200.0, 201.0, 199.0, 200.0, 240.0), (300.0, 334.0, 368.0, 402.0, 436.0, 470.0), 34.0, 0.25)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (TypedRow(202, 400, 504.0, 504.0, 0.3), True),  # the next line
        (TypedRow(202, 400, 572.0, 572.0, 0.3), True),  # two lines farther
        (TypedRow(202, 400, 520.0, 520.0, 0.3), False),  # between two lines
        (TypedRow(230, 400, 504.0, 504.0, 0.3), False),  # not at the edge
        (TypedRow(202, 400, 504.0, 504.0, 0.6), False),  # a rule, or a pen
        (TypedRow(202, 400, 470.0, 470.0, 0.3), False),  # on a line
    ],
)
def test_a_row_is_expected_where_a_line_of_the_text_would_stand(row, expected):
    assert TEXT.expect(row, 200) is expected


def test_of_a_row_in_the_place_of_a_line_less_rhythm_is_asked():
    page = worn_rows(504, letters=12, advance=22)
    row = TypedRow(200, 464, 504.0, 504.0, 0.25)
    assert find_unread_rows(page, [row], [], 20.0, 200) == []
    assert find_unread_rows(page, [row], [], 20.0, 200, TEXT) == [Box(200, 489, 464, 519)]


def test_rows_struck_over_by_a_pen_are_far_darker_than_type():
    pen, type_row, shadow = (
        TypedRow(250, 900, 600.0, 600.0, 0.7),
        TypedRow(250, 900, 700.0, 700.0, 0.3),
        TypedRow(250, 900, 1050.0, 1050.0, 0.7),
    )
    assert find_struck_rows([pen, type_row, shadow], [], TEXT, (1100, 1200), 200) == ([Box(250, 585, 900, 615)], [])
    assert find_struck_rows([pen], [Box(240, 590, 910, 610)], TEXT, (1100, 1200), 200) == ([], [])
    assert find_struck_rows([pen], [], TextLines(), (1100, 1200), 200) == ([], [])


def ink_of_row(share, core):
    """Ink in the middle of a row from 250 to 900: so full in its first third, and so full elsewhere."""
    ink = np.zeros((1100, 1200), np.uint8)
    for left, right, full in ((250, 450, core), (450, 900, share)):
        columns = np.arange(left, right)
        ink[585:615, columns[(columns * full) % 1 < full]] = 1
    return ink


def test_a_stroke_no_darker_than_the_type_is_known_by_how_full_it_is():
    row = TypedRow(250, 900, 600.0, 600.0, 0.4)

    assert find_struck_rows([row], [], TEXT, (1100, 1200), 200, ink_of_row(1.0, 1.0)) == (
        [Box(250, 585, 900, 615)],
        [],
    )
    assert find_struck_rows([row], [], TEXT, (1100, 1200), 200, ink_of_row(0.5, 0.5)) == ([], [])


def test_a_black_field_is_no_stroke():
    row, field = TypedRow(250, 900, 600.0, 600.0, 0.4), np.zeros((1100, 1200), np.uint8)
    field[570:630, 250:900] = 1

    assert find_struck_rows([row], [], TEXT, (1100, 1200), 200, field) == ([], [])


def test_type_run_together_is_typing_not_read():
    dark, darker_text = TypedRow(250, 900, 600.0, 600.0, 0.52), replace(TEXT, contrast=0.4)

    assert find_struck_rows([dark], [], darker_text, (1100, 1200), 200, ink_of_row(0.75, 0.75)) == (
        [],
        [Box(250, 585, 900, 615)],
    )
    assert find_struck_rows([dark], [], darker_text, (1100, 1200), 200, ink_of_row(0.3, 0.3)) == ([], [])


def test_dirt_has_no_rhythm():
    page, chance = np.full((1100, 1200), 255, np.uint8), np.random.default_rng(9)
    for x, y in zip(chance.integers(200, 980, 400), chance.integers(290, 308, 400), strict=True):
        page[y : y + 3, x : x + 3] = 0
    assert find_unread_rows(page, [TypedRow(200, 992, 300.0, 300.0, 0.3)], [], 20.0, 200) == []


def test_lines_worn_to_flecks_at_one_end_are_read_whole():
    text = ["THE FERRY TO THE ISLAND LEAVES AT NOON ON FRIDAY", "AND COMES BACK BEFORE DARK WITH THE MAIL BAGS"] * 5
    grey, chance = np.asarray(picture(*text), np.uint8).copy(), np.random.default_rng(5)
    worn = chance.random((2200, 450)) < 0.5
    grey[:, :450][worn] = 255
    result = TypedReader().read(Image.fromarray(grey), 200)
    assert sum(line.text.startswith(("THE FERRY", "AND COMES")) for line in result.lines) == 10
    assert [region for region in result.regions if region.kind is Kind.UNREAD] == []
