"""Group words with boxes into lines."""

from collections.abc import Iterable

from briefbook.model.page import Box, Line, Word


def into_lines(words: Iterable[Word]) -> tuple[Line, ...]:
    """Words put into lines by how they overlap in height, left to right in each, top to bottom.

    A word is compared with the nearest words of a row, so that the rows of a page that hangs a little stay apart.
    Words without a box are left out.
    """
    boxed = [(word, word.box) for word in words if word.box]
    rows: list[list[tuple[Word, Box]]] = []
    for word, box in sorted(boxed, key=lambda placed: placed[1].top + placed[1].bottom):
        fitting = [(_overlap(row, box), index) for index, row in enumerate(rows[-6:], max(0, len(rows) - 6))]
        best, index = max(fitting, default=(0.0, 0))
        if best > 0.5:
            rows[index].append((word, box))
        else:
            rows.append([(word, box)])
    rows.sort(key=lambda row: sum(box.top + box.bottom for _, box in row) / len(row))
    return tuple(Line(tuple(word for word, _ in sorted(row, key=lambda placed: placed[1].left))) for row in rows)


def _overlap(row: list[tuple[Word, Box]], box: Box) -> float:
    """How much of the lower of two heights a box shares with the nearest word of a row that stands beside it."""
    nearest = min((other for _, other in row), key=lambda other: max(other.left - box.right, box.left - other.right, 0))
    height = min(nearest.bottom - nearest.top, box.bottom - box.top)
    return (min(nearest.bottom, box.bottom) - max(nearest.top, box.top)) / max(1, height)
