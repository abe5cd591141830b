"""An alignment that is sought within a limit is the one that is found without."""

import importlib
import random
from math import inf

import pytest

from briefbook.checks.quotations import read_quotation, source_text
from briefbook.model.page import Page

align = importlib.import_module("briefbook.checks.quotations.align")
WORDS = [
    "the",
    "minister",
    "said",
    "that",
    "talks",
    "in",
    "rome",
    "were",
    "over",
    "and",
    "he",
    "would",
    "not",
    "rom",
    "e",
    "min",
    "ister",
    "leave",
    "be",
    "fore",
    "noon",
]


@pytest.mark.parametrize("seed", range(30))
def test_a_limit_changes_no_alignment(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    text = [rng.choice(WORDS) for _ in range(60)]
    start = rng.randrange(30)
    words = text[start : start + rng.randint(5, 25)]
    for _ in range(rng.randrange(6)):
        words.insert(rng.randrange(len(words)), rng.choice(WORDS))
        del words[rng.randrange(len(words))]
    stream = source_text([Page.of_text("H1", 1, " ".join(text), by="machine")]).all
    run = read_quotation(" ".join(words)).runs[0]
    for free in ((True, True), (True, False), (False, True), (False, False)):
        area = (0, len(run), rng.randrange(10), len(stream.tokens) - rng.randrange(10))
        limited = align._cheapest(run, stream, area, free)
        with monkeypatch.context() as patched:
            patched.setattr(align, "_FIRST_LIMIT", inf)
            assert align._cheapest(run, stream, area, free) == limited
