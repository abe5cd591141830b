"""What the machine read, what came with the papers and what a person said of an item -> Entry."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from briefbook.model.cable import Cable, Derivation, Reading, SourceKind
from briefbook.model.catalogue import FIELDS, MULTIPLE, Entry
from briefbook.model.decision import FieldDecision
from briefbook.model.page import Page
from briefbook.model.received import Description
from briefbook.text.dates import edtf_bounds


def describe_item(
    item: str,
    *,
    cable: Cable | None = None,
    descriptions: Sequence[Description] = (),
    decisions: Iterable[FieldDecision] = (),
    scan: str | None = None,
    checksum: str | None = None,
    page_count: int = 0,
) -> Entry:
    """The entry of an item: for every field a person's word before the received before the machine's.

    The last decision of a person on a field holds; earlier ones stay in the journal. Received descriptions keep
    the order in which they are given. Nothing is dropped but exact repetitions from one source. A received date that
    is no day (it cannot be read, or is approximate) does not stand before a reading that is a day and fits it. What
    was wrong with a date is no anomaly any more once a person has decided on it.
    """
    said = {decision.field: decision for decision in decisions if decision.item == item}
    readings: dict[str, tuple[Reading, ...]] = {}
    for name in FIELDS:
        found: list[Reading] = []
        if name in said:
            found += _said(name, said[name])
        for description in descriptions:
            found += [reading for reading in description.readings.get(name, ()) if reading not in found]
        if cable:
            found += cable.fields.get(name, ())
        if found:
            readings[name] = tuple(_days_first(found) if name == "date" else found)
    references = cable.references if cable and cable.references else ()
    for description in descriptions:
        references += tuple(reference for reference in description.references if reference not in references)
    return Entry(
        item=item,
        readings=readings,
        references=references,
        page_count=page_count,
        scan=scan,
        checksum=checksum,
        provisional=bool(descriptions) and all(one.provisional for one in descriptions) and scan is None,
        flags=tuple(
            flag
            for flag in dict.fromkeys(
                [*(cable.flags if cable else ()), *(flag for one in descriptions for flag in one.flags)]
            )
            if not ("date" in said and flag in _FLAGS_OF_DATES)
        ),
    )


_FLAGS_OF_DATES = ("impossible_date", "unreadable_date", "ambiguous_date")


def _days_first(readings: Sequence[Reading]) -> list[Reading]:
    """Readings of the date: those that give way to a day go behind the last day that they give way to."""
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
    """Is this a received date that cannot be read, or one less exact than a day that it may mean?"""
    if reading.by is not SourceKind.RECEIVED or _day(reading):
        return False
    if reading.value is None:
        return True
    first, last = edtf_bounds(reading.value) or (None, None)
    if first is None or last is None or "/" in reading.value or reading.value[0] in "[{":
        return False
    about = last - first + timedelta(days=1) if reading.value[-1] in "~%" else timedelta(0)
    return first - day <= about and day - last <= about


def _said(name: str, decision: FieldDecision) -> list[Reading]:
    """A person's decision as readings: several values are separated by ";"."""
    after = decision.after
    values: list[str | None] = [after]
    if after and name in MULTIPLE:
        values = [part.strip() for part in after.split(";") if part.strip()]
    source = f"{decision.who}, {decision.when[:10]}"
    return [
        Reading(
            as_written=value,
            value=value or None,
            by=SourceKind.PERSON,
            how=Derivation.SUPPLIED,
            source=source,
            note=decision.why,
        )
        for value in values
    ]


def effective_pages(
    item: str, read: Sequence[Page], descriptions: Sequence[Description], transcribed: Sequence[Page]
) -> tuple[Page, ...]:
    """The pages of an item as they hold: a person's transcript, else the scan as read, else received text.

    A scan's own reading stands before received text because it has places on the picture; where the scan gave
    no word at all, the received text of that page is taken.
    """
    pages = {page.number: page for page in read}
    for description in descriptions:
        for number, text in enumerate(description.pages, 1):
            if number not in pages or not any(pages[number].words):
                pages[number] = Page.of_text(item, number, text, reader="received text", by="received")
    pages.update({page.number: page for page in transcribed})
    return tuple(pages[number] for number in sorted(pages))
