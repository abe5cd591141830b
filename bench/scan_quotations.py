"""Quotations held against our own reading of real scans: true ones from a transcription by eye, and altered ones.

    ./run bench checks --only scans [--pile scans-2] [--read COLLECTION]

The scans in ``../shared/data/scans`` are what limits were chosen on, those in ``scans-2`` are reported only. Altered
quotations are made as ``checks.altered`` makes them, and in the kinds of ``../shared/cases/truth/alteration_kinds.py``
that change words and leave no mark (no brackets, no ellipsis). Each verdict is given twice: by the text alone, and with
the picture asked.
"""

import importlib.util
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefbook.checks.quotations import read_quotation, source_text, verify_in
from briefbook.model.page import Line
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.text.tokens import tokens_of

SHARED = Path(__file__).parents[1] / ".." / "shared"
PASSED = ("verbatim", "as-on-scan", "verbatim-noisy")
MARKED = ("bracket", "ellipsis", "initial", "speakers", "stitched", "turned round", "clause", "starts inside",
          "hyphen lost", "contraction")  # fmt: skip
"""Kinds of altering that leave a mark in the quotation, or drop more than a word: they are not the picture's."""

Change = Callable[[str, random.Random, dict[str, Any]], str | None]
Altered = Callable[[list[str], str, list[str], random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation of a page, and the kind of its altering; "" if it is true."""

    record: str
    kind: str
    words: str


def _joined(lines: Sequence[str]) -> list[str]:
    """The words of lines, those that a hyphen divides over a line's end in one."""
    words: list[str] = []
    for line in lines:
        row = line.split()
        if words and row and words[-1].endswith("-") and words[-1][:-1].isalpha() and row[0][:1].isalpha():
            words[-1] = words[-1][:-1] + row.pop(0)
        words += row
    return words


def passages(lines: Sequence[str], rng: random.Random) -> list[list[str]]:
    """Runs of 6 to 24 words of a page's lines that were legible to the eye, all over the text."""
    return list(_passages(_joined(lines), rng, 1))


def _passages(words: list[str], rng: random.Random, times: int) -> Iterator[list[str]]:
    for _ in range(times):
        place = rng.randrange(6)
        while place + 6 <= len(words):
            size = rng.randint(6, 24)
            longest: list[str] = []
            run: list[str] = []
            for word in [*words[place : place + size], "?"]:
                if any(character in word for character in "?[]"):
                    longest, run = max(longest, run, key=len), []
                else:
                    run.append(word)
            if len(longest) >= 6:
                yield longest
            place += size


def _kinds() -> list[tuple[str, Change]]:
    path = SHARED / "cases" / "truth" / "alteration_kinds.py"
    if not path.exists():
        return []
    spec = importlib.util.spec_from_file_location("alteration_kinds", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(name, change) for name, group, change in module.K if group == "F" and not any(m in name for m in MARKED)]


def _plain(words: str) -> str:
    return f" {' '.join(token for word in words.split() for token in tokens_of(word))} "


def cases(pages: dict[str, list[str]], altered: Altered, changes: Sequence[str], seed: int) -> Iterator[Case]:
    """True and altered quotations of pages, in small letters as authors write them."""
    rng, kinds = random.Random(seed), _kinds()
    every = {token for lines in pages.values() for line in lines for word in line.split() for token in tokens_of(word)}
    names = sorted(token for token in every if len(token) > 6 and token.isalpha())
    for record, lines in pages.items():
        words = _joined(lines)
        whole = _plain(" ".join(words))
        for passage in _passages(words, rng, 4):
            small, titled = " ".join(passage).lower(), " ".join(word.capitalize() for word in passage)
            yield Case(record, "", small)
            made = []
            for name, change in rng.sample(kinds, len(kinds)):
                context = {"sents": [small], "i": 0}
                quote = change(small, rng, context) or change(titled, rng, context)
                if quote and _plain(quote.lower()) not in whole:
                    made.append((name, quote))
                if len(made) == 2:
                    break
            kind = rng.choice(list(changes))
            quote = altered(passage if rng.random() < 0.5 else titled.split(), kind, names, rng)
            if quote and _plain(quote.lower()) not in whole:
                made.append((kind, quote))
            yield from (Case(record, name, quote.lower()) for name, quote in made)


def measure(pile: str, altered: Altered, changes: Sequence[str], seed: int, read: Path | None = None) -> None:
    """Read the scans of a pile, or take a collection that has them read, and print what becomes of quotations."""
    folder = SHARED / "data" / pile
    if not folder.is_dir():
        print(f"quotations of scans: left out, ../shared/data/{pile} is not beside the repository")
        return
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    pages = {row["record"]: row["text_lines"][row["body_start"] : row["body_end"] + 1] for row in rows}
    legibility = {row["record"]: row["legibility"] for row in rows}
    with tempfile.TemporaryDirectory() as name:
        workspace = open_read(read) if read else read_pile(Path(name) / "collection", folder)
        counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        times = []
        texts = {
            record: source_text([p for p in workspace.catalogue.pages(record) if p.number == 1]) for record in pages
        }
        usage = pipeline.input_for_quotations(workspace).usage
        for case in cases(pages, altered, changes, seed):
            quoted = read_quotation(case.words)
            scores_of = _scores_of(workspace, case.record)
            began = time.process_time()
            asked = verify_in(quoted, texts[case.record], scores_of, usage)
            times.append(1000 * (time.process_time() - began))
            told = verify_in(quoted, texts[case.record])
            for way, verdict in (("text alone", str(told.verdict)), ("picture asked", str(asked.verdict))):
                for grade in (legibility[case.record], "all"):
                    counts["altered" if case.kind else "true", grade, way][verdict] += 1
    print(f"quotations of {pile}, {len(pages)} pages")
    for key in sorted(counts):
        total = counts[key].total()
        agreeing, unsure = sum(counts[key][verdict] for verdict in PASSED), counts[key]["cannot-tell"]
        print(
            f"  {key[0]:8} {key[1]:7} {key[2]:14} {total:5}  passed {agreeing / total:.1%} ({agreeing}), cannot tell "
            f"{unsure / total:.1%}, accused {(total - agreeing - unsure) / total:.1%} ({total - agreeing - unsure})"
        )
    times.sort()
    print(f"  ms a question: median {times[len(times) // 2]:.0f}, of twenty the slowest {times[-len(times) // 20]:.0f}")


def read_pile(root: Path, folder: Path) -> Workspace:
    """A collection of the scans of a pile, read."""
    for arguments in (("init", str(root)), ("-C", str(root), "read")):
        if arguments[-1] == "read":
            for path in (folder / "pdf").glob("*.pdf"):
                shutil.copy(path, root / "scans")
        subprocess.run([sys.executable, "-m", "briefbook", *arguments], check=True, capture_output=True)
    return open_read(root)


def open_read(root: Path) -> Workspace:
    """A collection in which the scans are read already."""
    return Workspace(Collection.open(root), read=False)


def _scores_of(workspace: Workspace, record: str) -> Callable[[int, Line], Any]:
    return lambda number, line: workspace.line_scores(record, number, line)
