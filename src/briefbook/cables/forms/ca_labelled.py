"""Teletypes, message forms and letters of about 1947-58, and memoranda: labels with values behind or below."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.ca_offices import canadian_office
from briefbook.cables.forms.common import add_references, level_on, put_numeric_date
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import PartialDate
from briefbook.model.cable import Derivation
from briefbook.text.dates import find_days, heading_months, numeric_days
from briefbook.text.vocabulary import damaged_level, find_level, precedences, spelt_precedence

_JOINED = re.compile(r"\s+(?=(?:TO|FROM|SUBJECT|REFERENCE|SECURITY|DATE)\s?:)", re.I)


_FOLLOWING = re.compile(
    r"Following\s+for\s+(?P<to>.+?)\s+from\s+(?P<by>[A-Z][\w. ]+?)\s*(?:[.,:]\s*Begins)?\s*[.,:]?$", re.I
)
_SECURITY = re.compile(r"(?:SECURITY|CLASSIFICATION)\b(?:\s+CLASSIFICATION)?[\s.:]+(?P<rest>[A-Z][A-Z .]{2,30})$", re.I)
_OF_OTHERS = "WELLINGTON|CANBERRA|DUBLIN|NEW DELHI|KARACHI|PRETORIA|COLOMBO|ACCRA"
"""Where other countries had a department of External Affairs."""


def recognise_labelled(draft: HeadingDraft) -> bool:
    """A teletype, a message form or a letter of the Department, by its name and its From/To labels."""
    head = "\n".join(draft.texts[:16])
    capitals = head.upper()
    external = re.search(
        rf"EXTERNAL AFFAIRS(?!,?\s+(?:{_OF_OTHERS})\b)"
        r"|CANADIAN (?:AMBASSADOR|EMBASSY|HIGH COMMISSIONER|DELEGATION|PERMANENT)"
        r"|HIGH COMMISSIONER FOR CANADA",
        capitals,
    )
    if not external or re.search(r"\bCABLEGRAM\b|^(?:TO|FROM)\W+AUSTRALIAN ", capitals, re.M):
        return False
    named = re.search(
        r"TELETYPE MESSAGE|MESSAGE TO BE SENT|LETTER\s*NO|NUMBERED LETTER|\bDESPATCH\b|INCOMING MESSAGE", capitals
    )
    memo = re.search(r"\bMEMORANDUM\b", head)
    labels = re.search(r"^FROM\b", capitals, re.M) and re.search(r"^(?:TO\b|NUMBER\s*:)", capitals, re.M)
    return bool(named or labels or re.search(r"^OUTGOING\b", head, re.M)) and not memo


def read_labelled(draft: HeadingDraft) -> None:
    """Fill in the form's fields from its labels."""
    draft.split(_JOINED)
    head = "\n".join(draft.texts[:16])
    letter = re.search(r"(?:NUMBERED\s+)?LETTER\s*(?:No)?|DESPATCH\s*No", head, re.I)
    if letter:
        draft.form = "ca_despatch" if letter[0].upper().startswith("DESP") else "ca_letter"
        draft.put(
            slots.DOC_TYPE, "despatch" if draft.form == "ca_despatch" else "letter", draft.line_at(letter.start())
        )
    if re.search(r"^OUTGOING\b|Message To Be Sent", head, re.M | re.I):
        draft.put(slots.DIRECTION, "outgoing", 0)
    _labelled_numbers(draft)
    _labelled_date(draft)
    year = (draft.whole_date or "")[:4]
    for slot, word in ((slots.FROM, "FROM"), (slots.TO, "TO")):
        if (value := _label_value(draft, word)) and (code := canadian_office(value[1], year)):
            draft.put_post(slot, code, value[0], written=value[1], how=Derivation.INFERRED, confidence=0.9)
    for index, line in enumerate(draft.texts[:20]):
        _labelled_level(draft, line, index)
    level_on(draft, range(min(len(draft.lines), 20)))
    for index, line in enumerate(draft.texts[:20]):
        if line.strip(" .").upper() in spelt_precedence("ca").split("|"):
            draft.put(slots.PRECEDENCE, line.strip(" .").upper(), index)
        if urgent := re.match(r"(?:PRIORITY|PRECEDENCE)\s*[.:]*\s*(?P<word>[A-Z]{5,12})\b", line, re.I):
            word = urgent["word"].upper()
            if word in precedences():
                draft.put(slots.PRECEDENCE, word, index)
        if following := _FOLLOWING.match(line):
            draft.put(slots.ATTENTION, [following["to"].strip(" .,")], index)
            draft.put(slots.SIGNER, following["by"].strip(" .,"), index)
        if subject := re.match(r"SUBJECT\s*[.:]+\s*(?P<rest>.+)", line, re.I):
            draft.put(slots.SUBJECT, subject["rest"].strip(" ."), index)
        if timed := re.search(r"Time[.\s]*(?P<h>\d{1,2})[.:\s]+(?P<m>\d{2})[.\s]*(?P<half>[AP])", line, re.I):
            hour = int(timed["h"]) % 12 + (12 if timed["half"].upper() == "P" else 0)
            draft.put(slots.TIME_LOCAL, f"{hour:02d}:{timed['m']}", index)
    for index, line in enumerate(draft.texts[:22]):
        plain = re.sub(r"\.(?=[A-Z,\s])|(?<=\s)\.(?=[A-Z])", " ", line)
        if not re.match(r"(?:LETTER|DESPATCH|MESSAGE)\s*N", plain, re.I):
            add_references(draft, " ".join(plain.replace(",", " , ").split()), index, line=False)


