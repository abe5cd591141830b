"""A person's transcript of a page and the pages as read -> whether it is of another page of the same file.

A transcript is named by its page's number. Where pictures are added, taken out or put in another order, or a file is
divided anew, the number may come to mean another page; what was typed would then stand for a picture that does not
show it. The words tell: those of the transcript are read on another page and not on its own, and its own page shows
others. A page that is hardly legible tells nothing, and the transcript holds.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from briefbook.model.page import Page, Scan

MISPLACED = "transcript_of_another_page"
"""The flag of an item of which a transcript is not used, since it has the words of another page of the file."""

_MIN_WORDS = 5
"""Different words that another page must have of a transcript, and its own page instead of them."""

_MAX_SHARE_OF_OWN = 0.2
"""Words that only its own page shares with a transcript, for each that only another shares: at most."""

_MIN_SHARE = 0.5
"""Share of a transcript's words that another page must have."""

_LEGIBLE = 0.8
"""Confidence (0 to 1) from which a word as read says that a page shows it."""

_WORD = re.compile(r"[^\W_]{3,}")


def page_of_transcript(typed: str, number: int, pages: Mapping[int, Page]) -> int | None:
    """The number of the page of a file that a transcript is of, if that is surely another than its own.

    Args:
        typed: The transcript.
        number: The page of the file that its name means.
        pages: The file's pages as read, by number.

    Returns:
        The other page's number; None where the transcript is of its own page, or nothing tells.
    """
    own = pages.get(number)
    words = _words(typed)
    if own is None or len(words) < _MIN_WORDS:
        return None
    own_words = _words(own.text)
    if len(_legible_words(own) - words) < max(_MIN_WORDS, len(_legible_words(own) & words)):
        return None
    best, best_count = None, 0
    for other, page in pages.items():
        other_words = _words(page.text)
        only_other, only_own = words & other_words - own_words, words & own_words - other_words
        is_better = (
            len(only_other) >= max(_MIN_WORDS, best_count + 1)
            and len(only_own) <= _MAX_SHARE_OF_OWN * len(only_other)
            and len(words & other_words) >= _MIN_SHARE * len(words)
        )
        if other != number and is_better:
            best, best_count = other, len(only_other)
    return best


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _legible_words(page: Page) -> set[str]:
    """The words of a page that were read with confidence; words without a confidence are included."""
    words = (word for line in page.lines for word in line.words)
    return _words(" ".join(word.text for word in words if word.probability is None or word.probability >= _LEGIBLE))


def misplaced_flag(path: Path, scan: Scan, number: int) -> str:
    """The flag for a transcript that is of another page: which file it is, and which page has its words.

    Args:
        path: The transcript's file.
        scan: The scan whose page it was to be.
        number: The scan's page that has its words.
    """
    picture = f" ({scan.paths[number - 1].name})" if 1 < len(scan.paths) >= number else ""
    return f"{MISPLACED}: {path.parent.name}/{path.name} has the words of page {number} of {scan.item}{picture}"
