"""C211 A person's name is spelt in one way.

Why:
    One person spelt three ways is three persons to a search, an index and a reader.
Fails:
    person "Pyotr Kalinov" misspellings="Pyotr Kalinof;Kalinof"
    > Kalinof said nothing. Later Kalinov said more.
Passes:
    person "Pyotr Kalinov" misspellings="Pyotr Kalinof;Kalinof"
    > Kalinov said nothing. Later Kalinov said more.
Remedy:
    Write the name as the list of persons has it, or as most of the book does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from briefbook.checks.check_input import CheckInput
from briefbook.checks.offices import PersonNames
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Fix, Severity
from briefbook.model.locator import FilePosition
from briefbook.text.lexicon import is_word

_NAME = re.compile(r"(?<![\w“\"'’-])[A-Z][a-zà-ž]{5,}(?![\w-])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def check(inputs: CheckInput) -> Iterator[Finding]:
    """Misspellings that the list of persons knows, and rare spellings of a name that the book has often."""
    names = inputs.person_names
    taken = list(inputs.facts("C211", _names_written))
    reported: set[tuple[str, int, int]] = set()
    for narrative, facts in taken:
        for written, *place in facts[0]:
            where, person = FilePosition(narrative.path, *place), names.by_name[written]
            reported.add((where.path, where.line, where.column))
            right = _corrected(written, person.name, person.variants)
            yield Finding(
                "C211",
                where,
                f"{written} is a misspelling of {person.name}",
                remedy=f"write {right}.",
                fix=Fix(where, right) if where.end - where.column == len(written) else None,
                data={"person": person.name},
            )
    pages = [
        (narrative.path, [(word, FilePosition(narrative.path, *place)) for word, *place in facts[1]])
        for narrative, facts in taken
    ]
    rare = list(_rare_spellings(pages, names, reported))
    yield from rare
    seen = reported | {
        (finding.where.path, finding.where.line, finding.where.column) for finding in rare if finding.where
    }
    yield from _two_on_a_page(pages, names, seen)


_Pages = Sequence[tuple[str, Sequence[tuple[str, FilePosition]]]]
"""The path of each narrative, with the words in it that may be names, and where each stands."""


def _names_written(inputs: CheckInput) -> list[Any]:
    """What a narrative writes: misspellings that the list of persons knows, and other words that may be names."""
    misspelt: list[Any] = []
    words: list[Any] = []
    for statement in inputs.statements:
        text = without_quotations(statement.text)
        for start, end, written, person in inputs.person_names.find_names(text):
            if written in person.misspellings and not _is_quoted(statement, start):
                misspelt.append([written, *_place(statement, start, end)])
        for match in _NAME.finditer(text):
            if not is_word(match.group().lower()):
                words.append([match.group(), *_place(statement, *match.span())])
    return [misspelt, words]


def _place(statement: Statement, start: int, end: int) -> tuple[int, int, int]:
    where = statement.where(start, end)
    return where.line, where.column, where.end


def without_quotations(text: str) -> str:
    """Quoted words keep the spelling of their source."""
    return _QUOTED.sub(lambda match: " " * len(match.group()), text)


def _is_quoted(statement: Statement, start: int) -> bool:
    """Whether a place is in words that are quoted, by whatever marks or as a block."""
    offset = statement.sentence.offset + start
    return any(quotation.offset <= offset < quotation.end for quotation in statement.narrative.quotations)


def _corrected(written: str, name: str, variants: tuple[str, ...]) -> str:
    """The right spelling with as many names as the wrong one had."""
    wanted = [spelling for spelling in (name, *variants) if len(spelling.split()) == len(written.split())]
    surname = name.split()[-1]
    pool = wanted or ([surname] if len(written.split()) == 1 else [name])
    if len(written.split()) == 1 and surname not in pool:
        pool = [surname, *pool]
    return min(pool, key=lambda spelling: DamerauLevenshtein.distance(spelling, written))


def _rare_spellings(pages: _Pages, names: PersonNames, reported: set[tuple[str, int, int]]) -> Iterator[Finding]:
    places: dict[str, list[FilePosition]] = defaultdict(list)
    for _, words in pages:
        for word, where in words:
            places[word].append(where)
    counts = Counter({word: len(where) for word, where in places.items()})
    for word, count in sorted(counts.items()):
        if count > 2 or word in names.by_name:
            continue
        often = [
            other
            for other, times in counts.items()
            if times >= max(3, 3 * count) and other[0] == word[0] and _alike(word, other)
        ]
        for where in places[word] if often else ():
            if (where.path, where.line, where.column) not in reported:
                yield Finding(
                    "C211",
                    where,
                    f"{word} is spelt {often[0]} elsewhere in the book ({counts[often[0]]} times)",
                    remedy=f"write {often[0]}, if it is the same name.",
                    severity=Severity.NOTE,
                )


def _two_on_a_page(pages: _Pages, names: PersonNames, reported: set[tuple[str, int, int]]) -> Iterator[Finding]:
    """Two names of one page that differ by a letter and are no words: Sorensen, Sorenson."""
    for _, words in pages:
        spellings: dict[str, list[FilePosition]] = defaultdict(list)
        for word, where in words:
            spellings[word].append(where)
        for word, places in spellings.items():
            for other, elsewhere in spellings.items():
                rarer = (len(places), -places[0].line, word) < (len(elsewhere), -elsewhere[0].line, other)
                if not rarer or word[0] != other[0] or not _alike(word, other):
                    continue
                if {word, other} <= set(names.by_name) and names.by_name[word] is not names.by_name[other]:
                    continue
                where = places[0]
                if (where.path, where.line, where.column) not in reported:
                    yield Finding(
                        "C211",
                        where,
                        f"{word} and {other} ({elsewhere[0]}) stand on one page: one name spelt in two ways?",
                        remedy="write the name in one way, or accept this if they are two persons.",
                        severity=Severity.NOTE,
                    )


def _alike(name: str, other: str) -> bool:
    """One or two letters differ, and not by an ending: Cuban and Cubans are two words."""
    distance = DamerauLevenshtein.distance(name, other)
    ending = name.startswith(other) or other.startswith(name)
    return not ending and 0 < distance <= (2 if len(name) >= 9 else 1)
