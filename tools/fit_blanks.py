"""Fit how likely a candidate of a blank field is its value: ``python tools/fit_blanks.py fit | curve``.

On made-up headings of all services (``bench/make_headings.py``, ``bench/free_headings.py``) and on the lists of
headings that may be chosen by, as they are, with letters misread, and as text layers give them. ``curve`` says what
limits cost, each half of the lists judged by weights fitted on made-up headings and on the other half alone; ``fit``
writes ``blank_weights.json``. Lists that are reported on are never read.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from free_headings import free_specimens  # noqa: E402
from heading_lists import CORE_FIVE, blank, rows, verdict  # noqa: E402
from logistic import logistic_weights  # noqa: E402
from make_headings import damaged_line, specimens  # noqa: E402
from rough_layers import as_rough_layer  # noqa: E402
from text_layers import as_text_layer  # noqa: E402

from briefbook.cables import read_heading  # noqa: E402
from briefbook.cables.evidence import blank_values  # noqa: E402

PATH = ROOT / "src" / "briefbook" / "cables" / "evidence" / "blank_weights.json"
LISTS = ("choose", *(f"choose-{number}" for number in range(2, 10)))
VARIANTS = (
    ("plain", 0.0, ""), ("plain", 0.03, "a"), ("plain", 0.03, "b"), ("layer", 0.0, "a"), ("layer", 0.03, "a"),
    ("rough", 0.0, "a"), ("rough", 0.03, "a"),
)  # fmt: skip
"""How the rows of the lists are laid out, the share of their letters misread, the seed."""

ARRANGE = {"plain": lambda lines, _dice: lines, "layer": as_text_layer, "rough": as_rough_layer}
RIDGE = 8.0
MIN_SEEN = 8
LIMITS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def list_papers():
    """Every row of the lists in every layout: list, layout, row, text."""
    for name in LISTS:
        for number, row in enumerate(rows(name), 1):
            for layout, share, seed in VARIANTS:
                if share and row["damage"]:
                    continue
                dice = random.Random(f"blanks {seed} {layout} {share} {name} {number}")
                lines = ARRANGE[layout](row["text"].splitlines(), dice)
                yield name, f"{layout} {share}", row, "\n".join(damaged_line(line, dice, share) for line in lines)


def made_up_papers():
    """Made-up headings as rows of lists: which maker's, its kind, row, text."""
    for layered, count in ((False, 6), (True, 3)):
        for item in specimens(count, f"blanks {layered}", layered=layered):
            yield "made up", item.kind, as_row(item), item.text
    for item in free_specimens(1500, "blanks"):
        yield "made up", item.kind, as_row(item), item.text


def as_row(item):
    """A made-up heading's values as a row of a list has them: the first of a field, others allowed."""
    expect = {"from": None, "to": [], "date": None, "number": None, "security": None}
    also = {}
    for field, value, _, _ in item.values:
        if field not in expect:
            continue
        value = [value] if field == "to" else value
        if blank(expect[field]):
            expect[field] = value
        else:
            also.setdefault(field, []).append(value)
    return {"expect": expect, "also": also}


def collect(papers):
    """The candidates of blank fields: list, layout, field, whether the paper bears it, and each with right or not."""
    ask, seen = blank_values.pooled_values, {}

    def watched(draft, fields, paper=None):
        seen.update(ask(draft, fields, paper))
        return {}

    blank_values.pooled_values = watched
    found = []
    for name, layout, row, text in papers:
        seen.clear()
        heading = read_heading(text)
        for field, pool in seen.items():
            if field in row["expect"] and blank(heading.get(field)):
                bears = not blank(row["expect"][field])
                judged = [(item.features, verdict(row, field, item.value) == "right") for item in pool]
                found.append((name, layout, field, bears, judged))
    blank_values.pooled_values = ask
    return found


def fit(found):
    """Weights of a logistic regression with a ridge, by name; "" for the constant."""
    candidates = [candidate for row in found for candidate in row[4]]
    counts = Counter(feature for features, _ in candidates for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= MIN_SEEN)
    column = {name: at for at, name in enumerate(names, 1)}
    matrix = np.zeros((len(candidates), len(names) + 1))
    matrix[:, 0] = 1
    for at, (features, _) in enumerate(candidates):
        matrix[at, [column[feature] for feature in features if feature in column]] = 1
    target = np.array([right for _, right in candidates], dtype=float)
    weights = logistic_weights(matrix, target, ridge=RIDGE, rounds=10, largest_step=2)
    table = {"": round(float(weights[0]), 3)}
    fitted = ((name, round(float(weight), 2)) for name, weight in zip(names, weights[1:], strict=True))
    return table | {name: weight for name, weight in fitted if weight}


def all_weights(found):
    """The weights of each field."""
    return {field: fit([row for row in found if row[2] == field]) for field in CORE_FIVE}


def judged(found, weights):
    """For each blank field its likeliest candidate: how likely, its share beside the next, right?, and the row."""
    blank_values._weights = lambda: weights
    out = []
    for row in found:
        field, candidates = row[2], row[4]
        chances = sorted(((blank_values.likelihood(field, names), right) for names, right in candidates), reverse=True)
        rival = chances[1][0] if len(chances) > 1 else 0.0
        out.append((chances[0][0], chances[0][0] / (chances[0][0] + rival), chances[0][1], row))
    return out


def curve(of_lists, made_up):
    """Print what each limit gives and costs, by half, layout and field."""
    halves = (LISTS[::2], LISTS[1::2])
    answers = []
    for half in halves:
        weights = all_weights([*made_up, *(row for row in of_lists if row[0] not in half)])
        answers += judged([row for row in of_lists if row[0] in half], weights)
    for group in ("all", *sorted({row[1] for row in of_lists}), "choose-9"):
        part = [answer for answer in answers if group in ("all", answer[3][0], answer[3][1])]
        print(f"{group}: {len(part)} blank, {sum(answer[3][3] for answer in part)} on the paper")
        for limit in LIMITS:
            given = [a for a in part if a[0] >= limit and a[1] >= blank_values.MIN_SHARE]
            by_field = {
                field: (sum(a[2] for a in given if a[3][2] == field), sum(not a[2] for a in given if a[3][2] == field))
                for field in CORE_FIVE
            }
            right = sum(a[2] for a in given)
            print(f"  limit {limit}: right {right}, wrong {len(given) - right}; {by_field}")


if __name__ == "__main__":
    lists, free = collect(list_papers()), collect(made_up_papers())
    if sys.argv[1] == "curve":
        curve(lists, free)
    else:
        table = all_weights([*lists, *free])
        PATH.write_text(json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
