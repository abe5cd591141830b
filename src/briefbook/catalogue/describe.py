"""Merge what was read, received and decided about an item into its catalogue entry, by precedence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from briefbook.model.cable import Cable, Derivation, Reading, SourceKind
from briefbook.model.catalogue import FIELDS, MULTIPLE, Entry, effective
from briefbook.model.decision import FieldConfirmation, FieldDecision
from briefbook.model.page import Page
from briefbook.model.parts import FilePages
from briefbook.model.received import Description
from briefbook.text.dates import edtf_bounds
from briefbook.text.services import edition_named
from briefbook.text.vocabulary import described_level


def describe_item(
    item: str,
    *,
    cable: Cable | None = None,
    descriptions: Sequence[Description] = (),
    decisions: Iterable[FieldDecision | FieldConfirmation] = (),
    scan: str | None = None,
    checksum: str | None = None,
    page_count: int = 0,
    files: Sequence[FilePages] = (),
) -> Entry:
    """Describe an item: for every field a person's decision before received values before the machine's reading.

    The last decision on a field is effective; earlier ones stay in the journal. Only exact repetitions from one source
    are dropped. A field that a person confirmed keeps the value confirmed: where no reading gives it any more, the
    person does. A received date that is not a single day (it cannot be read, or is approximate) comes after a reading
    that is a day and fits it. A flag is dropped once a person has decided on a field that
    it is about.

    Args:
        item: The item's id.
        cable: What was read from its text.
        descriptions: Received descriptions, in the order of precedence.
        decisions: Decisions on fields and confirmations, oldest first; those about other items are ignored.
        scan: Path of its scan in the collection.
        checksum: SHA-256 of the scan.
        page_count: Number of its pages.
        files: Which pages of which files are the item's, where these are not all pages of a file of its name.

    Returns:
        The entry, each field with all its readings, the effective one first.
    """
    decided: dict[str, FieldDecision] = {}
    confirmed: dict[str, FieldConfirmation] = {}
    for decision in decisions:
        if decision.item != item:
            continue
        confirmed.pop(decision.field, None)
        if isinstance(decision, FieldDecision):
            decided[decision.field] = decision
        else:
            confirmed[decision.field] = decision
    readings: dict[str, tuple[Reading, ...]] = {}
    is_edited = scan is None and any(
        edition_named(reading.value or "")
        for description in descriptions
        for name in ("note", "citation")
        for reading in description.readings.get(name, ())
    )
    for name in FIELDS:
        field_readings: list[Reading] = []
        if name in decided:
            field_readings += _decided_readings(name, decided[name])
        for description in descriptions:
            field_readings += [
                reading for reading in description.readings.get(name, ()) if reading not in field_readings
            ]
        if cable and not (is_edited and name in _SAID_BY_EDITORS and not field_readings):
            field_readings += cable.fields.get(name, ())
        if name == "classification":  # one vocabulary, whoever described it; the words stay as written
            field_readings = [
                replace(reading, value=level)
                if reading.value and (level := described_level(reading.value)) != reading.value
                else reading
                for reading in field_readings
            ]
        if name == "date":
            field_readings = _days_first(field_readings)
        if name in confirmed:
            field_readings = _confirmed_readings(name, field_readings, confirmed[name])
        if field_readings:
            readings[name] = tuple(field_readings)
    candidates = {
        name: values
        for name, values in (cable.candidates if cable else {}).items()
        if name not in decided
        and name not in confirmed
        and not any(description.readings.get(name) for description in descriptions)
    }
    references = cable.references if cable and cable.references else ()
    for description in descriptions:
        references += tuple(reference for reference in description.references if reference not in references)
    return Entry(
        item=item,
        readings=readings,
        references=references,
        page_count=page_count,
        files=tuple(files),
        candidates=candidates,
        scan=scan,
        checksum=checksum,
        provisional=bool(descriptions)
        and all(description.provisional for description in descriptions)
        and scan is None,
        flags=tuple(
            flag
            for flag in dict.fromkeys(
                [*(cable.flags if cable else ()), *(flag for description in descriptions for flag in description.flags)]
            )
            if (decided.keys() | confirmed.keys()).isdisjoint(_FIELDS_OF_FLAGS.get(flag.partition(":")[0], ()))
        ),
    )


def redecide(entry: Entry, decisions: Iterable[FieldDecision | FieldConfirmation]) -> Entry:
    """An entry with other decisions of a person, put together from the readings that it has.

    Args:
        entry: The entry as it was described.
        decisions: All decisions that hold now on its fields.

    Returns:
        The entry as ``describe_item`` makes it, but for what is parsed otherwise where more is known, and for flags and
        candidates that an earlier decision had dropped.
    """
    parsed: dict[str, tuple[Reading, ...]] = {}
    listed: dict[str, tuple[Reading, ...]] = {}
    for name, readings in entry.readings.items():
        plain = [replace(reading, confirmed_by="") for reading in readings if reading.by is not SourceKind.PERSON]
        listed[name] = tuple(reading for reading in plain if reading.by is SourceKind.RECEIVED)
        parsed[name] = tuple(reading for reading in plain if reading.by is not SourceKind.RECEIVED)
    made = describe_item(
        entry.item,
        cable=Cable(entry.item, fields=parsed, flags=entry.flags, candidates=dict(entry.candidates)),
        descriptions=[Description(entry.item, {name: readings for name, readings in listed.items() if readings})],
        decisions=decisions,
    )
    return replace(entry, readings=made.readings, flags=made.flags, candidates=made.candidates)


_SAID_BY_EDITORS = frozenset({"from", "to", "info", "subject", "caveats", "classification", "precedence"})
"""Fields that an edition gives with each document that has them: where it gives none, a word of the text is none."""

_FIELDS_OF_FLAGS = {
    "impossible_date": ("date",),
    "unreadable_date": ("date",),
    "ambiguous_date": ("date",),
    "weekday_mismatch": ("date",),
    "file_date_mismatch": ("date", "file"),
    "dtg_day_mismatch": ("date", "dtg"),
    "received_before_sent": ("sent", "received"),
    "deciphered_before_received": ("received",),
    "drafted_after_dispatched": ("sent",),
    "not_in_use": ("date", "from", "to", "caveats"),
    "sender_conflict": ("from",),
}
"""The fields that an anomaly is about, by the name of its flag."""


def _days_first(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of a date in order; those that give way to a day come after the last such day."""
    days = [day for reading in readings if (day := _day(reading))]
    behind = [reading for reading in readings if any(_gives_way(reading, day) for day in days)]
    last = max((at for at, reading in enumerate(readings) if _day(reading)), default=0)
    ahead = [reading for reading in readings[: last + 1] if reading not in behind]
    return [*ahead, *behind, *(reading for reading in readings[last + 1 :] if reading not in behind)]


