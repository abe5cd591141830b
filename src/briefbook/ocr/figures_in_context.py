"""Figures are weighed with what stands beside them, and a paragraph's number with those of other paragraphs.

A worn 3 and an 8 look alike, and 1 is typed as I or l. Where the paragraph before a doubtful number is 2, or all
characters beside an l are figures, the picture is asked how likely a 3 or a 1 is; if that is not much less likely than
what was read, it is taken. So is a letter for the figure that it looks like, where letters that make a word stand
beside it. What the picture alone says stays with it (``Mark.picture``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from briefbook.ocr.decoding import Mark, words_of
from briefbook.ocr.letter_model import usualness
from briefbook.ocr.recogniser import Scores

SURE_NUMBER = 0.8
"""The least likelihood of each figure of a paragraph's number that others are held against."""

MAX_ODDS = 40.0
"""Times what was read may be likelier by the picture than what the figures beside it ask for: of so many paragraphs one
has another number than the one behind that before it, and so many figures stand between figures for a letter there."""

MIN_PICTURE = 0.01
"""A figure less likely than this by the picture is not put in."""

LIKE_FIGURES = {"I": "1", "l": "1", "|": "1", "!": "1", "O": "0", "o": "0"}
"""Letters that typewriters had in the place of a figure, or that look the same."""

MIN_ALONE = 0.1
"""A figure less likely than this is not put in the place of a word that no figure shows to be a number."""

MIN_USUAL, MAX_LESS_USUAL = -4.0, 2.0
"""Mean logarithm of the likelihood of a word's letters below which a figure in it stays (lf has -5.6, lmm -8.1); by how
much less usual it may be than the word without the figure (pagel has -4.7, page -2.0)."""

MAX_LETTER_ODDS = 200.0
"""As ``MAX_ODDS``, for a letter where a figure among small letters was read, which makes no word."""

_LOOK_LIKE_NUMBER = re.compile(r"[(#$]{0,2}(?P<number>[0-9IlO|!o]+(?:[-/,.][0-9IlO|!o]+)*)[.,:;)]{0,3}")
_NO_WORD = re.compile(r"[l|!]{1,2}")
"""What stands for 1 or 11 by itself: it is no word."""
_LETTERS_AND_FIGURE = re.compile(r"[(\"'#]{0,2}(?P<word>[A-Za-z]*[10]{1,2}[A-Za-z]+|[A-Za-z]+[10]{1,2})[).,:;\"']{0,3}")
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th|s|e|er|re|o|a)", re.I)
_LETTERS_LIKE = {"1": "li", "0": "oO"}

_NUMBER = re.compile(r"[0-9]{1,2}\.")
_MAY_BE_NUMBER = re.compile(r"[0-9Il|!]{1,2}[.,]")


@dataclass(frozen=True, slots=True)
class _Start:
    """What may be a paragraph's number: the place of its line, and its marks with the stop, or what was read for it."""

    line: int
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        return "".join(mark.character for mark in self.marks)

    @property
    def number(self) -> int | None:
        """The number, if it is surely read."""
        sure = _NUMBER.fullmatch(self.text) and all(mark.likelihood >= SURE_NUMBER for mark in self.marks[:-1])
        return int(self.text[:-1]) if sure else None


def weigh_paragraph_numbers(
    lines: Sequence[tuple[Sequence[Mark], Scores]], alphabet: str
) -> list[tuple[int, list[Mark]]]:
    """Find the doubtful paragraph numbers of a page for which the paragraphs before and behind ask for another.

    Args:
        lines: The characters and the recogniser's scores of the beginnings of a page's rows, from top to bottom.
        alphabet: The characters of the scores' classes.

    Returns:
        For each line that changes its place among the lines and its characters.
    """
    starts = [start for line, (marks, _) in enumerate(lines) if (start := _start(line, marks))]
    changed = []
    for place, start in enumerate(starts):
        number = _expected(starts, place) if start.number is None else None
        marks, scores = lines[start.line]
        if number is not None and (better := _exchanged(start.marks, f"{number}.", scores, alphabet)):
            changed.append((start.line, _with(marks, start.marks, better)))
    return changed


def weigh_figures(marks: Sequence[Mark], scores: Scores, alphabet: str) -> list[Mark]:
    """Read a letter like a figure as that figure where nothing but figures stands beside it, or what is no word.

    Args:
        marks: The characters of a line.
        scores: The recogniser's scores of it.
        alphabet: The characters of the scores' classes.

    Returns:
        The characters; those exchanged say in ``picture`` what the picture says.
    """
    result = list(marks)
    for run in _runs(marks):
        text = "".join(mark.character for mark in run)
        figures = sum(map(str.isdigit, text))
        if 2 * figures > len(text) > figures and all(one.isdigit() or one in LIKE_FIGURES for one in text):
            result = _with(result, run, _exchanged(run, _as_figures(text), scores, alphabet) or run)
    words = words_of(result)
    for word, behind in pairwise([*words, []]):
        is_listed = [mark.character for mark in behind] == ["-"]
        new = _as_number(word, scores, alphabet, is_listed=is_listed) or _as_letters(word, scores, alphabet)
        result = _with(result, word, new or word)
    return result


