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

_HEAD_LETTERS = 1200
"""Letters of a first page in which the line that counts it stands."""

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
    catalogue = workspace.catalogue
    going_on = {
        item: count
        for item, text in (catalogue.first_texts(_HEAD_LETTERS) if workspace.division.pages_of else ())
        if item in workspace.division.pages_of
        and (count := page_count_of(Page.of_text(item, 1, text))) is not None
        and count.page != 1
    }
    counts = {
        item: count for item, count in going_on.items() if (entry := catalogue.get(item)) and not entry.value("from")
    }
    wanted = {number for count in counts.values() for number in (count.arrival_number, count.message_number) if number}
    with_number: dict[str, list[Entry]] = defaultdict(list)
    for entry in catalogue if wanted else ():
        if entry.item in counts or entry.item not in workspace.division.pages_of:
            continue
        for number in wanted.intersection(_numbers(entry)):
            with_number[number].append(entry)
    last_count = {
        item: _last_count(workspace, item) for item in {entry.item for many in with_number.values() for entry in many}
    }
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


def _last_count(workspace: Workspace, item: str) -> int:
    """The page number printed on the last page that has one; otherwise the number of the item's pages."""
    texts = workspace.catalogue.texts(item)
    pages = [Page.of_text(item, text.number, text.text) for text in texts]
    return next((count.page for page in reversed(pages) if (count := page_count_of(page)) and count.page), len(pages))


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
