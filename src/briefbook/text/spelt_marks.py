"""Punctuation that a telegram spells out: COMMA, QUOTE, COLON; and the town of Colón, which is none."""

from collections.abc import Sequence


def is_town(tokens: Sequence[str], i: int, spelt: bool) -> bool:
    """Whether this COLON is the town, not the mark: after a word of place, in a text that spells no other mark.

    Args:
        tokens: the words of the text.
        i: which of them.
        spelt: whether the text spells its punctuation.
    """
    before = tokens[i - 1] if i else ""
    return tokens[i] == "colon" and (before in _BEFORE_A_PLACE or (before in _LEFT and not spelt))


_BEFORE_A_PLACE = frozenset(("to", "from", "in", "at", "near", "via", "off", "between", "towards", "outside", "port"))
_LEFT = frozenset(("left", "leaving", "reached", "reaching", "of", "for", "entered", "visited"))
