"""Pages of the book with one file name in different folders -> each with an address of its own."""

from collections.abc import Sequence
from dataclasses import replace

from briefbook.model.narrative import Narrative


def with_own_addresses(narratives: Sequence[Narrative]) -> tuple[Narrative, ...]:
    """Give pages that share a file name addresses of their own, made with the names of their folders.

    The page that lies least deep, then the first by name, keeps the bare name, so that a page added in a folder moves
    none that was there; a page in another language may have the same address.

    Args:
        narratives: The pages of the book, in any order; their paths are relative to the collection.

    Returns:
        The same pages in the same order.

    >>> paths = ("narratives/a/talks.md", "narratives/talks.md")
    >>> [page.slug for page in with_own_addresses([Narrative(path, "talks", "Talks", "") for path in paths])]
    ['a-talks', 'talks']
    """
    slugs: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    for narrative in sorted(narratives, key=lambda page: (page.path.count("/"), page.path)):
        folders = narrative.path.split("/")[1:-1]
        candidates = ["-".join([*folders[len(folders) - depth :], narrative.slug]) for depth in range(len(folders) + 1)]
        free = [slug for slug in candidates if (slug.casefold(), narrative.language) not in taken]
        slugs[narrative.path] = free[0] if free else narrative.slug
        taken.add((slugs[narrative.path].casefold(), narrative.language))
    return tuple(
        narrative if slugs[narrative.path] == narrative.slug else replace(narrative, slug=slugs[narrative.path])
        for narrative in narratives
    )
