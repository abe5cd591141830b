"""Figures are weighed with the figures beside them, and a paragraph's number with those of other paragraphs.

A worn 3 and an 8 look alike, and 1 is typed as I. Where the paragraph before a doubtful number is 2, or all characters
beside an l are figures, the picture is asked how likely a 3 or a 1 is; if that is not much less likely than what was
read, it is taken. What the picture alone says stays with it (``Mark.picture``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from briefbook.ocr.decoding import Mark, words_of
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
    """Read a letter like a figure as that figure, where nothing but figures stands beside it.

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
            number = "".join(LIKE_FIGURES.get(one, one) for one in text)
            result = _with(result, run, _exchanged(run, number, scores, alphabet) or run)
    return result


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


def _exchanged(old: Sequence[Mark], number: str, scores: Scores, alphabet: str) -> list[Mark]:
    """The characters of a number in the place of those read; none where the picture speaks against them."""
    if len(number) != len(old) or "".join(mark.character for mark in old) == number:
        return []
    new, odds = [], 1.0
    for mark, figure in zip(old, number, strict=True):
        if figure == mark.character:
            new.append(mark)
            continue
        likely = float(scores[mark.first : max(mark.behind, mark.first + 1), alphabet.index(figure)].max(initial=0.0))
        if likely < MIN_PICTURE:
            return []
        odds *= max(1.0, mark.likelihood / likely)
        share = MAX_ODDS / (MAX_ODDS + mark.likelihood / likely)
        picture = mark.character if mark.picture is None else mark.picture
        new.append(replace(mark, character=figure, likelihood=share, second=mark.character, picture=picture))
    return new if odds <= MAX_ODDS else []
