"""C221 A telegram that the prose names by its number has one id, and one id one number.

Why:
    "Washington's telegram 2516" under two ids is one paper cited as two, or a slip in one of the numbers. Where the
    catalogue has both under that number, C106 says so; the prose may say it where the catalogue has no number at all.
    So may it give one paper two numbers of its post.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC
    item CDNW9002 date=1962-11-08 from=WASHDC
    > Washington’s telegram 3316 told of delay (CDNW9001). Washington’s telegram 3316 also named the ships (CDNW9002).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC
    item CDNW9002 date=1962-11-08 from=WASHDC
    > Washington’s telegram 3316 told of delay (CDNW9001). Washington’s telegram 3317 named the ships (CDNW9002).
Remedy:
    Look at both papers: cite the one that has the number, or correct the number; copies of one telegram are accepted.
"""

import re
from collections.abc import Iterator
from typing import Any

from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_words import citation_words
from briefbook.checks.claim_frames import PAPER, numbers_in, parts_of, senders_in
from briefbook.checks.countries import country, names
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.util.late_pattern import LatePattern

_FROM = LatePattern(lambda: rf"^\s+from\s+(?:the\s+)?(?P<place>{names()})\b", re.I)
"""Behind a telegram's number: Telegram 214 from Oslo."""
_WHOSE = LatePattern(lambda: rf"\b(?P<place>{names()})[’']s?\s+{PAPER}\s*(?:no\.?\s*)?$", re.I)
"""Before it: Oslo's telegram."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One note for every telegram named by number and place that has another id, or another number, than before."""
    known = {frozenset(items) for items in inputs.items_of_one_number.values()}
    seen: dict[tuple[str, str, int], dict[str, FilePosition]] = {}
    of_item: dict[tuple[str, str], dict[str, FilePosition]] = {}
    for narrative, named in inputs.facts("C221", _named_by_number):
        for place, number, year, cited, *at in named:
            where = FilePosition(narrative.path, *at)
            items = seen.setdefault((place, number.lstrip("0"), year), {})
            for other, first in items.items():
                if other == cited or cited in inputs.copies.get(other, frozenset()):
                    continue
                if any({other, cited} <= group for group in known):
                    continue  # C106 has it
                yield Finding(
                    "C221",
                    where,
                    f"telegram {number} from {place} is {cited} here and {other} at {first}",
                    remedy="cite the paper that has the number, or correct the number.",
                    severity=Severity.NOTE,
                    item=cited,
                )
                break
            items.setdefault(cited, where)
            numbers = of_item.setdefault((cited, place), {})
            if not inputs.entries[cited].values("number"):
                other, first = next(iter(numbers.items()), (number, where))
                if other.lstrip("0") != number.lstrip("0"):
                    yield Finding(
                        "C221",
                        where,
                        f"{cited} is telegram {number} from {place} here and {other} at {first}",
                        remedy="look at the paper, and correct the number that is wrong.",
                        severity=Severity.NOTE,
                        item=cited,
                    )
            numbers.setdefault(number, where)


def _named_by_number(inputs: CheckInput) -> list[Any]:
    """The telegrams that a narrative names by number and place: country, number, year, item cited, and where."""
    found = []
    for statement in inputs.statements:
        for cited in citation_words(inputs, statement):
            day, sender = inputs.day(cited.item), cited.sender
            place = country(sender.text) if sender else ""
            if len(cited.numbers) == 1 and place and day is not None:
                named = cited.numbers[0]
                where = statement.where(named.start, named.end)
                found.append([place, named.text, day[0].year, cited.item, where.line, where.column, where.end])
    for part in (part for statement in inputs.statements for part in parts_of(statement)):
        numbers = list(numbers_in(part.text, lambda code: inputs.context.post(code) is not None))
        if len(numbers) != 1:
            continue
        places = {place.country for place in senders_in(part.text)}
        start, end = numbers[0][1:]
        if not places and (beside := _FROM.search(part.text[end:]) or _WHOSE.search(part.text[:start])):
            places = {country(beside["place"])} - {""}
        day = inputs.day(part.item)
        if len(places) != 1 or day is None:
            continue
        number, start, end = numbers[0]
        where = part.statement.where(part.start + start, part.start + end)
        found.append([next(iter(places)), number, day[0].year, part.item, where.line, where.column, where.end])
    return found
