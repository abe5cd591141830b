"""Two copies of one text -> what the one has and the other lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST = 3
"""Words that a difference must have: one or two are as likely a slip of the reading."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words in which two copies differ; "" where one has nothing. ``at`` counts words of the first."""

    at: int
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two copies agree (0 to 1), and every difference of some length."""

    alike: float
    differences: tuple[Difference, ...]


def compare_copies(one: str, other: str, *, least: int = LEAST) -> Comparison:
    """The differences between two texts, word by word, letter case and punctuation aside.

    >>> compare_copies("THE TALKS WERE NOT HELD", "THE TALKS [REDACTED IN PART BY] WERE NOT HELD").differences
    (Difference(at=2, here='', there='[REDACTED IN PART BY]'),)
    """
    ours, theirs = one.split(), other.split()
    matcher = SequenceMatcher(None, _plain(ours), _plain(theirs), autojunk=False)
    found = [
        Difference(a, " ".join(ours[a:b]), " ".join(theirs[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal" and max(b - a, d - c) >= least
    ]
    return Comparison(round(matcher.ratio(), 3), tuple(found))


def _plain(words: Sequence[str]) -> list[str]:
    return ["".join(letter for letter in word if letter.isalnum()).upper() or word for word in words]
