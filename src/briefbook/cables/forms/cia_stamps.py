"""The agency's DATE box, and what the cable secretariat stamped on a message: its day and hour, its number."""

import re
from collections.abc import Iterator
from datetime import date

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.cia_boxes import is_confident
from briefbook.cables.forms.cia_marks import INTAKE
from briefbook.cables.heading_draft import HeadingDraft, date_figures
from briefbook.cables.stamped_dates import is_noted_day
from briefbook.model.cable import Derivation
from briefbook.text.dates import find_days, find_group, full_year, heading_months, mend_months
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import digits
from briefbook.text.stamps import StampKind, find_stamps

FAR = 3
"""Days between the DATE box and the times stamped on it; what is farther apart cannot both be right."""

DATED = re.compile(r"^(?:DATE\s*:?\s*)?[\d?]{1,2}\s?[/ ]?\s?[A-Z]{3,9}\s?[/ ]?\s?(?:19)?\d{2}\b", re.I)
_FILED = re.compile(r"\b([A-Z]{3})\s(\d{1,2})\s+(\d{4})Z\s?(\d\d)\b")
_STAMPED = re.compile(
    rf"\b(?P<month>{SHORT_MONTH})\s?(?P<day>[0-9OIL]{{1,2}})\s+(?=[A-Z]*[0-9][A-Z]*[0-9])[0-9A-Z]{{4,5}}\s?(?P<year>[0-9]{{2}})\b"
)
_BEGUN = re.compile(rf"^DATE\W*(?P<day>[0-9OIL]{{1,2}})\s?/?\s?(?P<month>{SHORT_MONTH})")
_ALONE = re.compile(r"(?:CITE\s+)?(?:DIR\s*)?(\d{5})")


def read_dates(draft: HeadingDraft) -> None:
    """The day in the DATE box, or stamped; the date-time group."""
    stamps = stamped_days(draft)
    for index, line in enumerate(draft.texts[:20]):
        if filed := _FILED.search(line):
            days = find_days(f"{filed[2]} {filed[1]} {filed[4]}", window=draft.window)
            if days and days[0].edtf:
                draft.put(slots.DTG, f"{days[0].edtf}T{filed[3][:2]}:{filed[3][2:]}Z", index, written=filed[0])
        elif is_register_stamp(line):
            continue  # what the numbering machine stamped is not the box
        elif is_noted_day(draft, line):
            draft.doubt(slots.DATE, line, index)
        elif DATED.match(line.strip()) or re.match(r"^DATE\b", line):
            _date_box(draft, index, line, stamps)
    if slots.DTG not in draft.values:
        for index, line in enumerate(draft.texts[:12]):
            group = find_group(line, window=draft.window)
            if group and group.zone == "Z":
                draft.put(slots.DTG, group.text, index, written=line)
                break


def is_register_stamp(line: str) -> bool:
    """Did a numbering machine stamp this: day, month, year and the receiver's number?"""
    return any(stamp.kind is StampKind.REGISTER for stamp in find_stamps(line))


def stamped_days(draft: HeadingDraft) -> list[date]:
    """The days of the times stamped on it, OCT 11 0021Z 62: when it was filed or came in."""
    days = []
    for index, line in enumerate(draft.texts[:24]):
        for match in _STAMPED.finditer(line.upper()):
            day = digits(match["day"])
            month = heading_months().get(match["month"])
            if day and month and (is_confident(draft, index, match["year"]) or _elsewhere(draft, index, match["year"])):
                days += _day_of(full_year(match["year"], draft.window), month, int(day[0]))
    return days


def _elsewhere(draft: HeadingDraft, index: int, year: str) -> bool:
    """Does a day on another line of the head have the same year?"""
    others = (line.upper() for at, line in enumerate(draft.texts[:24]) if at != index)
    return any(re.search(rf"(?:{SHORT_MONTH})[A-Z]*\W*(?:19)?{year}(?!\d)", line) for line in others)


