"""The recogniser fitted to typescript, and put in whole numbers. Not needed to use the product.

    python tools/train_recogniser.py start src/briefbook/ocr/typed.onnx FOLDER/start.onnx
    python tools/train_recogniser.py fit FOLDER/start.onnx FOLDER --minutes 8 --workers 15
    python tools/train_recogniser.py mix FOLDER/start.onnx FOLDER/fitted.onnx FOLDER/mixed.onnx --share 0.5
    python tools/train_recogniser.py pack FOLDER/mixed.onnx src/briefbook/ocr/typed.onnx

It needs torch and onnx beside the project's packages; an accelerator is used where torch finds one. ``start`` turns the
network in the package back into real numbers and gives it classes for letters beyond ASCII (the first network came
from rapidocr's wheel: ``network.lean``). ``fit`` sees lines drawn without end by ``draw_lines.py``; each is shown a few
times, every time warped, blurred and speckled anew. No page of any archive is used. What comes out is the running mean
of the weights. ``mix`` goes a share of the way from one network to the other. ``pack`` sets whole numbers.
"""

import argparse
import hashlib
import json
import math
import multiprocessing
import os
import pickle
import random
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent))

import draw_lines
import line_ink
from line_text import BEYOND_ASCII
from network import Network, in_real_numbers, in_whole_numbers, widen

HEADS = 0.25
"""Share of the blocks that are cells of forms, not lines."""

AREA = 48_000
"""Pixels of the widths of all strips of a batch together."""

SHELF = 1500
"""Lines of like width that are at hand to be shown; the oldest go."""

SHOWN = 6
"""How often a line is shown at most, on average; the fitting waits for new lines rather than show them oftener."""


def drawn_lines(seed: str, heads: float = HEADS) -> Any:
    """Without end: a line's strip (48, width) and its text."""
    chance = random.Random(seed)
    while True:
        draw = draw_lines.head if chance.random() < heads else draw_lines.block
        try:
            yield from draw(random.Random(chance.random()))
        except (OSError, ValueError, ZeroDivisionError, cv2.error) as error:
            print(f"a block could not be drawn: {error!r}", flush=True)


def _draw(queue: Any, seed: str) -> None:
    cv2.setNumThreads(1)
    lines: list[tuple[Any, str]] = []
    for line in drawn_lines(seed):
        lines.append(line)
        if len(lines) == 48:
            queue.put(lines)
            lines = []


