"""How many characters have room between two words of a typed line, and what that says of a word read badly."""

import pytest

from briefbook.checks.quotations.type_spacing import TypeSpacing, spacing_of
from briefbook.model.page import Box, Line, Page, Word

ROW = "THE FERRY TO BERGEN WAS LATE AND NOBODY COULD SAY WHY IT HAD STAYED"


def page_of(rows: list[str], *, pitch: float = 20.0, wider: bool = False, confidence: float = 0.95) -> Page:
    """A page of lines, each character as wide; ``wider``: as in print, M and W are twice as wide as I."""
    lines = []
    for number, row in enumerate(rows):
        place, words = 0.0, []
        for word in row.split():
            widths = [
                {"A": 1.4, "M": 2.0, "W": 2.0, "I": 0.5, "T": 0.7, "L": 0.6}.get(letter, 1.1) if wider else 1.0
                for letter in word
            ]
            width = pitch * sum(widths)
            box = Box(round(place), 40 * number, round(place + width - 2), 40 * number + 24)
            words.append(Word(word, box, confidence))
            place += width + pitch
        lines.append(Line(tuple(words)))
    return Page("D7", 1, tuple(lines), width=2000, height=2000, reader="lines", by="machine")


def test_a_typed_page_has_a_spacing_and_print_and_a_page_that_was_read_badly_have_none():
    rows = [ROW, ROW[4:], ROW[10:]]
    spacing = spacing_of(page_of(rows))
    assert spacing is not None
    assert (spacing.pitch, round(spacing.offset, 1)) == (20.0, 0.1)
    assert spacing_of(page_of(rows, wider=True)) is None
    assert spacing_of(page_of(rows, confidence=0.4)) is None
    assert spacing_of(page_of([ROW])) is None


@pytest.mark.parametrize(("gap", "characters"), [(122, 6), (102, 5), (182, 9)])
def test_the_likeliest_number_of_characters_is_that_which_fills_the_gap(gap, characters):
    spacing = TypeSpacing(20.0, 0.1, 0.15, 0.03)
    likely = {number: spacing.log_likelihood(gap, number) for number in range(3, 12)}
    assert max(likely, key=likely.__getitem__) == characters
    assert likely[characters] - likely[characters - 1] > 3


def test_a_blank_that_may_be_double_and_a_word_that_strays_are_allowed_for():
    spacing = TypeSpacing(20.0, 0.0, 0.15, 0.05)
    assert spacing.log_likelihood(140, 6, wider=1) == spacing.log_likelihood(120, 6, wider=1)
    assert spacing.log_likelihood(140, 6) > -6  # it may be a wrong box, so this decides nothing by itself
