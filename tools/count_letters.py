"""Prose -> which letters follow which: the tables of letters that the typed reader asks (``ocr/letter_model.py``).

    python tools/count_letters.py english OUTPUT_FOLDER VOLUME.xml [VOLUME.xml ...]

Takes the paragraphs of TEI files or the whole of plain texts (``.txt``), folds them as the reader folds what it reads
(capitals, no accents, every figure one symbol) and counts sequences of one to six symbols. Probabilities are
interpolated after Witten and Bell; rare sequences are left out. Nothing is drawn by chance: the same files give the
same bytes. Beside ``letters_NAME.bin`` stands ``letters_NAME.json``: the inputs, with checksums, and what was counted.
"""

import argparse
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree

from briefbook.ocr.letter_model import BACKOFF_STEP, BITS, LOG_STEP, ORDER, symbols

MIN_COUNT = (1, 1, 1, 2, 2, 3)
"""How often a sequence of one, two, ... symbols must occur to be in the table."""


def prose(path: Path) -> str:
    """The paragraphs of a TEI file, or a plain text, as one text with single blanks."""
    if path.suffix == ".txt":
        return " ".join(path.read_text(encoding="utf-8").split())
    tree = etree.parse(str(path), etree.XMLParser(recover=True, huge_tree=True))
    paragraphs = (" ".join("".join(paragraph.itertext()).split()) for paragraph in tree.iter("{*}p"))
    return " ".join(text for text in paragraphs if text)


def counts(text: str) -> list[tuple[Any, Any]]:
    """For each length the sequences, as numbers in order, and how often each occurs."""
    codes = np.frombuffer(symbols(text), np.uint8).astype(np.uint64)
    grams, result = np.zeros(len(codes), np.uint64), []
    for length in range(1, ORDER + 1):
        grams = (grams[: len(codes) - length + 1] << np.uint64(BITS)) | codes[length - 1 :]
        result.append(np.unique(grams, return_counts=True))
        grams = grams[: len(codes) - length]
    return result


def table(counted: list[tuple[Any, Any]]) -> tuple[Any, Any, Any]:
    """The sequences that stay, how likely each one's last symbol is, and what is left for sequences left out."""
    keys, logs, backoffs = [], [], []
    shorter_keys, shorter = np.zeros(0, np.uint64), np.zeros(0)
    for length, (grams, times) in enumerate(counted, 1):
        if length == 1:
            likely = (times + 0.5) / (times.sum() + 0.5 * 2**BITS)
            stays = np.ones(len(grams), bool)
        else:
            contexts, place = np.unique(grams >> np.uint64(BITS), return_inverse=True)
            total, kinds = np.bincount(place, times), np.bincount(place)
            stays = times >= MIN_COUNT[length - 1]
            whole = total + kinds
            left = 1 - np.bincount(place[stays], times[stays], minlength=len(contexts)) / whole
            before = np.searchsorted(keys[-1], contexts)
            before = np.minimum(before, len(keys[-1]) - 1)
            there = keys[-1][before] == contexts
            backoffs[-1][before[there]] = left[there]
            lower = shorter[np.searchsorted(shorter_keys, grams[stays] & np.uint64(2 ** (BITS * (length - 1)) - 1))]
            likely = times[stays] / whole[place[stays]] + left[place[stays]] * lower
        keys.append(grams[stays])
        logs.append(np.log(likely))
        backoffs.append(np.ones(int(stays.sum())))
        shorter_keys, shorter = keys[-1], likely
    every = np.concatenate(keys)
    order = np.argsort(every, kind="stable")
    levels = np.clip(np.round(-np.concatenate(logs) / LOG_STEP), 0, 255).astype(np.uint8)
    left_over = np.clip(np.round(-np.log(np.concatenate(backoffs)) / BACKOFF_STEP), 0, 255).astype(np.uint8)
    return every[order], levels[order], left_over[order]


def packed(keys: Any, levels: Any, left_over: Any) -> bytes:
    """The bytes of the table: the distances between keys byte by byte, then the two columns."""
    distances = np.diff(keys, prepend=np.uint64(0))
    planes = distances.view(np.uint8).reshape(-1, 8)[:, :5].T.tobytes()
    raw = len(keys).to_bytes(8, "little") + planes + levels.tobytes() + left_over.tobytes()
    return zlib.compress(raw, 9)


def main() -> None:
    """Count, write, and say how large the table is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("folder", type=Path)
    parser.add_argument("inputs", type=Path, nargs="+")
    parser.add_argument("--origin", default="Foreign Relations of the United States, works of the US government")
    asked = parser.parse_args()
    inputs = sorted(asked.inputs, key=lambda path: path.name)
    text = " ".join(prose(path) for path in inputs)
    made = packed(*table(counts(text)))
    (asked.folder / f"letters_{asked.name}.bin").write_bytes(made)
    about = {
        "made": "tools/count_letters.py",
        "origin": asked.origin,
        "licence": "public domain",
        "characters": len(text),
        "least counts": MIN_COUNT,
        "sha256": hashlib.sha256(made).hexdigest(),
        "inputs": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs},
    }
    (asked.folder / f"letters_{asked.name}.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(f"{len(text)} characters, {len(made)} bytes")


if __name__ == "__main__":
    main()
