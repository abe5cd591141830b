"""The Canadian incoming telegram: FM, TO, INFO, BAG, REF, subject."""

import re

from briefbook.cables import posts
from briefbook.cables.dates import Day, find_days
from briefbook.cables.forms.common import (
    add_references,
    known_caption,
    level_on,
    note_correction,
    split_posts,
    take_captions,
)
from briefbook.cables.noise import LIMIT, digits, distance, mend_words
from briefbook.cables.sheet import Sheet, joined
from briefbook.cables.vocabulary import codewords, damaged_level, damaged_precedence, find_level, precedences
from briefbook.model.cable import How

_ANCHORS = {
    "FM": ("FM", "FK", "FH", "PM", "FN", "FW", "EM", "RM", "FM:", "DE"),
    "TO": ("TO", "70", "T0", "TC", "IO", "TO:", "T0:", "7O"),
    "INFO": ("INFO", "INFO:", "REPEAT", "RPT"),
    "BAG": ("BAG", "BAG:"),
    "PASS": ("PASS",),
    "REF": ("REF", "REF:", "REFS", "REFERENCE", "REFERENCE:", "REFTEL"),
    "SUBJ": ("SUBJ", "SUBJ:", "SUBJECT:", "SUBJECT"),
}
_SOFT = {"INFO": 0.4, "REF": 0.4}
_MID = re.compile(
    r"(?<=\s)(?=(?:TO (?:TT )?(?:EXTERNAL|EXT OTT|EXTOTT)\b|INFO (?:TT )?[A-Z]|REF (?:MY|OUR|YOUR|TEL)|BAG [A-Z]))"
)
_NUMBER = re.compile(r"(?:[A-Z]{1,3}-?)?\d{1,5}")
_NOT_FROM = frozenset({"TO", "INFO", "REF", "PAGE", "THE", "AND"})


def recognise(sheet: Sheet) -> bool:
    """Is there an FM line with a date behind it, or a TO EXTERNAL line?"""
    for line in sheet.texts[:14]:
        first = line.split()[0].upper()
        upper = line.upper()
        if first in _ANCHORS["FM"] and find_days(upper, damaged=True) and "/" in upper:
            return True
        if re.match(r"(?:TO|70|T0|TC|IO|7O):? (?:TT )?EXTERNAL\b", upper):
            return True
    return False


def read(sheet: Sheet) -> None:
    """Fill in the fields of the form."""
    rows = _rows(sheet)
    subject_from = 0
    for position, (kind, index, text) in enumerate(rows):
        if kind == "FM":
            _from_line(sheet, index, text)
        elif kind == "TO" and "to" not in sheet.values:
            _to_line(sheet, index, text)
        elif kind == "INFO":
            _info_line(sheet, index, text)
        elif kind == "BAG":
            sheet.put("bag", split_posts(re.sub(r"\s*DE OTT\b.*", "", text))[0], index, written=text)
        elif kind == "SUBJ":
            sheet.put("subject", joined(_more_subject(rows, position, text)), index)
        if kind and kind != "SUBJ":
            subject_from = position + 1
    for kind, index, text in rows:
        if kind == "REF":
            add_references(sheet, text, index)
    _captions(sheet, rows)
    note_correction(sheet)
    if "subject" not in sheet.values and any(kind in ("FM", "TO") for kind, _, _ in rows):
        _subject(sheet, rows, subject_from)


def _rows(sheet: Sheet) -> list[tuple[str, int, str]]:
    rows: list[tuple[str, int, str]] = []
    for index, line in enumerate(sheet.texts[:30]):
        for part in _MID.split(line) if _starts(line) else [line]:
            kind = _starts(part)
            rest = part.split(None, 1)[1] if kind and len(part.split()) > 1 else ("" if kind else part)
            if kind == "PASS" and not part.upper().startswith("PASS TO"):
                kind, rest = "", part
            if kind == "FM" and not (find_days(part.upper(), damaged=True) or rest.upper() in posts.known_codes()):
                kind, rest = "", part
            rows.append((kind, index, rest.strip(" :")))
    return rows


