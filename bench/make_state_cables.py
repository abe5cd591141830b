"""N made-up State Department cables as a list: `python bench/make_state_cables.py N FILE.csv`.

The shape is that of the department's electronic telegrams of 1973 to 1979: page marks, action and information offices,
date-time group, posts, E.O. 11652, TAGS, subject, reference, numbered paragraphs; words as frequent as words are (a
Zipf-like distribution over an own vocabulary made of syllables). No text is copied. The same N gives the same bytes.
"""
# ruff: noqa: SIM905 - lists of words are read more easily as text

import csv
import datetime
import itertools
import random
import sys
from bisect import bisect
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from make_cables import vocabulary

HEADING = ("Item", "Date", "From", "To", "Number", "Classification", "Subject", "TAGS", "Text")
POSTS = (
    "PARIS LONDON BONN MOSCOW ROME TOKYO CAIRO LAGOS OSLO WARSAW PRAGUE BELGRADE VIENNA BERN MADRID LISBON ATHENS "
    "ANKARA TEHRAN NICOSIA COLOMBO JAKARTA CANBERRA WELLINGTON LIMA BOGOTA CARACAS SANTIAGO QUITO ACCRA TUNIS ALGIERS "
    "RABAT DAKAR KINSHASA LUSAKA NAIROBI BANGKOK MANILA SEOUL SAIGON BEIRUT AMMAN DAMASCUS KUWAIT JIDDA"
).split()
LEVELS = ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET")
DEGREES = {"ROUTINE": "R", "PRIORITY": "P", "IMMEDIATE": "O"}
TAGS = "PFOR PINT PINS ECON ETRD EAID EFIN ENRG MASS MARR OVIP CVIS SREF UNGA PDEV AFIN".split()
ROWS_A_PAGE = 50


def cables(count: int, seed: int = 1974) -> Iterator[tuple[str, ...]]:
    """The rows of the list without its heading, one by one, in order of their dates."""
    rng = random.Random(seed)
    generator = np.random.default_rng(seed)
    words_known, weights = vocabulary(rng)
    words, cumulated = np.array(words_known, dtype=object), np.array(weights) / weights[-1]
    posts = list(itertools.accumulate(1 / (n + 2) for n in range(len(POSTS))))
    first = datetime.date(1973, 7, 1)
    span = (datetime.date(1979, 12, 31) - first).days
    serials: dict[tuple[str, int], int] = {}
    for row_number in range(count):
        day = first + datetime.timedelta(days=row_number * span // max(1, count))
        post = POSTS[bisect(posts, rng.random() * posts[-1])]
        serial = serials[post, day.year] = serials.get((post, day.year), 0) + 1
        level = rng.choices(LEVELS, (40, 25, 25, 10))[0]
        degree = rng.choices(tuple(DEGREES), (60, 25, 15))[0]
        tags = rng.sample(TAGS, rng.choice((1, 2, 3)))
        size = max(40, min(2500, int(rng.lognormvariate(5.4, 0.7))))
        text = words[np.searchsorted(cumulated, generator.random(size))].tolist()
        subject = " ".join(text[:6])
        hour = f"{rng.randrange(24):02d}{rng.randrange(60):02d}Z"
        mark = f"{post} {serial:05d}"
        rows = [
            level,
            f"PAGE 01 {mark} {day:%d}{hour}",
            f"ACTION {rng.choice(('EUR', 'NEA', 'ARA', 'EA', 'AF'))}-{rng.randrange(5, 25):02d}",
            "INFO OCT-01 ISO-00 CIAE-00 DODE-00 PM-04 INR-07 L-03 NSAE-00",
            f"--------------------- {rng.randrange(10**6):06d}",
            f"{DEGREES[degree]} {day:%d}{hour} {day:%b %y}".upper(),
            f"FM AMEMBASSY {post}",
            f"TO SECSTATE WASHDC {degree} {rng.randrange(10_000):04d}",
            *([f"INFO AMEMBASSY {rng.choice(POSTS)}"] if rng.random() < 0.4 else []),
            f"{level} {post} {serial:04d}",
            "E.O. 11652: GDS",
            f"TAGS: {', '.join(tags)}",
            f"SUBJ: {subject}",
            *([f"REF: {post} {serial - rng.randrange(1, 20)}"] if serial > 20 and rng.random() < 0.4 else []),
        ]
        for paragraph, start in enumerate(range(0, size, 90), 1):
            part = [f"{paragraph}.", *text[start : start + 90]]
            rows += [" ".join(part[at : at + 10]) for at in range(0, len(part), 10)]
        rows += [rng.choice(("STEDFAST", "HARBOR", "MILLER", "QUAYLE")), level, "NNN"]
        pages = ["\n".join(rows[start : start + ROWS_A_PAGE]) for start in range(0, len(rows), ROWS_A_PAGE)]
        item = f"{day.year}{post}{serial:06d}"
        yield item, day.isoformat(), post, "STATE", str(serial), level, subject, ", ".join(tags), "\f".join(pages)


def main(count: int, path: Path) -> None:
    """Write the list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(cables(count))


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    main(int(sys.argv[1]), Path(sys.argv[2]))
