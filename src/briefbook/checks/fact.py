"""A fact of one kind in a text."""

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of one kind in a text: its value, the words beside it by which it has a place, and where it stands."""

    kind: str
    value: tuple[str, ...]
    slot: frozenset[str]
    words: str
    start: int
    end: int

    def same(self, other: "Fact") -> bool:
        """Whether another fact says the same."""
        if self.kind != other.kind:
            return False
        if self.kind in ("doer", "titled"):
            return any(is_same_name(name, theirs) for name in self.value for theirs in other.value)
        return self.value == other.value

    def rivals(self, other: "Fact") -> bool:
        """Whether another fact stands in the same place."""
        return self.kind == other.kind and (not self.slot or bool(self.slot & other.slot))


def is_same_name(name: str, other: str) -> bool:
    """Whether two names may be one, spelt or read otherwise."""
    short, long = sorted((name, other), key=len)
    return long.startswith(short) or Levenshtein.distance(name, other) <= (2 if len(short) > 6 else len(short) > 4)
