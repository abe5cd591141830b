"""C221 A telegram that the prose names by its number has one id.

Why:
    "Washington's telegram 2516" under two ids is one paper cited as two, or a slip in one of the numbers. Where the
    catalogue has both under that number, C106 says so; the prose may say it where the catalogue has no number at all.
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

from collections.abc import Iterator
from typing import Any

from briefbook.checks.check_input import CheckInput
from briefbook.checks.claim_frames import numbers_in, parts_of, senders_in
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One note for every telegram named by number and place that is cited under another id than before."""
    known = {frozenset(items) for items in inputs.items_of_one_number.values()}
    seen: dict[tuple[str, str, int], dict[str, FilePosition]] = {}
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


def _named_by_number(inputs: CheckInput) -> list[Any]:
    """The telegrams that a narrative names by number and place: country, number, year, item cited, and where."""
    found = []
    for part in (part for statement in inputs.statements for part in parts_of(statement)):
        named = list(numbers_in(part.text, lambda code: inputs.context.post(code) is not None))
        if len(named) != 1:
            continue
        places = {place.country for place in senders_in(part.text)}
        day = inputs.day(part.item)
        if len(places) != 1 or day is None:
            continue
        number, start, end = named[0]
        where = part.statement.where(part.start + start, part.start + end)
        found.append([next(iter(places)), number, day[0].year, part.item, where.line, where.column, where.end])
    return found
