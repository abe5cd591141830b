"""The rapidocr engine as a Reader."""

import importlib.metadata
import os
from functools import cache

import numpy as np
from PIL import Image

from briefbook.model.page import Box, Word
from briefbook.ocr.line_grouping import into_lines
from briefbook.ocr.reader import OcrResult

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

    def read(self, picture: Image.Image, dpi: int | None = None) -> OcrResult:
        """The lines on a picture, top to bottom; it must stand upright."""
        answer = _engine()(np.array(picture.convert("RGB")), return_word_box=True, use_cls=False)  # type: ignore[operator]
        words = []
        for piece in answer.word_results or ():
            for text, confidence, corners in piece:
                if text.strip():
                    xs, ys = [int(x) for x, _ in corners], [int(y) for _, y in corners]
                    words.append(
                        Word(text, Box(min(xs), min(ys), max(xs) + 1, max(ys) + 1), round(float(confidence), 3))
                    )
        return OcrResult(into_lines(words))