def _labelled_level(draft: HeadingDraft, line: str, index: int) -> None:
    marked = _SECURITY.match(line)
    if not marked:
        return
    rest = marked["rest"].strip(" .").upper()
    if level := find_level(rest):
        draft.put(slots.SECURITY, level[0], index, written=marked["rest"])
    elif ":" in line or "." in line:
        draft.put(slots.SECURITY, damaged_level(rest), index, written=marked["rest"], how=Derivation.REPAIRED)


def _labelled_numbers(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:14]):
        match = re.match(
            r"(?:(?:NUMBERED\s+)?LETTER|DESPATCH|TELEGRAM|(?:TELETYPE\s+)?MESSAGE|TELETYPE)?\s*N(?:o|umber)\b[\s.:]*(?P<number>(?:[A-Z]{1,3}-)?\d{1,5})\b",
            line,
            re.I,
        )
        if match and not re.search(r"\bYour\b|\bMy\b", line):
            draft.put(slots.NUMBER, match["number"].upper(), index)
        elif alone := re.fullmatch(r"(?:EX|WA)-?\d{1,5}", line.strip(" .")):  # between Ottawa and Washington
            draft.put(slots.NUMBER, alone[0], index)


def _labelled_date(draft: HeadingDraft) -> None:
    rows = list(enumerate(draft.texts[:20]))
    rows.sort(key=lambda row: not re.match(r"DATE", row[1], re.I))
    for index, line in rows:
        line = re.sub(r"\b[Il|]9(?=\d\d\b)", "19", line)
        labelled = re.match(r"DATE[\s.:]*(?P<rest>.+)", line, re.I)
        text = re.sub(r"(?<=\s)\.+|\.{2,}|\.(?=[A-Za-z])", " ", labelled["rest"] if labelled else line)
        if not labelled and re.search(r"\b(?:YOUR|MY|OF|SENT)\b", line, re.I):
            continue
        days = find_days(text, window=draft.window)
        whole = [day for day in days if day.year]
        if whole and whole[0].edtf:
            draft.put(slots.DATE, whole[0].edtf, index, written=line)
            return
        if labelled and not days and numeric_days(text):
            put_numeric_date(draft, text, index)
            return
        if whole:
            draft.flag("impossible_date")
            draft.doubt(slots.DATE, line, index)
            return
        if labelled:
            plain = re.match(rf"\s*(?P<month>{'|'.join(heading_months())})\s+(?P<day>\d{{1,2}})", text, re.I)
            if days or plain:
                month = days[0].month if days else heading_months()[plain["month"].upper()] if plain else None
                day = days[0].day if days else int(plain["day"]) if plain else None
                draft.put(slots.DATE, PartialDate(month=month, day=day, year=None), index, written=line)
                return


def _label_value(draft: HeadingDraft, word: str) -> tuple[int, str] | None:
    """What stands behind a label, or below it; labels read one after the other have their values in that order."""
    for index, line in enumerate(draft.texts[:20]):
        match = re.match(rf"{word}\b\s*[:.]*\s*(?P<rest>.*)", line, re.I)
        if not match:
            continue
        rest = match["rest"].strip(" .:")
        if rest and not re.match(r"be sent", rest, re.I):
            return index, rest
        first = index
        while first > 0 and _EMPTY.match(draft.texts[first - 1]):
            first -= 1
        after = index + 1
        while after < len(draft.lines) and _EMPTY.match(draft.lines[after].text):
            after += 1
        at = after + index - first
        values = draft.texts[after : after + after - first]  # as many as there are labels
        if not rest and len(values) == after - first and (len(values) == 1 or all(map(canadian_office, values))):
            return at, draft.lines[at].text
    return None


