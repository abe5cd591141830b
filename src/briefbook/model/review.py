"""How far people have looked at an item: its review state, with who set it and when."""

from dataclasses import dataclass
from enum import StrEnum


class ReviewState(StrEnum):
    """How far an item has been looked at."""

    UNTOUCHED = "untouched"
    SEEN = "seen"
    APPROVED = "approved"
    DISCUSS = "discuss"

    @property
    def words(self) -> str:
        """The state for people: "to be discussed"."""
        return "to be discussed" if self is ReviewState.DISCUSS else str(self)


@dataclass(frozen=True, slots=True)
class Review:
    """The review state of an item.

    Attributes:
        state: The state.
        who: The person who set it; "" where nobody has.
        when: The time at which it was set, UTC in ISO 8601; "" where nobody has.
        words: What the person wrote with it.
        assigned_to: Who is to look at the item; "" where nobody was named.
    """

    state: ReviewState = ReviewState.UNTOUCHED
    who: str = ""
    when: str = ""
    words: str = ""
    assigned_to: str = ""


UNTOUCHED = Review()
"""The review state of an item that nobody has looked at."""
