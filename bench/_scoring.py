"""How readings are scored: characters and words that are wrong, boxes that lie, confidence that boasts.

The truth is typed text, a line a line; printed forms, stamps and handwriting are no part of it. ``?`` in it is one
character that nobody can read, ``[redacted]``, ``[overtyped]`` and ``[struck]`` stand for anything: all are free.
White space counts as one blank, letter case counts.

- **CER** is the least number of characters to put in, take out or change that makes the true text of a stretch of the
  reading, wherever in the reading that stretch begins and ends, over the number of true characters.
- **CER by line** pairs true lines with lines as read, in their order, so that the sum of their differences is least. A
  true line without a partner is wrong whole; a line as read without one is free: it is a stamp or a label.
- **WER** is CER with words for characters.
- **Boxes**: of true words that were read right, how much the two boxes share of what both cover (IoU).
- **Reliability**: a word as read is right if the alignment of WER pairs it with the same word. Words are put into ten
  bins by confidence; ECE is the mean difference between confidence and the share that is right, by number of words.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

FREE = re.compile(r"(\[(?:redacted|overtyped|struck)\])")
GAP = 60
"""Characters as read that a free place may stand for; a sixth as many words."""


def plain(lines: list[str]) -> str:
    """Lines as one text with single blanks."""
    return " ".join(" ".join(lines).split())


def character_errors(truth: str, read: str) -> tuple[int, int]:
    """Errors and true characters: the truth against the stretch of the reading that fits it best."""
    other = np.frombuffer(read.encode("utf-32-le"), np.uint32)
    row, count = np.zeros(len(other) + 1, np.int32), 0
    steps = np.arange(len(other) + 1, dtype=np.int32)
    for piece in filter(None, FREE.split(truth)):
        if FREE.fullmatch(piece):
            padded = np.concatenate([np.full(GAP, row.max() + 1, np.int32), row])
            row = np.lib.stride_tricks.sliding_window_view(padded, GAP + 1).min(1).astype(np.int32)
            continue
        for character in piece:
            count += 1
            wrong = np.zeros(len(other), np.int32) if character == "?" else (other != ord(character)).astype(np.int32)
            new = row + 1
            new[1:] = np.minimum(new[1:], row[:-1] + wrong)
            row = (np.minimum.accumulate(new - steps) + steps).astype(np.int32)
    return int(row.min()), count


def line_errors(truth: list[str], read: list[str]) -> tuple[int, int]:
    """Errors and true characters, line by line."""
    true = [" ".join(FREE.sub(" ", line).split()) for line in truth]
    other = [" ".join(line.split()) for line in read]
    best = np.zeros(len(other) + 1, np.int64)
    for line in true:
        new = best + len(line)
        for at, character in enumerate(other, 1):
            free = line.count("?")
            errors = max(0, Levenshtein.distance(line, character) - free)
            new[at] = min(new[at], best[at - 1] + errors, new[at - 1])
        best = new
    return int(best.min()), sum(map(len, true))


@dataclass(frozen=True, slots=True)
class Words:
    """Words compared: errors, true words, and for each word as read in the stretch whether it is right (None: free)."""

    errors: int
    total: int
    right: dict[int, bool | None]


def word_errors(truth: str, read: list[str]) -> Words:
    """The true words against the stretch of the words as read that fits them best."""
    true = [part for part in FREE.sub(r" \1 ", truth).split() if part]
    rows: list[list[int]] = [[0] * (len(read) + 1)]
    for word in true:
        last = rows[-1]
        if FREE.fullmatch(word):
            rows.append([min(last[max(0, at - GAP // 6) : at + 1]) for at in range(len(read) + 1)])
            continue
        new = [last[0] + 1]
        for at, other in enumerate(read, 1):
            cost = 0 if _same(word, other) else 1
            new.append(min(last[at - 1] + cost, last[at] + 1, new[at - 1] + 1))
        rows.append(new)
    end = min(range(len(read) + 1), key=lambda at: rows[-1][at])
    total = sum(not FREE.fullmatch(word) for word in true)
    return Words(rows[-1][end], total, _trace_path(true, read, rows, end))


def _trace_path(true: list[str], read: list[str], rows: list[list[int]], at: int) -> dict[int, bool | None]:
    right: dict[int, bool | None] = {}
    row = len(true)
    while row > 0:
        word = true[row - 1]
        if FREE.fullmatch(word):
            reach = range(max(0, at - GAP // 6), at + 1)
            begin = max(reach, key=lambda column: (-rows[row - 1][column], column))
            right |= dict.fromkeys(range(begin, at), None)
            row, at = row - 1, begin
        elif at and rows[row][at] == rows[row - 1][at - 1] + (0 if _same(word, read[at - 1]) else 1):
            right[at - 1] = None if "?" in word else _same(word, read[at - 1])
            row, at = row - 1, at - 1
        elif at and rows[row][at] == rows[row][at - 1] + 1:
            right[at - 1] = False
            at -= 1
        else:
            row -= 1
    return right


def _same(true: str, read: str) -> bool:
    if "?" not in true:
        return true == read
    return len(true) == len(read) and all(a in ("?", b) for a, b in zip(true, read, strict=True))


def overlap(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """What two boxes share of what both cover."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (
        (first[2] - first[0]) * (first[3] - first[1]) + (second[2] - second[0]) * (second[3] - second[1]) - shared
    )


def box_shares(truth: list[tuple[str, tuple[int, ...]]], read: list[tuple[str, tuple[int, ...]]]) -> list[float]:
    """For each true word that was read right somewhere near, how well its box was met."""
    shares = []
    for text, box in truth:
        best = max((overlap(box, other) for word, other in read if word == text), default=0.0)
        if best > 0:
            shares.append(best)
    return shares


@dataclass(slots=True)
class Reliability:
    """Ten bins of words: how many, how sure, how many right."""

    bins: Any = None

    def __post_init__(self) -> None:
        self.bins = np.zeros((10, 3))

    def add(self, confidence: float, right: bool) -> None:
        """A word."""
        self.bins[min(9, int(confidence * 10))] += (1, confidence, right)

    @property
    def error(self) -> float:
        """ECE."""
        count = self.bins[:, 0].sum()
        return float(np.abs(self.bins[:, 1] - self.bins[:, 2]).sum() / count) if count else float("nan")

    def rows(self) -> list[tuple[str, int, float, float]]:
        """For each bin that holds words: its bounds, how many, mean confidence, share right."""
        return [
            (f"{at / 10:.1f}-{(at + 1) / 10:.1f}", int(n), confidence / n, right / n)
            for at, (n, confidence, right) in enumerate(self.bins)
            if n
        ]
