"""French telegrams as the Documents diplomatiques print them, and in translation."""

import re

from briefbook.cables.forms.translated import city_of
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import find_days, is_day


def recognise(sheet: HeadingDraft) -> bool:
    """T. nos 538 à 540, or a telegram number that is a range."""
    head = sheet.head
    return bool(
        ("T." in head and re.search(r"\bT\.\s*n[o°º]s?\b", head))
        or ("u" in head and re.search(r"\bRe[cç]u\s*:", head))
        or re.search(r"TELEGRAM\s+NUMBER\s+\d+\s*(?:-|TO\b|\[)", sheet.capitals)
    )


def read(sheet: HeadingDraft) -> None:
    """One telegram may use several numbers: 538-540."""
    text = sheet.text
    found = re.search(
        r"(?:T\.\s*n[o°º]s?|Telegram\s+numbers?)\.?\s*(?P<a>\d{1,5})(?:\s*(?:[aà]|-|to)\s*(?P<b>\d{1,5}))?", text, re.I
    )
    if found:
        at = sheet.line_at(found.start())
        if found["b"] and int(found["b"]) >= int(found["a"]):
            sheet.put("number", f"{found['a']}-{found['b']}", at, written=found[0])
            sheet.values["number_range"] = [int(found["a"]), int(found["b"])]
        else:
            sheet.put("number", found["a"], at, written=found[0])
    for index, line in enumerate(sheet.texts[:10]):
        received = re.search(r"Re[cç]u\s*:\s*(?P<rest>[^)]*)", line)
        if received:
            _french_received(sheet, received["rest"], index)
            continue
        days = [day for day in find_days(line, window=sheet.window) if day.year]
        if days and days[0].edtf:
            sheet.put("date", days[0].edtf, index, written=line[days[0].start : days[0].end])
            place = city_of(line[: days[0].start].strip(" ,"))
            sheet.put("from", place, index, written=line[: days[0].start].strip(" ,"))
        for word, level in (
            ("R[EÉ]SERV[EÉ]", "RESERVE"),
            ("TR[EÈ]S SECRET", "TRES SECRET"),
            ("SECRET", "SECRET"),
            ("CONFIDENTIEL", "CONFIDENTIEL"),
        ):
            if re.search(rf"\b{word}\b", line.upper()):
                sheet.put("security", level, index, written=word)
                break
        if labelled := re.match(r"(?P<key>From|To)\s*:\s*(?P<city>\w[\w .-]+)$", line, re.I):
            key, city = labelled["key"].lower(), city_of(labelled["city"].strip(" ."))
            sheet.put(key, [city] if key == "to" and city else city, index, written=labelled["city"])
        if urgent := re.search(r"\b(Immédiat|Immediat|Priorité|Priorite|Urgent|Très urgent|Tres urgent)\b", line):
            sheet.put("precedence", urgent[1].upper(), index)


def _french_received(sheet: HeadingDraft, text: str, index: int) -> None:
    clock = re.search(r"(\d{1,2})\s*h\.?\s*(\d{2})?", text)
    date = sheet.values.get("date")
    day = re.search(r"\ble\s+(\d{1,2})\b", text)
    if not clock or not isinstance(date, str) or int(clock[1]) > 23:
        return
    year, month = int(date[:4]), int(date[5:7])
    number = int(day[1]) if day else int(date[8:10])
    if number < int(date[8:10]):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    if is_day(year, month, number):
        value = f"{year:04d}-{month:02d}-{number:02d}T{int(clock[1]):02d}:{clock[2] or '00'}"
        sheet.put("received", value, index, written=text.strip())
