"""The recogniser in rapidocr's wheel -> the two forms of it that are used, made once and kept in the user's cache.

Its classes are cut to ASCII; its tail is replaced by one fitted to typescript (``tools/train_tail.py``); and one of the
two forms counts in small whole numbers up to the tail, which takes about half the time.
"""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
TAIL = HERE / "typed_tail.npz"
"""The fitted weights: a third of a million, in half precision."""

SAMPLES = HERE / "typed_samples.png"
"""Drawn lines, one below the other, by which the whole numbers' ranges are set."""

POOL = "p2o.pd_op.pool2d.1.0"
"""Where the kept part of the graph ends and the tail begins."""

FORM = 1
"""Of what is made here; another form is made anew."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where the two forms lie, and the characters of their classes."""

    quick: Path
    exact: Path
    alphabet: str


def prepared() -> Prepared:
    """The recogniser's files, made if they are not there; another process may be making them at the same time."""
    import rapidocr

    source = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    digest = hashlib.sha256(repr(FORM).encode())
    for path in (source, TAIL, SAMPLES):
        digest.update(path.read_bytes() if path.exists() else b"")
    folder = _cache_folder() / f"recogniser-{digest.hexdigest()[:16]}"
    if not (folder / "alphabet.json").exists():
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="making-") as made:
            _make(source, Path(made))
            if not folder.exists():
                shutil.copytree(made, folder.with_suffix(f".{os.getpid()}"))
                try:
                    folder.with_suffix(f".{os.getpid()}").rename(folder)
                except OSError:  # another process was first
                    shutil.rmtree(folder.with_suffix(f".{os.getpid()}"), ignore_errors=True)
    chars = json.loads((folder / "alphabet.json").read_text(encoding="utf-8"))
    return Prepared(folder / "quick.onnx", folder / "exact.onnx", chars)


def _make(source: Path, folder: Path) -> None:
    import onnx

    model = onnx.load(source)
    names = next(one.value for one in model.metadata_props if one.key == "character").split("\n")
    every = ["", *names, " "]
    first: dict[str, int] = {}
    for number, character in enumerate(every):
        if len(character) == 1 and 32 <= ord(character) < 127:
            first.setdefault(character, number)
    keep = [0, *sorted(first.values())]
    _cut(model, keep, len(every))
    if TAIL.exists():
        _fit(model)
    onnx.save(model, folder / "exact.onnx")
    _in_whole_numbers(folder)
    chars = "".join(every[number] or "\0" for number in keep)
    (folder / "alphabet.json").write_text(json.dumps(chars), encoding="utf-8")


def _cut(model: Any, keep: list[int], total: int) -> None:
    """All classes but those kept go out of the last layer; the answers for these are the same, in less time."""
    from onnx import numpy_helper as helper

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


def _fit(model: Any) -> None:
    """The fitted weights in place of those of the same names."""
    from onnx import numpy_helper as helper

    with np.load(TAIL) as fitted:
        for weight in model.graph.initializer:
            if weight.name in fitted.files:
                weight.CopyFrom(helper.from_array(fitted[weight.name].astype(np.float32), weight.name))


def _in_whole_numbers(folder: Path) -> None:
    import logging

    import onnx
    from onnx import version_converter
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    if not SAMPLES.exists():
        shutil.copyfile(folder / "exact.onnx", folder / "quick.onnx")
        return
    logging.getLogger().setLevel(logging.ERROR)
    onnx.save(version_converter.convert_version(onnx.load(folder / "exact.onnx"), 17), folder / "newer.onnx")
    quant_pre_process(folder / "newer.onnx", folder / "ready.onnx", skip_symbolic_shape=True)
    graph = onnx.load(folder / "ready.onnx").graph
    last = next(number for number, node in enumerate(graph.node) if POOL in node.output)
    quantize_static(
        folder / "ready.onnx",
        folder / "quick.onnx",
        _Samples(graph.input[0].name),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["Conv"],
        nodes_to_exclude=[node.name for node in graph.node[last:]],
    )
    (folder / "newer.onnx").unlink()
    (folder / "ready.onnx").unlink()


class _Samples:
    """Gives the drawn lines one by one, as the quantiser asks for them."""

    def __init__(self, name: str) -> None:
        import cv2

        rows = cv2.imread(os.fspath(SAMPLES), cv2.IMREAD_GRAYSCALE)
        if rows is None:
            raise OSError(f"{SAMPLES.name} cannot be read")
        strips = np.asarray(rows, np.float32).reshape(-1, 48, rows.shape[1]) / 127.5 - 1
        self._given = iter([{name: np.repeat(strip[None, None], 3, axis=1)} for strip in strips])

    def get_next(self) -> dict[str, Any] | None:
        return next(self._given, None)


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "briefbook"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "briefbook-cache"
        folder.mkdir(parents=True, exist_ok=True)
    return folder
