"""Words that are not in an item's text: might they stand where it cannot be read?

Only a place that could hold them counts: rows of type that nobody read, or lines read badly, as long as the words need.
Where the recogniser's scores are held, it must also be likely that the words stand there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefbook.checks.quotations.picture_comparison import LineScoresOf
from briefbook.checks.quotations.quotation_parser import Quoted
from briefbook.checks.quotations.source_text import SourceText
from briefbook.model.page import Box, Kind, Line, Page
from briefbook.text.lexicon import is_word
from briefbook.text.tokens import REDACTED, tokens_of

if TYPE_CHECKING:
    from briefbook.text.picture_words import LinePart  # numpy is loaded only where a picture is asked

MAX_LOSS_PER_LETTER = 1.3
"""What words may lose for each letter (natural logarithm) against the likeliest reading of the place where they are
likeliest. Measured on `data/scans`: 177 true quotations lose 0.6 at most, 273 of other pages 2.0 at least."""

MIN_SURENESS = -0.15
"""A line less sure than this (``LinePart.sureness``) is read badly."""

MIN_CONFIDENCE = 0.6
"""A word given less is not legible, where the recogniser's scores are not held."""

MAX_UNSURE = 0.75
"""A text of which more is no words (``SourceText.unsure``) is rubble, whatever its lines look like."""

ROOM = 0.7
"""The part of the letters quoted that an illegible place must have room for."""

_PITCH, _LEADING = 1.2, 2.5
"""Where no line of the page was read: height over width of a typed letter with its gap, lines' distance over height."""


def where_they_may_stand(quoted: Quoted, source: SourceText, scores_of: LineScoresOf | None) -> str:
    """The illegible place of an item that may hold words which its text has not.

    Args:
        quoted: The words.
        source: The text of the item.
        scores_of: The number of a page and a line of it -> what the recogniser made of the line; None if not held.

    Returns:
        The place in words, to be put into a sentence; "" where the words can stand nowhere.
    """
    letters = sum(len(token.text) for run in quoted.runs for token in run) + quoted.size
    for page in source.pages:
        if not any(True for _ in page.words):
            if _may_have_text(page, letters):
                return f"page {page.number} of {len(source.pages)} has no text"
            continue
        if _unread_rows_hold(page, letters):
            return f"on page {page.number} rows of type could not be read"
        if place := _in_bad_lines(quoted, page, letters, scores_of, ruined=source.unsure > MAX_UNSURE):
            return place
    return ""


def _may_have_text(page: Page, letters: int) -> bool:
    """Whether a page of which no word is held may have any: nobody read it, or rows of type on it are unread."""
    return not page.is_machine_reading or not page.width or _unread_rows_hold(page, letters)


def _unread_rows_hold(page: Page, letters: int) -> bool:
    pitch, leading = _type_size(page)
    for region in page.regions:
        if region.kind is Kind.UNREAD:
            rows = max(1, round((region.box.bottom - region.box.top) / leading))
            if rows * (region.box.right - region.box.left) / pitch >= ROOM * letters:
                return True
    return False


def _type_size(page: Page) -> tuple[float, float]:
    """The width of a letter with its gap and the distance of lines in pixels: the medians of the page's lines."""
    lines = [(line, line.box) for line in page.lines if line.box and line.kind is Kind.MESSAGE]
    widths = sorted((box.right - box.left) / max(1, len(line.text)) for line, box in lines)
    heights = sorted(box.bottom - box.top for _, box in lines)
    if not widths:
        height = max(1.0, page.height / 66)  # a page has 66 lines of type
        return height / _LEADING, height
    return max(1.0, widths[len(widths) // 2]), max(1.0, _PITCH * heights[len(heights) // 2])


@dataclass(frozen=True, slots=True)
class _BadLine:
    """A line that is read badly: its place on the page, and what the recogniser made of it, empty if not held."""

    place: int
    parts: "tuple[LinePart, ...]" = ()


def _in_bad_lines(quoted: Quoted, page: Page, letters: int, scores_of: LineScoresOf | None, *, ruined: bool) -> str:
    lines = page.lines
    scored = {place: _parts(page, line, scores_of) for place, line in enumerate(lines)} if scores_of else {}
    is_scored = any(scored.values())
    for stretch in _stretches(page, scored, ruined=ruined):
        room = sum(len(lines[place].text) for place in stretch)
        if room < ROOM * letters:
            continue
        if is_scored:
            first, last = max(0, stretch[0] - 1), min(len(lines), stretch[-1] + 2)
            parts = [part for place in range(first, last) for part in scored[place]]
            tokens = [token.text for run in quoted.runs for token in run]
            from briefbook.text.picture_words import loss_at_likeliest_place

            loss = loss_at_likeliest_place(parts, tokens)
            if loss is None or loss > MAX_LOSS_PER_LETTER:
                continue
        first, last = stretch[0] + 1, stretch[-1] + 1
        where = f"line {first}" if first == last else f"lines {first}-{last}"
        return f"page {page.number}, {where}, can hardly be read"
    return ""


def _parts(page: Page, line: Line, scores_of: LineScoresOf) -> "tuple[LinePart, ...]":
    from briefbook.text.picture_words import PictureWords

    scores = scores_of(page.number, line)
    return PictureWords(scores).strips if scores else ()


def _stretches(page: Page, scored: "dict[int, tuple[LinePart, ...]]", *, ruined: bool) -> Iterator[list[int]]:
    """The places of lines that are read badly and follow each other."""
    stretch: list[int] = []
    for place, line in enumerate(page.lines):
        if _is_bad(line, scored.get(place, ()), ruined=ruined):
            stretch.append(place)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _is_bad(line: Line, parts: "Sequence[LinePart]", *, ruined: bool) -> bool:
    if parts:
        return min(part.sureness for part in parts) < MIN_SURENESS
    words = [word for word in line.words if any(map(str.isalnum, word.text))]
    if not words:
        return False
    confidences = [word.confidence for word in words if word.confidence is not None]
    if confidences and sum(confidences) / len(confidences) < MIN_CONFIDENCE:
        return True
    tokens = [token for word in words for token in tokens_of(word.text) if token != REDACTED and len(token) > 2]
    return ruined and 2 * sum(not is_word(token) for token in tokens) > len(tokens)


def redactions_hold(quoted: Quoted, source: SourceText) -> bool:
    """Whether a redaction of the item could hide all the words: one marked in the text, or a large one on a picture."""
    letters = sum(len(token.text) for run in quoted.runs for token in run) + quoted.size
    if source.all.tokens.count(REDACTED) * 40 > len(source.all.tokens):
        return True
    whole = sum(page.width * page.height for page in source.pages)
    boxes = [(page, region.box) for page in source.pages for region in page.regions if region.kind is Kind.REDACTION]
    if not whole or sum(map(_area, (box for _, box in boxes))) <= 0.15 * whole:
        return False
    sizes = {page.number: _type_size(page) for page, _ in boxes}
    return any(_area(box) / (sizes[page.number][0] * sizes[page.number][1]) >= ROOM * letters for page, box in boxes)


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)
