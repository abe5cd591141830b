"""A row of a published table: item, date, from, to, number."""

import re

from briefbook.cables.heading_draft import HeadingDraft
from briefbook.text import posts
from briefbook.text.dates import find_days

_ITEM = re.compile(r"\b(?P<item>[A-Z]{2,6}\d{3,6})(?:\.pdf)?\b")
_DATE = re.compile(r"\b\d{1,2}-[A-Za-z]{3,9}-\d{2,4}\b")
_NUMBER = r"(?:(?<![A-Z])[A-Z]{1,3}[- ]?)?\d{1,6}(?:-\d{1,6})?"
_BLANK = re.compile(r"\[?\(?(?:no number|n/a|none|unknown|sanitized|redacted)\)?\]?", re.I)


_NO_DATE = re.compile(r"\(?\b(?:no date|undated|n\.?d\.?)\)?", re.I)
_HEAD = re.compile(r"(?:(?:item|document|file|date|from|to|number|no)\b[\s|.:]*){3,}", re.I)


def recognise(sheet: HeadingDraft) -> bool:
    """One line with a date written 8-Nov-62, and an item's id or the cells of a table; perhaps the table's head."""
    if len(sheet.lines) == 2 and _HEAD.fullmatch(sheet.texts[0]):
        del sheet.lines[0]
    if len(sheet.lines) > 2:
        return False
    text = sheet.texts[0]
    if _NO_DATE.search(text) and _ITEM.match(text) and "|" in text:
        return True
    opens = _DATE.match(text)
    if opens and all(_cells(text[opens.end() :])[:2]) and len(text) < 80:
        codes = _cells(text[opens.end() :].strip())[:2]
        return all(code.upper() in posts.known_codes() for code in codes)
    return bool(_DATE.search(text)) and (bool(_ITEM.search(text)) or "|" in text or "\t" in sheet.lines[0].raw)


def read(sheet: HeadingDraft) -> None:
    """Fill in the row's cells."""
    text = " ".join(sheet.texts)
    dated = _DATE.search(text) or _NO_DATE.search(text)
    if not dated:
        return
    if item := _ITEM.search(text[: dated.start()]) or _ITEM.search(text):
        sheet.put("item", item["item"], 0)
    days = find_days(dated[0], window=sheet.window)
    if days and days[0].edtf:
        sheet.put("date", days[0].edtf, 0, written=dated[0])
    elif days or not _NO_DATE.fullmatch(dated[0]):
        sheet.flag("impossible_date")
        sheet.doubt("date", dated[0], 0)
    rest = text[dated.end() :].strip()
    if item and item.start() > dated.end():
        rest = rest.replace(item[0], "")
    cells = [cell.strip() for cell in rest.split("|")[1:]] if "|" in rest else _cells(rest)
    redacted = []
    for key, cell in zip(("from", "to", "number"), [*cells, "", "", ""], strict=False):
        if re.fullmatch(r"\[(?:sanitized|redacted)\]", cell, re.I):
            redacted.append(key)
        elif cell and not _BLANK.fullmatch(cell):
            if key == "number" and not re.fullmatch(_NUMBER, cell):
                sheet.doubt(key, cell, 0)
            else:
                several = [part.strip() for part in re.split(r"[,;&]|\band\b", cell) if part.strip()]
                sheet.put(key, several if key == "to" else cell, 0, written=cell)
    if redacted:
        sheet.values["redacted"] = redacted
    if dated and isinstance(sheet.values.get("date"), str):
        sheet.values["series_year"] = int(sheet.values["date"][:4])


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
