"""Doubtful words of letters are cut out of the page in several ways; which letters they have is weighed over all.

A letter of a worn word that the line took for another by chance is read rightly in most cut-outs of the word. What each
cut-out and the line make of the readings is weighed together with how usual the letters are in the page's language.
Only letters become other letters, small ones no capitals: no sign goes or comes, nor does a letter. A word that would
not be usual in the language stays as read, so that code words and names are left to the picture of the line; a usual
one is not asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefbook.model.page import Word
from briefbook.ocr.context_decoding import BONUS, MIN_USUAL, WEIGHT
from briefbook.ocr.decoding import Mark
from briefbook.ocr.letter_model import LetterModel
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.recogniser import alphabet
from briefbook.ocr.word_assembly import RecognisedStrip
from briefbook.ocr.word_cut_outs import AskedWord, Way, asked_words, cut_out, text_of, with_elected
from briefbook.text.line_likelihood import log_likelihoods

MAX_CONFIDENCE, MIN_CONFIDENCE, MIN_LETTERS = 0.75, 0.05, 3
"""Words that are asked: not surer than the first, as sure as the second, with so many letters that are not usual."""

FIRST, FURTHER = (Way.SHIFTED, Way.THICKER), (Way.PLAIN, Way.LOWER, Way.HIGHER)
"""The cut-outs of a word; the second only where one of the first was read as a word that may take its place."""

LEVEL = 3
"""So many of them, the first, are as high as the line, which a reading can be taken from."""

MIN_VOTES = 2
"""So many of the five cut-outs must have been read as the word that is taken."""

MIN_GAIN = 2.0
"""By how much it must be likelier than the word as read, as a natural logarithm."""

LEAST = -60.0
"""No reading is less likely in a cut-out than this, as a natural logarithm: one that cuts a letter off has no veto."""

MAX_WORDS = 20
"""So many words of a page are asked, the least sure."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a word may be: the number of the level cut-out that it was read in, its characters there, and their text."""

    cut_out: int
    marks: Sequence[Mark]
    text: str


def vote_on_letters(
    normalised: NormalisedPage,
    reads: Sequence[RecognisedStrip],
    advance: float | None,
    language: LetterModel | None,
) -> list[RecognisedStrip]:
    """Read the doubtful words of letters of a page again in several ways.

    Args:
        normalised: The page.
        reads: Its strips with their words.
        advance: The advance width of its type in pixels; None where it is not monospaced.
        language: The letters of the page's language; None for one that is not known, of which no word is asked.

    Returns:
        The strips in the same order, words exchanged where another is clearly likelier over all cut-outs.
    """
    if language is None:
        return list(reads)
    asked = asked_words(reads, advance, lambda word: _is_asked(word, language), MAX_WORDS)
    accents = any(not mark.character.isascii() for read in reads for mark in read.marks)
    firsts = cut_out(normalised, asked, FIRST, accents=accents)
    open_words = [
        (one, cut_outs)
        for one, cut_outs in zip(asked, firsts, strict=True)
        if _readings(one, reads[one.strip], cut_outs, language)
    ]
    further = cut_out(normalised, [one for one, _ in open_words], FURTHER, accents=accents)
    elected = []
    for (one, cut_outs), others in zip(open_words, further, strict=True):
        every = [*cut_outs, *others]
        readings = _readings(one, reads[one.strip], every[:LEVEL], language)
        best = _elected(one, reads[one.strip], every, readings, language)
        if best is not None:
            elected.append((one, every[best.cut_out], best.marks))
    return with_elected(normalised, reads, elected, advance)


def _is_asked(word: Word, language: LetterModel) -> bool:
    letters = sum(map(str.isalpha, word.text))
    is_doubtful = MIN_CONFIDENCE <= (word.confidence or 0.0) <= MAX_CONFIDENCE
    has_letters = letters >= MIN_LETTERS and not any(map(str.isdigit, word.text))
    return is_doubtful and has_letters and not _is_usual(word.text, language)


def _readings(
    asked: AskedWord, read: RecognisedStrip, cut_outs: Sequence[RecognisedStrip], language: LetterModel
) -> list[_Reading]:
    """The other readings of a word in level cut-outs that may take its place, each from where it is surest."""
    old = read.words[asked.word].text
    best: dict[str, _Reading] = {}
    for number, each in enumerate(cut_outs):
        marks = asked.inside(each)
        text = text_of(marks)
        if text != old and _is_allowed(old, text) and _is_usual(text, language):
            other = best.get(text)
            if other is None or _least(marks) > _least(other.marks):
                best[text] = _Reading(number, marks, text)
    return list(best.values())


def _elected(
    asked: AskedWord,
    read: RecognisedStrip,
    cut_outs: Sequence[RecognisedStrip],
    readings: Sequence[_Reading],
    language: LetterModel,
) -> _Reading | None:
    """The reading that is taken, its characters as likely as they are; None where the word stays."""
    texts = [text_of(asked.inside(each)) for each in cut_outs]
    possible = [reading for reading in readings if texts.count(reading.text) >= MIN_VOTES]
    if not possible:
        return None
    old = read.marks[asked.first : asked.behind]
    before, *weights = _weights(
        [asked.scores(part) for part in (*cut_outs, read)], [text_of(old), *(each.text for each in possible)], language
    )
    best, weight = max(zip(possible, weights, strict=True), key=lambda pair: pair[1])
    if weight - before < MIN_GAIN:
        return None
    share = float(1 / (1 + np.exp(before - weight)))
    marks = [
        mark
        if mark.character == was.character
        else replace(mark, likelihood=min(mark.likelihood, share), second=was.character)
        for mark, was in zip(best.marks, old, strict=True)
    ]
    return replace(best, marks=marks)


def _weights(parts: Sequence[np.ndarray], texts: Sequence[str], language: LetterModel) -> list[float]:
    """How likely each text is by some pictures of it and by its letters, as logarithms up to a constant."""
    names = alphabet()
    classes = [tuple(map(names.index, text)) for text in texts]
    each = log_likelihoods([part for part in parts for _ in texts], classes * len(parts))
    by_picture = np.maximum(each, LEAST).reshape(len(parts), len(texts)).mean(0).tolist()
    return [
        seen + WEIGHT * ((len(text) + 1) * language.mean_log_likelihood(f"{text} ") + BONUS * len(text))
        for seen, text in zip(by_picture, texts, strict=True)
    ]


def _is_allowed(before: str, text: str) -> bool:
    """Are only letters exchanged, and no small one for a capital, which smeared small letters look like?

    >>> _is_allowed("USG", "Use"), _is_allowed("ses", "DOD"), _is_allowed("CON.", "COND")
    (True, False, False)
    """
    is_raised = any(old.islower() and new.isupper() for old, new in zip(before, text, strict=False))
    return _signs(text) == _signs(before) and not is_raised


def _signs(text: str) -> list[str]:
    """The characters of a text, letters all alike."""
    return ["a" if character.isalpha() else character for character in text]


def _is_usual(text: str, language: LetterModel) -> bool:
    """Are the letters of a word usual in a language?"""
    letters = "".join(character for character in text if character.isalpha())
    return bool(letters) and language.mean_log_likelihood(f"{letters} ") >= MIN_USUAL


def _least(marks: Sequence[Mark]) -> float:
    return min(mark.likelihood for mark in marks)
