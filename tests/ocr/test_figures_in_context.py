"""Figures are weighed with those beside them and with other paragraphs' numbers; the picture may refuse."""

import numpy as np
import pytest

from briefbook.ocr import letter_model
from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.figures_in_context import weigh_figures, weigh_paragraph_numbers
from briefbook.ocr.glyph_comparison import GlyphPosition, PageGlyphs
from briefbook.ocr.recogniser import Scores, alphabet


def line(text: str, *doubts: tuple[int, str, float]) -> tuple[list[Mark], Scores]:
    """A line as recognised, and its scores: sure but for places where another character is as likely as told."""
    scores = np.full((2 * len(text) + 1, len(alphabet())), 1e-5, np.float32)
    scores[::2, 0] = 0.999
    for place, character in enumerate(text):
        scores[2 * place + 1, alphabet().index(character)] = 0.995
    for place, other, share in doubts:
        scores[2 * place + 1, alphabet().index(text[place])] = 1 - share
        scores[2 * place + 1, alphabet().index(other)] = share
    return marks_of(scores, alphabet()), scores


def numbered(*lines: tuple[list[Mark], Scores]) -> list[str]:
    """The beginnings of lines once their paragraphs' numbers are weighed."""
    texts = ["".join(mark.character for mark in marks) for marks, _ in lines]
    for place, marks in weigh_paragraph_numbers(lines, alphabet()):
        texts[place] = "".join(mark.character for mark in marks)
    return [text.split()[0] for text in texts]


SECOND, FOURTH = line("2. SHIPS LEFT"), line("4. ADVISE SOONEST")


def test_a_doubtful_paragraph_number_is_the_one_that_follows_and_keeps_what_the_picture_says() -> None:
    doubtful = line("8. KEEP US CURRENT", (0, "3", 0.4))
    assert numbered(SECOND, line("OF PORT"), doubtful, FOURTH) == ["2.", "OF", "3.", "4."]
    ((place, marks),) = weigh_paragraph_numbers([SECOND, doubtful, FOURTH], alphabet())
    assert place == 1
    assert [mark.picture for mark in marks[:3]] == ["8", None, None]
    assert 0.9 < marks[0].likelihood < 1


@pytest.mark.parametrize(
    ("first", "doubtful", "last", "meant"),
    [
        (SECOND, line("3, KEEP US", (1, ".", 0.2)), FOURTH, "3."),  # the stop behind it
        (SECOND, line("8. KEEP US", (0, "3", 0.4)), line("THE END"), "3."),  # none behind
        (line("DATE TODAY"), line("I. KEEP US", (0, "1", 0.3)), line("2. SHIPS"), "1."),  # none before
    ],
)
def test_one_neighbour_is_enough_and_a_comma_behind_a_number_is_a_stop(
    first: tuple[list[Mark], Scores], doubtful: tuple[list[Mark], Scores], last: tuple[list[Mark], Scores], meant: str
) -> None:
    assert numbered(first, doubtful, last)[1] == meant


@pytest.mark.parametrize(
    ("first", "doubtful", "last"),
    [
        (SECOND, line("8. KEEP US", (0, "9", 0.4)), FOURTH),  # the picture knows no 3
        (SECOND, line("8. KEEP US"), FOURTH),  # the picture is sure
        (SECOND, line("8. KEEP US", (0, "3", 0.4)), line("3. ADVISE")),  # no room between 2 and 3
        (SECOND, line("8. KEEP US", (0, "3", 0.4)), line("9. ADVISE")),  # nor do these agree
        (SECOND, line("A. KEEP US", (0, "3", 0.4)), FOURTH),  # a letter that is like no figure
        (SECOND, line("8.", (0, "3", 0.4)), FOURTH),  # nothing stands behind it
    ],
)
def test_a_number_stays_as_read_where_the_picture_or_the_other_numbers_speak_against_another(
    first: tuple[list[Mark], Scores], doubtful: tuple[list[Mark], Scores], last: tuple[list[Mark], Scores]
) -> None:
    assert weigh_paragraph_numbers([first, doubtful, last], alphabet()) == []


