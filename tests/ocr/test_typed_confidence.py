"""What is made of the recogniser's likelihoods: characters, blanks, the page's own letters, how sure a word is."""

import numpy as np
import pytest

from briefbook.model.page import Box, Line, Word
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.confidence import Surroundings, WordEvidence, confidence, confidence_in, with_margin
from briefbook.ocr.decoding import (
    Mark,
    add_lost_figures,
    advance_of,
    fit_to_cells,
    marks_of,
    matches_advance,
    part_wide_gaps,
    respace,
)
from briefbook.ocr.glyph_comparison import GlyphPosition, PageGlyphs
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.word_assembly import RecognisedStrip, assemble_words
from briefbook.ocr.word_surroundings import with_surroundings

ALPHABET = "\0ABC "


def scores(*steps):
    """Steps given as (class, likelihood); the rest of each goes to the class that means none."""
    made = np.zeros((len(steps), len(ALPHABET)), np.float32)
    for row, (index, share) in enumerate(steps):
        made[row, index] = share
        made[row, 0] += 1 - share
    return made


def typed(text, advance=3.0, likelihood=0.99):
    return [
        Mark(letter, round(advance * place), round(advance * place) + 1, advance * place, likelihood)
        for place, letter in enumerate(text)
    ]


def test_repetitions_are_one_character_unless_nothing_stands_between():
    marks = marks_of(scores((1, 0.9), (1, 0.8), (0, 1), (1, 0.7), (2, 0.9)), ALPHABET)
    assert "".join(mark.character for mark in marks) == "AAB"
    assert [round(mark.likelihood, 2) for mark in marks] == [0.9, 0.7, 0.9]


def test_a_page_of_one_width_has_an_advance_and_a_page_of_several_has_none():
    even = [(typed("SECRETARY AMBASSADOR"), 7.0) for _ in range(12)]
    assert advance_of(even) == pytest.approx(21.0, rel=0.002)
    loose = [(typed("SECRETARY AMBASSADOR", advance=2.0 + 0.2 * number), 7.0) for number in range(12)]
    assert advance_of(loose) is None


def test_the_advance_is_that_of_the_running_text_where_a_form_is_typed_narrower():
    form = [(typed("NUMBER AND PRECEDENCE", advance=2.6), 7.0) for _ in range(3)]
    text = [(typed("THE AMBASSADOR CALLED ON THE SECRETARY THIS MORNING"), 7.0) for _ in range(6)]
    assert advance_of([*form, *text]) == pytest.approx(21.0, rel=0.002)
    assert matches_advance(text[0][0], 7.0, 21.0)
    assert not matches_advance(form[0][0], 7.0, 21.0)


def likelihoods(length, *seen):
    """Steps by the classes of ALPHABET with, beyond none, some character at some step."""
    table = np.zeros((length, len(ALPHABET)), np.float32)
    table[:, 0] = 1
    for step, character, share in seen:
        table[step, [0, ALPHABET.index(character)]] = 1 - share, share
    return table


def without(marks, place):
    return [mark for number, mark in enumerate(marks) if number != place]


def white_page():
    page = np.full((200, 400), 255, np.uint8)
    ink = np.zeros_like(page)
    return NormalisedPage(page, ink, pieces_of(ink), ink, np.eye(3)[:2], page.shape)


TEXT = "AABBABABBAAB"


def test_a_cell_with_ink_and_no_letter_is_given_the_likeliest_there():
    marks, table = without(typed(TEXT), 4), likelihoods(40, (12, "A", 0.3), (13, "B", 0.1))
    found = fit_to_cells(marks, table, ALPHABET, 7.0, 21.0, lambda left, right: False)
    assert "".join(mark.character for mark in found) == TEXT
    assert found[4].likelihood == pytest.approx(0.3)
    assert found[4].middle == pytest.approx(12.0)
    assert found[4].second == "B"


@pytest.mark.parametrize("why", ["no ink", "nothing likely", "a blank was read", "the line keeps to no cells"])
def test_a_letter_is_not_put_where(why):
    marks, table = without(typed(TEXT), 4), likelihoods(40, (12, "A", 0.01 if why == "nothing likely" else 0.3))
    if why == "a blank was read":
        marks.insert(4, Mark(" ", 12, 13, 12.0, 0.9))
    if why == "the line keeps to no cells":
        marks = [
            Mark(m.character, m.first, m.behind, m.middle * (1 + 0.01 * n), m.likelihood) for n, m in enumerate(marks)
        ]
    found = fit_to_cells(marks, table, ALPHABET, 7.0, 21.0, lambda left, right: why == "no ink")
    assert found == marks


