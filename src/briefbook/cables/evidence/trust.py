"""How far a name that evidence gives can be trusted: one calibrated confidence from all that speaks for it.

The weights of the candidates (``weights.json``) say whether words stand where a field's value stands; whether these
words were read rightly is another question. What answers it: how usual the words' letters are, whether the words are
known, whether others on the paper are misread, and how sure the place is. The weights (``trust.json``) are fitted on
headings with letters misread (``tools/fit_trust.py``).
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from briefbook.cables.evidence.addresses import read_address
from briefbook.cables.evidence.legible_names import damage_of, is_known_part, is_misread
from briefbook.cables.evidence.paper import MAX_LINES, Candidate
from briefbook.cables.evidence.spelling import MIN_LETTERS, letter_runs
from briefbook.cables.heading_draft import HeadLine

QUALITIES = ("post", "office", "station", "title", "person", "unit", "capitals", "words")

_LEFT_OUT = frozenset("&.,-'/() ")
_WORD = re.compile(r"[^\W_]+")
_MIXED = re.compile(r"[A-Z]{2}[a-z]|[a-z][A-Z]{2}|[A-Za-z]\d[A-Za-z]")


def trust_features(
    lines: Sequence[HeadLine], candidate: Candidate, confidence: float, message: float
) -> dict[str, float] | None:
    """What speaks for a name's being right as it stands, and against it.

    Args:
        lines: The lines of the paper.
        candidate: The name, with the features of its place.
        confidence: The confidence of the candidate, 0 to 1.
        message: How likely the paper is a message, 0 to 1.

    Returns:
        Features with their values; None on a paper on which nothing looks misread: there the reading is no question.
    """
    addresses = [read_address(part) for part in candidate.value.split("; ")]
    qualities = {address.quality if address else "none" for address in addresses}
    words = [word for word in _WORD.findall(candidate.value) if len(word) >= MIN_LETTERS]
    unknown = [word for word in words if not is_known_part(word)]
    runs = [letter_runs(word) for word in unknown]
    misread, single, figures = damage_of(tuple(line.raw for line in lines[:MAX_LINES]))
    marks = candidate.features
    read_wrongly = float(sum(map(is_misread, words)))
    if not (misread or figures or read_wrongly):
        return None
    features = {
        "confidence": confidence,
        "message": message,
        "addressee": float(candidate.field == "to"),
        "unknown": float(len(unknown)),
        "words": float(len(words)),
        "misread": read_wrongly,
        "least-run": min((least for least, _ in runs), default=0.0),
        "mean-run": min((mean for _, mean in runs), default=0.0),
        "odd": float(sum(not letter.isalnum() and letter not in _LEFT_OUT for letter in candidate.value)),
        "figures": float(sum(map(str.isdigit, candidate.value))),
        "paper-misread": misread,
        "paper-single": single,
        "paper-figures": figures,
        "own-label": float(f"label={candidate.field}" in marks),
        "no-label": float("label=none" in marks),
        "below": float("below" in marks),
        "damaged-label": float("damaged-label" in marks),
        "by-words": float("by-words" in marks),
        "by-place": float(bool(marks & {"signature", "address", "letterhead-office"})),
        "mixed": float(_MIXED.search(candidate.value) is not None),
    }
    return features | {f"who={name}": float(name in qualities) for name in QUALITIES}


@cache
def _weights() -> dict[str, float]:
    table: dict[str, float] = json.loads((files(__package__) / "trust.json").read_text(encoding="utf-8"))
    return table


def trust(features: Mapping[str, float]) -> float:
    """How likely it is, 0 to 1, that a name with these features is right."""
    weights = _weights()
    total = math.fsum([weights[""], *[weights[name] * value for name, value in features.items() if name in weights]])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


TRUST_LIMIT = 0.8
"""The least trust, 0 to 1, at which a name is given; below it the name is kept for a person to choose.

Chosen where the next wrong value avoided would cost more than three right ones, by lists left out of the fit.
"""
