"""An item's pages -> a cable: every field of its heading as a reading, its references, what is odd about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefbook.cables.forms.common import CORRECTION
from briefbook.cables.heading import read_sheet
from briefbook.cables.heading_draft import Evidence, HeadingDraft, sheet_of_pages
from briefbook.cables.mentions import Authority, mentions
from briefbook.cables.references import parse_references
from briefbook.model.cable import Cable, Derivation, Reading, Reference
from briefbook.model.locator import PagePosition
from briefbook.model.page import Page
from briefbook.text.dates import day_of
from briefbook.text.posts import same_post
from briefbook.text.time_zones import local_time
from briefbook.text.vocabulary import full_level, precedences

_SAME = ("from", "to", "info", "number", "subject", "file", "signer")
_RUN_ON = 3
"""Lines that a value is taken to run over at most."""

_KINDS = {
    "ca_letter": "letter", "ca_memo": "memorandum", "us_airgram": "airgram", "ca_despatch": "despatch",
    "nato_document": "document", "cia_report": "report", "us_print_memo": "memorandum",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a cable from elsewhere, on which the author of a reference depends: it goes before the page."""

    sender: str | None = None
    addressees: tuple[str, ...] = ()
    date: str | None = None
    number: str | None = None
    form: str | None = None


def read_cable(
    item: str,
    pages: Sequence[Page],
    *,
    window: int = 1900,
    known: Known | None = None,
    authority: Authority | None = None,
) -> Cable:
    """Understand an item from its pages.

    ``window``: first year of the hundred years that two-digit years fall in. Never fails on any pages; what is not
    legible has no value, and a reading with ``value`` None says that something stands there. ``known`` is what a
    person or a received description says of sender, addressees and date. ``authority``: lists of persons and places
    to look for in the text.
    """
    sheet = sheet_of_pages(pages, window)
    if known is None or known.form != "editorial note":  # prose of an edition has no heading
        sheet = read_sheet(sheet)
    fields = {name: tuple(readings) for name, readings in _fields(sheet) if readings}
    references = _references(sheet, pages, window, known or Known())
    if authority:
        lines = {one.line for found in sheet.evidence.values() for one in found}
        heading = [(line.page, line.number) for at, line in enumerate(sheet.lines) if at in lines and sheet.form]
        day = day_of((known and known.date) or next((r.value for r in fields.get("date", ()) if r.value), None))
        fields |= mentions(pages, authority, day=day, heading=heading)
    return Cable(
        item=item,
        form=sheet.form,
        fields=fields,
        references=references,
        flags=tuple(sheet.flags),
        pages=tuple(pages),
    )


def _fields(sheet: HeadingDraft) -> Iterator[tuple[str, list[Reading]]]:
    for name in _SAME:
        readings = [_reading(sheet, one) for one in sheet.evidence.get(name, ())]
        if sheet.form == "us_system":
            readings = [replace(one, value=_plain(name, one.value)) for one in readings]
        series = sheet.values.get("series")
        if name == "number" and sheet.form == "us_print" and isinstance(series, str):
            readings = [replace(one, value=f"{series} {one.value}") if one.value else one for one in readings]
        yield name, readings
    yield "date", _dates(sheet)
    yield "dtg", [replace(_reading(sheet, one), note=_utc(sheet)) for one in sheet.evidence.get("dtg", ())]
    yield "sent", _sent(sheet)
    yield "received", _received(sheet)
    yield (
        "event",
        [
            _reading(sheet, one)
            for key in ("date_of_info", "embedded_original_date")
            for one in sheet.evidence.get(key, ())
        ],
    )
    yield (
        "classification",
        [
            replace(reading, value=full_level(reading.value) if reading.value else None)
            for reading in (_reading(sheet, one) for one in sheet.evidence.get("security", ()))
        ],
    )
    yield "precedence", _precedence(sheet)
    yield "caveats", [_reading(sheet, one) for key in ("caveats", "codeword") for one in sheet.evidence.get(key, ())]
    yield "identifiers", list(_identifiers(sheet))
    yield "tags", [_reading(sheet, one) for key in ("tags", "tags_persons") for one in sheet.evidence.get(key, ())]
    if sheet.form:
        kind = _KINDS.get(sheet.form, "telegram")
        yield "form", [Reading(None, kind, how=Derivation.INFERRED, confidence=0.9, note=f"by its form: {sheet.form}")]


