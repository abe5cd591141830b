"""Near-duplicate detection by MinHash and LSH: groups of items with one text, and releases of one telegram."""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from rensa import RMinHash  # type: ignore[import-untyped]

from briefbook.model.catalogue import Catalogue, Entry, natural
from briefbook.progress import Progress, quiet

PERMUTATIONS, BANDS = 128, 32
"""32 bands of 4: recall 0.99 at 5 % reading noise, 0.66 at 10 % (measured on edition texts)."""

MIN_WORDS = 20
"""Texts of fewer words are not compared: forms and cover sheets resemble one another."""

MIN_JACCARD = 0.5
"""Estimated Jaccard similarity of five-letter shingles from which two texts count as copies."""


MAX_COMPARED = 50
"""Texts that meet in a band and are all compared with each other, at most; of more each with so many neighbours.

Where more do, it is for words that many papers have, as a service's headings; comparing all would grow with the square
of the collection. Two that are copies meet in other bands too."""


def find_copies(catalogue: Catalogue, progress: Progress = quiet) -> tuple[tuple[str, ...], ...]:
    """Find groups of items that are copies of one text.

    Two items are copies if their texts nearly agree, or if they have the same sender, number and date (two releases
    of one telegram). Every copy keeps its own id; nothing is hidden.

    Args:
        catalogue: The collection's entries and texts.
        progress: Told of each item.

    Returns:
        Ids of each group, in natural order.
    """
    together = _UnionFind()
    numbered: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    with tempfile.TemporaryFile() as sketches:  # half a kilobyte an item
        names: list[str] = []
        waiting: list[str] = []
        for entry in progress(catalogue, "Comparing texts", total=len(catalogue), unit="item"):
            if key := _telegram(entry):
                numbered[key].append(entry.item)
            text = catalogue.message(entry.item)
            if len(text.split()) < MIN_WORDS:
                continue
            names.append(entry.item)
            waiting.append(text)
            if len(waiting) == _SKETCHED_AT_ONCE:
                sketches.write(sketches_of(waiting).tobytes())
                waiting.clear()
        if waiting:
            sketches.write(sketches_of(waiting).tobytes())
        sketches.flush()
        if names:
            _join_alike(
                np.memmap(sketches, dtype=np.uint32, mode="r", shape=(len(names), PERMUTATIONS)), names, together
            )
    for items in numbered.values():
        for item in items[1:]:
            together.join(items[0], item)
    return together.groups()


def _join_alike(sketches: "np.ndarray[Any, np.dtype[np.uint32]]", names: Sequence[str], together: "_UnionFind") -> None:
    """Join the items of which two sketches nearly agree.

    Only those are compared that agree in one of the bands, band by band, so that only a few numbers an item are in
    memory at a time; the sketches themselves stay on the disk.

    Args:
        sketches: A row of ``PERMUTATIONS`` numbers for each item.
        names: The items.
        together: The sets of items, in which they are joined.
    """
    width = PERMUTATIONS // BANDS
    following = _mixed(sketches[:, :width])
    for band in range(BANDS):
        keys, first = following, (band + 1) % BANDS * width
        following = _mixed(sketches[:, first : first + width])
        order = np.lexsort((following, keys))  # of many that meet, those that meet again stand side by side
        keys = keys[order]
        for distance in range(1, min(MAX_COMPARED, len(order))):
            meeting = np.flatnonzero(keys[distance:] == keys[:-distance])
            if not len(meeting):
                break
            for start in range(0, len(meeting), _COMPARED_AT_ONCE):
                ones = order[meeting[start : start + _COMPARED_AT_ONCE]]
                others = order[meeting[start : start + _COMPARED_AT_ONCE] + distance]
                same = np.count_nonzero(sketches[ones] == sketches[others], axis=1)
                for at in np.flatnonzero(same >= MIN_JACCARD * PERMUTATIONS):
                    together.join(names[ones[at]], names[others[at]])


_COMPARED_AT_ONCE = 4_096


def _mixed(columns: "np.ndarray[Any, np.dtype[np.uint32]]") -> "np.ndarray[Any, np.dtype[np.uint64]]":
    """One number for each row of a few numbers; rows that differ have the same one very rarely."""
    mixed = np.zeros(len(columns), dtype=np.uint64)
    for column in columns.T:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


_SKETCHED_AT_ONCE = 64


def sketches_of(texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.uint32]]":
    """The MinHash of each text's overlapping shingles of five letters or digits, in capitals.

    Args:
        texts: The texts.

    Returns:
        A row of ``PERMUTATIONS`` numbers for each text: two rows agree in about as many of them, as a share, as the
        texts have of their shingles in common.
    """
    hashes = [_shingles(text) for text in texts]
    starts = np.cumsum([0, *map(len, hashes)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(hashes), starts, PERMUTATIONS, 42)
    return np.array(matrix.to_rows(), dtype=np.uint32)


def _shingles(text: str) -> "np.ndarray[Any, np.dtype[np.uint64]]":
    """A number for each shingle of a text, evenly distributed and the same for the same letters."""
    plain = np.frombuffer(_NO_LETTER.sub(" ", text.upper()).encode().ljust(_WIDTH), dtype=np.uint8).astype(np.uint64)
    count = len(plain) - _WIDTH + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(_WIDTH):
        mixed = (mixed << np.uint64(8)) | plain[place : place + count]
    mixed += np.uint64(0x9E3779B97F4A7C15)  # the finaliser of SplitMix64
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


_WIDTH = 5
_NO_LETTER = re.compile(r"[^A-Z0-9]+")
"""What divides words, in capitals."""


def _telegram(entry: Entry) -> tuple[str, str, str] | None:
    sender, number, date = entry.value("from"), entry.value("number"), entry.date
    return (sender, number, date) if sender and number and date and len(date) == 10 else None


class _UnionFind:
    """Disjoint sets of items (union-find)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def top(self, item: str) -> str:
        self.parent.setdefault(item, item)
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, item: str, other: str) -> None:
        first, second = self.top(item), self.top(other)
        if first != second:
            self.parent[second] = first

    def groups(self) -> tuple[tuple[str, ...], ...]:
        groups: dict[str, list[str]] = defaultdict(list)
        for item in self.parent:
            groups[self.top(item)].append(item)
        return tuple(sorted((tuple(sorted(group, key=natural)) for group in groups.values()), key=_first))


def _first(group: Iterable[str]) -> tuple[tuple[int, int | str], ...]:
    return natural(next(iter(group)))
