"""Words are asked of a line's picture as they are compared: without case, accents and punctuation."""

import numpy as np
import pytest

from briefbook.model.page import Box, Line, Word
from briefbook.text.line_scores import PageScores, StripScores, WordSteps
from briefbook.text.path_sums import MAX_DIFFERENCE
from briefbook.text.picture_words import (
    LinePart,
    PictureWords,
    log_likelihoods,
    log_likelihoods_beside,
    log_likelihoods_over,
    loss_at_likeliest_place,
)

ALPHABET = "_ aAbBcdeEéilmnoprstTuz.,'-5678"


def strip(text: str, doubts: dict[int, tuple[str, float]] | None = None) -> StripScores:
    """A strip of a text, sure but for some of its characters, each with another character and its likelihood."""
    scores = np.full((2 * len(text) + 1, len(ALPHABET)), 0.0001, np.float32)
    scores[::2, 0] = 0.997
    for place, character in enumerate(text):
        other, likelihood = (doubts or {}).get(place, ("", 0.0))
        scores[2 * place + 1, ALPHABET.index(character)] = 0.997 - likelihood
        if other:
            scores[2 * place + 1, ALPHABET.index(other)] = likelihood
    words, first = [], 0
    for word in text.split(" "):
        words.append(
            WordSteps(Box(10 * first, 0, 10 * (first + len(word)), 10), 2 * first + 1, 2 * (first + len(word)))
        )
        first += len(word) + 1
    return StripScores(scores, tuple(words))


def whole(text: str, doubts: dict[int, tuple[str, float]] | None = None) -> LinePart:
    stretch = strip(text, doubts)
    words = tuple(Word(part, steps.box) for part, steps in zip(text.split(" "), stretch.words, strict=True))
    scores = PageScores(ALPHABET, (stretch,)).line(Line(words))
    assert scores is not None
    part = PictureWords(scores).part(range(len(words)))
    assert part is not None
    return part


def test_capitals_accents_and_points_do_not_count() -> None:
    likely = log_likelihoods(whole("Té.B"), [["teb"], ["tab"]])
    assert likely[0] == pytest.approx(0.0, abs=0.1)
    assert likely[1] < -5


def test_a_letter_that_may_be_another_costs_little() -> None:
    likely = log_likelihoods(whole("bead", {2: ("o", 0.3)}), [["bead"], ["beod"], ["bed"], ["beads"]])
    assert likely[1] - likely[0] == pytest.approx(-0.84, abs=0.05)
    assert likely[2] - likely[0] < -5
    assert likely[3] - likely[0] < -5


def test_a_hyphen_parts_words_as_a_blank_does() -> None:
    likely = log_likelihoods(whole("anti-bribe"), [["anti", "bribe"], ["antibribe"]])
    assert likely.tolist() == pytest.approx([0.0, 0.0], abs=0.1)


def test_a_word_over_a_lines_end_is_divided_where_it_is_likeliest() -> None:
    parts = [whole("our prop-"), whole("osal is")]
    likely = log_likelihoods_over(parts, [["our", "proposal", "is"], ["our", "proposals", "is"]])
    assert likely[0] == pytest.approx(0.0, abs=0.1)
    assert likely[1] < -5


def test_a_text_with_a_letter_of_no_class_is_impossible() -> None:
    assert log_likelihoods(whole("bead"), [["bеad"]]).tolist() == [-np.inf]  # a Cyrillic letter


def test_words_that_a_stroke_parts_into_strips_are_asked_for_together() -> None:
    first, second = strip("bead"), strip("bit")
    moved = StripScores(second.scores, tuple(WordSteps(Box(90, 0, 99, 9), w.first, w.behind) for w in second.words))
    line = Line((Word("bead", first.words[0].box), Word("bit", Box(90, 0, 99, 9))))
    scores = PageScores(ALPHABET, (first, moved)).line(line)
    assert scores is not None
    part = PictureWords(scores).part([0, 1])
    assert part is not None
    there, other, run_together = log_likelihoods(part, [["bead", "bit"], ["bead", "bat"], ["beadbit"]])
    assert there == pytest.approx(0.0, abs=1.0)
    assert run_together == pytest.approx(there, abs=1.0)  # whether a blank stands where strips meet is not known
    assert other < there - 3


def test_figures_may_be_typed_with_letters() -> None:
    typed = strip("l8o5")
    scores = PageScores(ALPHABET, (typed,)).line(Line((Word("l8o5", typed.words[0].box),)))
    assert scores is not None
    part, plain = PictureWords(scores, typed_figures=True).part([0]), PictureWords(scores).part([0])
    assert part is not None
    assert plain is not None
    assert log_likelihoods(part, [["1805"]])[0] == pytest.approx(0.0, abs=0.3)
    assert log_likelihoods(part, [["1865"]])[0] < -3
    assert log_likelihoods(plain, [["1805"]])[0] < -3


def test_a_text_loses_nothing_where_it_stands_and_much_where_it_does_not() -> None:
    lines = [whole("bed and rest"), whole("a treatise is"), whole("lost on trains")]
    lost = loss_at_likeliest_place(lines, ["treatise", "is", "lost"])
    assert lost == pytest.approx(0.0, abs=0.1)
    other = loss_at_likeliest_place(lines, ["abide", "in", "peace"])
    assert other is not None
    assert other > 2


def test_a_text_may_run_on_in_a_word_over_a_lines_end() -> None:
    assert loss_at_likeliest_place([whole("a pro-"), whole("test is")], ["protest"]) == pytest.approx(0.0, abs=0.1)


def test_a_text_that_cannot_be_asked_for_loses_nothing_that_is_known() -> None:
    assert loss_at_likeliest_place([], ["bed"]) is None
    assert loss_at_likeliest_place([whole("bed")], []) is None
    assert loss_at_likeliest_place([whole("bed")], ["bеd"]) is None  # a Cyrillic letter


def test_many_variants_of_a_text_are_as_likely_as_each_is_alone():
    text = ["all", "barons", "elect", "a", "cabinet", "in", "time"]
    part = whole("all barons elect a cabinet in time", {4: ("n", 0.4), 12: ("o", 0.2)})
    others = [[*text[:k], *instead, *text[k + 1 :]] for k in range(7) for instead in (("no",), ("rates", "55"), ())]
    others += [text, [*text, "pa"], ["c", *text], [text[0] + "d", *text[1:]], ["a"], []] * 4
    alone = np.array([log_likelihoods(part, [other])[0] for other in others])
    together = log_likelihoods_beside([part], text, [], others)[1]
    near = alone > alone.max() - MAX_DIFFERENCE
    assert np.allclose(alone[near], together[near], rtol=0, atol=1e-6)
    assert (together[~near] < alone.max() - MAX_DIFFERENCE).all()
    assert int(together.argmax()) == others.index(text)
    assert not np.isfinite(log_likelihoods_beside([part], text, [["ж"]], [["ж"]] * 80)[1]).any()


def test_of_steps_in_a_row_that_hold_nothing_a_stretch_keeps_the_first():
    empty = np.zeros((4, len(ALPHABET)), np.float32)
    empty[:, 0] = 1
    written = strip("bed").scores
    scores = StripScores(np.concatenate([empty, written[1:]]), (WordSteps(Box(0, 0, 30, 10), 4, 9),))
    line = PageScores(ALPHABET, (scores,)).line(Line((Word("bed", Box(0, 0, 30, 10)),)))
    assert line is not None
    part = PictureWords(line).part([0])
    assert part is not None
    assert len(part.scores) == 7
    assert log_likelihoods(part, [["bed"]])[0] == pytest.approx(0.0, abs=0.1)