def _starts(line: str) -> str:
    first = line.split()[0].upper() if line.split() else ""
    for kind, words in _ANCHORS.items():
        if first in words:
            return kind
    plain = first.rstrip(":.")
    for kind, limit in _SOFT.items():
        if len(plain) == len(kind) and distance(plain, kind) / len(kind) <= min(limit, LIMIT) and plain.isalnum():
            return kind
    return ""


def _from_line(sheet: Sheet, index: int, text: str) -> None:
    upper = text.upper()
    days = [day for day in find_days(upper, window=sheet.window, damaged=True) if day.year]
    day = days[0] if days else None
    before = upper[: day.start] if day else upper
    after = upper[day.end :] if day else ""
    if day is None and (level := find_level(before)):
        before, after = before[: level[1]], before[level[1] :]
    _post(sheet, "from", before.strip(" :.-"), index, sure=day is not None and not day.repaired)
    if day is not None:
        _date(sheet, day, text, index)
    _marking(sheet, after, index)


def _date(sheet: Sheet, day: Day, text: str, index: int) -> None:
    if day.edtf is None:
        sheet.flag("impossible_date")
        sheet.doubt("date", text[day.start : day.end], index)
        return
    how = How.REPAIRED if day.repaired else How.OBSERVED
    sheet.put("date", day.edtf, index, written=text[day.start : day.end], how=how)


def _post(sheet: Sheet, key: str, written: str, index: int, *, sure: bool) -> None:
    words = [word for word in written.split() if word != "TT"]
    code = " ".join(words)
    if not code or words[0] in _NOT_FROM:
        return
    if code in posts.known_codes():
        sheet.put(key, code, index)
        return
    if found := posts.damaged_code(code):
        sheet.put(key, found, index, written=written, how=How.REPAIRED)
        return
    if sure and len(words) <= 3 and all(re.fullmatch(r"[A-Z()&/]{3,14}", word) for word in words):
        sheet.put(key, code, index, confidence=0.6, note="a code that the vocabulary does not hold")
    else:
        sheet.doubt(key, written, index)


def _marking(sheet: Sheet, text: str, index: int) -> None:
    text = text.strip(" .:-/")
    if found := find_level(text):
        sheet.put("security", found[0], index)
        rest = text[: found[1]] + " " + text[found[2] :]
    else:
        rest = _damaged_marking(sheet, text, index)
    take_captions(sheet, rest, index)
    for word in rest.split():
        if word in codewords():
            sheet.put("codeword", word, index)


def _damaged_marking(sheet: Sheet, text: str, index: int) -> str:
    words = text.split()
    best: tuple[int, str] | None = None
    for size in (1, 2, 3, 4, 5):
        candidate = " ".join(words[:size])
        if len(words) < size or known_caption(candidate):
            break
        if level := damaged_level(candidate):
            best = (size, level)
            break
    if best:
        sheet.put("security", best[1], index, written=" ".join(words[: best[0]]), how=How.REPAIRED)
        return " ".join(words[best[0] :])
    if words:
        sheet.doubt("security", text, index)
    return text


def _to_line(sheet: Sheet, index: int, text: str) -> None:
    words = [word.strip(",;") for word in text.split()]
    if words and words[0] == "TT":
        words = words[1:]
    names: list[str] = []
    number: str | None = None
    while words:
        word = words.pop(0)
        upper = word.upper()
        if upper in ("DE", "LE") and words:
            words.pop(0)
            break
        if number is None and names and (found := _figures(upper)):
            number = found[0]
            sheet.put("number", number, index, written=word, how=How.REPAIRED if found[1] else How.OBSERVED)
            continue
        precedence = _precedence(upper)
        if precedence and names:
            how = How.OBSERVED if upper in precedences() else How.REPAIRED
            sheet.put("precedence", precedence, index, written=word, how=how)
            continue
        if level := find_level(upper):
            sheet.put("security", level[0], index)
            continue
        if number is None and "precedence" not in sheet.values:
            names.append(upper)
    codes, rest = split_posts(" ".join(names))
    if not codes and names and (found_code := posts.damaged_code(" ".join(names))):
        sheet.put("to", [found_code], index, written=" ".join(names), how=How.REPAIRED)
    elif codes:
        sheet.put("to", codes, index, written=" ".join(names))
    elif rest:
        sheet.doubt("to", " ".join(names), index)
    if number is None and len(text.split()) > len(names):
        sheet.doubt("number", text, index)


