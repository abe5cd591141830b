"""The State Department's incoming and outgoing telegram forms, to mid-1973."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.box_labels import PrintedForm
from briefbook.cables.boxes import arrange_by_boxes, bears_title
from briefbook.cables.forms.common import add_references, find_captions, level_on
from briefbook.cables.forms.offices import office_post
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.cables.references import parse_repetitions
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_clock, find_days, mend_months
from briefbook.text.ocr_confusion import nearest
from briefbook.text.series_names import CONFERENCE
from briefbook.text.vocabulary import spelt_precedence

_URGENCY = spelt_precedence("us")
_CAPTION_LINE = re.compile(
    r"EYES ONLY(?:\s+[A-Z][A-Z ]{2,30})?|LIMDIS|LIMIT(?:ED)? DISTRIBUTION|EXDIS|NODIS|NO DISTRIBUTION|NOFORN"
    r"|STADIS|OFFICIAL USE ONLY"
)


_COLUMN = re.compile(
    r"(?<=^[A-Z])\s+(?=(?:FROM|TO|NO):)|(?<=^[A-Z]{2})\s+(?=(?:FROM|TO|NO):)|(?<=^[A-Z]{3})\s+(?=(?:FROM|TO|NO):)"
)
"""Letters of the offices informed, at the left of the form, before its labels."""


_LABELS = re.compile(r"\s+(?=(?:TO|NO|FROM|ACTION|INFO|Control|Rec'd)\s?:\s)")


_INCOMING = PrintedForm(
    labels={
        "FROM": ("FROM",), "TO": ("TO",), "NO": ("NO",), "Control": ("CONTROL",), "Rec'd": ("REC'D", "RECD"),
        "ACTION": ("ACTION",), "INFO": ("INFO",),
    },
    columns=(("FROM", "TO", "NO"), ("Control", "Rec'd")),
)  # fmt: skip
_OUTGOING = PrintedForm(
    labels={"ACTION": ("ACTION",), "INFO": ("INFO",), "REF": ("REF",), "SUBJECT": ("SUBJECT",)},
    columns=(("ACTION", "INFO"),),
)


def recognise_incoming(draft: HeadingDraft) -> bool:
    """The form's name, or its Control and Rec'd boxes."""
    text = draft.capitals
    return bool(
        "INCOMING TELEGRAM" in text
        or "INCOMING AIRGRAM" in text
        or bears_title(draft, "INCOMING TELEGRAM")
        or (re.search(r"CONTROL:?\s*\d+", text) and re.search(r"REC.?D\b", text))
    )


def read_incoming(draft: HeadingDraft) -> None:
    """Fill in the fields of the incoming form."""
    arrange_by_boxes(draft, _INCOMING)
    draft.split(_COLUMN)
    draft.split(_LABELS)
    for index, line in enumerate(draft.texts[:30]):  # first, for the day of the number takes its year from it
        if received := re.search(r"Rec.{0,2}d\.?\s*:?\s*(?P<rest>.+)", line, re.I):
            _received(draft, received["rest"], index)
    for index, line in enumerate(draft.texts[:30]):
        if control := re.search(r"Control\s*(?:No\.?)?\s*:?\s*(?P<number>\d{2,6})", line, re.I):
            draft.put(slots.CONTROL, control["number"], index)
        if sender := re.match(r"FROM\s*:?\s*(?P<rest>[A-Z].+)", line, re.I):
            place = re.split(r"\s{2,}|\s+(?:Control|Rec)", sender["rest"])[0].strip(" .")
            code = office_post(place) or city_of(place)
            if code and not posts.post(code) and not draft.lines[index].is_confident(place):
                code = None
                draft.doubt(slots.FROM, place, index)
            draft.put(slots.FROM, code, index, written=place)
        if receiver := re.match(r"TO\s*:\s*(?P<rest>.+)", line, re.I):
            words = receiver["rest"].strip(" .")
            code = office_post(words) or city_of(words)
            if code is None and nearest(words, ("SECRETARY OF STATE", "DEPARTMENT OF STATE"), limit=0.2):
                draft.put(slots.TO, ["STATE"], index, written=words, how=Derivation.REPAIRED)
            draft.put_post(slots.TO, code, index, written=words)
        if numbered := re.match(
            r"N[O0]\s*[.:]\s*(?P<series>[A-Z]+\s)?(?P<number>\d{1,5})\b[\s,]*(?P<rest>.*)", line, re.I
        ):
            _number_line(draft, numbered, index)
        if re.match(r"(?:SENT|ACTION) DEPARTMENT\b|REPEATED\b|INFORMATION\b", line, re.I) and (
            also := parse_repetitions(line)
        ):
            draft.put(slots.REPEATED, {**draft.values.get(slots.REPEATED, {}), **also}, index, written=line, again=True)
            draft.values[slots.ALIASES] = [f"{post} {number}" for post, number in draft.values[slots.REPEATED].items()]
        _handling(draft, line, index)
    level_on(draft, range(min(len(draft.lines), 20)))
    _loose_references(draft)


_FURTHER = re.compile(r"(?:AM(?:EMBASSY|CONSUL|CONGEN|LEGATION)|US(?:UN|RO|MISSION|DEL))\b.*", re.I)
"""A line of the form that goes on with addressees."""


_PREFIX_AND_COMMA = re.compile(rf"\b(?P<prefix>{'|'.join(posts.PREFIXES)}),\s+", re.I)
"""Amembassy, BEIRUT: one addressee, not two."""


def recognise_outgoing(draft: HeadingDraft) -> bool:
    """The form's name, or an ACTION line with an American post."""
    return bool(
        re.search(r"OUTGOING (?:TELEGRAM|AIRGRAM)", draft.capitals)
        or bears_title(draft, "OUTGOING TELEGRAM")
        or re.search(r"^ACTION\s*:\s*(?:AM|US)[A-Z]", draft.head, re.M | re.I)
    )


