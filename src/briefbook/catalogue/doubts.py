"""An entry and its pages -> what about it is worth a person's look, each doubt with a weight and in words."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import UNREAD_FLAG, Entry
from briefbook.model.finding import Finding, Severity
from briefbook.model.page import Kind, Page
from briefbook.text.offices_in_cities import is_office_in_city
from briefbook.util.translation import N_


class DoubtKind(StrEnum):
    """What sort of thing is doubtful: what a queue can be filtered by."""

    FIELD = "field"  # a field's reading is uncertain, or not understood
    BLANK = "blank"  # a field that nearly every cable has is blank
    CONTRADICTION = "contradiction"  # list and paper, or two things on the paper, differ
    FINDING = "finding"  # an open finding of the checks
    PARTS = "parts"  # the file may hold several papers, or go on in another
    SERIES = "series"  # the number or the date does not fit its series
    STUB = "stub"  # neither scan nor text is held
    CODE = "code"  # a post's code is unknown or unverified
    READING = "reading"  # pages that were read badly

    @property
    def words(self) -> str:
        """The kind for people."""
        return _WORDS[self]


_WORDS = {
    DoubtKind.FIELD: N_("uncertain fields"),
    DoubtKind.BLANK: N_("blank fields"),
    DoubtKind.CONTRADICTION: N_("contradictions"),
    DoubtKind.FINDING: N_("other findings"),
    DoubtKind.PARTS: N_("several papers in a file"),
    DoubtKind.SERIES: N_("out of their series"),
    DoubtKind.STUB: N_("neither scan nor text"),
    DoubtKind.CODE: N_("unknown codes"),
    DoubtKind.READING: N_("pages read badly"),
}


class Doubt(NamedTuple):
    """A reason to look at an item.

    Attributes:
        kind: What sort of thing is doubtful.
        field: The field in doubt; "" where it is no field.
        weight: How much a look is worth: about the chance, 0 to 1, that something is wrong, times how much it matters.
        words: The reason for people.
    """

    kind: DoubtKind
    field: str
    weight: float
    words: str


MATTERS = {"date": 1.0, "from": 1.0, "number": 1.0, "to": 0.8, "classification": 0.5, "subject": 0.5}
"""How much it matters that a field is right; other fields matter ``MATTERS_ELSE``. A judgement, not measured."""

MATTERS_ELSE = 0.2

_NAMES = ("persons", "places")
"""Fields of many values of which each is checked where it is cited, not one by one."""

DOUBTFUL_BELOW = 0.8
"""Confidence (0 to 1) below which a reading of a main field is worth a look. Two in ten of such readings are wrong,
if confidences are calibrated, so that a look of a second or two pays."""

BAD_PAGE_BELOW = 0.7
"""Mean confidence (0 to 1) of a page's words below which the page is called badly read."""


def doubts_of(entry: Entry, pages: Sequence[Page] = ()) -> list[Doubt]:
    """What is doubtful about an item by itself, without a look at other items or the book.

    Args:
        entry: The item's entry.
        pages: Its pages.

    Returns:
        The doubts, the weightiest first. Fields that a person decided or confirmed are in no doubt.
    """
    doubts = [*_of_fields(entry), *_of_flags(entry), *_of_pages(entry, pages)]
    return sorted(doubts, key=lambda doubt: -doubt.weight)


def _is_settled(entry: Entry, name: str) -> bool:
    """Did a person decide or confirm the field?"""
    readings = entry.effective_readings(name)
    return bool(readings) and all(reading.by is SourceKind.PERSON or reading.confirmed_by for reading in readings)


def _of_fields(entry: Entry) -> Iterator[Doubt]:
    for name, readings in entry.readings.items():
        effective = entry.effective_readings(name)
        if not effective or name in _NAMES or name == "note" or _is_settled(entry, name):
            continue
        matters = MATTERS.get(name, MATTERS_ELSE)
        if all(reading.value is None for reading in effective):
            words = f"{name}: “{effective[0].written_words}” is not understood" if effective[0].written_words else ""
            if words:
                yield Doubt(DoubtKind.FIELD, name, 0.8 * matters, words)
            continue
        lowest = min((_confidence(reading) for reading in effective), default=1.0)
        if lowest < DOUBTFUL_BELOW and (name in MATTERS or lowest < 0.6):
            yield Doubt(DoubtKind.FIELD, name, (1 - lowest) * matters, f"{name}: read with {lowest:.0%} certainty")
        if other := _contradicting(name, readings, effective):
            words = f"{name}: the list says {effective[0].value}, the paper {other.value}"
            yield Doubt(DoubtKind.CONTRADICTION, name, 0.9 * matters, words)
    blank = [name for name in _HEADING if entry.page_count > 0 and not entry.readings.get(name)]
    if entry.value("form") in _UNNUMBERED and "number" in blank:
        blank.remove("number")
    if len(blank) == len(_HEADING):
        yield Doubt(DoubtKind.BLANK, "", 0.6, "no heading was read")
    else:
        for name in blank:
            yield Doubt(DoubtKind.BLANK, name, 0.5 * MATTERS[name], f"{name}: nothing was read")


