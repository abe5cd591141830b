"""Settings and the catalogue -> findings on settings that are right in themselves and do nothing in this collection."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.post import Post
from briefbook.project.collection import SETTINGS_FILE
from briefbook.settings import Settings


def idle_settings(settings: Settings, catalogue: Catalogue, post: Callable[[str], Post | None]) -> list[Finding]:
    """What is wrong with settings that name items and posts.

    Args:
        settings: The collection's settings.
        catalogue: Its catalogue, brought up to date.
        post: What a code stands for; None where that is not known.

    Returns:
        A finding for each address that leads nowhere and each spelling of a code that nobody knows.
    """
    return [*_moved(settings, catalogue), *_aliases(settings, catalogue, post)]


MIN_FIGURES = 6
"""Figures that an id has at least to be an archive's, not a word or a number that prose may hold for other reasons."""

MAX_SHAPES = 4
"""Forms of ids that are proposed for the setting; a collection with more names its items in no particular way."""


def citation_setting(settings: Settings, ids: Sequence[str]) -> list[Finding]:
    """Would a slip in an id that a chapter cites be noticed?

    The id of an item is recognised in prose whatever its form. One that no item has is recognised only by
    ``items.citation``: where most items have ids of another form, a wrong figure in one goes unseen.

    Args:
        settings: The collection's settings.
        ids: The ids of the items.

    Returns:
        A finding with a pattern that fits the ids, if those of most items do not fit ``items.citation``, several have
        the same form, and have so many figures that words of prose do not have it too.
    """
    pattern = re.compile(settings.items.citation)
    unlike = [item for item in ids if not pattern.fullmatch(item) and sum(map(str.isdigit, item)) >= MIN_FIGURES]
    shapes = [shape for shape, count in Counter(map(_shape_of, unlike)).most_common(MAX_SHAPES) if count > 1]
    if 2 * len(unlike) <= len(ids) or not shapes:
        return []
    message = (
        f"items.citation, {settings.items.citation}, fits the ids of {len(ids) - len(unlike)} of {len(ids)} items: "
        f"where a chapter cites an id like {min(unlike)} with a wrong figure, that cannot be noticed"
    )
    return [_finding(message, f"write under [items]: citation = '{'|'.join(shapes)}'.")]


def _shape_of(item: str) -> str:
    """A regular expression for ids of an id's form.

    >>> print(_shape_of("104-10326-10010"))
    [0-9]{3}-[0-9]{5}-[0-9]{5}
    >>> print(_shape_of("1973STATE012345"))
    [0-9]{4}[A-Z]+[0-9]{6}
    """
    parts = re.findall(r"([0-9]+)|([A-Z]+)|(.)", item, re.DOTALL)
    return "".join(
        f"[0-9]{{{len(figures)}}}" if figures else "[A-Z]+" if letters else other if other == "-" else re.escape(other)
        for figures, letters, other in parts
    )


def _moved(settings: Settings, catalogue: Catalogue) -> Iterator[Finding]:
    for old, new in settings.site.moved.items():
        if new not in catalogue:
            near = ", ".join(catalogue.similar_items(new))
            remedy = f"near ids are {near}." if near else "name an item that the collection holds."
            yield _finding(f"site.moved leads from {old} to {new}, and there is no such item", remedy)
        elif old in catalogue:
            remedy = "take the line out, or give the item that is there another id."
            yield _finding(f"site.moved leads away from {old}, which is an item; the line does nothing", remedy)


def _aliases(settings: Settings, catalogue: Catalogue, post: Callable[[str], Post | None]) -> Iterator[Finding]:
    unknown = [(spelling, code) for spelling, code in settings.posts.aliases.items() if post(code) is None]
    if not unknown:
        return
    used = {code for entry in catalogue for name in ("from", "to", "info") for code in entry.values(name)}
    for spelling, code in unknown:
        if code not in used:
            remedy = "correct the code, or confirm what it stands for: `briefbook posts confirm CODE NAME`."
            yield _finding(f"posts.aliases takes {spelling} for {code}, a code that is not known", remedy)


def _finding(message: str, remedy: str) -> Finding:
    return Finding("S101", FilePosition(SETTINGS_FILE), message, remedy)