_EMPTY = re.compile(r"(?:FROM|TO)\s*[:.]*\s*$", re.I)


def recognise_memo(draft: HeadingDraft) -> bool:
    """MEMORANDUM near the head, with TO or FROM."""
    if not any("MEMORANDUM" in line.text for line in draft.lines[:14]):
        return False
    head = [line for at, line in enumerate(draft.texts[:14]) if not draft.continues_prose(at)]
    named = any(re.search(r"\bMEMORANDUM\b", line) for line in head[:10])
    return named and any(re.match(r"(?:TO|FROM)\b", line, re.I) for line in head)


def read_memo(draft: HeadingDraft) -> None:
    """Fill in a memorandum's fields; what is damaged stays in parts."""
    draft.put(slots.DOC_TYPE, "memorandum", 0)
    for index, line in enumerate(draft.texts[:16]):
        if draft.continues_prose(index):
            continue
        if sender := re.match(r"FROM\s*[:.]*\s*(?P<rest>.+)", line, re.I):
            _memo_sender(draft, sender["rest"], index)
        marked = re.search(r"SECURITY\b\s*[.:]*\s*(?P<rest>[A-Z ]{3,})", line, re.I)
        if marked:
            rest = marked["rest"].strip().upper()
            level = find_level(rest)
            if level:
                draft.put(slots.SECURITY, level[0], index)
            elif damaged := damaged_level(rest):
                draft.put(slots.SECURITY, damaged, index, written=rest, how=Derivation.REPAIRED)
        if dated := re.match(r"DATE\b\s*[.:]*\s*(?P<rest>.+)", line, re.I):
            _memo_date(draft, dated["rest"], index)
        if file := re.match(r"FILE\s*(?:NO\.?)?\s*[.:]*\s*(?P<file>\d[\w./-]{3,30})", line, re.I):
            draft.put(slots.FILE, file["file"], index)
        if subject := re.match(r"SUBJECT\s*[.:]+\s*(?P<rest>.+)", line, re.I):
            draft.put(slots.SUBJECT, subject["rest"].strip(" ."), index)
    for index, line in enumerate(draft.texts[:20]):
        if ref := re.match(r"REF(?:ERENCE)?S?\b\s*[.:]*\s*(?P<rest>.+)", line, re.I):
            add_references(draft, re.sub(r"[\"'»«*]", "", ref["rest"]), index, uncertain=_damaged(ref["rest"]))
    if slots.SECURITY not in draft.values:
        level_on(draft, range(min(len(draft.lines), 14)))


def _damaged(text: str) -> bool:
    return bool(re.search(r"[\"»«*~]|\d[A-Z]\b", text))


def _memo_sender(draft: HeadingDraft, text: str, index: int) -> None:
    division = re.search(r"\b(?:D\.?\s?L\W{0,3}|DEFENCE LIAISON\s)\(\s?(?P<number>[12])\s?\)", text, re.I)
    if division:
        draft.put(slots.FROM, f"DL({division['number']})", index, written=text)
    elif re.fullmatch(r"[A-Z][A-Za-z .,&()-]{3,60}", text.strip(" .")):
        draft.put(slots.FROM, text.strip(" ."), index, written=text)


def _memo_date(draft: HeadingDraft, text: str, index: int) -> None:
    days = [day for day in find_days(text, window=draft.window) if day.year]
    if days and days[0].edtf:
        draft.put(slots.DATE, days[0].edtf, index, written=text)
        return
    if days or numeric_days(text):
        if days:
            draft.flag("impossible_date")
            draft.doubt(slots.DATE, text, index)
        else:
            put_numeric_date(draft, text, index)
        return
    year = re.search(r"(?<![A-Z\d])[1IX](?P<rest>9\d{2})(?!\d)", text)
    day = re.search(r"(?<!\d)(?P<day>[12]?\d|3[01])\s?,", text)
    if year and day:
        value = PartialDate(day=int(day["day"]), year=int(f"1{year['rest']}"), month=None)
        draft.put(slots.DATE, value, index, written=text, how=Derivation.REPAIRED)
