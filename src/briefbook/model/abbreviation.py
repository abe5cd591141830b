"""Abbreviations and what they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefbook.model.locator import FilePosition


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation, its meaning, and where the meaning is from; an empty meaning leaves it out of the list."""

    short: str
    meaning: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class AbbreviationList:
    """The abbreviations of a book: those with a meaning, in order, and where those without first occur."""

    entries: tuple[Abbreviation, ...] = ()
    unknown: Mapping[str, FilePosition] = field(default_factory=dict)
