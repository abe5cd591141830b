"""What was read can be asked again: how likely other words are where a word was read."""

import numpy as np
import pytest

from briefbook.model.page import Box, Line, Word
from briefbook.text.line_scores import PageScores, StripScores, WordSteps, pack, unpack

ALPHABET = "_ ABTEN"
"""Classes of a small recogniser; the first is none."""

AT, BEAT = Box(0, 0, 20, 10), Box(30, 0, 70, 10)


def page_scores() -> PageScores:
    """A strip "AT BEAT" in which the second A is nearly as likely an N."""
    text = "AT BEAT"
    scores = np.full((2 * len(text) + 1, len(ALPHABET)), 0.0005, np.float32)
    scores[::2, 0] = 0.997
    for place, character in enumerate(text):
        scores[2 * place + 1, ALPHABET.index(character)] = 0.997
    scores[11, ALPHABET.index("A")], scores[11, ALPHABET.index("N")] = 0.6, 0.397
    return PageScores(ALPHABET, (StripScores(scores, (WordSteps(AT, 1, 4), WordSteps(BEAT, 7, 14))),))


def line() -> Line:
    return Line((Word("AT", AT), Word("BEAT", BEAT)))


def test_a_word_that_the_picture_may_show_is_little_less_likely_than_the_word_read() -> None:
    asked = unpack(pack(page_scores())).line(line())
    assert asked is not None
    likely = asked.log_likelihoods(1, ["BEAT", "BENT", "BEET", "TEN"])
    assert likely is not None
    assert likely[1] - likely[0] == pytest.approx(-0.41, abs=0.05)
    assert likely[2] - likely[0] < -5
    assert likely[3] - likely[0] < -5


def test_a_text_with_a_character_that_the_recogniser_does_not_know_is_impossible() -> None:
    asked = page_scores().line(line())
    assert asked is not None
    likely = asked.log_likelihoods(0, ["AT", "ÄT", ""])
    assert likely is not None
    assert np.isfinite(likely).tolist() == [True, False, False]


def test_blanks_before_and_behind_a_word_do_not_count() -> None:
    scores = page_scores()
    wide = PageScores(ALPHABET, (StripScores(scores.strips[0].scores, (WordSteps(AT, 0, 6), WordSteps(BEAT, 7, 14))),))
    asked = wide.line(line())
    assert asked is not None
    likely = asked.log_likelihoods(0, ["AT"])
    assert likely is not None
    assert likely[0] > -0.1


def test_a_word_that_was_not_read_there_has_no_scores() -> None:
    asked = page_scores().line(Line((Word("AT", AT), Word("STAMP", Box(1, 1, 2, 2)), Word("TYPED BY HAND"))))
    assert asked is not None
    assert asked.log_likelihoods(1, ["STAMP"]) is None
    assert asked.log_likelihoods(2, ["BY"]) is None
    assert page_scores().line(Line((Word("STAMP", Box(1, 1, 2, 2)),))) is None


def test_what_is_packed_is_small_and_given_back() -> None:
    packed = pack(page_scores())
    back = unpack(packed)
    assert len(packed) < 400
    assert back.alphabet == "_ ABTEN"
    assert back.strips[0].words == (WordSteps(AT, 1, 4), WordSteps(BEAT, 7, 14))
    assert np.abs(back.strips[0].scores - page_scores().strips[0].scores).max() < 0.02


@pytest.mark.parametrize("damage", [b"", b"no scores", pack(page_scores())[:40]])
def test_damaged_scores_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(damage)
