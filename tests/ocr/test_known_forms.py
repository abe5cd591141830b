"""Words close to a known form are weighed with the picture, which has the last word."""

from functools import partial

import cv2
import numpy as np
import pytest

from briefbook.ocr.decoding import Mark
from briefbook.ocr.glyph_comparison import GlyphPosition, PageGlyphs
from briefbook.ocr.known_forms import Cell, weigh_known_forms

BLANK_PAGE = PageGlyphs(np.full((60, 900), 255, np.uint8), [], 20.0, 30.0)
"""A page of no sure characters: the recogniser alone is asked."""

Doubts = dict[int, dict[str, float]]


def line(text: str, doubts: Doubts | None = None) -> list[Cell | None]:
    """A line as recognised; at some places more characters than one are possible, at the others nothing else."""
    cells: list[Cell | None] = []
    for place, character in enumerate(text):
        if character == " ":
            cells.append(None)
            continue
        likely = (doubts or {}).get(place, {character: 0.99})
        mark = Mark(character, place, place + 1, place + 0.5, likely.get(character, 0.0))
        cells.append(Cell(mark, partial(GlyphPosition, 20.0 * place + 30, 30.0, likely)))
    return cells


def read(*lines: list[Cell | None], glyphs: PageGlyphs = BLANK_PAGE) -> list[str]:
    """The lines once their words are weighed."""
    changed = weigh_known_forms(lines, glyphs)
    texts = []
    for number, cells in enumerate(lines):
        marks = [changed.get((number, place), cell.mark if cell else None) for place, cell in enumerate(cells)]
        texts.append("".join(mark.character if mark else " " for mark in marks))
    return texts


@pytest.mark.parametrize(
    ("text", "doubts", "meant"),
    [
        ("TEL 37 APRI", {10: {"I": 0.9, "1": 0.05}}, "TEL 37 APR1"),
        ("AUGI/66", {3: {"I": 0.9, "1": 0.05}}, "AUG1/66"),
        ("KUFORT/ll AND", {7: {"l": 0.6, "1": 0.4}, 8: {"l": 0.7, "1": 0.2}}, "KUFORT/11 AND"),
        ("OF OOT LI TO", {4: {"O": 0.9, "C": 0.1}, 7: {"L": 0.7, "1": 0.1}, 8: {"I": 0.3, "1": 0.2}}, "OF OCT 11 TO"),
    ],
)
def test_letters_read_for_the_figures_of_a_day_or_of_a_code_word_are_figures(
    text: str, doubts: Doubts, meant: str
) -> None:
    assert read(line(text, doubts)) == [meant]


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("TEL 37 APRI", {10: {"I": 0.99}}),  # the picture knows no figure there
        ("KUFORT/llO", {7: {"l": 0.6, "1": 0.4}}),  # no number
        ("OF GOT LY TO", {3: {"G": 0.9, "O": 0.1}, 7: {"L": 0.7, "1": 0.1}}),  # no month is possible
        ("OF OCT LI TO", {7: {"L": 0.7, "1": 0.1}, 8: {"I": 0.9, "T": 0.1}}),  # nor a day
        ("OF OCT 1 TO", {}),
        ("MAY IS IT", {4: {"I": 0.9, "1": 0.001}, 5: {"S": 0.9, "5": 0.001}}),
    ],
)
def test_what_the_picture_does_not_allow_stays_as_read(text: str, doubts: Doubts) -> None:
    assert read(line(text, doubts)) == [text]


def test_a_figure_of_a_sound_form_is_never_another() -> None:
    doubts = {3: {"2": 0.5, "0": 0.5}, 4: {"7": 0.5, "0": 0.5}}
    assert read(line("25,270 MEN", doubts), line("MAY 11", {5: {"1": 0.5, "7": 0.5}})) == ["25,270 MEN", "MAY 11"]


def test_the_page_keeps_what_the_picture_says_and_is_never_quite_sure_of_what_a_form_decided() -> None:
    ((place, mark),) = weigh_known_forms([line("APRI", {3: {"I": 0.5, "1": 0.5}})], BLANK_PAGE).items()
    assert place == (0, 3)
    assert (mark.character, mark.picture, mark.second) == ("1", "I", "I")
    assert mark.likelihood <= 0.9


SURE = line("UNFORTUNE/4 LEFT")


