"""A strip of one line -> how likely each character is at each step from left to right."""

import math
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from briefbook.reading.recogniser_files import Prepared, prepared

Picture = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float32]

HEIGHT = 48
"""Pixels of the strips that the recogniser was trained on."""

STEP = 8
"""Pixels of a strip that one step of the answer stands for."""

BATCH = 6
"""Strips that go through together; more costs memory and no longer saves time on one thread."""


@cache
def alphabet() -> str:
    """The characters of the recogniser's classes: a class that means none, then ASCII in the order kept."""
    return _files().alphabet


def recognise(strips: Sequence[Picture]) -> list[Scores]:
    """For each grey strip (any height) an array of steps by classes; strips of like width go through together."""
    session = _session()
    name = session.get_inputs()[0].name
    answers: list[Scores] = [np.zeros((0, len(alphabet())), np.float32)] * len(strips)
    order = sorted(range(len(strips)), key=lambda index: strips[index].shape[1] / strips[index].shape[0])
    for begin in range(0, len(order), BATCH):
        group = order[begin : begin + BATCH]
        widths = [max(STEP, math.ceil(HEIGHT * strips[index].shape[1] / strips[index].shape[0])) for index in group]
        full = (max(64, *widths) + 31) // 32 * 32
        batch = np.zeros((len(group), 3, HEIGHT, full), np.float32)
        for row, (index, width) in enumerate(zip(group, widths, strict=True)):
            how = cv2.INTER_AREA if strips[index].shape[0] > HEIGHT else cv2.INTER_LINEAR
            batch[row, :, :, :width] = cv2.resize(strips[index], (width, HEIGHT), interpolation=how) / 127.5 - 1
        for index, width, scores in zip(group, widths, session.run(None, {name: batch})[0], strict=True):
            answers[index] = scores[: math.ceil(width / STEP) + 1]
    return answers


@cache
def _files() -> Prepared:
    return prepared()


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(os.fspath(_files().quick), options, providers=["CPUExecutionProvider"])
