"""Words with figures, and words with unread ink beside them, are looked at again in cut-outs of their own."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from typed_sheets import typed_sheet

from briefbook.ocr import second_look, typed_reader
from briefbook.ocr.decoding import Mark
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.recogniser import alphabet
from briefbook.ocr.word_assembly import RecognisedStrip

FIRST, BEHIND = 4, 2


def marks(text, likelihoods=None, begin=0):
    likelihoods = likelihoods or [0.99] * len(text)
    return [
        Mark(character, begin + FIRST * place, begin + FIRST * place + BEHIND, begin + FIRST * place + 1.0, likelihood)
        for place, (character, likelihood) in enumerate(zip(text, likelihoods, strict=True))
    ]


def read(text, left=100, likelihoods=None):
    scores = np.zeros((FIRST * len(text), len(alphabet())), np.float32)
    scores[:, 0] = 1.0
    strip = Strip(left, left + 8 * len(scores), 50.0, 50.0, 36.0)
    return RecognisedStrip(strip, scores, marks(text, likelihoods))


def is_better(line, cut_out, *, line_sure=0.7, sure=0.9, lower=None):
    return second_look._is_better(
        marks(line, [line_sure] * len(line)),
        marks(cut_out, [sure] * len(cut_out)),
        marks(lower or cut_out, [sure] * len(lower or cut_out)),
    )


@pytest.mark.parametrize(
    ("line", "cut_out"),
    [
        ("-2", "G-2"),
        ("083", "0835"),
        ("131OZ", "1310Z"),
        ("NEA 10", "NEA-10"),
        ("AGREED", "AGREED."),
        ("INO", "INFO"),
        ("ENTRAL", "CENTRAL"),
        ("I", "1"),
    ],
)
def test_a_figure_a_letter_or_a_stop_that_both_cut_outs_have_is_taken(line, cut_out):
    assert is_better(line, cut_out)


def test_what_is_added_is_taken_beside_letters_of_which_the_line_is_sure():
    assert is_better("4128", "4128.", line_sure=1.0)
    assert is_better("JAN17 64", "JAN17/64", line_sure=1.0)


def test_cut_outs_that_disagree_change_nothing():
    assert not is_better("083", "0835", lower="0836")


def test_what_the_cut_outs_are_not_sure_of_is_not_added():
    assert not is_better("083", "0835", sure=0.5)


def test_the_line_stays_where_it_was_sure():
    assert not is_better("wsos", "WSOS", line_sure=1.0)
    assert not is_better("AGREED.", "AGREED", line_sure=0.95)


def test_no_figure_becomes_a_letter():
    assert not is_better("1963", "T963")


def test_letters_inside_a_word_without_figures_are_left_to_context():
    assert not is_better("WHICH", "WLICH")


def test_a_word_is_not_divided():
    assert not is_better("CONTINUED", "CONT INUED")


def test_a_speck_behind_a_blank_is_no_stop():
    assert not is_better("AGREED", "AGREED .")


def test_what_stands_beyond_the_beginning_makes_the_strip_longer():
    line, cut_out = read("2 SHIPS", left=140), read("12", left=108)
    step = line.step

    longer = second_look.splice_word(line, (0, 1), cut_out, cut_out.marks)

    assert "".join(mark.character for mark in longer.marks) == "12 SHIPS"
    assert longer.strip.left == 108
    assert longer.strip.right == line.strip.right
    assert len(longer.scores) == len(line.scores) + round(32 / step)
    assert [mark.first for mark in longer.marks] == sorted(mark.first for mark in longer.marks)


@pytest.mark.parametrize(("line", "word", "wider"), [("IN ", (0, 2), "IN D"), (" D", (1, 2), "IN D")])
def test_a_blank_at_the_edge_of_a_line_gives_way_to_a_word_that_is_read_there(line, word, wider):
    line, cut_out = read(line), read(wider)

    marks = second_look.splice_word(line, word, cut_out, cut_out.marks).marks

    assert "".join(mark.character for mark in marks).strip() == wider
    assert [mark.first for mark in marks] == sorted(mark.first for mark in marks)


def test_a_blank_between_two_words_stays_where_one_is_wider_now():
    line, cut_out = read("SAY FOR"), read("SAY FIVE")
    cut_out.marks[4] = replace(cut_out.marks[4], first=line.marks[3].first)

    spliced = second_look.splice_word(line, (4, 7), cut_out, cut_out.marks[4:]).marks

    assert "".join(mark.character for mark in spliced) == "SAY FIVE"
    assert all(mark.first <= mark.behind for mark in spliced)
    assert all(mark.behind <= other.first for mark, other in pairwise(spliced))


def test_words_beyond_a_line_are_left_out_one_by_one():
    cut_out = read("12 SHIPS IN PORT", left=100)
    look = second_look._Look(0, 0, 5, 100.0, 470.0, 190.0, 350.0, 100.0, 470.0, False, True)

    texts = [
        "".join(mark.character for mark in second_look._inside(cut_out, near))
        for near in second_look._narrower(look, cut_out)
    ]

    assert texts == ["12 SHIPS IN", "SHIPS IN", "12 SHIPS IN", "12 SHIPS", "SHIPS IN", "12 SHIPS"]


def test_a_reading_that_would_run_into_the_next_word_is_refused():
    line, cut_out = read("A BC"), read("AXXXXX")

    assert second_look.splice_word(line, (0, 1), cut_out, cut_out.marks) is line


@pytest.mark.ocr
def test_nothing_is_looked_at_where_type_is_not_monospaced():
    reads = [read("083")]

    assert second_look.look_again(None, reads, None) == reads


@pytest.mark.ocr
def test_a_stop_below_the_end_of_a_line_is_read():
    rows = [f"SPECIMEN THE SHIPS OF CONVOY {number}" for number in (3155, 2084, 7719, 6402)]
    sheet = typed_sheet([*rows, "SAILED FROM OSLO WITH 4128."], (1400, 700), 150)

    lines = typed_reader.TypedReader().read(sheet, 200).lines

    assert [line.text.split()[-1] for line in lines] == ["3155", "2084", "7719", "6402", "4128."]
