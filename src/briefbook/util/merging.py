"""Three versions of a text -> one: what two people changed in the same text, line by line.

Written here because the library for it (merge3) is under the GPL and git is not on every computer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines of a merged text.

    Attributes:
        text: What stands there, if both sides agree or only one changed it; that of the base where they do not agree.
        ours: What we made of it, where the two do not agree; else None.
        theirs: What they made of it, where the two do not agree; else None.
    """

    text: str
    ours: str | None = None
    theirs: str | None = None

    @property
    def is_conflict(self) -> bool:
        """Did both sides change it, each in another way?"""
        return self.ours is not None


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of merging: parts in the order of the text."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str | None:
        """The merged text; None where there is a conflict."""
        return None if self.conflicts else "".join(part.text for part in self.parts)

    @property
    def conflicts(self) -> tuple[Part, ...]:
        """The parts on which the two do not agree."""
        return tuple(part for part in self.parts if part.is_conflict)


def merge(base: str, ours: str, theirs: str) -> Merge:
    r"""Merge two changed versions of a text.

    Lines that one side alone changed are taken from it. Where both changed the same lines, or lines that touch each
    other, they agree if they made the same of them, and else it is a conflict: nothing is guessed.

    Args:
        base: The text that both began with.
        ours: What we made of it.
        theirs: What the others made of it.

    Returns:
        The merged text, in parts.

    >>> merge("a\n\nb\n", "A\n\nb\n", "a\n\nB\n").text
    'A\n\nB\n'
    >>> merge("a\n", "A\n", "b\n").conflicts
    (Part(text='a\n', ours='A\n', theirs='b\n'),)
    """
    rows, our_rows, their_rows = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    changes = [(*change, 0) for change in _changes(rows, our_rows)]
    changes += [(*change, 1) for change in _changes(rows, their_rows)]
    changes.sort()
    parts: list[Part] = []
    at, shifts = 0, [0, 0]  # the row of the base that comes next; how far each side is ahead of the base
    index = 0
    while index < len(changes):
        first, last = changes[index][0], changes[index][1]
        growth = [0, 0]
        while index < len(changes) and changes[index][0] <= last:
            _, end, more, side = changes[index]
            last = max(last, end)
            growth[side] += more
            index += 1
        parts += _part("".join(rows[at:first]))
        sides = [
            "".join(side_rows[first + shifts[side] : last + shifts[side] + growth[side]])
            for side, side_rows in enumerate((our_rows, their_rows))
        ]
        shifts = [shift + more for shift, more in zip(shifts, growth, strict=True)]
        parts += _decided("".join(rows[first:last]), *sides)
        at = last
    parts += _part("".join(rows[at:]))
    return Merge(tuple(parts))


def _changes(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int]]:
    """Each change: first row of the base, row after the last, and how many rows more there are than were."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(i1, i2, (j2 - j1) - (i2 - i1)) for kind, i1, i2, j1, j2 in steps if kind != "equal"]


def _part(text: str) -> list[Part]:
    return [Part(text)] if text else []


def _decided(base: str, ours: str, theirs: str) -> list[Part]:
    if ours == theirs or theirs == base:
        return _part(ours)
    return _part(theirs) if ours == base else [Part(base, ours, theirs)]
