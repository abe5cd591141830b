"""Is this string of letters a word? The word list that tells a misreading from another word."""

import importlib.util
from functools import cache
from pathlib import Path

_TWO_LETTERS = "am an as at be by do dr go he if in is it me mr my no of on or so st to uk un up us we ad ex vs eg ie"
_SHORT = frozenset(("a", "i", *_TWO_LETTERS.split()))
_FREQUENT = 10_000_000  # below it a word of three letters in the list is mostly an abbreviation
_FILE = "frequency_dictionary_en_82_765.txt"


@cache
def words() -> dict[str, int]:
    """Some 80,000 English words, small letters, with how often they are met; from the wheel of ``symspellpy`` (MIT)."""
    spec = importlib.util.find_spec("symspellpy")
    if spec is None or not spec.origin:  # a broken installation: every string then counts as no word
        return {}
    path = Path(spec.origin).with_name(_FILE)
    rows = (line.split() for line in path.read_text(encoding="utf-8-sig").splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) == 2}


def frequency(token: str) -> int:
    """How often a word is met, on the list's own scale; 1 if it is not there."""
    return words().get(token, 1)


@cache
def is_word(token: str) -> bool:
    """Is it an English word? Numbers count as words: a digit is never a misspelling of another.

    >>> is_word("dissatisfied"), is_word("dissatisfjed"), is_word("tc"), is_word("1962")
    (True, False, False, True)
    """
    if token.isdigit():
        return True
    if len(token) <= 2:
        return token in _SHORT
    count = words().get(token, 0)
    if len(token) == 3:
        return count >= _FREQUENT
    if count:
        return True
    stems = (token[: -len(end)] for end in ("s", "ed", "ing", "ly") if token.endswith(end))
    return any(len(stem) > 3 and stem in words() for stem in stems)
