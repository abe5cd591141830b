"""Text -> tokens to compare: lower case, without accents and punctuation, numbers in one piece."""

import re
import unicodedata
from functools import lru_cache

from briefbook.text.folding import fold

REDACTED = "\x01"
"""Stands for a redaction in a source's tokens; equal to nothing in a quotation."""

UNREADABLE = "\x02"
"""Stands for words that a transcriber could not read."""

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_TOKEN = re.compile(r"\d+(?:\.\d+)+|[a-z0-9?]*[a-z0-9][a-z0-9?]*|[$£%&\x01\x02]")
_WORDED = {"&": "and", "%": "percent"}


@lru_cache(maxsize=200_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of a text.

    Args:
        text: Any text; ``REDACTED`` and ``UNREADABLE`` in it are tokens of their own.

    Returns:
        Words in lower case without accents, apostrophes and punctuation, numbers without separators of thousands, and
        the signs $, £, "percent" and "and". A ``?`` inside a word stands for a letter that nobody could read.

    >>> tokens_of("U.S.-Cuban 'deal' of 1,200 men, was it?")
    ('us', 'cuban', 'deal', 'of', '1200', 'men', 'was', 'it')
    """
    plain = fold(text)
    if not plain.isascii():
        plain = fold(unicodedata.normalize("NFKD", plain.replace("’", "'").replace("‘", "'")))
    plain = plain.replace("'", "").replace("´", "").replace("`", "")
    if "." in plain:
        plain = _INITIALS.sub(lambda tokens: tokens.group().replace(".", ""), plain)
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    tokens = _TOKEN.findall(plain)
    return tuple(_WORDED.get(token, _without_question(token)) for token in tokens)


def _without_question(token: str) -> str:
    """A question mark at the end of a word is punctuation; elsewhere it stands for a letter nobody could read."""
    return token[:-1] if token.endswith("?") and not token.endswith("??") and "?" not in token[:-1] else token


NEGATIONS = frozenset(
    ("not", "no", "never", "nor", "neither", "none", "nothing", "nobody", "nowhere", "without", "cannot", "non")
)


def is_negation(token: str) -> bool:
    """Is this token a negation?

    >>> is_negation("cannot"), is_negation("didnt"), is_negation("note")
    (True, True, False)
    """
    return token in NEGATIONS or (token.endswith("nt") and token[:-2] in _VERBS) or token in ("cant", "wont", "shant")


_VERBS = frozenset(
    (
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "could",
        "would",
        "should",
        "must",
        "need",
        "might",
    )
)

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "first second third fourth fifth sixth seventh eighth ninth tenth half dozen"
)
_NUMBERS = frozenset(_NUMBER_WORDS.split())


def is_number(token: str) -> bool:
    """Is it a number, in digits or in words?"""
    return token in _NUMBERS or (token[:1].isdigit() and token.rstrip("stndrh").replace(".", "").isdigit())
