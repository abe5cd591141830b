"""How usual the letters of a word are one behind another, for words on no list: WECKMANN, WECKNANN, UMFIGYP."""

import json
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.text.folding import fold

MIN_LETTERS = 3
"""Letters of a word, at least, of which anything can be said."""

UNKNOWN = -8.0
"""The logarithm of the likelihood of a letter behind two that no word of the table has together."""

_EDGE = "^"


@cache
def _table() -> dict[str, str]:
    """For two letters the likelihoods of the next, a to z and the word's end, each a letter: A is likely, Z is not."""
    table: dict[str, str] = json.loads((files(__package__) / "letter_runs.json").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=20_000)
def letter_runs(word: str) -> tuple[float, float]:
    """How likely each letter of a word is behind the two before it, in English words and surnames.

    Args:
        word: A word in any letters; accents and what is no letter do not count.

    Returns:
        The least and the mean of the natural logarithms, 0 or less; both 0 for a word of fewer than three letters.
    """
    letters = "".join(letter for letter in fold(word).lower() if "a" <= letter <= "z")
    if len(letters) < MIN_LETTERS:
        return 0.0, 0.0
    table, before, chances = _table(), _EDGE + _EDGE, []
    for letter in (*letters, _EDGE):
        row = table.get(before, "")
        at = 26 if letter == _EDGE else ord(letter) - ord("a")
        chances.append(-(ord(row[at]) - ord("A")) / 2 if row else UNKNOWN)
        before = before[1] + letter
    return min(chances), sum(chances) / len(chances)
