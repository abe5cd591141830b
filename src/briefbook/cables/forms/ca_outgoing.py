"""The outgoing message form of 1959-66: labels and values in any order, each value known by its kind."""

import re

from briefbook.cables import posts
from briefbook.cables.dates import Day, find_days
from briefbook.cables.forms.common import add_references, find_captions, level_on, split_posts
from briefbook.cables.noise import digits
from briefbook.cables.sheet import Sheet
from briefbook.cables.vocabulary import codewords, damaged_precedence, months, precedences
from briefbook.model.cable import How

_LABEL = re.compile(
    r"^(?:MESSAGE|OUTGOING MESSAGE|OUTGOING|DATE|SECURITY|S[EÉ]CURIT[EÉ]|FILE|FILE/DOSSIER|DOSSIER|FM|FM/DE"
    r"|DE|TO|TO/A|A|NUMBER|NUM[EÉ]RO|NO|"
    r"PRECEDENCE|INFO|REF|REE|REFERENCE|SUBJECT|SUB|SUB/SUJ|SUJ)[\s:.]*$"
)
_NUMBER = re.compile(r"^(?P<series>[A-Z]{1,3})\s?-\s?(?P<number>[\dOIl]{1,5})$")
_OUTGOING_FROM = re.compile(r"\bEXT(?:ERNAL)?\s?OTT(?:AWA)?\b")
_CARD = (
    r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV"
    r"|DEC)[A-Z]*[\s.]*(?P<day>\d{1,2})\s?/\s?(?P<year>\d{2})(?!\d)"
)


def recognise_outgoing(sheet: Sheet) -> bool:
    """EXT OTT as sender and at least two of the form's labels."""
    head = "\n".join(sheet.texts[:40]).upper()
    labels = sum(bool(_LABEL.match(line.upper())) for line in sheet.texts[:40])
    named = "OUTGOING MESSAGE" in head
    return (named or labels >= 3) and bool(_OUTGOING_FROM.search(head)) and not re.search(r"^TO EXTERNAL\b", head, re.M)


def read_outgoing(sheet: Sheet) -> None:
    """Fill in the form's fields, each value by its kind."""
    if re.search(r"\b(?:TO/A|SUB/SUJ|FILE/DOSSIER|FM/DE)\b", sheet.text.upper()):
        sheet.values["bilingual_form"] = True
    _outgoing_date(sheet)
    urgencies: list[str] = []
    addressees: list[tuple[str, int, str]] = []
    for index, line in enumerate(sheet.texts[:40]):
        upper = line.strip(" .").upper()
        if sender := _OUTGOING_FROM.search(upper):
            sheet.put("from", "EXT OTT", index, written=sender[0])
            continue
        if numbered := _NUMBER.match(upper):
            figures = digits(numbered["number"].upper())
            if figures:
                how = How.REPAIRED if figures[1] else How.OBSERVED
                sheet.put("number", f"{numbered['series']}-{figures[0]}", index, written=line, how=how)
                sheet.put("series", numbered["series"], index)
            continue
        if upper in codewords():
            sheet.put("codeword", upper, index)
        urgency = _urgency(upper)
        if urgency and len(upper.split()) <= 2:
            urgencies.append(urgency)
            if upper not in precedences():
                sheet.values["ocr_repairs"] = True
            continue
        found = _addressee(line)
        if found and not re.match(r"(?:SUBJ|SUB/|REF|REE)", upper):
            addressees.append((found, index, line))
    _file(sheet)
    _outgoing_security(sheet)
    _share(sheet, addressees, urgencies)
    _outgoing_tail(sheet)


def _outgoing_date(sheet: Sheet) -> None:
    flat = " ".join(sheet.texts[:30]).upper()
    found = re.search(_CARD, flat)
    if found:
        day = Day(
            0, 0, sheet.window + (int(found["year"]) - sheet.window) % 100, months()[found["month"]], int(found["day"])
        )
        at = next((at for at, line in enumerate(sheet.texts) if found["month"] in line.upper()), -1)
        if day.edtf:
            sheet.put("date", day.edtf, at, written=found[0])
        else:
            sheet.flag("impossible_date")
        return
    for index, line in enumerate(sheet.texts[:30]):
        days = [day for day in find_days(line, window=sheet.window, damaged=True) if day.year and day.edtf]
        if days:
            how = How.REPAIRED if days[0].repaired else How.OBSERVED
            sheet.put("date", days[0].edtf, index, written=line[days[0].start : days[0].end], how=how)
            return


