"""Information reports of the Central Intelligence Agency: what was learnt when, and when it was distributed."""

import re

from briefbook.cables.forms.cia_marks import INTAKE, REPORT, plain_report, put_level
from briefbook.cables.forms.common import find_captions
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import Day, find_days
from briefbook.text.vocabulary import damaged_precedence, precedences

_NAMED = re.compile(r"INFORMATION REPORT|DATE\s+DISTR|DATE\s+ACQ|TDCS")
_CITED = re.compile(r"^.*?\s*\bC[I1]TE\s+(?:[A-Z]{3,5}|DIR)\.?\s+[\dOSBIL]{4,5}\b(?<=\d.)")


def recognise_report(sheet: HeadingDraft) -> bool:
    """An information report: its number, or its name."""
    if not _NAMED.search(sheet.capitals):
        return False
    text = "\n".join(line for at, line in enumerate(sheet.texts[:30]) if not sheet.runs_on(at))
    return bool(
        re.search(r"INFORMATION REPORT|DATE\s+DISTR|PLACE\s*&\s*DATE\s+ACQ", text.upper())
        or ("TDCS" in text and REPORT.search(text) and not re.search(r"\bCITE\b", text))
    ) and not any(_CITED.match(line.upper()) for line in sheet.texts[:20])


def read_report(sheet: HeadingDraft) -> None:
    """Fill in an information report: date of information and date of distribution are two things."""
    text = sheet.text
    if report := REPORT.search(text):
        sheet.put("report_no", plain_report(report), sheet.line_at(report.start()), written=report[0])
    if distributed := re.search(r"DATE\s+DISTR\.?\s*:?\s*(?P<date>[^\n]{6,30})", text, re.I):
        _put_date(sheet, "date", distributed["date"], sheet.line_at(distributed.start()))
    if informed := re.search(r"DATE\s+OF\s+INFO\.?\s*:?\s*(?P<date>[^\n]{6,40})", text, re.I):
        _put_date(sheet, "date_of_info", informed["date"], sheet.line_at(informed.start()))
    intake = INTAKE.search(text)
    if intake:
        sheet.put("in_number", f"IN {intake['number']}", sheet.line_at(intake.start()), written=intake[0])
    if urgent := re.search(r"PRECEDENCE\s*:?\s+(?P<word>[A-Z]+)", text) or re.search(
        r"^(?P<word>ROUTINE|PRIORITY|IMMEDIATE|FLASH)$", text, re.M
    ):
        word = urgent["word"] if urgent["word"] in precedences() else damaged_precedence(urgent["word"])
        sheet.put("precedence", word, sheet.line_at(urgent.start()), written=urgent["word"])
    if country := re.search(r"^COUNTRY\s*:?\s+(?P<name>[A-Z][A-Z /]+?)(?=\s{2,}|\s+REPORT|\n)", text, re.M):
        sheet.put("country", country["name"].strip(), sheet.line_at(country.start()))
    if subject := re.search(r"^SUBJ(?:ECT)?[.:]?\s+(?P<subject>[A-Z].+?)(?=\s+DATE\s+DISTR|\s{3,}|$)", text, re.M):
        sheet.put("subject", subject["subject"].strip(), sheet.line_at(subject.start()))
    if "date" not in sheet.values:
        days = [
            (at, day)
            for at, line in enumerate(sheet.texts[:8])
            if not re.search(r"INFO|DATE", line)
            for day in find_days(line, window=sheet.window)
        ]
        whole = [(at, day) for at, day in days if day.year and not re.search(rf"\d-\s?{day.day}\b", sheet.texts[at])]
        if whole and whole[0][1].edtf:
            at, day = whole[0]
            sheet.put("date", day.edtf, at, written=sheet.texts[at][day.start : day.end], confidence=0.8)
    put_level(sheet)
    if caught := find_captions(text[:1500]):
        sheet.put("caveats", caught, 0)
    if report and "number" not in sheet.values and "DB" in report[0]:
        sheet.put("number", " ".join(report[0].split()), sheet.line_at(report.start()))


def _put_date(sheet: HeadingDraft, key: str, text: str, index: int) -> None:
    days = [day for day in find_days(text, window=sheet.window) if day.year]
    if not days or not days[0].edtf:
        return
    span = re.match(r"\s*(\d{1,2})\s?-\s?\d{1,2}\s", text)
    first = days[0]
    if span and first.month:
        begin = Day(0, 0, first.year, first.month, int(span[1])).edtf
        sheet.put(key, f"{begin}/{first.edtf}", index, written=text.strip())
        return
    sheet.put(key, first.edtf, index, written=text.strip())
