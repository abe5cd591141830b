"""Words with their places -> the rows of a page, however skewed it was scanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from briefbook.cables.heading_draft import HeadLine
from briefbook.model.page import Box, Word


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with its place, in pixels: the index of its line, its level on the page without the skew, its ends."""

    word: Word
    line: int
    level: float
    left: int
    right: int

    @property
    def core(self) -> str:
        """Its letters and figures, in capitals."""
        return "".join(letter for letter in self.word.text.upper() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class PageRows:
    """Rows from top to bottom, each from left to right; the usual width of a letter, in pixels."""

    rows: tuple[tuple[Piece, ...], ...]
    letter: float


def group_rows(lines: Sequence[HeadLine]) -> PageRows:
    """The rows of the first page among these lines; none where words have no places."""
    first = [(index, line) for index, line in enumerate(lines) if line.page == lines[0].page]
    boxed = [(index, word, word.box) for index, line in first for word in line.words if word.box]
    if not boxed:
        return PageRows((), 0.0)
    lean = _lean([line for _, line in first])
    pieces = [Piece(word, index, _middle(box) - lean * box.left, box.left, box.right) for index, word, box in boxed]
    height = median(box.bottom - box.top for _, _, box in boxed)
    letter = median((box.right - box.left) / max(len(word.text), 1) for _, word, box in boxed)
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.level):
        if rows and piece.level - sum(piece.level for piece in rows[-1]) / len(rows[-1]) <= 0.55 * height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return PageRows(tuple(tuple(sorted(row, key=lambda piece: piece.left)) for row in rows), letter)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _lean(lines: Sequence[HeadLine]) -> float:
    """How far a row sinks, by pixel to the right: the median of the longer lines."""
    leans = []
    for line in lines:
        boxes = [word.box for word in line.words if word.box]
        if len(boxes) >= 4 and boxes[-1].left - boxes[0].left > 12 * (boxes[0].bottom - boxes[0].top):
            leans.append((_middle(boxes[-1]) - _middle(boxes[0])) / (boxes[-1].left - boxes[0].left))
    return median(leans) if leans else 0.0
