"""Which letters usually follow which, in a language: a table of sequences of up to six letters.

The tables ``letters_NAME.bin`` are counted from prose in the public domain (``letters_NAME.json`` names it) by
``tools/count_letters.py``. Capitals and small letters are one symbol, letters with accents are the letter without, and
all figures are one symbol: what a language knows cannot tell a figure from another, nor a capital from a small letter.
"""

import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

ORDER, BITS = 6, 6
"""Letters of the longest sequence; bits of a symbol."""

LOG_STEP, BACKOFF_STEP = 1 / 16, 1 / 32
"""What one level of a table's two columns stands for, as natural logarithms."""

_SYMBOLS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ0.,-'\"():;/&?$%"
_OTHER = len(_SYMBOLS) + 1
_MASKS = [(1 << (BITS * length)) - 1 for length in range(ORDER + 1)]
_MAX_REMEMBERED = 400_000

START = 1
"""The context at a line's beginning: a blank."""


@cache
def symbol(character: str) -> int:
    """The symbol, from 1, of a character.

    >>> symbol("e") == symbol("É"), symbol("3") == symbol("8"), symbol("3") == symbol("B")
    (True, True, False)
    """
    plain = unicodedata.normalize("NFD", character)[0].upper()
    if plain.isdigit():
        plain = "0"
    place = _SYMBOLS.find({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}.get(plain, plain))
    return place + 1 if place >= 0 else _OTHER


def symbols(text: str) -> bytes:
    """The symbols of a text, a byte each."""
    return bytes(symbol(character) for character in text)


class LetterModel:
    """How likely a letter is after the letters before it."""

    def __init__(self, keys: "array[int]", levels: bytes, left_over: bytes) -> None:
        self._keys, self._levels, self._left_over = keys, levels, left_over
        self._remembered: dict[int, float] = {}

    @classmethod
    def read(cls, path: Path) -> "LetterModel":
        """Read a table.

        Args:
            path: A file made by ``tools/count_letters.py``.

        Raises:
            zlib.error: The file is damaged.
        """
        raw = zlib.decompress(path.read_bytes())
        count = int.from_bytes(raw[:8], "little")
        distances = np.zeros((count, 8), np.uint8)
        distances[:, :5] = np.frombuffer(raw, np.uint8, 5 * count, 8).reshape(5, count).T
        keys = array("Q")
        keys.frombytes(np.cumsum(distances.view(np.uint64).ravel(), dtype=np.uint64).tobytes())
        return cls(keys, raw[8 + 5 * count : 8 + 6 * count], raw[8 + 6 * count :])

    def log_likelihood(self, context: int, following: int) -> float:
        """The natural logarithm of how likely a symbol is after the symbols of a context (``after``)."""
        sequence = (context << BITS) | following
        value = self._remembered.get(sequence)
        if value is None:
            if len(self._remembered) > _MAX_REMEMBERED:
                self._remembered.clear()
            value = self._remembered[sequence] = self._look_up(sequence)
        return value

    def _look_up(self, sequence: int) -> float:
        value = 0.0
        for length in range(ORDER, 0, -1):
            if length > 1 and not sequence >> (BITS * (length - 1)):
                continue
            key = sequence & _MASKS[length]
            if (place := self._place(key)) is not None:
                return value - LOG_STEP * self._levels[place]
            if (place := self._place(key >> BITS)) is not None:
                value -= BACKOFF_STEP * self._left_over[place]
        return value - 256 * LOG_STEP

    def _place(self, key: int) -> int | None:
        place = bisect_left(self._keys, key)
        return place if place < len(self._keys) and self._keys[place] == key else None

    def mean_log_likelihood(self, text: str) -> float:
        """How likely the letters of a text are on the average, as a natural logarithm; a blank stands before it."""
        return sum(self._log_likelihoods(text)) / len(text) if text else 0.0

    def least_log_likelihood(self, text: str) -> float:
        """How likely the least usual letter of a text is where it stands, as a natural logarithm; 0 of nothing."""
        return min(self._log_likelihoods(text), default=0.0)

    def _log_likelihoods(self, text: str) -> Iterator[float]:
        context = START
        for following in symbols(text):
            yield self.log_likelihood(context, following)
            context = after(context, following)


def after(context: int, following: int) -> int:
    """The context once a symbol more was read: the last five symbols, as one number."""
    return ((context << BITS) | following) & _MASKS[ORDER - 1]


@cache
def letter_models() -> Sequence[LetterModel]:
    """The models in the package, English first."""
    paths = sorted(Path(__file__).parent.glob("letters_*.bin"), key=lambda path: ("english" not in path.name, path))
    return [LetterModel.read(path) for path in paths]


@lru_cache(maxsize=2_000)
def log_likelihood_of(text: str) -> float:
    """How likely the letters of a text are in English, with the blanks around it.

    Args:
        text: Words.

    Returns:
        Natural logarithm; 0.0 where the package has no model.
    """
    models = letter_models()
    return (len(text) + 1) * models[0].mean_log_likelihood(f"{text} ") if models else 0.0


@lru_cache(maxsize=20_000)
def usualness(word: str) -> float | None:
    """How usual the letters of a word are in the language that knows it best.

    Args:
        word: A word.

    Returns:
        The mean natural logarithm of their likelihood, the blank behind it included: -0.7 (Intelligence) to -8 (lbs);
        None where the package has no model, so that it cannot be told.

    >>> usualness("SECRETARY") > usualness("SECRETEKY")
    True
    """
    return max((model.mean_log_likelihood(f"{word} ") for model in letter_models()), default=None)
