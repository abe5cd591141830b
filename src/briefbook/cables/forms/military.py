"""The military message: prosign and date-time group, FM, TO, INFO, BT, classification with the originator's number."""

import re

from briefbook.cables.forms.common import add_references, take_captions
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_group
from briefbook.text.ocr_confusion import distance
from briefbook.text.vocabulary import damaged_level, find_level

_SIGN = re.compile(
    r"^(?P<sign>[ZOPRMY]{1,2})(?:\s+(?P<second>[ZOPRMY]{1,2}))?\s+(?P<rest>[0-9OIl]{2}\s?[0-9OIl]{4}\s?[A-Z]\b.*)"
)
_ROUTING = re.compile(r"^R[A-Z]{3,6}\d*[A-Z]*\s?/\s?")
_JOINED = re.compile(
    r"\s+(?=(?:FM|INFO|TO)\s+(?:R[A-Z]{3,6}\d*/|CINC|CNO|JCS|CCOS|CJS))|\s+(?=SUBJ\s?:)|\s+(?=BT$)"
    r"|(?<!TOP)\s+(?=(?:TOP ?SECRET|SECRET|CONFIDENTIAL|UNCLAS)\s+[A-Z]{2,9}\s\d)"
)
_NUMBER = re.compile(r"(?P<name>[A-Z][A-Z/]{1,11}\d?)\s+(?P<number>\d{1,6}(?:-\d{2})?)\b")


def recognise(sheet: HeadingDraft) -> bool:
    """A line of prosign and group, and an FM line without a date."""
    texts = sheet.texts[:20]
    signed = any(_SIGN.match(line) for line in texts)
    return signed and any(re.match(r"(?:FM|TO)\s", line) for line in texts)


def read(sheet: HeadingDraft) -> None:
    """Fill in the message's fields."""
    sheet.split(_JOINED)
    kind = ""
    found: dict[str, list[str]] = {"to": [], "info": []}
    lines: dict[str, int] = {}
    for index, line in enumerate(sheet.texts[:40]):
        if signed := _SIGN.match(line):
            _group(sheet, signed, index)
            continue
        anchor = re.match(r"(?P<kind>FM|TO|T0|INFO|SUBJ(?:ECT)?|REFS?|BT)\b[:.]?\s*(?P<rest>.*)", line)
        if not anchor and kind and (spoilt := re.match(r"(?P<kind>[A-Z0]{4})\s+(?P<rest>.+)", line)):
            anchor = spoilt if distance(spoilt["kind"], "INFO") <= 0.7 else None
        level = find_level(line)
        word = anchor["kind"] if anchor else ""
        if level and level[1] <= 1:
            kind = ""
            _classification(sheet, line, level, index)
        elif word == "FM" and anchor:
            sender, _, receiver = anchor["rest"].partition(" TO ")
            sheet.put("from", _ROUTING.sub("", sender).strip(" ."), index)
            if receiver:
                kind = "to"
                lines.setdefault(kind, index)
                found[kind].append(receiver)
        elif anchor and (word in ("TO", "T0") or (len(word) == 4 and word not in ("REFS", "SUBJ"))):
            kind = "to" if word in ("TO", "T0") else "info"
            lines.setdefault(kind, index)
            found[kind].append(anchor["rest"])
        elif word.startswith("SUBJ") and anchor:
            sheet.put("subject", anchor["rest"].rstrip("."), index)
            kind = ""
        elif word.startswith("REF") and anchor:
            add_references(sheet, anchor["rest"], index)
            kind = ""
        elif word == "BT":
            kind = ""
        elif "security" not in sheet.values and len(line.split()) <= 2 and (damaged := damaged_level(line)):
            sheet.put("security", damaged, index, written=line, how=Derivation.REPAIRED)
            kind = ""
        elif kind and re.search(r"-\d\d\b|-{4}|/\d{3}\b", line):
            continue
        elif kind and re.fullmatch(r"[A-Z0-9 /().-]{2,60}", line) and "security" not in sheet.values:
            found[kind].append(line)
        elif "security" in sheet.values and index < 30:
            _below(sheet, line, index)
    for key, addresses in found.items():
        addresses = [part for one in addresses for part in _parted(one)]
        made = [_address(sheet, one) for one in addresses if not re.search(r"-\d\d\b", one)]
        sheet.put(key, [one for one in made if one], lines.get(key, -1))


def _parted(address: str) -> list[str]:
    """Addressees that were read on one line: whole names of commands one behind the other."""
    words = address.split()
    return words if len(words) > 1 and all(word in posts.commands() for word in words) else [address]


def _group(sheet: HeadingDraft, signed: re.Match[str], index: int) -> None:
    group = find_group(signed["rest"], window=sheet.window)
    if not group:
        return
    how = Derivation.REPAIRED if group.repaired else Derivation.OBSERVED
    sheet.put("dtg", group.text, index, written=signed["rest"], how=how)
    sheet.put("precedence", signed["sign"][0], index, written=signed["sign"])
    if group.utc and group.year and group.month:
        sheet.put("date", f"{group.year:04d}-{group.month:02d}-{group.day:02d}", index, written=signed["rest"], how=how)
        sheet.values["date_utc"] = group.utc.strftime("%Y-%m-%dT%H:%MZ")
    elif group.month and group.zone != "J":
        sheet.flag("impossible_date")


def _classification(sheet: HeadingDraft, line: str, level: tuple[str, int, int], index: int) -> None:
    sheet.put("security", level[0], index)
    take_captions(sheet, line, index)
    _number(sheet, line[level[2] :], index)


def _below(sheet: HeadingDraft, line: str, index: int) -> None:
    before = sheet.values.get("caveats", [])
    take_captions(sheet, line, index)
    if sheet.values.get("caveats", []) != before or "number" not in sheet.values:
        _number(sheet, line if len(line) < 50 else "", index)


def _number(sheet: HeadingDraft, text: str, index: int) -> None:
    for caption in sheet.values.get("caveats", []):
        text = text.replace(caption, " ")
    found = _NUMBER.match(text.strip(" /."))
    if not found:
        return
    name, sender = found["name"], str(sheet.values.get("from") or "")
    if name != sender and len(name) == len(sender) and distance(name, sender) <= 0.7:
        sheet.put("number", f"{sender} {found['number']}", index, written=found[0], how=Derivation.REPAIRED)
    else:
        sheet.put("number", f"{name} {found['number']}", index, written=found[0])


def _address(sheet: HeadingDraft, text: str) -> str:
    text = _ROUTING.sub("", text.strip(" ."))
    attention = re.search(r"\s+(?:FOR|ATTN|PASS TO)\s+(?P<who>.+)$", text)
    if attention:
        sheet.values.setdefault("attention", []).append(attention["who"])
        text = text[: attention.start()]
    return re.sub(r"\s+(?:FLASH|IMMEDIATE|PRIORITY|ROUTINE)(?:\s+\d{1,5})?$", "", text)
