"""Candidates -> the value of each field that fits best, and how sure it is; a draft's blanks filled by them."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from briefbook.cables import heading_slots as slots
from briefbook.cables.evidence.candidates import KNOWN, Candidate, Paper, labelled, offer
from briefbook.cables.evidence.forms import PaperForm
from briefbook.cables.evidence.reasons import reason_for
from briefbook.cables.forms.common import add_references
from briefbook.cables.heading_draft import MIN_UNLISTED_NAME_CONFIDENCE, FieldEvidence, HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.model.cable import SURE_BELOW, Derivation

UNLISTED_LIMIT = 0.9
"""The same for a name that is on no list and is no title, person or part of a service: nothing else vouches for it."""

LIMITS = {
    "from": 0.75, "to": 0.75, "date": 0.8, "number": 0.8, "security": 0.8, "precedence": 0.8, "subject": 0.8,
    "info": 0.8,
}  # fmt: skip
"""The least confidence, 0 to 1, at which a field's value is given; below it the field stays blank."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate that a field's value is taken from, and its confidence, 0 to 1."""

    candidate: Candidate
    confidence: float


@cache
def _weights() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8"))
    return table


def confidence(candidate: Candidate) -> float:
    """How likely it is, 0 to 1, that a candidate is the value of its field: the sum of its features' weights."""
    weights = _weights().get(candidate.field, {"": -30.0})
    total = weights[""] + sum(weights.get(name, 0.0) for name in candidate.features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def weigh(offered: Iterable[Candidate]) -> dict[str, list[Choice]]:
    """The candidates of each field with their confidences, likeliest first."""
    by_field: dict[str, list[Choice]] = {}
    for candidate in offered:
        by_field.setdefault(candidate.field, []).append(Choice(candidate, confidence(candidate)))
    for choices in by_field.values():
        choices.sort(key=lambda choice: -choice.confidence)
    return by_field


def choose(weighed: Mapping[str, Sequence[Choice]]) -> dict[str, Choice]:
    """The likeliest candidate of each field; of two different values that are about as likely, neither is sure."""
    chosen = {}
    for name, choices in weighed.items():
        best = choices[0]
        rivals = [choice.confidence for choice in choices[1:] if choice.candidate.value != best.candidate.value]
        share = best.confidence * (1 - 0.5 * max(rivals, default=0.0)) if rivals else best.confidence
        chosen[name] = Choice(best.candidate, share)
    return chosen


_BY_ADDRESSEE = ("us_system", "ca_outgoing_form")
"""Forms on which each addressee has a precedence of his own: one beside one of them is not the message's."""

_CORE = ("from", "to", "date", "number", "security")

_ANCHORS = ("from", "to", "number")
"""Fields of which a message has one at least; a paper without any is none, and nothing is given for it."""


def fill_blanks(draft: HeadingDraft, form: PaperForm | None) -> None:
    """Fill the fields of a draft that no form's reader filled, where the evidence on the paper suffices.

    What that reader called not legible stays so: it has seen more of the place than the text.

    Args:
        draft: A draft after its form was read; values and evidence may be added to it.
        form: The form by the tables, None if it is on none of theirs.
    """
    blank = [
        name
        for name, slot in _SLOTS.items()
        if not draft.values.get(slot) and (slot not in draft.evidence or name == "security")
    ]
    unsure = [name for name, slot in _SLOTS.items() if name not in blank and _is_unsure(draft, slot)]
    if not draft.lines or not {"subject", *_CORE} & {*blank, *unsure}:
        return  # what is left blank is seldom on the paper
    date = draft.whole_date
    anchored = any(draft.values.get(_SLOTS[name]) for name in _ANCHORS)
    paper = Paper([line.raw for line in draft.lines], window=draft.window, order=draft.order)
    wanted = [*blank, *unsure, *(() if anchored else _ANCHORS)]
    weighed = weigh(offer(paper, year=date[:4] if date else "", fields=wanted))
    chosen = {name: choice for name, choice in choose(weighed).items() if _suffices(name, choice)}
    _fill(draft, form, paper, blank=blank, chosen=chosen, anchored=anchored)
    for name in (*blank, *unsure):
        if name in weighed and (not draft.values.get(_SLOTS[name]) or name in unsure):
            _offer_candidates(draft, name, weighed[name])


def _fill(
    draft: HeadingDraft,
    form: PaperForm | None,
    paper: Paper,
    *,
    blank: Sequence[str],
    chosen: Mapping[str, Choice],
    anchored: bool,
) -> None:
    _put_labelled(draft, paper)
    if not anchored and not any(name in chosen for name in _ANCHORS):
        return
    if not draft.form and form is None and _agreeing_lines(draft, chosen) < MIN_AGREEING_LINES:
        return
    for name in sorted(chosen, key=lambda name: -chosen[name].confidence):
        if name in blank:
            _put(draft, name, chosen[name], form)
    for segment in labelled(paper, "ref") if not draft.references else ():
        add_references(draft, segment.text, segment.line)
    if form and not draft.form and sum(bool(draft.values.get(_SLOTS[name])) for name in _SLOTS) >= _MIN_FIELDS:
        draft.form = form.name


MAX_CANDIDATES = 5
"""Candidates of a field that a person is shown, at most."""

MIN_CANDIDATE_CONFIDENCE = 0.1
"""The least confidence, 0 to 1, of a candidate that a person is shown."""


def _offer_candidates(draft: HeadingDraft, name: str, choices: Sequence[Choice]) -> None:
    """Set out what a person may choose from: the likeliest different values, each with the reason for it."""
    slot = _SLOTS[name]
    distinct: dict[str, FieldEvidence] = {}
    for choice in choices:
        candidate, share = choice.candidate, round(choice.confidence, 2)
        if choice.confidence < MIN_CANDIDATE_CONFIDENCE or len(distinct) == MAX_CANDIDATES:
            break
        value = FieldEvidence(
            candidate.value, candidate.written, candidate.line, Derivation.OBSERVED, share, reason_for(candidate)
        )
        distinct.setdefault(candidate.value, value)
    if distinct:
        draft.candidates[slot] = list(distinct.values())


def _is_unsure(draft: HeadingDraft, slot: Slot[Any]) -> bool:
    """Was the field's value hard to read, or guessed?"""
    return any(evidence.value and evidence.confidence < SURE_BELOW for evidence in draft.evidence.get(slot, ()))


def _agreeing_lines(draft: HeadingDraft, chosen: Mapping[str, Choice]) -> int:
    """Lines of a paper that give a field as a heading does: not in running text, nor by a word in a sentence."""
    lines = {reading.line for slot in _SLOTS.values() for reading in draft.evidence.get(slot, ()) if reading.value}
    for choice in chosen.values():
        features = choice.candidate.features
        if not features & {"prose", "body"} and ("small-letters" not in features or features & {"alone", "begins"}):
            lines.add(choice.candidate.line)
    return len(lines - {-1})


MIN_AGREEING_LINES = 2
"""Lines that give a field, at least, before a paper on no known form is taken for a message: verse, a clipping or a
timetable has a line that reads like part of a heading, and seldom two."""

_MIN_FIELDS = 3
"""Fields that a paper gives at least before it is said to be on a form."""


def _suffices(name: str, choice: Choice) -> bool:
    unlisted = name in ("from", "to") and choice.candidate.features & {"who=capitals", "who=words"}
    return choice.confidence >= (UNLISTED_LIMIT if unlisted else LIMITS[name])


def _put_labelled(draft: HeadingDraft, paper: Paper) -> None:
    """What its label alone decides: a file's number."""
    for segment in labelled(paper, "file"):
        words = segment.text.strip(" .:_")
        if re.search(r"\d", words) and len(words) < _MAX_FILE:
            draft.put(slots.FILE, words, segment.line)


_MAX_FILE = 40
"""Characters of a file's number at most."""


def _put(draft: HeadingDraft, name: str, choice: Choice, form: PaperForm | None) -> None:
    candidate = choice.candidate
    share = round(choice.confidence, 2)
    if name in ("from", "to") and candidate.value in (
        draft.values.get(slots.FROM),
        *(draft.values.get(slots.TO) or ()),
    ):
        return  # nobody writes to himself
    if form and candidate.value in form.offices:
        candidate = replace(candidate, value=form.offices[candidate.value])
    if name == "security" and slots.SECURITY in draft.evidence:
        if not candidate.features & {"alone", "label=security"}:
            return
        draft.evidence.pop(slots.SECURITY)  # a marking in its own place stands, whatever was doubted elsewhere
    if name == "precedence" and draft.form in _BY_ADDRESSEE:
        return
    listed = any(f"who={quality}" in candidate.features for quality in KNOWN)
    if (
        name in ("from", "to")
        and not listed
        and not draft.lines[candidate.line].is_confident(
            *re.findall(r"\w+", candidate.written), limit=MIN_UNLISTED_NAME_CONFIDENCE
        )
    ):
        draft.doubt(_SLOTS[name], candidate.written, candidate.line)
        return
    if name in ("to", "info"):
        values = candidate.value.split("; ")
        draft.put(_LISTS[name], values, candidate.line, written=candidate.written, confidence=share, note=NOTE)
        return
    draft.put(_TEXTS[name], candidate.value, candidate.line, written=candidate.written, confidence=share, note=NOTE)


NOTE = "by what stands around it on the paper"
"""What a reading says that no form's own reader gave."""

_LISTS: dict[str, Slot[list[str]]] = {"to": slots.TO, "info": slots.INFO}
_TEXTS: dict[str, Slot[Any]] = {
    "from": slots.FROM, "date": slots.DATE, "number": slots.NUMBER, "security": slots.SECURITY,
    "precedence": slots.PRECEDENCE, "subject": slots.SUBJECT,
}  # fmt: skip
_SLOTS: dict[str, Slot[Any]] = {**_LISTS, **_TEXTS}
