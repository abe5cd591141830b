"""Syntax tree of a question: terms, phrases, fields, NEAR, AND, OR, NOT; ``str`` writes it as it is parsed."""

from __future__ import annotations

from dataclasses import dataclass

MARKS = ("", "~", "*")
"""Suffixes of a term: none, ``~`` (also its likely misreadings), ``*`` (also words that begin with it)."""


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty question: every item."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A word to search for, as typed; ``mark`` is one of ``MARKS``."""

    text: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.text}{self.mark}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other in this order; ``mark`` ``~`` also finds them misread.

    ``between`` is how many other words may come between them: ``"castro missiles"~5``.
    """

    text: str
    mark: str = ""
    between: int = 0

    def __str__(self) -> str:
        return f'"{self.text}"~{self.between}' if self.between else f'"{self.text}"{self.mark}'


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the description and the value it must have, as typed; ``quoted`` if it has blanks or brackets."""

    name: str
    value: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'{self.name}:"{self.value}"' if self.quoted else f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms at most ``within`` words apart, in either order."""

    left: SearchTerm
    right: SearchTerm
    within: int = 10

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.within} {self.right}"


@dataclass(frozen=True, slots=True)
class Not:
    """Excludes what matches its part."""

    part: Question

    def __str__(self) -> str:
        return f"NOT {_inside(self.part, loose=(And, Or))}"


@dataclass(frozen=True, slots=True)
class And:
    """All of these, two at least."""

    parts: tuple[Question, ...]

    def __str__(self) -> str:
        return " ".join(_inside(part, loose=(And, Or)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these, two at least."""

    parts: tuple[Question, ...]

    def __str__(self) -> str:
        return " OR ".join(_inside(part, loose=(Or,)) for part in self.parts)


Question = Everything | SearchTerm | Phrase | Field | Near | Not | And | Or


def _inside(part: Question, loose: tuple[type, ...]) -> str:
    return f"({part})" if isinstance(part, loose) else str(part)
