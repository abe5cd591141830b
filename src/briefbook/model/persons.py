"""An authority list of persons: their offices, each with its dates and its source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """An office a person held. ``start`` and ``end`` are EDTF dates, "" where unknown; both days count.

    ``country`` is the country's name in English ("Soviet Union") for offices that several countries have.
    ``source`` says where the dates come from.
    """

    title: str
    start: str = ""
    end: str = ""
    source: str = ""
    country: str = ""
    post: str = ""  # the code of the post headed, where the office is one: WASHDC


@dataclass(frozen=True, slots=True)
class Person:
    """A person: the preferred form of the name, other spellings, and the offices held.

    ``variants`` are spellings that are right (Mikoian); ``misspellings`` those known to be wrong (Anastus Mikoyan).
    ``sort`` is the name as an index has it ("St. Laurent, Louis"), "" where its last word comes first.
    """

    name: str
    variants: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    misspellings: tuple[str, ...] = ()
    note: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place: the preferred form of the name, and other spellings."""

    name: str
    variants: tuple[str, ...] = ()
