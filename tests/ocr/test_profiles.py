"""Smoothing and peaks; the figures were recorded from SciPy 1.17.1 (gaussian_filter1d, find_peaks)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.ocr.profiles import find_peaks, gaussian_filter

PROFILE = np.array([0, 0, 3, 9, 4, 1, 1, 7, 7, 7, 2, 0, 5, 0, 8, 8, 1, 0.0])


def test_a_profile_is_smoothed_as_scipy_smooths_it():
    smooth = gaussian_filter(PROFILE, 1.5)

    assert smooth == pytest.approx(
        [
            0.864041355332, 1.80860355885, 3.20726648138, 4.09105793942, 3.94341508402, 3.49544238844,
            3.78680009555, 4.73278770898, 5.28592489346, 4.78126438948, 3.66483224444, 2.9121827928,
            3.03121407114, 3.81238327495, 4.51226002845, 4.2436112386, 2.98759847657, 1.83931397812,
        ],
        abs=1e-10,
    )  # fmt: skip


def test_a_gaussian_wider_than_the_profile_mirrors_it_more_than_once():
    smooth = gaussian_filter(PROFILE, 9.0)

    assert smooth[[0, 8, 17]] == pytest.approx([3.41351776443, 3.50141190794, 3.56999048896], abs=1e-10)


def test_several_profiles_are_smoothed_each_by_itself():
    smooth = gaussian_filter(np.array([[0, 1, 0, 0.0], [4, 0, 0, 2.0]]), 0.7)

    assert smooth.ravel() == pytest.approx(
        [
            0.215018583448, 0.569904308481, 0.205399652633, 0.009677455438,
            3.101098795212, 0.879429244666, 0.468746988646, 1.550724971476,
        ],
        abs=1e-10,
    )  # fmt: skip


def test_an_empty_profile_stays_empty():
    assert gaussian_filter(np.zeros(0), 3.0).shape == (0,)
    assert find_peaks(np.zeros(0)).tolist() == []
    assert find_peaks(np.array([1.0, 2.0])).tolist() == []


@pytest.mark.parametrize(
    ("conditions", "peaks"),
    [
        ({}, [3, 8, 12, 14]),  # the plateau of three at its middle, that of two at its first
        ({"height": 7}, [3, 8, 14]),
        ({"distance": 3}, [3, 8, 14]),
        ({"prominence": 6}, [3, 8, 14]),
        ({"height": 6, "distance": 6, "prominence": 2}, [3, 14]),
    ],
)
def test_peaks_keep_the_conditions(conditions, peaks):
    assert find_peaks(PROFILE, **conditions).tolist() == peaks


@pytest.mark.parametrize(
    ("conditions", "peaks"),
    [
        ({}, [1, 3, 5, 7, 9, 11]),
        ({"prominence": 3}, [1, 3, 5, 9]),
        ({"prominence": 3.0001}, [5, 9]),
        ({"distance": 3}, [1, 5, 9]),
        ({"distance": 2}, [1, 3, 5, 7, 9, 11]),
        ({"prominence": 1.5}, [1, 3, 5, 9, 11]),
    ],
)
def test_peaks_of_a_jagged_profile(conditions, peaks):
    jagged = np.array([1, 5, 2, 6, 3, 9, 2, 8, 7, 8.5, 0, 2, 0])

    assert find_peaks(jagged, **conditions).tolist() == peaks


def test_of_two_equal_peaks_that_are_too_near_the_later_stays_on_every_machine():
    assert find_peaks(np.array([0, 5, 0, 5, 0.0]), distance=3).tolist() == [3]


@given(st.floats(0.3, 30), st.floats(-50, 50), st.integers(1, 80))
def test_smoothing_leaves_an_even_profile_even(sigma, level, size):
    assert gaussian_filter(np.full(size, level), sigma) == pytest.approx(np.full(size, level), abs=1e-9)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=60), st.integers(2, 12))
def test_peaks_are_never_nearer_than_the_distance(values, distance):
    peaks = find_peaks(np.array(values, np.float64), distance=distance)

    assert (np.diff(peaks) >= distance).all()
