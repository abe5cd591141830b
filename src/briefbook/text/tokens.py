"""Text -> tokens to compare: lower case, without accents and punctuation, numbers in one piece, in any script."""

import re
import unicodedata
from functools import lru_cache

from briefbook.text.folding import fold
from briefbook.text.lexicon import is_listed

REDACTED = "\ufdd0"
"""Stands for a redaction in a source's tokens; equal to nothing in a quotation. No text has this character."""

UNREADABLE = "\ufdd1"
"""Stands for words that a transcriber could not read."""

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_TOKEN = re.compile(rf"\d+(?:\.\d+)+|(?:[^\W_]|[?'])*[^\W_](?:[^\W_]|\?)*|[$£%&{REDACTED}{UNREADABLE}]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphens among them
_FRACTION_BEHIND = re.compile("(?<=[0-9])(?=[¼½¾⅐-⅞])")
_CONTRACTION = re.compile(r"[a-z]+'(?:re|ll|d|m|ve)(?![a-z])")
_BARE = {code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0x386, 0x3CF), ord("ё"))} | {
    ord("ς"): "σ"
}
"""Greek letters and the Russian ё, which capitals lack the marks of -> the bare letter."""
_WORDED = {"&": "and", "%": "percent"}


@lru_cache(maxsize=200_000)
def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of a text.

    Args:
        text: Any text; ``REDACTED`` and ``UNREADABLE`` in it are tokens of their own.

    Returns:
        Words in lower case without accents, apostrophes and punctuation, numbers without separators of thousands, and
        the signs $, £, "percent" and "and". A ``?`` inside a word stands for a letter that nobody could read. An
        apostrophe stays where without it the letters are another word: "we'll", "I'd".

    >>> tokens_of("U.S.-Cuban 'deal' of 1,200 men, was it?")
    ('us', 'cuban', 'deal', 'of', '1200', 'men', 'was', 'it')
    >>> tokens_of("We'll see Kennedy's men"), tokens_of("Хрущев, 5")
    (("we'll", 'see', 'kennedys', 'men'), ('хрущев', '5'))
    """
    if not text.isascii():
        text = _FRACTION_BEHIND.sub(" ", text)  # 2½ is 2 1/2, not 21/2
        text = unicodedata.normalize("NFKC", text.replace("´", "'")).replace("’", "'").replace("‘", "'")
    plain = fold(text)
    if not plain.isascii():
        plain = plain.translate(_BARE)
    if not plain.isprintable() or "\u00ad" in plain:
        plain = _INVISIBLE.sub("", plain)
    plain = plain.replace("`", "'")
    if "'" in plain:
        plain = _without_apostrophes(plain)
    if "." in plain:
        plain = _INITIALS.sub(lambda initials: f"{initials.group().replace('.', '')} ", plain)  # E.O.11652
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    tokens = _TOKEN.findall(plain)
    return tuple(_WORDED.get(token, _without_question(token)) for token in tokens)


def _without_apostrophes(plain: str) -> str:
    kept = {match.start() + match.group().index("'") for match in _CONTRACTION.finditer(plain) if _is_another(match[0])}
    return "".join(letter for place, letter in enumerate(plain) if letter != "'" or place in kept)


def _is_another(contraction: str) -> bool:
    """Whether the letters are another word without their apostrophe: we're, I'll, but not they've."""
    return is_listed(contraction.replace("'", ""))


def _without_question(token: str) -> str:
    """A word without its final question mark, which is punctuation; elsewhere it stands for an illegible letter."""
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