def _day(reading: Reading) -> date | None:
    """The one day that a reading gives; None where it gives several, or none."""
    first, last = edtf_bounds(reading.value) or (None, None)
    return first if first == last else None


def _gives_way(reading: Reading, day: date) -> bool:
    """Whether this is a received date that cannot be read, or is less exact than a day that it may mean."""
    if reading.by is not SourceKind.RECEIVED or _day(reading):
        return False
    if reading.value is None:
        return True
    first, last = edtf_bounds(reading.value) or (None, None)
    if first is None or last is None or "/" in reading.value or reading.value[0] in "[{":
        return False
    about = last - first + timedelta(days=1) if reading.value[-1] in "~%" else timedelta(0)
    return first - day <= about and day - last <= about


def _confirmed_readings(name: str, readings: list[Reading], confirmation: FieldConfirmation) -> list[Reading]:
    """The readings that a person confirmed, marked as such; the person's own reading if no other has the value now."""
    by = f"{confirmation.who}, {confirmation.when[:10]}"
    first = effective(name, readings)
    if not first or _joined(first) != confirmation.value:
        own = [
            Reading(as_written=value, value=value, by=SourceKind.PERSON, source=by, note=confirmation.why)
            for value in _values(name, confirmation.value)
        ]
        first, readings = tuple(own), [*own, *readings]
    return [replace(reading, confirmed_by=by) if reading in first else reading for reading in readings]


def _joined(readings: Sequence[Reading]) -> str | None:
    return "; ".join(reading.value for reading in readings if reading.value) or None


def _values(name: str, text: str | None) -> list[str | None]:
    """The values that a person wrote: several, where the field may have several, are separated by ";"."""
    if text and name in MULTIPLE:
        return [part.strip() for part in text.split(";") if part.strip()]
    return [text or None]


def _decided_readings(name: str, decision: FieldDecision) -> list[Reading]:
    """A person's decision as readings."""
    values = _values(name, decision.after)
    source = f"{decision.who}, {decision.when[:10]}"
    return [
        Reading(
            as_written=value,
            value=value,
            by=SourceKind.PERSON,
            how=Derivation.SUPPLIED if decision.supplied else Derivation.OBSERVED,
            source=source,
            note=decision.why,
        )
        for value in values
    ]


def effective_pages(
    item: str, read: Sequence[Page], descriptions: Sequence[Description], transcribed: Sequence[Page]
) -> tuple[Page, ...]:
    """The effective pages of an item: a person's transcript, else the scan as read, else received text.

    The scan's reading is preferred to received text because it has places on the picture; where it has no word at all,
    the received text of that page is taken.

    Args:
        item: The item's id.
        read: The pages of its scan as read and corrected.
        descriptions: Received descriptions, with the text of pages.
        transcribed: Pages that a person transcribed.

    Returns:
        The pages in the order of their numbers.
    """
    pages = {page.number: page for page in read}
    for description in descriptions:
        for number, text in enumerate(description.pages, 1):
            if number not in pages or not any(pages[number].words):
                read_page = pages.get(number, Page(item, number))
                received = Page.of_text(item, number, text, reader="received text", by="received")
                pages[number] = replace(received, file=read_page.file, file_page=read_page.file_page)
    pages.update({page.number: page for page in transcribed})
    return tuple(pages[number] for number in sorted(pages))
