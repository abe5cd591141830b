"""How well and how fast pages are read, beside tesseract, rapidocr and OCRmyPDF in the same run.

    ./run bench reading [--quick] [--pages 4] [--sets real,specimens,light,...] [--engines auto,...] [--kept FOLDER]
    ./run bench reading --layers [--sets light,medium,heavy]

Three kinds of pages. *real*: the scans with a transcription made by eye that stand in ../shared/data/scans (body text
only, as their own score has it). *specimens*: the scans of the specimen collection. *light*, *medium*, *heavy*: pages
drawn by make_pages.py with the seed ``SEED``, which is used for nothing else. Nothing was tuned on the drawn pages of
this seed. Each engine reads all pages in a process of its own, one thread, one page after another; OCRmyPDF gets each
set as one PDF. Processor time is that of the process and of the programs it starts; loading an engine is not counted,
starting a program for a page is. How errors are counted is written in _scoring.py.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _scoring import FREE

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED = ROOT / ".." / "shared" / "data" / "scans"
SPECIMENS = ROOT / "examples" / "cuban-missile-crisis" / "scans"
SETS = ("real", "specimens", "light", "medium", "heavy")
ENGINES = ("auto", "tesseract", "rapidocr", "ocrmypdf")
"""The readers that are compared."""
SEED = 19620022
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(slots=True)
class Paper:
    """A page to be read and what stands on it."""

    set: str
    name: str
    path: str
    page: int
    grade: str
    lines: list[str]
    boxes: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    rows: list[list[tuple[str, tuple[int, ...]]]] = field(default_factory=list)


def papers(sets: list[str], pages: int, quick: bool, folder: Path) -> Iterator[Paper]:
    """The pages of the sets, a few of each kind when in a hurry."""
    if "real" in sets:
        yield from _real(quick)
    if "specimens" in sets:
        papers_found = list(_specimens())
        yield from papers_found[::6] if quick else papers_found
    for level in [one for one in ("light", "medium", "heavy") if one in sets]:
        from make_pages import make_pages

        for number, (path, truth, boxes) in enumerate(make_pages(1 if quick else pages, level, SEED, folder)):
            words = [(word, tuple(box)) for row in boxes for word, box in row]
            yield Paper(level, f"{level} {number}", str(path), 1, level, truth, words, boxes)


def _real(quick: bool) -> Iterator[Paper]:
    if not SHARED.exists():
        print("real pages: left out, ../shared/data/scans is not beside the repository")
        return
    rows = [json.loads(line) for line in (SHARED / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows[::4] if quick else rows:
        lines = row["text_lines"][row["body_start"] : row["body_end"] + 1]
        path = SHARED / "pdf" / f"{row['record']}.pdf"
        yield Paper("real", row["record"], str(path), 1, row["legibility"], lines)  # the page alone


def _specimens() -> Iterator[Paper]:
    spec = importlib.util.spec_from_file_location("make_specimens", ROOT / "tools" / "make_specimens.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules["make_specimens"] = script
    spec.loader.exec_module(script)
    book = tomllib.loads((ROOT / "tools" / "specimens.toml").read_text(encoding="utf-8"))
    for specimen in book["specimen"]:
        (path,) = SPECIMENS.glob(f"{specimen['item']}.*")
        for number, lines in enumerate(script.pages_of(specimen, book), 1):
            typed = [line for line in lines if line]
            yield Paper("specimens", f"{specimen['item']} p. {number}", str(path), number, specimen["wear"], typed)


# What an engine does, in a process of its own


def work(engine: str, listed: Path) -> None:
    """Read the listed pages with one engine and print what it saw, a JSON line a page."""
    pages = [Paper(**row) for row in json.loads(listed.read_text())]
    for row in _ocrmypdf(pages) if engine == "ocrmypdf" else _one_by_one(engine, pages):
        print(json.dumps(row | {"memory": _memory_so_far()}), flush=True)


def _one_by_one(engine: str, pages: list[Paper]) -> Iterator[dict[str, Any]]:
    from briefbook.model.page import Scan
    from briefbook.ocr.reader_choice import read_scan_page
    from briefbook.scans import scan_page
    from briefbook.settings import ReadingSettings

    settings = {
        "auto": ReadingSettings(),
        "tesseract": ReadingSettings(reader="tesseract"),
        "rapidocr": ReadingSettings(reader="rapidocr"),
    }[engine]
    warm = True
    for paper in pages:
        scan = Scan("D1", (Path(paper.path),), "")
        for _ in range(1 + warm):  # at first twice: loading the engine is not reading
            began = _spent()
            for one in scan_page(scan, paper.page):
                page, _ = read_scan_page("D1", one, settings)
            took = _spent() - began
        warm = False
        yield _row(paper, page, took)


def _ocrmypdf(pages: list[Paper]) -> Iterator[dict[str, Any]]:
    """Each set as one PDF through OCRmyPDF; its text layer is what it read."""
    from briefbook.model.page import Scan
    from briefbook.ocr.reader_choice import read_scan_page
    from briefbook.scans import scan_page, scan_pages
    from briefbook.settings import ReadingSettings

    with tempfile.TemporaryDirectory() as folder:
        for name in dict.fromkeys(paper.set for paper in pages):
            chosen = [paper for paper in pages if paper.set == name]
            source, target = Path(folder) / f"{name}.pdf", Path(folder) / f"{name}-read.pdf"
            pictures = []
            for paper in chosen:
                for one in scan_page(Scan("D1", (Path(paper.path),), ""), paper.page):
                    shown = one.picture()
                    dpi = one.dpi or 300
                    colours = shown.getcolors(2)
                    pictures.append(shown.convert("1") if colours else shown)
            pictures[0].save(source, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
            began = _spent()
            command = ["ocrmypdf", "--quiet", "--jobs", "1", "--output-type", "pdf", str(source), str(target)]
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, **ONE_THREAD})
            each = (_spent() - began) / len(chosen)
            read = scan_pages(Scan("D1", (target,), ""))
            for paper, one in zip(chosen, read, strict=True):
                page, _ = read_scan_page("D1", one, ReadingSettings(reader="text-layer"))
                yield _row(paper, page, each)


def _row(paper: Paper, page: Any, seconds: float) -> dict[str, Any]:
    words = [
        (
            word.text,
            [word.box.left, word.box.top, word.box.right, word.box.bottom] if word.box else None,
            word.probability,
        )
        for word in page.words
    ]
    lines = [line.text for line in page.lines]
    by_context = [place for place, word in enumerate(page.words) if word.by_context]
    return {
        "by_context": by_context,
        "name": paper.name,
        "lines": lines,
        "words": words,
        "seconds": seconds,
        "reader": page.reader,
    }


def _memory_so_far() -> float:
    """The most MiB that this process or one it started has held; a process inherits its parent's figure at first."""
    own = 0.0
    with contextlib.suppress(OSError):
        own = float(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def _spent() -> float:
    """Processor seconds of this process and of those it started."""
    return sum(os.times()[:4])


# What is made of it


@dataclass(slots=True)
class Score:
    """One engine on one group of pages."""

    pages: int = 0
    errors: int = 0
    characters: int = 0
    by_line: int = 0
    by_line_of: int = 0
    words: int = 0
    words_wrong: int = 0
    seconds: float = 0.0
    shares: list[float] = field(default_factory=list)
    boxes: int = 0
    figures: int = 0
    figures_right: int = 0
    words_read: int = 0
    by_context: int = 0
    by_context_right: int = 0

    def add_kinds(self, truth: str, row: dict[str, Any], right: dict[int, bool | None]) -> None:
        """Count true words with figures and those read exactly right, and words in which context overruled ink."""
        true_words = [word for word in FREE.sub(" ", truth).split() if "?" not in word]
        self.figures += sum(any(character.isdigit() for character in word) for word in true_words)
        context = set(row.get("by_context", ()))
        for place, is_right in right.items():
            if is_right is None:
                continue
            self.words_read += 1
            self.figures_right += is_right and any(character.isdigit() for character in row["words"][place][0])
            self.by_context += place in context
            self.by_context_right += is_right and place in context


def score(papers_read: list[Paper], rows: dict[str, dict[str, Any]], by: str) -> tuple[dict[str, Score], Any]:
    """Scores by set or by grade, and the reliability of the words' confidence over them all."""
    from _scoring import Reliability, box_shares, character_errors, line_errors, plain, word_errors

    scores: dict[str, Score] = {}
    reliability = Reliability()
    for paper in papers_read:
        row = rows[paper.name]
        one = scores.setdefault(getattr(paper, by), Score())
        truth = plain(paper.lines)
        one.pages += 1
        one.seconds += row["seconds"]
        errors, count = character_errors(truth, plain(row["lines"]))
        one.errors, one.characters = one.errors + errors, one.characters + count
        errors, count = line_errors(paper.lines, row["lines"])
        one.by_line, one.by_line_of = one.by_line + errors, one.by_line_of + count
        words = word_errors(truth, [word for word, _, _ in row["words"]])
        one.words_wrong, one.words = one.words_wrong + words.errors, one.words + words.total
        one.add_kinds(truth, row, words.right)
        for at, right in words.right.items():
            sure = row["words"][at][2]
            if right is not None and sure is not None:
                reliability.add(sure, right)
        if paper.boxes:
            one.boxes += len(paper.boxes)
            one.shares += box_shares(paper.boxes, [(word, tuple(box)) for word, box, _ in row["words"] if box])
    return scores, reliability


def report(papers_read: list[Paper], read: dict[str, dict[str, dict[str, Any]]]) -> None:
    """The tables of bench/RESULTS.md."""
    print(
        "\n| pages | engine | CER | CER by line | WER | CPU s a page | pages a CPU s | boxes IoU ≥ 0.5 | mean IoU "
        "| words with figures right | by context | of these right |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    groups = [("real", "grade"), *((name, "set") for name in SETS)]
    for name, by in groups:
        chosen = [paper for paper in papers_read if paper.set == name]
        if not chosen or (name == "real" and by == "set"):
            continue
        scored = {engine: score(chosen, rows, by)[0] for engine, rows in read.items()}
        order = ["clean", "medium", "bad"].index if by == "grade" else str
        for group in sorted({getattr(paper, by) for paper in chosen}, key=order):
            for engine, scores in scored.items():
                one = scores[group]
                label = f"real, {group} ({one.pages})" if by == "grade" else f"{group} ({one.pages})"
                met = sum(share >= 0.5 for share in one.shares) / one.boxes if one.boxes else None
                mean = sum(one.shares) / len(one.shares) if one.shares else None
                print(
                    f"| {label} | {engine} | {one.errors / one.characters:.3f} | {one.by_line / one.by_line_of:.3f} "
                    f"| {one.words_wrong / one.words:.3f} | {one.seconds / one.pages:.2f} "
                    f"| {one.pages / one.seconds:.2f} | {'' if met is None else f'{met:.1%}'} "
                    f"| {'' if mean is None else f'{mean:.2f}'} | {_share(one.figures_right, one.figures)} "
                    f"| {_share(one.by_context, one.words_read)} | {_share(one.by_context_right, one.by_context)} |"
                )
    _ratios(papers_read, read)
    _worst(papers_read, read)
    _memory(read)
    for name in ("real", "generated"):
        chosen = [
            paper for paper in papers_read if (paper.set == "real") == (name == "real") and paper.set != "specimens"
        ]
        if chosen and "auto" in read:
            _reliability(name, score(chosen, read["auto"], "set")[1])


def layers_table(papers_read: list[Paper]) -> None:
    """Pages as released: drawn pages with a text layer of each kind behind the picture, by default and image only."""
    from _scoring import character_errors, plain
    from make_layers import KINDS, LayeredPage, make_layer

    from briefbook.model.page import Scan
    from briefbook.ocr.reader_choice import read_scan_page
    from briefbook.scans import scan_page
    from briefbook.settings import ReadingSettings

    readers = {name: ReadingSettings(reader=name) for name in ("text-layer", "anew", "auto")}
    errors = {kind: dict.fromkeys(readers, 0) for kind in KINDS}
    worse = dict.fromkeys(KINDS, 0)
    letters = 0
    chosen = [paper for paper in papers_read if paper.rows]
    for paper in chosen:
        truth, alone = plain(paper.lines), 0
        for page in scan_page(Scan("D1", (Path(paper.path),), ""), paper.page):
            for kind in KINDS:
                layered = LayeredPage(page, make_layer(paper.rows, kind, SEED))
                for name, settings in readers.items():
                    if name == "anew" and kind != KINDS[0]:
                        errors[kind][name] += alone
                        continue
                    read, _ = read_scan_page("D1", layered, settings)
                    wrong, count = character_errors(truth, plain([line.text for line in read.lines]))
                    errors[kind][name] += wrong
                    if name == "anew":
                        alone = wrong
                    elif name == "auto":
                        worse[kind] += wrong > alone
            letters += count
    print(
        f"\n| text layer behind {len(chosen)} pages | CER of it | image only | default | pages worse than image only |"
    )
    print("|---|---|---|---|---|")
    for kind, wrong in errors.items():
        shares = " | ".join(f"{wrong[name] / letters:.4f}" for name in readers)
        print(f"| {kind} | {shares} | {worse[kind]} |", flush=True)


def _share(part: int, whole: int) -> str:
    """How many of how many, and the share; empty where there is none."""
    return f"{part} of {whole} ({part / whole:.1%})" if whole else ""


def _ratios(papers_read: list[Paper], read: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Auto against each other engine: errors and pages a processor second, as ratios."""
    print("\n| pages | ours | against | errors, ours to theirs | pages a CPU s, ours to theirs |")
    print("|---|---|---|---|---|")
    for name in SETS:
        chosen = [paper for paper in papers_read if paper.set == name]
        if not chosen:
            continue
        whole = {engine: score(chosen, rows, "set")[0][name] for engine, rows in read.items()}
        for ours in [one for one in ("auto",) if one in whole]:
            for theirs in [one for one in ("tesseract", "rapidocr", "ocrmypdf") if one in whole]:
                first, second = whole[ours], whole[theirs]
                errors = first.errors / second.errors if second.errors else float("inf")
                print(f"| {name} | {ours} | {theirs} | {errors:.2f} | {second.seconds / first.seconds:.2f} |")


def _worst(papers_read: list[Paper], read: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Pages on which auto is worse than the best other engine by more than a tenth."""
    from _scoring import character_errors, plain

    others = [one for one in ("tesseract", "rapidocr", "ocrmypdf") if one in read]
    if "auto" not in read or not others:
        return
    worse = []
    for paper in papers_read:
        truth = plain(paper.lines)
        errors = {engine: character_errors(truth, plain(rows[paper.name]["lines"])) for engine, rows in read.items()}
        best = min(others, key=lambda one: errors[one][0])
        if errors["auto"][0] > 1.1 * errors[best][0] and errors["auto"][0] - errors[best][0] > 1:
            share = {one: errors[one][0] / errors[one][1] for one in ("auto", best)}
            worse.append(f"{paper.name}: {share['auto']:.3f} against {share[best]:.3f} of {best}")
    print(
        f"\nPages of {len(papers_read)} on which auto is worse than the best engine by more than a tenth: {len(worse)}"
    )
    for one in worse:
        print(f"- {one}")


def _memory(read: dict[str, dict[str, dict[str, Any]]]) -> None:
    print("\n| engine | peak memory, MiB |\n|---|---|")
    for engine, rows in read.items():
        print(f"| {engine} | {max(row['memory'] for row in rows.values()):.0f} |")


def _reliability(name: str, reliability: Any) -> None:
    print(f"\nConfidence of words as read by auto, {name} pages: ECE {reliability.error:.3f}\n")
    print("| confidence | words | mean confidence | right |\n|---|---|---|---|")
    for bounds, count, sure, right in reliability.rows():
        print(f"| {bounds} | {count} | {sure:.3f} | {right:.3f} |")


def answers(engine: str, listed: Path, names: set[str], kept: Path | None) -> dict[str, dict[str, Any]]:
    """What an engine makes of the listed pages, by their names; nothing where it is not there, or fails."""
    file = kept / f"{engine}.jsonl" if kept else None
    if file and file.exists():
        rows = {row["name"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
        if names <= set(rows):
            print(f"{engine}: {len(names)} pages as kept in {file}", flush=True)
            return {name: rows[name] for name in names}
    if engine in ("tesseract", "ocrmypdf") and not shutil.which(engine):
        print(f"{engine}: left out, the program is not installed")
        return {}
    began = time.monotonic()
    command = [sys.executable, __file__, "--work", engine, str(listed)]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE_THREAD})
    if run.returncode:
        print(f"{engine}: left out, it failed: {run.stderr.strip().splitlines()[-1:]}")
        return {}
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(run.stdout, encoding="utf-8")
    rows = {row["name"]: row for row in map(json.loads, run.stdout.splitlines())}
    print(f"{engine}: {len(rows)} pages in {time.monotonic() - began:.0f} s", flush=True)
    return rows


def main() -> None:
    """Read with every engine, one after another, and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few pages of each set")
    parser.add_argument("--pages", type=int, default=4, help="drawn pages a level")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--kept", type=Path, help="a folder: what an engine answered is kept there, not asked again")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--layers", action="store_true", help="only the table of pages with a text layer of the file")
    asked = parser.parse_args()
    if asked.work:
        work(asked.work[0], Path(asked.work[1]))
        return
    with tempfile.TemporaryDirectory() as made:
        found = list(papers(asked.sets.split(","), asked.pages, asked.quick, Path(made)))
        if asked.layers:
            layers_table(found)
            return
        listed = Path(made) / "pages.json"
        listed.write_text(json.dumps([{name: getattr(one, name) for name in Paper.__slots__} for one in found]))
        read: dict[str, dict[str, dict[str, Any]]] = {}
        for engine in asked.engines.split(","):
            if rows := answers(engine, listed, {one.name for one in found}, asked.kept):
                read[engine] = rows
        report(found, read)


if __name__ == "__main__":
    main()
