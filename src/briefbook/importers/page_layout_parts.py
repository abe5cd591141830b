"""What every reader of layouts makes its pages of: words with their share of a box, lines, and the page around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefbook.model.page import Box, Line, Page, Word

_MAX_SIDE = 1_000_000
"""Pixels, or other units, of a page's longer side; a larger figure is a mistake."""


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A page of a layout file.

    Attributes:
        picture: The name of its picture as the file has it; "" where it says none.
        number: Its number in the file; 0 where it says none.
        page: Its lines; width and height are 0 where its size is not known, and then no word has a place.
    """

    picture: str
    number: int
    page: Page


def page_of(lines: Sequence[Line], width: int, height: int, reader: str, origin: tuple[int, int] = (0, 0)) -> Page:
    """The page; where its size is not known no word has a place, since it would fit no picture."""
    fits = 0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE
    placed = tuple(
        replace(
            line,
            words=tuple(
                replace(
                    word,
                    box=_within(word.box, width, height, origin) if fits else None,
                    confidence=None if word.confidence is None else min(1.0, max(0.0, word.confidence)),
                )
                for word in line.words
            ),
        )
        for line in lines
    )
    size = (width, height) if fits else (0, 0)
    return Page("", 1, placed, width=size[0], height=size[1], reader=" ".join(reader.split())[:120], by="received")


def _within(box: Box | None, width: int, height: int, origin: tuple[int, int]) -> Box | None:
    """A box cut to the page; None where nothing of it is on the page."""
    if box is None:
        return None
    left, right = (min(width, max(0, side - origin[0])) for side in (box.left, box.right))
    top, bottom = (min(height, max(0, side - origin[1])) for side in (box.top, box.bottom))
    return Box(left, top, right, bottom) if right > left and bottom > top else None


def share_box(text: str, box: Box | None, confidence: float | None = None) -> Iterator[Word]:
    """Yield the words of a text, each with its share of the text's box by its letters.

    Args:
        text: The text, a line of writing.
        box: Where all of it stands; None if that is not known.
        confidence: That of every word, 0 to 1.
    """
    words = text.split()
    if box is None or len(words) == 1:
        yield from (Word(word, box, confidence) for word in words)
        return
    total = sum(len(word) + 1 for word in words) - 1
    width = box.right - box.left
    done = 0
    for word in words:
        left = min(box.left + width * done // total, box.right - 1)
        right = max(left + 1, box.left + width * (done + len(word)) // total)
        done += len(word) + 1
        yield Word(word, Box(left, box.top, right, box.bottom), confidence)


def line_of(words: Iterable[Word]) -> Line | None:
    """The line of these words; None where there is none with a letter."""
    found = tuple(word for word in words if word.text.strip())
    return Line(found) if found else None


def whole_of(number: str | None) -> int | None:
    """A number of at most seven figures, rounded; None of anything else."""
    return round(float(number)) if number and re.fullmatch(r"\s*[+-]?\d{1,7}(\.\d{0,9})?\s*", number) else None
