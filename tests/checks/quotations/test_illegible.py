"""Words that a text has not are sheltered only by a place that cannot be read, could hold them, and may well do."""

import numpy as np
import pytest

from briefbook.checks.quotations import read_quotation, source_text, verify_in
from briefbook.model.page import Box, Kind, Line, Page, Region, Word
from briefbook.text.line_scores import LineScores, PageScores, StripScores, WordSteps

ALPHABET = "_ abcdefghijklmnopqrstuvwxyz"
LEGIBLE = "the minister said that the ferry would sail for oslo at noon"
HIDDEN = "no granite may leave the quay before the consul has seen it"
"""What the picture of the second line has, hardly to be read."""
RUBBLE = "mu qvuuito mug luuvu tbu puug huluvu fbu cumsul hus suum if"
"""What was read of it."""


class FaintPage:
    """A page of two lines: the first is read well; of the second each letter is a little less likely than another."""

    def __init__(self) -> None:
        self._strips: list[StripScores] = []
        lines = (self._line(0, LEGIBLE, LEGIBLE, 0.95), self._line(1, RUBBLE, HIDDEN, 0.3))
        self.page = Page("D7", 1, lines, width=1000, height=1000, reader="lines", by="machine")

    def _line(self, number: int, read: str, drawn: str, sure: float) -> Line:
        scores = np.full((2 * len(read) + 1, len(ALPHABET)), 0.002, np.float32)
        scores[::2, 0] = 0.95
        for place, (letter, hidden) in enumerate(zip(read, drawn, strict=True)):
            scores[2 * place + 1, ALPHABET.index(hidden)] = 0.3
            scores[2 * place + 1, ALPHABET.index(letter)] = 0.95 if letter == hidden and sure > 0.5 else 0.5
        words, stands, first = [], [], 0
        for word in read.split(" "):
            box = Box(10 * first, 40 * number, 10 * (first + len(word)), 40 * number + 20)
            words.append(Word(word.upper(), box, sure))
            stands.append(WordSteps(box, 2 * first + 1, 2 * (first + len(word))))
            first += len(word) + 1
        self._strips.append(StripScores(scores, tuple(stands)))
        return Line(tuple(words))

    def scores_of(self, page_number: int, line: Line) -> LineScores | None:
        return PageScores(ALPHABET, tuple(self._strips)).line(line)

    def verdict(self, words: str) -> tuple[str, str]:
        made = verify_in(read_quotation(words), source_text([self.page]), self.scores_of)
        return str(made.verdict), made.why


PAGE = FaintPage()


def test_words_that_a_faint_line_may_well_have_cannot_be_told() -> None:
    assert PAGE.verdict("granite may leave the quay before the consul") == (
        "cannot-tell",
        "the words are not in what was read of D7, but page 1, line 2, can hardly be read, and they may stand there",
    )


@pytest.mark.parametrize(
    "words",
    [
        "the harvest of the valley was lost in the summer floods",  # nothing on the picture is like it
        "granite may leave the quay before the consul has seen it and the harbour master has signed for every barge "
        "that lies between the bridge and the lighthouse",  # too long for the line
    ],
)
def test_invented_words_are_not_sheltered_by_a_faint_line(words: str) -> None:
    assert PAGE.verdict(words) == ("not-found", "these words are not in D7")


def page_of(*rows: str, number: int = 1, regions: tuple[Region, ...] = ()) -> Page:
    lines = []
    for place, row in enumerate(rows):
        words, left = [], 0
        for written in row.split():
            words.append(Word(written, Box(left, 40 * place, left + 10 * len(written), 40 * place + 20), 0.95))
            left += 10 * len(written) + 10
        lines.append(Line(tuple(words)))
    return Page("D7", number, tuple(lines), regions, width=1000, height=1000, reader="lines", by="machine")


@pytest.mark.parametrize(
    ("pages", "verdict"),
    [
        ([page_of(LEGIBLE.upper()), page_of(number=2)], "not-found"),  # the back of a sheet, read and empty
        ([page_of(LEGIBLE.upper()), Page("D7", 2)], "cannot-tell"),  # a page that nobody read
        ([page_of(LEGIBLE.upper(), regions=(Region(Kind.UNREAD, Box(0, 500, 800, 520)),))], "cannot-tell"),
        ([page_of(LEGIBLE.upper(), regions=(Region(Kind.UNREAD, Box(0, 500, 90, 520)),))], "not-found"),  # too short
    ],
)
def test_what_was_not_read_shelters_words_that_it_could_hold(pages: list[Page], verdict: str) -> None:
    made = verify_in(read_quotation("the harvest of the valley was lost in the summer floods"), source_text(pages))
    assert str(made.verdict) == verdict


def test_a_redaction_too_small_for_the_words_does_not_shelter_them() -> None:
    small = tuple(Region(Kind.REDACTION, Box(0, top, 100, top + 20)) for top in range(100, 990, 21))
    source = source_text([page_of(LEGIBLE.upper(), regions=(*small, Region(Kind.REDACTION, Box(110, 100, 310, 990))))])
    long = "the harvest of the valley was lost in the summer floods"
    assert str(verify_in(read_quotation(long), source).verdict) == "cannot-tell"
    source = source_text(
        [
            page_of(
                LEGIBLE.upper(),
                regions=tuple(Region(Kind.REDACTION, Box(0, t, 250, t + 20)) for t in range(100, 990, 21)),
            )
        ]
    )
    assert str(verify_in(read_quotation(long), source).verdict) == "not-found"
