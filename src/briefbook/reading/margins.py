"""Lines of a page -> the same, with what stands beside the text, stamps mostly, in lines of its own."""

from collections.abc import Sequence

import numpy as np

from briefbook.model.page import Kind, Line, Word

SURE, DOUBTFUL = 0.7, 0.5
"""Words surer than the one show where the text's edges are; only words less sure than the other are taken out."""


def beside(lines: Sequence[Line]) -> list[Line]:
    """The lines, then what was beside them as stamps, each in its order.

    A stamp across the margin runs into the lines it touches, and a quotation of two lines would have it in its middle.
    Only doubtful words beyond the edges of the running text go; the heading above has columns and is left alone.
    """
    body = [number for number, line in enumerate(lines) if sum(_is_sure(word) for word in line.words) >= 4]
    if len(body) < 6:
        return list(lines)
    sure = [[word.box for word in lines[number].words if word.box and _is_sure(word)] for number in body]
    left = float(np.percentile([row[0].left for row in sure], 15))
    right = float(np.percentile([row[-1].right for row in sure], 95))
    letter = float(np.median([(box.right - box.left) for row in sure for box in row])) / 5
    kept: list[Line] = []
    moved: list[Line] = []
    for number, line in enumerate(lines):
        words = line.words
        if body[0] <= number <= body[-1] and len(words) > 1:
            outside = tuple(word for word in words if _outside(word, left - letter, right - letter))
            words = tuple(word for word in words if word not in outside)
            if outside:
                moved.append(Line(outside, Kind.STAMP))
        if words:
            kept.append(Line(words, line.kind))
    return kept + moved


def _is_sure(word: Word) -> bool:
    return len(word.text) > 1 and (word.confidence or 0.0) > SURE


def _outside(word: Word, left: float, right: float) -> bool:
    doubtful = word.box is not None and (word.confidence or 0.0) < DOUBTFUL
    return doubtful and word.box is not None and (word.box.right < left or word.box.left > right)
