"""The State Department's incoming and outgoing telegram forms, to mid-1973; and a reference line by itself."""

import re

from briefbook.cables.box_labels import Boxes
from briefbook.cables.boxes import put_by_boxes, titled
from briefbook.cables.forms.common import add_references, find_captions, level_on
from briefbook.cables.forms.offices import office_post
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.references import repeated_as
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_clock, find_days, mend_months
from briefbook.text.ocr_confusion import nearest
from briefbook.text.series_names import CONFERENCE

_URGENCY = r"NIACT|FLASH|OPERATIONAL IMMEDIATE|IMMEDIATE|PRIORITY|EMERGENCY|ROUTINE|URGENT|DEFERRED"
_CAPTION_LINE = re.compile(
    r"EYES ONLY(?:\s+[A-Z][A-Z ]{2,30})?|LIMDIS|LIMIT(?:ED)? DISTRIBUTION|EXDIS|NODIS|NO DISTRIBUTION|NOFORN"
    r"|STADIS|OFFICIAL USE ONLY"
)


_COLUMN = re.compile(
    r"(?<=^[A-Z])\s+(?=(?:FROM|TO|NO):)|(?<=^[A-Z]{2})\s+(?=(?:FROM|TO|NO):)|(?<=^[A-Z]{3})\s+(?=(?:FROM|TO|NO):)"
)
"""Letters of the offices informed, at the left of the form, before its labels."""


_LABELS = re.compile(r"\s+(?=(?:TO|NO|FROM|ACTION|INFO|Control|Rec'd)\s?:\s)")


_INCOMING = Boxes(
    labels={
        "FROM": ("FROM",), "TO": ("TO",), "NO": ("NO",), "Control": ("CONTROL",), "Rec'd": ("REC'D", "RECD"),
        "ACTION": ("ACTION",), "INFO": ("INFO",),
    },
    columns=(("FROM", "TO", "NO"), ("Control", "Rec'd")),
)  # fmt: skip
_OUTGOING = Boxes(
    labels={"ACTION": ("ACTION",), "INFO": ("INFO",), "REF": ("REF",), "SUBJECT": ("SUBJECT",)},
    columns=(("ACTION", "INFO"),),
)


def recognise_incoming(sheet: HeadingDraft) -> bool:
    """The form's name, or its Control and Rec'd boxes."""
    text = sheet.capitals
    return bool(
        "INCOMING TELEGRAM" in text
        or "INCOMING AIRGRAM" in text
        or titled(sheet, "INCOMING TELEGRAM")
        or (re.search(r"CONTROL:?\s*\d+", text) and re.search(r"REC.?D\b", text))
    )


def read_incoming(sheet: HeadingDraft) -> None:
    """Fill in the fields of the incoming form."""
    put_by_boxes(sheet, _INCOMING)
    sheet.split(_COLUMN)
    sheet.split(_LABELS)
    for index, line in enumerate(sheet.texts[:30]):  # first, for the day of the number takes its year from it
        if received := re.search(r"Rec.{0,2}d\.?\s*:?\s*(?P<rest>.+)", line, re.I):
            _received(sheet, received["rest"], index)
    for index, line in enumerate(sheet.texts[:30]):
        if control := re.search(r"Control\s*(?:No\.?)?\s*:?\s*(?P<number>\d{2,6})", line, re.I):
            sheet.put("control", control["number"], index)
        if sender := re.match(r"FROM\s*:?\s*(?P<rest>[A-Z].+)", line, re.I):
            place = re.split(r"\s{2,}|\s+(?:Control|Rec)", sender["rest"])[0].strip(" .")
            code = office_post(place) or city_of(place)
            if code and not posts.post(code) and not sheet.lines[index].sure(place):
                code = None
                sheet.doubt("from", place, index)
            sheet.put("from", code, index, written=place)
        if receiver := re.match(r"TO\s*:\s*(?P<rest>.+)", line, re.I):
            words = receiver["rest"].strip(" .")
            code = office_post(words) or city_of(words)
            if code is None and nearest(words, ("SECRETARY OF STATE", "DEPARTMENT OF STATE"), limit=0.2):
                sheet.put("to", ["STATE"], index, written=words, how=Derivation.REPAIRED)
            sheet.put("to", [code], index, written=words)
        if numbered := re.match(
            r"N[O0]\s*[.:]\s*(?P<series>[A-Z]+\s)?(?P<number>\d{1,5})\b[\s,]*(?P<rest>.*)", line, re.I
        ):
            _number_line(sheet, numbered, index)
        if re.match(r"(?:SENT|ACTION) DEPARTMENT\b|REPEATED\b|INFORMATION\b", line, re.I) and (
            also := repeated_as(line)
        ):
            sheet.put("repeated", {**sheet.values.get("repeated", {}), **also}, index, written=line, again=True)
            sheet.values["aliases"] = [f"{post} {number}" for post, number in sheet.values["repeated"].items()]
        _handling(sheet, line, index)
    level_on(sheet, range(min(len(sheet.lines), 20)))
    _loose_references(sheet)


