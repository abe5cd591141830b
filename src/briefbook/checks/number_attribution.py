"""C213 A number in the sentence is the number of the item it cites.

Why:
    "Telegram 3316 (CDNW12452)" says the same thing twice, and one slip of a figure leads a reader, who has only the
    number, to another cable.
Fails:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    > Washington's telegram 3361 told of delay (CDNW9001).
Passes:
    item CDNW9001 date=1962-11-08 from=WASHDC number=3316
    > Washington's telegram 3316 told of delay (CDNW9001).
Remedy:
    Look at the picture, and correct the sentence or the catalogue.
"""

import re
from collections.abc import Iterator

from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_words import MIN_SURE, citation_words, known_readings
from briefbook.checks.claim_frames import HELD_IN, PAPER, is_of_another_post, numbers_in, parts_of, plain_number
from briefbook.model.cable import SourceKind
from briefbook.model.finding import Finding, Severity

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""


def check(inputs: CheckInput) -> Iterator[Finding]:
    """One finding for every number given to a cable in a sentence that cites one item of another number."""
    told: set[tuple[str, int, int]] = set()
    for finding in _in_sentences(inputs):
        if finding.where:
            told.add((finding.where.path, finding.where.line, finding.where.column))
        yield finding
    for finding in _in_citations(inputs):
        if finding.where and (finding.where.path, finding.where.line, finding.where.column) not in told:
            yield finding


def _in_citations(inputs: CheckInput) -> Iterator[Finding]:
    """The findings for numbers that stand with the id in its parenthesis or note."""
    for statement in inputs.statements:
        for cited in citation_words(inputs, statement):
            entry = inputs.entries[cited.item]
            readings = [reading for name in ("number", "identifiers") for reading in known_readings(entry, name)]
            own = {plain_number(reading.value or "") for reading in readings} | {plain_number(cited.item)}
            own |= {plain_number(re.sub(r"\D", "", reading.value or "")) for reading in readings}
            own |= {plain_number(match[1]) for words in entry.values("note") for match in _ALSO_AS.finditer(words)}
            for named in cited.numbers[:1]:
                said = plain_number(named.text)
                if not said or _fits(said, own) or any(re.sub(r"\D", "", said) == re.sub(r"\D", "", n) for n in own):
                    continue
                first = next(iter(known_readings(entry, "number")), None)
                if first is None and any(
                    re.search(rf"(?<!\d)0*{re.escape(said)}(?!\d)", page.text) for page in inputs.pages(cited.item)
                ):
                    continue
                sure = first is not None and (
                    first.by is not SourceKind.MACHINE
                    or (first.confidence or 0) >= MIN_SURE
                    or bool(first.confirmed_by)
                )
                yield Finding(
                    "C213",
                    statement.where(named.start, named.end),
                    f"{cited.item} is number {first.value}, not {named.text}"
                    if first
                    else f"{named.text} cannot be checked: no number of {cited.item} is known",
                    remedy="look at the paper, and correct the sentence or the catalogue.",
                    severity=Severity.WARNING if sure else Severity.NOTE,
                    item=cited.item,
                    cannot_tell=first is None,
                    data={"said": named.text, "catalogue": first.value if first else ""},
                )


def _in_sentences(inputs: CheckInput) -> Iterator[Finding]:
    for part in (part for statement in inputs.statements if statement.own for part in parts_of(statement)):
        item, entry = part.item, inputs.entries.get(part.item)
        number = entry.value("number") if entry else None
        if entry is None or not number:
            continue
        own = {plain_number(number), *(plain_number(other) for other in entry.values("identifiers"))}
        own |= {plain_number(match[1]) for words in entry.values("note") for match in _ALSO_AS.finditer(words)}
        post = inputs.context.post(entry.value("from") or "")
        sender = post.country if post else ""
        others = {plain_number(str(reference.number)) for reference in entry.references if reference.number}
        named = [
            found
            for found in numbers_in(part.text, lambda code: bool(inputs.context.post(code)))
            if plain_number(found[0]) not in others
            and not is_of_another_post(part.text, found[1], sender)
            and HELD_IN.match(part.text, found[2]) is None
        ]
        if not named or any(_fits(plain_number(written), own) for written, _, _ in named) or _is_in(part.text, own):
            continue
        for written, start, end in named[:1]:
            yield Finding(
                "C213",
                part.statement.where(part.start + start, part.start + end),
                f"{item} is number {number}, not {written}",
                remedy="look at the paper, and correct the sentence or the catalogue.",
                item=item,
                data={"said": written, "catalogue": number},
            )


_ALSO_AS = re.compile(rf"\bas\s+{PAPER}\s+(?:no\.\s*)?([A-Z]?-?\d{{1,5}})\b", re.I)
"""Under what other number a paper was sent, as an edition says: "repeated to Bonn as telegram 1817"."""


def _is_in(text: str, numbers: set[str]) -> bool:
    """Whether one of the numbers stands in the text, whatever it is called: "as Topad 2272 said"."""
    figures = {re.sub(r"\D", "", number) for number in numbers}
    return any(written in figures for written in re.findall(r"(?<![\d/.,-])\d{2,}(?![\d/]|[.,-]\d)", text))


def _fits(written: str, numbers: set[str]) -> bool:
    """Whether it is one of the numbers, or the end of one, as historians shorten them."""
    return any(other.endswith(written) for other in numbers)
