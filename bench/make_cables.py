"""N made-up cables as a whole collection: `python bench/make_cables.py N DIR`.

The shape is that of a published edition of telegrams of 1961 to 1963: lengths, headings, references, persons, posts,
and words as frequent as words are (a Zipf-like distribution over an own vocabulary made of syllables). No text is
copied; every item says in its field `specimen` what it is. The same N gives the same bytes.
"""
# ruff: noqa: SIM905 - lists of words are read more easily as text

import datetime
import itertools
import json
import random
import sys
from bisect import bisect
from collections.abc import Iterator
from pathlib import Path

import numpy as np

A_FILE = 100_000
VOCABULARY = 60_000
POSTS = (
    "WASHDC LDN PARIS BONN MOSCOW HAVANA NATOPARIS PERMISNY ROME BRUSSELS TOKYO DELHI CAIRO LAGOS OSLO WARSAW PRAGUE "
    "BELGRADE VIENNA BERNE MADRID LISBON ATHENS ANKARA TEHRAN KARACHI COLOMBO JAKARTA CANBERRA WELLINGTON MEXICO LIMA "
    "BOGOTA CARACAS SANTIAGO BUENOS RIO QUITO LAPAZ ASUNCION ACCRA TUNIS ALGIERS RABAT DAKAR LEOPOLDVILLE SALISBURY"
).split()
LEVELS = ("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET")
DEGREES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")
ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st str t tr v w".split()
VOWELS = "a e i o u ai ea ee ou".split()
ENDS = ("", "n", "r", "s", "t", "l", "ck", "nd", "nt", "st", "ng", "ss", "m", "p")
SUFFIXES = ("", "", "", "ed", "ing", "er", "ion", "al", "ly", "ment", "s", "ity")
COMMON = (
    "the of to and in that a is for he was be on it with as not by would have had this at which from were but are or "
    "they their has an been if could there we his any should will no more all government minister ambassador said may "
    "department view position agreement question foreign united states soviet military message information meeting "
    "president under further believe time new present possible support action policy reply statement political"
).split()
SHAPES = {"O": "0", "I": "1", "E": "F", "C": "G", "H": "N", "M": "N", "B": "8", "S": "5", "V": "Y", "R": "P", "Y": "V"}


def word(rng: random.Random) -> str:
    """A made-up word."""
    parts = [rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(ENDS) for _ in range(rng.choice((1, 2, 2, 2, 3)))]
    return "".join(parts) + rng.choice(SUFFIXES)


def vocabulary(rng: random.Random) -> tuple[list[str], list[float]]:
    """The words, most frequent first, and their cumulated weights: 1 / (rank + 2.7) ** 1.07."""
    words = dict.fromkeys(COMMON)
    while len(words) < VOCABULARY:
        words[word(rng)] = None
    weights = itertools.accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(1, VOCABULARY + 1))
    return [word.upper() for word in words], list(weights)


def damaged(rng: random.Random, text: str) -> str:
    """Some letters taken for others, as reading machines do."""
    letters = list(text)
    for place in sorted(rng.sample(range(len(letters)), len(letters) // 25)):
        letters[place] = SHAPES.get(letters[place], letters[place])
    return "".join(letters)


def cables(count: int, seed: int = 1962) -> Iterator[dict[str, object]]:
    """Descriptions in the form of ``model.received``, one by one, in order of their dates."""
    rng = random.Random(seed)
    generator = np.random.default_rng(seed)
    words_known, weights = vocabulary(rng)
    words, cumulated = np.array(words_known, dtype=object), np.array(weights) / weights[-1]
    persons = [f"{word(rng).title()} {word(rng).title()}" for _ in range(1500)]
    rank = list(itertools.accumulate(1 / (n + 3) for n in range(len(persons))))
    posts = list(itertools.accumulate(1 / (n + 2) for n in range(len(POSTS))))
    first = datetime.date(1961, 1, 20)
    span = (datetime.date(1963, 12, 31) - first).days
    serials = dict.fromkeys(POSTS, 100)
    for number in range(count):
        day = first + datetime.timedelta(days=number * span // max(1, count))
        sender = POSTS[bisect(posts, rng.random() * posts[-1])]
        serials[sender] += rng.choice((1, 1, 1, 2))
        to = ["EXTERNAL", *rng.sample(POSTS, rng.choice((0, 0, 0, 1)))]
        info = rng.sample(POSTS, rng.choice((0, 1, 2, 3)))
        level = rng.choices(LEVELS, (5, 15, 40, 35, 5))[0]
        degree = rng.choices(DEGREES, (50, 30, 17, 3))[0]
        persons_named = sorted(
            {persons[bisect(rank, rng.random() * rank[-1])] for _ in range(rng.choice((0, 1, 2, 3)))}
        )
        size = max(40, min(2500, int(rng.lognormvariate(5.75, 0.62))))
        text = words[np.searchsorted(cumulated, generator.random(size))].tolist()
        for person in persons_named:
            text.insert(rng.randrange(len(text)), person.split()[1].upper())
        rows = [f"FM {sender} {day:%b%d/%y} {level}", f"TO {' '.join(to)} {serials[sender]} {degree}"]
        if rng.random() < 0.4:
            rows.append(
                f"REF YOURTEL {rng.randrange(100, 4000)} {day - datetime.timedelta(days=rng.randrange(1, 9)):%b%d}"
            )
        rows += [" ".join(text[start : start + 11]) for start in range(0, len(text), 11)]
        if number % 9 == 0:
            rows = [damaged(rng, row) for row in rows]
        pages = ["\n".join(rows[start : start + 45]) for start in range(0, len(rows), 45)]
        if number % 97 == 0:
            pages[-1] = ""
        yield {
            "item": f"SPEC{number + 1:07d}",
            "fields": {
                name: [{"as_written": value, "value": value} for value in values]
                for name, values in (
                    ("date", [day.isoformat()]),
                    ("from", [sender]),
                    ("to", to),
                    ("info", info),
                    ("number", [str(serials[sender])]),
                    ("classification", [level]),
                    ("precedence", [degree]),
                    ("subject", [" ".join(text[:6]).title()]),
                    ("persons", persons_named),
                    ("specimen", ["made up by a program to measure speed"]),
                )
                if values
            },
            "pages": pages,
            "row": number + 1,
        }


def main(count: int, folder: Path) -> None:
    """Write the collection."""
    received = folder / "received" / "made-up"
    received.mkdir(parents=True, exist_ok=True)
    for name in ("scans", "narratives"):
        (folder / name).mkdir(exist_ok=True)
    settings = '[collection]\ntitle = "Made-up cables"\n\n[items]\npattern = "SPEC[0-9]+"\ncitation = "SPEC[0-9]{7}"\n'
    (folder / "briefbook.toml").write_text(settings, encoding="utf-8")
    rows_made = cables(count)
    parts = max(1, -(-count // A_FILE))
    for part in range(parts):
        name = "descriptions.jsonl" if parts == 1 else f"descriptions-{part + 1:03d}.jsonl"
        with (received / name).open("w", encoding="utf-8") as file:
            for row in itertools.islice(rows_made, A_FILE):
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    main(int(sys.argv[1]), Path(sys.argv[2]))
