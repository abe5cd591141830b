"""An editors' note has no date of its own: the documents before and after it in its volume say of which time it is."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefbook.model.cable import Reference
from briefbook.model.catalogue import Catalogue, Entry
from briefbook.text.dates import day_of

MAX_APART = 183
"""Days between the documents before and after a note at most, if both together are to say its year."""

_OPEN_YEAR = re.compile(r"XXXX-(?P<month>\d\d)-(?P<day>\d\d)")
_NUMBERED = re.compile(r"(?P<volume>.+)-d(?P<number>\d+)\D?")


@dataclass(frozen=True, slots=True)
class EditionDays:
    """The days of the documents of each volume of an edition, in the order of the documents."""

    days: Mapping[str, Sequence[tuple[int, date]]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> "EditionDays":
        """The days in a catalogue; an item is of a volume by its id, as imports of editions give it."""
        days: dict[str, list[tuple[int, date]]] = defaultdict(list)
        for entry in catalogue:
            name, day = _NUMBERED.fullmatch(entry.item), day_of(entry.date)
            if name and day:
                days[name["volume"]].append((int(name["number"]), day))
        return cls({volume: sorted(dated) for volume, dated in days.items()})

    def around(self, entry: Entry) -> tuple[date, ...]:
        """The dates of the documents before and after an editors' note; empty for an item with a date of its own."""
        name = _NUMBERED.fullmatch(entry.item)
        if name is None or entry.date or entry.value("form") != "editorial note":
            return ()
        dated = self.days.get(name["volume"], ())
        at = bisect_left(dated, (int(name["number"]), date.min))
        return tuple(day for _, day in dated[max(0, at - 1) : at + 1])


def with_year_near(reference: Reference, around: Sequence[date]) -> Reference:
    """A reference by day and month, completed with the year that is nearest to the documents around its note.

    Args:
        reference: As it was read; only a date whose year is open is changed.
        around: The days of the documents before and after the note.

    Returns:
        The reference; as it was where the documents are not known, or are too far apart to say the year.
    """
    open_day = _OPEN_YEAR.fullmatch(reference.date or "")
    if not open_day or len(around) < 2 or abs((around[1] - around[0]).days) > MAX_APART:
        return reference
    near = []
    for year in sorted({day.year + step for day in around for step in (-1, 0, 1)}):
        try:
            near.append(date(year, int(open_day["month"]), int(open_day["day"])))
        except ValueError:
            continue
    if not near:
        return reference
    nearest = min(near, key=lambda when: min(abs((when - day).days) for day in around))
    return replace(reference, date=nearest.isoformat())