@pytest.mark.parametrize(
    ("text", "doubts", "meant"),
    [
        ("UNFORKUME/9", {5: {"K": 0.7, "T": 0.1}, 7: {"M": 0.8, "N": 0.1}}, "UNFORTUNE/9"),
        ("UNFORKUME/9", {5: {"K": 0.7, "T": 0.1}}, "UNFORKUME/9"),  # the M is sure
        ("UNFORKUME", {5: {"K": 0.7, "T": 0.1}, 7: {"M": 0.8, "N": 0.1}}, "UNFORKUME"),  # no code word with a number
        ("UNFORTUNE/5", {10: {"5": 0.5, "4": 0.5}}, "UNFORTUNE/5"),  # a figure is not read by another word's
    ],
)
def test_a_code_word_with_doubtful_letters_is_the_one_that_stands_surely_on_the_page(
    text: str, doubts: Doubts, meant: str
) -> None:
    assert read(SURE, line(text, doubts)) == [SURE_TEXT, meant]


SURE_TEXT = "UNFORTUNE/4 LEFT"


def drawn(text: str, struck: str) -> np.ndarray:
    """A page of one line of figures 20 pixels apart; ``struck`` noughts have a stroke, and are worn."""
    page = np.full((60, 20 * len(text) + 60), 255, np.uint8)
    for place, character in enumerate(text):
        x = 20 * place + 30
        cv2.putText(page, character, (x - 7, 38), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
        if struck[place] == "x":
            cv2.line(page, (x - 8, 40), (x + 8, 20), 0, 3)
    return page


@pytest.mark.parametrize(
    ("text", "shape", "struck", "meant"),
    [
        ("25,2/0", "25,000", "   xxx", "25,000"),  # three cells alike, and round thousands are usual
        ("25,2/0", "25,270", "      ", "25,2/0"),  # cells that look otherwise: cannot tell
    ],
)
def test_struck_noughts_of_round_thousands_are_known_by_looking_alike(
    text: str, shape: str, struck: str, meant: str
) -> None:
    glyphs = PageGlyphs(drawn(shape, struck), [], 20.0, 30.0)
    doubts = {3: {"2": 0.62, "7": 0.21, "0": 0.016}, 4: {"/": 0.33, "7": 0.17, "2": 0.09, "0": 0.03}, 5: {"0": 0.45}}
    assert read(line(text, doubts), glyphs=glyphs) == [meant]


@pytest.mark.parametrize(
    ("text", "doubts", "meant"),
    [
        ("ON 3/15/52 HE", {8: {"5": 0.6, "6": 0.35}}, "ON 3/15/62 HE"),  # as elsewhere on the page
        ("IN SEPT 1055", {9: {"0": 0.75, "9": 0.11}}, "IN SEPT 1955"),  # no year
        ("JUNE 1904.", {7: {"0": 0.6, "6": 0.3}}, "JUNE 1964."),
        ("JUNE 1904.", {7: {"0": 0.95, "6": 0.01}}, "JUNE 1904."),  # the picture knows no 6
        ("BORN IN 1904", {10: {"0": 0.6, "6": 0.3}}, "BORN IN 1904"),  # no month before it
        ("AT 1835 LEFT", {4: {"8": 0.5, "9": 0.4}}, "AT 1835 LEFT"),  # a time of day
        ("ON 3/15/61 HE", {9: {"1": 0.6, "2": 0.02}}, "ON 3/15/61 HE"),
    ],
)
def test_a_doubtful_year_is_one_that_stands_surely_on_the_page_or_a_usual_one(
    text: str, doubts: Doubts, meant: str
) -> None:
    assert read(line("ON 3/20/62 THEY"), line(text, doubts)) == ["ON 3/20/62 THEY", meant]


@pytest.mark.parametrize(
    ("sure", "text", "doubts"),
    [
        (["JUNE 1965", *["MAY 1985"] * 5], "IN SEPT 1985", {10: {"8": 0.55, "6": 0.4}}),  # the page has it
        (["JUNE 1965"], "IN SEPT 1985", {10: {"8": 0.75, "6": 0.2}}),  # one earlier year says little
        (["JUNE 1965"], "ON 4/5/85", {7: {"8": 0.6, "6": 0.35}}),
        (["JUNE 1962", *["MAY 1922"] * 5], "IN SEPT 1922", {10: {"2": 0.6, "6": 0.3}}),
        (["MAY 1922"] * 5, "IN SEPT 1923", {10: {"2": 0.6, "6": 0.3}}),  # no seldom year on this page
        (["MAY 1925"] * 5, "IN SEPT 1925", {10: {"2": 0.6, "3": 0.39}}),
        ([], "IN SEPT 1925", {10: {"2": 0.7, "3": 0.29}}),
        ([], "IN SEPT 1925", {10: {"2": 0.7, "6": 0.29}}),  # no other year is on the page
        (["MAY 1885"] * 2, "IN SEPT 1889", {9: {"8": 0.6, "9": 0.35}}),  # nor is a century
        (["MAY 2004"] * 2, "IN SEPT 2004", {10: {"0": 0.6, "8": 0.35}}),
        (["MAY 2004"] * 2, "ON 4/5/04", {7: {"0": 0.6, "6": 0.35}}),  # two figures are of any century
        (["MAY 1862"] * 2, "ON 4/5/62", {8: {"2": 0.6, "3": 0.35}}),
        (["MAY 1992"], "IN SEPT 1035", {9: {"0": 0.75, "9": 0.11}, 10: {"3": 0.3, "8": 0.25}}),  # two figures: a guess
    ],
)
def test_a_year_is_not_another_for_a_doubt_that_the_page_does_not_decide(
    sure: list[str], text: str, doubts: Doubts
) -> None:
    assert read(*map(line, sure), line(text, doubts)) == [*sure, text]


@pytest.mark.parametrize(
    ("sure", "text", "doubts", "meant"),
    [
        (["MAY 1985"] * 3, "IN SEPT 1965", {10: {"6": 0.55, "8": 0.4}}, "IN SEPT 1985"),
        (["MAY 1922"] * 3, "IN SEPT 1962", {10: {"6": 0.5, "2": 0.45}}, "IN SEPT 1922"),
        (["MAY 2004"] * 3, "ON 4/5/64", {7: {"6": 0.5, "0": 0.45}}, "ON 4/5/04"),
        (["MAY 1885"] * 3, "IN SEPT 1085", {9: {"0": 0.75, "8": 0.2}}, "IN SEPT 1885"),
        (["JUNE 1965"] * 8, "IN SEPT 1985", {10: {"8": 0.55, "6": 0.4}}, "IN SEPT 1965"),
    ],
)
def test_a_year_that_a_page_often_has_is_read_for_a_doubtful_one_in_any_decade(
    sure: list[str], text: str, doubts: Doubts, meant: str
) -> None:
    assert read(*map(line, sure), line(text, doubts)) == [*sure, meant]


@pytest.mark.parametrize(
    ("text", "doubts", "meant"),
    [
        ("TO IO APRIL", {3: {"I": 0.8, "1": 0.18}, 4: {"O": 0.9, "0": 0.05}}, "TO 10 APRIL"),
        ("TO IO APPLY", {3: {"I": 0.8, "1": 0.18}, 4: {"O": 0.9, "0": 0.05}}, "TO IO APPLY"),
        ("SAYS AMFORT-l", {12: {"l": 0.6, "1": 0.3}}, "SAYS AMFORT-1"),
        ("A Smith-l", {8: {"l": 0.8, "1": 0.1}}, "A Smith-l"),
    ],
)
def test_a_day_before_its_month_and_the_number_of_a_code_word_behind_a_dash_are_figures(
    text: str, doubts: Doubts, meant: str
) -> None:
    assert read(line(text, doubts)) == [meant]


@pytest.mark.parametrize(
    "lines",
    [
        ["2025 RELEASE UNDER THE RECORDS ACT OF 1963", "RELEASED IN 1963"],
        ["APPROVED FOR RELEASE 22 JUNE 1963", "THE RECORDS ACT OF 1963"],
        ["MET AT 1963 HOURS", "HIS 1963 WAS SENT"],  # a time of day, a message's number
    ],
)
def test_years_of_the_release_and_four_figures_that_are_no_year_are_none_of_the_page(lines: list[str]) -> None:
    doubtful = "IN SEPT 1962", {11: {"2": 0.55, "3": 0.4}}
    assert read(line(*doubtful), *map(line, lines * 4))[0] == "IN SEPT 1962"
    assert read(line(*doubtful), *map(line, ["SEEN IN 1963"] * 4))[0] == "IN SEPT 1963"
