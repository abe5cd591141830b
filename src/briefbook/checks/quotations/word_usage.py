"""How usual words are where they are quoted: in the item itself, in the collection, and by the letters around them.

What the recogniser made of a picture is weighed with this: of two words that are as likely on the picture, the one that
the paper and the collection use is the likelier.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefbook.text.lexicon import frequency


@dataclass(frozen=True, slots=True)
class WordUsage:
    """What is usual in a collection and its language.

    ``items_of`` says of a word in how many of the collection's items it stands; ``letters`` gives the natural logarithm
    of how likely the letters of a text are. Without them only the word list is asked.
    """

    items_of: Callable[[str], int] | None = None
    letters: Callable[[str], float] | None = None

    def items_with(self, word: str) -> int:
        """In how many of the collection's items a word stands; 0 where that is not known."""
        return self.items_of(word) if self.items_of is not None else 0

    def frequency(self, word: str, in_item: int) -> float:
        """How frequent a word is: in the list, with what its use in the item and in other items adds."""
        return frequency(word) + ITEM_WEIGHT * in_item + COLLECTION_WEIGHT * min(self.items_with(word), MAX_ITEMS)

    def fits_better(self, text: Sequence[str], other: Sequence[str]) -> float:
        """By how much the letters of a text are likelier than another's (natural logarithm, weighed, within bounds)."""
        if self.letters is None:
            return 0.0
        difference = self.letters(" ".join(text)) - self.letters(" ".join(other))
        return min(MAX_FIT, max(-MAX_FIT, LETTERS_WEIGHT * difference))


NO_USAGE = WordUsage()

ITEM_WEIGHT, COLLECTION_WEIGHT, MAX_ITEMS = 1e8, 3e7, 5
"""What each use of a word elsewhere in the item, and each other item up to so many, adds to its frequency in the list
(where a word met once on 4,000 pages has 1e8)."""

LETTERS_WEIGHT, MAX_FIT = 0.3, 2.5
"""How much the likelihood of letters counts beside the picture's, and the most that it may change."""

MIN_ITEMS = 2
"""A word that so many other items have is known, whatever the word list says."""
