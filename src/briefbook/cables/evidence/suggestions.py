"""A paper whose fields are blank -> for each what a person may choose from: everything on it that may be the value.

Giving a value needs more than offering one: what was refused as not legible, what no label tells, what has a rival and
what the words' places make likely stand here side by side, the likeliest first, each with its words, its line and why.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from briefbook.cables.evidence.addresses import office_words, read_address
from briefbook.cables.evidence.legible_names import is_known_part
from briefbook.cables.evidence.paper import KNOWN, Choice, Paper, PaperLine
from briefbook.cables.evidence.reasons import reason_for
from briefbook.cables.evidence.stamps import is_stamp
from briefbook.cables.evidence.word_candidates import days_of, mended_day, names_a_paper, number_of
from briefbook.cables.evidence.words import WordShares, word_lists
from briefbook.cables.heading_draft import FieldEvidence, HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_days, numeric_days
from briefbook.text.months import heading_months
from briefbook.text.ocr_confusion import nearest
from briefbook.text.vocabulary import damaged_level, find_level, levels, precedences

MAX_CHOICES = 6
"""Values of a field that a person is shown, at most."""

MAX_OF_LINE = 3
"""The same of one line."""

MIN_CONFIDENCE = 0.02
"""The least confidence, 0 to 1, of a value that is shown."""

_WEIGHED_WELL = 0.1
"""The confidence, 0 to 1, from which what the evidence says of a value stands, whatever else speaks for it."""

NOTE_TAKEN_BACK = "read here, and refused as not sure"
NOTE_BY_PLACE = "by its kind and place"

MAX_HEAD_LINES = 30
_MAX_FOOT_LINES = 6


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of a paper for choosing: its candidates by field, and how likely its words belong to fields."""

    weighed: Mapping[str, Sequence[Choice]]
    by_words: Mapping[str, Sequence[Choice]]
    shares: WordShares


def choices_for(draft: HeadingDraft, paper: Paper, slot: Slot[Any], name: str, offered: Offered) -> list[FieldEvidence]:
    """What a person may choose for a field, likeliest first, each value once.

    Args:
        draft: The draft, its fields read.
        paper: Its lines with their labels.
        slot: The field.
        name: The field's name among the candidates, such as "from".
        offered: What is known of the paper.
    """
    best: dict[str, FieldEvidence] = {}
    for value in (
        *values_taken_back(draft, slot),
        *(of_choice(choice) for choice in offered.weighed.get(name, ())),
        *(of_choice(choice) for choice in offered.by_words.get(name, ())),
        *found_by_kind(paper, name, offered.shares),
    ):
        if not value.value or value.confidence < MIN_CONFIDENCE:
            continue
        known = best.get(plain_value(value.value))
        if known is None or known.confidence < min(value.confidence, _WEIGHED_WELL):
            best[plain_value(value.value)] = value
    chosen: list[FieldEvidence] = []
    for value in sorted(best.values(), key=lambda value: -value.confidence):
        if sum(other.line == value.line for other in chosen) < MAX_OF_LINE:
            chosen.append(value)
    return chosen[:MAX_CHOICES]


def plain_value(value: str | None) -> str:
    """A value by which two of them are one: its letters and figures in capitals."""
    return re.sub(r"[^A-Z0-9]", "", (value or "").upper())


def of_choice(choice: Choice) -> FieldEvidence:
    """A candidate as a person is shown it."""
    candidate = choice.candidate
    return FieldEvidence(
        candidate.value, candidate.written, candidate.line, Derivation.OBSERVED, round(choice.confidence, 2),
        reason_for(candidate),
    )  # fmt: skip


def values_taken_back(draft: HeadingDraft, slot: Slot[Any]) -> Iterator[FieldEvidence]:
    """The values that the field had, and that were taken back."""
    for value in draft.values.taken_back(slot):
        words = "; ".join(value) if isinstance(value, list) else value
        if not isinstance(words, str) or not words:
            continue
        line = next((at for at, text in enumerate(draft.texts) if words.upper() in text.upper()), -1)
        written = words if line >= 0 else ""
        yield FieldEvidence(words, written or words, line, Derivation.OBSERVED, _TAKEN_BACK, NOTE_TAKEN_BACK)


_TAKEN_BACK = 0.5
"""The confidence, 0 to 1, of a value that was taken back: half of them are right, as the lists chosen by have it."""


def found_by_kind(paper: Paper, name: str, shares: WordShares) -> Iterator[FieldEvidence]:
    """All on the paper's head and foot that has the shape of a field's values, as likely as its words make it."""
    lines = paper.lines
    foot = lines[max(MAX_HEAD_LINES, len(lines) - _MAX_FOOT_LINES) :] if name in ("from", "to", "date") else []
    for line in (*lines[:MAX_HEAD_LINES], *foot):
        if not line.text or (line.is_prose and (name not in ("from", "date") or (name == "from" and line.in_body))):
            continue
        for value, written, part in _FINDERS[name](line, paper):
            share = shares.share(name, line.index, written)
            label = _label_of(line, written)
            chance = part * (0.6 * (share or 0.0) + (0.25 if label == name else 0.0 if label else _PLAIN[name]))
            if line.in_body or line.is_prose:
                chance *= 0.4
            if value and is_stamp(written) and label != name:
                chance *= 0.3
            yield FieldEvidence(
                value, written, line.index, Derivation.OBSERVED, round(min(chance, _MOST_BY_KIND), 2), NOTE_BY_PLACE
            )


