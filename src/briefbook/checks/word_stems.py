"""Which items have a word that begins like another: asked for many items and few words, and made for those words."""

from collections.abc import Iterable

from briefbook.checks.word_table import WordTable

STEM_LETTERS = 6
"""Letters by which two words count as the same: what comes behind is taken for an ending."""


class ItemsByStem:
    """For the beginning of a word, the items whose texts have a word that begins so; a bit for each item."""

    def __init__(self, words: WordTable) -> None:
        """Nothing is looked up before it is asked for.

        Args:
            words: For every word of the collection the items that have it.
        """
        self._words = words
        self._places = {item: place for place, item in enumerate(words.items_in_order)}
        self._bits: dict[str, bytearray] = {}

    def shared(self, item: str, words: Iterable[str]) -> int:
        """How many of the words stand in the item, endings aside; 0 for an item that is not of the collection."""
        place = self._places.get(item)
        if place is None:
            return 0
        octet, bit = place >> 3, 1 << (place & 7)
        return sum(self._of(word)[octet] & bit > 0 for word in words)

    def _of(self, word: str) -> bytearray:
        stem = word[:STEM_LETTERS]
        bits = self._bits.get(stem)
        if bits is None:
            bits = self._bits[stem] = bytearray(len(self._places) // 8 + 1)
            alike = self._words.places_of_stem(stem) if len(stem) == STEM_LETTERS else (self._words.places(stem),)
            for places in alike:
                for place in places:
                    bits[place >> 3] |= 1 << (place & 7)
        return bits
