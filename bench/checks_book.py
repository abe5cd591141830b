"""Seconds of ``briefbook check`` for a book of 100 pages: from cold, again, and after one page is changed.

    ./run bench checks_book [--read FOLDER] [--items 1000] [--into FOLDER] [--profile]

The collection: texts of published editions (``../shared/data/frus``) set as telegrams, State cables where they are
held, and the scans of ``../shared/data/scans`` as our own reader has them (FOLDER: a collection in which they are read
already; else they are read first, which takes minutes and is not counted). Each page has some ten quotations and
fifteen citations: true and altered ones, of texts and of scans, edited by brackets and dots, words that are nowhere,
and claims of dates and numbers.
"""

import argparse
import calendar
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import checks
import processor_time
import scan_quotations

SHARED = Path(__file__).parents[1] / ".." / "shared"
POSTS = ("WASHDC", "LDN", "BONN", "EMBPARIS", "NATOPARIS", "HAVANA")
NAMES = ("Washington", "London", "Bonn", "Paris", "NATO in Paris", "Havana")
MONTHS = calendar.month_name[1:]
SETTINGS = r"""[items]
pattern = 'DOC[0-9]{5}|[0-9]{3}-[0-9]{5}-[0-9]{5}|[0-9]{4}[A-Z]+[0-9]{5}'
citation = 'DOC[0-9]{5}|[0-9]{3}-[0-9]{5}-[0-9]{5}|[0-9]{4}[A-Z]+[0-9]{5}'
"""
TITLES = ("The Long Road to the Harbour", "a policy of patience and of small steps", "the men of the northern valley")


def make_items(folder: Path, documents: list[tuple[str, str]], rng: random.Random) -> None:
    """Received items of the texts, dated, numbered and sent by six posts."""
    received = folder / "received" / "edition"
    received.mkdir(parents=True)
    with open(received / "descriptions.jsonl", "w", encoding="utf-8") as file:
        for place, (_, text) in enumerate(documents):
            values = {"date": _day(place), "from": POSTS[place % 6], "number": str(100 + place)}
            fields = {name: [{"as_written": value, "value": value}] for name, value in values.items()}
            row = {"item": f"DOC{10000 + place}", "fields": fields, "pages": [checks.as_cable(text, rng)]}
            file.write(json.dumps(row) + "\n")


def _day(place: int) -> str:
    return f"1962-{1 + place // 84 % 12:02d}-{1 + place % 28:02d}"


def make_page(number: int, documents: list[tuple[str, str]], scans: dict[str, list[str]], rng: random.Random) -> str:
    """A page of the book in Markdown."""
    rows = [f"---\ntitle: Chapter {number}\ndates: 1962-01-01/1962-12-31\n---\n"]
    for section in range(5):
        rows.append(f"\n## Section {section}\n")
        rows.append(_claim(documents, rng))
        for _ in range(2):
            rows.append(_sentence(documents, scans, rng))
        rows.append(_claim(documents, rng))
        if rng.random() < 0.2:
            rows.append(f"Readers of “{rng.choice(TITLES)}” know the outline of these months.")
    return "\n\n".join(rows) + "\n"


def _claim(documents: list[tuple[str, str]], rng: random.Random) -> str:
    place = rng.randrange(len(documents))
    year, month, day = _day(place).split("-")
    return (
        f"On {int(day)} {MONTHS[int(month) - 1]} {year} {NAMES[place % 6]} reported to Ottawa in telegram "
        f"{100 + place} what had been said (DOC{10000 + place}). Nothing was decided, and the talks went on."
    )


def _sentence(documents: list[tuple[str, str]], scans: dict[str, list[str]], rng: random.Random) -> str:
    if scans and rng.random() < 0.25:
        item = rng.choice(sorted(scans))
        words = rng.choice(scans[item]).lower().split()
    else:
        place = rng.randrange(len(documents))
        item, words = f"DOC{10000 + place}", checks.passage(documents[place][1], rng)
    chance = rng.random()
    if chance < 0.1:
        words = (checks.altered(words, "order", [], rng) or " ".join(words)).split()
    elif chance < 0.3:
        words = (checks.edited(words, rng.choice(checks.EDITS), rng) or " ".join(words)).split()
    plain = " ".join(words).translate({ord(mark): None for mark in '"“”[]'})
    return f"The embassy wrote that “{plain}” ({item}), and the minister took note."


def make_book(
    folder: Path, documents: list[tuple[str, str]], scans: dict[str, list[str]], rng: random.Random, pages: int = 100
) -> None:
    """The items of the texts and the pages of the book, into a folder that may hold scans and their reading."""
    (folder / "narratives").mkdir(exist_ok=True)
    (folder / "briefbook.toml").write_text(SETTINGS, encoding="utf-8")
    make_items(folder, documents, rng)
    for number in range(pages):
        text = make_page(number, documents, scans, rng)
        (folder / "narratives" / f"page-{number:03d}.md").write_text(text, encoding="utf-8")


def _passages_of_scans(rng: random.Random) -> dict[str, list[str]]:
    """Runs of words of each scan that the eye could read."""
    path = SHARED / "data" / "scans" / "truth.jsonl"
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    return {
        row["record"]: [
            " ".join(words)
            for words in scan_quotations.passages(row["text_lines"][row["body_start"] : row["body_end"] + 1], rng)
        ]
        for row in rows
    }


def _import_state_cables(folder: Path) -> None:
    cables = SHARED / "data" / "state-cables" / "pdf"
    if cables.is_dir():
        _briefbook(folder, "import", "state-cables", str(cables))


def _briefbook(folder: Path, *arguments: str) -> None:
    subprocess.run(_command(folder, *arguments), capture_output=True, check=False)


def _command(folder: Path, *arguments: str, profile: bool = False) -> list[str]:
    program = ["-m", "cProfile", "-o", str(folder / "profile"), "-m"] if profile else ["-m"]
    return [sys.executable, *program, "briefbook", "-C", str(folder), *arguments]


def measure(folder: Path, *, profile: bool) -> None:
    """Print what each check took, by the clock and of the processor."""
    page = folder / "narratives" / "page-050.md"
    for what in ("cold", "warm", "warm once more", "one page changed"):
        if what == "one page changed":
            page.write_text(page.read_text("utf-8").replace("took note", "took no note", 1), "utf-8")
        done = processor_time.run(_command(folder, "check", "--format", "json", profile=profile), capture=True)
        if profile:
            os.replace(folder / "profile", folder / f"profile-{what.replace(' ', '-')}")
        summary = json.loads(done.output)["summary"]
        took = f"{done.wall:6.1f} s by the clock, {done.seconds:6.1f} s of the processor with its workers"
        print(f"{what:18} {took}; {summary['quotations']}")


def main() -> None:
    """Make the book and measure it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--read", type=Path, help="a collection in which the scans of data/scans are read")
    parser.add_argument("--items", type=int, default=850)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--into", type=Path, help="where the collection is made and left; else it is removed")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    rng = random.Random(1)
    documents = checks.documents(options.items)
    with tempfile.TemporaryDirectory() as name:
        folder = options.into or Path(name) / "book"
        scans = _passages_of_scans(rng)
        if options.read:
            shutil.copytree(options.read, folder)
        elif scans:
            scan_quotations.read_pile(folder, SHARED / "data" / "scans")
        else:
            folder.mkdir()
        make_book(folder, documents, scans, rng, options.pages)
        _import_state_cables(folder)
        measure(folder, profile=options.profile)


if __name__ == "__main__":
    main()
