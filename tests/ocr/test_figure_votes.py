"""Doubtful words with figures are read in several cut-outs; what most of them say is taken, within limits."""

import numpy as np
import pytest

from briefbook.model.page import Box, Word
from briefbook.ocr import word_cut_outs
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.decoding import Mark
from briefbook.ocr.figure_votes import vote_on_figures
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import alphabet
from briefbook.ocr.word_assembly import RecognisedStrip

ADVANCE, HALF, LEFT, APART = 20.0, 20.0, 100, 4.5
"""Pixels from letter to letter, half the strip's height, where it begins; steps from letter to letter."""


def empty(steps):
    scores = np.zeros((steps, len(alphabet())), np.float32)
    scores[:, 0] = 1.0
    return scores


def page():
    grey = np.full((200, 900), 255, np.uint8)
    ink = np.zeros_like(grey)
    return NormalisedPage(grey, ink, pieces_of(ink), ink, np.eye(3)[:2], grey.shape)


def line(text, *, doubt=0.4, confidence=0.7, picture=""):
    """A line with one doubtful word, the second; its doubtful characters are those that ``doubt`` names by place."""
    start = text.index(" ") + 1
    marks = [
        Mark(character, round(2 + APART * at), round(2 + APART * at) + 1, 2 + APART * at, 0.99)
        for at, character in enumerate(text)
    ]
    marks[start] = Mark(text[start], marks[start].first, marks[start].behind, marks[start].middle, doubt)
    words = [Word(word, Box(0, 80, 50, 120), 0.99) for word in text.split()]
    words[1] = Word(words[1].text, words[1].box, confidence, (), picture)
    read = RecognisedStrip(Strip(LEFT, LEFT + 500, 100.0, 100.0, HALF), empty(120), marks, words=words)
    read.places = [word.box for word in words]
    return read


def read_as(monkeypatch, text, votes, **options):
    """The words of a line once its second word was read so in the five cut-outs."""
    read = line(text, **options)
    start = text.index(" ") + 1
    first = 2 + APART * start - (0.55 + 1.2) * ADVANCE / read.step  # the cut-out's beginning, in steps of the line
    begin = int(first // 1)
    asked = []

    def recognise(cuts, *, accents=False):
        asked.append(len(cuts))
        first = 0 if len(asked) == 1 else 3
        answers = []
        for vote, height in list(zip(votes, (1.0, 1.0, 1.0, 0.88, 1.08), strict=True))[first : first + len(cuts)]:
            scores = empty(40)
            for at, character in enumerate(vote):
                step = round((2 + APART * (start + at) - begin) / height)
                scores[step, 0], scores[step, alphabet().index(character)] = 0.05, 0.95
            answers.append(scores)
        return answers

    monkeypatch.setattr(word_cut_outs, "recognise", recognise)
    (result,) = vote_on_figures(page(), [read], ADVANCE)
    return " ".join(word.text for word in result.words), asked


@pytest.mark.parametrize(
    ("text", "votes", "meant"),
    [
        ("ON 23 MAY", ["13", "13", "13", "13", "23"], "ON 13 MAY"),
        ("ON 23 MAY", ["13", "13", "13", "23", "23"], "ON 13 MAY"),  # the figure read is in doubt
        ("ON 23 MAY", ["13", "13", "43", "23", "23"], "ON 23 MAY"),
        ("OF S600 AT", ["$600"] * 5, "OF $600 AT"),
        ("OF 5' AT", ["51"] * 5, "OF 5' AT"),  # a sign is no figure
        ("OF 8A AT", ["BA"] * 5, "OF 8A AT"),  # no figure goes
        ("OF 5. AT", ["5"] * 5, "OF 5. AT"),  # nor a stop
        ("OF FU/9 AT", ["PU/9", "PU/9", "PU/9", "PU/9", "FU/9"], "OF FU/9 AT"),  # a letter only if all agree
        ("OF FU/9 AT", ["PU/9"] * 5, "OF PU/9 AT"),
    ],
)
def test_most_cut_outs_decide_what_a_doubtful_word_with_figures_is(monkeypatch, text, votes, meant):
    assert read_as(monkeypatch, text, votes)[0] == meant


def test_three_votes_do_not_outweigh_what_is_likelier_than_not(monkeypatch):
    assert read_as(monkeypatch, "ON 23 MAY", ["13", "13", "13", "23", "23"], doubt=0.6)[0] == "ON 23 MAY"


@pytest.mark.parametrize("options", [{"confidence": 0.95}, {"confidence": 0.05}, {"picture": "28"}])
def test_sure_words_rubble_and_what_context_decided_are_not_asked(monkeypatch, options):
    words, asked = read_as(monkeypatch, "ON 23 MAY", ["13"] * 5, **options)
    assert (words, sum(asked)) == ("ON 23 MAY", 0)


def test_a_word_without_figures_is_not_asked(monkeypatch):
    assert read_as(monkeypatch, "ON THE MAY", ["TNE"] * 5) == ("ON THE MAY", [0, 0])


def test_two_cut_outs_more_are_made_only_where_one_of_three_says_something_else(monkeypatch):
    assert read_as(monkeypatch, "ON 23 MAY", ["23"] * 3 + ["13"] * 2) == ("ON 23 MAY", [3, 0])
    assert read_as(monkeypatch, "ON 23 MAY", ["13"] + ["23"] * 4) == ("ON 23 MAY", [3, 2])
