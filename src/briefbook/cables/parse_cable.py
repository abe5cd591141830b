"""An item's pages -> a cable: every field of its heading as a reading, its references, what is odd about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefbook.cables import heading_slots as slots
from briefbook.cables.cover_sheets import OWN_YEAR, rank_cover, read_covers, set_covers_aside
from briefbook.cables.days_from_image import put_asked_day
from briefbook.cables.evidence.forms import kind_of_paper
from briefbook.cables.forms.common import CORRECTION, MIDNIGHT
from briefbook.cables.heading import complete_draft, read_by_form, read_draft
from briefbook.cables.heading_draft import FieldEvidence, HeadingDraft, draft_of_pages
from briefbook.cables.heading_slots import Slot
from briefbook.cables.mentions import Authority, find_mentions
from briefbook.cables.page_markings import check_number, put_lone_day, put_marking, put_number
from briefbook.cables.papers import Paper, papers_of
from briefbook.cables.reference_dates import with_year_of_text
from briefbook.cables.reference_guards import is_reference, station_of, with_confidence
from briefbook.cables.references import parse_references
from briefbook.cables.stamped_dates import TIME_STAMPED, LineScoresOf, put_searched_date
from briefbook.cables.stated_kinds import stated_kind
from briefbook.cables.whole_headings import head_of_message, is_read_whole
from briefbook.model.cable import Cable, Derivation, Reading, Reference
from briefbook.model.locator import PagePosition
from briefbook.model.page import Page
from briefbook.text.dates import edtf_bounds, find_days
from briefbook.text.documentary_forms import is_despatch_symbol
from briefbook.text.posts import same_post
from briefbook.text.services import FORM_NOTE
from briefbook.text.time_zones import local_time
from briefbook.text.vocabulary import full_level, precedences, prosigns

_DIRECT_SLOTS: tuple[Slot[Any], ...] = (
    slots.FROM, slots.TO, slots.INFO, slots.NUMBER, slots.SUBJECT, slots.FILE, slots.SIGNER,
)  # fmt: skip
"""Fields whose readings are what the form gives, under the same name."""

_NEXT_LABEL = re.compile(r"\s+(?:DATE|SUBJECT|COPY).*", re.I | re.S)
"""The next label on the row of a file's number, and what is behind it."""

_FREE_TEXT = (slots.SUBJECT, slots.FILE)
_LEGIBLE_TEXT = 0.1
"""The least confidence, 0 to 1, at which free text, which no vocabulary bears out, is a value."""

_CAPTIONS: tuple[Slot[Any], ...] = (slots.CAVEATS, slots.CODEWORD)
_TAGS = (slots.TAGS, slots.TAGS_PERSONS)

SEVERAL_HEADINGS = "several_headings"

_MAX_VALUE_LINES = 3
"""Lines that a value is taken to run over at most."""

