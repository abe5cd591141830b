"""The line recogniser: picture of a line -> likelihood of each character at each step (CTC).

The network is ``typed.onnx``: PP-OCRv6's small recogniser made leaner and fitted to typescript, in small whole numbers
(``tools/train_recogniser.py`` says what was changed; docs/recogniser.md is its model card; decision 12).
"""

import math
import os
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float32]

NETWORK = Path(__file__).with_name("typed.onnx")

HEIGHT = 48
"""Height in pixels of the strips that the network was fitted to."""

SQUEEZE = 0.75
"""By how much a strip's width is reduced: typed letters are wide enough, and it saves a quarter of the time."""

STEP = 4 / SQUEEZE
"""Pixels of a strip 48 high, not squeezed, that one step of the answer stands for."""

BATCH = 3
"""Strips that go through together; more would be filled up to the longest, which costs more than it saves."""


@cache
def alphabet() -> str:
    """The characters of the network's classes: the first means none; ASCII, letters with accents, a few signs."""
    return str(_session().get_modelmeta().custom_metadata_map["characters"])


@cache
def _plain_classes() -> tuple[tuple[int, int], ...]:
    """The classes of letters with accents and of guillemets, each with the class that an English page has there."""
    names = alphabet()
    plain = {"«": '"', "»": '"'} | {name: unicodedata.normalize("NFD", name)[0] for name in names if name.isalpha()}
    return tuple(
        (index, names.index(plain[name])) for index, name in enumerate(names) if index and plain.get(name, name) != name
    )


def without_accents(answers: Sequence[Scores]) -> list[Scores]:
    """Give the likelihood of letters with accents to the letters without, of guillemets to quotation marks.

    A speck above a letter looks like an accent; a page in English has none.

    Args:
        answers: For each strip a float32 array (steps, classes).

    Returns:
        Arrays of the same shapes.
    """
    if not answers:
        return []
    plain = np.concatenate(answers)
    for index, base in _plain_classes():
        plain[:, base] += plain[:, index]
        plain[:, index] = 0
    return np.split(plain, np.cumsum([len(scores) for scores in answers])[:-1])


def recognise(strips: Sequence[Picture], *, accents: bool = False) -> list[Scores]:
    """Recognise lines of type.

    Strips of similar width go through the network together.

    Args:
        strips: Grey pictures of one line each, uint8 arrays (height, width) of any size, 0 black to 255 white.
        accents: Are letters with accents possible? Without, they are read as the letters that they are made of.

    Returns:
        For each strip a float32 array (steps, classes) of likelihoods from 0 to 1; ``alphabet()`` names the classes,
        and a step is ``STEP`` pixels of a strip 48 pixels high.
    """
    session = _session()
    name = session.get_inputs()[0].name
    answers: list[Scores] = [np.zeros((0, len(alphabet())), np.float32)] * len(strips)
    widths = [max(16, round(HEIGHT * SQUEEZE * strip.shape[1] / strip.shape[0])) for strip in strips]
    order = sorted(range(len(strips)), key=lambda index: widths[index])
    for begin in range(0, len(order), BATCH):
        group = order[begin : begin + BATCH]
        full = max(64, (widths[group[-1]] + 31) // 32 * 32)
        batch = np.zeros((len(group), 1, HEIGHT, full), np.float32)
        for row, index in enumerate(group):
            how = cv2.INTER_AREA if strips[index].shape[0] > HEIGHT else cv2.INTER_LINEAR
            strip = cv2.resize(strips[index], (widths[index], HEIGHT), interpolation=how)
            batch[row, 0, :, : widths[index]] = cv2.LUT(strip, _greys())
        for index, scores in zip(group, session.run(None, {name: batch})[0], strict=True):
            answers[index] = scores[: math.ceil(widths[index] / 4) + 1]
    return answers if accents else without_accents(answers)


@cache
def _greys() -> npt.NDArray[np.float32]:
    """What the network is given for each grey: -1 for black to 1 for white; 0 is what strips are filled up with."""
    return np.arange(256, dtype=np.float32) / np.float32(127.5) - np.float32(1)


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(os.fspath(NETWORK), options, providers=["CPUExecutionProvider"])
