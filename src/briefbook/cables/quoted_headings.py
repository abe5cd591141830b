"""The heading of a telegram that is quoted inside another is not the other's: what was taken from it is taken back.

A paper that has running text, then says that a text follows, and then has FROM and TO, gives on what somebody else
sent. Where its own heading is gone, these would be taken for it.
"""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.evidence.paper import is_running_text
from briefbook.cables.heading_draft import HeadingDraft

_ANNOUNCED = re.compile(
    r"\bAS FOLLOWS\b|\b(?:QUOTE|BEGINS)\b|\bTEXT (?:FOLLOWS|READS|IS)\b|^\W{0,4}[\"“«](?= ?(?:FROM|TO|DE|NO)\b)"
)
"""What a telegram has before the words of another one; a quotation mark before a label."""

REACH = 6
"""Lines below that may be the quoted heading; what stands farther down may be the foot of the paper itself."""

_FIELDS = (slots.FROM, slots.TO, slots.DATE, slots.NUMBER)


def refuse_quoted_values(draft: HeadingDraft) -> None:
    """Take back sender, addressees, day and number that stand in the heading of a quoted text.

    Args:
        draft: A draft that is read and filled; values may be taken back, the words stay as what could be meant.
    """
    announced = _place_of_announcement(draft)
    if announced is None:
        return
    at, behind = announced
    for slot in _FIELDS:
        readings = draft.evidence.get(slot, ())
        if not draft.values.get(slot) or not readings or not at <= readings[0].line <= at + REACH:
            continue
        reading = readings[0]
        if reading.line == at and draft.lines[at].raw.find(reading.written) < behind:
            continue
        draft.values.pop(slot)
        draft.evidence.pop(slot)
        draft.doubt(slot, reading.written, reading.line)


def _place_of_announcement(draft: HeadingDraft) -> tuple[int, int] | None:
    """The first line that announces a text, below running text, and where the announcement ends; None without one."""
    has_text = False
    for at, line in enumerate(draft.lines):
        upper = line.raw.upper()
        found = _ANNOUNCED.search(upper)
        if found and (has_text or is_running_text(upper[: found.start()])):
            return at, found.end()
        has_text = has_text or is_running_text(upper)
    return None
