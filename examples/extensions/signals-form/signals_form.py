"""The message form of a signals regiment: every line begins with a letter that says what it is.

A  OSLO
B  LDN EXTERNAL
C  210
D  2 MAR 63
LIGHTS WERE LIT TODAY.
"""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text.dates import read_date

_ROW = re.compile(r"(?P<letter>[A-D])\s{2,}(?P<words>\S.*)|(?P<only>[A-D]) (?P<rest>\S.*)")
_SLOTS = {"A": slots.FROM, "C": slots.NUMBER}


def _rows(draft: HeadingDraft) -> dict[str, tuple[int, str]]:
    rows: dict[str, tuple[int, str]] = {}
    for index, text in enumerate(draft.texts[:8]):
        if match := _ROW.fullmatch(text.strip()):
            rows.setdefault(match["letter"] or match["only"], (index, match["words"] or match["rest"]))
    return rows


def recognise(draft: HeadingDraft) -> bool:
    """Whether all four letters stand at the beginnings of lines, in their order."""
    rows = _rows(draft)
    return list(rows) == ["A", "B", "C", "D"]


def read(draft: HeadingDraft) -> None:
    """Fill in sender, addressees, number and date, each with its line, so that readers see where it stands."""
    rows = _rows(draft)
    for letter, slot in _SLOTS.items():
        line, words = rows[letter]
        draft.put(slot, words, line, written=words)
    line, words = rows["B"]
    draft.put(slots.TO, words.split(), line, written=words)
    line, words = rows["D"]
    day = read_date(words, window=draft.window, order=draft.order).edtf
    if day:
        draft.put(slots.DATE, day, line, written=words)
    else:
        draft.doubt(slots.DATE, words, line)
