"""How fast the index is built and answers, beside SQLite FTS5 and PostgreSQL in the same run.

    python bench/search.py [N] [DIR] [--without build,answer,load,others,fts,postgres,beside,update]

N made-up cables (default 100,000) are written to DIR/received by make_cables.py, unless they stand there, and indexed
(default DIR: a folder that is removed again). Milliseconds are processor time of the thread that asks, which other work
on the machine does not lengthen, unless "wall" is said. Nothing answered is kept between questions. The tables printed
are those of bench/RESULTS.md. PostgreSQL is started in the folder, as another user where this one is root.
"""

import asyncio
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import make_cables

from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page, PageText
from briefbook.search import Index, build_index, open_index, precompute_counts, search, update_index

ASKED = 40
POSTGRES = Path("/usr/lib/postgresql/15/bin")
POSTGRES_MOST = 200_000
"""With more cables PostgreSQL is left out: its index alone would take longer than all the rest."""

CLIENTS, A_SECOND, SECONDS = 200, 150, 60


def read_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The cables as they were written."""
    for path in sorted((folder / "received" / "made-up").glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def entry_of(row: dict[str, Any]) -> tuple[Entry, list[PageText]]:
    """A row as the catalogue hands it over."""
    readings = {name: tuple(Reading(r["value"], r["value"]) for r in many) for name, many in row["fields"].items()}
    pages = [PageText(number, text, "received") for number, text in enumerate(row["pages"], 1)]
    return Entry(row["item"], readings, page_count=len(pages)), pages


def opened(folder: Path) -> Index:
    """The index of a run."""
    index = open_index(folder / "index")
    assert index is not None
    return index


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Postgres:
    """A cluster of its own in a folder, reached through psql."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.user = folder / "postgres", "postgres" if os.geteuid() == 0 else None
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            for place in (folder, self.folder):
                place.chmod(0o755)
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        options = f"-c fsync=off -c listen_addresses= -k {self.folder} -c shared_buffers=1GB -c work_mem=256MB"
        options += " -c maintenance_work_mem=1GB -c max_parallel_workers_per_gather=0 -c jit=off"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-w", "-l", str(self.folder / "log"), "start"
        )
        asker = [
            "psql",
            "-h",
            str(self.folder),
            "-U",
            self.user or os.environ.get("USER", ""),
            "-d",
            "postgres",
            "-qAt",
        ]
        self.asker = subprocess.Popen(
            asker, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, user=self.user
        )

    def _run(self, name: str, *arguments: str) -> None:
        told = subprocess.run([POSTGRES / name, *arguments], user=self.user, cwd="/", stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False, text=True)  # fmt: skip
        if told.returncode:
            raise OSError(f"{name}: {told.stdout.strip()[-300:]}")

    def ask(self, *statements: str) -> list[str]:
        """The rows that the statements answer."""
        assert self.asker.stdin
        assert self.asker.stdout
        self.asker.stdin.write("\n".join(statements) + "\n\\echo <done>\n")
        self.asker.stdin.flush()
        rows = []
        while (line := self.asker.stdout.readline()) != "<done>\n":
            if not line or line.startswith("ERROR"):
                raise OSError(f"PostgreSQL: {line.strip() or 'gone'}")
            rows.append(line)
        return rows

    def load(self, rows: Iterator[dict[str, Any]]) -> None:
        """The same texts and columns, with the index PostgreSQL has for words."""
        self.ask("CREATE UNLOGGED TABLE items (id int, item text, day text, sender text, level text, body text, "
            "words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED);")  # fmt: skip
        assert self.asker.stdin
        self.asker.stdin.write("COPY items (id, item, day, sender, level, body) FROM STDIN;\n")
        for row in rows:
            values = [row["item"], *(_first(row, name) for name in ("date", "from", "classification"))]
            cells = [str(row["row"]), *values, " ".join(row["pages"])]
            self.asker.stdin.write("\t".join(re.sub(r"[\\\s]+", " ", cell) for cell in cells) + "\n")
        self.asker.stdin.write("\\.\n")
        self.ask("CREATE INDEX ON items USING gin (words);", "CREATE INDEX ON items (sender);", "ANALYZE items;")

    def stop(self) -> None:
        """End the cluster."""
        self.asker.terminate()
        self.asker.wait()
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


def _first(row: dict[str, Any], name: str) -> str:
    return row["fields"][name][0]["value"] if name in row["fields"] else ""