_KIND_OF_FORM = {
    "ca_letter": "letter", "ca_memo": "memorandum", "us_airgram": "airgram", "ca_despatch": "despatch",
    "nato_document": "document", "cia_report": "report", "us_print_memo": "memorandum",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownHeading:
    """Fields of a cable's heading known from elsewhere, a person or a description; they go before what the page says.

    The author of a reference depends on them.
    """

    sender: str | None = None
    addressees: tuple[str, ...] = ()
    date_sent: str | None = None  # EDTF
    message_number: str | None = None
    form: str | None = None


def read_cable(
    item: str,
    pages: Sequence[Page],
    *,
    window: int = 1900,
    order: str = "",
    known_heading: KnownHeading | None = None,
    authority: Authority | None = None,
    may_be_several: bool = False,
    line_scores: LineScoresOf | None = None,
) -> Cable:
    """Read a cable from the pages of its item. Never fails on any pages.

    Args:
        item: The item's reference code.
        pages: Its pages in order, with words and places as far as the reader gave them.
        window: The first year of the hundred years that years of two figures fall in: 1900 for 1900 to 1999.
        order: "dmy" or "mdy": how to read a day in figures that could be either; "" leaves such a day in doubt.
        known_heading: What a person or a received description says of the heading; it goes before the pages.
        authority: Lists of persons and places to look for in the text; None looks for none.
        may_be_several: Whether the pages may be those of several papers. Fields, references and names are then those
            of the first, and the flag ``several_headings`` says where the others begin.
        line_scores: What is known of the picture of a line, by its page's number; asked for the month of a stamp that
            is not legible. None asks nothing.

    Returns:
        The cable: every field of its heading as readings (words, value, place, confidence 0 to 1; days are EDTF),
        its references with their authors, and flags for what is odd. What is not legible has no value: a reading
        with ``value`` None says that something stands there that could not be read. The heading, references and names
        begin behind the item's cover sheets; what those say comes behind the paper's own readings, and before them
        where the paper gives no value.
    """
    papers = papers_of(pages, window=window, order=order) if may_be_several else ()
    of_paper: tuple[Page, ...] = papers[0].pages if papers else tuple(pages)
    is_prose = known_heading is not None and known_heading.form == "editorial note"  # of an edition: it has no heading
    whole = None if line_scores or is_prose else _draft_of_whole_heading(of_paper, window, order)
    covers, of_paper = set_covers_aside(of_paper) if whole is None else ((), of_paper)
    of_covers = read_covers(covers, window=window) if covers else {}
    draft = whole or draft_of_pages(of_paper, window, order)
    draft.cover_date = next((reading.value for reading in of_covers.get("date", ()) if reading.value), "")
    if not is_prose:
        draft = whole or read_draft(draft)
        put_marking(draft, of_paper)
        put_lone_day(draft)
        _put_day_of_cover(draft)
        check_number(draft, of_paper)
        put_number(draft, of_paper)
        if line_scores is not None:
            put_searched_date(draft, line_scores)
            put_asked_day(draft, line_scores)
    fields = {name: tuple(readings) for name, readings in _fields(draft) if readings}
    candidates = _candidates(draft)
    for name, least in MIN_GIVEN.items():
        if any(_is_below(reading, least) for reading in fields.get(name, ())):
            offered = [reading for reading in fields[name] if reading.value]
            candidates[name] = (*offered, *candidates.get(name, ()))
            fields[name] = tuple(replace(reading, value=None, note="not legible") for reading in fields[name])
    references = _references(draft, of_paper, window, known_heading or KnownHeading(), line_scores)
    if len(papers) > 1:
        draft.flag(several_headings(papers))
    if authority:
        lines = {reading.line for value in draft.evidence.values() for reading in value}
        heading = [(line.page, line.line_number) for at, line in enumerate(draft.lines) if at in lines and draft.form]
        days = edtf_bounds(
            (known_heading and known_heading.date_sent)
            or next((r.value for r in fields.get("date", ()) if r.value), None)
        )
        fields |= find_mentions(of_paper, authority, day=days, heading=heading)
    return Cable(
        item=item,
        form=draft.form,
        fields=rank_cover(fields, of_covers) if covers else fields,
        references=references,
        flags=tuple(draft.flags),
        pages=tuple(pages),
        candidates=candidates,
    )


def _draft_of_whole_heading(pages: Sequence[Page], window: int, order: str) -> HeadingDraft | None:
    """A draft, read, from the head of a message alone, where its form reads all of the heading; None elsewhere."""
    head = head_of_message(pages, window)
    if head is None:
        return None
    page, at = head
    draft = draft_of_pages([page], window, order)
    paper = read_by_form(draft)
    return complete_draft(draft, paper) if is_read_whole(draft, at) else None


MIN_GIVEN = {"from": 0.4, "to": 0.45, "date": 0.5}
"""The least confidence, 0 to 1, at which a field's value is given; below it a person is offered it as a candidate.

Only of what one place says: what stamps confirm or a list mends was seen twice. Measured in ``bench/RESULTS.md``.
"""


def _is_below(reading: Reading, least: float) -> bool:
    """Is a value that one place of the paper says less sure than it must be to be given?"""
    if not reading.value or reading.how is not Derivation.OBSERVED:
        return False
    return reading.confidence is not None and reading.confidence < least


def _put_day_of_cover(draft: HeadingDraft) -> None:
    """Give a draft without a date the day at the head of its first page that is the cover's, but for the year.

    Month and day have two witnesses then, and the year, which the text must name once more, is the paper's own: a
    figure of the cover's was misread.
    """
    text, whole = draft.text, len("1963-05-10")
    if len(draft.cover_date) != whole or draft.cover_date[:4] in text or draft.whole_date or not draft.lines:
        return
    for at, line in enumerate(draft.lines[:_LINES_OF_A_HEAD]):
        if line.page != draft.lines[0].page:
            return
        for day in find_days(line.text.upper(), window=draft.window):
            is_covers = day.edtf and day.year and day.edtf[4:] == draft.cover_date[4:]
            if day.edtf and is_covers and text.count(day.edtf[:4]) > 1:
                draft.put(slots.DATE, day.edtf, at, written=line.text[day.start : day.end], note=OWN_YEAR)
                return


_LINES_OF_A_HEAD = 14
"""Lines at the head of a page among which its day stands."""

_NAME_OF_SLOT = {slots.SECURITY: "classification"}


def _candidates(draft: HeadingDraft) -> dict[str, tuple[Reading, ...]]:
    """What may be chosen for blank or unsure fields, by the catalogue's name of the field."""
    offered = {}
    for slot, values in draft.candidates.items():
        readings = [_reading(draft, value) for value in values]
        if slot is slots.SECURITY:
            readings = [replace(reading, value=full_level(str(reading.value))) for reading in readings]
        given = {evidence.value for evidence in draft.evidence.get(slot, ())}
        if readings := [reading for reading in readings if reading.value not in given]:
            offered[_NAME_OF_SLOT.get(slot, slot.key)] = tuple(readings)
    return offered


def several_headings(papers: Sequence[Paper]) -> str:
    """The flag of an item whose pages hold several papers: where each of the others begins, and its name."""
    places = [
        f"page {paper.first_page} has a heading of its own" + (f" ({paper.name})" if paper.name else "")
        for paper in papers[1:]
    ]
    return f"{SEVERAL_HEADINGS}: {', '.join(places)}; all fields are those of the first of {len(papers)} papers"


def _fields(draft: HeadingDraft) -> Iterator[tuple[str, list[Reading]]]:
    for slot in _DIRECT_SLOTS:
        readings = [_reading(draft, evidence) for evidence in draft.evidence.get(slot, ())]
        if draft.form == "us_system":
            readings = [replace(evidence, value=_catalogue_value(slot.key, evidence.value)) for evidence in readings]
        series = draft.values.get(slots.SERIES)
        if slot is slots.NUMBER and draft.form == "us_print" and isinstance(series, str):
            readings = [
                replace(evidence, value=f"{series} {evidence.value}") if evidence.value else evidence
                for evidence in readings
            ]
        if slot is slots.FILE:
            readings = [
                replace(reading, value=_NEXT_LABEL.sub("", reading.value).strip(" .:_") or None)
                if reading.value
                else reading
                for reading in readings
            ]
        if slot in _FREE_TEXT:
            readings = [
                replace(reading, value=None) if (reading.confidence or 0) < _LEGIBLE_TEXT else reading
                for reading in readings
            ]
        yield slot.key, readings
    yield "date", _date_readings(draft)
    yield (
        "dtg",
        [
            replace(_reading(draft, evidence), note=_utc_note(draft))
            for evidence in draft.evidence.get(slots.DTG, ())
            if not _is_time_of_receipt(draft, evidence)
        ],
    )
    yield "sent", _sent_readings(draft)
    yield "received", _received_readings(draft)
    yield (
        "event",
        [
            _reading(draft, evidence)
            for slot in (slots.DATE_OF_INFO, slots.EMBEDDED_ORIGINAL_DATE)
            for evidence in draft.evidence.get(slot, ())
        ],
    )
    yield (
        "classification",
        [
            replace(reading, value=full_level(reading.value) if reading.value else None)
            for reading in (_reading(draft, evidence) for evidence in draft.evidence.get(slots.SECURITY, ()))
        ],
    )
    yield "precedence", _precedence_readings(draft)
    yield "caveats", [_reading(draft, evidence) for slot in _CAPTIONS for evidence in draft.evidence.get(slot, ())]
    yield "identifiers", list(_identifiers(draft))
    yield (
        "tags",
        [_reading(draft, evidence) for slot in _TAGS for evidence in draft.evidence.get(slot, ())],
    )
    if kind := _kind(draft):
        note = f"{FORM_NOTE}{draft.form}" if draft.form else ""
        yield "form", [Reading(None, kind, how=Derivation.INFERRED, confidence=0.9, note=note)]


def _kind(draft: HeadingDraft) -> str:
    """The kind of paper: by an edition's title, by the words at its head, by its form; "" where nothing says it."""
    if draft.form.startswith("us_print"):
        return _kind_in_words(draft) or _KIND_OF_FORM.get(draft.form, "telegram")
    stated, symbol = stated_kind(draft), is_despatch_symbol(draft.values.get(slots.NUMBER) or "")
    if stated:
        return stated
    if not draft.form:
        return "despatch" if symbol else ""
    kind = _KIND_OF_FORM.get(draft.form) or kind_of_paper(draft.form) or "telegram"
    return "" if kind == "despatch" and draft.form == "cia_dispatch" and not symbol else kind


_PRINTED_KIND = re.compile(
    r"(?:\[?\d+\]?\.?\s+)?(?P<kind>(?:circular )?(?:telegram|airgram)|des?patch|letter|message"
    r"|memorandum of conversation|memorandum|report|note|paper|minutes|editorial note|aide-m[eé]moire)\b",
    re.I,
)
"""What an edition's title begins with: the kind of the paper."""


def _kind_in_words(draft: HeadingDraft) -> str:
    """The kind of paper by its title in a printed edition; "" where the draft is no edition's, or the title no kind."""
    if not draft.form.startswith("us_print"):
        return ""
    titles = (_PRINTED_KIND.match(line.strip()) for line in draft.texts[:3])
    return next((match["kind"].lower() for match in titles if match), "")


def _catalogue_value(name: str, value: str | None) -> str | None:
    """A post of the State system as the catalogue keeps it: LA PAZ, STATE; its number as figures."""
    if value and name in ("from", "to", "info"):
        return same_post(value, {})
    if value and name == "number":
        figures = re.search(r"(\d+)$", value)
        return figures[1].lstrip("0") if figures else value
    return value


def _reading(draft: HeadingDraft, field_evidence: FieldEvidence) -> Reading:
    return Reading(
        as_written=field_evidence.written,
        value=field_evidence.value,
        how=field_evidence.how,
        place=_place(draft, field_evidence),
        confidence=_confidence(draft, field_evidence),
        note=field_evidence.note,
    )


def _confidence(draft: HeadingDraft, field_evidence: FieldEvidence) -> float:
    """The rule's own confidence, and no more than the reader's of the least sure word that the value was read from."""
    words_read: set[str] | None = None  # made for the first line that was measured: of received text none was
    is_confident = [field_evidence.confidence]
    for index, line in enumerate(
        draft.lines[field_evidence.line : field_evidence.line + _MAX_VALUE_LINES] if field_evidence.line >= 0 else ()
    ):
        if index and line.raw.upper() not in field_evidence.written.upper():
            break
        if not line.measured:
            continue
        if words_read is None:
            words_read = set(re.findall(r"\w+", field_evidence.written.upper()))
        for word in line.words:
            if word.confidence is not None and words_read & set(re.findall(r"\w+", word.text.upper())):
                is_confident.append(word.confidence)
    return min(is_confident)


def _place(draft: HeadingDraft, field_evidence: FieldEvidence) -> PagePosition | None:
    if not 0 <= field_evidence.line < len(draft.lines):
        return None
    line = draft.lines[field_evidence.line]
    return PagePosition(line.page, line.line_number, line.box(field_evidence.written))


def _date_readings(draft: HeadingDraft) -> list[Reading]:
    value = draft.values.get(slots.DATE)
    evidence = draft.evidence.get(slots.DATE, [])
    if isinstance(value, dict):
        edtf = slots.edtf_of(value)
        first = evidence[0] if evidence else FieldEvidence(edtf, "")
        return [_reading(draft, replace(first, value=edtf, note="part of the date is not on the paper or not legible"))]
    if value is None:
        for slot, note in ((slots.SENT_DATE, "the day it was sent"), (slots.DISPATCHED, "the day it was dispatched")):
            for source in draft.evidence.get(slot, ())[:1]:
                sent_on = (source.value or "")[:10]
                if re.fullmatch(r"\d{4}-\d\d-\d\d", sent_on):
                    return [
                        _reading(
                            draft, replace(source, value=sent_on, how=Derivation.INFERRED, confidence=0.85, note=note)
                        )
                    ]
    return [_reading(draft, source) for source in evidence[:1]]


def _is_time_of_receipt(draft: HeadingDraft, group: FieldEvidence) -> bool:
    """Is what was taken for a date-time group the time stamped on a message when it came?"""
    if not group.written.strip():
        return False
    stamps = [stamp.written for stamp in draft.evidence.get(slots.RECEIVED, ()) if TIME_STAMPED in stamp.note]
    return any(group.written.strip() in written for written in stamps)


def _utc_note(draft: HeadingDraft) -> str:
    return f"{draft.values[slots.DATE_UTC]} in UTC" if draft.values.get(slots.DATE_UTC) else ""


def _sent_readings(draft: HeadingDraft) -> list[Reading]:
    """When it left: the clock of the sender."""
    values = draft.values
    date = draft.whole_date
    for slot in (slots.DISPATCHED, slots.SENT_LOCAL, slots.TIME_LOCAL, slots.TIME):
        for evidence in draft.evidence.get(slot, ())[:1]:
            day, _, clock = (evidence.value or "").rpartition("T")
            if evidence.written == MIDNIGHT:
                return []
            if re.fullmatch(r"\d\d:\d\d", clock) and (day or date):
                return [_reading_with_time(draft, evidence, day or str(date), clock, values.get(slots.FROM))]
    return [_reading(draft, evidence) for evidence in draft.evidence.get(slots.SENT_DATE, ())[:1]]


def _received_readings(draft: HeadingDraft) -> list[Reading]:
    """When it came: the clock of the addressee."""
    values = draft.values
    date = draft.whole_date
    for evidence in draft.evidence.get(slots.RECEIVED, ())[:1]:
        day, _, clock = (evidence.value or "").rpartition("T")
        if re.fullmatch(r"\d\d:\d\d", clock) and (day or date):
            return [
                _reading_with_time(
                    draft, evidence, day or str(date), clock, next(iter(values.get(slots.TO) or ()), None)
                )
            ]
        return [_reading(draft, evidence)]
    return []


def _reading_with_time(
    draft: HeadingDraft, field_evidence: FieldEvidence, day: str, clock: str, post: str | None
) -> Reading:
    local, utc = local_time(day, clock, post)
    return replace(
        _reading(draft, field_evidence),
        value=local,
        note=f"{utc} in UTC" if utc else "local time; the zone is not known",
    )


def _precedence_readings(draft: HeadingDraft) -> list[Reading]:
    value = draft.values.get(slots.PRECEDENCE)
    readings = []
    for evidence in draft.evidence.get(slots.PRECEDENCE, ())[:1]:
        degree = evidence.value
        if isinstance(value, dict):
            ranked = sorted(value.items(), key=lambda pair: -precedences().get(pair[1], ("", 0))[1])
            degree = ranked[0][1]
            evidence = replace(evidence, note="; ".join(f"{post} {word}" for post, word in value.items()))
        if degree and len(degree) == 1:
            degree = prosigns().get(degree)
        readings.append(_reading(draft, replace(evidence, value=degree)))
    return readings


def _identifiers(draft: HeadingDraft) -> Iterator[Reading]:
    for slot, label in (
        (slots.MRN, ""), (slots.REGISTER_NO, "register "), (slots.IN_NUMBER, ""), (slots.CONTROL, "control "),
        (slots.REPORT_NO, ""), (slots.CREST_ID, ""), (slots.FILM, "film "),
        (slots.MESSAGE_CENTRE, "message centre "), (slots.FIELD_REPORT, ""),
    ):  # fmt: skip
        for evidence in draft.evidence.get(slot, ()):
            yield _reading(draft, replace(evidence, value=f"{label}{evidence.value}" if evidence.value else None))
    for by_post in (slots.REPEATED, slots.NUMBER_BY_ADDRESSEE):
        for evidence in draft.evidence.get(by_post, ())[:1]:
            for post, number in (draft.values.get(by_post) or {}).items():
                if number:
                    yield replace(_reading(draft, evidence), value=f"{post} {number}")


def _references(
    draft: HeadingDraft,
    pages: Sequence[Page],
    window: int,
    known_heading: KnownHeading,
    line_scores: LineScoresOf | None = None,
) -> tuple[Reference, ...]:
    values = draft.values
    read_sender, read_to = values.get(slots.FROM), tuple(values.get(slots.TO) or ())
    date = known_heading.date_sent or (slots.edtf_of(dated) if (dated := values.get(slots.DATE)) else None)
    sender, addressees = known_heading.sender or read_sender, known_heading.addressees or read_to
    other = dict(zip(read_to[:1], addressees[:1], strict=False)) | {read_sender: sender}
    references: list[Reference] = []
    own_number = re.sub(r"^\D*0*", "", known_heading.message_number or str(values.get(slots.NUMBER) or ""))
    pointers: set[tuple[str | None, str | None]] = set()
    if own_number and sender:
        pointers = {(own_number, sender), (own_number, same_post(sender, {}))}
    measured = any(page.is_measured for page in pages)
    own = {own_number, *_illegible_numbers(draft)} - {""}

    def is_pointer(reference: Reference, *, on_line: bool) -> bool:
        return is_reference(reference, form=draft.form, own=own, sender=sender, measured=measured, on_line=on_line)

    for reference, index in draft.references:
        reference = replace(reference, author=other.get(reference.author, reference.author))
        if not is_pointer(reference, on_line=True):
            continue
        reference = replace(reference, author=station_of(reference.author))
        if (pointer := _pointer(reference)) not in pointers or reference.number is None:
            references.append(replace(reference, place=_place(draft, FieldEvidence(None, reference.mention, index))))
            pointers.add(pointer)
    for page in pages:
        text = "\n".join(line.text for line in page.lines)
        for reference in parse_references(text, author=sender, addressees=addressees, date=date, window=window):
            if not is_pointer(reference, on_line=False):
                continue
            if date is None and known_heading.form == "editorial note":
                reference = with_year_of_text(reference, text)
            reference = replace(reference, author=station_of(reference.author))
            if (pointer := _pointer(reference)) not in pointers:
                pointers.add(pointer)
                references.append(replace(reference, place=PagePosition(page.number)))
    series = str(values.get(slots.SERIES) or "")
    own_pointer = (own_number, None, series)  # Secto 104 at the head of Secto 104 names no author
    references = [
        reference
        for reference in references
        if not series or (reference.number, reference.author, reference.series) != own_pointer
    ]
    by_sender = [
        reference for reference in references if reference.author and reference.author == sender and reference.number
    ]
    if by_sender and CORRECTION.search("\n".join(page.text for page in pages[:2])[:1500]):
        references.append(replace(by_sender[0], form="CORRECTS"))
    return tuple(with_confidence(reference, pages, line_scores) for reference in references)


def _illegible_numbers(draft: HeadingDraft) -> Iterator[str]:
    """The figures of the paper's own number where it is doubted: what stands in its heading is no reference either."""
    for evidence in draft.evidence.get(slots.NUMBER, ()):
        yield from (figures.lstrip("0") for figures in re.findall(r"[0-9]{3,}", evidence.written))


def _pointer(reference: Reference) -> tuple[str | None, str | None]:
    """What a reference points to: a number and its author, or a date in its own form."""
    return (reference.number, reference.author) if reference.number else (reference.date, reference.form)
