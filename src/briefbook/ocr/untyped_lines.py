"""Tell lines of handwriting, and of dirt, from lines of type, however worn.

A recogniser of type makes letters of anything. What it makes of handwriting and of dirt is doubtful from end to end,
but so is what it makes of the worst type; three things are weighed together. The whole line is doubtful, not a word of
it. Its letters do not stand at the distances of the page's type, if the page has any. And its ink is strokes: pieces
taller than a typed letter, as loops and joined letters are, where worn type breaks into pieces lower than one. Pieces
as high as several lines or as wide as a quarter of the sheet are neither, but dirt and shadows. On a page with several
such lines and no type at one distance, a line that is less doubtful or less tall is by hand too.
"""

from collections.abc import Sequence

import numpy as np

from briefbook.model.page import Box, Kind
from briefbook.ocr.cleaning import Pieces
from briefbook.ocr.decoding import cell_fit
from briefbook.ocr.page_normalisation import CAPITAL_HEIGHT, WORKING_DPI
from briefbook.ocr.word_assembly import RecognisedStrip, mean

MAX_LINE_CONFIDENCE = 0.36
"""Confidence, weighted by length, of a line that may be no type. Chosen on two pages by hand (three of some fifty
lines of writing stay) and the twelve of data/scans (of 418 lines at most four typed ones were taken out)."""

MIN_LETTERS = 4
"""Fewer letters than these tell nothing: a figure, an initial."""

TALLER_THAN_TYPE = 1.5
"""Times the height of a typed capital: no typed letter is so high, and hardly a clogged one."""

MIN_TALL_SHARE, MAX_TALL_SHARE_OF_TYPE = 0.4, 0.3
"""The share of a line's ink in tall pieces where a hand wrote it; and of the ink of sure type, above which type and
paper run together on this page and nothing is told."""

JOINED_WIDTH = 28
"""Pixels of the level page: a piece wider than this is of joined letters."""

MIN_HUGE_SHARE, HUGE_HEIGHT, HUGE_WIDTH = 0.6, 0.6, 2.0
"""The share of a line's ink in huge pieces where it is dirt, and inches of their height or width."""

MAX_TYPED_FIT, MIN_LETTERS_OF_FIT = 0.5, 8
"""How well the letters of a line that is no type fit the cells of the page's type, at most; asked of so many."""

MAX_RUBBLE_CONFIDENCE, MAX_RUBBLE_FIT = 0.25, 0.35
"""Below both, a line on a page of type is of specks, or of print too small and worn to be read."""

MIN_LINES_OF_HAND, MAX_CONFIDENCE_AMONG_HAND, MIN_SHARE_AMONG_HAND = 4, 0.5, 0.25
"""So many lines by hand, and no type at one distance, make a page by hand; there a line less sure than this is by hand
if so much of its ink is tall, or in pieces wider than a letter."""

SURE_CONFIDENCE, MIN_SURE_WORDS = 0.6, 20
"""Words surer than this show how a page's type looks, where there are so many."""


def find_untyped_lines(pieces: Pieces, reads: Sequence[RecognisedStrip], advance: float | None) -> dict[int, Kind]:
    """Find the strips that are no type.

    Args:
        pieces: The connected components of the page's ink.
        reads: The page's strips with their words.
        advance: The advance width of its type in pixels; None where it is not monospaced, or there is none.

    Returns:
        By the index of a strip, ``Kind.HANDWRITING`` for what a hand wrote and ``Kind.MARGIN`` for dirt.
    """
    tall = pieces.height > TALLER_THAN_TYPE * CAPITAL_HEIGHT
    huge = (pieces.height > HUGE_HEIGHT * WORKING_DPI) | (pieces.width > HUGE_WIDTH * WORKING_DPI)
    sure = [
        place
        for read in reads
        for word, place in zip(read.words, read.places, strict=True)
        if len(word.text) > 1
        and (word.confidence or 0.0) > SURE_CONFIDENCE
        and place.bottom - place.top <= TALLER_THAN_TYPE * CAPITAL_HEIGHT  # a banner is larger
    ]
    runs_together = (
        len(sure) >= MIN_SURE_WORDS
        and np.percentile([_share(pieces, tall, place) for place in sure], 90) > MAX_TALL_SHARE_OF_TYPE
    )
    kinds: dict[int, Kind] = {}
    for index, read in enumerate(reads):
        letters = [mark.middle * read.step for mark in read.marks if mark.character != " "]
        if len(letters) < MIN_LETTERS or _confidence(read) >= MAX_LINE_CONFIDENCE:
            continue
        if advance and len(letters) >= MIN_LETTERS_OF_FIT and cell_fit(letters, advance) >= MAX_TYPED_FIT:
            continue
        is_rubble = (
            advance is not None
            and len(letters) >= MIN_LETTERS_OF_FIT
            and _confidence(read) < MAX_RUBBLE_CONFIDENCE
            and cell_fit(letters, advance) < MAX_RUBBLE_FIT
        )
        if is_rubble or mean([_share(pieces, huge, place) for place in read.places]) >= MIN_HUGE_SHARE:
            kinds[index] = Kind.MARGIN
        elif not runs_together and mean([_share(pieces, tall, place) for place in read.places]) >= MIN_TALL_SHARE:
            kinds[index] = Kind.HANDWRITING
    if advance is None and sum(kind is Kind.HANDWRITING for kind in kinds.values()) >= MIN_LINES_OF_HAND:
        stroke = tall | (pieces.width > JOINED_WIDTH)
        for index, read in enumerate(reads):
            share = mean([_share(pieces, stroke & ~huge, place) for place in read.places])
            if index not in kinds and _confidence(read) < MAX_CONFIDENCE_AMONG_HAND and share >= MIN_SHARE_AMONG_HAND:
                kinds[index] = Kind.HANDWRITING
    return kinds


def _confidence(recognised_strip: RecognisedStrip) -> float:
    """The mean confidence of its words, weighted by their length."""
    lengths = [len(word.text) for word in recognised_strip.words]
    sure = [word.confidence or 0.0 for word in recognised_strip.words]
    return float(np.average(sure, weights=lengths)) if lengths else 0.0


def _share(pieces: Pieces, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], place: Box) -> float:
    """The share of the ink in a box that belongs to chosen pieces."""
    label = pieces.label[max(0, place.top) : place.bottom, max(0, place.left) : place.right]
    inked = label[label > 0]
    return np.count_nonzero(chosen[inked]) / inked.size if inked.size else 0.0
