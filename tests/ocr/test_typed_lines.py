"""What is done with a page's picture before it is recognised: rules, slope, strips."""

import cv2
import numpy as np
import pytest

from briefbook.ocr.cleaning import letters_of, pieces_of, without_rules
from briefbook.ocr.line_finding import find_strips
from briefbook.ocr.orientation import is_sideways, skew_angle


def ink(rows=20, apart=34, size=(1100, 1400), letters=60):
    """1 where twenty lines of letters stand, 34 pixels apart, their middles from 200 on."""
    page = np.zeros(size, np.uint8)
    chance = np.random.default_rng(5)
    for row in range(rows):
        begin = int(chance.integers(100, 119))
        for place in range(letters - int(chance.integers(0, 12))):
            if chance.random() < 0.84:
                x, y = begin + 19 * place, 190 + apart * row
                page[y : y + 20, x : x + 4] = page[y : y + 4, x : x + 13] = page[y + 8 : y + 11, x : x + 10] = 1
    return page


def hanging(page, angle):
    turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), angle, 1)
    return cv2.warpAffine(page, turn, (page.shape[1], page.shape[0]), flags=cv2.INTER_NEAREST)


@pytest.mark.parametrize("angle", [-11.6, -4.8, -3.3, -1.2, -0.4, 0.7, 2.5, 4.3, 8.7])
def test_the_angle_by_which_a_page_hangs_is_found(angle):
    assert skew_angle(hanging(ink(), angle)) == pytest.approx(-angle, abs=0.11)


@pytest.mark.parametrize("angle", [-2.6, 1.4, 6.2])
def test_the_black_beside_the_paper_does_not_say_how_a_page_hangs(angle):
    page = cv2.copyMakeBorder(hanging(ink(), angle), 60, 40, 90, 30, cv2.BORDER_CONSTANT, value=1)
    page[130:-90, 160:-100] = 0
    page[130:-90, 160:-100] = hanging(ink(), angle)[70:-50, 70:-70]

    assert skew_angle(page) == pytest.approx(-angle, abs=0.11)


def test_a_level_page_is_not_turned():
    assert skew_angle(ink()) == 0.0


def test_a_page_without_ink_is_not_turned():
    assert skew_angle(np.zeros((1100, 1400), np.uint8)) == 0.0


def test_type_from_top_to_bottom_lies_on_its_side():
    paper = np.where(hanging(ink(), 1.5) > 0, 30, 240).astype(np.uint8)
    assert is_sideways(np.rot90(paper).copy())
    assert not is_sideways(paper)


def test_long_rules_go_and_thick_bars_and_letters_stay():
    drawn = ink(rows=3)
    drawn[600:603, 0:90] = 1  # runs on beyond the sheet
    drawn[500:503, 200:900] = 1
    drawn[300:900, 1300:1303] = 1
    drawn[700:740, 200:900] = 1  # a bar
    drawn[800:803, 200:340] = 1  # too short for a rule
    paper = np.where(drawn > 0, 0, 255).astype(np.uint8)
    clean, ruled = without_rules(paper, drawn, 200)
    assert ruled
    left = clean == 0
    assert not left[500:503, 210:890].any()
    assert not left[310:490, 1300:1303].any()
    assert not left[600:603, :80].any()
    assert left[703:737, 210:890].all()
    assert left[800:803, 200:340].all()
    assert (left[180:300] == (drawn[180:300] > 0)).all()


def test_a_page_without_rules_is_given_back_as_it_is():
    paper = np.where(ink() > 0, 0, 255).astype(np.uint8)
    clean, ruled = without_rules(paper, ink(), 200)
    assert clean is paper
    assert not ruled


@pytest.mark.slow
def test_pieces_are_measured_however_many_there_are():
    few, many = np.zeros((400, 900), np.uint8), np.zeros((1200, 1200), np.uint8)
    few[10:30, 5:9] = few[100:103, 50:90] = 1
    many[::2, ::2] = 1  # more than sixteen bits can count
    assert pieces_of(few).measures() == [(5, 10, 4, 20, 80), (50, 100, 40, 3, 120)]
    assert len(pieces_of(many).measures()) == 360_000


def test_specks_and_large_pieces_are_no_letters():
    drawn = ink(rows=1)
    drawn[600:603, 300:303] = 1
    drawn[700:900, 300:400] = 1
    letters = letters_of(drawn, 200)
    assert (letters[:500] == drawn[:500]).all()
    assert not letters[500:].any()


def test_lines_are_found_one_below_the_other_with_their_slope():
    drawn = hanging(ink(), 0.5)
    strips = find_strips(drawn, 200)
    assert len(strips) == 20
    assert all(strip.slope == pytest.approx(-np.tan(np.radians(0.5)), abs=0.0035) for strip in strips)
    apart = np.diff([strip.middle(700) for strip in strips])
    assert apart == pytest.approx(34, abs=2)


def test_a_line_with_a_wide_gap_comes_in_two_strips_of_one_row():
    drawn = ink()
    drawn[180:215, 500:800] = 0
    first, second, third = find_strips(drawn, 200)[:3]
    assert (first.row, second.row, third.row) == (0, 0, 1)
    assert first.right < 520
    assert second.left > 780


def test_a_strip_of_paper_is_measured_at_a_size_that_can_be_turned():
    narrow = np.zeros((4000, 26), np.uint8)
    narrow[::9, 4:20] = 1

    assert skew_angle(narrow) == 0.0
