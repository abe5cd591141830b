"""How much is read in a strip: by it the ways are compared in which a page, or a line of it, may be held."""

from collections.abc import Sequence

from briefbook.ocr.cleaning import Picture
from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.recogniser import alphabet, recognise


def worth_of(marks: Sequence[Mark]) -> float:
    """How much was read, characters that are hardly sure counting nothing: 0.4 at most for each."""
    return sum(max(0.0, mark.likelihood - 0.6) for mark in marks if mark.character != " ")


def legible_in(cuts: Sequence[Picture]) -> float:
    """How much is read in strips cut out of a page: uint8 arrays (height, width), paper light."""
    return sum(worth_of(marks_of(scores, alphabet())) for scores in recognise(cuts))