def _urgency(word: str) -> str | None:
    plain = word.strip(".,: ")
    if plain in ("IMMED", "OPIMMED", "PRIORITY", "ROUTINE", "EMERGENCY", "FLASH", "DEFERRED", "IMMEDIATE"):
        return plain
    return damaged_precedence(plain) if plain.isalpha() and len(plain.split()) == 1 else None


def _addressee(line: str) -> str | None:
    """The post a line begins with, when the rest is an attention in brackets or more posts."""
    bare = re.sub(r"\([^)]*\)?", " ", re.sub(r"^(?:TO/A|TO|INFO)\s*:?\s+", "", line)).upper().strip(" .:")
    known, unknown = split_posts(bare)
    if known and not unknown:
        return known[0]
    return posts.damaged_code(bare) if bare.isalpha() and len(bare) >= 6 and len(bare.split()) == 1 else None


def _file(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:25]):
        labelled = re.match(r"FILE(?:/DOSSIER)?\s*(?:NO\.?)?\s*:?\s+(?P<file>\d[\w./-]{3,30})", line, re.I)
        if labelled:
            sheet.put("file", labelled["file"], index)


def _outgoing_security(sheet: Sheet) -> None:
    head = range(min(len(sheet.lines), 32))
    level_on(sheet, list(head))
    for index in head:
        text = sheet.texts[index]
        if len(text) < 40 and "(" not in text:
            sheet.put("caveats", find_captions(text), index)


def _share(sheet: Sheet, addressees: list[tuple[str, int, str]], urgencies: list[str]) -> None:
    """The first post is the addressee, those after INFO or further down are informed."""
    if not addressees:
        if len(urgencies) == 1:
            sheet.put("precedence", urgencies[0])
        return
    if len(urgencies) > len(addressees):
        return  # an addressee is lost: who is who cannot be told
    info_at = next((at for at, line in enumerate(sheet.texts) if re.match(r"INFO\b", line.upper())), None)
    to = [one for one in addressees if info_at is None or one[1] < info_at] or addressees[:1]
    to = to[:1] if info_at is None else to
    informed = [one for one in addressees if one not in to]
    sheet.put("to", [code for code, _, _ in to], to[0][1], written=to[0][2])
    if informed:
        sheet.put("info", [code for code, _, _ in informed], informed[0][1], written=informed[0][2])
    ordered = [code for code, _, _ in (*to, *informed)]
    if len(urgencies) == len(ordered) and len(ordered) > 1:
        sheet.put("precedence", dict(zip(ordered, urgencies, strict=True)))
    elif len(urgencies) == 1:
        sheet.put("precedence", urgencies[0])
    attention = {}
    for code, _, line in addressees:
        if who := re.search(r"\(\s*FOR\s+(?P<who>[^)]+)\)?", line, re.I):
            attention[code] = who["who"].strip()
    if attention:
        sheet.values["attention"] = attention


def _outgoing_tail(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:45]):
        ref = re.match(r"(?:REF|REE|FEF|REFERENCE)\b\s*[.:]*\s*(?P<rest>.*)", line, re.I)
        if ref:
            rest = ref["rest"] or (sheet.texts[index + 1] if index + 1 < len(sheet.lines) else "")
            if not re.match(r"SUB", rest, re.I):
                add_references(sheet, rest, index)
        subject = re.match(r"(?:SUBJECT|SUBJ|SUB/SUJ|SUB)\b\s*[.:]*\s*(?P<rest>.*)", line, re.I)
        if subject:
            rest = subject["rest"] or (sheet.texts[index + 1] if index + 1 < len(sheet.lines) else "")
            if rest and not _LABEL.match(rest.upper()):
                sheet.put("subject", rest.strip(" ."), index)
