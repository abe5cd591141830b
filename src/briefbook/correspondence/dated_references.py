"""Resolve references without a number by author, addressee and day: held, ambiguous, or a stub with the day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from sys import intern

from briefbook.correspondence.network import codes_of, kind_of, kind_of_reference
from briefbook.model.cable import Reference
from briefbook.model.catalogue import Catalogue
from briefbook.model.network import ResolvedReference
from briefbook.text.dates import day_of
from briefbook.text.posts import same_post


@dataclass(frozen=True, slots=True)
class DatedItem:
    """An item with its kind and the codes of the posts that it went to, whether it has a number or not."""

    item: str
    kind: str
    to: frozenset[str]


ItemsByDay = Mapping[tuple[str, date], list[DatedItem]]


def items_by_day(catalogue: Catalogue, aliases: Mapping[str, str]) -> ItemsByDay:
    """Index the items whose author and day are known, by both."""
    written: dict[tuple[str, date], list[DatedItem]] = defaultdict(list)
    for entry in catalogue:
        post, day = same_post(entry.value("from"), aliases), day_of(entry.date)
        if post and day:
            recipients = codes_of(entry, ("to", "info"), aliases)
            written[intern(post), day].append(DatedItem(intern(entry.item), kind_of(entry.value("form")), recipients))
    return written


def resolve_by_date(
    written: ItemsByDay, base: ResolvedReference, reference: Reference, author: str, partners: frozenset[str]
) -> ResolvedReference:
    """Resolve a reference by who wrote it, when, to whom and in which kind of message.

    A day earlier or later is only proposed: what was sent in the evening has the next day's date elsewhere.

    Args:
        written: The items by author and day.
        base: The reference, unresolved.
        reference: The reference as parsed.
        author: Code of the post that wrote what is referred to; "" if unknown.
        partners: Codes of the posts that it may have been sent to.

    Returns:
        ``held`` with the one item that fits, ``ambiguous`` with several or a doubtful one, else a ``stub``.
    """
    day = day_of(reference.date)
    if not author or not day:
        return replace(base, note="not a reference that can be followed: no whole date or no author")
    kind = kind_of_reference(reference)
    kinds = {"telegram", "letter"} if "message" in reference.mention.lower() else {kind}

    def of_kind(when: date) -> list[DatedItem]:
        return [
            letter for letter in written.get((author, when), ()) if letter.kind in kinds and letter.item != base.item
        ]

    def fitting(when: date) -> list[DatedItem]:
        return [letter for letter in of_kind(when) if not letter.to or not partners or letter.to & partners]

    exact = fitting(day)
    matching = exact or of_kind(day) or [letter for apart in (-1, 1) for letter in fitting(day + timedelta(days=apart))]
    items = tuple(dict.fromkeys(letter.item for letter in matching))
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
