"""The military message: prosign and date-time group, FM, TO, INFO, BT, classification with the originator's number."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import add_references, take_captions
from briefbook.cables.heading_draft import MIN_UNLISTED_NAME_CONFIDENCE, HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_group
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import distance
from briefbook.text.stations import station
from briefbook.text.vocabulary import damaged_level, find_level, spelt_precedence

_SIGN = re.compile(
    r"^(?P<sign>[ZOPRMY]{1,2})(?:\s+(?P<second>[ZOPRMY]{1,2}))?\s+(?P<rest>[0-9OIl]{2}\s?[0-9OIl]{4}\s?[A-Z]\b.*)"
)
_ROUTING = re.compile(r"^R[A-Z]{3,6}\d*[A-Z]*\s?/\s?")
_JOINED = re.compile(
    r"\s+(?=(?:FM|INFO|TO)\s+(?:R[A-Z]{3,6}\d*/|CINC|CNO|JCS|CCOS|CJS))|\s+(?=SUBJ\s?:)|\s+(?=BT$)"
    r"|(?<!TOP)\s+(?=(?:TOP ?SECRET|SECRET|CONFIDENTIAL|UNCLAS)\s+[A-Z]{2,9}\s\d)"
)
_NUMBER = re.compile(r"(?P<name>[A-Z][A-Z/]{1,11}\d?)\s+(?P<number>\d{1,6}(?:-\d{2})?)\b")


_PART = re.compile(r"\bSECTION\s+\w+\s+OF\s+\w+\b")
_GROUPS_OF_ADDRESSES = ("AIG", "CAD")
"""Words before the number of a list of addressees: address indicating group, collective address designator."""
_NUMBER_AND_MONTH = re.compile(rf"(?P<number>\d{{3,6}})\s+(?:{SHORT_MONTH})[A-Z]*\s+\d\d\b")
"""An attaché's number before the month and year: 0388 AUG 75."""


def recognise(draft: HeadingDraft) -> bool:
    """A line of prosign and group, and an FM line without a date."""
    texts = draft.texts[:20]
    signed = any(_SIGN.match(line) for line in texts)
    return signed and any(re.match(r"(?:FM|TO)\s", line) for line in texts)


def read(draft: HeadingDraft) -> None:
    """Fill in the message's fields."""
    draft.split(_JOINED)
    kind: Slot[list[str]] | None = None
    addressees_of: dict[Slot[list[str]], list[str]] = {slots.TO: [], slots.INFO: []}
    lines: dict[Slot[list[str]], int] = {}
    for index, line in enumerate(draft.texts[:40]):
        if signed := _SIGN.match(line):
            _group(draft, signed, index)
            continue
        anchor = re.match(r"(?P<kind>FM|TO|T0|INFO|SUBJ(?:ECT)?|REFS?|BT)\b[:.]?\s*(?P<rest>.*)", line)
        if not anchor and kind and (spoilt := re.match(r"(?P<kind>[A-Z0]{4})\s+(?P<rest>.+)", line)):
            anchor = spoilt if distance(spoilt["kind"], "INFO") <= 0.7 else None
        level = find_level(line)
        word = anchor["kind"] if anchor else ""
        if level and level[1] <= 1:
            kind = None
            _classification(draft, line, level, index)
        elif word == "FM" and anchor:
            sender, _, receiver = anchor["rest"].partition(" TO ")
            draft.put(slots.FROM, _legible_part(draft, _ROUTING.sub("", sender).strip(" ."), index), index)
            if receiver:
                kind = slots.TO
                lines.setdefault(kind, index)
                addressees_of[kind].append(receiver)
        elif anchor and (word in ("TO", "T0") or (len(word) == 4 and word not in ("REFS", "SUBJ"))):
            kind = slots.TO if word in ("TO", "T0") else slots.INFO
            lines.setdefault(kind, index)
            addressees_of[kind].append(anchor["rest"])
        elif word.startswith("SUBJ") and anchor:
            draft.put(slots.SUBJECT, anchor["rest"].rstrip("."), index)
            kind = None
        elif word.startswith("REF") and anchor:
            add_references(draft, anchor["rest"], index)
            kind = None
        elif word == "BT" or _PROSIGN.fullmatch(line) or _REPORT_LABEL.match(line):
            kind = None
        elif slots.SECURITY not in draft.values and len(line.split()) <= 2 and (damaged := damaged_level(line)):
            draft.put(slots.SECURITY, damaged, index, written=line, how=Derivation.REPAIRED)
            kind = None
        elif kind and re.search(r"-\d\d\b|-{4}|/\d{3}\b", line):
            continue
        elif kind and re.fullmatch(r"[A-Z0-9 /().-]{2,60}", line) and slots.SECURITY not in draft.values:
            addressees_of[kind].append(line)
        elif slots.SECURITY in draft.values and index < 30:
            _below(draft, line, index)
    for slot, addresses in addressees_of.items():
        addresses = [part for address in addresses for part in _parted(address)]
        made = [_address(draft, address) for address in addresses if not re.search(r"-\d\d\b", address)]
        draft.put(slot, [address for address in made if address], lines.get(slot, -1))