class Run:
    """One run over N cables."""

    def __init__(self, count: int, folder: Path, without: set[str]) -> None:
        self.count, self.folder, self.without = count, folder, without
        self.postgres: Postgres | None = None
        if not any((folder / "received").glob("*/*.jsonl")):
            make_cables.main(count, folder)

    def build(self) -> None:
        """The index; reading the rows and making their values is taken off the processor time, not off the wall."""
        spent, characters = 0.0, 0

        def handed() -> Iterator[tuple[Entry, list[PageText]]]:
            nonlocal spent, characters
            begun = time.thread_time()
            for row in read_rows(self.folder):
                made = entry_of(row)
                characters += sum(map(len, row["pages"]))
                spent += time.thread_time() - begun
                yield made
                begun = time.thread_time()

        load = os.getloadavg()[0]
        begun, wall, own = time.process_time(), time.perf_counter(), time.thread_time()
        build_index(self.folder / "index", handed(), stamp="bench", precompute=precompute_counts)
        taken, wall = time.process_time() - begun - spent, time.perf_counter() - wall
        own = time.thread_time() - own - spent
        size = size_of(self.folder / "index")
        print(f"\n{self.count:,} cables, {characters / 1e6:,.0f} MB of text; load average {load:.1f} before, "
            f"{os.getloadavg()[0]:.1f} after\n")  # fmt: skip
        print("| index | |\n|---|---|")
        print(f"| wall, s, with reading the rows | {wall:.0f} ({self.count / wall:,.0f} cables a second) |")
        print(f"| processor, s, without | {taken:.0f}, of it {own:.0f} in the thread that hands over |")
        print(f"| cables a second on two cores, from that | {self.count / max(own, taken / 2):,.0f} |")
        print(f"| size | {size / 1e6:,.0f} MB, {size / characters:.2f} times the text |")
        print(f"| parts | {opened(self.folder).searcher.num_segments} |")
        sys.stdout.flush()

    def others(self) -> None:
        """The same texts in the other stores."""
        if "fts" not in self.without:
            begun, spent = time.thread_time(), 0.0
            self.db = sqlite3.connect(self.folder / "fts.sqlite")
            self.db.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;"
                "DROP TABLE IF EXISTS items; DROP TABLE IF EXISTS texts;"
                "CREATE TABLE items (id INTEGER PRIMARY KEY, item TEXT, day TEXT, sender TEXT, level TEXT);"
                "CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='unicode61');"
            )
            for number, row in enumerate(read_rows(self.folder), 1):
                values = (number, row["item"], *(_first(row, name) for name in ("date", "from", "classification")))
                self.db.execute("INSERT INTO items VALUES (?, ?, ?, ?, ?)", values)
                self.db.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", (number, "\n".join(row["pages"])))
            self.db.executescript("CREATE INDEX by_day ON items (day); CREATE INDEX by_sender ON items (sender);")
            self.db.commit()
            spent = time.thread_time() - begun
            print(
                f"\nFTS5 (no stored text): {spent:.0f} s of processor time, {size_of_file(self.folder / 'fts.sqlite')}."
            )
        if "postgres" in self.without or self.count > POSTGRES_MOST:
            why = "as asked" if "postgres" in self.without else f"more than {POSTGRES_MOST:,} cables"
            print(f"\nPostgreSQL: left out ({why}).")
            return
        try:
            begun = time.perf_counter()
            self.postgres = Postgres(self.folder)
            self.postgres.load(read_rows(self.folder))
            print(f"\nPostgreSQL 15: loaded and indexed in {time.perf_counter() - begun:.0f} s wall.")
        except OSError as error:
            print(f"\nPostgreSQL: skipped, {error}")
        sys.stdout.flush()

    def questions(self) -> dict[str, list[str]]:
        """Questions of each kind, drawn from the texts."""
        rng = random.Random(7)
        index = opened(self.folder)
        numbers = sorted({1 + number * max(1, self.count // 400) for number in range(400)} - {0})
        found = [search(index, f"item:SPEC{number:07d}", counts=False, limit=1) for number in numbers[:300]]
        texts = [index.searcher.doc(address).to_dict()["text"][0] for address in self._addresses(index, found)]
        words = sorted({word for text in texts for word in re.findall(r"[A-Z]{5,}", text)})
        held = {word: index.searcher.doc_freq("text", word.lower()) for word in words}
        rare = [word for word in words if 2 <= held[word] <= max(20, self.count // 5000)]
        common = sorted(words, key=lambda word: -held[word])[:60]
        pairs = [(a, b) for text in texts for a, b in re.findall(r"([A-Z]{3,}) ([A-Z]{3,})", text)]

        def take(make: Callable[[], str]) -> list[str]:
            return [make() for _ in range(ASKED)]

        def pair() -> tuple[str, str]:
            return rng.choice(pairs)

        return {
            "rare word": take(lambda: rng.choice(rare)),
            "common word": take(lambda: rng.choice(common)),
            "two common words": take(lambda: " ".join(rng.sample(common, 2))),
            "phrase": take(lambda: '"{} {}"'.format(*pair())),
            "near": take(lambda: "{} NEAR/5 {}".format(*map(str.lower, pair()))),
            "boolean, date, sender": take(
                lambda: (
                    f"({rng.choice(common)} OR {rng.choice(common)}) -{rng.choice(rare)} "
                    f"from:{rng.choice(make_cables.POSTS[:6])} date:1962-1{rng.randrange(3)}"
                )
            ),
            "every item of a month": take(lambda: f"date:196{rng.randrange(1, 4)}-0{rng.randrange(2, 10)}"),
            "every item": take(lambda: ""),
            "rare word, misread too (~)": take(lambda: f"{rng.choice(rare)}~"),
            "like this item": take(lambda: f"like:SPEC{rng.randrange(2, self.count):07d}"),
        }

    def _addresses(self, index: Index, found: list[Any]) -> Iterator[Any]:
        import tantivy

        for hits in found:
            for hit in hits.hits:
                query = tantivy.Query.term_query(index.schema, "item", hit.item)
                yield index.searcher.search(query, 1).hits[0][1]

    def answer(self) -> None:
        """Every kind of question with facets, histogram, caution and snippets; nothing kept between."""
        index = opened(self.folder)
        print("\n| question, with facets, histogram, caution, snippets | hits, median | p50 ms | p95 ms | "
            "without counts, p50 | p95 |\n|---|---|---|---|---|---|")  # fmt: skip
        for kind, asked in self.questions().items():
            whole, bare, totals = [], [], []
            for question in asked:
                index._cache.clear()
                begun = time.thread_time()
                totals.append(search(index, question).total)
                whole.append((time.thread_time() - begun) * 1000)
                index._cache.clear()
                begun = time.thread_time()
                search(index, question, counts=False)
                bare.append((time.thread_time() - begun) * 1000)
            middle = statistics.median
            print(f"| {kind} | {middle(totals):,.0f} | {middle(whole):.1f} | {p95(whole):.1f} | {middle(bare):.1f} "
                f"| {p95(bare):.1f} |")  # fmt: skip
        print(f"\nResident memory at its highest so far: {highest():,.0f} MB.")
        sys.stdout.flush()

    def beside(self) -> None:
        """The same question put to each in turn: twenty best, counts by sender, month and classification."""
        index, questions = opened(self.folder), self.questions()
        print("\n| in turn, wall ms, median (times ours) | index | FTS5 | PostgreSQL |\n|---|---|---|---|")
        for kind in ("rare word", "common word", "two common words"):
            spent: dict[str, list[float]] = {"index": [], "fts": [], "postgres": []}
            for question in questions[kind][:12]:
                index._cache.clear()
                for name, ask in (("index", lambda one: search(index, one)), ("fts", self.ask_fts),
                    ("postgres", self.ask_postgres)):  # fmt: skip
                    begun = time.perf_counter()
                    if ask(question) is not None:
                        spent[name].append((time.perf_counter() - begun) * 1000)
            ours = statistics.median(spent["index"])
            cells = [f"{ours:.1f}"]
            for name in ("fts", "postgres"):
                theirs = statistics.median(spent[name]) if spent[name] else None
                cells.append(f"{theirs:,.1f} ({theirs / ours:.0f})" if theirs else "not measured")
            print(f"| {kind} | {' | '.join(cells)} |")
        sys.stdout.flush()

    def ask_fts(self, question: str) -> int | None:
        """FTS5: twenty best hits, and counts."""
        if "fts" in self.without:
            return None
        asked = " AND ".join(f'"{word}"' for word in question.split())
        self.db.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", (asked,)).fetchall()
        for column in ("sender", "substr(day, 1, 7)", "level"):
            self.db.execute(
                f"SELECT {column}, count(*) FROM items "
                "WHERE id IN (SELECT rowid FROM texts WHERE texts MATCH ?) GROUP BY 1",
                (asked,),
            ).fetchall()
        return 1

    def ask_postgres(self, question: str) -> int | None:
        """PostgreSQL: twenty best hits, and counts."""
        if self.postgres is None:
            return None
        asked = f"plainto_tsquery('simple', '{question}')"
        self.postgres.ask(
            f"SELECT item, ts_rank(words, {asked}) AS r FROM items WHERE words @@ {asked} ORDER BY r DESC LIMIT 20;",
            *(f"SELECT {column}, count(*) FROM items WHERE words @@ {asked} GROUP BY 1;"
              for column in ("sender", "substr(day, 1, 7)", "level")),
        )  # fmt: skip
        return 1

    def update(self) -> None:
        """Corrected items, until a reader that is open finds them, while others read."""
        index, stop, read, troubles = opened(self.folder), threading.Event(), [0], []

        def keep_reading() -> None:
            while not stop.is_set():
                try:
                    search(index, "minister from:ROME", counts=False)
                    read[0] += 1
                except Exception as error:
                    troubles.append(str(error))

        reader = threading.Thread(target=keep_reading)
        reader.start()
        taken = []
        for number in range(8):
            word = f"ZYZZYVA{number}{os.getpid()}"
            readings = {"date": (Reading("1962-11-08", "1962-11-08"),)}
            changed = Entry(f"SPEC{number + 1:07d}", readings, page_count=1)
            begun = time.perf_counter()
            update_index(self.folder / "index", [(changed, [Page.of_text(changed.item, 1, word)])], stamp=str(number))
            assert search(index, word).total == 1
            taken.append(time.perf_counter() - begun)
        stop.set()
        reader.join()
        middle, longest = statistics.median(taken) * 1000, max(taken) * 1000
        print(f"\nA corrected item is found after {middle:.0f} ms wall (longest {longest:.0f}); meanwhile {read[0]:,} "
            f"questions were answered, {len(troubles)} failed.")  # fmt: skip
        sys.stdout.flush()

    def load(self) -> None:
        """200 clients put mixed questions to the server over loopback."""
        if "load" in self.without:
            return
        mixed = [one for question in self.questions().values() for one in question]
        random.Random(3).shuffle(mixed)
        server = subprocess.Popen(
            [sys.executable, __file__, "--serve", str(self.folder)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout
            port = int(server.stdout.readline())
            for clients, a_second, seconds in ((1, 0, 15), (CLIENTS, A_SECOND, SECONDS)):
                spent, errors = asyncio.run(_ask_all(port, mixed, clients, a_second, seconds))
                spent.sort()
                rate = f"{a_second} a second asked for" if a_second else "one after another"
                print(f"\nHTTP, {clients} client{'s' * (clients > 1)}, {rate}, {seconds} s: {len(spent):,} answers "
                    f"({len(spent) / seconds:.0f} a second), {errors} errors; "
                    f"wall ms p50 {spent[len(spent) // 2]:.1f}, "
                    f"p95 {spent[int(len(spent) * 0.95)]:.1f}, p99 {spent[int(len(spent) * 0.99)]:.1f}.")  # fmt: skip
            status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
            most = re.search(r"VmHWM:\s+(\d+)", status)
            print(f"Resident memory of the server: {int(most[1]) / 1024 if most else 0:,.0f} MB; "
                f"load average {os.getloadavg()[0]:.1f}.")  # fmt: skip
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
        sys.stdout.flush()


def size_of_file(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.0f} MB"


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def highest() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _ask_all(
    port: int, questions: list[str], clients: int, a_second: int, seconds: int
) -> tuple[list[float], int]:
    spent: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        nonlocal errors
        rng = random.Random(number)
        pause = clients / a_second if a_second else 0.0
        due = time.perf_counter() + rng.random() * pause
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            begun = max(due, time.perf_counter()) if not pause else due  # a late start counts
            if begun >= end or time.perf_counter() >= end:
                break
            due += pause
            asked = quote(rng.choice(questions))
            try:
                writer.write(f"GET /api/v1/search?q={asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: (\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                errors += not head.startswith(b"HTTP/1.1 200")
            except (OSError, asyncio.IncompleteReadError):
                errors += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            spent.append((time.perf_counter() - begun) * 1000)
        writer.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    return spent, errors


def serve(folder: Path) -> None:
    """The server over the index of a run, until it is told to stop; prints its port."""
    import socket

    from briefbook.cli.serve_ import run_server
    from briefbook.server.api.app_state import AppState
    from briefbook.server.app import make_app

    index = opened(folder)
    live = AppState({}, lambda question, **more: search(index, question, **more), lambda question, item: ())
    held = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(held.getsockname()[1], flush=True)
    run_server(make_app(live), held)


def main(count: int, folder: Path | None, without: set[str]) -> None:
    """Build, ask, compare, update, load."""
    place = folder or Path(tempfile.mkdtemp(prefix="bench-search-"))
    place.mkdir(parents=True, exist_ok=True)
    run = Run(count, place, without)
    try:
        for name, step in (("build", run.build), ("answer", run.answer), ("load", run.load), ("others", run.others),
            ("beside", run.beside), ("update", run.update)):  # fmt: skip
            if name not in without:
                step()
    finally:
        if run.postgres:
            run.postgres.stop()
        shutil.rmtree(place / "postgres", ignore_errors=True)
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]))
        sys.exit()
    told = sys.argv[1:]
    left = set(told.pop(told.index("--without") + 1).split(",")) if "--without" in told else set()
    told = [one for one in told if one != "--without"]
    main(int(told[0]) if told else 100_000, Path(told[1]) if told[1:] else None, left)
