"""Documents of NATO: a mark and a document number of their own pattern."""

import re

from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import find_days

_NUMBER = re.compile(
    r"\b(?:PO/\d{2}/\d{1,5}|C-[MR]\(\d{2}\)\s?\d{1,4}|A?C/\d{1,3}(?:\([A-Z\d]+\))?-[A-Z]{1,3}/\d{1,4}|AC/\d{1,3}-[A-Z]/\d+"
    r"|D\.?C\.?\s?\d{1,2}/\d{1,3}|MC\s?\d{1,3}/\d{1,3}|RDC\(\d{2}\)\d{1,4}|SGM-\d{1,4}-\d{2})"
)
_MARK = re.compile(r"\b(?:COSMIC\s+TOP\s+SECRET|NATO\s+(?:SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED))\b")


def recognise(sheet: HeadingDraft) -> bool:
    """A NATO document's number near the head, with a NATO mark or little else."""
    head = "\n".join(sheet.texts[:12])
    return bool(_NUMBER.search(head)) and (bool(_MARK.search(head.upper())) or len(sheet.lines) <= 4)


def read(sheet: HeadingDraft) -> None:
    """Fill in number, mark, date."""
    sheet.put("doc_type", "nato", 0)
    for index, line in enumerate(sheet.texts[:16]):
        if mark := _MARK.search(line.upper()):
            sheet.put("security", " ".join(mark[0].split()), index)
        if number := _NUMBER.search(line):
            sheet.put("number", number[0], index)
            if year := re.search(r"PO/(\d{2})/|\((\d{2})\)", number[0]):
                sheet.values.setdefault("year", 1900 + int(year[1] or year[2]))
        if copy := re.search(r"COPY\s*(?:NO\.?|N°)?\s*(\d+)", line, re.I):
            sheet.put("copy_no", int(copy[1]), index)
        if subject := re.match(r"SUBJECT\s*:\s*(?P<rest>.+)", line, re.I):
            sheet.put("subject", subject["rest"], index)
        days = [day for day in find_days(line, window=sheet.window) if day.year]
        if days and days[0].edtf:
            sheet.put("date", days[0].edtf, index, written=line)