@pytest.mark.parametrize(
    ("lost", "share", "empty", "found"),
    [
        ("4", 0.4, False, "14 B"),
        ("4", 0.4, True, "1 B"),  # no ink
        ("4", 0.3, False, "1 B"),  # nothing likely
        ("A", 0.6, False, "1 B"),  # a letter is likelier
    ],
)
def test_a_figure_that_was_nearly_read_beside_another_is_added(lost, share, empty, found):
    names = "\0AB14 "
    table = np.zeros((16, len(names)), np.float32)
    table[:, 0] = 1 - share
    table[6, [names.index("4"), names.index(lost)]] = 0.1, share
    marks = [Mark("1", 3, 4, 3.0, 0.9), Mark(" ", 8, 9, 8.0, 0.9), Mark("B", 12, 13, 12.0, 0.9)]
    new = add_lost_figures(marks, table, names, 7.0, 21.0, lambda left, right: empty)
    assert "".join(mark.character for mark in new) == found
    assert all(mark.picture == "" for mark in new if mark.character == "4")  # the picture alone says nothing there


def test_of_two_letters_in_one_cell_the_surer_stays():
    marks = typed(TEXT)
    doubled = [*marks[:5], Mark("A", 13, 14, 12.7, 0.4), *marks[5:]]
    assert fit_to_cells(doubled, likelihoods(40), ALPHABET, 7.0, 21.0, lambda left, right: False) == marks


@pytest.mark.parametrize(("empty", "said"), [(True, "AB CD"), (False, "ABCD")])
def test_a_missing_blank_is_put_where_a_cell_is_empty_of_ink(empty, said):
    marks = [
        *typed("AB"),
        *(Mark(m.character, m.first + 9, m.behind + 9, m.middle + 9, m.likelihood) for m in typed("CD")),
    ]
    found = respace(marks, 7.0, 21.0, lambda left, right: empty)
    assert "".join(mark.character for mark in found) == said


def test_a_blank_where_there_is_no_room_for_one_goes():
    marks = [*typed("AB"), Mark(" ", 4, 5, 4.5, 0.6), *(Mark(m.character, 6, 7, 6.0, 0.9) for m in typed("C"))]
    assert "".join(mark.character for mark in respace(marks, 7.0, 21.0, lambda left, right: True)) == "ABC"


def test_a_doubtful_letter_is_told_by_the_page_s_sure_ones():
    page = np.full((200, 600), 255, np.uint8)
    spots = []

    def strike(x, y, letter, likely):
        page[y - 10 : y + 10, x - 6 : x - 3] = 0  # both have a stem
        bar = slice(y - 10, y - 7) if letter == "F" else slice(y + 7, y + 10)
        page[bar, x - 6 : x + 7] = 0
        spots.append(GlyphPosition(x, y, likely))

    for number in range(6):
        strike(40 + 60 * number, 50, "F", {"F": 0.95})
        strike(40 + 60 * number, 100, "E", {"E": 0.95})
    strike(40, 150, "F", {"E": 0.6, "F": 0.3})
    glyphs = PageGlyphs(page, spots, 20, 24)
    assert glyphs.likelier_character(spots[-1])[0] == "F"
    assert glyphs.likelier_character(spots[0]) is None  # it is what it was taken for


def test_a_word_is_surer_the_likelier_its_letters_and_if_readings_agree():
    likelihood = confidence(WordEvidence((0.999,) * 6, True, 0.95))
    assert likelihood > 0.9
    assert confidence(WordEvidence((0.99, 0.99, 0.4, 0.5, 0.6, 0.99), True, 0.95)) < likelihood
    assert confidence(WordEvidence((0.999,) * 6, False, 0.95)) < likelihood


def test_a_page_none_of_whose_lines_keeps_to_its_width_still_has_its_words():
    level = white_page()
    read = RecognisedStrip(Strip(10, 390, 100.0, 100.0, 20.0), likelihoods(80), typed("AB CA"))
    assemble_words(level, [read], advance=90.0)
    assert [word.text for word in read.words] == ["AB", "CA"]


