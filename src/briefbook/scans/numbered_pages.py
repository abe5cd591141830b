"""Names of picture files -> which are pages of one item: ``ITEM_001.jpg``, ``ITEM-p2.tif``, ``ITEM_3v.png``."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_NUMBERED = re.compile(
    r"(?P<item>.+?)[ _.-]+"
    r"(?:(?:(?:p|pp|pg|page|f|fol|s)[ _.-]?)?(?P<number>[0-9]{1,4})[ _-]?(?P<side>r|v|recto|verso)?"
    r"|(?P<only_side>r|v|recto|verso))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """A picture whose name is an item's and a page's: the number (0 if it has none), and "r" or "v" or ""."""

    path: Path
    item: str
    page_number: int
    side: str


def numbered_pages(
    paths: Iterable[Path], pattern: re.Pattern[str], *, is_lax: bool, is_item: Callable[[str], bool]
) -> dict[str, list[NumberedPage]]:
    """Find the pictures that are pages of one item by their names.

    A picture whose whole name is an item's by the pattern is one, and stays it; so are all that share a name if one of
    theirs is known as an item's. Where the pattern is lax, so that it says nothing of the names, only several pictures
    that are numbered without a gap from 0 or 1 are taken as pages, and not where a picture has the bare name.

    Args:
        paths: The picture files of one folder.
        pattern: Regular expression that items' names match as a whole.
        is_lax: Whether the pattern is the one that takes nearly every name.
        is_item: Whether a name is known as that of an item, so that it has to stay one.

    Returns:
        The pages of each item in order, under the item's name as it is in the files' names.
    """
    paths = list(paths)
    groups: dict[str, list[NumberedPage]] = {}
    for path in paths:
        match = _NUMBERED.fullmatch(path.stem)
        if match and pattern.fullmatch(match["item"]) and (is_lax or not pattern.fullmatch(path.stem)):
            side = (match["side"] or match["only_side"] or "")[:1].lower()
            page = NumberedPage(path, match["item"], int(match["number"] or 0), side)
            groups.setdefault(page.item, []).append(page)
    names = {path.stem for path in paths}
    return {
        item: sorted(pages, key=lambda page: (page.page_number, page.side, page.path.name))
        for item, pages in groups.items()
        if not is_lax or (_is_a_run(pages) and item not in names and not any(is_item(page.path.stem) for page in pages))
    }


def _is_a_run(pages: list[NumberedPage]) -> bool:
    """Whether several pages are numbered without a gap from 0 or 1, none of them twice."""
    places = {(page.page_number, page.side) for page in pages}
    numbers = sorted({page.page_number for page in pages})
    return 1 < len(pages) == len(places) and numbers[0] <= 1 and numbers[-1] - numbers[0] == len(numbers) - 1
