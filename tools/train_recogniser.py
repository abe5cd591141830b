"""The recogniser fitted to typescript, and put in whole numbers. Not needed to use the product.

    python tools/train_recogniser.py start src/briefbook/ocr/typed.onnx FOLDER/start.onnx
    python tools/train_recogniser.py fit FOLDER/start.onnx FOLDER --minutes 8 --workers 15
    python tools/train_recogniser.py distil FOLDER/start.onnx FOLDER --minutes 9 --workers 13 --shares 0.5 0.33
    python tools/train_recogniser.py mix FOLDER/start.onnx FOLDER/fitted.onnx FOLDER/mixed.onnx --share 0.5
    python tools/train_recogniser.py pack FOLDER/mixed.onnx src/briefbook/ocr/typed.onnx

It needs torch and onnx beside the project's packages; an accelerator is used where torch finds one. ``start`` turns the
network in the package back into real numbers and gives it classes for letters beyond ASCII (the first network came
from rapidocr's wheel: ``network.lean``). ``fit`` sees lines drawn without end by ``draw_lines.py``; each is shown a few
times, every time warped, blurred and speckled anew. No page of any archive is used. What comes out is the running mean
of the weights. ``distil`` fits narrower networks (the share of their inner layers' channels that stay) to what the
given network makes of the lines, and, less, to their text; after a part of the time they reckon as in whole numbers.
``mix`` goes a share of the way from one network to the other. ``pack`` sets whole numbers.
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
from collections.abc import Callable
from dataclasses import dataclass
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
from network import Network, in_real_numbers, in_whole_numbers, narrow, widen, without_second_floors

HEADS = 0.25
"""Share of the blocks that are cells of forms, not lines."""

AREA = 72_000
"""Pixels of the widths of all strips of a batch together."""

SHELF = 1500
"""Lines of like width that are at hand to be shown; the oldest go."""

BLOCK, FIRST_BLOCKS, QUEUED = 48, 8, 30
"""Lines that are handed over together, a block for each step; blocks before the first step; blocks that may wait."""

MEASURED = 400
"""Steps after which it is reckoned, by the clock, how many there will be, unless that was said."""

CHECKED_EVERY = 100
"""Seconds after which what is fitted is saved and its errors on the lines of ``--check`` are told."""

WHOLE_FROM = 100
"""Steps after which a network that is to be packed reckons in whole numbers."""


def drawn_lines(seed: str, heads: float = HEADS) -> Any:
    """Without end: a line's strip (48, width) and its text."""
    chance = random.Random(seed)
    while True:
        draw = draw_lines.head if chance.random() < heads else draw_lines.block
        try:
            yield from draw(random.Random(chance.random()))
        except (OSError, ValueError, ZeroDivisionError, cv2.error) as error:
            print(f"a block could not be drawn: {error!r}", flush=True)


def _draw(queues: Any, seed: str) -> None:
    cv2.setNumThreads(1)
    lines: list[tuple[Any, str]] = []
    for line in drawn_lines(seed):
        lines.append(line)
        if len(lines) == BLOCK:
            for queue in queues:
                queue.put(lines)
            lines = []


def _drawing(seed: str, workers: int, networks: int) -> list[list[Any]]:
    """Processes that draw lines begun; for each network a queue of blocks from each of them."""
    queues: list[list[Any]] = [[multiprocessing.Queue(QUEUED) for _ in range(workers)] for _ in range(networks)]
    for worker in range(workers):
        mine = [of[worker] for of in queues]
        multiprocessing.Process(target=_draw, args=(mine, f"{seed} {worker}"), daemon=True).start()
    return queues