_OTHER_SENDER = re.compile(
    r"^\W*FROM\s*:\s*\S|^\W*(?:(?:THE )?UNITED STATES MISSION TO|AMERICAN (?:EMBASSY|LEGATION|CONSULATE))\b",
    re.M | re.I,
)
"""What names another sender on a message that goes out: a label of its own, or a mission's letterhead."""


def read_outgoing(draft: HeadingDraft) -> None:
    """Fill in the fields of the outgoing form: the numbers belong to the addressees' series."""
    if not _OTHER_SENDER.search(draft.head):
        draft.put(slots.FROM, "STATE", 0, written="OUTGOING TELEGRAM Department of State", confidence=0.9)
    arrange_by_boxes(draft, _OUTGOING)
    draft.split(_LABELS)
    numbers: dict[str, str | None] = {}
    kind: Slot[list[str]] | None = None
    for index, line in enumerate(draft.texts[:30]):
        addressed = re.match(r"(?P<kind>ACTION|INFO|TO)\s*:\s*(?P<rest>.+)", line, re.I)
        if addressed:
            kind = slots.INFO if addressed["kind"].upper() == "INFO" else slots.TO
        elif kind and not _FURTHER.match(line):
            kind = None
        if kind is not None:
            rest = addressed["rest"] if addressed else line
            office = office_post(rest.strip(" ."))
            parts = [rest] if office else re.split(r"[;,]", _PREFIX_AND_COMMA.sub(r"\g<prefix> ", rest))
            addressees = [office or _addressee(draft, part, numbers, index, kind) for part in parts]
            recorded = list(draft.values.get(kind, []))
            draft.put(kind, [*recorded, *(one for one in addressees if one)], index, written=rest, again=True)
            continue
        if stamped := re.search(
            r"\b(?P<day>[A-Z][a-z]{2}\w*\s+\d{1,2})\s+(?P<h>\d{1,2})\s+(?P<m>\d{2})\s+(?P<half>[AP])M\s+'?(?P<y>\d\d)",
            line,
            re.I,
        ):
            _stamp(draft, stamped, index)
        _handling(draft, line, index)
    if numbers:
        draft.put(slots.NUMBER_BY_ADDRESSEE, numbers, 0)
    level_on(draft, range(min(len(draft.lines), 20)))
    _loose_references(draft)


def _received(draft: HeadingDraft, text: str, index: int) -> None:
    days = [day for day in find_days(text, window=draft.window) if day.year and day.edtf]
    if not days:
        text = mend_months(text)
        days = [day for day in find_days(text, window=draft.window) if day.year and day.edtf]
    clock = find_clock(text, days[0].end if days else 0)
    if days and not clock and index + 1 < len(draft.lines):  # the hour stands below the day
        below = re.search(r"\d{1,2}[:.]\d{2}\s*[AP]\.?M\.?$", draft.lines[index + 1].text, re.I)
        clock = find_clock(below[0]) if below else None
    if days:
        value = f"{days[0].edtf}T{clock[0]}" if clock else days[0].edtf
        draft.put(slots.RECEIVED, value, index, written=text)
        if clock and days[0].edtf:
            draft.values[slots.RECEIVED_MOMENT] = (days[0].edtf, clock[0])


