"""C223 An office that one person holds has one holder.

Why:
    "Cuban Foreign Minister Raúl Roa" on one page and "Cuban Foreign Minister Paul Roa" or another name on the next: the
    reader cannot know who it was, and the index makes two persons of him.
Fails:
    book a.md dates=1962-11-01/1962-11-05
    > The Cuban Foreign Minister Pedro Alarcón spoke first.
    book b.md dates=1962-11-06/1962-11-09
    > The Cuban Foreign Minister Luis Montero spoke again.
Passes:
    book a.md dates=1962-11-01/1962-11-05
    > The Cuban Foreign Minister Pedro Alarcón spoke first.
    book b.md dates=1962-11-06/1962-11-09
    > The Cuban Foreign Minister Alarcón spoke again, and so did the Soviet Foreign Minister Ivanov.
Remedy:
    Correct the name or the office; where the office changed hands, accept the finding with the day.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from briefbook.checks.check_input import CheckInput
from briefbook.checks.names import without_quotations
from briefbook.checks.offices import UNIQUE, PersonNames, offices_held, roles_in
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.text.dates import Span

MAX_DAYS = 366
"""Pages whose days lie further apart may well name two holders."""

_NAMED = re.compile(
    r"\s+(?P<given>(?:[A-ZÀ-Ž][\w’'.-]*\s+){0,2})(?P<surname>[A-ZÀ-Ž][a-zà-ž]{2,}(?:-[A-ZÀ-Ž][a-zà-ž]+)?)"
)
_NAMED_BEHIND_A_COMMA = re.compile(rf",{_NAMED.pattern}(?=,)")
"""A name between commas behind its office: the Norwegian Foreign Minister, Knut Brandvik, said."""

_CHANGED_HANDS = re.compile(
    r"\b(?:resign|succeed|replac|appoint|elect|dismiss|took office|form(?:s|ed)? a (?:\w+ )?(?:government|cabinet))",
    re.I,
)
"""What tells that an office changes hands: of whom it is told, two holders are no contradiction."""

_SURNAME = re.compile(r"\b[A-ZÀ-Ž][a-zà-ž]{2,}\b")

_OTHERWISE = re.compile(
    r"\b(?:former|ex|acting|deputy|vice|future|then|next|new|late|designate|elect)[\s-]*(?:\w+\s+)?$", re.I
)


@dataclass(frozen=True, slots=True)
class _Holder:
    """A person named with an office: surname, given names as written, the page's days, and the place."""

    surname: str
    given: str
    days: Span | None
    where: FilePosition


_Change = tuple[frozenset[str], frozenset[str]]
"""The names in a sentence that tells of an office's change of hands, and those among them that stand with an office."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every office of a country that the book gives to two persons at about the same time."""
    holders: dict[tuple[str, str], list[_Holder]] = defaultdict(list)
    changes: set[_Change] = set()
    for narrative, named in inputs.facts("C223", _holders_named):
        days = inputs.dates(narrative)
        for whose, kind, surname, given, *place in named:
            if not kind:
                changes.add((frozenset(surname.split()), frozenset(given.split())))
                continue
            holders[whose, kind].append(_Holder(surname, given, days, FilePosition(narrative.path, *place)))
    names = inputs.person_names
    for (whose, kind), named_so in sorted(holders.items()):
        yield from _two(whose, kind, named_so, names, changes)


def _holders_named(inputs: CheckInput) -> list[Any]:
    """The persons named with an office in a narrative: country, office, surname, given names, and where.

    Without country and office stand the names in sentences that tell of an office that changes hands.
    """
    found: list[Any] = []
    for statement in inputs.statements:
        text = without_quotations(statement.text)
        if _CHANGED_HANDS.search(text):
            named_there = (
                _NAMED.match(text, role.end) or _NAMED_BEHIND_A_COMMA.match(text, role.end) for role in roles_in(text)
            )
            in_office = sorted({match["surname"] for match in named_there if match})
            found.append(["", "", " ".join(sorted(set(_SURNAME.findall(text)))), " ".join(in_office), 0, 0, 0])
        for role in roles_in(text):
            named = _NAMED.match(text, role.end) or _NAMED_BEHIND_A_COMMA.match(text, role.end)
            if named is not None and (roles_in(named.group()) or (named[0][0] == "," and not named["given"])):
                continue  # another office stands there, or a country
            if role.kind not in UNIQUE or not role.whose or named is None or _OTHERWISE.search(text[: role.start]):
                continue
            where = statement.where(named.start("surname"), named.end())
            given = named["given"].strip()
            found.append([role.whose, role.kind, named["surname"], given, where.line, where.column, where.end])
    return found


def _two(whose: str, kind: str, holders: list[_Holder], names: PersonNames, changes: set[_Change]) -> Iterator[Finding]:
    surnames = {holder.surname for holder in holders}
    counts = Counter(holder.surname for holder in holders)
    reported: set[str] = set()
    for holder in sorted(holders, key=lambda holder: counts[holder.surname]):
        for other in holders:
            if holder.surname in reported or not _contradict(holder, other) or _both_held(holder, other, names):
                continue
            if any(_tells_of(change, holder.surname, other.surname, surnames) for change in changes):
                continue
            reported |= {holder.surname, other.surname}
            yield Finding(
                "C223",
                holder.where,
                f"{whose}’s {kind} is {_full(holder)} here and {_full(other)} at {other.where}",
                remedy="correct the name or the office, or accept this with the day on which the office changed hands.",
                severity=Severity.NOTE,
            )


def _tells_of(change: _Change, first: str, other: str, holders: set[str]) -> bool:
    """Whether a sentence that tells of an office's change of hands tells of these two, or of one and no third."""
    names, in_office = change
    named = {first, other} & names
    return len(named) > 1 or (bool(named) and not ((holders & names) | in_office) - named)


def _contradict(holder: _Holder, other: _Holder) -> bool:
    if holder.days and other.days:
        apart = max((holder.days[0] - other.days[1]).days, (other.days[0] - holder.days[1]).days)
        if apart > MAX_DAYS:
            return False
    if holder.surname == other.surname:
        return bool(holder.given and other.given) and not _same_given(holder.given, other.given)
    return DamerauLevenshtein.distance(holder.surname, other.surname) > 2  # else one name spelt in two ways: C211


def _same_given(given: str, other: str) -> bool:
    """Whether two given names may be one person's: an initial, a name more or less, an accent."""
    first, second = given.split()[0], other.split()[0]
    return first[0] == second[0]


def _both_held(holder: _Holder, other: _Holder, names: PersonNames) -> bool:
    """Whether the list of persons has an office for both in these days: then it changed hands, or is shared."""
    known = [names.by_name.get(each.surname) for each in (holder, other)]
    return all(
        person is not None and each.days is not None and offices_held(person, each.days)
        for person, each in zip(known, (holder, other), strict=True)
    )


def _full(holder: _Holder) -> str:
    return f"{holder.given} {holder.surname}".strip()
