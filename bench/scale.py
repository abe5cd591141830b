"""What each stage costs at 10,000, 100,000 and more cables: time, memory, disk, and how they grow.

    python bench/scale.py [N ...] [--in DIR] [--only STAGE,...]

N made-up State cables (default 10,000 and 100,000; bench/make_state_cables.py) are imported from a list into a new
collection in DIR (default: a folder that is removed again) and taken through every stage, each a command of its own as
a curator types it. Seconds are processor seconds of the command and of all processes that it started, its workers too;
the memory is that of its largest process; the exponent is log(cost ratio) / log(item ratio) of neighbouring N: above
1.05 a stage grows faster than its items.
"""

import argparse
import itertools
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import make_state_cables
import processor_time

BRIEFBOOK = (sys.executable, "-m", "briefbook")
SETTINGS = """[collection]
title = "Made-up cables of 1973 to 1979"

[items]
pattern = "(?P<item>19[0-9]{2}[A-Z]+[0-9]{6})"
citation = "19[0-9]{2}[A-Z]+[0-9]{6}"
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """A stage's processor seconds, seconds by the clock, MiB of the largest process, and bytes on disk after it."""

    seconds: float
    wall: float
    memory: float
    disk: int


def run(*arguments: str, root: Path) -> Cost:
    """Run a command of Briefbook on a collection."""
    usage = processor_time.run([*BRIEFBOOK, "-C", str(root), *arguments])
    if usage.status not in (0, 1):
        sys.exit(f"briefbook {' '.join(arguments)} ended with {usage.status}")
    return Cost(usage.seconds, usage.wall, usage.memory, size_of(root))


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def served(root: Path) -> Cost:
    """How long the server takes until it answers a search."""
    began = time.monotonic()
    command = [*BRIEFBOOK, "-C", str(root), "serve", "--public", "--port", "8765"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = next(word for line in process.stdout for word in line.split() if word.startswith("http")).rstrip("/")
    while True:
        try:
            with urllib.request.urlopen(f"{address}/api/v1/search?q=paris", timeout=60) as answer:
                answer.read()
            break
        except OSError:
            time.sleep(0.05)
    wall = time.monotonic() - began
    process.terminate()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, 0)


def ask(root: Path) -> None:
    """Print how long questions of each kind take: p50 and p95 of processor time, with counts and snippets."""
    from briefbook.catalogue import StoreCatalogue
    from briefbook.project.collection import Collection
    from briefbook.search import open_index, search

    run("search", "paris", root=root)  # the server may have been stopped while it brought the index up to date
    index = open_index(Collection.open(root).index)
    texts_of = StoreCatalogue(Collection.open(root).catalogue).page_texts
    assert index is not None
    rng = random.Random(7)
    items = [hit.item for hit in search(index, "", limit=200, order="item", counts=False).hits]
    common = [word for word, _ in sorted(frequencies(index).items(), key=lambda pair: -pair[1])][:60]
    middle = common[20:] if len(common) > 30 else common
    kinds: dict[str, Callable[[], str]] = {
        "common word": lambda: rng.choice(common),
        "two common words": lambda: " ".join(rng.sample(common, 2)),
        "two of the five commonest": lambda: " ".join(rng.sample(common[:5], 2)),
        "phrase of two common words": lambda: '"{} {}"'.format(*rng.sample(middle, 2)),
        "phrase of two of the five commonest": lambda: '"{} {}"'.format(*rng.sample(common[:5], 2)),
        "near of two of the five commonest": lambda: "{} NEAR/5 {}".format(*rng.sample(common[:5], 2)),
        "word, date and sender": lambda: (
            f"{rng.choice(common)} from:{rng.choice(make_state_cables.POSTS[:6])} date:197{rng.randrange(4, 10)}"
        ),
        "everything": lambda: "",
        "one item": lambda: f"item:{rng.choice(items)}",
    }
    print("\n| question, with facets, histogram, snippets | hits, median | p50 ms | p95 ms |\n|---|---|---|---|")
    for kind, make in kinds.items():
        times, totals = [], []
        for _ in range(40):
            question = make()
            index._cache.clear()
            began = time.thread_time()
            totals.append(search(index, question, texts_of=texts_of).total)
            times.append((time.thread_time() - began) * 1000)
        p95 = sorted(times)[int(len(times) * 0.95)]
        print(f"| {kind} | {statistics.median(totals):,.0f} | {statistics.median(times):.1f} | {p95:.1f} |", flush=True)


