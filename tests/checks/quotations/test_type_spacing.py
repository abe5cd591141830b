"""How many characters have room between two words of a typed line, and what that says of a word read badly."""

import numpy as np
import pytest

from briefbook.checks.quotations.type_spacing import LineSpacing, Room
from briefbook.model.page import Box, Line, Word
from briefbook.text.line_scores import LineScores, StripScores, WordSteps

ALPHABET = "_ ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROW = "THE FERRY TO BERGEN WAS MOST LATE"


def spacing_of(row: str, *, lost: str = "", widths: dict[str, float] | None = None, **confidence: float) -> LineSpacing:
    """A line of which each letter has four steps, or as many as ``widths`` says.

    ``lost``: a word of it that was not read. ``confidence``: that of a word, if not 0.95.
    """
    words, stands, peaks, place = [], [], [], 0.0
    for word in row.split():
        first = round(place)
        for letter in word:
            width = (widths or {}).get(letter, 1.0) * 4
            peaks.append((round(place + width / 2), letter, word))
            place += width
        if word != lost:
            box = Box(10 * first, 0, 10 * round(place), 24)
            words.append(Word(word, box, confidence.get(word, 0.95)))
            stands.append((0, WordSteps(box, first, round(place))))
        place += 4
    scores = np.full((round(place), len(ALPHABET)), 0.001, np.float32)
    scores[:, 0] = 0.9
    for step, letter, word in peaks:
        if word != lost:
            scores[step, 0], scores[step, ALPHABET.index(letter)] = 0.01, 0.95
    strip = StripScores(scores, tuple(steps for _, steps in stands))
    return LineSpacing(Line(tuple(words)), LineScores(ALPHABET, (strip,), tuple(stands)))


def test_the_room_between_words_is_counted_in_characters():
    room = spacing_of(ROW, lost="MOST").room(4, 5)  # WAS and LATE
    assert room is not None
    assert room.characters == pytest.approx(6, abs=0.3)
    likely = {number: room.log_likelihood(number) for number in range(3, 10)}
    assert max(likely, key=likely.__getitem__) == 6
    assert likely[6] - likely[5] > 3  # NOT would leave a character's room free


def test_of_print_of_few_words_and_of_words_read_badly_no_room_is_known():
    print_widths = {"T": 0.5, "E": 0.8, "R": 0.7, "M": 2.0, "W": 2.2, "O": 1.6, "A": 1.4, "S": 0.6, "L": 0.5}
    assert spacing_of(ROW, lost="MOST", widths=print_widths).room(4, 5) is None
    assert spacing_of("WAS MOST LATE", lost="MOST").room(0, 1) is None
    assert spacing_of(ROW, lost="MOST", THE=0.2, FERRY=0.2, TO=0.2, BERGEN=0.2).room(4, 5) is None


def test_a_blank_that_may_be_double_and_a_word_that_strays_are_allowed_for():
    room = Room(7.0, 0.15)
    assert room.log_likelihood(6, wider=1) == room.log_likelihood(7)
    assert room.log_likelihood(6) > -6  # its letters' places may be wrong, so this decides nothing by itself
