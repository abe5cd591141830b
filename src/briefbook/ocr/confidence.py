"""What the recogniser thinks of a word -> how often such a word is right."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a word: its characters' likelihoods, whether the page's letters agree, the page's likelihood."""

    sure: tuple[float, ...]
    agreed: bool
    page: float

    def features(self) -> tuple[float, ...]:
        """The figures that the calibration weighs, in its order."""
        return (
            1.0,
            _logit(min(self.sure)),
            _logit(sum(self.sure) / len(self.sure)),
            0.0 if self.agreed else 1.0,
            _logit(self.page),
            math.log(len(self.sure)),
        )


def confidence(evidence: Evidence) -> float:
    """How likely the word is right, by the calibration in ``typed_calibration.json``.

    >>> confidence(Evidence((0.99, 0.99, 0.99), True, 0.98)) > confidence(Evidence((0.99, 0.5, 0.99), False, 0.98))
    True
    """
    weighed = sum(weight * value for weight, value in zip(_weights(), evidence.features(), strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, weighed)))), 3)


@cache
def _weights() -> Sequence[float]:
    held = json.loads(Path(__file__).with_name("typed_calibration.json").read_text(encoding="utf-8"))
    return tuple(float(weight) for weight in held["weights"])


def _logit(share: float) -> float:
    share = min(0.9995, max(0.0005, share))
    return math.log(share / (1 - share))
