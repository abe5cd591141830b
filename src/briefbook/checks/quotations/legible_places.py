"""Is the place legible at which a quotation differs from a machine's reading?

A word that differs, that is missing, or that is too many says something of the quotation only if the words there, and
those beside them, were read. Typing that was not read, words run together or hardly legible, and a line's room between
two lines that were read say nothing: the picture must be looked at.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from rapidfuzz.fuzz import partial_ratio

from briefbook.checks.quotations.quotation_parser import Token
from briefbook.checks.quotations.resegmentation import Block
from briefbook.checks.quotations.source_text import SourceText, TokenPosition
from briefbook.model.page import Box, Kind, Page
from briefbook.text.lexicon import is_word
from briefbook.text.tokens import is_number

MAX_RUBBLE = 0.3
"""A word given less by the reader says nothing, whatever letters it has."""

MAX_BAD_LINE = 0.45
"""A line of which the words are given less in the mean is read badly."""

MAX_SHORT = 3
"""Letters of a reading that may be what is left of a word."""

MIN_BESIDE = 0.6
"""A word given less may hold another one that stood beside it."""

MIN_BESIDE_UNKNOWN = 0.95
"""The same of a string that is no word and no number."""

MIN_LIKENESS, MIN_LONGER = 75, 3
"""How like a word must be to a part of a string (of a hundred) that has so many letters more, to be read in it."""

LONGEST_WORD = 18
"""A string of so many letters that is no word is several."""

LINE_LEFT_OUT, FARTHEST = 1.8, 4.0
"""The distance of two lines, in those of the page, from which a line between them may have been missed; and from which
it is a blank of the paper's layout."""


def why_illegible(
    run: Sequence[Token],
    block: Block,
    source: SourceText,
    is_known: Callable[[str], bool] = is_word,
    quotation: str = "",
) -> str:
    """Why a difference may be the reading's, which had no clear text at the place; "" where the place is legible.

    Args:
        run: The words quoted.
        block: Which of them differ, from which tokens of ``source.all``.
        source: The text of the item.
        is_known: Whether a token is a word, of the language or of the paper.
        quotation: The whole quotation as its author wrote it.

    Returns:
        A reason that may end a sentence, as "rows of type beside it could not be read".
    """
    stream, (first, last) = source.all, block.source
    low, high = max(0, first - 1), min(len(stream.tokens), last + 1)
    spots = [*stream.positions[low:high], *stream.end_positions[low:high]]
    if not spots or not all(source.pages[spot.page].is_machine_reading for spot in spots):
        return ""
    if any(_is_in_unread_rows(source.pages[spot.page], spot) for spot in spots):
        return "rows of type there could not be read"
    read = stream.positions[first:last]
    if sum(map(len, stream.tokens[first:last])) <= MAX_SHORT:
        read = stream.positions[low:high]  # so short a word may be a rest of what stands beside it
    if any(_confidence(spot) < MAX_RUBBLE for spot in read):
        return "what stands there can hardly be read"
    if any(_line_confidence(source, spot) < MAX_BAD_LINE for spot in spots):
        return "the line there can hardly be read"
    odd = [spot.word.text for spot in stream.positions[first:last] if is_odd_number(spot.word.text)]
    if odd and not {_shape(word) for word in odd} <= {_shape(word) for word in quotation.split()}:
        return "the figures there are read as no number"
    beside = stream.tokens[low:high]
    if any(
        len(token) >= LONGEST_WORD and token.isalpha() and not is_known(token) for token in beside
    ) or _runs_together(run, block, stream.tokens[first:last], is_known):
        return "words there were read as if run together"
    if first < last:
        return ""
    around = [*zip(stream.tokens[low:first], stream.positions[low:first], strict=True)]
    around += [*zip(stream.tokens[first:high], stream.positions[first:high], strict=True)]
    if any(not _is_clear(token, spot, is_known) for token, spot in around):
        return "the words beside it can hardly be read"
    if low < first < high and _may_miss_a_line(source, stream.end_positions[low], stream.positions[first]):
        return "a line may have been missed there"
    return ""


def is_odd_number(written: str) -> bool:
    """Whether figures are grouped as nobody groups them, or have a letter between: what was read may be no number.

    >>> is_odd_number("25,2/0"), is_odd_number("25,000"), is_odd_number("19o2")
    (True, False, True)
    """
    return _ODD_NUMBER.search(written) is not None


def _shape(word: str) -> str:
    """How figures and letters follow each other in a word: alike in 2,5 and 3,5, as in 3B7 and 3B8."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "0", word)).strip(".,;:!?()[]'\"’”“‘»«")


_ODD_NUMBER = re.compile(r"\d,\d{1,2}(?!\d)|\d[A-Za-z]\d")


def _confidence(spot: TokenPosition) -> float:
    return 1.0 if spot.word.confidence is None else spot.word.confidence


def _line_confidence(source: SourceText, spot: TokenPosition) -> float:
    """The mean of the reader's confidence in the words of a line; 1 where it gave none."""
    words = source.pages[spot.page].lines[spot.line].words
    known = [word.confidence for word in words if word.confidence is not None]
    return sum(known) / len(known) if known else 1.0


def _is_clear(token: str, spot: TokenPosition, is_known: Callable[[str], bool]) -> bool:
    confidence = spot.word.confidence
    if confidence is None:
        return True
    certain = MIN_BESIDE if is_known(token) or is_number(token) or len(token) < 2 else MIN_BESIDE_UNKNOWN
    return confidence >= certain


def _runs_together(run: Sequence[Token], block: Block, read: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Whether a string that is no word may hold a quoted word with others: ABOUTIGHANGES of "about changes"."""
    return any(
        len(token) >= len(word.text) + MIN_LONGER
        and len(word.text) > MIN_LONGER
        and not is_known(token)
        and partial_ratio(word.text, token) >= MIN_LIKENESS
        for word in run[slice(*block.quoted)]
        for token in read
    )


def _is_in_unread_rows(page: Page, spot: TokenPosition) -> bool:
    box = spot.word.box
    return box is not None and any(
        region.kind is Kind.UNREAD and _share_rows(region.box, box) for region in page.regions
    )


def _share_rows(region: Box, box: Box) -> bool:
    """Whether a region lies beside a word, or in the rows next to it."""
    height = box.bottom - box.top
    return region.top < box.bottom + height and region.bottom > box.top - height


def _may_miss_a_line(source: SourceText, before: TokenPosition, after: TokenPosition) -> bool:
    """Whether there is room for a line of type between two words that follow each other on a page."""
    if before.page != after.page or before.line == after.line:
        return False
    upper, lower = before.word.box, after.word.box
    if upper is None or lower is None:
        return False
    tops = [line.box.top for line in source.pages[before.page].lines if line.box and line.kind is Kind.MESSAGE]
    steps = sorted(b - a for a, b in pairwise(tops) if b > a)
    if not steps:
        return False
    leading = steps[len(steps) // 2]
    return LINE_LEFT_OUT * leading <= lower.top - upper.top <= FARTHEST * leading
