"""A subject over several lines: what stands in its column below its first line, down to the next label or the text.

The readers of forms read a line; where the words have places, the column says what goes on. A label, a wider space or a
line that begins elsewhere ends it.
"""

import re
from dataclasses import replace
from statistics import fmean, median

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft, HeadLine
from briefbook.model.page import Word

MAX_LINES = 4
"""Lines that a subject goes on for at most."""

_CELLS_A_ROW = 2

MAX_PITCH = 1.9
"""The space from line to line above which a subject has ended, in heights of a line of capitals."""

MAX_HEIGHTS = 2.6
"""The same where the line is the first below: typists often left half a line free."""

INDENT = (-1.5, 10.0)
"""How far to the left and to the right of the subject's first word a line may begin, in widths of a letter."""

LEGIBLE = 0.6
"""The least mean confidence of a line's words, 0 to 1."""

CAPITALS = 0.8
"""The least share of capitals among the letters of a line that continues a subject in capitals."""

_LABEL = re.compile(
    r"\W{0,3}(?:REF(?:ERENCES?|S|\.)?|RE|DATE|PLACE|SOURCE|FROM|TO|INFO|FILE|ACTION|PRECEDENCE|COUNTRY|ATTN|VIA|CLASS\w*|CITE"
    r"|ENCL\w*|ATTACH\w*|THRU|THROUGH|APPRAISAL|FIELD)\b\s*(?:[:;.&(]|NO\b|OF\b|$)"
    r"|(?-i:\W{0,3}[A-Z][A-Z .]{1,18}:)",
    re.I,
)
_TEXT = re.compile(r"\W{0,2}(?:[1lI]|\(?[a1A])\s?[.,)]\s+\S|(?:SIR|DEAR)\b", re.I)
"""The first paragraph."""


def continue_subject(draft: HeadingDraft) -> None:
    """Add to a draft's subject the lines that go on below it in its column; its place stays the first line.

    Args:
        draft: A draft after its fields were read, from lines whose words have places; without places nothing changes.
    """
    reading = next(iter(draft.evidence.get(slots.SUBJECT, ())), None)
    if reading is None or not reading.value or not 0 <= reading.line < len(draft.lines):
        return
    rows = draft.lines[reading.line : reading.line + _CELLS_A_ROW]  # the label may be a line of its own
    if all(line.source.is_plain for line in rows):
        return
    begins = ((at, line, _first_word(line, reading.written or reading.value)) for at, line in enumerate(rows))
    at, first, start = next((row for row in begins if row[2] is not None), (0, rows[0], None))
    if start is None or start.box is None:
        return
    letter = median(
        (word.box.right - word.box.left) / max(1, len(word.text)) for word in first.words if word.box is not None
    )
    height = median(word.box.bottom - word.box.top for word in first.words if word.box is not None)
    parts, above, allowed = [reading.value], start.box.top, MAX_HEIGHTS
    for line in draft.lines[reading.line + at + 1 : reading.line + at + 1 + _CELLS_A_ROW * MAX_LINES]:
        cell = _cell(line)
        if not cell or cell[0].box is None or line.page != first.page:
            break
        offset, step = (cell[0].box.left - start.box.left) / letter, (cell[0].box.top - above) / height
        if offset > INDENT[1]:
            continue  # a cell beside it, which was read as a line of its own
        if offset < INDENT[0] or not 0 < step <= allowed or not _goes_on(reading.value, cell):
            break
        words = " ".join(word.text for word in cell)
        if words not in reading.value:  # nor was it added before
            parts.append(words)
        above, allowed = cell[0].box.top, MAX_PITCH
    if len(parts) > 1:
        written = reading.written or reading.value
        if written.startswith(reading.value) and re.fullmatch(r"[,;:]", written.removeprefix(reading.value).strip()):
            parts[0] = written  # the sign at its end parts it from what follows
        whole = replace(reading, value=" ".join(parts), written=" ".join([written, *parts[1:]]))
        draft.values[slots.SUBJECT] = " ".join(parts)
        draft.evidence[slots.SUBJECT] = [whole, *draft.evidence[slots.SUBJECT][1:]]


def _first_word(line: HeadLine, written: str) -> Word | None:
    """The word of a line with which the subject begins; None where its words have no places."""
    wanted = re.sub(r"\W", "", written.split()[0]).upper() if written.split() else ""
    if not wanted or any(word.box is None for word in line.words):
        return None
    return next((word for word in line.words if re.sub(r"\W", "", word.text).upper() == wanted), None)


def _cell(line: HeadLine) -> tuple[Word, ...]:
    """The words of a line before its first wide gap."""
    words = line.with_gaps.split("    ")[0].split()
    return tuple(line.words[: len(words)])


def _goes_on(subject: str, cell: tuple[Word, ...]) -> bool:
    """Do words of a line look as the subject's: no label, no paragraph, legible, and in capitals where it is?"""
    text = " ".join(word.text for word in cell)
    if _LABEL.match(text) or _TEXT.match(text) or not re.search(r"[^\W\d_]{2}", text):
        return False
    confidences = [word.confidence for word in cell if word.confidence is not None]
    if confidences and fmean(confidences) < LEGIBLE:
        return False
    return not _is_in_capitals(subject) or _is_in_capitals(text)


def _is_in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= CAPITALS * len(letters)
