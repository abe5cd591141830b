"""Words that are likely on a page's picture where others were read."""

import numpy as np

from briefbook.model.page import Box, Line, Page, Word
from briefbook.text.line_scores import PageScores, StripScores, WordSteps
from briefbook.text.probable_words import ProbableWord, probable_words

ALPHABET = "_ ABCDEHIKLMNOPRSTUVWXY-1278"


def drawn(text: str, doubts: dict[int, tuple[str, float]], confidence: float | None = 0.7) -> tuple[Page, PageScores]:
    """A page of one line, sure but for some characters, each with another character and its likelihood."""
    scores = np.full((2 * len(text) + 1, len(ALPHABET)), 0.00001, np.float32)
    scores[::2, 0] = 0.999
    for place, character in enumerate(text):
        other, likelihood = doubts.get(place, ("", 0.0))
        scores[2 * place + 1, ALPHABET.index(character)] = 0.999 - likelihood
        if other:
            scores[2 * place + 1, ALPHABET.index(other)] = likelihood
    words, steps, first = [], [], 0
    for word in text.split(" "):
        behind = first + len(word)
        box = Box(10 * first, 0, 10 * behind, 20)
        words.append(Word(word, box, confidence))
        steps.append(WordSteps(box, 2 * first + 1, 2 * behind))
        first = behind + 1
    page = Page("D7", 1, (Line(tuple(words)),), reader="lines", by="machine")
    return page, PageScores(ALPHABET, (StripScores(scores, tuple(steps)),))


def test_a_name_that_may_stand_where_another_word_was_read_has_its_probability_and_place() -> None:
    page, scores = drawn("SAW MIXOYAN THERE", {6: ("K", 0.4)})
    assert list(probable_words(page, scores)) == [ProbableWord("mikoyan", "mixoyan", 0.43, 0, 1)]


def test_a_letter_that_may_be_another_twice_gives_each_word_that_comes_of_it() -> None:
    page, scores = drawn("LETTLR", {1: ("I", 0.3), 4: ("E", 0.6)})
    assert {word.word for word in probable_words(page, scores)} == {"letter", "litter", "littlr"}


def test_a_sure_word_has_no_other_reading() -> None:
    page, scores = drawn("SAW MIKOYAN", {})
    assert list(probable_words(page, scores)) == []


def test_a_part_of_a_word_with_a_hyphen_is_given_by_itself() -> None:
    page, scores = drawn("ANTI-CASTLO", {9: ("R", 0.5)})
    assert [(word.word, word.read) for word in probable_words(page, scores)] == [("castro", "castlo")]


def test_a_word_that_a_person_wrote_has_none() -> None:
    page, scores = drawn("MIXOYAN", {2: ("K", 0.4)}, confidence=None)
    assert list(probable_words(page, scores)) == []
