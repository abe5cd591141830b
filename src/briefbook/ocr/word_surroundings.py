"""Where the words of a page stand, and how probable it is that each is right there.

What is asked beside a word's letters: whether its line is in the page's own type, how many words it has, how usual the
letters are, whether they are as wide as those of the page's other words, and whether ink stands beside the word that
nothing was read in: a stop, or a letter that was lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from briefbook.model.page import Box, Line
from briefbook.ocr.confidence import Surroundings, confidence_in, letters_of
from briefbook.ocr.decoding import matches_advance, words_of
from briefbook.ocr.letter_model import LetterModel
from briefbook.ocr.page_normalisation import NormalisedPage
from briefbook.ocr.word_assembly import RecognisedStrip

Values = npt.NDArray[np.float64]

FEW_WORDS = 4
"""A line with fewer words is a short one."""

SURE, MIN_LETTERS, MIN_SURE_WORDS = 0.9, 4, 6
"""Words as sure and as long as this tell the page's size of type, where there are so many of them; else all do."""

SAME_ROW = 0.4
"""Words stand in one row that share this of the height of the smaller."""

REACH, NEXT_WORD, OVERLAP = 0.95, 2, 3
"""Widths of a letter beside a word in which ink is looked for; pixels that the next word keeps free; pixels by which
two words beside each other may overlap."""

MIN_INK = 0.02
"""Ink beside a word, in rectangles of a letter's width and height: less is no stop."""


def with_surroundings(
    lines: Sequence[Line],
    reads: Sequence[RecognisedStrip],
    normalised: NormalisedPage,
    advance: float | None,
    language: LetterModel | None = None,
) -> list[Line]:
    """The lines of a page, each word with how probable it is that it is right where it stands.

    Args:
        lines: The lines as they are given out.
        reads: The strips that their words were read in; words of others stay as they are.
        normalised: The page.
        advance: The advance width of the page's type in pixels; None where it is not monospaced.
        language: The letters of the page's language; None for one that is not known.
    """
    measured = [(read, at) for read in reads for at, word in enumerate(read.words) if word.confidence is not None]
    if not measured:
        return list(lines)
    boxes = np.array([_edges(read.places[at]) for read, at in measured], np.float64)
    usual_width, usual_height = _usual_size(measured, boxes)
    beside = _ink_beside(normalised.ink, boxes, usual_width, usual_height)
    in_other_type = {
        id(read): advance is None or not matches_advance(read.marks, read.step, advance) for read, _ in measured
    }
    least = {id(read): [min(mark.likelihood for mark in word) for word in words_of(read.marks)] for read, _ in measured}
    sure: dict[Box, float] = {}
    for (read, at), box, has_ink in zip(measured, boxes.tolist(), beside, strict=True):
        word = read.words[at]
        if word.box is None or word.confidence is None:
            continue
        letters = letters_of(word.text) if language else None
        around = Surroundings(
            in_other_type[id(read)],
            len(read.words) < FEW_WORDS,
            not word.text.isalnum(),
            language.mean_log_likelihood(f"{letters} ") if language and letters else None,
            least[id(read)][at],
            (box[2] - box[0]) / len(word.text) / usual_width,
            language.least_log_likelihood(f"{letters} ") if language and letters else None,
            has_ink,
        )
        sure[word.box] = confidence_in(around, word.confidence)
    return [_with_certainty(line, sure) for line in lines]


def _with_certainty(line: Line, sure: Mapping[Box, float]) -> Line:
    words = (replace(word, certainty=sure[word.box]) if word.box and word.box in sure else word for word in line.words)
    return replace(line, words=tuple(words))


def _edges(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom


def _usual_size(measured: Sequence[tuple[RecognisedStrip, int]], boxes: Values) -> tuple[float, float]:
    """The width of a letter and the height of a word, in pixels, as most of a page's sure words have them."""
    words = [read.words[at] for read, at in measured]
    lengths = np.array([len(word.text) for word in words])
    chosen = (np.array([word.confidence or 0.0 for word in words]) > SURE) & (lengths >= MIN_LETTERS)
    if chosen.sum() < MIN_SURE_WORDS:
        chosen = np.ones(len(words), np.bool_)
    widths, heights = (boxes[:, 2] - boxes[:, 0]) / lengths, boxes[:, 3] - boxes[:, 1]
    return max(1.0, float(np.median(widths[chosen]))), max(1.0, float(np.median(heights[chosen])))


def _ink_beside(ink: npt.NDArray[np.uint8], boxes: Values, width: float, height: float) -> list[bool]:
    """Whether ink stands within a letter's width before or behind each of some words, and in no other word."""
    left, top, right, bottom = boxes.T
    shared = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    level = shared > SAME_ROW * np.minimum(bottom - top, (bottom - top)[:, None])
    np.fill_diagonal(level, val=False)
    behind = np.where(level & (left >= right[:, None] - OVERLAP), left - right[:, None], np.inf).min(1)
    before = np.where(level & (right <= left[:, None] + OVERLAP), left[:, None] - right, np.inf).min(1)
    result = []
    for box, after, ahead in zip(boxes.astype(int).tolist(), behind.tolist(), before.tolist(), strict=True):
        rows = ink[max(0, box[1]) : max(0, box[3])]
        end, begin = (1 + min(REACH * width, max(0.0, gap - NEXT_WORD)) for gap in (after, ahead))
        parts = (
            rows[:, max(0, box[2] + 1) : max(0, int(box[2] + end))],
            rows[:, max(0, int(box[0] - begin)) : max(0, box[0] - 1)],
        )
        result.append(any(np.count_nonzero(part) > MIN_INK * width * height for part in parts if part.shape[1] > 2))
    return result
