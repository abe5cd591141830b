"""French telegrams as the Documents diplomatiques print them, and in translation."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.translated import city_of
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import find_days, is_day

_ARRIVED = re.compile(r"T[EÉ]L[EÉ]GRAMME\s+[AÀ]\s+L.ARRIV[EÉ]E")
_NUMBERS = re.compile(
    r"(?:T\.\s*n[o°º]s?|Telegram\s+numbers?|^\W*N(?:[o°º]s?\.?|\.))\.?\s*"
    r"(?P<a>\d{1,5})(?:\s*(?:[aà]|-|to)\s*(?P<b>\d{1,5}))?",
    re.I | re.M,
)


def recognise(draft: HeadingDraft) -> bool:
    """T. nos 538 à 540, a telegram number that is a range, or the ministry's paper for what arrived."""
    head = draft.head
    return bool(
        ("T." in head and re.search(r"\bT\.\s*n[o°º]s?\b", head))
        or ("u" in head and re.search(r"\bRe[cç]u\s*:", head))
        or re.search(r"TELEGRAM\s+NUMBER\s+\d+\s*(?:-|TO\b|\[)", draft.capitals)
        or _ARRIVED.search(draft.capitals)
    )


def read(draft: HeadingDraft) -> None:
    """One telegram may use several numbers: 538-540."""
    text = draft.text
    match = _NUMBERS.search(text)
    if match:
        at = draft.line_at(match.start())
        if match["b"] and int(match["b"]) >= int(match["a"]):
            draft.put(slots.NUMBER, f"{match['a']}-{match['b']}", at, written=match[0])
            draft.values[slots.NUMBER_RANGE] = [int(match["a"]), int(match["b"])]
        else:
            draft.put(slots.NUMBER, match["a"], at, written=match[0])
    is_arrival = _ARRIVED.search(draft.capitals) is not None
    for index, line in enumerate(draft.texts[:10]):
        if is_arrival and (mission := re.match(r"AMBAFRANCE\s+(?P<city>[A-Z][A-Z .-]+)$", line)):
            draft.put(slots.FROM, city_of(mission["city"].strip(" .")), index, written=mission["city"])
        received = re.search(r"Re[cç]u\s*:\s*(?P<rest>[^)]*)", line)
        if received:
            _french_received(draft, received["rest"], index)
            continue
        days = [day for day in find_days(line, window=draft.window) if day.year]
        if days and days[0].edtf:
            draft.put(slots.DATE, days[0].edtf, index, written=line[days[0].start : days[0].end])
            place = re.sub(r"[ ,]+le$|[ ,]+$", "", line[: days[0].start].strip())
            draft.put(slots.FROM, city_of(place), index, written=place)
        for word, level in (
            ("R[EÉ]SERV[EÉ]", "RESERVE"),
            ("TR[EÈ]S SECRET", "TRES SECRET"),
            ("SECRET", "SECRET"),
            ("CONFIDENTIEL", "CONFIDENTIEL"),
        ):
            if marking := re.search(rf"\b{word}\b", line, re.I):
                draft.put(slots.SECURITY, level, index, written=marking[0])
                break
        if labelled := re.match(r"(?P<key>From|To)\s*:\s*(?P<city>\w[\w .-]+)$", line, re.I):
            slot = slots.TO if labelled["key"].lower() == "to" else slots.FROM
            draft.put_post(slot, city_of(labelled["city"].strip(" .")), index, written=labelled["city"])
        if urgent := re.search(r"\b(Immédiat|Immediat|Priorité|Priorite|Urgent|Très urgent|Tres urgent)\b", line):
            draft.put(slots.PRECEDENCE, urgent[1].upper(), index)


def _french_received(draft: HeadingDraft, text: str, index: int) -> None:
    clock = re.search(r"(\d{1,2})\s*h\.?\s*(\d{2})?", text)
    date = draft.values.get(slots.DATE)
    day = re.search(r"\ble\s+(\d{1,2})\b", text)
    if not clock or not isinstance(date, str) or int(clock[1]) > 23:
        return
    year, month = int(date[:4]), int(date[5:7])
    number = int(day[1]) if day else int(date[8:10])
    if number < int(date[8:10]):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    if is_day(year, month, number):
        value = f"{year:04d}-{month:02d}-{number:02d}T{int(clock[1]):02d}:{clock[2] or '00'}"
        draft.put(slots.RECEIVED, value, index, written=text.strip())
