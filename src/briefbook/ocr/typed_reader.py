"""The reader for typed pages: finds the lines itself and has them recognised one by one."""

import os
from collections.abc import Sequence

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from briefbook.model.page import Kind, Line
from briefbook.ocr import cleaning
from briefbook.ocr.decoding import Mark, advance_of, marks_of
from briefbook.ocr.form_segments import reread_segments
from briefbook.ocr.line_classification import classify_lines
from briefbook.ocr.line_finding import find_strips
from briefbook.ocr.orientation import lies_sideways
from briefbook.ocr.page_normalisation import WORKING_DPI, NormalisedPage, level_of
from briefbook.ocr.reader import TYPED_READER, OcrResult
from briefbook.ocr.recogniser import alphabet, recognise
from briefbook.ocr.word_assembly import RecognisedStrip, mean, put_words

Picture = npt.NDArray[np.uint8]

LEAST = 30
"""Pixels below which no side of a picture can be, if type is to be read on it."""

LONGEST = 5
"""So many of a page's longest strips tell which way up it is read best."""

UNREAD = 0.15
"""A strip none of whose words is as sure as this was not read: of 36 such words on real pages one was right."""


class TypedReader:
    """Typed and teleprinted pages, line by line, with a recogniser fitted to typescript."""

    def __init__(self) -> None:
        self.name = TYPED_READER

    def read(self, picture: Image.Image, dpi: int | None = None) -> OcrResult:
        """What stands on a picture; it may be of any kind and lie on any side."""
        cv2.setNumThreads(1)
        grey = cleaning.grey_of(picture)
        if min(grey.shape) < LEAST or float(cv2.meanStdDev(grey)[1][0, 0]) < 3:
            return OcrResult(why="a blank page")
        turned = 90 if lies_sideways(grey) and _reads_better_turned(grey, dpi) else 0
        grey = np.ascontiguousarray(np.rot90(grey, -turned // 90))
        level = level_of(grey, dpi)
        reads = _first(level)
        if _upside_down(level, reads):
            turned = (turned + 180) % 360
            level = level_of(np.ascontiguousarray(grey[::-1, ::-1]), dpi)
            reads = _first(level)
        return _sight(level, reads, turned)


def _reads_better_turned(grey: Picture, dpi: int | None) -> bool:
    """Is the page better read on its side? Typed letters stand in columns too, so its rows alone do not tell."""
    upright, *sides = (_legible(level_of(np.ascontiguousarray(np.rot90(grey, way)), dpi)) for way in (0, 1, 3))
    return max(sides) > upright


def _legible(level: NormalisedPage) -> float:
    """How much is read in the longest strips of a page."""
    strips = sorted(find_strips(level.letters, WORKING_DPI, level.ink), key=lambda strip: strip.left - strip.right)
    return _readable([strip.cut(level.page) for strip in strips[:LONGEST]])


def _first(level: NormalisedPage) -> list[RecognisedStrip]:
    strips = find_strips(level.letters, WORKING_DPI, level.ink)
    answers = recognise([strip.cut(level.page) for strip in strips])
    return [
        RecognisedStrip(strip, scores, marks_of(scores, alphabet()))
        for strip, scores in zip(strips, answers, strict=True)
    ]


def _upside_down(level: NormalisedPage, reads: Sequence[RecognisedStrip]) -> bool:
    """Is the page read better on its head? Asked only where it is read badly, and of its longest strips."""
    longest = sorted(reads, key=lambda one: one.strip.left - one.strip.right)[:LONGEST]
    if not longest or mean([one.sure for one in longest]) > 0.92:
        return False
    turned = _readable([np.ascontiguousarray(one.strip.cut(level.page)[::-1, ::-1]) for one in longest])
    return turned > 1.2 * sum(_worth(one.marks) for one in longest) + 2


def _readable(cuts: Sequence[Picture]) -> float:
    """How much is read in strips cut out of a page."""
    return sum(_worth(marks_of(scores, alphabet())) for scores in recognise(cuts))


def _worth(marks: Sequence[Mark]) -> float:
    """How much was read, characters that are hardly sure counting nothing."""
    return sum(max(0.0, mark.sure - 0.6) for mark in marks if mark.character != " ")


def _sight(level: NormalisedPage, reads: list[RecognisedStrip], turned: int) -> OcrResult:
    advance = advance_of([(read.marks, read.step) for read in reads])
    put_words(level, reads, advance)
    reads = [segment for segment in reread_segments(level, reads, advance) if _is_read(segment)]
    lines, found = classify_lines(level, reads, advance)
    return OcrResult(tuple(lines), tuple(found), turned, _why(lines, len(reads)))


def _is_read(recognised_strip: RecognisedStrip) -> bool:
    """Was anything read in a strip? Specks and strokes between the lines give letters of which none is sure."""
    return any((word.confidence or 0.0) >= UNREAD for word in recognised_strip.words)


def _why(lines: Sequence[Line], strips: int) -> str:
    message = (word for line in lines if line.kind is Kind.MESSAGE for word in line.words)
    words = sum(len(word.text) > 1 and (word.confidence or 0) > 0.5 for word in message)
    if words == 0:
        return "a blank page" if not strips else "no word could be read"
    return "a cover sheet or a slip: hardly a word on it" if words < 12 else ""
