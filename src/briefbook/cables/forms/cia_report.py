"""Information reports of the Central Intelligence Agency: what was learnt when, and when it was distributed."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.cia_marks import INTAKE, REPORT, plain_report, put_level
from briefbook.cables.forms.common import find_captions
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import PartialDate, Slot
from briefbook.cables.repairs import is_prose
from briefbook.model.cable import Derivation
from briefbook.text.dates import Day, find_days
from briefbook.text.ocr_confusion import distance_within
from briefbook.text.vocabulary import damaged_precedence, precedences, spelt_precedence

_NAMED = re.compile(r"INFORMATION REPORT|DATE\s+DISTR|DATE\s+ACQ|TDCS")
_CITED = re.compile(r"^.*?\s*\bC[I1]TE\s+(?:[A-Z]{3,5}|DIR)\.?\s+[\dOSBIL]{4,5}\b(?<=\d.)")


_CITING = re.compile(r"\W*(?:\d{1,2}\s?\.|\(?[A-J][.)]\s|REF|RE\b|SUBJ)")
"""What begins a paragraph of the text, or a line that refers to other papers."""


def recognise_report(draft: HeadingDraft) -> bool:
    """An information report: its number, or its name."""
    if not _NAMED.search(draft.capitals):
        return False
    text = "\n".join(line for at, line in enumerate(draft.texts[:30]) if not draft.continues_prose(at))
    own = "\n".join(line for line in text.splitlines() if not is_prose(line) and not _CITING.match(line))
    return bool(
        re.search(r"INFORMATION REPORT|DATE\s+DISTR|PLACE\s*&\s*DATE\s+ACQ", text.upper())
        or ("TDCS" in own and REPORT.search(own) and not re.search(r"\bCITE\b", text))
    ) and not any(_CITED.match(line.upper()) for line in draft.texts[:20])


def read_report(draft: HeadingDraft) -> None:
    """Fill in an information report: date of information and date of distribution are two things."""
    text = draft.text
    if report := REPORT.search(text):
        draft.put(slots.REPORT_NO, plain_report(report), draft.line_at(report.start()), written=report[0])
    if distributed := re.search(r"DATE\s*D[I1L]?[S5]TR\.?\s*:?\s*(?P<date>[^\n]{6,30})", text, re.I):
        _put_date(draft, slots.DATE, distributed["date"], draft.line_at(distributed.start()))
    if informed := re.search(r"DATE\s+OF\s+INFO\.?\s*:?\s*(?P<date>[^\n]{6,40})", text, re.I):
        _put_date(draft, slots.DATE_OF_INFO, informed["date"], draft.line_at(informed.start()))
    intake = INTAKE.search(text)
    if intake:
        draft.put(slots.IN_NUMBER, f"IN {intake['number']}", draft.line_at(intake.start()), written=intake[0])
    if urgent := re.search(r"PRECEDENCE\s*:?\s+(?P<word>[A-Z]+)", text) or re.search(
        rf"^(?P<word>{spelt_precedence('us')})$", text, re.M
    ):
        word = urgent["word"] if urgent["word"] in precedences() else damaged_precedence(urgent["word"])
        draft.put(slots.PRECEDENCE, word, draft.line_at(urgent.start()), written=urgent["word"])
    if country := re.search(r"^COUNTRY\s*:?\s+(?P<name>[A-Z][A-Z /]+?)(?=\s{2,}|\s+REPORT|\n)", text, re.M):
        draft.put(slots.COUNTRY, country["name"].strip(), draft.line_at(country.start()))
    if subject := re.search(r"^SUBJ(?:ECT)?[.:]?\s+(?P<subject>[A-Z].+?)(?=\s+DATE\s+DISTR|\s{3,}|$)", text, re.M):
        draft.put(slots.SUBJECT, subject["subject"].strip(), draft.line_at(subject.start()))
    if slots.DATE not in draft.values:
        days = [
            (at, day)
            for at, line in enumerate(draft.texts[:8])
            if not re.search(r"INFO|DATE", line)
            for day in find_days(line, window=draft.window)
        ]
        whole = [
            (at, day) for at, day in days if day.year and not re.search(rf"\d-\s?{day.day}\b", draft.lines[at].text)
        ]
        if whole and whole[0][1].edtf:
            at, day = whole[0]
            draft.put(slots.DATE, day.edtf, at, written=draft.lines[at].text[day.start : day.end], confidence=0.8)
    put_level(draft)
    if caught := find_captions(text[:1500]):
        draft.put(slots.CAVEATS, caught, 0)
    if report and slots.NUMBER not in draft.values and "DB" in report[0]:
        draft.put(slots.NUMBER, plain_report(report), draft.line_at(report.start()), written=report[0])
    _put_agency(draft)


def _put_agency(draft: HeadingDraft) -> None:
    """The agency as the sender, where its name heads the report, damaged or not, or its own number does."""
    for at, line in enumerate(draft.texts[:_HEAD_LINES]):
        letters = re.sub(r"[^A-Z]", "", line.upper())
        if (
            _AGENCY in letters
            or (
                abs(len(letters) - len(_AGENCY)) <= 4
                and distance_within(letters, _AGENCY, _MAX_AGENCY_DAMAGE) is not None
            )
            or letters.startswith("CIAINFORMATIONREPORT")
        ):
            how = Derivation.OBSERVED if _AGENCY in letters else Derivation.REPAIRED
            draft.put(
                slots.FROM, "CIA", at, written=line, how=how, confidence=0.9 if how is Derivation.OBSERVED else 0.8
            )
            return
    if report := draft.evidence.get(slots.REPORT_NO):
        note = "the number is one of the agency's reports"
        draft.put(
            slots.FROM,
            "CIA",
            report[0].line,
            written=report[0].written,
            how=Derivation.INFERRED,
            confidence=0.8,
            note=note,
        )


_AGENCY = "CENTRALINTELLIGENCEAGENCY"
_MAX_AGENCY_DAMAGE = 6.0
_HEAD_LINES = 10


def _put_date(draft: HeadingDraft, slot: Slot[str] | Slot[str | PartialDate], text: str, index: int) -> None:
    days = [day for day in find_days(text, window=draft.window) if day.year]
    if not days or not days[0].edtf:
        return
    span = re.match(r"\s*(\d{1,2})\s?-\s?\d{1,2}\s", text)
    first = days[0]
    if span and first.month:
        begin = Day(0, 0, first.year, first.month, int(span[1])).edtf
        value: str | None = f"{begin}/{first.edtf}"
    else:
        value = first.edtf
    if slot is slots.DATE:
        draft.put(slots.DATE, value, index, written=text.strip())
    else:
        draft.put(slots.DATE_OF_INFO, value, index, written=text.strip())
