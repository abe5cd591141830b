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
    given = [slot for slot in _FIELDS if draft.values.get(slot) and draft.evidence.get(slot)]
    announced = _place_of_announcement(draft) if given else None
    if announced is None:
        return
    at, behind = announced
    for slot in given:
        reading = draft.evidence[slot][0]
        is_above = reading.line == at and draft.lines[at].raw.find(reading.written) < behind
        if at <= reading.line <= at + REACH and not is_above:
            draft.take_back(slot)


def _place_of_announcement(draft: HeadingDraft) -> tuple[int, int] | None:
    """The first line that announces a text, below running text, and where the announcement ends; None without one."""
    for at, line in enumerate(draft.lines):
        upper = line.raw.upper()
        if found := _ANNOUNCED.search(upper):
            above = (*(other.raw.upper() for other in draft.lines[:at]), upper[: found.start()])
            if any(map(is_running_text, above)):
                return at, found.end()
    return None
