"""Doubtful words of letters are read in several cut-outs and weighed with the language; what is not sure stays."""

import numpy as np
import pytest

from briefbook.model.page import Box, Word
from briefbook.ocr import word_cut_outs
from briefbook.ocr.cleaning import pieces_of
from briefbook.ocr.decoding import Mark
from briefbook.ocr.letter_model import letter_models
from briefbook.ocr.letter_votes import vote_on_letters
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import alphabet
from briefbook.ocr.word_assembly import RecognisedStrip

ADVANCE, HALF, LEFT, APART = 20.0, 20.0, 100, 4.5
"""Pixels from letter to letter, half the strip's height, where it begins; steps from letter to letter."""

ENGLISH = letter_models()[0]


def page():
    grey = np.full((200, 900), 255, np.uint8)
    ink = np.zeros_like(grey)
    return NormalisedPage(grey, ink, pieces_of(ink), ink, np.eye(3)[:2], grey.shape)


def scores_of(text, steps, at, share=0.9):
    """Scores of some text, the first of its letters at a step, every letter as likely as ``share``."""
    scores = np.zeros((steps, len(alphabet())), np.float32)
    scores[:, 0] = 1.0
    for place, character in enumerate(text):
        step = round(at(place))
        scores[step] = (1 - share) / 20
        scores[step, alphabet().index(character)] = share
    return scores


def read_as(monkeypatch, text, votes, *, confidence=0.4, language=ENGLISH):
    """The second word of a line, a letter of it in doubt, once its cut-outs were read so; and how many there were."""
    start = text.index(" ") + 1
    scores = scores_of(text, 160, lambda place: 2 + APART * place, 0.5)
    marks = [
        Mark(character, round(2 + APART * at), round(2 + APART * at) + 1, 2 + APART * at, 0.9)
        for at, character in enumerate(text)
    ]
    words = [Word(word, Box(0, 80, 50, 120), 0.99) for word in text.split()]
    words[1] = Word(words[1].text, words[1].box, confidence)
    read = RecognisedStrip(Strip(LEFT, LEFT + 700, 100.0, 100.0, HALF), scores, marks, words=words)
    read.places = [word.box for word in words]
    begin = int((2 + APART * start - (0.55 + 1.2) * ADVANCE / read.step) // 1)
    asked = []

    def recognise(cuts, *, accents=False):
        first = 0 if not asked else 2
        asked.append(len(cuts))
        several = list(zip(votes, (1.0, 1.0, 1.0, 0.88, 1.08), strict=True))[first : first + len(cuts)]
        return [
            scores_of(vote, 90, lambda place, height=height: (2 + APART * (start + place) - begin) / height)
            for vote, height in several
        ]

    monkeypatch.setattr(word_cut_outs, "recognise", recognise)
    (result,) = vote_on_letters(page(), [read], ADVANCE, language)
    return result.words[1], sum(asked)


@pytest.mark.parametrize(
    ("text", "votes", "meant"),
    [
        ("THE DSCISION IS", ["DECISION"] * 5, "DECISION"),
        ("THE DSCISION IS", ["DSCISION", "DECISION", "DSCISION", "DECISION", "DECISION"], "DECISION"),
        ("THE DSCISION IS", ["DECISION", *["DSCISION"] * 4], "DSCISION"),  # one cut-out is not enough
        ("THE DSCISION IS", [*["DSCISION"] * 3, *["DECISION"] * 2], "DSCISION"),  # none as high as the line
        ("THE AMWHIP IS", ["AMNHKP"] * 5, "AMWHIP"),  # no usual word
        ("THE TIMK IS", ["THE"] * 5, "TIMK"),  # no letter goes
        ("THE TIME IS", ["TILE"] * 5, "TIME"),  # it is usual
        ("THE CQN. IS", ["COND"] * 5, "CQN."),  # nor a sign
        ("THE CXNT IS", ["CAN'T"] * 5, "CXNT"),
        ("THE PLXN IS", ["P1AN"] * 5, "PLXN"),  # no letter becomes a figure
        ("could sxs it", ["DOD"] * 5, "sxs"),  # no small letter becomes a capital
        ("THE OF IS", ["IF"] * 5, "OF"),  # too short
        ("THE P7AN IS", ["PLAN"] * 5, "P7AN"),  # words with figures are others' matter
    ],
)
def test_letters_become_others_where_most_cut_outs_and_the_language_say_so(monkeypatch, text, votes, meant):
    assert read_as(monkeypatch, text, votes)[0].text == meant


def test_the_word_keeps_what_was_read_first_and_is_as_sure_as_its_cut_outs(monkeypatch):
    word, _ = read_as(monkeypatch, "THE DSCISION IS", ["DECISION"] * 5)
    assert "DSCISION" in word.alternatives
    assert 0.4 < word.confidence < 0.95


@pytest.mark.parametrize("options", [{"confidence": 0.8}, {"confidence": 0.02}, {"language": None}])
def test_sure_words_rubble_and_pages_in_an_unknown_language_are_not_asked(monkeypatch, options):
    word, cut_outs = read_as(monkeypatch, "THE DSCISION IS", ["DECISION"] * 5, **options)
    assert (word.text, cut_outs) == ("DSCISION", 0)


def test_further_cut_outs_are_made_only_where_one_of_two_may_take_the_place(monkeypatch):
    assert read_as(monkeypatch, "THE DSCISION IS", ["DSCISION"] * 5)[1] == 2
    assert read_as(monkeypatch, "THE DSCISION IS", ["DXCISIQN"] * 5)[1] == 2
    assert read_as(monkeypatch, "THE DSCISION IS", ["DECISION"] * 5)[1] == 5