_FURTHER = re.compile(r"(?:AM(?:EMBASSY|CONSUL|CONGEN|LEGATION)|US(?:UN|RO|MISSION|DEL))\b.*", re.I)
"""A line of the form that goes on with addressees."""


def recognise_outgoing(sheet: HeadingDraft) -> bool:
    """The form's name, or an ACTION line with an American post."""
    return bool(
        re.search(r"OUTGOING (?:TELEGRAM|AIRGRAM)", sheet.capitals)
        or titled(sheet, "OUTGOING TELEGRAM")
        or re.search(r"^ACTION\s*:\s*(?:AM|US)[A-Z]", sheet.head, re.M | re.I)
    )


def read_outgoing(sheet: HeadingDraft) -> None:
    """Fill in the fields of the outgoing form: the numbers belong to the addressees' series."""
    sheet.put("from", "STATE", 0, written="OUTGOING TELEGRAM Department of State", confidence=0.9)
    put_by_boxes(sheet, _OUTGOING)
    sheet.split(_LABELS)
    numbers: dict[str, str] = {}
    kind = ""
    for index, line in enumerate(sheet.texts[:30]):
        addressed = re.match(r"(?P<kind>ACTION|INFO|TO)\s*:\s*(?P<rest>.+)", line, re.I)
        further = kind and _FURTHER.match(line)
        if addressed or further:
            kind = ("info" if addressed["kind"].upper() == "INFO" else "to") if addressed else kind
            rest = addressed["rest"] if addressed else line
            made = [_addressee(sheet, part, numbers, index, kind) for part in re.split(r"[;,]", rest)]
            held = list(sheet.values.get(kind, []))
            sheet.put(kind, [*held, *(one for one in made if one)], index, written=rest, again=True)
            continue
        kind = ""
        if stamped := re.search(
            r"\b(?P<day>[A-Z][a-z]{2}\w*\s+\d{1,2})\s+(?P<h>\d{1,2})\s+(?P<m>\d{2})\s+(?P<half>[AP])M\s+'?(?P<y>\d\d)",
            line,
            re.I,
        ):
            _stamp(sheet, stamped, index)
        _handling(sheet, line, index)
    if numbers:
        sheet.put("number_by_addressee", numbers, 0)
    level_on(sheet, range(min(len(sheet.lines), 20)))
    _loose_references(sheet)


def recognise_reference(sheet: HeadingDraft) -> bool:
    """Nothing but a reference line."""
    return len(sheet.lines) <= 2 and bool(re.match(r"REF(?:S|TEL|ERENCES?)?\s*[:.]?\s", sheet.texts[0], re.I))


def read_reference(sheet: HeadingDraft) -> None:
    """Read the references of the line."""
    add_references(sheet, " ".join(sheet.texts), 0)


def _received(sheet: HeadingDraft, text: str, index: int) -> None:
    days = [day for day in find_days(text, window=sheet.window) if day.year and day.edtf]
    if not days:
        text = mend_months(text)
        days = [day for day in find_days(text, window=sheet.window) if day.year and day.edtf]
    clock = find_clock(text, days[0].end if days else 0)
    if days and not clock and index + 1 < len(sheet.lines):  # the hour stands below the day
        below = re.search(r"\d{1,2}[:.]\d{2}\s*[AP]\.?M\.?$", sheet.texts[index + 1], re.I)
        clock = find_clock(below[0]) if below else None
    if days:
        value = f"{days[0].edtf}T{clock[0]}" if clock else days[0].edtf
        sheet.put("received", value, index, written=text)
        if clock and days[0].edtf:
            sheet.values["received_moment"] = (days[0].edtf, clock[0])