def test_words_of_a_head_in_other_type_are_given_out_as_less_sure_and_their_letters_stay_as_they_are():
    text, head = (Word(name, Box(0, top, 60, top + 20), 0.8) for name, top in (("SAILED", 100), ("OSLO", 10)))
    reads = [
        RecognisedStrip(
            Strip(0, 600, 110.0, 110.0, 20.0),
            likelihoods(80),
            typed("SAILED TO OSLO BY SEA"),
            words=[text] * 5,
            places=[text.box] * 5,
        ),
        RecognisedStrip(
            Strip(0, 60, 20.0, 20.0, 20.0),
            likelihoods(80),
            typed("OSLO", advance=2.0),
            words=[head],
            places=[head.box],
        ),
    ]
    advance = 3.0 * reads[0].step

    lines = with_surroundings([Line((head,)), Line((text,))], reads, white_page(), advance)

    of_head, of_text = (line.words[0] for line in lines)
    assert of_head.certainty < of_text.certainty
    assert of_head.confidence == of_text.confidence == 0.8


def test_a_word_with_unread_ink_beside_it_is_less_sure_and_the_next_word_is_no_such_ink():
    words = [Word(name, Box(left, 100, left + 60, 120), 0.9) for name, left in (("SAILED", 100), ("NORTH", 176))]
    read = RecognisedStrip(
        Strip(90, 300, 110.0, 110.0, 20.0),
        likelihoods(80),
        typed("SAILED NORTH"),
        words=words,
        places=[word.box for word in words],
    )
    clean, inked = white_page(), white_page()
    for left in (100, 176):
        clean.ink[102:118, left : left + 60] = inked.ink[102:118, left : left + 60] = 1
    inked.ink[112:118, 240:246] = 1  # a stop behind the second

    (before,), (after,) = (with_surroundings([Line(tuple(words))], [read], page, 10.0) for page in (clean, inked))

    assert before.words[0].certainty == after.words[0].certainty
    assert before.words[1].certainty > after.words[1].certainty


@pytest.mark.parametrize(("likelihood", "said"), [(0.99, "AB CA"), (0.5, "ABCA")])
def test_a_blank_that_was_surely_read_stays_where_a_typed_line_has_no_room_for_one(likelihood, said):
    marks = [Mark(letter, at, at + 1, at, 0.99) for letter, at in zip("ABCA", (0, 3, 6, 9), strict=True)]
    marks.insert(2, Mark(" ", 4, 5, 4.5, likelihood))

    spaced = respace(marks, 7.0, 20.0, lambda left, right: True)

    assert "".join(mark.character for mark in spaced) == said


def test_a_word_that_the_reader_did_not_measure_has_no_certainty():
    (line,) = with_surroundings([Line((Word("OSLO"),))], [], white_page(), 20.0)

    assert line.words[0].probability is None


def test_a_word_that_a_language_knows_is_surer_and_an_unusual_one_less_sure_the_more_its_letters_are_in_doubt():
    common, unusual, unknown = (Surroundings(False, False, False, usual) for usual in (-1.0, -5.0, None))
    assert confidence_in(common, 0.9) > confidence_in(unknown, 0.9) > confidence_in(unusual, 0.9)
    lost = [confidence_in(unknown, sure) - confidence_in(unusual, sure) for sure in (0.7, 0.9, 0.98)]
    assert lost == sorted(lost, reverse=True)
    assert confidence_in(unusual, 0.99) > 0.9  # names and code words


@pytest.mark.parametrize(("gap", "said"), [(4.0, "APR 18 DCI"), (3.0, "APR 18DCI")])
def test_words_far_apart_with_no_blank_read_between_are_parted_in_any_type(gap, said):
    marks = typed("APR 18") + [
        Mark(mark.character, mark.first, mark.behind, mark.middle + 15 + 3.0 * gap, mark.likelihood)
        for mark in typed("DCI")
    ]
    assert "".join(mark.character for mark in part_wide_gaps(marks, 7.0)) == said
    assert part_wide_gaps(marks[-3:], 7.0) == marks[-3:]  # too few to tell


def test_what_is_given_out_leaves_a_margin_above_the_doubtful_and_keeps_the_order():
    fitted = np.linspace(0, 1, 401)
    out = np.array([with_margin(share) for share in fitted.tolist()])
    assert (np.diff(out) > 0).all()
    assert (out <= fitted + 1e-9).all()
    assert np.array_equal(out[fitted <= 0.8], fitted[fitted <= 0.8])
    assert with_margin(0.92) < 0.9 < with_margin(0.95)
