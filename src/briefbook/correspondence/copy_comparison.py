"""Word-by-word comparison of two copies of one text."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MIN_DIFFERENCE_WORDS = 3
"""Least number of words in a difference: one or two are as likely misread."""


@dataclass(frozen=True, slots=True)
class CopyDifference:
    """Words in which two copies differ; "" where one has none. ``at`` counts words of the first from 0."""

    at: int
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class CopyComparison:
    """The similarity of two copies (0 to 1), and the differences between them."""

    alike: float
    differences: tuple[CopyDifference, ...]


def compare_copies(first_text: str, second_text: str, *, min_words: int = MIN_DIFFERENCE_WORDS) -> CopyComparison:
    """Compare two texts word by word, ignoring letter case and punctuation.

    Args:
        first_text: One text.
        second_text: The other.
        min_words: Shorter differences are left out.

    >>> compare_copies("THE TALKS WERE NOT HELD", "THE TALKS [REDACTED IN PART BY] WERE NOT HELD").differences
    (CopyDifference(at=2, here='', there='[REDACTED IN PART BY]'),)
    """
    ours, theirs = first_text.split(), second_text.split()
    matcher = SequenceMatcher(None, _plain(ours), _plain(theirs), autojunk=False)
    differences = [
        CopyDifference(a, " ".join(ours[a:b]), " ".join(theirs[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal" and max(b - a, d - c) >= min_words
    ]
    return CopyComparison(round(matcher.ratio(), 3), tuple(differences))


def _plain(words: Sequence[str]) -> list[str]:
    return ["".join(letter for letter in word if letter.isalnum()).upper() or word for word in words]
