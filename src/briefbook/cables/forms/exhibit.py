"""A row of a published table: item, date, from, to, number."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import PostSlot
from briefbook.text import posts
from briefbook.text.dates import find_days

_ITEM = re.compile(r"\b(?P<item>[A-Z]{2,6}\d{3,6})(?:\.pdf)?\b")
_DATE = re.compile(r"\b\d{1,2}-[A-Za-z]{3,9}-\d{2,4}\b")
_NUMBER = r"(?:(?<![A-Z])[A-Z]{1,3}[- ]?)?\d{1,6}(?:-\d{1,6})?"
_BLANK = re.compile(r"\[?\(?(?:no number|n/a|none|unknown|sanitized|redacted)\)?\]?", re.I)


_NO_DATE = re.compile(r"\(?\b(?:no date|undated|n\.?d\.?)\)?", re.I)
_HEAD = re.compile(r"(?:(?:item|document|file|date|from|to|number|no)\b[\s|.:]*){3,}", re.I)


def recognise(draft: HeadingDraft) -> bool:
    """One line with a date written 8-Nov-62, and an item's id or the cells of a table; perhaps the table's head."""
    if len(draft.lines) == 2 and _HEAD.fullmatch(draft.lines[0].text):
        del draft.lines[0]
    if len(draft.lines) > 2:
        return False
    text = draft.lines[0].text
    if _NO_DATE.search(text) and _ITEM.match(text) and "|" in text:
        return True
    opens = _DATE.match(text)
    if opens and all(_cells(text[opens.end() :])[:2]) and len(text) < 80:
        codes = _cells(text[opens.end() :].strip())[:2]
        return all(code.upper() in posts.known_codes() for code in codes)
    return bool(_DATE.search(text)) and (bool(_ITEM.search(text)) or "|" in text or "\t" in draft.lines[0].raw)


def read(draft: HeadingDraft) -> None:
    """Fill in the row's cells."""
    text = " ".join(draft.texts)
    dated = _DATE.search(text) or _NO_DATE.search(text)
    if not dated:
        return
    if item := _ITEM.search(text[: dated.start()]) or _ITEM.search(text):
        draft.put(slots.ITEM, item["item"], 0)
    days = find_days(dated[0], window=draft.window)
    if days and days[0].edtf:
        draft.put(slots.DATE, days[0].edtf, 0, written=dated[0])
    elif days or not _NO_DATE.fullmatch(dated[0]):
        draft.flag("impossible_date")
        draft.doubt(slots.DATE, dated[0], 0)
    rest = text[dated.end() :].strip()
    if item and item.start() > dated.end():
        rest = rest.replace(item[0], "")
    cells = [cell.strip() for cell in rest.split("|")[1:]] if "|" in rest else _cells(rest)
    redacted = []
    columns: tuple[PostSlot, ...] = (slots.FROM, slots.TO, slots.NUMBER)
    for slot, cell in zip(columns, [*cells, "", "", ""], strict=False):
        if re.fullmatch(r"\[(?:sanitized|redacted)\]", cell, re.I):
            redacted.append(slot.key)
        elif cell and not _BLANK.fullmatch(cell):
            if slot is slots.TO:
                several = [part.strip() for part in re.split(r"[,;&]|\band\b", cell) if part.strip()]
                draft.put(slots.TO, several, 0, written=cell)
            elif slot is slots.NUMBER and not re.fullmatch(_NUMBER, cell):
                draft.doubt(slots.NUMBER, cell, 0)
            else:
                draft.put(slots.NUMBER if slot is slots.NUMBER else slots.FROM, cell, 0, written=cell)
    if redacted:
        draft.values[slots.REDACTED] = redacted
    if dated and (date := draft.whole_date):
        draft.values[slots.SERIES_YEAR] = int(date[:4])


def _cells(rest: str) -> list[str]:
    """Cells parted by blanks: from and to may be codes of several words."""
    number = re.search(rf"(?:\(no number\)|\[\w+\]|{_NUMBER})\s*$", rest, re.I)
    named = re.match(r"([A-Z]{1,3})\s\d", number[0]) if number else None
    if named and number and (named[1] in posts.known_codes() or not rest[: number.start()].strip()):
        number = re.search(r"\d{1,6}\s*$", rest)  # the letters before the figures are a post's code
    cells = [number[0].strip()] if number else [""]
    words = re.findall(r"\[[^\]]*\]|\S+", rest[: number.start()] if number else rest)
    for size in range(1, len(words)):
        left, right = " ".join(words[:size]), " ".join(words[size:])
        if left.upper() in posts.known_codes() and right.upper() in posts.known_codes():
            return [left, right, *cells]
    if len(words) == 2:
        return [*words, *cells]
    if len(words) == 1:
        return [words[0], "", *cells]
    for size in range(1, len(words)):
        if " ".join(words[size:]).upper() in posts.known_codes():
            return [" ".join(words[:size]), " ".join(words[size:]), *cells]
    return ["", "", *cells]