def _legible_part(draft: HeadingDraft, sender: str, index: int) -> str:
    """A sender without the doubtful words behind a name that is on a list: CIA, and a pen's strokes read as letters."""
    first, *others = sender.split() or ("",)
    listed = first in posts.known_codes() or first in posts.commands() or station(first) is not None
    if not others or not listed or not draft.lines[index].measured:
        return sender
    if any(draft.lines[index].is_confident(word, limit=MIN_UNLISTED_NAME_CONFIDENCE) for word in others):
        return sender
    return first


_PROSIGN = re.compile(r"Z[A-Z]{2}(?: [A-Z]{2,5})?")
_REPORT_LABEL = re.compile(r"(?:COUNTRY|REPORT NO|SOURCE|DATE OF INFO)\b")


def _parted(address: str) -> list[str]:
    """Addressees that were read on one line: whole names of commands one behind the other."""
    words = address.split()
    return words if len(words) > 1 and all(word in posts.commands() for word in words) else [address]


def _group(draft: HeadingDraft, signed: re.Match[str], index: int) -> None:
    group = find_group(signed["rest"], window=draft.window)
    if not group:
        return
    how = Derivation.REPAIRED if group.repaired else Derivation.OBSERVED
    draft.put(slots.DTG, group.text, index, written=signed["rest"], how=how)
    draft.put(slots.PRECEDENCE, signed["sign"][0], index, written=signed["sign"])
    if group.utc and group.year and group.month:
        draft.put(
            slots.DATE, f"{group.year:04d}-{group.month:02d}-{group.day:02d}", index, written=signed["rest"], how=how
        )
        draft.values[slots.DATE_UTC] = group.utc.strftime("%Y-%m-%dT%H:%MZ")
    elif group.month and group.zone != "J":
        draft.flag("impossible_date")


def _classification(draft: HeadingDraft, line: str, level: tuple[str, int, int], index: int) -> None:
    draft.put(slots.SECURITY, level[0], index)
    take_captions(draft, line, index)
    _number(draft, line[level[2] :], index)


def _below(draft: HeadingDraft, line: str, index: int) -> None:
    before = draft.values.get(slots.CAVEATS, [])
    take_captions(draft, line, index)
    if draft.values.get(slots.CAVEATS, []) != before or slots.NUMBER not in draft.values:
        _number(draft, line if len(line) < 50 else "", index)


def _number(draft: HeadingDraft, text: str, index: int) -> None:
    for caption in draft.values.get(slots.CAVEATS, []):
        text = text.replace(caption, " ")
    text = _PART.sub(" ", text).strip(" /.")
    if numbered := _NUMBER_AND_MONTH.match(text):
        draft.put(slots.NUMBER, numbered["number"], index, written=numbered[0])
        return
    match = _NUMBER.match(text)
    if not match or match["name"] in _GROUPS_OF_ADDRESSES:
        return
    name, sender = match["name"], str(draft.values.get(slots.FROM) or "")
    if name != sender and len(name) == len(sender) and distance(name, sender) <= 0.7:
        draft.put(slots.NUMBER, f"{sender} {match['number']}", index, written=match[0], how=Derivation.REPAIRED)
    else:
        draft.put(slots.NUMBER, f"{name} {match['number']}", index, written=match[0])


def _address(draft: HeadingDraft, text: str) -> str:
    text = _ROUTING.sub("", text.strip(" ."))
    attention = re.search(r"\s+(?:(?:FOR|ATTN|PASS TO)\s+(?P<who>.+)|\((?P<desk>[A-Z0-9/ -]{3,})\))$", text)
    if attention:
        recorded = draft.values.get(slots.ATTENTION)
        draft.values[slots.ATTENTION] = [
            *(recorded if isinstance(recorded, list) else ()),
            attention["who"] or attention["desk"],
        ]
        text = text[: attention.start()]
    text = re.sub(rf"\s+(?:{spelt_precedence('us')})(?:\s+\d{{1,5}})?$", "", text)
    return re.sub(r"(?<=WASHDC)\s+\d{2,5}$", "", text)
