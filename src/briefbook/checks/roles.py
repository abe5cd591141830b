"""C210 A person has the office that the prose gives.

Why:
    Offices change hands, and titles are remembered wrongly; a reader takes the wrong minister for the one who spoke.
    Only a contradiction is reported, never that an office is not on the list.
Fails:
    person "Boris Volkov" office="Minister of Foreign Affairs" start=1957-02-15 end=1985-07-02 country="Soviet Union"
    person "Ivan Petrenko" office="Minister of Culture" start=1955-02-28 end=1964-07-15 country="Soviet Union"
    item CDNW9001 date=1962-11-08 from=WASHDC
    book dates=1962-11-08/1962-11-13
    > The talks with Ivan Petrenko (the Soviet Foreign Minister) were delayed (CDNW9001).
Passes:
    person "Boris Volkov" office="Minister of Foreign Affairs" start=1957-02-15 end=1985-07-02 country="Soviet Union"
    person "Ivan Petrenko" office="Minister of Culture" start=1955-02-28 end=1964-07-15 country="Soviet Union"
    item CDNW9001 date=1962-11-08 from=WASHDC
    book dates=1962-11-08/1962-11-13
    > The talks with Boris Volkov (the Soviet Foreign Minister) were delayed (CDNW9001).
Remedy:
    Write the office held on that day; the list of persons and its sources say which.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.offices import UNIQUE, Role, kind_of, may_hold, offices_held, roles_in
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Severity
from briefbook.model.persons import Office, Person
from briefbook.text.dates import Span

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_BETWEEN = re.compile(r"\s*[,(]\s*(?:then\s+)?(?:the\s+|a\s+)?", re.I)


_ONCE = re.compile(
    r"\b(?:former|formerly|ex|later|future|subsequent(?:ly)?|next|past|one-?time|sometime|late|incoming|outgoing|erstwhile"
    r"|previous(?:ly)?|acting|deputy|vice|shadow|would-be|eventual(?:ly)?|previously|soon(?:\s+to\s+be)?)"
    r"[\s-]+(?:(?:the|a|his|her|as)\s+)?(?:\w+\s+)?$",
    re.I,
)


_PAPERS_TO = re.compile(r"\b(?:memos|memoranda|letters|messages|papers|files?)\s+(?:to|of|for)\s+the\s*$", re.I)
"""The title of a file: Memos to the President, NAME."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every person with a title beside the name that another person held, or another country's."""
    names = inputs.person_names
    for statement in inputs.statements:
        when = _when(inputs, statement)
        if when is None:
            continue
        roles = list(roles_in(statement.text))
        for start, end, _, person in names.find_names(statement.text):
            for role in roles:
                if _beside(statement.text, start, end, role) and (
                    contradiction := _contradiction(inputs, person, role, when)
                ):
                    what, severity = contradiction
                    yield Finding(
                        "C210",
                        statement.where(role.start, role.end),
                        f"{person.name}: {what}",
                        remedy=_remedy(person, when),
                        severity=severity,
                        data={"person": person.name, "title": role.text},
                    )


def _when(inputs: CheckInput, statement: Statement) -> Span | None:
    days = [day for item in statement.items if (day := inputs.day(item))]
    if days:
        return min(day[0] for day in days), max(day[1] for day in days)
    return inputs.dates(statement.narrative)


def _beside(text: str, start: int, end: int, role: Role) -> bool:
    """NAME (the TITLE), NAME, the TITLE, or TITLE NAME."""
    if _ONCE.search(text[: role.start]) or _PAPERS_TO.search(text[: role.start]):
        return False
    if role.start >= end:
        follows = _BETWEEN.fullmatch(text[end : role.start]) is not None
        return follows and re.match(r"\s*(?:[,).;:]|$|for\b|of\b)", text[role.end :]) is not None
    if role.end > start:
        return False
    between = text[role.end : start].strip()
    return between == "" or (between == "," and re.match(r"\s*[,.)]", text[end:]) is not None)


def _contradiction(inputs: CheckInput, person: Person, role: Role, when: Span) -> tuple[str, Severity] | None:
    own = may_hold(person, when)
    same = [office for office in own if kind_of(office) == role.kind]
    countries = {office.country for office in person.offices if office.country}
    if same:
        if role.kind == "ambassador" and role.whose and role.whose not in countries and role.of in countries:
            office = next((holding for holding in same if role.adjective in holding.title), same[0])
            return f'"{role.text}" can be misread: {office.title} for {office.country}', Severity.NOTE
        if role.whose and countries and role.whose not in countries:
            return f'"{role.text}" gives another country: {same[0].title}, {same[0].country}', Severity.WARNING
        return None
    if role.kind not in UNIQUE:
        return None
    whose = role.whose or (next(iter(countries)) if len(countries) == 1 else "")
    for other in inputs.context.persons:
        for office in offices_held(other, when):
            if other is not person and kind_of(office) == role.kind and office.country == whose:
                return f"{role.text} on that day was {other.name}", Severity.WARNING
    return None


def _remedy(person: Person, when: Span) -> str:
    own: list[Office] = may_hold(person, when)
    if own:
        return "on that day: " + "; ".join(f"{office.title}, {office.country}".rstrip(", ") for office in own) + "."
    return "write the office held on that day."
