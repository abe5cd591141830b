"""C108 A heading, or the row of a list, is free of contradictions.

Why:
    A cable is written, sent and received, in this order; a weekday fits its date; a row names its item. A heading that
    says otherwise has been misread, or its typist or printer erred; an id that was proposed for a row may be wrong.
Fails:
    item CDNW9001 date=1962-10-31 from=WASHDC number=3316 flags=received_before_sent
    > The talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-10-31 from=WASHDC number=3316
    > The talks were delayed (CDNW9001).
Remedy:
    Look at the picture; neighbours by number often say which of the two is wrong.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.model.catalogue import UNREAD_FLAG, Entry
from briefbook.model.finding import Finding, Severity
from briefbook.text.date_display import date_in_words
from briefbook.text.ids_alike import IdsAlike

_OF_LISTS = {
    "id_inferred": (
        "the id was proposed from the order of citations, for its row names none",
        "compare with the scan; where it is wrong, write the id into the row and import again with --replace.",
    ),
    "provisional_id": (
        "the id is provisional, made of post, number and year, for its row names none",
        "find the item's own id, write it into the row and import again with --replace.",
    ),
}
"""Flags raised by a received list, not by a heading: what to say and what to do."""

_LOOK = "look at the picture or the list, and correct what is wrong."
_OF_HEADINGS = {
    "several_headings": "see `briefbook parts ITEM`: divide the file, or say that it is one item with --whole.",
    "transcript_of_another_page": (
        "it is not used. Look at both pages, and move it to where that page's transcript belongs: "
        "transcripts/FILE/p003.txt is for page 3 of the file; of several begin with the last."
    ),
}
"""What to do about anomalies of which there is more to say, by the name of the flag."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every anomaly that reading the heading, or a received list, raised."""
    yield from inputs.placed(inputs.of_catalogue("C108", lambda: _of_catalogue(inputs)))


def _of_catalogue(inputs: CheckInput) -> Iterator[Finding]:
    yield from _nearly_the_same(inputs)
    for item, entry in inputs.entries.items():
        for flag in entry.flags:
            if flag == UNREAD_FLAG:
                continue  # no heading was read: what hindered it is said by a finding about the scan
            message, remedy = _OF_LISTS.get(
                flag, (_in_words(flag, entry), _OF_HEADINGS.get(flag.partition(":")[0], _LOOK))
            )
            yield Finding(
                "C108",
                None,
                f"{item}: {message}",
                remedy=remedy,
                severity=Severity.NOTE if flag in _OF_LISTS else Severity.WARNING,
                item=item,
                data={"flag": flag},
            )


def _nearly_the_same(inputs: CheckInput) -> Iterator[Finding]:
    """A note for each item that only a list has, and whose id is nearly that of a paper with a scan."""
    listed: list[str] = []
    scanned: list[str] = []
    for item, entry in inputs.entries.items():
        (listed if entry.scan is None and not entry.page_count else scanned).append(item)
    if not listed or not scanned:
        return
    ids = IdsAlike(scanned)
    for item in listed:
        if near := ids.near(item):
            yield Finding(
                "C108",
                None,
                f"{item}: only a list has it, and its id is nearly that of {' and '.join(near)}, which has a scan",
                remedy="where it is the same paper, import the list again with --replace --near-ids same, or correct "
                "the id there.",
                severity=Severity.WARNING,
                item=item,
                data={"flag": "near_id", "near": near},
            )


def _in_words(flag: str, entry: Entry) -> str:
    name, _, detail = flag.partition(": ")
    words = f"{name.replace('_', ' ')}: {detail}" if detail else name.replace("_", " ")
    if flag == "ambiguous_date":
        return f"{words}{_both_readings(entry)}"
    if flag not in ("impossible_date", "unreadable_date"):
        return words
    written = [
        reading.written_words
        for reading in entry.readings.get("date", ())
        if reading.value is None and reading.written_words
    ]
    return f"{words}: {', '.join(written)}" if written else words


def _both_readings(entry: Entry) -> str:
    """As which two days a list's date may be read, and what would decide; "" where the list does not say."""
    for reading in entry.readings.get("date", ()):
        other = _ALSO.search(reading.note or "")
        if other and reading.value and reading.written_words:
            day, also = date_in_words(reading.value), date_in_words(other[1])
            return (
                f": {reading.written_words} is read {day}, and may be {also}; "
                "no other row of its list shows whether the day or the month comes first"
            )
    return ""


_ALSO = re.compile(r"\bit may also be (\d{4}-\d\d-\d\d)")
