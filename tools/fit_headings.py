"""Fit the weights by which the reader of headings weighs its candidates: ``python tools/fit_headings.py``.

Logistic regression, a field at a time, on made-up headings (``bench/make_headings.py``), clean and damaged; the weights
go to ``src/briefbook/cables/evidence/weights.json``. Lists that are reported on are never read. Prints, for headings
made with another seed, how many values are right, blank and wrong at the limit of each field.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from make_headings import specimens  # noqa: E402

from briefbook.cables.evidence import reader  # noqa: E402
from briefbook.cables.evidence.addresses import read_address  # noqa: E402
from briefbook.cables.evidence.candidates import candidates, offer  # noqa: E402
from briefbook.cables.evidence.messages import message_features  # noqa: E402
from briefbook.cables.evidence.paper import FIELDS, Paper  # noqa: E402
from briefbook.cables.evidence.reader import LIMITS, MESSAGE_LIMIT, choose, message_confidence, weigh  # noqa: E402

WEIGHTS = ROOT / "src" / "briefbook" / "cables" / "evidence" / "weights.json"

RIDGE = 1.0


def letters(text):
    """A text as it is compared."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def is_right(candidate, specimen):
    """Is the candidate the value of its field, at a place where it stands?"""
    for field, value, words, line in specimen.values:
        if field != candidate.field:
            continue
        if field in ("date", "number", "security", "precedence", "subject"):
            right = letters(candidate.value) == letters(words if field == "subject" else value)
            if field == "number" and not right:
                right = (
                    letters(candidate.value).endswith(letters(value))
                    and candidate.value[:1].isalpha()
                    and value[:1].isdigit()
                )
        else:
            address = read_address(value)
            read = read_address(words)  # damaged letters of a name are another question than whether it is one
            meant = {letters(value), letters(words), *(letters(one.value) for one in (address, read) if one)}
            right = letters(candidate.value) in meant or letters(candidate.written) == letters(words)
        if right and (candidate.line == line or field not in ("precedence", "subject")):
            return True
    return False


def fit(rows, answers, size):
    """Weights of a logistic regression with a ridge, by Newton's method on the few features that there are."""
    weights = np.zeros(size)
    matrix = np.zeros((len(rows), size))
    for at, row in enumerate(rows):
        matrix[at, row] = 1.0
    target = np.array(answers, dtype=float)
    ridge = np.full(size, RIDGE)
    ridge[0] = 1e-3
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (target - chance) - ridge * weights
        spread = chance * (1 - chance) + 1e-6
        step = np.linalg.solve((matrix * spread[:, None]).T @ matrix + np.diag(ridge), gradient)
        weights += np.clip(step, -3, 3)
        if np.abs(step).max() < 1e-4:
            break
    return weights


def main(count=60):
    """Fit, write, and measure."""
    rows, answers, names = defaultdict(list), defaultdict(list), defaultdict(dict)
    for specimen in specimens(count):
        if specimen.kind.startswith("neg"):
            continue  # that such a paper is no message is another question, with weights of its own
        for candidate in candidates(specimen.text.splitlines()):
            index = names[candidate.field]
            row = [0, *(index.setdefault(name, len(index) + 1) for name in sorted(candidate.features))]
            rows[candidate.field].append(row)
            answers[candidate.field].append(is_right(candidate, specimen))
    table = {}
    for field in FIELDS:
        if not any(answers[field]):
            continue
        weights = fit(rows[field], answers[field], len(names[field]) + 1)
        table[field] = {"": round(float(weights[0]), 2)} | {
            name: round(float(weights[at]), 2) for name, at in sorted(names[field].items()) if abs(weights[at]) >= 0.02
        }
        print(f"{field}: {len(rows[field])} candidates, {sum(answers[field])} right, {len(table[field])} weights")
    WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    reader._weights.cache_clear()
    table["message"] = fit_messages(count)
    WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    reader._weights.cache_clear()
    measure()


def fit_messages(count):
    """The weights by which a paper is taken for a message: the candidates' weights are fitted already."""
    index, rows, answers = {}, [], []
    for specimen in specimens(count, "messages"):
        paper = Paper(specimen.text.splitlines())
        features = message_features(paper, weigh(offer(paper)))
        rows.append([0, *(index.setdefault(name, len(index) + 1) for name in sorted(features))])
        answers.append(not specimen.kind.startswith("neg"))
    weights = fit(rows, answers, len(index) + 1)
    print(f"messages: {sum(answers)} of {len(answers)} papers")
    return {"": round(float(weights[0]), 2)} | {
        name: round(float(weights[at]), 2) for name, at in sorted(index.items()) if abs(weights[at]) >= 0.02
    }


def measure_messages(count=12):
    """How well messages are told from other papers, for papers that nothing was fitted on."""
    chances = defaultdict(list)
    for specimen in specimens(count, "held out"):
        paper = Paper(specimen.text.splitlines())
        chance = message_confidence(paper, weigh(offer(paper)))
        chances[not specimen.kind.startswith("neg")].append((chance, specimen))
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        lost = sum(chance < limit for chance, _ in chances[True]) / len(chances[True])
        taken = sum(chance >= limit for chance, _ in chances[False]) / len(chances[False])
        print(f"limit {limit}: messages lost {lost:.1%}, other papers taken {taken:.1%}")
    print("lost", Counter(specimen.kind for chance, specimen in chances[True] if chance < 0.5))
    print("taken", Counter(specimen.kind for chance, specimen in chances[False] if chance >= 0.5))


def measure(count=12, seed="held out", show=()):
    """Right, blank and wrong for headings that nothing was fitted on, and how well the confidences are calibrated."""
    counts, kinds, bins = defaultdict(Counter), defaultdict(Counter), defaultdict(list)
    for specimen in specimens(count, seed):
        paper = Paper(specimen.text.splitlines())
        weighed = weigh(offer(paper))
        chosen = choose(weighed) if message_confidence(paper, weighed) >= MESSAGE_LIMIT else {}
        fields = {field for field, *_ in specimen.values}
        for field in FIELDS:
            best = chosen.get(field)
            given = best is not None and best.confidence >= LIMITS[field]
            if best is not None:
                bins[round(best.confidence, 1)].append(is_right(best.candidate, specimen))
            if given:
                verdict = (
                    "right" if is_right(best.candidate, specimen) else "wrong" if field in fields else "false fill"
                )
            else:
                verdict = "blank" if field in fields else ""
            if verdict:
                counts[field][verdict] += 1
                kinds[specimen.kind][verdict] += 1
                if verdict in show or f"{specimen.kind} {field}" in show:
                    value = best and (best.candidate.value, round(best.confidence, 2))
                    print(f"  {specimen.kind} {field} {verdict} {value} in\n{specimen.text[:400]}\n")
    for field in FIELDS:
        print(f"{field}: {dict(counts[field])}")
    for name, of_kind in kinds.items():
        print(f"  {name}: {dict(of_kind)}")
    print({chance: (round(sum(right) / len(right), 2), len(right)) for chance, right in sorted(bins.items())})


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(show=sys.argv[2:])
    elif sys.argv[1:2] == ["messages"]:
        measure_messages()
    else:
        main(*map(int, sys.argv[1:]))
