"""An office and the city in which it sits, read as two addressees -> the one that they are."""

from itertools import pairwise

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import FieldEvidence, HeadingDraft

_SEATS = {
    "USSEA": "OTTAWA", "SSEA": "OTTAWA", "EXTERNAL": "OTTAWA", "STATE": "WASHINGTON", "FO": "LONDON", "FCO": "LONDON",
    "CRO": "LONDON", "CO": "LONDON",
}  # fmt: skip
"""Offices of state by their codes, and the cities in which they sit."""

_OTHER_EXTERNALS = frozenset({"WELLINGTON", "CANBERRA"})
"""Cities in which another External Affairs sits; Canadian papers have codes for their posts there."""


def join_seats(draft: HeadingDraft) -> None:
    """Make one addressee of an office and its city, of which one stands behind the other: USSEA, OTTAWA.

    Args:
        draft: A draft whose addressees were read.
    """
    for slot in (slots.TO, slots.INFO):
        names, readings = draft.values.get(slot) or [], draft.evidence.get(slot, [])
        if len(names) != len(readings):
            continue
        for at, (office, city) in enumerate(pairwise(names)):
            if readings[at].line != readings[at + 1].line:
                continue
            is_seat = _SEATS.get(office) == city
            if is_seat or (office == "EXTERNAL" and city in _OTHER_EXTERNALS):
                name = office if is_seat else f"{office}, {city}"
                draft.values[slot] = [*names[:at], name, *names[at + 2 :]]
                one = readings[at]
                joined = FieldEvidence(name, one.written, one.line, one.how, one.confidence, one.note)
                draft.evidence[slot] = [*readings[:at], joined, *readings[at + 2 :]]
                break
