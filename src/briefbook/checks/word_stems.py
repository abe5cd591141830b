"""Which items have a word that begins like another: asked for many items and few words, and made for those words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

STEM_LETTERS = 6
"""Letters by which two words count as the same: what comes behind is taken for an ending."""


class ItemsByStem:
    """For the beginning of a word, the items whose texts have a word that begins so; a bit for each item."""

    def __init__(self, items_by_word: Mapping[str, Sequence[str]], items: Iterable[str]) -> None:
        """Note which words begin alike.

        Args:
            items_by_word: For every word of the collection the items that have it.
            items: Every item of the collection.
        """
        self._items_by_word = items_by_word
        self._places = {item: place for place, item in enumerate(items)}
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in items_by_word:
            self._words[word[:STEM_LETTERS]].append(word)
        self._bits: dict[str, bytearray] = {}

    def shared(self, item: str, words: Iterable[str]) -> int:
        """How many of the words stand in the item, endings aside; 0 for an item that is not of the collection."""
        place = self._places.get(item)
        if place is None:
            return 0
        octet, bit = place >> 3, 1 << (place & 7)
        return sum(self._of(word[:STEM_LETTERS])[octet] & bit > 0 for word in words)

    def _of(self, stem: str) -> bytearray:
        bits = self._bits.get(stem)
        if bits is None:
            bits = self._bits[stem] = bytearray(len(self._places) // 8 + 1)
            for word in self._words.get(stem, ()):
                for item in self._items_by_word[word]:
                    place = self._places[item]
                    bits[place >> 3] |= 1 << (place & 7)
        return bits
