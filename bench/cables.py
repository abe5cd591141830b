"""How well headings, references and series are understood, on the sets in ../shared. Run as ``./run bench cables``."""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from briefbook.cables import read_heading
from briefbook.cables.heading import CORE

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def same(key, expected, got):
    """Is the value exact? Lists in order; of references the parts that are expected."""
    if key == "ref":
        got = got or []
        return len(expected) == len(got) and all(
            all(
                one.get(part) == value
                for part, value in want.items()
                if part in ("form", "series", "number", "date", "author")
            )
            for want, one in zip(expected, got, strict=True)
        )
    if key == "to" and isinstance(expected, str):
        expected = [expected]
    if expected in (None, [], {}):
        return got in (None, [], {})
    return expected == got


def headers(path, show=False):
    counts = Counter()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        got = read_heading(row["text"])
        for key, expected in row["expect"].items():
            if key == "note":
                continue
            if key == "flags":
                for flag in expected:
                    counts["flags"] += 1
                    hit = flag in got["flags"] or any(flag.split(":")[0] == one.split(":")[0] for one in got["flags"])
                    counts["flags raised"] += hit
                    if show and not hit:
                        print("FLAG", row["style"], flag, got["flags"])
                continue
            kind = "core" if key in CORE else "further"
            counts[kind] += 1
            right = same(key, expected, got.get(key))
            counts[f"{kind} exact"] += right
            blank = expected in (None, [], {})
            if not right and blank:
                counts["false fills"] += 1
            if not right and not blank and got.get(key) not in (None, [], {}):
                counts[f"{kind} wrong"] += 1
            if show and not right and (kind == "core" or show > 1):
                print(f"{kind} {row['style']:22} {key}: wants {expected!r} got {got.get(key)!r}")
    start = time.perf_counter()
    for _ in range(5):
        for row in rows:
            read_heading(row["text"])
    counts["headings a second"] = round(5 * len(rows) / (time.perf_counter() - start))
    return counts


if __name__ == "__main__":
    show = sys.argv.count("-v")
    print(dict(headers(SHARED / "domain" / "headers.jsonl", show)))
