"""Names and words as they are compared: small letters, no accents, ASCII where a letter has a usual transcription.

Used wherever two writings of a name must meet, both sides folded: the search index and its highlights, quotations,
authority lists, posts. The index folds by itself (tantivy's ``ascii_fold``); a test holds this table against it.
"""

import unicodedata
from collections.abc import Sequence

LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n",
    "ŧ": "t", "ĸ": "q", "ŉ": "n", "ŀ": "l", "ſ": "s", "ƒ": "f",
}  # fmt: skip
"""Letters that Unicode takes for no other letter with an accent -> what they are compared as."""


class _Folded(dict[int, str]):
    """Code of a character -> what it is folded to: nothing for a combining accent."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _fold_character(character)
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    lower = character.lower()
    if not lower[:1].isalpha():
        return lower
    bare = "".join(part for part in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(part))
    folded = "".join(LETTERS.get(letter, letter) for letter in LETTERS.get(lower, bare))
    return folded if folded.isascii() and folded.isalpha() else lower  # й is another letter than и


_FOLDED = _Folded()


def fold(text: str) -> str:
    r"""Small letters without accents; composed and combining accents give the same.

    Args:
        text: any text; characters that are no letters stay as they are.

    Returns:
        The folded text, which may be longer (Straße) or shorter (combining accents) than the text.

    >>> fold("Łódź"), fold("STRAßE"), fold("Œuvre"), fold("Tromsø"), fold("Nguyễn Đình"), fold("Cafe\u0301")
    ('lodz', 'strasse', 'oeuvre', 'tromso', 'nguyen dinh', 'cafe')
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """A folded text, and where in the text each of its characters stands.

    Args:
        text: any text.

    Returns:
        The text as ``fold`` gives it, and for each of its characters the index in ``text`` of the character it comes
        from, with ``len(text)`` after the last: ``folded[a:b]`` stands at ``text[places[a]:places[b]]``.

    >>> folded, places = fold_with_places("die Straße")
    >>> folded, places[4], places[11]
    ('die strasse', 4, 10)
    """
    folded = fold(text)
    if text.isascii() or all(len(_FOLDED[ord(character)]) == 1 for character in set(text)):
        return folded, range(len(text) + 1)
    places = [index for index, character in enumerate(text) for _ in _FOLDED[ord(character)]]
    return folded, [*places, len(text)]


def composed(text: str) -> str:
    r"""The same text with an accent and its letter as one character, so that both stand in one word of an index.

    >>> len("Cafe\u0301"), len(composed("Cafe\u0301"))
    (5, 4)
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)
