"""Fit the weights by which the words of a heading are given to its fields: ``python tools/fit_words.py [WITHOUT]``.

A conditional random field (python-crfsuite) over the words of made-up headings: those of the services
(``bench/make_headings.py``) and those of services that never were (``bench/free_headings.py``), clean and damaged. The
weights go to ``src/briefbook/cables/evidence/word_weights.json``. ``WITHOUT``: kinds that are left out, by how their
names begin.
It needs ``python-crfsuite``, which nothing else does.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from free_headings import free_specimens  # noqa: E402
from make_headings import specimens  # noqa: E402

from briefbook.cables.evidence.paper import Paper  # noqa: E402
from briefbook.cables.evidence.words import OUTSIDE, heading_words, word_features  # noqa: E402

WEIGHTS = ROOT / "src" / "briefbook" / "cables" / "evidence" / "word_weights.json"
LEAST = 0.05
"""Weights nearer to nothing than this are left out."""


def labelled(specimen):
    """The features and the fields of a specimen's words; None where a value is not to be told from other words."""
    paper = Paper(specimen.text.splitlines())
    words = heading_words(paper)
    fields = [OUTSIDE] * len(words)
    for field, _, written, line in specimen.values:
        if line >= len(paper.lines):
            continue
        text = paper.lines[line].text
        plain = (
            "  ".join(part.strip() for part in Paper([written]).lines[0].text.split("  ")) if written.strip() else ""
        )
        start = text.find(plain)
        if not plain or start < 0:
            continue
        for at, word in enumerate(words):
            if word.line == line and word.start < start + len(plain) and word.end > start and fields[at] == OUTSIDE:
                fields[at] = field
    return word_features(paper, words), fields


def fit(rows, path, c1=0.8, c2=0.05, rounds=70):
    """Fit a field to rows of features and fields; its model is written to a path."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, fields in rows:
        if features:
            trainer.append(features, fields)
    trainer.set_params(
        {"c1": c1, "c2": c2, "max_iterations": rounds, "feature.minfreq": 4, "feature.possible_transitions": True}
    )
    trainer.train(str(path))


def write(path, target):
    """Write a fitted model as the table that the reader takes."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    labels = sorted(info.labels)
    table = {}
    for (feature, label), weight in info.state_features.items():
        if abs(weight) >= LEAST:
            table.setdefault(feature, [0] * len(labels))[labels.index(label)] = round(weight * 100)
    steps = [[round(100 * info.transitions.get((one, two), 0.0)) for two in labels] for one in labels]
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table))
    steps_text = json.dumps(steps)
    target.write_text(
        f'{{"labels": {json.dumps(labels)},\n"steps": {steps_text},\n"features": {{\n{rows}\n}}}}\n', encoding="utf-8"
    )
    print(len(table), "features", len(info.state_features), "weights")


def all_rows(of_kind, of_none, without=()):
    """The labelled specimens of both makers."""
    rows = [labelled(item) for item in specimens(of_kind, "words") if not item.kind.startswith(without or ("-",))]
    rows += [labelled(item) for item in free_specimens(of_none, "words")]
    dice = random.Random("words")
    dice.shuffle(rows)
    return [([_forgetful(names, dice) for names in features], fields) for features, fields in rows]


FORGOTTEN = 0.25
"""How often a word's label, and which words stand there, are kept from the field, so that it learns the rest."""


def _forgetful(names, dice):
    """The features of a word without some of those that say which words stand there."""
    return [
        name for name in names if not ((name.startswith("label=") or "word=" in name) and dice.random() < FORGOTTEN)
    ]


def main(without=()):
    """Fit and write."""
    rows = all_rows(26, 4500, without)
    print(len(rows), "headings,", sum(len(features) for features, _ in rows), "words")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        fit(rows, path)
        write(path, WEIGHTS)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
