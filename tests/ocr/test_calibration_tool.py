"""tools/calibrate_typed.py: how far a word's confidence may be trusted, and the weights that make it."""

import hashlib
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from briefbook.ocr.confidence import Surroundings, WordEvidence, confidence

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def tool():
    path = list(sys.path)
    spec = importlib.util.spec_from_file_location("calibrate_typed", ROOT / "tools" / "calibrate_typed.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = path


def test_words_as_sure_as_they_are_right_have_no_calibration_error(tool):
    confidences = np.array([0.75, 0.75, 0.75, 0.75])

    assert tool.reliability(confidences, np.array([1.0, 1.0, 1.0, 0.0])) == (0.0, [(0.7, 4, 0.75, 0.75)])


def test_the_calibration_error_weighs_each_tenth_by_its_words(tool):
    confidences = np.array([0.95, 0.95, 0.95, 0.25])

    error, table = tool.reliability(confidences, np.array([1.0, 1.0, 1.0, 1.0]))

    assert round(error, 6) == 0.225  # three words off by .05, one by .75
    assert [(round(begin, 1), count, right) for begin, count, _, right in table] == [(0.2, 1, 1.0), (0.9, 3, 1.0)]


def test_weights_fitted_to_words_right_half_of_the_time_say_half(tool):
    x, y = np.ones((200, 1)), np.array([0.0, 1.0] * 100)

    assert tool.fit(x, y, np.ones(200)).round(6).tolist() == [0.0]


def test_what_counts_more_is_fitted_better(tool):
    x, y = np.ones((200, 1)), np.array([0.0, 1.0] * 100)

    (weight,) = tool.fit(x, y, np.where(y == 1, 3.0, 1.0))

    assert round(1 / (1 + np.exp(-weight)), 2) == 0.75


def test_a_page_is_judged_by_the_other_pages_alone(tool):
    pages = np.array(["first"] * 100 + ["second"] * 100)
    x, y = np.ones((200, 1)), np.array([1.0] * 100 + [0.0] * 100)

    confidences = tool.by_other_pages(pages, x, y, np.ones(200))

    assert (confidences[:100] < 0.1).all()  # the second page's words are all wrong
    assert (confidences[100:] > 0.9).all()


def test_a_confidence_remembers_what_it_was_made_of(tool):
    evidence = WordEvidence((0.9, 0.8), True, 0.85)

    made = tool.EvidencedConfidence.of(evidence)

    assert made == confidence(evidence)
    assert made.evidence is evidence


def test_a_word_judged_by_eye_is_right_as_the_paper_has_it_and_one_that_was_joined_is_wrong_only_as_it_was(tool):
    paper, joined = (
        {name: hashlib.sha256(text).hexdigest()[:12]} for name, text in (("word", b"OSLO"), ("not", b"TOOSLO"))
    )

    assert [tool.is_right(read, paper) for read in ("OSLO", "0SLO")] == [True, False]
    assert [tool.is_right(read, joined) for read in ("TOOSLO", "OSLO")] == [False, None]


def test_words_are_judged_by_the_transcription_and_printed_labels_are_left_out(tool):
    evidence = [WordEvidence((0.9,), True, place / 10) for place in range(4)]
    read = list(zip(["CITE", "OSLO", "SHIPS", "SAILED"], evidence, strict=True))

    judged = tool._judged(["OSLO SHIPS FAILED"], read)

    assert [(made.line, right) for made, right in judged] == [(0.1, 1), (0.2, 1), (0.3, 0)]


def test_a_word_that_nobody_can_read_is_not_judged(tool):
    read = [("OSLO", WordEvidence((0.9,), True, 0.1)), ("SAILED", WordEvidence((0.9,), True, 0.2))]

    judged = tool._judged(["OSLO [redacted]"], read)

    assert [(made.line, right) for made, right in judged] == [(0.1, 1)]


def test_the_names_are_those_of_the_features(tool):
    assert len(tool.NAMES) == len(WordEvidence((0.9,), True, 0.9).features())


def test_the_names_of_the_second_step_are_those_of_its_features(tool):
    assert len(tool.NAMES_IN_SURROUNDINGS) == len(Surroundings(False, False, False).features(0.9))


def test_few_words_have_a_calibration_error_by_chance_and_many_have_less(tool):
    few, many = np.full(20, 0.75), np.full(2000, 0.75)

    assert tool.error_by_chance(few) > 3 * tool.error_by_chance(many) > 0