def _day_of(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _date_box(draft: HeadingDraft, index: int, line: str, stamps: list[date]) -> None:
    """A day of which the reader is sure, or that a time stamped within a day of it confirms."""
    text, how = line.replace("/", " "), Derivation.OBSERVED
    days = [day for day in find_days(text, window=draft.window) if day.year]
    if not days and draft.lines[index].measured:
        text, how = mend_months(text), Derivation.REPAIRED
        days = [day for day in find_days(text, window=draft.window) if day.year]
    if days and days[0].edtf and "?" not in text[: days[0].end]:
        first = days[0]
        written = text[first.start : first.end]
        off = min((abs((date.fromisoformat(first.edtf or "") - stamp).days) for stamp in stamps), default=0)
        near = bool(stamps) and off <= 1
        if off > FAR and draft.lines[index].measured:
            draft.doubt(slots.DATE, line, index)  # one of the two is misread
        elif near and not draft.lines[index].is_confident(*date_figures(written)):
            note = "a time stamped on it says so too"
            draft.put(slots.DATE, first.edtf, index, written=line, how=Derivation.INFERRED, confidence=0.8, note=note)
        else:
            draft.put(slots.DATE, first.edtf, index, written=written, how=how)
    elif days or "?" in line:
        draft.doubt(slots.DATE, line, index)
    elif begun := _BEGUN.match(line.upper()):
        _without_year(draft, index, begun, stamps)


def _without_year(draft: HeadingDraft, index: int, begun: re.Match[str], stamps: list[date]) -> None:
    """A day and month whose year is not legible: the year of a time stamped on the same day or the next."""
    day, month = digits(begun["day"]), heading_months().get(begun["month"])
    fits = {
        one.isoformat()
        for stamp in stamps
        if day and month
        for year in {stamp.year, stamp.year - 1}
        for one in _day_of(year, month, int(day[0]))
        if 0 <= (stamp - one).days <= 1
    }
    if len(fits) == 1:
        note = "the year is that of the time stamped"
        draft.put(slots.DATE, fits.pop(), index, written=begun[0], how=Derivation.INFERRED, confidence=0.8, note=note)


def stamped_number(draft: HeadingDraft) -> None:
    """The number that the cable secretariat stamped on an outgoing form: five figures by themselves, at the right."""
    if draft.values.get(slots.FROM) != "DIRECTOR":
        return
    alone = {
        match[1]
        for line in [*draft.lines[:20], *draft.stamps]
        if (match := _ALONE.fullmatch(line.text.strip(" .*"))) and line.is_confident(match[1])
    }
    alone = alone or set(_at_the_right(draft))
    if len(alone) == 1:
        number = alone.pop()
        at = next((at for at, line in enumerate(draft.texts) if number in line), -1)
        draft.put(
            slots.NUMBER,
            f"DIR {number}",
            at,
            written=number,
            how=Derivation.INFERRED,
            confidence=0.6,
            note="stamped by machine",
        )


_RIGHT = 0.68
"""Where the form's box for the number begins, as a share of the width of what stands on the page."""

_STAMPED_LINES = 20
_MIN_STAMPED_CONFIDENCE = 0.8
_GAP = 0.12
"""The gap before a number stamped level with typed words, as such a share."""


def _at_the_right(draft: HeadingDraft) -> Iterator[str]:
    """Five figures at the right of the first page's head, far from the words that were read on the same line."""
    page = [line for line in draft.lines if line.page == draft.lines[0].page]
    boxes = [word.box for line in page for word in line.words if word.box]
    if not boxes:
        return
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    for line in page[:_STAMPED_LINES]:
        last = line.words[-1] if line.words else None
        if last is None or last.box is None or not re.fullmatch(r"\d{5}", last.text.strip(" .*")):
            continue
        before = [word.box.right for word in line.words[:-1] if word.box]
        far = last.box.left - max(before, default=left) >= _GAP * (right - left)
        at_right = last.box.left >= left + _RIGHT * (right - left)
        if (
            far
            and at_right
            and not INTAKE.search(line.text)
            and line.is_confident(last.text.strip(" .*"), limit=_MIN_STAMPED_CONFIDENCE)
        ):
            yield last.text.strip(" .*")
