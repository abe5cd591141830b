"""Doubtful letters are read in the context of the others; the picture keeps figures, points and strange words."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from briefbook.model.page import Box, Line, Page, Word
from briefbook.model.page_json import page_as_json, page_of_json
from briefbook.ocr.context_decoding import page_language, read_in_context
from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.letter_model import letter_models
from briefbook.ocr.recogniser import Scores, alphabet
from briefbook.text.line_likelihood import log_likelihoods, spans


def scores_of(text: str, doubts: dict[int, tuple[str, float]]) -> Scores:
    """Scores of a line: each letter one step sure and a step of none behind it, but for doubtful places."""
    scores = np.full((2 * len(text) + 1, len(alphabet())), 1e-5, np.float32)
    scores[::2, 0] = 0.999
    for place, character in enumerate(text):
        scores[2 * place + 1, alphabet().index(character)] = 0.995
        if place in doubts:
            other, share = doubts[place]
            scores[2 * place + 1, alphabet().index(character)] = 1 - share
            scores[2 * place + 1, alphabet().index(other)] = share
    return scores


def again(text: str, doubts: dict[int, tuple[str, float]]) -> list[Mark]:
    scores = scores_of(text, doubts)
    (line,) = read_in_context([(marks_of(scores, alphabet()), scores)], alphabet(), letter_models()[0])
    return line


def text_of(marks: list[Mark]) -> str:
    return "".join(mark.character for mark in marks)


@pytest.mark.parametrize(
    ("read", "place", "other", "share", "meant"),
    [
        ("THE EMBASSY WAS INFORNED", 21, "M", 0.3, "THE EMBASSY WAS INFORMED"),
        ("the government has decided thal", 30, "t", 0.35, "the government has decided that"),
        ("VILL BE DELIVERED", 0, "W", 0.3, "WILL BE DELIVERED"),
    ],
)
def test_a_doubtful_letter_is_the_letter_that_its_neighbours_ask_for(
    read: str, place: int, other: str, share: float, meant: str
) -> None:
    marks = again(read, {place: (other, share)})
    assert text_of(marks) == meant
    assert marks[place].picture == read[place]
    assert [mark.picture for at, mark in enumerate(marks) if at != place] == [None] * (len(read) - 1)


@pytest.mark.parametrize(
    ("read", "place", "other"),
    [
        ("THE SHIP OF 1903 TONS", 14, "8"),  # a figure is the picture's
        ("THE S0VIET UNION", 5, "O"),  # no figure becomes a letter
        ("MEET QXVARN AT NOON", 6, "H"),  # a name that no language predicts, either way
        ("THE END. OF THE", 7, ","),  # a point
    ],
)
def test_the_picture_keeps_figures_points_and_words_that_no_language_predicts(
    read: str, place: int, other: str
) -> None:
    assert text_of(again(read, {place: (other, 0.4)})) == read


def test_a_sure_line_is_given_back_as_it_is() -> None:
    assert text_of(again("TGE EMBASSY", {})) == "TGE EMBASSY"


def test_no_blank_is_lost_between_spaced_letters() -> None:
    scores = scores_of("S E C R E T", {})
    scores[3] = 1e-5
    scores[3, [0, alphabet().index(" ")]] = 0.45, 0.55
    (line,) = read_in_context([(marks_of(scores, alphabet()), scores)], alphabet(), letter_models()[0])
    assert text_of(line) == "S E C R E T"


def test_a_letter_that_context_adds_stands_between_its_neighbours() -> None:
    scores = scores_of("THE GOVERNENT SAYS", {})
    inserted = np.full((2, len(alphabet())), 1e-5, np.float32)
    inserted[0, 0] = 0.999
    inserted[1, [0, alphabet().index("M")]] = 0.6, 0.4
    scores = np.concatenate([scores[:20], inserted, scores[20:]])
    (line,) = read_in_context([(marks_of(scores, alphabet()), scores)], alphabet(), letter_models()[0])
    assert text_of(line) == "THE GOVERNMENT SAYS"
    assert line[10].picture == ""
    assert all(left.middle < right.middle for left, right in pairwise(line))


def test_a_page_in_no_language_known_has_no_model() -> None:
    english = (
        "THE AMBASSADOR REPORTED THAT THE MEETING WITH THE FOREIGN MINISTER HAD BEEN POSTPONED UNTIL THE NEXT WEEK"
    )
    strange = "XOQTAW RIZKUB VEQPOL HYWUXA MOKZIT QAVREX DUWPYK ZOXHEB TIQNUJ WAVKYX POZRUG LEQXIM BYHTOV"
    assert page_language([marks_of(scores_of(english, {}), alphabet())]) is letter_models()[0]
    assert page_language([marks_of(scores_of(strange, {}), alphabet())]) is None


def test_the_likelihood_of_a_text_sums_all_ways_to_write_it() -> None:
    part = np.array([[0.5, 0.5, 0.0], [0.5, 0.25, 0.25]], np.float32)
    likely = np.exp(log_likelihoods([part, part, part], [(), (1,), (1, 2)]))
    assert likely == pytest.approx([0.25, 0.5, 0.125], abs=1e-5)


def test_a_doubled_letter_needs_a_gap_between_its_two() -> None:
    part = np.array([[0.1, 0.9], [0.1, 0.9]], np.float32)
    assert log_likelihoods([part], [(1, 1)])[0] == -np.inf
    assert spans(np.array([[0.1, 0.9], [0.9, 0.1], [0.1, 0.9]], np.float32), (1, 1)) == [(0, 1), (2, 3)]


def test_a_word_read_by_context_keeps_what_the_picture_says_in_json() -> None:
    word = Word("WILL", Box(1, 2, 30, 12), 0.8, ("VILL",), "VILL")
    page = Page("D1", 1, (Line((word, Word("GO"))),))
    assert page_of_json(page_as_json(page)) == page
    assert word.by_context
    assert page_as_json(page)["lines"][0]["words"] == [["WILL", [1, 2, 30, 12], 0.8, ["VILL"], "VILL"], ["GO"]]


def test_a_word_in_which_a_figure_is_nearly_as_likely_stays_as_the_picture_has_it() -> None:
    scores = scores_of("ARRIVED AT SIX OF NIME", {20: ("N", 0.35)})
    scores[2 * 19 + 1, alphabet().index("1")] = 0.15
    (line,) = read_in_context([(marks_of(scores, alphabet()), scores)], alphabet(), letter_models()[0])
    assert text_of(line) == "ARRIVED AT SIX OF NIME"


def test_no_letter_is_joined_to_a_word_with_figures() -> None:
    scores = scores_of("HE SAW 25 SHIPS", {})
    gap = scores[0].copy()
    scores[2 * 7, 0], scores[2 * 7, alphabet().index("I")] = 0.51, 0.48
    scores = np.insert(scores, 15, gap, axis=0)
    (line,) = read_in_context([(marks_of(scores, alphabet()), scores)], alphabet(), letter_models()[0])
    assert text_of(line) == "HE SAW 25 SHIPS"


def test_specks_between_the_lines_do_not_become_short_words() -> None:
    text = "WIAAEAIGTANOSEEUELOSSN"
    scores = scores_of(text, dict.fromkeys(range(2, len(text), 3), (" ", 0.45)))
    scores[1::2] *= 0.5
    scores[1::2, 0] = 0.5
    marks = [replace(mark, likelihood=0.4) for mark in marks_of(scores_of(text, {}), alphabet())]
    (line,) = read_in_context([(marks, scores)], alphabet(), letter_models()[0])
    assert text_of(line) == "WIAAEAIGTANOSEEUELOSSN"


def test_a_letter_behind_a_blank_is_not_lost_where_what_is_left_is_no_word() -> None:
    scores = scores_of("THE FERRY TO THE ISLAND", {})
    step, letter = 2 * 4 + 1, alphabet().index("F")
    scores[step, letter], scores[step, 0] = 0.55, 0.44
    scores[step - 1, 0], scores[step - 1, alphabet().index(" ")] = 0.5, 0.49
    (line,) = read_in_context([(marks_of(scores, alphabet()), scores)], alphabet(), letter_models()[0])
    assert text_of(line) == "THE FERRY TO THE ISLAND"


def test_a_worn_page_of_code_words_is_still_english_and_a_french_one_is_not() -> None:
    english = "THE AGENT SAW PBOAK AND UNBEECH AT THE DOCKS WITH KUPALM WHO CAME FROM LOQVA AND ZRIVY"
    french = "LE MINISTRE DES AFFAIRES A REMIS A NOTRE AMBASSADEUR UNE NOTE SUR LES QUESTIONS DES ARMES"
    for text, model in ((english, letter_models()[0]), (french, None)):
        assert page_language([marks_of(scores_of(text, {}), alphabet())]) is model