_MOST_BY_KIND = 0.6
_PLAIN = {"from": 0.06, "to": 0.06, "date": 0.15, "number": 0.05, "security": 0.2}
"""How likely a value is for its kind alone where no label stands before it."""


def _label_of(line: PaperLine, written: str) -> str:
    """The kind of the label before words of a line, or above it; "" where there is none."""
    start = line.text.find(written)
    kind = ""
    for segment in line.segments:
        if segment.label and segment.start <= start:
            kind = segment.label.kind
    if not kind and line.above and not line.labels:
        kind = line.above[0].kind
    return "to" if kind in ("action", "attention") else kind


_CELL = re.compile(r" {2,}|\s\|\s")


def _cells(line: PaperLine) -> Iterator[str]:
    """The stretches of a line between its labels and its gaps; a line without any is one."""
    for segment in line.segments or ():
        for cell in _CELL.split(segment.text):
            if words := cell.strip(" .,:;-_*|"):
                yield words


def _names(line: PaperLine, paper: Paper) -> Iterator[tuple[str, str, float]]:
    for cell in _cells(line):
        if is_stamp(cell):
            continue
        for part, share in _parts_of_cell(cell):
            if len(part) < _MIN_NAME_LETTERS or len(part.split()) > _MAX_NAME_WORDS or _is_no_name(part):
                continue
            address = _address(part, paper.year)
            if address is None:
                if _NAME_LIKE.fullmatch(part):
                    yield part.upper() if part.isupper() else part, part, share
            elif address.quality in KNOWN or not re.search(r"\d", address.value):
                yield address.value, part, share
            if mended := _mended(part):
                yield mended, part, share


_address = lru_cache(maxsize=20_000)(read_address)
"""Senders and addressees are looked for among the same words."""


@lru_cache(maxsize=5_000)
def _parts_of_cell(cell: str) -> tuple[tuple[str, float], ...]:
    """A cell, and what in it may be the name, with how much of the whole cell's likelihood each has, 0 to 1."""
    before = re.split(r";|(?<![A-Za-z])\d|\(", cell)[0].strip(" .,-")
    words = before.split()
    parts = {cell: 1.0, before: 1.0}
    for part, share in (
        *((" ".join(words[at : at + size]), _OF_PLACE) for size in (2, 1) for at in range(len(words) - size + 1)
          if _is_place(" ".join(words[at : at + size]))),
        (cell.rsplit(",", 1)[0].strip(), _OF_PART),
        *((" ".join(words[at:]), _OF_REST / at) for at in range(1, min(len(words), _MAX_LEADING_WORDS + 1))),
        (" ".join(words[:-1]), _OF_REST),
        (cell.rsplit(",", 1)[-1].strip(), _OF_REST),
    ):  # fmt: skip
        parts.setdefault(part, share)
    return tuple(parts.items())


_OF_PLACE, _OF_PART, _OF_REST = 0.7, 0.7, 0.4
"""How likely a city, what stands before a comma, and the rest behind or before a word are, of the whole cell."""
_MAX_LEADING_WORDS = 3


@lru_cache(maxsize=20_000)
def _is_place(words: str) -> bool:
    upper = words.strip(" .,").upper()
    return posts.city_in_any_tongue(upper) is not None or (len(upper) > 2 and upper in posts.known_codes())


@lru_cache(maxsize=20_000)
def _is_no_name(words: str) -> bool:
    """Do words mark, date or call a paper, and name nobody?"""
    upper = words.upper().strip(" .,:;-")
    level = find_level(upper)
    if level and len(upper) <= level[2] - level[1] + _LETTERS_BESIDE_LEVEL:
        return True
    if upper in precedences() or all(word.strip(".,") in heading_months() or word.isdigit() for word in upper.split()):
        return True
    named = [word.strip(".,:") for word in upper.split()]
    return all(word in word_lists()["no_name"] or names_a_paper(word) or word in _WORDS_OF_KINDS for word in named)


_LETTERS_BESIDE_LEVEL = 4
_WORDS_OF_KINDS = frozenset(
    ["INCOMING", "OUTGOING", "INWARD", "OUTWARD", "NUMBERED", "CLASSIFIED", "OFFICE", "CODE", "SIR", "DEAR"]
)


