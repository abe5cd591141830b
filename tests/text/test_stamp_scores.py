"""A day searched for in the scores of a line's picture."""

from datetime import date

import numpy as np

from briefbook.text.stamp_scores import MAX_COST, day_scores

ALPHABET = "\0 0123456789ACDEINOPSTVacdeinopstv"


def strip(*steps):
    """Scores of a strip: each step the characters that may stand there, as likely as each other; "" for none."""
    scores = np.full((2 * len(steps), len(ALPHABET)), 0.0005, np.float32)
    for at, characters in enumerate(steps):
        for character in characters or "\0":
            scores[2 * at, ALPHABET.index(character)] = 0.98 / max(1, len(characters))
        scores[2 * at + 1, 0] = 0.98
    return scores


DAYS = [date(year, month, 14) for year in range(1960, 1970) for month in (4, 9, 10, 11, 12)]


def test_a_legible_stamp_costs_nearly_nothing():
    scores = day_scores(strip(*"SA 14Dec63IN"), ALPHABET, DAYS)
    assert scores[0].day == date(1963, 12, 14)
    assert scores[0].cost < 1


def test_a_stamp_that_reads_as_other_letters_is_the_day_whose_letters_are_likely_there():
    scores = day_scores(strip("1", "4", "TD", "ne", "oc", "6", "3", "I", "N"), ALPHABET, DAYS)
    assert scores[0].day == date(1963, 12, 14)
    assert scores[0].cost < 1 < scores[1].cost <= MAX_COST


def test_other_words_are_none_of_the_days():
    assert day_scores(strip(*"NOT A STATION"), ALPHABET, DAYS) == []


def test_a_strip_shorter_than_a_day_and_an_alphabet_without_figures():
    assert day_scores(strip(*"14"), ALPHABET, DAYS) == []
    assert day_scores(np.full((9, 3), 0.3, np.float32), "\0AB", DAYS) == []