def _number_line(sheet: HeadingDraft, numbered: re.Match[str], index: int) -> None:
    sheet.put("number", numbered["number"], index)
    if numbered["series"]:
        sheet.put("series", numbered["series"].strip().upper(), index)
    rest, how = numbered["rest"], Derivation.OBSERVED
    days = find_days(rest, window=sheet.window)
    if not days:
        rest, how = mend_months(rest), Derivation.REPAIRED
        days = find_days(rest, window=sheet.window)
    if not days:
        return
    year = days[0].year
    received = sheet.values.get("received")
    if year is None and isinstance(received, str):
        year = int(received[:4])
    if year and days[0].month and days[0].day:
        sheet.put(
            "date",
            f"{year:04d}-{days[0].month:02d}-{days[0].day:02d}" if days[0].valid else None,
            index,
            written=rest[days[0].start : days[0].end],
            how=how,
        )
    if clock := find_clock(rest, days[0].end):
        sheet.put("time_local", clock[0], index)


def _handling(sheet: HeadingDraft, line: str, index: int) -> None:
    bare = line.strip(" .").upper()
    urgent = re.fullmatch(rf"(?P<first>{_URGENCY})(?:[\s,;]+(?P<second>{_URGENCY}))?(?P<rest>\s.*)?", bare)
    if urgent and (not urgent["rest"] or find_captions(urgent["rest"])):
        sheet.put("precedence", urgent["first"], index)
    caption = re.fullmatch(rf"(?:(?:{_URGENCY})\s+)?(?P<caption>{_CAPTION_LINE.pattern})", bare)
    if caption:
        held = sheet.values.get("caveats", [])
        if caption["caption"] not in held:
            sheet.put("caveats", [*held, caption["caption"]], index, again=True)
    if subject := re.match(r"SUBJ(?:ECT)?\s*:\s*(?P<subject>.+)", line, re.I):
        sheet.put("subject", subject["subject"].rstrip("."), index)


def city_of(words: str) -> str | None:
    """The city that stands for a post in a form's words: Amembassy LONDON is LONDON."""
    words = re.sub(
        r"^(?:amembassy|amconsul|amcongen|usmission|usdel|embassy|american embassy)\s+", "", words.strip(), flags=re.I
    ).upper()
    if words in posts.cities():
        return posts.cities()[words].name
    for size in (3, 2, 1):
        first = " ".join(words.split()[:size])
        if first in posts.cities():
            return posts.cities()[first].name
    if mended := posts.damaged_code(words):
        return mended
    return words if re.fullmatch(r"[A-Z]{4,14}", words) else None


def _addressee(sheet: HeadingDraft, text: str, numbers: dict[str, str], index: int, kind: str) -> str | None:
    urgent = re.search(rf"\b(?P<word>{_URGENCY})\b", text.upper())
    if urgent:
        sheet.put("precedence" if kind == "to" else "info_precedence", urgent["word"], index)
        text = text[: urgent.start()] + text[urgent.end() :]
    number = re.search(r"\b(\d{1,5})\b", text)
    series = rf"\b(?:{'|'.join(CONFERENCE)})\b(?=\s+\d)" if not re.match(r"US(?:UN|RO)\s+\d", text.strip()) else r"(?!)"
    code = city_of(re.sub(rf"\b\d{{1,5}}\b|{series}", " ", text).strip(" ."))
    if code and number:
        numbers[code] = number[1]
    return code


def _stamp(sheet: HeadingDraft, stamped: re.Match[str], index: int) -> None:
    days = find_days(f"{stamped['day']} {stamped['y']}", window=sheet.window)
    if not days or not days[0].edtf or not days[0].year:
        return
    hour = int(stamped["h"]) % 12 + (12 if stamped["half"].upper() == "P" else 0)
    sheet.put("sent_local", f"{days[0].edtf}T{hour:02d}:{stamped['m']}", index, written=stamped[0])
    sheet.put("date", days[0].edtf, index, written=stamped[0])


def _loose_references(sheet: HeadingDraft) -> None:
    for index, line in enumerate(sheet.texts[:30]):
        if labelled := re.match(r"REF(?:ERENCE|S|TEL)?\s*:\s*(?P<rest>.+)", line, re.I):
            add_references(sheet, labelled["rest"], index)
        elif not re.match(r"(?:NO|ACTION|INFO|TO|FROM|CONTROL|REC)\b", line, re.I) and not _FURTHER.match(line):
            add_references(sheet, line, index, line=False)