@pytest.mark.parametrize(
    ("read", "place", "other", "share", "meant"),
    [
        ("NO 211l OF", 6, "1", 0.1, "NO 2111 OF"),
        ("AT 13O0, BUT", 5, "0", 0.1, "AT 1300, BUT"),
        ("NO 211l OF", 6, "1", 0.001, "NO 211l OF"),  # the picture knows no figure there
        ("THE 4TH OF", 5, "7", 0.4, "THE 4TH OF"),  # letters that are like no figure
        ("NO OI OF", 3, "0", 0.4, "NO OI OF"),  # no figure beside it
        ("JUL24 I AM", 6, "1", 0.4, "JUL24 I AM"),
    ],
)
def test_a_letter_among_figures_is_the_figure_it_looks_like(
    read: str, place: int, other: str, share: float, meant: str
) -> None:
    marks = weigh_figures(*line(read, (place, other, share)), alphabet())
    assert "".join(mark.character for mark in marks) == meant
    assert [mark.picture for mark in marks if mark.picture] == ([read[place]] if read != meant else [])


def test_the_pages_own_letters_make_no_letter_of_a_figure() -> None:
    page = np.full((200, 1200), 255, np.uint8)
    spots = []
    for number in range(20):  # Os and noughts that are much alike; the last nought is shaped like an O
        x, wide = 40 + 50 * number, 11 if number < 10 else 8
        rows, columns = np.ogrid[:200, :1200]
        ring = ((columns - x) / (11 if number == 19 else wide)) ** 2 + ((rows - 100) / 14) ** 2
        page[(ring < 1) & (ring > 0.5)] = 0
        likely = {"O": 0.95, "0": 0.04} if number < 10 else {"0": 0.95, "O": 0.04}
        spots.append(GlyphPosition(x, 100, likely if number < 19 else {"0": 0.6, "O": 0.4}))
    glyphs = PageGlyphs(page, spots, 30, 40)
    assert glyphs.likelier_character(spots[-1]) is None


@pytest.mark.parametrize(
    ("read", "doubts", "meant"),
    [
        ("MAY I0, WE", [(4, "1", 0.3)], "MAY 10, WE"),
        ("ROOM 4O IS", [(6, "0", 0.2)], "ROOM 40 IS"),
        ("l. It is", [(0, "1", 0.3)], "1. It is"),
        ("l. It is", [(0, "1", 0.05)], "l. It is"),  # no figure shows it to be a number, and the picture is against it
        ("born ll Dec", [(5, "1", 0.3), (6, "1", 0.3)], "born 11 Dec"),
        ("on 3-27-6l with", [(9, "1", 0.2)], "on 3-27-61 with"),
        ("to ? March", [(3, "7", 0.3)], "to 7 March"),
        ("what? I", [(4, "7", 0.3)], "what? I"),
        ("I - WH/3", [(0, "1", 0.2)], "1 - WH/3"),  # copies in a list of those who have them
        ("I AM", [(0, "1", 0.3)], "I AM"),
        ("TO IO AM", [(3, "1", 0.4)], "TO IO AM"),
    ],
)
def test_a_word_of_figures_and_what_looks_like_them_is_a_number(
    read: str, doubts: list[tuple[int, str, float]], meant: str
) -> None:
    marks = weigh_figures(*line(read, *doubts), alphabet())
    assert "".join(mark.character for mark in marks) == meant


@pytest.mark.parametrize(
    ("read", "place", "other", "share", "meant"),
    [
        ("asked 1f this", 6, "i", 0.02, "asked if this"),
        ("of Intel1igence", 8, "l", 0.2, "of Intelligence"),
        ("on Apri1 4", 7, "l", 0.1, "on April 4"),
        ("asked 1f this", 6, "i", 0.002, "asked 1f this"),  # the picture is against it
        ("the 1st time", 4, "l", 0.3, "the 1st time"),
        ("of page1 and", 7, "l", 0.3, "of page1 and"),  # the word without it is more usual
        ("by 1km and", 3, "l", 0.3, "by 1km and"),
        ("AMMUG1 SAID", 5, "I", 0.3, "AMMUG1 SAID"),  # capitals may be a code word's
    ],
)
def test_a_figure_in_a_word_of_small_letters_is_the_letter_that_makes_it_usual(
    read: str, place: int, other: str, share: float, meant: str
) -> None:
    marks = weigh_figures(*line(read, (place, other, share)), alphabet())
    assert "".join(mark.character for mark in marks) == meant


def test_where_no_language_is_known_no_figure_is_read_as_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no table nothing can be told; a word is not more usual for it."""
    marks, scores = line("in the xqz1jk here", (10, "l", 0.45))
    letter_model.usualness.cache_clear()
    monkeypatch.setattr(letter_model, "letter_models", lambda: ())
    try:
        assert letter_model.usualness("xqzljk") is None
        assert "".join(mark.character for mark in weigh_figures(marks, scores, alphabet())) == "in the xqz1jk here"
    finally:
        letter_model.usualness.cache_clear()
