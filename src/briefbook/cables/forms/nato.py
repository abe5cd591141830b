"""Documents of NATO: a mark and a document number of their own pattern."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import find_days

_NUMBER = re.compile(
    r"\b(?:PO/\d{2}/\d{1,5}|C-[MR]\(\d{2}\)\s?\d{1,4}|A?C/\d{1,3}(?:\([A-Z\d]+\))?-[A-Z]{1,3}/\d{1,4}|AC/\d{1,3}-[A-Z]/\d+"
    r"|D\.?C\.?\s?\d{1,2}/\d{1,3}|MC\s?\d{1,3}/\d{1,3}|RDC\(\d{2}\)\d{1,4}|SGM-\d{1,4}-\d{2})"
)
_MARK = re.compile(r"\b(?:COSMIC\s+TOP\s+SECRET|NATO\s+(?:SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED))\b")


def recognise(draft: HeadingDraft) -> bool:
    """A NATO document's number near the head, with a NATO mark or little else."""
    head = "\n".join(draft.texts[:12])
    return bool(_NUMBER.search(head)) and (bool(_MARK.search(head.upper())) or len(draft.lines) <= 4)


def read(draft: HeadingDraft) -> None:
    """Fill in number, mark, date."""
    draft.put(slots.DOC_TYPE, "nato", 0)
    for index, line in enumerate(draft.texts[:16]):
        if mark := _MARK.search(line.upper()):
            draft.put(slots.SECURITY, " ".join(mark[0].split()), index)
        if number := _NUMBER.search(line):
            draft.put(slots.NUMBER, number[0], index)
            if year := re.search(r"PO/(\d{2})/|\((\d{2})\)", number[0]):
                draft.values.setdefault(slots.YEAR, 1900 + int(year[1] or year[2]))
        if copy := re.search(r"COPY\s*(?:NO\.?|N°)?\s*(\d+)", line, re.I):
            draft.put(slots.COPY_NO, int(copy[1]), index)
        if subject := re.match(r"SUBJECT\s*:\s*(?P<rest>.+)", line, re.I):
            draft.put(slots.SUBJECT, subject["rest"], index)
        days = [day for day in find_days(line, window=draft.window) if day.year]
        if days and days[0].edtf:
            draft.put(slots.DATE, days[0].edtf, index, written=line)
