"""Parse the titles of offices in prose and in authority lists, so that the two can be compared."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbook.checks.countries import country, names
from briefbook.checks.prose_dates import span
from briefbook.model.persons import Office, Person
from briefbook.text.dates import Span
from briefbook.util.late_pattern import LatePattern

_TITLES = (
    ("first deputy", r"first deputy (?:chairman|premier|prime minister)(?: of the (?:council of ministers|ussr))?"),
    ("foreign trade minister", r"(?:foreign trade minister|minister (?:of|for) foreign trade)"),
    ("deputy foreign minister", r"(?:first )?deputy (?:foreign minister|minister (?:of|for) foreign affairs)"),
    ("foreign minister", r"(?:foreign (?:minister|secretary)|minister (?:of|for) (?:foreign|external) affairs"
     r"|secretary of state for (?:foreign|external) affairs)"),
    ("assistant secretary", r"assistant secretary(?: of state)?"),
    ("under secretary", r"under[- ]?secretary(?: of state)?"),
    ("secretary of state", r"secretary of state(?! for)"),
    ("defence minister", r"(?:defen[cs]e minister|(?:minister|secretary) (?:of|for) (?:national )?defen[cs]e)"),
    ("secretary-general", r"(?:acting )?secretary[- ]general"),
    ("prime minister", r"(?:prime minister|premier|chairman of the council of ministers|(?:federal )?chancellor)"),
    ("vice president", r"vice[- ]president"),
    ("president", r"president"),
    ("high commissioner", r"high commissioner"),
    ("ambassador", r"ambassador(?!s)(?:-at-large)?|permanent representative"),
)  # fmt: skip
_TITLE = "|".join(f"(?P<t{i}>{pattern})" for i, (_, pattern) in enumerate(_TITLES))
_ROLE = LatePattern(
    lambda: (
        rf"(?:\b(?P<of>{names()})(?:’s|'s)?\s+)?(?P<adjective>(?:{names()})\s+)?\b(?:{_TITLE})\b"
        rf"(?:\s+(?:to|in|of|at)\s+(?:the\s+)?(?P<at>{names()})\b)?"
    ),
    re.I,
)  # Canada's American ambassador; the Soviet Foreign Minister; Permanent Representative to the UN
_TITLES_ALONE = re.compile(rf"\b(?:{_TITLE})\b", re.I)
_LETTERS_BEFORE_A_TITLE = 200
"""How far before a title the two countries named with it begin at most."""

UNIQUE = frozenset(
    ("foreign minister", "prime minister", "president", "secretary of state", "defence minister", "secretary-general")
)
"""Offices that one person of a country holds at a time."""


@dataclass(frozen=True, slots=True)
class Role:
    """A title in prose: its kind, the countries named with it, and its place in the text."""

    kind: str
    start: int
    end: int
    text: str
    of: str = ""
    adjective: str = ""
    at: str = ""

    @property
    def whose(self) -> str:
        """The country it is an office of, as the words have it."""
        return self.adjective or self.of


@lru_cache(maxsize=50_000)
def roles_in(text: str) -> tuple[Role, ...]:
    """Every title in a piece of prose.

    >>> [(role.kind, role.whose) for role in roles_in("Mikoyan (the Soviet Foreign Minister)")]
    [('foreign minister', 'Soviet Union')]
    """
    return tuple(_roles_in(text)) if _ANY.search(text) else ()


_ANY = re.compile(
    r"deputy|minister|secretary|premier|chancellor|president|commissioner|ambassador|representative", re.I
)


def _roles_in(text: str) -> Iterator[Role]:
    place = 0
    while title := _TITLES_ALONE.search(text, place):  # looking for countries at every place takes ten times as long
        match = _ROLE.search_from(text, max(place, title.start() - _LETTERS_BEFORE_A_TITLE))
        if match is None:
            return
        place = match.end()
        kind = next(name for i, (name, _) in enumerate(_TITLES) if match[f"t{i}"])
        of, adjective = country(match["of"]), country((match["adjective"] or "").strip())
        if of and not adjective and not re.search(r"[’']s\s", match.group()):
            of, adjective = "", of
        yield Role(kind, match.start(), match.end(), match.group().strip(), of, adjective, country(match["at"]))


def kind_of(office: Office) -> str:
    """The kind of a listed office; "" if it is not compared with prose."""
    role = next(iter(roles_in(office.title)), None)
    return role.kind if role else ""


def offices_held(person: Person, when: Span) -> list[Office]:
    """The offices that a person certainly held on some day of a period."""
    return [office for office in person.offices if _covers(office, when)]


def _covers(office: Office, when: Span) -> bool:
    start, end = span(office.start), span(office.end)
    return bool(start and end and start[1] <= when[1] and when[0] <= end[0])


def may_hold(person: Person, when: Span) -> list[Office]:
    """The offices that a person may have held then; a date not known to the day counts in full."""
    offices = []
    for office in person.offices:
        start, end = span(office.start), span(office.end)
        if (start is None or start[0] <= when[1]) and (end is None or when[0] <= end[1]):
            offices.append(office)
    return offices


class PersonNames:
    """Finds the persons of an authority list in text."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self.by_name: dict[str, Person] = {}
        bearers = Counter(person.name.split()[-1] for person in persons)
        for person in persons:
            surname = person.name.split()[-1]
            for name in (person.name, *person.variants, *person.misspellings):
                self.by_name.setdefault(name, person)
            if len(surname) > 4 and bearers[surname] == 1:
                self.by_name.setdefault(surname, person)
        words = sorted(self.by_name, key=len, reverse=True)
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b") if words else None

    def find_names(self, text: str) -> Iterator[tuple[int, int, str, Person]]:
        """Start, end, the name as written, and the person, for every mention."""
        if self._pattern:
            for match in self._pattern.finditer(text):
                yield match.start(), match.end(), match.group(), self.by_name[match.group()]