def _as_figures(text: str) -> str:
    return "".join(LIKE_FIGURES.get(one, one) for one in text)


def _as_number(word: Sequence[Mark], scores: Scores, alphabet: str, *, is_listed: bool) -> list[Mark]:
    """A word of figures and letters like them, or one that stands for 1, as a number; nothing where it stays.

    ``is_listed``: a dash stands behind it, as behind the number of copies in a list of those who have them.
    """
    text = "".join(mark.character for mark in word)
    if text == "?":
        likely = _likely(word[0], scores)
        figure = max("0123456789", key=lambda name: likely[alphabet.index(name)])
        return _exchanged(word, figure, scores, alphabet, MIN_ALONE)
    form = _LOOK_LIKE_NUMBER.fullmatch(text)
    if form is None:
        return []
    number = form["number"]
    if not any(map(str.isdigit, number)) and not _NO_WORD.fullmatch(number) and not (is_listed and text == "I"):
        return []
    least = MIN_PICTURE if any(map(str.isdigit, number)) else MIN_ALONE
    first, behind = form.span("number")
    return _exchanged(word, text[:first] + _as_figures(number) + text[behind:], scores, alphabet, least)


def _as_letters(word: Sequence[Mark], scores: Scores, alphabet: str) -> list[Mark]:
    """A word of small letters with a figure in it as a word of letters, if these are usual; nothing where it stays."""
    text = "".join(mark.character for mark in word)
    form = _LETTERS_AND_FIGURE.fullmatch(text)
    if form is None or _ORDINAL.fullmatch(form["word"]) or not any(map(str.islower, form["word"])):
        return []
    first, behind = form.span("word")
    letters = list(text)
    for at in range(first, behind):
        if text[at] in _LETTERS_LIKE:
            likely = _likely(word[at], scores)
            letters[at] = max(_LETTERS_LIKE[text[at]], key=lambda name: likely[alphabet.index(name)])
    letters_alone = "".join(letters[first:behind])
    figures = "".join(one for one in form["word"] if one.isdigit())
    rest = form["word"].replace(figures, "", 1)
    usual, usual_rest = usualness(letters_alone), usualness(rest)
    if usual is None or usual_rest is None or usual < max(MIN_USUAL, usual_rest - MAX_LESS_USUAL):
        return []
    return _exchanged(word, "".join(letters), scores, alphabet, most=MAX_LETTER_ODDS)


def _runs(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The letters and figures between other characters."""
    for is_run, run in groupby(marks, key=lambda mark: mark.character.isalnum() or mark.character in LIKE_FIGURES):
        if is_run:
            yield list(run)


def _with(marks: Sequence[Mark], old: Sequence[Mark], new: Sequence[Mark]) -> list[Mark]:
    """The characters of a line, some of them exchanged."""
    instead = {id(before): after for before, after in zip(old, new, strict=True)}
    return [instead.get(id(mark), mark) for mark in marks]


def _start(line: int, marks: Sequence[Mark]) -> _Start | None:
    """The possible number at a line's beginning, other words behind it."""
    words = words_of(marks)
    if len(words) < 2 or not _MAY_BE_NUMBER.fullmatch("".join(mark.character for mark in words[0])):
        return None
    return _Start(line, tuple(words[0]))


def _expected(starts: Sequence[_Start], place: int) -> int | None:
    """The number that stands between the sure ones before and behind it; None if these leave no room, or several."""
    before = next((start.number for start in reversed(starts[:place]) if start.number is not None), None)
    behind = next((start.number for start in starts[place + 1 :] if start.number is not None), None)
    if before is None:
        return behind - 1 if behind is not None and behind > 1 else None
    return before + 1 if behind in (None, before + 2) else None


def _likely(mark: Mark, scores: Scores) -> Scores:
    """How likely each class is, at the most, where a character stands: a float32 array (classes,)."""
    return np.asarray(scores[mark.first : max(mark.behind, mark.first + 1)].max(0, initial=0.0), np.float32)


def _exchanged(
    old: Sequence[Mark], text: str, scores: Scores, alphabet: str, least: float = MIN_PICTURE, most: float = MAX_ODDS
) -> list[Mark]:
    """The characters of a text in the place of those read; none where the picture speaks against them."""
    if len(text) != len(old) or "".join(mark.character for mark in old) == text:
        return []
    new, odds = [], 1.0
    for mark, character in zip(old, text, strict=True):
        if character == mark.character:
            new.append(mark)
            continue
        likely = float(_likely(mark, scores)[alphabet.index(character)])
        if likely < least:
            return []
        odds *= max(1.0, mark.likelihood / likely)
        share = most / (most + mark.likelihood / likely)
        picture = mark.character if mark.picture is None else mark.picture
        new.append(replace(mark, character=character, likelihood=share, second=mark.character, picture=picture))
    return new if odds <= most else []
