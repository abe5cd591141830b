"""Kill what Briefbook does (-9) at random moments: is anything lost, and does the next run go on by itself?

    python bench/kills.py --kills 500 [--seed 1] [read import journal desk describe index reindex build rebuild]

Each kind of work runs in a process forked from this one, which has loaded everything, so that a kill costs little
more than the work. It is killed after a random part of the time that it takes when it is left alone, until so many
kills have met the work: those that come after its end count for nothing. Whatever a person had made, and whatever was
acknowledged, must then be there; after every fifth kill the same work is run to its end and must come to what it comes
to when nobody is killed. The desk over HTTP is in `review_kills.py`. Ends with 1 where anything was lost, changed,
failed or came to something else.
"""

import argparse
import contextlib
import difflib
import hashlib
import importlib.util
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefbook.catalogue import Journal
from briefbook.cli import main as briefbook
from briefbook.model.decision import FieldDecision
from briefbook.project import manuscripts
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide
from briefbook.util import files

TESTS = Path(__file__).parents[1] / "tests"
ITEMS = [f"D{number}" for number in range(1, 7)]
ROWS = 200
"""Rows of the list that is imported."""

INDEX = "index"
"""The index's folder in ``build/``."""

MAX_TRIES = 5
"""Kills tried for each one wanted: of short work many come after its end."""