def _figures(word: str) -> tuple[str, bool] | None:
    if _NUMBER.fullmatch(word):
        return word, False
    return digits(word) if 2 <= len(word) <= 5 and word[0].isalnum() else None


def _precedence(word: str) -> str | None:
    plain = word.strip(".,:;")
    if len(plain) <= 2:
        return None
    if plain in precedences():
        name = precedences()[plain][0]
        return plain if plain in ("IMMED", "OPIMMED", "IMMEDIATE", "URGENT", "IMPORTANT") else name
    return damaged_precedence(plain)


def _info_line(sheet: Sheet, index: int, text: str) -> None:
    upper = re.sub(r"^TT\b", "", text.upper()).strip()
    via = re.search(r"\b(?:DE OTT|LE CTT|DE CTT|LE OTT|DE 0TT)\b.*", upper)
    if via:
        how = How.OBSERVED if via[0].startswith("DE OTT") else How.REPAIRED
        sheet.put("info_via", "DE OTT", index, written=via[0], how=how)
        upper = upper[: via.start()]
    codes, rest = split_posts(upper)
    good = list(codes)
    for word in rest:
        if found := posts.damaged_code(word):
            good.append(found)
        elif len(word) == 3 and distance(word, "LDN") <= 0.35:
            good.append("LDN")
        elif re.fullmatch(r"[A-Z]{4,10}(?:/[A-Z]{2,6})?", word):
            good.append(word)
    good = [one for one in good if one not in ("TT", "FROM", "FOR")]
    sheet.put("info", good, index, written=text)


def _captions(sheet: Sheet, rows: list[tuple[str, int, str]]) -> None:
    for kind, index, text in rows[:8]:
        if kind == "":
            take_captions(sheet, text.upper() if text.upper() == text else "", index)
    if "security" not in sheet.values:
        level_on(sheet, [index for kind, index, _ in rows[:8] if kind in ("", "FM")])


def _more_subject(rows: list[tuple[str, int, str]], position: int, first: str) -> list[str]:
    parts = [first]
    for kind, _, text in rows[position + 1 : position + 3]:
        if kind or not _capitals(text) or not (parts[-1].endswith("-") or len(parts[-1]) > 45):
            break
        parts.append(text)
    return parts


def _subject(sheet: Sheet, rows: list[tuple[str, int, str]], start: int) -> None:
    for position in range(start, min(start + 4, len(rows))):
        kind, index, text = rows[position]
        upper = text.upper()
        if kind or not _capitals(text) or len(re.findall("[A-Z]", upper)) < 8:
            continue
        if re.match(r"(?:FOR|FROM|PLEASE|ATTN|PASS|PERSONAL|FOLLOWING|\d)", upper) or known_caption(upper):
            continue
        if find_level(upper) and len(upper.split()) <= 3:
            continue
        written = joined(_more_subject(rows, position, text))
        if re.search(r"[a-z]{2}|[~#*^_{}<>|]", written):
            sheet.doubt("subject", written, index)
        elif len(upper.split()) <= 14 or ":" in upper:
            mended = mend_words(written)
            how = How.REPAIRED if mended != written else How.OBSERVED
            sheet.put("subject", mended.rstrip("."), index, written=written, how=how)
        return


def _capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)
