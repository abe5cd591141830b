"""C222 One event has one date in the book, and what is counted one number.

Why:
    When a page is rewritten, a date is corrected in one chapter and stays in another; each sentence is right or wrong
    by itself, and the book contradicts itself. The same happens to a sum, or a number of persons or things,
    of which two sentences tell from the same paper.
Fails:
    book a.md dates=1962-11-01/1962-11-05
    > Castro received Mikoyan at the airport of Havana on 2 November 1962 with visible reserve.
    book b.md dates=1962-11-01/1962-11-05
    > Mikoyan was received by Castro at the airport of Havana on 3 November 1962 with visible reserve.
Passes:
    book a.md dates=1962-11-01/1962-11-05
    > Castro received Mikoyan at the airport of Havana on 2 November 1962 with visible reserve.
    book b.md dates=1962-11-01/1962-11-05
    > Mikoyan met Castro again in Havana on 3 November 1962.
Remedy:
    Look at the papers that each sentence cites, and correct the date that is wrong; or make clear that two events are
    meant.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefbook.checks.approximations import amounts, are_one_rounded
from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import parts_of
from briefbook.checks.names import without_quotations
from briefbook.checks.passage_facts import facts_of
from briefbook.checks.passages import stems_of
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.text.months import ENGLISH, WEEKDAYS

MIN_SHARED, MIN_NAMES, MIN_LIKENESS = 5, 2, 0.6
"""Words that two sentences must share, names among them, and the part of all their words: a judgement, on the side of
silence."""

MIN_LIKENESS_ON_A_PAGE = 0.75
"""The same of two sentences of one page, which tells of two events in like words more often."""

MIN_PART_OF_SHORTER = 0.8
"""Or the part of the words of the shorter one: a sentence that tells of the event in passing has others besides."""

_AGAIN = frozenset(("again", "another", "second", "third", "once", "next", "later"))
"""Words by which like sentences tell of two events."""

MAX_DAYS = 31
"""Days apart above which like sentences tell of two events: a yearly meeting, another visit."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]")
_NO_CONTENT = {*(month.lower() for month in ENGLISH), *(day.lower() for day in WEEKDAYS)} | {
    *(
        "that",
        "this",
        "with",
        "from",
        "were",
        "been",
        "have",
        "which",
        "would",
        "their",
        "there",
        "when",
        "into",
        "also",
    ),
}


@dataclass(frozen=True, slots=True)
class _Event:
    """A sentence with the one day that it names, as written and as meant, its words of content, and the names."""

    where: FilePosition
    date: str
    day: datetime.date
    words: frozenset[str]
    names: frozenset[str]


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every sentence that is nearly one of another page, with another day."""
    by_name: dict[str, list[_Event]] = defaultdict(list)
    for event in _events(inputs):
        earlier = {id(other): other for name in sorted(event.names) for other in by_name[name]}.values()
        other = next((other for other in earlier if _contradict(event, other)), None)
        if other is not None:
            yield Finding(
                "C222",
                event.where,
                f"{event.date} here, {other.date} for what seems the same event: {other.where}",
                remedy="correct the date that is wrong, or make clear that two events are meant.",
                severity=Severity.NOTE,
            )
        for name in event.names:
            by_name[name].append(event)

    yield from _numbers(inputs)


def _numbers(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every number of things of which the book tells otherwise before, from the same paper."""
    before: dict[tuple[str, str], list[_Number]] = defaultdict(list)
    for narrative, rows in inputs.facts("C222 numbers", _sentences_with_a_number):
        reported: set[FilePosition] = set()  # a number may have two nouns: forty vessels there
        for item, noun, value, said, words, besides, *place in rows:
            own = _Number(value, said, frozenset(words), frozenset(besides), FilePosition(narrative.path, *place))
            for other in before[item, noun]:
                if own.where not in reported and _tell_otherwise(own, other):
                    yield Finding(
                        "C222",
                        own.where,
                        f"{said} here, {other.said} for what seems the same, from {item} too: {other.where}",
                        remedy="look at the paper, and correct the number that is wrong.",
                        severity=Severity.NOTE,
                        item=item,
                    )
                    reported.add(own.where)
                    break
            before[item, noun].append(own)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of things in a sentence, as written, the words beside it, and all numbers of the sentence."""

    value: str
    said: str
    words: frozenset[str]
    besides: frozenset[str]
    where: FilePosition


def _tell_otherwise(own: _Number, other: _Number) -> bool:
    """Whether two sentences have other numbers, neither rounded from the other, and tell of the same."""
    shared = own.words & other.words
    if own.value in other.besides or other.value in own.besides:
        return False  # one of them tells of both
    if are_one_rounded(float(own.value), float(other.value)):
        return False
    return len(shared) >= max(MIN_WORDS, MIN_PART * min(len(own.words), len(other.words)))


MIN_WORDS, MIN_PART = 2, 0.3
"""Words of content that two sentences of one paper share at least beside a number of the same things, and the part of
the shorter one's."""


