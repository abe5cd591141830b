"""German telegrams as the Akten zur Auswärtigen Politik print them."""

import re
from datetime import datetime

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.translated import city_of, level_anywhere
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import Slot
from briefbook.model.cable import Derivation
from briefbook.text.dates import find_clock, find_days
from briefbook.text.time_zones import moment

_TITLES = (
    r"(?:Botschafter|Gesandter?|Botschaftsrat"
    r"|Ministerialdirektor|Ministerialdirigent|Staatssekret[aä]r|Bundesminister|Generalkonsul)"
)


def recognise(draft: HeadingDraft) -> bool:
    """Drahtbericht, Fernschreiben, Drahterlass; Aufgabe and Ankunft."""
    capitals = draft.capitals
    return any(word in capitals for word in ("BERICHT", "FERNSCHREIBEN", "DRAHTERLASS", "AUFGABE:")) and bool(
        re.search(r"\b(?:DRAHTBERICHT|FERNSCHREIBEN|DRAHTERLASS|SCHRIFTBERICHT)\b|\bAUFGABE:", capitals)
    )


def read(draft: HeadingDraft) -> None:
    """Sent (Aufgabe) and arrived (Ankunft) as AAPD prints them."""
    text = draft.text
    if number := re.search(
        r"(?:Drahtbericht|Fernschreiben|Drahterla(?:ss|ß)|Schriftbericht)\s*(?:Nr|No)\.?\s*(?P<number>\d{1,5})",
        text,
        re.I,
    ):
        draft.put(slots.NUMBER, number["number"], draft.line_at(number.start()))
    if route := re.search(
        rf"^{_TITLES}[^,\n]*,\s*(?P<from>[A-Z][\wäöü .-]+?),?\s+an\s+(?:das\s+|die\s+|den\s+)?(?P<to>[^\n]+)",
        text,
        re.M,
    ):
        at = draft.line_at(route.start())
        draft.put(slots.FROM, city_of(route["from"]), at, written=route["from"])
        draft.put_post(slots.TO, _german_office(route["to"]), at, written=route["to"])
    elif route := re.search(
        rf"^{_TITLES}[^,\n]*?\s+an\s+(?:das\s+|die\s+|den\s+)?(?P<to>(?:Botschafter|Botschaft|Generalkonsul\w*|Gesandt\w*)\b[^\n]+)",
        text,
        re.M,
    ):
        at = draft.line_at(route.start())
        draft.put_post(slots.TO, _german_office(route["to"]), at, written=route["to"])
        draft.put(slots.FROM, "AA", at, written=route[0], how=Derivation.INFERRED, note="an officer of the ministry")
    moments: dict[Slot[str], datetime | None] = {}
    for slot, word in ((slots.DISPATCHED, "Aufgabe"), (slots.RECEIVED, "Ankunft")):
        match = re.search(rf"{word}:\s*(?P<rest>[^\n]+)", text)
        if not match:
            continue
        rest = match["rest"]
        days = [day for day in find_days(rest, window=draft.window) if day.year]
        clock = find_clock(rest, days[0].end if days else 0)
        at = draft.line_at(match.start())
        if clock:
            draft.put(slot, clock[0], at, written=rest)
        if days and days[0].edtf and slot is slots.DISPATCHED:
            draft.put(slots.DATE, days[0].edtf, at, written=rest)
        if days and days[0].edtf and clock:
            moments[slot] = moment(
                days[0].edtf, clock[0], draft.values.get(slots.FROM) if slot is slots.DISPATCHED else "BONN"
            )
    sent, received = moments.get(slots.DISPATCHED), moments.get(slots.RECEIVED)
    if sent and received and received < sent:
        draft.flag("received_before_sent")
    if urgent := re.search(r"\b(Citissime(?:\s+nachts)?|Cito|Sofort)\b", text, re.I):
        draft.put(slots.PRECEDENCE, urgent[1].upper(), draft.line_at(urgent.start()))
    level_anywhere(draft)


def _german_office(words: str) -> str | None:
    plain = words.strip(" .").upper()
    if re.match(r"AUSW(?:Ä|AE)RTIGE", plain):
        return "AA"
    plain = re.split(r"\s+(?:DRAHT|FERNSCHREIBEN|SCHRIFT|NR\b)", plain)[0]
    city = city_of(re.sub(r".*\b(?:IN|BOTSCHAFT)\s+|^BOTSCHAFTER\s+[^,]*,\s*", "", plain))
    return city or (plain if re.fullmatch(r"[A-ZÄÖÜ .-]{2,40}", plain) else None)