def _number_line(draft: HeadingDraft, numbered: re.Match[str], index: int) -> None:
    draft.put(slots.NUMBER, numbered["number"], index)
    if numbered["series"]:
        draft.put(slots.SERIES, numbered["series"].strip().upper(), index)
    rest, how = numbered["rest"], Derivation.OBSERVED
    days = find_days(rest, window=draft.window)
    if not days:
        rest, how = mend_months(rest), Derivation.REPAIRED
        days = find_days(rest, window=draft.window)
    if not days:
        return
    year = days[0].year
    received = draft.values.get(slots.RECEIVED)
    if year is None and isinstance(received, str):
        year = int(received[:4])
    if year and days[0].month and days[0].day:
        draft.put(
            slots.DATE,
            f"{year:04d}-{days[0].month:02d}-{days[0].day:02d}" if days[0].valid else None,
            index,
            written=rest[days[0].start : days[0].end],
            how=how,
        )
    if clock := find_clock(rest, days[0].end):
        draft.put(slots.TIME_LOCAL, clock[0], index)


def _handling(draft: HeadingDraft, line: str, index: int) -> None:
    bare = line.strip(" .").upper()
    urgent = re.fullmatch(rf"(?P<first>{_URGENCY})(?:[\s,;]+(?P<second>{_URGENCY}))?(?P<rest>\s.*)?", bare)
    if urgent and (not urgent["rest"] or find_captions(urgent["rest"])):
        draft.put(slots.PRECEDENCE, urgent["first"], index)
    caption = re.fullmatch(rf"(?:(?:{_URGENCY})\s+)?(?P<caption>{_CAPTION_LINE.pattern})", bare)
    if caption:
        recorded = draft.values.get(slots.CAVEATS, [])
        if caption["caption"] not in recorded:
            draft.put(slots.CAVEATS, [*recorded, caption["caption"]], index, again=True)
    if subject := re.match(r"SUBJ(?:ECT)?\s*:\s*(?P<subject>.+)", line, re.I):
        draft.put(slots.SUBJECT, subject["subject"].rstrip("."), index)


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


def _addressee(
    draft: HeadingDraft, text: str, numbers: dict[str, str | None], index: int, kind: Slot[list[str]]
) -> str | None:
    urgent = re.search(rf"\b(?P<word>{_URGENCY})\b", text.upper())
    if urgent:
        draft.put(slots.PRECEDENCE if kind is slots.TO else slots.INFO_PRECEDENCE, urgent["word"], index)
        text = text[: urgent.start()] + text[urgent.end() :]
    number = re.search(r"\b(\d{1,5})\b", text)
    series = rf"\b(?:{'|'.join(CONFERENCE)})\b(?=\s+\d)" if not re.match(r"US(?:UN|RO)\s+\d", text.strip()) else r"(?!)"
    code = city_of(re.sub(rf"\b\d{{1,5}}\b|{series}", " ", text).strip(" ."))
    if code and number:
        numbers[code] = number[1]
    return code


def _stamp(draft: HeadingDraft, stamped: re.Match[str], index: int) -> None:
    days = find_days(f"{stamped['day']} {stamped['y']}", window=draft.window)
    if not days or not days[0].edtf or not days[0].year:
        return
    hour = int(stamped["h"]) % 12 + (12 if stamped["half"].upper() == "P" else 0)
    draft.put(slots.SENT_LOCAL, f"{days[0].edtf}T{hour:02d}:{stamped['m']}", index, written=stamped[0])
    draft.put(slots.DATE, days[0].edtf, index, written=stamped[0])


def _loose_references(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:30]):
        if labelled := re.match(r"REF(?:ERENCE|S|TEL)?\s*:\s*(?P<rest>.+)", line, re.I):
            add_references(draft, labelled["rest"], index)
        elif not re.match(r"(?:NO|ACTION|INFO|TO|FROM|CONTROL|REC)\b", line, re.I) and not _FURTHER.match(line):
            add_references(draft, line, index, line=False)
