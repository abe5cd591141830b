"""Descriptions of papers -> how alike two of them are, whatever the list calls its columns and how it writes days."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from briefbook.model.received import Description
from briefbook.text.dates import is_edtf, read_date
from briefbook.text.folding import fold

DAYS = frozenset({"date", "sent", "received", "event"})
"""Fields that are days."""

CORE = ("date", "from", "to", "number")
"""Fields by which a paper is known: two of them that differ, and none that agrees, are of another paper."""

_MAX_WORDS = 60
"""Words of a text, and of a field, that are compared: the beginning tells papers apart."""

_HEADING = re.compile(r"[^:\n]{1,60}: (?=\S)")
"""What a note begins with that holds a column without a field: its name, which is another in another list."""

_MAX_LETTERS_OF_DAY = 30
_LETTERS_OF_WORD = 2


def facts_of(description: Description) -> frozenset[str]:
    """What is said of a paper, as single facts that can be compared: days as days, all else word by word.

    >>> from briefbook.model.cable import Reading
    >>> one = Description("1", {"date": (Reading("3 Jan 1951", "1951-01-03"),), "from": (Reading("Lund, Bo", None),)})
    >>> other = Description("7", {"note": (Reading("datum: 03.01.51", None), Reading("author: Bo Lund", None))})
    >>> sorted(facts_of(one)), sorted(facts_of(other))
    (['=1951-01-03', 'bo', 'lund'], ['=1951-01-03', '=1951-03-01', 'bo', 'lund'])
    """
    facts: set[str] = set()
    for name, readings in description.readings.items():
        for reading in readings:
            written = reading.as_written or reading.value or ""
            if name in DAYS:
                facts.update(_days(reading.value or "", written) or _words(written))
            elif name == "note":
                words = _HEADING.sub("", written, count=1)
                facts.update((len(words) <= _MAX_LETTERS_OF_DAY and _days("", words)) or _words(words))
            else:
                facts.update(_words(written))
    texts = (*description.pages, *(" ".join(row.text for row in page.lines) for page in description.layouts[:1]))
    for text in texts[:1]:
        facts.update(_words(text))
    return frozenset(facts)


def _words(text: str) -> Iterator[str]:
    words = (word.lstrip("0") for word in re.findall(r"\w+", fold(text[: _MAX_WORDS * 20])))
    yield from itertools.islice(
        (word for word in words if len(word) >= _LETTERS_OF_WORD or word.isdecimal()), _MAX_WORDS
    )


@lru_cache(maxsize=4096)
def _days(value: str, written: str) -> tuple[str, ...]:
    """The days that a cell may mean, () where it is none: of one in figures both."""
    if value and value == written:
        return (f"={value}",)
    reading = read_date(written)
    days = (value, reading.edtf, *reading.alternatives)
    return tuple(dict.fromkeys(f"={day}" for day in days if day and is_edtf(day)))


@dataclass(slots=True)
class FactWeights:
    """How much each fact tells: one that many papers share says little of any.

    Attributes:
        papers: How many papers were counted.
    """

    papers: int = 0
    _counts: Counter[str] = field(default_factory=Counter)

    def count(self, facts: Iterable[str]) -> None:
        """Count what is said of a paper."""
        self.papers += 1
        self._counts.update(facts)

    def is_rare(self, fact: str) -> bool:
        """Do few papers share it?"""
        return self._counts[fact] <= _MAX_SHARING

    def likeness(self, facts: frozenset[str], others: frozenset[str]) -> float:
        """How much of what is said of the paper of which less is said is said of the other, 0 to 1."""
        shared = facts & others
        least = min(self._sum(facts), self._sum(others))
        return self._sum(shared) / least if least and len(shared) >= _MIN_SHARED else 0.0

    def _sum(self, facts: Iterable[str]) -> float:
        return sum(math.log((self.papers + 1) / max(1, self._counts[fact])) for fact in facts)


_MAX_SHARING = 50
"""A fact that more papers share is no sign by which one of them is looked for."""

_MIN_SHARED = 2
"""One fact that two papers share may be chance."""


def contradicts(one: Description, other: Description) -> bool:
    """Do two descriptions differ in two fields or more by which papers are known, and agree in none?

    >>> from briefbook.model.cable import Reading
    >>> def paper(day, sender):
    ...     return Description("1", {"date": (Reading(day, day),), "from": (Reading(sender, sender),)})
    >>> contradicts(paper("1951-01-03", "Bo Lund"), paper("1952-05-01", "Ann Reed"))
    True
    >>> contradicts(paper("1951-01-03", "Bo Lund"), paper("1951-01-03", "Ann Reed"))
    False
    """
    differing = 0
    for name in CORE:
        mine, theirs = (_of_field(description, name) for description in (one, other))
        if mine and theirs:
            if mine & theirs:
                return False
            differing += 1
    return differing >= _MIN_SHARED


def _of_field(description: Description, name: str) -> frozenset[str]:
    readings = description.readings.get(name, ())
    return facts_of(Description(description.item, {name: readings})) if readings else frozenset()
