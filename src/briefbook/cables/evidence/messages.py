"""A paper's lines and candidates -> how likely it is that it is a message, and not verse, an account or a clipping."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from briefbook.cables.evidence.paper import Choice, Paper
from briefbook.text.dates import find_group
from briefbook.text.months import WEEKDAYS
from briefbook.util.alternation import trie_pattern

HEAD_LINES = 14
"""Lines at the head of a paper whose words say what it is."""

_BOUNDS = (0.2, 0.5, 0.8, 0.95)
_FIELDS = ("from", "to", "date", "number", "security")
_WEEKDAY = re.compile(rf"^(?:.{{0,30}}, )?(?:{'|'.join(WEEKDAYS).upper()}),? (?:\d|[A-Z]{{3,9}} \d)")
"""The day of the week before the date, as newspapers and diaries have it."""

_WORD = re.compile(r"[A-Z]+")
_VOWEL = re.compile(r"[AEIOUY]")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads((files(__package__) / "papers.toml").read_text(encoding="utf-8"))
    message = re.compile(rf"(?<![A-Z])(?:{trie_pattern(table['message'])})(?![A-Z])")
    other = re.compile(rf"\W*(?:{trie_pattern(table['other'])})(?![A-Z])")
    return message, other


def message_features(paper: Paper, weighed: Mapping[str, Sequence[Choice]]) -> frozenset[str]:
    """The features that speak for a paper's being a message or against it.

    Args:
        paper: Its lines with their labels.
        weighed: The candidates of its fields, likeliest first.

    Returns:
        Names of features, as ``weights.json`` has them under ``message``.
    """
    features: set[str] = set()
    head = paper.lines[:HEAD_LINES]
    message, other = _patterns()
    named = sum(message.search(line.upper) is not None and not line.is_prose for line in head)
    features.add(f"names-message={min(named, 3)}")
    features.add(f"names-other={min(sum(other.match(line.upper) is not None for line in head), 3)}")
    strong = {
        label.kind
        for line in paper.lines
        if not line.in_body
        for label in line.labels
        if label.begins_cell and (label.stop == ":" or label.capitals)
    }
    features |= {f"has={kind}" for kind in strong}
    features.add(f"kinds={min(len(paper.kinds), 5)}")
    places = set()
    for field in _FIELDS:
        best = next(iter(weighed.get(field, ())), None)
        features.add(f"{field}={_bucket(best.confidence) if best else 'none'}")
        if best and best.confidence >= _BOUNDS[1]:
            places.add(best.candidate.line)
            features |= {f"{field} {name}" for name in best.candidate.features if name.startswith(("who=", "shape="))}
    features.add(f"lines={min(len(places), 4)}")
    likely = [name for name in _FIELDS if weighed.get(name) and weighed[name][0].confidence >= LIKELY]
    labelled = [name for name in likely if f"label={name}" in weighed[name][0].candidate.features]
    if len(likely) >= MIN_LIKELY and len(labelled) >= MIN_LABELLED:
        features.add("labelled-fields")
    persons = [choice.candidate for name in ("from", "to") for choice in weighed.get(name, ())[:2]]
    parts = {candidate.field for candidate in persons if candidate.features & PARTS_OF_LETTERS}
    if parts and "date" in likely:
        features |= {"letter-parts", f"letter-parts={len(parts)}"}
    texts = [line.text for line in head if line.text.strip()]
    if texts:
        features.add(f"prose={_tenth(sum(line.is_prose for line in head) / len(texts))}")
        whole = "".join(texts)
        letters = whole if whole.isascii() else [letter for letter in whole if letter.isalpha()]
        features.add(f"small={_tenth(sum(map(str.islower, letters)) / max(1, sum(map(str.isalpha, letters))))}")
        words = [word for text in texts for word in _WORD.findall(text.upper())]
        rubble = sum([len(word) < 3 or not _VOWEL.search(word) for word in words])
        features.add(f"rubble={_tenth(rubble / max(1, len(words)))}")
        features.add(f"size={min(len(texts), 6)}")
    if any(_WEEKDAY.search(line.upper) for line in head[:4]):
        features.add("weekday")
    if any(find_group(line.upper) for line in head):
        features.add("group")
    return frozenset(features)


PARTS_OF_LETTERS = frozenset({"signature", "address-block", "addressee-block"})
"""Features of names that stand where a service's letter has them: who signs below its text, and who is addressed."""

LIKELY = 0.7
"""The least confidence, 0 to 1, of a field's likeliest candidate to be counted as likely."""

MIN_LIKELY = 4
"""Likely fields, at least, that speak for a message together, where some of them have labels of their own."""

MIN_LABELLED = 2
"""How many of these must have labels of their own."""


def _bucket(chance: float) -> str:
    return str(sum(chance >= bound for bound in _BOUNDS))


def _tenth(share: float) -> str:
    return str(min(4, int(share * 5)))
