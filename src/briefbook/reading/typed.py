"""The reader for typed pages: finds the lines itself and has them recognised one by one."""

import importlib.metadata
import os
from dataclasses import dataclass

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from briefbook.model.page import Box, Line, Word
from briefbook.reading.cleaning import even_paper, ink_of, letters_of, slope_of, turned
from briefbook.reading.decoding import Mark, marks_of, words_of
from briefbook.reading.line_finding import Strip, find_strips
from briefbook.reading.reader import Sight
from briefbook.reading.recogniser import HEIGHT, STEP, alphabet, recognise

Picture = npt.NDArray[np.uint8]

WORKING_DPI = 200
"""Lines are found and recognised at this resolution: typed capitals are then as high as the recogniser likes."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A page made even and level, and the matrix that leads from its pixels back to the given picture's."""

    page: Picture
    back: npt.NDArray[np.float64]


class TypedReader:
    """Typed and teleprinted pages, line by line, with the recogniser in rapidocr's wheel."""

    name = f"typed 1 (rapidocr {importlib.metadata.version('rapidocr')})"

    def read(self, picture: Image.Image, dpi: int | None = None) -> Sight:
        """The lines on a picture, top to bottom."""
        cv2.setNumThreads(1)
        grey = np.asarray(picture.convert("L"))
        level = _level(grey, dpi or _dpi_by_size(grey))
        letters = letters_of(ink_of(level.page, WORKING_DPI), WORKING_DPI)
        strips = find_strips(letters, WORKING_DPI)
        answers = recognise([strip.cut(level.page) for strip in strips])
        lines = []
        for strip, scores in zip(strips, answers, strict=True):
            words = [_word(word, strip, level, grey.shape) for word in words_of(marks_of(scores, alphabet()))]
            if words:
                lines.append(Line(tuple(words)))
        return Sight(tuple(lines))


def _dpi_by_size(grey: Picture) -> int:
    """Pixels an inch if the picture is of a whole sheet, which is eleven to fourteen inches long."""
    return max(50, int(max(grey.shape) / 11.3))


def _level(grey: Picture, dpi: int) -> _Level:
    scale = WORKING_DPI / dpi
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    page = even_paper(np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8), WORKING_DPI)
    level, back = turned(page, slope_of(ink_of(page, WORKING_DPI)))
    across, down = grey.shape[1] / page.shape[1], grey.shape[0] / page.shape[0]
    return _Level(level, np.diag([across, down]) @ back)


def _word(marks: list[Mark], strip: Strip, level: _Level, shape: tuple[int, ...]) -> Word:
    step = STEP * 2 * strip.half / HEIGHT
    left, right = strip.left + marks[0].first * step - step / 2, strip.left + marks[-1].behind * step + step / 2
    slope = (strip.middle_right - strip.middle_left) / max(1, strip.right - strip.left)
    reach = 0.62 * strip.half
    corners = []
    for x in (left, right):
        y = strip.middle_left + slope * (x - strip.left)
        corners += [(x, y - reach, 1.0), (x, y + reach, 1.0)]
    points = level.back @ np.array(corners).T
    low, high = np.floor(points.min(1)), np.ceil(points.max(1))
    box = Box(
        int(np.clip(low[0], 0, shape[1] - 1)),
        int(np.clip(low[1], 0, shape[0] - 1)),
        int(np.clip(high[0], 1, shape[1])),
        int(np.clip(high[1], 1, shape[0])),
    )
    sure = float(np.mean([mark.sure for mark in marks]))
    return Word("".join(mark.character for mark in marks), box, round(sure, 3))
