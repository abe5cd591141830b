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
from collections.abc import Container, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from briefbook.checks.check_input import CheckInput
from briefbook.checks.countries import country
from briefbook.checks.offices import PersonNames
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Fix, Severity
from briefbook.model.locator import FilePosition
from briefbook.text.lexicon import frequency, is_word
from briefbook.text.posts import given_names

_NAME = re.compile(r"(?<![\w“\"'’-])[A-Z][a-zà-ž]{5,}(?![\w-])")
_FULL_NAME = re.compile(
    r"(?<![\w“\"'’-])(?=(?P<both>(?P<first>[A-ZÀ-Ž][a-zà-ž]{3,})\s+(?P<last>[A-ZÀ-Ž][a-zà-ž]{3,}(?:-[A-ZÀ-Ž][a-zà-ž]+)?))"
    r"(?![\w-]))"
)
_TITLE_WORDS = """
    captain colonel general admiral commander lieutenant major sergeant judge president minister ambassador premier
    doctor prince princess king queen lord lady miss senator secretary chancellor mister consul bishop commissioner
    chairman saint north south east west upper lower foreign prime federal royal united
"""
_TITLES = frozenset(_TITLE_WORDS.split())
"""Words with a capital before a surname that are no given name."""
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
    apart = _two_persons(taken)
    rare = list(_rare_spellings(pages, names, reported, apart, inputs.items_by_word))
    yield from rare
    seen = reported | {
        (finding.where.path, finding.where.line, finding.where.column) for finding in rare if finding.where
    }
    of_page = list(_two_on_a_page(pages, names, seen, apart))
    yield from of_page
    seen |= {(finding.where.path, finding.where.line, finding.where.column) for finding in of_page if finding.where}
    persons = [
        (first, last, FilePosition(narrative.path, *place))
        for narrative, facts in taken
        for first, last, *place in facts[2]
    ]
    yield from _two_spellings(persons, seen, apart)


_Pages = Sequence[tuple[str, Sequence[tuple[str, FilePosition]]]]
"""The path of each narrative, with the words in it that may be names, and where each stands."""


def _names_written(inputs: CheckInput) -> list[Any]:
    """What a narrative writes, in four lists.

    They are misspellings that the list of persons knows, other words that may be names, given names with surnames, and
    pairs of like names that stand in one sentence.
    """
    misspelt: list[Any] = []
    words: list[Any] = []
    persons: list[Any] = []
    together: list[Any] = []
    for statement in inputs.statements:
        text = without_quotations(statement.text)
        for start, end, written, person in inputs.person_names.find_names(text):
            if written in person.misspellings and not _is_quoted(statement, start):
                misspelt.append([written, *_place(statement, start, end)])
        for match in _NAME.finditer(text):
            if not is_word(match.group().lower()):
                words.append([match.group(), *_place(statement, *match.span())])
        for match in _FULL_NAME.finditer(text):
            if _is_given(match["first"]) and _is_rare(match["last"]):
                persons.append([match["first"], match["last"], *_place(statement, *match.span("both"))])
        named = sorted({match.group() for match in _NAME.finditer(text) if not is_word(match.group().lower())})
        together += [[first, other] for first, other in combinations(named, 2) if _alike(first, other)]
    return [misspelt, words, persons, together]


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


def _is_given(word: str) -> bool:
    """Whether a word with a capital before another may be a given name: in the list of them, or no common word."""
    plain = word.lower()
    return word.upper() in given_names() or (plain not in _TITLES and not country(word) and frequency(plain) < USUAL)


def _is_rare(word: str) -> bool:
    """Whether a word may be a name, since it is hardly used otherwise."""
    return frequency(word.lower()) < RARE


RARE, USUAL = 20_000_000, 40_000_000
"""The frequency under which a word may be a surname (Moreau), and under which a given name before one (Eric)."""


