"""A file's pages and the items they belong to: a file may hold several papers, and a paper may run over files."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefbook.model.page import Scan


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of a file that are an item.

    Attributes:
        item: The item's id.
        pages: The file's pages, from 1, in the order in which the item has them.
        continues: Whether these pages follow others that the item has, which are in another file.
    """

    item: str
    pages: tuple[int, ...]
    continues: bool = False


@dataclass(frozen=True, slots=True)
class RequestedPart:
    """Pages that are to be an item; ``item`` is "" where its id is still to be chosen."""

    pages: tuple[int, ...]
    item: str = ""


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """Pages that seem to be a paper of their own: what its heading calls it, the id it would get, and the reasons."""

    pages: tuple[int, ...]
    item: str = ""
    name: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileParts:
    """A file as a person divides it.

    Attributes:
        file: Its name, as ``Scan.item`` has it.
        page_count: How many pages it has.
        places: For each of its pages, from 1, the item that has it and the page there; None where none has it.
        parts: Its parts by a person's decision; none where there is no decision.
        proposed: Its parts as they seem; none where it seems to be one paper.
        possible: Other pages on which a paper may begin, each with the signs for it; too few to propose it.
    """

    file: str
    page_count: int
    places: tuple[tuple[str, int] | None, ...] = ()
    parts: tuple[Part, ...] = ()
    proposed: tuple[ProposedPart, ...] = ()
    possible: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ScanPages:
    """Pages of a scan in the order in which an item has them; ``pages`` is None where it has all of them."""

    scan: Scan
    pages: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class FilePages:
    """Pages of a file in the order in which an item has them; ``file`` is the name of the scan (``Scan.item``)."""

    file: str
    pages: tuple[int, ...]

    def __str__(self) -> str:
        return f"{pages_in_words(self.pages)} of {self.file}"


def pages_in_words(pages: Sequence[int]) -> str:
    """Pages as a sentence names them.

    >>> pages_in_words([3]), pages_in_words([1, 2, 3])
    ('page 3', 'pages 1-3')
    """
    return f"{'page' if len(pages) == 1 else 'pages'} {page_ranges(pages)}"


def page_ranges(pages: Sequence[int]) -> str:
    """Page numbers as people write them, in their order.

    >>> page_ranges([1, 2, 3, 7, 5])
    '1-3, 7, 5'
    """
    if not pages:
        return ""
    runs = [[pages[0]]]
    for before, page in pairwise(pages):
        if page == before + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


MAX_PAGES = 100_000
"""How many pages a range may name, so that a slip of the pen does not take all memory."""

_RANGE = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")


def parse_page_ranges(text: str) -> tuple[int, ...]:
    """Undo ``page_ranges``.

    Args:
        text: Pages and ranges of pages, separated by commas.

    Raises:
        ValueError: It names no pages, one of them twice, or a range that runs backwards.

    >>> parse_page_ranges("1-3, 7, 5")
    (1, 2, 3, 7, 5)
    """
    pages: list[int] = []
    for piece in text.split(","):
        match = _RANGE.fullmatch(piece.strip())
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not match or first < 1 or last < first or len(pages) + last - first > MAX_PAGES:
            raise ValueError(f"{text!r} names no pages (write them as 3-5 or 3, 5)")
        pages += range(first, last + 1)
    if len(set(pages)) < len(pages):
        raise ValueError(f"{text!r} names a page twice")
    return tuple(pages)


def parts_in_words(parts: Iterable[Part]) -> str:
    """What a division says, in a few words.

    >>> parts_in_words([Part("D7", (1, 2)), Part("D7-p3", (3,)), Part("D9", (4,), continues=True)])
    'pages 1-2 are D7, page 3 is D7-p3, page 4 continues D9'
    """
    return ", ".join(f"{_pages_in_words(part)} {part.item}" for part in parts)


def _pages_in_words(part: Part) -> str:
    is_single = len(part.pages) == 1
    verb = ("continues" if is_single else "continue") if part.continues else ("is" if is_single else "are")
    return f"{'page' if is_single else 'pages'} {page_ranges(part.pages)} {verb}"
