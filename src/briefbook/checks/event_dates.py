"""C222 One event has one date in the book.

Why:
    When a page is rewritten, a date is corrected in one chapter and stays in another; each sentence is right or wrong
    by itself, and the book contradicts itself.
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

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from briefbook.checks.check_input import CheckInput
from briefbook.checks.names import without_quotations
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Severity
from briefbook.text.dates import Mention, Span
from briefbook.text.months import ENGLISH, WEEKDAYS

MIN_SHARED, MIN_NAMES, MIN_LIKENESS = 5, 2, 0.6
"""Words that two sentences must share, names among them, and the part of all their words: a judgement, on the side of
silence."""

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
    """A sentence with the one day that it names, its words of content, and the names among them."""

    statement: Statement
    mention: Mention
    days: Span
    words: frozenset[str]
    names: frozenset[str]


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every sentence that is nearly one of another page, with another day."""
    by_name: dict[str, list[_Event]] = defaultdict(list)
    for statement in inputs.statements:
        event = _event(inputs, statement)
        if event is None:
            continue
        earlier = {id(other): other for name in sorted(event.names) for other in by_name[name]}.values()
        other = next((other for other in earlier if _contradict(event, other)), None)
        if other is not None:
            yield Finding(
                "C222",
                statement.where(event.mention.start, event.mention.end),
                f"{event.mention.text} here, {other.mention.text} for what seems the same event: "
                f"{other.statement.where(other.mention.start, other.mention.end)}",
                remedy="correct the date that is wrong, or make clear that two events are meant.",
                severity=Severity.NOTE,
            )
        for name in event.names:
            by_name[name].append(event)


def _event(inputs: CheckInput, statement: Statement) -> _Event | None:
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
    return _Event(statement, mentions[0], days, frozenset(content), frozenset(names))


def _contradict(event: _Event, other: _Event) -> bool:
    if event.statement.narrative is other.statement.narrative or event.days == other.days:
        return False
    shared = event.words & other.words
    alike = len(shared) >= MIN_LIKENESS * len(event.words | other.words)
    apart = abs((event.days[0] - other.days[0]).days)
    return alike and len(shared) >= MIN_SHARED and len(event.names & other.names) >= MIN_NAMES and apart <= MAX_DAYS
