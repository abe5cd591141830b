"""How fast the index is built and answers, beside SQLite FTS5 in the same run: `./run bench search [N] [DIR]`.

Milliseconds are processor time of the thread that asks, which other work on the machine does not lengthen.

N made-up cables (default 100,000; see make_cables.py) are indexed in DIR (default: a folder that is removed again).
Nothing answered is kept between questions: the index's memory of counts is emptied before each. The tables printed
are those of bench/RESULTS.md.
"""

import os
import random
import re
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from make_cables import cables

from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.search import build_index, open_index, search, update_index

ASKED = 40


def entry_of(row: dict) -> tuple[Entry, list[Page]]:
    """A generated row as the catalogue would hand it over."""
    readings = {name: tuple(Reading(r["value"], r["value"]) for r in many) for name, many in row["fields"].items()}
    pages = [Page.of_text(row["item"], number, text) for number, text in enumerate(row["pages"], 1)]
    return Entry(row["item"], readings, page_count=len(pages)), pages


class Run:
    """One run over N cables."""

    def __init__(self, count: int, folder: Path) -> None:
        self.count, self.folder = count, folder
        self.characters = 0
        self.samples: list[str] = []
        self.db = sqlite3.connect(folder / "fts.sqlite")

    def rows(self) -> Iterator[dict]:
        """The cables; some texts are kept to draw questions from."""
        every = max(1, self.count // 400)
        for number, row in enumerate(cables(self.count)):
            if number % every == 1 and row["pages"][0]:
                self.samples.append(row["pages"][0])
            yield row

    def build(self) -> None:
        """Both, and how long each takes; making the cables and their values is not counted."""
        self.db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE items (id INTEGER PRIMARY KEY, item TEXT, day TEXT, sender TEXT, level TEXT);"
            "CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='unicode61');"
        )
        spent = {"fts": 0.0, "making": 0.0}

        def handed() -> Iterator[tuple[Entry, list[Page]]]:
            begun = time.process_time()
            for number, row in enumerate(self.rows(), 1):
                made = entry_of(row)
                text = "\n".join(row["pages"])
                self.characters += len(text)
                spent["making"] += time.process_time() - begun
                begun = time.process_time()
                entry = made[0]
                values = (number, entry.item, entry.date, entry.value("from"), entry.value("classification"))
                self.db.execute("INSERT INTO items VALUES (?, ?, ?, ?, ?)", values)
                self.db.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, text))
                spent["fts"] += time.process_time() - begun
                yield made
                begun = time.process_time()

        begun = time.process_time()
        build_index(self.folder / "index", handed(), stamp="bench")
        taken = time.process_time() - begun - spent["fts"] - spent["making"]
        self.db.executescript("CREATE INDEX by_day ON items (day); CREATE INDEX by_sender ON items (sender);")
        self.db.commit()
        size = sum(path.stat().st_size for path in (self.folder / "index").rglob("*") if path.is_file())
        fts = (self.folder / "fts.sqlite").stat().st_size
        print(f"\n{self.count:,} cables, {self.characters / 1e6:,.0f} MB of text, load {os.getloadavg()[0]:.1f}\n")
        print("| | index | FTS5 (no stored text) |\n|---|---|---|")
        print(f"| build, s of processor time | {taken:.1f} | {spent['fts']:.1f} |")
        print(f"| cables a second | {self.count / taken:,.0f} | {self.count / spent['fts']:,.0f} |")
        print(f"| size, MB | {size / 1e6:,.0f} | {fts / 1e6:,.0f} |")
        print(f"| size / text | {size / self.characters:.2f} | {fts / self.characters:.2f} |")

    def questions(self) -> dict[str, list[str]]:
        """Questions of each kind, drawn from the texts."""
        rng = random.Random(7)
        index = open_index(self.folder / "index")
        assert index is not None
        words = sorted({word for text in self.samples for word in re.findall(r"[A-Z]{5,}", text)})
        held = {word: index.searcher.doc_freq("text", word.lower()) for word in words}
        rare = [word for word in words if 2 <= held[word] <= max(20, self.count // 5000)]
        common = sorted(words, key=lambda word: -held[word])[:60]
        pairs = [(a, b) for text in self.samples for a, b in re.findall(r"([A-Z]{3,}) ([A-Z]{3,})", text)]

        def take(make: Callable[[], str]) -> list[str]:
            return [make() for _ in range(ASKED)]

        def pair() -> tuple[str, str]:
            return rng.choice(pairs)

        return {
            "rare word": take(lambda: rng.choice(rare)),
            "common word": take(lambda: rng.choice(common)),
            "two common words": take(lambda: " ".join(rng.sample(common, 2))),
            "phrase": take(lambda: '"{} {}"'.format(*pair())),
            "near": take(lambda: "{} NEAR/5 {}".format(*pair()).lower().replace("near/", "NEAR/")),
            "boolean, date, facets": take(
                lambda: (
                    f"({rng.choice(common)} OR {rng.choice(common)}) -{rng.choice(rare)} "
                    f"from:WASHDC date:1962-1{rng.randrange(3)}"
                )
            ),
            "every item of a month": take(lambda: f"date:196{rng.randrange(1, 4)}-0{rng.randrange(1, 10)}"),
            "misread (~)": take(lambda: f"{rng.choice(rare)}~"),
            "like this item": take(lambda: f"like:SPEC{rng.randrange(2, self.count):07d}"),
        }

    def answer(self) -> None:
        """Every kind of question with facets, histogram, caution and snippets; nothing kept between."""
        index = open_index(self.folder / "index")
        assert index is not None
        print("\n| question | hits, median | p50 ms | p95 ms | hits and snippets alone, p50 |\n|---|---|---|---|---|")
        for kind, asked in self.questions().items():
            whole, bare, totals = [], [], []
            for question in asked:
                index._kept.clear()
                begun = time.thread_time()
                totals.append(search(index, question).total)
                whole.append((time.thread_time() - begun) * 1000)
                index._kept.clear()
                begun = time.thread_time()
                search(index, question, counts=False)
                bare.append((time.thread_time() - begun) * 1000)
            p95 = statistics.quantiles(whole, n=20)[-1]
            middle = statistics.median
            print(f"| {kind} | {middle(totals):,.0f} | {middle(whole):.1f} | {p95:.1f} | {middle(bare):.1f} |")
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\nMemory of this process at its highest: {highest:,.0f} MB")

    def beside(self) -> None:
        """The same question put to each in turn."""
        index = open_index(self.folder / "index")
        assert index is not None
        questions = self.questions()
        print("\n| in turn, with counts by sender and month | index p50 ms | FTS5 p50 ms | times |\n|---|---|---|---|")
        for kind in ("rare word", "common word", "two common words"):
            ours, theirs = [], []
            for question in questions[kind][:10]:
                index._kept.clear()
                begun = time.thread_time()
                search(index, question)
                ours.append((time.thread_time() - begun) * 1000)
                begun = time.thread_time()
                self.ask_fts(question)
                theirs.append((time.thread_time() - begun) * 1000)
            one, other = statistics.median(ours), statistics.median(theirs)
            print(f"| {kind} | {one:.1f} | {other:.1f} | {other / one:.0f} |")

    def ask_fts(self, question: str) -> None:
        """Twenty best hits, and counts by sender and by month."""
        asked = " AND ".join(f'"{word}"' for word in question.split())
        self.db.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", (asked,)).fetchall()
        for column in ("sender", "substr(day, 1, 7)", "level"):
            self.db.execute(
                f"SELECT {column}, count(*) FROM items "
                "WHERE id IN (SELECT rowid FROM texts WHERE texts MATCH ?) GROUP BY 1",
                (asked,),
            ).fetchall()

    def update(self) -> None:
        """One corrected item, until a reader that is open finds it."""
        index = open_index(self.folder / "index")
        assert index is not None
        taken = []
        for number in range(5):
            word = f"ZYZZYVA{number}"
            readings = {"date": (Reading("1962-11-08", "1962-11-08"),)}
            changed = Entry(f"SPEC{number + 1:07d}", readings, page_count=1)
            begun = time.perf_counter()
            update_index(self.folder / "index", [(changed, [Page.of_text(changed.item, 1, word)])], stamp=str(number))
            assert search(index, word).total == 1
            taken.append(time.perf_counter() - begun)
        middle, longest = statistics.median(taken) * 1000, max(taken) * 1000
        print(f"\nA corrected item is found after {middle:.0f} ms (longest {longest:.0f}).")


def main(count: int, folder: Path | None) -> None:
    """Build, ask, compare."""
    place = folder or Path(tempfile.mkdtemp(prefix="bench-search-"))
    place.mkdir(parents=True, exist_ok=True)
    try:
        run = Run(count, place)
        run.build()
        run.answer()
        run.beside()
        run.update()
        print("\nPostgreSQL: not measured; this script does not start one yet.")
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
