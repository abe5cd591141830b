"""Calibrated confidence of a word: logistic regression on what the recogniser makes of it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


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


def confidence(evidence: WordEvidence) -> float:
    """The probability (0 to 1, three decimals) that a word is right, by the weights in ``typed_calibration.json``.

    ``tools/calibrate_typed.py`` fits them.

    >>> even, uneven = WordEvidence((0.99, 0.99, 0.99), True, 0.98), WordEvidence((0.99, 0.5, 0.99), False, 0.98)
    >>> confidence(even) > confidence(uneven)
    True
    """
    weighed = sum(weight * value for weight, value in zip(_weights(), evidence.features(), strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, weighed)))), 3)


@cache
def _weights() -> Sequence[float]:
    calibration = json.loads(Path(__file__).with_name("typed_calibration.json").read_text(encoding="utf-8"))
    return tuple(float(weight) for weight in calibration["weights"])


def _logit(share: float) -> float:
    share = min(0.9995, max(0.0005, share))
    return math.log(share / (1 - share))
