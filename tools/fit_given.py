"""Fit how far a value that was given can be trusted: ``python tools/fit_given.py fit | curve [SEED ...]``.

On the lists of headings that may be chosen by, as they are, with letters misread, and as text layers give them
(``bench/text_layers.py``, ``bench/rough_layers.py``), each with and without letters misread. ``curve`` says what a
limit costs, each list judged by weights that never saw it; ``fit`` writes ``given_weights.json`` too. Lists that are
reported on are never read.
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

from heading_lists import CHOSEN_BY, CORE_FIVE, blank, rows, verdict  # noqa: E402
from logistic import logistic_weights  # noqa: E402
from make_headings import damaged_line  # noqa: E402
from rough_layers import as_rough_layer  # noqa: E402
from text_layers import as_text_layer  # noqa: E402

from briefbook.cables import read_heading  # noqa: E402
from briefbook.cables.evidence import given_values  # noqa: E402

PATH = ROOT / "src" / "briefbook" / "cables" / "evidence" / "given_weights.json"
LAYOUTS = {"plain": lambda lines, _dice: lines, "layer": as_text_layer, "rough": as_rough_layer}
SHARES = (0.0, 0.035)
"""The shares of letters misread."""

SEEDS = ("1", "2", "3", "4")
RIDGE = 12.0
MIN_SEEN = 8
"""Values that a feature must have been seen with to have a weight."""

LIMITS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95)


def variants(seeds):
    """Every row of the lists in every layout: list, name of the layout, row, text."""
    for seed in seeds:
        for layout, arrange in LAYOUTS.items():
            for share in SHARES:
                if layout == "plain" and not share and seed != seeds[0]:
                    continue
                for name in CHOSEN_BY:
                    for number, row in enumerate(rows(name), 1):
                        if share and row["damage"]:
                            continue
                        dice = random.Random(f"given {seed} {layout} {share} {name} {number}")
                        lines = arrange(row["text"].splitlines(), dice)
                        text = "\n".join(damaged_line(line, dice, share) for line in lines)
                        yield name, f"{layout} {share}", row, text


def collect(seeds):
    """Each value given on a paper that is not tidy: list, layout, field, features, right?; and how many on others."""
    trust, ask = given_values.trust_in_value, given_values.features_of_values
    given_values.trust_in_value = lambda _field, _features: 1.0
    seen = {}

    def watched(draft, paper=None):
        features = ask(draft, paper)
        seen.update(features)
        return features

    given_values.features_of_values = watched
    found, others = [], Counter()
    for name, layout, row, text in variants(seeds):
        seen.clear()
        heading = read_heading(text)
        for field in CORE_FIVE:
            if field not in row["expect"] or blank(heading.get(field)):
                continue
            answer = verdict(row, field, heading.get(field))
            if answer == "blank":
                continue
            if field in seen:
                found.append((name, layout, field, seen[field], answer == "right"))
            else:
                others[layout, answer == "right"] += 1
    given_values.trust_in_value, given_values.features_of_values = trust, ask
    return found, others


def fit(found):
    """Weights of a logistic regression with a ridge, by name; "" for the constant."""
    counts = Counter(feature for row in found for feature in row[3])
    names = sorted(feature for feature, count in counts.items() if count >= MIN_SEEN)
    column = {name: at for at, name in enumerate(names, 1)}
    matrix = np.zeros((len(found), len(names) + 1))
    matrix[:, 0] = 1
    for at, row in enumerate(found):
        matrix[at, [column[feature] for feature in row[3] if feature in column]] = 1
    target = np.array([row[4] for row in found], dtype=float)
    weights = logistic_weights(matrix, target, ridge=RIDGE, rounds=12, largest_step=2)
    table = {"": round(float(weights[0]), 3)}
    fitted = ((name, round(float(weight), 2)) for name, weight in zip(names, weights[1:], strict=True))
    return table | {name: weight for name, weight in fitted if weight}


def trusted(weights, features):
    """How likely a value is right by weights."""
    total = weights[""] + sum(weights.get(name, 0.0) for name in features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def judged_by_others(found):
    """Each value with the trust that weights have in it which never saw its list."""
    judged = []
    for field in CORE_FIVE:
        of_field = [row for row in found if row[2] == field]
        for name in CHOSEN_BY:
            weights = fit([row for row in of_field if row[0] != name])
            judged += [(trusted(weights, row[3]), row) for row in of_field if row[0] == name]
    return judged


def curve(found, others):
    """Print what each limit costs, all lists and by layout and field."""
    judged = judged_by_others(found)
    groups = ["all", *sorted({row[1] for row in found}), *CORE_FIVE]
    for group in groups:
        part = [(chance, row[4]) for chance, row in judged if group in ("all", row[1], row[2])]
        beside = Counter()
        for (layout, right), count in others.items():
            if group in ("all", layout):
                beside[right] += count
        right = sum(answer for _, answer in part) + beside[True]
        wrong = sum(not answer for _, answer in part) + beside[False]
        tidy = f"on tidy papers {beside[True]}, {beside[False]}"
        print(f"{group}: {right} right, {wrong} wrong ({wrong / (right + wrong):.2%}); {tidy}")
        for limit in LIMITS:
            lost = sum(answer and chance < limit for chance, answer in part)
            avoided = sum(not answer and chance < limit for chance, answer in part)
            left = (wrong - avoided) / (right + wrong - lost - avoided)
            print(f"  limit {limit}: lost {lost} ({lost / right:.1%}), avoided {avoided}; wrong {left:.2%}")


if __name__ == "__main__":
    given, tidy = collect(sys.argv[2:] or SEEDS)
    curve(given, tidy)
    if sys.argv[1] == "fit":
        table = {field: fit([row for row in given if row[2] == field]) for field in CORE_FIVE}
        PATH.write_text(json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