def _plain(name: str, value: str | None) -> str | None:
    """A post of the State system as the catalogue keeps it: LA PAZ, STATE; its number as figures."""
    if value and name in ("from", "to", "info"):
        return same_post(value, {})
    if value and name == "number":
        figures = re.search(r"(\d+)$", value)
        return figures[1].lstrip("0") if figures else value
    return value


def _reading(sheet: HeadingDraft, one: Evidence) -> Reading:
    return Reading(
        as_written=one.written,
        value=one.value,
        how=one.how,
        place=_place(sheet, one),
        confidence=_sure(sheet, one),
        note=one.note,
    )


def _sure(sheet: HeadingDraft, one: Evidence) -> float:
    """The rule's own confidence, and no more than the reader's of the least sure word that the value was read from."""
    wanted = set(re.findall(r"\w+", one.written.upper()))
    sure = [one.confidence]
    for index, line in enumerate(sheet.lines[one.line : one.line + _RUN_ON] if one.line >= 0 else ()):
        if index and line.raw.upper() not in one.written.upper():
            break
        for word in line.words if line.measured else ():
            if word.confidence is not None and wanted & set(re.findall(r"\w+", word.text.upper())):
                sure.append(word.confidence)
    return min(sure)


def _place(sheet: HeadingDraft, one: Evidence) -> PagePosition | None:
    if not 0 <= one.line < len(sheet.lines):
        return None
    line = sheet.lines[one.line]
    return PagePosition(line.page, line.number, line.box(one.written))


def _dates(sheet: HeadingDraft) -> list[Reading]:
    value = sheet.values.get("date")
    evidence = sheet.evidence.get("date", [])
    if isinstance(value, dict):
        year, month, day = (value.get(part) for part in ("year", "month", "day"))
        edtf = f"{year or 'XXXX'}-{month:02d}" if month else f"{year or 'XXXX'}-XX"
        edtf += f"-{day:02d}" if day else ""
        first = evidence[0] if evidence else Evidence(edtf, "")
        return [_reading(sheet, replace(first, value=edtf, note="part of the date is not on the paper or not legible"))]
    if value is None:
        for key, note in (("sent_date", "the day it was sent"), ("dispatched", "the day it was dispatched")):
            for one in sheet.evidence.get(key, ())[:1]:
                day = (one.value or "")[:10]
                if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                    return [
                        _reading(sheet, replace(one, value=day, how=Derivation.INFERRED, confidence=0.85, note=note))
                    ]
    return [_reading(sheet, one) for one in evidence[:1]]


def _utc(sheet: HeadingDraft) -> str:
    return f"{sheet.values['date_utc']} in UTC" if sheet.values.get("date_utc") else ""


def _sent(sheet: HeadingDraft) -> list[Reading]:
    """When it left: the clock of the sender."""
    values = sheet.values
    date = values.get("date") if isinstance(values.get("date"), str) else None
    for key in ("dispatched", "sent_local", "time_local", "time"):
        for one in sheet.evidence.get(key, ())[:1]:
            day, _, clock = (one.value or "").rpartition("T")
            if re.fullmatch(r"\d\d:\d\d", clock) and (day or date):
                return [_at(sheet, one, day or str(date), clock, values.get("from"))]
    return [_reading(sheet, one) for one in sheet.evidence.get("sent_date", ())[:1]]


def _received(sheet: HeadingDraft) -> list[Reading]:
    """When it came: the clock of the addressee."""
    values = sheet.values
    date = values.get("date") if isinstance(values.get("date"), str) else None
    for one in sheet.evidence.get("received", ())[:1]:
        day, _, clock = (one.value or "").rpartition("T")
        if re.fullmatch(r"\d\d:\d\d", clock) and (day or date):
            return [_at(sheet, one, day or str(date), clock, next(iter(values.get("to") or ()), None))]
        return [_reading(sheet, one)]
    return []