class Shelves:
    """Lines drawn, by width. They come from the drawing processes in turn, so many for each step: in a fixed order."""

    def __init__(self, queues: list[Any]) -> None:
        self._queues = queues
        self._shelves: dict[int, deque[tuple[Any, str]]] = {}
        self.drawn = self.shown = 0
        for _ in range(FIRST_BLOCKS):
            self.take()

    def take(self) -> None:
        """Wait for the next block of lines."""
        for line in self._queues[self.drawn // BLOCK % len(self._queues)].get():
            self._shelves.setdefault(_full(line[0].shape[1]) // 96, deque(maxlen=SHELF)).append(line)
            self.drawn += 1

    def lines(self) -> list[tuple[Any, str]]:
        """All that are at hand."""
        return [line for shelf in self._shelves.values() for line in shelf]

    def group(self) -> list[tuple[Any, str]]:
        """Lines of like width, as many as a batch holds."""
        shelves = list(self._shelves.items())
        width, shelf = random.choices(shelves, [len(shelf) for _, shelf in shelves])[0]
        group = random.sample(shelf, min(len(shelf), max(4, AREA // (width * 96 + 96))))
        self.shown += len(group)
        return group


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


def errors_of(network: Any, lines: list[tuple[Any, str]], characters: str, device: Any) -> tuple[float, float]:
    """Shares of characters read wrongly: blanks aside, and what blanks lost and put in add to it."""
    wrong = wrong_blanks = total = 0
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
                read = " ".join("".join(characters[number] for number in chosen if number).split())
                solid = _distance(read.replace(" ", ""), text.replace(" ", ""))
                wrong += solid
                wrong_blanks += max(0, _distance(read, text) - solid)
                total += len(text.replace(" ", ""))
    return wrong / max(1, total), wrong_blanks / max(1, total)


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


def _prepared(seed: str) -> Any:
    """The device, with all that is drawn by lot set by the seed."""
    torch.manual_seed(0)
    random.seed(seed)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True)
class Task:
    """How long and how fast a network is fitted, where it is saved, and by what its errors are told."""

    folder: Path
    name: str
    """Of the files: ``fittedNAME.onnx``, ``logNAME.txt``."""
    begun: float
    minutes: float
    steps: int
    """0: as many as the minutes allow, reckoned after ``MEASURED`` steps, and written to the log."""
    rate: float
    checks: tuple[Path, ...]


def _fitted(
    task: Task,
    network: Any,
    average: Any,
    shelves: Shelves,
    characters: str,
    losses: Callable[[Any, Any, Any, Any], Any],
    before: Callable[[int], None] = lambda step: None,
) -> None:
    """The one loop of fitting: ``average`` becomes the running mean of the weights of ``network``.

    ``losses`` gives, for strips, their steps, their texts' classes and counts, a tensor of figures for the log, of
    which the last is what is made less. ``before`` is called before every step.
    """
    device = next(network.parameters()).device
    index = {character: number for number, character in enumerate(characters) if number}
    weights, means = list(network.held.values()), list(average.held.values())
    optimiser = torch.optim.AdamW(
        weights, lr=task.rate, betas=(0.9, 0.98), weight_decay=1e-3, fused=device.type == "cuda"
    )
    sets = {
        path.stem: [
            (cv2.imdecode(np.frombuffer(png, np.uint8), 0), text) for png, text in pickle.loads(path.read_bytes())
        ]
        for path in task.checks
    }
    record = (task.folder / f"log{task.name}.txt").open("a")

    def say(text: str) -> None:
        print(f"{task.name}: {text}", flush=True)
        record.write(text + "\n")
        record.flush()

    def save() -> None:
        onnx.save(average.given_back(), task.folder / f"fitted{task.name}.onnx")
        ends = {name: [float(end) for end in both] for name, both in network.ranges.items()}
        (task.folder / f"ranges{task.name}.json").write_text(json.dumps(ends))

    def told() -> str:
        return ", ".join(
            f"{name} {errors:.4f} + {blanks:.4f}"
            for name, lines in sets.items()
            for errors, blanks in [errors_of(average, lines, characters, device)]
        )

    say(f"{device}, {len(characters)} classes, at the start: " + told())
    count, step, seen, checked, measured = task.steps, 0, [], time.time(), time.time()
    while (step < count if count else True) and time.time() - task.begun < 60 * task.minutes:
        if not count and step == MEASURED:
            each = (time.time() - measured) / (MEASURED - MEASURED // 2)
            count = step + int(0.96 * (60 * task.minutes - (time.time() - task.begun)) / each)
            say(f"{count} steps in all")
        if step == MEASURED // 2:
            measured = time.time()
        shelves.take()
        given, inside, steps, flat, counts = _batch(shelves.group(), index, device)
        if random.random() < 0.8:
            given = varied(given, inside)
        before(step)
        past = step / count if count else 0.0
        fall = max(0.005, (1 + math.cos(math.pi * max(0.0, past - 0.15) / 0.85)) / 2)
        for settings in optimiser.param_groups:
            settings["lr"] = task.rate * min(1, (step + 1) / 300) * fall
        figures = losses(given * inside, steps, flat, counts)
        optimiser.zero_grad()
        figures[-1].backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(means, weights, 1 - min(0.998, (1 + step) / (20 + step)))
        seen.append(figures.detach())
        if step % 200 == 0:
            lately = torch.stack(seen).mean(0).tolist()
            seen = []
            say(
                f"{step} steps, {time.time() - task.begun:.0f} s, {shelves.drawn} lines drawn, {shelves.shown} shown: "
                + ", ".join(f"{figure:.4f}" for figure in lately)
            )
            if not math.isfinite(lately[-1]):
                break
        if time.time() - checked > CHECKED_EVERY:
            checked = time.time()
            save()
            say(f"{step} steps, {time.time() - task.begun:.0f} s: " + told())
    save()
    say(f"{step} steps, {shelves.drawn} lines drawn, {shelves.shown} shown; in the end: " + told())


def fit(
    start: Path, folder: Path, minutes: float, steps: int, rate: float, seed: str, workers: int, checks: list[Path]
) -> None:
    """The given network, fitted to the text of drawn lines."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inputs.json").write_text(json.dumps(inputs(), indent=1))
    task = Task(folder, "", time.time(), minutes, steps, rate, tuple(checks))
    queues = _drawing(seed, workers, 1)
    device = _prepared(seed)
    model = onnx.load(start)
    network, average = (Network(model).to(device) for _ in range(2))
    network.softness = average.softness = 0.0

    def losses(given: Any, steps: Any, flat: Any, counts: Any) -> Any:
        return loss_of(network(given), steps, flat, counts)[None]

    _fitted(task, network, average, Shelves(queues[0]), _characters(model), losses)


LIKE_TEACHER, BY_TEXT = 1.0, 0.3
"""What it counts how far a narrower network is from the given one, and how far from the lines' text."""

BLANKS = 3.0
"""How much more a step counts where either network sees a blank: they are few, and in tight print easily lost."""


def unlike(likely: Any, wanted: Any, steps: Any, count: int, blank: int) -> Any:
    """How far likelihoods are from those wanted, a character (Kullback and Leibler), over the steps of each strip."""
    inside = torch.arange(likely.shape[1], device=likely.device)[None] < steps.to(likely.device)[:, None]
    counts = 1 + BLANKS * torch.maximum(likely.detach()[:, :, blank], wanted[:, :, blank])
    wanted = wanted.clamp_min(1e-7)
    each = (wanted * (wanted.log() - likely.clamp_min(1e-7).log())).sum(2)
    return (each * counts * inside).sum() / max(1, count)


def distil(
    start: Path,
    folder: Path,
    minutes: float,
    steps: int,
    rate: float,
    seed: str,
    workers: int,
    shares: list[float],
    onward: Path | None,
    checks: list[Path],
) -> None:
    """Narrower networks, each in a process of its own, fitted to the same drawn lines."""
    begun = time.time()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inputs.json").write_text(json.dumps(inputs(), indent=1))
    queues = _drawing(seed, workers, len(shares))
    fitting = []
    for share, mine in zip(shares, queues, strict=True):
        task = Task(folder, str(share), begun, minutes, steps, rate, tuple(checks))
        former = onward / f"fitted{share}.onnx" if onward else None
        arguments = (start, former if former and former.exists() else None, task, share, seed, mine)
        fitting.append(multiprocessing.Process(target=_distil, args=arguments, daemon=True))
    for process in fitting:
        process.start()
    for process in fitting:
        process.join()


def _distil(start: Path, former: Path | None, task: Task, share: float, seed: str, queues: list[Any]) -> None:
    device = _prepared(seed)
    model = onnx.load(start)
    without_second_floors(model.graph)
    characters = _characters(model)
    teacher = Network(model).to(device).eval()
    teacher.softness = 0.0
    shelves = Shelves(queues)
    small = onnx.ModelProto()
    small.CopyFrom(onnx.load(former) if former else model)
    if share < 1 and not former:
        narrow(small, [_strip_of(line[0]) for line in shelves.lines()][:120], share)
    network, average = (Network(small).to(device) for _ in range(2))
    network.softness = average.softness = 0.0
    average.ranges, average.scales = network.ranges, network.scales

    def before(step: int) -> None:
        network.whole = average.whole = step >= WHOLE_FROM
        network.watching = step % 2 == 0 if step < 1000 else step % 10 == 0

    def losses(given: Any, steps: Any, flat: Any, counts: Any) -> Any:
        with torch.no_grad():
            wanted = teacher(given)
        likely = network(given)
        far = unlike(likely, wanted, steps, int(counts.sum()), characters.index(" "))
        by_text = loss_of(likely, steps, flat, counts)
        return torch.stack([far, by_text, LIKE_TEACHER * far + BY_TEXT * by_text])

    _fitted(task, network, average, shelves, characters, losses, before)


def _strip_of(strip: Any) -> Any:
    """A strip as the network takes it: (1, 1, 48, width)."""
    row = np.zeros((1, 1, 48, _full(strip.shape[1])), np.float32)
    row[0, 0, :, : strip.shape[1]] = strip / np.float32(127.5) - 1
    return row


def _characters(model: Any) -> str:
    return str(next(prop.value for prop in model.metadata_props if prop.key == "characters"))


def start(source: Path, out: Path) -> None:
    model, characters = in_real_numbers(source)
    characters = widen(model, characters, BEYOND_ASCII)
    del model.metadata_props[:]
    model.metadata_props.add(key="characters", value=characters)
    onnx.save(model, out)


def likelier_blanks(fitted: Path, out: Path, more: float) -> None:
    """Add to the bias of the blank, for fitting on drawn lines and packing lose blanks in tight print."""
    model = onnx.load(fitted)
    characters = _characters(model)
    last = [node for node in model.graph.node if node.op_type == "MatMul"][-1]
    added = next(node for node in model.graph.node if node.op_type == "Add" and last.output[0] in node.input)
    for weight in model.graph.initializer:
        if weight.name in added.input:
            bias = numpy_helper.to_array(weight).copy()
            bias[characters.index(" ")] += more
            weight.CopyFrom(numpy_helper.from_array(bias, weight.name))
    onnx.save(model, out)


def mix(first: Path, second: Path, out: Path, share: float) -> None:
    """A share of the way from the weights of the first to the second's; so are the ranges beside them, if any."""
    beside = [path.with_name(path.stem.replace("fitted", "ranges") + ".json") for path in (first, second)]
    if all(path.exists() for path in beside):
        begin, end = (json.loads(path.read_text()) for path in beside)
        mixed = {name: [a + share * (b - a) for a, b in zip(begin[name], end[name], strict=True)] for name in end}
        out.with_suffix(".json").write_text(json.dumps(mixed))
    model, goal = onnx.load(first), onnx.load(second)
    wanted = {weight.name: numpy_helper.to_array(weight) for weight in goal.graph.initializer}
    for weight in model.graph.initializer:
        array = numpy_helper.to_array(weight)
        if array.dtype == np.float32:
            value = array + np.float32(share) * (wanted[weight.name] - array)
            weight.CopyFrom(numpy_helper.from_array(np.asarray(value, np.float32), weight.name))
    onnx.save(model, out)


def pack(fitted: Path, out: Path, ranges: Path | None) -> None:
    """In whole numbers, their ranges those that ``distil`` wrote, else set by drawn lines."""
    model = onnx.load(fitted)
    characters = _characters(model)
    drawn = drawn_lines("ranges", 0.15)
    strips = [_strip_of(next(drawn)[0]) for _ in range(16 if ranges else 160)]
    ends = json.loads(ranges.read_text()) if ranges else None
    with tempfile.TemporaryDirectory() as folder:
        in_whole_numbers(model, strips, characters, out, Path(folder), ends)


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
    command.add_argument("--steps", type=int, default=0, help="fix their number, as the log of a former fitting has it")
    command.add_argument("--rate", type=float, default=6e-4)
    command.add_argument("--seed", default="lines")
    command.add_argument("--workers", type=int, default=1)
    command.add_argument("--check", type=Path, action="append", default=[])
    command = commands.add_parser("distil")
    command.add_argument("start", type=Path)
    command.add_argument("folder", type=Path)
    command.add_argument("--minutes", type=float, default=9)
    command.add_argument("--steps", type=int, default=0)
    command.add_argument("--rate", type=float, default=6e-4)
    command.add_argument("--seed", default="lines 4")
    command.add_argument("--workers", type=int, default=1)
    command.add_argument("--shares", type=float, nargs="+", default=[0.5], help="of the inner layers' channels")
    command.add_argument("--onward", type=Path, help="folder of a former fitting, whose networks are fitted further")
    command.add_argument("--check", type=Path, action="append", default=[])
    command = commands.add_parser("mix")
    command.add_argument("first", type=Path)
    command.add_argument("second", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--share", type=float, default=0.5)
    command = commands.add_parser("likelier_blanks")
    command.add_argument("fitted", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--more", type=float, default=1.0)
    command = commands.add_parser("pack")
    command.add_argument("fitted", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--ranges", type=Path)
    asked = vars(parser.parse_args())
    {
        "start": start,
        "fit": lambda checks=(), check=(), **rest: fit(checks=list(check), **rest),
        "distil": lambda check=(), **rest: distil(checks=list(check), **rest),
        "mix": mix,
        "likelier_blanks": likelier_blanks,
        "pack": pack,
    }[asked.pop("command")](**asked)
