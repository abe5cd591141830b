"""Fit how far names that evidence gives can be trusted: ``python tools/fit_trust.py runs SURNAMES | fit | curve``.

``runs`` writes ``letter_runs.json``, how likely a letter is behind two others: from the list of English words and from
SURNAMES, a file of the United States' census of 1990 (public domain; ``dist.all.last``, a name at the head of each
line). ``fit`` writes ``trust.json``, a logistic regression on the lists of headings that may be chosen by, with letters
misread. ``curve`` says what a limit costs, each list judged by weights that never saw it. Lists that are reported on
are never read.
"""

import json
import math
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from heading_lists import CHOSEN_BY, blank, rows, verdict  # noqa: E402
from logistic import logistic_weights  # noqa: E402
from make_headings import damaged_line  # noqa: E402

from briefbook.cables import read_heading  # noqa: E402
from briefbook.cables.evidence import reader  # noqa: E402
from briefbook.cables.evidence.trust import trust_features  # noqa: E402
from briefbook.text.lexicon import frequencies  # noqa: E402

FOLDER = ROOT / "src" / "briefbook" / "cables" / "evidence"
SURNAMES = 40_000
"""The most frequent surnames that are counted."""

LETTERS = "abcdefghijklmnopqrstuvwxyz^"
SHARES = (0.0, 0.015, 0.03, 0.03, 0.03, 0.045)
"""The shares of letters misread of the copies of a list."""

RIDGE = 20.0


def write_runs(path):
    """Count the letters behind two others, and write their likelihoods, each as a letter: half a unit a step."""
    names = [line.split()[0] for line in Path(path).read_text(encoding="utf-8").splitlines()[:SURNAMES]]
    triples, pairs = Counter(), Counter()
    for word in (*names, *frequencies()):
        letters = f"^^{''.join(letter for letter in word.lower() if letter in LETTERS)}^"
        if len(letters) >= len("^^abc^"):
            for at in range(2, len(letters)):
                triples[letters[at - 2 : at + 1]] += 1
                pairs[letters[at - 2 : at]] += 1
    table = {}
    for pair in sorted(pairs):
        chances = (math.log((triples[pair + letter] + 0.3) / (pairs[pair] + 0.3 * 27)) for letter in LETTERS)
        table[pair] = "".join(chr(ord("A") + min(25, round(-2 * chance))) for chance in chances)
    text = ",\n".join(f"{json.dumps(pair)}: {json.dumps(row)}" for pair, row in table.items())
    (FOLDER / "letter_runs.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


def collect():
    """For each name that evidence gives on a copy of a list: list, share of letters misread, features, right?"""
    seen = {}
    limit, trust = reader.TRUST_LIMIT, reader.trust_features
    reader.TRUST_LIMIT = 0.0

    def watched(lines, candidate, confidence, message):
        features = trust_features(lines, candidate, confidence, message)
        if features is not None:
            seen[candidate.field, candidate.value] = features
        return features

    reader.trust_features = watched
    found = []
    for at, share in enumerate(SHARES):
        for name in CHOSEN_BY:
            for number, row in enumerate(rows(name), 1):
                if row["damage"] and share:
                    continue
                seen.clear()
                dice = random.Random(f"trust {at} {name} {number}")
                text = "\n".join(damaged_line(line, dice, share) for line in row["text"].splitlines())
                heading = read_heading(text)
                for field in ("from", "to"):
                    value = heading.get(field)
                    if field not in row["expect"] or blank(value):
                        continue
                    whole = value if field == "from" else "; ".join(value)
                    answer = verdict(row, field, value)
                    if (field, whole) in seen and answer != "blank":
                        found.append((name, share, seen[field, whole], answer == "right"))
    reader.TRUST_LIMIT, reader.trust_features = limit, trust
    return found


def fit(found):
    """Weights of a logistic regression with a ridge, on features scaled to one spread; by name, "" for the constant."""
    names = sorted(found[0][2])
    matrix = np.array([[features[name] for name in names] for _, _, features, _ in found])
    middle, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    matrix = np.hstack([np.ones((len(found), 1)), (matrix - middle) / spread])
    target = np.array([right for *_, right in found], dtype=float)
    weights = logistic_weights(matrix, target, ridge=RIDGE, rounds=25, largest_step=3)
    plain = weights[1:] / spread
    table = {"": round(float(weights[0] - plain @ middle), 3)}
    return table | {name: round(float(weight), 3) for name, weight in zip(names, plain, strict=True)}


def trusted(weights, features):
    """How likely a name is right by weights."""
    total = weights[""] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def curve(found):
    """Print what each limit costs, lists left out in turn: right values lost, wrong ones avoided; and of clean ones."""
    judged = []
    for name in CHOSEN_BY:
        weights = fit([row for row in found if row[0] != name])
        judged += [(trusted(weights, row[2]), row[1], row[3]) for row in found if row[0] == name]
    right, wrong = sum(row[2] for row in judged), sum(not row[2] for row in judged)
    print(f"{right} right, {wrong} wrong")
    for limit in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.83, 0.86, 0.89, 0.92, 0.95, 0.97, 0.98):
        lost = sum(row[2] and row[0] < limit for row in judged)
        avoided = sum(not row[2] and row[0] < limit for row in judged)
        clean = sum(row[2] and row[0] < limit and not row[1] for row in judged)
        between = [row[2] for row in judged if limit - 0.05 <= row[0] < limit]
        share = f"{sum(between)}/{len(between)}"
        print(f"limit {limit}: lost {lost} (undamaged {clean}), avoided {avoided}; right just below {share}")


if __name__ == "__main__":
    if sys.argv[1] == "runs":
        write_runs(sys.argv[2])
    else:
        given = collect()
        curve(given)
        if sys.argv[1] == "fit":
            (FOLDER / "trust.json").write_text(json.dumps(fit(given), indent=1) + "\n", encoding="utf-8")
