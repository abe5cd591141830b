"""Calibrated confidence of a word, in two steps of logistic regression.

The first asks what the recogniser makes of the word (``Word.confidence``). On it are set all limits: what is read
again, what is handwriting, which figures of a heading are legible. The second asks where the word stands too
(``Word.certainty``): words of heads, which stand a few beside each other in other type, are wrong oftener than their
letters say. It is shown and given out, and decides nothing: what fits the grammar of a number or a day is right
oftener than other words of a head, and the limits know of the letters only.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """The features of a word.

    Its characters' likelihoods, whether the page's own letters agree, the mean likelihood of its line's characters,
    whether it has figures, and whether context overruled the picture.
    """

    likelihoods: tuple[float, ...]
    agreed: bool
    line: float
    has_figures: bool = False
    by_context: bool = False

    def features(self) -> tuple[float, ...]:
        """The features in the order of the calibration's weights."""
        return (
            1.0,
            _logit(min(self.likelihoods)),
            _logit(sum(self.likelihoods) / len(self.likelihoods)),
            0.0 if self.agreed else 1.0,
            math.log(len(self.likelihoods)),
            _logit(self.line),
            float(self.has_figures),
            float(self.by_context),
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a word stands, and how usual it is.

    Whether its line is in another type than the page's, whether it has few words, whether the word has signs beside
    letters and figures, and how usual its letters are in a language (None where it is too short, or of other signs).
    Then the likelihood of its least sure character (None where it is not known), how wide its letters are beside the
    page's, how usual the least usual of them is where it stands, and whether unread ink stands beside it.
    """

    in_other_type: bool
    in_short_line: bool
    has_signs: bool
    usualness: float | None = None
    least: float | None = None
    width: float = 1.0
    least_usual: float | None = None
    has_ink_beside: bool = False

    def features(self, confidence: float) -> tuple[float, ...]:
        """The features of the second step, in the order of the calibration's weights."""
        by_letters = _logit(confidence)
        unusual = 0.0 if self.usualness is None else max(0.0, USUAL - self.usualness)
        is_common = self.usualness is not None and self.usualness > COMMON
        flags = (self.in_other_type, self.in_short_line, self.has_signs, is_common)
        return (
            1.0,
            by_letters,
            *map(float, flags),
            unusual * min(4.0, max(0.0, 4.0 - by_letters)),
            by_letters if self.least is None else _logit(self.least),
            min(MAX_WIDER, abs(math.log(max(self.width, 0.01)))),
            0.0 if self.least_usual is None else max(0.0, RARE - self.least_usual),
            float(self.has_ink_beside),
        )


USUAL, COMMON = -2.2, -2.0
"""Mean logarithms of the likelihood of a word's letters: below the one it is the less usual the lower it is, which
counts the more the less sure its letters are; above the other it is a common word."""

RARE = -5.0
"""Logarithm of the likelihood of a word's least usual letter: below it, it is the more unusual the lower it is."""

MAX_WIDER = 1.5
"""Logarithm of how much wider or narrower than the page's the letters of a word are, at most."""

MIN_LETTERS, MIN_LETTER_SHARE = 3, 0.8
"""Letters that a word must have for a language to tell how usual it is, and their share of its characters."""


def letters_of(word: str) -> str | None:
    """The letters of a word that a language can tell about; None for one too short, or of other signs.

    >>> letters_of("SOONEST,"), letters_of("AMLASH/1"), letters_of("(IN"), letters_of("12")
    ('SOONEST', None, None, None)
    """
    letters = "".join(character for character in word if character.isalpha())
    return letters if len(letters) >= max(MIN_LETTERS, MIN_LETTER_SHARE * len(word)) else None


def confidence(evidence: WordEvidence) -> float:
    """The probability (0 to 1, three decimals) that a word is right, by the weights in ``typed_calibration.json``.

    ``tools/calibrate_typed.py`` fits them.

    >>> even, uneven = WordEvidence((0.99, 0.99, 0.99), True, 0.98), WordEvidence((0.99, 0.5, 0.99), False, 0.98)
    >>> confidence(even) > confidence(uneven)
    True
    """
    return _likely("weights", evidence.features())


def confidence_in(surroundings: Surroundings, confidence: float) -> float:
    """The probability (0 to 1, three decimals) that a word is right, by its letters and by where it stands.

    Args:
        surroundings: Where it stands.
        confidence: That of its letters.

    >>> text, head = Surroundings(False, False, False), Surroundings(True, True, False)
    >>> confidence_in(text, 0.8) > confidence_in(head, 0.8)
    True
    """
    return round(with_margin(_likely("weights in surroundings", surroundings.features(confidence))), 3)


def with_margin(share: float) -> float:
    """A fitted probability as it is given out: what is sure by little is given out as a little less sure.

    Of words fitted at just .9 some one in twelve is wrong, and on papers that nobody has seen more. Between the points
    of ``margin`` in ``typed_calibration.json`` it goes straight; a greater one stays greater.

    >>> with_margin(0.5), with_margin(0.9) < 0.89, with_margin(1.0)
    (0.5, True, 1.0)
    """
    points = _calibration()["margin"]
    for (low, low_out), (high, high_out) in pairwise(points):
        if low <= share <= high:
            return float(low_out + (high_out - low_out) * (share - low) / (high - low))
    return share


def _likely(name: str, features: Sequence[float]) -> float:
    weighed = sum(weight * value for weight, value in zip(_weights(name), features, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, weighed)))), 3)


@cache
def _weights(name: str) -> Sequence[float]:
    return tuple(float(weight) for weight in _calibration()[name])


@cache
def _calibration() -> Mapping[str, Any]:
    calibration: Mapping[str, Any] = json.loads(
        Path(__file__).with_name("typed_calibration.json").read_text(encoding="utf-8")
    )
    return calibration


def _logit(share: float) -> float:
    share = min(0.9995, max(0.0005, share))
    return math.log(share / (1 - share))
