"""Items whose first page goes on with a message that another item begins -> what seems to be one paper in two files."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from briefbook.cables.paging import PageCount, page_count_of
from briefbook.model.catalogue import Entry
from briefbook.model.page import Page
from briefbook.project.workspace import Workspace
from briefbook.text.posts import same_post

THRESHOLD = 1.5
"""The weight from which two items seem to be one paper."""


@dataclass(frozen=True, slots=True)
class ProposedJoin:
    """Two items that seem to be one paper: ``other`` goes on with ``item``, for these reasons."""

    item: str
    other: str
    reasons: tuple[str, ...]
    weight: float


def proposed_joins(workspace: Workspace) -> list[ProposedJoin]:
    """The items that seem to go on with another: their first page is a further page of its message.

    A number that both bear is evidence, and so are the post, the date-time group and that page follows page. An
    item with a heading of its own goes on with none; one that fits several equally is proposed for none.

    Args:
        workspace: The collection.

    Returns:
        The pairs, by the item that goes on.
    """
    counts: dict[str, PageCount] = {}
    with_number: dict[str, list[Entry]] = defaultdict(list)
    last_count: dict[str, int] = {}
    for entry in workspace.catalogue:
        if entry.item not in workspace.division.pages_of:
            continue
        texts = workspace.catalogue.texts(entry.item)
        pages = [Page.of_text(entry.item, text.number, text.text) for text in texts]
        first = page_count_of(pages[0]) if pages else None
        if first is not None and first.page != 1 and not entry.value("from"):
            counts[entry.item] = first
            continue
        for number in _numbers(entry):
            with_number[number].append(entry)
        last_count[entry.item] = next(
            (count.page for page in reversed(pages) if (count := page_count_of(page)) and count.page), len(pages)
        )
    joins = []
    for other, count in counts.items():
        numbers = [number for number in (count.arrival_number, count.message_number) if number]
        candidates = {entry.item: entry for number in numbers for entry in with_number[number]}
        weighed = sorted(
            (_join(entry, other, count, last_count[entry.item]) for entry in candidates.values()),
            key=lambda join: -join.weight,
        )
        if weighed and weighed[0].weight >= THRESHOLD and (len(weighed) < 2 or weighed[1].weight < weighed[0].weight):
            joins.append(weighed[0])
    return joins


def _numbers(entry: Entry) -> Iterator[str]:
    """The figures of every number that an item bears: the sender's, and those under which it was registered."""
    for value in (entry.value("number") or "", *entry.values("identifiers")):
        yield from {figures.lstrip("0") for figures in re.findall(r"\d{2,6}", value)}


def _join(entry: Entry, other: str, count: PageCount, last: int) -> ProposedJoin:
    weight, reasons = 0.0, []
    own = re.sub(r"^\D*0*", "", entry.value("number") or "")
    if count.arrival_number and any(count.arrival_number in value for value in entry.values("identifiers")):
        weight += 1.5
        reasons.append(f"both bear the number IN {count.arrival_number}")
    if count.message_number and count.message_number == own:
        weight += 1.0
        reasons.append(f"its page line names {count.message_number}")
    sender = same_post(entry.value("from") or "", {})
    if sender and re.search(rf"\b{re.escape(sender)}\b", count.words.upper()):
        weight += 0.5
        reasons.append(f"and {sender}")
    group = re.search(r"\d{6}Z", count.words.upper())
    if group and group[0] in (entry.value("dtg") or ""):
        weight += 0.5
        reasons.append(f"the same date-time group, {group[0]}")
    if count.page:
        weight += 0.5 if count.page == last + 1 else -0.5
        if count.page == last + 1:
            reasons.append(f"page {count.page} follows page {last}")
    return ProposedJoin(entry.item, other, tuple(reasons), weight)