def _at(sheet: HeadingDraft, one: Evidence, day: str, clock: str, post: str | None) -> Reading:
    local, utc = local_time(day, clock, post)
    return replace(
        _reading(sheet, one), value=local, note=f"{utc} in UTC" if utc else "local time; the zone is not known"
    )


def _precedence(sheet: HeadingDraft) -> list[Reading]:
    value = sheet.values.get("precedence")
    found = []
    for one in sheet.evidence.get("precedence", ())[:1]:
        degree = one.value
        if isinstance(value, dict):
            ranked = sorted(value.items(), key=lambda pair: -precedences().get(pair[1], ("", 0))[1])
            degree = ranked[0][1]
            one = replace(one, note="; ".join(f"{post} {word}" for post, word in value.items()))
        if degree and len(degree) == 1:
            degree = {"R": "ROUTINE", "P": "PRIORITY", "O": "IMMEDIATE", "Z": "FLASH", "Y": "EMERGENCY"}.get(degree)
        found.append(_reading(sheet, replace(one, value=degree)))
    return found


def _identifiers(sheet: HeadingDraft) -> Iterator[Reading]:
    for key, label in (
        ("mrn", ""), ("register_no", "register "), ("in_number", ""), ("control", "control "), ("report_no", ""),
        ("crest_id", ""), ("film", "film "), ("message_centre", "message centre "), ("field_report", ""),
    ):  # fmt: skip
        for one in sheet.evidence.get(key, ()):
            yield _reading(sheet, replace(one, value=f"{label}{one.value}" if one.value else None))
    for key in ("repeated", "number_by_addressee"):
        for one in sheet.evidence.get(key, ())[:1]:
            for post, number in sheet.values.get(key, {}).items():
                if number:
                    yield replace(_reading(sheet, one), value=f"{post} {number}")


def _references(sheet: HeadingDraft, pages: Sequence[Page], window: int, known: Known) -> tuple[Reference, ...]:
    values = sheet.values
    read_sender, read_to = values.get("from"), tuple(values.get("to") or ())
    date = known.date or (values.get("date") if isinstance(values.get("date"), str) else None)
    sender, addressees = known.sender or read_sender, known.addressees or read_to
    other = dict(zip(read_to[:1], addressees[:1], strict=False)) | {read_sender: sender}
    found: list[Reference] = []
    own_number = re.sub(r"^\D*0*", "", known.number or str(values.get("number") or ""))
    seen: set[tuple[str | None, str | None]] = set()
    if own_number and sender:
        seen = {(own_number, sender), (own_number, same_post(sender, {}))}
    for reference, index in sheet.references:
        reference = replace(reference, author=other.get(reference.author, reference.author))
        if (named := _pointer(reference)) not in seen or reference.number is None:
            found.append(replace(reference, place=_place(sheet, Evidence(None, reference.mention, index))))
            seen.add(named)
    for page in pages:
        text = "\n".join(line.text for line in page.lines)
        for reference in parse_references(text, author=sender, addressees=addressees, date=date, window=window):
            if (named := _pointer(reference)) not in seen:
                seen.add(named)
                found.append(replace(reference, place=PagePosition(page.number)))
    series = str(values.get("series") or "")
    itself = (own_number, None, series)  # Secto 104 at the head of Secto 104 names no author
    found = [one for one in found if not series or (one.number, one.author, one.series) != itself]
    own = [one for one in found if one.author and one.author == sender and one.number]
    if own and CORRECTION.search("\n".join(page.text for page in pages[:2])[:1500]):
        found.append(replace(own[0], form="CORRECTS"))
    return tuple(found)


def _pointer(reference: Reference) -> tuple[str | None, str | None]:
    """What a reference points to: a number and its author, or a date in its own form."""
    return (reference.number, reference.author) if reference.number else (reference.date, reference.form)
