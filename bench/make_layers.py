"""Text layers as files carry them behind a picture: exact, misread, of half the page, without blanks, letter-spaced."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefbook.model.page import Box, Word
from briefbook.model.scan_page import OwnText

KINDS = (
    "as it is",
    "2 % wrong",
    "15 % wrong",
    "upper half",
    "every second line",
    "run together",
    "letter-spaced",
    "rubble",
)
"""What is made of the words that stand on a page."""

_CONFUSED = dict(zip("EOTIASNRL0158", "CQ71485HI863", strict=False))


@dataclass(frozen=True, slots=True)
class LayeredPage:
    """An open page with other words behind its picture; pictures and all else are the page's own."""

    page: Any
    words: tuple[Word, ...]
    has_picture: bool = True
    own_text: OwnText = OwnText()

    @property
    def number(self) -> int:
        """The page's number."""
        return int(self.page.number)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        size: tuple[int, int] = self.page.size
        return size

    @property
    def dpi(self) -> int | None:
        """Pixels an inch."""
        dpi: int | None = self.page.dpi
        return dpi

    def picture(self, reduce: int = 1) -> Any:
        """The picture in grey."""
        return self.page.picture(reduce)

    def colour_picture(self) -> Any:
        """The picture with its colours."""
        return self.page.colour_picture()

    def close(self) -> None:
        """Does nothing: the page itself is closed by whoever opened it."""


def make_layer(lines: Sequence[Sequence[tuple[str, Sequence[int]]]], kind: str, seed: int) -> tuple[Word, ...]:
    """The words of a layer of a kind, made of the lines of a page: words with boxes (left, top, right, bottom)."""
    chance = random.Random(seed)
    words: list[Word] = []
    for row, line in enumerate(lines):
        if (kind == "upper half" and 2 * row >= len(lines)) or (kind == "every second line" and row % 2):
            continue
        if kind == "run together":
            boxes = [Box(*box) for _, box in line]
            words += [Word("".join(text for text, _ in line), Box.around(boxes))] if boxes else []
            continue
        for text, (left, top, right, bottom) in line:
            if kind == "letter-spaced":
                step = (right - left) / len(text)
                for place, letter in enumerate(text):
                    begin = int(left + place * step)
                    words.append(Word(letter, Box(begin, top, max(begin + 1, int(begin + 0.9 * step)), bottom)))
                continue
            share = {"2 % wrong": 0.02, "15 % wrong": 0.15, "rubble": 0.7}.get(kind, 0.0)
            words.append(Word(_misread(text, share, chance), Box(left, top, right, bottom)))
    return tuple(words)


def _misread(text: str, share: float, chance: random.Random) -> str:
    return "".join(_CONFUSED.get(letter.upper(), "~") if chance.random() < share else letter for letter in text)
