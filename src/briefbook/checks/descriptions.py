"""C104 What is said of an item agrees with the heading on its scan.

Why:
    Lists are typed by hand, and scans are given wrong names: where the list and the paper disagree, one of them is
    wrong, or the scan is that of another cable.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316 machine.number=3361 machine.from=WASHDC
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316 machine.number=3316 machine.date=1962-11-08
    > The talks were delayed (CDNW9001).
Remedy:
    Look at the picture. If the paper is right, `briefbook catalogue set ITEM FIELD VALUE`; if the reading is wrong, set
    the list's value the same way: a person's word ends the matter.
"""

from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import span
from briefbook.model.cable import Derivation, Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.model.finding import Finding
from briefbook.text.date_display import date_in_words
from briefbook.text.offices_in_cities import is_office_in_city
from briefbook.util.advice import typed

_COMPARED = ("date", "from", "to", "number")
_UNSURE = 0.6
_FAR_APART = 31
"""Days: so far from a list's date an inferred one, as of a date-time group whose month stands elsewhere, is no slip."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every field in which a received description and the heading as read differ."""
    yield from inputs.placed(inputs.of_catalogue("C104", lambda: _of_catalogue(inputs)))


def _of_catalogue(inputs: CheckInput) -> Iterator[Finding]:
    for entry in inputs.entries.values():
        both = {name: pair for name in _COMPARED if all(pair := _observed(entry, name))}
        differing = {name for name, pair in both.items() if not _agree(inputs, name, *pair)}
        if differing and not entry.scan and len(differing) == len(both):
            continue  # words of a text without a picture, taken for a heading
        for name in _COMPARED:
            if name in differing and not any(reading.by is SourceKind.PERSON for reading in entry.readings[name]):
                yield _finding(inputs, entry, name, both[name][0][0], both[name][1][0])
        if "date" not in both and (apart := _far_from_inferred(entry)):
            yield _finding(inputs, entry, "date", *apart)


def _far_from_inferred(entry: Entry) -> tuple[Reading, Reading] | None:
    """A list's date and the paper's, where the paper's had to be inferred and each is far from every other."""
    readings = [reading for reading in entry.readings.get("date", ()) if reading.value and span(reading.value)]
    listed = [reading for reading in readings if reading.by is SourceKind.RECEIVED]
    read = [reading for reading in readings if reading.by is SourceKind.MACHINE]
    if not (listed and read) or any(reading.by is SourceKind.PERSON for reading in readings):
        return None
    far = all(_days_apart(first.value, second.value) > _FAR_APART for first in listed for second in read)
    return (listed[0], read[0]) if far else None


def _days_apart(value: str | None, other: str | None) -> int:
    """Days between two dates; 0 where they overlap."""
    first, second = span(value), span(other)
    if first is None or second is None:
        return 0
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)


def _observed(entry: Entry, name: str) -> tuple[list[Reading], list[Reading]]:
    """What received descriptions, and what the heading, plainly say of a field."""
    plain = [
        reading for reading in entry.readings.get(name, ()) if reading.value and reading.how is not Derivation.INFERRED
    ]
    return [r for r in plain if r.by is SourceKind.RECEIVED], [r for r in plain if r.by is SourceKind.MACHINE]


def _agree(inputs: CheckInput, name: str, received: list[Reading], machine: list[Reading]) -> bool:
    """Does any value of the one source agree with any of the other?"""
    return any(_same(inputs, name, r.value or "", m.value or "") for r in received for m in machine)


def _same(inputs: CheckInput, name: str, value: str, other: str) -> bool:
    if name == "date":
        first, second = span(value), span(other)
        if first is None or second is None:
            return value == other
        return first[0] <= second[1] and second[0] <= first[1]
    if name == "number":
        return _plain(value) == _plain(other)
    return (
        inputs.post(value) == inputs.post(other)
        or _plain(value) == _plain(other)
        or _one_place(inputs, value, other)
        or is_office_in_city(value, other)
    )


def _one_place(inputs: CheckInput, value: str, other: str) -> bool:
    """Whether an office in words ("Embassy in Lima"), of which no code is known, is where the heading has its post."""
    offices = [inputs.context.post(value), inputs.context.post(other)]
    places = [(office.country, office.latitude, office.longitude) for office in offices if office and office.country]
    return (
        len(places) == 2 and places[0] == places[1] and any(office and office.standing == "place" for office in offices)
    )


def _plain(value: str) -> str:
    return "".join(value.upper().split()).lstrip("0")


def _finding(inputs: CheckInput, entry: Entry, name: str, received: Reading, machine: Reading) -> Finding:
    is_unsure = machine.confidence is not None and machine.confidence < _UNSURE
    unsure = is_unsure or (name == "date" and machine.how is Derivation.INFERRED)
    hint = ""
    if name == "date" and (first := span(received.value)) and (other := span(machine.value)):
        apart = abs((first[0] - other[0]).days)
        is_day_each = first[0] == first[1] and other[0] == other[1]
        hint = " (a day apart: the local day, or the day of receipt)" if apart == 1 and is_day_each else ""
        received_words, machine_words = date_in_words(received.value or ""), date_in_words(machine.value or "")
    else:
        received_words, machine_words = received.value or "", machine.value or ""
    doubt = "; the reading is unsure" if unsure else ""
    place = f", p. {machine.place.page}" if machine.place else ""
    where = "on its scan" if entry.scan else "of its text"
    return Finding(
        "C104",
        None,
        f"{entry.item}: the description gives {name} {received_words}, the heading {where}{place} reads "
        f"{machine_words}{hint}{doubt}",
        remedy=f"look at the picture, then say which holds: {typed('catalogue', 'set', entry.item, name, 'VALUE')}.",
        item=entry.item,
        place=machine.place,
        cannot_tell=unsure,
        data={"field": name, "received": received.value, "machine": machine.value},
    )
