"""References without a number, by author, addressee and day -> held, ambiguous, or a stub with the day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefbook.correspondence.network import kind_of, kind_of_reference
from briefbook.model.cable import Reference
from briefbook.model.catalogue import Catalogue
from briefbook.model.network import ResolvedReference
from briefbook.text.dates import day_of
from briefbook.text.posts import same_post


@dataclass(frozen=True, slots=True)
class Written:
    """An item by who wrote it to whom, whether it has a number or not."""

    item: str
    kind: str
    to: frozenset[str]


ByDay = Mapping[tuple[str, date], list[Written]]


def by_day(catalogue: Catalogue, aliases: Mapping[str, str]) -> ByDay:
    """Every item whose author and day are known."""
    found: dict[tuple[str, date], list[Written]] = defaultdict(list)
    for entry in catalogue:
        post, day = same_post(entry.value("from"), aliases), day_of(entry.date)
        if post and day:
            told = frozenset(same_post(code, aliases) for name in ("to", "info") for code in entry.values(name))
            found[post, day].append(Written(entry.item, kind_of(entry.value("form")), told))
    return found


def follow_date(
    written: ByDay, base: ResolvedReference, reference: Reference, author: str, partners: frozenset[str]
) -> ResolvedReference:
    """The one item that this author wrote to one of ``partners`` on that day, in that kind; or several, or a stub.

    A day earlier or later is only proposed: what was sent in the evening is of the next day elsewhere.
    """
    day = day_of(reference.date)
    if not author or not day:
        return replace(base, note="not a reference that can be followed: no whole date or no author")
    kind = kind_of_reference(reference)
    kinds = {"telegram", "letter"} if "message" in reference.mention.lower() else {kind}

    def of_kind(when: date) -> list[Written]:
        return [one for one in written.get((author, when), ()) if one.kind in kinds and one.item != base.item]

    def fitting(when: date) -> list[Written]:
        return [one for one in of_kind(when) if not one.to or not partners or one.to & partners]

    exact = fitting(day)
    near = exact or of_kind(day) or [one for apart in (-1, 1) for one in fitting(day + timedelta(days=apart))]
    items = tuple(dict.fromkeys(one.item for one in near))
    if len(items) == 1 and exact and exact[0].to & partners:
        note = "by its author, its addressee and its date; no number is given"
        return replace(base, status="held", target=items[0], candidates=items, confidence=0.8, note=note)
    if items:
        alone = (
            "its addressee is not known" if exact else "it is to another" if of_kind(day) else "its date is a day off"
        )
        note = f"no number is given; {'several fit' if len(items) > 1 else alone}"
        return replace(base, status="ambiguous", candidates=items, confidence=0.5, note=note)
    target = f"{author} {kind if len(kinds) == 1 else 'message'} of {day.isoformat()}"
    return replace(base, status="stub", target=target, confidence=0.5, note="no number is given")
