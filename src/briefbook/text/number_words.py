"""Numbers in English words -> their value, and the words of a value: THIRTY-SIX is 36.

Ordinals are read too, of days of the month above all: THIRD is 3rd. Values are whole numbers below a thousand million.
"""

from collections.abc import Sequence

_UNITS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
UP_TO_TWELVE = "|".join(tuple(_UNITS)[:12])
"""The words of the numbers from one to twelve, as the alternatives of a pattern."""

SCALES = {"thousand": 1_000, "million": 1_000_000}
"""Words that say how many times a number is meant."""
_ORDINALS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}
_FIRST_WORDS = frozenset(
    (
        *_UNITS,
        *_TENS,
        *_ORDINALS,
        *(f"{word}th" for word in _UNITS),
        *(f"{word.removesuffix('y')}ieth" for word in _TENS),
    )
)
_MAX_WORDS = 12


def number_in_words(tokens: Sequence[str], place: int) -> tuple[int, str]:
    """The number that begins at a place, as long as it goes on.

    Args:
        tokens: Words in small letters, without hyphens.
        place: Index of the first.

    Returns:
        How many words it takes, 0 if none begins there, and its figures: "36", of an ordinal "3rd". A number of one
        word that is a scale or "second" is none.

    >>> number_in_words(("thirty", "six", "men"), 0), number_in_words(("the", "third"), 1), number_in_words(("a",), 0)
    ((2, '36'), (1, '3rd'), (0, ''))
    """
    if place < len(tokens) and tokens[place] not in _FIRST_WORDS:
        return 0, ""
    total = group = size = 0
    last = 1_000_000_000  # the value of the word before: smaller ones follow
    for k in range(place, min(len(tokens), place + _MAX_WORDS)):
        word = tokens[k]
        if word == "and" and size and last in (100, 1_000, 1_000_000) and _is_small(tokens, k + 1):
            continue
        plain, ordinal = _cardinal(word)
        if plain in _UNITS and last not in range(1, 20) and not (plain != word and last == 10):
            value = _UNITS[plain]
            if last in range(20, 100) and value > 9:
                break
            group, last = group + value, value
        elif plain in _TENS and last not in range(1, 100):
            group, last = group + _TENS[plain], _TENS[plain]
        elif plain == "hundred" and 0 < group < 100:
            group, last = group * 100, 100
        elif plain in SCALES and group:
            total, group, last = total + group * SCALES[plain], 0, SCALES[plain]
        else:
            break
        size = k + 1 - place
        if ordinal:
            figures = str(total + group)
            return (size, figures + _suffix(total + group)) if word != "second" or size > 1 else (0, "")
    return (size, str(total + group)) if size else (0, "")


def _is_small(tokens: Sequence[str], place: int) -> bool:
    return place < len(tokens) and (_cardinal(tokens[place])[0] in _UNITS or _cardinal(tokens[place])[0] in _TENS)


def _cardinal(word: str) -> tuple[str, bool]:
    """A number word without the ending of an ordinal, and whether it has one."""
    if word in _ORDINALS:
        return _ORDINALS[word], True
    if word.endswith("ieth"):
        return word[:-4] + "y", True
    if word.endswith("th") and (word[:-2] in _UNITS or word[:-2] in ("hundred", *SCALES)):
        return word[:-2], True
    return word, False


def _suffix(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
