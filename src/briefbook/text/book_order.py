"""Narratives -> the order of a book: front matter, chapters, what comes after them, pages that stand for themselves."""

from briefbook.model.catalogue import natural
from briefbook.model.narrative import PARTS, Narrative
from briefbook.text.date_display import sort_key


def book_order(narrative: Narrative) -> tuple[int, float, str, tuple[tuple[int, int | str], ...]]:
    """The place of a narrative in its book: by its part, then as the author orders it, by date, by name."""
    position = narrative.order if narrative.order is not None else float("inf")
    return PARTS.index(narrative.part), position, sort_key(narrative.dates), natural(narrative.slug)