def _has_alone(papers: Container[str], name: str, other: str) -> bool:
    """Whether the papers have one of two spellings and not the other."""
    return name.lower() in papers and other.lower() not in papers


_Apart = frozenset[frozenset[str]]
"""Pairs of like names that are two persons'."""


def _two_persons(taken: Sequence[tuple[Any, Any]]) -> _Apart:
    """The pairs of like names that the book gives to two persons: with other given names, or in one sentence."""
    given: dict[str, set[str]] = defaultdict(set)
    found: set[frozenset[str]] = set()
    for _, facts in taken:
        for first, last, *_ in facts[2]:
            given[last].add(first)
        found |= {frozenset(pair) for pair in facts[3]}
    for last, other in combinations(sorted(given), 2):
        if _alike(last, other) and {name[0] for name in given[last]}.isdisjoint(name[0] for name in given[other]):
            found.add(frozenset((last, other)))
    return frozenset(found)


def _two_spellings(
    persons: Sequence[tuple[str, str, FilePosition]], reported: set[tuple[str, int, int]], apart: _Apart
) -> Iterator[Finding]:
    """Persons of two names of which one is spelt in two ways: Erik and Eric Lindqvist, Gunnar Thorvaldsson and -son."""
    by_one: dict[tuple[int, str], dict[str, list[FilePosition]]] = defaultdict(lambda: defaultdict(list))
    for first, last, where in persons:
        by_one[0, first][last].append(where)
        by_one[1, last][first].append(where)
    for (which, shared), spellings in sorted(by_one.items()):
        for word, other in permutations(sorted(spellings), 2):
            rarer = (-len(spellings[word]), str(spellings[word][0])) > (
                -len(spellings[other]),
                str(spellings[other][0]),
            )
            if not rarer or not _may_be_one(word, other) or not (_is_rare(word) or _is_rare(other)):
                continue
            if frozenset((word, other)) in apart:
                continue
            where = spellings[word][0]
            if any((where.path, where.line, column) in reported for column in range(where.column, where.end)):
                continue
            here, there = ((shared, word), (shared, other)) if which == 0 else ((word, shared), (other, shared))
            yield Finding(
                "C211",
                where,
                f"{' '.join(here)} here, {' '.join(there)} at {spellings[other][0]}: one name in two spellings?",
                remedy="write the name in one way, or accept this if they are two persons.",
                severity=Severity.NOTE,
            )


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names differ by a letter, or by two where they are long, or by one more at the end that is no S."""
    distance = DamerauLevenshtein.distance(name, other)
    long, short = sorted((name, other), key=len, reverse=True)
    is_ending = long.startswith(short) and long[len(short) :] in ("s", "a", "e")
    return name[0] == other[0] and not is_ending and 0 < distance <= (2 if len(short) >= MIN_LONG else 1)


MIN_LONG = 8
"""Letters of a name of which two may be otherwise."""


def _rare_spellings(
    pages: _Pages, names: PersonNames, reported: set[tuple[str, int, int]], apart: _Apart, papers: Container[str]
) -> Iterator[Finding]:
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
            if (times >= max(3, 3 * count) or (times >= count and _has_alone(papers, other, word)))
            and other[0] == word[0]
            and _alike(word, other)
            and frozenset((word, other)) not in apart
        ]
        for where in places[word] if often else ():
            if (where.path, where.line, where.column) not in reported:
                yield Finding(
                    "C211",
                    where,
                    f"{word} is spelt {often[0]} elsewhere in the book ({counts[often[0]]} times)"
                    if counts[often[0]] > 1
                    else f"{word} is spelt {often[0]} elsewhere in the book, and in the papers",
                    remedy=f"write {often[0]}, if it is the same name.",
                    severity=Severity.NOTE,
                )


def _two_on_a_page(
    pages: _Pages, names: PersonNames, reported: set[tuple[str, int, int]], apart: _Apart
) -> Iterator[Finding]:
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
                if frozenset((word, other)) in apart:
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
