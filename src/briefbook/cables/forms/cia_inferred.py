"""What the agency's form tells elsewhere of a box that is not legible, or that points there: SEE BELOW.

What is inferred says from what.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.cia_boxes import box_name, squeezed
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.model.cable import Derivation
from briefbook.text.dates import Day, find_days, find_group, full_year, heading_months, is_day
from briefbook.text.months import SHORT_MONTH
from briefbook.text.ocr_confusion import distance
from briefbook.text.posts import BOOK
from briefbook.text.stations import stations
from briefbook.text.time_zones import zone_of

_SLOTTED = re.compile(rf"SLOT.{{0,16}}?(?<!\d)(?P<day>\d{{1,2}})\s?(?P<month>{SHORT_MONTH})\s?(?P<year>\d\d)(?!\d)")
_RECEIVED = re.compile(
    rf"\b(?P<month>{SHORT_MONTH})\s?(?P<day>\d{{1,2}})[\s.]+(?P<hour>[0-2]\d)[0-5]\dZ[\s.]+(?P<year>\d\d)(?!\d)"
)
_ALL = re.compile(
    r"(?:T?O\s?:\s*)?ALL\s(?P<first>COS|COB|STATIONS|BASES)\b\W*(?:[S8]|AND\b)?\W*(?P<second>COB|BASES)?\b"
)
"""Chiefs of station and of base; what stands between is &, often read as another character."""

_DATE_BOX = re.compile(r"\W*DATE\b\W*(?P<rest>.*)")


def infer(draft: HeadingDraft, labels: frozenset[str], *, cited: bool) -> None:
    """Fill in what no box gave, from what else stands in the head."""
    if not cited:
        _book_cable(draft)
        _sender(draft, labels)
        _addressee(draft)
    if not draft.values.get(slots.DATE):
        _slotted(draft)
        _received(draft)


def cites_headquarters(draft: HeadingDraft) -> bool:
    """Is CITE DIR printed on the form, on the first page or on one that goes on, with no station's number behind it?"""
    return any(
        _CITES_HEADQUARTERS.search(line) or _RUN_TOGETHER.search(_NO_CAPITAL_OR_FIGURE.sub("", line.upper()))
        for line in draft.texts
    )


_CITES_HEADQUARTERS = re.compile(r"\bC[I1]TE D[I1]R\b(?:\W+\S+)?\W*$")


_NO_CAPITAL_OR_FIGURE = re.compile(r"[^A-Z0-9]+")
_RUN_TOGETHER = re.compile(r"INFO[A-Z]{0,16}C[I1HL]TED[I1U]R\d{0,5}$")
"""The same line with its blanks lost."""


def _sender(draft: HeadingDraft, labels: frozenset[str]) -> None:
    """Only Headquarters' own form has boxes for who wrote it; what came in is addressed to the Director."""
    named = labels & {"ORIG", "UNIT", "EXT"}
    written = [re.sub(r"^TO\s?:", "", one.written) for one in draft.evidence.get(slots.TO, ())]
    names = {box_name(squeezed(one)) for one in written} - {None}
    if len(named) >= 2 or (named and names and "DIRECTOR" not in names):
        note = "Headquarters' own form, on which it is the sender"
        draft.put(
            slots.FROM,
            "DIRECTOR",
            written=", ".join(sorted(named)),
            how=Derivation.INFERRED,
            confidence=0.85,
            note=note,
        )


def _book_cable(draft: HeadingDraft) -> None:
    """A message to many: the box says BOOK CABLE (SEE BELOW), and below stands to all of whom."""
    head, bare = list(_head(draft)), BOOK.replace(" ", "")
    for at, line in head:
        rest = re.sub(r"^T?[O0]\s?:\s*", "", line)
        box = "".join(rest.split("(")[0].split())
        if draft.values.get(slots.TO) or len(box) != len(bare) or distance(box, bare) > 1.0:
            continue
        below = next((match for under, text in head if under > at and (match := _ALL.match(text))), None)
        whom = " & ".join(part for part in below.groups() if part) if below else ""
        value = f"{BOOK}: ALL {whom}" if whom else BOOK
        how = Derivation.OBSERVED if box == bare else Derivation.REPAIRED
        draft.put(slots.TO, [value], at, written=rest, how=how)


