"""How well editions are imported, references followed and dates told by numbers, on the sets in ../shared.

Run as ``./run bench cables imports references dating persons``; ``-v`` lists what differs from the sets.
"""

import csv
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

from briefbook.cables import read_heading
from briefbook.cli.import_ import IMPORTERS, ImportSource, keep
from briefbook.correspondence import resolve_references
from briefbook.correspondence.network import all_numbers
from briefbook.correspondence.number_dating import beta_interval, leave_one_out
from briefbook.correspondence.series_runs import epochs_of
from briefbook.model.catalogue import MemoryCatalogue
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.text import posts
from briefbook.text.dates import day_of
from briefbook.text.posts import same_post
from briefbook.text.vocabulary import full_level

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SHOW = sys.argv.count("-v")
_LOADED = (posts, read_heading, same_post, full_level)  # before anything is timed


@cache
def edition():
    """The volumes of FRUS imported into a collection of their own, and how many seconds of one core each step took."""
    return _imported("frus", sorted((SHARED / "data" / "frus").glob("*.xml")))


@cache
def archive():
    """The archive's cables imported into a collection of their own."""
    return _imported("state-cables", [SHARED / "data" / "state-cables" / "pdf"])


def _imported(kind, paths):
    root = Path(tempfile.mkdtemp(prefix="briefbook-bench-"))
    (root / "briefbook.toml").write_text("", encoding="utf-8")
    here = Collection.open(root)
    took, reports = {}, []
    start = time.process_time()
    for path in paths:
        data = path.read_bytes() if path.is_file() else b""
        source = ImportSource(path, data, path.stem.lower(), path.suffix)
        reports.append(keep(here, source, IMPORTERS[kind](source, here.settings), kind, replace=False))
    took["import"] = time.process_time() - start
    workspace = Workspace(here)
    start = time.process_time()
    assert len(workspace.catalogue)
    took["catalogue"] = time.process_time() - start
    start = time.process_time()
    assert workspace.network
    took["network"] = time.process_time() - start
    return workspace, reports, took


def imports():
    """Documents, seconds of one core, and where the archive's attributes and its messages differ."""
    workspace, reports, took = edition()
    counts = {f"frus {name}": sum(one["counts"].get(name, 0) for one in reports) for name in reports[0]["counts"]}
    counts |= {f"frus {step}, seconds": round(seconds, 1) for step, seconds in took.items()}
    counts["frus documents a second into the catalogue"] = round(len(workspace.catalogue) / took["catalogue"])
    _, (report,), took = archive()
    counts |= {f"state {name}": value for name, value in report["counts"].items()}
    counts["state import, seconds"] = round(took["import"], 1)
    if SHOW:
        for one in report["differences"]:
            print(f"  {one['item']} {one['field']}: archive {one['archive']!r}, message {one['message']!r}")
    return counts


def references():
    """The editors' footnotes against what we resolve: by numbers and dates alone, and with the footnotes weighed in."""
    workspace, _, _ = edition()
    entries = {entry.item: entry for entry in workspace.catalogue}
    bare = {
        item: replace(
            entry, references=tuple(reference for reference in entry.references if reference.form != "EDITOR")
        )
        for item, entry in entries.items()
    }
    counts = {}
    start = time.process_time()
    alone = resolve_references(MemoryCatalogue(bare))
    counts["references a second"] = round(len(alone) / (time.process_time() - start))
    for name, resolved in (("alone", alone), ("weighed", workspace.network.references)):
        mine = [reference for reference in resolved if reference.form != "EDITOR"]
        counts |= {
            f"{name} {status}": n for status, n in sorted(Counter(reference.status for reference in mine).items())
        }
        counts |= {f"{name} gold {verdict}": n for verdict, n in sorted(_against_gold(mine, name).items())}
    return counts


def _against_gold(resolved, name):
    counts = Counter()
    by = defaultdict(list)
    for reference in resolved:
        by[reference.item, reference.number].append(reference)
    for line in (SHARED / "data" / "frus" / "reference-gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        item, target = gold["from_doc"].replace("/", "-"), gold["target"].replace("/", "-")
        rows = by[item, gold["number"]]
        held_rows = [row for row in rows if row.status == "held"]
        kind = "agreeing" if gold["agree"] else "disagreeing"
        right = any(reference.target == target for reference in held_rows)
        verdict = "right" if right else "other" if held_rows else rows[0].status if rows else "not seen"
        counts[f"{kind} {verdict}"] += 1
        if SHOW and verdict not in ("right", "stub"):
            answer = held_rows[0].target if held_rows else [row.candidates for row in rows]
            print(f"  {name} {item} {gold['mention']}: editors {target}, we {answer}")
    return counts


def dating():
    """Leave-one-out error, in days, of dating an item by its number, an epoch at a time; and how often 90 % holds."""
    series = defaultdict(list)
    with open(SHARED / "domain" / "serials.csv", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            day = day_of(row["date"])
            if row["number"].isdigit() and day and "[" not in row["from"]:
                series[row["from"], day.year].append((int(row["number"]), day))
    mean_errors = {f"{post} {year}": _mean(leave_one_out(points)) for (post, year), points in series.items()}
    groups = defaultdict(list)
    for one in all_numbers(edition()[0].catalogue, {}):
        if one.day and not one.alias and one.kind == "telegram" and not one.series:
            groups[one.post].append(one)
    errors, inside, dated, tried = [], 0, 0, 0
    for group in groups.values():
        for epoch in epochs_of(group):
            points = sorted((one.first, one.day) for one in epoch.numbers)
            for at, (number, day) in enumerate(points):
                rest = [*points[:at], *points[at + 1 :]]
                guess = beta_interval(number, rest)
                tried += 1
                if guess:
                    dated += 1
                    errors.append(abs((guess[0] - day).days))
                    inside += guess[1] <= day <= guess[2]
    mean_errors["frus"] = f"{_mean(errors)}; {dated} of {tried} told, {inside / dated:.0%} inside their interval"
    return {name: text for name, text in mean_errors.items() if text}


def _mean(errors):
    return f"{sum(errors) / len(errors):.2f} ({len(errors)} points)" if errors else ""


def persons():
    """Names found by the shipped list, against the persons that the edition's editors marked in the same document."""
    counts = Counter()
    for entry in edition()[0].catalogue:
        marked = {reading.value for reading in entry.readings.get("persons", ()) if reading.by == "received"}
        for reading in entry.readings.get("persons", ()):
            if reading.by != "machine" or not marked:
                continue
            surname = (reading.value or "").split()[-1:] or ["?"]
            counts["found" if reading.value else "left open"] += 1
            counts["marked by the editors too"] += any(surname[0] in (name or "") for name in marked)
    return counts
