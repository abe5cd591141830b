"""A random sample of items that people read again without seeing the catalogue: how often each field is wrong."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SampleVerdict(StrEnum):
    """How a field of the catalogue compares with what a person read on the paper without seeing it."""

    RIGHT = "right"
    SAME_MEANING = "same-meaning"
    """Written otherwise, but not an error, as the person decided afterwards."""
    WRONG = "wrong"
    MISSING = "missing"
    """The paper gives it and the catalogue is blank."""
    EXTRA = "extra"
    """The catalogue gives it and the paper does not."""
    CANNOT_TELL = "cannot-tell"
    """The person could not read it either; it does not count."""


ERRORS = frozenset({SampleVerdict.WRONG, SampleVerdict.MISSING, SampleVerdict.EXTRA})
"""The verdicts that count as errors."""


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """The errors of a field in a sample.

    Attributes:
        field: The field.
        read: Papers on which the field was read again and could be judged.
        wrong: Of these, with another value.
        missing: Blank in the catalogue although the paper gives it.
        extra: In the catalogue although the paper does not give it.
        cannot_tell: Papers on which it could not be read; not among ``read``.
        low: Lower end of the interval that holds the rate in the whole collection with 95 % confidence, 0 to 1.
        high: Its upper end.
    """

    field: str
    read: int
    wrong: int = 0
    missing: int = 0
    extra: int = 0
    cannot_tell: int = 0
    low: float = 0.0
    high: float = 1.0

    @property
    def errors(self) -> int:
        """All errors."""
        return self.wrong + self.missing + self.extra

    @property
    def rate(self) -> float:
        """The share of errors in the sample, 0 to 1; 0 where nothing was read."""
        return self.errors / self.read if self.read else 0.0


@dataclass(frozen=True, slots=True)
class SampleResult:
    """The results of a sample so far.

    Attributes:
        name: The sample's name.
        drawn_on: The day on which it was drawn; what the catalogue held on that day is what is judged.
        population: The number of items from which it was drawn.
        size: The number of items drawn.
        reviewed: The number of these that were read again.
        fields: The errors, field by field.
    """

    name: str
    drawn_on: date
    population: int
    size: int
    reviewed: int
    fields: tuple[FieldErrors, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Were all items read again?"""
        return self.size > 0 and self.reviewed == self.size
