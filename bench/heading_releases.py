"""Headings of released papers as they came: right, blank, wrong and false fills, against truths written by eye.

    python bench/heading_releases.py choose|choose-2|choose-3|report|report-2|report-3 [-v] [--read COLLECTION]

The truths are ``headings/releases-....jsonl``, twenty to thirty files of ``../shared/data/releases`` each. COLLECTION
has them read already; without it a collection is made in a temporary folder. ``-v`` lists every difference, not of
the reported piles: single rows of them are not looked at.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from heading_lists import CORE_FIVE, LISTS, blank, verdict

from briefbook.cables import read_cable
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

PDFS = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "releases" / "pdf"
REPORTED = ("report-2", "report-3")
"""Piles of which only totals are looked at."""

ANSWERS = ("right", "blank", "wrong", "false fill", "rightly blank")


def truths(pile):
    """The rows of a pile: the file, the page of the heading, the kind of paper, what a person reads there."""
    lines = (LISTS / f"releases-{pile}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_files(root, files):
    """A collection of files, read at the default settings."""
    subprocess.run([sys.executable, "-m", "briefbook", "init", str(root)], check=True, capture_output=True)
    for name in files:
        shutil.copy(PDFS / name, root / "scans")
    subprocess.run([sys.executable, "-m", "briefbook", "-C", str(root), "read"], check=False, capture_output=True)


def given_values(workspace, item):
    """What the product says of an item: its five fields by the keys of a heading."""
    cable = read_cable(
        item,
        workspace.catalogue.pages(item),
        may_be_several=True,
        line_scores=lambda number, line: workspace.line_scores(item, number, line),
    )
    given = {}
    for key, field in CORE_FIVE.items():
        readings = [reading for reading in cable.fields.get(field, ()) if reading.value]
        first = [reading.value for reading in readings if reading.source == readings[0].source]  # of paper or cover
        given[key] = first if key == "to" else "; ".join(first) or None
    return given


def score(pile, root, show=False):
    """Right, blank, wrong and false fills: all, by field, by kind of paper; what is rightly blank is counted apart."""
    workspace = Workspace(Collection.open(root), read=False)
    tables = {"all": Counter(), "messages": Counter(), "no messages": Counter()}
    for row in truths(pile):
        given = given_values(workspace, row["file"].removesuffix(".pdf"))
        for key, wanted in row["expect"].items():
            answer = verdict(row, key, given[key])
            counted = "rightly blank" if answer == "right" and blank(wanted) and blank(given[key]) else answer
            if answer == "right" and blank(wanted) and not blank(given[key]):
                counted = (
                    "as good"  # a value of which the paper leaves a person in doubt, or that it may be said to have
                )
            whose = "messages" if row["message"] else "no messages"
            for group in ("all", whose, f"field {key}", f"kind {row['kind']}"):
                tables.setdefault(group, Counter())[counted] += 1
            if show and answer != "right":
                print(f"  {row['file']} {row['kind']} {key} {answer}: wants {wanted!r} got {given[key]!r}")
    return tables


def main(pile, read=None, show=False):
    """Print the table of a pile."""
    with tempfile.TemporaryDirectory() as folder:
        root = read or Path(folder) / "collection"
        if read is None:
            read_files(root, [row["file"] for row in truths(pile)])
        tables = score(pile, root, show and pile not in REPORTED)
    print(f"releases-{pile}: {len(truths(pile))} files of data/releases")
    for group, counts in sorted(tables.items()):
        print(f"  {group:26s}" + "".join(f"  {answer} {counts[answer]:3d}" for answer in (*ANSWERS, "as good")))


if __name__ == "__main__":
    words = sys.argv[1:]
    at = words.index("--read") + 1 if "--read" in words else 0
    main(words[0], Path(words[at]) if at else None, "-v" in words)
