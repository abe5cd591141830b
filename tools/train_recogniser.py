"""The recogniser fitted to typescript, and put in whole numbers. Not needed to use the product.

    python tools/train_recogniser.py fit FOLDER --minutes 65      (needs torch and onnx beside the project's packages)
    python tools/train_recogniser.py pack FOLDER/fitted.onnx src/briefbook/ocr/typed.onnx

``fit`` begins from the recogniser in rapidocr's wheel, or from FOLDER/fitted.onnx if it is there, and sees every drawn
line once (``draw_lines.py``). No page of any archive is used. What is kept is the running mean of the weights; where
it went on from a fitting before, a share of the way from there.
"""

import argparse
import math
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))

import draw_lines
from network import Network, in_whole_numbers, lean

WIDEST = 9600
"""Pixels of all the strips of a batch, one beside the other."""

CARRIED = 0.5
"""How far the weights go from those of the fitting before towards those of a further one; no more, or lines of text,
of which the further one sees fewer, are read worse."""

HEADS = 0.35
"""Share of the blocks that are cells of forms, not lines."""

SOFTENED = 400
"""Steps in which every GELU becomes a ReLU."""


def batches(seed: str, index: dict[str, int], heads: float = HEADS) -> Iterator[tuple[Any, list[int], list[list[int]]]]:
    """Without end: strips (n, 1, 48, width), the steps of each that hold it, and its characters' classes."""
    chance, held = random.Random(seed), []
    while True:
        draw = draw_lines.head if chance.random() < heads else draw_lines.block
        held += draw(random.Random(chance.random()))
        if len(held) < 192:
            continue
        groups: list[list[Any]] = [[]]
        for one in sorted(held, key=lambda one: one[0].shape[1]):
            if _full(one) * (len(groups[-1]) + 1) > WIDEST:
                groups.append([])
            groups[-1].append(one)
        chance.shuffle(groups)
        yield from (_batch(group, index) for group in groups if group)
        held = []


def _full(one: tuple[Any, str]) -> int:
    return max(64, (one[0].shape[1] + 31) // 32 * 32)


def _batch(group: list[tuple[Any, str]], index: dict[str, int]) -> tuple[Any, list[int], list[list[int]]]:
    strips = np.zeros((len(group), 1, 48, max(map(_full, group))), np.float32)
    for row, (strip, _) in enumerate(group):
        strips[row, 0, :, : strip.shape[1]] = strip / np.float32(127.5) - 1
    steps = [math.ceil(strip.shape[1] / 4) + 1 for strip, _ in group]
    return strips, steps, [[index[character] for character in text if character in index] for _, text in group]


def loss_of(likely: Any, steps: list[int], labels: list[list[int]]) -> Any:
    """Connectionist loss a character."""
    lengths = torch.tensor([len(row) for row in labels])
    flat = torch.tensor([one for row in labels for one in row], dtype=torch.long)
    taken = torch.tensor([min(likely.shape[1], count) for count in steps])
    logs = likely.clamp_min(1e-9).log().permute(1, 0, 2)
    found = torch.nn.functional.ctc_loss(logs, flat, taken, lengths, reduction="none", zero_infinity=True)
    return found.sum() / max(1, int(lengths.sum()))


def _draw(queue: Any, seed: str, index: dict[str, int]) -> None:
    cv2.setNumThreads(1)
    for batch in batches(seed, index):
        queue.put(batch)


def fit(folder: Path, minutes: float, rate: float, seed: str) -> None:
    import rapidocr

    source = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    model, characters = lean(source)
    again = folder / "fitted.onnx"
    anew = not again.exists()
    if not anew:
        model = onnx.load(again)
    network = Network(model)
    index = {character: number for number, character in enumerate(characters) if number}
    moving = dict(network.held.items())
    first = {name: weight.detach().clone() for name, weight in moving.items()}
    mean = {name: weight.clone() for name, weight in first.items()}
    optimiser = torch.optim.AdamW(moving.values(), lr=rate, betas=(0.9, 0.98), weight_decay=1e-3)
    queue: Any = multiprocessing.Queue(24)
    multiprocessing.Process(target=_draw, args=(queue, seed, index), daemon=True).start()
    begun, seen = time.time(), []
    while (past := (time.time() - begun) / 60 / minutes) < 1:
        strips, steps, labels = queue.get()
        step = len(seen)
        network.softness = min(1.0, max(0.0, 1 - (step - 30) / SOFTENED)) if anew else 0.0
        fall = max(0.01, (1 + math.cos(math.pi * max(0.0, past - 0.15) / 0.85)) / 2)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 60) * fall
        given = torch.tensor(strips).to(memory_format=torch.channels_last)
        if random.random() < 0.15:
            given = (given + torch.randn_like(given) * random.random() / 4).clamp(-1, 1)
        loss = loss_of(network(given), steps, labels)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(moving.values(), 1.0)
        optimiser.step()
        share = 1 - min(0.997, (1 + step) / (20 + step))
        with torch.no_grad():
            for name, weight in moving.items():
                mean[name].lerp_(weight, share)
        seen.append(loss.item())
        if len(seen) % 25 == 0:
            print(f"{len(seen)} steps, {time.time() - begun:.0f} s: {np.mean(seen[-25:]):.4f} a character", flush=True)
    with torch.no_grad():
        for name, weight in moving.items():
            weight.copy_(mean[name] if anew else torch.lerp(first[name], mean[name], CARRIED))
    folder.mkdir(parents=True, exist_ok=True)
    fitted = network.given_back()
    onnx.helper.set_model_props(fitted, {"characters": characters})
    onnx.save(fitted, again)


def pack(fitted: Path, out: Path) -> None:
    """In whole numbers, their ranges set by drawn lines."""
    model = onnx.load(fitted)
    characters = next(prop.value for prop in model.metadata_props if prop.key == "characters")
    drawn = batches("ranges", {character: number for number, character in enumerate(characters)}, 0.0)
    strips = [strip[None] for _ in range(6) for strip in next(drawn)[0]]
    with tempfile.TemporaryDirectory() as folder:
        in_whole_numbers(model, strips, characters, out, Path(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    does = parser.add_subparsers(dest="what", required=True)
    one = does.add_parser("fit")
    one.add_argument("folder", type=Path)
    one.add_argument("--minutes", type=float, default=65)
    one.add_argument("--rate", type=float, default=5e-4)
    one.add_argument("--seed", default="lines")
    one = does.add_parser("pack")
    one.add_argument("fitted", type=Path)
    one.add_argument("out", type=Path)
    asked = parser.parse_args()
    if asked.what == "fit":
        fit(asked.folder, asked.minutes, asked.rate, asked.seed)
    else:
        pack(asked.fitted, asked.out)
