"""An item's pages -> the papers among them: where a page has a heading of its own, another paper begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefbook.cables import heading_slots as slots
from briefbook.cables.cover_sheets import CoverSheet
from briefbook.cables.heading import read_draft
from briefbook.cables.heading_draft import HeadingDraft, draft_of_pages
from briefbook.model.page import Kind, Page
from briefbook.text.page_kinds import page_kinds
from briefbook.text.posts import same_post
from briefbook.text.release_markings import is_page_line

MAX_PAGE_LINE = 12
"""Among how many of a page's first lines its page line ("PAGE TWO 3316") is looked for."""

MAX_FIRST_LINE = 30
"""Among how many of a page's first lines its heading must begin; what stands lower is quoted in the text."""

_CONTINUED = re.compile(
    r"-\s*(?:[2-9]|[1-9]\d)\s*-|PAGE\s+(?:[2-9]|[1-9]\d)\b.*|\(?(?:CONTINUED|CONTINUATION|SUITE)\b.*"
    r"|.*\b(?:CONTINUATION OF|CONTINUES|CONTINUED FROM)\b.*|SECTION\s+(?:0?[2-9]|TWO|THREE|FOUR|FIVE)\s+OF\b.*"
)
"""A line, in capitals, that says that the page goes on with the paper before it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper within an item: its pages in order, and what its heading calls it ("PARIS 3316"; "" if it has none)."""

    pages: tuple[Page, ...]
    name: str = ""

    @property
    def first_page(self) -> int:
        """The number, from 1, of its first page in the item."""
        return self.pages[0].number


@dataclass(frozen=True, slots=True)
class _Identity:
    """What tells one paper from another; "" for what the heading does not give."""

    sender: str
    addressees: tuple[str, ...]
    message_number: str
    date_sent: str
    arrival_number: str  # under which the addressee registered it

    @property
    def name(self) -> str:
        return f"{self.sender} {self.message_number or self.date_sent or self.arrival_number}".strip()

    def differs(self, other: "_Identity") -> bool:
        """Is the other certainly another paper? Doubt is a no: a page too many is seen sooner than a paper torn up."""
        if self.arrival_number and other.arrival_number:
            return self.arrival_number != other.arrival_number
        if self.message_number and other.message_number:
            senders = {self.sender, other.sender} - {""}
            return self.message_number != other.message_number or len(senders) > 1
        if not (self.sender and other.sender and self.date_sent and other.date_sent):
            return False
        return (self.sender, self.date_sent) != (other.sender, other.date_sent)


def papers_of(pages: Sequence[Page], *, window: int = 1900, order: str = "") -> tuple[Paper, ...]:
    """Divide an item's pages into papers by the headings on them.

    What comes before the first heading (a release's cover sheet, a routing slip) belongs to the first paper. A page
    that goes on with the paper before it, or has no heading (an enclosure), belongs to that paper. A cover sheet that
    bears another record number than the one before begins another paper, named by that number.

    Args:
        pages: The item's pages in order.
        window: The first year of the hundred years that years of two figures fall in: 1900 for 1900 to 1999.
        order: "dmy" or "mdy": how to read a day in figures that could be either; "" leaves such a day in doubt.

    Returns:
        The papers in order, at least one where there is a page; their pages together are the item's.
    """
    if len(pages) < 2:
        return (Paper(tuple(pages)),) if pages else ()
    papers: list[tuple[list[Page], str]] = []
    current: _Identity | None = None
    record = ""
    for page, kind in zip(pages, page_kinds(pages), strict=True):
        if kind.is_cover:
            other_record = CoverSheet(page, kind).record
            if not papers or (record and other_record not in ("", record)):
                papers.append(([], other_record if papers else ""))
                current = None
            papers[-1][0].append(page)
            record = other_record or record
            continue
        identity = None if papers and _continues(page) else _identity(page, window, order)
        begins = identity is not None and current is not None and identity.differs(current)
        if not papers or begins:
            papers.append(([], ""))
        if identity is not None and (begins or current is None):
            current = identity
            papers[-1] = (papers[-1][0], identity.name)
        papers[-1][0].append(page)
    return tuple(Paper(tuple(of_paper), name) for of_paper, name in papers)


def _continues(page: Page) -> bool:
    """Does a line at the head of the page say that it goes on with the paper before it?"""
    head = [line for line in page.lines if line.words][:MAX_PAGE_LINE]
    return any(_says_so(line.text, line.kind) for line in head)


def _says_so(text: str, kind: Kind) -> bool:
    plain = " ".join(text.upper().split())
    if re.match(r"PAGE\s+(?:1|01|ONE)\b", plain):
        return False
    return kind is Kind.PAGE_LINE or is_page_line(text) or _CONTINUED.fullmatch(plain) is not None


def _identity(page: Page, window: int, order: str) -> _Identity | None:
    """What the heading at the top of a page says; None where there is none that names its paper."""
    draft = read_draft(draft_of_pages([page], window, order))
    if not draft.form:
        return None
    sender = str(draft.values.get(slots.FROM) or "") if _is_at_top(draft, slots.FROM) else ""
    addressees = tuple(draft.values.get(slots.TO) or ()) if _is_at_top(draft, slots.TO) else ()
    number = str(draft.values.get(slots.NUMBER) or "") if _is_at_top(draft, slots.NUMBER) else ""
    date_sent = (draft.whole_date or "") if _is_at_top(draft, slots.DATE) or _is_at_top(draft, slots.DTG) else ""
    arrival = str(draft.values.get(slots.IN_NUMBER) or "") if _is_at_top(draft, slots.IN_NUMBER) else ""
    given = sum(map(bool, (sender, addressees, number, date_sent)))
    if given < 2 or not (number or arrival or (sender and date_sent)):
        return None
    return _Identity(same_post(sender, {}) if sender else "", addressees, _figures(number), date_sent, arrival)


def _is_at_top(draft: HeadingDraft, slot: slots.Slot[Any]) -> bool:
    return any(evidence.line < MAX_FIRST_LINE for evidence in draft.evidence.get(slot, ()) if evidence.value)


def _figures(number: str) -> str:
    """A message number without what stands before it and without leading zeros; as it is if it has no figure."""
    figures = re.search(r"\d[\d./-]*$", number)
    return figures[0].lstrip("0") if figures else number
