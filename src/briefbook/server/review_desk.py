"""What the pages of the review queue share: the catalogue, filters in addresses, entries and fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from fastapi import Request

from briefbook.catalogue.doubts import Doubt, DoubtKind
from briefbook.catalogue.review_queue import QueueFilter, QueueRow, ReviewQueue
from briefbook.catalogue.reviewing import MAX_NAME
from briefbook.catalogue.store import StoreCatalogue
from briefbook.model.catalogue import Entry
from briefbook.model.review import ReviewState
from briefbook.server.access import DESK
from briefbook.server.api.responses import Refusal
from briefbook.server.desk_layout import Desk
from briefbook.server.review_fields import ReviewField, review_fields
from briefbook.text.date_display import date_in_words
from briefbook.text.field_names import field_in_words
from briefbook.text.safe_names import find_name, safe_name

REVIEW = f"{DESK}/review"
ITEM = f"{REVIEW}/items"


def picture_address(desk: Desk, item: str, page: int) -> str:
    """The address of the picture of a page at the desk."""
    return desk.address(f"{DESK}/pictures/{safe_name(item)}/{page}")


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """The review queue of a desk, and what its pages ask of it."""

    desk: Desk
    catalogue: StoreCatalogue

    @property
    def store(self) -> ReviewQueue:
        """The queue in the catalogue's database."""
        return self.catalogue.queue

    def entry(self, name: str) -> Entry:
        """The entry of an item by its id, or by that made safe for addresses."""
        entry = self.catalogue.get(name) or self.catalogue.get(
            find_name(name, lambda: (entry.item for entry in self.catalogue))
        )
        if entry is None:
            raise Refusal(404, f"there is no item {name!r}", "check the id")
        return entry

    def filter_of(self, wanted: Mapping[str, str]) -> QueueFilter:
        """The filter that a page's address asks for."""
        state = wanted.get("state", str(ReviewState.UNTOUCHED))
        items = None
        if chapter := wanted.get("chapter", ""):
            items = frozenset(
                citation.item
                for narrative in self.desk.app_state.archive(drafts=True).narratives
                if narrative.slug == chapter
                for citation in narrative.citations
            )
        kind = wanted.get("kind", "")
        return QueueFilter(
            None if state == "any" else ReviewState(state),
            DoubtKind(kind) if kind else None,
            items,
            wanted.get("person", ""),
        )

    def chapters(self) -> list[tuple[str, str]]:
        """The pages of the book, once they are read."""
        if not self.desk.app_state.is_ready():
            return []
        return [(made.slug, made.title) for made in self.desk.app_state.archive(drafts=True).narratives]

    def name_of(self, request: Request) -> str:
        """The name of who asks, as the journal has it."""
        return self.desk.actions.reviewer(request.scope["briefbook.visitor"].name)

    def people(self, request: Request) -> list[str]:
        """The names to whom an item may be given: who asks, who has items, and who is at the desk now."""
        here = {name for names in self.desk.actions.live.everybody().values() for name in names}
        return sorted({self.name_of(request), *self.store.people(), *here} - {""})

    def queue_address(self, wanted: Mapping[str, str]) -> str:
        """The address of the list under a filter."""
        return self.desk.address(f"{REVIEW}?{urlencode(wanted)}" if wanted else REVIEW)

    def item_address(self, item: str, wanted: Mapping[str, str], **more: str) -> str:
        """The address of an item's review page, under the filter of the queue."""
        query = urlencode({**wanted, **more})
        return self.desk.address(f"{ITEM}/{safe_name(item)}{f'?{query}' if query else ''}")

    def fields(
        self, entry: Entry, doubts: Sequence[Doubt] = (), typed: Mapping[str, str] = MappingProxyType({})
    ) -> list[ReviewField]:
        """The fields of an item as its page has them."""

        def picture(page: int) -> str:
            return picture_address(self.desk, entry.item, page)

        return review_fields(entry, self.catalogue.pages(entry.item), doubts, picture, typed)

    def parsed(self, name: str, text: str, before: str) -> str:
        """The stored form of what was typed into a field.

        Args:
            name: The field.
            text: What was typed.
            before: The stored form of what stood there; typed again, it stays as it is.

        Returns:
            The stored form; "" for a blank.

        Raises:
            Refusal: It is no value of the field, or a date that can mean two days.
        """
        if text == before:
            return before
        if both := self.desk.actions.date_alternatives(name, text):
            first, second = (date_in_words(day) for day in both)
            raise Refusal(
                400, f"{text!r} can mean {first} or {second}", f"Nothing was saved; write {both[0]} or {both[1]}."
            )
        after = self.desk.actions.parse_field(name, text)
        if after is None:
            raise Refusal(
                400,
                f"{text!r} is not recognised as a value of {field_in_words(name)}",
                "Nothing was saved; write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.",
            )
        return after


def wanted_in(parameters: Mapping[str, str]) -> dict[str, str]:
    """The filter in an address; what is none is left out."""
    wanted = {}
    if (state := parameters.get("state", "")) in ("any", *ReviewState):
        wanted["state"] = state
    if (kind := parameters.get("kind", "")) in set(DoubtKind):
        wanted["kind"] = kind
    if chapter := parameters.get("chapter", "")[:200]:
        wanted["chapter"] = chapter
    if person := parameters.get("person", "")[:MAX_NAME]:
        wanted["person"] = person
    return wanted


def place_of(text: str) -> tuple[float, str] | None:
    """A place in the queue as an address has it: the worth and the item."""
    worth, _, item = text.partition(" ")
    try:
        return (float(worth), item) if item else None
    except ValueError:
        return None


def place_text(row: QueueRow) -> str:
    """A row's place in the queue, as ``place_of`` reads it."""
    return f"{row.worth!r} {row.item}"
