"""A value that a draft gives -> what speaks for it and against it: its place, its rivals, its letters, the whole paper.

The features of candidates (``Candidate.features``) say why a candidate may be a value; these are asked of what was
given in the end, whoever gave it, and know of the other fields too. Each is a name; ``given_weights.json`` has their
weights.
"""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from briefbook.cables import heading_slots as slots
from briefbook.cables.evidence.addresses import read_address
from briefbook.cables.evidence.legible_names import damage_of, is_known_part, is_misread
from briefbook.cables.evidence.paper import MAX_LINES, Choice, Paper, PaperLine, same_who
from briefbook.cables.evidence.spelling import MIN_LETTERS, letter_runs
from briefbook.cables.evidence.stamps import is_stamp
from briefbook.cables.evidence.words import WordShares
from briefbook.cables.heading_draft import FieldEvidence, HeadingDraft

HEAD_LINES = 30
"""Lines at the head of a paper whose stamps and gaps are counted."""

_CHANCES = (0.02, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99)
_SURE = (0.5, 0.6, 0.7, 0.76, 0.8, 0.9, 0.96)
_LIKELY_RIVAL = 0.1
_MISREAD = (0.001, 0.03, 0.06, 0.1, 0.2)
_SINGLE = (0.02, 0.06, 0.12)
_WORD = re.compile(r"[^\W_]+")
_SERIES = re.compile(r"[A-Z]+(?: [A-Z]+)*")
_HOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_WIDE = re.compile(r"\S {3,}\S")
_NO_FIGURE = re.compile(r"\D+")
_MARKS = (
    "who=", "shape=", "label=", "below", "alone", "damaged", "body", "prose", "names-", "named-", "mended",
)  # fmt: skip
"""Beginnings of a candidate's features that are taken over."""


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value of a field as a draft gives it, and what evidence offers for the field."""

    field: str
    readings: Sequence[FieldEvidence]
    same: Sequence[Choice]  # the candidates that say the same, likeliest first
    others: Sequence[Choice]  # those that say something else

    @property
    def words(self) -> str:
        """The value as one text."""
        return "; ".join(str(reading.value) for reading in self.readings)


def features_of_paper(draft: HeadingDraft, paper: Paper) -> frozenset[str]:
    """What a whole paper says: whether letters are misread, labels stand apart from values, stamps between.

    Args:
        draft: A draft that has been read.
        paper: Its lines as evidence sees them.
    """
    misread, single, figures = damage_of(tuple(line.raw for line in draft.lines[:MAX_LINES]))
    head = draft.lines[:HEAD_LINES]
    typed = sum(bool(line.text) and not line.in_body for line in paper.lines[:HEAD_LINES])
    return frozenset(
        {
            f"misread={_step(misread, _MISREAD)}",
            f"single={_step(single, _SINGLE)}",
            f"figures={_step(figures, (1, 2))}",
            f"bare={_step(len(_bare_kinds(paper)), (1, 2, 3, 5))}",
            f"stamps={_step(sum(is_stamp(line.text) for line in head), (1, 2, 3))}",
            f"repaired={_step(sum(bool(line.paper) for line in head), (1, 3))}",
            f"wide={_step(sum(_WIDE.search(line.raw) is not None for line in head), (1, 3))}",
            f"form={draft.form or 'none'}",
            f"head={_step(typed, (5, 9, 14, 20))}",
            f"kinds={min(len(paper.kinds), 5)}",
        }
    )


TIDY = frozenset({"misread=0", "figures=0", "bare=0", "stamps=0"})
"""The features of a paper on which nothing looks misread, no label stands apart from its value, no stamp between."""


def features_of_value(draft: HeadingDraft, paper: Paper, shares: WordShares, given: GivenValue) -> frozenset[str]:
    """What speaks for a value and against it.

    Args:
        draft: A draft that has been read.
        paper: Its lines as evidence sees them.
        shares: How likely each of its words belongs to each field.
        given: The value.
    """
    features = {*_of_readings(draft, given), *_of_rivals(given), *_of_itself(draft, given)}
    line = given.readings[0].line
    if 0 <= line < len(paper.lines):
        features |= {*_of_place(paper, shares, given), *_of_labels(paper, given)}
    else:
        features.add("nowhere")
    return frozenset(features)


def _step(value: float, bounds: Sequence[float]) -> int:
    return sum(value >= bound for bound in bounds)


def _is_bare(line: PaperLine) -> bool:
    """Stands but a label on a line, and nothing behind it?"""
    return len(line.labels) == 1 and line.labels[0].begins_cell and not line.segments[-1].text.strip(" .:_-*|")


def _bare_kinds(paper: Paper) -> list[str]:
    """The kinds of the labels that stand alone; the sign for a break, BT, is no label that lacks a value."""
    return [line.labels[0].kind for line in paper.lines if _is_bare(line) and line.upper.strip() != "BT"]


def _of_readings(draft: HeadingDraft, given: GivenValue) -> Iterator[str]:
    reading = given.readings[0]
    yield f"how={reading.how}"
    yield f"note={reading.note[:22]}"
    yield f"sure={_step(min(reading.confidence for reading in given.readings), _SURE)}"
    yield f"by={'form' if draft.form else 'labels'}|{reading.note[:8]}"


def _of_rivals(given: GivenValue) -> Iterator[str]:
    """How likely evidence has the value, and the likeliest other one."""
    mine = given.same[0].confidence if given.same else 0.0
    rival = given.others[0].confidence if given.others else 0.0
    yield f"same={_step(mine, _CHANCES) if given.same else 'none'}"
    yield f"rival={_step(rival, _CHANCES) if given.others else 'none'}"
    yield f"rivals={min(len({c.candidate.value for c in given.others if c.confidence >= _LIKELY_RIVAL}), 4)}"
    if given.same:
        margin = _log_odds(mine) - _log_odds(rival)
        yield f"margin={_step(margin, (-6, -3, -1, 0, 1, 2, 4, 6, 8))}"
        for mark in given.same[0].candidate.features:
            if mark.startswith(_MARKS):
                yield f"mark {mark}"


def _log_odds(chance: float) -> float:
    return math.log((chance + 0.005) / (1.005 - chance))


def _of_place(paper: Paper, shares: WordShares, given: GivenValue) -> Iterator[str]:
    """The line on which it stands, and the lines beside it."""
    reading = given.readings[0]
    line = paper.lines[reading.line]
    share = max((shares.share(given.field, part.line, part.written) or 0.0) for part in given.readings)
    yield f"words={_step(share, _CHANCES)}"
    yield f"place={_step(reading.line, (1, 3, 5, 8, 12, 18, 25))}"
    rest = line.text.replace(reading.written, "", 1).strip(" .,:;-")
    yield f"rest={_step(len(rest), (1, 4, 10, 20, 40))}"
    if line.is_prose:
        yield "in-prose"
    if line.in_body:
        yield "in-body"
    for step in (-2, -1, 1, 2):
        at = reading.line + step
        yield f"at{step}={_kind_of_line(paper.lines[at], given.field) if 0 <= at < len(paper.lines) else 'edge'}"


def _kind_of_line(line: PaperLine, field: str) -> str:
    has_own = any(label.kind == field for label in line.labels)
    if _is_bare(line):
        return "bare-own" if has_own else "bare"
    if line.labels:
        return "own" if has_own else "labelled"
    return "stamp" if is_stamp(line.text) else "prose" if line.is_prose else "words"


def _of_labels(paper: Paper, given: GivenValue) -> Iterator[str]:
    """The labels of its line and above it; those of its field, and of senders and addressees, that stand alone."""
    line, field = paper.lines[given.readings[0].line], given.field
    kinds = [label.kind for label in line.labels]
    yield f"line={'own' if field in kinds else 'other' if kinds else 'none'}"
    if kinds:
        yield f"line-label={kinds[0]}"
    if len(kinds) > 1:
        yield "labels=many"
    if any(label.damage for label in line.labels if label.kind == field):
        yield "own-damaged"
    above = [label.kind for label in line.above]
    yield f"above={'own' if field in above else above[0] if above else 'none'}"
    bare = _bare_kinds(paper)
    yield f"own-bare={min(bare.count(field), 2)}"
    yield f"from-to-bare={min(bare.count('from') + bare.count('to'), 3)}"
    labels = sum(
        any(label.kind == field and label.begins_cell for label in other.labels)
        for other in paper.lines
        if not other.is_prose
    )
    yield f"own-labels={min(labels, 3)}|{'own' if field in kinds else 'not'}"


def _of_itself(draft: HeadingDraft, given: GivenValue) -> Iterator[str]:
    if given.field in ("from", "to"):
        yield from _of_name(draft, given)
    elif given.field == "number":
        yield from _of_number(draft, given)
    else:
        offered = [choice.candidate.value for choice in (*given.same, *given.others)]
        yield from _of_day(given, offered) if given.field == "date" else _of_level(given, offered)


def _of_name(draft: HeadingDraft, given: GivenValue) -> Iterator[str]:
    value = given.words
    words = [word for word in _WORD.findall(value) if len(word) >= MIN_LETTERS]
    unknown = [word for word in words if not is_known_part(word)]
    runs = [letter_runs(word) for word in unknown]
    yield f"unknown={min(len(unknown), 3)}"
    yield f"read-wrongly={min(sum(map(is_misread, words)), 2)}"
    yield f"least-run={_step(min((least for least, _ in runs), default=0.0), (-9, -8, -7, -6, -5, -4))}"
    yield f"mean-run={_step(min((mean for _, mean in runs), default=0.0), (-5, -4, -3.5, -3, -2.5))}"
    yield f"length={_step(len(words), (1, 2, 3, 5, 8))}"
    yield f"many={min(len(given.readings), 3)}"
    for reading in given.readings:
        address = read_address(reading.value or "")
        yield f"who={address.quality if address else 'none'}"
        if address and address.mended:
            yield "mended"
        if is_stamp(reading.value or ""):
            yield "is-stamp"
    if any(map(str.isdigit, value)):
        yield "has-figures"
    if value.isupper():
        yield "capitals"
    series = _SERIES.match(str(draft.values.get(slots.NUMBER) or "").upper())
    if series:
        yield f"in-number={any(same_who(str(reading.value), series[0]) for reading in given.readings)}"
    sender, addressees = draft.evidence.get(slots.FROM), draft.evidence.get(slots.TO)
    if sender and addressees and sender[0].value and addressees[0].value:
        yield f"order={'from' if sender[0].line < addressees[0].line else 'to' if sender[0].line else 'one'}"
        yield f"writes-to-itself={same_who(sender[0].value, addressees[0].value)}"


def _of_number(draft: HeadingDraft, given: GivenValue) -> Iterator[str]:
    value = given.words
    figures = "".join(re.findall(r"\d", value))
    yield f"size={min(len(figures), 7)}"
    yield f"strokes={len(re.findall(r'[/.]', value))}"
    yield f"dash={'-' in value}"
    head = draft.lines[:MAX_LINES] if figures else ()
    parts = [_NO_FIGURE.sub("", part) for line in head for part in line.text.split()]
    yield f"again={min(sum([figures in part for part in parts]), 3)}"
    yield f"looks-like-an-hour={bool(_HOUR.fullmatch(value))}"
    yield f"looks-like-a-day={bool(re.fullmatch(r'[0-9A-Z]{1,2}/[0-9]{1,2}/[0-9]{2,4}', value))}"
    yield f"pattern={re.sub('[A-Z]+', 'A', re.sub(r'[0-9]+', '9', value.upper()))[:8]}"


def _of_day(given: GivenValue, offered: Collection[str]) -> Iterator[str]:
    value, days = given.words, set(offered)
    yield f"days={min(len(days), 5)}"
    yield f"first-day={value == min(days, default=value)}"
    yield f"last-day={value == max(days, default=value)}"
    yield f"same-month={any(day[:7] == value[:7] and day != value for day in days)}"
    yield f"pattern={re.sub('[A-Za-z]+', 'A', re.sub(r'[0-9]', '9', given.readings[0].written))[:10]}"
    yield f"agree={min(list(offered).count(value), 3)}"


def _of_level(given: GivenValue, offered: Collection[str]) -> Iterator[str]:
    yield f"levels={min(len(set(offered)), 3)}"
    yield f"level={given.words[:12]}"
    yield f"agree={min(list(offered).count(given.words), 3)}"
