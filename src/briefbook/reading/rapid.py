"""The rapidocr engine as a Reader."""

import importlib.metadata
import os
from functools import cache

import numpy as np
from PIL import Image

from briefbook.model.page import Box, Line, Word
from briefbook.reading.reader import Sight

os.environ.setdefault("OMP_NUM_THREADS", "1")


@cache
def _engine() -> object:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


class RapidReader:
    """The whole page by rapidocr: detection, then recognition of each piece; pieces are put into lines."""

    name = f"rapidocr {importlib.metadata.version('rapidocr')}"

    def read(self, picture: Image.Image, dpi: int | None = None) -> Sight:
        """The lines on a picture, top to bottom; it must stand upright."""
        answer = _engine()(np.array(picture.convert("RGB")), return_word_box=True, use_cls=False)  # type: ignore[operator]
        words = []
        for piece in answer.word_results or ():
            for text, sure, corners in piece:
                if text.strip():
                    xs, ys = [int(x) for x, _ in corners], [int(y) for _, y in corners]
                    words.append(Word(text, Box(min(xs), min(ys), max(xs) + 1, max(ys) + 1), round(float(sure), 3)))
        return Sight(into_lines(words))


def into_lines(words: list[Word]) -> tuple[Line, ...]:
    """Words put into lines by how they overlap in height, left to right in each."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.box.top + one.box.bottom) if one.box else 0):
        box = word.box
        if box is None:
            continue
        for row in reversed(rows[-4:]):
            last = Box.around([one.box for one in row if one.box])
            overlap = min(last.bottom, box.bottom) - max(last.top, box.top)
            if overlap > 0.5 * min(last.bottom - last.top, box.bottom - box.top):
                row.append(word)
                break
        else:
            rows.append([word])
    return tuple(Line(tuple(sorted(row, key=lambda one: one.box.left if one.box else 0))) for row in rows)