def module_of(path: Path) -> object:
    """A module of the tests."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def make_collection(folder: Path) -> None:
    """Six scans that hold their text, a list, two chapters and a journal."""
    papers = module_of(TESTS / "papers.py")
    for name in ("scans", "narratives", "received", "transcripts/D1"):
        (folder / name).mkdir(parents=True)
    (folder / "briefbook.toml").write_text(
        '[collection]\ntitle = "Specimen"\n[items]\npattern = "D[0-9]+"\ncitation = "D[0-9]+"\n[reading]\nworkers = 1\n'
    )
    for item in ITEMS:
        pages = [
            {
                "words": [(f"FM OSLO TO LONDON {item[1:]}{page}", 72, 700, 12), ("SPECIMEN FERRY", 72, 680, 12)],
                "shown": True,
            }
            for page in range(3)
        ]
        papers.pdf(folder / "scans" / f"{item}.pdf", *pages)  # type: ignore[attr-defined]
    (folder / "transcripts/D1/p001.txt").write_text("FM OSLO\nTO LONDON 17\nTYPED BY A PERSON\n")
    for name in ("one", "two"):
        (folder / f"narratives/{name}.md").write_text(f"---\ntitle: {name}\n---\n\nThe “specimen ferry” (D1, p. 2).\n")
    for number, name in enumerate(("old", "new")):
        rows = "".join(f"D{row + 100},{row + number},FERRY {name} {row}\n" for row in range(ROWS))
        (folder.parent / f"{name}.csv").write_text(f"Item,Number,Subject\n{rows}")


def digest(folder: Path, *, without: tuple[str, ...] = ()) -> str:
    """Names and checksums of the files below a folder, a line each."""
    lines = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part in name for part in without):
            lines.append(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def by_hand(folder: Path) -> str:
    """A checksum of what people made: scans, transcripts, settings."""
    return digest(folder / "scans") + digest(folder / "transcripts") + digest(folder / "narratives")


def command(folder: Path, *arguments: str) -> int:
    """Run a command in this process, silently; its exit code."""
    sys.argv = ["briefbook", "-C", str(folder), *arguments]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            briefbook()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@dataclass
class Killed:
    """A process that ran, and what it said was saved."""

    seconds: float
    code: int
    said: list[str] = field(default_factory=list)


def run(work: Callable[[Callable[[str], None]], int], kill_after: float | None) -> Killed:
    """Run work in a process of its own; kill it after some seconds. What it says before is acknowledged."""
    reading, writing = os.pipe()
    began = time.monotonic()
    process = os.fork()
    if process == 0:
        os.close(reading)
        code = 70
        try:
            code = work(lambda text: os.write(writing, f"{text}\n".encode()) and None)
        finally:
            os._exit(code)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(process, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode().split("\n")[:-1]
    _, status = os.waitpid(process, 0)
    return Killed(time.monotonic() - began, os.waitstatus_to_exitcode(status), said)


def alone(folder: Path, *arguments: str) -> None:
    """Run a command to its end in a process of its own: this one must start no fork server, which forks would share."""
    done = run(lambda say: command(folder, *arguments), None)
    if done.code:
        sys.exit(f"{' '.join(arguments)}: exit code {done.code}")


@dataclass(frozen=True)
class Kind:
    """Work to be killed: what it does, what it comes to when it is done, and what must never be missing."""

    work: Callable[[Callable[[str], None]], int]
    prepare: Callable[[], None]
    outcome: Callable[[], str]
    missing: Callable[[list[str]], int]


def kinds(folder: Path) -> Iterator[tuple[str, Callable[[], Kind]]]:
    """All kinds of work, by name."""
    build = folder / "build"

    def remove(*names: str) -> Callable[[], None]:
        def removed() -> None:
            for name in names:
                shutil.rmtree(build / name, ignore_errors=True)
                (build / name).unlink(missing_ok=True) if (build / name).is_file() else None

        return removed

    def nothing_missing(_: list[str]) -> int:
        return 0

    def reading() -> Kind:
        return Kind(
            lambda say: command(folder, "read"),
            remove("readings"),
            lambda: digest(build / "readings", without=("pace.json", ".tmp")),
            nothing_missing,
        )

    def importing() -> Kind:
        list_of = {"turn": 0}

        def work(say: Callable[[str], None]) -> int:
            return command(folder, "import", "csv", str(folder.parent / "new.csv"), "--name", "list", "--replace")

        def prepare() -> None:
            list_of["turn"] += 1
            alone(folder, "import", "csv", str(folder.parent / "old.csv"), "--name", "list", "--replace")

        def missing(_: list[str]) -> int:
            path = folder / "received/list/descriptions.jsonl"
            rows = [json.loads(row) for row in path.read_text().splitlines()] if path.exists() else []
            return ROWS - len(rows)

        return Kind(work, prepare, lambda: digest(folder / "received", without=("report", ".json.")), missing)

    def journal() -> Kind:
        def work(say: Callable[[str], None]) -> int:
            here = Collection.open(folder)
            for number in range(40):
                value = f"{os.getpid()}-{number}"
                decide(here, [FieldDecision(item="D1", field="subject", before=None, after=value)], who="Bench")
                say(value)
            return 0

        def missing(said: list[str]) -> int:
            values = {getattr(line, "after", "") for line in Journal(folder / "journal.jsonl").read()[0]}
            return sum(value not in values for value in said)

        return Kind(work, lambda: None, lambda: "", missing)

    def desk() -> Kind:
        def work(say: Callable[[str], None]) -> int:
            here = Collection.open(folder)
            for number in range(15):
                value = f"{os.getpid()}-{number}"
                name = "narratives/two.md"
                base = (folder / name).read_text()
                text = base.split("\n\n")[0] + f"\n\nWritten {value} about the “specimen ferry” (D1, p. 2).\n"
                kept = manuscripts.keep(here, name, "Bench", before=base, base=base, text=text)
                if not kept.conflicts:  # with the working copy that an earlier process left: then nothing is kept
                    say(f"kept {value}")
                manuscripts.save(here, name, "Bench", base=base, text=text)
                say(f"saved {value}")
                files.write_atomic(folder / "transcripts/D2/p001.txt", f"FM OSLO\nTYPED {value}\n")
                say(f"typed {value}")
            return 0

        def missing(said: list[str]) -> int:
            last = {word.split()[0]: word.split()[1] for word in said}
            chapter = (folder / "narratives/two.md").read_text()
            copies = "".join(path.read_text() for path in (folder / "working-copies").rglob("*.json"))
            typed = folder / "transcripts/D2/p001.txt"
            lost = 0
            for what, text in (
                ("kept", chapter + copies),
                ("saved", chapter),
                ("typed", typed.read_text() if typed.exists() else ""),
            ):
                if what in last:
                    process, _, number = last[what].partition("-")
                    lost += not any(f"{process}-{later}" in text for later in (int(number), int(number) + 1))
            return lost

        return Kind(work, lambda: None, lambda: "", missing)

    def describing() -> Kind:
        def outcome() -> str:
            from briefbook.catalogue import StoreCatalogue

            store = StoreCatalogue(build / "catalogue.sqlite")
            said = repr([(entry, store.text(entry.item)) for entry in store])
            store.close()
            return hashlib.sha256(said.encode()).hexdigest()

        def prepare() -> None:
            for path in build.glob("catalogue.sqlite*"):
                path.unlink()

        return Kind(lambda say: command(folder, "catalogue", "list"), prepare, outcome, nothing_missing)

    def index() -> Kind:
        def outcome() -> str:
            out = io.StringIO()
            sys.argv = [
                "briefbook",
                "-C",
                str(folder),
                "search",
                "ferry",
                "--json",
                "--order",
                "item",
                "--limit",
                "1000",
            ]
            with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
                briefbook()
            answer = json.loads(out.getvalue() or "{}")
            return json.dumps(answer.get("hits", []), sort_keys=True)

        return Kind(lambda say: command(folder, "search", "ferry"), remove(INDEX), outcome, nothing_missing)

    def reindex() -> Kind:
        """An index that is there follows a list of which every row has changed."""

        def prepare() -> None:
            remove(INDEX)()
            for name, after in (("new", ("search", "ferry")), ("old", ("catalogue", "list"))):
                alone(folder, "import", "csv", str(folder.parent / f"{name}.csv"), "--name", "list", "--replace")
                alone(folder, *after)

        return Kind(lambda say: command(folder, "search", "ferry"), prepare, index().outcome, nothing_missing)

    def site() -> str:
        return digest(build / "site", without=("pagefind", "sitemap.xml"))  # it says when the list was imported

    def building() -> Kind:
        return Kind(lambda say: command(folder, "build"), remove("site"), site, nothing_missing)

    def rebuilding() -> Kind:
        """A site that is there follows a list of which every row has changed."""

        def prepare() -> None:
            for name, after in (("new", ("build",)), ("old", ("catalogue", "list"))):
                alone(folder, "import", "csv", str(folder.parent / f"{name}.csv"), "--name", "list", "--replace")
                alone(folder, *after)

        return Kind(lambda say: command(folder, "build"), prepare, site, nothing_missing)

    yield "read", reading
    yield "describe", describing
    yield "import", importing
    yield "journal", journal
    yield "desk", desk
    yield "index", index
    yield "reindex", reindex
    yield "build", building
    yield "rebuild", rebuilding


def bench(name: str, kind: Kind, kills: int, chance: random.Random, folder: Path) -> bool:
    """Kill work of a kind until so many kills have met it, and print what came of it; is everything as it should be?"""
    before = by_hand(folder) if name != "desk" else ""
    for _ in range(2):  # the second time nothing is loaded any more
        kind.prepare()
        whole = run(kind.work, None)
    expected = kind.outcome()
    kind.prepare()
    lost = wrong = failed = acknowledged = met = tried = changed = restarts = 0
    codes: dict[int, int] = {}
    while met < kills and tried < MAX_TRIES * kills:
        killed = run(kind.work, chance.uniform(0, whole.seconds))
        tried += 1
        is_met = killed.code == -signal.SIGKILL
        met += is_met
        acknowledged += len(killed.said)
        lost += kind.missing(killed.said)
        if name != "desk":
            changed += by_hand(folder) != before
        if is_met and (met % 5 == 0 or met == kills):
            restarts += 1
            again = run(kind.work, None)
            if again.code != whole.code:
                failed += 1
                codes[again.code] = codes.get(again.code, 0) + 1
            if (came_to := kind.outcome()) != expected:
                wrong += 1
                print(f"{name}: restarted, it came to something else", flush=True)
                for line in difflib.unified_diff(expected.splitlines(), came_to.splitlines(), lineterm="", n=0):
                    print(f"    {line[:200]}", flush=True)
        if not is_met or met % 5 == 0:
            kind.prepare()
    print(
        f"{name} (left alone it ends with {whole.code}): {met} kills within {whole.seconds:.2f} s ({tried - met} more "
        f"came after its end), {acknowledged} acknowledged, {lost} lost; {changed} times a person's files differed; of "
        f"{restarts} restarts {failed} failed {codes or ''}, {wrong} came to something else",
        flush=True,
    )
    return not (lost or changed or failed or wrong)


def main() -> None:
    """Kill each kind of work its share of times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="kinds of work; all if none is given")
    parser.add_argument("--kills", type=int, default=500, help="of all kinds together")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["BRIEFBOOK_WHO"] = "Bench"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "specimen"
        make_collection(folder)
        for arguments in (
            ["read"],
            ["import", "csv", str(folder.parent / "old.csv"), "--name", "list"],
            ["build"],
            ["search", "ferry"],
        ):
            made = run(lambda say, arguments=arguments: command(folder, *arguments), None)  # type: ignore[misc]
            print(f"{arguments[0]}: {made.seconds:.1f} s, exit code {made.code}", flush=True)
        chosen = [(kind, make) for kind, make in kinds(folder) if not options.kinds or kind in options.kinds]
        share = -(-options.kills // len(chosen))
        sound = [bench(kind, make(), share, random.Random(f"{options.seed} {kind}"), folder) for kind, make in chosen]
    sys.exit(not all(sound))


if __name__ == "__main__":
    main()