_UNNUMBERED = frozenset({"memorandum", "letter", "report"})
"""Documentary forms that often have no number."""

_HEADING = ("date", "from", "number")
"""The fields that nearly every cable has; where all are blank, the paper may well be no cable."""


def _confidence(reading: Reading) -> float:
    return reading.confidence if reading.confidence is not None else 1.0


_CONTRADICTED = ("date", "from", "number", "classification")
"""Fields of which an item's own doubts say that list and paper differ."""


def _contradicting(name: str, readings: Sequence[Reading], effective: Sequence[Reading]) -> Reading | None:
    """The paper's own reading, if an overruling list contradicts it."""
    if name not in _CONTRADICTED or effective[0].by is not SourceKind.RECEIVED:
        return None
    values = {reading.value for reading in effective}
    read = (reading for reading in readings if reading.by is SourceKind.MACHINE and reading.value)
    other = next((reading for reading in read if reading.value not in values), None)
    if (
        other is not None
        and name == "from"
        and any(is_office_in_city(value or "", other.value or "") for value in values)
    ):
        return None
    return other


_PARTS_FLAGS = ("several_headings",)
_FLAG_WEIGHT = 0.6


def _of_flags(entry: Entry) -> Iterator[Doubt]:
    for flag in entry.flags:
        name, colon, detail = flag.partition(":")
        kind = DoubtKind.PARTS if name.startswith(_PARTS_FLAGS) else DoubtKind.CONTRADICTION
        kind = DoubtKind.READING if name == UNREAD_FLAG else kind
        yield Doubt(kind, "", _FLAG_WEIGHT, f"{name.replace('_', ' ')}{colon}{detail}")


def _of_pages(entry: Entry, pages: Sequence[Page]) -> Iterator[Doubt]:
    if entry.page_count == 0 and not pages and entry.scan is None:
        yield Doubt(DoubtKind.STUB, "", 0.1, "neither a scan nor a text is held")
    for page in pages:
        if not page.is_machine_reading:
            continue
        confidence = page.confidence
        if confidence is not None and confidence < BAD_PAGE_BELOW:
            words = f"page {page.number}: its words were read with {confidence:.0%} certainty on average"
            yield Doubt(DoubtKind.READING, "", 0.3, words)
        elif any(region.kind is Kind.UNREAD for region in page.regions):
            yield Doubt(DoubtKind.READING, "", 0.3, f"page {page.number}: rows of type were not read")


_KIND_OF_CODE = {
    "C104": DoubtKind.CONTRADICTION,
    "C105": DoubtKind.CONTRADICTION,
    "C106": DoubtKind.SERIES,
    "C107": DoubtKind.SERIES,
    "C112": DoubtKind.CODE,
}
"""What sort of thing a finding makes doubtful; other codes are ``DoubtKind.FINDING``."""

_SAID_BY_ITEM = frozenset({"C102", "C108", "C111"})
"""Findings that say of an item what its own doubts say, or that it is not cited, which is no reason to look."""

_WEIGHT_OF_SEVERITY = {Severity.ERROR: 0.6, Severity.WARNING: 0.4, Severity.NOTE: 0.1}


def doubts_of_findings(findings: Iterable[Finding]) -> dict[str, list[Doubt]]:
    """What the open findings of the checks make doubtful.

    Args:
        findings: All findings; those that were accepted, or are about no item, are passed over.

    Returns:
        The doubts, by item.
    """
    doubts: dict[str, list[Doubt]] = {}
    for finding in findings:
        if finding.item is None or finding.accepted is not None or finding.code in _SAID_BY_ITEM:
            continue
        if finding.code == "C104" and (finding.data or {}).get("field") in _CONTRADICTED:
            continue
        kind = _KIND_OF_CODE.get(finding.code, DoubtKind.FINDING)
        if kind is DoubtKind.FINDING and finding.severity is Severity.NOTE:
            continue
        name = str(finding.data.get("field", ""))
        doubt = Doubt(kind, name, _WEIGHT_OF_SEVERITY[finding.severity], f"{finding.code}: {finding.message}")
        of_item = doubts.setdefault(finding.item, [])
        if doubt not in of_item:
            of_item.append(doubt)
    return doubts
