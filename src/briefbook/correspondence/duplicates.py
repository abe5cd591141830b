"""Items -> groups of copies of one text: near-duplicates, and releases of one telegram."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

from briefbook.model.catalogue import Catalogue, Entry, natural
from briefbook.progress import Progress, quiet

PERMUTATIONS, BANDS = 128, 32
"""32 bands of 4: recall 0.99 at 5 % reading noise, 0.66 at 10 % (measured on edition texts)."""

SHORTEST = 20
"""Words below which two texts are not compared: forms and cover sheets resemble one another."""

ALIKE = 0.5
"""Estimated share of five-letter pieces that two texts have in common, from which they count as copies."""


def find_copies(catalogue: Catalogue, progress: Progress = quiet) -> tuple[tuple[str, ...], ...]:
    """Groups of items that are copies of one text, each in natural order.

    Two items are copies if their texts nearly agree, or if they bear the same sender, number and date (two releases
    of one telegram). Every copy keeps its own id; nothing is hidden.
    """
    together = _Groups()
    numbered: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    lsh = RMinHashLSH(ALIKE, PERMUTATIONS, BANDS)
    sketches: list[Any] = []
    names: list[str] = []
    for entry in progress(catalogue, "Comparing texts", total=len(catalogue), unit="item"):
        if key := _telegram(entry):
            numbered[key].append(entry.item)
        text = catalogue.message(entry.item)
        if len(text.split()) < SHORTEST:
            continue
        sketch = RMinHash(PERMUTATIONS, 42)
        sketch.update(pieces_of(text))
        for other in lsh.query(sketch):
            if sketches[other].jaccard(sketch) >= ALIKE:
                together.join(names[other], entry.item)
        lsh.insert(len(sketches), sketch)
        sketches.append(sketch)
        names.append(entry.item)
    for items in numbered.values():
        for item in items[1:]:
            together.join(items[0], item)
    return together.groups()


def pieces_of(text: str) -> list[str]:
    """Overlapping pieces of five letters or digits, in capitals."""
    plain = re.sub(r"[^A-Z0-9]+", " ", text.upper())
    return list({plain[at : at + 5] for at in range(max(1, len(plain) - 4))})


def _telegram(entry: Entry) -> tuple[str, str, str] | None:
    sender, number, date = entry.value("from"), entry.value("number"), entry.date
    return (sender, number, date) if sender and number and date and len(date) == 10 else None


class _Groups:
    """Items joined into groups."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def top(self, item: str) -> str:
        self.parent.setdefault(item, item)
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: str, other: str) -> None:
        first, second = self.top(one), self.top(other)
        if first != second:
            self.parent[second] = first

    def groups(self) -> tuple[tuple[str, ...], ...]:
        found: dict[str, list[str]] = defaultdict(list)
        for item in self.parent:
            found[self.top(item)].append(item)
        return tuple(sorted((tuple(sorted(group, key=natural)) for group in found.values()), key=_first))


def _first(group: Iterable[str]) -> tuple[tuple[int, int | str], ...]:
    return natural(next(iter(group)))