def _full(width: int) -> int:
    return max(64, (width + 31) // 32 * 32)


def _batch(group: list[tuple[Any, str]], index: dict[str, int], device: Any) -> tuple[Any, ...]:
    """Strips (n, 1, 48, width), the width of each, its steps, its characters' classes one after the other, counts."""
    strips = np.full((len(group), 1, 48, max(_full(strip.shape[1]) for strip, _ in group)), 127, np.uint8)
    for row, (strip, _) in enumerate(group):
        strips[row, 0, :, : strip.shape[1]] = strip
    widths = torch.tensor([strip.shape[1] for strip, _ in group])
    labels = [[index[character] for character in text if character in index] for _, text in group]
    flat = torch.tensor([number for row in labels for number in row], dtype=torch.long)
    counts = torch.tensor([len(row) for row in labels])
    given = torch.from_numpy(strips).to(device, non_blocking=True).float() / 127.5 - 1
    inside = torch.arange(given.shape[3], device=device)[None] < widths.to(device)[:, None]
    return given, inside[:, None, None], (widths + 3) // 4 + 1, flat, counts


def varied(given: Any, inside: Any) -> Any:
    """The strips warped, blurred, speckled and wiped a little, each batch and each strip in its own way."""
    count, _, high, wide = given.shape
    device = given.device

    def chance(*shape: int) -> Any:
        return torch.rand(*shape, device=device)

    def normal(*shape: int) -> Any:
        return torch.randn(*shape, device=device)

    if random.random() < 0.7:
        y = torch.linspace(-1, 1, high, device=device)[None, :, None]
        x = torch.linspace(-1, 1, wide, device=device)[None, None, :]
        shift, grow, lean = normal(count, 1, 1) * 0.05, 1 + normal(count, 1, 1) * 0.05, normal(count, 1, 1) * 0.05
        bumps = functional.interpolate(normal(count, 2, 4, max(4, wide // 24)), (high, wide), mode="bilinear")
        much = chance(count, 1, 1) ** 2
        place_y = y * grow + shift + bumps[:, 0] * much * 0.05
        place_x = x + (lean * y + bumps[:, 1] * much * 0.05) * high / wide
        ink = functional.grid_sample((1 - given) * inside, torch.stack([place_x, place_y], 3), align_corners=True)
        given = 1 - ink
    if random.random() < 0.35:  # thicker or thinner strokes
        sign = random.choice((-1, 1))
        thick = sign * functional.max_pool2d(sign * given, 3, 1, 1)
        given = torch.lerp(given, thick, chance(count, 1, 1, 1) * 0.7)
    if random.random() < 0.35:  # blurred, then the contrast raised
        kernel = torch.tensor([1.0, 2.0, 1.0], device=device) / 4
        blurred = given
        for _ in range(random.choice((1, 2, 3))):
            blurred = functional.conv2d(blurred, kernel.view(1, 1, 1, 3), padding=(0, 1))
            blurred = functional.conv2d(blurred, kernel.view(1, 1, 3, 1), padding=(1, 0))
        raised = (blurred - normal(count, 1, 1, 1) * 0.25) * (1 + 3 * chance(count, 1, 1, 1))
        given = torch.where(chance(count, 1, 1, 1) < 0.6, raised.clamp(-1, 1), given)
    if random.random() < 0.3:
        given = given + normal(*given.shape) * (chance(count, 1, 1, 1) ** 2) * 0.4
    if random.random() < 0.2:  # specks, black and white
        share = chance(count, 1, 1, 1) ** 3 * 0.08
        dice = chance(*given.shape)
        given = torch.where(dice < share, -1.0, torch.where(dice > 1 - share, 1.0, given))
    if random.random() < 0.25:  # worn spots: the ink fades
        spots = functional.interpolate(normal(count, 1, 6, max(4, wide // 12)), (high, wide), mode="bilinear")
        fade = (spots * 1.2 - 1).clamp(0, 1) * chance(count, 1, 1, 1)
        given = torch.lerp(given, torch.ones_like(given), fade)
    return given.clamp(-1, 1) * inside


def loss_of(likely: Any, steps: Any, flat: Any, counts: Any) -> Any:
    """Connectionist loss a character."""
    logs = likely.float().clamp_min(1e-9).log().permute(1, 0, 2)
    steps = steps.clamp_max(likely.shape[1])
    losses = functional.ctc_loss(logs, flat.to(likely.device), steps, counts, reduction="none", zero_infinity=True)
    return losses.sum() / max(1, int(counts.sum()))


def errors_of(network: Any, lines: list[tuple[Any, str]], characters: str, device: Any) -> float:
    """Share of characters read wrongly, blanks aside."""
    wrong = total = 0
    order = sorted(lines, key=lambda line: line[0].shape[1])
    index = {character: number for number, character in enumerate(characters) if number}
    with torch.no_grad():
        for at in range(0, len(order), 64):
            group = order[at : at + 64]
            given, inside, steps, _, _ = _batch(group, index, device)
            best = network(given * inside).argmax(2).cpu().numpy()
            for row, (_, text), count in zip(best, group, steps.tolist(), strict=True):
                row = row[:count]
                chosen = row[np.concatenate([[True], row[1:] != row[:-1]])]
                read = "".join(characters[number] for number in chosen if number).replace(" ", "")
                text = text.replace(" ", "")
                wrong += _distance(read, text)
                total += len(text)
    return wrong / max(1, total)


def _distance(a: str, b: str) -> int:
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        now = [i]
        for j, y in enumerate(b, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (x != y)))
        before = now
    return before[-1]


def inputs() -> dict[str, str]:
    """What the drawing rests on: the faces and the texts, with their SHA-256."""
    paths = [path for kind in ("typed", "teletype", "printed") for path in line_ink.faces(kind)]
    paths += [os.environ[name] for name in ("BRIEFBOOK_PROSE", "BRIEFBOOK_FRENCH") if name in os.environ]
    return {Path(path).name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in sorted(set(paths))}


def fit(
    start: Path, folder: Path, minutes: float, rate: float, seed: str, workers: int, whole: bool, checks: list[Path]
) -> None:
    begun = time.time()
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(0)
    random.seed(seed)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    queue: Any = multiprocessing.Queue(4 * workers)
    for worker in range(workers):
        multiprocessing.Process(target=_draw, args=(queue, f"{seed} {worker}"), daemon=True).start()
    model = onnx.load(start)
    characters = next(prop.value for prop in model.metadata_props if prop.key == "characters")
    index = {character: number for number, character in enumerate(characters) if number}
    network, average = (Network(onnx.load(start)).to(device) for _ in range(2))
    network.softness = average.softness = 0.0
    network.whole = average.whole = whole
    weights, means = list(network.held.values()), list(average.held.values())
    optimiser = torch.optim.AdamW(weights, lr=rate, betas=(0.9, 0.98), weight_decay=1e-3, fused=device.type == "cuda")
    (folder / "inputs.json").write_text(json.dumps(inputs(), indent=1))
    sets = {path.stem: pickle.loads(path.read_bytes()) for path in checks}
    lines = {
        name: [(cv2.imdecode(np.frombuffer(png, np.uint8), 0), text) for png, text in rows]
        for name, rows in sets.items()
    }
    record = (folder / "log.txt").open("a")

    def say(text: str) -> None:
        print(text, flush=True)
        record.write(text + "\n")
        record.flush()

    def save() -> None:
        made = average.given_back()
        onnx.save(made, folder / "fitted.onnx")

    shelves: dict[int, deque[tuple[Any, str]]] = {}
    drawn = shown = step = 0
    seen: list[Any] = []
    checked = time.time()
    say(f"{device}, {len(characters)} classes, at the start: " + _told(average, lines, characters, device))
    while (past := (time.time() - begun) / 60 / minutes) < 1:
        while not queue.empty() or shown > SHOWN * drawn or drawn < 48 * 4:
            if (time.time() - begun) / 60 / minutes >= 1:
                break
            for line in queue.get():
                shelf = shelves.setdefault(_full(line[0].shape[1]) // 96, deque(maxlen=SHELF))
                shelf.append(line)
                drawn += 1
        width, shelf = random.choices(list(shelves.items()), [len(shelf) for shelf in shelves.values()])[0]
        count = min(len(shelf), max(4, AREA // (width * 96 + 96)))
        group = random.sample(shelf, count)
        shown += count
        given, inside, steps, flat, counts = _batch(group, index, device)
        if random.random() < 0.8:
            given = varied(given, inside)
        fall = max(0.005, (1 + math.cos(math.pi * max(0.0, past - 0.1) / 0.9)) / 2)
        for settings in optimiser.param_groups:
            settings["lr"] = rate * min(1, (step + 1) / 300) * fall
        loss = loss_of(network(given * inside), steps, flat, counts)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(means, weights, 1 - min(0.998, (1 + step) / (20 + step)))
        seen.append(loss.detach())
        if step % 200 == 0:
            told = torch.stack(seen).mean().item()
            seen = []
            say(f"{step} steps, {time.time() - begun:.0f} s, {drawn} lines drawn, {shown} shown: {told:.4f}")
            if not math.isfinite(told):
                break
        if time.time() - checked > 60:
            checked = time.time()
            save()
            say(f"{step} steps, {time.time() - begun:.0f} s: " + _told(average, lines, characters, device))
    save()
    say(f"{step} steps, {drawn} lines drawn, {shown} shown; in the end: " + _told(average, lines, characters, device))


def _told(network: Any, sets: Any, characters: str, device: Any) -> str:
    return ", ".join(f"{name} {errors_of(network, lines, characters, device):.4f}" for name, lines in sets.items())


def start(source: Path, out: Path) -> None:
    model, characters = in_real_numbers(source)
    characters = widen(model, characters, BEYOND_ASCII)
    del model.metadata_props[:]
    model.metadata_props.add(key="characters", value=characters)
    onnx.save(model, out)


def mix(first: Path, second: Path, out: Path, share: float) -> None:
    """A share of the way from the weights of the first to those of the second."""
    model, goal = onnx.load(first), onnx.load(second)
    wanted = {weight.name: numpy_helper.to_array(weight) for weight in goal.graph.initializer}
    for weight in model.graph.initializer:
        array = numpy_helper.to_array(weight)
        if array.dtype == np.float32:
            value = array + np.float32(share) * (wanted[weight.name] - array)
            weight.CopyFrom(numpy_helper.from_array(np.asarray(value, np.float32), weight.name))
    onnx.save(model, out)


def pack(fitted: Path, out: Path) -> None:
    """In whole numbers, their ranges set by drawn lines."""
    model = onnx.load(fitted)
    characters = next(prop.value for prop in model.metadata_props if prop.key == "characters")
    drawn = drawn_lines("ranges", 0.15)
    strips = []
    for _ in range(160):
        strip, _ = next(drawn)
        row = np.zeros((1, 1, 48, _full(strip.shape[1])), np.float32)
        row[0, 0, :, : strip.shape[1]] = strip / np.float32(127.5) - 1
        strips.append(row)
    with tempfile.TemporaryDirectory() as folder:
        in_whole_numbers(model, strips, characters, out, Path(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("start")
    command.add_argument("source", type=Path)
    command.add_argument("out", type=Path)
    command = commands.add_parser("fit")
    command.add_argument("start", type=Path)
    command.add_argument("folder", type=Path)
    command.add_argument("--minutes", type=float, default=65)
    command.add_argument("--rate", type=float, default=6e-4)
    command.add_argument("--seed", default="lines")
    command.add_argument("--workers", type=int, default=1)
    command.add_argument("--whole", action="store_true", help="reckon as in whole numbers of eight bits")
    command.add_argument("--check", type=Path, action="append", default=[])
    command = commands.add_parser("mix")
    command.add_argument("first", type=Path)
    command.add_argument("second", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--share", type=float, default=0.5)
    command = commands.add_parser("pack")
    command.add_argument("fitted", type=Path)
    command.add_argument("out", type=Path)
    asked = vars(parser.parse_args())
    {
        "start": start,
        "fit": lambda checks=(), check=(), **rest: fit(checks=list(check), **rest),
        "mix": mix,
        "pack": pack,
    }[asked.pop("command")](**asked)
