"""C207 A cable is given the date that it bears.

Why:
    "On November 9th the ambassador reported" is a claim on the cable's date. The day of an event that a cable tells of
    is another thing, and is left alone; a day either way is only noted, for the clock of the place may explain it.
Fails:
    item CDNW9001 date=1962-11-13 from=WASHDC number=3355
    book dates=1962-11-08/1962-11-13
    > On November 9th, the ambassador cabled that the talks were delayed (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-13 from=WASHDC number=3355
    book dates=1962-11-08/1962-11-13
    > On November 13th, the ambassador cabled that the talks of November 6 were delayed (CDNW9001).
Remedy:
    Write the cable's date, or make clear that the date is the event's.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.prose_dates import in_words, span
from briefbook.checks.statements import Statement
from briefbook.model.finding import Finding, Severity
from briefbook.text.dates import Mention, Span

_SENT = r"(?:reported|cabled|telegraphed|wired|informed\s+Ottawa|advised\s+Ottawa|wrote\s+(?:to\s+)?Ottawa|transmitted)"
_POST = r"(?:ambassador|embassy|high\s+commission(?:er)?|delegation|mission|consul(?:ate)?|charg[eé]|WASHDC)"
_REPORTED = re.compile(rf"\s*,?\s*(?:the\s+)?[^,.;“\"]{{0,60}}?\b{_POST}\b[^,.;“\"]{{0,40}}?\b{_SENT}\b", re.I)
_CABLE = re.compile(
    r"\b(?:telegram|cable|despatch|dispatch|message|letter)(?:\s+(?:of|dated|from|sent\s+on))\s*$", re.I
)
_SOMEBODYS = re.compile(
    r"(?:[’']s?|\b(?:his|her|their|my|our|your))\s+(?:\w+\s+){0,2}(?:message|letter|note)s?(?:\s+(?:of|dated|from|sent\s+on))?\s*$",
    re.I,
)
_AFTER = re.compile(r"\s+(?:telegram|cable|despatch|dispatch)\b", re.I)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every cable that the prose dates otherwise than the catalogue."""
    for statement in inputs.statements:
        if len(statement.items) != 1:
            continue
        item = statement.items[0]
        item_days = _days(inputs, item)
        if not item_days:
            continue
        for mention in inputs.mentions(statement.text):
            days_named = mention.days(item_days[0][0].year)
            if days_named is None or not dates_the_cable(statement, mention) or _of_another(statement, mention):
                continue
            off = min(_apart(days_named, day) for day in item_days)
            if off:
                yield Finding(
                    "C207",
                    statement.where(mention.start, mention.end),
                    f"{item} is dated {in_words(item_days[0][0])}, not {mention.text}"
                    + (" (a day apart: the local day, or the day of receipt)" if off == 1 else ""),
                    remedy="write the cable's date, or make clear that the date is the event's.",
                    severity=Severity.NOTE if off == 1 else Severity.WARNING,
                    item=item,
                    data={"days_off": off},
                )


def dates_the_cable(statement: Statement, mention: Mention) -> bool:
    """Is the date given to the cable, not to what it tells of?"""
    before, after = statement.text[: mention.start], statement.text[mention.end :]
    if _SOMEBODYS.search(before):
        return False
    if _CABLE.search(before) or _AFTER.match(after):
        return True
    opens = re.fullmatch(r"\W*(?:then\s+)?on\s+(?:the\s+)?", before, re.I) is not None
    return opens and _REPORTED.match(after) is not None


def _of_another(statement: Statement, mention: Mention) -> bool:
    """Does the date stand in a later part of the sentence, of which nothing is cited?"""
    if not statement.own:
        return False
    place = statement.sentence.offset + mention.start
    cited = [c for c in statement.narrative.citations if statement.sentence.offset <= c.offset < statement.sentence.end]
    if any(citation.offset >= place for citation in cited):
        return False
    between = statement.narrative.source[max(citation.end for citation in cited) : place]
    return re.search(r"[;,.]|\b(?:and|but|while|whereas)\b", between) is not None


def _days(inputs: CheckInput, item: str) -> list[Span]:
    """The days that a cable may be called by: written, received, of its date-time group."""
    entry = inputs.entries.get(item)
    if entry is None:
        return []
    days = [span(entry.value(name)) for name in ("date", "received", "dtg")]
    return [day for day in days if day] if days[0] else []


def _apart(first: Span, other: Span) -> int:
    return max(0, (first[0] - other[1]).days, (other[0] - first[1]).days)
