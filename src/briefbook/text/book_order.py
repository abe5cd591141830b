"""Narratives -> the order of a book: front matter, chapters, what comes after them, pages that stand for themselves."""

from collections.abc import Sequence

from briefbook.model.catalogue import natural
from briefbook.model.narrative import PARTS, Narrative
from briefbook.text.date_display import sort_key


def book_order(
    narrative: Narrative, menu: Sequence[str] = ()
) -> tuple[int, float, int, str, tuple[tuple[int, int | str], ...]]:
    """The place of a narrative in its book: by its part, its author's order, the menu, its date, its name.

    Args:
        narrative: The narrative.
        menu: What the site's main menu names, in its order: pages and chapters, by their slugs.

    Returns:
        A key to sort by.

    >>> pages = [Narrative(f"narratives/{name}.md", name, name, "") for name in ("papers", "ships", "a-map")]
    >>> [page.slug for page in sorted(pages, key=lambda page: book_order(page, ("items", "ships", "papers")))]
    ['ships', 'papers', 'a-map']
    """
    position = narrative.order if narrative.order is not None else float("inf")
    named = menu.index(narrative.slug) if narrative.slug in menu else len(menu)
    return PARTS.index(narrative.part), position, named, sort_key(narrative.dates), natural(narrative.slug)
