"""The recogniser's tail, fitted to typescript: features of drawn lines, then training. Not needed to use the product.

    python tools/train_tail.py features FOLDER --pages 60 --seed 5000     (in the project's environment)
    python tools/train_tail.py samples src/briefbook/reading/typed_samples.png
    python tools/train_tail.py train FOLDER OUT.npz --minutes 15          (needs jax and optax beside numpy and onnx)

The recogniser in rapidocr's wheel is kept as it is up to its last pooling; what follows (two small attention layers
and the classes, a third of a million weights) is fitted on lines drawn by ``bench/make_pages.py``. No page of any
archive is used. The weights that come out replace those of the same names when the recogniser is cut to ASCII.
"""

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bench"))

POOL = "p2o.pd_op.pool2d.1.0"
"""Where the kept part ends: a node's output in the recogniser's graph."""


def features(folder: Path, pages: int, seed: int) -> None:
    import cv2
    import make_pages as maker
    import onnxruntime

    from briefbook.reading import cleaning, line_finding, recogniser, typed

    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    chars = recogniser.alphabet()
    session = _until_pool(onnxruntime)
    for number in range(pages):
        path = folder / f"{seed}-{number:04d}.npz"
        if path.exists():
            continue
        chance = random.Random(f"{seed}/{number}")
        wear = maker.LEVELS[chance.choice(("light", "medium", "medium", "heavy", "heavy"))]
        picture, truth, boxes = maker.draw_page(chance, wear, 24)
        level = typed._level(picture, 300)
        letters = cleaning.letters_of(cleaning.ink_of(level.page, 200), 200)
        strips = line_finding.find_strips(letters, 200)
        forward = np.linalg.inv(np.vstack([level.back, [0, 0, 1]]))
        held: dict[str, Any] = {}
        for line, row in zip(truth, boxes, strict=True):
            left, right = row[0][1], row[-1][1]
            ends = (
                forward @ np.array([[left[0], (left[1] + left[3]) / 2, 1], [right[2], (right[1] + right[3]) / 2, 1]]).T
            )
            near = [s for s in strips if abs(s.middle_left + s.middle_right - ends[1].sum()) / 2 < 0.3 * s.half]
            whole = [s for s in near if s.left < ends[0, 0] + 4 and s.right > ends[0, 1] - 4]
            if not whole:
                continue
            strip = whole[0]
            zoom, shift = chance.uniform(0.88, 1.12), chance.uniform(-1.5, 1.5)
            strip = line_finding.Strip(
                strip.left, strip.right, strip.middle_left + shift, strip.middle_right + shift, strip.half * zoom
            )
            cut = strip.cut(level.page)
            width = int(recogniser.HEIGHT * cut.shape[1] / cut.shape[0] * chance.uniform(0.93, 1.07))
            batch = cv2.resize(
                cut, (width, recogniser.HEIGHT), interpolation=cv2.INTER_AREA if cut.shape[0] > 48 else 1
            )
            full = np.zeros((1, 3, 48, (width + 31) // 32 * 32), np.float32)
            full[0, :, :, :width] = batch / 127.5 - 1
            found = session.run(None, {session.get_inputs()[0].name: full})[0][0, :, 0].T
            held[f"x{len(held) // 2}"] = found.astype(np.float16)
            held[f"y{len(held) // 2}"] = np.array([chars.index(c) for c in " ".join(line.split())], np.int16)
        np.savez(path, **held)
        print(number, len(held) // 2, flush=True)


def samples(out: Path, seed: int) -> None:
    """Drawn lines of every level, one below the other, by which the quick form's ranges are set."""
    import cv2
    import make_pages as maker

    from briefbook.reading import line_finding, typed

    rows = []
    for number in range(8):
        chance = random.Random(f"samples {seed}/{number}")
        level = ("light", "medium", "heavy", "medium")[number % 4]
        picture, _, _ = maker.draw_page(chance, maker.LEVELS[level], 12)
        flat = typed._level(picture, 300)
        strips = sorted(line_finding.find_strips(flat.letters, 200), key=lambda strip: strip.left - strip.right)
        cut = strips[0].cut(flat.page)
        width = min(1280, round(cut.shape[1] * 48 / cut.shape[0]))
        row = np.zeros((48, 1280), np.uint8) + 127
        row[:, :width] = cv2.resize(cut, (width, 48), interpolation=cv2.INTER_AREA)
        rows.append(row)
    cv2.imwrite(str(out), (np.concatenate(rows) // 16 * 17).astype(np.uint8))


def _until_pool(onnxruntime: Any) -> Any:
    import onnx

    from briefbook.reading import recogniser_files

    model = onnx.load(recogniser_files.prepared().exact)
    model.graph.output.insert(0, onnx.helper.make_tensor_value_info(POOL, onnx.TensorProto.FLOAT, None))
    del model.graph.output[1:]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def weights_of(model: Any) -> dict[str, Any]:
    """The weights behind the pooling, by name."""
    from onnx import numpy_helper

    names = ("linear_", "conv2d_65", "conv2d_66", "conv2d_67", "batch_norm2d_55", "batch_norm2d_56", "batch_norm2d_57")
    more = {f"helper.reshape.{n}" for n in range(10)}
    return {
        one.name: numpy_helper.to_array(one)
        for one in model.graph.initializer
        if one.name.startswith(names) or one.name in more
    }


def tail(w: dict[str, Any], x: Any, mask: Any, np: Any, heads: int) -> Any:
    """Features (batch, steps, 384) -> scores before softmax, as the recogniser's graph has it."""

    def norm(name: str, y: Any) -> Any:
        scale, bias, mean, variance = (w[f"{name}.{end}"] for end in ("w_0", "b_0", "w_1", "w_2"))
        return (y - mean) / np.sqrt(variance + 1e-5) * scale + bias

    def swish(y: Any) -> Any:
        return y / (1 + np.exp(-y))

    def layer(number: int, y: Any) -> Any:
        centred = y - y.mean(-1, keepdims=True)
        even = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-6)
        return even * w[f"helper.reshape.{2 * number}"] + w[f"helper.reshape.{2 * number + 1}"]

    def linear(number: int, y: Any) -> Any:
        return y @ w[f"linear_{number}.w_0"] + w[f"linear_{number}.b_0"]

    side = swish(norm("batch_norm2d_57", x @ w["conv2d_67.w_0"][:, :, 0, 0].T))
    y = swish(norm("batch_norm2d_55", x @ w["conv2d_65.w_0"][:, :, 0, 0].T)) * mask[..., None]
    kernel, padded = w["conv2d_66.w_0"][:, 0, 0], np.pad(y, ((0, 0), (3, 3), (0, 0)))
    y = y + swish(norm("batch_norm2d_56", sum(padded[:, k : k + y.shape[1]] * kernel[:, k] for k in range(7))))
    for block in (0, 1):
        given = linear(4 * block, layer(2 * block, y))
        q, k, v = np.moveaxis(given.reshape(*given.shape[:2], 3, heads, 120 // heads), 2, 0)
        like = np.einsum("bihd,bjhd->bhij", q, k) * (120 // heads) ** -0.5 + (mask[:, None, None] - 1) * 1e9
        like = np.exp(like - like.max(-1, keepdims=True))
        seen = np.einsum("bhij,bjhd->bihd", like / like.sum(-1, keepdims=True), v).reshape(y.shape)
        y = y + linear(4 * block + 1, seen)
        y = y + linear(4 * block + 3, swish(linear(4 * block + 2, layer(2 * block + 1, y))))
    return linear(8, layer(4, y) + side)


def train(folder: Path, model_path: Path, out: Path, minutes: float, rate: float) -> None:
    import jax
    import onnx
    import optax

    model = onnx.load(model_path)
    first = {name: value.astype(np.float32) for name, value in weights_of(model).items()}
    lines = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as held:
            lines += [(held[f"x{n}"], held[f"y{n}"].astype(np.int32)) for n in range(len(held.files) // 2)]
    lines = [one for one in lines if len(one[1]) < 90 and len(one[0]) <= 384]
    dice = np.random.default_rng(0)
    order = dice.permutation(len(lines))
    kept, tried = order[: len(order) // 15], order[len(order) // 15 :]
    fixed = {name: value for name, value in first.items() if "batch_norm" in name and name.endswith(("w_1", "w_2"))}
    moving = {name: value for name, value in first.items() if name not in fixed}

    def batch(chosen: Any, noisy: bool = False) -> Any:
        steps, labels = -(-max(len(lines[i][0]) for i in chosen) // 128) * 128, 96  # few shapes, for each is compiled
        x, mask = np.zeros((len(chosen), steps, 384), np.float32), np.zeros((len(chosen), steps), np.float32)
        y, pad = np.zeros((len(chosen), labels), np.int32), np.ones((len(chosen), labels), np.float32)
        for row, index in enumerate(chosen):
            one, text = lines[index]
            x[row, : len(one)], mask[row, : len(one)] = one, 1
            y[row, : len(text)], pad[row, : len(text)] = text, 0
        if noisy:
            x *= dice.random((len(chosen), 1, 384), np.float32) > 0.1
            x += dice.normal(0, 0.1, x.shape).astype(np.float32) * x.std()
        return x, mask, y, pad

    def loss(moving: Any, x: Any, mask: Any, y: Any, pad: Any) -> Any:
        logits = tail({**moving, **fixed}, x, mask, jax.numpy, 8)
        return (optax.ctc_loss(logits, 1 - mask, y, pad) / (1 - pad).sum(1)).mean()

    begun, step, best = time.time(), 0, np.inf
    total = 60 * minutes
    optimiser = optax.adamw(rate, weight_decay=1e-4)
    state = optimiser.init(moving)

    @jax.jit
    def move(moving: Any, state: Any, scale: Any, *given: Any) -> Any:
        value, slope = jax.value_and_grad(loss)(moving, *given)
        size = optax.global_norm(slope)
        slope = jax.tree.map(lambda g: g * jax.numpy.minimum(1, 1 / (size + 1e-9)), slope)
        change, state = optimiser.update(slope, state, moving)
        return optax.apply_updates(moving, jax.tree.map(lambda c: c * scale, change)), state, value

    judge = jax.jit(loss)
    seen: list[float] = []
    while (past := time.time() - begun) < total:
        long = sorted(dice.choice(tried, 256, replace=False), key=lambda i: len(lines[i][0]))
        for begin in dice.permutation(16) * 16:
            scale = min(1, step / 50) * max(0.02, 1 - past / total)
            moving, state, value = move(moving, state, scale, *batch(long[begin : begin + 16], noisy=True))
            seen.append(float(value))
            step += 1
        if step % 32 == 0:
            held = np.mean([float(judge(moving, *batch(kept[b : b + 16]))) for b in range(0, len(kept) - 15, 16)])
            print(f"{step} steps, {past:.0f} s: {np.mean(seen[-32:]):.4f}, on lines kept apart {held:.4f}", flush=True)
            if held < best:
                best = held
                np.savez(out, **{name: np.asarray(value).astype(np.float16) for name, value in moving.items()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("features", "samples", "train"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=1e-3)
    asked = parser.parse_args()
    if asked.what == "features":
        features(asked.folder, asked.pages, asked.seed)
    elif asked.what == "samples":
        samples(asked.folder, asked.seed)
    else:
        train(asked.folder, asked.model, asked.out, asked.minutes, asked.rate)