@lru_cache(maxsize=20_000)
def _mended(words: str) -> str:
    """A name whose unknown words are nearly one word of the vocabulary each, with those for them; "" if none is."""
    mended, changed = [], False
    for word in words.upper().split():
        plain = word.strip(".,:;()")
        near = _nearest_word(plain) if len(plain) >= _MIN_MENDED else None
        changed = changed or near is not None
        mended.append(word.replace(plain, near) if near else word)
    return " ".join(mended).strip(" .,:;") if changed else ""


_MIN_MENDED = 5
_MAX_MENDED = 0.25
"""The largest distance of a misread word from one of the vocabulary, as a share of its length."""


@lru_cache(maxsize=20_000)
def _nearest_word(word: str) -> str | None:
    if is_known_part(word) and not any(map(str.isdigit, word)):
        return None
    match = nearest(word, _vocabulary(), limit=_MAX_MENDED)
    return match[0] if match and match[0] != word else None


@cache
def _vocabulary() -> tuple[str, ...]:
    """The words by which misread names are mended: cities, posts' codes, words of offices."""
    words = {*office_words(), *posts.known_codes()}
    words |= {word for city in posts.cities() for word in city.split()}
    return tuple(sorted(word for word in words if len(word) >= _MIN_MENDED and word.isalpha()))


_MAX_NAME_WORDS = 12
_MIN_NAME_LETTERS = 3
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w'.&-]*|of|for|the|de|des|du|von|van|di|e|et|and)"
_NAME_LIKE = re.compile(rf"{_NAME_WORD}(?:[ ,]+{_NAME_WORD}){{0,7}}[ ,]*")


def _days(line: PaperLine, paper: Paper) -> Iterator[tuple[str, str, float]]:
    for cell in _CELL.split(line.text):
        whole = False
        for day in days_of(cell, paper):
            whole = True
            yield day, cell.strip(), 1.0
        upper = cell.upper()
        for day in numeric_days(upper, window=paper.window, order=paper.order):
            whole = True
            yield day, cell.strip(), 1.0
        if not whole and paper.year:
            for found in find_days(mended_day(upper), window=paper.window):
                if found.month and found.day and not found.year:
                    yield f"{paper.year}-{found.month:02d}-{found.day:02d}", cell.strip(), 0.6
        if not whole and (match := _DAY_IN_PIECES.search(mended_day(upper))):
            month = heading_months().get(match["month"]) or next(
                (number for name, number in heading_months().items() if name.startswith(match["month"])), 0
            )
            year = _full_year(match["year"], paper)
            if month and year and 0 < int(match["day"]) <= _LONGEST_MONTH:
                yield f"{year}-{month:02d}-{int(match['day']):02d}", cell.strip(), 0.8


_LONGEST_MONTH = 31
_DAY_IN_PIECES = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[^\dA-Z]{0,3}(?:ST|ND|RD|TH)?\W{0,3}(?P<month>[A-Z]{3,9})\W{0,4}(?P<year>(?:1[89])?\d\d)(?!\d)"
)


def _full_year(written: str, paper: Paper) -> str:
    return written if len(written) > 2 else str(paper.window + int(written))


_NUMBER = re.compile(
    r"(?<![\w/.-])(?:(?:NO|NR|Nr|No|N)[.º°]? ?)?(?P<number>(?:[A-Z][A-Za-z.]{0,11}[- /.]{1,2}){0,2}(?:\(\d{1,4}\))?"
    r"\d[\dOolI]*(?:[,./()-]{1,2}[A-Z0-9]+\)?)*)(?![\w])"
)


def _numbers(line: PaperLine, paper: Paper) -> Iterator[tuple[str, str, float]]:
    for cell in _CELL.split(line.text):
        for match in _NUMBER.finditer(cell):
            written = match["number"].strip(" .,")
            if value := number_of(written, paper):
                yield value, written, 1.0
                last = value.rsplit(" ", 1)[-1]
                if last != value and last.isdigit():
                    yield last, written, 0.9


def _levels(line: PaperLine, _: Paper) -> Iterator[tuple[str, str, float]]:
    upper = line.upper
    if level := find_level(upper):
        yield level[0], line.text[level[1] : level[2]], 1.0
        return
    for cell in _cells(line):
        plain = re.sub(r"[^A-Z0-9]", "", cell.upper())
        if len(cell.split()) > _MAX_LEVEL_WORDS or len(plain) < _MIN_MENDED:
            continue
        if damaged := damaged_level(plain):
            yield damaged, cell, 0.9
        elif match := nearest(plain, _long_levels(), limit=_MAX_DAMAGED_LEVEL):
            yield match[0], cell, 0.7


_MAX_LEVEL_WORDS = 4
_MAX_DAMAGED_LEVEL = 0.34


@cache
def _long_levels() -> tuple[str, ...]:
    return tuple(sorted(level for level in levels() if len(level) >= _MIN_MENDED))


_FINDERS = {"from": _names, "to": _names, "date": _days, "number": _numbers, "security": _levels}
FIELDS = tuple(_FINDERS)
"""The fields whose values are looked for by their kind."""
