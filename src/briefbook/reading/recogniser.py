"""A strip of one line -> how likely each character is at each step from left to right."""

import hashlib
import math
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

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
    return str(_session()[1])


def recognise(strips: Sequence[Picture]) -> list[Scores]:
    """For each grey strip (any height) an array of steps by classes; strips of like width go through together."""
    session, chars = _session()
    name = session.get_inputs()[0].name
    answers: list[Scores] = [np.zeros((0, len(chars)), np.float32)] * len(strips)
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
def _session() -> tuple[Any, str]:
    import onnxruntime

    path, chars = _ascii_model()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]), chars


def _ascii_model() -> tuple[Path, str]:
    """The recogniser of rapidocr's wheel with all classes but ASCII cut from its last layer.

    The answers for ASCII are the same, in less time: cables are typed in capitals, digits and a few marks. The cut
    model is kept in the user's cache folder under the checksum of the original.
    """
    import onnx
    import rapidocr
    from onnx import numpy_helper

    source = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    kept = _cache_folder() / f"ascii-{digest}.onnx"
    model = onnx.load(source)
    names = next(one.value for one in model.metadata_props if one.key == "character").split("\n")
    every = ["", *names, " "]
    first: dict[str, int] = {}
    for number, character in enumerate(every):
        if len(character) == 1 and 32 <= ord(character) < 127:
            first.setdefault(character, number)
    keep = [0, *sorted(first.values())]
    chars = "".join(every[number] or "\0" for number in keep)
    if not kept.exists():
        _cut(model, keep, len(every), numpy_helper)
        handle, name = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
        os.close(handle)
        onnx.save(model, name)
        os.replace(name, kept)
    return kept, chars


def _cut(model: Any, keep: list[int], total: int, helper: Any) -> None:
    def less(array: Any) -> Any:
        return np.ascontiguousarray(np.take(array, keep, axis=array.shape.index(total)))

    for weight in model.graph.initializer:
        array = helper.to_array(weight)
        if total in array.shape:
            weight.CopyFrom(helper.from_array(less(array), weight.name))
    for node in model.graph.node:
        for attribute in node.attribute:
            if node.op_type == "Constant" and attribute.name == "value":
                array = helper.to_array(attribute.t)
                if total in array.shape:
                    attribute.t.CopyFrom(helper.from_array(less(array)))
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[2].dim_value = len(keep)
    del model.graph.value_info[:]


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "briefbook"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "briefbook-cache"
        folder.mkdir(parents=True, exist_ok=True)
    return folder
