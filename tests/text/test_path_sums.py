"""Sums over all ways to write a text: by hand on stretches of a few steps, and the same however they are worked out."""

import numpy as np
import pytest

from briefbook.text.path_sums import log_sums, log_sums_of_divisions, log_sums_of_variants

NONE, GAP, A, B, MARK = range(5)


def stretch(*steps: dict[int, float]) -> np.ndarray:
    """Scores of which each step names the likelihoods of some classes, all others have none."""
    scores = np.zeros((len(steps), 5), np.float32)
    for step, row in enumerate(steps):
        for place, likelihood in row.items():
            scores[step, place] = likelihood
    return scores


def test_all_ways_to_write_a_letter_are_added() -> None:
    half = {NONE: 0.5, A: 0.5}
    # twice the letter, or none on either side of it: 0.25 each
    assert log_sums(stretch(half, half), [bytes([A])])[0] == pytest.approx(-0.28768, abs=1e-4)


def test_the_same_letter_twice_needs_a_step_between_and_two_letters_do_not() -> None:
    steps = stretch({A: 1.0}, {NONE: 0.25, B: 0.75}, {A: 0.5, B: 0.5})
    likely = log_sums(steps, [bytes([A, A]), bytes([A, B])])
    # a, none, a: 0.125; a, b, b and a, none, b: 0.375 + 0.125
    assert likely.tolist() == pytest.approx([-2.07944, -0.69315], abs=1e-4)
    assert log_sums(steps[:2], [bytes([A, A])])[0] == -np.inf


def test_inside_a_word_no_blank_may_stand_and_at_its_edges_it_may() -> None:
    steps = stretch({GAP: 1.0}, {A: 1.0}, {GAP: 1.0}, {B: 1.0}, {MARK: 1.0})
    likely = log_sums(steps, [bytes([A, GAP, B]), bytes([A, B])])
    assert likely[0] == pytest.approx(0.0, abs=1e-4)
    assert likely[1] < -12


def test_beginnings_and_ends_over_a_lines_end() -> None:
    first, second = stretch({A: 1.0}, {NONE: 1.0}), stretch({NONE: 0.5, B: 0.5})
    ((beginnings, ends),) = log_sums_of_divisions((first, second), [bytes([A, B])])
    assert beginnings[1] == pytest.approx(0.0, abs=1e-4)
    assert ends[1] == pytest.approx(-0.69315, abs=1e-4)
    assert max(beginnings[0], beginnings[2]) < -13


def test_variants_of_a_long_text_are_as_likely_as_each_alone() -> None:
    letters = [A, B, B, A, GAP, B, A, B, GAP, A, A, B]
    steps = [{NONE: 1.0}]
    for letter in letters:
        steps += [{letter: 0.9, A: 0.9 if letter == A else 0.05, NONE: 0.05}, {NONE: 0.99, MARK: 0.01}]
    scores, base = stretch(*steps), bytes(letters)
    variants = [
        base,
        base[:3] + bytes([B]) + base[4:],
        base[1:],
        base[:-1],
        base[:5] + base[9:],
        bytes([A]) + base,
        base + bytes([GAP, B]),
        base[:4],
    ]
    together = log_sums_of_variants(scores, base, variants)
    alone = np.concatenate([log_sums(scores, [variant]) for variant in variants])
    assert together.argmax() == 0
    assert np.allclose(together, alone, rtol=0, atol=1e-9)


def test_a_variant_that_is_far_less_likely_is_not_made_likely() -> None:
    scores = stretch(*[{A: 1.0}, {NONE: 1.0}, {B: 1.0}, {NONE: 1.0}] * 12)
    base = bytes([A, B] * 12)
    other = bytes([A, B] * 2 + [B, A] * 6 + [A, B] * 4)
    assert log_sums_of_variants(scores, base, [base, other]).tolist()[0] == pytest.approx(0.0, abs=1e-3)
    assert log_sums_of_variants(scores, base, [base, other])[1] < -40