def _addressee(draft: HeadingDraft) -> None:
    """The station that stands twice on Headquarters' form, by name and by its letters, each with a letter wrong."""
    if draft.values.get(slots.TO) or draft.values.get(slots.FROM) != "DIRECTOR":
        return
    head = list(_head(draft))
    boxes = [(at, match[1]) for at, line in head if (match := re.match(r"TO\s?:\s*([A-Z]+)\b", line))]
    if not boxes:
        return
    at, upper = boxes[0]
    lower = [word for below, line in head if below > at and (word := re.sub(r"^TO\s?:\s*", "", line).split(" ")[0])]
    fits = {
        name
        for slug, name in stations().items()
        if _like(upper, name.replace(" ", "")) and any(_like(word, slug) for word in lower)
    }
    if len(fits) == 1:
        note = "the name and the letters of the station, each read with a letter wrong"
        draft.put(slots.TO, [fits.pop()], at, written=upper, how=Derivation.INFERRED, confidence=0.7, note=note)


def _head(draft: HeadingDraft) -> Iterator[tuple[int, str]]:
    """The lines of the head, as far as the references."""
    for at, line in enumerate(draft.texts[:20]):
        if at > 4 and re.match(r"R\wF\b|1\.", line):
            return
        yield at, line.upper()


def _like(read: str, meant: str) -> bool:
    """Are they the same but for one letter, exchanged?"""
    return len(meant) > 3 and len(read) == len(meant) and sum(a != b for a, b in zip(read, meant, strict=True)) <= 1


def _slotted(draft: HeadingDraft) -> None:
    """The day of the date-time group, its month and year those of the note that a copy was slotted on the same day."""
    for at, line in enumerate(draft.texts[:12]):
        match = _SLOTTED.search(line.upper())
        if not match or not draft.lines[at].is_confident(match["month"], match["year"]):
            continue
        day = Day(0, 0, full_year(match["year"], draft.window), heading_months()[match["month"]], int(match["day"]))
        for below, filed in enumerate(draft.texts[at : at + 12], at):
            group = find_group(filed, window=draft.window)
            written = filed[group.start : group.end] if group else ""
            if group and (group.zone, group.day) == ("Z", day.day) and draft.lines[below].is_confident(written):
                note = "the day of the date-time group; its month and year those of the note of the same day"
                draft.put(
                    slots.DATE, day.edtf, below, written=written, how=Derivation.INFERRED, confidence=0.8, note=note
                )
                return


def _received(draft: HeadingDraft) -> None:
    """The day in Washington of the time stamped on receipt, where the DATE box is not legible but has its year.

    That the DATE box holds that day is unverified: it does on the three messages at hand that have both, one of them
    stamped after midnight in Greenwich.
    """
    boxes = [found["rest"] for line in draft.texts[:14] if (found := _DATE_BOX.match(line.upper()))]
    stamps = [
        (at, found)
        for at, line in enumerate(draft.texts[:24])
        if (found := _RECEIVED.search(line.upper())) and draft.lines[at].is_confident(found["day"], found["year"])
    ]
    if len(stamps) != 1 or not any(re.search(rf"\b{stamps[0][1]['year']}\b", rest) for rest in boxes):
        return
    if any(day.year for rest in boxes for day in find_days(rest, window=draft.window)):
        return  # legible, and another day
    at, found = stamps[0]
    day = _in_washington(found, draft.window)
    if day:
        note = "the day in Washington of the time stamped on receipt (unverified); the DATE box is not legible"
        draft.put(slots.DATE, day.isoformat(), at, written=found[0], how=Derivation.INFERRED, confidence=0.7, note=note)


def _in_washington(stamp: re.Match[str], window: int) -> date | None:
    """The local day of a time stamped in UTC."""
    year, month, day = full_year(stamp["year"], window), heading_months()[stamp["month"]], int(stamp["day"])
    zone = zone_of("WASHDC")
    if zone is None or not is_day(year, month, day) or int(stamp["hour"]) > 23:
        return None
    return datetime(year, month, day, int(stamp["hour"]), tzinfo=UTC).astimezone(zone).date()
