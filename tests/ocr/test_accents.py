"""Letters with accents are for pages that have some; a speck above a letter is none."""

import numpy as np

from briefbook.ocr.recogniser import alphabet, without_accents
from briefbook.ocr.typed_reader import _has_accents


def scores_of(text, likelihood=0.9):
    """Scores that say a text, a step for each character and a step without one behind it."""
    scores = np.zeros((2 * len(text), len(alphabet())), np.float32)
    scores[1::2, 0] = 1
    for place, character in enumerate(text):
        scores[2 * place, alphabet().index(character)] = likelihood
    return scores


def said(scores):
    return "".join(alphabet()[index] for index in scores.argmax(1) if index)


def test_without_accents_the_letters_are_plain():
    assert said(without_accents([scores_of("«déjà reçu à l'hôtel»")])[0]) == '"deja recu a l\'hotel"'


def test_the_likelihood_of_both_letters_is_added_up():
    scores = scores_of("é", 0.5)
    scores[0, alphabet().index("e")] = 0.25
    assert without_accents([scores])[0][0, alphabet().index("e")] == 0.75
    assert without_accents([scores])[0][0, alphabet().index("é")] == 0.0


def test_a_page_with_many_sure_accents_has_them():
    assert _has_accents([scores_of("déjà reçu"), scores_of("la réponse")])


def test_two_accents_are_too_few_for_a_page():
    assert not _has_accents([scores_of("the café"), scores_of("a résumé", 0.6), scores_of("naïve")])


def test_accents_that_are_doubtful_do_not_count():
    assert not _has_accents([scores_of("déjà reçu", 0.6), scores_of("la réponse", 0.6)])
