"""What the agency's cables and reports have in common: the level, the intake's number, a report's number."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.repairs import is_prose
from briefbook.model.cable import Derivation
from briefbook.text.vocabulary import damaged_level, find_level

REPORT = re.compile(
    r"(?:\b|(?<=DISSEM))(?:TDCS|[A-Z1]DCS(?=\s?-?\s?(?:DB|[O0P]B|D[8P])?\s?-\s?3\s?/\s?\d{3},\d{3}))"
    r"\s?(?P<copy>DB|[O0P]B|D[8P])?\s?-?\s?(?:DB-)?3\s?/\s?(?P<number>\d{3}[,.]\d{3}|[\d,]{5,8})"
)
"""A report's number; its first letter may be misread where the rest stands as it should."""

INTAKE = re.compile(r"\bIN\s?[-:]?\s?(?P<number>\d{5})\b")


def put_level(draft: HeadingDraft) -> None:
    """The level on a line of the head, or stamped."""
    for index, line in enumerate(draft.texts[:30]):
        if is_prose(line) or re.match(r"\W{0,2}\d{1,2}\.\s+[A-Z]", line):
            continue  # a word of the text is no marking
        level = find_level(re.sub(r"CLASSIFIED MESSAGE|^CONF\b\W.*", " ", line.upper()))
        if level:
            draft.put(slots.SECURITY, level[0], index)
            break
    else:
        for stamp in draft.stamps[:6]:
            if (level := find_level(stamp.text.upper())) and len(stamp.text) < 40:
                draft.put(slots.SECURITY, level[0], -1, written=stamp.text)
                return
        for index, line in enumerate(draft.texts[:12]):
            if len(line) < 20 and (damaged := damaged_level(line)):
                draft.put(slots.SECURITY, damaged, index, written=line, how=Derivation.REPAIRED)
                return


def plain_report(report: re.Match[str]) -> str:
    """A report's number as it is cited: TDCSDB-3/656,771."""
    copy = "DB" if report["copy"] or "DB" in report[0] else ""
    return f"TDCS{copy}-3/{report['number'].replace('.', ',')}"
