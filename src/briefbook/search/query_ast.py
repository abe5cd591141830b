"""What may be asked: words, phrases, fields, near, and, or, not; each value is written as it is parsed."""

from __future__ import annotations

from dataclasses import dataclass

MARKS = ("", "~", "*")
"""What may follow a word: nothing, ``~`` (also its likely misreadings), ``*`` (also what begins with it)."""


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty question: every item."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; ``mark`` is one of ``MARKS``. ``at`` is where it stands in the question."""

    text: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.text}{self.mark}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together, in this order; ``mark`` ``~`` also finds them misread.

    ``between`` is how many other words may stand between them: ``"castro missiles"~5``.
    """

    text: str
    mark: str = ""
    between: int = 0

    def __str__(self) -> str:
        return f'"{self.text}"~{self.between}' if self.between else f'"{self.text}"{self.mark}'


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the description and what it shall hold, as typed; ``quoted`` where it has blanks or brackets."""

    name: str
    value: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'{self.name}:"{self.value}"' if self.quoted else f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Near:
    """Two words at most ``within`` words apart, in either order."""

    left: Word
    right: Word
    within: int = 10

    def __str__(self) -> str:
        return f"{self.left} NEAR/{self.within} {self.right}"


@dataclass(frozen=True, slots=True)
class Not:
    """What is left out."""

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


Question = Everything | Word | Phrase | Field | Near | Not | And | Or


def _inside(part: Question, loose: tuple[type, ...]) -> str:
    return f"({part})" if isinstance(part, loose) else str(part)