def frequencies(index: object) -> dict[str, int]:
    """In how many items the words of the vocabulary's head occur."""
    from make_cables import COMMON

    searcher = index.searcher  # type: ignore[attr-defined]
    return {word: searcher.doc_freq("text", word) for word in COMMON}


STAGES: dict[str, Callable[[Path], Cost]] = {
    "import csv": lambda root: run("import", "csv", str(root.parent / "cables.csv"), root=root),
    "describe": lambda root: run("catalogue", "show", "1973PARIS000001", root=root),
    "show, nothing changed": lambda root: run("catalogue", "show", "1973PARIS000001", root=root),
    "index": lambda root: run("search", "paris", root=root),
    "search in the terminal": lambda root: run("search", "paris", root=root),
    "list": lambda root: run("catalogue", "list", root=root),
    "list as JSON": lambda root: run("catalogue", "list", "--json", root=root),
    "correct an item": lambda root: run("catalogue", "set", "1973PARIS000001", "subject", "HERRING", root=root),
    "show, one corrected": lambda root: run("catalogue", "show", "1973PARIS000001", root=root),
    "catalogue export": lambda root: run("catalogue", "export", str(root.parent / "out.csv"), "--replace", root=root),
    "export csl": lambda root: run("export", "csl", "--to", str(root.parent / "csl"), "--replace", root=root),
    "check": lambda root: run("check", root=root),
    "check, nothing changed": lambda root: run("check", root=root),
    "serve": served,
}


def measure(count: int, folder: Path, only: set[str]) -> dict[str, Cost]:
    """Take a collection of so many cables through the stages; print a row for each."""
    folder.mkdir(parents=True, exist_ok=True)
    root = folder / "collection"
    if not root.exists():
        make_state_cables.main(count, folder / "cables.csv")
        (root / "scans").mkdir(parents=True)
        (root / "narratives").mkdir()
        (root / "briefbook.toml").write_text(SETTINGS, encoding="utf-8")
    size = (folder / "cables.csv").stat().st_size
    print(f"\n{count:,} cables, a list of {size / 1e6:,.0f} MB; load average {os.getloadavg()[0]:.1f}\n")
    print("| stage | s | s by the clock | MiB | MB on disk |\n|---|---|---|---|---|")
    costs = {}
    for name, work in STAGES.items():
        if only and name not in only:
            continue
        cost = costs[name] = work(root)
        print(f"| {name} | {cost.seconds:.1f} | {cost.wall:.1f} | {cost.memory:,.0f} | {cost.disk / 1e6:,.0f} |",
            flush=True)  # fmt: skip
    if not only or "ask" in only:
        subprocess.run([sys.executable, __file__, "--ask", str(root)], check=True)
    return costs


def main() -> None:
    """Measure every N, and print the exponents."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("counts", nargs="*", type=int, default=[10_000, 100_000])
    arguments.add_argument("--in", dest="folder", type=Path, help="folder that is kept, and used again")
    arguments.add_argument("--only", default="", help="stages, separated by commas")
    arguments.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.ask:
        ask(options.ask)
        return
    parent = options.folder or Path(tempfile.mkdtemp(prefix="scale-"))
    results = []
    try:
        for count in options.counts:
            only = {stage for stage in options.only.split(",") if stage}
            results.append((count, measure(count, parent / str(count), only)))
    finally:
        if not options.folder:
            shutil.rmtree(parent, ignore_errors=True)
    for (fewer, before), (more, after) in itertools.pairwise(results):
        print(f"\n| {fewer:,} to {more:,} | exponent of time | of memory | of disk |\n|---|---|---|---|")
        for name in before.keys() & after.keys():
            pairs = [
                (getattr(before[name], part), getattr(after[name], part)) for part in ("seconds", "memory", "disk")
            ]
            cells = [f"{math.log(b / a) / math.log(more / fewer):.2f}" if a and b else "" for a, b in pairs]
            print(f"| {name} | {' | '.join(cells)} |")
    (parent / "results.json").write_text(json.dumps(
        {str(count): {name: (c.seconds, c.wall, c.memory, c.disk) for name, c in costs.items()}
            for count, costs in results})) if options.folder else None  # fmt: skip


if __name__ == "__main__":
    main()
