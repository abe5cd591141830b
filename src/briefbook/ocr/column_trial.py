"""Try whether more is read where a page is divided at a gutter, and divide it where it is.

Dirt in a margin, figures down its edge and the strokes of a pen stand in rows of their own too, and so do the labels of
a form and what is typed beside them. So what stands beside a gutter is recognised by itself: only if it is typed words,
no labels, and running text is on the other side, and no less is read than before, is the page divided.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from briefbook.ocr.columns import Gutter, find_strips_by_block
from briefbook.ocr.decoding import Mark, marks_of
from briefbook.ocr.line_finding import Strip
from briefbook.ocr.page_normalisation import WORKING_DPI, NormalisedPage
from briefbook.ocr.recogniser import alphabet, recognise
from briefbook.ocr.word_assembly import RecognisedStrip, mean
from briefbook.text.offices import heads, is_label

MIN_IN_BLOCK, MIN_IN_ALL = 0.95, 0.97
"""Of what was read before, so much must be read in the block beside the gutter, and in both sides, if it is divided."""

MIN_READ, MIN_LIKELIHOOD, MIN_LETTERS = 4.0, 0.7, 0.5
"""How much must be read in the block, of 0.4 a sure letter; how likely its characters are in the mean; and the share
of them that are letters."""

MIN_LINES_OF_TEXT, MIN_LETTERS_OF_TEXT = 4, 12
"""Lines of a text, and letters of a line, in the median."""

MAX_LABELS = 0.25
"""The share of lines that are labels, in a block that is no column of a form."""


def divide_where_better(
    normalised: NormalisedPage,
    reads: Sequence[RecognisedStrip],
    gutters: list[Gutter],
    gutter: Gutter,
    *,
    accents: bool,
) -> tuple[list[RecognisedStrip], list[Gutter]]:
    """Divide a page at a gutter if more is read then.

    Args:
        normalised: The page.
        reads: Its strips as recognised.
        gutters: What divides it already.
        gutter: Where it may be divided.
        accents: Are letters with accents possible?

    Returns:
        The strips, in no order, and the gutters, with the new one if the page is divided there.
    """
    divided = [*gutters, gutter]

    def strips(*, beside: bool) -> list[Strip]:
        return find_strips_by_block(normalised.letters, WORKING_DPI, normalised.ink, divided, beside=beside)

    def read(some: Sequence[Strip]) -> list[RecognisedStrip]:
        answers = recognise([strip.cut(normalised.page) for strip in some], accents=accents)
        return [
            RecognisedStrip(strip, scores, marks_of(scores, alphabet()))
            for strip, scores in zip(some, answers, strict=True)
        ]

    block = read(strips(beside=True))
    own, before = sum(map(_worth, block)), sum(_worth_in(old, gutter) for old in reads)
    if not _is_type(block) or own < max(MIN_READ, MIN_IN_BLOCK * before):
        return list(reads), gutters
    rest = read([strip for strip in strips(beside=False) if _is_in_band(strip, gutter)])
    replaced = [old for old in reads if _is_in_band(old.strip, gutter)]
    if not _is_text(rest) or own + sum(map(_worth, rest)) < MIN_IN_ALL * sum(map(_worth, replaced)):
        return list(reads), gutters
    divided[-1] = replace(gutter, is_filled=_is_text(block))
    return [*(old for old in reads if not _is_in_band(old.strip, gutter)), *rest, *block], divided


def _is_type(block: Sequence[RecognisedStrip]) -> bool:
    """Are strips typed words? Figures in a margin, specks and the labels of a form are none."""
    texts = [text for read in block if (text := "".join(mark.character for mark in read.marks).strip())]
    labels = sum(is_label(text) and not heads(text, "column_heads") for text in texts)
    return _is_legible(block) and labels <= MAX_LABELS * len(texts)


def _is_text(reads: Sequence[RecognisedStrip]) -> bool:
    """Are strips lines of a running text?"""
    lines = [line for read in reads if (line := sum(mark.character.isalpha() for mark in read.marks)) > 1]
    return len(lines) >= MIN_LINES_OF_TEXT and median(lines) >= MIN_LETTERS_OF_TEXT and _is_legible(reads)


def _is_legible(reads: Sequence[RecognisedStrip]) -> bool:
    """Is what was read sure in the mean, and are most characters letters?"""
    marks = [mark for read in reads for mark in read.marks if mark.character != " "]
    return mean([mark.likelihood for mark in marks]) >= MIN_LIKELIHOOD and sum(
        mark.character.isalpha() for mark in marks
    ) >= MIN_LETTERS * len(marks)


def _is_in_band(strip: Strip, gutter: Gutter) -> bool:
    """Is the middle of a strip level with a gutter?"""
    return gutter.top <= (strip.middle_left + strip.middle_right) / 2 < gutter.bottom


def _worth(read: RecognisedStrip) -> float:
    return sum(map(_sureness, read.marks))


def _worth_in(read: RecognisedStrip, gutter: Gutter) -> float:
    """How much was read of a strip in the block beside a gutter."""
    places = ((read.strip.left + mark.middle * read.step, mark) for mark in read.marks)
    return sum(_sureness(mark) for x, mark in places if gutter.has_in_block(x, read.strip.middle(x)))


def _sureness(mark: Mark) -> float:
    """How surely a character is read, what is hardly sure counting nothing."""
    return max(0.0, mark.likelihood - 0.6) if mark.character != " " else 0.0