def _sentences_with_a_number(inputs: CheckInput) -> list[Any]:
    """The numbers of things in a narrative: item cited, noun, value and words, what stands beside, and where."""
    rows: list[Any] = []
    for part in (part for statement in inputs.statements for part in parts_of(statement)):
        text = without_quotations(part.text)
        facts = facts_of(text, kinds=("count",))
        bare = (f"{amount.value:g}" for amount in amounts(text) if not amount.measures)
        all_numbers = sorted({*(fact.value[0] for fact in facts), *bare})
        for fact in facts:
            beside = sorted(stems_of(text[: fact.start] + " " + text[fact.end :]) - stems_of(fact.words))
            where = part.statement.where(part.start + fact.start, part.start + fact.end)
            for noun in sorted(fact.slot):
                at = [where.line, where.column, where.end]
                rows.append([part.item, noun, fact.value[0], fact.words, beside, all_numbers, *at])
    return rows


def _events(inputs: CheckInput) -> Iterator[_Event]:
    for narrative, rows in inputs.facts("C222", _sentences_with_a_day):
        for date, day, words, names, *place in rows:
            where = FilePosition(narrative.path, *place)
            yield _Event(where, date, datetime.date.fromisoformat(day), frozenset(words), frozenset(names))


def _sentences_with_a_day(inputs: CheckInput) -> list[Any]:
    """The sentences of a narrative that name one day: the date as written, the day, words, names, and where."""
    return [row for statement in inputs.statements if (row := _sentence_with_a_day(inputs, statement)) is not None]


def _sentence_with_a_day(inputs: CheckInput, statement: Statement) -> list[Any] | None:
    text = without_quotations(statement.text)
    mentions = list(inputs.mentions(text))
    of_page = inputs.dates(statement.narrative)
    near = of_page or next((day for day in map(inputs.day, statement.items) if day), None)
    days = mentions[0].days_near(*near) if len(mentions) == 1 and near else None
    if days is None or days[0] != days[1]:
        return None
    words = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    content = {word.lower() for word, _ in words if len(word) > 3} - _NO_CONTENT
    first = words[0][1] if words else 0
    names = {word.lower() for word, start in words if word[0].isupper() and (start > first or word.lower() in content)}
    names &= content
    where = statement.where(mentions[0].start, mentions[0].end)
    row = [mentions[0].text, days[0].isoformat(), sorted(content), sorted(names)]
    return [*row, where.line, where.column, where.end]


def _contradict(event: _Event, other: _Event) -> bool:
    if event.day == other.day or (_AGAIN & (event.words | other.words) and event.where.path == other.where.path):
        return False
    shared = event.words & other.words
    likeness = MIN_LIKENESS if event.where.path != other.where.path else MIN_LIKENESS_ON_A_PAGE
    alike = len(shared) >= likeness * len(event.words | other.words)
    alike = alike or len(shared) >= MIN_PART_OF_SHORTER * min(len(event.words), len(other.words))
    apart = abs((event.day - other.day).days)
    return alike and len(shared) >= MIN_SHARED and len(event.names & other.names) >= MIN_NAMES and apart <= MAX_DAYS
