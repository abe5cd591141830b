"""The values that a draft gives -> those that can be trusted; the others are left blank, for a person to choose.

Rules and weights know where a field's value stands. On a text in which letters are misread, or in which labels and
values came apart, each may be right alone and yet the value wrong: a day is that of receipt, a stamp stands among the
addressees. So whatever was given is asked once more, by one logistic regression a field of all that speaks for it and
against it (``value_features.py``), fitted on headings that are damaged and taken apart (``tools/fit_given.py``).
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from briefbook.cables.evidence.candidates import offer_again
from briefbook.cables.evidence.furniture import typed_lines
from briefbook.cables.evidence.paper import Paper
from briefbook.cables.evidence.reader import CORE_SLOTS, NOTE_BY_PLACE, Evidence, is_same_value, weigh
from briefbook.cables.evidence.value_features import TIDY, GivenValue, features_of_paper, features_of_value
from briefbook.cables.evidence.words import word_shares
from briefbook.cables.heading_draft import HeadingDraft

GIVEN_LIMITS = {"from": 0.9, "to": 0.85, "date": 0.8, "number": 0.8, "security": 0.8}
"""The least trust, 0 to 1, at which a value that was given stays.

Chosen on lists left out of the fit in turn: above it the next wrong value avoided would cost more than four right ones.
"""

APART_LIMIT = 0.9
"""The same where two labels or more stand without their values: of what is given there one in seventeen is wrong."""

_APART = frozenset({"bare=2", "bare=3", "bare=4"})


_PRINTED = frozenset({"us_system"})
"""Forms that a computer printed, line by line: there three right values would be lost for three wrong ones avoided."""


@cache
def _weights() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads((files(__package__) / "given_weights.json").read_text("utf-8"))
    return table


def trust_in_value(field: str, features: Iterable[str]) -> float:
    """How likely it is, 0 to 1, that a value with these features is right."""
    weights = _weights().get(field, {"": 30.0})
    total = math.fsum([weights[""], *[weights[name] for name in features if name in weights]])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features_of_values(draft: HeadingDraft, seen: Paper | None = None) -> dict[str, frozenset[str]]:
    """The features of each of the five fields' values that a draft gives.

    Args:
        draft: A draft that has been read.
        seen: Its lines as evidence saw them already; None where it looked for nothing.

    Returns:
        By the field's name. Nothing on scans, whose words have confidences of their own, and on tidy papers: there the
        reading is no question.
    """
    given = {name: [part for part in draft.evidence.get(slot, ()) if part.value] for name, slot in CORE_SLOTS.items()}
    given = {
        name: readings
        for name, readings in given.items()
        if readings and draft.values.get(CORE_SLOTS[name]) and readings[0].note != NOTE_BY_PLACE  # asked already
    }
    if not given or draft.form in _PRINTED or any(line.words and not line.source.is_plain for line in draft.lines):
        return {}
    paper = seen or Paper(typed_lines(draft.lines), window=draft.window, order=draft.order)
    of_paper = features_of_paper(draft, paper)
    if of_paper >= TIDY:
        return {}
    if seen and seen.raws != (raws := tuple(typed_lines(draft.lines))):  # a line was changed meanwhile
        paper = Paper(raws, window=draft.window, order=draft.order)
    date = draft.whole_date
    weighed = weigh(offer_again(paper, year=date[:4] if date else "", fields=tuple(given)))
    shares = word_shares(paper)
    features = {}
    for name, readings in given.items():
        value = [str(part.value) for part in readings]
        same = [is_same_value(name, value if name == "to" else value[0], c.candidate) for c in weighed.get(name, ())]
        choices = list(zip(weighed.get(name, ()), same, strict=True))
        features[name] = of_paper | features_of_value(
            draft,
            paper,
            shares,
            GivenValue(
                name, readings, [c for c, agrees in choices if agrees], [c for c, agrees in choices if not agrees]
            ),
        )
    return features


def refuse_doubtful_values(draft: HeadingDraft, evidence: Evidence | None = None) -> None:
    """Take back the values of a draft that cannot be trusted: something stands there, and a person may choose.

    Args:
        draft: A draft that has been read and whose blanks are filled; of text alone, scans stay as they are.
        evidence: What was found out of the paper while they were filled.
    """
    features = features_of_values(draft, evidence.paper if evidence else None)
    for name, of_value in features.items():
        slot = CORE_SLOTS[name]
        if trust_in_value(name, of_value) < max(GIVEN_LIMITS[name], APART_LIMIT if of_value & _APART else 0.0):
            draft.take_back(slot)
